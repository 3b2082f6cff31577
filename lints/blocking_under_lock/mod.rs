#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::effects::stalls::WaitFor;
use crate::model::facts::Guard;
use crate::model::facts::guard::waiting::Waiting;

pub static LINT: Lint = Lint {
    name: "blocking-under-lock",
    family: Family::Lock,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let wait = guard.waits_for_others()?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    let by_what_is_guarded = wait.through && wait.wanted.is_none();
    if by_what_is_guarded && (!wait.what.ends_by_itself() || wait.chain.is_empty()) {
        return excused("what waits is what the lock guards, as a receiver that workers share", wait.span);
    }
    if guard.guards_nothing() {
        return excused("the lock guards `()`: it is there so that one works at a time", guard.span());
    }
    if wait.what.ends_by_itself()
        && let Some(variable) = guard.kept_unused()
    {
        return excused("the guard is not used: files or a process are what it keeps for one at a time", variable);
    }
    if let Some(lock) = guard.nobody_else_wants() {
        return excused("the lock is made in this function, which lends it only to calls that it waits for", lock);
    }

    let lock = guard.lock_text();
    let mut finding = Finding::new(wait.span, happens(guard, &wait))
        .level(level(guard, &wait))
        .here(here(&wait))
        .label(guard.span(), format!("`{lock}` is locked here, and the guard lives on"));
    for (n, call) in wait.chain.iter().enumerate() {
        finding = finding.label(*call, if n + 1 == wait.chain.len() { last_step(&wait) } else { "through this call" });
    }
    if let Some(wanted) = wait.wanted {
        finding = finding.label(wanted, format!("{} takes the lock here", awaited(&wait)));
    }
    Ok(match guard.dropped_before_waiting(&wait) {
        Some(drop) => finding.help("drop the guard before this line").code(drop),
        None => finding.help(advice(guard, &wait)),
    })
}

fn happens(guard: Guard<'_>, wait: &Waiting) -> String {
    let (lock, awaited) = (guard.lock_text(), awaited(wait));
    match wait.wanted {
        Some(_) => {
            format!("this can deadlock: it waits for {awaited}, which needs `{lock}`, and holds that lock itself")
        }
        None => format!("`{lock}` stays locked while this {}: whoever needs it waits just as long", does(wait)),
    }
}

/// What is done under the lock.
fn does(wait: &Waiting) -> String {
    match wait.what {
        WaitFor::Time => "sleeps".to_owned(),
        WaitFor::Start => "starts a process".to_owned(),
        _ => format!("waits for {}", awaited(wait)),
    }
}

fn here(wait: &Waiting) -> &'static str {
    match (wait.what, wait.chain.is_empty()) {
        (WaitFor::Start, true) => "this starts a process under the lock",
        (WaitFor::Start, false) => "this call starts a process under the lock",
        (_, true) => "this waits under the lock",
        (_, false) => "this call waits under the lock",
    }
}

/// What the last of the calls does.
fn last_step(wait: &Waiting) -> &'static str {
    if wait.what == WaitFor::Start { "here it is started" } else { "here it waits" }
}

/// What is waited for, as whom: that of a message is who sends it.
fn awaited(wait: &Waiting) -> &'static str {
    match (wait.what, wait.wanted.is_some()) {
        (WaitFor::Message, true) => "the sender",
        (WaitFor::Message, false) => "a message",
        (WaitFor::Room, true) => "the receiver",
        (WaitFor::Room, false) => "room in a channel",
        (WaitFor::FirstOf, true) => "the other side of a channel",
        (WaitFor::FirstOf, false) => "one of several channels",
        (WaitFor::Condition, true) => "the code that notifies it",
        (WaitFor::Condition, false) => "a condition variable of another lock",
        (WaitFor::End, true) => "the thread",
        (WaitFor::End, false) => "the end of a thread",
        (WaitFor::Value, true) => "the code that changes a watched value",
        (WaitFor::Value, false) => "a watched value to change",
        (WaitFor::Notice, true) => "the code that notifies it",
        (WaitFor::Notice, false) => "a notification",
        (WaitFor::Barrier, _) => "all others at a barrier",
        (WaitFor::Permit, _) => "a permit of a semaphore",
        (WaitFor::Time, _) => "a time to pass",
        (WaitFor::Future, _) => "a future to complete",
        (WaitFor::Disk, _) => "the disk",
        (WaitFor::Start, _) => "the start of a process",
        (WaitFor::Process, _) => "a process",
        (WaitFor::Other, _) => "something else",
    }
}

fn level(guard: Guard<'_>, wait: &Waiting) -> Level {
    match wait.what {
        WaitFor::Time if wait.chain.is_empty() && guard.keeps_threads_waiting() && guard.is_taken_each_time(wait) => {
            Level::Warn
        }
        _ => Level::Pedantic,
    }
}

fn advice(guard: Guard<'_>, wait: &Waiting) -> String {
    match guard.name() {
        _ if guard.takes_what_is_waited_for(wait) => "wait first, and take the lock after that".to_owned(),
        _ if guard.is_temporary() => {
            "take what is needed in a `let` of its own, at whose end the guard is dropped, and wait after it".to_owned()
        }
        Some(name) => format!(
            "copy what is needed from `{name}`, drop it before this line, and lock again after it where that is necessary"
        ),
        None => "drop the guard before this line".to_owned(),
    }
}
