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

#[tokio::test]
#[ignore = "read, not run"]
async fn the_check_reads_the_clock() {
    let letters = LetterBox::new(Duration::from_millis(20));
    letters.post("to Ada");
    // wait for the letter to be gone
    sleep(Duration::from_millis(60)).await;
    assert_eq!(letters.len(), 0);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_work_goes_by_a_ticker() {
    let rounds = Arc::new(AtomicUsize::new(0));
    let counter = rounds.clone();
    let walker = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        loop {
            ticks.tick().await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    // the postman makes a round every 100 ms
    sleep(Duration::from_millis(250)).await;
    assert!(rounds.load(Ordering::SeqCst) >= 2);
    walker.abort();
}

#[tokio::test]
#[ignore = "read, not run"]
async fn another_sentence_says_how_long_the_wait_is() {
    let office = Office::start();
    office.post("to Ada").await;
    // Wait for the cleaners to come. The time to wait is their grace period and a second.
    sleep(Duration::from_secs(6)).await;
    office.post("to Bob").await;
}

#[tokio::test]
#[ignore = "read, not run"]
async fn asked_again_with_nothing_done_in_between() {
    let office = Office::start();
    assert_eq!(office.answer("how many an hour?").await, 0);
    sleep(Duration::from_millis(50)).await;
    assert_eq!(office.answer("how many an hour?").await, 17);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn asked_again_with_work_for_others_in_between() {
    let office = Office::start();
    let shelf = LetterBox::new(Duration::from_secs(1));
    let hours = office.answer("how many hours?").await;
    assert_eq!(hours, 0);
    shelf.post("to Ada");
    sleep(Duration::from_millis(50)).await;
    let hours = office.answer("how many hours?").await;
    assert_eq!(hours, 15);
}

#[test]
#[ignore = "read, not run"]
fn a_channel_that_is_a_clock() {
    let rung = crossbeam_channel::after(Duration::from_millis(50));
    thread::sleep(Duration::from_millis(80));
    assert!(rung.try_recv().is_ok());
}

fn remind(whom: mpsc::Sender<&'static str>, after: Duration) {
    tokio::spawn(async move {
        sleep(after).await;
        whom.send("the last collection").await.ok();
    });
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_message_that_comes_when_its_time_is_up() {
    let (letters, mut received) = mpsc::channel(1);
    remind(letters.clone(), Duration::from_millis(20));
    sleep(Duration::from_millis(50)).await;
    assert_eq!(received.try_recv(), Ok("the last collection"));
    drop(letters);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_box_was_given_the_length() {
    const TIMEOUT: Duration = Duration::from_millis(50);

    let letters = LetterBox::new(TIMEOUT);
    letters.post("to Ada");
    // Sleep long enough for the letter to become worthless.
    sleep(TIMEOUT).await;
    assert_eq!(letters.len(), 0);
}

#[test]
#[ignore = "read, not run"]
fn all_threads_of_a_list_are_over() {
    let rounds = Arc::new(AtomicUsize::new(0));
    let mut walkers = Vec::new();
    for _ in 0..3 {
        let counter = rounds.clone();
        walkers.push(std::thread::spawn(move || counter.fetch_add(1, Ordering::SeqCst)));
    }
    for walker in walkers {
        walker.join().unwrap();
    }
    std::thread::sleep(Duration::from_millis(20)); // fills up one
    assert_eq!(rounds.load(Ordering::SeqCst), 3);
}
