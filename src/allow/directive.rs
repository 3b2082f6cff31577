//! What a comment says to conclint: `conclint: allow(timer-reset, sleep-as-sync) -- why it is right here`.
//!
//! It knows the words of such a comment, and neither which lints there are nor where the comment stands.

use crate::syntax::Span;
use crate::syntax::comments::{MARK, said_to_us};

/// What a comment asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directive {
    pub word: Word,
    /// At least one, in the order in which they stand.
    pub names: Vec<Named>,
    /// Whether anything is said after `--`.
    pub reasoned: bool,
}

/// A name in a directive's list, whether a lint is called so or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    pub name: String,
    pub span: Span,
}

/// The first word of a directive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// Findings are held back.
    Allow,
    /// The same, and there must be some.
    Expect,
}

impl Word {
    pub fn name(self) -> &'static str {
        match self {
            Word::Allow => "allow",
            Word::Expect => "expect",
        }
    }
}

/// Reads a comment, given with its slashes. `None`: it is not meant for conclint. An error says what is wrong with it.
pub fn read(comment: &str, span: Span) -> Option<Result<Directive, &'static str>> {
    let said = said_to_us(comment)?;
    let place = |name: &str| {
        let start = span.start + offset(comment, name);
        Span { start, end: start + name.len() as u32, ..span }
    };
    Some(directive(said, place))
}

/// An allow of these lints for this reason, as a comment to the end of its line.
pub fn written(lints: &[&str], reason: &str) -> String {
    format!("// {MARK} {}({}) -- {reason}", Word::Allow.name(), lints.join(", "))
}

/// Reads what follows the mark; `place` tells where a name of it stands.
fn directive(said: &str, place: impl Fn(&str) -> Span) -> Result<Directive, &'static str> {
    let (word, rest) = split_word(said).ok_or("neither `allow` nor `expect` follows `conclint:`")?;
    let list = rest.trim_start().strip_prefix('(').ok_or("no lint is named in parentheses")?;
    let (list, after) = list.split_once(')').ok_or("its list of lints has no end")?;
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<Named> = names.map(|name| Named { name: name.to_owned(), span: place(name) }).collect();
    if names.is_empty() {
        return Err("no lint is named in parentheses");
    }
    let reasoned = after.trim_start().strip_prefix("--").is_some_and(|reason| !reason.trim().is_empty());
    Ok(Directive { word, names, reasoned })
}

/// Where in `whole` the slice `part` of it begins.
fn offset(whole: &str, part: &str) -> u32 {
    (part.as_ptr() as usize - whole.as_ptr() as usize) as u32
}

fn split_word(said: &str) -> Option<(Word, &str)> {
    let said = said.trim_start();
    let end = said.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(said.len());
    let word = [Word::Allow, Word::Expect].into_iter().find(|word| word.name() == &said[..end])?;
    Some((word, &said[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::FileId;

    type Said<'c> = (Word, Vec<&'c str>, bool);

    /// The word, the texts at the spans of the names, and whether there is a reason.
    fn said(comment: &str) -> Option<Result<Said<'_>, &'static str>> {
        let shift = 100;
        let span = Span { file: FileId(0), start: shift, end: shift + comment.len() as u32 };
        Some(read(comment, span)?.map(|directive| {
            let names = directive.names.iter().map(|named| {
                let at = (named.span.start - shift) as usize..(named.span.end - shift) as usize;
                assert_eq!(&comment[at.clone()], named.name, "the span is the name's");
                &comment[at]
            });
            (directive.word, names.collect(), directive.reasoned)
        }))
    }

    #[test]
    fn an_allow_names_lints_and_gives_a_reason() {
        let both = Some(Ok((Word::Allow, vec!["timer-reset", "sleep-as-sync"], true)));
        assert_eq!(said("// conclint: allow(timer-reset, sleep-as-sync) -- it is rare"), both);
        assert_eq!(said("//conclint:allow( timer-reset ,sleep-as-sync, )--é"), both);
        assert_eq!(said("/* conclint: allow(timer-reset, sleep-as-sync) -- it is rare */"), both);
        assert_eq!(said("/* conclint: allow(timer-reset,\n sleep-as-sync)\n -- it is rare"), both);
        assert_eq!(said("//! conclint: expect(a) -- b"), Some(Ok((Word::Expect, vec!["a"], true))));
    }

    #[test]
    fn a_reason_stands_after_two_dashes() {
        for comment in ["// conclint: allow(a)", "// conclint: allow(a) --", "// conclint: allow(a) it is rare"] {
            assert_eq!(said(comment), Some(Ok((Word::Allow, vec!["a"], false))), "{comment}");
        }
        assert_eq!(said("/* conclint: allow(a) -- */"), Some(Ok((Word::Allow, vec!["a"], false))));
    }

    #[test]
    fn what_does_not_begin_with_the_mark_is_not_meant() {
        for comment in ["// see conclint: allow(a) -- b", "// conclint allow(a)", "//", "/**/", "/*", "// Conclint: x"]
        {
            assert_eq!(said(comment), None, "{comment}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let cases = [
            ("// conclint: alow(a) -- b", "neither `allow` nor `expect` follows `conclint:`"),
            ("// conclint: allowed(a) -- b", "neither `allow` nor `expect` follows `conclint:`"),
            ("// conclint:", "neither `allow` nor `expect` follows `conclint:`"),
            ("// conclint: allow timer-reset -- b", "no lint is named in parentheses"),
            ("// conclint: allow( , ) -- b", "no lint is named in parentheses"),
            ("// conclint: allow(a -- b", "its list of lints has no end"),
        ];
        for (comment, fault) in cases {
            assert_eq!(said(comment), Some(Err(fault)), "{comment}");
        }
    }
}
