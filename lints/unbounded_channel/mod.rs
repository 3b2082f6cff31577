#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Channel;

pub static LINT: Lint = Lint {
    name: "unbounded-channel",
    family: Family::Channel,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Channel(check),
};

fn check(channel: Channel<'_>) -> Result<Finding, Silence> {
    if channel.is_bounded() || !channel.is_plain_queue() {
        return Err(Silence::NotMine);
    }
    let (send, a_loop) = channel.fed_as_it_comes().ok_or(Silence::NotMine)?;

    if channel.in_test() {
        return excused("it stands in a test", channel.span());
    }

    let sender = send.sender_text();
    Ok(Finding::new(
        channel.span(),
        "this takes all that comes while nobody receives: memory grows until the process is killed",
    )
    .here("a channel without a limit")
    .label(a_loop.span(), "this loop takes what comes from outside, as fast as it comes")
    .label(send.span(), "this puts it into the channel without waiting")
    .help(format!("give the channel a capacity, and let the loop wait where `{sender}` sends")))
}
