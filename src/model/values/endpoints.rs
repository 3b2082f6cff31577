//! Endpoints of channels as values: where one goes from its variable, and how long the variable holds it.
//!
//! One that goes into a call, a field or an `Option` is let go as far as its variable is concerned.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::points::Point;
use crate::model::flow::{Flow, NodeId, NodeKind};
use crate::model::library::{self, Call, Inner, Side, gives};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin, Parent};
use crate::syntax::tree::{ExprKind, Name};

/// Where a value goes from a mention of its variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carry {
    /// Into another variable.
    Let(BindingId),
    /// Into a field of a struct literal.
    Field(ExprAt, Name),
    Elsewhere,
}

impl Base {
    /// The field of a struct literal that an end goes into from a mention of its variable, whatever wraps it there.
    pub(in crate::model) fn carried_into_field(&self, mention: ExprAt) -> Option<(ExprAt, Name)> {
        // Wrapped in an `Option` or a lock a receiver is followed, and so is a sender on its way into a field.
        match self.carried(mention, Side::Receiver) {
            (Carry::Field(literal, name), _) => Some((literal, name)),
            _ => None,
        }
    }

    /// The field of a struct of the package that a value fills, as it is, in a literal.
    pub(in crate::model) fn field_of_literal(&self, at: ExprAt) -> Option<(DefId, Name)> {
        let literal = self.parent_expr(at)?;
        let ExprKind::Struct { fields, .. } = self.kind(literal) else { return None };
        let (name, _) = fields.iter().find(|(_, value)| *value == at.id)?;
        Some((self.struct_of_literal(literal)?, *name))
    }

    /// Where an end goes from a mention of its variable, and whether as a clone.
    pub(in crate::model) fn carried(&self, mention: ExprAt, side: Side) -> (Carry, bool) {
        let (mut at, mut cloned) = (mention, false);
        loop {
            if let Some(binding) = self.let_name(at) {
                return (Carry::Let(binding), cloned);
            }
            let parent = match self.parent(at) {
                Parent::Expr(id) => ExprAt { id, ..at },
                Parent::Stmt(..) => match self.block_of_tail(at) {
                    Some(outer) => outer,
                    None => return (Carry::Elsewhere, cloned),
                },
                Parent::None => return (Carry::Elsewhere, cloned),
            };
            match self.kind(parent) {
                ExprKind::Struct { fields, .. } => {
                    let field = fields.iter().find(|(_, value)| *value == at.id);
                    return (field.map_or(Carry::Elsewhere, |(name, _)| Carry::Field(parent, *name)), cloned);
                }
                ExprKind::Method(method) if method.receiver == at.id && self.copies(self.text(method.name), side) => {
                    cloned = true;
                }
                ExprKind::Ref { .. } if self.is_clone_call(parent) => {}
                ExprKind::Ref { .. } if side == Side::Receiver => {}
                ExprKind::Call { .. } if self.clones_argument(parent) => cloned = true,
                ExprKind::Call { .. } if self.wraps_end(parent, side) => {}
                ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } if parent != at => {}
                ExprKind::Closure(closure) if closure.body == at.id => match self.given_by_closure(parent) {
                    Some(call) => {
                        at = call;
                        continue;
                    }
                    None => return (Carry::Elsewhere, cloned),
                },
                _ => return (Carry::Elsewhere, cloned),
            }
            at = parent;
        }
    }

    /// The call that gives what its closure gives, where nothing else was there: `old.unwrap_or_else(|| …)`.
    fn given_by_closure(&self, closure: ExprAt) -> Option<ExprAt> {
        let call = self.parent_expr(closure)?;
        let ExprKind::Method(method) = self.kind(call) else { return None };
        (method.args.contains(&closure.id) && library::steps::gives_from_closure(self.text(method.name)))
            .then_some(call)
    }

    fn copies(&self, method: &str, side: Side) -> bool {
        gives::clones_end(method) || side == Side::Receiver && gives::streams(method)
    }

    /// Whether the parent of a reference is `Arc::clone(&x)`.
    fn is_clone_call(&self, reference: ExprAt) -> bool {
        self.parent_expr(reference).is_some_and(|p| self.clones_argument(p))
    }

    /// `Arc::clone(&x)`, `Sender::clone(&x)`, `Clone::clone(&x)`.
    pub(in crate::model) fn clones_argument(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if gives::clones_argument(&path))
            && self.args(call).len() == 1
    }

    /// Whether a call only puts a wrapper around an end: `Arc::new(tx)`; for a receiver also a lock or an `Option`.
    fn wraps_end(&self, call: ExprAt, side: Side) -> bool {
        let Callee::External(path) = self.callee(call) else { return false };
        match gives::wraps_in(&path) {
            Some(Inner::Deref) => true,
            Some(Inner::Guarded | Inner::AsyncGuarded | Inner::Some) => side == Side::Receiver,
            Some(Inner::Cell) | None => false,
        }
    }

    /// The node at which a variable gets its value; the start of the body for one of a body around it.
    pub(in crate::model) fn bound_at(&self, binding: BindingId, body: BodyId) -> Option<NodeId> {
        let flow = self.flow(body);
        if self.index.binding(binding).body != body {
            return Some(flow.start);
        }
        let bound = flow.bound(binding);
        // `self` is there from the beginning.
        bound.or_else(|| (self.index.binding(binding).origin == Origin::SelfParam).then_some(flow.start))
    }

    /// Whether a variable may still hold its end when control comes to a node of a body.
    pub(in crate::model) fn holds_at(&self, binding: BindingId, body: BodyId, node: NodeId) -> bool {
        let flow = self.flow(body);
        let Some(from) = self.bound_at(binding, body) else { return false };
        flow.path(from, node, |n| lets_go(flow, n, binding))
    }

    /// Whether a variable of any type may still have its value when control comes to a node; calls of its methods are
    /// taken to borrow it.
    pub(in crate::model) fn alive_at(&self, binding: BindingId, body: BodyId, node: NodeId) -> bool {
        let flow = self.flow(body);
        let Some(from) = self.bound_at(binding, body) else { return false };
        flow.path(from, node, |n| flow.ends(n, binding))
    }

    /// The places where a variable loses its end: moved, dropped, given a new value.
    pub(in crate::model) fn let_go(&self, binding: BindingId, body: BodyId) -> Vec<(NodeId, NodeKind)> {
        let flow = self.flow(body);
        flow.ids().filter(|&n| lets_go(flow, n, binding)).map(|n| (n, flow.node(n).kind)).collect()
    }

    /// Whether a mention of a variable gives it to `drop`.
    pub(in crate::model) fn is_dropped(&self, mention: ExprAt) -> bool {
        self.parent_expr(mention)
            .is_some_and(|p| matches!(self.kind(p), ExprKind::Call { .. }) && self.known_call(p) == Some(Call::Drop))
    }
}

impl<'c> Variable<'c> {
    /// Whether it may still hold its end of a channel when control comes to a point.
    pub fn may_hold_at(self, point: Point<'_>) -> bool {
        self.base.holds_at(self.id, point.body, point.node)
    }

    /// Where it loses its end of a channel in a body: moved, dropped, given a new value. The expression is what does it;
    /// `None` where its scope ends.
    pub fn moved_or_dropped_in(self, body: BodyId) -> impl Iterator<Item = (Point<'c>, Option<Expr<'c>>)> {
        let base = self.base;
        base.let_go(self.id, body).into_iter().map(move |(node, kind)| {
            let by = match kind {
                NodeKind::Drop(..) => None,
                other => other.expr().map(|id| base.expr(ExprAt { file: base.index.binding(self.id).file, id })),
            };
            (Point { base, body, node }, by)
        })
    }
}

impl<'c> Expr<'c> {
    /// Whether it is given to `drop`.
    pub fn is_dropped(self) -> bool {
        self.base.is_dropped(self.at)
    }

    /// The call that clones it: `tx.clone()`, `Sender::clone(&tx)`.
    pub fn cloned_by(self) -> Option<Expr<'c>> {
        let base = self.base;
        let parent = base.parent_expr(self.at)?;
        let call = match base.kind(parent) {
            ExprKind::Method(method) if method.receiver == self.at.id => {
                library::steps::clones(base.text(method.name)).then_some(parent)
            }
            ExprKind::Ref { .. } => base.parent_expr(parent).filter(|call| base.clones_argument(*call)),
            _ => None,
        };
        call.map(|at| base.expr(at))
    }
}

fn lets_go(flow: &Flow, node: NodeId, binding: BindingId) -> bool {
    flow.ends(node, binding) || flow.may_end(node, binding)
}
