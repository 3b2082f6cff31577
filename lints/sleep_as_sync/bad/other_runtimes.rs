//! The same on other runtimes, and in threads.

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
