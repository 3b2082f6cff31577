//! Sleeps that guess how long other work will take.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A sorting office: a task that puts letters into boxes until nobody writes any more.
#[derive(Clone)]
struct Office {
    letters: mpsc::Sender<String>,
    sorted: Arc<AtomicUsize>,
    open: Arc<AtomicBool>,
}

impl Office {
    fn start() -> Office {
        let (letters, mut received) = mpsc::channel::<String>(16);
        let office = Office {
            letters,
            sorted: Arc::default(),
            open: Arc::default(),
        };
        let (sorted, open) = (office.sorted.clone(), office.open.clone());
        tokio::spawn(async move {
            open.store(true, Ordering::SeqCst);
            while let Some(letter) = received.recv().await {
                if letter == "close" {
                    break;
                }
                sorted.fetch_add(1, Ordering::SeqCst);
            }
            open.store(false, Ordering::SeqCst);
        });
        office
    }

    async fn post(&self, letter: &str) {
        self.letters.send(letter.to_owned()).await.ok();
    }

    fn sorted_count(&self) -> usize {
        self.sorted.load(Ordering::SeqCst)
    }

    fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    fn enable_night_shift(&self) {
        let sorted = self.sorted.clone();
        thread::spawn(move || sorted.fetch_add(100, Ordering::SeqCst));
    }

    fn box_of(&self, _name: &str) -> Option<usize> {
        self.is_open().then(|| self.sorted_count())
    }
}

async fn serve(address: SocketAddr) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let (_socket, _peer) = listener.accept().await?;
    Ok(())
}

// Outside tests: the comment says it.

async fn a_server_is_given_a_moment(address: SocketAddr) -> std::io::Result<TcpStream> {
    let server = tokio::spawn(serve(address));

    // Give the server a moment to start.
    tokio::time::sleep(Duration::from_millis(100)).await; //~

    let client = TcpStream::connect(address).await?;
    server.abort();
    Ok(client)
}

fn the_comment_stands_on_the_line(office: &Office) -> usize {
    office.enable_night_shift();
    thread::sleep(Duration::from_millis(250)); // wait for the night shift to finish //~
    office.sorted_count()
}

async fn an_ugly_hack(office: &Office) -> usize {
    office.post("to Ada").await;
    // Ugly hack: who knows when the letter is in its box?
    tokio::time::sleep(Duration::from_millis(250)).await; //~
    office.sorted_count()
}

async fn only_under_a_condition(address: SocketAddr, secured: bool) -> std::io::Result<()> {
    let server = tokio::spawn(serve(address));

    // Without this, some of the visitors find nobody. It is awful and needs a proper solution.
    if secured {
        tokio::time::sleep(Duration::from_secs(1)).await; //~
    }

    TcpStream::connect(address).await?;
    server.abort();
    Ok(())
}

async fn at_the_end_of_what_starts_it(address: SocketAddr) {
    tokio::spawn(serve(address));
    // Give the server a moment to start.
    tokio::time::sleep(Duration::from_millis(100)).await; //~
}

#[cfg(test)]
mod what_to_do_instead {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn errors_are_handed_on() -> Result<(), Box<dyn std::error::Error>> {
        let delivered = Arc::new(AtomicUsize::new(0));
        let counter = delivered.clone();
        tokio::spawn(async move {
            println!("the postman is on his way");
            counter.fetch_add(1, Ordering::SeqCst);
            std::future::pending::<()>().await;
        });
        // Give the postman time to come.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(delivered.load(Ordering::SeqCst), 1);
        Ok(())
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_task_that_is_one_call_of_other_code() {
        let clerks = smol::Executor::new();
        tokio::spawn(async move { clerks.run(std::future::pending::<()>()).await });
        // Give the clerks time to start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        println!("the clerks are there");
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_message_says_zero_and_can_be_waited_for() {
        let (letters, mut received) = mpsc::channel(4);
        tokio::spawn(async move { letters.send(0).await });
        // Let the postman start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(received.try_recv(), Ok(0));
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn looking_twice_would_find_something_else() {
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office time to sort the letter.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(office.sorted.swap(0, Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_check_holds_as_well_when_it_comes_too_soon() {
        let lost = Arc::new(AtomicUsize::new(0));
        let counter = lost.clone();
        tokio::spawn(async move {
            if tokio::fs::metadata("lost-property").await.is_ok() {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        // Give the porter time to finish.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(lost.load(Ordering::SeqCst), 0);
    }
}

#[cfg(test)]
mod nothing_to_wait_for {
    use super::*;

    async fn open_counter() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { listener.accept().await });
        address
    }

    async fn sort_all(sorted: &Arc<AtomicUsize>) {
        let mut clerks = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let sorted = sorted.clone();
            clerks.spawn(async move { sorted.fetch_add(1, Ordering::SeqCst) });
        }
        while clerks.join_next().await.is_some() {}
    }

    fn sort_later(sorted: &Arc<AtomicUsize>) {
        let sorted = sorted.clone();
        thread::spawn(move || sorted.fetch_add(3, Ordering::SeqCst));
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_function_has_bound_the_listener() {
        let address = open_counter().await;
        // Give the server time to start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert!(TcpStream::connect(address).await.is_ok());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_function_has_waited_for_its_tasks() {
        let sorted = Arc::new(AtomicUsize::new(0));
        sort_all(&sorted).await;
        // wait for the tasks to finish
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(sorted.load(Ordering::SeqCst), 3);
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_function_has_left_its_thread() {
        let sorted = Arc::new(AtomicUsize::new(0));
        sort_later(&sorted);
        // wait for the thread to finish
        thread::sleep(Duration::from_millis(50)); //~
        assert_eq!(sorted.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_receive_waits_behind_it() {
        let (letters, mut received) = mpsc::channel(4);
        tokio::spawn(async move { letters.send("to Ada").await });
        // Give the postman time to start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(received.recv().await, Some("to Ada"));
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_loop_waits_behind_it() {
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office time to sort it.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        let limit = Instant::now() + Duration::from_secs(5);
        while office.sorted_count() == 0 {
            assert!(Instant::now() < limit, "nobody sorts the letters");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[cfg(test)]
#[path = "bad/by_comment.rs"]
mod by_comment;

#[cfg(test)]
#[path = "bad/by_what_follows.rs"]
mod by_what_follows;

#[cfg(test)]
#[path = "bad/other_runtimes.rs"]
mod other_runtimes;

// Outside tests: what nothing is seen to hang on is said only when asked for (pedantic).

fn the_writer_may_still_write(office: &Night) {
    println!("the night is over");
    // Give the writer thread time to write it all down.
    thread::sleep(Duration::from_millis(250)); //~
    office.lock_up();
}

fn whoever_has_fallen_asleep(night: &mut Night) {
    println!("the night is over");
    // Wait until the sleeping thread has gone home.
    thread::sleep(Duration::from_millis(250)); //~
    for guard in night.guards.drain(..) {
        if guard.is_finished() {
            guard.join().unwrap();
        }
    }
}

struct Night {
    guards: Vec<thread::JoinHandle<()>>,
}

impl Night {
    fn lock_up(&self) {}
}

async fn what_was_started_for_something_else(office: &Night) {
    let walker = tokio::spawn(async {
        loop {
            tokio::task::yield_now().await;
        }
    });
    // Give the lines time to be written. This is only a guess.
    tokio::time::sleep(Duration::from_secs(1)).await; //~
    office.lock_up();
    std::process::abort();
}

// Little hangs on them, or nothing could take their place (pedantic).

#[cfg(test)]
mod hardly_missed {
    use super::*;

    fn opened(counter: &Arc<AtomicUsize>) -> thread::JoinHandle<usize> {
        let counter = counter.clone();
        let clerk = thread::spawn(move || counter.fetch_add(1, Ordering::SeqCst));
        thread::sleep(Duration::from_millis(50)); //~
        clerk
    }

    #[test]
    #[ignore = "read, not run"]
    fn it_was_slept_for_before() {
        let counter = Arc::new(AtomicUsize::new(0));
        let clerk = opened(&counter);
        // Give the clerk time to count.
        thread::sleep(Duration::from_millis(50)); //~
        assert_eq!(counter.load(Ordering::SeqCst), 1);
        clerk.join().unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_crowd_stays_for_a_while() {
        let counter = Arc::new(AtomicUsize::new(0));
        let mine = counter.clone();
        let clerk = thread::spawn(move || {
            while Arc::strong_count(&mine) > 1 {
                mine.fetch_add(1, Ordering::SeqCst);
            }
        });
        let crowd = counter.clone();
        // Let the clerk see the crowd.
        thread::sleep(Duration::from_millis(50)); //~
        drop(crowd);
        clerk.join().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_work_says_how_long_it_takes() {
        let done = Arc::new(AtomicUsize::new(0));
        let counter = done.clone();
        let _clerk = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            counter.fetch_add(1, Ordering::SeqCst);
        });
        tokio::time::sleep(Duration::from_secs(2)).await; //~
        assert_eq!(done.load(Ordering::SeqCst), 1);
    }

    struct Incoming(tokio::net::TcpListener);

    impl Incoming {
        fn new(listener: tokio::net::TcpListener) -> Incoming {
            Incoming(listener)
        }

        async fn serve(self) {
            while self.0.accept().await.is_ok() {}
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn another_task_is_started_behind_the_server() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:4100").await.unwrap();
        let incoming = Incoming::new(listener);
        let server = tokio::spawn(async move { incoming.serve().await });
        let walker = tokio::spawn(async { tokio::task::yield_now().await });
        // Give the server a moment to bind.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        TcpStream::connect("127.0.0.1:4100").await.unwrap();
        server.abort();
        walker.abort();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_library_binds_for_it() {
        let server = tokio::spawn(visiting::serve("127.0.0.1:4101"));
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        TcpStream::connect("127.0.0.1:4101").await.unwrap();
        server.abort();
    }

    mod visiting {
        pub async fn serve(_address: &str) {}
    }
}

// Both sides are seen: what was started, and what fails behind it when it comes too early.

#[cfg(test)]
mod on_both_sides {
    use super::*;

    async fn keep_open(address: SocketAddr) {
        serve(address).await.unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_listener_is_bound_deep_in_the_task() {
        let address: SocketAddr = "127.0.0.1:4102".parse().unwrap();
        let server = tokio::spawn(async move { keep_open(address).await });
        // Give the server time to start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        let letter = String::from("to Ada");
        let mut visitor = TcpStream::connect(address).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut visitor, letter.as_bytes()).await.unwrap();
        server.abort();
    }

    fn sort_later(shelf: &Arc<Mutex<Vec<usize>>>) {
        let shelf = shelf.clone();
        thread::spawn(move || shelf.lock().unwrap().push(1));
    }

    fn find_first(shelf: &Mutex<Vec<usize>>) -> Option<usize> {
        shelf.lock().unwrap().first().copied()
    }

    #[test]
    #[ignore = "read, not run"]
    fn what_is_there_is_unwrapped() {
        let shelf = Arc::new(Mutex::new(Vec::new()));
        sort_later(&shelf);
        // Give the clerk time to sort it.
        thread::sleep(Duration::from_millis(50)); //~
        let first = find_first(&shelf).unwrap();
        println!("the first of all is {first}");
    }

    #[test]
    #[ignore = "read, not run"]
    fn what_was_read_is_claimed_behind_the_join() {
        let shelf = Arc::new(Mutex::new(Vec::new()));
        let theirs = shelf.clone();
        let clerk = thread::spawn(move || theirs.lock().unwrap().push(1));
        // Give the clerk time to sort it.
        thread::sleep(Duration::from_millis(50)); //~
        let sorted = shelf.lock().unwrap().len();
        clerk.join().unwrap();
        assert_eq!(sorted, 1);
    }
}

// What is read first is at least so much.

#[cfg(test)]
mod at_least {
    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn so_many_parcels() {
        let shelf = Arc::new(Mutex::new(Vec::new()));
        let theirs = shelf.clone();
        let carrier = thread::spawn(move || theirs.lock().unwrap().push("parcel"));
        thread::sleep(Duration::from_millis(100)); //~
        drop(carrier);
        let parcels = shelf.lock().unwrap().join(", ");
        assert!(parcels.split(',').count() >= 1, "only {parcels}");
    }
}

// One side alone (pedantic): nothing is seen to fail by it, or what follows waits up to a limit.

#[cfg(test)]
mod on_one_side {
    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn that_it_survives_is_all() {
        let counter = Arc::new(AtomicUsize::new(0));
        let mine = counter.clone();
        let clerk = thread::spawn(move || mine.fetch_add(1, Ordering::SeqCst));
        // Give the clerk thread time to count.
        thread::sleep(Duration::from_millis(50)); //~
        println!("counted {}", counter.load(Ordering::SeqCst));
        clerk.join().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn nothing_is_seen_to_be_started() {
        let office = Office {
            letters: mpsc::channel(1).0,
            sorted: Arc::default(),
            open: Arc::default(),
        };
        office.post("to Ada").await;
        // Wait for the letter to be sorted.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        office.post("to Bob").await;
    }
}

// In a test whose tasks share its thread a short sleep is a turn for all of them: pedantic. Not so where anything goes
// beyond them, where the sleep is long, or where the runtime has threads.

#[cfg(test)]
mod turns {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_turn_for_all_tasks() {
        let office = Office::start();
        office.post("to Ada").await;
        tokio::time::sleep(Duration::from_millis(20)).await; //~
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_long_one() {
        let office = Office::start();
        office.post("to Ada").await;
        tokio::time::sleep(Duration::from_millis(500)).await; //~
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "read, not run"]
    async fn on_threads_of_the_runtime() {
        let office = Office::start();
        office.post("to Ada").await;
        tokio::time::sleep(Duration::from_millis(20)).await; //~
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn beside_a_thread() {
        let counter = Arc::new(AtomicUsize::new(0));
        let mine = counter.clone();
        thread::spawn(move || mine.fetch_add(1, Ordering::SeqCst));
        tokio::time::sleep(Duration::from_millis(20)).await; //~
        assert_eq!(counter.load(Ordering::SeqCst), 1);
    }
}

// The help names what the work can tell by: it has that already.

#[cfg(test)]
mod tells {
    use super::*;

    struct Ferry {
        landed: tokio::sync::Notify,
        guests: AtomicUsize,
    }

    impl Ferry {
        fn start_crossing(self: &Arc<Self>) {
            let ferry = self.clone();
            tokio::spawn(async move {
                ferry.guests.fetch_add(1, Ordering::SeqCst);
                ferry.landed.notify_one();
            });
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_signal_in_a_field() {
        let ferry = Arc::new(Ferry { landed: tokio::sync::Notify::new(), guests: AtomicUsize::new(0) });
        ferry.start_crossing();
        tokio::time::sleep(Duration::from_millis(500)).await; //~
        assert_eq!(ferry.guests.load(Ordering::SeqCst), 1);
    }

    fn start_ferry(landings: mpsc::Sender<u32>, guests: Arc<AtomicUsize>) {
        tokio::spawn(async move {
            guests.fetch_add(1, Ordering::SeqCst);
            landings.send(1).await.ok();
        });
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_channel_that_it_has() {
        let guests = Arc::new(AtomicUsize::new(0));
        let (landings, mut landed) = mpsc::channel(4);
        start_ferry(landings, guests.clone());
        tokio::time::sleep(Duration::from_millis(500)).await; //~
        assert_eq!(guests.load(Ordering::SeqCst), 1);
        assert_eq!(landed.recv().await, Some(1));
    }
}

// A call on what the work has as well fails unless it has got so far.

#[cfg(test)]
mod asked {
    use std::collections::HashMap;

    use tokio::sync::oneshot;

    use super::*;

    #[derive(Clone, Default)]
    struct Desk {
        open: Arc<Mutex<HashMap<u32, oneshot::Sender<bool>>>>,
    }

    impl Desk {
        async fn ask(&self, guest: u32) -> Option<bool> {
            let (answer, answered) = oneshot::channel();
            self.open.lock().unwrap().insert(guest, answer);
            answered.await.ok()
        }

        fn answer(&self, guest: u32) -> Result<(), u32> {
            let asker = self.open.lock().unwrap().remove(&guest).ok_or(guest)?;
            asker.send(true).map_err(|_| guest)
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn answered_before_it_was_asked() {
        let desk = Desk::default();
        let asking = desk.clone();
        let asker = tokio::spawn(async move { asking.ask(7).await });
        tokio::time::sleep(Duration::from_millis(20)).await; //~
        desk.answer(7).expect("it was asked");
        assert_eq!(asker.await.unwrap(), Some(true));
    }
}

// A helper connects, and all of it runs within a time limit.

#[cfg(test)]
mod limited {
    use std::io::Write;

    use super::*;

    struct Station;

    fn serve(address: SocketAddr) -> std::io::Result<()> {
        let listener = std::net::TcpListener::bind(address)?;
        let (mut guest, _) = listener.accept()?;
        guest.write_all(b"12 knots")
    }

    impl Station {
        fn start(address: SocketAddr) -> Station {
            thread::spawn(move || serve(address));
            Station
        }
    }

    fn ask(address: SocketAddr) -> std::io::Result<String> {
        let mut answer = String::new();
        let mut stream = std::net::TcpStream::connect(address)?;
        std::io::Read::read_to_string(&mut stream, &mut answer)?;
        Ok(answer)
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_helper_connects() {
        let address = SocketAddr::from(([127, 0, 0, 1], 47811));
        let _station = Station::start(address);
        thread::sleep(Duration::from_millis(200)); //~
        assert_eq!(ask(address).unwrap(), "12 knots");
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn within_a_limit() {
        let all = tokio::time::timeout(Duration::from_secs(5), async {
            let count = Arc::new(AtomicUsize::new(0));
            let mine = count.clone();
            tokio::spawn(async move { mine.fetch_add(1, Ordering::SeqCst) });
            tokio::time::sleep(Duration::from_millis(50)).await; //~
            assert_eq!(count.load(Ordering::SeqCst), 1);
        });
        all.await.unwrap();
    }
}

#[path = "bad/changed_by_the_work.rs"]
mod changed_by_the_work;

#[path = "bad/asked_for.rs"]
mod asked_for;
