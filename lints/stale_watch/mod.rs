#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Receive;
use crate::model::facts::receive::seen::{Again, FirstLook, Made};
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "stale-watch",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    if let Some(first) = receive.looks_after_change() {
        return missed(receive, &first);
    }
    let (made, again) = receive.watch_made_again()?;
    if !receive.goes_on_in(&again) {
        return excused("a change exits the loop", receive.span());
    }
    if let Some(looked) = receive.looked_at_before() {
        return excused("the new receiver looks at the value before it waits", looked.span());
    }

    let level = if receive.in_test() { Level::Pedantic } else { Level::Deny };
    match made {
        Made::Cloned { original, call } => {
            if let Some(advanced) = receive.advanced_elsewhere(original) {
                return excused("what is cloned is brought up to date", advanced.span());
            }
            Ok(ready_again(receive, &again, original, call).level(level))
        }
        Made::Subscribed { call } => Ok(Finding::new(
            call.span(),
            "what is sent between two iterations is missed: a new receiver counts the value that is there as seen",
        )
        .here("subscribed again in each iteration")
        .label(receive.span(), "this waits for the next value only")
        .level(level.min(Level::Warn))
        .help("subscribe before the loop")),
    }
}

/// A clone of a receiver that stays as it is.
fn ready_again<'c>(receive: Receive<'c>, again: &Again<'c>, original: Expr<'c>, call: Expr<'c>) -> Finding {
    let name = original.text();
    let message = format!(
        "once a value has been sent, this loop never waits: `{name}` stays as it is, and each clone takes the value for new"
    );
    let finding = Finding::new(call.span(), message)
        .here("a clone has seen what its original has")
        .label(receive.span(), "this is ready immediately")
        .label(again.a_loop.span(), "each iteration of this loop makes a clone");
    match again.call {
        Some(call) => finding
            .label(call.call_span(), "this calls the function again")
            .help(format!("take `&mut self`, and call `changed` on `{name}` itself")),
        None => finding.help(format!("clone `{name}` once, before the loop")),
    }
}

/// Where what is waited for is so when the receiver is made, no change may come any more.
fn missed(receive: Receive<'_>, first: &FirstLook<'_>) -> Result<Finding, Silence> {
    if let Some(looked) = receive.looked_at_before() {
        return excused("the new receiver looks at the value before it waits", looked.span());
    }
    let name = receive.source_expr().text();
    Ok(Finding::new(
        receive.span(),
        "this waits for a change though the value may be there: a new receiver counts it as seen",
    )
    .here("this is ready only once another value has been sent")
    .label(first.subscription.span(), "what has been sent by then is never looked at")
    .label(first.looked.span(), "only this ends the wait, and it comes after the first change")
    .label(first.a_loop.span(), "the loop that waits")
    .level(Level::Pedantic)
    .help(format!("wait with `{name}.wait_for(…)`, which looks at the value that is there first")))
}
