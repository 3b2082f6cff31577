#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Condvar;
use crate::model::facts::condvar::Does;
use crate::model::facts::condvar::between::{Lost, State};

pub static LINT: Lint = Lint {
    name: "notify-without-lock",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Condvar(check),
};

fn check(notify: Condvar<'_>) -> Result<Finding, Silence> {
    if notify.does() != Does::Notify {
        return Err(Silence::NotMine);
    }
    let lost = notify.may_come_between().ok_or(Silence::NotMine)?;

    if let Some(lock) = notify.locks_around(&lost) {
        return excused("a lock is taken in the function that notifies, and may be that of the wait", lock);
    }
    if lost.state.is_none()
        && let Some(function) = notify.use_expr().function().filter(|function| function.is_extern())
    {
        return excused("it is an `extern` function that notifies: one that must not wait for a lock", function.span());
    }
    if lost.wait.is_timed() {
        return excused("the wait ends by itself after some time", lost.wait.span());
    }

    let message = match lost.state {
        Some(_) => {
            "this notification is lost where it comes between the test and the wait of another thread, which then waits on"
        }
        None => "this notification is lost where it comes before the wait of another thread, which then waits on",
    };
    let finding = Finding::new(notify.span(), message);
    Ok(match lost.state {
        Some(state) => of_state(finding, notify, &lost, state),
        None => finding
            .here(format!("this takes no lock, so it may run before the thread waits on `{}`", notify.condvar_text()))
            .label(lost.wait.span(), "this waits, whatever the state is")
            .level(Level::Warn)
            .help("keep a state in what the lock guards, change it with the lock held before notifying, and test it before waiting"),
    })
}

fn of_state(finding: Finding, notify: Condvar<'_>, lost: &Lost<'_>, state: State) -> Finding {
    let (tested, changed) = match state.by_other_lock {
        true => (
            "a thread tests this, under another lock than that of its wait",
            "the state is changed here, without the lock of the wait",
        ),
        false => ("a thread tests this before it waits", "the state is changed here, without the lock"),
    };
    let finding = finding
        .here(format!("nothing keeps this from running before the thread waits on `{}`", notify.condvar_text()))
        .label(state.tested, tested)
        .label(lost.wait.span(), "the thread waits here")
        .label(state.changed, changed);
    match state.by_other_lock {
        true => finding
            .level(Level::Warn)
            .help("take the lock of the wait around the notification as well: whoever has tested the state then waits already"),
        false => finding
            .help("take the lock of the wait while the state is changed: whoever has tested it then waits already"),
    }
}
