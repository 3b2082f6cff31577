//! What the comment says that the sleep is for.

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

// What was started with a sender, and has sent since, is over: it is not what the sleep waits for.
struct Sorters(Vec<std::sync::mpsc::Sender<Box<dyn FnOnce() + Send>>>);

impl Sorters {
    fn hire() -> Sorters {
        let (job, jobs) = std::sync::mpsc::channel::<Box<dyn FnOnce() + Send>>();
        thread::spawn(move || jobs.into_iter().for_each(|job| job()));
        Sorters(vec![job])
    }

    fn start_sorting(&self, job: impl FnOnce() + Send + 'static) {
        for sorter in &self.0 {
            let _ = sorter.send(Box::new(|| println!("at work")));
        }
        let _ = self.0[0].send(Box::new(job));
    }

    fn at_work(&self) -> usize {
        self.0.len()
    }
}

#[test]
#[ignore = "read, not run"]
fn the_job_has_said_that_it_is_over() {
    let sorters = Sorters::hire();
    let (done, is_done) = std::sync::mpsc::channel();
    sorters.start_sorting(move || done.send(()).unwrap());
    is_done.recv_timeout(Duration::from_secs(5)).unwrap();

    // Give the sorter a moment to leave.
    thread::sleep(Duration::from_millis(100)); //~
    assert_eq!(sorters.at_work(), 1);
}
