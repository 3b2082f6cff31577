use super::*;

/// How often the office empties its boxes; what the tests below sleep by.
const ROUND_INTERVAL: Duration = Duration::from_millis(30);

#[tokio::test]
#[ignore = "read, not run"]
async fn what_must_not_be_finished_although_something_closes() {
    let (counter, closing) = oneshot::channel::<()>();
    let closed = tokio::spawn(async move { closing.await.ok() });
    // Give the office a moment to close its doors and wait for the last customer.
    sleep(Duration::from_millis(20)).await;
    assert!(!closed.is_finished(), "somebody is at the counter");
    drop(counter);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn what_would_be_wrong() {
    let office = Office::start();
    office.post("to the lighthouse").await;
    office.news.notified().await;
    // Give it time to (incorrectly) sort the letter twice.
    sleep(Duration::from_millis(20)).await;
    println!("{}", office.sorted_count());
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_count_that_stays_nothing_is_read_first() {
    let office = Office::start();
    // Wait for the letters to arrive.
    sleep(Duration::from_millis(20)).await;
    let sorted = office.sorted_count();
    assert_eq!(sorted, 0);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_while_of_traffic() {
    let office = Office::start();
    let traffic = tokio::spawn(async move { office.post("a parcel").await });
    // Let the office run for a while.
    sleep(Duration::from_millis(50)).await;
    traffic.abort();
}

#[test]
#[ignore = "read, not run"]
fn the_other_side_must_have_come_to_its_join() {
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let sorter = thread::spawn(move || stopped.recv().is_ok());
    let waiter = thread::spawn(move || sorter.join().is_ok());
    // Give the waiter time to get to the join.
    thread::sleep(Duration::from_millis(20));
    stop.send(()).unwrap();
    assert!(waiter.join().unwrap());
}

#[tokio::test]
#[ignore = "read, not run"]
async fn rounds_that_the_test_has_set() {
    let boxes = LetterBox::new(ROUND_INTERVAL);
    boxes.post("a card");
    // Wait until the postman has come at least once.
    sleep(ROUND_INTERVAL * 3).await;
    assert_eq!(boxes.len(), 0);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_office_has_its_own_times() {
    let office = Office::start();
    office.post("a card").await;
    // Wait for the last collection to happen.
    sleep(COLLECTION + Duration::from_millis(5)).await;
    assert_eq!(office.sorted_count(), 1);
}

#[test]
#[ignore = "read, not run"]
fn it_outlasts_a_length_that_was_given_to_what_is_tested() {
    let boxes = Arc::new(LetterBox::new(Duration::from_secs(30)));
    let full = boxes.clone();
    let poster = thread::spawn(move || full.post("a card"));
    poster.join().unwrap();
    thread::sleep(Duration::from_secs(31));
    assert_eq!(boxes.len(), 1);
}

#[test]
#[ignore = "read, not run"]
fn what_is_waited_for_is_a_wait() {
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let sorter = thread::spawn(move || stopped.recv().is_ok());
    // Pause a while to let the sorter thread end up in its wait.
    thread::sleep(Duration::from_millis(20));
    stop.send(()).unwrap();
    assert!(sorter.join().unwrap());
}

#[tokio::test]
#[ignore = "read, not run"]
async fn half_of_a_lease() {
    let office = Office::start();
    // Wait until the office is past half of its lease.
    sleep(Duration::from_millis(20)).await;
    assert_eq!(office.sorted_count(), 1);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_rest_should_still_be_there() {
    let office = Office::start();
    office.post("a card").await;
    // Give the office time to notice that one of its two doors was closed.
    sleep(Duration::from_millis(20)).await;
    assert!(office.sorted_count() > 0, "the office should still be open");
}

fn carry(letter: &str) -> std::io::Result<std::process::Output> {
    carry_with(letter, "a bag")
}

fn carry_with(letter: &str, bag: &str) -> std::io::Result<std::process::Output> {
    std::process::Command::new("porter").arg(letter).arg(bag).output()
}

#[test]
#[ignore = "read, not run"]
fn a_thread_that_only_runs_a_program() {
    let porter = thread::spawn(|| carry("a card"));
    // Give the porter time to start properly.
    thread::sleep(Duration::from_millis(20));
    assert!(porter.join().unwrap().is_ok());
}

#[test]
#[ignore = "read, not run"]
fn whatever_runs_beside_this_test() {
    let boxes = LetterBox::new(Duration::from_secs(30));
    // Let things settle before the letters are counted. Other tests run beside this one, which may disturb it.
    thread::sleep(Duration::from_millis(20));
    println!("{}", boxes.len());
}

#[test]
#[ignore = "read, not run"]
fn a_loop_at_the_end_gives_nothing_to_anybody() {
    let sorted = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| panic!("the honey is running out"));
        thread::sleep(Duration::from_millis(20));
        for _ in 0..3 {
            scope.spawn(|| sorted.fetch_add(1, Ordering::SeqCst));
        }
    });
}

/// What the letters weigh, by what is known of them; nothing that other code changes.
fn weight(letters: &[&str]) -> usize {
    letters.iter().map(|letter| letter.len()).sum()
}

#[tokio::test]
#[ignore = "read, not run"]
async fn what_is_asserted_reads_nothing_that_the_work_changes() {
    let office = Office::start();
    let letters = ["to the lighthouse"];
    office.post(letters[0]).await;
    sleep(Duration::from_millis(20)).await;
    assert_eq!(weight(&letters), 17);
}
