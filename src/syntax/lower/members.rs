//! What stands in impls, traits and `extern` blocks.

use syn::{ForeignItem, ImplItem, TraitItem, Visibility};

use super::items::fn_word;
use super::{Lower, Place};
use crate::syntax::tree::*;

const PRIVATE: Visibility = Visibility::Inherited;

impl Lower<'_> {
    pub(super) fn impl_item(&mut self, item: &syn::ItemImpl) -> ItemId {
        let mut items = Vec::with_capacity(item.items.len());
        for member in &item.items {
            self.impl_member(member, &mut items);
        }
        self.impl_around(item, items)
    }

    /// An impl of which only the head is taken.
    pub(in crate::syntax) fn impl_around(&mut self, item: &syn::ItemImpl, items: Vec<ItemId>) -> ItemId {
        let kind = ItemKind::Impl(Impl {
            generics: self.generics(&item.generics),
            of_trait: item.trait_.as_ref().map(|(path, _)| self.path(path)),
            self_ty: self.ty(&item.self_ty),
            items,
        });
        let first =
            [item.modifiers.defaultness.as_ref().map(|word| word.span), item.unsafety.as_ref().map(|word| word.span)];
        let word = first.into_iter().flatten().next().unwrap_or(item.impl_token.span);
        let end = self.end(item.brace_token.span.close());
        let head = self.head(&item.attrs, &PRIVATE, word, None, end);
        self.make(head, kind)
    }

    pub(super) fn trait_item(&mut self, item: &syn::ItemTrait) -> ItemId {
        let mut items = Vec::with_capacity(item.items.len());
        for member in &item.items {
            self.trait_member(member, &mut items);
        }
        self.trait_around(item, items)
    }

    /// A trait of which only the head is taken.
    pub(in crate::syntax) fn trait_around(&mut self, item: &syn::ItemTrait, items: Vec<ItemId>) -> ItemId {
        let generics = self.generics(&item.generics);
        let supers = self.bounds(&item.supertraits);
        let first =
            [item.unsafety.as_ref().map(|word| word.span), item.modifiers.auto_token.as_ref().map(|word| word.span)];
        let word = first.into_iter().flatten().next().unwrap_or(item.trait_token.span);
        let end = self.end(item.brace_token.span.close());
        let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
        self.make(head, ItemKind::Trait { generics, supers, items })
    }

    pub(in crate::syntax) fn impl_member(&mut self, member: &ImplItem, into: &mut Vec<ItemId>) {
        let id = match member {
            ImplItem::Fn(item) => {
                let function = self.function(&item.sig, Some(&item.block));
                let end = self.end(item.block.brace_token.span.close());
                let word = fn_word(item.modifiers.defaultness.as_ref(), &item.sig);
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.sig.ident), end);
                self.make(head, ItemKind::Fn(function))
            }
            ImplItem::Const(item) => {
                let ty = self.ty(&item.ty);
                let init = Some(self.expr(&item.expr));
                let end = self.end(item.semi_token.span);
                let default = item.modifiers.defaultness.as_ref();
                let word = default.map_or(item.const_token.span, |word| word.span);
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Const { ty, init })
            }
            ImplItem::Type(item) => {
                let generics = self.generics(&item.generics);
                let ty = Some(self.ty(&item.ty));
                let end = self.end(item.semi_token.span);
                let default = item.modifiers.defaultness.as_ref();
                let word = default.map_or(item.type_token.span, |word| word.span);
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Alias { generics, ty })
            }
            ImplItem::Macro(item) => {
                return self.item_macro(&item.attrs, None, &item.mac, Place::Impl, into);
            }
            ImplItem::Verbatim(tokens) => {
                let span = self.tokens_span(tokens);
                self.nameless(span, ItemKind::Other)
            }
            _ => return,
        };
        into.push(id);
    }

    pub(in crate::syntax) fn trait_member(&mut self, member: &TraitItem, into: &mut Vec<ItemId>) {
        let id = match member {
            TraitItem::Fn(item) => {
                let function = self.function(&item.sig, item.default.as_ref());
                let end = match (&item.default, &item.semi_token) {
                    (Some(block), _) => self.end(block.brace_token.span.close()),
                    (None, Some(semi)) => self.end(semi.span),
                    (None, None) => self.end(item.sig.ident.span()),
                };
                let word = fn_word(item.modifiers.defaultness.as_ref(), &item.sig);
                let head = self.head(&item.attrs, &PRIVATE, word, Some(&item.sig.ident), end);
                self.make(head, ItemKind::Fn(function))
            }
            TraitItem::Const(item) => {
                let ty = self.ty(&item.ty);
                let init = self.maybe_expr(item.default.as_ref().map(|(_, value)| value));
                let end = self.end(item.semi_token.span);
                let word = item.const_token.span;
                let head = self.head(&item.attrs, &PRIVATE, word, Some(&item.ident), end);
                self.make(head, ItemKind::Const { ty, init })
            }
            TraitItem::Type(item) => {
                let generics = self.generics(&item.generics);
                let ty = item.default.as_ref().map(|(_, ty)| self.ty(ty));
                let end = self.end(item.semi_token.span);
                let word = item.type_token.span;
                let head = self.head(&item.attrs, &PRIVATE, word, Some(&item.ident), end);
                self.make(head, ItemKind::Alias { generics, ty })
            }
            TraitItem::Macro(item) => {
                return self.item_macro(&item.attrs, None, &item.mac, Place::Trait, into);
            }
            TraitItem::Verbatim(tokens) => {
                let span = self.tokens_span(tokens);
                self.nameless(span, ItemKind::Other)
            }
            _ => return,
        };
        into.push(id);
    }

    pub(super) fn foreign(&mut self, item: &ForeignItem, into: &mut Vec<ItemId>) {
        let id = match item {
            ForeignItem::Fn(item) => {
                let end = self.end(item.semi_token.span);
                let word = fn_word(None, &item.sig);
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.sig.ident), end);
                self.make(head, ItemKind::Other)
            }
            ForeignItem::Static(item) => {
                let ty = self.ty(&item.ty);
                let end = self.end(item.semi_token.span);
                let word = item.static_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Static { ty, init: None })
            }
            ForeignItem::Type(item) => {
                let end = self.end(item.semi_token.span);
                let word = item.type_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Other)
            }
            ForeignItem::Macro(item) => {
                return self.item_macro(&item.attrs, None, &item.mac, Place::Module, into);
            }
            ForeignItem::Verbatim(tokens) => {
                let span = self.tokens_span(tokens);
                self.nameless(span, ItemKind::Other)
            }
            _ => return,
        };
        into.push(id);
    }
}
