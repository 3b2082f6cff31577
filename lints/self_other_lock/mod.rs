#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::library::locks::Mode;

pub static LINT: Lint = Lint {
    name: "self-other-lock",
    family: Family::Lock,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let held = guard.held_of_other_operand().ok_or(Silence::NotMine)?;

    if let Some(compared) = guard.told_apart_from(held) {
        return excused("the two operands are compared before", compared.call_span());
    }

    let (lock, first) = (guard.lock_text(), held.lock_text());
    let both_read = guard.mode() == Mode::Shared && held.mode() == Mode::Shared;
    let happens = match both_read {
        true => format!(
            "where both operands are one value, `{lock}` is read while it is read, and a writer that waits in between blocks both"
        ),
        false => format!("where both operands are one value, this waits forever for `{first}`, which is the same lock"),
    };
    Ok(Finding::new(guard.span(), happens)
        .here("the second lock is taken here")
        .label(held.span(), format!("the guard of `{first}` lives on"))
        .help(format!(
            "take what is needed of `{first}` in a statement of its own, at whose end its guard is dropped, or return before where `std::ptr::eq` finds one value twice"
        )))
}
