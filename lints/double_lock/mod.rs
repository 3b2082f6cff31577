#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
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

    let lock = guard.lock_text();
    let mut finding = Finding::new(again.span, happens(guard, &again, lock))
        .here(if again.chain.is_empty() { "taken again here" } else { "taken again in here" })
        .label(guard.span(), format!("`{lock}` is taken here, and its guard lives on"));
    for call in &again.chain {
        finding = finding.label(*call, "through this call");
    }
    Ok(finding.help(advice(guard, &again)).level(level(guard, &again)))
}

fn happens(guard: Guard<'_>, again: &Again, lock: &str) -> String {
    match guard.lock_kind() {
        LockKind::Cell => format!("this panics: `{lock}` is still borrowed when it is borrowed again"),
        _ if both_read(guard, again) => {
            format!(
                "this can deadlock: `{lock}` is read again while it is read, and a writer in between waits for both"
            )
        }
        _ => format!("this deadlocks: `{lock}` is still locked when it is locked again"),
    }
}

fn advice(guard: Guard<'_>, again: &Again) -> String {
    match (guard.name(), again.chain.is_empty()) {
        (Some(name), true) => format!("drop `{name}` first, or use it instead of locking again"),
        (Some(name), false) => {
            format!("drop `{name}` before this call, or hand what it guards to a function that takes no lock")
        }
        (None, _) => {
            "give what is needed a name with `let`, so that the guard goes at the end of that statement".to_owned()
        }
    }
}

/// A second reader waits only where a writer came between, and a callee may never take its lock.
fn level(guard: Guard<'_>, again: &Again) -> Level {
    if both_read(guard, again) || !again.always { Level::Warn } else { Level::Deny }
}

fn both_read(guard: Guard<'_>, again: &Again) -> bool {
    guard.mode() == Mode::Shared && again.reads
}
