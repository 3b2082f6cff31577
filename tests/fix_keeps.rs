//! Plain `--fix` changes nothing that anybody could see from outside but a bug: small programs, run before and after.

mod scratch;

#[path = "fix_keeps/debounce.rs"]
mod debounce;
#[path = "fix_keeps/drain_after.rs"]
mod drain_after;
#[path = "fix_keeps/drain_before.rs"]
mod drain_before;
#[path = "fix_keeps/idle.rs"]
mod idle;
#[path = "fix_keeps/join_after.rs"]
mod join_after;
#[path = "fix_keeps/join_before.rs"]
mod join_before;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use scratch::package;
use tokio::time::sleep;

/// What `--fix` makes of a program.
fn fixed(text: &str) -> String {
    let scratch = package(text);
    scratch.run(&["--fix"]);
    std::fs::read_to_string(scratch.path("src/lib.rs")).expect("it is there")
}

#[test]
fn these_are_the_programs_that_it_makes() {
    let join = fixed(include_str!("fix_keeps/join_before.rs"));
    assert_eq!(join, include_str!("fix_keeps/join_after.rs"));
    let drain = fixed(include_str!("fix_keeps/drain_before.rs"));
    assert_eq!(drain, include_str!("fix_keeps/drain_after.rs"));
}

#[test]
fn what_measures_quiet_stays_as_it_is() {
    for text in [include_str!("fix_keeps/debounce.rs"), include_str!("fix_keeps/idle.rs")] {
        assert_eq!(fixed(text), text);
    }
}

// ---- A join ---------------------------------------------------------------------------------------------------------

/// A thread that ends after a while, and whether it has.
fn press() -> (thread::JoinHandle<u32>, Arc<AtomicBool>) {
    let done = Arc::new(AtomicBool::new(false));
    let told = done.clone();
    let work = move || {
        thread::sleep(Duration::from_millis(40));
        told.store(true, Ordering::SeqCst);
        7
    };
    (thread::spawn(work), done)
}

#[test]
fn a_thread_is_waited_for_to_its_end_either_way() {
    for wait in [join_before::for_a_thread, join_after::for_a_thread] {
        let (press, done) = press();
        assert_eq!((wait(press), done.load(Ordering::SeqCst)), (7, true));
    }
    let broken = || thread::spawn(|| -> u32 { std::panic::resume_unwind(Box::new("the press broke")) });
    assert_eq!((join_before::for_a_thread(broken()), join_after::for_a_thread(broken())), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_task_is_waited_for_to_its_end_either_way() {
    let task = || {
        tokio::spawn(async {
            sleep(Duration::from_millis(40)).await;
            7
        })
    };
    assert_eq!((join_before::for_a_task(task()).await, join_after::for_a_task(task()).await), (7, 7));
    let aborted = || {
        let task = task();
        task.abort();
        task
    };
    assert_eq!((join_before::for_a_task(aborted()).await, join_after::for_a_task(aborted()).await), (0, 0));
}

// ---- A drain --------------------------------------------------------------------------------------------------------

/// What a drain has taken, sorted, and whether it came to its end in a while.
fn drained(drain: impl FnOnce(Vec<u32>, Box<dyn FnMut(u32) + Send>) + Send + 'static) -> (Vec<u32>, bool) {
    let (seen, taken) = mpsc::channel();
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        drain(vec![3, 1, 2], Box::new(move |apples| seen.send(apples).expect("somebody listens")));
        end.send(()).expect("somebody listens");
    });
    let ended = ended.recv_timeout(Duration::from_millis(500)).is_ok();
    let mut taken: Vec<u32> = taken.try_iter().collect();
    taken.sort_unstable();
    (taken, ended)
}

#[test]
fn a_drain_takes_the_same_and_then_comes_to_its_end() {
    assert_eq!(drained(drain_before::weigh), (vec![1, 2, 3], false));
    assert_eq!(drained(drain_after::weigh), (vec![1, 2, 3], true));
}

// ---- Quiet ----------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_burst_of_changes_is_built_once() {
    let (change, changed) = tokio::sync::mpsc::channel(8);
    let (tell, mut built) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(debounce::build(changed, move |files| tell.send(files).expect("somebody listens")));
    for file in 0..7 {
        change.send(file).await.expect("somebody builds");
        sleep(Duration::from_millis(20)).await;
    }
    drop(change);
    let mut builds = Vec::new();
    while let Some(files) = built.recv().await {
        builds.push(files);
    }
    assert!(builds.is_empty(), "it was never quiet for long enough: {builds:?}");
}

#[tokio::test(start_paused = true)]
async fn a_till_is_locked_after_quiet_alone() {
    let (press, keys) = tokio::sync::mpsc::channel(8);
    let (tell, mut locked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(idle::serve(keys, |_| (), move || tell.send(()).expect("somebody listens")));
    for key in "seven".chars() {
        press.send(key).await.expect("somebody serves");
        sleep(Duration::from_secs(40)).await;
    }
    assert!(locked.try_recv().is_err(), "somebody typed all the time");
    sleep(Duration::from_secs(61)).await;
    assert!(locked.try_recv().is_ok(), "and now nobody does");
}
