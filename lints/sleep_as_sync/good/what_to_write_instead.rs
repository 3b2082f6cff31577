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

/// A clerk who has said that the letter is sorted before `start` gives anything.
struct Clerk {
    sorted: Arc<AtomicUsize>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Clerk {
    fn start() -> Clerk {
        let (ready, opened) = std::sync::mpsc::channel();
        let sorted = Arc::new(AtomicUsize::new(0));
        let theirs = sorted.clone();
        let thread = thread::spawn(move || {
            theirs.fetch_add(1, Ordering::SeqCst);
            ready.send(()).unwrap();
        });
        opened
            .recv_timeout(Duration::from_secs(5))
            .expect("the clerk comes");
        Clerk {
            sorted,
            thread: Some(thread),
        }
    }
}

#[test]
fn let_the_start_wait_until_it_is_ready() {
    let clerk = Clerk::start();
    thread::sleep(Duration::from_millis(100));
    assert_eq!(clerk.sorted.load(Ordering::SeqCst), 1);
}
