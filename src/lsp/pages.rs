//! The pages of lints, shown where a finding stands and where a comment names a lint.

use std::path::Path;

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position, Range};

use super::client::Client;
use super::documents::Document;
use super::judging::Seen;
use super::text::Text;
use crate::lint::Lint;
use crate::lints;

/// The page to show for a position: that of the lint whose name stands there, else that of the finding there.
pub fn hover(client: Client, path: &Path, open: &Document, seen: Option<&Seen>, at: Position) -> Option<Hover> {
    let text = Text::new(&open.text, client.encoding);
    if let Some((lint, range)) = named(path, &text, at) {
        return Some(page(client, lint, range));
    }
    // Places that were found in another version of the text are somewhere else by now.
    let seen = seen.filter(|seen| seen.version == Some(open.version))?;
    let found = seen.found.iter().find(|found| holds(found.diagnostic.range, at))?;
    Some(page(client, found.lint, found.diagnostic.range))
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

fn page(client: Client, lint: &Lint, range: Range) -> Hover {
    let kind = if client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover { contents: MarkupContent { kind, value: lint.page.to_owned() }.into(), range: Some(range) }
}

/// Whether a position lies in a range; at its end it does, since a cursor behind the last letter is at the word.
fn holds(range: Range, at: Position) -> bool {
    range.start <= at && at <= range.end
}
