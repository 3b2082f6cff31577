//! Published crates against the ground truth: no finding contradicts a verdict, and no lint finds less than it did.
//!
//! `cargo test --release --test corpus -- --ignored` downloads what `tests/truth/corpus` names, about 1 GB once, and
//! judges the crates that the truth speaks of; with `CONCLINT_WHOLE_CORPUS=1` in the environment, all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use conclint::files::{self, Given};
use conclint::lints::ALL;
use conclint::run::{self, Settings};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How far, in lines, a finding may stand from the place that a verdict names.
const NEAR: u32 = 3;

/// A published crate in one version.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Release {
    #[serde(rename = "crate")]
    name: String,
    version: String,
}

/// A place that somebody has judged, or that a lint speaks of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Site {
    #[serde(flatten)]
    release: Release,
    /// The path from the crate's root.
    file: String,
    line: u32,
    lint: String,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Release { name, version } = &self.release;
        write!(f, "{} {name}-{version}/{}:{}", self.lint, self.file, self.line)
    }
}

impl Site {
    /// How many lines lie between this and another site of the same lint and file; `None` where they are too many.
    fn distance(&self, other: &Site) -> Option<u32> {
        let same = self.release == other.release && self.file == other.file && self.lint == other.lint;
        Some(self.line.abs_diff(other.line)).filter(|&lines| same && lines <= NEAR)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    /// The lint must speak here.
    Misuse,
    /// It looks like misuse, and is none.
    Trap,
    /// It does not even look like it.
    Fine,
}

/// A line of the truth.
#[derive(Clone, Deserialize)]
struct Verdict {
    #[serde(flatten)]
    site: Site,
    label: Label,
    reason: String,
}

/// A finding that contradicts the truth, and why it still stands.
#[derive(Deserialize)]
struct Known {
    #[serde(flatten)]
    site: Site,
    why: String,
}

/// What is known of the corpus.
struct Truth {
    verdicts: Vec<Verdict>,
    known: Vec<Known>,
    /// For each lint the smallest number of misuses that it must find.
    recall: BTreeMap<String, usize>,
}

/// What came out of comparing findings with the truth.
#[derive(Default)]
struct Score {
    /// For each lint: misuses found, misuses there are, findings where the truth is silent.
    lints: BTreeMap<&'static str, (usize, usize, usize)>,
    broken: Vec<String>,
}

#[test]
#[ignore = "downloads about 1 GB of published crates"]
fn findings_agree_with_the_truth() {
    let truth = Truth::read();
    let folders = download();
    let (found, mut failures) = if std::env::var_os("CONCLINT_WHOLE_CORPUS").is_some_and(|v| v == "1") {
        judge(&folders.iter().collect::<Vec<_>>())
    } else {
        judge_each(truth.releases(), &folders)
    };
    // A file that cannot be read is the crate's own affair; a failure of ours is not.
    failures.retain(|failure| failure.contains("please report it"));

    let mut score = truth.score(&found);
    score.broken.extend(failures);
    assert!(score.broken.is_empty(), "{score}\n{} wrong:\n  {}", score.broken.len(), score.broken.join("\n  "));
    println!("{score}");
}

#[test]
fn the_truth_is_in_order() {
    let truth = Truth::read();
    let mut broken = Vec::new();
    for (n, verdict) in truth.verdicts.iter().enumerate() {
        let site = &verdict.site;
        if !ALL.iter().any(|lint| lint.name == site.lint) {
            broken.push(format!("there is no such lint: {site}"));
        }
        if verdict.reason.trim().is_empty() {
            broken.push(format!("no reason: {site}"));
        }
        if truth.verdicts[..n].iter().any(|other| other.site == *site) {
            broken.push(format!("judged twice: {site}"));
        }
    }
    for known in &truth.known {
        if known.why.trim().is_empty() {
            broken.push(format!("known, but not why: {}", known.site));
        }
        if !truth.verdicts.iter().any(|v| v.label != Label::Misuse && v.site.distance(&known.site).is_some()) {
            broken.push(format!("known, but nothing contradicts it: {}", known.site));
        }
    }
    for lint in ALL {
        let misuses = truth.verdicts.iter().filter(|v| v.label == Label::Misuse && v.site.lint == lint.name).count();
        match truth.recall.get(lint.name) {
            Some(&least) if least <= misuses => {}
            Some(_) => broken.push(format!("{}: recall.json wants more than the {misuses} there are", lint.name)),
            None => broken.push(format!("{}: recall.json does not name it", lint.name)),
        }
    }
    assert!(broken.is_empty(), "{} wrong:\n  {}", broken.len(), broken.join("\n  "));
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth")
}

fn text(file: &str) -> String {
    let path = home().join(file);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The lines of a file of the truth.
fn lines<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let text = text(file);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
    lines.map(|(n, line)| serde_json::from_str(line).unwrap_or_else(|e| panic!("{file}:{}: {e}", n + 1))).collect()
}

impl Truth {
    /// Reads the truth: the given verdicts with their corrections, and our own.
    fn read() -> Truth {
        let mut verdicts: Vec<Verdict> = lines("given.jsonl");
        for right in lines::<Verdict>("corrections.jsonl") {
            let given = verdicts.iter_mut().find(|v| v.site == right.site);
            let given = given.unwrap_or_else(|| panic!("nothing to correct: {}", right.site));
            assert!(given.label != right.label, "the correction changes nothing: {}", right.site);
            *given = right;
        }
        verdicts.extend(lines::<Verdict>("judged.jsonl"));
        let recall = serde_json::from_str(&text("recall.json")).unwrap_or_else(|e| panic!("recall.json: {e}"));
        Truth { verdicts, known: lines("known.jsonl"), recall }
    }

    fn releases(&self) -> BTreeSet<&Release> {
        self.verdicts.iter().map(|v| &v.site.release).collect()
    }

    fn score(&self, found: &[Site]) -> Score {
        let mut score = Score::default();
        for lint in ALL {
            let mine: Vec<&Site> = found.iter().filter(|site| site.lint == lint.name).collect();
            let truth: Vec<&Verdict> = self.verdicts.iter().filter(|v| v.site.lint == lint.name).collect();
            let misuses = truth.iter().copied().filter(|v| v.label == Label::Misuse);
            let (hit, missed): (Vec<&Verdict>, Vec<&Verdict>) =
                misuses.partition(|v| mine.iter().any(|site| site.distance(&v.site).is_some()));
            let mut unjudged = 0;
            for site in &mine {
                match nearest(site, &truth) {
                    None => unjudged += 1,
                    Some(verdict) if verdict.label == Label::Misuse || self.is_known(site) => {}
                    Some(verdict) => score.broken.push(format!("not misuse: {site}: {}", verdict.reason)),
                }
            }
            let least = self.recall.get(lint.name).copied().unwrap_or_default();
            if hit.len() < least {
                score.broken.push(format!("{} finds {} misuses and must find {least}; missed:", lint.name, hit.len()));
                score.broken.extend(missed.iter().map(|v| format!("  {}: {}", v.site, v.reason)));
            }
            score.lints.insert(lint.name, (hit.len(), hit.len() + missed.len(), unjudged));
        }
        for known in self.known.iter().filter(|k| !found.iter().any(|site| site.distance(&k.site).is_some())) {
            score.broken.push(format!("no longer found, so no longer to be excused in known.jsonl: {}", known.site));
        }
        score
    }

    fn is_known(&self, site: &Site) -> bool {
        self.known.iter().any(|known| known.site.distance(site).is_some())
    }
}

/// The verdict that a finding belongs to.
fn nearest<'v>(site: &Site, truth: &[&'v Verdict]) -> Option<&'v Verdict> {
    let near = truth.iter().filter_map(|&verdict| Some((verdict.site.distance(site)?, verdict)));
    near.min_by_key(|(lines, verdict)| (*lines, verdict.label == Label::Misuse)).map(|(_, verdict)| verdict)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:28} {:>9} {:>11}", "", "found", "not judged")?;
        for (lint, (found, all, unjudged)) in &self.lints {
            writeln!(f, "{lint:28} {found:4}/{all:<4} {unjudged:11}")?;
        }
        Ok(())
    }
}

// ---- The corpus ---------------------------------------------------------------------------------------------------

/// The folder of each crate of the corpus.
type Folders = BTreeMap<Release, PathBuf>;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

/// Lets cargo fetch the corpus into its own registry and say where each crate lies.
fn download() -> Folders {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(home().join("corpus/Cargo.toml"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(run.status.success(), "the corpus could not be fetched; see what cargo says above");
    let metadata: Metadata = serde_json::from_slice(&run.stdout).expect("cargo describes its packages");
    let here = |package: &Package| package.manifest_path.starts_with(home());
    let packages = metadata.packages.into_iter().filter(|package| !here(package));
    packages
        .map(|Package { name, version, mut manifest_path }| {
            manifest_path.pop();
            (Release { name, version }, manifest_path)
        })
        .collect()
}

/// Judges crates one at a time.
fn judge_each(releases: BTreeSet<&Release>, folders: &Folders) -> (Vec<Site>, Vec<String>) {
    let (mut sites, mut failures) = (Vec::new(), Vec::new());
    for release in releases {
        let folder = folders.get_key_value(release);
        let folder = folder.unwrap_or_else(|| panic!("the corpus has no {}-{}", release.name, release.version));
        let (more, failed) = judge(&[folder]);
        sites.extend(more);
        failures.extend(failed);
    }
    (sites, failures)
}

/// Judges crates in one run, each lint at its own level: what is pedantic is silent. Gives what failed too.
fn judge(crates: &[(&Release, &PathBuf)]) -> (Vec<Site>, Vec<String>) {
    let given: Vec<Given> = crates.iter().map(|(_, folder)| Given::Path(folder.to_path_buf())).collect();
    let outcome = run::check(&files::select(&given), &Settings::default());
    let here = std::env::current_dir().expect("the working directory can be told");
    let sites = outcome.findings.iter().map(|finding| {
        let path = here.join(&finding.place.path);
        let (release, folder) = crates
            .iter()
            .find(|(_, folder)| path.starts_with(folder))
            .unwrap_or_else(|| panic!("{} lies in no crate of the corpus", path.display()));
        let file = path.strip_prefix(folder).expect("it starts with the folder");
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        let (file, line) = (parts.join("/"), finding.place.start.line);
        Site { release: (*release).clone(), file, line, lint: finding.lint.name.to_owned() }
    });
    (sites.collect(), outcome.failures)
}
