//! Code that surely ends by itself, whatever others do: no loop that may go on, no wait for anything but time.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::NodeKind;
use crate::model::library::{self, Call};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

impl Base {
    /// Whether the code of a body ends by itself; a circle of calls is not known to.
    pub(in crate::model) fn surely_ends(&self, body: BodyId) -> bool {
        solver::solve(self, &self.surely_ending, &surely_ends, body)
    }
}

fn surely_ends(solver: &mut Solver<'_, bool>, body: BodyId) -> bool {
    let base = solver.base;
    if base.ending(body) != Ending::NoLoop {
        return false;
    }
    let file = base.index.body(body).file;
    base.flow(body).nodes.iter().all(|node| match node.kind {
        NodeKind::Await(id) => match base.kind(ExprAt { file, id }) {
            ExprKind::Await(inner) => await_ends(solver, ExprAt { file, id: *inner }),
            _ => false,
        },
        NodeKind::Eval(id) => call_ends(solver, ExprAt { file, id }),
        NodeKind::LoopHead(id) => matches!(base.kind(ExprAt { file, id }), ExprKind::For { .. }),
        NodeKind::Stuck(_) => false,
        _ => true,
    })
}

fn await_ends(solver: &mut Solver<'_, bool>, at: ExprAt) -> bool {
    let base = solver.base;
    match base.known_call(at) {
        Some(Call::Sleep(_)) => return true,
        Some(_) => return false,
        None => {}
    }
    match base.callee(at) {
        Callee::Def(def) => base.index.def(def).body.is_some_and(|body| solver.ask(body)),
        Callee::External(path) => library::futures::only_yields(&path),
        _ => base.method_name(at).is_some_and(library::locks::is_lock_call),
    }
}

fn call_ends(solver: &mut Solver<'_, bool>, at: ExprAt) -> bool {
    let base = solver.base;
    match base.kind(at) {
        ExprKind::Call { .. } | ExprKind::Method(_) => match base.callee(at) {
            Callee::Def(def) => match base.index.def(def).body {
                // What is async runs where it is awaited, and is asked there.
                Some(body) => base.index.body(body).is_async || solver.ask(body),
                None => false,
            },
            _ => base.pauses(at) == Some(false) || matches!(base.known_call(at), Some(Call::Sleep(_))),
        },
        ExprKind::Macro(_) => base.pauses(at) == Some(false),
        _ => true,
    }
}
