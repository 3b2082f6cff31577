//! What is shown at a position: the page of a lint, where a finding stands or a comment names it, and what the map has of a
//! task, channel or lock that begins there.

use std::path::Path;

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position, Range};

use super::client::Client;
use super::documents::Document;
use super::judging::{Note, Seen};
use super::text::Text;
use crate::lint::Lint;
use crate::lints;
use crate::run;

/// What to show for a position: the page of the lint whose name stands there, else what the map has of what begins there and
/// the page of the finding there.
pub fn hover(
    client: Client,
    path: &Path,
    open: &Document,
    seen: Option<&Seen>,
    notes: &[Note],
    at: Position,
) -> Option<Hover> {
    let text = Text::new(&open.text, client.encoding);
    if let Some((lint, range)) = named(path, &text, at) {
        return Some(shown(client, lint.page.to_owned(), range));
    }
    // Places that were found in another version of the text are somewhere else by now.
    let seen = seen.filter(|seen| seen.version == Some(open.version));
    let found = seen.and_then(|seen| seen.found.iter().find(|found| holds(found.diagnostic.range, at)));
    let noted = notes.iter().find_map(|note| Some((note, chain(&text, note, at)?)));
    let of_map = |note: &Note| if client.markdown { format!("```text\n{}\n```", note.text) } else { note.text.clone() };
    match (noted, found) {
        (None, None) => None,
        (Some((note, range)), None) => Some(shown(client, of_map(note), range)),
        (None, Some(found)) => Some(shown(client, found.lint.page.to_owned(), found.diagnostic.range)),
        (Some((note, _)), Some(found)) => {
            let both = format!("{}\n\n{}", of_map(note), found.lint.page);
            Some(shown(client, both, found.diagnostic.range))
        }
    }
}

/// Whether what stands at a position could be on the map, as far as the words of its line tell: a map is not made for less.
pub fn may_be_on_map(client: Client, open: &Document, at: Position) -> bool {
    let text = Text::new(&open.text, client.encoding);
    run::may_be_on_map(text.line(at.line))
}

/// The name or path that begins where a node does, if the position is on it.
fn chain(text: &Text<'_>, note: &Note, at: Position) -> Option<Range> {
    if at.line + 1 != note.line {
        return None;
    }
    let line = text.line(at.line);
    let (start, _) = line.char_indices().nth(note.column as usize - 1)?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.');
    let length = line[start..].trim_start_matches(is_part);
    let end = line.len() - length.len();
    let start_of_line = text.offset(Position { line: at.line, character: 0 });
    let range = text.range((start_of_line + start) as u32, (start_of_line + end) as u32);
    holds(range, at).then_some(range)
}

/// The lint whose name stands at a position, in a comment to conclint or in its configuration.
fn named(path: &Path, text: &Text<'_>, at: Position) -> Option<(&'static Lint, Range)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let line = text.line(at.line);
    let start_of_line = text.offset(Position { line: at.line, character: 0 });
    let (before, after) = line.split_at(text.offset(at) - start_of_line);
    let start = before.trim_end_matches(is_part).len();
    let end = line.len() - after.trim_start_matches(is_part).len();
    let is_ours = match path.extension().is_some_and(|e| e == "toml") {
        true => path.file_name().is_some_and(|name| name == "conclint.toml" || name == ".conclint.toml"),
        false => before.split_once("//").is_some_and(|(_, comment)| comment.contains("conclint:")),
    };
    let word = line[start..end].replace('_', "-");
    let lint = lints::ALL.iter().find(|lint| is_ours && lint.name == word)?;
    Some((lint, text.range((start_of_line + start) as u32, (start_of_line + end) as u32)))
}

fn shown(client: Client, value: String, range: Range) -> Hover {
    let kind = if client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover { contents: MarkupContent { kind, value }.into(), range: Some(range) }
}

/// Whether a position lies in a range; at its end it does, since a cursor behind the last letter is at the word.
fn holds(range: Range, at: Position) -> bool {
    range.start <= at && at <= range.end
}
