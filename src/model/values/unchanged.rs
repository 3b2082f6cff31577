//! Conditions that decide as they did before, since nothing on the way changes what they look at.

use crate::model::flow::points::Point;
use crate::model::flow::{NodeKind, Root, Use};
use crate::model::library::{reads, types};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, DefKind, ExprAt};
use crate::model::types::Ty;
use crate::model::{Base, Res};
use crate::syntax::tree::ExprKind;

impl<'c> Expr<'c> {
    /// Whether points of its own body change nothing that it looks at: neither a variable nor a part of one is given a value,
    /// moved or lent to be changed there. `false` where it looks at more than variables, plain fields of them, and the sizes
    /// and items of plain collections: what is shared may change at any time.
    pub fn decides_as_before(self, points: &[Point<'c>]) -> bool {
        let mut variables = Vec::new();
        if !self.base.looks_only_at(self.at, &mut variables) {
            return false;
        }
        let flow = self.base.flow(self.body());
        points.iter().all(|point| {
            let changed = match point.kind() {
                NodeKind::Use(place, Use::BorrowMut | Use::Unknown | Use::Move, _) | NodeKind::Set(place, _) => place,
                _ => return true,
            };
            !matches!(flow.place(changed).root, Root::Local(variable) if variables.contains(&variable))
        })
    }
}

impl Base {
    /// Collects the variables that an expression looks at; `false` where it looks at anything else that may change.
    fn looks_only_at(&self, at: ExprAt, variables: &mut Vec<BindingId>) -> bool {
        let mut inner = |id| self.looks_only_at(ExprAt { id, ..at }, variables);
        match self.kind(at) {
            ExprKind::Lit(_) => true,
            ExprKind::Path(_) => match self.index.local(at) {
                Some(variable) => {
                    variables.push(variable);
                    true
                }
                None => matches!(self.res(at), Res::Def(def) if self.index.def(def).kind == DefKind::Const),
            },
            ExprKind::Field { base, .. } => inner(*base),
            ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => {
                inner(*operand)
            }
            ExprKind::Binary { left, right, .. } => inner(*left) && inner(*right),
            ExprKind::Method(method) if reads::looks_at_items(self.text(method.name)) => {
                let Ty::Ext(path, _) = self.head(&self.type_of(ExprAt { id: method.receiver, ..at })) else {
                    return false;
                };
                let plain = types::is_plain_collection(&path) || &*path == "std::option::Option";
                plain && inner(method.receiver) && method.args.iter().all(|arg| inner(*arg))
            }
            _ => false,
        }
    }
}
