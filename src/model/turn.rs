//! Loops: where one is, and how it can be left.

use super::Crate;
use super::calls::{Exit, ExitHow};
use super::flow::{NodeId, NodeKind};
use super::index::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprId, ExprKind};

/// A loop; one pass through it is a turn.
#[derive(Clone, Copy)]
pub struct Turn<'c> {
    pub(in crate::model) krate: &'c Crate,
    pub(in crate::model) at: ExprAt,
}

impl<'c> Turn<'c> {
    /// The head of the loop: from its keyword (or label) to before its body.
    pub fn span(self) -> Span {
        self.krate.turn_span(self.at)
    }

    /// Whether this loop has no condition of its own: `loop`, `while true`, `for` over something without an end.
    pub fn endless(self) -> bool {
        self.krate.endless_turn(self.at)
    }

    /// Whether a place lies in the loop.
    pub fn holds(self, span: Span) -> bool {
        self.krate.span(self.at).holds(span)
    }
}

impl Crate {
    /// The head of a loop, without its body.
    pub(in crate::model) fn turn_span(&self, at: ExprAt) -> Span {
        let whole = self.span(at);
        let Some(body) = self.turn_body(at) else { return whole };
        let body = self.tree(at.file).blocks[body.0 as usize].span;
        let text = self.source(at.file).text_of(Span { end: body.start, ..whole });
        Span { end: whole.start + text.trim_end().len() as u32, ..whole }
    }

    /// The block that a loop repeats.
    pub(in crate::model) fn turn_body(&self, at: ExprAt) -> Option<BlockId> {
        match self.kind(at) {
            ExprKind::Loop { body, .. } | ExprKind::While { body, .. } | ExprKind::For { body, .. } => Some(*body),
            _ => None,
        }
    }

    pub(in crate::model) fn endless_turn(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Loop { .. } => true,
            ExprKind::While { cond, .. } => self.literally_true(ExprAt { id: *cond, ..at }),
            ExprKind::For { iter, .. } => self.endless_iterator(ExprAt { id: *iter, ..at }),
            _ => false,
        }
    }

    /// Every way out of a loop.
    pub(in crate::model) fn exits_of(&self, at: ExprAt) -> Vec<Exit> {
        let flow = self.flow(self.body_at(at));
        let Some(turn) = flow.turn_of(at.id) else { return Vec::new() };
        let expr = |id: ExprId| ExprAt { file: at.file, id };
        flow.exits(turn)
            .into_iter()
            .filter_map(|node| match flow.node(node).kind {
                NodeKind::Leave(how, id) => Some(Exit { how: ExitHow::Leave(how), at: expr(id) }),
                NodeKind::Diverge(id) => Some(Exit { how: ExitHow::Diverge, at: expr(id) }),
                _ => None,
            })
            .collect()
    }

    /// The innermost loop around an expression, in the same body.
    pub(in crate::model) fn turn_around(&self, at: ExprAt) -> Option<Turn<'_>> {
        self.loop_around(at).map(|at| Turn { krate: self, at })
    }

    /// Whether the loop's next turn can begin after this node without the loop being left.
    pub(in crate::model) fn goes_round(&self, turn: ExprAt, from: NodeId) -> bool {
        let flow = self.flow(self.body_at(turn));
        flow.turn_of(turn.id).is_some_and(|t| flow.goes_round(from, t))
    }
}
