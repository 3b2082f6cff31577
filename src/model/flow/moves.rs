//! How code uses variables, as the graph has it: whether a mention takes the value, and what a closure takes along.

use crate::model::Base;
use crate::model::flow::{NodeKind, Root, Use};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};

impl<'c> Variable<'c> {
    /// The mention by which a closure or `async` block, as a body of its own, takes it along.
    pub fn taken_along_by(self, body: BodyId) -> Option<Expr<'c>> {
        let captured = self.base.captures.get(&body).into_iter().flatten();
        let (_, mention) = captured.copied().find(|(variable, _)| *variable == self.id)?;
        let maker = self.base.body_expr(body)?;
        self.base.captured_by_move(maker).contains(&self.id).then(|| self.base.expr(mention))
    }
}

impl Base {
    /// Whether the value of a place goes elsewhere from here: an argument, a field, a return, another variable.
    pub(in crate::model) fn consumed(&self, at: ExprAt) -> bool {
        let used = self.flow(self.body_at(at)).use_of(at.id);
        used.is_some_and(|(_, how)| matches!(how, Use::Move | Use::Copy))
    }

    /// The variables of this body that a closure or async block written in it takes with it.
    pub(in crate::model) fn captured_by_move(&self, at: ExprAt) -> Vec<BindingId> {
        let flow = self.flow(self.body_at(at));
        let mut moved = Vec::new();
        for id in flow.ids() {
            if let NodeKind::Use(place, Use::Move | Use::Copy, by) = flow.node(id).kind
                && by == at.id
                && let Root::Local(binding) = flow.place(place).root
                && !moved.contains(&binding)
            {
                moved.push(binding);
            }
        }
        moved
    }

    /// Whether a body on the way from a mention out to `outer` takes along what it mentions.
    pub(in crate::model) fn moves_on_the_way(&self, mention: ExprAt, inner: BodyId, outer: Option<BodyId>) -> bool {
        let mut at = self.body_at(mention);
        loop {
            let body = self.index.body(at);
            if body.moves {
                return true;
            }
            match body.parent {
                Some(parent) if at != inner && Some(parent) != outer => at = parent,
                _ => return false,
            }
        }
    }
}
