//! Atomics: every operation on one, and who else writes to it.

use crate::model::callee::Callee;
use crate::model::context::ways::{Times, Way};
use crate::model::flow::{Place, Root};
use crate::model::library::atomics::{self, Op};
use crate::model::library::callbacks::makes_macro;
use crate::model::library::locks::{self, LockKind};
use crate::model::library::vocabulary;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyKind, ExprAt, Origin};
use crate::model::values::live::Held;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, TypeKind};

/// What is stored of an operation on an atomic.
#[derive(Debug)]
pub struct AtomicData {
    pub(in crate::model) at: ExprAt,
    op: Op,
    /// The atomic; `None` where it is not known which it is.
    place: Option<Place>,
}

handle! {
    /// An operation on an atomic: its value is read, written, or both in one step.
    Atomic, AtomicData, atomics
}

/// What shows that several threads write to an atomic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shared {
    /// It is a static, or lies in one.
    Static,
    /// This spawn is one of several in a loop or an iterator.
    Repeated(Span),
    /// Somebody else writes to it here.
    Other(Span),
}

impl<'c> Atomic<'c> {
    /// The call, from the method's name to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn operation(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What is done with the value.
    pub fn op(self) -> Op {
        self.data.op
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The atomic as the user wrote it.
    pub fn atomic_text(self) -> String {
        let krate = self.krate;
        krate.receiver_of(self.data.at).map_or_else(String::new, |at| krate.squeezed(krate.without_refs(at)))
    }

    /// The order as the user wrote it: the last argument.
    pub fn order_text(self) -> &'c str {
        self.operation().args().last().map_or("", Expr::text)
    }

    /// Whether it orders nothing but the one atomic.
    pub fn is_relaxed(self) -> bool {
        atomics::is_relaxed(self.order_text())
    }

    /// The other operations on the same atomic in the same function, closures and `async` blocks included.
    pub fn others_in_function(self) -> impl Iterator<Item = Atomic<'c>> {
        let krate = self.krate;
        let function = krate.outermost(krate.body_at(self.data.at));
        let same = move |other: &Atomic<'c>| {
            other.data.at != self.data.at && other.data.place.is_some() && other.data.place == self.data.place
        };
        let here = krate.atomics().filter(move |other| other.data.at.file == self.data.at.file);
        here.filter(same).filter(move |other| krate.outermost(krate.body_at(other.data.at)) == function)
    }

    /// The lock that is held when it happens, by its own code or by code around it that runs it in place. A lock of an
    /// unknown type that was taken before counts, and a permit that may be the only one: whether it is held still is not known.
    pub fn under_lock(self) -> Option<Span> {
        let krate = self.krate;
        let guards = krate.guards_of_function(krate.body_at(self.data.at));
        let guards = guards.filter(|guard| !matches!(guard.lock_kind(), LockKind::Cell | LockKind::Span));
        for guard in guards {
            let body = krate.body_at(guard.data.value);
            let Some(node) = self.operation().seen_from(body).and_then(|seen| seen.point()) else { continue };
            if krate.task_of(krate.body_at(self.data.at)) == krate.task_of(body)
                && krate.held_at(guard, node.node).is_some_and(|held| held != Held::No)
            {
                return Some(guard.span());
            }
        }
        let here = self.operation().point();
        let before = |call: &Expr<'c>| call.point().zip(here).is_some_and(|(call, here)| call.may_reach(here));
        let locks = |call: &Expr<'c>| {
            call.callee_name().is_some_and(locks::is_lock_call)
                && call.args().next().is_none()
                && krate.acquired_by(call.at).is_none()
        };
        let takes = |call: &Expr<'c>| before(call) && (locks(call) || call.takes_permit() == Some(true));
        self.operation().calls_of_function().find(takes).map(Expr::call_span)
    }

    /// What gives the code the value alone: `&mut self`, a `&mut` parameter.
    pub fn owned_alone(self) -> Option<Span> {
        let krate = self.krate;
        let Root::Local(binding) = self.data.place.as_ref()?.root else { return None };
        let info = krate.index.binding(binding);
        let alone = match info.origin {
            Origin::SelfParam => !self.operation().function()?.takes_shared_self(),
            Origin::Param(_) => {
                let types = &krate.tree(info.file).types;
                info.ty.is_some_and(|ty| matches!(types[ty.0 as usize].kind, TypeKind::Ref { mutable: true, .. }))
            }
            _ => false,
        };
        alone.then_some(info.span)
    }

    /// Whether its package is a crate of macros: the compiler runs its code, and has one thread for it.
    pub fn is_run_by_compiler(self) -> bool {
        let attrs = || self.krate.files.iter().flat_map(|file| &file.parsed.tree.items).flat_map(|item| &item.attrs);
        *self.krate.is_macros.get_or_init(|| attrs().any(|attr| makes_macro(self.krate.text(attr.path))))
    }

    /// What shows that several threads write to it.
    pub fn shared_by(self) -> Option<Shared> {
        let binding = match self.data.place.as_ref()?.root {
            Root::Static(_) | Root::Outside(_) => return Some(Shared::Static),
            Root::Local(binding) => binding,
            _ => return None,
        };
        let krate = self.krate;
        let own = krate.task_of(krate.body_at(self.data.at));
        if let Some(spawn) = own.and_then(|task| krate.only_spawn_of(task))
            && self.is_started_again(spawn.at, binding)
        {
            return Some(Shared::Repeated(krate.call_span(spawn.at)));
        }
        let elsewhere =
            |other: &Atomic<'c>| other.data.op != Op::Load && krate.task_of(krate.body_at(other.data.at)) != own;
        self.others_in_function().find(elsewhere).map(|other| Shared::Other(other.span()))
    }

    /// Whether a spawn starts several tasks that have the same variable: a loop or an iterator stands between the two.
    fn is_started_again(self, spawn: ExprAt, binding: BindingId) -> bool {
        let krate = self.krate;
        let home = krate.index.binding(binding);
        let mut at = spawn;
        loop {
            let body = krate.body_at(at);
            let mut inner = at;
            while let Some(a_loop) = krate.loop_around(inner).filter(|a_loop| !krate.span(*a_loop).holds(home.span)) {
                let again = krate.expr(a_loop).as_loop().zip(krate.expr(at).first_point());
                if again.is_some_and(|(a_loop, point)| point.continues(a_loop)) {
                    return true;
                }
                inner = a_loop;
            }
            if body == home.body || krate.index.body(body).kind == BodyKind::Fn {
                return false;
            }
            match krate.ways_to(body).as_slice() {
                [Way::From { at: from, times: Times::Once, .. }] => at = *from,
                [Way::From { at: from, .. }] => return !krate.span(*from).holds(home.span),
                _ => return false,
            }
        }
    }

    /// The variable that this function has made the atomic for, where nobody else in sight gets to write to it.
    pub fn made_here(self) -> Option<Span> {
        let Root::Local(binding) = self.data.place.as_ref()?.root else { return None };
        let info = self.krate.index.binding(binding);
        matches!(info.origin, Origin::Value(_)).then_some(info.span)
    }

    /// What tries again where it fails: a loop around it or around a call of its function, or that function by calling itself.
    pub fn tried_again(self) -> Option<Span> {
        let (krate, at) = (self.krate, self.data.at);
        let bodies = std::iter::once(at).chain(self.operation().bodies_around().map(|body| body.at));
        let around = bodies.into_iter().find_map(|at| krate.loop_around(at));
        let callers = || {
            let function = self.operation().function()?;
            let calls = krate.callers(function.def);
            let inside = |call: &ExprAt| krate.def_of(krate.outermost(krate.body_at(*call))) == Some(function.def);
            let by_itself = calls.iter().copied().find(inside);
            let in_loops: Vec<Option<ExprAt>> = calls.iter().map(|call| krate.loop_around(*call)).collect();
            // A loop that goes on to another atomic does not try this one again.
            let same =
                calls.iter().copied().find_map(|call| krate.loop_around(call).filter(|_| !krate.is_of_item(call)));
            let all = || in_loops.iter().copied().collect::<Option<Vec<ExprAt>>>().and_then(|all| all.first().copied());
            by_itself.or(same).or_else(all)
        };
        around.or_else(callers).map(|place| krate.loop_span(place))
    }

    /// A call of its function outside of tests, in a function whose name does not say that it may fail.
    pub fn asked_by_caller(self) -> Option<Span> {
        let krate = self.krate;
        let def = self.operation().function()?.def;
        let tries = |call: &ExprAt| krate.expr(*call).function().is_some_and(|by| atomics::may_fail(by.name()));
        let mut calls = krate.without_tests(def, krate.callers(def).into_iter());
        calls.find(|call| !tries(call) && krate.loop_around(*call).is_none()).map(|call| krate.call_span(call))
    }

    /// Whether its function has a name that says that it may fail: `try_lock`.
    pub fn is_named_as_a_try(self) -> bool {
        self.operation().function().is_some_and(|function| atomics::may_fail(function.name()))
    }

    /// Whether it is known which atomic it is.
    pub fn is_placed(self) -> bool {
        self.data.place.is_some()
    }

    /// The `unsafe` code in its function.
    pub fn beside_unsafe(self) -> Option<Span> {
        let krate = self.krate;
        let body = krate.outermost(krate.body_at(self.data.at));
        let mut found = None;
        krate.each_in_body(body, &mut |here| {
            found = found.or(krate.begins_unsafe(here).then(|| krate.span(here)));
            found.is_none()
        });
        let function = self.operation().function()?;
        found.or_else(|| krate.is_unsafe(function.def).then(|| function.span()))
    }

    /// The comment at its function, or at its statement, that says that one thread writes, or what comes of it where several
    /// do.
    pub fn writers_known(self) -> Option<Span> {
        let krate = self.krate;
        let at_function = self.operation().function().and_then(|function| krate.remark_on(function.def));
        let at_statement = krate.stmt_of(self.data.at).and_then(|stmt| krate.remark_at(stmt));
        let said = [at_function, at_statement].into_iter().flatten();
        said.into_iter().find(|remark| vocabulary::knows_of_writers(&remark.words())).map(|remark| remark.span)
    }
}

impl Crate {
    /// Whether a method is called on the item of the `for` loop around it: another one in each iteration.
    fn is_of_item(&self, call: ExprAt) -> bool {
        let root = self.receiver_of(call).and_then(|value| self.root_of(value));
        let of_for = self.loop_around(call).filter(|a_loop| matches!(self.kind(*a_loop), ExprKind::For { .. }));
        let Some((root, a_loop)) = root.zip(of_for) else { return false };
        self.span(a_loop).holds(self.index.binding(root).span)
    }
}

/// Every operation on an atomic, in the order of the source.
pub(in crate::model) fn collect(krate: &Crate) -> Vec<AtomicData> {
    let names = atomics::METHODS.iter().filter_map(|text| krate.names.find(text));
    let operates = |at| {
        let Callee::Method(ty, name) = krate.callee(at) else { return None };
        let op = atomics::operation(&ty, krate.text(name))?;
        let place = krate.receiver_of(at).and_then(|receiver| krate.identity(receiver));
        Some(AtomicData { at, op, place })
    };
    krate.calls_named(names).into_iter().filter_map(operates).collect()
}
