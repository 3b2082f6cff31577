//! One line a finding: `path:line:column: level[lint] message`.

use std::io::{self, Write};

use super::Style;
use super::ground::Ground;
use super::link::{self, Linked};
use crate::judged::{Judged, Outcome};

pub fn write<W: Write>(outcome: &Outcome, style: &Style, out: &mut W) -> io::Result<()> {
    let ground = style.links.then_some(&style.ground);
    outcome.findings.iter().try_for_each(|finding| line(finding, finding.level.name(), ground, out))
}

/// The line of one finding, with this word for its level; its path and its lint are links where it is said where the path lies.
pub fn line<W: Write>(finding: &Judged, level: &str, ground: Option<&Ground>, out: &mut W) -> io::Result<()> {
    let (path, start) = (Linked { path: &finding.place.path, ground }, finding.place.start);
    let lint = link::name(finding.lint, ground.is_some());
    writeln!(out, "{path}:{}:{}: {level}[{lint}] {}", start.line, start.column, finding.message)
}
