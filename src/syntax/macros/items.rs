//! Macro calls where items stand.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Ident, ImplItem, Macro, TraitItem};

use super::super::lower::{Lower, Place};
use super::super::recover;
use super::super::tree::*;
use super::{branches, is_not_code, last_word, statics};

impl Lower<'_> {
    /// Adds what a macro call stands for among items: a definition, items, or a body that belongs to nobody.
    pub(in crate::syntax) fn item_macro(
        &mut self,
        attrs: &[Attribute],
        ident: Option<&Ident>,
        mac: &Macro,
        place: Place,
        into: &mut Vec<ItemId>,
    ) {
        let (path, span) = self.macro_head(mac);
        let kind = match last_word(&mac.path).as_str() {
            "macro_rules" => ItemKind::MacroRules,
            name => match self.macro_items(name, mac, place) {
                Some(items) => ItemKind::MacroItems { path, items },
                None => {
                    let (span, call) = self.macro_call(mac);
                    let call = self.add_expr(span.start, span.end, ExprKind::Macro(call));
                    ItemKind::MacroBody { path, call }
                }
            },
        };
        let id = self.nameless(span, kind);
        self.lint_levels(attrs, span);
        let attrs = self.attrs(attrs);
        let named = ident.map(|ident| self.ident(ident));
        let item = &mut self.tree.items[id.0 as usize];
        item.attrs = attrs;
        if let Some((name, name_span)) = named {
            item.name = name;
            item.name_span = name_span;
        }
        into.push(id);
    }

    /// `None`: the tokens are no items.
    fn macro_items(&mut self, name: &str, mac: &Macro, place: Place) -> Option<Vec<ItemId>> {
        let mut items = Vec::new();
        if mac.tokens.is_empty() {
            return Some(items);
        }
        match name {
            _ if is_not_code(name) => None,
            "thread_local" | "lazy_static" => {
                let found = self.parse(&mac.tokens, statics::statics).ok()?;
                Some(self.statics(&found))
            }
            "cfg_if" => {
                let twins = branches::twins.parse2(mac.tokens.clone()).ok()?;
                self.twin_items(&twins, place)
            }
            _ => {
                if self.items_in(&mac.tokens, place, &mut items).is_none() {
                    self.mended_items(&mac.tokens, place, &mut items)?;
                }
                Some(items)
            }
        }
    }

    /// Reads tokens as nothing but items. `None`: they are something else.
    pub(super) fn items_in(&mut self, tokens: &TokenStream, place: Place, into: &mut Vec<ItemId>) -> Option<()> {
        match place {
            Place::Module => {
                for item in self.parse(tokens, many::<syn::Item>).ok()? {
                    self.item(&item, place, into);
                }
            }
            Place::Impl => {
                for item in self.parse(tokens, many::<ImplItem>).ok()? {
                    self.impl_member(&item, into);
                }
            }
            Place::Trait => {
                for item in self.parse(tokens, many::<TraitItem>).ok()? {
                    self.trait_member(&item, into);
                }
            }
        }
        Some(())
    }
}

impl Lower<'_> {
    /// Reads the functions with bodies among tokens that are not items only: `proptest!`, `const_fn!`, `ffi_fn!`.
    /// `None`: there are none.
    fn mended_items(&mut self, tokens: &TokenStream, place: Place, into: &mut Vec<ItemId>) -> Option<()> {
        let mended = recover::mend(self, tokens, place)?;
        self.items_in(&mended, place, into)
    }
}

fn many<T: Parse>(input: ParseStream) -> syn::Result<Vec<T>> {
    input.call(Attribute::parse_inner)?;
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
    }
    Ok(all)
}
