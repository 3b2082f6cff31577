//! The lines that have to do with a finding: a change of any of them may have made it.

use super::place::Sources;
use crate::allow::Allows;
use crate::judged::Stretch;
use crate::lint::Finding;
use crate::model::{Crate, File};
use crate::syntax::Span;

/// For each place of a finding, its own first, its lines and those of what begins there: a finding marks the word `loop`,
/// and speaks of the whole loop. A comment reaches as far as the code that it covers.
pub fn reach(finding: &Finding, krate: &Crate, allows: &Allows, sources: &Sources<'_>) -> Vec<Stretch> {
    let spans = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
    let whole = |span: Span| {
        let file = krate.files().iter().find(|file| file.source.file == span.file);
        let code = file.map_or(span, |file| widest(file, span));
        allows.covered_by(span).map_or(code, |covered| code.to(covered))
    };
    spans.map(|span| sources.stretch(whole(span))).collect()
}

/// The longest expression that begins where a span does, or the span itself.
fn widest(file: &File, span: Span) -> Span {
    let exprs = file.parsed.tree.exprs.iter().map(|expr| expr.span);
    let longest = exprs.filter(|expr| expr.start == span.start).max_by_key(|expr| expr.end);
    longest.map_or(span, |expr| span.to(expr))
}
