//! The comments of one file and where they stand.
//!
//! It knows places, and which comments are meant for conclint and not for people; what a comment says is the reader's to
//! judge.

use super::span::Span;

/// How a comment that is meant for conclint begins.
pub const MARK: &str = "conclint:";

/// What a comment, given with its slashes, says behind the mark; `None` where it is not meant for conclint.
pub fn said_to_us(comment: &str) -> Option<&str> {
    let body = comment.strip_prefix("/*").map_or(comment, |inner| inner.strip_suffix("*/").unwrap_or(inner));
    body.trim_start_matches(['/', '*', '!']).trim_start().strip_prefix(MARK)
}

/// One comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// From its first slash; a line comment ends before the line break.
    pub span: Span,
    /// The line it begins on, from 1.
    pub line: u32,
    /// The line it ends on, from 1.
    pub last_line: u32,
    pub kind: CommentKind,
    /// Whether code stands before it on its first line.
    pub after_code: bool,
    /// Whether code or another comment stands after it on its last line; never so for a line comment.
    pub before_code: bool,
}

/// What a comment is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommentKind {
    /// `//` and `/* */`.
    Plain,
    /// `///` and `/** */`.
    Doc,
    /// `//!` and `/*! */`.
    InnerDoc,
}

/// All comments of one file, in order.
#[derive(Debug, Default)]
pub struct Comments {
    all: Vec<Comment>,
}

impl Comments {
    pub(super) fn new(all: Vec<Comment>) -> Comments {
        Comments { all }
    }

    /// Every comment, in the order of the file.
    pub fn all(&self) -> &[Comment] {
        &self.all
    }

    /// The last comment that begins on this line (from 1): the one after the code, if there is one.
    pub fn on_line(&self, line: u32) -> Option<&Comment> {
        self.before(line + 1).filter(|comment| comment.line == line)
    }

    /// The unbroken run of comments right above this line (from 1) that have their lines to themselves, nearest first.
    pub fn above(&self, line: u32) -> impl Iterator<Item = &Comment> {
        let end = self.all.partition_point(|comment| comment.line < line);
        let mut next = line;
        self.all[..end].iter().rev().map_while(move |comment| {
            let alone = !comment.after_code && !comment.before_code;
            let near = comment.last_line + 1 == next;
            next = comment.line;
            (alone && near).then_some(comment)
        })
    }

    /// The last comment that begins before this line.
    fn before(&self, line: u32) -> Option<&Comment> {
        let end = self.all.partition_point(|comment| comment.line < line);
        self.all[..end].last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FileId, Source, scan};

    fn read(text: &str) -> (Source, Comments) {
        let source = Source::new(FileId(0), "a.rs", text);
        let comments = scan::scan(&source).map(|scan| Comments::new(scan.comments));
        (source, comments.unwrap_or_default())
    }

    fn texts<'s>(source: &'s Source, comments: impl Iterator<Item = &'s Comment>) -> Vec<&'s str> {
        comments.map(|comment| source.text_of(comment.span)).collect()
    }

    #[test]
    fn a_comment_after_code_knows_it() {
        let (source, comments) = read("let x = 1; // why\n// alone\n");
        assert_eq!(texts(&source, comments.on_line(1).into_iter()), ["// why"]);
        assert!(comments.on_line(1).is_some_and(|comment| comment.after_code));
        assert!(comments.on_line(2).is_some_and(|comment| !comment.after_code));
        assert_eq!(comments.on_line(3), None);
    }

    #[test]
    fn the_run_above_a_line_is_given_nearest_first() {
        let (source, comments) = read("// far\n\n// one\n/* two\n   more */\n// three\nf();\n");
        let run = texts(&source, comments.above(7));
        assert_eq!(run, ["// three", "/* two\n   more */", "// one"]);
    }

    #[test]
    fn a_comment_behind_code_ends_the_run_above() {
        let (source, comments) = read("g(); // mine\n// yours\nf();\n");
        assert_eq!(texts(&source, comments.above(3)), ["// yours"]);
        assert_eq!(comments.above(2).count(), 0);
    }

    #[test]
    fn slashes_in_strings_and_chars_are_no_comments() {
        let (source, comments) =
            read("let a = \"// no\"; let b = r#\"/* \" no\"#; let c = '\"'; let d = b'\\''; // yes\n");
        assert_eq!(texts(&source, comments.all().iter()), ["// yes"]);
    }

    #[test]
    fn doc_comments_are_told_apart() {
        let (_, comments) = read("//! a\n/// b\n//// c\n/** d */\n/*** e */\n/**/\n/*! f */\n");
        let kinds: Vec<CommentKind> = comments.all().iter().map(|comment| comment.kind).collect();
        use CommentKind::*;
        assert_eq!(kinds, [InnerDoc, Doc, Plain, Doc, Plain, Plain, InnerDoc]);
    }

    #[test]
    fn block_comments_nest() {
        let (source, comments) = read("/* a /* b */ c */ f();\n");
        assert_eq!(texts(&source, comments.all().iter()), ["/* a /* b */ c */"]);
        assert!(comments.all()[0].before_code);
        assert_eq!(comments.above(2).count(), 0);
    }
}
