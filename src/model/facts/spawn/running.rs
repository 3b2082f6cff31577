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
use crate::model::library::{self, Call};
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, BodyId, BodyKind, DefId, DefKind, ExprAt, Origin, Root, Step};
use crate::model::types::Ty;
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

/// How many names of one counter are followed.
const ALIASES: u32 = 6;

impl Crate {
    /// What counts the tasks that are started at a site.
    pub(super) fn running(&self, site: SiteAt) -> Running<'_> {
        let mut shared = Vec::new();
        for at in [site.at, site.task] {
            self.each_below(at, &mut |here| {
                if matches!(self.kind(here), ExprKind::Path(_) | ExprKind::Field { .. }) {
                    self.counters_at(here, ALIASES, &mut shared);
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
            called.extend(self.called_body(here));
            true
        });
        let mut seen: FxHashSet<BodyId> = FxHashSet::default();
        for _ in 0..callee::DEPTH {
            for body in std::mem::take(&mut called) {
                if seen.insert(body) {
                    self.each_of_body(body, &mut |here| {
                        f(here);
                        called.extend(self.called_body(here));
                        true
                    });
                }
            }
        }
    }

    /// The body of the package's function that a call calls.
    fn called_body(&self, at: ExprAt) -> Option<BodyId> {
        match self.callee(at) {
            Callee::Def(def) => self.index.def(def).body,
            _ => None,
        }
    }

    fn each_of_body(&self, body: BodyId, f: &mut dyn FnMut(ExprAt) -> bool) {
        let info = self.index.body(body);
        match info.root {
            Root::Expr(id) => self.each_below(ExprAt { file: info.file, id }, f),
            Root::Block(block) => self.each_in_block(info.file, block, f),
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
            if let Some(start) = n.and_then(|n| flow.branch(outer.id, n)) {
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
                    || name == "set" && given().any(|arg| self.steps_from(arg, receiver))
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

    fn counters(&self, place: ExprAt) -> Vec<Counter> {
        let mut found = Vec::new();
        self.counters_at(place, ALIASES, &mut found);
        found
    }

    /// What the value of a place is known by, by each of its names.
    fn counters_at(&self, at: ExprAt, depth: u32, found: &mut Vec<Counter>) {
        match self.kind(at) {
            ExprKind::Path(_) => match self.index.local(at) {
                Some(binding) => self.counters_of(binding, depth, found),
                None => {
                    if let Res::Def(def) = self.res(at)
                        && self.index.def(def).kind == DefKind::Static
                    {
                        found.push(Counter::Static(def));
                    }
                }
            },
            ExprKind::Field { base, name } => {
                let owner = match self.core_type(&self.type_of(ExprAt { id: *base, ..at })) {
                    Ty::Def(def, _) => Some(def),
                    _ => None,
                };
                found.push(Counter::Field(owner, *name));
            }
            ExprKind::Method(method) => self.counters_at(ExprAt { id: method.receiver, ..at }, depth, found),
            ExprKind::Call { args, .. } => {
                let same = self.known_call(at) == Some(Call::Wrap)
                    || matches!(self.callee(at), Callee::External(path) if path.ends_with("::clone"));
                if let (true, [one]) = (same, args.as_slice()) {
                    self.counters_at(ExprAt { id: *one, ..at }, depth, found);
                }
            }
            ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => self.counters_at(ExprAt { id: *inner, ..at }, depth, found),
            _ => {}
        }
    }

    fn counters_of(&self, binding: BindingId, depth: u32, found: &mut Vec<Counter>) {
        found.push(Counter::Local(binding));
        let info = self.index.binding(binding);
        if depth == 0 {
            return;
        }
        match (info.origin, &info.steps[..]) {
            (Origin::Value(_) | Origin::Param(_), [.., Step::Field(name)]) => found.push(Counter::Field(None, *name)),
            (Origin::Value(value), []) => self.counters_at(ExprAt { file: info.file, id: value }, depth - 1, found),
            (Origin::Param(n), []) => {
                for call in self.callers_of_body(info.body) {
                    if let Some(given) = self.argument_for(call, n) {
                        self.counters_at(given, depth - 1, found);
                    }
                }
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
        self.reads(left, callee::DEPTH) && !none(right) || self.reads(right, callee::DEPTH) && !none(left)
    }

    /// Whether a call of a function of the package makes such a comparison in there.
    pub fn compared_inside(&self, call: ExprAt) -> bool {
        self.compares(call, callee::DEPTH)
    }

    fn compares(&self, call: ExprAt, depth: u32) -> bool {
        let Some(body) = self.krate.called_body(call).filter(|_| depth > 0) else { return false };
        let mut found = false;
        self.krate.each_of_body(body, &mut |here| {
            found = found || self.compared(here) || self.compares(here, depth - 1);
            !found
        });
        found
    }

    /// Whether a number is one of running tasks, or made of it.
    fn reads(&self, at: ExprAt, depth: u32) -> bool {
        let part = |id| self.reads(ExprAt { id, ..at }, depth);
        match self.krate.kind(at) {
            ExprKind::Method(method) => {
                let receiver = ExprAt { id: method.receiver, ..at };
                match self.krate.callee(at) {
                    Callee::Def(def) => self.given_by(def, depth),
                    _ if library::tells_count(self.krate.text(method.name)) => {
                        self.changes(receiver, Held::Inside) || self.reads(receiver, depth)
                    }
                    _ => self.reads(receiver, depth),
                }
            }
            ExprKind::Call { args, .. } => match self.krate.callee(at) {
                Callee::Def(def) => self.given_by(def, depth),
                Callee::External(path) if library::counts_owners(&path) => {
                    args.iter().any(|&id| self.goes_along(ExprAt { id, ..at }))
                }
                _ => false,
            },
            ExprKind::Path(_) => self.changes(at, Held::Number) || self.read_by_variable(at, depth),
            ExprKind::Field { .. } => self.changes(at, Held::Number),
            ExprKind::Binary { left, right, .. } => part(*left) || part(*right),
            ExprKind::Cast { operand: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner) => part(*inner),
            _ => false,
        }
    }

    fn read_by_variable(&self, at: ExprAt, depth: u32) -> bool {
        let Some(binding) = self.krate.index.local(at).filter(|_| depth > 0) else { return false };
        let info = self.krate.index.binding(binding);
        match info.origin {
            Origin::Value(value) if info.steps.is_empty() => {
                self.reads(ExprAt { file: info.file, id: value }, depth - 1)
            }
            Origin::Param(n) => match self.krate.index.body(info.body).kind {
                // `open.fetch_update(…, |n| (n < most).then_some(n + 1))`
                BodyKind::Closure(id) => {
                    let closure = ExprAt { file: info.file, id };
                    let call = self.krate.parent_expr(closure);
                    call.and_then(|call| self.krate.receiver_of(call).filter(|_| self.counts_there(call)))
                        .is_some_and(|place| self.changes(place, Held::Inside))
                }
                _ => {
                    let calls = self.krate.callers_of_body(info.body);
                    calls.iter().filter_map(|&call| self.krate.argument_for(call, n)).any(|g| self.reads(g, depth - 1))
                }
            },
            _ => false,
        }
    }

    fn counts_there(&self, call: ExprAt) -> bool {
        self.krate.method_name(call).is_some_and(library::counts_up_or_down)
    }

    /// Whether the value of a function of the package is such a number.
    fn given_by(&self, def: DefId, depth: u32) -> bool {
        let krate = self.krate;
        let Some(body) = krate.index.def(def).body.filter(|_| depth > 0) else { return false };
        let info = krate.index.body(body);
        let tail = match info.root {
            Root::Expr(id) => Some(ExprAt { file: info.file, id }),
            Root::Block(block) => krate.tail_of(info.file, block),
        };
        tail.is_some_and(|tail| krate.find_below(tail, &|here| self.reads(here, depth - 1)).is_some())
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
