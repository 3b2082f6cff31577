//! Which locks code takes, by the field, static or variable that has each: a field is one lock here, whichever value it is of.
//!
//! A lock that lies in a collection, or that a parameter brings, has no such name, but may be known by what it guards
//! (`lock_class.rs`) or by the field that has the collection (`lock_element.rs`).

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::effects::solver::{self, FARTHEST, Solver};
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::{How, LockKind, Mode};
use crate::model::library::steps;
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, BodyId, DefId, DefKind, ExprAt, Origin};
use crate::syntax::tree::{ExprKind, Name, UnaryOp};

/// How many variables lead from where a lock is taken to where it lies.
const RENAMES: u32 = 8;

/// How many locks are told apart that one function takes: who takes more is asked for the first.
const MOST: usize = 48;

/// A lock by what has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LockName {
    /// The field of a struct.
    Field(DefId, Name),
    /// Those of a collection in the field of a struct, all of them.
    Element(DefId, Name),
    Static(DefId),
    /// A variable of a function, which its closures and tasks share.
    Local(BindingId),
}

/// That code takes a lock, and waits for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::model) struct Taking {
    pub lock: LockName,
    pub mode: Mode,
    /// Whether it waits for nobody who only waits to write.
    pub passes_writers: bool,
    /// The calls that lead there, outermost first; the last one takes it.
    pub trace: Vec<ExprAt>,
}

impl Base {
    /// The locks that a body takes when it runs.
    pub(in crate::model) fn takings(&self, body: BodyId) -> Arc<Vec<Taking>> {
        solver::solve(self, &self.takings, &takings, body)
    }

    /// The locks that are taken at a node of a body, by itself and by what it calls.
    pub(in crate::model) fn takings_at(&self, body: BodyId, node: NodeId) -> Vec<Taking> {
        self.takings_asking(body, node, &mut |inner| self.takings(inner), &|_| true)
    }

    /// The same by what `ask` knows of others, without those of theirs that nobody `wants`.
    fn takings_asking(
        &self,
        body: BodyId,
        node: NodeId,
        ask: &mut dyn FnMut(BodyId) -> Arc<Vec<Taking>>,
        wants: &dyn Fn(&Taking) -> bool,
    ) -> Vec<Taking> {
        let mut found: Vec<Taking> = self.own_taking(body, node).into_iter().collect();
        for (call, code) in self.code_run_at(body, node) {
            let near = |taking: &Taking| taking.trace.len() < FARTHEST && wants(taking);
            found.extend(self.takings_of_given(call, code).into_iter().filter(|taking| near(taking)));
            let inner = ask(code);
            found.extend(inner.iter().filter(|taking| near(taking)).map(|taking| {
                let trace = std::iter::once(call).chain(taking.trace.iter().copied()).collect();
                Taking { trace, ..*taking }
            }));
        }
        found
    }

    /// The code of the package that a node runs to its end, each with the call that runs it.
    pub(in crate::model) fn code_run_at(&self, body: BodyId, node: NodeId) -> Vec<(ExprAt, BodyId)> {
        let called = self.runs_at(body, node).into_iter();
        let together = self.runs_together_at(body, node).into_iter().map(|one| (one.call, one.code));
        called.chain(self.closures_run_at(body, node)).chain(together).collect()
    }

    /// The lock that a node takes by itself.
    fn own_taking(&self, body: BodyId, node: NodeId) -> Option<Taking> {
        let file = self.index.body(body).file;
        let (at, how) = match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => (ExprAt { file, id }, How::Blocks),
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return None };
                (self.made_from(ExprAt { file, id: *inner }), How::Awaits)
            }
            _ => return None,
        };
        if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
            return None;
        }
        let acquire = self.acquired_by(at).filter(|acquire| acquire.how == how)?;
        let excludes = matches!(acquire.guard.lock.kind, LockKind::Mutex | LockKind::RwLock);
        let lock = self.lock_taken(at).filter(|_| excludes)?;
        let passes_writers = acquire.recursive || acquire.guard.lock.reads_again;
        Some(Taking { lock, mode: acquire.guard.mode, passes_writers, trace: vec![at] })
    }

    /// What a lock is called by what has it: `Db.state`, `STATE`, `state`, `Db.shards[_]`.
    pub(in crate::model) fn name_of_place(&self, name: LockName) -> String {
        let field = |def, field| format!("{}.{}", self.text(self.index.def(def).name), self.text(field));
        match name {
            LockName::Field(def, name) => field(def, name),
            LockName::Element(def, name) => field(def, name) + "[_]",
            LockName::Static(def) => self.text(self.index.def(def).name).to_owned(),
            LockName::Local(binding) => self.text(self.index.binding(binding).name).to_owned(),
        }
    }

    /// The lock that a call takes, or whose guard it gives, by name or by what it guards.
    pub(in crate::model) fn lock_known(&self, call: ExprAt) -> Option<LockName> {
        let given = || match self.takings(self.code_of(call)?).as_slice() {
            [only] => Some(only.lock),
            _ => None,
        };
        let own = match self.guard_given(call) {
            Some(taken) => self.lock_taken(taken),
            None => self.lock_taken(call).or_else(given),
        };
        own.or_else(|| self.only_lock_given(call))
    }

    /// The lock that a call takes, by name, by what it guards or by the collection that it lies in.
    fn lock_taken(&self, call: ExprAt) -> Option<LockName> {
        self.lock_name(call).or_else(|| self.lock_by_content(call)).or_else(|| self.lock_of_element(call))
    }

    /// The lock that a call takes, or whose guard it gives.
    pub(in crate::model) fn lock_name(&self, call: ExprAt) -> Option<LockName> {
        if self.acquired_by(call).is_some() {
            let lock = self.receiver_of(call).or_else(|| {
                let first = self.args(call).first()?;
                Some(ExprAt { id: *first, ..call })
            })?;
            return self.lock_of_expr(lock);
        }
        if let Some(taken) = self.guard_given(call) {
            return self.lock_name(taken).or_else(|| self.only_lock_given(call));
        }
        let takings = self.takings(self.code_of(call)?);
        let mut exact = takings.iter().filter(|taking| !matches!(taking.lock, LockName::Element(..)));
        let only = exact.next().map(|taking| taking.lock);
        match only {
            Some(_) => only.filter(|_| exact.next().is_none()),
            None => self.only_lock_given(call),
        }
    }

    /// The lock that an expression is, by name.
    pub(super) fn lock_of_expr(&self, lock: ExprAt) -> Option<LockName> {
        self.lock_named(lock, RENAMES)
    }

    fn lock_named(&self, lock: ExprAt, renames: u32) -> Option<LockName> {
        if renames == 0 {
            return None;
        }
        let inner = |id| self.lock_named(ExprAt { id, ..lock }, renames - 1);
        match self.kind(lock) {
            ExprKind::Field { .. } => self.field_of_struct(lock).map(|(def, name)| LockName::Field(def, name)),
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => inner(*operand),
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                (steps::clones(name) || steps::refers_to_receiver(name)).then(|| inner(method.receiver)).flatten()
            }
            ExprKind::Call { args, .. } if self.clones_argument(lock) => inner(*args.first()?),
            ExprKind::Path(_) => match self.index.local(lock) {
                Some(binding) => self.lock_of_variable(binding, renames),
                None => match self.res(lock) {
                    Res::Def(def) if self.index.def(def).kind == DefKind::Static => Some(LockName::Static(def)),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    fn lock_of_variable(&self, binding: BindingId, renames: u32) -> Option<LockName> {
        let info = self.index.binding(binding);
        match info.origin {
            Origin::Value(value) if info.steps.is_empty() => {
                let value = ExprAt { file: info.file, id: value };
                let made = self.makes_value(value).then_some(LockName::Local(binding));
                self.lock_named(value, renames - 1).or(made)
            }
            _ => None,
        }
    }

    /// Whether an expression makes a new value: a call of a function that is no method, a literal.
    fn makes_value(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Struct { .. })
    }
}

/// The locks that a body takes, by itself and through its calls: each once for each way to share it.
fn takings(solver: &mut Solver<'_, Arc<Vec<Taking>>>, body: BodyId) -> Arc<Vec<Taking>> {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut all = Vec::clone(&solver.so_far(body));
    let mut known: FxHashSet<(LockName, Mode)> = all.iter().map(|taking| (taking.lock, taking.mode)).collect();
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        // Who has enough asks all the same: which bodies form a circle must not hang on what was known first.
        if all.len() == MOST {
            base.code_run_at(body, node).into_iter().for_each(|(_, code)| drop(solver.ask(code)));
            continue;
        }
        let wants = |taking: &Taking| !known.contains(&(taking.lock, taking.mode));
        for taking in base.takings_asking(body, node, &mut |inner| solver.ask(inner), &wants) {
            if all.len() < MOST && known.insert((taking.lock, taking.mode)) {
                all.push(taking);
            }
        }
    }
    Arc::new(all)
}
