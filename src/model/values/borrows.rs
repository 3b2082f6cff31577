//! Whether a value borrows from what it was made of.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, steps};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::tree::ExprKind;

impl Expr<'_> {
    /// Whether it may borrow from what its parts give: a call that takes its value out, or makes a new one, borrows nothing.
    /// `None` where that is not known.
    pub fn borrows_from_parts(self) -> Option<bool> {
        let base = self.base;
        match base.kind(self.at) {
            ExprKind::Method(method) => {
                let name = base.text(method.name);
                if steps::gives_owned(name) || base.receives_message(self.at) {
                    return Some(false);
                }
                steps::gives_borrowed(name).then_some(true)
            }
            ExprKind::Await(_) | ExprKind::Binary { .. } => Some(false),
            ExprKind::Call { .. } if base.puts_another_in_place(self.at) => Some(false),
            ExprKind::Field { .. } | ExprKind::Ref { .. } | ExprKind::Unary { .. } => match base.type_of(self.at) {
                // A number, a `bool`: there is nothing to borrow.
                Ty::Ext(path, _) if !path.contains("::") => Some(false),
                _ => Some(true),
            },
            _ => None,
        }
    }
}

impl Base {
    /// Whether a method call receives from a channel, whose messages belong to whoever gets them.
    fn receives_message(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let Ty::Ext(path, _) = self.head(&self.type_of(receiver)) else { return false };
        let Some((kind, _)) = library::end_of_type(&path) else { return false };
        self.method_name(at).is_some_and(|name| library::receive_method(kind, name).is_some())
    }

    /// Whether a call takes the whole of what it is lent, and leaves another value there.
    fn puts_another_in_place(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if steps::puts_another_in_place(&path))
    }
}
