//! The record of a tree: every finding, and how often each silence was kept, as sorted lines of text.

use std::collections::BTreeMap;
use std::fmt;

/// What all lints say of a tree, at every level and whether or not the user has allowed it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Record {
    /// How many packages the tree has.
    pub packages: u64,
    /// How many Rust files.
    pub files: u64,
    /// Sorted. Two on one line that differ in nothing else stand here twice.
    pub findings: Vec<Finding>,
    /// How often each silence was kept.
    pub silences: BTreeMap<Silence, u64>,
    /// For each package in which something failed, how often.
    pub failures: BTreeMap<String, u64>,
}

/// A finding; the order is that of the lines.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    pub lint: String,
    pub path: String,
    pub line: u32,
    /// The level that it has by itself.
    pub level: String,
    /// `test` or `code`.
    pub within: String,
}

/// A silence that a lint keeps in a package.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Silence {
    /// The path of the package's folder.
    pub package: String,
    pub lint: String,
    /// `not-mine`, `unknown` or `exempt`.
    pub kind: String,
    /// What is not known, or the line of the page that exempts the fact; empty where the fact is not the lint's.
    pub question: String,
}

impl Record {
    /// Reads what was written; an odd line is answered with a sentence.
    pub fn read(text: &str) -> Result<Record, String> {
        let mut record = Record::default();
        for (at, line) in text.lines().enumerate() {
            let fields: Vec<&str> = line.split('\t').collect();
            record.take(&fields).ok_or_else(|| format!("line {} is not a line of a record: {line}", at + 1))?;
        }
        record.findings.sort();
        Ok(record)
    }

    fn take(&mut self, fields: &[&str]) -> Option<()> {
        match *fields {
            ["tree", packages, files] => {
                self.packages = packages.parse().ok()?;
                self.files = files.parse().ok()?;
            }
            ["finding", lint, path, line, level, within] => self.findings.push(Finding {
                lint: lint.to_owned(),
                path: path.to_owned(),
                line: line.parse().ok()?,
                level: level.to_owned(),
                within: within.to_owned(),
            }),
            ["silence", package, lint, kind, question, count] => {
                let [package, lint, kind, question] = [package, lint, kind, question].map(str::to_owned);
                *self.silences.entry(Silence { package, lint, kind, question }).or_default() +=
                    count.parse::<u64>().ok()?;
            }
            ["failure", package, count] => {
                *self.failures.entry(package.to_owned()).or_default() += count.parse::<u64>().ok()?;
            }
            _ => return None,
        }
        Some(())
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tree\t{}\t{}", self.packages, self.files)?;
        for (package, count) in &self.failures {
            writeln!(f, "failure\t{package}\t{count}")?;
        }
        for Finding { lint, path, line, level, within } in &self.findings {
            writeln!(f, "finding\t{lint}\t{path}\t{line}\t{level}\t{within}")?;
        }
        for (Silence { package, lint, kind, question }, count) in &self.silences {
            writeln!(f, "silence\t{package}\t{lint}\t{kind}\t{question}\t{count}")?;
        }
        Ok(())
    }
}
