//! From outside: whether somebody else can end code that has no end of its own, by dropping its future.
//!
//! A branch of a `select!`, a limit on its time, a handle that is kept and may be aborted, a set that owns the task.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::handle::HandleUse;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::loops::Loop;
use crate::model::library::futures::{makes_abortable, races_argument, races_receiver};
use crate::model::library::tasks::lets_tasks_be;
use crate::model::library::{self, Call, OnDrop, Unit, steps};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::follow::{Carrier, Sink};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// Where a body can be dropped: by what spawned it or races it, or with what calls it.
fn dropped(solver: &mut Solver<'_, Option<Span>>, body: BodyId) -> Option<Span> {
    let base = solver.base;
    let spawns = base.spawning_calls().iter().filter(|spawn| base.code_of(spawn.argument) == Some(body));
    let aborted = spawns.into_iter().find(|spawn| base.can_be_aborted(spawn.at, spawn.row.unit, spawn.row.on_drop));
    if let Some(spawn) = aborted {
        return Some(base.span(spawn.at));
    }
    match base.body_expr(body) {
        // What holds for the code around a block holds for the block.
        Some(maker) => base.race_around(maker).map(|race| base.span(race)).or_else(|| solver.ask(base.body_at(maker))),
        None => {
            let mut calls = base.callers_of_body(body).into_iter();
            calls.find_map(|call| {
                base.race_around(call).map(|race| base.span(race)).or_else(|| solver.ask(base.body_at(call)))
            })
        }
    }
}

impl Loop<'_> {
    /// Where its code, or that of who awaits it, can be dropped before it ends.
    pub fn dropped_from_outside(self) -> Option<Span> {
        self.krate.dropped_from_outside(self.krate.body_at(self.at))
    }
}

impl Loop<'_> {
    /// Whether it is code of a task that has a value to give when the loop is over, and whose handle the function that starts it
    /// only gives back: who has that waits for the value. Nothing in the files of that function and its callers aborts a task.
    pub fn is_waited_for_by_value(self) -> bool {
        let base = self.krate;
        let body = base.body_at(self.at);
        let gives = base.def_of(body).is_some_and(|def| !gives_nothing(&base.return_type(def)));
        gives && base.only_spawn_of(body).is_some_and(|spawn| base.is_handed_back_alone(spawn.at))
    }
}

/// Whether a value of a type tells nothing but that something is over, or has failed.
fn gives_nothing(ty: &Ty) -> bool {
    match ty {
        Ty::Tuple(parts) => parts.is_empty(),
        Ty::Ext(_, args) => args.first().is_some_and(gives_nothing),
        Ty::Unknown => true,
        _ => false,
    }
}

impl Base {
    /// Where the code of a body, or of who awaits it, can be dropped before it ends.
    pub(in crate::model) fn dropped_from_outside(&self, body: BodyId) -> Option<Span> {
        solver::solve(self, &self.dropped, &dropped, body)
    }

    /// Whether a function does nothing with the handle of a task but give it back, and nothing there or in the files of its
    /// callers aborts a task.
    fn is_handed_back_alone(&self, spawn: ExprAt) -> bool {
        let route = self.route(spawn);
        let handed = !route.sinks.is_empty() && route.sinks.iter().all(|sink| matches!(sink, Sink::Returned(_)));
        let callers = self.callers_of_body(self.body_at(spawn));
        let aborts = self.calls_named(self.names.find(steps::ABORT));
        let near = |at: &ExprAt| at.file == spawn.file || callers.iter().any(|call| call.file == at.file);
        handed && !aborts.iter().any(near)
    }

    /// Whether somebody can end a task by its handle or its owner; a thread nobody can.
    fn can_be_aborted(&self, at: ExprAt, unit: Unit, on_drop: OnDrop) -> bool {
        if unit != Unit::Task {
            return false;
        }
        let kept = matches!(self.handle_use(at), HandleUse::Kept | HandleUse::Keyed)
            && !self.is_only_awaited(at)
            && !self.is_awaited_by_field(at);
        match on_drop {
            OnDrop::Cancel => !matches!(self.handle_use(at), HandleUse::Dropped(_) | HandleUse::Awaited),
            OnDrop::Owned => !(self.is_only_counted(at) && self.expr(at).is_thrown_away()),
            OnDrop::Detach | OnDrop::Join | OnDrop::Unknown => kept,
        }
    }

    /// Whether all that is done with a handle is to wait for it with no limit, by itself: nobody can end the task by it.
    fn is_only_awaited(&self, spawn: ExprAt) -> bool {
        let route = self.route(spawn);
        let waits = |sink: &Sink| matches!(sink, Sink::Awaited(wait) if self.race_around(*wait).is_none());
        let itself = |carrier: &Carrier| carrier.path.is_empty() && !self.is_looked_at(carrier.binding);
        !route.sinks.is_empty() && route.sinks.iter().all(waits) && route.carriers.iter().all(itself)
    }

    /// Whether a handle goes into a field, and all that is ever done with that is to wait for it with no limit.
    fn is_awaited_by_field(&self, spawn: ExprAt) -> bool {
        let named = || {
            let mut mentions = self.variable(self.let_name(spawn)?).mentions();
            let only = mentions.next().filter(|_| mentions.next().is_none())?;
            self.carried_into_field(only.at)
        };
        let Some((literal, field)) = self.carried_into_field(spawn).or_else(named) else { return false };
        let Some(def) = self.struct_of_literal(literal) else { return false };
        let own = |at: &&ExprAt| match self.kind(**at) {
            ExprKind::Field { base, .. } => self.is_struct(ExprAt { id: *base, ..**at }, def),
            _ => false,
        };
        let mut uses = self.field_uses(field).iter().filter(own).peekable();
        uses.peek().is_some()
            && self.taken_from_field(def, field).next().is_none()
            && uses.all(|at| self.is_only_awaited(*at))
    }

    /// Whether what a task is started with counts its tasks, and cannot end them: only who keeps the handle can.
    fn is_only_counted(&self, at: ExprAt) -> bool {
        matches!(self.callee(at), Callee::Method(ty, _) if lets_tasks_be(&ty))
    }

    /// What makes a future a side of a race, or gives it a limit.
    pub(in crate::model) fn race_around(&self, future: ExprAt) -> Option<ExprAt> {
        let mut now = future;
        loop {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Macro(_) => return self.select(parent).map(|_| parent),
                ExprKind::Call { .. } => match self.known_call(parent) {
                    Some(Call::Sleep(row)) if row.limits() => return Some(parent),
                    Some(Call::Race) => return Some(parent),
                    Some(Call::Wrap) => {}
                    _ => {
                        let abortable = matches!(self.callee(parent), Callee::External(path) if makes_abortable(&path));
                        return abortable.then_some(parent);
                    }
                },
                ExprKind::Method(m) if m.receiver == now.id => {
                    if races_receiver(self.text(m.name)) {
                        return Some(parent);
                    }
                    if !library::same_future(self.text(m.name)) {
                        return None;
                    }
                }
                ExprKind::Method(m) => {
                    return races_argument(self.text(m.name)).then_some(parent);
                }
                ExprKind::Ref { .. } | ExprKind::Await(_) => {}
                _ => return None,
            }
            now = parent;
        }
    }
}
