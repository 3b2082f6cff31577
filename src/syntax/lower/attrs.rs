//! Attributes, as text: the path, and the arguments in one spelling whatever the spacing of the source.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{AttrStyle, Attribute, Meta, Token};

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn attrs(&mut self, attrs: &[Attribute]) -> Vec<Attr> {
        attrs.iter().map(|attr| self.attr(attr)).collect()
    }

    /// The attributes of the file itself.
    pub(in crate::syntax) fn file_attrs(&mut self, attrs: &[Attribute]) -> Vec<Attr> {
        self.lint_levels(attrs, self.span(0, self.text.len() as u32));
        self.attrs(attrs)
    }

    fn attr(&mut self, attr: &Attribute) -> Attr {
        let path = self.attr_path(attr.path());
        let args = match &attr.meta {
            Meta::Path(_) => self.empty,
            Meta::List(list) => {
                let text = self.tokens_text(&list.tokens);
                self.intern(&text)
            }
            Meta::NameValue(pair) => {
                let id = self.expr(&pair.value);
                let span = self.expr_span(id);
                self.intern_slice(self.slice(span.start, span.end))
            }
        };
        Attr { path, args }
    }

    /// Where the outer attributes begin.
    pub(super) fn attrs_start(&self, attrs: &[Attribute]) -> Option<u32> {
        let first = attrs.first()?;
        matches!(first.style, AttrStyle::Outer).then(|| self.start(first.pound_token.span))
    }

    /// The predicate of the `#[cfg(…)]` among these; of several, all hold.
    pub(super) fn cfg(&mut self, attrs: &[Attribute]) -> Option<Name> {
        let mut texts = Vec::new();
        for attr in attrs {
            if let Meta::List(list) = &attr.meta
                && list.path.is_ident("cfg")
            {
                texts.push(self.tokens_text(&list.tokens));
            }
        }
        self.all_of(texts)
    }

    /// The same for attributes that are lowered already.
    pub(in crate::syntax) fn cfg_of(&self, attrs: &[Attr]) -> Option<Name> {
        let cfg = self.names.intern("cfg");
        attrs.iter().find(|attr| attr.path == cfg).map(|attr| attr.args)
    }

    pub(in crate::syntax) fn all_of(&mut self, texts: Vec<String>) -> Option<Name> {
        match texts.as_slice() {
            [] => None,
            [one] => Some(self.intern(one)),
            many => Some(self.intern(&format!("all({})", many.join(", ")))),
        }
    }

    pub(super) fn attr_path(&mut self, path: &syn::Path) -> Name {
        if let Some(ident) = path.get_ident() {
            return self.ident_name(ident);
        }
        let mut text = String::new();
        for segment in &path.segments {
            if !text.is_empty() {
                text.push_str("::");
            }
            let span = self.token(segment.ident.span());
            text.push_str(self.slice(span.start, span.end));
        }
        self.intern(&text)
    }

    /// Tokens in one spelling: `all(unix, feature = "a", not(test))`.
    pub(in crate::syntax) fn tokens_text(&self, tokens: &TokenStream) -> String {
        let mut text = String::new();
        self.write_tokens(tokens, &mut text);
        text
    }

    fn write_tokens(&self, tokens: &TokenStream, text: &mut String) {
        let mut space = false;
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => ("", ""),
                    };
                    text.push_str(open);
                    self.write_tokens(&group.stream(), text);
                    text.push_str(close);
                    space = true;
                }
                TokenTree::Punct(punct) => match punct.as_char() {
                    ',' => {
                        text.push_str(", ");
                        space = false;
                    }
                    ':' | '.' | '\'' | '#' | '!' | '&' | '<' | '>' => {
                        text.push(punct.as_char());
                        space = false;
                    }
                    sign => {
                        text.push(' ');
                        text.push(sign);
                        text.push(' ');
                        space = false;
                    }
                },
                token => {
                    if space {
                        text.push(' ');
                    }
                    let span = self.token(token.span());
                    text.push_str(self.slice(span.start, span.end));
                    space = true;
                }
            }
        }
    }

    /// From the first token to the last; empty at the file's beginning for none.
    pub(in crate::syntax) fn tokens_span(&self, tokens: &TokenStream) -> Span {
        let mut span: Option<Span> = None;
        for token in tokens.clone() {
            let here = self.token(token.span());
            span = Some(span.map_or(here, |span| span.to(here)));
        }
        span.unwrap_or_else(|| self.span(0, 0))
    }
}

/// Whether attributes say that something is in no build: `cfg(any())`, or an option that cargo never sets, as `features` for
/// `feature` (learnt from lasso, whose tests of that name never run).
pub(super) fn in_no_build(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.parse_args().is_ok_and(|cfg| never_holds(&cfg)),
        _ => false,
    })
}

pub(in crate::syntax) fn never_holds(cfg: &Meta) -> bool {
    let parts = |list: &syn::MetaList| {
        list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).into_iter().flatten().collect::<Vec<_>>()
    };
    match cfg {
        Meta::NameValue(option) => option.path.is_ident("features"),
        Meta::List(list) if list.path.is_ident("all") => parts(list).iter().any(never_holds),
        Meta::List(list) if list.path.is_ident("any") => {
            list.tokens.is_empty() || !parts(list).is_empty() && parts(list).iter().all(never_holds)
        }
        _ => false,
    }
}
