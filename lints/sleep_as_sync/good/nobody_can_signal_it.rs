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

#[tokio::test]
#[ignore = "read, not run"]
async fn the_porter_must_be_asleep() {
    let bell = Arc::new(Notify::new());
    let theirs = bell.clone();
    let porter = tokio::spawn(async move { theirs.notified().await });
    // wait for the porter to sleep
    sleep(Duration::from_millis(20)).await;
    bell.notify_waiters();
    porter.await.unwrap();
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_waiter_must_be_known_to_the_bell() {
    let bell = Arc::new(Notify::new());
    let theirs = bell.clone();
    let porter = tokio::spawn(async move { theirs.notified().await });
    // wait for the waiter to register
    sleep(Duration::from_millis(20)).await;
    bell.notify_waiters();
    porter.await.unwrap();
}
