//! Where receiving stops while the receiver lives on, on the way to a wait for whoever sends.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::until_closed::Chain;
use crate::model::facts::receive::{From, Receive};
use crate::model::facts::send::Send;
use crate::model::facts::send::producer::Producer;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::gives::{Received, received};
use crate::model::library::{self, Call, steps};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::{Continuation, Shape};
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind};

/// Where control no longer receives, on the way to a wait for whoever sends.
#[derive(Clone, Copy)]
pub struct Stop<'c> {
    pub how: StopHow,
    /// The branch, the limited receive, the `break`.
    pub at: Span,
    /// The wait for whoever sends, or the call that waits.
    pub join: Expr<'c>,
    /// How the user calls the receiver.
    pub receiver: &'c str,
    /// Whether the task may be started more than once while there is one channel.
    pub again: bool,
}

/// Why nothing more is received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopHow {
    /// Another branch of the `select!` has won.
    OtherBranch,
    /// The time is up.
    Limit,
    /// A flag that others set ends the loop.
    Flag,
    /// The loop ends when it has as many as it wants.
    Enough,
    /// It receives once, in no loop.
    Once,
    /// A chain of iterator calls takes as much as it needs to find what it looks for.
    Found,
    /// A `?` or `return` ends the code of the scope.
    Early,
    /// A function that is lent the receiver comes back from one of those.
    Called,
    /// A function that is lent the receiver comes back when it has failed here.
    Failed(Span),
}

impl<'c> Producer<'c> {
    /// Where the function that then waits for it stops receiving, with the receiver still there.
    pub fn left_by(&self, channel: Channel<'c>) -> Option<Stop<'c>> {
        let krate = channel.krate;
        self.joins().into_iter().find_map(|join| {
            let receives = channel.receives_within(join.point.body);
            let waiting: Vec<Receive<'c>> = receives.iter().copied().filter(|receive| receive.waits()).collect();
            channel.receivers().find_map(|receiver| {
                let follows = |&(_, point, _): &Stopped<'c>| {
                    receiver.may_hold_at(point) && join.follows_without(point, receiver, &waiting)
                };
                let early = |receive: Receive<'c>| if self.is_scoped() { receive.left_early() } else { Vec::new() };
                let own = receives.iter().flat_map(|receive| receive.stops().into_iter().chain(early(*receive)));
                let called = receiver.mentions().filter_map(|mention| krate.lent_until_stop(mention.at));
                let fails = self.sends_on() && channel.sends_into().nth(1).is_none();
                let lent =
                    receiver.mentions().filter(|_| fails).flat_map(|mention| krate.lent_until_failed(mention.at));
                let (how, _, at) = own.chain(called).chain(lent).find(follows)?;
                Some(Stop { how, at, join: join.expr, receiver: receiver.name(), again: false })
            })
        })
    }
}

/// Why nothing more is received, from where on, and what says so.
pub(in crate::model) type Stopped<'c> = (StopHow, Point<'c>, Span);

impl Crate {
    /// The call of a function of the package that is lent a receiver and may come back from it before it has closed.
    fn lent_until_stop(&self, mention: ExprAt) -> Option<Stopped<'_>> {
        let (call, receives) = self.lent_to(mention)?;
        self.called_until_stop(call, &receives)
    }

    /// A call of a function that makes these receives, where it may come back before their channel has closed.
    pub(super) fn called_until_stop<'c>(&'c self, call: ExprAt, receives: &[Receive<'c>]) -> Option<Stopped<'c>> {
        self.comes_back(receives, |receive| receive.stops())?;
        let asked = self.expr(self.asked(call));
        let point = asked.point().or_else(|| self.expr(call).point())?;
        Some((StopHow::Called, point, self.call_span(call)))
    }

    /// The same of one that comes back because it has failed, with where its caller goes on then.
    fn lent_until_failed(&self, mention: ExprAt) -> Vec<Stopped<'_>> {
        let lent = self.lent_to(mention);
        lent.map_or_else(Vec::new, |(call, receives)| self.called_until_failed(call, &receives))
    }

    /// A call of a function that makes these receives, where it may come back because it has failed.
    pub(super) fn called_until_failed<'c>(&'c self, call: ExprAt, receives: &[Receive<'c>]) -> Vec<Stopped<'c>> {
        let Some(place) = self.comes_back(receives, |receive| receive.left_failing()) else { return Vec::new() };
        let asked = self.asked(call);
        let own = self.expr(asked).point().or_else(|| self.expr(call).point());
        let body = self.body_at(call);
        let points = match self.continuation(asked, &Shape::err(Shape::Any)).in_body(self, body) {
            // What has a name is looked at later: `let done = drain(&rx); worker.join(); done?`.
            _ if self.let_name(asked).is_some() => own.into_iter().collect(),
            Continuation::At(points) => points,
            Continuation::Ignored(_) | Continuation::Lost(_) => own.into_iter().collect(),
            _ => Vec::new(),
        };
        points.into_iter().map(|point| (StopHow::Failed(place), point, self.call_span(call))).collect()
    }

    /// The call of a function of the package that is lent a receiver by a mention of it, and what that receives from it.
    fn lent_to(&self, mention: ExprAt) -> Option<(ExprAt, Vec<Receive<'_>>)> {
        let lent = self.parent_expr(mention).filter(|outer| matches!(self.kind(*outer), ExprKind::Ref { .. }))?;
        let call = self.parent_expr(lent)?;
        let Callee::Def(def) = self.callee(call) else { return None };
        let n = (0..self.args(call).len() as u32).find(|&n| self.argument_for(call, n) == Some(lent))?;
        let param = self.param_binding(def, n)?;
        let own = |receive: &Receive<'_>| self.root_of(receive.data.source) == Some(param);
        Some((call, self.receives().filter(own).collect()))
    }

    /// Where one of some receives from a parameter stops, in a way that leads to the end of the function with no other.
    fn comes_back<'c>(
        &self,
        receives: &[Receive<'c>],
        stops: impl Fn(Receive<'c>) -> Vec<Stopped<'c>>,
    ) -> Option<Span> {
        let taken: Vec<Point<'_>> =
            receives.iter().filter(|receive| receive.waits()).flat_map(|receive| receive.won_at()).collect();
        let is_taken = |node: NodeId| taken.iter().any(|won| won.node == node);
        let ends = |&(_, point, _): &Stopped<'c>| {
            let flow = self.flow(point.body);
            !is_taken(point.node) && flow.path(point.node, flow.end, is_taken)
        };
        receives.iter().flat_map(|receive| stops(*receive)).find(ends).map(|(_, _, at)| at)
    }
}

impl<'c> Receive<'c> {
    /// The points at which control goes on without what it waits for, though the source has not closed.
    pub(super) fn stops(self) -> Vec<Stopped<'c>> {
        let mut found = Vec::new();
        if let Some(branch) = self.expr().branch() {
            let others = branch.others().filter(|other| !other.is_else());
            let starts = others.filter_map(|other| Some((StopHow::OtherBranch, other.start()?, other.span())));
            found.extend(starts);
        }
        if let Some(limited) = self.limited() {
            let points = match limited.when_time_is_up() {
                Continuation::At(points) => points,
                Continuation::Ignored(point) => vec![point],
                _ => Vec::new(),
            };
            found.extend(points.into_iter().map(|point| (StopHow::Limit, point, limited.call_span())));
        }
        found.extend(self.left_unasked());
        found.extend(self.after_only_one());
        found.extend(self.after_the_first());
        found
    }

    /// Behind a chain of iterator calls that looks for one: `rx.iter().find(…)`.
    fn after_the_first(self) -> Vec<Stopped<'c>> {
        let first = |call: &Expr<'c>| call.callee_name().is_some_and(library::stops_at_first);
        let Some(Chain::StopsEarly(call)) = self.iterator_chain() else { return Vec::new() };
        let call = Some(call).filter(first);
        call.map_or_else(Vec::new, |call| {
            self.behind(call.point().into_iter()).map(|point| (StopHow::Found, point, call.call_span())).collect()
        })
    }

    /// The points that control comes to right behind those of an expression.
    fn behind(self, points: impl Iterator<Item = Point<'c>>) -> impl Iterator<Item = Point<'c>> {
        let points: Vec<Point<'c>> = points.collect();
        let own: Vec<NodeId> = points.iter().map(|point| point.node).collect();
        let last = points.last().copied();
        let next = last.map(|last| self.krate.flow(last.body).node(last.node).next.as_slice()).unwrap_or_default();
        let next: Vec<NodeId> = next.iter().copied().filter(|node| !own.contains(node)).collect();
        next.into_iter().filter_map(move |node| Some(Point { node, ..last? }))
    }

    /// Behind a receive that stands in no loop: whoever sends more than once has nobody for the rest.
    fn after_only_one(self) -> Vec<Stopped<'c>> {
        let krate = self.krate;
        let From::Channel(kind) = self.data.from else { return Vec::new() };
        let name = self.expr().callee_name().unwrap_or_default();
        let one = matches!(received(kind, self.data.how, name), Received::Message(_)) && self.waits();
        if !one || self.expr().branch().is_some() || krate.loop_around(self.data.at).is_some() {
            return Vec::new();
        }
        self.behind(self.points()).map(|point| (StopHow::Once, point, self.span())).collect()
    }

    /// Where the loop around it is left by `?` or `return`, but for its own end.
    fn left_early(self) -> Vec<Stopped<'c>> {
        let krate = self.krate;
        let Ok(a_loop) = self.enclosing_loop() else { return Vec::new() };
        let body = a_loop.expr().body();
        let flow = krate.flow(body);
        let Some(number) = flow.loop_of(a_loop.at.id) else { return Vec::new() };
        let own: Vec<NodeId> = self.points().map(|point| point.node).collect();
        let closed: Vec<NodeId> = match self.when_closed() {
            Continuation::At(points) => points.into_iter().map(|point| point.node).collect(),
            Continuation::Question(point) => vec![point.node],
            _ => return Vec::new(),
        };
        let by_end =
            |node: NodeId| closed.iter().any(|from| *from == node || flow.path(*from, node, |n| own.contains(&n)));
        let exits = flow.exits(number).into_iter().filter(|node| !by_end(*node)).filter_map(|node| {
            let NodeKind::Leave(Leave::Question | Leave::Return, id) = flow.node(node).kind else { return None };
            let point = Point { base: krate, body, node };
            Some((StopHow::Early, point, krate.span(ExprAt { id, ..a_loop.at })))
        });
        exits.collect()
    }

    /// Where the loop around it is left early because something has failed: by `?`, or with an `Err` that is made there.
    fn left_failing(self) -> Vec<Stopped<'c>> {
        let krate = self.krate;
        let fails = |&(_, point, _): &Stopped<'c>| match point.kind() {
            NodeKind::Leave(Leave::Question, _) => true,
            NodeKind::Leave(Leave::Return, id) => {
                let at = ExprAt { id, file: self.data.at.file };
                matches!(krate.kind(at), ExprKind::Return(Some(value)) if krate.makes_err(ExprAt { id: *value, ..at }))
            }
            _ => false,
        };
        self.left_early().into_iter().filter(fails).collect()
    }

    /// The call that limits the time for which it waits: itself, or the `timeout` around it.
    fn limited(self) -> Option<Expr<'c>> {
        let (krate, own) = (self.krate, self.expr());
        if own.callee_name().is_some_and(steps::receives_for_a_time) {
            return Some(own);
        }
        let limits = |race: &ExprAt| matches!(krate.known_call(*race), Some(Call::Sleep(row)) if row.limits());
        krate.race_around(self.data.at).filter(limits).map(|race| krate.expr(race))
    }

    /// The exits of the loop around it that a flag decides, or a number, and nothing of what was received.
    fn left_unasked(self) -> Vec<Stopped<'c>> {
        let krate = self.krate;
        let Ok(a_loop) = self.enclosing_loop() else { return Vec::new() };
        let body = a_loop.expr().body();
        let flow = krate.flow(body);
        let Some(number) = flow.loop_of(a_loop.at.id) else { return Vec::new() };
        let exits = flow.exits(number).into_iter().filter_map(|node| {
            let point = Point { base: krate, body, node };
            let expr = |id| krate.expr(ExprAt { id, ..a_loop.at });
            let (condition, at) = match flow.node(node).kind {
                NodeKind::Leave(Leave::Break | Leave::Return, id) => {
                    let around = expr(id).conditions().next().filter(|outer| a_loop.holds(outer.span()))?;
                    (around.if_condition().filter(|condition| condition.asks_a_flag())?, expr(id).span())
                }
                NodeKind::Leave(Leave::Condition, _) => {
                    let ExprKind::While { cond, .. } = krate.kind(a_loop.at) else { return None };
                    (expr(*cond), expr(*cond).span())
                }
                _ => return None,
            };
            let how = if condition.asks_a_flag() { StopHow::Flag } else { StopHow::Enough };
            (how == StopHow::Flag || condition.compares() && !condition.holds(self.expr())).then_some((how, point, at))
        });
        exits.collect()
    }
}

impl Expr<'_> {
    /// Whether some part of it asks a flag that others set.
    fn asks_a_flag(self) -> bool {
        self.first_where(|part| part.callee_name().is_some_and(steps::asks_flag)).is_some()
    }

    /// Whether it compares two values.
    fn compares(self) -> bool {
        matches!(
            self.base.kind(self.at),
            ExprKind::Binary { op: BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge | BinaryOp::Ne, .. }
        )
    }
}

impl<'c> Send<'c> {
    /// Whether its channel's receiver stays in a variable that nobody uses.
    pub fn idle_receiver(self, channel: Channel<'c>) -> Option<Variable<'c>> {
        let mut receivers = channel.receivers();
        let only = receivers.next().filter(|_| receivers.next().is_none())?;
        only.mentions().next().is_none().then_some(only)
    }
}
