#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;
use crate::model::source::handles::Expr;
use crate::model::values::cases::Continuation;

pub static LINT: Lint = Lint {
    name: "unwrapped-send",
    family: Family::Channel,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    let Continuation::Panics(unwrap) = send.when_refused() else { return Err(Silence::NotMine) };
    if !send.answers_once() {
        return asked(send, unwrap);
    }

    if let Some(made) = send.made_nearby() {
        return excused("whoever made the channel sends on it", made);
    }
    if send.in_test() {
        return excused("it stands in a test", send.span());
    }
    let asker = send.came_with().ok_or(Silence::NotMine)?;

    let name = send.sender_text();
    Ok(Finding::new(unwrap.call_span(), "this panics when whoever asked no longer waits for the reply")
        .here("the error says that nobody waits")
        .label(send.span(), "the reply is sent here")
        .label(asker.span(), format!("`{name}` comes from whoever asks"))
        .help(format!("leave the error alone, with `let _ = {name}.send(…);`, or log it")))
}

/// A question: whoever replies may have ended, as it does when the program shuts down.
fn asked(send: Send<'_>, unwrap: Expr<'_>) -> Result<Finding, Silence> {
    let reply = send.reply_awaited().ok_or(Silence::NotMine)?;

    if let Some(made) = send.made_nearby() {
        return excused("whoever made the channel sends on it", made);
    }
    if send.in_test() {
        return excused("it stands in a test", send.span());
    }
    if send.is_order_to_stop() {
        return excused("the question is the order to stop, which is given once", send.span());
    }

    Ok(Finding::new(unwrap.call_span(), "this panics once the task that replies has ended, for example at shutdown")
        .here("the error says that nobody receives any more")
        .label(send.span(), "the question is sent here")
        .label(reply.span(), "its reply is awaited here")
        .help("return an error to the caller, here and where the reply is awaited"))
}
