//! Whether code puts slots into a semaphore, by itself or through its calls.

use crate::model::Base;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::NodeId;
use crate::model::library::permits;
use crate::model::source::tables::{BodyId, ExprAt};

impl Base {
    /// Whether slots are put into a semaphore at a node, by itself, by what it calls or by the task that it starts.
    pub(in crate::model) fn adds_slots_at(&self, body: BodyId, node: NodeId) -> bool {
        self.adds_asking(body, node, &mut |inner| solver::solve(self, &self.adding, &adds, inner))
    }

    fn adds_asking(&self, body: BodyId, node: NodeId, ask: &mut dyn FnMut(BodyId) -> bool) -> bool {
        let file = self.index.body(body).file;
        let call = self.flow(body).node(node).kind.expr().map(|id| ExprAt { file, id });
        call.and_then(|call| self.method_name(call)) == Some(permits::ADDS)
            || self.code_run_at(body, node).into_iter().any(|(_, code)| ask(code))
            || call.and_then(|call| self.code_of(self.spawn_at(call)?.argument)).is_some_and(ask)
    }
}

fn adds(solver: &mut Solver<'_, bool>, body: BodyId) -> bool {
    let base = solver.base;
    base.flow(body).ids().any(|node| base.adds_asking(body, node, &mut |inner| solver.ask(inner)))
}
