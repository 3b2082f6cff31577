//! Reading a file whole, or, when a mistake forbids that, as much of it as can be read.
//!
//! A mistake costs the smallest piece around it: a statement, a member, an item. What is lost stands in the tree as a macro
//! call without a name and with every identifier of the lost piece, so that nobody takes a variable for unused.

mod heal;
mod split;
mod text;

use proc_macro2::TokenStream;
use syn::Attribute;
use syn::parse::{ParseStream, Parser};

use super::lower::{Lower, Place};
use super::{ParseError, Span};
use heal::Healer;

/// Fills the tree, and names what could not be read. An error: nothing could.
pub(super) fn read(lower: &mut Lower<'_>, blank: &str) -> Result<Vec<ParseError>, ParseError> {
    lower.begin_again();
    lower.read_piece(0..blank.len(), blank);
    if whole(lower, blank) {
        return Ok(Vec::new());
    }
    lower.begin_again();
    lower.read_piece(0..blank.len(), blank);
    if let Ok(tokens) = blank.parse() {
        let mut errors = Vec::new();
        mended(lower, tokens, &mut errors);
        return Ok(errors);
    }
    pieces(lower, blank)
}

/// Reads a file without mistakes, and gives whether it is one. An item is parsed when the one before it has become ours:
/// syn's tree of a whole file takes several times as much memory.
fn whole(lower: &mut Lower<'_>, blank: &str) -> bool {
    let Ok(tokens) = blank.parse::<TokenStream>() else { return false };
    let file = |input: ParseStream<'_>| {
        lower.tree.attrs = lower.file_attrs(&input.call(Attribute::parse_inner)?);
        while !input.is_empty() {
            let item = lower.items(&[input.parse()?]);
            lower.tree.root.extend(item);
        }
        Ok(())
    };
    file.parse2(tokens).is_ok()
}

/// Reads tokens that are no file as they stand.
fn mended(lower: &mut Lower<'_>, tokens: TokenStream, errors: &mut Vec<ParseError>) {
    let mut healer = Healer::new(lower);
    let healed = healer.file(tokens);
    errors.append(&mut healer.errors);
    match syn::parse2::<syn::File>(healed) {
        Ok(file) => {
            let attrs = lower.file_attrs(&file.attrs);
            let items = lower.items(&file.items);
            lower.tree.attrs.extend(attrs);
            lower.tree.root.extend(items);
        }
        Err(error) => errors.push(parse_error(lower, &error)),
    }
}

/// Reads a text that is not even tokens: each stretch between two items at the margin stands for itself.
fn pieces(lower: &mut Lower<'_>, blank: &str) -> Result<Vec<ParseError>, ParseError> {
    let mut errors = Vec::new();
    for (start, end) in text::pieces(lower.text(), blank) {
        let mut piece = text::Piece::new(start, &blank[start..end]);
        let tokens = piece.tokens();
        lower.read_piece(start..end, &piece.text);
        for fault in piece.faults {
            let span = lower.clamp(fault, fault + 1);
            errors.push(ParseError { span, message: fault_message(blank, fault) });
        }
        if let Some(tokens) = tokens {
            match syn::parse2::<syn::File>(tokens) {
                Ok(file) => {
                    let attrs = lower.file_attrs(&file.attrs);
                    let items = lower.items(&file.items);
                    lower.tree.attrs.extend(attrs);
                    lower.tree.root.extend(items);
                }
                Err(_) => {
                    if let Ok(tokens) = piece.text.parse() {
                        mended(lower, tokens, &mut errors);
                    }
                }
            }
        }
    }
    let nothing = lower.tree.root.is_empty();
    match errors.first() {
        Some(error) if nothing => Err(error.clone()),
        _ => Ok(errors),
    }
}

/// What is wrong with the character at which a text could not be split into tokens.
fn fault_message(blank: &str, at: u32) -> String {
    match blank.as_bytes().get(at as usize) {
        Some(&open @ (b'(' | b'[' | b'{')) => format!("this `{}` is never closed", char::from(open)),
        Some(&close @ (b')' | b']' | b'}')) => format!("this `{}` closes no bracket", char::from(close)),
        _ => "this cannot be split into tokens".to_owned(),
    }
}

/// Tokens that parse as items, made of tokens that hold functions with bodies among other things.
/// `None`: they hold no such function.
pub(super) fn mend(lower: &Lower<'_>, tokens: &TokenStream, place: Place) -> Option<TokenStream> {
    let pieces = split::items(tokens.clone().into_iter().collect());
    let any = pieces.iter().any(|piece| split::is_whole_fn(piece));
    any.then(|| Healer::new(lower).items(tokens.clone(), place))
}

fn parse_error(lower: &Lower<'_>, error: &syn::Error) -> ParseError {
    let span: Span = lower.token(error.span());
    ParseError { span: lower.clamp(span.start, span.end.max(span.start + 1)), message: error.to_string() }
}
