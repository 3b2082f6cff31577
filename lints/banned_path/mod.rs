#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Mention;

pub static LINT: Lint = Lint {
    name: "banned-path",
    family: Family::Meta,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &["clippy::disallowed_methods", "clippy::disallowed_types", "clippy::disallowed_macros"],
    check: Check::Mention(check),
};

fn check(mention: Mention<'_>) -> Result<Finding, Silence> {
    if mention.allowed() {
        return excused("the configuration allows it in this file", mention.span());
    }

    Ok(Finding::new(mention.span(), format!("`{}` is banned here: {}", mention.path(), mention.reason())))
}
