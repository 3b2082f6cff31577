//! Tests that wait for others without a limit. The lint speaks once for a package: each module is one.

mod a_message {
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn arrives() {
        let (post, mut letters) = mpsc::channel(1);
        tokio::spawn(async move { post.send("hello").await });
        assert_eq!(letters.recv().await, Some("hello")); //~
    }
}

mod the_second_of_two_tests {
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn does_not_wait() {
        let (post, mut letters) = mpsc::channel(1);
        post.try_send("hello").unwrap();
        assert_eq!(letters.try_recv(), Ok("hello"));
    }

    #[tokio::test]
    async fn waits() {
        let (post, mut letters) = mpsc::unbounded_channel();
        post.send("hello").unwrap();
        assert_eq!(letters.recv().await, Some("hello")); //~
    }

    #[tokio::test]
    async fn waits_too() {
        let (post, mut letters) = mpsc::unbounded_channel();
        post.send("again").unwrap();
        assert_eq!(letters.recv().await, Some("again"));
    }
}

mod the_end_of_a_task {
    async fn writes(letter: u32) -> u32 {
        tokio::task::yield_now().await;
        letter
    }

    #[tokio::test]
    async fn is_awaited() {
        let writing = tokio::spawn(writes(3));
        assert_eq!(writing.await.unwrap(), 3); //~
    }
}

mod an_answer {
    use tokio::sync::oneshot;

    #[tokio::test(flavor = "multi_thread")]
    async fn is_awaited() {
        let (answers, answer) = oneshot::channel();
        tokio::spawn(async move { answers.send(4) });
        assert_eq!(answer.await, Ok(4)); //~
    }
}

mod a_notification {
    use std::sync::Arc;

    use tokio::sync::Notify;

    #[tokio::test]
    async fn comes() {
        let bell = Arc::new(Notify::new());
        let rings = Arc::clone(&bell);
        tokio::spawn(async move { rings.notify_one() });
        bell.notified().await; //~
    }
}

mod a_connection {
    use tokio::net::{TcpListener, TcpStream};

    #[tokio::test]
    async fn is_taken_in() {
        let office = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = office.local_addr().unwrap();
        tokio::spawn(TcpStream::connect(address));
        let (_stream, _from) = office.accept().await.unwrap(); //~
    }
}

mod a_set_of_tasks {
    use tokio::task::JoinSet;

    #[tokio::test]
    async fn ends() {
        let mut writing = JoinSet::new();
        writing.spawn(tokio::task::yield_now());
        while let Some(written) = writing.join_next().await { //~
            written.unwrap();
        }
    }
}

mod a_limit_around_one_of_two_waits {
    use std::time::Duration;

    use tokio::sync::watch;
    use tokio::time::timeout;

    #[tokio::test]
    async fn is_not_enough() {
        let (flag, mut flown) = watch::channel(false);
        let mut seen = flown.clone();
        tokio::spawn(async move { flag.send(true) });
        timeout(Duration::from_secs(1), seen.changed()).await.unwrap().unwrap();
        flown.changed().await.unwrap(); //~
    }
}
