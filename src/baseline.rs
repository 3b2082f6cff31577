//! The findings that a project has decided to live with for now: a file of their fingerprints.
//!
//! It knows names, paths and fingerprints as text. Where the file lies, and what a finding is, is not known here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

/// What the file is called, wherever it lies.
pub const NAME: &str = "conclint-baseline.json";

/// The version of the file's format that is written, and the only one that is read.
const VERSION: u32 = 1;

/// Findings by file and lint, each as often as it stands there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    /// No list is empty, and each is sorted.
    marks: BTreeMap<(String, String), Vec<String>>,
}

/// What a baseline knows a finding by.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'m> {
    /// The path from the baseline's folder, with `/` between the parts.
    pub file: &'m str,
    pub lint: &'m str,
    pub fingerprint: &'m str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Row>,
}

/// A line of the file. The count is for people: it is the length of the list.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    file: String,
    lint: String,
    #[serde(default)]
    count: usize,
    fingerprints: Vec<String>,
}

impl Baseline {
    /// Reads what [`Baseline::text`] wrote. An error says what is wrong, in half a sentence that begins with the line.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let wrong = |e: serde_json::Error| {
            let said = e.to_string();
            let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
            format!("{} is not as conclint writes it ({what})", e.line())
        };
        // The version is looked at first: what else a later one says cannot be known.
        let value: serde_json::Value = serde_json::from_str(text).map_err(wrong)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => {
                return Err(format!("1 is of version {version}, which only a later conclint can read"));
            }
            _ => {}
        }
        let document: Document = serde_json::from_str(text).map_err(wrong)?;
        if document.version != VERSION {
            return Err(format!("1 is of version {}, which there never was", document.version));
        }
        let mut baseline = Baseline::default();
        for Row { file, lint, fingerprints, .. } in document.findings {
            for fingerprint in &fingerprints {
                baseline.add(Mark { file: &file, lint: &lint, fingerprint });
            }
        }
        Ok(baseline)
    }

    /// The file's text: a line for each file and lint, sorted, so that a change of one file's findings changes its lines.
    pub fn text(&self) -> String {
        let row = |((file, lint), marks): (&(String, String), &Vec<String>)| {
            let row = Row { file: file.clone(), lint: lint.clone(), count: marks.len(), fingerprints: marks.clone() };
            serde_json::to_string(&row).unwrap_or_default()
        };
        let rows: Vec<String> = self.marks.iter().map(row).collect();
        let inside = match rows.is_empty() {
            true => String::new(),
            false => format!("\n    {}\n  ", rows.join(",\n    ")),
        };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{inside}]\n}}\n")
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.marks.values().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Puts a finding in.
    pub fn add(&mut self, mark: Mark<'_>) {
        let marks = self.marks.entry((mark.file.to_owned(), mark.lint.to_owned())).or_default();
        let at = marks.partition_point(|other| other.as_str() <= mark.fingerprint);
        marks.insert(at, mark.fingerprint.to_owned());
    }

    /// Takes a finding out, once; whether it was there.
    pub fn take(&mut self, mark: Mark<'_>) -> bool {
        let Entry::Occupied(mut marks) = self.marks.entry((mark.file.to_owned(), mark.lint.to_owned())) else {
            return false;
        };
        let Some(at) = marks.get().iter().position(|other| other == mark.fingerprint) else { return false };
        marks.get_mut().remove(at);
        if marks.get().is_empty() {
            marks.remove();
        }
        true
    }

    /// Every finding in it, in order.
    pub fn marks(&self) -> impl Iterator<Item = Mark<'_>> {
        self.marks
            .iter()
            .flat_map(|((file, lint), marks)| marks.iter().map(move |fingerprint| Mark { file, lint, fingerprint }))
    }

    /// Keeps the findings of those files only for which `keeps` holds.
    pub fn retain_files(&mut self, keeps: impl Fn(&str) -> bool) {
        self.marks.retain(|(file, _), _| keeps(file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark<'m>(file: &'m str, lint: &'m str, fingerprint: &'m str) -> Mark<'m> {
        Mark { file, lint, fingerprint }
    }

    fn two_files() -> Baseline {
        let mut baseline = Baseline::default();
        for fingerprint in ["bb", "aa", "bb"] {
            baseline.add(mark("src/quay.rs", "timer-reset", fingerprint));
        }
        baseline.add(mark("src/a \"b\".rs", "sleep-as-sync", "cc"));
        baseline
    }

    const TEXT: &str = r#"{
  "version": 1,
  "findings": [
    {"file":"src/a \"b\".rs","lint":"sleep-as-sync","count":1,"fingerprints":["cc"]},
    {"file":"src/quay.rs","lint":"timer-reset","count":3,"fingerprints":["aa","bb","bb"]}
  ]
}
"#;

    #[test]
    fn a_line_stands_for_a_file_and_a_lint() {
        assert_eq!(two_files().text(), TEXT);
        assert_eq!(Baseline::read(TEXT), Ok(two_files()));
    }

    #[test]
    fn an_empty_one_is_a_document_too() {
        let text = Baseline::default().text();
        assert_eq!(text, "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
        assert_eq!(Baseline::read(&text), Ok(Baseline::default()));
    }

    #[test]
    fn equal_findings_are_counted() {
        let mut baseline = two_files();
        let twice = mark("src/quay.rs", "timer-reset", "bb");
        assert!(baseline.take(twice) && baseline.take(twice));
        assert!(!baseline.take(twice), "it was there twice");
        assert!(!baseline.take(mark("src/quay.rs", "sleep-as-sync", "aa")));
        assert_eq!(baseline.len(), 2);
        assert!(baseline.take(mark("src/quay.rs", "timer-reset", "aa")));
        assert_eq!(baseline.marks().map(|mark| mark.file).collect::<Vec<_>>(), ["src/a \"b\".rs"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let cases = [
            ("", "1 is not as conclint writes it (EOF while parsing a value)"),
            ("{\n<<<<<<< HEAD\n", "2 is not as conclint writes it (key must be a string)"),
            ("{}", "1 is not as conclint writes it (missing field `version`)"),
            ("[]", "is not as conclint writes it"),
            ("{\"version\": 2, \"marks\": 3}", "1 is of version 2, which only a later conclint can read"),
            ("{\"version\": 0, \"findings\": []}", "1 is of version 0, which there never was"),
            ("{\"version\": 1, \"findings\": [],\n\"more\": 1}", "2 is not as conclint writes it (unknown field"),
        ];
        for (text, wanted) in cases {
            let said = Baseline::read(text).expect_err("it is no baseline");
            assert!(said.contains(wanted), "{text:?}: {said}");
        }
    }
}
