//! SARIF 2.1.0: one run, its rules with their pages, and each finding with its evidence as a flow.
//!
//! A flow has a thread for each task that runs a place of the evidence, and the numbers in it say what comes after what
//! across the threads.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Style, ground, json, words};
use crate::judged::{Fix, Judged, Outcome, Partly, Place, Position};
use crate::lint::{Level, Lint};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What stands for the repository's root in a location.
const ROOT: &str = "%SRCROOT%";

pub fn write<W: Write>(outcome: &Outcome, style: &Style, out: &mut W) -> io::Result<()> {
    let sarif = Sarif { style };
    let results: Vec<Value> = outcome.findings.iter().map(|f| sarif.result(f)).collect();
    let run = json!({
        "tool": { "driver": {
            "name": "conclint",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": style.lints.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { ROOT: { "uri": format!("{}/", ground::url("", &style.ground.repository)) } },
        "invocations": [sarif.invocation(outcome)],
        "results": results,
    });
    json::document(&json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }), out)
}

fn rule(lint: &Lint) -> Value {
    json!({
        "id": lint.name,
        "shortDescription": { "text": lint.finds() },
        "helpUri": lint.url(),
        "help": { "text": lint.page, "markdown": lint.page },
        "defaultConfiguration": { "enabled": lint.level >= Level::Warn, "level": level(lint.level) },
        "properties": { "tags": [lint.family.name()] },
    })
}

fn level(level: Level) -> &'static str {
    if level == Level::Deny { "error" } else { "warning" }
}

struct Sarif<'s> {
    style: &'s Style,
}

impl Sarif<'_> {
    /// Whether all could be done, and what could not.
    fn invocation(&self, outcome: &Outcome) -> Value {
        let failures = outcome.failures.iter().map(|text| json!({ "level": "error", "message": { "text": text } }));
        let partly = outcome.summary.partly.iter().map(|p| self.partly(p));
        json!({
            "executionSuccessful": outcome.failures.is_empty(),
            "toolExecutionNotifications": failures.chain(partly).collect::<Vec<_>>(),
        })
    }

    fn partly(&self, Partly { path, line, message }: &Partly) -> Value {
        let place = json!({ "artifactLocation": self.artifact(path), "region": { "startLine": line } });
        json!({
            "level": "warning",
            "message": { "text": format!("only partly readable: {message}") },
            "locations": [{ "physicalLocation": place }],
        })
    }

    fn result(&self, finding: &Judged) -> Value {
        let help = finding.help.as_ref().map(|h| format!("\nhelp: {}", words::help(h))).unwrap_or_default();
        let mut result = json!({
            "ruleId": finding.lint.name,
            "level": level(finding.level),
            "message": { "text": format!("{}{help}", finding.message) },
            "locations": [self.location(&finding.place, "")],
            "partialFingerprints": { "conclint/v1": finding.fingerprint },
        });
        if let Some(index) = self.style.lints.iter().position(|lint| lint.name == finding.lint.name) {
            result["ruleIndex"] = json!(index);
        }
        if !finding.evidence.is_empty() {
            result["codeFlows"] = json!([{ "threadFlows": self.threads(finding) }]);
        }
        if let Some(fix) = &finding.fix {
            result["fixes"] = json!([self.fix(fix)]);
        }
        result
    }

    /// A thread for each task, in the order in which the steps come to them.
    fn threads(&self, finding: &Judged) -> Vec<Value> {
        let steps = steps(finding);
        let mut tasks: Vec<u32> = Vec::new();
        for (_, place) in &steps {
            if !tasks.contains(&place.task) {
                tasks.push(place.task);
            }
        }
        tasks.into_iter().map(|task| self.thread(finding, &steps, task)).collect()
    }

    /// The steps that a task runs.
    fn thread(&self, finding: &Judged, steps: &[(usize, &Place)], task: u32) -> Value {
        let own = |place: &Place| std::ptr::eq(place, &finding.place);
        let step = |&(order, place): &(usize, &Place)| {
            let text = if own(place) && place.text.is_empty() { &finding.message } else { &place.text };
            let mut step = json!({ "location": self.location(place, text), "executionOrder": order });
            if own(place) {
                step["importance"] = json!("essential");
            }
            step
        };
        let steps: Vec<Value> = steps.iter().filter(|(_, place)| place.task == task).map(step).collect();
        let who = match task.checked_sub(1).and_then(|n| finding.tasks.get(n as usize)) {
            Some(spawn) => format!("the task that starts at {}:{}", spawn.path, spawn.start.line),
            None => "code that no task in sight runs".to_owned(),
        };
        json!({ "id": task.to_string(), "message": { "text": who }, "locations": steps })
    }

    fn fix(&self, fix: &Fix) -> Value {
        let changes = fix.patches.chunk_by(|a, b| a.path == b.path).map(|patches| {
            let replacements = patches.iter().map(|patch| {
                json!({
                    "deletedRegion": region(patch.start, patch.end),
                    "insertedContent": { "text": patch.text },
                })
            });
            json!({
                "artifactLocation": self.artifact(&patches[0].path),
                "replacements": replacements.collect::<Vec<_>>(),
            })
        });
        json!({
            "description": { "text": fix.title },
            "artifactChanges": changes.collect::<Vec<_>>(),
            "properties": { "safety": words::safety(fix.safety) },
        })
    }

    fn location(&self, place: &Place, text: &str) -> Value {
        let physical =
            json!({ "artifactLocation": self.artifact(&place.path), "region": region(place.start, place.end) });
        let mut location = Map::from_iter([("physicalLocation".to_owned(), physical)]);
        if !text.is_empty() {
            location.insert("message".to_owned(), json!({ "text": text }));
        }
        Value::Object(location)
    }

    /// A file, counted from the repository's root where it lies below.
    fn artifact(&self, path: &str) -> Value {
        match self.style.ground.url_in_repository(path) {
            Some(uri) => json!({ "uri": uri, "uriBaseId": ROOT }),
            None => json!({ "uri": ground::url("", &self.style.ground.absolute(path)) }),
        }
    }
}

/// All places of a finding in the order in which they happen: the evidence with the numbers that it has everywhere, from 1,
/// and the finding's own place at the end, or before all where it starts a task that runs some of the others.
fn steps(finding: &Judged) -> Vec<(usize, &Place)> {
    let own = &finding.place;
    let starts = finding.tasks.iter().any(|task| task.path == own.path && task.start == own.start);
    let mut steps: Vec<(usize, &Place)> = (1..).zip(&finding.evidence).collect();
    match starts {
        true => steps.insert(0, (0, own)),
        false => steps.push((steps.len() + 1, own)),
    }
    steps
}

fn region(start: Position, end: Position) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}
