//! What code waits for when it is awaited: async locks in fields of the package's structs, or something else.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::points::Point;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::{How, LockKind};
use crate::model::library::{Call, futures, waiting_macro};
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

impl Point<'_> {
    /// Whether it awaits something, which may last: not what is over when it is first polled.
    pub fn may_last(self) -> bool {
        matches!(self.kind(), NodeKind::Await(_)) && self.base.awaits_at(self.body, self.node) != Awaits::default()
    }
}

impl Base {
    /// What a node of a body waits for, by itself or in the code of the package that it awaits.
    pub(in crate::model) fn awaits_at(&self, body: BodyId, node: NodeId) -> Awaits {
        self.awaits_asking(body, node, &mut |inner| solver::solve(self, &self.awaiting, &awaits, inner))
    }

    /// Whether what a function of the package gives is a future that is over when it is first polled, since none of its code
    /// waits.
    pub(in crate::model) fn gives_ready(&self, def: DefId) -> bool {
        let body = self.index.def(def).body.filter(|body| self.index.body(*body).is_async);
        body.is_some_and(|body| solver::solve(self, &self.awaiting, &awaits, body) == Awaits::default())
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
                    (None, None) if self.gives_ready_future(made) => Awaits::default(),
                    (None, None) if self.sibling_function(made).is_some_and(|function| function.ready) => {
                        Awaits::default()
                    }
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

    /// Whether a call of a library, or what it is wrapped in, gives a future that is over when it is first polled.
    fn gives_ready_future(&self, at: ExprAt) -> bool {
        match (self.known_call(at), self.callee(at)) {
            (Some(Call::Wrap), _) => {
                self.args(at).first().is_some_and(|&id| self.gives_ready_future(self.made_from(ExprAt { id, ..at })))
            }
            (_, Callee::External(path)) => futures::is_ready(&path),
            (_, Callee::Method(ty, name)) => futures::is_ready(&format!("{ty}::{}", self.text(name))),
            _ => false,
        }
    }

    /// The field of a struct whose async lock a call takes.
    pub(in crate::model) fn field_locked(&self, call: ExprAt) -> Option<(DefId, Name)> {
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
