//! What code waits for when it is awaited: async locks in fields of the package's structs, or something else.

use crate::model::Base;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::{How, LockKind};
use crate::model::library::waiting_macro;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::syntax::tree::{ExprKind, Name};

/// What code waits for.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::model) struct Awaits {
    /// The fields that have the locks which it takes; sorted.
    pub locks: Vec<(DefId, Name)>,
    /// Whether it waits for anything else, or for what is not known.
    pub other: bool,
}

impl Awaits {
    const OTHER: Awaits = Awaits { locks: Vec::new(), other: true };

    fn and(&mut self, more: Awaits) {
        self.other |= more.other;
        self.locks.extend(more.locks);
        self.locks.sort();
        self.locks.dedup();
    }
}

impl Base {
    /// What a node of a body waits for, by itself or in the code of the package that it awaits.
    pub(in crate::model) fn awaits_at(&self, body: BodyId, node: NodeId) -> Awaits {
        self.awaits_asking(body, node, &mut |inner| solver::solve(self, &self.awaiting, &awaits, inner))
    }

    fn awaits_asking(&self, body: BodyId, node: NodeId, ask: &mut dyn FnMut(BodyId) -> Awaits) -> Awaits {
        let file = self.index.body(body).file;
        match self.flow(body).node(node).kind {
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return Awaits::OTHER };
                let made = self.made_from(ExprAt { file, id: *inner });
                match (self.field_locked(made), self.runs_at(body, node)) {
                    (Some(field), _) => Awaits { locks: vec![field], other: false },
                    (None, Some((_, code))) => ask(code),
                    (None, None) => Awaits::OTHER,
                }
            }
            NodeKind::Branch(..) | NodeKind::Stuck(_) => Awaits::OTHER,
            NodeKind::Eval(id) => match self.kind(ExprAt { file, id }) {
                ExprKind::Macro(call) if waiting_macro(self.macro_name(call)) => Awaits::OTHER,
                _ => Awaits::default(),
            },
            _ => Awaits::default(),
        }
    }

    /// The field of a struct whose async lock a call takes.
    fn field_locked(&self, call: ExprAt) -> Option<(DefId, Name)> {
        let acquire = self.acquired_by(call).filter(|acquire| acquire.how == How::Awaits)?;
        let excludes = matches!(acquire.guard.lock.kind, LockKind::Mutex | LockKind::RwLock);
        let lock = self.receiver_of(call).filter(|_| excludes)?;
        self.field_of_struct(self.without_refs(lock))
    }
}

/// What a body waits for, by itself and in what it awaits.
fn awaits(solver: &mut Solver<'_, Awaits>, body: BodyId) -> Awaits {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut all = solver.so_far(body);
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        all.and(base.awaits_asking(body, node, &mut |inner| solver.ask(inner)));
    }
    all
}
