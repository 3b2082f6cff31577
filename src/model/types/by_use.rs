//! What is known of a variable's type by where the variable goes: `DashMap::new()` says nothing of its items, the field that
//! gets it does.

use crate::model::Base;
use crate::model::library::{self, calls};
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, ExprAt, TypeAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, ItemKind};

/// How many uses of a variable are looked at.
const USES: usize = 16;

impl Base {
    /// The type of a variable whose value leaves the items of its collection open, closed by the first field or parameter of
    /// the package that gets it, itself or as a clone or reference.
    pub(super) fn closed_by_use(&self, id: BindingId, own: Ty) -> Ty {
        if !leaves_items_open(&own) {
            return own;
        }
        let info = self.index.binding(id);
        let uses = info.uses.iter().take(USES).map(|&id| ExprAt { file: info.file, id });
        let wanted = uses.filter_map(|at| self.wanted_of(at));
        wanted.into_iter().find(|wanted| !leaves_items_open(wanted) && fits(&own, wanted)).unwrap_or(own)
    }

    /// The type that the field or parameter has which gets what is mentioned here.
    fn wanted_of(&self, mention: ExprAt) -> Option<Ty> {
        let mut at = mention;
        loop {
            let outer = self.parent_expr(at)?;
            match self.kind(outer) {
                ExprKind::Ref { .. } => {}
                ExprKind::Method(method) if method.receiver == at.id && calls::names_same(self.text(method.name)) => {}
                ExprKind::Call { args, .. }
                    if args.len() == 1 && self.callee_name(outer).is_some_and(calls::makes_second) => {}
                ExprKind::Struct { fields, .. } => {
                    let (name, _) = fields.iter().find(|(_, value)| *value == at.id)?;
                    return Some(self.field_type(&self.type_of(outer), *name));
                }
                ExprKind::Call { callee, args } => {
                    let n = args.iter().position(|id| *id == at.id)?;
                    return self.wanted_by(ExprAt { id: *callee, ..outer }, n);
                }
                _ => return None,
            }
            at = outer;
        }
    }

    /// The type of a function's parameter, where a path names a function of the package. Only what stands there is asked: what
    /// a method is hangs on types, and those may hang on this one.
    fn wanted_by(&self, callee: ExprAt, n: usize) -> Option<Ty> {
        let Res::Def(def) = self.res(callee) else { return None };
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let n = n.checked_sub(usize::from(function.receiver.is_some()))?;
        Some(self.written(TypeAt { file: info.file, id: function.params.get(n)?.ty?, scope: info.scope }))
    }
}

/// Whether a type is a collection of items that are not known, or wraps one.
fn leaves_items_open(ty: &Ty) -> bool {
    match ty {
        Ty::Ref(inner) => leaves_items_open(inner),
        Ty::Ext(path, args) if library::wrapper(path).is_some() => args.iter().any(leaves_items_open),
        Ty::Ext(path, args) => {
            let holds = library::is_plain_collection(path) || library::locks::locks_by_part(path);
            holds && (args.is_empty() || args.contains(&Ty::Unknown))
        }
        _ => false,
    }
}

/// Whether two types are the same as far as the first is known, behind references.
fn fits(open: &Ty, other: &Ty) -> bool {
    match (open, other) {
        (Ty::Unknown, _) => true,
        (Ty::Ref(open), _) => fits(open, other),
        (_, Ty::Ref(other)) => fits(open, other),
        (Ty::Ext(path, args), Ty::Ext(same, others)) => {
            path == same && args.iter().zip(others.iter()).all(|(own, other)| fits(own, other))
        }
        _ => open == other,
    }
}
