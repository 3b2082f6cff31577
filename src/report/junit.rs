//! A JUnit report: a suite for each file with findings, and each finding a test that failed.
//!
//! A run that finds nothing has one test that passed, since readers take a report without tests for a broken run.

use std::io::{self, Write};

use super::words;
use super::xml::Xml;
use crate::judged::{Judged, Outcome};

/// The suite of what is not about one file.
const OWN: &str = "conclint";

pub fn write<W: Write>(outcome: &Outcome, out: &mut W) -> io::Result<()> {
    let (failed, broken, partly) = (outcome.findings.len(), outcome.failures.len(), outcome.summary.partly.len());
    let own = broken + partly;
    let passed = usize::from(failed + own == 0);
    let mut xml = Xml::new(out)?;
    let counts = Counts { tests: failed + own + passed, failures: failed, errors: broken, skipped: partly };
    counts.open("testsuites", OWN, &mut xml)?;
    for file in outcome.findings.chunk_by(|a, b| a.place.path == b.place.path) {
        let counts = Counts { tests: file.len(), failures: file.len(), errors: 0, skipped: 0 };
        counts.open("testsuite", &file[0].place.path, &mut xml)?;
        for finding in file {
            case(finding, &mut xml)?;
        }
        xml.close("testsuite")?;
    }
    if failed == 0 || own > 0 {
        Counts { tests: own + passed, failures: 0, errors: broken, skipped: partly }.open(
            "testsuite",
            OWN,
            &mut xml,
        )?;
        own_cases(outcome, &mut xml)?;
        xml.close("testsuite")?;
    }
    xml.close("testsuites")?;
    xml.end()
}

struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn open<W: Write>(&self, tag: &str, name: &str, xml: &mut Xml<W>) -> io::Result<()> {
        let [tests, failures, errors, skipped] =
            [self.tests, self.failures, self.errors, self.skipped].map(|n| n.to_string());
        let mut attributes = vec![("name", name), ("tests", &tests), ("failures", &failures), ("errors", &errors)];
        // The outermost tag has no such count.
        if tag == "testsuite" {
            attributes.push(("skipped", &skipped));
        }
        xml.open(tag, &attributes)
    }
}

fn case<W: Write>(finding: &Judged, xml: &mut Xml<W>) -> io::Result<()> {
    let (path, start) = (&finding.place.path, finding.place.start);
    let name = format!("{} at {}:{}", finding.lint.name, start.line, start.column);
    xml.open("testcase", &[("name", &name), ("classname", path), ("file", path), ("line", &start.line.to_string())])?;
    let text = words::evidence(finding, str::to_owned);
    let kind = format!("{}[{}]", finding.level.name(), finding.lint.name);
    xml.text("failure", &[("message", &finding.message), ("type", &kind)], &text)?;
    xml.close("testcase")
}

/// What could not be read or done, and what could be read only in part.
fn own_cases<W: Write>(outcome: &Outcome, xml: &mut Xml<W>) -> io::Result<()> {
    for failure in &outcome.failures {
        xml.open("testcase", &[("name", failure), ("classname", OWN)])?;
        xml.empty("error", &[("message", failure)])?;
        xml.close("testcase")?;
    }
    for partly in &outcome.summary.partly {
        let name = format!("{}:{} is readable", partly.path, partly.line);
        xml.open("testcase", &[("name", &name), ("classname", &partly.path)])?;
        xml.empty("skipped", &[("message", &format!("only partly readable: {}", partly.message))])?;
        xml.close("testcase")?;
    }
    if outcome.failures.is_empty() && outcome.summary.partly.is_empty() {
        xml.empty("testcase", &[("name", "nothing found"), ("classname", OWN)])?;
    }
    Ok(())
}
