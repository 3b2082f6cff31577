//! Type parameters and what they are bound by, in angle brackets or behind `where`.

use syn::punctuated::Punctuated;
use syn::{GenericParam, Token, TypeParamBound, WherePredicate};

use super::Lower;
use crate::syntax::tree::*;

type Bounds = Punctuated<TypeParamBound, Token![+]>;

impl Lower<'_> {
    pub(super) fn generics(&mut self, generics: &syn::Generics) -> Vec<TypeParam> {
        let mut params = Vec::new();
        for param in &generics.params {
            if let GenericParam::Type(param) = param {
                let name = self.ident_name(&param.ident);
                let bounds = self.bounds(&param.bounds);
                params.push(TypeParam { name, bounds });
            }
        }
        if let Some(clause) = &generics.where_clause {
            for predicate in &clause.predicates {
                self.where_bound(predicate, &mut params);
            }
        }
        params
    }

    /// A predicate counts when its left side is the plain name of one of the parameters.
    fn where_bound(&mut self, predicate: &WherePredicate, params: &mut [TypeParam]) {
        if let WherePredicate::Type(predicate) = predicate
            && let syn::Type::Path(ty) = &predicate.bounded_ty
            && ty.qself.is_none()
            && let Some(ident) = ty.path.get_ident()
        {
            let name = self.ident_name(ident);
            let bounds = self.bounds(&predicate.bounds);
            if let Some(param) = params.iter_mut().find(|param| param.name == name) {
                param.bounds.extend(bounds);
            }
        }
    }

    /// The traits; lifetimes and `?Sized` say nothing of what a value can do.
    pub(super) fn bounds(&mut self, bounds: &Bounds) -> Vec<Path> {
        self.bounds_and_end(bounds).0
    }

    /// The traits, and where the last bound of any kind ends.
    pub(super) fn bounds_and_end(&mut self, bounds: &Bounds) -> (Vec<Path>, Option<u32>) {
        let mut paths = Vec::new();
        let mut end = None;
        for bound in bounds {
            match bound {
                TypeParamBound::Trait(bound) => {
                    let path = self.path(&bound.path);
                    let close = bound.paren_token.as_ref().map(|paren| paren.span.close());
                    end = Some(close.map_or(path.span.end, |close| self.end(close)));
                    if bound.maybe.is_none() {
                        paths.push(path);
                    }
                }
                TypeParamBound::Lifetime(lifetime) => end = Some(self.end(lifetime.ident.span())),
                TypeParamBound::PreciseCapture(capture) => end = Some(self.end(capture.gt_token.span)),
                TypeParamBound::Verbatim(tokens) => end = Some(self.tokens_span(tokens).end),
                _ => {}
            }
        }
        (paths, end)
    }
}
