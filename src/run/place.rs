//! From spans to places: paths, lines, columns and the lines' text.

use std::sync::Arc;

use crate::judged::{self, Excerpt, Hunk, Patch, Place, Position, Stretch};
use crate::lint::{Edit, Finding, Fix};
use crate::syntax::{FileId, Source, Span};

/// How far from one another two places are, in bytes, between which the lines are not kept.
const FAR: u32 = 20_000;

/// The texts of one package, sorted by number.
pub struct Sources<'s>(pub &'s [Arc<Source>]);

impl<'s> Sources<'s> {
    pub fn get(&self, file: FileId) -> &'s Source {
        let at = self.0.binary_search_by_key(&file, |s| s.file).expect("a span lies in a file of its package");
        &self.0[at]
    }

    pub fn path(&self, span: Span) -> String {
        self.get(span.file).path.clone()
    }

    pub fn place(&self, span: Span, text: &str) -> Place {
        Place {
            path: self.path(span),
            start: self.position(span.file, span.start),
            end: self.position(span.file, span.end),
            text: text.to_owned(),
            task: 0,
        }
    }

    pub fn fix(&self, fix: Fix) -> judged::Fix {
        let Fix { title, safety, mut edits } = fix;
        edits.sort_by_key(|edit| edit.span);
        let hunks = self.hunks(&edits);
        judged::Fix { title, safety, patches: edits.into_iter().map(|edit| self.patch(edit)).collect(), hunks }
    }

    /// The lines that sorted edits are about; edits that share a line are in one hunk.
    fn hunks(&self, edits: &[Edit]) -> Vec<Hunk> {
        let mut lines: Vec<(Span, &[Edit])> = Vec::new();
        for (nth, edit) in edits.iter().enumerate() {
            let own = self.lines(edit.span);
            match lines.last_mut() {
                Some((span, held)) if span.file == own.file && own.start < span.end => {
                    span.end = own.end.max(span.end);
                    *held = &edits[nth - held.len()..=nth];
                }
                _ => lines.push((own, &edits[nth..=nth])),
            }
        }
        lines.into_iter().map(|(span, edits)| self.hunk(span, edits)).collect()
    }

    fn hunk(&self, lines: Span, edits: &[Edit]) -> Hunk {
        let text = &self.get(lines.file).text;
        let (mut after, mut at) = (String::new(), lines.start);
        for edit in edits {
            after.push_str(&text[at as usize..edit.span.start as usize]);
            after.push_str(&edit.text);
            at = edit.span.end;
        }
        after.push_str(&text[at as usize..lines.end as usize]);
        Hunk {
            path: self.path(lines),
            line: self.position(lines.file, lines.start).line,
            before: text[lines.start as usize..lines.end as usize].to_owned(),
            after,
        }
    }

    /// A span and the rest of the lines in which it begins and ends, with the last line's break.
    fn lines(&self, span: Span) -> Span {
        let text = &self.get(span.file).text;
        let start = text[..span.start as usize].rfind('\n').map_or(0, |n| n + 1);
        // What ends with a line break does not reach into the next line.
        let last = span.end.max(span.start + 1).min(text.len() as u32).saturating_sub(1) as usize;
        let end = text.as_bytes()[last..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |n| last + n + 1);
        Span { file: span.file, start: start as u32, end: end as u32 }
    }

    fn patch(&self, Edit { span, text }: Edit) -> Patch {
        let (start, end) = (self.position(span.file, span.start), self.position(span.file, span.end));
        Patch { path: self.path(span), start, end, text }
    }

    /// The lines that a span lies on.
    pub fn stretch(&self, span: Span) -> Stretch {
        let line = |offset| self.position(span.file, offset).line;
        // A span that ends with its line does not reach the next one.
        Stretch { path: self.path(span), first: line(span.start), last: line(span.end.max(span.start + 1) - 1) }
    }

    /// For each file that the finding speaks of, its own first, the lines in which a span begins and all between them; those
    /// that lie far from one another apart, since a finding of a long file would keep most of it.
    pub fn excerpts(&self, finding: &Finding) -> Vec<Excerpt> {
        let spans = || std::iter::once(finding.span).chain(finding.labels.iter().map(|l| l.span));
        let mut files = Vec::new();
        for span in spans() {
            if !files.contains(&span.file) {
                files.push(span.file);
            }
        }
        let near = |file| {
            let mut starts: Vec<u32> = spans().filter(|span| span.file == file).map(|span| span.start).collect();
            starts.sort_unstable();
            let apart = starts.chunk_by(|one, next| next - one <= FAR);
            apart.map(|near| self.excerpt(file, near[0], near[near.len() - 1])).collect::<Vec<_>>()
        };
        files.into_iter().flat_map(near).collect()
    }

    /// The lines from the one of a first place to the one of a last place, by their offsets in bytes.
    fn excerpt(&self, file: FileId, first: u32, last: u32) -> Excerpt {
        let (source, last) = (self.get(file), last as usize);
        let begin = source.text[..first as usize].rfind('\n').map_or(0, |n| n + 1);
        let end = source.text[last..].find('\n').map_or(source.text.len(), |n| last + n);
        Excerpt {
            path: source.path.clone(),
            line: self.position(file, first).line,
            offset: begin as u32,
            text: source.text[begin..end].to_owned(),
        }
    }

    fn position(&self, file: FileId, offset: u32) -> Position {
        let (line, column) = self.get(file).line_column(offset);
        Position { line, column, offset }
    }
}
