//! Waits to be notified, and who notifies: `notify_waiters` wakes only futures that are there, and stores nothing.

use rustc_hash::FxHashSet;

use crate::model::callee::Callee;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{NodeKind, Source};
use crate::model::library::{calls, steps};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// How many functions that call one another are followed to the task that runs them.
const CALLERS: u32 = 4;

/// What is stored of a future that waits to be notified.
#[derive(Debug)]
pub struct NotifiedData {
    pub(in crate::model) at: ExprAt,
    /// The calls that notify it, none of which stores anything for a future that is not there yet.
    by: Vec<ExprAt>,
}

handle! {
    /// A call that makes a future which waits to be notified, where nobody notifies it in a way that is kept for it.
    Notified, NotifiedData, notifieds
}

impl<'c> Notified<'c> {
    /// The call with what it is called on.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }

    /// The call.
    pub fn future(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The first call that notifies it.
    pub fn notified_by(self) -> Option<Expr<'c>> {
        self.data.by.first().map(|at| self.krate.expr(*at))
    }

    /// Whether an expression looks at something that the code which notifies names as well.
    pub fn shares_state(self, looked_at: Expr<'c>) -> bool {
        let krate: &Base = self.krate;
        let own = krate.method_on(self.data.at);
        let mut names = FxHashSet::default();
        krate.state_named(looked_at.at, 2, &mut names);
        self.data.by.iter().any(|by| {
            let mut named = FxHashSet::default();
            krate.each_in_body(krate.outermost(krate.body_at(*by)), &mut |part| {
                named.extend(krate.state_name(part));
                true
            });
            names.iter().any(|name| Some(*name) != own && named.contains(name))
        })
    }

    /// The variable with a lock's guard, or with what it guards, by which an expression looks at the state and which is still
    /// there where the future is made.
    pub fn made_under_lock(self, looked_at: Expr<'c>) -> Option<Expr<'c>> {
        let place = self.future().first_point()?;
        looked_at.first_where(|part| {
            let Some(variable) = part.local() else { return false };
            if !self.krate.is_held_at(variable.id, place) {
                return false;
            }
            part.is_guard_of_lock()
                || variable.bound_value().is_some_and(|value| value.base.takes_lock_by_name(value.at))
        })
    }

    /// Whether tests call the function that makes it, and nobody else can.
    pub fn is_made_for_tests(self) -> bool {
        let krate = self.krate;
        let Some(def) = krate.def_of(krate.body_at(self.data.at)) else { return false };
        let calls = krate.as_function(def).calls_of_private();
        calls.is_some_and(|calls| calls.into_iter().all(|call| krate.in_test(call.at)))
    }

    /// Whether all that notifies it stands in the function that makes it, and no task is seen to run that: whoever calls the
    /// function may do so in futures of one task, which are never polled at the same time.
    pub fn is_among_equals(self) -> bool {
        let own = self.krate.outermost(self.krate.body_at(self.data.at));
        let all_here = self.data.by.iter().all(|by| self.krate.outermost(self.krate.body_at(*by)) == own);
        all_here && !self.krate.is_run_by_tasks(own, CALLERS)
    }

    /// The loop that starts the task whose code makes this future.
    pub fn task_started_in(self) -> Option<Loop<'c>> {
        let krate = self.krate;
        let task: BodyId = krate.task_of(krate.body_at(self.data.at))?;
        let mut spawns = krate.spawning_calls().iter().filter(|s| krate.code_of(s.argument) == Some(task));
        spawns.find_map(|spawn| krate.enclosing_loop(spawn.at))
    }
}

impl Base {
    /// Whether a variable has its lock's guard when control comes to a point; what is assigned through the guard leaves it.
    fn is_held_at(&self, guard: BindingId, point: Point<'_>) -> bool {
        let flow = self.flow(point.body);
        let through = |node| {
            let NodeKind::Set(_, Source::Assigned(id)) = flow.node(node).kind else { return false };
            let value = ExprAt { file: self.index.binding(guard).file, id };
            let Some(ExprKind::Assign { left, .. }) = self.parent_expr(value).map(|at| self.kind(at)) else {
                return false;
            };
            matches!(self.kind(ExprAt { id: *left, ..value }), ExprKind::Unary { .. })
        };
        let Some(from) = self.bound_at(guard, point.body) else { return false };
        flow.path(from, point.node, |n| flow.ends(n, guard) && !through(n) || flow.may_end(n, guard))
    }

    /// Whether a task that is seen runs a body: it is the task's own code, or a function that such code calls.
    fn is_run_by_tasks(&self, body: BodyId, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let callers = || self.def_of(body).into_iter().flat_map(|def| self.all_callers(def));
        self.task_of(body).is_some()
            || callers().any(|at| !self.in_test(at) && self.is_run_by_tasks(self.body_at(at), depth))
    }

    /// Whether a value is what a method gives that takes a lock by its name, or a reference to what that guards.
    fn takes_lock_by_name(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Ref { operand: id, .. } | ExprKind::Unary { operand: id, .. } | ExprKind::Await(id) => {
                self.takes_lock_by_name(ExprAt { id: *id, ..at })
            }
            ExprKind::Method(method) if steps::panics_on_error(self.text(method.name)) => {
                self.takes_lock_by_name(ExprAt { id: method.receiver, ..at })
            }
            ExprKind::Method(method) => calls::fails_on_taken(self.text(method.name)),
            _ => false,
        }
    }

    /// The last name of what a method is called on.
    fn method_on(&self, at: ExprAt) -> Option<Name> {
        self.receiver_of(at).and_then(|on| self.last_name(on))
    }

    /// Whether the fields that two methods are called on may be one: two structs may each have a field of the same name.
    fn may_be_same_field(&self, one: ExprAt, other: ExprAt) -> bool {
        let owner = |call| {
            let field = self.without_refs(self.receiver_of(call)?);
            self.field_of_struct(field).map(|(owner, _)| owner)
        };
        owner(one).zip(owner(other)).is_none_or(|(one, other)| one == other)
    }

    /// The last name of a place: of `self.inner.ended.clone()` the name `ended`.
    fn last_name(&self, at: ExprAt) -> Option<Name> {
        match self.kind(at) {
            ExprKind::Field { name, .. } => Some(*name),
            ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
            ExprKind::Ref { operand: id, .. } | ExprKind::Unary { operand: id, .. } => {
                self.last_name(ExprAt { id: *id, ..at })
            }
            ExprKind::Method(method) if calls::names_same(self.text(method.name)) => {
                self.last_name(ExprAt { id: method.receiver, ..at })
            }
            _ => None,
        }
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<NotifiedData> {
    let named = |text: &str| krate.names.find(text);
    let waits = krate.calls_named(named(calls::NOTIFIED));
    let all = krate.calls_named(named(calls::NOTIFIES_WAITERS));
    let stored: Vec<ExprAt> = krate.calls_named(calls::NOTIFIES_ONE.iter().filter_map(|text| named(text)));
    let mut found = Vec::new();
    for at in waits {
        let method = matches!(krate.kind(at), ExprKind::Method(_)) && krate.args(at).is_empty();
        if !method || matches!(krate.callee(at), Callee::Def(_)) {
            continue;
        }
        let Some(own) = krate.method_on(at) else { continue };
        let same = |by: &ExprAt| krate.method_on(*by) == Some(own) && krate.may_be_same_field(at, *by);
        if stored.iter().any(same) {
            continue;
        }
        let mut by: Vec<ExprAt> = all.iter().copied().filter(same).collect();
        if by.is_empty() && !stored.iter().any(|by| by.file == at.file) {
            by = all.iter().copied().filter(|by| by.file == at.file).collect();
        }
        if !by.is_empty() {
            found.push(NotifiedData { at, by });
        }
    }
    found
}
