//! The comments near a statement: right above it, on its line, and between two statements.
//!
//! What they say is `library/vocabulary.rs`'s to tell.

use crate::model::Base;
use crate::model::source::spelled::sentences_of;
use crate::model::source::tables::DefId;
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::comments::{Comment, CommentKind, said_to_us};

/// A run of comments that reads as one text.
#[derive(Clone, Debug)]
pub struct Remark {
    /// From the first comment to the last; of two apart, the first.
    pub span: Span,
    /// The words of each of its sentences; what stands behind code begins a new one.
    pub sentences: Vec<Vec<String>>,
}

impl Remark {
    /// All its words.
    pub fn words(&self) -> Vec<String> {
        self.sentences.concat()
    }
}

impl Base {
    /// What the comments right above a statement and behind it on its line say.
    pub(in crate::model) fn remark_at(&self, at: StmtAt) -> Option<Remark> {
        let span = self.stmt(at).span;
        let mut comments = self.above(at);
        let (line, _) = self.source(at.file).line_column(span.end);
        let behind = self.comments(at).on_line(line).filter(|c| c.after_code && c.span.start >= span.end);
        let behind = behind.filter(|c| self.is_for_people(at, c));
        comments.extend(behind);
        self.remark(at, &comments)
    }

    /// What the comments right above a statement say.
    pub(in crate::model) fn remark_above(&self, at: StmtAt) -> Option<Remark> {
        self.remark(at, &self.above(at))
    }

    /// What the comments right above a function say, those that document it included.
    pub(in crate::model) fn remark_on(&self, def: DefId) -> Option<Remark> {
        let info = self.index.def(def);
        let source = self.source(info.file);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        let (line, _) = source.line_column(item.span.start);
        let comments = &self.files[info.file.0 as usize].parsed.comments;
        let mut above: Vec<&Comment> = comments.above(line).collect();
        above.reverse();
        let (first, last) = (above.first()?, above.last()?);
        let text: Vec<&str> = above.iter().map(|comment| source.text_of(comment.span)).collect();
        Some(Remark { span: first.span.to(last.span), sentences: sentences_of(&text.join("\n")) })
    }

    fn above(&self, at: StmtAt) -> Vec<&Comment> {
        let (line, _) = self.source(at.file).line_column(self.stmt(at).span.start);
        let mut above: Vec<&Comment> = self.comments(at).above(line).collect();
        above.reverse();
        above.retain(|c| c.kind == CommentKind::Plain && self.is_for_people(at, c));
        above
    }

    /// Whether a comment is not meant for conclint: why a finding is allowed is no word on what the code waits for. What a
    /// test of a compiler or linter expects on the line is no word on it either: `//~ ERROR`.
    fn is_for_people(&self, at: StmtAt, comment: &Comment) -> bool {
        let text = self.source(at.file).text_of(comment.span);
        said_to_us(text).is_none() && !text.starts_with("//~")
    }

    fn comments(&self, at: StmtAt) -> &crate::syntax::Comments {
        &self.files[at.file.0 as usize].parsed.comments
    }

    fn remark(&self, at: StmtAt, comments: &[&Comment]) -> Option<Remark> {
        let (first, last) = (comments.first()?, comments.last()?);
        let source = self.source(at.file);
        // A comment behind the statement is no neighbour of those above it.
        let span = if last.after_code && comments.len() > 1 {
            first.span.to(comments[comments.len() - 2].span)
        } else {
            first.span.to(last.span)
        };
        let (behind, above): (Vec<&Comment>, Vec<&Comment>) = comments.iter().partition(|c| c.after_code);
        let text = |comments: &[&Comment]| {
            let lines: Vec<&str> = comments.iter().map(|c| source.text_of(c.span)).collect();
            lines.join("\n")
        };
        let sentences = [text(&above), text(&behind)].iter().flat_map(|text| sentences_of(text)).collect();
        Some(Remark { span, sentences })
    }
}
