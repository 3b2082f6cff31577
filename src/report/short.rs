//! One line a finding: `path:line:column: level[lint] message`.

use std::io::{self, Write};

use crate::judged::Outcome;

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    for finding in &outcome.findings {
        let (path, start) = (&finding.place.path, finding.place.start);
        let (level, lint) = (finding.level.name(), finding.lint.name);
        writeln!(out, "{path}:{}:{}: {level}[{lint}] {}", start.line, start.column, finding.message)?;
    }
    Ok(())
}
