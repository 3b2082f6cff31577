//! GitLab's code quality report: a list of issues, each with what GitLab asks for.

use std::io::{self, Write};

use serde::Serialize;

use super::ground::Ground;
use super::json;
use crate::fingerprint;
use crate::judged::{Judged, Outcome};
use crate::lint::Level;

#[derive(Serialize)]
struct Issue<'o> {
    description: &'o str,
    check_name: &'o str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub fn write<W: Write>(outcome: &Outcome, ground: &Ground, out: &mut W) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = outcome.findings.iter().map(|f| issue(f, ground)).collect();
    json::document(&issues, out)
}

fn issue<'o>(finding: &'o Judged, ground: &Ground) -> Issue<'o> {
    let path = ground.told(&finding.place.path);
    Issue {
        description: &finding.message,
        check_name: finding.lint.name,
        // Two packages may hold the same code, and GitLab takes the first of two equal marks for both.
        fingerprint: fingerprint::joined(&path, &finding.fingerprint),
        severity: if finding.level == Level::Deny { "major" } else { "minor" },
        location: Location { path, lines: Lines { begin: finding.place.start.line, end: finding.place.end.line } },
    }
}
