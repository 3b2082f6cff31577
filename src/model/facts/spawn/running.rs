//! What counts the tasks of a loop: numbers that change around the spawn or in its task, and collections that the tasks
//! enter.
//!
//! A counter is known by its variable, static or field, followed through clones, locks, parameters and the functions of
//! the package. What neither the loop nor its task changes is no count of them.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::{self, Callee};
use crate::model::facts::spawn::site::SiteAt;
use crate::model::flow::NodeId;
use crate::model::library::{self, Call, calls};
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, BodyId, BodyKind, DefId, DefKind, ExprAt, Origin, Root, Step};
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, Name};

/// What a counter is known by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Counter {
    Local(BindingId),
    Static(DefId),
    /// A field, with its struct where that is known.
    Field(Option<DefId>, Name),
}

impl Counter {
    fn same(self, other: Counter) -> bool {
        match (self, other) {
            (Counter::Field(a, name), Counter::Field(b, other)) => {
                name == other && (a.is_none() || b.is_none() || a == b)
            }
            _ => self == other,
        }
    }
}

/// Where the count stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Held {
    /// The value is the count itself.
    Number,
    /// A method tells it: of an atomic, a collection, a semaphore.
    Inside,
}

/// What an expression does to a counter.
enum Change {
    Counts(ExprAt, Held),
    /// Something enters a collection; whether for each task shows elsewhere.
    Enters(ExprAt),
    /// Something is taken out of a collection by itself.
    Leaves(ExprAt),
}

/// The counters that change with the tasks of one loop.
pub(super) struct Running<'c> {
    krate: &'c Crate,
    changed: Vec<(Counter, Held)>,
    /// What each task takes along.
    shared: Vec<Counter>,
}

impl Crate {
    /// What counts the tasks that are started at a site.
    pub(super) fn running(&self, site: SiteAt) -> Running<'_> {
        let mut shared = Vec::new();
        for at in [site.at, site.task] {
            self.each_below(at, &mut |here| {
                if matches!(self.kind(here), ExprKind::Path(_) | ExprKind::Field { .. }) {
                    shared.extend(self.counters(here));
                }
                true
            });
        }
        let handles = self.handles(site);
        let (mut changed, mut entered, mut left) = (Vec::new(), Vec::new(), Vec::new());
        self.each_run(site, &mut |here| match self.change(here, site, &handles) {
            Some(Change::Counts(place, held)) => {
                changed.extend(self.counters(place).into_iter().map(|counter| (counter, held)));
            }
            Some(Change::Enters(place)) => entered.extend(self.counters(place)),
            Some(Change::Leaves(place)) => left.extend(self.counters(place)),
            None => {}
        });
        let kept = entered.into_iter().filter(|e| left.iter().any(|l| e.same(*l)));
        changed.extend(kept.map(|counter| (counter, Held::Inside)));
        Running { krate: self, changed, shared }
    }

    /// Calls `f` for every expression that runs in the same iteration as the spawn, in its task, and in the functions of
    /// the package that these call.
    fn each_run(&self, site: SiteAt, f: &mut dyn FnMut(ExprAt)) {
        let mut called: Vec<BodyId> = self.code_of(site.task).into_iter().collect();
        let own = self.body_at(site.a_loop);
        self.each_below(site.a_loop, &mut |here| {
            if self.body_at(here) == own && !self.runs_with_spawn(here, site) {
                return false;
            }
            f(here);
            called.extend(self.body_called(here));
            true
        });
        self.each_called(called, f);
    }

    /// Calls `f` for every expression of these bodies, and of the functions of the package that they call.
    fn each_called(&self, mut called: Vec<BodyId>, f: &mut dyn FnMut(ExprAt)) {
        let mut seen: FxHashSet<BodyId> = FxHashSet::default();
        for _ in 0..callee::DEPTH {
            for body in std::mem::take(&mut called) {
                if seen.insert(body) {
                    self.each_in_body(body, &mut |here| {
                        f(here);
                        called.extend(self.body_called(here));
                        true
                    });
                }
            }
        }
    }

    /// Whether one iteration of the loop may come both to an expression of its own code and to the spawn: what only
    /// another branch does, such as counting failures, tells nothing of the tasks.
    fn runs_with_spawn(&self, at: ExprAt, site: SiteAt) -> bool {
        let flow = self.flow(self.body_at(site.a_loop));
        let (Some(side), Some(spawn)) = (self.side_of(at, site.a_loop), flow.node_of(site.at.id)) else { return true };
        let heads: Vec<NodeId> =
            flow.loop_of(site.a_loop.id).map(|n| flow.loops[n as usize].head).into_iter().collect();
        let reaches = |from, to| flow.path(from, to, |n| heads.contains(&n));
        reaches(side, spawn) || reaches(spawn, side)
    }

    /// Where the innermost branch around an expression begins, within a loop.
    fn side_of(&self, at: ExprAt, a_loop: ExprAt) -> Option<NodeId> {
        let flow = self.flow(self.body_at(a_loop));
        let span = self.span(at);
        for outer in self.ancestors(at).take_while(|&outer| outer != a_loop) {
            let n = match self.kind(outer) {
                ExprKind::If { cond, .. } if self.span(ExprAt { id: *cond, ..outer }).holds(span) => None,
                ExprKind::If { otherwise: Some(other), .. } => {
                    Some(u32::from(self.span(ExprAt { id: *other, ..outer }).holds(span)))
                }
                ExprKind::If { .. } => Some(0),
                ExprKind::Match { arms, .. } => arms.iter().position(|arm| arm.span.holds(span)).map(|n| n as u32),
                ExprKind::Macro(_) => self.select(outer).and_then(|select| {
                    let handles = |id| self.span(ExprAt { id, ..outer }).holds(span);
                    select.branches.iter().position(|branch| handles(branch.handler)).map(|n| n as u32)
                }),
                _ => None,
            };
            if let Some(start) = n.and_then(|n| flow.side_of(outer.id, n)) {
                return Some(start);
            }
        }
        None
    }

    /// The variables that hold the handle of a task, or something made of it.
    fn handles(&self, site: SiteAt) -> FxHashSet<BindingId> {
        let body = self.index.body(self.body_at(site.spawn)).span;
        let mut found = self.carriers_in(body, site.spawn);
        found.extend(self.carriers_in(self.span(site.a_loop), site.at));
        found
    }

    /// What an expression does to a counter.
    fn change(&self, at: ExprAt, site: SiteAt, handles: &FxHashSet<BindingId>) -> Option<Change> {
        match self.kind(at) {
            ExprKind::AssignOp { op: BinaryOp::Add | BinaryOp::Sub, left, .. } => {
                Some(Change::Counts(ExprAt { id: *left, ..at }, Held::Number))
            }
            ExprKind::Assign { left, right } => {
                let (left, right) = (ExprAt { id: *left, ..at }, ExprAt { id: *right, ..at });
                self.steps_from(right, left).then_some(Change::Counts(left, Held::Number))
            }
            ExprKind::Method(method) => {
                let receiver = ExprAt { id: method.receiver, ..at };
                let name = self.text(method.name);
                let given = || method.args.iter().map(|&id| ExprAt { id, ..at });
                let takes_handle = |arg: ExprAt| {
                    self.span(arg).holds(self.span(site.spawn)) && self.span(site.spawn).file == self.span(arg).file
                        || self.mentions_any(arg, handles)
                };
                let counts = library::counts_up_or_down(name)
                    || calls::sets(name) && given().any(|arg| self.steps_from(arg, receiver))
                    || self.known_call(at) == Some(Call::Permit)
                    || at == site.spawn
                    || library::enters(name) && given().any(takes_handle);
                if counts {
                    return Some(Change::Counts(receiver, Held::Inside));
                }
                if library::enters(name) {
                    return Some(Change::Enters(receiver));
                }
                library::taken_out(name).then_some(Change::Leaves(receiver))
            }
            _ => None,
        }
    }

    /// `n + 1`, `n.get() - 1`: whether a value is that of a place and some more or less.
    fn steps_from(&self, value: ExprAt, place: ExprAt) -> bool {
        let ExprKind::Binary { op: BinaryOp::Add | BinaryOp::Sub, left, right } = self.kind(value) else {
            return false;
        };
        let own = self.counters(place);
        [*left, *right].iter().any(|&id| {
            let parts = self.counters(ExprAt { id, ..value });
            parts.iter().any(|part| own.iter().any(|one| one.same(*part)))
        })
    }

    /// What the value of a place is known by, by each of its names.
    fn counters(&self, place: ExprAt) -> Vec<Counter> {
        let mut found = Vec::new();
        for source in self.sources(place, &|at| self.counter_behind(at)) {
            match self.kind(source.at) {
                ExprKind::Path(_) => match self.index.local(source.at) {
                    Some(binding) => {
                        found.push(Counter::Local(binding));
                        let info = self.index.binding(binding);
                        if let (Origin::Value(_) | Origin::Param(_), [.., Step::Field(name)]) =
                            (info.origin, &info.steps[..])
                        {
                            found.push(Counter::Field(None, *name));
                        }
                    }
                    None => match self.res(source.at) {
                        Res::Def(def) if self.index.def(def).kind == DefKind::Static => {
                            found.push(Counter::Static(def));
                        }
                        _ => {}
                    },
                },
                ExprKind::Field { name, .. } => {
                    let owner = self.field_of_struct(source.at).map(|(owner, _)| owner);
                    found.push(Counter::Field(owner, *name));
                }
                _ => {}
            }
        }
        found
    }

    /// What has the counter that an expression gives: a method's receiver, what is cloned or wrapped.
    fn counter_behind(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Method(method) => method.receiver,
            ExprKind::Call { args, .. } => {
                let same = self.known_call(at) == Some(Call::Wrap)
                    || matches!(self.callee(at), Callee::External(path) if path.ends_with("::clone"));
                let [one] = args.as_slice() else { return None };
                *Some(one).filter(|_| same)?
            }
            ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => *inner,
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }
}

impl Crate {
    /// The expressions that a number is made of, one step back: the parts of a term, the value of a variable, what callers
    /// give a parameter, what a function of the package gives.
    fn makers(&self, at: ExprAt, makers: &mut Vec<ExprAt>) {
        let part = |id| ExprAt { id, ..at };
        match self.kind(at) {
            ExprKind::Method(_) | ExprKind::Call { .. } => match (self.callee(at), self.receiver_of(at)) {
                (Callee::Def(def), _) => self.parts_given(def, makers),
                (_, receiver) => makers.extend(receiver),
            },
            ExprKind::Path(_) => self.values_of_variable(at, makers),
            ExprKind::Binary { left, right, .. } => makers.extend([part(*left), part(*right)]),
            ExprKind::Cast { operand: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => makers.push(part(*inner)),
            _ => {}
        }
    }

    /// The value that a function of the package gives, and its parts.
    fn parts_given(&self, def: DefId, parts: &mut Vec<ExprAt>) {
        let Some(body) = self.index.def(def).body else { return };
        let info = self.index.body(body);
        let tail = match info.root {
            Root::Expr(id) => Some(ExprAt { file: info.file, id }),
            Root::Block(block) => self.tail_of(info.file, block),
        };
        if let Some(tail) = tail {
            self.each_below(tail, &mut |here| {
                parts.push(here);
                self.index.body_of(here).is_none()
            });
        }
    }

    fn values_of_variable(&self, at: ExprAt, values: &mut Vec<ExprAt>) {
        let Some(binding) = self.index.local(at) else { return };
        let info = self.index.binding(binding);
        match info.origin {
            Origin::Value(value) if info.steps.is_empty() => values.push(ExprAt { file: info.file, id: value }),
            Origin::Param(n) if !matches!(self.index.body(info.body).kind, BodyKind::Closure(_)) => {
                let calls = self.callers_of_body(info.body);
                values.extend(calls.iter().filter_map(|&call| self.argument_for(call, n)));
            }
            _ => {}
        }
    }
}

impl Running<'_> {
    /// Whether an expression compares how many tasks run with something: not merely whether any does.
    pub fn compared(&self, at: ExprAt) -> bool {
        use BinaryOp::{Eq, Ge, Gt, Le, Lt, Ne};
        let ExprKind::Binary { op: Lt | Le | Gt | Ge | Eq | Ne, left, right } = self.krate.kind(at) else {
            return false;
        };
        let (left, right) = (ExprAt { id: *left, ..at }, ExprAt { id: *right, ..at });
        let none = |side| matches!(self.krate.kind(side), ExprKind::Lit(Lit::Int(Some(0))));
        self.reads(left) && !none(right) || self.reads(right) && !none(left)
    }

    /// Whether a call of a function of the package makes such a comparison in there, or further in.
    pub fn compared_inside(&self, call: ExprAt) -> bool {
        let krate = self.krate;
        let mut todo: Vec<BodyId> = krate.body_called(call).into_iter().collect();
        let mut seen = FxHashSet::default();
        while let Some(body) = todo.pop() {
            let mut found = false;
            krate.each_in_body(body, &mut |here| {
                found = found || self.compared(here);
                todo.extend(krate.body_called(here).filter(|inner| seen.insert(*inner)));
                !found
            });
            if found {
                return true;
            }
        }
        false
    }

    /// The awaited call before the spawn, in the same function, that waits for the word which a task gives when it is done.
    pub fn waits_for_earlier(&self, site: SiteAt) -> Option<ExprAt> {
        let krate = self.krate;
        let mut given = Vec::new();
        krate.each_called(vec![krate.code_of(site.task)?], &mut |here| {
            if krate.method_name(here).is_some_and(calls::wakes) {
                given.extend(krate.receiver_of(here).into_iter().flat_map(|place| krate.counters(place)));
            }
        });
        let waits = |call: ExprAt| {
            let mut found = false;
            krate.each_called(krate.body_called(call).into_iter().collect(), &mut |here| {
                let word =
                    krate.receiver_of(here).filter(|_| krate.method_name(here).is_some_and(calls::waits_for_change));
                let names = word.map(|place| krate.counters(place)).unwrap_or_default();
                found |= names.iter().any(|name| given.iter().any(|one| one.same(*name)));
            });
            found
        };
        let (span, mut found) = (krate.span(site.spawn), None);
        krate.each_in_body(krate.body_at(site.spawn), &mut |here| {
            if let ExprKind::Await(call) = krate.kind(here)
                && let call = (ExprAt { id: *call, ..here })
                && !given.is_empty()
                && found.is_none()
                && krate.span(call).end <= span.start
            {
                found = Some(call).filter(|&call| waits(call));
            }
            found.is_none() && krate.index.body_of(here).is_none()
        });
        found
    }

    /// Whether a number is one of running tasks, or made of it.
    fn reads(&self, number: ExprAt) -> bool {
        let mut todo = vec![number];
        let mut seen = FxHashSet::default();
        while let Some(at) = todo.pop() {
            // A function that calls itself leads back to its own parameters.
            if !seen.insert(at) {
                continue;
            }
            if self.reads_here(at) {
                return true;
            }
            self.krate.makers(at, &mut todo);
        }
        false
    }

    /// Whether an expression by itself reads the number of running tasks.
    fn reads_here(&self, at: ExprAt) -> bool {
        match self.krate.kind(at) {
            ExprKind::Method(method)
                if library::tells_count(self.krate.text(method.name))
                    || library::counts_up_or_down(self.krate.text(method.name)) =>
            {
                let receiver = ExprAt { id: method.receiver, ..at };
                !matches!(self.krate.callee(at), Callee::Def(_)) && self.changes(receiver, Held::Inside)
            }
            ExprKind::Call { args, .. } => match self.krate.callee(at) {
                Callee::External(path) if library::counts_owners(&path) => {
                    args.iter().any(|&id| self.goes_along(ExprAt { id, ..at }))
                }
                _ => false,
            },
            ExprKind::Path(_) => self.changes(at, Held::Number) || self.given_to_counting(at),
            ExprKind::Field { .. } => self.changes(at, Held::Number),
            _ => false,
        }
    }

    fn counts_there(&self, call: ExprAt) -> bool {
        self.krate.method_name(call).is_some_and(library::counts_up_or_down)
    }

    /// Whether a variable is the parameter of a closure that gets the number: `open.fetch_update(…, |n| (n < most)…)`.
    fn given_to_counting(&self, at: ExprAt) -> bool {
        let krate = self.krate;
        let Some(binding) = krate.index.local(at) else { return false };
        let info = krate.index.binding(binding);
        let (Origin::Param(_), BodyKind::Closure(id)) = (info.origin, krate.index.body(info.body).kind) else {
            return false;
        };
        let closure = ExprAt { file: info.file, id };
        let named = krate.let_name(closure).map(|name| krate.index.binding(name).uses.as_slice()).unwrap_or_default();
        let given = std::iter::once(closure).chain(named.iter().map(|&id| ExprAt { id, ..closure }));
        given.filter_map(|given| krate.parent_expr(given)).any(|call| {
            let counted = krate.receiver_of(call).filter(|_| self.counts_there(call));
            counted.is_some_and(|place| self.changes(place, Held::Inside))
        })
    }

    /// Whether a place holds a counter that changes with the tasks.
    fn changes(&self, place: ExprAt, held: Held) -> bool {
        let names = self.krate.counters(place);
        self.changed.iter().any(|(counter, how)| *how == held && names.iter().any(|name| name.same(*counter)))
    }

    /// Whether each task takes a clone of this along.
    fn goes_along(&self, place: ExprAt) -> bool {
        let names = self.krate.counters(place);
        self.shared.iter().any(|counter| names.iter().any(|name| name.same(*counter)))
    }
}
