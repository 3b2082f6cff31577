//! What all lints say of one package, and which of it the user has allowed.

use super::Stop;
use super::ask::{Answer, ask, ask_of_comments, is_about_comments};
use crate::allow::{Allows, Claim, Known};
use crate::lint::{Finding, Lint};
use crate::lints;
use crate::model::Crate;
use crate::syntax::{FileId, Span};

/// What the lints found in a package.
pub struct Heard {
    /// In the order of the register, those of a lint in the order of the source.
    pub findings: Vec<Found>,
    /// Where a lint of ours failed, a sentence each.
    pub failures: Vec<String>,
    /// The comments, with what they hold back.
    pub allows: Allows,
}

/// What a lint found.
pub struct Found {
    /// The lint that spoke.
    pub lint: &'static Lint,
    /// What it said.
    pub finding: Finding,
    /// Whether the fact it is about is test code.
    pub in_test: bool,
    /// The comment or attribute by which the user has allowed it.
    pub allowed: Option<Span>,
}

impl Found {
    fn claim(&self) -> Claim {
        Claim { lint: self.lint.name, spans: self.places().collect() }
    }

    /// The place of the finding and those of its labels.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        places(&self.finding)
    }

    /// Whether it says all that there is to say of the site of another lint's finding.
    pub fn speaks_for(&self, lint: &Lint, finding: &Finding) -> bool {
        lints::speaks_for(self.lint.name, lint.name)
            && self.places().any(|place| places(finding).any(|other| other == place))
    }
}

/// The place of a finding and those of its labels.
fn places(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span))
}

/// Asks every lint, and last of all those about the comments that the user has written to us.
///
/// `on` says whether what a lint finds in a file is reported: where it is off, nobody is told that an allow of it is good
/// for nothing. A run that is asked to stop hears what was said until then.
pub fn hear(
    krate: &Crate,
    on: impl Fn(&Lint, FileId) -> bool,
    path: &(dyn Fn(Span) -> String + Sync),
    stop: &Stop,
) -> Heard {
    let mut heard = Heard { findings: Vec::new(), failures: Vec::new(), allows: Allows::default() };
    let mut whole: Vec<&Lint> = Vec::with_capacity(lints::ALL.len());
    for &lint in lints::ALL.iter().filter(|lint| !is_about_comments(lint)) {
        if stop.asked() {
            return heard;
        }
        if heard.take(lint, ask(lint, krate, path)) {
            whole.push(lint);
        }
    }
    let files = krate.files().iter().map(|file| (&*file.source, &*file.parsed));
    let known: Vec<Known> = lints::ALL.iter().map(|lint| Known { name: lint.name, same_as: lint.same_as }).collect();
    heard.allows =
        Allows::new(files, &known, |name, file| whole.iter().any(|lint| lint.name == name && on(lint, file)));
    let parsed = krate.files().iter().map(|file| (file.source.file, &*file.parsed));
    heard.allows.apply_attributes(parsed, krate.names(), &known, |file| krate.brought_in_by(file));
    heard.hold(0);
    let first = heard.findings.len();
    for &lint in lints::ALL.iter().filter(|lint| is_about_comments(lint)) {
        let answers = ask_of_comments(lint, &heard.allows, krate, path);
        heard.take(lint, answers);
    }
    heard.hold(first);
    heard
}

impl Heard {
    /// The comment or attribute by which the user has allowed a finding.
    pub fn allowing(&self, lint: &Lint, finding: &Finding) -> Option<Span> {
        self.findings[self.number(lint, finding)?].allowed
    }

    /// At which place among the findings one stands that a lint gave when it was asked again.
    pub fn number(&self, lint: &Lint, finding: &Finding) -> Option<usize> {
        let is_it = |found: &Found| {
            found.lint.name == lint.name
                && found.finding.span == finding.span
                && found.finding.message == finding.message
        };
        self.findings.iter().position(is_it)
    }

    /// Keeps what a lint has found; answers whether it went through all facts without failing.
    fn take(&mut self, lint: &'static Lint, answers: Vec<Answer>) -> bool {
        let (first, failed) = (self.findings.len(), self.failures.len());
        for answer in answers {
            match answer.said {
                Ok(Ok(finding)) => self.findings.push(Found { lint, finding, in_test: answer.in_test, allowed: None }),
                Ok(Err(_)) => {}
                Err(failure) => self.failures.push(failure),
            }
        }
        self.findings[first..].sort_by_key(|found| found.finding.span);
        self.failures.len() == failed
    }

    /// Holds the findings from `first` on against the allows.
    fn hold(&mut self, first: usize) {
        let findings = &mut self.findings[first..];
        let claims: Vec<Claim> = findings.iter().map(Found::claim).collect();
        for (found, allowed) in findings.iter_mut().zip(self.allows.hold(&claims)) {
            found.allowed = allowed;
        }
    }
}
