//! conclint: allow(test-without-timeout) -- the cases here are about something else
//! Sleeps that are right as they are, and what to write instead of those that are not.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::{sleep, timeout};

const COLLECTION: Duration = Duration::from_millis(20);

/// A letter box that forgets what has lain in it for too long.
struct LetterBox {
    ttl: Duration,
    idle_timeout: Option<Duration>,
    letters: Mutex<Vec<(Instant, String)>>,
}

impl LetterBox {
    fn new(ttl: Duration) -> LetterBox {
        LetterBox {
            ttl,
            idle_timeout: None,
            letters: Mutex::default(),
        }
    }

    fn idle_timeout(mut self, idle: Duration) -> LetterBox {
        self.idle_timeout = Some(idle);
        self
    }

    fn post(&self, letter: &str) {
        self.letters
            .lock()
            .unwrap()
            .push((Instant::now(), letter.to_owned()));
    }

    fn len(&self) -> usize {
        self.letters
            .lock()
            .unwrap()
            .iter()
            .filter(|(posted, _)| posted.elapsed() < self.ttl)
            .count()
    }
}

/// A sorting office: a task that sorts until nobody writes any more.
struct Office {
    letters: mpsc::Sender<String>,
    sorted: Arc<AtomicUsize>,
    news: Arc<Notify>,
}

impl Office {
    fn start() -> Office {
        let (letters, mut received) = mpsc::channel::<String>(16);
        let office = Office {
            letters,
            sorted: Arc::default(),
            news: Arc::default(),
        };
        let (sorted, news) = (office.sorted.clone(), office.news.clone());
        tokio::spawn(async move {
            while let Some(_letter) = received.recv().await {
                sorted.fetch_add(1, Ordering::SeqCst);
                news.notify_one();
            }
        });
        office
    }

    async fn post(&self, letter: &str) {
        self.letters.send(letter.to_owned()).await.ok();
    }

    fn sorted_count(&self) -> usize {
        self.sorted.load(Ordering::SeqCst)
    }

    async fn answer(&self, question: &str) -> usize {
        self.post(question).await;
        question.len()
    }
}

// Outside tests.

async fn no_comment_says_what_for(office: &Office) -> usize {
    let printer = tokio::spawn(async { println!("the last collection is at six") });
    sleep(COLLECTION).await;
    let sorted = office.sorted_count();
    printer.await.ok();
    sorted
}

async fn a_pause_before_trying_again(address: &str) -> std::io::Result<tokio::net::TcpStream> {
    if let Ok(socket) = tokio::net::TcpStream::connect(address).await {
        return Ok(socket);
    }
    // Give the server a moment before the only retry.
    sleep(Duration::from_millis(100)).await;
    tokio::net::TcpStream::connect(address).await
}

async fn a_pause_after_an_error(
    listener: &tokio::net::TcpListener,
) -> Option<tokio::net::TcpStream> {
    match listener.accept().await {
        Ok((socket, _)) => Some(socket),
        Err(error) => {
            println!("no more file descriptors? {error}");
            // Back off: some connections should finish before we accept again.
            sleep(Duration::from_secs(1)).await;
            println!("accepting again");
            None
        }
    }
}

async fn a_limit_to_the_rate(office: &Office, letters: &[&str]) {
    for letter in letters {
        office.post(letter).await;
    }
    // Throttle a bit so that the workers are not started all at once.
    sleep(Duration::from_millis(1)).await;
    office.post("that was all").await;
}

async fn only_some_have_to_wait(office: &Office, by_night: bool) -> usize {
    let printer = tokio::spawn(async { println!("the last collection is at six") });
    // By night the collection is later.
    if by_night {
        sleep(COLLECTION).await;
    }
    printer.await.ok();
    office.sorted_count()
}

async fn most_of_what_the_condition_guards_is_work(office: &Office, by_night: bool) {
    let printer = tokio::spawn(async { println!("the last collection is at six") });
    // Give the office a moment by night: it may start later.
    if by_night {
        office.post("to whom it may concern").await;
        sleep(COLLECTION).await;
    }
    printer.await.ok();
}

async fn told_how_long_to_wait(office: &Office, retry_after: Duration) {
    // wait until the office takes letters again
    sleep(retry_after).await;
    office.post("to Ada").await;
}

async fn the_last_letter_goes_out_first(office: Office) {
    office.post("closing").await;
    // Give the task time to write its last line.
    sleep(COLLECTION).await;
}

mod a_sleep_of_its_own {
    use super::Office;

    enum Shift {
        Night,
    }

    async fn sleep(shift: Shift) -> usize {
        match shift {
            Shift::Night => 8,
        }
    }

    async fn sends_the_clerks_home(office: &Office) {
        // Give the workers time to go home, then wait for the night shift to start.
        sleep(Shift::Night).await;
        office.post("lights out").await;
    }
}

#[cfg(test)]
#[path = "good/what_to_write_instead.rs"]
mod what_to_write_instead;

#[cfg(test)]
mod the_clock_is_ours {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn started_paused() {
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office a moment to start.
        sleep(Duration::from_secs(10)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    async fn paused_in_the_body() {
        tokio::time::pause();
        let office = Office::start();
        office.post("to Ada").await;
        sleep(Duration::from_secs(10)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    /// A clock that goes sixty times as fast.
    struct TowerClock;

    impl TowerClock {
        async fn sleep(&self, length: Duration) {
            sleep(length / 60).await;
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_clock_that_goes_faster() {
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office a moment to sort it.
        TowerClock.sleep(Duration::from_secs(10)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    /// The clock of the office, or one for its tests.
    struct OfficeClock(bool);

    impl OfficeClock {
        fn simulated() -> OfficeClock {
            OfficeClock(true)
        }

        async fn sleep(&self, length: Duration) {
            match self.0 {
                true => tokio::task::yield_now().await,
                false => sleep(length).await,
            }
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_clock_that_is_made_up() {
        let clock = OfficeClock::simulated();
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office a moment to sort it.
        clock.sleep(Duration::from_secs(10)).await;
        assert_eq!(office.sorted_count(), 1);
    }
}

#[cfg(test)]
#[path = "good/time_is_what_is_tested.rs"]
mod time_is_what_is_tested;

#[cfg(test)]
#[path = "good/nothing_may_happen.rs"]
mod nothing_may_happen;

#[cfg(test)]
#[path = "good/nobody_can_signal_it.rs"]
mod nobody_can_signal_it;

#[cfg(test)]
#[path = "good/work_latency_and_traffic.rs"]
mod work_latency_and_traffic;

#[cfg(test)]
mod at_the_end {
    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn threads_may_go_home() {
        let clerk = thread::spawn(|| 7);
        assert_eq!(clerk.join().unwrap(), 7);
        // wait for background threads to finish, or the leak checker complains
        thread::sleep(Duration::from_millis(10));
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_was_started_is_awaited_before() {
        let office = Arc::new(AtomicUsize::new(0));
        let theirs = office.clone();
        let clerk = tokio::spawn(async move { theirs.fetch_add(1, Ordering::SeqCst) });
        clerk.await.unwrap();
        sleep(Duration::from_millis(2)).await;
        assert_eq!(office.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_was_started_is_aborted_before() {
        let office = Arc::new(AtomicUsize::new(0));
        let theirs = office.clone();
        let clerk = tokio::spawn(async move { theirs.fetch_add(1, Ordering::SeqCst) });
        clerk.abort();
        sleep(Duration::from_millis(2)).await;
        assert!(office.load(Ordering::SeqCst) < 2);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_pause_with_nothing_started() {
        let letters = LetterBox::new(Duration::from_secs(1));
        letters.post("to Ada");
        sleep(Duration::from_millis(2)).await;
        assert_eq!(letters.len(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_length_that_is_computed() {
        let office = Office::start();
        office.post("to Ada").await;
        let pause = Duration::from_millis(u64::from(std::process::id() % 50));
        sleep(pause).await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_comment_is_about_something_else() {
        // Give the office time to open: `start` returns when it has.
        let office = Office::start();
        office.post("to Ada").await;
        sleep(Duration::from_millis(2)).await;
        office.post("to Bob").await;
    }
}

#[cfg(test)]
mod shadowed_names {
    use super::*;

    #[tokio::test]
    async fn a_closure_of_that_name() {
        let office = Office::start();
        let sleep = |clerks: usize| std::future::ready(clerks);
        // Give the clerks time to start.
        sleep(3).await;
        office.post("to Ada").await;
    }

    #[test]
    fn a_function_of_that_name_in_the_block() {
        let letters = LetterBox::new(Duration::from_secs(1));
        let counted = {
            fn sleep(letters: &LetterBox) -> usize {
                letters.len()
            }
            let clerk = thread::spawn(|| {});
            // wait for the clerk to finish
            sleep(&letters);
            clerk.join().is_ok()
        };
        assert!(counted);
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_method_of_that_name() {
        struct Clerk(AtomicBool);

        impl Clerk {
            fn sleep(&self, _hours: usize) {
                self.0.store(true, Ordering::SeqCst);
            }
        }

        let clerk = Clerk(AtomicBool::new(false));
        let other = thread::spawn(|| {});
        // Give the clerk some time to sleep.
        clerk.sleep(8);
        assert!(clerk.0.load(Ordering::SeqCst));
        other.join().unwrap();
    }
}

// Another process, a device, the system: nothing in this program could tell.

fn a_device_outside_tests(office: &Office) -> usize {
    println!("the stamp is pressed down");
    // Give the stamp's ink time to settle.
    thread::sleep(Duration::from_millis(5));
    office.sorted_count()
}

fn a_chip_outside_tests(stamp: &mut std::fs::File) -> std::io::Result<()> {
    use std::io::Write;

    stamp.write_all(b"reset")?;
    // Wait for the bootloader to finish.
    thread::sleep(Duration::from_millis(10));
    stamp.write_all(b"stamp")
}

#[cfg(test)]
#[path = "good/other_processes.rs"]
mod other_processes;

#[cfg(test)]
#[path = "good/signs_that_no_signal_would_do.rs"]
mod signs_that_no_signal_would_do;

// What the work is known by is told to stop after a while, however far it has got.

#[cfg(test)]
mod stopped {
    use super::*;

    struct Clock {
        stop: std::sync::mpsc::Sender<()>,
    }

    impl Clock {
        fn start() -> Clock {
            let (stop, stopped) = std::sync::mpsc::channel::<()>();
            thread::spawn(move || stopped.recv_timeout(Duration::from_secs(100)).is_ok());
            Clock { stop }
        }

        fn shutdown(&self) -> Result<(), std::sync::mpsc::SendError<()>> {
            self.stop.send(())
        }
    }

    #[test]
    #[ignore = "read, not run"]
    fn ticks_for_a_while() {
        let clock = Clock::start();
        thread::sleep(Duration::from_millis(500));
        clock.shutdown().unwrap();
    }
}

#[path = "good/changed_by_others.rs"]
mod changed_by_others;
