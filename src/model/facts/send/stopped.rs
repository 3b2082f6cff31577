//! Where receiving stops while the receiver lives on: in the function that then waits for whoever sends, or in a struct.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::{From, Receive};
use crate::model::facts::send::Send;
use crate::model::facts::send::producer::Producer;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::gives::{Received, received};
use crate::model::library::{Call, steps, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::model::values::follow::Sink;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, ItemKind, Name};

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
    /// A `?` or `return` ends the code of the scope.
    Early,
    /// A function that is lent the receiver comes back from one of those.
    Called,
}

/// A field of a struct that has the receiver of a channel.
#[derive(Clone, Copy)]
pub struct Kept<'c> {
    krate: &'c Crate,
    def: DefId,
    literal: ExprAt,
    field: Name,
}

/// A wait for whoever sends, in a function of the struct that has the receiver.
#[derive(Clone, Copy)]
pub struct OwnersWait<'c> {
    pub wait: Expr<'c>,
    pub function: Function<'c>,
}

impl<'c> Producer<'c> {
    /// Where the function that then waits for it stops receiving, with the receiver still there.
    pub fn left_by(&self, channel: Channel<'c>) -> Option<Stop<'c>> {
        let krate = channel.krate;
        self.joins().into_iter().find_map(|join| {
            let receives = channel.receives_within(join.point.body);
            let waiting: Vec<Receive<'c>> = receives.iter().copied().filter(|receive| receive.waits()).collect();
            channel.receivers().find_map(|receiver| {
                let follows = |&(_, point, _): &Stopped<'c>| join.follows_without(point, receiver, &waiting);
                let early = |receive: Receive<'c>| if self.is_scoped() { receive.left_early() } else { Vec::new() };
                let own = receives.iter().flat_map(|receive| receive.stops().into_iter().chain(early(*receive)));
                let called = receiver.mentions().filter_map(|mention| krate.lent_until_stop(mention.at));
                let (how, _, at) = own.chain(called).find(follows)?;
                Some(Stop { how, at, join: join.expr, receiver: receiver.name(), again: false })
            })
        })
    }
}

/// Why nothing more is received, from where on, and what says so.
type Stopped<'c> = (StopHow, Point<'c>, Span);

impl Crate {
    /// The call of a function of the package that is lent a receiver and may come back from it before it has closed.
    fn lent_until_stop(&self, mention: ExprAt) -> Option<Stopped<'_>> {
        let lent = self.parent_expr(mention).filter(|outer| matches!(self.kind(*outer), ExprKind::Ref { .. }))?;
        let call = self.parent_expr(lent)?;
        let Callee::Def(def) = self.callee(call) else { return None };
        let n = (0..self.args(call).len() as u32).find(|&n| self.argument_for(call, n) == Some(lent))?;
        let param = self.param_binding(def, n)?;
        let end = self.flow(self.index.def(def).body?).end;
        let own = |receive: &Receive<'_>| self.root_of(receive.data.source) == Some(param);
        let receives: Vec<Receive<'_>> = self.receives().filter(own).collect();
        let taken: Vec<Point<'_>> =
            receives.iter().filter(|receive| receive.waits()).flat_map(|receive| receive.won_at()).collect();
        let comes_back = |&(_, point, _): &Stopped<'_>| {
            let stops = |node: NodeId| taken.iter().any(|won| won.node == node);
            !stops(point.node) && self.flow(point.body).path(point.node, end, stops)
        };
        receives.iter().flat_map(|receive| receive.stops()).find(comes_back)?;
        let asked = self.expr(self.asked(call));
        let point = asked.point().or_else(|| self.expr(call).point())?;
        Some((StopHow::Called, point, self.call_span(call)))
    }
}

impl<'c> Receive<'c> {
    /// The points at which control goes on without what it waits for, though the source has not closed.
    fn stops(self) -> Vec<Stopped<'c>> {
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
        found
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
        let own: Vec<NodeId> = self.points().map(|point| point.node).collect();
        let Some(last) = self.points().last() else { return Vec::new() };
        let next = krate.flow(last.body).node(last.node).next.iter().filter(|node| !own.contains(node));
        next.map(|&node| (StopHow::Once, Point { node, ..last }, self.span())).collect()
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

impl<'c> Channel<'c> {
    /// The fields that its receiver goes into.
    pub fn kept_in(self) -> Vec<Kept<'c>> {
        let krate = self.krate;
        let mentions = self.receivers().flat_map(|receiver| receiver.mentions());
        let fields = mentions.filter_map(|mention| {
            let (literal, field) = krate.carried_into_field(mention.at)?;
            Some(Kept { krate, def: krate.struct_of_literal(literal)?, literal, field })
        });
        fields.collect()
    }

    /// Whether anything is received from it, by whatever name its receiver goes there.
    pub fn is_received_from(self) -> bool {
        self.receives_anywhere().next().is_some() || self.kept_in().iter().any(|kept| kept.is_received_from())
    }
}

impl<'c> Kept<'c> {
    /// How the user calls the field.
    pub fn name(self) -> &'c str {
        self.krate.text(self.field)
    }

    /// The struct's name.
    pub fn owner(self) -> &'c str {
        self.krate.text(self.krate.index.def(self.def).name)
    }

    /// Where the receiver goes into it.
    pub fn literal(self) -> Expr<'c> {
        self.krate.expr(self.literal)
    }

    /// Whether anything is received from the field.
    fn is_received_from(self) -> bool {
        let own =
            |receive: Receive<'_>| self.krate.fields_behind(receive.data.source).contains(&(self.def, self.field));
        self.krate.receives().any(own)
    }

    /// Whether nobody can receive from it: nothing but the struct's own code sees the field, and that drops it at most.
    pub fn is_only_dropped(self) -> bool {
        let krate = self.krate;
        let mut uses = self.uses_of(self.field);
        uses.all(|at| krate.is_dropped(at))
            && krate.taken_from_field(self.def, self.field).next().is_none()
            && !self.is_open()
            && !self.is_received_from()
    }

    fn uses_of(self, field: Name) -> impl Iterator<Item = ExprAt> {
        self.krate.uses_of_field(self.def, field)
    }

    /// Whether the field is declared `pub`.
    fn is_open(self) -> bool {
        let krate = self.krate;
        let info = krate.index.def(self.def);
        let ItemKind::Struct { fields, .. } = &krate.tree(info.file).items[info.item.0 as usize].kind else {
            return true;
        };
        let Some((_, _, span)) = fields.fields.iter().find(|field| field.0 == self.field) else { return true };
        let whole = krate.tree(info.file).items[info.item.0 as usize].span;
        let before = krate.source(info.file).text_of(Span { end: span.end, ..whole });
        let line = before.rsplit(['\n', ',', '{']).next().unwrap_or(before);
        vocabulary::declares_open(line)
    }

    /// Where a function that ends the struct waits for a task whose handle it keeps, before it lets the receiver go.
    pub fn waited_for_by_owner(self, spawn: Expr<'_>) -> Option<OwnersWait<'c>> {
        let handle = self.handle_beside(spawn.at)?;
        self.waits_for_handle(handle).into_iter().find_map(|wait| self.ends_struct(wait))
    }

    /// Where a function stops receiving from the field, and then waits for a task whose handle the struct keeps, itself or in
    /// a function that it calls.
    pub fn left_by_owner(self, spawn: Expr<'_>) -> Option<Stop<'c>> {
        let krate = self.krate;
        let closed = |at: ExprAt| {
            krate.parent_expr(at).and_then(|call| krate.method_name(call)).is_some_and(crate::model::library::closes)
        };
        if krate.gives_field_up(self.def, self.field) || self.uses_of(self.field).any(closed) || self.is_open() {
            return None;
        }
        let beside = self.handle_beside(spawn.at);
        let handle = beside.or_else(|| self.handle_put_later(spawn.at))?;
        let waits = self.waits_for_handle(handle);
        let calls = waits.iter().flat_map(|wait| self.calls_around(*wait));
        let sites: Vec<ExprAt> = waits.iter().copied().chain(calls).collect();
        sites.into_iter().find_map(|site| {
            let join = krate.expr(site);
            let point = join.point().or_else(|| join.first_point())?;
            let (how, _, at) = self.stop_before(point)?;
            Some(Stop { how, at, join, receiver: self.name(), again: beside.is_none() })
        })
    }

    /// Where the function of a point stops receiving from the field on the way to it.
    fn stop_before(self, point: Point<'c>) -> Option<Stopped<'c>> {
        let krate = self.krate;
        let own = |receive: &Receive<'c>| {
            receive.expr().body() == point.body
                && krate.fields_behind(receive.data.source).contains(&(self.def, self.field))
        };
        let receives: Vec<Receive<'c>> = krate.receives().filter(own).collect();
        let waiting = receives.iter().filter(|receive| receive.waits());
        let mut taken: Vec<NodeId> = waiting.flat_map(|receive| receive.won_at()).map(|point| point.node).collect();
        // Once the channel has closed, nobody is at a send.
        taken.extend(receives.iter().flat_map(|receive| match receive.when_closed() {
            Continuation::At(points) => points.into_iter().map(|point| point.node).collect(),
            _ => Vec::new(),
        }));
        let flow = krate.flow(point.body);
        let comes = |from: NodeId| !taken.contains(&from) && flow.path(from, point.node, |node| taken.contains(&node));
        let follows = |&(_, from, _): &Stopped<'c>| from.body == point.body && comes(from.node);
        receives.iter().flat_map(|receive| receive.stops()).find(follows)
    }

    /// The calls of the function around a wait, where that waits in it.
    fn calls_around(self, wait: ExprAt) -> Vec<ExprAt> {
        let krate = self.krate;
        let body = krate.body_at(wait);
        let runs = |call: &ExprAt| krate.is_run_by(body, *call) && krate.race_around(*call).is_none();
        krate.callers_of_body(body).into_iter().filter(runs).filter(|call| !krate.in_test(*call)).collect()
    }

    /// The field that the literal gives the handle of a task.
    fn handle_beside(self, spawn: ExprAt) -> Option<Name> {
        let krate = self.krate;
        let ExprKind::Struct { fields, .. } = krate.kind(self.literal) else { return None };
        let made_by = |value: ExprAt| krate.sources(value, &|at| krate.same_end(at)).iter().any(|s| s.at == spawn);
        fields.iter().find(|(_, value)| made_by(ExprAt { id: *value, ..self.literal })).map(|(handle, _)| *handle)
    }

    /// The field of the struct that the handle of a task is put into afterwards.
    fn handle_put_later(self, spawn: ExprAt) -> Option<Name> {
        let krate = self.krate;
        let sinks = krate.route(spawn).sinks.into_iter();
        let fields = sinks.filter_map(|sink| match sink {
            Sink::Kept(place) => krate.field_of_struct(krate.receiver_of(place).unwrap_or(place)),
            _ => None,
        });
        fields.filter(|(def, _)| *def == self.def).map(|(_, field)| field).next()
    }

    /// The waits with no limit for what a field has.
    fn waits_for_handle(self, handle: Name) -> Vec<ExprAt> {
        let krate = self.krate;
        let waits = self.uses_of(handle).flat_map(|at| {
            let taken =
                krate.parent_expr(at).filter(|call| krate.method_name(*call).is_some_and(steps::empties_option));
            let lent = krate.parent_expr(at).filter(|outer| matches!(krate.kind(*outer), ExprKind::Ref { .. }));
            let inside = krate.parent_expr(at).filter(|call| krate.receiver_of(*call) == Some(at));
            let mut sinks = krate.route(taken.or(lent).unwrap_or(at)).sinks;
            sinks.extend(inside.into_iter().flat_map(|items| krate.route_inside(items).sinks));
            sinks
        });
        let waits = waits.filter_map(|sink| match sink {
            Sink::Awaited(wait) => Some(wait),
            _ => None,
        });
        waits.filter(|wait| krate.race_around(*wait).is_none()).collect()
    }

    /// Whether a call before a wait tells something else of the struct to stop: whoever is waited for may be at work still.
    fn tells_to_stop_before(self, call: ExprAt, wait: ExprAt) -> bool {
        let krate = self.krate;
        let tells = |name: &str| vocabulary::orders_stop(&words_of_name(name)) && !steps::asks_flag(name);
        krate.span(call).end <= krate.span(wait).start
            && krate.method_name(call).is_some_and(tells)
            && krate.receiver_of(call).and_then(|on| krate.field_of_struct(on)).is_some_and(|(def, _)| def == self.def)
    }

    /// The function around a wait, where it ends the struct and leaves the receiver alone before the wait.
    fn ends_struct(self, wait: ExprAt) -> Option<OwnersWait<'c>> {
        let krate = self.krate;
        let body = krate.body_at(wait);
        let def = krate.def_of(body)?;
        let info = krate.index.def(def);
        let name = words_of_name(krate.text(info.name));
        let ends = info.owner.is_some_and(|owner| krate.is_drop_impl(owner))
            || vocabulary::orders_stop(&name)
            || vocabulary::tells_to_stop(&name)
            || krate.calls_in(body).any(|call| self.tells_to_stop_before(call, wait));
        let before = krate.span(wait);
        let mentions = |body| self.uses_of(self.field).any(|at| krate.outermost(krate.body_at(at)) == body);
        let own = self.uses_of(self.field).any(|at| krate.def_of(krate.body_at(at)) == Some(def));
        let helped = krate.calls_in(body).filter(|call| krate.span(*call).start < before.start);
        let helped = helped.filter_map(|call| krate.body_called(call)).any(mentions);
        let taken = krate.taken_from_field(self.def, self.field).next().is_some();
        (ends && !own && !helped && !taken)
            .then(|| OwnersWait { wait: krate.expr(wait), function: krate.as_function(def) })
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
