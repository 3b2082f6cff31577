//! What stands behind the sleep tells what it waits for.

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

// What comes next blocks until a letter is there (pedantic).
fn receive_letter(stream: &mut std::net::TcpStream) -> std::io::Result<String> {
    let mut letter = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stream), &mut letter)?;
    Ok(letter)
}

#[test]
#[ignore = "read, not run"]
fn a_function_receives() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        std::io::Write::write_all(&mut stream, b"to Ada").unwrap();
    });
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    // Wait a moment so that the letter is sent.
    thread::sleep(Duration::from_millis(500)); //~
    assert_eq!(receive_letter(&mut stream).unwrap(), "to Ada");
}

#[cfg(unix)]
#[test]
#[ignore = "read, not run"]
fn a_socket_with_a_path() {
    use std::os::unix::net::{UnixListener, UnixStream};

    let path = "/tmp/office.sock";
    thread::spawn(move || {
        let door = UnixListener::bind(path).unwrap();
        let _ = door.accept();
    });
    // Wait until the office listens.
    thread::sleep(Duration::from_millis(100)); //~
    let _office = UnixStream::connect(path).unwrap();
}

// The server is given a listener that is bound (pedantic): connections queue.
struct Server;

impl Server {
    fn listen(self, name: &str, listener: std::net::TcpListener) -> Server {
        println!("{name} at {listener:?}");
        self
    }

    fn run(self) {}
}

fn unused_listener() -> (std::net::TcpListener, std::net::SocketAddr) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

#[test]
#[ignore = "read, not run"]
fn a_listener_is_handed_over() {
    let (listener, address) = unused_listener();
    let server = thread::spawn(move || {
        let server = Server.listen("office", listener);
        server.run()
    });
    thread::sleep(Duration::from_millis(500)); //~
    let _office = std::net::TcpStream::connect(address).unwrap();
    server.join().unwrap();
}
