//! Sleeps that guess how long other work will take.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

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

#[cfg(test)]
mod by_comment {
    use super::*;

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

    #[test]
    #[ignore = "read, not run"]
    fn driven_in_place_by_block_on() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let sorter = tokio::spawn(async { tokio::time::sleep(Duration::from_secs(100)).await });

            // wait for the task to sleep
            tokio::time::sleep(Duration::from_millis(10)).await; //~

            sorter.abort();
            assert!(sorter.await.is_err());
        });
    }

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
}
