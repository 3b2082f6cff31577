//! Two locks in one order, or not held together.
//! conclint: allow(double-lock) -- the cases here are about something else

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

// One order everywhere.

struct Library {
    books: Mutex<Vec<String>>,
    readers: Mutex<Vec<String>>,
}

impl Library {
    fn lend(&self) {
        let books = self.books.lock().unwrap();
        self.readers.lock().unwrap().extend(books.iter().cloned());
    }

    fn take_back(&self) {
        let mut books = self.books.lock().unwrap();
        let readers = self.readers.lock().unwrap();
        books.extend(readers.iter().cloned());
    }

    fn readers_are_let_go_before(&self) {
        let readers = self.readers.lock().unwrap();
        let names = readers.clone();
        drop(readers);
        self.books.lock().unwrap().extend(names);
    }

    fn readers_in_a_block(&self) {
        let names = {
            let readers = self.readers.lock().unwrap();
            readers.clone()
        };
        self.books.lock().unwrap().extend(names);
    }

    fn readers_for_a_statement(&self) {
        let names = self.readers.lock().unwrap().clone();
        self.books.lock().unwrap().extend(names);
    }
}

// The second lock is only tried for.

struct Garden {
    beds: Mutex<Vec<u32>>,
    cans: Mutex<u32>,
}

impl Garden {
    fn water(&self) {
        let beds = self.beds.lock().unwrap();
        *self.cans.lock().unwrap() -= beds.len() as u32;
    }

    fn look_after(&self) {
        let cans = self.cans.lock().unwrap();
        if let Ok(mut beds) = self.beds.try_lock() {
            beds.push(*cans);
        }
    }
}

struct Orchard {
    trees: RwLock<Vec<u32>>,
    baskets: RwLock<u32>,
}

impl Orchard {
    fn pick(&self) {
        if let Ok(trees) = self.trees.try_write() {
            *self.baskets.write().unwrap() += trees.len() as u32;
        }
    }

    fn empty_out(&self) {
        let baskets = self.baskets.write().unwrap();
        self.trees.write().unwrap().push(*baskets);
    }
}

// Nobody else is in the other method while one has `&mut self`.

struct Machine {
    memory: Arc<Mutex<u32>>,
    devices: Arc<Mutex<u32>>,
}

impl Machine {
    fn log(&mut self) -> [u32; 2] {
        let memory = self.memory.lock().unwrap();
        [*memory, *self.devices.lock().unwrap()]
    }

    fn boot(&self) {
        let devices = self.devices.lock().unwrap();
        *self.memory.lock().unwrap() += *devices;
    }
}

// A lock that is held already: its thread waits for itself, whatever the order.

struct Ledger {
    entries: RwLock<Vec<u32>>,
    lost: RwLock<u32>,
}

impl Ledger {
    fn write_down(&self) {
        let mut entries = self.entries.write().unwrap();
        let mut lost = self.lost.write().unwrap();
        entries.push(*lost);
        if entries.is_empty() {
            *lost += self.count();
        }
    }

    fn count(&self) -> u32 {
        self.entries.read().unwrap().len() as u32
    }
}

// A third lock is held around both.

struct Station {
    timetable: Mutex<()>,
    tracks: Mutex<u32>,
    trains: Mutex<u32>,
}

impl Station {
    fn arrive(&self) {
        let _timetable = self.timetable.lock().unwrap();
        let tracks = self.tracks.lock().unwrap();
        *self.trains.lock().unwrap() += *tracks;
    }

    fn depart(&self) {
        let _timetable = self.timetable.lock().unwrap();
        let trains = self.trains.lock().unwrap();
        *self.tracks.lock().unwrap() += *trains;
    }
}

struct Harbour {
    log: Mutex<()>,
    berths: Mutex<u32>,
    boats: Mutex<u32>,
}

impl Harbour {
    fn moor(&self) {
        let _log = self.log.lock().unwrap();
        self.berth_and_boat();
    }

    fn berth_and_boat(&self) {
        let berths = self.berths.lock().unwrap();
        *self.boats.lock().unwrap() += *berths;
    }

    fn cast_off(&self) {
        let _log = self.log.lock().unwrap();
        let boats = self.boats.lock().unwrap();
        *self.berths.lock().unwrap() += *boats;
    }
}

// Both only read.

struct Atlas {
    maps: RwLock<u32>,
    scales: RwLock<u32>,
}

impl Atlas {
    fn maps_first(&self) -> u32 {
        let maps = self.maps.read().unwrap();
        *maps + *self.scales.read().unwrap()
    }

    fn scales_first(&self) -> u32 {
        let scales = self.scales.read().unwrap();
        *scales + *self.maps.read().unwrap()
    }
}

// Two values of one struct are not told apart, so nothing is known of one field of both.

struct Purse {
    number: u32,
    coins: Mutex<u32>,
}

fn ordered_by_number(from: &Purse, to: &Purse) {
    if from.number < to.number {
        let mut coins = from.coins.lock().unwrap();
        *to.coins.lock().unwrap() += *coins;
        *coins = 0;
    } else {
        let mut more = to.coins.lock().unwrap();
        let mut coins = from.coins.lock().unwrap();
        *more += *coins;
        *coins = 0;
    }
}

// Fields of one name in different structs.

struct Left {
    lamp: Mutex<u32>,
    bell: Mutex<u32>,
}

struct Right {
    lamp: Mutex<u32>,
    bell: Mutex<u32>,
}

fn of_the_left(left: &Left) {
    let lamp = left.lamp.lock().unwrap();
    *left.bell.lock().unwrap() += *lamp;
}

fn of_the_right(right: &Right) {
    let bell = right.bell.lock().unwrap();
    *right.lamp.lock().unwrap() += *bell;
}

// Elements of a list, and parameters: which locks they are is not known.

fn elements(rows: &[Mutex<u32>]) {
    let first = rows[0].lock().unwrap();
    *rows[1].lock().unwrap() += *first;
}

fn other_elements(rows: &[Mutex<u32>]) {
    let second = rows[1].lock().unwrap();
    *rows[0].lock().unwrap() += *second;
}

fn parameters(one: &Mutex<u32>, two: &Mutex<u32>) {
    let one = one.lock().unwrap();
    *two.lock().unwrap() += *one;
}

fn the_same_the_other_way(one: &Mutex<u32>, two: &Mutex<u32>) {
    let two = two.lock().unwrap();
    *one.lock().unwrap() += *two;
}

// A value that nobody else has yet.

struct Letter {
    text: Mutex<String>,
    stamp: Mutex<u32>,
}

fn made_here() -> Arc<Letter> {
    let letter = Letter { text: Mutex::default(), stamp: Mutex::default() };
    {
        let text = letter.text.lock().unwrap();
        *letter.stamp.lock().unwrap() = text.len() as u32;
    }
    Arc::new(letter)
}

fn read(letter: &Letter) -> usize {
    let stamp = letter.stamp.lock().unwrap();
    letter.text.lock().unwrap().len() + *stamp as usize
}

// Another thread takes the second one.

struct Bakery {
    ovens: Mutex<u32>,
    trays: Mutex<u32>,
}

fn bake(bakery: &Arc<Bakery>) {
    let ovens = bakery.ovens.lock().unwrap();
    let other = Arc::clone(bakery);
    let cools = std::thread::spawn(move || *other.trays.lock().unwrap() += 1);
    println!("{ovens} {}", cools.is_finished());
}

fn clean(bakery: &Bakery) {
    let trays = bakery.trays.lock().unwrap();
    *bakery.ovens.lock().unwrap() += *trays;
}

// As the configuration declares it, or not held together.

static TOLLS: Mutex<u32> = Mutex::new(0);

struct Bridge {
    gates: Mutex<u32>,
    lamps: Mutex<u32>,
}

impl Bridge {
    fn gates_and_then_lamps(&self) {
        let gates = self.gates.lock().unwrap();
        *self.lamps.lock().unwrap() += *gates;
    }

    fn tolls_and_then_gates(&self) {
        let tolls = TOLLS.lock().unwrap();
        *self.gates.lock().unwrap() += *tolls;
    }

    fn one_after_the_other(&self) {
        let lamps = *self.lamps.lock().unwrap();
        *self.gates.lock().unwrap() += lamps;
    }

    fn the_gates_are_only_tried_for(&self) {
        let lamps = self.lamps.lock().unwrap();
        if let Ok(mut gates) = self.gates.try_lock() {
            *gates += *lamps;
        }
    }
}

// The fields of another type have another order.

struct Pier {
    gates: Mutex<u32>,
    lamps: Mutex<u32>,
}

impl Pier {
    fn lamps_first(&self) {
        let lamps = self.lamps.lock().unwrap();
        *self.gates.lock().unwrap() += *lamps;
    }
}

// A test takes both the other way round.

struct Clock {
    hour: Mutex<u32>,
    minute: Mutex<u32>,
}

fn tick(clock: &Clock) {
    let hour = clock.hour.lock().unwrap();
    *clock.minute.lock().unwrap() += *hour;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minute_first() {
        let clock = Arc::new(Clock { hour: Mutex::new(1), minute: Mutex::new(2) });
        let own = Arc::clone(&clock);
        let minute = own.minute.lock().unwrap();
        *own.hour.lock().unwrap() += *minute;
    }

    #[test]
    fn lamps_first_where_nobody_else_is() {
        let bridge = Bridge { gates: Mutex::new(1), lamps: Mutex::new(2) };
        lamps_and_gates(&bridge);
    }

    fn lamps_and_gates(bridge: &Bridge) {
        let lamps = bridge.lamps.lock().unwrap();
        *bridge.gates.lock().unwrap() += *lamps;
    }
}

// Both run on the main thread: what stands for `tauri::command` here does nothing.

mod commands_of_a_window {
    use std::sync::Mutex;

    use tracing::instrument as command;

    static TRAYS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
    static ICONS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

    #[command]
    fn show(icon: u32) {
        let mut trays = TRAYS.lock().unwrap();
        ICONS.lock().unwrap().push(icon);
        trays.push(icon);
    }

    #[command]
    fn change(icon: u32) {
        let mut icons = ICONS.lock().unwrap();
        TRAYS.lock().unwrap().retain(|tray| *tray != icon);
        icons.push(icon);
    }
}

// A read that passes by a writer who waits.

struct Museum {
    rooms: parking_lot::RwLock<Vec<u32>>,
    tours: parking_lot::RwLock<Vec<u32>>,
}

impl Museum {
    fn tours_through_rooms(&self) -> usize {
        let tours = self.tours.read();
        tours.len() * self.rooms.read_recursive().len()
    }

    fn plan(&self) {
        let rooms = self.rooms.read();
        self.tours.write().extend(rooms.iter());
    }

    fn open_wing(&self, room: u32) {
        self.rooms.write().push(room);
    }
}

// A ring that does not close: the last releases its lock before it comes to the first.

#[derive(Default)]
struct Forge {
    coals: parking_lot::Mutex<Vec<u32>>,
}

#[derive(Default)]
struct Mine {
    shafts: parking_lot::Mutex<Vec<u32>>,
}

#[derive(Default)]
struct Cart {
    load: parking_lot::Mutex<Vec<u32>>,
}

impl Forge {
    fn order(&self, mine: &Mine) {
        let coals = self.coals.lock();
        mine.dig(coals.len() as u32);
    }

    fn burn(&self, coal: u32) {
        self.coals.lock().push(coal);
    }
}

impl Mine {
    fn dig(&self, depth: u32) {
        self.shafts.lock().push(depth);
    }

    fn fill(&self, cart: &Cart) {
        let shafts = self.shafts.lock();
        for shaft in shafts.iter() {
            cart.take(*shaft);
        }
    }
}

impl Cart {
    fn take(&self, coal: u32) {
        self.load.lock().push(coal);
    }

    fn bring(&self, forge: &Forge) {
        let coals = std::mem::take(&mut *self.load.lock());
        for coal in coals {
            forge.burn(coal);
        }
    }
}

// A fourth lock keeps the three apart.

struct Town {
    gate: parking_lot::Mutex<()>,
    well: parking_lot::Mutex<u32>,
    mill: parking_lot::Mutex<u32>,
    barn: parking_lot::Mutex<u32>,
}

impl Town {
    fn draw(&self) {
        let _gate = self.gate.lock();
        let well = self.well.lock();
        *self.mill.lock() += *well;
    }

    fn grind(&self) {
        let _gate = self.gate.lock();
        let mill = self.mill.lock();
        *self.barn.lock() += *mill;
    }

    fn store(&self) {
        let _gate = self.gate.lock();
        let barn = self.barn.lock();
        *self.well.lock() += *barn;
    }
}

// Two fields have locks of such a struct, so that it is not known which this one is.

#[derive(Default)]
struct Ticket {
    used: bool,
}

#[derive(Default)]
struct Office {
    sold: parking_lot::RwLock<HashMap<u32, Arc<parking_lot::Mutex<Ticket>>>>,
    found: parking_lot::RwLock<Vec<Arc<parking_lot::Mutex<Ticket>>>>,
}

impl Office {
    fn unused(&self) -> usize {
        let mut count = 0;
        let sold = self.sold.read();
        for ticket in sold.values() {
            count += usize::from(!ticket.lock().used);
        }
        count
    }

    fn lost_and_found(&self) -> usize {
        self.found.read().len()
    }

    fn use_up(&self, number: u32, ticket: &parking_lot::Mutex<Ticket>) {
        let mut ticket = ticket.lock();
        ticket.used = true;
        self.sold.write().remove(&number);
    }
}

// What is taken out of the collection is let go before the collection is locked again.

#[derive(Default)]
struct Debt {
    paid: bool,
}

#[derive(Default)]
struct Slate {
    debts: parking_lot::RwLock<HashMap<u32, Arc<parking_lot::Mutex<Debt>>>>,
}

impl Slate {
    fn open(&self) -> usize {
        let mut count = 0;
        let debts = self.debts.read();
        for debt in debts.values() {
            count += usize::from(!debt.lock().paid);
        }
        count
    }

    fn pay(&self, number: u32) {
        let Some(debt) = self.debts.read().get(&number).cloned() else { return };
        debt.lock().paid = true;
        self.debts.write().remove(&number);
    }
}

// What lies in a collection is taken out of it first, or always under its lock.

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
            let place = self.boxes.lock().unwrap().entry(number).or_default().clone();
            *place.lock().unwrap() = dog.to_owned();
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
            *self.books[book].lock().unwrap() += sum;
            *total += sum;
        }

        pub fn sums(&self) -> u64 {
            let mut sum = *self.total();
            for book in &self.books {
                sum += *book.lock().unwrap();
            }
            sum
        }
    }
}

// Nobody is in a method of a value while another one has it by `&mut self`, though only one of the locks is its own.

mod one_is_set_up {
    use std::sync::{Arc, Mutex};

    pub struct Ox {
        age: u32,
    }

    pub struct Yoke {
        oxen: Vec<Arc<Mutex<Ox>>>,
    }

    impl Yoke {
        pub fn oldest(&self) -> u32 {
            self.oxen.iter().map(|ox| ox.lock().unwrap().age).max().unwrap_or(0)
        }

        fn weigh(&self, ox: &Ox) -> u32 {
            ox.age * self.oxen.len() as u32
        }
    }

    pub struct Plough {
        yoke: Mutex<Yoke>,
        weight: u32,
    }

    impl Plough {
        pub fn harness(&mut self) {
            let oxen = self.yoke.lock().unwrap().oxen.clone();
            for ox in oxen {
                let ox = ox.lock().unwrap();
                self.weight += self.yoke.lock().unwrap().weigh(&ox);
            }
        }

        pub fn oldest(&self) -> u32 {
            self.yoke.lock().unwrap().oldest()
        }
    }
}

// Functions that take the lock that they are given.

mod given {
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

    fn open<T>(chest: &Mutex<T>) -> MutexGuard<'_, T> {
        chest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    struct Ship {
        sails: Mutex<u32>,
        ropes: Mutex<Vec<u32>>,
    }

    impl Ship {
        fn hoist(&self) {
            let mut sails = open(&self.sails);
            *sails += open(&self.ropes).len() as u32;
        }

        fn one_order_everywhere(&self) {
            let sails = open(&self.sails);
            open(&self.ropes).push(*sails);
        }

        fn one_after_the_other(&self) {
            let length = open(&self.ropes).len();
            *open(&self.sails) += length as u32;
        }

        fn a_lock_that_nobody_else_has(&self) {
            let own = Mutex::new(0);
            let mut ropes = open(&self.ropes);
            ropes.push(*open(&own));
        }
    }

    struct Harbour {
        boats: Mutex<Vec<u32>>,
        ship: Arc<Ship>,
    }

    impl Harbour {
        fn its_items_are_gone_over_later(&self) -> impl Iterator<Item = u32> {
            let ropes = open(&self.ship.ropes).clone();
            ropes.into_iter().map(|rope| rope + open(&self.boats).len() as u32)
        }

        fn the_items_take_it(&self) -> u32 {
            let boats = open(&self.boats).clone();
            boats.iter().map(|boat| boat + open(&self.ship.ropes).len() as u32).sum()
        }

        fn under_the_other(&self) {
            let boats = open(&self.boats);
            open(&self.ship.ropes).extend(boats.iter().copied());
        }
    }
}
