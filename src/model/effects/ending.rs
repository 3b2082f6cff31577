//! Whether code ever ends.
//!
//! Calls inside the package are followed; what is beyond is unknown, and unknown code ends.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, FARTHEST, Solver};
use crate::model::flow::loops::{Exit, ExitHow};
use crate::model::flow::{Flow, Leave, NodeId, NodeKind};
use crate::model::library::{self, Call};
use crate::model::source::tables::{BodyId, ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, MacroBody};

/// Whether code ever ends.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It reaches a loop that nothing leaves: the loop, and the calls that lead to it, outermost first.
    Endless { a_loop: ExprAt, chain: Vec<ExprAt> },
    /// It can be left here.
    Ends(Exit),
    /// Nothing in it repeats forever, as far as can be seen.
    #[default]
    NoLoop,
}

impl Base {
    /// Whether a body ever ends, through calls inside the package.
    pub(in crate::model) fn ending(&self, body: BodyId) -> Ending {
        solver::solve(self, &self.endings, &ending, body)
    }
}

/// Whether a body ever ends, by its own loops and what is known of the bodies that it runs. A circle of calls is taken to
/// end where no loop in it says otherwise; what was once found endless stays so, with the calls found first.
fn ending(solver: &mut Solver<'_, Ending>, body: BodyId) -> Ending {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut endless = Some(solver.so_far(body)).filter(|known| matches!(known, Ending::Endless { .. }));
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        for (call, inner) in base.entered_at(body, node) {
            if let Ending::Endless { a_loop, chain } = solver.ask(inner)
                && chain.len() < FARTHEST
            {
                let chain = std::iter::once(call).chain(chain).collect();
                endless.get_or_insert(Ending::Endless { a_loop, chain });
            }
        }
    }
    endless.unwrap_or_else(|| base.own_ending(body, &reached))
}

impl Base {
    /// The code of the package that a node runs to its end, or polls among other code, with the call that does.
    fn entered_at(&self, body: BodyId, node: NodeId) -> Vec<(ExprAt, BodyId)> {
        let NodeKind::Eval(id) = self.flow(body).node(node).kind else {
            let awaited = self.runs_at(body, node).zip(self.flow(body).node(node).kind.expr());
            let file = self.index.body(body).file;
            return awaited.map(|((_, code), id)| (ExprAt { file, id }, code)).into_iter().collect();
        };
        let at = ExprAt { file: self.index.body(body).file, id };
        let code_of = |id: ExprId| self.code_of(ExprAt { id, ..at }).map(|code| (at, code));
        match self.kind(at) {
            ExprKind::Call { .. } | ExprKind::Method(_) if self.known_call(at) == Some(Call::BlockOn) => {
                self.args(at).first().copied().and_then(code_of).into_iter().collect()
            }
            ExprKind::Macro(call) if library::polls_all(self.macro_name(call)) => match &call.body {
                MacroBody::Args(args) => args.iter().copied().filter_map(code_of).collect(),
                _ => Vec::new(),
            },
            _ => self.runs_at(body, node).into_iter().collect(),
        }
    }

    /// Whether a body ends by itself, all that it calls coming back.
    fn own_ending(&self, body: BodyId, reached: &[bool]) -> Ending {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let exits: Vec<(NodeId, Exit)> = flow
            .ids()
            .filter(|node| reached[node.0 as usize])
            .filter_map(|node| Some((node, self.exit_at(file, flow.node(node).kind)?)))
            .collect();
        let (mut first_exit, mut endless) = (None, None);
        for (n, a_loop) in flow.loops.iter().enumerate().filter(|(_, a_loop)| reached[a_loop.head.0 as usize]) {
            let from_here = flow.reachable(a_loop.head, |_| true);
            let out = exits.iter().find(|(n, exit)| {
                from_here[n.0 as usize] && (!matches!(exit.how, ExitHow::Leave(_)) || from_here[flow.end.0 as usize])
            });
            match out {
                Some((_, exit)) => first_exit = first_exit.or(Some(*exit)),
                None if from_here[flow.end.0 as usize] => {}
                None if waits_forever(flow, &from_here) => {}
                None => {
                    let found = Ending::Endless { a_loop: ExprAt { file, id: a_loop.expr }, chain: Vec::new() };
                    // One that is left for another that is not is no more than the way there.
                    if flow.exits(n as u32).is_empty() {
                        return found;
                    }
                    endless = endless.or(Some(found));
                }
            }
        }
        endless.unwrap_or_else(|| first_exit.map_or(Ending::NoLoop, Ending::Ends))
    }

    /// The exit that a node is.
    fn exit_at(&self, file: FileNo, kind: NodeKind) -> Option<Exit> {
        let at = |id| ExprAt { file, id };
        match kind {
            // The loop further out that it goes on with is looked at by itself.
            NodeKind::Leave(Leave::Continue, _) => None,
            NodeKind::Leave(how, id) => Some(Exit { how: ExitHow::Leave(how), at: at(id) }),
            // Where control is said never to come, nothing is left.
            NodeKind::Diverge(id) if self.is_said_unreachable(at(id)) => None,
            NodeKind::Diverge(id) => Some(Exit { how: ExitHow::Diverge, at: at(id) }),
            NodeKind::Eval(id) | NodeKind::Await(id) if self.panics_when_closed(at(id)) => {
                Some(Exit { how: ExitHow::ClosedUnwrap, at: at(id) })
            }
            NodeKind::Eval(id) | NodeKind::Await(id) if self.ends_process(at(id)) => {
                Some(Exit { how: ExitHow::Diverge, at: at(id) })
            }
            _ => None,
        }
    }

    fn is_said_unreachable(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Macro(call) if library::claims_unreachable(self.macro_name(call)))
    }

    /// Whether a call of the package never returns because it ends the process or panics.
    fn ends_process(&self, at: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        let Some(body) = self.index.def(def).body.filter(|&b| self.runs_at_call(b)) else { return false };
        self.flow(body).only_diverges()
    }

    /// `rx.recv().await.unwrap()`: on a channel the panic is the loop's exit.
    fn panics_when_closed(&self, at: ExprAt) -> bool {
        if !self.method_name(at).is_some_and(library::steps::panics_on_error) {
            return false;
        }
        let mut inner = self.receiver_of(at);
        while let Some(now) = inner {
            match self.kind(now) {
                ExprKind::Await(id) => inner = Some(ExprAt { id: *id, ..now }),
                ExprKind::Method(_) => return self.receive_kind(now).is_some(),
                _ => return false,
            }
        }
        false
    }
}

/// Whether a loop only stands before a future that never ends: it repeats nothing.
fn waits_forever(flow: &Flow, from: &[bool]) -> bool {
    (0..flow.nodes.len()).any(|n| from[n] && matches!(flow.nodes[n].kind, NodeKind::Stuck(_)))
}
