//! The lines that `cargo check --message-format=json` prints, so that what reads these shows findings too.
//!
//! Paths are counted from the working directory, as the compiler does it, which cargo starts in the workspace's root.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{ground, human, json, words};
use crate::judged::{Excerpt, Fix, Judged, Outcome, Patch, Place, Position, Target};
use crate::lint::{Level, Safety};

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    messages(outcome, out)?;
    let success = outcome.failures.is_empty() && outcome.count(Level::Deny) == 0;
    json::line(&json!({ "reason": "build-finished", "success": success }), out)
}

/// The findings alone, for whoever lets cargo say the rest.
pub fn messages<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    outcome.findings.iter().try_for_each(|finding| json::line(&message(finding)?, out))
}

fn message(finding: &Judged) -> io::Result<Value> {
    let target = &finding.target;
    Ok(json!({
        "reason": "compiler-message",
        "package_id": package_id(target),
        "manifest_path": target.root.join("Cargo.toml").to_string_lossy(),
        "target": {
            "kind": target.kinds,
            "crate_types": target.crate_types,
            "name": target.name,
            "src_path": target.source.to_string_lossy(),
            "edition": target.edition.to_string(),
            "doc": target.doc,
            "doctest": target.doctest,
            "test": target.test,
        },
        "message": diagnostic(finding)?,
    }))
}

/// The id by which cargo knows a package of a folder.
fn package_id(target: &Target) -> String {
    let Target { package, version, root, .. } = target;
    let url = ground::url("", root);
    let is_named_so = root.file_name().is_some_and(|folder| *folder == **package);
    if is_named_so { format!("path+{url}#{version}") } else { format!("path+{url}#{package}@{version}") }
}

fn diagnostic(finding: &Judged) -> io::Result<Value> {
    let numbered = finding.evidence.len() > 1;
    let mut spans = vec![span(&finding.place, &finding.place.text, true, &finding.excerpts)];
    for (nth, place) in finding.evidence.iter().enumerate() {
        let label = if numbered { format!("{}. {}", nth + 1, place.text) } else { place.text.clone() };
        spans.push(span(place, &label, false, &finding.excerpts));
    }
    let help = finding.help.as_ref().map(|help| child(&words::help(help), Vec::new()));
    let fix = finding.fix.as_ref().map(|fix| suggestion(fix, &finding.excerpts));
    Ok(json!({
        "$message_type": "diagnostic",
        "message": finding.message,
        "code": { "code": format!("conclint::{}", finding.lint.name), "explanation": null },
        "level": if finding.level == Level::Deny { "error" } else { "warning" },
        "spans": spans,
        "children": help.into_iter().chain(fix).collect::<Vec<_>>(),
        "rendered": human::plain(finding)?,
    }))
}

fn child(message: &str, spans: Vec<Value>) -> Value {
    json!({ "message": message, "code": null, "level": "help", "spans": spans, "children": [], "rendered": null })
}

fn suggestion(fix: &Fix, excerpts: &[Excerpt]) -> Value {
    let applicability = match fix.safety {
        Safety::Safe => "MachineApplicable",
        Safety::Risky => "MaybeIncorrect",
    };
    let spans = fix.patches.iter().map(|patch| {
        let Patch { path, start, end, text } = patch;
        let place = Place { path: path.clone(), start: *start, end: *end, text: String::new(), task: 0 };
        let mut span = span(&place, "", true, excerpts);
        span["suggested_replacement"] = json!(text);
        span["suggestion_applicability"] = json!(applicability);
        span
    });
    child(&fix.title, spans.collect())
}

fn span(place: &Place, label: &str, is_primary: bool, excerpts: &[Excerpt]) -> Value {
    let Place { path, start, end, .. } = place;
    json!({
        "file_name": path,
        "byte_start": start.offset,
        "byte_end": end.offset,
        "line_start": start.line,
        "line_end": end.line,
        "column_start": start.column,
        "column_end": end.column,
        "is_primary": is_primary,
        "text": lines(place, excerpts),
        "label": (!label.is_empty()).then_some(label),
        "suggested_replacement": null,
        "suggestion_applicability": null,
        "expansion": null,
    })
}

/// The lines of a place, as far as the finding keeps them, with the columns that belong to it.
fn lines(place: &Place, excerpts: &[Excerpt]) -> Vec<Value> {
    let excerpts = excerpts.iter().filter(|e| e.path == place.path);
    let numbered = excerpts.flat_map(|excerpt| (excerpt.line..).zip(excerpt.text.lines()));
    let held = numbered.filter(|(line, _)| (place.start.line..=place.end.line).contains(line));
    held.map(|(line, text)| {
        let length = text.chars().count() as u32;
        let begin = |Position { line: at, column, .. }| if at == line { column } else { 1 };
        let end = |Position { line: at, column, .. }| if at == line { column } else { length + 1 };
        json!({ "text": text, "highlight_start": begin(place.start), "highlight_end": end(place.end) })
    })
    .collect()
}
