//! Producers: the task that sends, how many values it sends at most, and where somebody waits for its end.

use crate::model::callee::Callee;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::flow::points::{Point, walk};
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{Call, futures};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, BodyKind, ExprAt};
use crate::model::values::cases::{Continuation, Shape};
use crate::model::values::follow::{Route, Sink};
use crate::model::{Base, Crate};
use crate::syntax::tree::ExprKind;

/// How many functions lead from a task's own code to its send, or from its spawn to where its handle is used.
const FAR: usize = 3;

/// A task or thread that sends.
pub struct Producer<'c> {
    krate: &'c Crate,
    spawn: &'c SpawnCall,
    /// How many values one such task sends at most, where the source says it.
    each: Option<u128>,
    /// Whether it goes on sending whatever it has sent, unless that is refused.
    goes_on_sending: bool,
    /// Whether it waits for something to come before it sends.
    asked: bool,
}

/// Where the end of a task is waited for.
#[derive(Clone, Copy)]
pub struct Join<'c> {
    /// The wait; where a scope ends with its threads, the call that makes the scope.
    pub expr: Expr<'c>,
    /// Where control is while it waits.
    pub point: Point<'c>,
    /// What starts the task in the function that waits: the spawn, or a call that gives back its handle.
    pub started: Expr<'c>,
}

/// What gives the handle of a task to the function around it, and where the handle goes from there.
struct Started {
    at: ExprAt,
    route: Route,
}

impl<'c> Send<'c> {
    /// The task or thread that sends, by itself or in a function that it alone calls.
    pub fn producer(self) -> Option<Producer<'c>> {
        let krate = self.krate;
        let mut here = self.data.at;
        let mut each = krate.times_at_most(here);
        for _ in 0..FAR {
            let Some(task) = krate.task_of(krate.body_at(here)) else {
                let recursive = krate.is_recursive(krate.body_at(here));
                here = krate.only_run_of(here)?;
                each = each.filter(|_| !recursive);
                each = each.zip(krate.times_at_most(here)).and_then(|(inner, times)| inner.checked_mul(times));
                continue;
            };
            let site = krate.expr(here).runs_in(task).ok()?;
            if site.at != here {
                each = each.zip(krate.times_at_most(site.at)).and_then(|(inner, times)| inner.checked_mul(times));
            }
            let (spawn, goes_on_sending, asked) =
                (krate.only_spawn_of(task)?, self.goes_on_sending(), self.waits_between());
            return Some(Producer { krate, spawn, each, goes_on_sending, asked });
        }
        None
    }

    /// Whether the loop around it waits for messages: then it may send only what somebody has asked for.
    fn waits_between(self) -> bool {
        let krate = self.krate;
        let own = self.expr().body();
        let mut waits = krate.receives().filter(|receive| receive.expr().body() == own && receive.waits());
        waits.any(|receive| {
            receive.enclosing_loop().is_ok_and(|a_loop| a_loop.expr().span().holds(krate.span(self.data.at)))
        })
    }

    /// Whether it stands in a loop that nothing it sends ends: only a refusal, or that there is no more to send.
    fn goes_on_sending(self) -> bool {
        let krate = self.krate;
        let Some(a_loop) = krate.loop_around(self.data.at) else { return false };
        let flow = krate.flow(krate.body_at(a_loop));
        let (Some(number), Some(own)) = (flow.loop_of(a_loop.id), flow.node_of(self.data.at.id)) else { return false };
        let taken = match krate.continuation(krate.asked(self.data.at), &Shape::ok(Shape::Any)) {
            Continuation::At(nodes) => nodes,
            Continuation::Ignored(node) => vec![node],
            _ => return false,
        };
        let leads =
            |node: NodeId| taken.iter().any(|from| *from == node || flow.path(*from, node, |other| other == own));
        flow.exits(number).into_iter().all(|node| match flow.node(node).kind {
            NodeKind::Leave(Leave::Condition | Leave::Ended, _) => true,
            NodeKind::Leave(..) => !leads(node),
            _ => true,
        })
    }
}

impl<'c> Producer<'c> {
    /// Whether it goes on sending whatever it has sent, unless that is refused: none of its values is the last for sure.
    pub fn sends_on(&self) -> bool {
        self.goes_on_sending
    }

    /// Whether it waits for messages between its sends, which may be answers to them.
    pub(in crate::model) fn answers(&self) -> bool {
        self.asked
    }

    /// The call that starts it.
    pub fn spawn(&self) -> Expr<'c> {
        self.krate.expr(self.spawn.at)
    }

    /// What a user calls it: a task, a thread, a job.
    pub fn called(&self) -> &'static str {
        self.spawn.row.unit.noun()
    }

    /// How many values all tasks that are started there send at most, where the source says it.
    pub fn sends_at_most(&self) -> Option<u128> {
        let krate = self.krate;
        let started = krate.times_at_most(self.spawn.at)?;
        let alone = match krate.index.body(krate.body_at(self.spawn.at)).kind {
            BodyKind::Closure(id) => krate.driven_in_place(ExprAt { id, ..self.spawn.at }, 2),
            _ => true,
        };
        self.each?.checked_mul(started).filter(|_| alone)
    }

    /// Where its end is waited for: in the function that starts it, or has the handle from one that does, or with a scope.
    pub fn joins(&self) -> Vec<Join<'c>> {
        if let Some(scope) = self.scope() {
            return vec![scope];
        }
        let mut found = Vec::new();
        let mut started = Started { at: self.spawn.at, route: self.krate.route(self.spawn.at) };
        for _ in 0..FAR {
            found.extend(self.joins_of(&started));
            match self.given_to(&started) {
                Some(call) => started = call,
                None => break,
            }
        }
        found
    }

    /// Where what is started by an expression is waited for in the function around it.
    fn joins_of(&self, started: &Started) -> Vec<Join<'c>> {
        let krate = self.krate;
        let body = krate.body_at(started.at);
        let all = started.route.sinks.iter().filter_map(|sink| match *sink {
            Sink::Given(call, _) => {
                let joins = matches!(krate.callee(call), Callee::External(path) if futures::awaits_all(&path));
                (joins && krate.race_around(call).is_none()).then_some(call)
            }
            _ => None,
        });
        let waits = krate.waits_along(&started.route).into_iter().filter(|at| !self.is_raced(*at));
        let by_others = started.route.sinks.iter().filter_map(|sink| match *sink {
            Sink::Given(call, n) => self.waited_for_by(call, n),
            _ => None,
        });
        let waits = waits.chain(all).chain(self.of_set(started)).chain(by_others).chain(self.by_methods(started));
        let joins = waits.filter(|at| krate.body_at(*at) == body).filter_map(|at| {
            let expr = krate.expr(at);
            let point = expr.point().or_else(|| expr.first_point())?;
            Some(Join { expr, point, started: krate.expr(started.at) })
        });
        joins.collect()
    }

    /// The call of a function of the package that is given the handle, or the set in which it lies, and waits for its end; its
    /// await, where the function is `async`.
    fn waited_for_by(&self, call: ExprAt, n: u32) -> Option<ExprAt> {
        let krate = self.krate;
        let Callee::Def(def) = krate.callee(call) else { return None };
        let param = krate.param_binding(def, n)?;
        let waits = |mention: Expr<'c>| {
            let outer = krate.parent_expr(mention.at)?;
            let joins = krate.expr(outer).joins_tasks() || matches!(krate.kind(outer), ExprKind::Await(_));
            (joins && krate.race_around(outer).is_none()).then_some(outer)
        };
        krate.variable(param).mentions().find_map(waits)?;
        krate.gives_at(call, krate.index.def(def).body?)
    }

    /// The calls of methods of what has the handle in a field, that wait for its end; their awaits, where they are `async`.
    fn by_methods(&self, started: &Started) -> Vec<ExprAt> {
        let krate = self.krate;
        let fields = krate.fields_of_handle(self.spawn.at);
        if fields.is_empty() {
            return Vec::new();
        }
        let carriers = started.route.carriers.iter();
        let mentions = carriers.flat_map(|carrier| krate.variable(carrier.binding).mentions());
        let calls = mentions.filter_map(|mention| {
            let call = krate.parent_expr(mention.at).filter(|call| krate.receiver_of(*call) == Some(mention.at))?;
            let body = krate.code_of(call).filter(|body| krate.body_called(call) == Some(*body))?;
            let wait = fields.iter().find_map(|field| krate.waits_for_field(body, *field))?;
            let done = krate.gives_at(call, body)?;
            (!self.is_raced(wait) && !self.is_raced(done)).then_some(done)
        });
        calls.collect()
    }

    /// What has the handle, or the set or list in which it lies, where the function around gives that back and is called
    /// once: the call, or its await.
    fn given_to(&self, started: &Started) -> Option<Started> {
        let krate = self.krate;
        let body = krate.body_at(started.at);
        if let BodyKind::Closure(id) = krate.index.body(body).kind {
            let each = || krate.made_for_each(ExprAt { id, ..started.at });
            let at = krate.is_returned_itself(started.at).then(each).flatten()?;
            return Some(Started { at, route: krate.route(at) });
        }
        let of_set = || krate.route_of(self.set_of(started)?).returned.into_iter().next();
        let path = started.route.returned.first().cloned().or_else(of_set)?;
        let at = krate.gives_at(krate.only_caller(body)?, body)?;
        Some(Started { at, route: krate.route_part(at, path) })
    }

    fn is_raced(&self, wait: ExprAt) -> bool {
        self.krate.race_around(wait).is_some()
    }

    /// Whether it is another task that waits for its end than the one that has a receiver, which can receive meanwhile.
    pub fn is_joined_beside(&self, join: Join<'c>, receiver: Variable<'c>) -> bool {
        self.krate.task_of(join.expr.body()) != self.krate.task_of(receiver.body())
    }

    /// Whether the function that has a receiver goes on after it has started this one, and waits for something.
    pub fn is_run_beside(&self, receiver: Variable<'c>) -> bool {
        let spawn = self.spawn();
        let waits = |point: Point<'c>| match point.kind() {
            NodeKind::Await(_) | NodeKind::LoopHead(_) | NodeKind::Stuck(_) => true,
            NodeKind::Eval(_) => point.expr().is_some_and(|call| call.at != spawn.at && call.may_wait() == Some(true)),
            _ => false,
        };
        let mut found = false;
        walk(&spawn.point().into_iter().collect::<Vec<_>>(), |point| {
            found |= waits(point);
            !found
        });
        found && spawn.body() == receiver.body()
    }

    /// The set to which it belongs, as the function around what starts it calls it.
    fn set_of(&self, started: &Started) -> Option<BindingId> {
        let krate = self.krate;
        if started.at == self.spawn.at {
            return krate.receiver_of(started.at).and_then(|set| krate.index.local(set));
        }
        started.route.carriers.first().map(|carrier| carrier.binding)
    }

    /// The waits for the set to which it belongs.
    fn of_set(&self, started: &Started) -> Vec<ExprAt> {
        let krate = self.krate;
        let Some(set) = self.set_of(started) else { return Vec::new() };
        let calls = krate.variable(set).mentions().filter_map(|mention| krate.parent_expr(mention.at));
        calls.filter(|call| krate.expr(*call).joins_tasks() && krate.race_around(*call).is_none()).collect()
    }

    /// Whether a scope waits for it.
    pub fn is_scoped(&self) -> bool {
        self.scope().is_some()
    }

    /// The end of the scope that waits for it.
    fn scope(&self) -> Option<Join<'c>> {
        let krate = self.krate;
        let closure = krate.body_at(self.spawn.at);
        let made = krate.body_expr(closure)?;
        let scope = krate.parent_expr(made).filter(|call| krate.known_call(*call) == Some(Call::Owner))?;
        let base: &'c Base = krate;
        let point = Point { base, body: closure, node: krate.flow(closure).end };
        Some(Join { expr: krate.expr(scope), point, started: self.spawn() })
    }
}

impl Crate {
    /// The only call of a function, tests apart; `None` where the body is no function's or several call it.
    pub(in crate::model) fn only_caller(&self, body: BodyId) -> Option<ExprAt> {
        let mut calls = self.calls_beside_tests(body);
        calls.next().filter(|_| calls.next().is_none())
    }

    /// Whether a function is called by itself.
    fn is_recursive(&self, body: BodyId) -> bool {
        self.calls_beside_tests(body).any(|call| self.body_at(call) == body)
    }

    fn calls_beside_tests(&self, body: BodyId) -> impl Iterator<Item = ExprAt> {
        let calls = self.def_of(body).map(|def| (def, self.callers_of_body(body)));
        calls.into_iter().flat_map(|(def, calls)| self.without_tests(def, calls.into_iter()))
    }

    /// The call that makes something of each item of an iterator by a closure, which may have a name.
    fn made_for_each(&self, closure: ExprAt) -> Option<ExprAt> {
        let call = self.parent_expr(self.only_mention(closure).unwrap_or(closure))?;
        self.method_name(call).is_some_and(futures::makes_each).then_some(call)
    }

    /// The only place that runs the function around an expression, but for itself: its call, which is awaited where that
    /// gives a future.
    fn only_run_of(&self, at: ExprAt) -> Option<ExprAt> {
        let body = self.body_at(at);
        let mut calls = self.calls_beside_tests(body).filter(|call| self.body_at(*call) != body);
        let call = calls.next().filter(|_| calls.next().is_none())?;
        self.gives_at(call, body).map(|_| call)
    }

    /// How many times at most a place is come to while its body runs once, where the source says it.
    pub(in crate::model) fn times_at_most(&self, at: ExprAt) -> Option<u128> {
        let mut times = 1u128;
        let mut inner = at;
        while let Some(a_loop) = self.loop_around(inner) {
            times = times.checked_mul(self.rounds(a_loop)?)?;
            inner = a_loop;
        }
        Some(times)
    }
}

impl<'c> Join<'c> {
    /// Whether a receiver is still there, and nobody has received from it or given it away since the start, or can before
    /// that.
    pub fn leaves_untouched(self, receiver: Variable<'c>) -> bool {
        let (base, body) = (self.point.base, self.point.body);
        let flow = base.flow(body);
        let start = base.node_in(self.started.at, body);
        let leads_here = |node: NodeId| flow.path(node, self.point.node, |_| false);
        let between = |mention: Expr<'c>| match mention.seen_from(body) {
            // A closure or task that takes it along.
            Some(seen) if seen != mention => base.node_in(seen.at, body).is_none_or(leads_here),
            Some(seen) => base
                .node_in(seen.at, body)
                .is_some_and(|node| start.is_none_or(|start| flow.path(start, node, |_| false)) && leads_here(node)),
            // In a body around that of a scope.
            None => mention.span().start < self.expr.span().end && !self.expr.holds(mention),
        };
        receiver.may_hold_at(self.point) && !receiver.mentions().any(between)
    }

    /// Whether control comes here from a point while a receiver is still there, and nothing is received from its channel
    /// in between.
    pub fn follows_without(self, from: Point<'c>, receiver: Variable<'c>, receives: &[Receive<'c>]) -> bool {
        if from.body != self.point.body {
            return false;
        }
        let flow = from.base.flow(from.body);
        let taken: Vec<NodeId> = receives.iter().flat_map(|receive| receive.won_at()).map(|point| point.node).collect();
        let gone = |node: NodeId| flow.ends(node, receiver.id) || flow.may_end(node, receiver.id);
        let stops = |node: NodeId| taken.contains(&node) || gone(node);
        !stops(from.node) && flow.path(from.node, self.point.node, stops)
    }
}

impl<'c> Receive<'c> {
    /// The points at which it has taken something, or waits for it alone: of a branch of a `select!` where that begins.
    pub fn won_at(self) -> Vec<Point<'c>> {
        match self.expr().branch() {
            Some(branch) => branch.start().into_iter().collect(),
            None => self.points().collect(),
        }
    }
}

impl<'c> Channel<'c> {
    /// The receives from it in the code of one body.
    pub fn receives_within(self, body: BodyId) -> Vec<Receive<'c>> {
        self.receives().filter(|receive| receive.expr().body() == body).collect()
    }
}
