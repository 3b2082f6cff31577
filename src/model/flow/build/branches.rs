//! Where paths part: conditions, arms of a `match`, labelled blocks.

use super::{At, Builder, Want};
use crate::model::flow::NodeKind;
use crate::syntax::tree::{Arm, BinaryOp, BlockId, ExprId, ExprKind, Lit, Name, UnaryOp};

impl<'a> Builder<'a> {
    pub(super) fn branch_if(
        &mut self,
        id: ExprId,
        cond: ExprId,
        then: BlockId,
        otherwise: Option<ExprId>,
        want: Want,
        at: At,
    ) -> At {
        let outer = self.home;
        // From edition 2024 on what a `let` in the head borrows goes before `else`; before that with the statement.
        if self.krate.edition() >= 2024 {
            self.home = self.frames.len();
        }
        self.push_frame();
        let (yes, no) = self.condition(cond, at);
        let yes = self.arm(id, 0, yes);
        let yes = self.block(then, None, want, yes);
        let no = self.arm(id, 1, no);
        // The variables of the head are not bound here, but its temporaries may be.
        let no = self.drop_temporaries(no);
        self.home = outer;
        let yes = self.pop_frame(yes);
        let no = match otherwise {
            Some(otherwise) => self.expr(otherwise, want, no),
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
        match self.kind(id) {
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
                let at = self.expr(*value, self.look_at(*pat), at);
                // A pattern that fits every value has no other side.
                let no = if self.always_fits(*pat) { None } else { self.then(at, NodeKind::Join) };
                let frame = self.frames.len() - 1;
                let yes = self.bind_from(*pat, *value, frame, at);
                (yes, no)
            }
            // What a condition makes on the way goes before either side begins.
            _ => {
                let at = self.scoped(|b| b.expr(id, Want::Operand, at));
                let no = self.then(at, NodeKind::Join);
                (at, no)
            }
        }
    }

    /// The arms of a `match` are tried in turn: where a guard does not hold, the next ones are.
    pub(super) fn match_arms(&mut self, id: ExprId, scrutinee: ExprId, arms: &'a [Arm], want: Want, at: At) -> At {
        let look = if arms.iter().all(|arm| self.look_at(arm.pat) == Want::Ignore) { Want::Ignore } else { Want::Look };
        let at = self.expr(scrutinee, look, at);
        let mut ends = Vec::new();
        let mut tried = at;
        for (n, arm) in arms.iter().enumerate() {
            self.push_frame();
            let frame = self.frames.len() - 1;
            let start = self.arm(id, n as u32, tried);
            let here = match arm.guard {
                // A guard sees the value before it is taken.
                Some(_) => start,
                None => self.bind_from(arm.pat, scrutinee, frame, start),
            };
            let here = match arm.guard {
                Some(guard) => {
                    let (yes, no) = self.condition(guard, here);
                    let no = self.drop_temporaries(no);
                    tried = if self.always_fits(arm.pat) { no } else { self.join([tried, no]) };
                    self.bind_from(arm.pat, scrutinee, frame, yes)
                }
                None => here,
            };
            let here = self.scoped(|b| b.expr(arm.body, want, here));
            ends.push(self.pop_frame(here));
        }
        self.join(ends)
    }

    pub(super) fn labelled_block(&mut self, label: Option<Name>, block: BlockId, want: Want, at: At) -> At {
        let Some(label) = label else { return self.block(block, None, want, at) };
        at?;
        let after = self.node(NodeKind::Join);
        let end = self.block(block, Some((label, after)), want, at);
        self.link(end, after);
        Some(after)
    }
}
