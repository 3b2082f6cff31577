//! Why nobody receives from a channel on which a task may wait for room.

use crate::lint::{Asked, Silence, Span, excused};
use crate::model::facts::channel::Channel;
use crate::model::facts::send::Send;
use crate::model::facts::send::kept::{Kept, OwnersWait};
use crate::model::facts::send::producer::Producer;
use crate::model::facts::send::stopped::{Stop, StopHow};
use crate::model::flow::loops::Loop;
use crate::model::source::handles::{Expr, Variable};

/// A task that may wait forever for room.
pub struct Blocked<'c> {
    pub producer: Producer<'c>,
    pub channel: Channel<'c>,
    pub why: Why<'c>,
}

/// Why nobody makes room, though the receiver is there.
pub enum Why<'c> {
    /// The function that waits for the task has stopped receiving.
    Stopped(Stop<'c>),
    /// What ends the struct that has the receiver waits for the task.
    Owner(Kept<'c>, OwnersWait<'c>),
    /// The field that has the receiver is never received from.
    NeverRead(Kept<'c>),
    /// A variable that nobody uses has the receiver.
    Idle(Variable<'c>),
}

impl Why<'_> {
    /// How many values are received before nobody receives any more, where that is known.
    fn received(&self) -> u128 {
        u128::from(matches!(self, Why::Stopped(stop) if stop.how == StopHow::Once))
    }

    /// Whether the task may be started more than once, each time for the same channel.
    fn counts_again(&self) -> bool {
        matches!(self, Why::Stopped(stop) if stop.again)
    }

    /// Whether what is left to send may have been known to be enough by whoever stopped.
    pub fn is_counted(&self) -> bool {
        matches!(self, Why::Stopped(stop) if matches!(stop.how, StopHow::Enough | StopHow::Once))
    }
}

/// The task of a send that may wait forever.
pub fn blocked(send: Send<'_>) -> Asked<Blocked<'_>> {
    let producer = send.producer().filter(|_| send.may_wait_for_room()).ok_or(Silence::NotMine)?;
    let channel = send.bounded_queue().ok_or(Silence::NotMine)?;
    let why = reason(send, &producer, channel).ok_or(Silence::NotMine)?;
    if let Why::Idle(receiver) = why
        && !producer.is_run_beside(receiver)
    {
        return excused("the function that has the receiver does not wait, and drops it", receiver.span());
    }
    if let Some(exit) = send.way_out() {
        return excused("the send has another exit: a limit of time, or another branch", exit);
    }
    if let Some(call) = channel.closed_by_call() {
        return excused("the channel is closed by a call of its own", call);
    }
    let mut mentions = channel.receivers().flat_map(|receiver| receiver.mentions());
    if let Some(clone) = mentions.find_map(|mention| mention.cloned_by()) {
        return excused("another receiver takes from the channel as well", clone.span());
    }
    // More may be sent than any number of slots takes.
    let Some(sent) = producer.sends_at_most().filter(|_| !why.counts_again()) else {
        return Ok(Blocked { producer, channel, why });
    };
    let unknown = Silence::Unknown("how many values this channel holds", channel.span());
    match sent <= channel.slots().ok_or(unknown)?.saturating_add(why.received()) {
        true => excused("there are slots for all that is sent", channel.span()),
        false => Ok(Blocked { producer, channel, why }),
    }
}

fn reason<'c>(send: Send<'c>, producer: &Producer<'c>, channel: Channel<'c>) -> Option<Why<'c>> {
    if let Some(stop) = producer.left_by(channel) {
        return Some(Why::Stopped(stop));
    }
    let kept = channel.kept_in();
    let owners = kept.iter().find_map(|kept| Some(Why::Owner(*kept, kept.waited_for_by_owner(producer)?)));
    if owners.is_some() {
        return owners;
    }
    if let Some(stop) = kept.iter().find_map(|kept| kept.left_by_owner(producer.spawn())) {
        return Some(Why::Stopped(stop));
    }
    match kept.as_slice() {
        [only] if only.is_only_dropped() => Some(Why::NeverRead(*only)),
        [] if !send.in_test() => send.idle_receiver(channel).map(Why::Idle),
        _ => None,
    }
}

/// A loop that sends the same to each of several receivers, one after the other.
pub struct InTurn<'c> {
    pub around: Loop<'c>,
    pub sent: Expr<'c>,
    senders: Expr<'c>,
}

/// The loop in which a send waits for room at each of several receivers.
pub fn same_to_each(send: Send<'_>) -> Option<InTurn<'_>> {
    let (around, senders) = send.loop_over_senders().filter(|_| send.may_wait_for_room())?;
    let sent = send.expr().args().next()?;
    let of_iteration =
        |part: Expr<'_>| part.local().is_some_and(|variable| around.expr().span().holds(variable.span()));
    sent.first_where(of_iteration).is_none().then_some(InTurn { around, sent, senders })
}

impl InTurn<'_> {
    /// Whether a message has nothing in it.
    pub fn is_signal(&self) -> bool {
        self.sent.text() == "()"
    }

    /// Where the function that sends makes the list of the senders itself.
    pub fn own_list(&self) -> Option<Span> {
        match self.senders.root() {
            None => Some(self.senders.span()),
            Some(list) => list.bound_value().filter(|made| made.root().is_none()).map(|made| made.span()),
        }
    }
}
