//! State by its names: which fields, variables and functions an expression looks at, through calls of the package.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::source::tables::{DefId, ExprAt};
use crate::syntax::tree::{ExprKind, Name};

impl Base {
    /// The name of a field, variable or function of the package that an expression is or calls.
    pub(in crate::model) fn state_name(&self, at: ExprAt) -> Option<Name> {
        match self.kind(at) {
            ExprKind::Field { name, .. } => Some(*name),
            ExprKind::Path(path) if self.index.local(at).is_some() => path.segments.last().map(|segment| segment.name),
            ExprKind::Method(method) if matches!(self.callee(at), Callee::Def(_)) => Some(method.name),
            _ => None,
        }
    }

    /// The names of the state that an expression looks at: fields by their last name, variables with what they were made
    /// from, functions of the package with what they look at.
    pub(in crate::model) fn state_named(&self, at: ExprAt, depth: u32, found: &mut FxHashSet<Name>) {
        self.each_below(at, &mut |part| {
            let Some(name) = self.state_name(part) else { return true };
            if self.text(name) != "self" {
                found.insert(name);
            }
            if depth == 0 {
                return false;
            }
            match (self.kind(part), self.callee(part)) {
                (ExprKind::Method(_), Callee::Def(def)) => self.fields_named(def, depth, found),
                (ExprKind::Path(_), _) => {
                    let made = self.made_from(part);
                    if made != part {
                        self.state_named(made, depth - 1, found);
                    }
                }
                _ => {}
            }
            false
        });
    }

    /// The names of the fields that a function looks at, itself or by methods of the package that it calls.
    fn fields_named(&self, def: DefId, depth: u32, found: &mut FxHashSet<Name>) {
        let (Some(body), Some(deeper)) = (self.index.def(def).body, depth.checked_sub(1)) else { return };
        self.each_in_body(body, &mut |inner| match (self.kind(inner), self.callee(inner)) {
            (ExprKind::Field { .. }, _) => {
                found.extend(self.state_name(inner));
                false
            }
            (ExprKind::Method(_), Callee::Def(called)) => {
                self.fields_named(called, deeper, found);
                true
            }
            _ => true,
        });
    }
}
