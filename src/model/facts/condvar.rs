//! Condition variables: every wait on one, and every call that wakes who waits.

use crate::model::callee::Callee;
use crate::model::facts::{Atomic, Guard};
use crate::model::flow::Place;
use crate::model::flow::loops::Loop;
use crate::model::library::atomics::Op;
use crate::model::library::locks::{self, CondvarWait};
use crate::model::library::what::What;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, DefId, ExprAt, Origin};
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// What is stored of a use of a condition variable.
#[derive(Debug)]
pub struct CondvarData {
    pub(in crate::model) at: ExprAt,
    does: Does,
    /// Whether who waits is woken by a notification alone.
    for_a_reason: bool,
}

/// What is done with a condition variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Does {
    Wait(CondvarWait),
    Notify,
}

handle! {
    /// A condition variable is waited on, or those that wait are woken.
    Condvar, CondvarData, condvars
}

impl<'c> Condvar<'c> {
    /// The call, from the method's name on.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn use_expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// What is done.
    pub fn does(self) -> Does {
        self.data.does
    }

    /// Whether who waits is woken by a notification alone, and never for no reason.
    pub fn wakes_for_a_reason(self) -> bool {
        self.data.for_a_reason
    }

    /// The condition variable as the user wrote it.
    pub fn condvar_text(self) -> String {
        let krate = self.krate;
        krate.receiver_of(self.data.at).map_or_else(String::new, |at| krate.squeezed(krate.without_refs(at)))
    }

    /// What is given to a wait: the guard, or a reference to it.
    pub fn guard_given(self) -> Option<Expr<'c>> {
        self.use_expr().args().next().map(Expr::referent)
    }

    /// Where the caller gives the guard that a wait is given: a parameter.
    pub fn guard_of_caller(self) -> Option<Span> {
        let given = self.guard_given()?;
        if given.first_where(|part| self.krate.acquired_by(part.at).is_some()).is_some() {
            return None;
        }
        let variable = given.root()?;
        let info = self.krate.index.binding(variable.id);
        matches!(info.origin, Origin::Param(_) | Origin::SelfParam).then_some(info.span)
    }

    /// The loop that comes back to a wait, in its own code or around a closure or `async` block of it.
    pub fn waits_in(self) -> Option<Loop<'c>> {
        self.use_expr().loop_around()
    }

    /// Where the guard that a wait is given is taken in the same iteration of a loop, and nothing looks at what it guards before
    /// the wait.
    pub fn waits_untested_in(self, a_loop: Loop<'c>) -> Option<Span> {
        let (krate, wait) = (self.krate, self.use_expr());
        if !matches!(krate.kind(a_loop.expr().at), ExprKind::Loop { .. }) && !krate.is_endless_loop(a_loop.expr().at) {
            return None;
        }
        let inside = |at: Expr<'c>| a_loop.expr().holds(at);
        let mut decided = wait.conditions().filter(|around| inside(*around));
        let first = wait.stands_in()?;
        let mut before = std::iter::successors(first.preceding(), |earlier| earlier.preceding());
        let decides = |part: Expr<'_>| part.goes_by().is_some() || part.as_loop().is_some();
        if decided.next().is_some() || before.any(|earlier| earlier.part_where(decides).is_some()) {
            return None;
        }
        let given = self.guard_given()?;
        match given.local() {
            None => given.first_where(|part| krate.acquired_by(part.at).is_some()).map(Expr::call_span),
            Some(variable) => {
                let made = variable.bound_value().filter(|made| inside(*made))?;
                let taken = made.first_where(|part| krate.acquired_by(part.at).is_some())?;
                let looked =
                    variable.mentions().any(|mention| mention != given && mention.span().start < wait.span().start);
                (!looked).then(|| taken.call_span())
            }
        }
    }

    /// The condition under which it stands, where that is the state which its guard guards.
    pub fn tested_before(self) -> Option<Span> {
        let wait = self.use_expr();
        wait.conditions().next().and_then(|around| around.goes_by()).map(Expr::span)
    }

    /// The loop around a call of its function, where that call waits: a thread that is started waits once.
    pub fn called_in_loop(self) -> Option<Span> {
        if self.krate.task_of(self.use_expr().body()).is_some() {
            return None;
        }
        let function = self.use_expr().function()?;
        let calls = self.krate.callers(function.def);
        calls.into_iter().find_map(|call| self.krate.loop_around(call)).map(|place| self.krate.loop_span(place))
    }
}

/// Every use of a condition variable, in the order of the source.
pub(in crate::model) fn collect(krate: &Crate) -> Vec<CondvarData> {
    let words = locks::CONDVAR_WAITS.iter().chain(locks::CONDVAR_NOTIFIES);
    let names = words.filter_map(|text| krate.names.find(text));
    let uses = |at| {
        let Callee::Method(ty, name) = krate.callee(at) else { return None };
        let name = krate.text(name);
        let does = match locks::condvar_wait(&ty, name) {
            Some(wait) => Does::Wait(wait),
            None if locks::condvar_notify(&ty, name) => Does::Notify,
            None => return None,
        };
        Some(CondvarData { at, does, for_a_reason: locks::wakes_for_a_reason(&ty) })
    };
    krate.calls_named(names).into_iter().filter_map(uses).collect()
}

/// A wait that a notification may come too early for.
#[derive(Clone, Copy)]
pub struct Lost<'c> {
    pub wait: Condvar<'c>,
    /// What the wait tests, where it tests an atomic.
    pub state: Option<State>,
}

/// An atomic that a waiting thread tests, and that who notifies changes.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub tested: Span,
    pub changed: Span,
}

/// What tells one condition variable or atomic from others over several functions.
#[derive(PartialEq, Eq)]
enum Key {
    Field(DefId, Name),
    Place(Place),
}

impl<'c> Condvar<'c> {
    /// Whether a wait is for a time at most.
    pub fn is_timed(self) -> bool {
        matches!(self.data.does, Does::Wait(how) if how.timed)
    }

    /// The wait on the same condition variable that a notification may come too early for: its thread tests an atomic that is
    /// changed in the function that notifies, or tests nothing.
    pub fn may_come_between(self) -> Option<Lost<'c>> {
        let krate = self.krate;
        let key = krate.key_of(krate.receiver_of(self.data.at)?)?;
        let is_of_it = |wait: &Condvar<'c>| {
            matches!(wait.data.does, Does::Wait(_))
                && krate.receiver_of(wait.data.at).and_then(|at| krate.key_of(at)).as_ref() == Some(&key)
        };
        let waits: Vec<Condvar<'c>> = krate.condvars().filter(is_of_it).collect();
        let with_state = waits.iter().find_map(|wait| {
            let around = wait.waits_in()?;
            let state = self.state_tested_in(around, *wait)?;
            Some(Lost { wait: *wait, state: Some(state) })
        });
        let tests_nothing = |wait: &Condvar<'c>| {
            !matches!(wait.data.does, Does::Wait(how) if how.rechecks)
                && wait.tested_before().is_none()
                && wait.guard_of_caller().is_none()
                && wait.waits_in().is_none_or(|around| wait.waits_untested_in(around).is_some())
        };
        let untested = || {
            let wait = *waits.first().filter(|_| waits.iter().all(tests_nothing))?;
            Some(Lost { wait, state: None })
        };
        with_state.or_else(untested)
    }

    /// The atomic that the loop around a wait tests and that is changed in the function that notifies.
    fn state_tested_in(self, around: Loop<'c>, wait: Condvar<'c>) -> Option<State> {
        let krate = self.krate;
        let function = krate.outermost(krate.body_at(self.data.at));
        let here = krate.atomics().filter(|atomic| krate.outermost(krate.body_at(atomic.data.at)) == function);
        let changes: Vec<_> = here.filter(|atomic| atomic.op() != Op::Load).collect();
        let tests = krate.atomics().filter(|atomic| around.expr().holds(atomic.operation()));
        let tests = tests.filter(|atomic| !wait.use_expr().holds(atomic.operation()));
        tests.into_iter().find_map(|test| {
            let key = krate.key_of(krate.receiver_of(test.data.at)?)?;
            let same = |change: &&Atomic<'c>| {
                krate.receiver_of(change.data.at).and_then(|at| krate.key_of(at)).as_ref() == Some(&key)
            };
            let change = changes.iter().find(same).filter(|change| change.data.at != test.data.at)?;
            Some(State { tested: test.span(), changed: change.span() })
        })
    }

    /// A lock that is taken in the function that notifies, by itself or by what it calls, or that its caller has.
    pub fn locks_around(self) -> Option<Span> {
        let krate = self.krate;
        let body = krate.outermost(krate.body_at(self.data.at));
        // What another task does that the function starts is done by another thread.
        let runs_in = |body: BodyId| (krate.outermost(body), krate.task_of(body));
        let takes = |body: BodyId| {
            let here = |guard: &Guard<'c>| runs_in(krate.body_at(guard.data.at)) == runs_in(body);
            krate.guards().find(here).map(Guard::span)
        };
        let by_call = || {
            let flow = krate.flow(krate.body_at(self.data.at));
            let body = krate.body_at(self.data.at);
            let locks = |node| krate.effects_at(body, node).iter().any(|effect| matches!(effect.what, What::Locks(..)));
            flow.ids().find(|node| locks(*node)).map(|_| self.span())
        };
        let by_name = || {
            let call =
                self.use_expr().calls_of_function().find(|call| call.callee_name().is_some_and(locks::is_lock_call));
            call.map(Expr::call_span)
        };
        let by_caller = || {
            let calls = krate.callers(krate.def_of(body)?);
            calls.into_iter().find_map(|call| takes(krate.body_at(call)))
        };
        takes(krate.body_at(self.data.at)).or_else(by_call).or_else(by_name).or_else(by_caller)
    }
}

impl Crate {
    fn key_of(&self, at: ExprAt) -> Option<Key> {
        let at = self.without_refs(at);
        let by_field = self.field_of_struct(at).map(|(owner, name)| Key::Field(owner, name));
        by_field.or_else(|| self.identity(at).map(Key::Place))
    }
}
