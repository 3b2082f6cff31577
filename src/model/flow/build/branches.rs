//! Where paths part: conditions, arms of a `match`, branches of a `select!`, labelled blocks.

use crate::model::flow::NodeKind;
use crate::model::flow::build::{At, Builder, Frame};
use crate::syntax::tree::{BinaryOp, BlockId, ExprId, ExprKind, Lit, Name, Select, UnaryOp};

impl<'a> Builder<'a> {
    pub(super) fn branch_if(
        &mut self,
        id: ExprId,
        cond: ExprId,
        then: BlockId,
        otherwise: Option<ExprId>,
        at: At,
    ) -> At {
        self.frames.push(Frame::default());
        let (yes, no) = self.condition(cond, at);
        let yes = self.arm(id, 0, yes);
        let yes = self.block(then, None, yes);
        let yes = self.pop_frame(yes);
        let no = self.arm(id, 1, no);
        let no = match otherwise {
            Some(otherwise) => self.expr(otherwise, no),
            None => no,
        };
        self.join([yes, no])
    }

    /// Where one side of a decision begins; it can be found by the deciding expression and its number.
    pub(super) fn arm(&mut self, id: ExprId, n: u32, at: At) -> At {
        let start = self.then(at, NodeKind::Arm(id, n));
        if let Some(start) = start {
            self.branch_of.insert((id, n), start);
        }
        start
    }

    /// The paths on which a condition holds and does not.
    pub(super) fn condition(&mut self, id: ExprId, at: At) -> (At, At) {
        match &self.krate.tree(self.file).exprs[id.0 as usize].kind {
            ExprKind::Lit(Lit::Bool(true)) => (at, None),
            ExprKind::Lit(Lit::Bool(false)) => (None, at),
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let (yes, no) = self.condition(*operand, at);
                (no, yes)
            }
            ExprKind::Binary { op: BinaryOp::And, left, right } => {
                let (yes, no) = self.condition(*left, at);
                let (yes, also_no) = self.condition(*right, yes);
                let no = self.join([no, also_no]);
                (yes, no)
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right } => {
                let (yes, no) = self.condition(*left, at);
                let (also_yes, no) = self.condition(*right, no);
                let yes = self.join([yes, also_yes]);
                (yes, no)
            }
            ExprKind::Let { pat, value } => {
                let at = self.expr(*value, at);
                let no = self.then(at, NodeKind::Join);
                let yes = self.bind_pattern(*pat, at);
                (yes, no)
            }
            _ => {
                let at = self.expr(id, at);
                let no = self.then(at, NodeKind::Join);
                (at, no)
            }
        }
    }

    pub(super) fn labelled_block(&mut self, label: Option<Name>, block: BlockId, at: At) -> At {
        let Some(label) = label else { return self.block(block, None, at) };
        at?;
        let after = self.node(NodeKind::Join);
        let end = self.block(block, Some((label, after)), at);
        self.link(end, after);
        Some(after)
    }

    pub(super) fn select(&mut self, id: ExprId, select: &'a Select, mut at: At) -> At {
        for branch in &select.branches {
            at = self.exprs(branch.source.iter().chain(&branch.guard).copied(), at);
        }
        at = self.then(at, NodeKind::Await(id));
        at = self.remember(id, at);
        let mut ends = Vec::new();
        for (n, branch) in select.branches.iter().enumerate() {
            self.frames.push(Frame::default());
            let start = self.then(at, NodeKind::Branch(id, n as u32));
            if let Some(start) = start {
                self.branch_of.insert((id, n as u32), start);
            }
            let here = match branch.pat {
                Some(pat) => self.bind_pattern(pat, start),
                None => start,
            };
            let here = self.expr(branch.handler, here);
            ends.push(self.pop_frame(here));
        }
        self.join(ends)
    }
}
