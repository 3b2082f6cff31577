//! Forms of the editions 2015 and 2018 that today's parser refuses, rewritten where it stops.
//!
//! The parser says where it cannot go on, and the tokens around that place tell whether an old form stands there. So code
//! that parses as it is costs nothing and never changes, and a form in the wrong place is for the compiler to refuse.
//! What is added stands at the place of the token behind it, and a word that became a name keeps its place: names and
//! spans are those of the source.

mod forms;
mod params;

use std::cell::Cell;

use proc_macro2::{Group, TokenStream, TokenTree};

use forms::Words;

/// The first edition that has none of these forms.
const MODERN: u16 = 2021;
/// The first edition in which `async`, `await`, `dyn` and `try` are no names.
const WITH_ASYNC: u16 = 2018;
/// How much may be parsed again, in lengths of the file, and what a short file may use beyond that, in bytes.
const LENGTHS: u64 = 20;
const SHORT: u64 = 2_000_000;

/// What an old edition allows, and how much may still be spent on reading it in one file.
pub(super) struct Old {
    words: Words,
    fuel: Cell<u64>,
}

/// Where the parser stopped, as a column.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stop(usize);

impl Old {
    /// `None` for an edition that needs no rewriting.
    pub(super) fn of(edition: u16, length: usize) -> Option<Old> {
        let words = if edition < WITH_ASYNC { Words::Names } else { Words::Keywords };
        let fuel = Cell::new(length as u64 * LENGTHS + SHORT);
        (edition < MODERN).then_some(Old { words, fuel })
    }

    /// Tokens that parse, made of tokens that do not for this error. `None`: it is no old form that forbids it.
    ///
    /// After each form that is rewritten the parser must stop somewhere new, so a mistake that looks like one is left as it
    /// is. It may be farther in front: syn tells last of tokens that are left over in parentheses.
    pub(super) fn rewrite(
        &self,
        tokens: &[TokenTree],
        error: &syn::Error,
        parse: impl Fn(&[TokenTree]) -> syn::Result<()>,
    ) -> Option<Vec<TokenTree>> {
        let cost = length(tokens);
        let mut tokens = tokens.to_vec();
        let mut stops = vec![Stop::of(error)];
        let mut blocks_are_left = self.words == Words::Names;
        loop {
            let stop = *stops.last()?;
            if let Some(next) = self.form_at(&tokens, stop) {
                self.spend(cost)?;
                let Err(error) = parse(&next) else { return Some(next) };
                let stop = Stop::of(&error);
                if !stops.contains(&stop) {
                    tokens = next;
                    stops.push(stop);
                    continue;
                }
            }
            // `match async { … }` parses as a block for a while, so where the parser stops tells nothing.
            if !std::mem::take(&mut blocks_are_left) {
                return None;
            }
            tokens = forms::names_before_braces(&tokens)?;
            self.spend(cost)?;
            let Err(error) = parse(&tokens) else { return Some(tokens) };
            stops = vec![Stop::of(&error)];
        }
    }

    /// The tokens with the old form rewritten at which the parser stopped.
    fn form_at(&self, tokens: &[TokenTree], stop: Stop) -> Option<Vec<TokenTree>> {
        let here = tokens.iter().position(|token| start(token) >= stop.0).unwrap_or(tokens.len());
        if let Some(at) = here.checked_sub(1)
            && let TokenTree::Group(group) = &tokens[at]
            && stop.0 <= group.span_close().start().column
        {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let nameless = self.words == Words::Names && params::are_of_fn(&tokens[..at]);
            let named = if nameless { params::named(&inside) } else { None };
            let inside = named.or_else(|| self.form_at(&inside, stop))?;
            let mut all = tokens.to_vec();
            all[at] = regroup(group, inside);
            return Some(all);
        }
        forms::rewritten(tokens, here, self.words)
    }

    /// `None` once a file has cost too much.
    fn spend(&self, cost: u64) -> Option<()> {
        self.fuel.set(self.fuel.get().checked_sub(cost.max(1))?);
        Some(())
    }
}

impl Stop {
    /// The blanked text is one line, so a column is a place. The end of all tokens has none, and counts as last.
    fn of(error: &syn::Error) -> Stop {
        let span = error.span();
        let (start, end) = (span.start(), span.end());
        Stop(if start == end { usize::MAX } else { start.column })
    }
}

/// Where a token begins, as a column.
fn start(token: &TokenTree) -> usize {
    match token {
        TokenTree::Group(group) => group.span_open().start().column,
        token => token.span().start().column,
    }
}

/// How long a row of tokens is.
fn length(tokens: &[TokenTree]) -> u64 {
    let end = tokens.last().map_or(0, |token| token.span().end().column);
    end.saturating_sub(tokens.first().map_or(0, start)) as u64
}

fn regroup(group: &Group, inside: Vec<TokenTree>) -> TokenTree {
    let stream: TokenStream = inside.into_iter().collect();
    let mut made = Group::new(group.delimiter(), stream);
    made.set_span(group.span());
    TokenTree::Group(made)
}
