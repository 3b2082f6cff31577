//! Types of the parts of a value: fields, elements, what a pattern takes out.

use crate::model::Base;
use crate::model::library::{self, Inner, parts};
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{DefId, FileNo, ScopeId, Step, TypeAt};
use crate::model::types::written::substitute;
use crate::model::types::{DEPTH, Ty};
use crate::syntax::tree::{ExprKind, Fields, ItemKind, Name, PatId, PatKind, TypeId, TypeParam};

impl<'c> Expr<'c> {
    /// Whether it names a field.
    pub fn names_field(self) -> bool {
        matches!(self.base.kind(self.at), ExprKind::Field { .. })
    }

    /// The name of the field of `self` that is of a library's type, in a method of the package that has a receiver.
    pub fn field_of_self(self, ty: &str) -> Option<&'c str> {
        let base = self.base;
        let def = base.def_of(base.outermost(self.body())).filter(|&def| base.has_receiver(def))?;
        let Res::Def(owner) = base.impl_self(base.index.def(def).owner?) else { return None };
        let info = base.index.def(owner);
        let ItemKind::Struct { fields, .. } = &base.tree(info.file).items[info.item.0 as usize].kind else {
            return None;
        };
        let fits = |id| base.written(TypeAt { file: info.file, id, scope: info.scope }).path() == Some(ty);
        fields.fields.iter().find(|(_, id, _)| fits(*id)).map(|(name, _, _)| base.text(*name))
    }
}

impl Base {
    /// The type of a field, through references and smart pointers.
    pub fn field_type(&self, ty: &Ty, name: Name) -> Ty {
        match self.head(ty) {
            Ty::Def(def, args) => {
                let info = self.index.def(def);
                let ItemKind::Struct { generics, fields } = &self.tree(info.file).items[info.item.0 as usize].kind
                else {
                    return Ty::Unknown;
                };
                match fields.fields.iter().find(|(f, _, _)| *f == name) {
                    Some((_, id, _)) => {
                        let at = TypeAt { file: info.file, id: *id, scope: info.scope };
                        substitute(&self.written_in(at, generics), generics, &args)
                    }
                    None => Ty::Unknown,
                }
            }
            Ty::Tuple(parts) => {
                let place: Option<usize> = self.names.text(name).parse().ok();
                place.and_then(|n| parts.get(n).cloned()).unwrap_or(Ty::Unknown)
            }
            Ty::Ext(path, args) => self.sibling_field(&path, &args, self.text(name)).unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        }
    }

    /// The written types of a struct's fields, or of all variants' fields of an enum.
    pub(in crate::model) fn field_types(&self, def: DefId) -> Vec<Ty> {
        let info = self.index.def(def);
        let all: Vec<&Fields> = match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => vec![fields],
            ItemKind::Enum { variants, .. } => variants.iter().map(|(_, f)| f).collect(),
            _ => Vec::new(),
        };
        let written = |id: &TypeId| self.written(TypeAt { file: info.file, id: *id, scope: info.scope });
        all.iter().flat_map(|f| f.fields.iter().map(|(_, id, _)| written(id))).collect()
    }

    pub(super) fn walk_steps_in(&self, base: Ty, steps: &[Step], file: FileNo, scope: ScopeId) -> Ty {
        let mut variant = None;
        steps.iter().fold(base, |ty, step| match step {
            Step::Struct(pat) => {
                variant = self.last_of_pattern(*pat, file);
                self.said_by_pattern(&ty, *pat, file, scope)
            }
            Step::Field(name) => {
                let of_variant = variant.take().and_then(|variant| self.variant_field(&ty, variant, *name));
                of_variant.unwrap_or_else(|| self.step_type(&ty, *step))
            }
            step => self.step_type(&ty, *step),
        })
    }

    /// The last name of a struct pattern's path.
    fn last_of_pattern(&self, pat: PatId, file: FileNo) -> Option<Name> {
        match &self.tree(file).pats[pat.0 as usize].kind {
            PatKind::Struct { path, .. } => path.segments.last().map(|last| last.name),
            _ => None,
        }
    }

    /// The type of a named field of an enum's variant.
    fn variant_field(&self, ty: &Ty, variant: Name, name: Name) -> Option<Ty> {
        let Ty::Def(def, args) = self.head(ty) else { return None };
        let info = self.index.def(def);
        let ItemKind::Enum { generics, variants } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return None;
        };
        let (_, fields) = variants.iter().find(|(own, _)| *own == variant)?;
        let (_, id, _) = fields.fields.iter().find(|(field, _, _)| *field == name)?;
        let at = TypeAt { file: info.file, id: *id, scope: info.scope };
        Some(substitute(&self.written_in(at, generics), generics, &args))
    }

    /// A struct pattern names the type where nothing else does.
    fn said_by_pattern(&self, ty: &Ty, pat: PatId, file: FileNo, scope: ScopeId) -> Ty {
        if *ty != Ty::Unknown {
            return ty.clone();
        }
        match &self.tree(file).pats[pat.0 as usize].kind {
            PatKind::Struct { path, .. } => self.path_type(file, scope, path, DEPTH),
            _ => Ty::Unknown,
        }
    }

    fn step_type(&self, ty: &Ty, step: Step) -> Ty {
        let ty = match ty {
            Ty::Ref(inner) => inner,
            other => other,
        };
        match step {
            Step::Tuple(n) => match ty {
                Ty::Tuple(parts) => parts.get(n as usize).cloned().unwrap_or(Ty::Unknown),
                _ => Ty::Unknown,
            },
            Step::Variant(name, n) => self.variant_type(ty, name, n),
            Step::Field(name) => self.field_type(ty, name),
            Step::Struct(_) => ty.clone(),
            Step::Element => self.element_type(ty),
        }
    }

    fn variant_type(&self, ty: &Ty, name: Name, n: u32) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) => match (path.rsplit("::").next(), self.names.text(name)) {
                (Some("Option"), "Some") | (Some("Result"), "Ok") if library::wrapper(&path) == Some(Inner::Some) => {
                    args.first().cloned().unwrap_or(Ty::Unknown)
                }
                (_, variant) => self.sibling_variant(&path, &args, variant, n).unwrap_or(Ty::Unknown),
            },
            Ty::Def(def, args) => {
                let info = self.index.def(def);
                let field = |generics: &[TypeParam], fields: &Fields| {
                    let (_, ty, _) = fields.fields.get(n as usize)?;
                    let at = TypeAt { file: info.file, id: *ty, scope: info.scope };
                    Some(substitute(&self.written_in(at, generics), generics, &args))
                };
                match &self.tree(info.file).items[info.item.0 as usize].kind {
                    ItemKind::Enum { generics, variants } => {
                        let fields = variants.iter().find(|(v, _)| *v == name).map(|(_, f)| f);
                        fields.and_then(|f| field(generics, f)).unwrap_or(Ty::Unknown)
                    }
                    ItemKind::Struct { generics, fields } => field(generics, fields).unwrap_or(Ty::Unknown),
                    _ => Ty::Unknown,
                }
            }
            _ => Ty::Unknown,
        }
    }

    pub(super) fn element_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Seq(inner) => (*inner).clone(),
            Ty::Ext(path, args) if &*path == "std::vec::Vec" => args.first().cloned().unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        }
    }

    pub(super) fn item_type(&self, ty: &Ty) -> Ty {
        if let Some(guard) = self.guard_of_items(ty) {
            return guard;
        }
        match self.head(ty) {
            Ty::Ext(path, args) if library::end_of_type(&path).is_some() => {
                args.first().cloned().unwrap_or(Ty::Unknown)
            }
            Ty::Ext(path, args) if parts::is_map(&path) => Ty::Tuple(args.iter().take(2).cloned().collect()),
            _ => self.element_type(ty),
        }
    }
}
