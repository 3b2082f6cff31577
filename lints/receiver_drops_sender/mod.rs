#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Channel;
use crate::model::facts::channel::dropped_sender::NotLost;
use crate::model::silence::Not;

pub static LINT: Lint = Lint {
    name: "receiver-drops-sender",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Channel(check),
};

fn check(channel: Channel<'_>) -> Result<Finding, Silence> {
    let lost = channel.lost_sender().map_err(excuse)?;
    if channel.in_test() {
        return excused("the code is a test", channel.span());
    }

    let receiver = &lost.receiver;
    let dropped = match &lost.name {
        Some(name) => format!("`{name}`, the only sender, is dropped here"),
        None => "the only sender is dropped here".to_owned(),
    };
    Ok(Finding::new(channel.span(), format!("`{receiver}` is closed from the start: nobody can ever send to it"))
        .label(lost.dropped, dropped)
        .label(lost.wait, "so this is over at once, every time")
        .help("keep the sender for whoever is to send, for as long as somebody waits")
        .code(channel.kept(receiver)))
}

fn excuse(not: Not<NotLost>) -> Silence {
    let (why, at) = match not {
        Not::Silent(silence) => return silence,
        Not::Because(why, at) => (why, at),
    };
    match why {
        NotLost::Watch => Silence::Excused("the channel is a watch, whose last value stays readable", at),
        NotLost::Stored => Silence::Excused("the receiver is only stored, returned or replaced", at),
        NotLost::Used => Silence::Excused("the sender was cloned, lent or used before it was dropped", at),
        NotLost::SomePaths => Silence::Excused("the sender is dropped on some paths only", at),
        NotLost::SwitchedOff => Silence::Excused("closing only switches off a branch of a select", at),
    }
}
