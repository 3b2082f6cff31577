use super::*;

#[tokio::test]
#[ignore = "read, not run"]
async fn letters_come_one_by_one() {
    let office = Office::start();
    for letter in ["to Ada", "to Bob", "to Cy"] {
        office.post(letter).await;
        sleep(Duration::from_millis(5)).await;
    }
    assert!(office.sorted_count() <= 3);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_task_is_slow() {
    let slow = tokio::spawn(async {
        sleep(Duration::from_millis(50)).await;
        "sorted"
    });
    assert_eq!(slow.await.unwrap(), "sorted");
}

#[test]
#[ignore = "read, not run"]
fn the_thread_gives_the_others_a_chance() {
    let (letters, received) = flume::bounded(1);
    let late = thread::spawn(move || {
        // give the receiver time to start waiting
        thread::sleep(Duration::from_millis(20));
        letters.send("to Ada").unwrap();
    });
    assert_eq!(received.recv().unwrap(), "to Ada");
    late.join().unwrap();
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_order_of_two_branches() {
    let (letters, mut received) = mpsc::channel(1);
    let (_, first) = tokio::join!(
        async {
            sleep(Duration::from_millis(10)).await;
            letters.send("to Ada").await.unwrap();
        },
        received.recv(),
    );
    assert_eq!(first, Some("to Ada"));
}

#[test]
#[ignore = "read, not run"]
fn in_a_callback() {
    let letters = Arc::new(LetterBox::new(Duration::from_secs(1)));
    letters.post("to Ada");
    let theirs = letters.clone();
    let jobs = thread::spawn(|| {});
    let lengths: Vec<usize> = [1, 2]
        .into_iter()
        .map(|_| {
            thread::sleep(Duration::from_millis(1));
            assert_eq!(theirs.len(), 1);
            theirs.len() + 1
        })
        .collect();
    jobs.join().unwrap();
    assert_eq!(lengths, [2, 2]);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn simulated_work_between_two_calls() {
    let office = Office::start();
    office.post("to Ada").await;
    // Simulate the time a worker needs to finish a letter.
    sleep(Duration::from_millis(10)).await;
    office.post("to Bob").await;
}

#[tokio::test]
#[ignore = "read, not run"]
async fn somebody_is_slow_on_purpose() {
    let office = Office::start();
    office.post("to Ada").await;
    // Give the slow postman time to walk home.
    sleep(Duration::from_millis(10)).await;
    office.post("to Bob").await;
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_sleep_that_loses_a_race() {
    let office = Office::start();
    office.post("to Ada").await;
    tokio::select! {
        _ = office.news.notified() => {}
        // give the task time to start
        _ = sleep(Duration::from_secs(5)) => panic!("nobody sorts the letters"),
    }
    assert_eq!(office.sorted_count(), 1);
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_hack_that_is_no_guess() {
    let office = Office::start();
    office.post("to Ada").await;
    // Hack: this simulates the latency of a postman on foot.
    sleep(Duration::from_millis(10)).await;
    office.post("to Bob").await;
}

#[tokio::test]
#[ignore = "read, not run"]
async fn a_poll_says_what_it_waits_for() {
    for _ in 0..100 {
        let office = Office::start();
        office.post("to Ada").await;
        // wait for the office to sort it
        sleep(Duration::from_millis(5)).await;
        if office.sorted_count() == 1 {
            break;
        }
    }
}

#[tokio::test]
#[ignore = "read, not run"]
async fn at_the_end_with_nothing_left_to_do() {
    let shelf = LetterBox::new(Duration::from_secs(1));
    shelf.post("to Ada");
    // Give whoever looks on time to read it.
    sleep(COLLECTION).await;
}

trait Clerk {
    async fn weigh(&self, letter: &str) -> usize;
}

struct Slow;

impl Clerk for Slow {
    async fn weigh(&self, letter: &str) -> usize {
        // Be busy for a moment, to make sure that whoever asks waits for the answer.
        sleep(Duration::from_millis(10)).await;
        letter.len()
    }
}

#[tokio::test]
#[ignore = "read, not run"]
async fn the_method_of_a_trait_takes_its_time() {
    assert_eq!(Slow.weigh("to Ada").await, 6);
}

async fn start_letters(office: &Office) {
    office.post("to the lighthouse").await;
    wait_for_news(office).await;
}

async fn wait_for_news(office: &Office) {
    office.news.notified().await;
}

#[tokio::test]
#[ignore = "read, not run"]
async fn what_is_started_has_been_waited_for() {
    let office = Office::start();
    start_letters(&office).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(office.sorted_count(), 1);
}
