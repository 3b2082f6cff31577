//! Types.

use syn::Type as Syn;

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn ty(&mut self, ty: &Syn) -> TypeId {
        let (span, kind) = match ty {
            Syn::Paren(node) => {
                let id = self.ty(&node.elem);
                self.tree.types[id.0 as usize].span = self.token(node.paren_token.span.join());
                return id;
            }
            Syn::Group(node) => return self.ty(&node.elem),
            Syn::Path(node) => {
                let path = self.qualified_path(node.qself.as_ref(), &node.path);
                (path.span, TypeKind::Path(path))
            }
            Syn::Reference(node) => {
                let inner = self.ty(&node.elem);
                let is_static = node.lifetime.as_ref().is_some_and(|life| life.ident == "static");
                let mutable = node.mutability.is_some();
                let start = self.start(node.and_token.span);
                let span = self.span(start, self.type_span(inner).end);
                (span, TypeKind::Ref { mutable, is_static, inner })
            }
            Syn::Ptr(node) => {
                let inner = self.ty(&node.elem);
                let start = self.start(node.star_token.span);
                let span = self.span(start, self.type_span(inner).end);
                (span, TypeKind::Ptr(inner))
            }
            Syn::Tuple(node) => {
                let elements = node.elems.iter().map(|ty| self.ty(ty)).collect();
                let span = self.token(node.paren_token.span.join());
                (span, TypeKind::Tuple(elements))
            }
            Syn::Array(node) => {
                let inner = self.ty(&node.elem);
                let span = self.token(node.bracket_token.span.join());
                (span, TypeKind::Array(inner))
            }
            Syn::Slice(node) => {
                let inner = self.ty(&node.elem);
                let span = self.token(node.bracket_token.span.join());
                (span, TypeKind::Slice(inner))
            }
            Syn::FnPtr(node) => self.fn_pointer(node),
            Syn::ImplTrait(node) => {
                let (bounds, end) = self.bounds_and_end(&node.bounds);
                let word = self.token(node.impl_token.span);
                let span = self.span(word.start, end.unwrap_or(word.end));
                (span, TypeKind::Impl(bounds))
            }
            Syn::TraitObject(node) => self.trait_object(node),
            Syn::Never(node) => (self.token(node.bang_token.span), TypeKind::Never),
            Syn::Infer(node) => (self.token(node.underscore_token.span), TypeKind::Infer),
            Syn::Macro(node) => {
                let path = self.path(&node.mac.path);
                let end = self.end(node.mac.delimiter.span().close());
                (self.span(path.span.start, end), TypeKind::Other)
            }
            Syn::Verbatim(tokens) => (self.tokens_span(tokens), TypeKind::Other),
            _ => (self.span(0, 0), TypeKind::Other),
        };
        self.add_type(span.start, span.end, kind)
    }

    /// `None` where no type is written.
    pub(super) fn return_type(&mut self, ret: &syn::ReturnType) -> Option<TypeId> {
        match ret {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    fn fn_pointer(&mut self, node: &syn::TypeFnPtr) -> (Span, TypeKind) {
        let params = node.inputs.iter().map(|arg| self.ty(&arg.ty)).collect();
        let ret = self.return_type(&node.output);
        let first = [
            node.lifetimes.as_ref().map(|lifetimes| lifetimes.for_token.span),
            node.unsafety.as_ref().map(|word| word.span),
            node.abi.as_ref().map(|abi| abi.extern_token.span),
        ];
        let first = first.into_iter().flatten().next();
        let start = self.start(first.unwrap_or(node.fn_token.span));
        let end = match ret {
            Some(ret) => self.type_span(ret).end,
            None => self.end(node.paren_token.span.close()),
        };
        (self.span(start, end), TypeKind::Fn { params, ret })
    }

    fn trait_object(&mut self, node: &syn::TypeTraitObject) -> (Span, TypeKind) {
        let (bounds, end) = self.bounds_and_end(&node.bounds);
        let first = bounds.first().map_or(0, |path| path.span.start);
        let (start, word_end) = match &node.dyn_token {
            Some(word) => {
                let word = self.token(word.span);
                (word.start, word.end)
            }
            None => (first, first),
        };
        (self.span(start, end.unwrap_or(word_end)), TypeKind::Dyn(bounds))
    }
}
