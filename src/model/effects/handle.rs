//! What becomes of the handle that a spawn gives: awaited, kept, handed on, or dropped so that nobody has it.

use crate::model::Base;
use crate::model::flow::Use;
use crate::model::library::steps;
use crate::model::source::tables::{BindingId, BodyKind, ExprAt};
use crate::model::values::follow::{Route, Sink};
use crate::syntax::tree::{ExprKind, Name};

/// What becomes of a spawn's handle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandleUse {
    /// It is dropped here and now: at the end of the statement, by `let _`, an unread name, `drop`, `detach`.
    Dropped(ExprAt),
    /// It is awaited or joined right where it is made.
    Awaited,
    /// It goes to the caller.
    Returned,
    /// It is put under a key: one task for each.
    Keyed,
    /// It is sent to the one who asked for the task.
    Sent,
    /// Something keeps it.
    Kept,
}

impl Base {
    /// What becomes of the value of a spawning call.
    pub(in crate::model) fn handle_use(&self, at: ExprAt) -> HandleUse {
        let route = self.route(at);
        if self.finished_in_iteration(at, &route) || self.replaces_another(at) {
            return HandleUse::Awaited;
        }
        if let Some(keyed) = self.keyed(&route) {
            return keyed;
        }
        if route.carriers.iter().any(|carrier| self.is_looked_at(carrier.binding)) {
            return HandleUse::Kept;
        }
        let held = !route.carriers.is_empty();
        let ends = route.sinks.iter().map(|sink| self.handle_sink(*sink, at, held));
        // What is kept on one path is not lost; a drop that the code spells out is the one to point at.
        ends.reduce(|known, other| match (known, other) {
            (HandleUse::Dropped(place), HandleUse::Dropped(other)) => {
                HandleUse::Dropped(if place == at { other } else { place })
            }
            (HandleUse::Dropped(_), kept) | (kept, HandleUse::Dropped(_)) => kept,
            (known, other) if known == other => known,
            _ => HandleUse::Kept,
        })
        .unwrap_or(HandleUse::Kept)
    }

    /// The calls by which a function aborts a task of its own by the task's handle.
    pub(in crate::model) fn aborts_of(&self, spawn: ExprAt) -> Vec<ExprAt> {
        self.aborts_along(&self.route(spawn))
    }

    fn aborts_along(&self, route: &Route) -> Vec<ExprAt> {
        let mentions = route.carriers.iter().flat_map(|carrier| {
            let info = self.index.binding(carrier.binding);
            info.uses.iter().map(|&id| ExprAt { file: info.file, id })
        });
        let calls = mentions.filter_map(|at| self.parent_expr(at).filter(|call| self.receiver_of(*call) == Some(at)));
        calls.filter(|call| self.method_name(*call).is_some_and(steps::aborts_task)).collect()
    }

    /// Where a task or thread is waited for to its end, by its handle and without a limit; nowhere where it is aborted.
    pub(in crate::model) fn waits_for_end_of(&self, spawn: ExprAt) -> Vec<ExprAt> {
        self.waits_along(&self.route(spawn))
    }

    /// The same of a handle that goes this way.
    pub(in crate::model) fn waits_along(&self, route: &Route) -> Vec<ExprAt> {
        if !self.aborts_along(route).is_empty() {
            return Vec::new();
        }
        let waits = route.sinks.iter().copied().filter_map(|sink| match sink {
            Sink::Awaited(wait) => Some(wait),
            _ => None,
        });
        waits.filter(|wait| matches!(self.kind(*wait), ExprKind::Await(_) | ExprKind::Method(_))).collect()
    }

    fn handle_sink(&self, sink: Sink, at: ExprAt, held: bool) -> HandleUse {
        match sink {
            Sink::Dropped(place) if matches!(self.kind(place), ExprKind::Call { .. } | ExprKind::Method(_)) => {
                HandleUse::Dropped(place)
            }
            Sink::Dropped(_) | Sink::OutOfScope(_) => HandleUse::Dropped(at),
            Sink::Kept(place) if self.is_never_read(place) => HandleUse::Dropped(at),
            Sink::Given(call, n) if self.loses_argument(call, n) => HandleUse::Dropped(call),
            // What wraps a handle may be sent in its place.
            Sink::Given(call, _) if self.is_sent(call) => HandleUse::Sent,
            Sink::Awaited(_) if !held => HandleUse::Awaited,
            Sink::Returned(_) if !held && self.is_returned_by_function(at) => HandleUse::Returned,
            Sink::Sent(_) => HandleUse::Sent,
            Sink::Returned(_)
            | Sink::Awaited(_)
            | Sink::Kept(_)
            | Sink::Given(..)
            | Sink::Captured(_)
            | Sink::Unknown(_) => HandleUse::Kept,
        }
    }

    /// Whether it is what a function gives back; what a closure does goes to whoever runs that.
    fn is_returned_by_function(&self, at: ExprAt) -> bool {
        let closure = matches!(self.index.body(self.body_at(at)).kind, BodyKind::Closure(_));
        !closure && self.is_returned_itself(at)
    }

    /// Whether something is done with a variable but moving what it has: asked, borrowed, aborted.
    pub(in crate::model) fn is_looked_at(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        info.uses.iter().any(|&id| {
            let mention = ExprAt { file: info.file, id };
            let used = self.flow(self.body_at(mention)).use_of(id);
            let puts =
                self.parent_expr(mention).and_then(|call| self.method_name(call)).is_some_and(steps::keeps_argument);
            used.is_some_and(|(_, how)| matches!(how, Use::Borrow | Use::BorrowMut)) && !puts
        })
    }

    /// A handle under a key in a map, or with its one asker.
    fn keyed(&self, route: &Route) -> Option<HandleUse> {
        let puts = |call: ExprAt| self.method_name(call).is_some_and(steps::keeps_under_key);
        let kept =
            route.sinks.iter().any(|sink| matches!(sink, Sink::Kept(call) | Sink::Given(call, _) if puts(*call)));
        let inside = route.carriers.iter().filter_map(|carrier| self.call_around(carrier.by)).any(puts);
        (kept || inside).then_some(HandleUse::Keyed)
    }

    fn is_sent(&self, at: ExprAt) -> bool {
        self.call_around(at).and_then(|call| self.method_name(call)).is_some_and(steps::sends_argument)
    }

    /// The call that an expression is an argument of, itself or as a part of one.
    fn call_around(&self, at: ExprAt) -> Option<ExprAt> {
        let mut now = at;
        loop {
            let outer = self.parent_expr(now)?;
            match self.kind(outer) {
                ExprKind::Method(method) => return (method.receiver != now.id).then_some(outer),
                ExprKind::Struct { .. } | ExprKind::Tuple(_) | ExprKind::Call { .. } => now = outer,
                _ => return None,
            }
        }
    }

    /// Whether a field that is given a value is only ever given others: nobody can do anything with what it has.
    fn is_never_read(&self, place: ExprAt) -> bool {
        let ExprKind::Field { name, .. } = self.kind(place) else { return false };
        let written = |at: ExprAt| {
            self.parent_expr(at)
                .is_some_and(|p| matches!(self.kind(p), ExprKind::Assign { left, .. } if *left == at.id))
        };
        self.field_uses(*name).iter().all(|&at| written(at)) && !self.is_taken_by_pattern(*name)
    }

    fn is_taken_by_pattern(&self, field: Name) -> bool {
        use crate::model::source::tables::Step;
        self.index.bindings.iter().any(|binding| binding.steps.contains(&Step::Field(field)))
    }

    /// Whether a handle takes the place of another that the loop around has looked after: one at a time.
    fn replaces_another(&self, at: ExprAt) -> bool {
        let mut now = at;
        let place = loop {
            let Some(outer) = self.parent_expr(now) else { return false };
            match self.kind(outer) {
                ExprKind::Assign { left, right } if *right == now.id => break ExprAt { id: *left, ..now },
                ExprKind::Call { .. } | ExprKind::Try(_) | ExprKind::If { .. } | ExprKind::Block { .. } => now = outer,
                _ => return false,
            }
        };
        let (Some(root), Some(a_loop)) = (self.root_of(place), self.loop_around(at)) else { return false };
        let info = self.index.binding(root);
        let span = self.span(a_loop);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|u| {
            span.holds(self.span(u))
                && self.ancestors(u).take_while(|&a| a != a_loop).any(|a| {
                    self.method_name(a).is_some_and(steps::ends_task) || matches!(self.kind(a), ExprKind::Await(_))
                })
        })
    }

    /// Whether a handle is awaited or joined in the same iteration in which it is made.
    fn finished_in_iteration(&self, at: ExprAt, route: &Route) -> bool {
        let Some(a_loop) = self.loop_around(at) else { return false };
        let body = self.body_at(at);
        let uses = route.carriers.iter().filter(|carrier| carrier.path.is_empty()).flat_map(|carrier| {
            let info = self.index.binding(carrier.binding);
            info.uses.iter().map(|&id| ExprAt { file: info.file, id })
        });
        uses.into_iter().any(|u| {
            self.body_at(u) == body
                && self.loop_around(u) == Some(a_loop)
                && self.parent_expr(u).is_some_and(|p| match self.kind(p) {
                    ExprKind::Await(_) => true,
                    ExprKind::Method(m) => steps::finishes_task(self.text(m.name)),
                    _ => false,
                })
        })
    }
}
