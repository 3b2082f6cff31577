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
            "where `{first}` and `{lock}` are the same lock, a writer that comes between the two reads waits for the first, and the second waits for the writer"
        ),
        false => format!("where `{first}` and `{lock}` are the same lock, this waits forever: it is locked already"),
    };
    Ok(Finding::new(guard.span(), happens)
        .here("the second lock is taken here")
        .label(held.span(), format!("the guard of `{first}` lives on"))
        .help(format!(
            "copy what is needed from `{first}` in a statement of its own, or return early where `std::ptr::eq` says that both values are the same one"
        )))
}
