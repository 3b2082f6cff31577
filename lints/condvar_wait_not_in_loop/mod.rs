#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Condvar;
use crate::model::facts::condvar::Does;

pub static LINT: Lint = Lint {
    name: "condvar-wait-not-in-loop",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Condvar(check),
};

fn check(wait: Condvar<'_>) -> Result<Finding, Silence> {
    let Does::Wait(how) = wait.does() else { return Err(Silence::NotMine) };

    if how.rechecks {
        return excused("the call tests the condition itself", wait.span());
    }
    if let Some(guard) = wait.guard_of_caller() {
        return excused("the caller has the guard, and tests what it guards", guard);
    }
    let condvar = wait.condvar_text();
    let finding = match wait.waits_in() {
        Some(around) => {
            let Some(taken) = wait.waits_untested_in(around) else {
                return excused("a loop tests the condition again", around.span());
            };
            untested(wait, &condvar).label(taken, "the lock is taken here, and nothing is tested before the wait")
        }
        None => {
            if let Some(condition) = wait.tested_before().filter(|_| wait.wakes_for_a_reason()) {
                return excused(
                    "the condition was tested, and this condition variable wakes nobody for no reason",
                    condition,
                );
            }
            if let Some(around) = wait.called_in_loop() {
                return excused("the function is called in a loop", around);
            }
            once(wait, &condvar)
        }
    };
    Ok(if how.timed || wait.in_test() { finding.level(Level::Pedantic) } else { finding })
}

fn once(wait: Condvar<'_>, condvar: &str) -> Finding {
    let finding = Finding::new(
        wait.span(),
        format!("this can go on before anybody has notified `{condvar}`: condition variables have spurious wakeups"),
    )
    .here("nothing tests the condition again after this wait");
    match wait.tested_before() {
        Some(condition) => finding
            .label(condition, "this is tested once, before the wait")
            .help("test the condition in the head of a `while` around the wait, and not in an `if`"),
        None => finding.help(format!(
            "wait in a `while` loop that tests what the lock guards, or with `{condvar}.wait_while(…)`; without a state to test, a notification that comes early is lost"
        )),
    }
}

fn untested(wait: Condvar<'_>, condvar: &str) -> Finding {
    Finding::new(
        wait.span(),
        format!("a notification of `{condvar}` that comes before this wait is lost, and the thread waits on"),
    )
    .here("this waits, whatever the state is")
    .level(Level::Warn)
    .help("test the state that is waited for first, and wait only where it is not there yet")
}
