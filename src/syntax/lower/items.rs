//! Items: what stands in a file, a module or a block.

use syn::{Item as Syn, ItemFn, ItemMod};

use super::Lower;
use super::attrs::in_no_build;
use crate::syntax::tree::*;
use crate::syntax::{Keep, Span};

/// Where an item stands: it tells what the items of a macro there can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::syntax) enum Place {
    Module,
    Impl,
    Trait,
}

/// What all items have.
pub(super) struct Head<'i> {
    pub attrs: &'i [syn::Attribute],
    pub public: bool,
    pub open: bool,
    pub name: Name,
    pub name_span: Span,
    /// The first token behind the attributes and the last of the item.
    pub body: Span,
}

impl Lower<'_> {
    pub(in crate::syntax) fn items(&mut self, items: &[Syn]) -> Vec<ItemId> {
        let mut lowered = Vec::with_capacity(items.len());
        for item in items {
            self.item(item, Place::Module, &mut lowered);
        }
        lowered
    }

    /// Adds an item. One of the source is one of ours, but the items of an `extern` block stand for themselves.
    pub(in crate::syntax) fn item(&mut self, item: &Syn, place: Place, into: &mut Vec<ItemId>) {
        let id = match item {
            Syn::Fn(ItemFn { attrs, .. }) | Syn::Mod(ItemMod { attrs, .. }) if in_no_build(attrs) => return,
            Syn::Fn(item) => self.free_fn(item),
            Syn::Impl(item) => self.impl_item(item),
            Syn::Trait(item) => self.trait_item(item),
            Syn::Mod(item) => self.module(item),
            Syn::Use(item) => self.use_item(item),
            Syn::Macro(item) => {
                self.item_macro(&item.attrs, item.ident.as_ref(), &item.mac, place, into);
                return;
            }
            Syn::ForeignMod(item) => {
                for foreign in &item.items {
                    self.foreign(foreign, into);
                }
                return;
            }
            Syn::Struct(_) | Syn::Enum(_) | Syn::Union(_) => self.data(item),
            Syn::Static(_) | Syn::Const(_) => self.value_item(item),
            // `fn f();` in the braces of a macro: a function without a body, as in `extern`.
            Syn::Verbatim(tokens) => match syn::parse2(tokens.clone()) {
                Ok(foreign) => return self.foreign(&foreign, into),
                Err(_) => {
                    let span = self.tokens_span(tokens);
                    self.nameless(span, ItemKind::Other)
                }
            },
            _ => self.other(item),
        };
        into.push(id);
    }

    pub(super) fn make(&mut self, head: Head<'_>, kind: ItemKind) -> ItemId {
        let start = self.attrs_start(head.attrs).unwrap_or(head.body.start);
        let span = self.span(start, head.body.end);
        self.lint_levels(head.attrs, span);
        let item = Item {
            span,
            name: head.name,
            name_span: head.name_span,
            attrs: self.attrs(head.attrs),
            public: head.public,
            open: head.open,
            kind,
        };
        self.add_item(item)
    }

    pub(in crate::syntax) fn nameless(&mut self, span: Span, kind: ItemKind) -> ItemId {
        let item = Item {
            span,
            name: self.empty,
            name_span: span.head(),
            attrs: Vec::new(),
            public: false,
            open: false,
            kind,
        };
        self.add_item(item)
    }

    /// A head from the item's visibility, its first word, its name and where it ends.
    pub(super) fn head<'i>(
        &mut self,
        attrs: &'i [syn::Attribute],
        vis: &syn::Visibility,
        word: proc_macro2::Span,
        name: Option<&syn::Ident>,
        end: u32,
    ) -> Head<'i> {
        let (public, start) = match vis {
            syn::Visibility::Public(word) => (true, self.start(word.span)),
            syn::Visibility::Restricted(vis) => (true, self.start(vis.pub_token.span)),
            syn::Visibility::Inherited => (false, self.start(word)),
        };
        let (name, name_span) = match name {
            Some(ident) => self.ident(ident),
            None => (self.empty, self.span(start, start)),
        };
        let body = self.span(start, end);
        let open = matches!(vis, syn::Visibility::Public(_));
        Head { attrs, public, open, name, name_span, body }
    }

    fn free_fn(&mut self, item: &syn::ItemFn) -> ItemId {
        let function = self.function(&item.sig, Some(&item.block));
        let end = self.end(item.block.brace_token.span.close());
        let word = fn_word(item.modifiers.defaultness.as_ref(), &item.sig);
        let head = self.head(&item.attrs, &item.vis, word, Some(&item.sig.ident), end);
        self.make(head, ItemKind::Fn(function))
    }

    pub(super) fn function(&mut self, sig: &syn::Signature, body: Option<&syn::Block>) -> Function {
        let generics = self.generics(&sig.generics);
        let mut receiver = None;
        let mut params = Vec::with_capacity(sig.inputs.len());
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(node) => receiver = Some(self.receiver(node)),
                syn::FnArg::Typed(typed) => {
                    params.push(Param { pat: self.pat(&typed.pat), ty: Some(self.ty(&typed.ty)) })
                }
            }
        }
        Function {
            generics,
            receiver,
            params,
            ret: self.return_type(&sig.output),
            is_async: sig.asyncness.is_some(),
            body: body.filter(|_| self.keep == Keep::Everything).map(|block| self.block(block)),
        }
    }

    fn receiver(&mut self, node: &syn::Receiver) -> Receiver {
        let word = self.token(node.self_token.span);
        let mut receiver =
            Receiver { span: word, by_ref: false, mutable: node.mutability.is_some(), is_static: false, ty: None };
        if let Some(mutability) = &node.mutability {
            receiver.span.start = self.start(mutability.span);
        }
        match &node.kind {
            syn::ReceiverKind::Reference(and, lifetime, mutability) => {
                receiver.span.start = self.start(and.span);
                receiver.by_ref = true;
                receiver.mutable = mutability.is_some();
                receiver.is_static = lifetime.as_ref().is_some_and(|life| life.ident == "static");
            }
            syn::ReceiverKind::Typed(_, ty) => {
                let ty = self.ty(ty);
                receiver.span.end = self.type_span(ty).end;
                receiver.ty = Some(ty);
            }
            _ => {}
        }
        receiver
    }

    fn module(&mut self, item: &syn::ItemMod) -> ItemId {
        let items = item.content.as_ref().map(|(_, items)| self.items(items));
        let end = match (&item.content, &item.semi) {
            (Some((brace, _)), _) => self.end(brace.span.close()),
            (None, Some(semi)) => self.end(semi.span),
            (None, None) => self.end(item.ident.span()),
        };
        let word = item.unsafety.as_ref().map_or(item.mod_token.span, |word| word.span);
        let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
        self.make(head, ItemKind::Mod { items })
    }

    fn use_item(&mut self, item: &syn::ItemUse) -> ItemId {
        let imports = self.imports(item);
        let end = self.end(item.semi_token.span);
        let head = self.head(&item.attrs, &item.vis, item.use_token.span, None, end);
        self.make(head, ItemKind::Use(imports))
    }

    fn data(&mut self, item: &Syn) -> ItemId {
        match item {
            Syn::Struct(item) => {
                let generics = self.generics(&item.generics);
                let fields = self.fields(&item.fields);
                let end = match (&item.semi_token, &item.fields) {
                    (Some(semi), _) => self.end(semi.span),
                    (None, syn::Fields::Named(named)) => self.end(named.brace_token.span.close()),
                    _ => self.end(item.ident.span()),
                };
                let word = item.struct_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Struct { generics, fields })
            }
            Syn::Union(item) => {
                let generics = self.generics(&item.generics);
                let fields = self.named_fields(&item.fields);
                let end = self.end(item.fields.brace_token.span.close());
                let word = item.union_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Struct { generics, fields })
            }
            Syn::Enum(item) => {
                let generics = self.generics(&item.generics);
                let variants = item.variants.iter().map(|variant| {
                    let name = self.ident_name(&variant.ident);
                    (name, self.fields(&variant.fields))
                });
                let variants = variants.collect();
                let end = self.end(item.brace_token.span.close());
                let word = item.enum_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Enum { generics, variants })
            }
            _ => self.nameless(self.span(0, 0), ItemKind::Other),
        }
    }

    fn value_item(&mut self, item: &Syn) -> ItemId {
        match item {
            Syn::Static(item) => {
                let ty = self.ty(&item.ty);
                let init = (self.keep == Keep::Everything).then(|| self.expr(&item.expr));
                let end = self.end(item.semi_token.span);
                let word = item.static_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Static { ty, init })
            }
            Syn::Const(item) => {
                let ty = self.ty(&item.ty);
                let init = Some(self.expr(&item.expr));
                let end = self.end(item.semi_token.span);
                let word = item.const_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Const { ty, init })
            }
            _ => self.nameless(self.span(0, 0), ItemKind::Other),
        }
    }

    fn other(&mut self, item: &Syn) -> ItemId {
        match item {
            Syn::Type(item) => {
                let generics = self.generics(&item.generics);
                let ty = Some(self.ty(&item.ty));
                let end = self.end(item.semi_token.span);
                let word = item.type_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::Alias { generics, ty })
            }
            Syn::ExternCrate(item) => {
                let alias = item.rename.as_ref().map(|(_, alias)| self.ident_name(alias));
                let end = self.end(item.semi_token.span);
                let word = item.extern_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                self.make(head, ItemKind::ExternCrate { alias })
            }
            Syn::TraitAlias(item) => {
                let generics = self.generics(&item.generics);
                let supers = self.bounds(&item.bounds);
                let end = self.end(item.semi_token.span);
                let word = item.trait_token.span;
                let head = self.head(&item.attrs, &item.vis, word, Some(&item.ident), end);
                let items = Vec::new();
                self.make(head, ItemKind::Trait { generics, supers, items })
            }
            _ => self.nameless(self.span(0, 0), ItemKind::Other),
        }
    }
}

/// The first word of a function behind its visibility.
pub(super) fn fn_word(defaultness: Option<&syn::Token![default]>, sig: &syn::Signature) -> proc_macro2::Span {
    let safety = match &sig.safety {
        syn::Safety::Safe(word) => Some(word.span),
        syn::Safety::Unsafe(word) => Some(word.span),
        syn::Safety::Default => None,
    };
    let first = [
        defaultness.map(|word| word.span),
        sig.constness.as_ref().map(|word| word.span),
        sig.asyncness.as_ref().map(|word| word.span),
        safety,
        sig.abi.as_ref().map(|abi| abi.extern_token.span),
    ];
    first.into_iter().flatten().next().unwrap_or(sig.fn_token.span)
}
