#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Cancel;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "spent-token",
    family: Family::Task,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Cancel(check),
};

fn check(cancel: Cancel<'_>) -> Result<Finding, Silence> {
    let token = cancel.token_cancelled().ok_or(Silence::NotMine)?;
    if let Some(given) = cancel.given_behind() {
        if cancel.in_test() {
            return excused("the code is a test, a benchmark or an example", cancel.span());
        }
        return Ok(found(cancel, token, given, "a token that is cancelled once stays so"));
    }
    let given = cancel.given_elsewhere().ok_or(Silence::NotMine)?;

    if let Some(place) = cancel.renewed_at() {
        return excused("another token takes the place of the cancelled one", place);
    }
    if let Some(ends) = cancel.ends_owner() {
        return excused("the method that cancels it is named after the end of something", ends.span());
    }
    if cancel.in_test() {
        return excused("the code is a test, a benchmark or an example", cancel.span());
    }

    Ok(found(cancel, token, given, "the value lives on, and its token stays cancelled"))
}

fn found(cancel: Cancel<'_>, token: Expr<'_>, given: Expr<'_>, why: &'static str) -> Finding {
    let name = token.text();
    let message = format!("what is given this token is cancelled before it begins, once `{name}` has been cancelled");
    Finding::new(given.call_span(), message)
        .here("a clone or child of a cancelled token is cancelled as well")
        .label(cancel.span(), why)
        .help(format!("put a new token in the place of `{name}` when it is cancelled"))
}
