//! Condition variables: every wait on one, and every call that wakes who waits.

pub mod between;

use crate::model::callee::Callee;
use crate::model::flow::loops::Loop;
use crate::model::library::locks::{self, CondvarWait};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Origin};
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

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
