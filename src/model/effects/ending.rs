//! Whether code ever ends.
//!
//! Summaries follow calls inside the package to a small depth; what is beyond is unknown, and unknown code ends.

use std::cell::RefCell;

use crate::model::Base;
use crate::model::callee::{Callee, DEPTH};
use crate::model::flow::loops::{Exit, ExitHow};
use crate::model::flow::{Flow, Leave, NodeId, NodeKind};
use crate::model::library::Call;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprId, ExprKind, MacroBody};

/// Whether code ever ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It reaches a loop that nothing leaves: the loop, and the calls that lead to it, outermost first.
    Endless { a_loop: ExprAt, chain: Vec<ExprAt> },
    /// It can be left here.
    Ends(Exit),
    /// Nothing in it repeats forever, as far as can be seen.
    NoLoop,
}

/// The bodies whose ending is being looked for on this thread.
#[derive(Default)]
struct InProgress {
    bodies: Vec<BodyId>,
    /// Whether one of them was met again.
    circular: bool,
}

thread_local! {
    static IN_PROGRESS: RefCell<InProgress> = RefCell::default();
}

impl Base {
    /// Whether a body ever ends, through calls inside the package.
    pub(in crate::model) fn ending(&self, body: BodyId) -> Ending {
        self.ending_deep(body, DEPTH)
    }

    fn ending_deep(&self, body: BodyId, depth: u32) -> Ending {
        if let Some(known) = self.endings.get(&(body, depth)) {
            return known;
        }
        // A body that calls itself is taken to end while it is looked at; what hangs on that is not kept.
        if IN_PROGRESS.with_borrow(|p| p.bodies.contains(&body)) {
            IN_PROGRESS.with_borrow_mut(|p| p.circular = true);
            return Ending::NoLoop;
        }
        IN_PROGRESS.with_borrow_mut(|p| p.bodies.push(body));
        let ending = self.ending_fresh(body, depth);
        let keep = IN_PROGRESS.with_borrow_mut(|p| {
            p.bodies.pop();
            let whole = p.bodies.is_empty();
            let keep = whole || !p.circular;
            p.circular &= !whole;
            keep
        });
        if keep { self.endings.keep((body, depth), ending) } else { ending }
    }

    fn ending_fresh(&self, body: BodyId, depth: u32) -> Ending {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let at = |id: ExprId| ExprAt { file, id };
        let mut endless: Option<Ending> = None;
        let mut cuts = vec![false; flow.nodes.len()];
        let mut exits: Vec<(NodeId, Exit)> = Vec::new();
        let start = flow.reachable(flow.start, |_| true);
        for n in (0..flow.nodes.len() as u32).map(NodeId).filter(|n| start[n.0 as usize]) {
            match flow.node(n).kind {
                // The loop further out that it goes on with is looked at by itself.
                NodeKind::Leave(Leave::Continue, _) => {}
                NodeKind::Leave(how, id) => exits.push((n, Exit { how: ExitHow::Leave(how), at: at(id) })),
                NodeKind::Diverge(id) => exits.push((n, Exit { how: ExitHow::Diverge, at: at(id) })),
                NodeKind::Eval(id) | NodeKind::Await(id) => {
                    let awaited = matches!(flow.node(n).kind, NodeKind::Await(_));
                    if self.panics_when_closed(at(id)) {
                        exits.push((n, Exit { how: ExitHow::ClosedUnwrap, at: at(id) }));
                    } else if depth > 0 && self.ends_process(at(id), depth) {
                        exits.push((n, Exit { how: ExitHow::Diverge, at: at(id) }));
                    } else if depth > 0
                        && let Some(inner) = self.endless_inside(at(id), awaited, depth)
                    {
                        endless.get_or_insert(inner);
                        cuts[n.0 as usize] = true;
                    }
                }
                _ => {}
            }
        }
        if let Some(endless) = endless {
            return endless;
        }
        let mut first_exit = None;
        for a_loop in &flow.loops {
            if !start[a_loop.head.0 as usize] {
                continue;
            }
            let from_here = flow.reachable(a_loop.head, |n| !cuts[n.0 as usize]);
            let out = exits.iter().find(|(n, exit)| {
                from_here[n.0 as usize] && (!matches!(exit.how, ExitHow::Leave(_)) || from_here[flow.end.0 as usize])
            });
            match out {
                Some((_, exit)) => first_exit = first_exit.or(Some(*exit)),
                None if from_here[flow.end.0 as usize] => {}
                None if self.waits_for_ever(flow, &from_here) => {}
                None => return Ending::Endless { a_loop: at(a_loop.expr), chain: Vec::new() },
            }
        }
        first_exit.map_or(Ending::NoLoop, Ending::Ends)
    }

    /// Whether a loop only stands before a future that never ends: it repeats nothing.
    fn waits_for_ever(&self, flow: &Flow, from: &[bool]) -> bool {
        (0..flow.nodes.len()).any(|n| from[n] && matches!(flow.nodes[n].kind, NodeKind::Stuck(_)))
    }

    /// Whether a call of the package never returns because it ends the process or panics.
    fn ends_process(&self, at: ExprAt, depth: u32) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        let Some(body) = self.index.def(def).body.filter(|&b| self.runs_at_call(b)) else { return false };
        if IN_PROGRESS.with_borrow(|p| p.bodies.contains(&body)) || depth == 0 {
            return false;
        }
        let flow = self.flow(body);
        let seen = flow.reachable(flow.start, |_| true);
        let diverges = |n: usize| seen[n] && matches!(flow.nodes[n].kind, NodeKind::Diverge(_));
        !seen[flow.end.0 as usize] && (0..flow.nodes.len()).any(diverges)
    }

    /// When a call or await never comes back: the loop behind it, with this call first in the chain.
    fn endless_inside(&self, at: ExprAt, awaited: bool, depth: u32) -> Option<Ending> {
        let body = if awaited {
            let ExprKind::Await(inner) = self.kind(at) else { return None };
            self.code_of(ExprAt { id: *inner, ..at }).filter(|&b| !self.runs_at_call(b))?
        } else {
            match self.kind(at) {
                ExprKind::Call { .. } | ExprKind::Method(_) if self.known_call(at) == Some(Call::BlockOn) => {
                    self.code_of(ExprAt { id: *self.args(at).first()?, ..at })?
                }
                ExprKind::Call { .. } | ExprKind::Method(_) => match self.callee(at) {
                    Callee::Def(def) => self.index.def(def).body.filter(|&b| self.runs_at_call(b))?,
                    _ => {
                        let closure = self.called_closure(at)?;
                        self.index.body_of(closure).filter(|&b| self.runs_at_call(b))?
                    }
                },
                ExprKind::Macro(call) if matches!(self.macro_name(call), "join" | "try_join") => {
                    return self.endless_argument(at, depth);
                }
                _ => return None,
            }
        };
        self.through(at, body, depth)
    }

    fn through(&self, at: ExprAt, body: BodyId, depth: u32) -> Option<Ending> {
        match self.ending_deep(body, depth - 1) {
            Ending::Endless { a_loop, chain } => {
                let chain = std::iter::once(at).chain(chain).collect();
                Some(Ending::Endless { a_loop, chain })
            }
            _ => None,
        }
    }

    fn endless_argument(&self, at: ExprAt, depth: u32) -> Option<Ending> {
        let ExprKind::Macro(call) = self.kind(at) else { return None };
        let MacroBody::Args(args) = &call.body else { return None };
        args.iter().find_map(|&arg| self.through(at, self.code_of(ExprAt { id: arg, ..at })?, depth))
    }

    /// `rx.recv().await.unwrap()`: on a channel the panic is the loop's exit.
    fn panics_when_closed(&self, at: ExprAt) -> bool {
        if !self.method_name(at).is_some_and(|m| matches!(m, "unwrap" | "expect")) {
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
