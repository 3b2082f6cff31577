#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Token;

pub static LINT: Lint = Lint {
    name: "fresh-root-token",
    family: Family::Task,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Token(check),
};

fn check(token: Token<'_>) -> Result<Finding, Silence> {
    let callers = token.token_of_caller().ok_or(Silence::NotMine)?;
    let given = token.given_to().ok_or(Silence::NotMine)?;

    if let Some(link) = token.linked_to(callers) {
        return excused("some code has to do with both tokens", link);
    }
    if let Some(cancel) = token.cancelled_at() {
        return excused("the function cancels the new token itself", cancel);
    }
    if let Some(wait) = token.made_after_stop(callers) {
        return excused("the stop has come already: the new token is for what is done after it", wait);
    }
    if let Some(place) = token.kept() {
        return excused("the token is kept in a value, or replaces a cancelled one", place);
    }
    if token.in_test() {
        return excused("the code is a test, a benchmark or an example", token.span());
    }

    let name = callers.variable().name();
    Ok(Finding::new(token.span(), format!("cancelling `{name}` does not stop what is given this token"))
        .here("it has no parent")
        .label(callers.span(), "the caller cancels this one")
        .label(given.span(), "this work is given the new one")
        .help(format!("make the token with `{name}.child_token()`")))
}
