//! Rules about what is not called while a lock is held, by the code that holds it or by what that calls.

use crate::model::callee::Callee;
use crate::model::effects::solver::{self, FARTHEST, Solver};
use crate::model::facts::Guard;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::LockKind;
use crate::model::map::rules::{BreachData, Broken, RuleKind, Ruled};
use crate::model::names::Res;
use crate::model::names::siblings::Step;
use crate::model::source::memo::Memo;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::live::Held;
use crate::model::{Base, Crate};
use crate::syntax::tree::ExprKind;

/// The calls that lead from a body to one that a rule is about, which is the last; `None` where none does.
type Way = Option<Vec<ExprAt>>;

impl Crate {
    /// Where what a rule is about is called while a lock is surely held.
    pub(super) fn locks_across(&self, rule: usize, ruled: &Ruled) -> Vec<BreachData> {
        let mut found: Vec<BreachData> = Vec::new();
        let RuleKind::NoLockAcross(path) = &ruled.rule.kind else { return found };
        let calls = Calls::new(self, ruled, self.rule_path(path));
        let locks = [LockKind::Mutex, LockKind::RwLock, LockKind::Map, LockKind::Declared];
        for guard in self.guards().filter(|guard| locks.contains(&guard.lock_kind())) {
            // How what must not be called is made is its own affair.
            let Ok(life) = guard.life() else { continue };
            if ruled.calls.iter().any(|meant| self.stands_in(self.scope_at(guard.data.at), meant)) {
                continue;
            }
            for (node, _) in life.points().filter(|(_, held)| *held == Held::Yes) {
                let Some(way) = calls.way_from(life.body, node) else { continue };
                let breach = self.called_under(guard, &way, &calls, rule);
                if !found.iter().any(|one| one.span == breach.span && one.broken == breach.broken) {
                    found.push(breach);
                }
            }
        }
        found
    }

    fn called_under(&self, guard: Guard<'_>, way: &[ExprAt], calls: &Calls<'_>, rule: usize) -> BreachData {
        let lock = self.lock_name(guard.data.at).map(|name| self.name_of_place(name));
        let spans: Vec<_> = way.iter().map(|call| self.call_span(*call)).collect();
        let broken = Broken::Across {
            lock: lock.unwrap_or_else(|| guard.lock_text().into_owned()),
            guard: guard.span(),
            chain: spans.iter().skip(1).copied().collect(),
            beyond: way.last().map_or_else(Vec::new, |call| calls.beyond(*call)),
        };
        let span = spans.first().copied().unwrap_or_else(|| guard.span());
        BreachData { span, file: guard.data.at.file, lets: false, in_test: guard.in_test(), rule, broken }
    }
}

/// The calls that one rule is about.
pub(super) struct Calls<'c> {
    krate: &'c Crate,
    meant: &'c [Res],
    /// What the rule names, as interfaces have it.
    path: String,
    ways: Memo<BodyId, Way>,
}

impl<'c> Calls<'c> {
    pub(super) fn new(krate: &'c Crate, ruled: &'c Ruled, path: String) -> Calls<'c> {
        Calls { krate, meant: &ruled.calls, path, ways: Memo::default() }
    }
}

impl Calls<'_> {
    /// The calls in other packages by which a call of one of their functions comes to what the rule is about.
    pub(super) fn beyond(&self, call: ExprAt) -> Vec<Step> {
        let function = self.krate.sibling_function(call);
        let come = function.and_then(|function| function.comes_to.iter().find(|come| come.meant == self.path));
        come.map_or_else(Vec::new, |come| come.trace.clone())
    }

    /// The calls that lead from a node of a body to one that the rule is about.
    fn way_from(&self, body: BodyId, node: NodeId) -> Way {
        let own = self.own_call(body, node).map(|call| vec![call]);
        own.or_else(|| self.way_through(body, node, &mut |inner| self.way(inner)))
    }

    /// The same of a whole body that runs.
    pub(super) fn way(&self, body: BodyId) -> Way {
        let step = |solver: &mut Solver<'_, Way>, body: BodyId| self.step(solver, body);
        let base: &Base = self.krate;
        solver::solve(base, &self.ways, &step, body)
    }

    fn step(&self, solver: &mut Solver<'_, Way>, body: BodyId) -> Way {
        if let Some(known) = solver.so_far(body) {
            return Some(known);
        }
        let flow = self.krate.flow(body);
        let reached = flow.reachable(flow.start, |_| true);
        let nodes = || flow.ids().filter(|node| reached[node.0 as usize]);
        let own = nodes().find_map(|node| self.own_call(body, node)).map(|call| vec![call]);
        own.or_else(|| nodes().find_map(|node| self.way_through(body, node, &mut |inner| solver.ask(inner))))
    }

    /// The way through the code of the package that a node runs.
    fn way_through(&self, body: BodyId, node: NodeId, ask: &mut dyn FnMut(BodyId) -> Way) -> Way {
        self.krate.code_run_at(body, node).into_iter().find_map(|(call, code)| {
            let inner = ask(code).filter(|way| way.len() < FARTHEST)?;
            Some(std::iter::once(call).chain(inner).collect())
        })
    }

    /// The call that a node makes, where the rule is about it: of a function whose code runs when its future is awaited,
    /// where it is.
    fn own_call(&self, body: BodyId, node: NodeId) -> Option<ExprAt> {
        let krate = self.krate;
        let file = krate.index.body(body).file;
        let (at, awaited) = match krate.flow(body).node(node).kind {
            NodeKind::Eval(id) => (ExprAt { file, id }, false),
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = krate.kind(ExprAt { file, id }) else { return None };
                (krate.made_from(ExprAt { file, id: *inner }), true)
            }
            _ => return None,
        };
        if !matches!(krate.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
            return None;
        }
        let callee = krate.callee_written(at);
        let later = match callee {
            Callee::Def(def) => krate.index.def(def).body.is_some_and(|body| !krate.runs_at_call(body)),
            _ => false,
        };
        let res = match callee {
            Callee::Def(def) => Res::Def(def),
            Callee::External(path) => Res::External(path),
            Callee::Method(ty, name) => Res::External(format!("{ty}::{}", krate.text(name)).into()),
            Callee::Unnamed(_) | Callee::Unknown => return None,
        };
        let runs = awaited || !later;
        let meant = || self.meant.iter().any(|meant| krate.is_part_of(&res, meant));
        // What gives a future does what it does when that is awaited.
        let of_sibling = krate.sibling_function(at).is_some_and(|function| function.is_future == awaited);
        (runs && meant() || of_sibling && !self.beyond(at).is_empty()).then_some(at)
    }
}
