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

fn assert_not_sorted(office: &Office) {
    assert!(office.sorted_count() < 2);
}

fn assert_sorted(office: &Office, letters: usize) {
    assert_eq!(office.sorted_count(), letters);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_function_checks_for_nothing() {
    let office = Office::start();
    sleep(Duration::from_millis(50)).await;
    assert_not_sorted(&office);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_function_checks_the_same_again() {
    let office = Office::start();
    office.post("to Ada").await;
    office.news.notified().await;
    assert_sorted(&office, 1);
    sleep(Duration::from_millis(50)).await;
    assert_sorted(&office, 1);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn what_was_sent_before_is_there_anyway() {
    let (letters, mut received) = mpsc::channel(1);
    letters.send("to Ada").await.unwrap();
    sleep(Duration::from_millis(20)).await;
    assert_eq!(received.try_recv(), Ok("to Ada"));
}

#[tokio::test]
#[ignore = "read, not run"]
async fn no_message_may_be_there() {
    let (letters, mut received) = mpsc::channel::<u32>(1);
    let office = (Office::start(), letters).0;
    office.post("to Bob").await;
    sleep(Duration::from_millis(20)).await;
    assert!(received.try_recv().is_err());
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_forged_letter_stays_outside() {
    let office = Office::start();
    office.post("forged").await;
    // Wait a bit for the clerk to look at it.
    sleep(Duration::from_millis(50)).await;
    let let_in = office.answer("who is there").await;
    println!("{let_in}");
    assert_eq!(let_in, 0, "a forged letter should NOT be let in");
}
