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
mod by_comment {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn another_sentence_speaks_of_a_timeout() {
        let office = Office::start();
        office.post("to Ada").await;
        // Give the office time to sort it. The timeout of a test is a minute, so nothing comes of it.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(office.sorted_count(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn it_hopes() {
        let office = Office::start();
        office.post("close").await;
        // Hopefully this is long enough.
        tokio::time::sleep(Duration::from_secs(1)).await; //~
        office.post("to Ada").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_is_counted_when_the_test_is_over() {
        let sorted = AtThree(Arc::default());
        sorted.sort_soon().await;
        // Wait for the last letter to be sorted.
        tokio::time::sleep(Duration::from_millis(1)).await; //~
    }

    struct AtThree(Arc<AtomicUsize>);

    impl AtThree {
        async fn sort_soon(&self) {
            for _ in 0..3 {
                let sorted = self.0.clone();
                tokio::spawn(async move { sorted.fetch_add(1, Ordering::SeqCst) });
            }
        }
    }

    impl Drop for AtThree {
        fn drop(&mut self) {
            assert_eq!(self.0.load(Ordering::SeqCst), 3);
        }
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn it_may_still_be_on_its_way() {
        let office = Office {
            letters: mpsc::channel(1).0,
            sorted: Arc::default(),
            open: Arc::default(),
        };
        office.post("to Ada").await;
        // It may be that the office is still getting ready. Give the letter time to come through.
        tokio::time::sleep(Duration::from_secs(1)).await; //~
        office.post("close").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn it_fears_slow_machines() {
        let office = Office::start();
        office.post("to Ada").await;
        // Some machines are very slow, so take your time.
        tokio::time::sleep(Duration::from_secs(2)).await; //~
        office.post("close").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn once_for_each_clerk() {
        let sorted = Arc::new(AtomicUsize::new(0));
        for clerks in 1..4 {
            let counter = sorted.clone();
            tokio::spawn(async move { counter.fetch_add(1, Ordering::SeqCst) });
            // wait for the clerk to finish
            tokio::time::sleep(Duration::from_millis(5)).await; //~
            assert_eq!(sorted.load(Ordering::SeqCst), clerks);
        }
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn in_a_task_beside_the_work() {
        let office = Office::start();
        let seen = office.clone();
        let visitor = tokio::spawn(async move {
            // give the office time to open
            tokio::time::sleep(Duration::from_millis(5)).await; //~
            seen.is_open()
        });
        assert!(visitor.await.unwrap());
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_moment_for_the_task_to_start() {
        let office = Office::start();

        // Give the office a moment to open.
        tokio::time::sleep(Duration::from_millis(10)).await; //~

        office.post("to Ada").await;
        assert!(office.is_open());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_sentence_runs_over_two_lines() {
        let office = Office::start();
        office.post("to Ada").await;

        // The letter is on its way now: wait a bit for the background
        // task to pick it up.
        tokio::time::sleep(Duration::from_millis(100)).await; //~

        let sorted = office.sorted_count();
        assert_eq!(sorted, 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn at_the_end_of_the_line() {
        let office = Office::start();
        office.post("to Ada").await;
        tokio::time::sleep(Duration::from_millis(50)).await; // wait for the worker to finish //~
        println!("{}", office.sorted_count());
        assert_eq!(office.sorted_count(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_thread_is_started_out_of_sight() {
        let sorted = Arc::new(AtomicUsize::new(0));
        let office = Office {
            letters: mpsc::channel(1).0,
            sorted: sorted.clone(),
            open: Arc::default(),
        };
        office.enable_night_shift();

        // Give the thread time to start up
        thread::sleep(Duration::from_millis(250)); //~

        assert_eq!(sorted.load(Ordering::SeqCst), 100);
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn make_sure_it_has_arrived() {
        let office = Office::start();
        office.post("to Ada").await;
        // Make sure the letter has been received.
        tokio::time::sleep(Duration::from_secs(1)).await; //~
        office.post("close").await;
        assert_eq!(office.sorted_count(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn long_enough_for_the_thread_above() {
        let stamp = Arc::new(Mutex::new(0));
        let held = stamp.clone();
        let postman = thread::spawn(move || *held.lock().unwrap() += 1);

        // Long enough for the thread above to take the stamp.
        thread::sleep(Duration::from_millis(50)); //~

        let stamped = *stamp.lock().unwrap();
        postman.join().unwrap();
        assert_eq!(stamped, 1);
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn let_the_task_reach_its_wait() {
        let (bell, mut rung) = mpsc::channel::<()>(1);
        let porter = tokio::spawn(async move { rung.recv().await });

        // Let the porter task get to its first await.
        tokio::time::sleep(Duration::from_millis(5)).await; //~

        bell.send(()).await.unwrap();
        porter.await.unwrap();
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn wait_for_a_restart() {
        const SETTLE: Duration = Duration::from_millis(80);

        let office = Office::start();
        office.post("close").await;
        // Wait for restart
        tokio::time::sleep(SETTLE).await; //~
        let office = Office::start();
        office.post("to Ada").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_is_waited_for_is_a_disappearance() {
        let office = Office::start();
        office.post("close").await;

        // closing is a message, so it takes a while: wait for cleanup
        tokio::time::sleep(Duration::from_millis(100)).await; //~

        assert!(office.box_of("Ada").is_none());
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn in_one_arm_of_an_if() {
        let office = Office::start();
        if office.sorted_count() == 0 {
            office.post("to Ada").await;
            // Give it some time to be sorted.
            tokio::time::sleep(Duration::from_millis(20)).await; //~
            office.post("to Bob").await;
        }
        office.post("close").await;
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[test]
    #[ignore = "read, not run"]
    fn driven_in_place_by_block_on() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let sorter = tokio::spawn(async { tokio::time::sleep(Duration::from_secs(100)).await });

            // wait for the task to start
            tokio::time::sleep(Duration::from_millis(10)).await; //~

            sorter.abort();
            assert!(sorter.await.is_err());
        });
    }

    // Nothing right after it is seen to fail by it (pedantic).
    #[tokio::test]
    #[ignore = "read, not run"]
    async fn through_a_helper_of_the_crate() {
        async fn sleep(length: Duration) {
            tokio::time::sleep(length).await;
        }

        let office = Office::start();
        office.post("to Ada").await;
        // give the office time to process the letter
        sleep(Duration::from_millis(30)).await; //~
        office.post("close").await;
    }
}

#[cfg(test)]
mod by_what_follows {
    use super::*;
    use tokio::time::sleep;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_counter_of_the_task() {
        let delivered = Arc::new(AtomicUsize::new(0));
        let counter = delivered.clone();
        tokio::spawn(async move {
            counter.fetch_add(3, Ordering::Relaxed);
        });

        sleep(Duration::from_millis(200)).await; //~

        assert_eq!(delivered.load(Ordering::Relaxed), 3);
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_list_that_a_thread_fills() {
        let shelf = Arc::new(Mutex::new(Vec::new()));
        let theirs = shelf.clone();
        thread::spawn(move || theirs.lock().unwrap().push("parcel"));
        thread::sleep(Duration::from_millis(100)); //~
        assert_eq!(shelf.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_handle_would_have_told() {
        let sorter = tokio::spawn(async { 7 });
        sleep(Duration::from_millis(10)).await; //~
        assert!(sorter.is_finished());
        assert_eq!(sorter.await.unwrap(), 7);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn an_actor_and_its_getter() {
        let office = Office::start();
        office.post("to Ada").await;
        sleep(Duration::from_millis(50)).await; //~
        assert_eq!(office.sorted_count(), 1, "the letter should be sorted");
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn not_done_before_and_done_after() {
        let office = Office::start();
        let done = Arc::new(AtomicBool::new(false));
        let theirs = done.clone();
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        tokio::spawn(async move {
            wait.await.ok();
            theirs.store(true, Ordering::SeqCst);
        });

        assert!(!done.load(Ordering::SeqCst));
        go.send(()).ok();
        sleep(Duration::from_millis(10)).await; //~
        assert!(done.load(Ordering::SeqCst));
        office.post("close").await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn one_before_and_two_after() {
        let office = Office::start();
        office.post("to Ada").await;
        sleep(Duration::from_millis(50)).await; //~
        assert_eq!(office.sorted_count(), 1);

        office.post("to Bob").await;
        sleep(Duration::from_millis(50)).await; //~
        assert_eq!(office.sorted_count(), 2);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn open_before_and_closed_after() {
        let office = Office::start();
        sleep(Duration::from_millis(10)).await; //~
        assert!(office.is_open());

        office.post("close").await;
        sleep(Duration::from_secs(1)).await; //~
        assert!(!office.is_open());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn something_must_have_been_dropped() {
        let letter = Arc::new("to Ada");
        let weak = Arc::downgrade(&letter);
        let reader = tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(letter);
        });

        reader.abort();
        sleep(Duration::from_millis(10)).await; //~
        assert!(weak.upgrade().is_none());
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn read_into_a_variable_first() {
        let office = Office::start();
        office.post("to Ada").await;
        sleep(Duration::from_millis(50)).await; //~
        println!("the office has had its time");
        let sorted = office.sorted.load(Ordering::SeqCst);
        assert_eq!(sorted, 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_connection_right_after_the_start() {
        let address = SocketAddr::from(([127, 0, 0, 1], 4055));
        let server = tokio::spawn(serve(address));
        sleep(Duration::from_millis(500)).await; //~
        let client = TcpStream::connect(address).await.unwrap();
        drop(client);
        server.await.unwrap().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_was_started_last_is_about_something_else() {
        let letters = Arc::new(AtomicUsize::new(0));
        let parcels = Arc::new(AtomicUsize::new(0));
        tokio::spawn(deliver(letters.clone()));
        tokio::spawn(deliver(parcels.clone()));
        sleep(Duration::from_millis(20)).await; //~
        assert_eq!(letters.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn rounds_far_quicker_than_the_sleep() {
        let rounds = Arc::new(AtomicUsize::new(0));
        let counter = rounds.clone();
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_millis(1));
            loop {
                ticks.tick().await;
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        sleep(Duration::from_millis(100)).await; //~
        assert!(rounds.load(Ordering::SeqCst) > 0);
    }

    async fn deliver(letters: Arc<AtomicUsize>) {
        letters.fetch_add(1, Ordering::SeqCst);
    }

    fn assert_delivered(letters: &AtomicUsize, wanted: usize) {
        assert_eq!(letters.load(Ordering::SeqCst), wanted);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_function_checks() {
        let letters = Arc::new(AtomicUsize::new(0));
        tokio::spawn(deliver(letters.clone()));
        sleep(Duration::from_millis(20)).await; //~
        assert_delivered(&letters, 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn joined_on_another_path() {
        let sorter = thread::spawn(|| 7);
        if cfg!(miri) {
            assert_eq!(sorter.join().unwrap(), 7);
        } else {
            thread::sleep(Duration::from_millis(5)); //~
            assert!(sorter.is_finished());
        }
    }

    struct Shelf(tokio::sync::Mutex<Vec<u32>>);

    impl Shelf {
        fn that_tells(_whom: mpsc::Sender<u32>) -> Shelf {
            Shelf(tokio::sync::Mutex::default())
        }

        async fn put(&self, letter: u32) {
            self.0.lock().await.push(letter);
        }

        async fn height(&self) -> Result<usize, std::io::Error> {
            Ok(self.0.lock().await.len())
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn asked_for_and_then_checked() -> Result<(), std::io::Error> {
        let shelf = Arc::new(Shelf(tokio::sync::Mutex::default()));
        let theirs = shelf.clone();
        tokio::spawn(async move { theirs.0.lock().await.push(1) });
        sleep(Duration::from_millis(20)).await; //~
        let height = shelf.height().await?;
        assert_eq!(height, 1);
        Ok(())
    }

    /// A clerk who counts what is handed in, and tells how much it was.
    struct Clerk(mpsc::Sender<Option<tokio::sync::oneshot::Sender<usize>>>);

    impl Clerk {
        fn start() -> Clerk {
            let (desk, mut asked) = mpsc::channel::<Option<tokio::sync::oneshot::Sender<_>>>(4);
            tokio::spawn(async move {
                let mut counted = 0;
                while let Some(asks) = asked.recv().await {
                    match asks {
                        Some(answer) => drop(answer.send(counted)),
                        None => counted += 1,
                    }
                }
            });
            Clerk(desk)
        }

        async fn hand_in(&self) {
            self.0.send(None).await.ok();
        }

        async fn counted_so_far(&self) -> usize {
            let (answer, told) = tokio::sync::oneshot::channel();
            self.0.send(Some(answer)).await.ok();
            told.await.unwrap()
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn asked_again_when_there_was_more_to_do() {
        let clerk = Clerk::start();
        {
            let counted = clerk.counted_so_far().await;
            assert_eq!(counted, 0);
        }

        clerk.hand_in().await;
        sleep(Duration::from_millis(20)).await; //~
        let counted = clerk.counted_so_far().await;
        assert_eq!(counted, 1);

        clerk.hand_in().await;
        assert_eq!(clerk.counted_so_far().await, 1);
        clerk.hand_in().await;
        sleep(Duration::from_millis(20)).await; //~
        assert_eq!(clerk.counted_so_far().await, 3);
    }

    fn letters_to(_name: &str) -> (Office, mpsc::Receiver<&'static str>) {
        (Office::start(), mpsc::channel(1).1)
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_message_of_somebody_else() {
        let (_office, mut received) = letters_to("Ada");
        sleep(Duration::from_millis(20)).await; //~
        assert_eq!(received.try_recv(), Ok("a parcel waits"));
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_sender_is_given_away() {
        let (letters, mut received) = mpsc::channel(1);
        let shelf = Shelf::that_tells(letters);
        shelf.put(3).await;
        sleep(Duration::from_millis(20)).await; //~
        assert!(received.try_recv().is_ok());
    }

    struct Bell {
        rope: mpsc::UnboundedSender<u32>,
        rings: Arc<AtomicUsize>,
    }

    impl Bell {
        fn new() -> Bell {
            let (rope, mut pulled) = mpsc::unbounded_channel();
            let rings = Arc::new(AtomicUsize::new(0));
            let counter = rings.clone();
            tokio::spawn(async move {
                while pulled.recv().await.is_some() {
                    counter.fetch_add(1, Ordering::SeqCst);
                }
            });
            Bell { rope, rings }
        }

        fn ring(&self) {
            self.rope.send(1).ok();
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_is_checked_came_with_a_task_of_its_own() {
        let bell = Bell::new();
        bell.ring();
        sleep(Duration::from_millis(20)).await; //~
        assert_eq!(bell.rings.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_block_that_only_sleeps() {
        let letters = Arc::new(AtomicUsize::new(0));
        tokio::spawn(deliver(letters.clone()));
        {
            sleep(Duration::from_millis(20)).await; //~
        }
        assert_eq!(letters.load(Ordering::SeqCst), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_runtime_that_only_sleeps() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let letters = Arc::new(AtomicUsize::new(0));
        runtime.spawn(deliver(letters.clone()));
        runtime.block_on(async { sleep(Duration::from_millis(20)).await }); //~
        assert_eq!(letters.load(Ordering::SeqCst), 1);
    }

    async fn open_at(address: SocketAddr) -> tokio::task::JoinHandle<std::io::Result<()>> {
        let server = tokio::spawn(serve(address));
        sleep(Duration::from_millis(20)).await; //~
        server
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn handed_out_as_if_it_were_ready() {
        let address = SocketAddr::from(([127, 0, 0, 1], 4056));
        let server = open_at(address).await;
        TcpStream::connect(address).await.unwrap();
        server.await.unwrap().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_last_value_of_a_watch() {
        let (rate, seen) = tokio::sync::watch::channel(0);
        tokio::task::spawn(async move { rate.send(80) });
        sleep(Duration::from_millis(20)).await; //~
        assert_eq!(*seen.borrow(), 80);
    }
}

#[cfg(test)]
mod other_runtimes {
    use super::*;

    // Nothing right after it is seen to fail by it (pedantic).
    #[async_std::test]
    #[ignore = "read, not run"]
    async fn async_std_tasks() {
        use async_std::task;

        let delivered = Arc::new(AtomicUsize::new(0));
        let counter = delivered.clone();
        let postman = task::spawn(async move { counter.fetch_add(1, Ordering::SeqCst) });

        // Give some time for tasks to start up
        task::sleep(Duration::from_millis(50)).await; //~

        postman.cancel().await;
        assert_eq!(delivered.load(Ordering::SeqCst), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn smol_tasks() {
        smol::block_on(async {
            let delivered = Arc::new(AtomicUsize::new(0));
            let counter = delivered.clone();
            smol::spawn(async move { counter.fetch_add(1, Ordering::SeqCst) }).detach();
            smol::Timer::after(Duration::from_millis(50)).await; //~
            assert_eq!(delivered.load(Ordering::SeqCst), 1);
        });
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_delay_from_futures_timer() {
        use futures::executor::block_on;
        use futures_timer::Delay;

        let open = Arc::new(AtomicBool::new(false));
        let theirs = open.clone();
        let opener =
            thread::spawn(move || block_on(async move { theirs.store(true, Ordering::SeqCst) }));
        block_on(async {
            // wait until the other thread has run its task
            Delay::new(Duration::from_millis(20)).await; //~
            assert!(open.load(Ordering::SeqCst));
        });
        opener.join().unwrap();
    }

    #[actix_rt::test]
    #[ignore = "read, not run"]
    async fn actix_tasks() {
        let open = Arc::new(AtomicBool::new(false));
        let theirs = open.clone();
        actix_rt::spawn(async move { theirs.store(true, Ordering::SeqCst) });
        actix_rt::time::sleep(Duration::from_millis(20)).await; //~
        assert!(open.load(Ordering::SeqCst));
    }

    #[test]
    #[ignore = "read, not run"]
    fn rayon_jobs() {
        let sorted = Arc::new(parking_lot::Mutex::new(Vec::new()));
        let theirs = sorted.clone();
        rayon::spawn(move || theirs.lock().push(1));
        thread::sleep(Duration::from_millis(100)); //~
        assert_eq!(sorted.lock().len(), 1);
    }

    #[test]
    #[ignore = "read, not run"]
    fn a_thread_with_a_name() {
        let (letters, received) = crossbeam_channel::unbounded();
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        let sorter = thread::Builder::new()
            .name("sorter".into())
            .spawn(move || counter.fetch_add(received.iter().count(), Ordering::SeqCst))
            .unwrap();
        letters.send("to Ada").unwrap();
        drop(letters);
        thread::sleep(Duration::from_millis(100)); //~
        assert_eq!(sorted.load(Ordering::SeqCst), 1);
        sorter.join().unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_task_goes_on() {
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        tokio::spawn(async move {
            loop {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(sorted.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_task_waits_for_who_speaks_later() {
        let (letters, mut received) = tokio::sync::mpsc::channel::<u32>(1);
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        tokio::spawn(async move {
            counter.fetch_add(1, Ordering::SeqCst);
            received.recv().await
        });
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(sorted.load(Ordering::SeqCst), 1);
        letters.send(1).await.unwrap();
    }

    #[async_std::test]
    #[ignore = "read, not run"]
    async fn an_async_std_task_that_ends() {
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        async_std::task::spawn(async move { counter.fetch_add(1, Ordering::SeqCst) });
        async_std::task::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(sorted.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_listener_is_there_before_its_task() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { listener.accept().await });
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        TcpStream::connect(address).await.unwrap();
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_server_that_is_ready_already() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = Arc::new(listener);
        let own = door.clone();
        tokio::spawn(async move { own.accept().await });
        // Give the server time to start.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert!(TcpStream::connect(address).await.is_ok());
    }

    #[test]
    #[ignore = "read, not run"]
    fn what_ran_is_let_go_before_the_check() {
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        std::thread::spawn(move || {
            while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        std::thread::sleep(Duration::from_millis(300)); //~
        drop(stop);
        assert!(sorted.load(Ordering::SeqCst) > 1);
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn what_is_read_is_only_printed_before_a_wait() {
        let sorted = Arc::new(AtomicUsize::new(0));
        let counter = sorted.clone();
        tokio::spawn(async move { counter.fetch_add(1, Ordering::SeqCst) });
        // Wait a moment for the clerk to begin.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        let so_far = sorted.load(Ordering::SeqCst);
        println!("{so_far} so far");
        wait_until(|| sorted.load(Ordering::SeqCst) == 1).await;
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_letter_is_waited_for_anyway() {
        let (letters, mut received) = tokio::sync::mpsc::channel::<u32>(1);
        tokio::spawn(async move { letters.send(1).await });
        // Wait for the letter to be sent.
        tokio::time::sleep(Duration::from_millis(50)).await; //~
        assert_eq!(receive_letter(&mut received).await, Some(1));
    }

    async fn receive_letter(received: &mut tokio::sync::mpsc::Receiver<u32>) -> Option<u32> {
        received.recv().await
    }

    async fn wait_until(holds: impl Fn() -> bool) {
        while !holds() {
            tokio::task::yield_now().await;
        }
    }

    struct Closing(Arc<AtomicUsize>);

    impl Drop for Closing {
        fn drop(&mut self) {
            let counter = self.0.clone();
            std::thread::spawn(move || counter.fetch_add(1, Ordering::SeqCst));
        }
    }

    fn closing(sorted: &Arc<AtomicUsize>) -> Closing {
        Closing(sorted.clone())
    }

    #[test]
    #[ignore = "read, not run"]
    fn dropping_it_starts_the_work() {
        let sorted = Arc::new(AtomicUsize::new(0));
        {
            let _closing = closing(&sorted);
        }
        // Give the closing time to run.
        std::thread::sleep(Duration::from_millis(10)); //~
        assert_eq!(sorted.load(Ordering::SeqCst), 1);
    }
}

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
