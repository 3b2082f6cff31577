//! Two locks that are taken in one order here and in the other there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock, Weak};

// Two fields of one struct.

struct Library {
    books: Mutex<Vec<String>>,
    readers: Mutex<Vec<String>>,
}

impl Library {
    fn books_and_then_readers(&self) {
        let books = self.books.lock().unwrap();
        let mut readers = self.readers.lock().unwrap(); //~
        readers.extend(books.iter().cloned());
    }

    fn readers_and_then_books(&self) {
        let readers = self.readers.lock().unwrap();
        let mut books = self.books.lock().unwrap();
        books.extend(readers.iter().cloned());
    }
}

// Two statics.

static PRICES: RwLock<Vec<u32>> = RwLock::new(Vec::new());
static ORDERS: RwLock<Vec<u32>> = RwLock::new(Vec::new());

fn prices_first() {
    let mut prices = PRICES.write().unwrap();
    prices.extend(ORDERS.read().unwrap().iter()); //~
}

fn orders_first() {
    let mut orders = ORDERS.write().unwrap();
    orders.extend(PRICES.read().unwrap().iter());
}

// Through calls.

struct Garden {
    beds: Mutex<Vec<u32>>,
    cans: Mutex<u32>,
}

impl Garden {
    fn water_all(&self) {
        let beds = self.beds.lock().unwrap();
        for _ in beds.iter() {
            self.fill_a_can(); //~
        }
    }

    fn fill_a_can(&self) {
        *self.cans.lock().unwrap() += 1;
    }

    fn empty_the_cans(&self) {
        let mut cans = self.cans.lock().unwrap();
        while *cans > 0 {
            *cans -= 1;
            self.pour();
        }
    }

    fn pour(&self) {
        self.beds.lock().unwrap().push(1);
    }
}

// A parent and its children, each of which knows the other.

struct Choir {
    songs: Mutex<Vec<u32>>,
    singers: Vec<Arc<Singer>>,
}

struct Singer {
    voice: Mutex<u32>,
    choir: Weak<Choir>,
}

impl Choir {
    fn rehearse(&self) {
        let songs = self.songs.lock().unwrap();
        for singer in &self.singers {
            *singer.voice.lock().unwrap() += songs.len() as u32; //~
        }
    }
}

impl Singer {
    fn propose(&self) {
        let voice = self.voice.lock().unwrap();
        if let Some(choir) = self.choir.upgrade() {
            choir.songs.lock().unwrap().push(*voice);
        }
    }
}

// A value in a map behind one of the locks.

#[derive(Default)]
struct Ticket {
    stamps: Mutex<u32>,
}

#[derive(Default)]
struct Office {
    tickets: Mutex<HashMap<u32, Arc<Ticket>>>,
}

impl Office {
    fn stamp(&self, number: u32) {
        let tickets = self.tickets.lock().unwrap();
        if let Some(ticket) = tickets.get(&number) {
            *ticket.stamps.lock().unwrap() += 1; //~
        }
    }

    fn hand_in(&self, number: u32, ticket: &Ticket) {
        let stamps = ticket.stamps.lock().unwrap();
        if *stamps > 3 {
            self.tickets.lock().unwrap().remove(&number);
        }
    }
}

// Other locks.

struct Kitchen {
    stove: parking_lot::Mutex<u32>,
    sink: parking_lot::RwLock<u32>,
}

impl Kitchen {
    fn cook(&self) {
        let stove = self.stove.lock();
        *self.sink.write() += *stove; //~
    }

    fn wash(&self) {
        let sink = self.sink.read();
        *self.stove.lock() += *sink;
    }
}

struct Depot {
    trams: tokio::sync::Mutex<u32>,
    crews: tokio::sync::Mutex<u32>,
}

impl Depot {
    async fn send_out(&self) {
        let trams = self.trams.lock().await;
        *self.crews.lock().await -= *trams; //~
    }

    async fn call_back(&self) {
        let crews = self.crews.lock().await;
        *self.trams.lock().await += *crews;
    }
}

// Both in one statement.

struct Scales {
    left: Mutex<u32>,
    right: Mutex<u32>,
}

impl Scales {
    fn both_at_a_time(&self) -> bool {
        let (left, right) = (self.left.lock().unwrap(), self.right.lock().unwrap()); //~
        *left == *right
    }

    fn balance(&self) {
        let right = self.right.lock().unwrap();
        *self.left.lock().unwrap() = *right;
    }
}

// The order that is found once is the odd one.

struct Station {
    tracks: Mutex<u32>,
    trains: Mutex<u32>,
}

impl Station {
    fn arrive(&self) {
        let tracks = self.tracks.lock().unwrap();
        *self.trains.lock().unwrap() += *tracks;
    }

    fn depart(&self) {
        let tracks = self.tracks.lock().unwrap();
        *self.trains.lock().unwrap() -= *tracks;
    }

    fn the_odd_one(&self) {
        let trains = self.trains.lock().unwrap();
        *self.tracks.lock().unwrap() = *trains; //~
    }
}

// Only read on both sides, of one of the two locks.

struct Archive {
    names: RwLock<u32>,
    years: RwLock<u32>,
}

impl Archive {
    fn read_both(&self) -> u32 {
        let names = self.names.read().unwrap();
        *names + *self.years.read().unwrap() //~
    }

    fn change_one(&self) {
        let mut years = self.years.write().unwrap();
        *years += *self.names.read().unwrap();
    }
}

// In one function, which may be run by one task alone.

struct Dragon {
    path: Mutex<Vec<u32>>,
    target: Mutex<u32>,
}

impl Dragon {
    fn both_orders_in_one_function(&self) {
        let path = self.path.lock().unwrap();
        let mut target = self.target.lock().unwrap(); //~
        if path.is_empty() {
            drop(path);
            self.path.lock().unwrap().push(*target);
        }
        *target += 1;
    }
}

// Against the order that the configuration declares.

static TOLLS: Mutex<u32> = Mutex::new(0);

struct Bridge {
    gates: Mutex<u32>,
    lamps: Mutex<u32>,
}

impl Bridge {
    fn lamps_first(&self) {
        let lamps = self.lamps.lock().unwrap();
        *self.gates.lock().unwrap() += *lamps; //~
    }

    fn lamps_first_through_a_call(&self) {
        let lamps = self.lamps.lock().unwrap();
        self.open(*lamps); //~
    }

    fn open(&self, by: u32) {
        *self.gates.lock().unwrap() += by;
    }

    fn lamps_are_only_tried_for(&self) {
        if let Ok(lamps) = self.lamps.try_lock() {
            self.open(*lamps); //~
        }
    }

    fn a_static_last(&self) {
        let gates = self.gates.lock().unwrap();
        *TOLLS.lock().unwrap() += *gates; //~
    }
}

// As often the wrong way as the right one.

struct Mill {
    wheel: Mutex<u32>,
    sacks: Mutex<u32>,
}

impl Mill {
    fn sacks_first(&self) {
        let sacks = self.sacks.lock().unwrap();
        *self.wheel.lock().unwrap() += *sacks; //~
    }

    fn sacks_first_again(&self) {
        let sacks = self.sacks.lock().unwrap();
        *self.wheel.lock().unwrap() -= *sacks; //~
    }

    fn as_declared(&self) {
        let wheel = self.wheel.lock().unwrap();
        *self.sacks.lock().unwrap() += *wheel;
    }
}

// Only read on both sides, with a third who writes: whoever reads then waits for the writer that waits.

struct Museum {
    rooms: parking_lot::RwLock<Vec<u32>>,
    tours: parking_lot::RwLock<Vec<u32>>,
}

impl Museum {
    fn tours_through_rooms(&self) -> usize {
        let tours = self.tours.read();
        tours.len() * self.rooms.read().len() //~
    }

    fn plan(&self) {
        let rooms = self.rooms.read();
        self.tours.write().extend(rooms.iter());
    }

    fn open_wing(&self, room: u32) {
        self.rooms.write().push(room);
    }
}

// Three in a ring, each right towards the one that it knows.

#[derive(Default)]
struct Smithy {
    irons: parking_lot::Mutex<Vec<u32>>,
}

#[derive(Default)]
struct Stable {
    horses: parking_lot::Mutex<Vec<u32>>,
}

#[derive(Default)]
struct Inn {
    guests: parking_lot::Mutex<Vec<u32>>,
}

impl Smithy {
    fn shoe(&self, stable: &Stable) {
        let mut irons = self.irons.lock();
        stable.lead_out(irons.pop()); //~
    }

    fn melt(&self, iron: u32) {
        self.irons.lock().push(iron);
    }
}

impl Stable {
    fn lead_out(&self, iron: Option<u32>) {
        self.horses.lock().extend(iron);
    }

    fn saddle(&self, inn: &Inn) {
        let horses = self.horses.lock();
        for horse in horses.iter() {
            inn.call(*horse);
        }
    }
}

impl Inn {
    fn call(&self, horse: u32) {
        self.guests.lock().push(horse);
    }

    fn pay(&self, smithy: &Smithy) {
        let guests = self.guests.lock();
        smithy.melt(guests.len() as u32);
    }
}

// A lock out of a collection is known by what it guards, where one field alone has such locks.

#[derive(Default)]
struct Loan {
    returned: bool,
}

#[derive(Default)]
struct Counter {
    loans: parking_lot::RwLock<HashMap<u32, Arc<parking_lot::Mutex<Loan>>>>,
}

impl Counter {
    fn overdue(&self) -> usize {
        let mut count = 0;
        let loans = self.loans.read();
        for loan in loans.values() {
            count += usize::from(!loan.lock().returned); //~
        }
        count
    }

    fn give_back(&self, number: u32) {
        let Some(loan) = self.loans.read().get(&number).cloned() else { return };
        let mut loan = loan.lock();
        loan.returned = true;
        self.strike(number);
    }

    fn strike(&self, number: u32) {
        self.loans.write().remove(&number);
    }

    fn of_a_parameter(&self, number: u32, loan: &parking_lot::Mutex<Loan>) {
        let loan = loan.lock();
        if loan.returned {
            self.strike(number);
        }
    }
}

// A lock out of a collection is known by the field that has the collection, and so is one whose guard a function gives.

mod out_of_a_collection {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex, MutexGuard};

    #[derive(Default)]
    pub struct Kennel {
        boxes: Mutex<BTreeMap<u32, Arc<Mutex<String>>>>,
        books: Vec<Mutex<u64>>,
        total: Mutex<u64>,
    }

    impl Kennel {
        pub fn lodge(&self, number: u32, dog: &str) {
            let mut boxes = self.boxes.lock().unwrap();
            let place = boxes.entry(number).or_default();
            *place.lock().unwrap() = dog.to_owned(); //~
        }

        pub fn fetch(&self, number: u32) -> Option<String> {
            let place = self.boxes.lock().unwrap().get(&number).cloned()?;
            let dog = place.lock().unwrap();
            self.boxes.lock().unwrap().remove(&number);
            Some(dog.clone())
        }

        fn total(&self) -> MutexGuard<'_, u64> {
            self.total.lock().unwrap()
        }

        pub fn add(&self, book: usize, sum: u64) {
            let mut total = self.total();
            *self.books[book].lock().unwrap() += sum; //~
            *total += sum;
        }

        pub fn sums(&self) -> u64 {
            let mut sum = 0;
            for book in &self.books {
                let book = book.lock().unwrap();
                sum += *book + *self.total();
            }
            sum
        }
    }
}

// Functions that take the lock that they are given, and types that hold each other.

mod given {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

    fn open<T>(chest: &Mutex<T>) -> MutexGuard<'_, T> {
        chest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    trait Open<T> {
        fn open_up(&self) -> MutexGuard<'_, T>;
    }

    impl<T> Open<T> for Mutex<T> {
        fn open_up(&self) -> MutexGuard<'_, T> {
            self.lock().unwrap()
        }
    }

    fn put<T>(chest: &Mutex<Vec<T>>, thing: T) {
        chest.lock().unwrap().push(thing);
    }

    struct Ship {
        sails: Mutex<u32>,
        ropes: Mutex<Vec<u32>>,
    }

    impl Ship {
        fn hoist(&self) {
            let mut sails = open(&self.sails);
            *sails += open(&self.ropes).len() as u32; //~
        }

        fn lower(&self) {
            let mut ropes = open(&self.ropes);
            ropes.push(*open(&self.sails));
        }
    }

    struct Harbour {
        boats: Mutex<Vec<u32>>,
        crates: Mutex<Vec<u32>>,
    }

    impl Harbour {
        fn load(&self) {
            let boats = self.boats.open_up();
            put(&self.crates, boats.len() as u32); //~
        }

        fn unload(&self) {
            let crates = self.crates.open_up();
            self.boats.open_up().extend(crates.iter().copied());
        }
    }

    #[derive(Default)]
    struct Crew {
        sailors: Mutex<HashMap<u32, String>>,
        captain: OnceLock<Weak<Captain>>,
    }

    struct Captain {
        orders: Mutex<Vec<u32>>,
        crew: Arc<Crew>,
    }

    impl Crew {
        fn leave(&self, number: u32) {
            let mut sailors = open(&self.sailors);
            sailors.remove(&number);
            if let Some(captain) = self.captain.get().and_then(Weak::upgrade) {
                captain.forget(number); //~
            }
        }

        fn hear(&self, number: u32) -> bool {
            open(&self.sailors).contains_key(&number)
        }
    }

    impl Captain {
        fn forget(&self, number: u32) {
            open(&self.orders).retain(|order| *order != number);
        }

        fn shout(&self) -> usize {
            let orders = open(&self.orders);
            orders.iter().filter(|order| self.crew.hear(**order)).count()
        }
    }
}

/// The thread's clones are made in one `let`.
fn clones_in_one_let() {
    let (stock, orders) = (Arc::new(Mutex::new(9)), Arc::new(Mutex::new(vec![1])));
    let (own_stock, own_orders) = (Arc::clone(&stock), Arc::clone(&orders));
    let clerk = std::thread::spawn(move || {
        let stock = own_stock.lock().unwrap();
        own_orders.lock().unwrap().push(*stock); //~
    });
    let orders = orders.lock().unwrap();
    *stock.lock().unwrap() -= orders.len() as u32;
    drop(orders);
    clerk.join().unwrap();
}
