//! Where code writes to: to which writers and channels it hands something and waits, itself or in what it runs.

use crate::model::Base;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::{NodeId, NodeKind, Place};
use crate::model::library::calls;
use crate::model::source::tables::{BodyId, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

/// Something that is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::model) struct Write {
    pub to: Place,
    pub what: Told,
}

/// How much what is written has to tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::model) enum Told {
    /// The same each time: a ping, an empty line.
    Nothing,
    /// What the code is given to write.
    Given,
    /// What the code knows.
    Known,
}

impl Base {
    /// What a node of a body writes, in terms of that body: by itself first.
    pub(in crate::model) fn written_at(&self, body: BodyId, node: NodeId) -> Vec<Write> {
        self.written_with(body, node, &mut |callee| solver::solve(self, &self.writes, &writes, callee))
    }

    /// The same, where somebody else knows what is called.
    fn written_with(&self, body: BodyId, node: NodeId, known: &mut dyn FnMut(BodyId) -> Vec<Write>) -> Vec<Write> {
        let own = self.written_by_await(body, node);
        let own = own.and_then(|call| Some((call, self.identity(self.receiver_of(call)?)?)));
        let mut writes: Vec<Write> = own.map(|(call, to)| Write { to, what: self.told(call) }).into_iter().collect();
        if let Some((call, callee)) = self.runs_at(body, node) {
            for Write { to, what } in known(callee) {
                let what = if what == Told::Given { self.told(call) } else { what };
                writes.extend(self.place_at_call(&to, call, callee).map(|to| Write { to, what }));
            }
        }
        writes
    }

    /// The call of a writer's or channel's own method that a node awaits.
    pub(in crate::model) fn written_by_await(&self, body: BodyId, node: NodeId) -> Option<ExprAt> {
        let file = self.index.body(body).file;
        let NodeKind::Await(id) = self.flow(body).node(node).kind else { return None };
        let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return None };
        let call = ExprAt { file, id: *inner };
        // Without an argument it is a lock that is taken to write.
        let hands_out = self.method_name(call).is_some_and(calls::hands_out) && !self.args(call).is_empty();
        hands_out.then_some(call)
    }

    /// How much the arguments of a call tell.
    fn told(&self, call: ExprAt) -> Told {
        let mut told = Told::Nothing;
        for &id in self.args(call) {
            self.each_below(ExprAt { id, ..call }, &mut |here| {
                let variable = self.index.local(here).map(|id| self.index.binding(id).origin);
                told = told.max(match variable {
                    None => Told::Nothing,
                    Some(Origin::Param(_)) => Told::Given,
                    Some(_) => Told::Known,
                });
                true
            });
        }
        told
    }
}

fn writes(solver: &mut Solver<'_, Vec<Write>>, body: BodyId) -> Vec<Write> {
    let base = solver.base;
    let mut writes = solver.so_far(body);
    for node in base.flow(body).ids() {
        for Write { to, what } in base.written_with(body, node, &mut |callee| solver.ask(callee)) {
            let seen = base.place_for_callers(&to, body).map(|to| Write { to, what });
            writes.extend(seen.filter(|write| !writes.contains(write)));
        }
    }
    writes
}
