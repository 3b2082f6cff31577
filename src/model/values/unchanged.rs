//! Conditions that decide as they did before, since nothing on the way changes what they look at.

use crate::model::flow::points::Point;
use crate::model::flow::{NodeKind, Root, Use};
use crate::model::library::{reads, types};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, DefKind, ExprAt};
use crate::model::types::Ty;
use crate::model::{Base, Res};
use crate::syntax::tree::{ExprKind, ItemKind, MacroBody};

impl<'c> Expr<'c> {
    /// Whether points of its own body change nothing that it looks at: neither a variable nor a part of one is given a value,
    /// moved or lent to be changed there. `false` where it looks at more than variables, plain fields of them, the sizes and
    /// items of plain collections, and what methods of the package show of these: what is shared may change at any time.
    pub fn decides_as_before(self, points: &[Point<'c>]) -> bool {
        let mut variables = Vec::new();
        if !self.base.looks_only_at(self.at, &mut variables, true) {
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
    /// Collects the variables that an expression looks at; `false` where it looks at anything else that may change. `into`
    /// says whether to look into methods of the package.
    fn looks_only_at(&self, at: ExprAt, variables: &mut Vec<BindingId>, into: bool) -> bool {
        let mut inner = |id| self.looks_only_at(ExprAt { id, ..at }, variables, into);
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
            ExprKind::Method(method) => into && self.only_shows_parts(at) && inner(method.receiver),
            ExprKind::Macro(call) => match call.body {
                MacroBody::Matches { value, guard: None, .. } => inner(value),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a method of the package borrows its receiver and only looks at parts of it: `fn is_open(&self) -> bool`.
    fn only_shows_parts(&self, call: ExprAt) -> bool {
        let Some(body) = self.body_called(call) else { return false };
        let function = self.def_of(body).map(|def| &self.item_of(def).kind);
        let by_ref = matches!(function, Some(ItemKind::Fn(function)) if function.params.is_empty()
            && !function.is_async
            && function.receiver.as_ref().is_some_and(|own| own.by_ref && !own.mutable));
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return false };
        let alone = self.tree(file).blocks[block.0 as usize].stmts.len() == 1;
        let shown = self.tail_of(file, block).filter(|_| alone && by_ref);
        shown.is_some_and(|tail| self.looks_only_at(tail, &mut Vec::new(), false))
    }
}
