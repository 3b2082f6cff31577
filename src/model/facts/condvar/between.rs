//! Notifications that may come between the test of a waiting thread and its wait, and the locks that would keep them from it.

use std::sync::Arc;

use crate::model::Crate;
use crate::model::effects::sources::Source;
use crate::model::facts::condvar::{Condvar, Does};
use crate::model::facts::{Atomic, Guard};
use crate::model::flow::Place;
use crate::model::flow::loops::Loop;
use crate::model::library::atomics::Op;
use crate::model::library::locks::{self, LockKind};
use crate::model::library::steps;
use crate::model::library::what::What;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin, Step};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// A wait that a notification may come too early for.
pub struct Lost<'c> {
    pub wait: Condvar<'c>,
    /// What the wait tests that who notifies changes; `None` where it tests nothing.
    pub state: Option<State>,
    /// The lock that the wait gives back.
    lock: Arc<Vec<Key>>,
}

/// What a waiting thread tests, and who notifies changes: an atomic, or what another lock than that of the wait guards.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub tested: Span,
    pub changed: Span,
    /// Whether it is guarded by another lock.
    pub by_other_lock: bool,
}

/// What tells one condition variable, lock or atomic from others over several functions.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::model) enum Key {
    Field(DefId, Name),
    Place(Place),
    /// This variable had it, or what it is a part of, before it was handed around.
    Held(BindingId, Option<u32>),
    /// It lies there itself, not behind a pointer that others may have as well.
    Lies,
}

/// A test of a state, by what the state is.
struct Test {
    keys: Arc<Vec<Key>>,
    span: Span,
    /// The operation itself, where the loop does it in its own code.
    own: Option<ExprAt>,
}

fn same(one: &[Key], other: &[Key]) -> bool {
    one.iter().any(|key| *key != Key::Lies && other.contains(key))
}

/// Whether two locks lie in fields of structs or parts of tuples, and are not the same one.
fn surely_others(one: &[Key], other: &[Key]) -> bool {
    let is_part = |keys: &[Key]| {
        let part = |key: &Key| matches!(key, Key::Field(..) | Key::Held(_, Some(_)));
        keys.contains(&Key::Lies) && keys.iter().any(part)
    };
    is_part(one) && is_part(other) && !same(one, other)
}

impl<'c> Condvar<'c> {
    /// Whether a wait is for a time at most.
    pub fn is_timed(self) -> bool {
        matches!(self.data.does, Does::Wait(how) if how.timed)
    }

    /// The wait on the same condition variable that a notification may come too early for: its thread tests a state that its
    /// lock does not guard and that is changed in the function that notifies, or tests nothing.
    pub fn may_come_between(self) -> Option<Lost<'c>> {
        let krate = self.krate;
        let keys = krate.keys_of(krate.receiver_of(self.data.at)?);
        let is_of_it = |wait: &Condvar<'c>| {
            matches!(wait.data.does, Does::Wait(_))
                && krate.receiver_of(wait.data.at).is_some_and(|at| same(&krate.keys_of(at), &keys))
        };
        let waits: Vec<Condvar<'c>> = krate.condvars().filter(is_of_it).collect();
        let lost = |wait: Condvar<'c>, state| Lost { wait, state, lock: wait.keys_of_lock() };
        let with_state = waits.iter().find_map(|wait| {
            let around = wait.waits_in()?;
            let state = self.state_tested_in(around, *wait).or_else(|| self.state_under_other_lock(around, *wait))?;
            Some(lost(*wait, Some(state)))
        });
        let tests_nothing = |wait: &Condvar<'c>| {
            !matches!(wait.data.does, Does::Wait(how) if how.rechecks)
                && !wait.is_decided()
                && wait.guard_of_caller().is_none()
                && wait.waits_in().is_none_or(|around| wait.waits_untested_in(around).is_some())
        };
        let untested = || waits.first().filter(|_| waits.iter().all(tests_nothing)).map(|wait| lost(*wait, None));
        with_state.or_else(untested)
    }

    /// Whether an `if` or `match` around the wait may decide by the state: all but one that only opens a variable, before the
    /// lock is taken.
    fn is_decided(self) -> bool {
        let taken = self.lock_taken();
        let opens = |around: &Expr<'c>| {
            let head = around.goes_by();
            head.is_some_and(|head| head.local().is_some()) && taken.is_some_and(|taken| around.holds(taken))
        };
        self.use_expr().conditions().any(|around| !opens(&around))
    }

    /// Where the lock is taken whose guard the wait is given.
    fn lock_taken(self) -> Option<Expr<'c>> {
        let given = self.guard_given()?;
        let made = given.local().map_or(Some(given), |variable| variable.bound_value())?;
        made.first_where(|part| self.krate.acquired_by(part.at).is_some())
    }

    fn keys_of_lock(self) -> Arc<Vec<Key>> {
        let lock = self.lock_taken().and_then(|taken| self.krate.receiver_of(taken.at));
        lock.map(|lock| self.krate.keys_of(lock)).unwrap_or_default()
    }

    /// The atomic that the loop around a wait tests, itself or by a function that it asks, and that is changed in the function
    /// that notifies, or by one that it calls.
    fn state_tested_in(self, around: Loop<'c>, wait: Condvar<'c>) -> Option<State> {
        let krate = self.krate;
        let function = krate.outermost(krate.body_at(self.data.at));
        let changes = krate.atomics().filter(|atomic| atomic.op() != Op::Load);
        let changes: Vec<(Atomic<'c>, Span)> = changes
            .filter_map(|atomic| {
                let body = krate.outermost(krate.body_at(atomic.data.at));
                let by_call = || {
                    let calls = krate.callers(krate.def_of(body)?);
                    calls.into_iter().find(|call| krate.outermost(krate.body_at(*call)) == function)
                };
                match body == function {
                    true => Some((atomic, atomic.span())),
                    false => by_call().map(|call| (atomic, krate.call_span(call))),
                }
            })
            .collect();
        if changes.is_empty() {
            return None;
        }
        krate.atomics().filter_map(|atomic| atomic.tested_in(around, wait)).find_map(|test| {
            let is_change = |(change, _): &&(Atomic<'c>, Span)| {
                let keys = krate.receiver_of(change.data.at).map(|at| krate.keys_of(at)).unwrap_or_default();
                // Of another function only a field is known.
                let same_one = |key: &Key| keys.contains(key) && (test.own.is_some() || matches!(key, Key::Field(..)));
                test.keys.iter().any(same_one)
            };
            let (_, changed) = changes.iter().find(is_change).filter(|(change, _)| test.own != Some(change.data.at))?;
            Some(State { tested: test.span, changed: *changed, by_other_lock: false })
        })
    }

    /// What another lock guards than that of the wait: the loop around the wait decides by it, and it is changed in the function
    /// that notifies.
    fn state_under_other_lock(self, around: Loop<'c>, wait: Condvar<'c>) -> Option<State> {
        let krate = self.krate;
        let own = wait.keys_of_lock();
        let function = krate.outermost(krate.body_at(self.data.at));
        let excludes = |guard: &Guard<'c>| matches!(guard.lock_kind(), LockKind::Mutex | LockKind::RwLock);
        let keys_of =
            |guard: &Guard<'c>| krate.receiver_of(guard.data.at).map(|at| krate.keys_of(at)).unwrap_or_default();
        let changed = krate.guards_of_function(function);
        let changed: Vec<(Guard<'c>, Arc<Vec<Key>>)> = changed
            .filter(|guard| excludes(guard) && guard.first_change().is_some())
            .map(|guard| (guard, keys_of(&guard)))
            .filter(|(_, keys)| surely_others(keys, &own))
            .collect();
        if changed.is_empty() {
            return None;
        }
        let tests = krate.guards_of_function(around.expr().body()).filter(|guard| {
            let at = guard.guard_expr();
            guard.is_temporary() && !wait.use_expr().holds(at) && around.decides_by(at) && at != wait.use_expr()
        });
        tests.filter(excludes).find_map(|test| {
            let keys = keys_of(&test);
            let (change, _) = changed.iter().find(|(_, changed)| same(changed, &keys))?;
            Some(State { tested: test.span(), changed: change.span(), by_other_lock: true })
        })
    }

    /// A lock that is taken in the function that notifies, by itself or by what it calls, or that its caller has, and that may
    /// be the one which the lost wait gives back.
    pub fn locks_around(self, lost: &Lost<'c>) -> Option<Span> {
        let krate = self.krate;
        let own = krate.body_at(self.data.at);
        let body = krate.outermost(own);
        let may_be_it = |lock: Option<ExprAt>| lock.is_none_or(|lock| !surely_others(&krate.keys_of(lock), &lost.lock));
        let takes = |body: BodyId| {
            let here = |guard: &Guard<'c>| {
                krate.runs_with(krate.body_at(guard.data.at), body) && may_be_it(krate.receiver_of(guard.data.at))
            };
            krate.guards_of_function(body).find(here).map(Guard::span)
        };
        let by_call = || {
            let flow = krate.flow(own);
            let locks = |node| {
                let mut effects = krate.effects_at(own, node).into_iter();
                effects.any(|effect| {
                    let call = effect.trace.last().filter(|_| effect.beyond.is_none());
                    matches!(effect.what, What::Locks(..)) && may_be_it(call.and_then(|call| krate.receiver_of(*call)))
                })
            };
            flow.ids().find(|node| locks(*node)).map(|_| self.span())
        };
        let by_name = || {
            let named = |call: &Expr<'c>| call.callee_name().is_some_and(locks::is_lock_call);
            let calls = self.use_expr().calls_of_function().filter(named);
            let mut here = calls.filter(|call| krate.runs_with(call.body(), own));
            here.find(|call| may_be_it(krate.receiver_of(call.at))).map(Expr::call_span)
        };
        let by_caller = || {
            let calls = krate.callers(krate.def_of(body)?);
            calls.into_iter().find_map(|call| takes(krate.body_at(call)))
        };
        takes(own).or_else(by_call).or_else(by_name).or_else(by_caller)
    }
}

impl<'c> Atomic<'c> {
    /// How the loop around a wait tests it before it waits: in its own code, or by a function that it asks.
    fn tested_in(self, around: Loop<'c>, wait: Condvar<'c>) -> Option<Test> {
        let krate = self.krate;
        let keys = krate.keys_of(krate.receiver_of(self.data.at)?);
        let within = |at: Expr<'c>| around.expr().holds(at) && !wait.use_expr().holds(at);
        if within(self.operation()) {
            return Some(Test { keys, span: self.span(), own: Some(self.data.at) });
        }
        let function = krate.def_of(krate.body_at(self.data.at)).filter(|_| self.op() == Op::Load)?;
        let asks = |call: &ExprAt| within(krate.expr(*call)) && around.decides_by(krate.expr(*call));
        let call = krate.callers(function).into_iter().find(asks)?;
        Some(Test { keys, span: krate.call_span(call), own: None })
    }
}

impl<'c> Loop<'c> {
    /// Whether the loop, or an `if` or `match` in it, decides by a value that is asked for there.
    fn decides_by(self, value: Expr<'c>) -> bool {
        let decides = |part: Expr<'c>| part.looked_at().is_some_and(|head| head.holds(value));
        let mut within = value.ancestors().take_while(|part| self.expr().holds(*part));
        within.any(decides)
    }
}

impl Crate {
    /// Whether the code of a body may run at the same moment as that of another of its function: not in another task, and not
    /// in a closure that is handed to somebody and owns what it needs.
    fn runs_with(&self, other: BodyId, body: BodyId) -> bool {
        let function = self.outermost(body);
        // What another task does that the function starts is done by another thread.
        if self.outermost(other) != function || self.task_of(other) != self.task_of(body) {
            return false;
        }
        let keeps = |inner: BodyId, outer: BodyId| {
            let mut now = inner;
            while now != function && !self.within_body(outer, now) {
                let Some(at) = self.body_expr(now) else { return false };
                if matches!(self.kind(at), ExprKind::Closure(closure) if closure.moves) && !self.driven_in_place(at, 6)
                {
                    return false;
                }
                now = self.body_at(at);
            }
            true
        };
        keeps(body, other) && keeps(other, body)
    }

    /// By what a place may be known in other functions.
    fn keys_of(&self, at: ExprAt) -> Arc<Vec<Key>> {
        let at = self.without_refs(at);
        self.keys.get(&at).unwrap_or_else(|| self.keys.keep(at, Arc::new(self.keys_looked_for(at))))
    }

    fn keys_looked_for(&self, at: ExprAt) -> Vec<Key> {
        let by_field = self.field_of_struct(at).map(|(owner, name)| Key::Field(owner, name));
        let by_place = self.identity(at).map(Key::Place);
        let lies = matches!(self.type_of(at), Ty::Ext(path, _) if locks::lock(&path).is_some()).then_some(Key::Lies);
        by_field.into_iter().chain(by_place).chain(lies).chain(self.keys_by_variables(at)).collect()
    }

    /// The variables and fields that had it before it was handed around: to a thread, into a struct, to a function.
    fn keys_by_variables(&self, at: ExprAt) -> Vec<Key> {
        let info = self.index.local(at).map(|variable| self.index.binding(variable));
        let (whole, part) = match (self.kind(at), info) {
            (ExprKind::Field { base, name }, _) if self.field_of_struct(at).is_none() => {
                (ExprAt { id: *base, ..at }, self.text(*name).parse().ok())
            }
            (_, Some(info)) => match (info.origin, &info.steps[..]) {
                (Origin::Value(value), [Step::Tuple(n)]) => (ExprAt { file: info.file, id: value }, Some(*n)),
                _ => (at, None),
            },
            _ => (at, None),
        };
        let whole = self.without_refs(whole);
        let values = match self.kind(whole) {
            ExprKind::Field { .. } => self.made_for_field(Source { at: whole, site: whole }),
            _ => vec![Source { at: whole, site: whole }],
        };
        let had = values.into_iter().flat_map(|value| self.sources(value.at, &|at| self.handed_on(at)));
        let key = |source: Source| match self.index.local(source.at) {
            Some(variable) => Some(Key::Held(variable, part)),
            // `set(&self.paused)`: the function that is given it changes the field.
            None => {
                self.field_of_struct(source.at).filter(|_| part.is_none()).map(|(owner, name)| Key::Field(owner, name))
            }
        };
        had.filter_map(key).collect()
    }

    /// What a reference refers to, and what a clone was made of.
    fn handed_on(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => *operand,
            ExprKind::Method(method) if steps::clones(self.text(method.name)) => method.receiver,
            ExprKind::Call { args, .. } if args.len() == 1 && self.callee_name(at).is_some_and(steps::clones) => {
                args[0]
            }
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }
}
