//! `select!` of tokio, futures and crossbeam: one grammar that holds all three, since a call does not say whose it is.

use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Attribute, Expr, Ident, Pat, Token, parenthesized, token};

use super::super::lower::Lower;
use super::super::span::Span;
use super::super::tree::{self, BranchKind};

pub(super) struct Select {
    biased: bool,
    branches: Vec<Branch>,
}

struct Branch {
    /// The first token.
    first: proc_macro2::Span,
    kind: Kind,
    pat: Option<Pat>,
    source: Option<Expr>,
    guard: Option<Expr>,
    handler: Expr,
}

enum Kind {
    Future,
    Recv,
    Send(Box<Expr>),
    Default,
    Else,
    Complete,
}

pub(super) fn select(input: ParseStream) -> syn::Result<Select> {
    let biased = options(input)?;
    let mut branches = Vec::new();
    while !input.is_empty() {
        branches.push(branch(input)?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(Select { biased, branches })
}

/// `biased;`, `rng = expr;`: whether the order is fixed.
fn options(input: ParseStream) -> syn::Result<bool> {
    let mut biased = false;
    while input.peek(Ident) && (input.peek2(Token![;]) || is_setting(input)) {
        let word = input.parse::<Ident>()?;
        biased |= word == "biased";
        if input.parse::<Option<Token![=]>>()?.is_some() {
            input.parse::<Expr>()?;
        }
        input.parse::<Token![;]>()?;
    }
    Ok(biased)
}

fn is_setting(input: ParseStream) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|word| word == "rng" || word == "random")
        && ahead.parse::<Token![=]>().is_ok()
        && ahead.parse::<Expr>().is_ok()
        && ahead.peek(Token![;])
}

fn branch(input: ParseStream) -> syn::Result<Branch> {
    input.call(Attribute::parse_outer)?;
    let first = input.span();
    let empty = |kind, handler| Branch { first, kind, pat: None, source: None, guard: None, handler };
    if input.peek(Token![else]) {
        input.parse::<Token![else]>()?;
        return Ok(empty(Kind::Else, handler(input)?));
    }
    if is_word(input, "complete") && input.peek2(Token![=>]) {
        input.parse::<Ident>()?;
        return Ok(empty(Kind::Complete, handler(input)?));
    }
    if is_word(input, "default") && (input.peek2(Token![=>]) || input.peek2(token::Paren)) {
        return default_branch(input, first);
    }
    if input.peek(Ident) && input.peek2(token::Paren) {
        let ahead = input.fork();
        if let Ok(branch) = channel_branch(&ahead, first) {
            input.advance_to(&ahead);
            return Ok(branch);
        }
    }
    future_branch(input, first)
}

fn is_word(input: ParseStream, word: &str) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok_and(|ident| ident == word)
}

/// `default => …`, `default() => …`, `default(duration) => …`.
fn default_branch(input: ParseStream, first: proc_macro2::Span) -> syn::Result<Branch> {
    input.call(Ident::parse_any)?;
    let mut source = None;
    if input.peek(token::Paren) {
        let content;
        parenthesized!(content in input);
        if !content.is_empty() {
            source = Some(content.parse()?);
            content.parse::<Option<Token![,]>>()?;
        }
    }
    Ok(Branch { first, kind: Kind::Default, pat: None, source, guard: None, handler: handler(input)? })
}

/// `recv(source) -> pat => …`, `send(source, value) -> pat => …`; older crossbeam has the pattern in the parentheses.
fn channel_branch(input: ParseStream, first: proc_macro2::Span) -> syn::Result<Branch> {
    let word = input.parse::<Ident>()?;
    let content;
    parenthesized!(content in input);
    let source = Some(content.parse()?);
    let mut pat = None;
    let kind = if word == "recv" {
        if comma_and_more(&content)? {
            pat = Some(Pat::parse_multi_with_leading_vert(&content)?);
        }
        Kind::Recv
    } else if word == "send" {
        content.parse::<Token![,]>()?;
        Kind::Send(content.parse()?)
    } else {
        return Err(input.error("expected `recv` or `send`"));
    };
    comma_and_more(&content)?;
    if input.parse::<Option<Token![->]>>()?.is_some() {
        pat = Some(Pat::parse_multi_with_leading_vert(input)?);
    }
    Ok(Branch { first, kind, pat, source, guard: None, handler: handler(input)? })
}

fn comma_and_more(content: &ParseBuffer<'_>) -> syn::Result<bool> {
    Ok(content.parse::<Option<Token![,]>>()?.is_some() && !content.is_empty())
}

/// `pat = future, if guard => handler`.
fn future_branch(input: ParseStream, first: proc_macro2::Span) -> syn::Result<Branch> {
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    input.parse::<Token![=]>()?;
    let source = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    let guard = match input.parse::<Option<Token![if]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    Ok(Branch { first, kind: Kind::Future, pat: Some(pat), source: Some(source), guard, handler: handler(input)? })
}

/// A handler ends like the body of a match arm: a block needs no comma.
fn handler(input: ParseStream) -> syn::Result<Expr> {
    input.parse::<Token![=>]>()?;
    Expr::parse_with_earlier_boundary_rule(input)
}

impl Lower<'_> {
    pub(super) fn select(&mut self, select: &Select) -> tree::Select {
        tree::Select {
            biased: select.biased,
            branches: select.branches.iter().map(|branch| self.branch(branch)).collect(),
        }
    }

    fn branch(&mut self, branch: &Branch) -> tree::Branch {
        let pat = branch.pat.as_ref().map(|pat| self.pat(pat));
        let source = branch.source.as_ref().map(|source| self.expr(source));
        let kind = match &branch.kind {
            Kind::Future => BranchKind::Future,
            Kind::Recv => BranchKind::Recv,
            Kind::Send(value) => BranchKind::Send { value: self.expr(value) },
            Kind::Default => BranchKind::Default,
            Kind::Else => BranchKind::Else,
            Kind::Complete => BranchKind::Complete,
        };
        let guard = branch.guard.as_ref().map(|guard| self.expr(guard));
        let handler = self.expr(&branch.handler);
        let start = self.start(branch.first);
        let span = Span { start, ..self.expr_span(handler) };
        tree::Branch { span, kind, pat, source, guard, handler }
    }
}
