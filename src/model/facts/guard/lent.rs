//! A lock that nobody else can want: made here, and lent only to what this body waits for.

use super::Guard;
use crate::model::Base;
use crate::model::flow::Root;
use crate::model::library::{is_shared_pointer, steps};
use crate::model::source::tables::{Binding, BindingId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl Guard<'_> {
    /// The variable that has the lock, where the body of the guard makes it and lends it only to calls that have returned
    /// before it goes on (learnt from AppFlowy): whoever waits for it would be waited for.
    pub fn nobody_else_wants(self) -> Option<Span> {
        let lock = self.data.lock.as_ref().filter(|lock| lock.path.is_empty())?;
        let Root::Local(binding) = lock.root else { return None };
        let info = self.krate.index.binding(binding);
        let here = self.krate.body_at(self.data.at) == info.body;
        (here && self.krate.makes_its_own(info) && self.krate.is_only_lent(binding)).then_some(info.span)
    }
}

impl Base {
    /// Whether a variable is given a value of a library's type, and no pointer to one that others have too.
    fn makes_its_own(&self, info: &Binding) -> bool {
        let Origin::Value(init) = info.origin else { return false };
        let made = self.type_of(ExprAt { file: info.file, id: init });
        info.steps.is_empty() && matches!(made, Ty::Ext(path, _) if !is_shared_pointer(&path))
    }

    /// Whether every mention of a variable stands in its own body and lends it to a call that has ended before the next.
    fn is_only_lent(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let mention = |&id| ExprAt { file: info.file, id };
        info.uses.iter().map(mention).all(|at| self.body_at(at) == info.body && self.is_lent_for_a_call(at))
    }

    fn is_lent_for_a_call(&self, at: ExprAt) -> bool {
        let Some(outer) = self.parent_expr(at) else { return false };
        match self.kind(outer) {
            ExprKind::Method(method) if method.receiver == at.id => !steps::clones(self.text(method.name)),
            ExprKind::For { .. } => true,
            ExprKind::Ref { .. } => self.parent_expr(outer).is_some_and(|call| self.ends_where_it_stands(call)),
            _ => false,
        }
    }

    /// Whether an expression that was lent something has done with it before the next one begins.
    fn ends_where_it_stands(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::For { .. } => true,
            ExprKind::Call { .. } | ExprKind::Method(_) => {
                self.is_awaited(at) && self.select_branch(at).is_none()
                    || !matches!(self.type_of(at), Ty::Future { .. } | Ty::Unknown)
            }
            _ => false,
        }
    }
}
