//! What can be done about the findings at a place.

use gen_lsp_types::{CodeAction, CodeActionKind, Range};

use super::documents::Document;
use super::judging::Seen;

/// The actions for a stretch of a document, of the kinds that are wanted; `None` wants all.
///
/// There is none as long as the document is newer than what was judged: an edit would be made in the wrong place.
pub fn actions(open: &Document, seen: &Seen, range: Range, only: Option<&[CodeActionKind]>) -> Vec<CodeAction> {
    if seen.version != Some(open.version) {
        return Vec::new();
    }
    let touches = |one: Range| one.start <= range.end && range.start <= one.end;
    let near = seen.found.iter().filter(|found| touches(found.diagnostic.range));
    let wanted = |action: &&CodeAction| only.is_none_or(|only| only.iter().any(|kind| is_kind(action, kind)));
    near.flat_map(|found| &found.actions).filter(wanted).cloned().collect()
}

/// Whether an action is of a kind, or of one below it: `quickfix.a` is a `quickfix`.
fn is_kind(action: &CodeAction, kind: &CodeActionKind) -> bool {
    let own = action.kind.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind = kind.to_string();
    kind.is_empty() || own == kind || own.strip_prefix(&kind).is_some_and(|rest| rest.starts_with('.'))
}
