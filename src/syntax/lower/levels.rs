//! Attributes that set the level of a lint, of whatever tool: `#[allow(…)]`, `#![expect(…)]`, also inside `cfg_attr`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Meta};

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    /// Keeps those of these attributes that set the level of a lint in the code that they are on.
    pub(in crate::syntax) fn lint_levels(&mut self, attrs: &[Attribute], covers: Span) {
        for attr in attrs {
            let span = self.span(self.start(attr.pound_token.span), self.end(attr.bracket_token.span.close()));
            self.lint_level(&attr.meta, span, covers);
        }
    }

    fn lint_level(&mut self, meta: &Meta, span: Span, covers: Span) {
        let Meta::List(list) = meta else { return };
        let word = |word: &str| list.path.is_ident(word);
        if word("cfg_attr") {
            // Under which configuration it holds is not asked: of code under `cfg`, too, every side is read.
            for inner in list_of(&list.tokens).into_iter().skip(1).flatten() {
                self.lint_level(&inner, span, covers);
            }
            return;
        }
        let silences = word("allow") || word("expect");
        if silences || word("warn") || word("deny") || word("forbid") {
            let paths = list_of(&list.tokens).into_iter().filter_map(|meta| match meta {
                Some(Meta::Path(path)) => Some(self.attr_path(&path)),
                _ => None,
            });
            let lints = paths.collect();
            self.tree.lint_levels.push(LintLevel { span, covers, silences, lints });
        }
    }
}

/// What stands between commas; `None` for what is no attribute.
fn list_of(tokens: &TokenStream) -> Vec<Option<Meta>> {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    tokens.split(is_comma).map(|part| syn::parse2(part.iter().cloned().collect()).ok()).collect()
}
