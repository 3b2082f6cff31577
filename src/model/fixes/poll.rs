//! A loop that looks whether a task is finished, taken out where the task is waited for right behind it.

use crate::model::facts::wait::poll::Poll;
use crate::model::fixes::edit::Change;
use crate::model::library::calls;
use crate::model::source::tables::ExprAt;
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, StmtKind, UnaryOp};

impl Poll<'_> {
    /// The loop taken out, where the next statement awaits or joins the handle that it asks.
    ///
    /// Sure, since the wait behind it takes exactly as long as the loop went on. A loop that awaits its pauses lets other
    /// tasks run, and a join in its place would stop them, so there only an await is taken.
    pub fn joined(&self) -> Option<Change> {
        let (krate, a_loop) = (self.krate, self.a_loop);
        let ExprKind::While { cond, .. } = krate.kind(a_loop) else { return None };
        let ExprKind::Unary { op: UnaryOp::Not, operand } = krate.kind(ExprAt { id: *cond, ..a_loop }) else {
            return None;
        };
        let asks = ExprAt { id: *operand, ..a_loop };
        let handle = krate.receiver_of(asks).filter(|_| krate.method_name(asks).is_some_and(calls::asks_finished))?;
        let handle = krate.index.local(handle)?;
        let stmt = krate.stmt_of_loop(a_loop).filter(|_| krate.is_editable(a_loop))?;
        let next = krate.next_stmt(stmt)?;
        let waits = |mention: ExprAt| krate.stmt_of(mention) == Some(next) && self.waits_first(mention, next);
        krate.uses_of(handle).any(waits).then(|| Change { edits: vec![krate.deleted(stmt, true)], sure: true })
    }

    /// Whether a mention is awaited or joined before anything else in its statement runs.
    fn waits_first(&self, mention: ExprAt, stmt: StmtAt) -> bool {
        let krate = self.krate;
        let waited = krate.parent_expr(mention).is_some_and(|p| match krate.kind(p) {
            ExprKind::Await(_) => true,
            ExprKind::Method(method) => calls::joins(krate.text(method.name)) && self.blocks(),
            _ => false,
        });
        let whole = match &krate.stmt(stmt).kind {
            StmtKind::Let { init: Some(init), .. } => *init,
            StmtKind::Expr { expr, .. } => *expr,
            _ => return false,
        };
        waited && krate.span(ExprAt { id: whole, ..mention }).start == krate.span(mention).start
    }
}
