//! Of which lock a function gives the guard.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::{Place, Step};
use crate::model::library::steps;
use crate::model::source::tables::{BodyId, ExprAt, Root};
use crate::syntax::tree::ExprKind;

/// How many functions may hand a guard on, one to the other.
const GIVERS: usize = 4;

/// What tells of the lock whose guard a function of the package gives, by its body.
type Ask<'a> = &'a mut dyn FnMut(BodyId) -> Option<Place>;

impl Base {
    /// The lock whose guard a call gives, where it calls a function of the package or of a sibling that takes it.
    pub(in crate::model) fn lock_given(&self, call: ExprAt) -> Option<Place> {
        self.lock_given_at(call, &mut |body| self.lock_given_by(body))
    }

    /// The lock whose guard the code of a function gives, as its callers can name it.
    pub(in crate::model) fn lock_given_by(&self, body: BodyId) -> Option<Place> {
        solver::solve(self, &self.given_locks, &lock_given, body)
    }

    /// The call that takes the lock whose guard a call gives: itself, or the one that a function of the package ends with.
    pub(in crate::model) fn acquiring_call(&self, call: ExprAt) -> Option<ExprAt> {
        let inner = |at: &ExprAt| match self.callee(*at) {
            Callee::Def(def) if self.acquired_by(*at).is_none() => given_at_end(self, self.index.def(def).body?),
            _ => None,
        };
        let mut calls = std::iter::successors(Some(call), inner).take(GIVERS);
        calls.find(|at| self.acquired_by(*at).is_some())
    }

    fn lock_given_at(&self, call: ExprAt, ask: Ask<'_>) -> Option<Place> {
        if let Callee::Def(def) = self.callee(call) {
            let body = self.index.def(def).body?;
            return self.place_at_call(&ask(body)?, call, body);
        }
        self.sibling_place(self.sibling_function(call)?.gives_guard_of.as_ref()?, call)
    }
}

/// The lock whose guard a function gives as its last expression.
fn lock_given(solver: &mut Solver<'_, Option<Place>>, body: BodyId) -> Option<Place> {
    let base = solver.base;
    let taken = given_at_end(base, body)?;
    let place = match base.identity(taken).filter(|place| place.path.last() == Some(&Step::Inside)) {
        Some(inside) => Place { root: inside.root, path: inside.path[..inside.path.len() - 1].into() },
        None => base.lock_given_at(taken, &mut |inner| solver.ask(inner))?,
    };
    base.place_for_callers(&place, body)
}

/// The call that gives the guard with which the code of a function ends.
fn given_at_end(base: &Base, body: BodyId) -> Option<ExprAt> {
    let info = base.index.body(body);
    let Root::Block(block) = info.root else { return None };
    let tail = base.tail_of(info.file, block).filter(|_| base.ends_only_at_its_tail(info.file, block))?;
    let ty = base.type_of(tail);
    base.guard(&ty).or_else(|| base.guard(&base.unwrapped(&ty)))?;
    Some(taken_in(base, tail))
}

/// The call that takes the lock, out of what only unwraps or awaits its guard.
fn taken_in(base: &Base, tail: ExprAt) -> ExprAt {
    let mut now = tail;
    loop {
        let inner = match base.kind(now) {
            ExprKind::Await(inner) => *inner,
            ExprKind::Method(method) if wraps(base.text(method.name)) || base.becomes_guard(now) => method.receiver,
            _ => return now,
        };
        now = ExprAt { id: inner, ..now };
    }
}

fn wraps(name: &str) -> bool {
    steps::unwraps(name) || steps::passes_receiver(name)
}
