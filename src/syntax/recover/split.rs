//! Where one item or statement ends and the next begins, judged by tokens alone, since they do not parse.

use std::iter::Peekable;
use std::vec::IntoIter;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

type Tokens = Peekable<IntoIter<TokenTree>>;

/// Words that say what an item is.
const MAINS: &[&str] = &[
    "fn",
    "struct",
    "enum",
    "union",
    "trait",
    "mod",
    "use",
    "static",
    "const",
    "type",
    "impl",
    "extern",
    "macro",
    "macro_rules",
];
/// Words that may stand before the one that says what an item is.
const BEFORE_MAIN: &[&str] = &["pub", "unsafe", "async"];
/// Words that may do so too, and are names everywhere else.
const NAMES_BEFORE_MAIN: &[&str] = &["default", "auto", "crate"];
/// Words that begin a statement which ends with its block.
const BLOCKS: &[&str] = &["if", "match", "loop", "while", "for", "unsafe"];

/// Each item with its attributes; what can begin no item stands in pieces of its own.
pub(super) fn items(tokens: Vec<TokenTree>) -> Vec<Vec<TokenTree>> {
    let mut tokens = tokens.into_iter().peekable();
    let mut pieces = Vec::new();
    while tokens.peek().is_some() {
        let mut piece = attributes(&mut tokens);
        if is_inner_attribute(&piece) {
            pieces.push(piece);
            continue;
        }
        if begins_item(&mut tokens) {
            item(&mut tokens, &mut piece);
        } else {
            while tokens.peek().is_some_and(|token| !is_sign(token, '#')) && !begins_item(&mut tokens) {
                piece.extend(tokens.next());
            }
        }
        pieces.push(piece);
    }
    pieces
}

/// Each statement with its attributes.
pub(super) fn stmts(tokens: Vec<TokenTree>) -> Vec<Vec<TokenTree>> {
    let mut tokens = tokens.into_iter().peekable();
    let mut pieces = Vec::new();
    while tokens.peek().is_some() {
        let mut piece = attributes(&mut tokens);
        match tokens.peek() {
            Some(TokenTree::Ident(word)) => {
                let word = word.to_string();
                if MAINS.contains(&word.as_str()) && word != "const" || word == "pub" {
                    item(&mut tokens, &mut piece);
                } else if BLOCKS.contains(&word.as_str()) {
                    block_like(&mut tokens, &mut piece);
                } else {
                    until_semicolon(&mut tokens, &mut piece);
                }
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                block_like(&mut tokens, &mut piece);
            }
            Some(TokenTree::Punct(sign)) if sign.as_char() == '\'' => {
                block_like(&mut tokens, &mut piece);
            }
            _ => until_semicolon(&mut tokens, &mut piece),
        }
        pieces.push(piece);
    }
    pieces
}

/// Whether an item begins with this word, wherever a line begins with it.
pub(super) fn is_item_word(word: &str) -> bool {
    MAINS.contains(&word) || BEFORE_MAIN.contains(&word)
}

/// Whether a piece is nothing but `#![…]`.
pub(super) fn is_inner_attribute(piece: &[TokenTree]) -> bool {
    matches!(piece, [pound, bang, TokenTree::Group(_)] if is_sign(pound, '#') && is_sign(bang, '!'))
}

/// The word that says what an item is.
pub(super) fn main_word(piece: &[TokenTree]) -> Option<String> {
    let words = piece.iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    let mut main = None;
    for word in words.filter(|word| MAINS.contains(&word.as_str())) {
        main = Some(stronger(main, word));
    }
    main
}

/// Whether a piece is a function with a body.
pub(super) fn is_whole_fn(piece: &[TokenTree]) -> bool {
    let braced = matches!(piece.last(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    braced && main_word(piece).as_deref() == Some("fn")
}

/// Whether what stands in braces is the fields of a struct literal, not statements.
pub(super) fn is_field_list(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let first = tokens.next();
    let second = tokens.next();
    let third = tokens.next();
    match (first, second) {
        (Some(TokenTree::Ident(_)), Some(TokenTree::Punct(sign))) => {
            let path = third.is_some_and(|token| is_sign(&token, ':'));
            sign.as_char() == ',' || sign.as_char() == ':' && !path
        }
        _ => false,
    }
}

/// `const fn` and `extern fn` are functions; the first word counts otherwise.
fn stronger(main: Option<String>, word: String) -> String {
    match main {
        Some(main) if word == "fn" && (main == "const" || main == "extern") => word,
        Some(main) => main,
        None => word,
    }
}

/// The outer attributes, or one inner attribute.
fn attributes(tokens: &mut Tokens) -> Vec<TokenTree> {
    let mut piece = Vec::new();
    while tokens.peek().is_some_and(|token| is_sign(token, '#')) {
        piece.extend(tokens.next());
        let inner = tokens.peek().is_some_and(|token| is_sign(token, '!'));
        if inner {
            piece.extend(tokens.next());
        }
        if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
            piece.extend(tokens.next());
        }
        if inner {
            break;
        }
    }
    piece
}

fn begins_item(tokens: &mut Tokens) -> bool {
    let Some(TokenTree::Ident(word)) = tokens.peek() else {
        return false;
    };
    let text = word.to_string();
    if is_item_word(&text) || NAMES_BEFORE_MAIN.contains(&text.as_str()) {
        return true;
    }
    let mut ahead = tokens.clone();
    ahead.next();
    ahead.next().is_some_and(|token| is_sign(&token, '!'))
}

/// Takes one item: to its semicolon or its braces, and never into the next item.
fn item(tokens: &mut Tokens, piece: &mut Vec<TokenTree>) {
    let mut main: Option<String> = None;
    while let Some(token) = tokens.next() {
        let ends = match &token {
            TokenTree::Punct(sign) => sign.as_char() == ';',
            TokenTree::Group(group) => {
                let value = matches!(main.as_deref(), Some("use" | "static" | "type" | "const"));
                group.delimiter() == Delimiter::Brace && !value
            }
            TokenTree::Ident(word) => {
                let word = word.to_string();
                let lifetime = piece.last().is_some_and(|token| is_sign(token, '\''));
                if MAINS.contains(&word.as_str()) && !lifetime {
                    main = Some(stronger(main, word));
                }
                false
            }
            TokenTree::Literal(_) => false,
        };
        piece.push(token);
        if ends || main.is_some() && next_begins_another(tokens, piece) {
            return;
        }
    }
}

/// Whether the next tokens begin an item that the current one cannot hold: the end of the current one is missing.
fn next_begins_another(tokens: &mut Tokens, piece: &[TokenTree]) -> bool {
    let Some(TokenTree::Ident(word)) = tokens.peek() else {
        return false;
    };
    let word = word.to_string();
    if piece.last().is_some_and(|token| is_word(token, "macro")) {
        return false;
    }
    match word.as_str() {
        "pub" => true,
        "fn" | "struct" | "enum" | "trait" | "mod" | "use" => {
            let qualified = piece.last().is_some_and(|token| {
                ["pub", "const", "async", "unsafe", "extern"].iter().any(|word| is_word(token, word))
                    || matches!(token, TokenTree::Literal(_) | TokenTree::Group(_))
            });
            let mut ahead = tokens.clone();
            ahead.next();
            !qualified && matches!(ahead.next(), Some(TokenTree::Ident(_)))
        }
        _ => false,
    }
}

/// Takes `if … { } else { }`, `match … { }`, `'a: loop { }` and what is called on them.
fn block_like(tokens: &mut Tokens, piece: &mut Vec<TokenTree>) {
    while let Some(token) = tokens.next() {
        let block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let semicolon = is_sign(&token, ';');
        piece.push(token);
        if semicolon || block && !goes_on(tokens) {
            return;
        }
    }
}

/// Whether what follows a brace belongs to the same statement.
fn goes_on(tokens: &mut Tokens) -> bool {
    match tokens.peek() {
        Some(TokenTree::Ident(word)) => word == "else" || word == "in",
        Some(TokenTree::Punct(sign)) => matches!(sign.as_char(), '.' | '?' | '=' | '|' | ';'),
        _ => false,
    }
}

/// Takes tokens to the semicolon, or to a `let` that shows it is missing.
fn until_semicolon(tokens: &mut Tokens, piece: &mut Vec<TokenTree>) {
    while let Some(token) = tokens.next() {
        let semicolon = is_sign(&token, ';');
        let brace = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let of_macro = piece.len() == 2 && piece.last().is_some_and(|token| is_sign(token, '!'));
        let open_ended = is_word(&token, "if") || is_word(&token, "while") || is_sign(&token, '&');
        piece.push(token);
        let next_let = tokens.peek().is_some_and(|token| is_word(token, "let"));
        if semicolon || brace && of_macro && !goes_on(tokens) || next_let && !open_ended {
            return;
        }
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
