//! `cfg_if!`: a chain of alternatives, of which the configuration keeps one.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Token, braced, bracketed, parenthesized, token};

use super::super::lower::{Lower, Place};
use super::super::tree::*;

/// One alternative and what it holds.
pub(super) struct Twin {
    /// The predicate's tokens; `None` for the last `else`.
    cfg: Option<TokenStream>,
    brace: token::Brace,
    pub body: TokenStream,
}

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`.
pub(super) fn twins(input: ParseStream) -> syn::Result<Vec<Twin>> {
    let mut twins = Vec::new();
    loop {
        let mut cfg = None;
        if input.parse::<Option<Token![if]>>()?.is_some() {
            cfg = Some(predicate(input)?);
        }
        let last = cfg.is_none();
        let content;
        let brace = braced!(content in input);
        twins.push(Twin { cfg, brace, body: content.parse()? });
        if input.parse::<Option<Token![else]>>()?.is_none() || last {
            return Ok(twins);
        }
    }
}

fn predicate(input: ParseStream) -> syn::Result<TokenStream> {
    input.parse::<Token![#]>()?;
    let attr;
    bracketed!(attr in input);
    attr.parse::<syn::Ident>()?;
    let inside;
    parenthesized!(inside in attr);
    inside.parse()
}

impl Lower<'_> {
    /// When each alternative is the one that is kept.
    pub(super) fn twin_cfgs(&mut self, twins: &[Twin]) -> Vec<Name> {
        let mut passed: Vec<String> = Vec::new();
        let mut cfgs = Vec::new();
        for twin in twins {
            let own = twin.cfg.as_ref().map(|tokens| self.tokens_text(tokens));
            let denied = match passed.as_slice() {
                [] => None,
                [one] => Some(format!("not({one})")),
                many => Some(format!("not(any({}))", many.join(", "))),
            };
            let text = match (denied, &own) {
                (None, own) => own.clone().unwrap_or_default(),
                (Some(denied), None) => denied,
                (Some(denied), Some(own)) => format!("all({denied}, {own})"),
            };
            cfgs.push(self.intern(&text));
            passed.extend(own);
        }
        cfgs
    }

    /// In a function body each alternative is a block under its `cfg`.
    pub(super) fn twin_stmts(&mut self, mac: &syn::Macro, twins: &[Twin]) -> BlockId {
        let cfgs = self.twin_cfgs(twins);
        let mut stmts = Vec::new();
        for (twin, cfg) in twins.iter().zip(cfgs) {
            let span = self.token(twin.brace.span.join());
            let kind = match super::stmts.parse2(twin.body.clone()) {
                Ok(body) => {
                    let body = self.stmts(&body);
                    let block = self.add_block(span.start, span.end, body);
                    ExprKind::Block { label: None, block }
                }
                Err(_) => {
                    let body = MacroBody::Opaque(self.identifiers(&twin.body));
                    let path = self.path(&mac.path);
                    ExprKind::Macro(MacroCall { path, body })
                }
            };
            let expr = self.add_expr(span.start, span.end, kind);
            stmts.push(Stmt { span, cfg: Some(cfg), kind: StmtKind::Expr { expr, semi: false } });
        }
        let span = self.token(mac.delimiter.span().join());
        self.add_block(span.start, span.end, stmts)
    }

    /// Among items each alternative's items carry its `cfg` as an attribute. `None`: one of them could not be read.
    pub(super) fn twin_items(&mut self, twins: &[Twin], place: Place) -> Option<Vec<ItemId>> {
        let cfgs = self.twin_cfgs(twins);
        let path = self.intern("cfg");
        let mut all = Vec::new();
        for (twin, args) in twins.iter().zip(cfgs) {
            let mut items = Vec::new();
            self.items_in(&twin.body, place, &mut items)?;
            for item in &items {
                self.tree.items[item.0 as usize].attrs.push(Attr { path, args });
            }
            all.extend(items);
        }
        Some(all)
    }
}
