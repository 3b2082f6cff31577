//! Findings in the protocol's words: a diagnostic, and what can be done about it.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    Location, OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, WorkspaceEdit,
};

use super::client::Client;
use super::text::Text;
use crate::judged::{Fix, Judged, Place};
use crate::lint::{Help, Level, Lint, Safety};

/// One finding, ready to be shown.
pub struct Found {
    pub lint: &'static Lint,
    pub diagnostic: Diagnostic,
    pub actions: Vec<CodeAction>,
}

/// A file that a finding speaks of.
pub struct File<'t> {
    pub path: PathBuf,
    pub uri: String,
    /// The version of the open document; `None` where the text is that on the disk.
    pub version: Option<i32>,
    pub text: Text<'t>,
}

/// Files by the path under which a run shows them.
pub struct Files<'t> {
    pub client: Client,
    pub by_shown: BTreeMap<String, File<'t>>,
}

impl Files<'_> {
    /// The finding and the file it stands in; `None` where a file that it speaks of could not be read again.
    pub fn found(&self, judged: &Judged) -> Option<(PathBuf, Found)> {
        let file = self.by_shown.get(&judged.place.path)?;
        let diagnostic = self.diagnostic(judged)?;
        let fix = judged.fix.as_ref().and_then(|fix| self.fix(fix, &diagnostic));
        let actions = fix.into_iter().chain([self.allow(judged.lint, file, &diagnostic)]).collect();
        Some((file.path.clone(), Found { lint: judged.lint, diagnostic, actions }))
    }

    fn diagnostic(&self, judged: &Judged) -> Option<Diagnostic> {
        let own = Some(&judged.place).filter(|place| !place.text.is_empty());
        let places: Vec<&Place> = own.into_iter().chain(&judged.evidence).collect();
        let related: Option<Vec<_>> = places.iter().map(|place| self.related(place)).collect();
        let mut message = judged.message.clone();
        if !self.client.related {
            let line = |place: &&Place| format!("\nnote: {}:{}: {}", place.path, place.start.line, place.text);
            message.extend(places.iter().map(line));
        }
        message.extend(judged.help.iter().map(help));
        Some(Diagnostic {
            range: self.range(&judged.place)?,
            severity: Some(match judged.level {
                Level::Deny => DiagnosticSeverity::Error,
                _ => DiagnosticSeverity::Warning,
            }),
            code: Some(judged.lint.name.into()),
            code_description: self.client.code_links.then(|| CodeDescription { href: judged.lint.url().into() }),
            source: Some(env!("CARGO_PKG_NAME").to_owned()),
            message: message.into(),
            related_information: related.filter(|related| self.client.related && !related.is_empty()),
            ..Diagnostic::default()
        })
    }

    fn related(&self, place: &Place) -> Option<DiagnosticRelatedInformation> {
        let uri = self.by_shown.get(&place.path)?.uri.clone().into();
        let location = Location { uri, range: self.range(place)? };
        Some(DiagnosticRelatedInformation { location, message: place.text.clone() })
    }

    fn range(&self, place: &Place) -> Option<Range> {
        Some(self.by_shown.get(&place.path)?.text.first_line(place.start.offset, place.end.offset))
    }

    /// The change that the lint knows how to make.
    fn fix(&self, fix: &Fix, diagnostic: &Diagnostic) -> Option<CodeAction> {
        let mut edits = Vec::new();
        for patch in &fix.patches {
            let file = self.by_shown.get(&patch.path)?;
            let range = file.text.range(patch.start.offset, patch.end.offset);
            edits.push((file, TextEdit { range, new_text: patch.text.clone() }));
        }
        let title = match fix.safety {
            Safety::Safe => capital(&fix.title),
            Safety::Risky => format!("{} (may change more than the fault)", capital(&fix.title)),
        };
        Some(CodeAction { is_preferred: Some(fix.safety == Safety::Safe), ..self.action(title, diagnostic, edits) })
    }

    /// A comment that allows the finding, with room for the reason: on a line of its own above, or at the end of the line
    /// where that begins with what closes something else, since a comment before that speaks of nothing.
    fn allow(&self, lint: &Lint, file: &File<'_>, diagnostic: &Diagnostic) -> CodeAction {
        let at = diagnostic.range.start.line;
        let (line, comment) = (file.text.line(at), format!("// conclint: allow({}) -- ", lint.name));
        let code = line.trim_start();
        let edit = if code.starts_with(['}', ')', ']']) {
            let range = file.text.line_end(at);
            TextEdit { range, new_text: format!(" {comment}") }
        } else {
            let start = Position { line: at, character: 0 };
            let indent = &line[..line.len() - code.len()];
            let new_text = format!("{indent}{comment}{}", file.text.line_break());
            TextEdit { range: Range { start, end: start }, new_text }
        };
        let title = format!("Allow `{}` here with a comment", lint.name);
        self.action(title, diagnostic, vec![(file, edit)])
    }

    fn action(&self, title: String, diagnostic: &Diagnostic, edits: Vec<(&File<'_>, TextEdit)>) -> CodeAction {
        CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![diagnostic.clone()]),
            edit: Some(self.edit(edits)),
            ..CodeAction::default()
        }
    }

    /// Edits by file. With its version a client refuses an edit of a text that it has changed since.
    fn edit(&self, edits: Vec<(&File<'_>, TextEdit)>) -> WorkspaceEdit {
        let mut by_file: BTreeMap<&str, (Option<i32>, Vec<TextEdit>)> = BTreeMap::new();
        for (file, edit) in edits {
            by_file.entry(&file.uri).or_insert((file.version, Vec::new())).1.push(edit);
        }
        if !self.client.versions {
            let changes: HashMap<_, _> = by_file.into_iter().map(|(uri, (_, edits))| (uri.into(), edits)).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let document = |(uri, (version, edits)): (&str, (_, Vec<TextEdit>))| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version,
                text_document_identifier: TextDocumentIdentifier { uri: uri.into() },
            },
            edits: edits.into_iter().map(Into::into).collect(),
        };
        let changes = by_file.into_iter().map(document).map(Into::into).collect();
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

/// The sentence, and below it the code.
fn help(help: &Help) -> String {
    let code = help.code.iter().flat_map(|code| code.lines()).map(|line| format!("\n    {line}"));
    std::iter::once(format!("\nhelp: {}", help.text).trim_end().to_owned()).chain(code).collect()
}

/// A title as menus have it.
fn capital(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
