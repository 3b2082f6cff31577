//! Sends to several receivers, one after the other.

use crate::model::facts::send::Send;
use crate::model::flow::loops::Loop;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Origin};

impl<'c> Send<'c> {
    /// The loop that goes over senders, to the end, and sends by each of them here; with what it goes over.
    pub fn loop_over_senders(self) -> Option<(Loop<'c>, Expr<'c>)> {
        let root = self.sender_expr().root()?;
        let a_loop = self.expr().loop_around().filter(|a_loop| a_loop.goes_over_all())?;
        let Origin::ItemOf(iter) = self.krate.index.binding(root.id).origin else { return None };
        let senders = self.krate.expr(ExprAt { id: iter, ..self.data.at });
        a_loop.expr().span().holds(root.span()).then_some((a_loop, senders))
    }
}
