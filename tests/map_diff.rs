//! `conclint map --diff` on small fixes: what a reviewer is told of each.

mod scratch;

use scratch::*;

/// What is told of the way from one program to another, a sentence each.
fn told(before: &str, after: &str) -> Vec<String> {
    let scratch = package(after);
    scratch.write("old/Cargo.toml", MANIFEST);
    scratch.write("old/src/lib.rs", before);
    let run = scratch.run(&["map", "src", "--diff", "old", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let diff: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let changes = diff["changes"].as_array().expect("a list").iter();
    changes.map(|change| change["sentence"].as_str().expect("a text").to_owned()).collect()
}

/// The same where the fix is one text in the place of another, which is there once.
fn told_of(program: &str, from: &str, to: &str) -> Vec<String> {
    assert_eq!(program.matches(from).count(), 1, "{from}");
    told(program, &program.replace(from, to))
}

const FERRIES: &str = "use std::collections::HashMap;
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep};

pub struct Ferries {
    trips: HashMap<u32, JoinHandle<()>>,
}

impl Ferries {
    pub fn add(&mut self, number: u32) {
        let trip = tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(number.into())).await;
            }
        });
        self.trips.insert(number, trip);
    }

    pub fn cancel_all(&mut self) {
        for (_, trip) in self.trips.drain() {
            trip.abort();
        }
    }
}
";

#[test]
fn an_owner_that_aborts_when_it_is_dropped_ends_its_tasks() {
    let drop = "\nimpl Drop for Ferries {\n    fn drop(&mut self) {\n        self.cancel_all();\n    }\n}\n";
    let ends = "task `block in Ferries::add` now ends when it is aborted or when its owner is dropped (before: ends when it is aborted)";
    assert_eq!(told(FERRIES, &format!("{FERRIES}{drop}")), [ends]);
    // One that only says so does not.
    let quiet = drop.replace("self.cancel_all();", "println!(\"{} trips go on\", self.trips.len());");
    assert_eq!(told(FERRIES, &format!("{FERRIES}{quiet}")), [""; 0]);
    // Where the destructor aborts them by itself, it alone does.
    let own = FERRIES
        .replace("impl Ferries {\n    pub fn add", "impl Ferries {\n    pub fn plan")
        .replace("    pub fn cancel_all(&mut self) {", "}\n\nimpl Drop for Ferries {\n    fn drop(&mut self) {");
    let map = package(&own).run(&["map"]).stdout;
    assert!(map.contains("in `Ferries.trips`, ends when its owner is dropped (line 22)"), "{map}");
}

const PILOT: &str = "use tokio_util::sync::CancellationToken;

pub async fn guide(stop: CancellationToken) {
    tokio::select! {
        () = leave() => {}
        () = stop.cancelled() => return,
    }
    arrive().await;
}

async fn leave() {
    tokio::task::yield_now().await;
}

async fn arrive() {
    tokio::task::yield_now().await;
}
";

#[test]
fn another_place_that_waits_for_the_same_token_is_a_change() {
    let also = "tokio::select! {\n        () = arrive() => {}\n        () = stop.cancelled() => {}\n    }";
    let fixed = PILOT.replace("    arrive().await;\n}\n\nasync fn leave", &format!("    {also}\n}}\n\nasync fn leave"));
    assert_ne!(fixed, PILOT);
    assert_eq!(told(PILOT, &fixed), ["function `guide` now waits for `stop` in 2 places (before: 1)"]);
    assert_eq!(told(&fixed, PILOT), ["function `guide` now waits for `stop` in 1 place (before: 2)"]);
}

const LEDGER: &str = "use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Page(String);

impl Page {
    pub fn store(&self) {
        let _ = std::fs::write(\"page\", &self.0);
    }
}

pub struct Ledger {
    pages: Mutex<HashMap<u32, Arc<Page>>>,
}

impl Ledger {
    pub fn store_all(&self) {
        let pages = self.pages.lock().unwrap();
        for page in pages.values() {
            page.store();
        }
    }

    pub fn store_one(&self, number: u32) {
        let pages = self.pages.lock().unwrap();
        if let Some(page) = pages.get(&number) {
            page.store();
        }
    }
}
";

#[test]
fn a_call_that_leaves_one_of_two_locks_is_a_change() {
    let copied = "let pages: Vec<Arc<Page>> = self.pages.lock().unwrap().values().cloned().collect();\n        for page in &pages {";
    let told = told_of(LEDGER, "let pages = self.pages.lock().unwrap();\n        for page in pages.values() {", copied);
    assert_eq!(told, ["`Page::store` is now called while lock `Ledger.pages` is held in 1 place (before: 2)"]);
}

const RELAY: &str = "use tokio::sync::mpsc;

pub fn relay(mut from: mpsc::Receiver<u32>) -> mpsc::Receiver<u32> {
    let (tx, rx) = mpsc::channel(4);
    tokio::spawn(async move {
        while let Some(next) = from.recv().await {
            if tx.send(next).await.is_err() {
                return;
            }
        }
    });
    rx
}
";

#[test]
fn a_closure_does_what_it_does_for_who_calls_it() {
    let closure = "mpsc::channel(4);\n    let give = |to: &mpsc::Sender<_>, next| to.try_send(next).is_ok();";
    let fixed = RELAY.replace("mpsc::channel(4);", closure).replace("tx.send(next).await.is_err()", "!give(&tx, next)");
    let waits = "task `block in relay` no longer waits for room where it sends into channel `tx/rx`";
    assert_eq!(told(RELAY, &fixed), [waits]);
}

const WATCH: &str = "use tracing::Instrument;

pub fn keep_watch() {
    tokio::spawn(async move {
        let span = tracing::info_span!(\"watch\");
        let _entered = span.enter();
        look().await;
    });
}

async fn look() {
    tokio::task::yield_now().await;
}
";

#[test]
fn what_a_lint_reports_in_the_code_of_a_task_is_told_of_the_task() {
    let fixed = "look().instrument(span).await;";
    let told =
        told(WATCH, &WATCH.replace("        let _entered = span.enter();\n", "").replace("look().await;", fixed));
    assert_eq!(told, ["task `block in keep_watch` is no longer reported by span-guard-across-await"]);
    let map = package(WATCH).run(&["map"]).stdout;
    assert!(map.contains("reported by span-guard-across-await"), "{map}");
}
