#![doc = include_str!("README.md")]

use crate::lint::{Asked, Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::{Branch, Receive, Select};

pub static LINT: Lint = Lint {
    name: "biased-starvation",
    family: Family::Async,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Select(check),
};

fn check(select: Select<'_>) -> Result<Finding, Silence> {
    let Some(biased) = select.biased_span() else { return Err(Silence::NotMine) };
    let Some(a_loop) = select.expr().loop_around() else { return Err(Silence::NotMine) };
    let (first, message, second) = sources(select)?;

    if let Some(condition) = first.condition() {
        return excused("the first source has a condition", condition.span());
    }
    if first.start().is_none_or(|start| !start.continues(a_loop)) {
        return excused("a message of the first source exits the loop", first.span());
    }
    if let Some(sent) = message.sent_only_beside(first, a_loop) {
        return excused("only the loop itself sends on the first source, in another branch", sent.span());
    }

    let (name, other) = (message.source(), second.source());
    Ok(Finding::new(biased, format!("as long as messages come from `{name}`, none is taken from `{other}`"))
        .here("the branches are polled in the order in which they stand")
        .label(message.span(), "this comes first, whenever a message is there")
        .label(second.span(), "this waits until there is none")
        .help("remove `biased`, so that each branch has its chance, or limit how many messages are taken in a row"))
}

/// The first branch that receives messages, its receive, and that of another behind it.
fn sources(select: Select<'_>) -> Asked<(Branch<'_>, Receive<'_>, Receive<'_>)> {
    let mut both = select.expr().branches().filter_map(|branch| {
        let receive = select.receive_of(branch)?;
        let data = receive.waits() && !receive.is_only_one() && !receive.watches() && !receive.carries_nothing();
        (data && !receive.expr().tells_to_stop()).then_some((branch, receive))
    });
    let (branch, first) = both.next().ok_or(Silence::NotMine)?;
    let (_, second) = both.next().ok_or(Silence::NotMine)?;
    Ok((branch, first, second))
}
