#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;

use questions::Depends;

pub static LINT: Lint = Lint {
    name: "check-then-act",
    family: Family::Lock,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let act = questions::act(guard)?;

    let Some(changes) = guard.only_changes() else {
        return excused("the second guard looks again, or may do so", guard.span());
    };
    let change = questions::change_that_depends(&act, changes)?;
    if questions::changes_nothing_again(guard, &act, change) {
        return excused("whoever comes second writes the same again", change.expr().span());
    }
    questions::looked_at_in_vain(guard, &act, change)?;
    if let Some(other) = guard.both_under(act.seen) {
        return excused("another lock is held over both", other);
    }

    let lock = guard.lock_text();
    let asks = act.seen != act.earlier.guard_expr();
    let finding = match asks {
        true => Finding::new(act.seen.span(), happens(&act.depends, &lock))
            .here("this looks under a guard of its own, which is dropped when it returns")
            .label(act.earlier.span(), "the lock is taken here to look"),
        false => Finding::new(act.earlier.span(), happens(&act.depends, &lock))
            .here("the value is read under this guard, which is dropped before the write"),
    };
    Ok(match act.depends {
        Depends::Value => finding
            .label(guard.span(), "the lock is taken a second time here")
            .label(change.expr().span(), "this is computed from the old value")
            .help("keep the first guard until the new value is written"),
        Depends::Branch(around) => finding
            .label(questions::head(around), "this decides by the old value")
            .label(guard.span(), "what it guards may have changed since, and is not looked at again")
            .help("look again under the second guard before writing, or keep one guard from the check to the write"),
    })
}

fn happens(depends: &Depends<'_>, lock: &str) -> String {
    match depends {
        Depends::Value => format!("what another task writes to `{lock}` after it was read is overwritten"),
        Depends::Branch(_) => {
            format!("two tasks can both check `{lock}` before either of them writes, and both then write")
        }
    }
}
