//! Tokens that do not parse, made to parse: what is wrong is wrapped in a macro call without a name.

use std::mem;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::parse::Parser;

use super::super::ParseError;
use super::super::lower::{Lower, Place};
use super::super::macros::UNREAD;
use super::{parse_error, split};

pub(super) struct Healer<'h, 's> {
    lower: &'h Lower<'s>,
    pub errors: Vec<ParseError>,
    /// How many pieces were read as the old syntax that they are.
    rewritten: usize,
}

/// How much was lost and rewritten up to some point.
#[derive(Clone, Copy, PartialEq, Eq)]
struct SoFar {
    errors: usize,
    rewritten: usize,
}

impl<'h, 's> Healer<'h, 's> {
    pub(super) fn new(lower: &'h Lower<'s>) -> Healer<'h, 's> {
        Healer { lower, errors: Vec::new(), rewritten: 0 }
    }

    /// Tokens that parse as a file.
    pub(super) fn file(&mut self, tokens: TokenStream) -> TokenStream {
        self.items(tokens, Place::Module)
    }

    pub(super) fn items(&mut self, tokens: TokenStream, place: Place) -> TokenStream {
        let mut healed = TokenStream::new();
        for piece in split::items(tokens.into_iter().collect()) {
            if split::is_inner_attribute(&piece) {
                healed.extend(piece);
                continue;
            }
            match check_item(&piece, place) {
                Ok(()) => healed.extend(piece),
                Err(error) => healed.extend(self.item(piece, place, &error)),
            }
        }
        healed
    }

    /// An item that does not parse: its body is healed if it has one, and if that is not enough, it is lost.
    fn item(&mut self, piece: Vec<TokenTree>, place: Place, error: &syn::Error) -> Vec<TokenTree> {
        let before = self.so_far();
        let parse = |tokens: &[TokenTree]| check_item(tokens, place);
        let word = split::main_word(&piece);
        if let Some((TokenTree::Group(body), head)) = piece.split_last()
            && body.delimiter() == Delimiter::Brace
        {
            let inside = match word.as_deref() {
                Some("mod") => Some(self.items(body.stream(), Place::Module)),
                Some("impl") => Some(self.items(body.stream(), Place::Impl)),
                Some("trait") => Some(self.items(body.stream(), Place::Trait)),
                Some("fn") => Some(self.block(body.stream())),
                _ => None,
            };
            if let Some(inside) = inside {
                let body = TokenTree::Group(regroup(body, inside));
                let healed = with_body(head.to_vec(), body.clone());
                if let Some(parsed) = self.parsed(healed, before, error, parse) {
                    return parsed;
                }
                if let Some(bare) = bare_fn(head)
                    && word.as_deref() == Some("fn")
                {
                    let healed = with_body(bare, body);
                    if check_item(&healed, place).is_ok() {
                        self.errors.push(parse_error(self.lower, error));
                        return healed;
                    }
                }
            }
        }
        self.errors.truncate(before.errors);
        self.modern(&piece, error, parse).unwrap_or_else(|| self.lose(piece, error))
    }

    fn block(&mut self, tokens: TokenStream) -> TokenStream {
        if check_stmts(tokens.clone()).is_ok() {
            return tokens;
        }
        let mut healed = TokenStream::new();
        for piece in split::stmts(tokens.into_iter().collect()) {
            match check_stmts(piece.iter().cloned().collect()) {
                Ok(()) => healed.extend(piece),
                Err(error) => healed.extend(self.stmt(piece, &error)),
            }
        }
        healed
    }

    /// A statement that does not parse: the blocks in it are healed, and if that is not enough, it is lost.
    fn stmt(&mut self, piece: Vec<TokenTree>, error: &syn::Error) -> Vec<TokenTree> {
        let parse = |tokens: &[TokenTree]| check_stmts(tokens.iter().cloned().collect());
        if let Some(modern) = self.modern(&piece, error, parse) {
            return modern;
        }
        let before = self.so_far();
        let healed = self.inside(piece.clone());
        if let Some(parsed) = self.parsed(healed, before, error, parse) {
            return parsed;
        }
        self.errors.truncate(before.errors);
        self.lose(piece, error)
    }

    /// The piece in today's syntax, where it is the old syntax of its edition that forbids to parse it.
    fn modern(
        &mut self,
        piece: &[TokenTree],
        error: &syn::Error,
        parse: impl Fn(&[TokenTree]) -> syn::Result<()>,
    ) -> Option<Vec<TokenTree>> {
        let modern = self.lower.old.as_ref()?.rewrite(piece, error, parse)?;
        self.rewritten += 1;
        Some(modern)
    }

    /// What was healed of a piece, where that parses, in today's syntax if need be; `None` where it still does not.
    fn parsed(
        &mut self,
        healed: Vec<TokenTree>,
        before: SoFar,
        error: &syn::Error,
        parse: impl Fn(&[TokenTree]) -> syn::Result<()>,
    ) -> Option<Vec<TokenTree>> {
        match parse(&healed) {
            Ok(()) => {
                // It parses now, though nothing in it was lost or rewritten since: its own error is the one to name.
                if self.so_far() == before {
                    self.errors.push(parse_error(self.lower, error));
                }
                Some(healed)
            }
            Err(left) => self.modern(&healed, &left, parse),
        }
    }

    fn so_far(&self) -> SoFar {
        SoFar { errors: self.errors.len(), rewritten: self.rewritten }
    }

    /// Heals every block among these tokens, at any depth.
    fn inside(&mut self, tokens: Vec<TokenTree>) -> Vec<TokenTree> {
        let mut healed: Vec<TokenTree> = Vec::with_capacity(tokens.len());
        let mut arms = false;
        for token in tokens {
            let TokenTree::Group(group) = token else {
                arms |= matches!(&token, TokenTree::Ident(word) if word == "match");
                healed.push(token);
                continue;
            };
            let of_macro = matches!(healed.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == '!');
            let braced = group.delimiter() == Delimiter::Brace;
            let is_block = braced && !mem::take(&mut arms) && !split::is_field_list(&group.stream());
            let inside: TokenStream = if of_macro {
                group.stream()
            } else if is_block {
                self.block(group.stream())
            } else {
                let inside = self.inside(group.stream().into_iter().collect());
                inside.into_iter().collect()
            };
            healed.push(TokenTree::Group(regroup(&group, inside)));
        }
        healed
    }

    /// The stand-in for a piece that cannot be read.
    fn lose(&mut self, piece: Vec<TokenTree>, error: &syn::Error) -> Vec<TokenTree> {
        self.errors.push(parse_error(self.lower, error));
        let span = match (piece.first(), piece.last()) {
            (Some(first), Some(last)) => first.span().join(last.span()),
            _ => None,
        };
        let mut group = Group::new(Delimiter::Brace, piece.into_iter().collect());
        group.set_span(span.unwrap_or_else(Span::call_site));
        vec![
            TokenTree::Ident(Ident::new(UNREAD, Span::call_site())),
            TokenTree::Punct(Punct::new('!', Spacing::Alone)),
            TokenTree::Group(group),
        ]
    }
}

fn regroup(group: &Group, inside: TokenStream) -> Group {
    let mut healed = Group::new(group.delimiter(), inside);
    healed.set_span(group.span());
    healed
}

fn with_body(mut head: Vec<TokenTree>, body: TokenTree) -> Vec<TokenTree> {
    head.push(body);
    head
}

/// `async fn name()` of a function whose head does not parse.
fn bare_fn(head: &[TokenTree]) -> Option<Vec<TokenTree>> {
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
    let at = head.iter().position(|token| is(token, "fn"))?;
    let name = head.get(at + 1)?;
    let mut bare: Vec<TokenTree> = head[..at].iter().filter(|token| is(token, "async")).cloned().collect();
    bare.push(head[at].clone());
    bare.push(name.clone());
    let mut params = Group::new(Delimiter::Parenthesis, TokenStream::new());
    params.set_span(name.span());
    bare.push(TokenTree::Group(params));
    Some(bare)
}

fn check_item(piece: &[TokenTree], place: Place) -> syn::Result<()> {
    let tokens: TokenStream = piece.iter().cloned().collect();
    match place {
        Place::Module => syn::parse2::<syn::Item>(tokens).map(drop),
        Place::Impl => syn::parse2::<syn::ImplItem>(tokens).map(drop),
        Place::Trait => syn::parse2::<syn::TraitItem>(tokens).map(drop),
    }
}

fn check_stmts(tokens: TokenStream) -> syn::Result<()> {
    syn::Block::parse_within.parse2(tokens).map(drop)
}
