//! Where the value of a variable goes from a mention of it: into another place, or into a closure or block.

use crate::model::Base;
use crate::model::library;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Parent};
use crate::syntax::tree::{ExprKind, StmtKind};

impl Base {
    /// Whether the value of a path expression goes elsewhere from here: an argument, a field, a return, another variable.
    pub(in crate::model) fn consumed(&self, at: ExprAt) -> bool {
        match self.parent(at) {
            Parent::None => true,
            Parent::Stmt(block, n) => match &self.stmts(at.file, block)[n as usize].kind {
                StmtKind::Let { .. } => true,
                StmtKind::Expr { semi, .. } => !semi,
                StmtKind::Item(_) => false,
            },
            Parent::Expr(id) => self.consumed_by(at, ExprAt { id, ..at }),
        }
    }

    fn consumed_by(&self, at: ExprAt, parent: ExprAt) -> bool {
        match self.kind(parent) {
            ExprKind::Call { callee, .. } => *callee != at.id,
            ExprKind::Method(method) => method.receiver != at.id,
            ExprKind::Assign { right, .. } => *right == at.id,
            ExprKind::For { iter, .. } => *iter == at.id,
            ExprKind::Match { scrutinee, .. } => *scrutinee != at.id,
            ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => *cond != at.id,
            ExprKind::Macro(call) => {
                !library::plain_macro(self.macro_name(call))
                    || matches!(self.macro_name(call), "vec" | "join" | "smallvec")
            }
            ExprKind::Await(_)
            | ExprKind::Return(_)
            | ExprKind::Break { .. }
            | ExprKind::Yield(_)
            | ExprKind::Tuple(_)
            | ExprKind::Array(_)
            | ExprKind::Struct { .. }
            | ExprKind::Closure(_)
            | ExprKind::Block { .. } => true,
            _ => false,
        }
    }

    /// The variables of this body that a closure or async block written in it takes with it.
    pub(in crate::model) fn captured_by_move(&self, at: ExprAt) -> Vec<BindingId> {
        let Some(inner) = self.index.body_of(at) else { return Vec::new() };
        let outer = self.body_at(at);
        let mut moved = Vec::new();
        for &(binding, mention) in self.captures.get(&inner).into_iter().flatten() {
            if !moved.contains(&binding) && self.takes(inner, outer, mention) {
                moved.push(binding);
            }
        }
        moved
    }

    /// Whether a mention inside nested bodies moves the variable out of `outer`: some body on the way is `move`, or the
    /// mention itself consumes it.
    fn takes(&self, inner: BodyId, outer: BodyId, mention: ExprAt) -> bool {
        if self.consumed(mention) && !matches!(self.kind(mention), ExprKind::Macro(_)) {
            return true;
        }
        let mut at = self.body_at(mention);
        loop {
            let body = self.index.body(at);
            if body.moves {
                return true;
            }
            if at == inner {
                return false;
            }
            match body.parent {
                Some(parent) if parent != outer => at = parent,
                _ => return false,
            }
        }
    }
}
