//! The lines that have to do with a finding: a change of any of them may have made it.

use std::collections::HashMap;

use super::place::Sources;
use crate::allow::Allows;
use crate::judged::Stretch;
use crate::lint::Finding;
use crate::model::{Crate, File};
use crate::syntax::{FileId, Span};

/// How many places of a file are looked up before it is worth to know all of them.
const FEW: usize = 32;

/// How far the code of a package's files reaches.
pub struct Reach<'k> {
    files: HashMap<FileId, InFile<'k>>,
}

struct InFile<'k> {
    file: &'k File,
    asked: usize,
    /// Where the longest expression ends that begins at a place; made when many places were asked for.
    longest: HashMap<u32, u32>,
}

impl<'k> Reach<'k> {
    pub fn new(krate: &'k Crate) -> Reach<'k> {
        let one = |file: &'k File| (file.source.file, InFile { file, asked: 0, longest: HashMap::new() });
        Reach { files: krate.files().iter().map(one).collect() }
    }

    /// For each place of a finding, its own first, its lines and those of what begins there: a finding marks the word `loop`,
    /// and speaks of the whole loop. A comment reaches as far as the code that it covers.
    pub fn of(&mut self, finding: &Finding, allows: &Allows, sources: &Sources<'_>) -> Vec<Stretch> {
        let spans = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        let whole = |span: Span| {
            let code = self.files.get_mut(&span.file).map_or(span, |file| file.widest(span));
            allows.covered_by(span).map_or(code, |covered| code.to(covered))
        };
        spans.map(whole).map(|span| sources.stretch(span)).collect()
    }
}

impl InFile<'_> {
    /// The longest expression that begins where a span does, or the span itself.
    fn widest(&mut self, span: Span) -> Span {
        let exprs = self.file.parsed.tree.exprs.iter().map(|expr| expr.span);
        self.asked += 1;
        if self.asked == FEW {
            for expr in exprs.clone() {
                let end = self.longest.entry(expr.start).or_default();
                *end = expr.end.max(*end);
            }
        }
        let end = match self.asked < FEW {
            true => exprs.filter(|expr| expr.start == span.start).map(|expr| expr.end).max(),
            false => self.longest.get(&span.start).copied(),
        };
        end.map_or(span, |end| span.to(Span { end, ..span }))
    }
}
