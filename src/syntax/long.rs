//! Functions that are longer than any that people write: they lose their bodies, as what is asked of a body may take time
//! that grows with the square of its length.

use super::signatures::{bodies, is_part};
use super::{ParseError, Source};

/// How many tokens a function may have. Of those of 72,000 published files, written by people or by programs, the longest has
/// 70,000, and one in a million has more than 30,000.
const MOST_TOKENS: usize = 100_000;

/// The blanked text with spaces for the bodies that are too long, and the places where they stood.
pub(super) fn without_long_bodies(source: &Source, blank: String) -> (String, Vec<ParseError>) {
    // A token has at least one byte.
    if blank.len() <= MOST_TOKENS {
        return (blank, Vec::new());
    }
    let long = bodies(&blank).filter(|body| body.len() > MOST_TOKENS && has_too_many(&blank.as_bytes()[body.clone()]));
    let long: Vec<_> = long.collect();
    let mut bytes = blank.into_bytes();
    let mut cut = Vec::with_capacity(long.len());
    for body in long {
        let span = source.span(body.start - 1, body.start);
        cut.push(ParseError { span, message: "this function is too long to be looked into".to_owned() });
        bytes[body].fill(b' ');
    }
    // A body begins and ends at a brace, so that only whole characters are taken out.
    (String::from_utf8(bytes).unwrap_or_default(), cut)
}

/// Whether a text has more tokens than a function may have; each sign counts as one.
fn has_too_many(text: &[u8]) -> bool {
    let begins = |(n, byte): (usize, &u8)| match is_part(*byte) {
        true => n == 0 || !is_part(text[n - 1]),
        false => !byte.is_ascii_whitespace(),
    };
    text.iter().enumerate().filter(|one| begins(*one)).nth(MOST_TOKENS).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FileId, Interner, parse};

    #[test]
    fn a_body_that_is_too_long_goes_and_those_beside_it_stay() {
        let text = format!("fn a() {{ b(); }} fn c() {{ {} }} fn d() {{ e(); }}", "f();".repeat(MOST_TOKENS / 4 + 1));
        let source = Source::new(FileId(0), "a.rs", text);
        let parsed = parse(&source, &Interner::default()).expect("the rest is Rust");
        let said: Vec<_> = parsed.errors.iter().map(|error| (error.span.start, error.message.as_str())).collect();
        assert_eq!(said, [(23, "this function is too long to be looked into")]);
        assert_eq!(parsed.tree.items.len(), 3);
        assert!(parsed.tree.exprs.len() < 10);
    }

    #[test]
    fn the_longest_that_people_write_stays() {
        let text = format!("fn c() {{ {} }}", "f(x);".repeat(MOST_TOKENS / 5));
        let source = Source::new(FileId(0), "a.rs", text);
        assert!(parse(&source, &Interner::default()).is_ok_and(|parsed| parsed.errors.is_empty()));
    }
}
