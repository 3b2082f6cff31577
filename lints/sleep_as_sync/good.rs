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
mod what_to_write_instead {
    use super::*;

    #[tokio::test]
    async fn wait_for_the_handle() {
        let sorter = tokio::spawn(async { 7 });
        assert_eq!(sorter.await.unwrap(), 7);
    }

    #[tokio::test]
    async fn let_the_task_say_that_it_is_ready() {
        let open = Arc::new(AtomicBool::new(false));
        let theirs = open.clone();
        let (ready, opened) = oneshot::channel();
        let clerk = tokio::spawn(async move {
            theirs.store(true, Ordering::SeqCst);
            ready.send(()).ok();
        });
        opened.await.unwrap();
        assert!(open.load(Ordering::SeqCst));
        clerk.await.unwrap();
    }

    #[tokio::test]
    async fn let_the_office_tell_the_news() {
        let office = Office::start();
        office.post("to Ada").await;
        timeout(Duration::from_secs(5), office.news.notified())
            .await
            .unwrap();
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    async fn bind_before_spawning() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { listener.accept().await.is_ok() });
        let _client = tokio::net::TcpStream::connect(address).await.unwrap();
        assert!(server.await.unwrap());
    }

    #[test]
    fn wait_on_a_condvar() {
        let full = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = full.clone();
        let filler = thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let guard = full
            .1
            .wait_while(full.0.lock().unwrap(), |full| !*full)
            .unwrap();
        assert!(*guard);
        drop(guard);
        filler.join().unwrap();
    }

    #[tokio::test]
    async fn look_again_for_a_bounded_time() {
        let office = Office::start();
        office.post("to Ada").await;
        for _ in 0..100 {
            if office.sorted_count() == 1 {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody sorts the letters");
    }
}

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
}

#[cfg(test)]
mod time_is_what_is_tested {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_length_comes_from_the_box() {
        let letters = LetterBox::new(Duration::from_millis(50));
        letters.post("to Ada");
        let collector = tokio::spawn(async {});
        sleep(letters.ttl).await;
        assert_eq!(letters.len(), 0);
        collector.await.unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_multiple_of_the_period() {
        const PERIOD: Duration = Duration::from_millis(20);

        let rounds = Arc::new(AtomicUsize::new(0));
        let counter = rounds.clone();
        let walker = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(PERIOD);
            for _ in 0..3 {
                ticks.tick().await;
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        sleep(PERIOD * 4).await;
        assert_eq!(rounds.load(Ordering::SeqCst), 3);
        walker.await.unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn wait_for_the_stamp_to_expire() {
        let letters = LetterBox::new(Duration::from_millis(50));
        letters.post("to Ada");
        // Wait for the letter to expire.
        sleep(Duration::from_millis(60)).await;
        letters.post("to Bob");
        assert_eq!(letters.len(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn idle_boxes_are_emptied() {
        let letters =
            LetterBox::new(Duration::from_secs(9)).idle_timeout(Duration::from_millis(50));
        letters.post("to Ada");
        let collector = thread::spawn(|| println!("collecting"));
        thread::sleep(Duration::from_millis(80));
        assert_eq!(letters.len(), 1);
        collector.join().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_box_is_emptied_after_its_ttl() {
        let letters = Arc::new(LetterBox::new(Duration::from_millis(50)));
        let theirs = letters.clone();
        let collector = tokio::spawn(async move {
            theirs
                .letters
                .lock()
                .unwrap()
                .retain(|(posted, _)| posted.elapsed() < theirs.ttl)
        });
        sleep(Duration::from_millis(100)).await;
        assert!(
            letters
                .letters
                .lock()
                .unwrap()
                .iter()
                .all(|(posted, _)| posted.elapsed() < letters.ttl)
        );
        collector.await.unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn time_passes() {
        let start = Instant::now();
        let clock = thread::spawn(move || start.elapsed());
        // Make sure some time passes before the clock is read again.
        thread::sleep(Duration::from_millis(5));
        assert!(start.elapsed() >= Duration::from_millis(5));
        clock.join().unwrap();
    }
}

#[cfg(test)]
mod nothing_may_happen {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_check_is_negated() {
        let opened = Arc::new(AtomicBool::new(false));
        let theirs = opened.clone();
        let (key, wait) = oneshot::channel::<()>();
        let clerk = tokio::spawn(async move {
            wait.await.ok();
            theirs.store(true, Ordering::SeqCst);
        });
        sleep(Duration::from_millis(20)).await;
        assert!(!opened.load(Ordering::SeqCst));
        key.send(()).unwrap();
        clerk.await.unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn nothing_has_been_counted() {
        let office = Office::start();
        sleep(Duration::from_millis(50)).await;
        assert_eq!(office.sorted_count(), 0);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_bit_to_see_if_the_task_ends_by_itself() {
        let clerk = tokio::spawn(std::future::pending::<()>());
        // Wait a bit to see if the task finishes by itself.
        sleep(Duration::from_millis(50)).await;
        assert!(!clerk.is_finished());
        clerk.abort();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_message_says_must_not() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        sleep(Duration::from_millis(50)).await;
        assert_eq!(
            office.sorted_count(),
            1,
            "a letter must not be sorted twice"
        );
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_same_value_as_before() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        assert_eq!(office.sorted_count(), 1);

        drop(office.letters.clone());
        sleep(Duration::from_millis(50)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_chance_for_what_should_not_come() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        // Give any stray letter a chance to arrive.
        sleep(Duration::from_millis(100)).await;
        let sorted = office.sorted_count();
        assert_eq!(sorted, 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_same_read_twice() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        let sorted = office.sorted_count();
        assert_eq!(sorted, 1);

        drop(office.letters.clone());
        sleep(Duration::from_millis(50)).await;
        let sorted = office.sorted_count();
        assert_eq!(sorted, 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn as_many_as_before() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        let before = office.sorted_count();
        sleep(Duration::from_millis(50)).await;
        let after = office.sorted_count();
        assert_eq!(after, before);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_count_remains_where_it_is() {
        let office = Office::start();
        for letter in ["to Ada", "to Bob", "to Cy"] {
            office.post(letter).await;
        }
        office.news.notified().await;
        sleep(Duration::from_millis(50)).await;

        // the count remains at three, however often they were posted
        assert_eq!(3, office.sorted_count());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_would_have_happened_by_now() {
        let office = Office::start();
        office.post("to Ada").await;
        office.news.notified().await;
        // Long enough for a clerk that was going to sort it again to have done so.
        sleep(Duration::from_millis(50)).await;
        assert!(office.sorted_count() == 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn still_at_work() {
        let clerk = tokio::spawn(sleep(Duration::from_secs(1)));
        let busy = Arc::new(AtomicBool::new(true));
        // the clerk has a second to go, so he is still busy
        sleep(Duration::from_millis(10)).await;
        assert!(busy.load(Ordering::SeqCst));
        clerk.abort();
    }

    #[test]
    #[ignore = "read, not run"]
    fn nothing_was_received() {
        let (letters, received) = crossbeam_channel::bounded::<&str>(1);
        let idler = thread::spawn(move || drop(letters));
        idler.join().unwrap();
        thread::sleep(Duration::from_millis(20));
        assert!(received.try_recv().is_err());
    }
}

#[cfg(test)]
mod nobody_can_signal_it {
    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn the_sender_must_be_blocked() {
        let (letters, received) = std::sync::mpsc::sync_channel(1);
        let postman = thread::spawn(move || {
            letters.send("to Ada").unwrap();
            letters.send("to Bob").unwrap();
        });
        // Give the postman time to be blocked on the full channel.
        thread::sleep(Duration::from_millis(50));
        assert_eq!(received.recv().unwrap(), "to Ada");
        assert_eq!(received.recv().unwrap(), "to Bob");
        postman.join().unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_thread_must_be_parked() {
        let sleeper = thread::spawn(|| thread::park_timeout(Duration::from_secs(5)));
        // Let the other thread run until it is parked.
        thread::sleep(Duration::from_millis(20));
        sleeper.thread().unpark();
        sleeper.join().unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_thread_must_have_reached_its_wait() {
        let bell = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = bell.clone();
        let porter = thread::spawn(move || {
            let rung = theirs.0.lock().unwrap();
            drop(theirs.1.wait_while(rung, |rung| !*rung).unwrap());
        });
        // Long enough for the porter to reach the wait above.
        thread::sleep(Duration::from_millis(50));
        *bell.0.lock().unwrap() = true;
        bell.1.notify_one();
        porter.join().unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn another_process() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        thread::sleep(Duration::from_millis(200));
        assert!(child.try_wait().unwrap().is_some());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_buffers_of_the_system() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = tokio::net::TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (mut server, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut client, b"letter")
            .await
            .unwrap();
        // let the kernel buffers fill up before the reader starts
        sleep(Duration::from_millis(50)).await;
        let mut letter = [0; 6];
        tokio::io::AsyncReadExt::read_exact(&mut server, &mut letter)
            .await
            .unwrap();
        assert_eq!(&letter, b"letter");
    }
}

#[cfg(test)]
mod work_latency_and_traffic {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn letters_come_one_by_one() {
        let office = Office::start();
        for letter in ["to Ada", "to Bob", "to Cy"] {
            office.post(letter).await;
            sleep(Duration::from_millis(5)).await;
        }
        assert!(office.sorted_count() <= 3);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_task_is_slow() {
        let slow = tokio::spawn(async {
            sleep(Duration::from_millis(50)).await;
            "sorted"
        });
        assert_eq!(slow.await.unwrap(), "sorted");
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_thread_gives_the_others_a_chance() {
        let (letters, received) = flume::bounded(1);
        let late = thread::spawn(move || {
            // give the receiver time to start waiting
            thread::sleep(Duration::from_millis(20));
            letters.send("to Ada").unwrap();
        });
        assert_eq!(received.recv().unwrap(), "to Ada");
        late.join().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_order_of_two_branches() {
        let (letters, mut received) = mpsc::channel(1);
        let (_, first) = tokio::join!(
            async {
                sleep(Duration::from_millis(10)).await;
                letters.send("to Ada").await.unwrap();
            },
            received.recv(),
        );
        assert_eq!(first, Some("to Ada"));
    }

    #[test]
    #[ignore = "read, not run"]
    fn in_a_callback() {
        let letters = Arc::new(LetterBox::new(Duration::from_secs(1)));
        letters.post("to Ada");
        let theirs = letters.clone();
        let jobs = thread::spawn(|| {});
        let lengths: Vec<usize> = [1, 2]
            .into_iter()
            .map(|_| {
                thread::sleep(Duration::from_millis(1));
                assert_eq!(theirs.len(), 1);
                theirs.len() + 1
            })
            .collect();
        jobs.join().unwrap();
        assert_eq!(lengths, [2, 2]);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn simulated_work_between_two_calls() {
        let office = Office::start();
        office.post("to Ada").await;
        // Simulate the time a worker needs to finish a letter.
        sleep(Duration::from_millis(10)).await;
        office.post("to Bob").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_sleep_that_loses_a_race() {
        let office = Office::start();
        office.post("to Ada").await;
        tokio::select! {
            _ = office.news.notified() => {}
            // give the task time to start
            _ = sleep(Duration::from_secs(5)) => panic!("nobody sorts the letters"),
        }
        assert_eq!(office.sorted_count(), 1);
    }
}

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
mod other_processes {
    use std::process::{Child, Command};

    use super::*;

    #[test]
    #[ignore = "read, not run"]
    fn a_server_in_another_process() {
        let mut server = Command::new("post-office").arg("--open").spawn().unwrap();

        // Give the server time to start.
        thread::sleep(Duration::from_millis(500));
        let answer = std::net::TcpStream::connect("127.0.0.1:2222");
        assert!(answer.is_ok());
        server.kill().unwrap();
    }

    fn spawn_post_office(name: &str) -> std::io::Result<Child> {
        Command::new("post-office").arg(name).spawn()
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_process_by_what_it_is_asked() {
        let office = spawn_post_office("north").unwrap();
        // Wait for the office to open.
        sleep(Duration::from_secs(1)).await;
        let letters = tokio::net::TcpStream::connect("127.0.0.1:2222").await;
        assert!(letters.is_ok());
        println!("{:?}", office.wait_with_output());
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_process_that_was_killed() {
        let mut office = spawn_post_office("south").unwrap();
        office.kill().unwrap();
        let _ = office.wait();
        // Let the system clean up.
        thread::sleep(Duration::from_secs(1));
        assert!(std::net::TcpStream::connect("127.0.0.1:2222").is_err());
    }
}

#[cfg(test)]
mod signs_that_no_signal_would_do {
    use super::*;

    /// How often the office empties its boxes; what the tests below sleep by.
    const ROUND_INTERVAL: Duration = Duration::from_millis(30);

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_must_not_be_finished_although_something_closes() {
        let (counter, closing) = oneshot::channel::<()>();
        let closed = tokio::spawn(async move { closing.await.ok() });
        // Give the office a moment to close its doors and wait for the last customer.
        sleep(Duration::from_millis(20)).await;
        assert!(!closed.is_finished(), "somebody is at the counter");
        drop(counter);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_would_be_wrong() {
        let office = Office::start();
        office.post("to the lighthouse").await;
        office.news.notified().await;
        // Give it time to (incorrectly) sort the letter twice.
        sleep(Duration::from_millis(20)).await;
        println!("{}", office.sorted_count());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_count_that_stays_nothing_is_read_first() {
        let office = Office::start();
        // Wait for the letters to arrive.
        sleep(Duration::from_millis(20)).await;
        let sorted = office.sorted_count();
        assert_eq!(sorted, 0);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_while_of_traffic() {
        let office = Office::start();
        let traffic = tokio::spawn(async move { office.post("a parcel").await });
        // Let the office run for a while.
        sleep(Duration::from_millis(50)).await;
        traffic.abort();
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_other_side_must_have_come_to_its_join() {
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let sorter = thread::spawn(move || stopped.recv().is_ok());
        let waiter = thread::spawn(move || sorter.join().is_ok());
        // Give the waiter time to get to the join.
        thread::sleep(Duration::from_millis(20));
        stop.send(()).unwrap();
        assert!(waiter.join().unwrap());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn rounds_that_the_test_has_set() {
        let boxes = LetterBox::new(ROUND_INTERVAL);
        boxes.post("a card");
        // Wait until the postman has come at least once.
        sleep(ROUND_INTERVAL * 3).await;
        assert_eq!(boxes.len(), 0);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_office_has_its_own_times() {
        let office = Office::start();
        office.post("a card").await;
        // Wait for the last collection to happen.
        sleep(COLLECTION + Duration::from_millis(5)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn it_outlasts_a_length_that_was_given_to_what_is_tested() {
        let boxes = Arc::new(LetterBox::new(Duration::from_secs(30)));
        let full = boxes.clone();
        let poster = thread::spawn(move || full.post("a card"));
        poster.join().unwrap();
        thread::sleep(Duration::from_secs(31));
        assert_eq!(boxes.len(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn what_is_waited_for_is_a_wait() {
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let sorter = thread::spawn(move || stopped.recv().is_ok());
        // Pause a while to let the sorter thread end up in its wait.
        thread::sleep(Duration::from_millis(20));
        stop.send(()).unwrap();
        assert!(sorter.join().unwrap());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn half_of_a_lease() {
        let office = Office::start();
        // Wait until the office is past half of its lease.
        sleep(Duration::from_millis(20)).await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_rest_should_still_be_there() {
        let office = Office::start();
        office.post("a card").await;
        // Give the office time to notice that one of its two doors was closed.
        sleep(Duration::from_millis(20)).await;
        assert!(office.sorted_count() > 0, "the office should still be open");
    }

    fn carry(letter: &str) -> std::io::Result<std::process::Output> {
        carry_with(letter, "a bag")
    }

    fn carry_with(letter: &str, bag: &str) -> std::io::Result<std::process::Output> {
        std::process::Command::new("porter").arg(letter).arg(bag).output()
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_thread_that_only_runs_a_program() {
        let porter = thread::spawn(|| carry("a card"));
        // Give the porter time to start properly.
        thread::sleep(Duration::from_millis(20));
        assert!(porter.join().unwrap().is_ok());
    }
}
