//! A receiving side that keeps a sender of its own channel, so that the end it waits for never comes.

use crate::lint::{Asked, Silence, Span, excused, first_answer};
use crate::model::facts::channel::Channel;
use crate::model::facts::channel::both_halves::Holder;
use crate::model::facts::channel::given::Together;
use crate::model::facts::channel::owner::Owner;
use crate::model::facts::receive::Receive;
use crate::model::facts::receive::unseen_error::Outcome;
use crate::model::facts::receive::until_closed::Exits;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::source::handles::{Expr, Variable};
use crate::model::values::cases::Continuation;

/// A receiving side that keeps a sender of its own channel.
pub struct SelfHeld<'c> {
    pub keeper: Keeper<'c>,
    /// The receive that waits for an end.
    pub receive: Receive<'c>,
    pub end: DeadEnd<'c>,
}

/// Who keeps the sender.
pub enum Keeper<'c> {
    Struct(Holder<'c>),
    /// A task, which takes the sender along by this mention.
    Task(Variable<'c>, Expr<'c>),
    /// A task, by a shared pointer to what has the sender.
    Owner(Owner<'c>),
    /// A parameter beside the receiver.
    Given(Together<'c>),
}

/// What never happens since the channel never closes.
pub enum DeadEnd<'c> {
    /// The loop is never left; the place of the case that would leave it.
    Loop { a_loop: Loop<'c>, case: Option<Span> },
    /// The caller never gets this error.
    Error { name: String, case: Span },
    /// Nobody sends, and this goes on only when the last sender is gone.
    Wait,
}

/// The receiving side of a channel that keeps a sender of it.
pub fn held_by_receiver(channel: Channel<'_>) -> Asked<SelfHeld<'_>> {
    if !channel.is_plain_queue() {
        return Err(Silence::NotMine);
    }
    closed_by_hand(channel.closed_by_call())?;
    let in_structs = channel.holders().map(|holder| held_in_struct(channel, holder));
    let in_tasks = channel.receives().map(|receive| held_in_task(channel, receive));
    let by_owners = channel.receives_anywhere().map(|receive| held_by_owner(channel, receive));
    let in_pairs = channel.cloned_out_of_field().map(|(receive, sender)| held_in_pair(receive, sender));
    let given = channel.given_with_sender().into_iter().map(|together| held_by_param(channel, together));
    first_answer(in_structs.chain(in_tasks).chain(by_owners).chain(in_pairs).chain(given))
}

fn closed_by_hand(call: Option<Span>) -> Asked<()> {
    match call {
        Some(call) => excused("the channel is closed by a call of its own", call),
        None => Ok(()),
    }
}

fn held_in_struct<'c>(channel: Channel<'c>, holder: Holder<'c>) -> Asked<SelfHeld<'c>> {
    closed_by_hand(holder.closed_by_call())?;
    if let Some(given) = holder.moved_out() {
        return given_up(given);
    }
    if let Some(place) = holder.lives_forever() {
        return lives_forever(place);
    }
    first_answer(holder.receives().filter(|receive| receive.waits()).map(|receive| {
        let end = if waits_for_the_end(channel, receive) { DeadEnd::Wait } else { dead_end(receive, holder)? };
        Ok(SelfHeld { keeper: Keeper::Struct(holder), receive, end })
    }))
}

/// Whether a receive that stands in no loop waits for the end of a channel on which nobody sends.
fn waits_for_the_end(channel: Channel<'_>, receive: Receive<'_>) -> bool {
    matches!(receive.enclosing_loop(), Err(Silence::NotMine))
        && receive.waits_alone().is_some()
        && channel.only_tells_the_end()
}

/// What never happens at a receive from a struct's own receiver.
fn dead_end<'c>(receive: Receive<'c>, holder: Holder<'c>) -> Asked<DeadEnd<'c>> {
    if receive.by_static_self() {
        return lives_forever(receive.expr().span());
    }
    if let Ok(a_loop) = receive.enclosing_loop() {
        return dead_loop(receive, a_loop);
    }
    let at = receive.expr().span();
    let handed_on = || Silence::Excused("the receive only returns its value to the caller", at);
    let closed = match receive.when_closed() {
        Continuation::At(points) => points,
        Continuation::Question(point) => vec![point],
        Continuation::Panics(unwrap) => return impossible(unwrap.span()),
        _ => return Err(handed_on()),
    };
    let case = case_that_panics(receive, &closed)?;
    match receive.outcome(holder, &closed) {
        Outcome::Error { name, case } => Ok(DeadEnd::Error { name, case }),
        Outcome::EndsLoop(a_loop) if a_loop.dropped_from_outside().is_some() => other_exit(a_loop.expr().span()),
        Outcome::EndsLoop(a_loop) => Ok(DeadEnd::Loop { a_loop, case }),
        Outcome::OneOf(span) => other_exit(span),
        Outcome::HandedOn => Err(handed_on()),
    }
}

/// The loop around a receive that nothing but closing leaves.
fn dead_loop<'c>(receive: Receive<'c>, a_loop: Loop<'c>) -> Asked<DeadEnd<'c>> {
    if let Continuation::Panics(unwrap) = receive.when_closed() {
        return impossible(unwrap.span());
    }
    let closed = match receive.exits(a_loop) {
        Exits::OnlyClosed(closed) => closed,
        Exits::Also(span) => return other_exit(span),
        Exits::Not(silence) => return Err(silence),
    };
    if let Some(message) = receive.message_that_ends(&closed) {
        return other_exit(message);
    }
    let case = case_that_panics(receive, &closed)?;
    match a_loop.dropped_from_outside() {
        Some(span) if !a_loop.is_waited_for_by_value() => other_exit(span),
        _ => Ok(DeadEnd::Loop { a_loop, case }),
    }
}

/// The arm of the closed case, unless the case is said to be impossible.
fn case_that_panics(receive: Receive<'_>, closed: &[Point<'_>]) -> Asked<Option<Span>> {
    match closed.first() {
        Some(first) if !closed.iter().all(|point| point.panics()) => Ok(first.arm()),
        Some(_) => impossible(receive.expr().span()),
        None => Ok(None),
    }
}

/// The sender that a task keeps which took both halves along.
fn held_in_task<'c>(channel: Channel<'c>, receive: Receive<'c>) -> Asked<SelfHeld<'c>> {
    if !receive.waits() || !receive.expr().is_task_code() {
        return Err(Silence::NotMine);
    }
    first_answer(channel.senders().map(|sender| {
        let task = receive.expr().body();
        let mention = sender.taken_along_by(task).ok_or(Silence::NotMine)?;
        let a_loop = receive.enclosing_loop()?;
        let head = a_loop.expr().point();
        let moved =
            sender.moved_or_dropped_in(task).filter(|(_, by)| by.is_some()).any(|(point, _)| point.is_in(a_loop));
        if moved || !head.is_some_and(|head| sender.may_hold_at(head)) {
            return given_up(mention.span());
        }
        let end = dead_loop(receive, a_loop)?;
        Ok(SelfHeld { keeper: Keeper::Task(sender, mention), receive, end })
    }))
}

/// The sender that a task keeps which took along clones of both halves.
fn held_in_pair<'c>(receive: Receive<'c>, sender: Variable<'c>) -> Asked<SelfHeld<'c>> {
    if !receive.waits() || !receive.expr().is_task_code() {
        return Err(Silence::NotMine);
    }
    let mention = sender.taken_along_by(receive.expr().body()).ok_or(Silence::NotMine)?;
    let a_loop = receive.enclosing_loop()?;
    let head = a_loop.expr().point().ok_or(Silence::NotMine)?;
    let Some(sender) = sender.name_at(head) else { return given_up(mention.span()) };
    let end = dead_loop(receive, a_loop)?;
    Ok(SelfHeld { keeper: Keeper::Task(sender, mention), receive, end })
}

/// The sender that a task keeps by a shared pointer to the struct that has it.
fn held_by_owner<'c>(channel: Channel<'c>, receive: Receive<'c>) -> Asked<SelfHeld<'c>> {
    if !receive.waits() || !receive.expr().is_task_code() {
        return Err(Silence::NotMine);
    }
    let owner = channel.owner_taken_along(receive).ok_or(Silence::NotMine)?;
    let a_loop = receive.enclosing_loop()?;
    if let Some(once) = channel.is_made_once() {
        return lives_forever(once);
    }
    let head = a_loop.expr().point();
    let mut leaves = owner.pointer.moved_or_dropped_in(receive.expr().body()).filter(|(_, by)| by.is_some());
    if leaves.any(|(point, _)| point.is_in(a_loop)) || !head.is_some_and(|head| owner.pointer.may_hold_at(head)) {
        return given_up(owner.mention.span());
    }
    let end = dead_loop(receive, a_loop)?;
    Ok(SelfHeld { keeper: Keeper::Owner(owner), receive, end })
}

/// The sender that a function is given beside the receiver.
fn held_by_param<'c>(channel: Channel<'c>, together: Together<'c>) -> Asked<SelfHeld<'c>> {
    let receive = together.receive;
    if !receive.waits() {
        return Err(Silence::NotMine);
    }
    let a_loop = receive.enclosing_loop()?;
    if let Some(once) = channel.is_made_once() {
        return lives_forever(once);
    }
    let body = receive.expr().body();
    let mut leaves = together.param.moved_or_dropped_in(body).filter(|(_, by)| by.is_some());
    let held = a_loop.expr().point().is_some_and(|head| together.param.may_hold_at(head));
    if leaves.any(|(point, _)| point.is_in(a_loop)) || !held {
        return given_up(together.param.span());
    }
    let end = dead_loop(receive, a_loop)?;
    Ok(SelfHeld { keeper: Keeper::Given(together), receive, end })
}

fn given_up<T>(span: Span) -> Asked<T> {
    excused("the sender is weak or dropped before the loop", span)
}

fn lives_forever<T>(span: Span) -> Asked<T> {
    excused("the owner lives as long as the process", span)
}

fn other_exit<T>(span: Span) -> Asked<T> {
    excused("the receive loop has an exit other than closing", span)
}

fn impossible<T>(span: Span) -> Asked<T> {
    excused("closing is declared impossible", span)
}
