//! What takes everything from a channel until it closes, and which sender of its own function is alive meanwhile.

use crate::lint::{Asked, Silence, Span, excused, first_answer};
use crate::model::facts::channel::Channel;
use crate::model::facts::channel::beside::Beside;
use crate::model::facts::channel::given::Lent;
use crate::model::facts::receive::Receive;
use crate::model::facts::receive::until_closed::{Chain, Exits};
use crate::model::flow::points::Point;
use crate::model::source::handles::{Expr, Variable};

/// A sender that is alive while its own channel is drained.
pub struct HeldSender<'c> {
    /// The variable that it is, or that keeps it.
    pub owner: Variable<'c>,
    /// The field of the variable that it is, where that is known.
    pub field: Option<&'c str>,
    /// Whether it is the variable itself, not something inside.
    pub is_whole: bool,
    /// Where the channel is made.
    pub made: Span,
    /// Where the name is bound.
    pub bound: Span,
    /// Where a clone of it goes to work.
    pub cloned: Option<Span>,
    /// Where it is dropped after all, too late.
    pub late: Option<Span>,
    /// The drain; the call that runs it, where that gives it the receiver.
    pub drain: Expr<'c>,
}

impl HeldSender<'_> {
    /// How the user calls it, or what keeps it: `tx`, `board.tx`.
    pub fn name(&self) -> String {
        match self.field {
            Some(field) => format!("{}.{field}", self.owner.name()),
            None => self.owner.name().to_owned(),
        }
    }
}

/// The loop or the chain of calls around a receive that goes on only when the channel has closed.
pub fn drain(receive: Receive<'_>) -> Asked<Expr<'_>> {
    if !receive.waits() || !receive.from_channel() {
        return Err(Silence::NotMine);
    }
    let other_exit = |span| excused("the drain has an exit other than closing", span);
    match receive.iterator_chain() {
        Some(Chain::Whole(chain)) => return Ok(chain),
        Some(Chain::StopsEarly(call)) => return other_exit(call.span()),
        Some(Chain::Lost(at)) => return Err(Silence::Unknown("what becomes of this iterator", at.span())),
        None => {}
    }
    let Ok(a_loop) = receive.enclosing_loop() else { return lone_wait(receive) };
    match receive.exits(a_loop) {
        Exits::Also(span) if !receive.left_only_by_own_failure(a_loop) => return other_exit(span),
        Exits::Not(silence) => return Err(silence),
        Exits::Also(_) | Exits::OnlyClosed(_) => {}
    }
    match a_loop.is_last_of_main() && !a_loop.expr().is_task_code() {
        true => excused("the drain is the last thing that `main` does", receive.span()),
        false => Ok(a_loop.expr()),
    }
}

/// One receive from a channel on which nobody sends: whatever is made of its answer, what it waits for is the end.
fn lone_wait(receive: Receive<'_>) -> Asked<Expr<'_>> {
    let wait = receive.waits_alone().ok_or(Silence::NotMine)?;
    let channel = match receive.channel() {
        Some(channel) => channel,
        None => receive.sender_beside().ok_or(Silence::NotMine)?.channel,
    };
    match channel.only_tells_the_end() {
        true => Ok(wait),
        false => Err(Silence::NotMine),
    }
}

/// The sender that the code around a drain still has while it drains.
pub fn held_sender<'c>(receive: Receive<'c>, drain: Expr<'c>) -> Asked<HeldSender<'c>> {
    let own = receive.channel();
    // What a function gives back with the receiver may have the sender.
    if own.is_none_or(|channel| !channel.is_made_by_function_of(drain)) {
        if let Some(beside) = receive.sender_beside() {
            return held_beside(receive, drain, beside);
        }
        if let Some(beside) = receive.sender_come_along() {
            return held_by_company(beside, drain);
        }
    }
    match own {
        Some(channel) => held_of(channel, drain, true),
        None => first_answer(receive.lent_by().into_iter().map(|lent| held_where_lent(lent, drain))),
    }
}

/// The sender that the function still has which gives the receiver to the function of the drain.
fn held_where_lent<'c>(lent: Lent<'c>, drain: Expr<'c>) -> Asked<HeldSender<'c>> {
    if drain.conditions().next().is_some() {
        return Err(Silence::Unknown("where this drain runs", drain.span()));
    }
    let site = if lent.in_place { lent.call } else { drain };
    match (lent.channel, lent.beside) {
        // What keeps a sender inside of it may give it up somewhere in between.
        (Some(channel), _) => held_of(channel, site, false),
        (None, Some(beside)) => held_by_company(beside, site),
        (None, None) => Err(Silence::NotMine),
    }
}

/// The sender of a channel that is held through a drain of it, by itself or also inside of something.
fn held_of<'c>(channel: Channel<'c>, drain: Expr<'c>, inside: bool) -> Asked<HeldSender<'c>> {
    if !channel.is_plain_queue() {
        return Err(Silence::NotMine);
    }
    if let Some(call) = channel.closed_by_call() {
        return excused("the receiver closes the channel before it drains", call);
    }
    let mut silence = Silence::NotMine;
    for sender in channel.senders() {
        match held_through(sender, drain) {
            Ok(wait) => return Ok(held_itself(sender, channel, wait, drain)),
            Err(why) if silence == Silence::NotMine => silence = why,
            Err(_) => {}
        }
        if inside && let Some(keeper) = kept_inside(sender, drain) {
            return Ok(held_in(keeper, None, channel, keeper.span(), drain));
        }
    }
    Err(silence)
}

/// Where the function of a variable waits for a drain, all through which the variable has what it was given.
fn held_through<'c>(sender: Variable<'c>, drain: Expr<'c>) -> Asked<Expr<'c>> {
    let site = site_of(drain, sender)?;
    let target = site.point().ok_or(Silence::Unknown("where this drain runs", site.span()))?;
    if let Some(used) = sender.mentions().find(|mention| drain.span().holds(mention.span())) {
        return excused("the drain itself sends on the channel or gives its sender up", used.span());
    }
    // What is cloned beside the drain stays.
    let beside = |mention: &Expr<'_>| {
        site.span().holds(mention.span()) && mention.cloned_by().is_none() && mention.seen_from(drain.body()).is_some()
    };
    if let Some(used) = sender.mentions().filter(|_| site != drain).find(beside) {
        return gone(used.span());
    }
    if !sender.may_hold_at(target) {
        return match sender.moved_or_dropped_in(site.body()).find_map(|(_, by)| by) {
            Some(by) => gone(by.span()),
            None => gone(sender.span()),
        };
    }
    match conditional_move(sender, target, site) {
        Some(moved) => excused("the sender is moved under a condition that may be the drain's own", moved.span()),
        None => Ok(site),
    }
}

fn gone<T>(span: Span) -> Asked<T> {
    excused("the sender is moved or dropped before the drain", span)
}

/// Where a drain runs in the function of a sender, or where that waits for the task that drains.
fn site_of<'c>(drain: Expr<'c>, sender: Variable<'c>) -> Asked<Expr<'c>> {
    match drain.runs_in(sender.body()) {
        Ok(site) => Ok(site),
        Err(maker) => match drain.task_waited_for_in(sender.body()) {
            Some(wait) => Ok(wait),
            None => excused("the drain runs in a task, thread or stream that nobody here waits for", maker.span()),
        },
    }
}

/// A move on another path than the one that holds, when the drain too stands under a condition.
fn conditional_move<'c>(sender: Variable<'c>, target: Point<'c>, site: Expr<'c>) -> Option<Expr<'c>> {
    let before = sender.moved_or_dropped_in(site.body()).filter(|(point, _)| point.may_reach(target));
    before.filter_map(|(_, by)| by).find(|moved| site.conditions().any(|around| !around.span().holds(moved.span())))
}

/// A variable that has a sender, or a clone of it, inside of something all through a drain: a list, an `Option`, a struct.
fn kept_inside<'c>(sender: Variable<'c>, drain: Expr<'c>) -> Option<Variable<'c>> {
    let clones = sender.mentions().filter_map(|mention| mention.cloned_by());
    let keepers = sender.put_inside().chain(clones.flat_map(|clone| clone.put_inside()));
    let held = |keeper: &Variable<'c>| matches!(held_through(*keeper, drain), Ok(site) if site.body() == keeper.body());
    keepers.filter(|keeper| !keeper.is_self()).find(held)
}

fn held_itself<'c>(sender: Variable<'c>, channel: Channel<'c>, wait: Expr<'c>, drain: Expr<'c>) -> HeldSender<'c> {
    let dropped = sender.mentions().filter(|mention| mention.is_dropped()).map(|mention| mention.span());
    HeldSender {
        owner: sender,
        field: None,
        is_whole: true,
        made: channel.span(),
        bound: sender.span(),
        cloned: sender.mentions().find_map(|mention| mention.cloned_by()).map(|clone| clone.span()),
        late: dropped.into_iter().find(|span| span.start > wait.span().end),
        drain,
    }
}

/// A sender inside of what a variable has.
fn held_in<'c>(
    owner: Variable<'c>,
    field: Option<&'c str>,
    channel: Channel<'c>,
    bound: Span,
    drain: Expr<'c>,
) -> HeldSender<'c> {
    HeldSender { owner, field, is_whole: false, made: channel.span(), bound, cloned: None, late: None, drain }
}

/// The sender in what came along with the receiver.
fn held_by_company<'c>(beside: Beside<'c>, drain: Expr<'c>) -> Asked<HeldSender<'c>> {
    if !beside.channel.is_plain_queue() {
        return Err(Silence::NotMine);
    }
    if let Some(left) = beside.leaves.first() {
        return gone(*left);
    }
    held_through(beside.owner, drain)?;
    Ok(held_in(beside.owner, Some(beside.field), beside.channel, beside.bound, drain))
}

/// The sender that stays where its receiver was taken out.
fn held_beside<'c>(receive: Receive<'c>, drain: Expr<'c>, beside: Beside<'c>) -> Asked<HeldSender<'c>> {
    if let Some(left) = beside.leaves.iter().find(|left| left.start < drain.span().start) {
        return gone(*left);
    }
    let source = receive.source_expr();
    let mut mentions = beside.owner.mentions().filter(|mention| !source.holds(*mention));
    if let Some(used) = mentions.find(|mention| drain.span().holds(mention.span())) {
        return excused("the drain itself sends on the channel or gives its sender up", used.span());
    }
    site_of(drain, beside.owner)?;
    Ok(held_in(beside.owner, Some(beside.field), beside.channel, beside.bound, drain))
}
