//! Points: a node of a body's graph with the package, so that it can be asked what happens there and what can follow.

use crate::model::Base;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprId;

/// A point of a body: where one thing happens.
#[derive(Clone, Copy)]
pub struct Point<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) body: BodyId,
    pub(in crate::model) node: NodeId,
}

impl PartialEq for Point<'_> {
    fn eq(&self, other: &Point<'_>) -> bool {
        (self.body, self.node) == (other.body, other.node)
    }
}

impl<'c> Point<'c> {
    /// What is called, expanded or otherwise evaluated here.
    pub fn evaluated(self) -> Option<Expr<'c>> {
        match self.kind() {
            NodeKind::Eval(id) => Some(self.expr_of(id)),
            _ => None,
        }
    }

    /// What is awaited here, with its `.await`.
    pub fn awaited(self) -> Option<Expr<'c>> {
        match self.kind() {
            NodeKind::Await(id) => Some(self.expr_of(id)),
            _ => None,
        }
    }

    /// How a loop or body is left here, and by what.
    pub fn left_by(self) -> Option<(Leave, Expr<'c>)> {
        match self.kind() {
            NodeKind::Leave(how, id) => Some((how, self.expr_of(id))),
            _ => None,
        }
    }

    /// The points that can follow.
    pub fn next(self) -> impl Iterator<Item = Point<'c>> {
        let next = &self.base.flow(self.body).node(self.node).next;
        next.iter().map(move |&node| Point { node, ..self })
    }

    /// Whether control can come from here to another point of the same body.
    pub fn may_reach(self, other: Point<'_>) -> bool {
        self.body == other.body && self.base.flow(self.body).path(self.node, other.node, |_| false)
    }

    fn kind(self) -> NodeKind {
        self.base.flow(self.body).node(self.node).kind
    }

    fn expr_of(self, id: ExprId) -> Expr<'c> {
        self.base.expr(ExprAt { file: self.base.index.body(self.body).file, id })
    }
}

impl<'c> Expr<'c> {
    /// Where it happens in its body; `None` where the graph has no node of its own for it.
    pub fn point(self) -> Option<Point<'c>> {
        let body = self.base.body_at(self.at);
        let node = self.base.flow(body).node_of(self.at.id)?;
        Some(Point { base: self.base, body, node })
    }

    /// The first point of its body at which it or a part of it happens; `None` where the graph has none.
    pub fn first_point(self) -> Option<Point<'c>> {
        let node = self.base.nodes_under(self.at).into_iter().next()?;
        Some(Point { base: self.base, body: self.base.body_at(self.at), node })
    }
}
