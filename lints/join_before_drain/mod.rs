#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
use crate::model::facts::Send;

pub static LINT: Lint = Lint {
    name: "join-before-drain",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    let waited = questions::waited_for(send)?;
    let room = questions::room(send, &waited)?;

    let (task, receiver) = (waited.producer.called(), waited.receiver.name());
    let level = if room.is_less { Level::Deny } else { Level::Warn };
    Ok(Finding::new(
        waited.join.expr.await_span(),
        format!("this can deadlock: it waits for a {task} that may wait for room in the channel of `{receiver}`, which is read only afterwards"),
    )
    .here(format!("`{receiver}` is read only after this"))
    .label(waited.channel.span(), holds(room.slots))
    .label(waited.producer.spawn().call_span(), format!("this {task} sends to it"))
    .label(send.span(), format!("the {task} waits here once the channel is full"))
    .level(level)
    .help(format!("receive from `{receiver}` first, until it closes, and wait for the {task} after that")))
}

fn holds(slots: u128) -> String {
    match slots {
        0 => "the channel holds nothing: each send waits for a receive".to_owned(),
        1 => "the channel holds one value".to_owned(),
        more => format!("the channel holds {more} values"),
    }
}
