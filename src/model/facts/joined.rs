//! Futures that are awaited together until the first of them fails: then the others are dropped wherever they are.

use crate::model::flow::NodeId;
use crate::model::library::futures;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of such an await.
#[derive(Debug)]
pub struct JoinedData {
    /// The macro or the call.
    pub(in crate::model) at: ExprAt,
    body: BodyId,
    /// Where the graph runs the futures.
    node: NodeId,
}

handle! {
    /// Futures that are awaited together until the first of them fails.
    Joined, JoinedData, joineds
}

/// A future that can be dropped between two changes.
#[derive(Clone, Copy)]
pub struct Half<'c> {
    /// What makes the future.
    pub future: Expr<'c>,
    /// What it has changed by then.
    pub first: Expr<'c>,
    /// What it would change next.
    pub second: Expr<'c>,
    /// What takes all of it back when it is dropped.
    pub taken_back: Option<Expr<'c>>,
}

impl<'c> Joined<'c> {
    /// The call, or the name of the macro with its `!`.
    pub fn span(self) -> Span {
        match self.krate.kind(self.data.at) {
            ExprKind::Macro(call) => Span { end: call.path.span.end + 1, ..call.path.span },
            _ => self.krate.call_span(self.data.at),
        }
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The first of its futures that can be dropped between two changes that others see.
    pub fn half_done_future(self) -> Option<Half<'c>> {
        let krate = self.krate;
        let expr = |at| krate.expr(at);
        krate.runs_together_at(self.data.body, self.data.node).into_iter().find_map(|one| {
            let (first, second) = krate.half_done(one.code)?;
            let taken_back = krate.taken_back_by(one.code).map(expr);
            Some(Half { future: expr(one.call), first: expr(first), second: expr(second), taken_back })
        })
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<JoinedData> {
    let of_call = |at: ExprAt| {
        let (name, awaited) = match krate.kind(at) {
            ExprKind::Macro(call) => (krate.macro_name(call), at),
            ExprKind::Call { .. } => (krate.expr(at).callee_name()?, krate.parent_expr(at)?),
            _ => return None,
        };
        let body = krate.body_at(at);
        let node = if futures::gives_up_at_error(name) { krate.flow(body).node_of(awaited.id)? } else { return None };
        Some(JoinedData { at, body, node })
    };
    krate.calls().filter_map(of_call).collect()
}
