//! Which wait for a sending task comes before the first receive, and whether the channel holds all that is sent.

use crate::lint::{Asked, Silence, excused};
use crate::model::facts::channel::Channel;
use crate::model::facts::send::Send;
use crate::model::facts::send::producer::{Join, Producer};
use crate::model::source::handles::Variable;

/// A task that sends, and the wait for its end with the receiver still unread.
pub struct Waited<'c> {
    pub producer: Producer<'c>,
    pub channel: Channel<'c>,
    pub receiver: Variable<'c>,
    pub join: Join<'c>,
}

/// What a channel holds.
pub struct Room {
    pub slots: u128,
    /// Whether more is sent, for sure.
    pub is_less: bool,
}

/// The wait for the task of a send.
pub fn waited_for(send: Send<'_>) -> Asked<Waited<'_>> {
    let producer = send.producer().ok_or(Silence::NotMine)?;
    let channel = send.bounded_queue().ok_or(Silence::NotMine)?;
    let join = producer.joins().into_iter().next().ok_or(Silence::NotMine)?;
    if let Some(limit) = send.way_out() {
        return excused("the send has another exit: a limit of time, or another branch", limit);
    }
    if !send.may_wait_for_room() {
        return Err(Silence::NotMine);
    }
    let here = channel.receivers().find(|receiver| receiver.may_hold_at(join.point));
    let untouched = |receiver: Variable<'_>| join.leaves_untouched(receiver);
    match here {
        Some(receiver) if producer.is_joined_beside(join, receiver) => {
            excused("another task waits, and the one that has the receiver goes on", join.expr.span())
        }
        Some(receiver)
            if channel.receivers().all(|other| other == receiver || untouched(other)) && untouched(receiver) =>
        {
            Ok(Waited { producer, channel, receiver, join })
        }
        _ => excused("somebody else has the receiver, or it is gone before the wait", join.expr.span()),
    }
}

/// What the channel holds, where that may be less than is sent.
pub fn room(send: Send<'_>, waited: &Waited<'_>) -> Asked<Room> {
    let unknown = Silence::Unknown("how many values this channel holds", waited.channel.span());
    let slots = waited.channel.slots().ok_or(unknown)?;
    let others = waited.channel.sends_into().filter(|other| other.expr() != send.expr());
    let counts = others.map(|other| other.producer().and_then(|producer| producer.sends_at_most()));
    let all = counts.chain([waited.producer.sends_at_most()]).try_fold(0u128, |sum, n| sum.checked_add(n?));
    match all {
        Some(sent) if sent <= slots => excused("there are as many slots as sends", waited.channel.span()),
        _ => Ok(Room { slots, is_less: slots == 0 || all.is_some() }),
    }
}
