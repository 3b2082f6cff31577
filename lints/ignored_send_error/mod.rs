#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;
use crate::model::flow::loops::Loop;
use crate::model::values::cases::Continuation;

pub static LINT: Lint = Lint {
    name: "ignored-send-error",
    family: Family::Channel,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    if send.answers_once() || send.sets_state() || !matches!(send.when_refused(), Continuation::Ignored(_)) {
        return Err(Silence::NotMine);
    }
    let inner = send.expr().loop_around().ok_or(Silence::NotMine)?;
    let a_loop = outermost(inner);
    if !a_loop.endless() {
        return Err(Silence::NotMine);
    }

    if let Some(exit) = a_loop.left_at() {
        return excused("the loop has another exit", exit);
    }
    if send.is_heard_by_many() {
        return excused("receivers come and go", send.span());
    }
    if send.in_test() {
        return excused("it stands in a test", send.span());
    }
    let Some(spawn) = send.expr().started_for_nobody() else {
        return excused("somebody has the task's handle", send.span());
    };

    let sender = send.sender_text();
    Ok(Finding::new(send.span(), "when nobody receives any more this fails in each iteration, and the loop goes on")
        .here("the error is thrown away")
        .label(a_loop.span(), "nothing ends this loop")
        .label(spawn.call_span(), "nobody can end the task that is started here")
        .help(format!("exit the loop when `{sender}` gives an error")))
}

fn outermost(inner: Loop<'_>) -> Loop<'_> {
    match inner.outer() {
        Some(outer) => outermost(outer),
        None => inner,
    }
}
