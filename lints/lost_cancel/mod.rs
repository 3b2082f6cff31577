#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Token;

pub static LINT: Lint = Lint {
    name: "lost-cancel",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Token(check),
};

fn check(token: Token<'_>) -> Result<Finding, Silence> {
    let variable = token.variable().ok_or(Silence::NotMine)?;
    let handed = token.only_listened_to().ok_or(Silence::NotMine)?;

    if token.in_test() {
        return excused("the code is a test, a benchmark or an example", token.span());
    }

    let name = variable.name();
    Ok(Finding::new(
        token.span(),
        format!("nothing ever cancels `{name}`: what waits for it waits forever, and dropping it cancels nothing"),
    )
    .here("the token is made here")
    .label(handed.span(), "work is given it, to stop by it")
    .help(format!(
        "call `{name}.cancel()` where the work is to stop, or keep `{name}.clone().drop_guard()` until then"
    )))
}
