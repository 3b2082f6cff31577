//! Permits of semaphores: whether the task that is started in the same iteration takes its permit along.

use std::borrow::Cow;

use crate::model::facts::guard::Guard;
use crate::model::facts::spawn::{HandleUse, Spawn};
use crate::model::flow::loops::Loop;
use crate::model::flow::{NodeId, NodeKind, Root};
use crate::model::library::OnDrop;
use crate::model::library::locks::How;
use crate::model::library::tasks::Unit;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::values::follow::Sink;
use crate::model::values::live::Held;
use crate::syntax::Span;

/// A permit is taken.
#[derive(Clone, Copy)]
pub struct Permit<'c>(pub(in crate::model) Guard<'c>);

/// A task that is started while a permit is held.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// The call that starts it.
    pub span: Span,
    /// The spawn, where it stands in a function that is called here.
    pub inside: Option<Span>,
    pub(in crate::model) code: BodyId,
    /// The call that starts it with all that it is given.
    whole: Span,
}

impl<'c> Permit<'c> {
    /// The call that takes the permit.
    pub fn span(self) -> Span {
        self.0.span()
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.0.in_test()
    }

    /// The semaphore as the user wrote it.
    pub fn semaphore_text(self) -> Cow<'c, str> {
        self.0.lock_text()
    }

    /// Whether the call waits until there is a permit, and so limits who comes after it.
    pub fn waits(self) -> bool {
        !matches!(self.0.data.how, How::Tries)
    }

    /// The loop around the call; `None` where it is taken once for each call of its function.
    pub fn enclosing_loop(self) -> Option<Loop<'c>> {
        self.0.krate.enclosing_loop(self.0.data.at)
    }

    /// The block at whose end the permit is given back when nobody moves it: that of the loop around it, else that of the
    /// function.
    pub fn given_back(self) -> &'static str {
        match self.enclosing_loop() {
            Some(_) => "the iteration",
            None => "this call",
        }
    }

    /// The name of the variable that has the permit; `None` for a temporary.
    pub fn name(self) -> Option<&'c str> {
        self.0.name()
    }

    fn variable(self) -> Asked<BindingId> {
        self.0.variable().ok_or(Silence::NotMine)
    }

    /// The task that the same iteration starts while it has the permit, or to which it gives it, and does not await.
    pub fn started_behind(self) -> Asked<Started> {
        self.started_where(|spawn| !matches!(spawn.handle(), Ok(HandleUse::Awaited))).or_else(|none| {
            let own = self.started_by_function();
            own.ok_or(none)
        })
    }

    /// The call of a plain function that surely starts a task and does not wait for it, while the permit is held and nothing
    /// else is awaited under it: only for that task can it have been taken.
    fn started_by_function(self) -> Option<Started> {
        let krate = self.0.krate;
        let life = self.0.life().ok()?;
        let around = krate.loop_around(self.0.data.at);
        let held = |node: NodeId| life.at(node) != Held::No;
        if life.flow.ids().any(|node| held(node) && matches!(life.flow.node(node).kind, NodeKind::Await(_))) {
            return None;
        }
        life.flow.ids().filter(|node| held(*node)).find_map(|node| {
            let (call, body) = krate.runs_at(life.body, node)?;
            if krate.loop_around(call) != around || krate.body_at(call) != life.body {
                return None;
            }
            let surely = |spawn: &Spawn<'_>| {
                let expr = krate.expr(spawn.data.at);
                krate.body_at(spawn.data.at) == body
                    && expr.conditions().next().is_none()
                    && expr.loop_around().is_none()
            };
            let runs_on = |spawn: &Spawn<'_>| match spawn.handle() {
                Ok(HandleUse::Dropped(_)) => true,
                // A set that the caller has keeps it.
                Ok(HandleUse::Kept) => spawn.data.row.on_drop == OnDrop::Owned,
                _ => false,
            };
            let spawn = krate.spawns().filter(surely).find(runs_on)?;
            let code = krate.code_of(spawn.data.argument)?;
            Some(Started { span: krate.call_span(call), inside: Some(spawn.span()), code, whole: krate.span(call) })
        })
    }

    /// Whether all that happens while the permit is held is that a task is started, lines of the log apart: outside of a
    /// loop, other work under it may be what the permit is for.
    pub fn is_only_for(self, started: &Started) -> bool {
        let krate = self.0.krate;
        let Ok(life) = self.0.life() else { return false };
        let own = krate.span(self.0.data.value);
        let other = |at: ExprAt| {
            let span = krate.span(at);
            !own.holds(span) && !started.whole.holds(span) && !krate.expr(at).takes_no_time()
        };
        life.flow.ids().filter(|node| life.at(*node) != Held::No).all(|node| match life.flow.node(node).kind {
            NodeKind::Await(_) | NodeKind::LoopHead(_) => false,
            NodeKind::Eval(id) => !other(ExprAt { id, ..self.0.data.at }),
            _ => true,
        })
    }

    /// Whether the code of a task takes a permit itself, there or in what it calls there: ours only tells whether there is
    /// room.
    pub fn is_taken_again_in(self, started: &Started) -> Option<Span> {
        let krate = self.0.krate;
        let nodes = krate.flow(started.code).ids();
        let called: Vec<BodyId> = nodes.filter_map(|node| Some(krate.runs_at(started.code, node)?.1)).collect();
        let inside = |body: BodyId| krate.within_body(body, started.code) || called.contains(&body);
        krate.permits().find(|permit| inside(krate.body_at(permit.0.data.at))).map(Permit::span)
    }

    /// The work on a pool for blocking code that is started while the permit is held, or to which it is given, and that the
    /// same code awaits.
    pub fn blocking_awaited(self) -> Asked<Started> {
        self.started_where(|spawn| spawn.unit() == Unit::Blocking && matches!(spawn.handle(), Ok(HandleUse::Awaited)))
    }

    fn started_where(self, fits: impl Fn(Spawn<'c>) -> bool) -> Asked<Started> {
        let krate = self.0.krate;
        let life = self.0.life()?;
        let around = krate.loop_around(self.0.data.at);
        let started = krate.spawns().find_map(|spawn| {
            let at = spawn.data.at;
            let here = krate.body_at(at) == life.body && krate.loop_around(at) == around;
            let node = life.flow.node_of(at.id).filter(|_| here)?;
            let code = krate.code_of(spawn.data.argument)?;
            let started = Started { span: spawn.span(), inside: None, code, whole: krate.span(at) };
            let has_it = life.at(node) != Held::No || self.is_taken_by(&started) == Ok(true);
            (has_it && fits(spawn)).then_some(started)
        });
        started.ok_or(Silence::NotMine)
    }

    /// Where the code that has the permit can be dropped before it ends, and the permit with it.
    pub fn dropped_with_its_code(self) -> Option<Span> {
        self.0.krate.dropped_from_outside(self.0.krate.body_at(self.0.data.at))
    }

    /// What else is done with the permit than to let it go out of scope: it is moved, kept, dropped on purpose, looked at.
    pub fn other_use(self) -> Asked<Option<Span>> {
        let krate = self.0.krate;
        let variable = self.variable()?;
        let info = krate.index.binding(variable);
        let route = krate.route(self.0.data.value);
        let goes = route.sinks.iter().any(|sink| !matches!(sink, Sink::OutOfScope(_)));
        let looked_at = info
            .uses
            .iter()
            .map(|&id| ExprAt { file: info.file, id })
            .find(|mention| krate.flow(krate.body_at(*mention)).use_of(mention.id).is_some());
        let first = info.uses.first().map(|&id| krate.span(ExprAt { file: info.file, id }));
        Ok(if goes { first.or(Some(info.span)) } else { looked_at.map(|at| krate.span(at)) })
    }

    /// Whether the code of a task takes the permit along.
    pub fn is_taken_by(self, started: &Started) -> Asked<bool> {
        let krate = self.0.krate;
        let variable = self.variable()?;
        let Some(maker) = krate.body_expr(started.code) else { return Ok(false) };
        let flow = krate.flow(krate.body_at(maker));
        Ok(flow.ids().any(|node| match flow.node(node).kind {
            NodeKind::Use(place, _, by) => by == maker.id && flow.place(place).root == Root::Local(variable),
            _ => false,
        }))
    }

    /// A mention of the permit in the task that takes nothing along: `let _ = permit;`.
    pub fn named_in(self, started: &Started) -> Asked<Option<Span>> {
        let krate = self.0.krate;
        let info = krate.index.binding(self.variable()?);
        let inside = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        let named = inside.into_iter().find(|at| krate.within_body(krate.body_at(*at), started.code));
        Ok(named.map(|at| krate.span(at)))
    }
}
