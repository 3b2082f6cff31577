//! Patterns.

use proc_macro2::{TokenStream, TokenTree};
use syn::Pat as Syn;
use syn::parse::Parser;

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn pat(&mut self, pat: &Syn) -> PatId {
        let (span, kind) = match pat {
            Syn::Paren(node) => {
                let id = self.pat(&node.pat);
                self.tree.pats[id.0 as usize].span = self.token(node.paren_token.span.join());
                return id;
            }
            Syn::Guard(node) => return self.pat(&node.pat),
            Syn::Wild(node) => (self.token(node.underscore_token.span), PatKind::Wild),
            Syn::Rest(node) => {
                let start = self.start(node.dot2_token.spans[0]);
                (self.span(start, start + 2), PatKind::Rest)
            }
            Syn::Ident(node) => self.binding(node),
            Syn::Path(node) => {
                let path = self.qualified_path(node.qself.as_ref(), &node.path);
                (path.span, PatKind::Path(path))
            }
            Syn::TupleStruct(node) => {
                let path = self.qualified_path(node.qself.as_ref(), &node.path);
                let elements = self.pats(&node.elems);
                let end = self.end(node.paren_token.span.close());
                (self.span(path.span.start, end), PatKind::TupleStruct { path, elements })
            }
            Syn::Struct(node) => self.struct_pat(node),
            Syn::Tuple(node) => {
                let elements = self.pats(&node.elems);
                (self.token(node.paren_token.span.join()), PatKind::Tuple(elements))
            }
            Syn::Slice(node) => {
                let elements = self.pats(&node.elems);
                (self.token(node.bracket_token.span.join()), PatKind::Slice(elements))
            }
            Syn::Reference(node) => {
                let inner = self.pat(&node.pat);
                let start = self.start(node.and_token.span);
                (self.span(start, self.pat_span(inner).end), PatKind::Ref(inner))
            }
            Syn::Or(node) => self.or_pat(node),
            Syn::Type(node) => {
                let pat = self.pat(&node.pat);
                let ty = self.ty(&node.ty);
                let span = self.span(self.pat_span(pat).start, self.type_span(ty).end);
                (span, PatKind::Typed { pat, ty })
            }
            Syn::Lit(node) => {
                let value = self.literal(&node.lit);
                (self.expr_span(value), PatKind::Value(value))
            }
            Syn::Const(node) => {
                let block = self.block(&node.block);
                let start = self.start(node.const_token.span);
                let span = self.span(start, self.block_span(block).end);
                let kind = ExprKind::Block { label: None, block };
                let value = self.add_expr(span.start, span.end, kind);
                (span, PatKind::Value(value))
            }
            Syn::Macro(node) => {
                let (span, call) = self.macro_call(&node.mac);
                let value = self.add_expr(span.start, span.end, ExprKind::Macro(call));
                (span, PatKind::Value(value))
            }
            Syn::Range(node) => self.range_pat(node),
            Syn::Verbatim(tokens) => match self.boxed(tokens) {
                Some(id) => return id,
                None => (self.tokens_span(tokens), PatKind::Other),
            },
            _ => (self.span(0, 0), PatKind::Other),
        };
        self.add_pat(span.start, span.end, kind)
    }

    /// `box p` of an old edition: like parentheses, `box` leaves no node.
    fn boxed(&mut self, tokens: &TokenStream) -> Option<PatId> {
        let mut tokens = tokens.clone().into_iter();
        let word = tokens.next().filter(|token| matches!(token, TokenTree::Ident(word) if word == "box"));
        let start = self.start(word.filter(|_| self.old.is_some())?.span());
        let pat = Syn::parse_single.parse2(tokens.collect()).ok()?;
        let id = self.pat(&pat);
        self.tree.pats[id.0 as usize].span.start = start;
        Some(id)
    }

    fn pats<'p>(&mut self, pats: impl IntoIterator<Item = &'p Syn>) -> Vec<PatId> {
        pats.into_iter().map(|pat| self.pat(pat)).collect()
    }

    fn binding(&mut self, node: &syn::PatIdent) -> (Span, PatKind) {
        let (name, mut span) = self.ident(&node.ident);
        if let Some(word) = &node.mutability {
            span.start = self.start(word.span);
        }
        if let Some(word) = &node.by_ref {
            span.start = self.start(word.span);
        }
        let sub = node.subpat.as_ref().map(|(_, pat)| self.pat(pat));
        if let Some(sub) = sub {
            span.end = self.pat_span(sub).end;
        }
        let kind = PatKind::Bind { name, by_ref: node.by_ref.is_some(), mutable: node.mutability.is_some(), sub };
        (span, kind)
    }

    fn struct_pat(&mut self, node: &syn::PatStruct) -> (Span, PatKind) {
        let path = self.qualified_path(node.qself.as_ref(), &node.path);
        let fields = node.fields.iter().map(|field| {
            let (name, _) = self.member(&field.member);
            (name, self.pat(&field.pat))
        });
        let fields = fields.collect();
        let rest = node.rest.is_some();
        let end = self.end(node.brace_token.span.close());
        (self.span(path.span.start, end), PatKind::Struct { path, fields, rest })
    }

    fn or_pat(&mut self, node: &syn::PatOr) -> (Span, PatKind) {
        let cases = self.pats(&node.cases);
        let first = cases.first().map(|id| self.pat_span(*id));
        let last = cases.last().map(|id| self.pat_span(*id));
        let span = match (first, last) {
            (Some(first), Some(last)) => first.to(last),
            _ => self.span(0, 0),
        };
        (span, PatKind::Or(cases))
    }

    fn range_pat(&mut self, node: &syn::PatRange) -> (Span, PatKind) {
        let dots = self.range_limits(&node.limits);
        let start = self.maybe_expr(node.start.as_deref());
        let end = self.maybe_expr(node.end.as_deref());
        let start = start.map_or(dots.start, |id| self.expr_span(id).start);
        let end = end.map_or(dots.end, |id| self.expr_span(id).end);
        (self.span(start, end), PatKind::Range)
    }
}
