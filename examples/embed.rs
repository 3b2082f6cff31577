//! conclint as a library: what a bot for reviews, a build system or an editor of your own would do.
//!
//! `cargo run --example embed -- FOLDER` prints each finding of the lock and channel families in a form of its own, with the
//! evidence in order, and fails where one is denied. Levels are set in code, and no configuration file is read.

use std::path::PathBuf;
use std::process::ExitCode;

use conclint::files::{self, Given};
use conclint::judged::{Judged, Place};
use conclint::levels::Levels;
use conclint::lint::{Family, Level};
use conclint::lints;
use conclint::run::{self, Settings};

fn main() -> Result<ExitCode, String> {
    let folder =
        std::env::args_os().nth(1).map(PathBuf::from).ok_or("give a folder: cargo run --example embed -- src")?;

    // The same words as on the command line: a lint, a family, or a group of levels.
    let asked = [(Level::Warn, "pedantic".to_owned()), (Level::Allow, "unbounded-spawn".to_owned())];
    let settings = Settings { flags: Levels::new(&asked, lints::ALL)?, ..Settings::default() };

    let outcome = run::check(&files::select(&[Given::Path(folder)]), &settings);
    for sentence in outcome.failures.iter().chain(&outcome.warnings) {
        eprintln!("{sentence}");
    }
    let ours = |finding: &&Judged| matches!(finding.lint.family, Family::Lock | Family::Channel);
    outcome.findings.iter().filter(ours).for_each(show);
    println!("{} findings in {} files", outcome.findings.len(), outcome.summary.files);
    let is_denied = outcome.count(Level::Deny) > 0 || !outcome.failures.is_empty();
    Ok(if is_denied { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A finding: where it stands, what happens there, and the places that lead to it.
fn show(finding: &Judged) {
    println!("{} ({}, {})", at(&finding.place), finding.lint.name, finding.fingerprint);
    println!("    {}", finding.message);
    for place in finding.evidence.iter().filter(|place| !place.text.is_empty()) {
        println!("    - {}: {}", at(place), place.text);
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}:{}", place.path, place.start.line, place.start.column)
}
