//! Types of what siblings define: fields, variants, what their functions give, what their aliases stand for.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::locks;
use crate::model::names::siblings::{Function, Item, Type};
use crate::model::types::{Guard, Ty};

/// What stands for a sibling's type parameters.
type Given<'t> = [(&'t str, Ty)];

impl Base {
    /// A sibling's type, with its parameters put in; a parameter of which nothing is known is unknown.
    fn sibling_type(&self, ty: &Type, given: &Given<'_>) -> Ty {
        let all = |parts: &[Type]| -> Arc<[Ty]> { parts.iter().map(|part| self.sibling_type(part, given)).collect() };
        match ty {
            Type::Unknown => Ty::Unknown,
            Type::Path(path, args) => Ty::Ext(Arc::from(path.as_str()), all(args)),
            Type::Ref(inner) => Ty::Ref(Arc::new(self.sibling_type(inner, given))),
            Type::Tuple(parts) => Ty::Tuple(all(parts)),
            Type::Seq(inner) => Ty::Seq(Arc::new(self.sibling_type(inner, given))),
            Type::Param(name) => {
                given.iter().find(|(param, _)| param == name).map_or(Ty::Unknown, |(_, ty)| ty.clone())
            }
            Type::Bounds(bounds) => Ty::Bounds(all(bounds)),
            Type::Guard(path, used_as) => {
                let inner = self.sibling_type(used_as, given);
                match locks::guard(path) {
                    Some(row) => Ty::Guard(Arc::new(Guard { row, inner })),
                    None => inner,
                }
            }
        }
    }

    /// What an alias of a sibling stands for.
    pub(super) fn sibling_alias(&self, path: &str, args: &[Ty]) -> Option<Ty> {
        match self.siblings.item(path)? {
            Item::Alias { generics, to } => Some(self.sibling_type(to, &named(generics, args))),
            _ => None,
        }
    }

    /// The type of a field of a sibling's struct.
    pub(super) fn sibling_field(&self, path: &str, args: &[Ty], name: &str) -> Option<Ty> {
        let Item::Struct { generics, fields } = self.siblings.item(path)? else { return None };
        let (_, ty) = fields.iter().find(|(field, _)| field == name)?;
        Some(self.sibling_type(ty, &named(generics, args)))
    }

    /// The type of the n-th field of a variant of a sibling's enum, or of a sibling's tuple struct.
    pub(super) fn sibling_variant(&self, path: &str, args: &[Ty], name: &str, n: u32) -> Option<Ty> {
        let (generics, fields) = match self.siblings.item(path)? {
            Item::Enum { generics, variants } => (generics, variants.iter().find(|(variant, _)| variant == name)?),
            Item::Struct { generics, fields } => {
                let (_, ty) = fields.get(n as usize)?;
                return Some(self.sibling_type(ty, &named(generics, args)));
            }
            _ => return None,
        };
        let (_, ty) = fields.1.get(n as usize)?;
        Some(self.sibling_type(ty, &named(generics, args)))
    }

    /// What a call of a sibling's function gives, or its tuple struct, or a variant of its enum.
    pub(super) fn sibling_call(&self, path: &str) -> Option<Ty> {
        match self.siblings.item(path) {
            Some(Item::Function(function)) => Some(self.given_by_sibling(function, &[])),
            Some(Item::Struct { .. }) => Some(Ty::ext(path, vec![])),
            Some(_) => None,
            None => self.sibling_variant_value(path),
        }
    }

    /// What a method of a sibling gives, on a type with these arguments.
    pub(super) fn sibling_method(&self, ty: &str, args: &[Ty], name: &str) -> Option<Ty> {
        self.siblings.method(ty, name).map(|function| self.given_by_sibling(function, args))
    }

    /// The type of a static, constant or variant of a sibling where it stands as a value.
    pub(super) fn sibling_value(&self, path: &str) -> Option<Ty> {
        match self.siblings.item(path) {
            Some(Item::Const(ty) | Item::Static(ty)) => Some(self.sibling_type(ty, &[])),
            Some(Item::Struct { .. }) => Some(Ty::ext(path, vec![])),
            Some(_) => None,
            None => self.sibling_variant_value(path),
        }
    }

    fn sibling_variant_value(&self, path: &str) -> Option<Ty> {
        let (owner, name) = path.rsplit_once("::")?;
        match self.siblings.item(owner)? {
            Item::Enum { variants, .. } if variants.iter().any(|(variant, _)| variant == name) => {
                Some(Ty::ext(owner, vec![]))
            }
            _ => None,
        }
    }

    fn given_by_sibling(&self, function: &Function, args: &[Ty]) -> Ty {
        let params = function.of.iter().zip(args).filter_map(|(param, arg)| match param {
            Type::Param(name) => Some((name.as_str(), arg.clone())),
            _ => None,
        });
        let given = self.sibling_type(&function.gives, &params.collect::<Vec<_>>());
        if function.is_future && !matches!(given, Ty::Future { .. }) { given.future() } else { given }
    }
}

fn named<'t>(generics: &'t [String], args: &[Ty]) -> Vec<(&'t str, Ty)> {
    generics.iter().map(String::as_str).zip(args.iter().cloned()).collect()
}
