//! What the subcommands print.

use std::io::{self, Write};

use crate::lint::Lint;

/// A line a lint: name, family, level, and what it finds.
pub fn lints<W: Write>(lints: &[&Lint], out: &mut W) -> io::Result<()> {
    let width = |text: fn(&Lint) -> &str| lints.iter().map(|l| text(l).len()).max().unwrap_or_default();
    let (names, families, levels) = (width(|l| l.name), width(|l| l.family.name()), width(|l| l.level.name()));
    for lint in lints {
        let (name, family, level) = (lint.name, lint.family.name(), lint.level.name());
        writeln!(out, "{name:names$}  {family:families$}  {level:levels$}  {}", lint.finds())?;
    }
    Ok(())
}
