//! Text to trees: what one file of Rust source says, owned and without syn types.
//!
//! This layer knows Rust's shape and nothing of concurrency, packages or the disk. Parsing never fails over a mistake in the
//! source: what cannot be read is named and left out, and the rest is there.

mod children;
pub mod comments;
mod depth;
mod direct;
mod long;
mod lower;
mod macros;
pub mod names;
mod old;
mod recover;
mod scan;
mod signatures;
mod source;
pub mod span;
pub mod tree;

#[cfg(test)]
mod tests;

use std::fmt;

pub use comments::Comments;
pub use names::{Interner, Name, Names};
pub use source::Source;
pub use span::{FileId, Span};
pub use tree::Tree;

/// What was read of one file.
#[derive(Debug)]
pub struct Parsed {
    pub tree: Tree,
    pub comments: Comments,
    /// The places that could not be read; empty for a file that is whole.
    pub errors: Vec<ParseError>,
    /// Whether a program wrote the file: its head says `@generated`, or its name ends in `.pb.rs`.
    pub generated: bool,
}

/// A place that could not be read and was left out of the tree.
#[derive(Clone, Debug)]
pub struct ParseError {
    pub span: Span,
    /// What was expected there: lower case, no full stop.
    pub message: String,
}

/// How much code a file may have, in bytes without spaces, comments and strings. Code that is all calls takes two hundred times its length as a tree and facts. Of 72,000
/// published files in which a fact could start, the longest has 4.1 MB with its spaces.
const LONGEST: usize = 4 << 20;

/// Why a file was not read at all.
#[derive(Clone, Debug)]
pub enum Unread {
    /// It is longer than a tree of it should be.
    TooLong,
    /// At this place its nesting passes what the parser's stack is made for.
    TooDeep(Span),
    /// No part of it could be split into tokens.
    NotRust(ParseError),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::TooLong => {
                write!(f, "it has more than {} MB of code; split it or leave it out", LONGEST >> 20)
            }
            Unread::TooDeep(_) => write!(f, "the code is nested too deep"),
            Unread::NotRust(error) => write!(f, "this is not Rust: {}", error.message),
        }
    }
}

/// How much of a file is kept in its tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    Everything,
    /// Items with their signatures and fields; no function has a body, no static a value, and what stands in bodies is not
    /// even parsed, so that mistakes in it are not named.
    Signatures,
}

/// Reads one file. Spans are byte offsets into the source's text, which may begin with a byte order mark or a `#!` line.
///
/// The calling thread needs a stack of 256 MB for the deepest files that are accepted.
pub fn parse(source: &Source, names: &Interner) -> Result<Parsed, Unread> {
    parse_keeping(source, names, Keep::Everything)
}

/// Reads one file and keeps as much of it as is asked for.
pub fn parse_keeping(source: &Source, names: &Interner, keep: Keep) -> Result<Parsed, Unread> {
    parse_with(source, names, keep, |lower, blank| match direct::read(lower, blank) {
        true => Ok(Vec::new()),
        false => recover::read(lower, blank),
    })
}

/// The same by syn alone, to be compared.
pub fn parse_by_syn(source: &Source, names: &Interner, keep: Keep) -> Result<Parsed, Unread> {
    parse_with(source, names, keep, recover::read)
}

/// Whether a file was not read by syn but for some of its macro calls.
pub fn is_plain(source: &Source, names: &Interner, keep: Keep) -> bool {
    let mut plain = false;
    let parsed = parse_with(source, names, keep, |lower, blank| {
        plain = direct::read(lower, blank);
        Ok(Vec::new())
    });
    parsed.is_ok() && plain
}

fn parse_with(
    source: &Source,
    names: &Interner,
    keep: Keep,
    mut read: impl FnMut(&mut lower::Lower<'_>, &str) -> Result<Vec<ParseError>, ParseError>,
) -> Result<Parsed, Unread> {
    if source.text.len() > u32::MAX as usize / 2 {
        return Err(Unread::TooLong);
    }
    let scan = scan::scan(source)?;
    let mut lower = lower::Lower::new(source, names, keep);
    let (blank, cut) = match keep {
        Keep::Signatures => (signatures::without_bodies(&scan.blank), Vec::new()),
        Keep::Everything => long::without_long_bodies(source, scan.blank),
    };
    if is_too_long(&blank) {
        return Err(Unread::TooLong);
    }
    let read = read(&mut lower, &blank);
    proc_macro2::extra::invalidate_current_thread_spans();
    let mut errors = scan.faults;
    errors.extend(cut);
    errors.extend(read.map_err(Unread::NotRust)?);
    let comments = Comments::new(scan.comments);
    Ok(Parsed { tree: lower.finish(), generated: source.says_generated(&comments), comments, errors })
}

/// Whether a blanked text has more code than a tree is made of.
fn is_too_long(blank: &str) -> bool {
    blank.len() > LONGEST && blank.bytes().filter(|byte| !byte.is_ascii_whitespace()).nth(LONGEST).is_some()
}
