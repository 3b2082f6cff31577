//! The only sender of a channel, dropped before anybody waits for the receiver.

use crate::lint::{Asked, Silence, Span, excused};
use crate::model::facts::channel::Half;
use crate::model::facts::{Channel, Receive};
use crate::model::library::ChannelKind;
use crate::model::source::handles::{Expr, Variable};
use crate::model::values::cases::Continuation;

/// A channel that is closed before the first receive.
pub struct LostSender<'c> {
    /// Where the sender is dropped.
    pub dropped: Span,
    /// The variable of the sender, where it has one.
    pub sender: Option<Variable<'c>>,
    /// The wait that is over at once.
    pub wait: Expr<'c>,
    pub receiver: Variable<'c>,
    /// Whether the function gives the receiver back, itself or in a struct, and what waits comes later.
    pub is_returned: bool,
}

/// The sender that is dropped before the receiver is waited for.
pub fn lost_sender(channel: Channel<'_>) -> Asked<LostSender<'_>> {
    let (sender, at_once) = match channel.sender() {
        Half::Named(sender) => (Some(sender), None),
        Half::Dropped(span) => (None, Some(span)),
        Half::Elsewhere => return Err(Silence::NotMine),
    };
    let Half::Named(_) = channel.receiver() else { return Err(Silence::NotMine) };
    if let Some(sender) = sender {
        only_dropped(sender)?;
    }
    let of_watch = channel.kind() == ChannelKind::Watch;
    let (wait, site, receiver) = match first_wait(channel) {
        Ok((wait, receiver)) => (wait, wait, receiver),
        Err(_) if of_watch => {
            return excused("the channel is a watch, whose last value stays readable", channel.span());
        }
        Err(silence) => match given_away(channel) {
            Some(given) => given,
            None => {
                let later = given_back(channel, sender, at_once).or(kept_in_field(channel, sender, at_once));
                return later.ok_or(silence);
            }
        },
    };
    let dropped = match (at_once, sender) {
        (Some(span), _) => span,
        (None, Some(sender)) => match dropped_before(sender, site) {
            Err(Silence::NotMine) => dies_with_function(channel, sender, site)?,
            dropped => dropped?,
        },
        (None, None) => return Err(Silence::NotMine),
    };
    Ok(LostSender { dropped, sender, wait, receiver, is_returned: false })
}

/// The wait of a caller whom the function gives the receiver, when the sender has gone with the function.
fn given_back<'c>(channel: Channel<'c>, sender: Option<Variable<'c>>, at_once: Option<Span>) -> Option<LostSender<'c>> {
    let returned = channel.waited_for_by_callers()?;
    let dropped = match (at_once, sender) {
        (Some(span), _) => span,
        (None, Some(sender)) => sender.span(),
        (None, None) => return None,
    };
    let (wait, receiver) = (returned.receive.expr(), returned.receiver);
    Some(LostSender { dropped, sender, wait, receiver, is_returned: true })
}

/// The wait of a struct whose field has the receiver, when the sender has gone with the function that makes the struct.
fn kept_in_field<'c>(
    channel: Channel<'c>,
    sender: Option<Variable<'c>>,
    at_once: Option<Span>,
) -> Option<LostSender<'c>> {
    let kept = channel.waited_for_by_field()?;
    let gone = sender.and_then(|sender| sender.mentions().next());
    let dropped = at_once.or(gone.map(Expr::span)).or(sender.map(Variable::span))?;
    let (wait, receiver) = (kept.receive.expr(), kept.receiver);
    Some(LostSender { dropped, sender, wait, receiver, is_returned: gone.is_none() })
}

/// The wait in a function that the receiver is given to, with the call that gives it.
fn given_away(channel: Channel<'_>) -> Option<(Expr<'_>, Expr<'_>, Variable<'_>)> {
    let given = channel.waits_given().next()?;
    let disabled = matches!(given.receive.when_closed(), Continuation::Disabled { .. });
    (!disabled).then(|| (given.receive.expr(), given.call, given.receiver))
}

/// Where a sender that nobody uses ends with a function that starts the task which waits, and is over right behind that.
fn dies_with_function(channel: Channel<'_>, sender: Variable<'_>, site: Expr<'_>) -> Asked<Span> {
    let task = channel.started_with(site).ok_or(Silence::NotMine)?;
    let left = sender.mentions().next().is_none() && task.expr().body() == sender.body() && task.is_left_alone();
    match left {
        true => Ok(sender.span()),
        false => Err(Silence::NotMine),
    }
}

/// Whether nothing is done with a sender but dropping it, where it is bound.
fn only_dropped(sender: Variable<'_>) -> Asked<()> {
    let gone = |mention: &Expr<'_>| mention.is_dropped() || mention.lost_in_call().is_some();
    match sender.mentions().find(|mention| !gone(mention) || mention.body() != sender.body()) {
        Some(used) => excused("the sender was cloned, lent or used before it was dropped", used.span()),
        None => Ok(()),
    }
}

/// The first wait for a channel's receiver, and the variable by which it waits.
fn first_wait(channel: Channel<'_>) -> Asked<(Expr<'_>, Variable<'_>)> {
    let stored = |span| Silence::Excused("the receiver is only stored, returned or replaced", span);
    let mut silence = stored(channel.span());
    for receiver in channel.receivers() {
        if let Some(assigned) = receiver.mentions().find(|mention| mention.is_assigned()) {
            return Err(stored(assigned.span()));
        }
        for mention in receiver.mentions() {
            match wait_by(channel, mention) {
                Ok(wait) => return Ok((wait, receiver)),
                Err(Silence::NotMine) => {}
                Err(other) => silence = other,
            }
        }
    }
    Err(silence)
}

/// The wait that a mention of a receiver is.
fn wait_by<'c>(channel: Channel<'c>, mention: Expr<'c>) -> Asked<Expr<'c>> {
    let receive = channel.receives_by(mention).find(|receive| receive.waits());
    if let Some(Continuation::Disabled { select, .. }) = receive.map(|receive| receive.when_closed()) {
        return excused("closing only switches off a branch of a select", select.span());
    }
    if channel.kind() == ChannelKind::Watch && !receive.is_some_and(ends_loop) {
        return Err(Silence::NotMine);
    }
    mention.awaited_by().or(receive.map(|receive| receive.expr())).ok_or(Silence::NotMine)
}

/// Whether a wait for another value ends a loop that has other work, when no sender is there: the value that stays readable
/// serves nobody then.
fn ends_loop(receive: Receive<'_>) -> bool {
    let other_work = receive.expr().branch().is_some_and(|branch| branch.others().any(|other| !other.is_else()));
    let a_loop = receive.expr().loop_around().filter(|_| receive.watches() && other_work);
    let Some(a_loop) = a_loop else { return false };
    match receive.when_closed() {
        Continuation::At(points) => points.iter().all(|point| !point.continues(a_loop)),
        Continuation::Question(_) => true,
        _ => false,
    }
}

/// Where a sender is dropped on every path to a wait.
fn dropped_before(sender: Variable<'_>, wait: Expr<'_>) -> Asked<Span> {
    // A wait in a task of its own comes after whatever the maker of the task has done by then or does later.
    let site = wait.seen_from(sender.body()).ok_or(Silence::NotMine)?;
    let waits = site.first_point().ok_or(Silence::Unknown("where this wait runs", site.span()))?;
    let (_, by) =
        sender.moved_or_dropped_in(sender.body()).find(|(point, _)| point.may_reach(waits)).ok_or(Silence::NotMine)?;
    let dropped = match by {
        Some(call) => call.span(),
        None => sender.span(),
    };
    match sender.may_hold_at(waits) {
        true => excused("the sender is dropped on some paths only", dropped),
        false => Ok(dropped),
    }
}
