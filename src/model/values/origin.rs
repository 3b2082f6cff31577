//! Where a value comes from: the field that it was, through variables and parameters.

use crate::model::Base;
use crate::model::source::tables::{BindingId, DefId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Name};

impl Base {
    /// The fields of the package's structs that a place may be, followed through variables and parameters.
    pub(in crate::model) fn fields_behind(&self, at: ExprAt, depth: u32) -> Vec<(DefId, Name)> {
        let at = self.without_refs(at);
        match self.kind(at) {
            ExprKind::Field { base, name } => match self.core_type(&self.type_of(ExprAt { id: *base, ..at })) {
                Ty::Def(def, _) => vec![(def, *name)],
                _ => Vec::new(),
            },
            ExprKind::Method(m)
                if matches!(self.text(m.name), "as_mut" | "as_ref" | "by_ref" | "lock" | "unwrap" | "borrow_mut") =>
            {
                self.fields_behind(ExprAt { id: m.receiver, ..at }, depth)
            }
            ExprKind::Await(inner) | ExprKind::Try(inner) => self.fields_behind(ExprAt { id: *inner, ..at }, depth),
            ExprKind::Path(_) => self.index.local(at).map_or_else(Vec::new, |b| self.fields_of_variable(b, depth)),
            _ => Vec::new(),
        }
    }

    fn fields_of_variable(&self, binding: BindingId, depth: u32) -> Vec<(DefId, Name)> {
        let info = self.index.binding(binding);
        if depth == 0 || !info.steps.is_empty() {
            return Vec::new();
        }
        match info.origin {
            Origin::Value(value) => self.fields_behind(ExprAt { file: info.file, id: value }, depth - 1),
            Origin::Param(n) => {
                let calls = self.callers_of_body(info.body);
                let args = calls.into_iter().filter_map(|call| self.argument_for(call, n));
                args.flat_map(|arg| self.fields_behind(arg, depth - 1)).collect()
            }
            _ => Vec::new(),
        }
    }
}
