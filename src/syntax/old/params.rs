//! Parameters without names, as the methods of a trait may have them in edition 2015: `fn send(&self, u32, &str);`.

use proc_macro2::{Ident, Punct, Spacing, TokenTree};

use super::forms::{is_arrow, is_sign, is_word, opening};

/// Whether what stands in parentheses behind these tokens is the parameters of a function with a name.
pub(super) fn are_of_fn(before: &[TokenTree]) -> bool {
    let Some(last) = before.len().checked_sub(1) else { return false };
    let end = if is_sign(before.get(last), '>') {
        opening(before, last).and_then(|at| at.checked_sub(1))
    } else {
        Some(last)
    };
    let Some(name) = end.filter(|at| matches!(before[*at], TokenTree::Ident(_))) else { return false };
    name.checked_sub(1).is_some_and(|at| is_word(before.get(at), &["fn"]))
}

/// The parameters with a `_` for each name that is missing. `None`: none is.
pub(super) fn named(params: &[TokenTree]) -> Option<Vec<TokenTree>> {
    let mut all = Vec::with_capacity(params.len() + 8);
    let mut any = false;
    for param in apart(params) {
        let (attributes, param) = param.split_at(attributes(param));
        all.extend_from_slice(attributes);
        if let Some(first) = param.first().filter(|_| lacks_name(param)) {
            any = true;
            let mut colon = Punct::new(':', Spacing::Alone);
            colon.set_span(first.span());
            all.push(TokenTree::Ident(Ident::new("_", first.span())));
            all.push(TokenTree::Punct(colon));
        }
        all.extend_from_slice(param);
    }
    any.then_some(all)
}

/// Each parameter with the comma behind it.
fn apart(params: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in outside_of_angles(params) {
        if is_sign(params.get(at), ',') {
            pieces.push(&params[from..=at]);
            from = at + 1;
        }
    }
    pieces.push(&params[from..]);
    pieces
}

/// How many tokens the attributes before a parameter have.
fn attributes(param: &[TokenTree]) -> usize {
    let pairs = param.chunks(2).take_while(|pair| is_sign(pair.first(), '#') && pair.len() == 2);
    pairs.count() * 2
}

/// Whether a parameter is a type alone: no receiver, no `...`, no name with a colon.
fn lacks_name(param: &[TokenTree]) -> bool {
    let param = if is_sign(param.last(), ',') { &param[..param.len() - 1] } else { param };
    let is_receiver = is_word(param.last(), &["self"]);
    let is_colon = |at: usize| {
        let next = is_sign(param.get(at + 1), ':');
        let last = at > 0 && is_sign(param.get(at - 1), ':');
        is_sign(param.get(at), ':') && !next && !last
    };
    let has_name = outside_of_angles(param).into_iter().any(is_colon);
    !(param.is_empty() || is_receiver || has_name || is_sign(param.first(), '.'))
}

/// The places of the tokens that stand in no angle brackets.
fn outside_of_angles(tokens: &[TokenTree]) -> Vec<usize> {
    let mut open = 0u32;
    let mut outside = Vec::with_capacity(tokens.len());
    for at in 0..tokens.len() {
        if is_sign(tokens.get(at), '<') {
            open += 1;
        } else if is_sign(tokens.get(at), '>') && !is_arrow(tokens, at) {
            open = open.saturating_sub(1);
        } else if open == 0 {
            outside.push(at);
        }
    }
    outside
}
