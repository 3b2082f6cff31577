#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;
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
        return Err(Silence::NotMine);
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
