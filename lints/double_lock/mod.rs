#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::facts::guard::again::Again;
use crate::model::library::locks::{LockKind, Mode};

pub static LINT: Lint = Lint {
    name: "double-lock",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &["clippy::if_let_mutex"],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let again = guard.taken_again()?;

    if !again.surely {
        return Err(Silence::Unknown("whether this guard is still held", again.span));
    }

    holds_here(guard, &again)?;

    let lock = guard.lock_text();
    let (done, _) = verbs(guard);
    let mut finding =
        Finding::new(again.span, happens(guard, &again)).here(here(guard, &again)).level(level(guard, &again));
    finding = match guard.span() == again.span {
        true => finding.label(guard.span(), "the guard of the iteration before still lives"),
        false => finding.label(guard.span(), format!("{}`{lock}` is {done} here, and the guard lives on", part(guard))),
    };
    if let Some(given) = again.given {
        finding = finding.label(given, "the closure is given to the function that has the guard, which runs it");
    }
    let does = |last: bool| if last { last_step(guard) } else { "through this call" };
    for call in &again.chain {
        finding = finding.label(*call, does(again.beyond.is_empty() && again.chain.last() == Some(call)));
    }
    for step in &again.beyond {
        finding = finding.label_beyond(step, does(again.beyond.last() == Some(step)));
    }
    Ok(match guard.dropped_before_again(&again) {
        Some(drop) => finding.help("drop the first guard before this line").code(drop),
        None => finding.help(advice(guard, &again)),
    })
}

fn holds_here(guard: Guard<'_>, again: &Again) -> Result<(), Silence> {
    if let Some(said) = guard.meant_to_deadlock(again) {
        return excused("the code says that it deadlocks on purpose", said);
    }

    if guard.in_test() && !again.always {
        return excused(
            "the code is a test, and what it calls takes the lock on some paths only: the test shows that this one is not taken",
            again.span,
        );
    }

    if both_read(guard, again) && guard.is_of_one_thread() {
        return excused("both only read, and no other thread can have the struct that has the lock", again.span);
    }
    Ok(())
}

fn happens(guard: Guard<'_>, again: &Again) -> String {
    let lock = guard.lock_text();
    match guard.lock_kind() {
        LockKind::Cell => format!("this panics: `{lock}` is already borrowed when it is borrowed again"),
        LockKind::Watch => format!("this deadlocks: the value of `{lock}` is still borrowed when this call writes it"),
        LockKind::Map => format!(
            "this can deadlock: a part of `{lock}` is still locked, and this call waits forever if it needs that part"
        ),
        _ if both_read(guard, again) => format!(
            "this can deadlock: a writer that comes between the two reads of `{lock}` waits for the first, and the second waits for the writer"
        ),
        _ => format!("this deadlocks: `{lock}` is still locked when it is locked again"),
    }
}

fn here(guard: Guard<'_>, again: &Again) -> &'static str {
    match (guard.lock_kind(), again.by_itself()) {
        (LockKind::Cell, true) => "this borrows it again, and panics",
        (LockKind::Cell, false) => "this call borrows it again, and panics",
        (_, true) if both_read(guard, again) => "this waits for the writer",
        (_, true) => "this waits for the guard, which this code itself holds",
        (LockKind::Watch, false) => "this call writes it",
        (_, false) => "this call takes it again",
    }
}

fn last_step(guard: Guard<'_>) -> &'static str {
    if guard.lock_kind() == LockKind::Cell { "here it is borrowed again" } else { "here it waits" }
}

/// What taking the lock is called, done and to be done.
fn verbs(guard: Guard<'_>) -> (&'static str, &'static str) {
    match guard.lock_kind() {
        LockKind::Cell | LockKind::Watch => ("borrowed", "borrowing"),
        _ => ("locked", "locking"),
    }
}

/// Of a map only the part is locked in which the key lies.
fn part(guard: Guard<'_>) -> &'static str {
    if guard.lock_kind() == LockKind::Map { "a part of " } else { "" }
}

fn advice(guard: Guard<'_>, again: &Again) -> String {
    let (_, doing) = verbs(guard);
    match (guard.name(), again.by_itself()) {
        _ if again.given.is_some() => {
            "use what the closure is given, or make this call when the function that runs the closure has returned"
                .to_owned()
        }
        _ if guard.is_temporary() => {
            "take what is needed in a `let` of its own, at whose end the first guard is dropped".to_owned()
        }
        _ if guard.lock_kind() == LockKind::Map => {
            "copy what is needed, drop the reference into the map, and change the map after that".to_owned()
        }
        (Some(name), true) => format!("use `{name}` instead of {doing} again"),
        (Some(name), false) => {
            format!("call a function that is given what `{name}` guards, or end the use of `{name}` before this call")
        }
        (None, _) => "drop the first guard before this line".to_owned(),
    }
}

/// Through so many calls, each of which goes on only sometimes, what lies in the values decides (learnt from
/// parity-ethereum, where an entry is made clean and only a dirty one is noted).
const FAR: usize = 3;

/// A second reader waits only where a writer came between, which a test would have to start, and a callee may take its lock
/// on some path only; and where the whole package writes nothing, there is none.
fn level(guard: Guard<'_>, again: &Again) -> Level {
    let far = !again.always && again.chain.len() + again.beyond.len() >= FAR;
    match both_read(guard, again) {
        true if guard.in_test() || guard.is_of_unwritten() => Level::Pedantic,
        _ if far => Level::Pedantic,
        false if again.always => Level::Deny,
        _ => Level::Warn,
    }
}

fn both_read(guard: Guard<'_>, again: &Again) -> bool {
    guard.mode() == Mode::Shared && again.reads
}
