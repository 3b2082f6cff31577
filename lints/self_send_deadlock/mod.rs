#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;

pub static LINT: Lint = Lint {
    name: "self-send-deadlock",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    let own = send.own_loop().filter(|own| own.channel.is_bounded()).ok_or(Silence::NotMine)?;
    if let Some(limit) = send.way_out() {
        return excused("the send has another exit: a limit of time, or another branch", limit);
    }
    if !send.may_wait_for_room() {
        return Err(Silence::NotMine);
    }

    if let Some(other) = own.other_receiver() {
        return excused("another receiver takes from the channel as well", other.span());
    }
    if !own.others_send(send) && !own.sends_again(send) {
        let taken = own.receive.span();
        return excused("nobody else sends, and the message that was taken makes room for the one that is sent", taken);
    }

    if send.asks_own_loop() {
        // What waits for the answer waits forever, full or not: `channel-deadlock` has that.
        return Err(Silence::NotMine);
    }

    let (sender, receiver) = (send.sender_text(), own.receive.source());
    let mut finding = Finding::new(
        send.span(),
        format!("this waits for room in a channel that only this loop empties: once it is full, `{receiver}` is never read again"),
    )
    .here(format!("`{sender}` sends to the channel of this very loop"))
    .level(if send.goes_by_flag() { Level::Pedantic } else { Level::Warn })
    .label(own.channel.span(), "the channel is made here")
    .label(own.receive.span(), "the loop takes from it here");
    for call in own.calls {
        finding = finding.label(call.call_span(), "and here it waits for the call that sends");
    }
    Ok(finding.help("keep what the loop has for itself in a `VecDeque` beside the channel, or send it with `try_send`"))
}
