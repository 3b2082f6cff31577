//! Loops that receive from the very channel on which their own code sends: nobody makes room while the send waits.

use crate::model::Crate;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::flow::loops::Loop;
use crate::model::library::Side;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyKind, ExprAt, Origin};
use crate::model::values::branches::Branch;
use crate::syntax::tree::ExprKind;

/// How many calls may lie between a loop and what its code does.
const CALLS: u32 = 4;

/// A loop that receives from the channel on which its own code sends.
pub struct OwnLoop<'c> {
    pub receive: Receive<'c>,
    pub a_loop: Loop<'c>,
    pub channel: Channel<'c>,
    /// The calls that lead from the loop to the send, innermost last.
    pub calls: Vec<Expr<'c>>,
}

impl<'c> Receive<'c> {
    /// A send in a loop around it, where nothing but the loop's own code sends to it, and never in its own branch.
    pub fn sent_only_beside(self, branch: Branch<'_>, a_loop: Loop<'_>) -> Option<Send<'c>> {
        let channel = self.channel()?;
        let sends: Vec<Send<'c>> = channel.sends_into().collect();
        let task = self.krate.task_of(self.expr().body());
        let beside = |at: Expr<'c>| {
            a_loop.holds(at.span()) && !branch.span().holds(at.span()) && self.krate.task_of(at.body()) == task
        };
        let is_sent = |mention: Expr<'c>| sends.iter().any(|send| send.data.sender == mention.at);
        let mut mentions = channel.senders().flat_map(|sender| sender.mentions());
        let named = channel.senders().next().is_some();
        (named && mentions.all(|mention| beside(mention) && is_sent(mention))).then(|| sends.first().copied())?
    }
}

impl<'c> Send<'c> {
    /// Whether its function returns before it while a flag is set, and sets that flag.
    pub fn goes_by_flag(self) -> bool {
        let Some(here) = self.expr().first_point() else { return false };
        let (mut tested, mut set) = (Vec::new(), Vec::new());
        self.expr().each_of_body(|part| {
            if let Some(flag) = part.if_condition()
                && part.side(0).is_some_and(|side| !side.may_reach(here))
            {
                tested.push(flag.text());
            }
            if let ExprKind::Assign { left, right } = self.krate.kind(part.at)
                && self.krate.expr(ExprAt { id: *right, ..part.at }).literal_bool() == Some(true)
                && part.span().start < self.span().start
            {
                set.push(self.krate.expr(ExprAt { id: *left, ..part.at }).text());
            }
            true
        });
        tested.iter().any(|flag| set.contains(flag))
    }

    /// The loop that receives from the channel on which this sends, and of whose own code it is a part.
    pub fn own_loop(self) -> Option<OwnLoop<'c>> {
        let krate = self.krate;
        let into = krate.ends_behind(self.data.sender, Side::Sender);
        if into.is_empty() {
            return None;
        }
        krate.receives().filter(|receive| receive.waits() && receive.from_channel()).find_map(|receive| {
            let a_loop = receive.enclosing_loop().ok()?;
            let number = krate.goes_round(self, &into, receive)?;
            let mut calls = Vec::new();
            krate.leads_to(a_loop.at, self.data.at, CALLS, &mut calls).then_some(())?;
            let calls = calls.into_iter().map(|call| krate.expr(call)).collect();
            Some(OwnLoop { receive, a_loop, channel: Channel { krate, data: &krate.channels[number] }, calls })
        })
    }
}

impl<'c> OwnLoop<'c> {
    /// Whether another may send as well: by a clone, or by the field that has the sender.
    pub fn others_send(&self, send: Send<'_>) -> bool {
        self.channel.has_cloned_sender() || send.sender_expr().local().is_none()
    }

    /// Whether the send is done more than once for a message: in a loop of its own.
    pub fn sends_again(&self, send: Send<'_>) -> bool {
        send.expr().loop_around().is_some_and(|inner| inner.at != self.a_loop.at)
    }

    /// Another receiver of the channel, which makes room as well.
    pub fn other_receiver(&self) -> Option<Expr<'c>> {
        let krate = self.receive.krate;
        let clone = self.channel.receivers().flat_map(|receiver| receiver.mentions()).find_map(|m| m.cloned_by());
        clone.or_else(|| {
            let inside = |receive: &Receive<'_>| !self.a_loop.holds(receive.expr().span());
            let other = |receive: &Receive<'_>| {
                let of = krate.ends_behind(receive.data.source, Side::Receiver);
                of.iter().any(|(number, _)| *number == self.channel.number())
                    && receive.expr().body() != self.receive.expr().body()
            };
            krate.receives().filter(inside).find(other).map(|receive| receive.expr())
        })
    }
}

impl Crate {
    /// The channel from which a receive takes what a send puts into it, by the same pair of ends.
    fn goes_round(&self, send: Send<'_>, into: &[(usize, ExprAt)], receive: Receive<'_>) -> Option<usize> {
        let from = self.ends_behind(receive.data.source, Side::Receiver);
        // A field of something else than `self` may be that of another instance.
        let own_field = match self.kind(self.without_refs(send.data.sender)) {
            ExprKind::Path(_) => true,
            _ => {
                self.root_of(send.data.sender).is_some_and(|root| self.index.binding(root).origin == Origin::SelfParam)
            }
        };
        let given = |site: ExprAt| matches!(self.kind(site), ExprKind::Call { .. } | ExprKind::Method(_));
        // Of a struct both must be in one literal: the halves of two crossed channels are not.
        let literal = |site: ExprAt| self.parent_expr(site).filter(|outer| self.struct_of_literal(*outer).is_some());
        let alone =
            |literal: ExprAt| self.struct_of_literal(literal).is_some_and(|def| self.literals_of(def).len() == 1);
        let fits = |site: ExprAt, place: ExprAt| match (literal(site), literal(place)) {
            (Some(one), Some(other)) => one == other,
            (Some(one), None) | (None, Some(one)) => alone(one),
            (None, None) => site == place || !given(site) || !given(place),
        };
        let pair = |&(number, site): &(usize, ExprAt)| {
            from.iter().any(|&(other, place)| number == other && fits(site, place)).then_some(number)
        };
        into.iter().find_map(pair).filter(|_| own_field)
    }

    /// Whether a loop's own code comes to a place: it stands there, or in a function that is called there and has to end
    /// before the loop goes on. The calls are noted, innermost last.
    pub(in crate::model) fn leads_to(&self, a_loop: ExprAt, at: ExprAt, calls: u32, on_way: &mut Vec<ExprAt>) -> bool {
        let body = self.body_at(a_loop);
        if let Ok(site) = self.expr(at).runs_in(body) {
            return self.span(a_loop).holds(site.span());
        }
        let own = self.outermost(self.body_at(at));
        let in_function = self.index.body(own).kind == BodyKind::Fn && self.expr(at).runs_in(own).is_ok();
        if calls == 0 || !in_function || own == body {
            return false;
        }
        let is_async = self.index.body(own).is_async;
        self.callers_of_body(own).into_iter().any(|call| {
            let waits = !is_async || self.is_awaited(call) && self.race_around(call).is_none();
            let leads = waits && !self.in_test(call) && self.leads_to(a_loop, call, calls - 1, on_way);
            if leads {
                on_way.push(call);
            }
            leads
        })
    }
}
