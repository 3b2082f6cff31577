//! `for await item in stream { … }`, which `async_stream` adds to the language: made a loop over an awaited expression.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Error, Stmt};

/// Statements in which at least one loop awaits what it goes over.
pub(super) fn stmts(input: ParseStream) -> syn::Result<Vec<Stmt>> {
    let mut found = false;
    let plain = plain(input.parse()?, &mut found);
    if !found {
        return Err(Error::new(input.span(), "expected `for await`"));
    }
    super::stmts.parse2(plain)
}

/// `for x in (stream).await { … }` in the place of each `for await x in stream { … }`.
fn plain(tokens: TokenStream, found: &mut bool) -> TokenStream {
    let mut made: Vec<TokenTree> = Vec::new();
    // Where the streams of the loops begin whose braces have not come yet.
    let mut streams: Vec<Option<usize>> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word == "await" && ends_in(&made, "for") => {
                *found = true;
                streams.push(None);
            }
            TokenTree::Ident(word) if word == "in" && streams.last() == Some(&None) => {
                made.push(word.into());
                streams.pop();
                streams.push(Some(made.len()));
            }
            TokenTree::Group(group) => {
                let braced = group.delimiter() == Delimiter::Brace;
                if braced && let Some(Some(start)) = streams.last().copied() {
                    streams.pop();
                    await_from(&mut made, start);
                }
                let mut inside = Group::new(group.delimiter(), plain(group.stream(), found));
                inside.set_span(group.span());
                made.push(inside.into());
            }
            token => made.push(token),
        }
    }
    made.into_iter().collect()
}

fn ends_in(tokens: &[TokenTree], word: &str) -> bool {
    matches!(tokens.last(), Some(TokenTree::Ident(ident)) if ident == word)
}

/// Puts the tokens from `start` on in parentheses and awaits them; the new tokens take the places of the old.
fn await_from(made: &mut Vec<TokenTree>, start: usize) {
    let stream: Vec<TokenTree> = made.drain(start..).collect();
    let (Some(first), Some(last)) = (stream.first(), stream.last()) else {
        return;
    };
    let last = last.span();
    let span = first.span().join(last).unwrap_or(last);
    let mut parens = Group::new(Delimiter::Parenthesis, stream.into_iter().collect());
    parens.set_span(span);
    let mut dot = Punct::new('.', Spacing::Alone);
    dot.set_span(last);
    made.push(parens.into());
    made.push(dot.into());
    made.push(Ident::new("await", last).into());
}
