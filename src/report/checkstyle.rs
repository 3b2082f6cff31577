//! Checkstyle's XML report, which editors, reviewers and build servers read.

use std::io::{self, Write};

use super::words;
use super::xml::Xml;
use crate::judged::{Judged, Outcome};
use crate::lint::Level;

/// The version of Checkstyle whose report this is; readers take it for the version of the format.
const VERSION: &str = "4.3";

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    xml.open("checkstyle", &[("version", VERSION)])?;
    for file in outcome.findings.chunk_by(|a, b| a.place.path == b.place.path) {
        xml.open("file", &[("name", &file[0].place.path)])?;
        for finding in file {
            error(finding, &mut xml)?;
        }
        xml.close("file")?;
    }
    xml.close("checkstyle")?;
    xml.end()
}

fn error<W: Write>(finding: &Judged, xml: &mut Xml<W>) -> io::Result<()> {
    let start = finding.place.start;
    let help = finding.help.as_ref().map(|h| format!("; help: {}", words::help(h))).unwrap_or_default();
    xml.empty(
        "error",
        &[
            ("line", &start.line.to_string()),
            ("column", &start.column.to_string()),
            ("severity", if finding.level == Level::Deny { "error" } else { "warning" }),
            ("message", &format!("{}{help}", finding.message)),
            ("source", &format!("conclint.{}", finding.lint.name)),
        ],
    )
}
