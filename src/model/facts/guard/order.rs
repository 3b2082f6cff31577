//! Locks that are taken under one another, and in which order: two that are taken both ways can deadlock.
//!
//! A lock is known by the field or static that has it (`effects/locking.rs`), so two values of one struct are not told apart.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::effects::locking::{LockName, Taking};
use crate::model::facts::guard::Guard;
use crate::model::flow::NodeId;
use crate::model::library::locks::{How, LockKind, Mode};
use crate::model::library::tasks;
use crate::model::names::Res;
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Function;
use crate::model::source::tables::{BodyId, ExprAt, Origin};
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// How many places are shown beside the first one that takes two locks in the other order.
const SHOWN: usize = 3;

/// How many places that take two locks in one order a place that takes them in the other is compared with.
const COMPARED: usize = 256;

/// A lock is taken under another one.
#[derive(Clone, Debug)]
pub struct Nested {
    /// The place of the outer guard in the package's list.
    guard: usize,
    outer: LockName,
    inner: Taking,
    /// The call or await in the guard's own body.
    at: ExprAt,
    /// What else is locked there, by this body or by all who call it.
    gates: Vec<(LockName, Span)>,
    in_test: bool,
    /// Where the outer lock is taken, if that gives up where somebody has it.
    tried: Option<Span>,
}

/// The locks of a package that are taken under others.
#[derive(Debug, Default)]
pub struct Nestings {
    /// In the order of the source.
    pub(in crate::model) all: Vec<Nested>,
    /// By the outer and the inner lock, those that count against others: outside of tests, and where the outer lock is waited
    /// for.
    by_locks: FxHashMap<(LockName, LockName), Vec<usize>>,
    /// The locks that are taken under each, of those that count, by the first place at which each is.
    under: FxHashMap<LockName, Vec<LockName>>,
    /// The guards of each lock, as places in the package's list.
    guards: FxHashMap<LockName, Vec<usize>>,
}

impl Nestings {
    fn new(all: Vec<Nested>, named: impl Iterator<Item = (usize, LockName)>) -> Nestings {
        let mut by_locks: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        let mut guards: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        named.for_each(|(n, name)| guards.entry(name).or_default().push(n));
        let mut under: FxHashMap<LockName, Vec<LockName>> = FxHashMap::default();
        for (n, one) in all.iter().enumerate().filter(|(_, one)| one.counts()) {
            let known: &mut Vec<usize> = by_locks.entry(one.locks()).or_default();
            if known.is_empty() {
                under.entry(one.outer).or_default().push(one.inner.lock);
            }
            known.push(n);
        }
        Nestings { all, by_locks, under, guards }
    }

    /// The locks that are taken under a lock, by the first place at which each is.
    pub(super) fn taken_under(&self, outer: LockName) -> &[LockName] {
        self.under.get(&outer).map_or(&[], Vec::as_slice)
    }

    /// The first place in the source that takes two locks in this order.
    pub(super) fn first_in_order(&self, outer: LockName, inner: LockName) -> Option<&Nested> {
        self.in_order(outer, inner).first().map(|n| &self.all[*n])
    }

    /// Those that count, of two locks in this order.
    fn in_order(&self, outer: LockName, inner: LockName) -> &[usize] {
        self.by_locks.get(&(outer, inner)).map_or(&[], Vec::as_slice)
    }
}

/// A lock that is taken under another, as its finding shows it.
pub struct Nesting<'c> {
    /// The guard that is held.
    pub outer: Guard<'c>,
    /// The call or await in the guard's own body.
    pub(in crate::model) at: ExprAt,
    /// The call under it.
    pub span: Span,
    /// The calls that lead from there to the one that takes the inner lock.
    pub chain: Vec<Span>,
    /// The inner lock as the user wrote it where it is taken.
    pub inner: Cow<'c, str>,
    /// Both locks by what has them: `Db.state`.
    pub names: [String; 2],
}

/// Two locks that are taken in both orders.
pub struct Inversion<'c> {
    pub here: Nesting<'c>,
    pub elsewhere: Nesting<'c>,
    /// More places that take them as that one does.
    pub more: Vec<Nesting<'c>>,
    /// A third lock that whoever takes both has first.
    pub gate: Option<Span>,
    /// Where one of the two locks is only tried for.
    pub tried: Option<Span>,
    /// The method of one of the two orders that has its value for itself, if that value has both locks.
    pub alone: Option<Span>,
    /// Whether one of the two locks is only read on both sides: then it takes a writer in between.
    pub only_read: bool,
    /// Where that writer takes the lock, if there is one that comes while others read.
    pub writer: Option<Span>,
    /// Whether both stand in the same code, so that it takes two who run it.
    pub in_one_body: bool,
}

impl Nested {
    /// The lock that is held, and the one that is taken under it.
    pub(in crate::model) fn locks(&self) -> (LockName, LockName) {
        (self.outer, self.inner.lock)
    }

    /// Whether it counts against other orders: it stands outside of tests, and waits for the outer lock.
    pub(super) fn counts(&self) -> bool {
        !self.in_test && self.tried.is_none()
    }

    /// The place of the outer guard in the package's list.
    pub(super) fn guard(&self) -> usize {
        self.guard
    }

    /// Whom taking the inner lock excludes.
    pub(super) fn takes(&self) -> Mode {
        self.inner.mode
    }

    /// The other locks that are held there, neither of the two.
    pub(super) fn gates(&self) -> impl Iterator<Item = LockName> {
        let own = [self.outer, self.inner.lock];
        self.gates.iter().map(|(name, _)| *name).filter(move |name| !own.contains(name))
    }

    /// The call or await under the outer lock that takes the inner one, itself or further in.
    pub(in crate::model) fn under(&self) -> ExprAt {
        self.at
    }
}

impl<'c> Nesting<'c> {
    /// The function whose code it is.
    pub fn code_around(&self) -> Option<Function<'c>> {
        self.outer.guard_expr().function()
    }
}

impl Inversion<'_> {
    /// The name of the function of one of the two orders, where both run on the thread of the window and never beside each
    /// other.
    pub fn on_one_thread(&self) -> Option<Span> {
        let (here, there) = (self.here.code_around()?, self.elsewhere.code_around()?);
        let on_main = |function: Function<'_>| {
            !function.is_async() && function.attributes().any(|(path, args)| tasks::runs_on_main_thread(path, args))
        };
        (on_main(here) && on_main(there)).then(|| there.span())
    }

    /// What is excused comes last, and what needs more to happen before it.
    fn rank(&self) -> (bool, bool) {
        (self.gate.or(self.tried).or(self.alone).is_some(), self.needs_more())
    }

    /// Whether more must come together than two who take the locks: a writer that is not seen, two who run the same code.
    pub fn needs_more(&self) -> bool {
        self.only_read && self.writer.is_none() || self.in_one_body
    }
}

impl<'c> Guard<'c> {
    /// Where a lock is taken under this guard that other code takes first. Of the two orders the one that is found less often
    /// counts, and of two that are found as often the first one in the source.
    pub fn taken_in_other_order(self) -> Asked<Inversion<'c>> {
        let krate = self.krate;
        let own = krate.nested_under(self).iter().filter(|one| !krate.is_order_declared(one));
        let mut found: Vec<Inversion<'c>> = own.filter_map(|one| krate.inversion(one)).collect();
        found.sort_by_key(Inversion::rank);
        found.into_iter().next().ok_or(Silence::NotMine)
    }
}

/// The locks that each body holds, in the order of the source.
type HeldIn = FxHashMap<BodyId, Vec<HeldLock>>;

/// A lock that a body holds.
struct HeldLock {
    /// The place of its guard in the package's list.
    guard: usize,
    lock: LockName,
    span: Span,
    /// The nodes at which it is held on every path, sorted.
    surely: Vec<NodeId>,
}

impl Crate {
    /// Every lock that is taken under another.
    pub(in crate::model) fn nested_locks(&self) -> &Nestings {
        self.nested.get_or_init(|| {
            let names: Vec<Option<LockName>> = self.guards().map(|guard| self.class_of_lock(guard)).collect();
            let named = names.iter().enumerate().filter_map(|(n, name)| Some((n, (*name)?)));
            let mut held = HeldIn::default();
            for (n, lock) in named.clone() {
                let guard = Guard { krate: self, data: &self.guards[n] };
                let Ok(life) = guard.life() else { continue };
                let surely = life.points().filter(|(_, held)| *held == Held::Yes).map(|(node, _)| node).collect();
                held.entry(life.body).or_default().push(HeldLock { guard: n, lock, span: guard.span(), surely });
            }
            let mut all: Vec<Nested> = held
                .iter()
                .flat_map(|(body, locks)| locks.iter().map(|lock| (*body, lock)))
                .flat_map(|(body, lock)| self.nested_in(body, lock, &held))
                .collect();
            all.sort_by_key(|one| one.guard);
            Nestings::new(all, named)
        })
    }

    /// The locks that are taken under a guard.
    pub(in crate::model) fn nested_under(&self, guard: Guard<'_>) -> &[Nested] {
        let Some(number) = self.number_of_guard(guard.data.at) else { return &[] };
        let all = &self.nested_locks().all;
        let end = all.partition_point(|one| one.guard <= number);
        &all[all.partition_point(|one| one.guard < number)..end]
    }

    /// The lock of a guard, where it is one that is known by what has it and that others wait for.
    pub(in crate::model) fn name_of_lock(&self, guard: Guard<'_>) -> Option<LockName> {
        self.lock_name(guard.data.at).filter(|_| self.is_waited_for(guard))
    }

    /// The same, where it is known by what it guards as well.
    fn class_of_lock(&self, guard: Guard<'_>) -> Option<LockName> {
        self.lock_known(guard.data.at).filter(|_| self.is_waited_for(guard))
    }

    fn is_waited_for(&self, guard: Guard<'_>) -> bool {
        matches!(guard.lock_kind(), LockKind::Mutex | LockKind::RwLock) && !self.is_of_new_value(guard.data.at)
    }

    /// Whether a lock lies in a value that this body has just made, so that nobody else has it.
    fn is_of_new_value(&self, call: ExprAt) -> bool {
        let lock = self.receiver_of(call).or_else(|| Some(ExprAt { id: *self.args(call).first()?, ..call }));
        let root = lock.and_then(|lock| self.root_of(lock)).map(|root| self.index.binding(root));
        root.is_some_and(|info| {
            let Origin::Value(value) = info.origin else { return false };
            let made = self.made_from(ExprAt { file: info.file, id: value });
            info.body == self.body_at(call) && matches!(self.kind(made), ExprKind::Struct { .. })
        })
    }

    fn nested_in(&self, body: BodyId, held: &HeldLock, all: &HeldIn) -> Vec<Nested> {
        let HeldLock { guard: n, lock: outer, ref surely, .. } = *held;
        let data = &self.guards[n];
        let guard = Guard { krate: self, data };
        let mut found: Vec<Nested> = Vec::new();
        let tried = matches!(data.how, How::Tries | How::Within).then(|| guard.span());
        for node in surely.iter().copied().chain(self.made_beside(data.value)) {
            let Some(id) = self.flow(body).node(node).kind.expr() else { continue };
            for inner in self.takings_at(body, node) {
                let known = found.iter().any(|one| one.inner.lock == inner.lock && one.inner.mode == inner.mode);
                let is_new = || inner.trace.last().is_some_and(|call| self.is_of_new_value(*call));
                if inner.lock == outer || known || is_new() {
                    continue;
                }
                let gates = self.locked_around(body, node, all);
                // Who takes a lock that he has already waits for himself, and for no order.
                if gates.iter().any(|(name, _)| *name == inner.lock) {
                    continue;
                }
                let at = ExprAt { id, ..data.at };
                found.push(Nested { guard: n, outer, inner, at, gates, in_test: guard.in_test(), tried });
            }
        }
        found
    }

    /// The nodes of what is made after a value in the same tuple, before a variable takes it.
    fn made_beside(&self, value: ExprAt) -> Vec<NodeId> {
        let around = self.parent_expr(value).map(|outer| self.kind(outer));
        let Some(ExprKind::Tuple(parts)) = around else { return Vec::new() };
        let later = parts.iter().skip_while(|part| **part != value.id).skip(1);
        later.flat_map(|&id| self.nodes_under(ExprAt { id, ..value })).collect()
    }

    /// What is locked at a node, by its body or by each call of it.
    fn locked_around(&self, body: BodyId, node: NodeId, held: &HeldIn) -> Vec<(LockName, Span)> {
        let held_at = |body: BodyId, node: NodeId| -> Vec<(LockName, Span)> {
            let locks = held.get(&body).into_iter().flatten();
            locks.filter(|held| held.surely.binary_search(&node).is_ok()).map(|held| (held.lock, held.span)).collect()
        };
        let mut all = held_at(body, node);
        let calls = self.callers_of_body(body);
        let at_call = |call: &ExprAt| {
            let outer = self.body_at(*call);
            self.flow(outer).node_of(call.id).map(|node| held_at(outer, node)).unwrap_or_default()
        };
        let mut by_calls = calls.iter().map(at_call);
        if let Some(first) = by_calls.next() {
            let rest: Vec<_> = by_calls.collect();
            all.extend(first.into_iter().filter(|(name, _)| rest.iter().all(|c| c.iter().any(|(n, _)| n == name))));
        }
        all
    }

    fn inversion<'c>(&'c self, one: &'c Nested) -> Option<Inversion<'c>> {
        let nestings = self.nested_locks();
        let (outer, inner) = one.locks();
        let (against, along) = (nestings.in_order(inner, outer), nestings.in_order(outer, inner));
        let first = against.first()?;
        let odd_one = match along.len().cmp(&against.len()) {
            std::cmp::Ordering::Equal => along.first().is_some_and(|along| along < first),
            order => order.is_lt(),
        };
        if !odd_one && one.counts() {
            return None;
        }
        let others = against.iter().take(COMPARED).map(|n| &nestings.all[*n]);
        let mut found: Vec<Inversion<'c>> = others.filter_map(|other| self.inversion_of(one, other)).collect();
        found.sort_by_key(Inversion::rank);
        let mut found = found.into_iter();
        let mut first = found.next()?;
        let as_bad = |other: &Inversion<'c>| other.rank() == (false, false);
        first.more = found.filter(as_bad).map(|other| other.elsewhere).take(SHOWN).collect();
        Some(first)
    }

    /// Two locks that are taken in both orders, unless both are only read, or one of the two runs within the other.
    fn inversion_of<'c>(&'c self, one: &'c Nested, other: &'c Nested) -> Option<Inversion<'c>> {
        let mode = |nested: &Nested| self.guards[nested.guard].row.mode;
        let shared = |outer: &Nested, inner: &Nested| mode(outer) == Mode::Shared && inner.inner.mode == Mode::Shared;
        let (first, second) = (shared(one, other), shared(other, one));
        if first && other.inner.passes_writers || second && one.inner.passes_writers {
            return None;
        }
        let gate = one.gates.iter().find(|(name, _)| {
            *name != one.outer && *name != one.inner.lock && other.gates.iter().any(|(n, _)| n == name)
        });
        let body = |nested: &Nested| self.body_at(self.guards[nested.guard].at);
        let in_one_body = body(one) == body(other);
        let runs = |outer: &Nested, inner: &Nested| {
            !in_one_body && outer.inner.trace.last() == Some(&self.guards[inner.guard].at)
        };
        let within = runs(one, other) || runs(other, one);
        (!(within || first && second)).then(|| Inversion {
            here: self.nesting(one),
            elsewhere: self.nesting(other),
            more: Vec::new(),
            gate: gate.map(|(_, span)| *span),
            tried: one.tried,
            alone: self
                .has_both_alone(one)
                .or_else(|| self.has_both_alone(other))
                .or_else(|| self.never_at_once(one, other)),
            only_read: first || second,
            writer: if first || second {
                self.writer_between(if first { one.outer } else { one.inner.lock })
            } else {
                None
            },
            in_one_body,
        })
    }

    /// A place outside of tests that takes a lock to write, and not only where what has the lock is set up.
    fn writer_between(&self, lock: LockName) -> Option<Span> {
        self.writers.get(&lock).unwrap_or_else(|| {
            let guards = self.nested_locks().guards.get(&lock).into_iter().flatten();
            let guards = guards.map(|n| Guard { krate: self, data: &self.guards[*n] });
            let mut writers = guards.filter(|guard| guard.mode() == Mode::Exclusive && !guard.in_test());
            let found = writers.find(|guard| !self.makes_ready(guard.data.at)).map(Guard::span);
            self.writers.keep(lock, found)
        })
    }

    /// The method around that has `&mut self`, of the struct whose fields both locks are.
    pub(super) fn has_both_alone(&self, nested: &Nested) -> Option<Span> {
        let (LockName::Field(one, _), LockName::Field(two, _)) = (nested.outer, nested.inner.lock) else { return None };
        let call = self.guards[nested.guard].at;
        let root = self.root_of(self.receiver_of(call)?)?;
        let of_self = matches!(self.index.binding(root).origin, Origin::SelfParam);
        let def = self.def_of(self.body_at(call))?;
        let info = self.index.def(def);
        let alone = self.as_function(def).takes_self_alone();
        let owner = info.owner.map(|owner| self.impl_self(owner));
        (of_self && alone && one == two && owner == Some(Res::Def(one))).then_some(info.span)
    }

    /// The one of two methods of a struct that has `&mut self`, where a field of that struct has one of the locks: nobody is in
    /// both at once (learnt from cloud-hypervisor).
    fn never_at_once(&self, one: &Nested, other: &Nested) -> Option<Span> {
        let method = |nested: &Nested| {
            let def = self.def_of(self.outermost(self.body_at(self.guards[nested.guard].at)))?;
            let info = self.index.def(def);
            let Res::Def(owner) = self.impl_self(info.owner?) else { return None };
            let own = self.as_function(def);
            let alone = own.takes_self_alone().then_some(info.span);
            (alone.is_some() || own.takes_shared_self()).then_some((owner, alone))
        };
        let ((owner, first), (same, second)) = (method(one)?, method(other)?);
        let has = |name: LockName| matches!(name, LockName::Field(def, _) | LockName::Element(def, _) if def == owner);
        first.or(second).filter(|_| owner == same && (has(one.outer) || has(one.inner.lock)))
    }

    /// Whether a guard is the outer one of two locks.
    pub(in crate::model) fn nesting<'c>(&'c self, nested: &'c Nested) -> Nesting<'c> {
        let outer = Guard { krate: self, data: &self.guards[nested.guard] };
        let trace = &nested.inner.trace;
        let span = |at: &ExprAt| self.call_span(*at);
        let lock = self.lock_written(trace).map(|lock| self.without_refs(lock));
        Nesting {
            outer,
            at: nested.at,
            span: trace.first().map_or_else(|| self.call_span(nested.at), span),
            chain: trace.iter().skip(1).map(span).collect(),
            inner: lock.map_or(Cow::Borrowed(""), |lock| Cow::Borrowed(self.text_at(self.cloned_from(lock)))),
            names: [nested.outer, nested.inner.lock].map(|name| self.name_of_place(name)),
        }
    }
}
