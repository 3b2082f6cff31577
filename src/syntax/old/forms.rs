//! The old forms, each told by the token at which the parser stopped and the one before it.

use proc_macro2::{Delimiter, Ident, Punct, Spacing, TokenTree};

use super::regroup;

/// What `async`, `await`, `dyn` and `try` are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Names,
    Keywords,
}

/// The tokens with the form rewritten that ends before `here`, or begins there. `here` may be behind the last token.
pub(super) fn rewritten(tokens: &[TokenTree], here: usize, words: Words) -> Option<Vec<TokenTree>> {
    let before = here.checked_sub(1);
    let is = |at: Option<usize>, words: &[&str]| at.is_some_and(|at| is_word(tokens.get(at), words));
    const NAMES: &[&str] = &["async", "await", "dyn", "try"];
    if words == Words::Names && is(Some(here), NAMES) {
        return as_name(tokens, here);
    }
    if let Some(at) = [Some(here), before].into_iter().flatten().find(|at| is(Some(*at), &["crate"])) {
        return crate_visibility(tokens, at);
    }
    if is(Some(here), &["box"]) {
        return Some([&tokens[..here], &tokens[here + 1..]].concat());
    }
    if is_sign(tokens.get(here), '\'') && (is_sign(before.map(|at| &tokens[at]), ',') || is(before, &["where"])) {
        return lifetime_without_bounds(tokens, here);
    }
    if is_parens(tokens.get(here)) && matches!(before.map(|at| &tokens[at]), Some(TokenTree::Ident(_))) {
        return trait_object(tokens, here - 1);
    }
    if words == Words::Names && is(before, NAMES) {
        return as_name(tokens, here - 1);
    }
    None
}

/// The tokens with `async` and `try` as names wherever braces follow, at any depth. `None`: they do so nowhere.
pub(super) fn names_before_braces(tokens: &[TokenTree]) -> Option<Vec<TokenTree>> {
    let mut found = false;
    let mut all = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let braces =
            matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
        let made = match token {
            TokenTree::Ident(word) if braces && is_word(Some(token), &["async", "try"]) => {
                Some(TokenTree::Ident(raw(word)))
            }
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                names_before_braces(&inside).map(|inside| regroup(group, inside))
            }
            _ => None,
        };
        found |= made.is_some();
        all.push(made.unwrap_or_else(|| token.clone()));
    }
    found.then_some(all)
}

/// `let async = …`, `fn try(…)`: the word as it is written where it is a keyword.
fn as_name(tokens: &[TokenTree], at: usize) -> Option<Vec<TokenTree>> {
    let TokenTree::Ident(word) = tokens.get(at)? else { return None };
    let name = raw(word);
    Some(replaced(tokens, at, TokenTree::Ident(name)))
}

fn raw(word: &Ident) -> Ident {
    Ident::new_raw(&word.to_string(), word.span())
}

/// `crate fn f()`: a visibility that never became stable.
fn crate_visibility(tokens: &[TokenTree], at: usize) -> Option<Vec<TokenTree>> {
    let public = Ident::new("pub", tokens.get(at)?.span());
    let path = is_sign(tokens.get(at + 1), ':');
    (!path).then(|| replaced(tokens, at, TokenTree::Ident(public)))
}

/// `where T: 'a, 'b`: a lifetime that nothing is said of.
fn lifetime_without_bounds(tokens: &[TokenTree], at: usize) -> Option<Vec<TokenTree>> {
    let name = tokens.get(at + 1)?;
    let mut colon = Punct::new(':', Spacing::Alone);
    colon.set_span(name.span());
    let unsaid = !is_sign(tokens.get(at + 2), ':');
    unsaid.then(|| inserted(tokens, at + 2, TokenTree::Punct(colon)))
}

/// `Fn(u8) + Send` without `dyn`; `last` is the end of the trait's path.
fn trait_object(tokens: &[TokenTree], last: usize) -> Option<Vec<TokenTree>> {
    let colons = |at: usize| is_sign(tokens.get(at), ':') && is_sign(tokens.get(at + 1), ':');
    let mut first = last;
    while first >= 2 && colons(first - 2) {
        first -= 2;
        let Some(at) = first.checked_sub(1).filter(|at| matches!(tokens[*at], TokenTree::Ident(_))) else { break };
        first = at;
    }
    if first > 0 && is_sign(tokens.get(first - 1), '>') {
        let open = opening(tokens, first - 1);
        let word = open.and_then(|open| open.checked_sub(1));
        first = word.filter(|at| is_word(tokens.get(*at), &["for"])).unwrap_or(first);
    }
    let is_said = first > 0 && is_word(tokens.get(first - 1), &["dyn"]);
    let word = Ident::new("dyn", tokens.get(first)?.span());
    (!is_said).then(|| inserted(tokens, first, TokenTree::Ident(word)))
}

/// The `<` whose partner is the `>` at `close`.
pub(super) fn opening(tokens: &[TokenTree], close: usize) -> Option<usize> {
    let mut open = 0;
    for at in (0..=close).rev() {
        if is_sign(tokens.get(at), '>') && !is_arrow(tokens, at) {
            open += 1;
        } else if is_sign(tokens.get(at), '<') {
            open -= 1;
            if open == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Whether a `>` is the end of `->` or `=>`.
pub(super) fn is_arrow(tokens: &[TokenTree], at: usize) -> bool {
    let joint = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.spacing() == Spacing::Joint && matches!(sign.as_char(), '-' | '='));
    at.checked_sub(1).is_some_and(|before| joint(&tokens[before]))
}

pub(super) fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

pub(super) fn is_word(token: Option<&TokenTree>, words: &[&str]) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if words.iter().any(|word| ident == word))
}

fn is_parens(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

fn replaced(tokens: &[TokenTree], at: usize, token: TokenTree) -> Vec<TokenTree> {
    let mut all = tokens.to_vec();
    all[at] = token;
    all
}

fn inserted(tokens: &[TokenTree], at: usize, token: TokenTree) -> Vec<TokenTree> {
    let mut all = tokens.to_vec();
    all.insert(at.min(all.len()), token);
    all
}
