//! The thread that judges, so that the one that listens never waits.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, unbounded};
use gen_lsp_types::PublishDiagnosticsParams;

use super::client::Client;
use super::documents::{Document, Root};
use super::found::{File, Files, Found};
use super::text::Text;
use super::uri;
use crate::files::{self, Given, Selection, SourceFile};
use crate::judged::{Judged, Outcome};
use crate::map::{Map, Node};
use crate::report;
use crate::run::Stop;

/// What is to be judged.
pub struct Job {
    pub root: Root,
    /// Whether every file of the package is reported on, or the open documents only.
    pub whole: bool,
    pub documents: BTreeMap<PathBuf, Document>,
    /// The texts of all other open documents: another package may be used by this one.
    pub others: BTreeMap<PathBuf, Arc<str>>,
    pub client: Client,
    pub stop: Stop,
}

/// What the thread is asked.
pub enum Work {
    /// What is found.
    Judge(Job),
    /// What stands in the open documents.
    Draw(Job),
}

/// What the thread answers.
pub enum Answer {
    Judged(Report),
    Drawn(Root, Drawn),
}

/// What the map has of the open documents of a group.
#[derive(Default)]
pub struct Drawn {
    /// The versions that it was made of.
    pub versions: BTreeMap<PathBuf, i32>,
    pub notes: BTreeMap<PathBuf, Vec<Note>>,
}

/// A task, channel, lock, … of the map where it begins.
pub struct Note {
    /// From 1, the column in characters.
    pub line: u32,
    pub column: u32,
    /// What it is and does, some lines.
    pub text: String,
}

/// What there is to say about a group of files.
pub struct Report {
    pub root: Root,
    /// Every open document of the group, and every other file that has a finding; `None` where nothing was judged, so
    /// that what was found before still stands.
    pub files: Option<BTreeMap<PathBuf, Seen>>,
    /// The folders of the packages that it uses, directly or not.
    pub uses: Vec<PathBuf>,
    /// What is odd or could not be done, a sentence each.
    pub sentences: Vec<String>,
}

/// The findings of one file.
pub struct Seen {
    /// As the client knows it.
    pub uri: String,
    /// The version of the open document that was judged.
    pub version: Option<i32>,
    pub found: Vec<Found>,
}

impl Seen {
    /// What the client is told.
    pub fn published(&self) -> PublishDiagnosticsParams {
        let diagnostics = self.found.iter().map(|found| found.diagnostic.clone()).collect();
        PublishDiagnosticsParams { uri: self.uri.as_str().into(), version: self.version, diagnostics }
    }

    /// What the client is told when nothing of it stands any more.
    pub fn cleared(&self) -> PublishDiagnosticsParams {
        PublishDiagnosticsParams { uri: self.uri.as_str().into(), version: None, diagnostics: Vec::new() }
    }
}

/// Starts the thread: what is sent to it is answered in order, until the sender is gone.
pub fn start(
    judge: impl Fn(Selection, Stop) -> Result<Outcome, Vec<String>> + Send + 'static,
    draw: impl Fn(Selection) -> Result<Map, Vec<String>> + Send + 'static,
) -> io::Result<(Sender<Work>, Receiver<Answer>)> {
    let (jobs, inbox) = unbounded::<Work>();
    let (outbox, answers) = unbounded();
    let judged = move |job: Job| {
        let root = job.root.clone();
        let report = catch_unwind(AssertUnwindSafe(|| report(job, &judge))).unwrap_or_else(|_| {
            let sentence = format!("checking {} failed; please report it", root.folder.display());
            Report { root, files: None, uses: Vec::new(), sentences: vec![sentence] }
        });
        Answer::Judged(report)
    };
    let drawn = move |job: Job| {
        let root = job.root.clone();
        let drawn = catch_unwind(AssertUnwindSafe(|| drawn(&job, &draw)));
        // A hover is no place for a failure: the next judging tells it.
        Answer::Drawn(root, drawn.unwrap_or_default())
    };
    thread::Builder::new().name("judge".to_owned()).spawn(move || {
        for work in inbox {
            let answer = match work {
                Work::Judge(job) => judged(job),
                Work::Draw(job) => drawn(job),
            };
            if outbox.send(answer).is_err() {
                return;
            }
        }
    })?;
    Ok((jobs, answers))
}

/// The files of a job, those of other packages that they use among them.
fn selection(job: &Job) -> Selection {
    let given = job.documents.iter().map(|(path, open)| Given::Text(path.clone(), open.text.to_string()));
    let package = (job.root.package && job.whole).then(|| Given::Package(job.root.folder.clone()));
    let mut selection = files::select(&package.into_iter().chain(given).collect::<Vec<_>>());
    put_in(&job.others, &mut selection);
    selection
}

/// What the map has of the open documents.
fn drawn(job: &Job, draw: impl Fn(Selection) -> Result<Map, Vec<String>>) -> Drawn {
    let selection = selection(job);
    let files = selection.packages.iter().flat_map(|package| &package.files);
    let open = files.filter(|file| job.documents.contains_key(&file.path));
    let paths: BTreeMap<String, PathBuf> = open.map(|file| (file.shown.clone(), file.path.clone())).collect();
    let versions = job.documents.iter().map(|(path, open)| (path.clone(), open.version)).collect();
    let mut notes: BTreeMap<PathBuf, Vec<Note>> = BTreeMap::new();
    let map = draw(selection).unwrap_or_default();
    let is_open = |node: &Node| node.what.is_told_alone() && paths.contains_key(&node.at.path);
    let numbers: Vec<usize> = (0..map.nodes.len()).filter(|&number| is_open(&map.nodes[number])).collect();
    for (&number, text) in numbers.iter().zip(report::node_texts(&map, &numbers)) {
        let at = &map.nodes[number].at;
        let note = Note { line: at.line, column: at.column, text };
        notes.entry(paths[&at.path].clone()).or_default().push(note);
    }
    Drawn { versions, notes }
}

fn report(job: Job, judge: impl Fn(Selection, Stop) -> Result<Outcome, Vec<String>>) -> Report {
    let selection = selection(&job);
    let uses: Vec<PathBuf> = selection.siblings.iter().map(|package| package.info.root.clone()).collect();
    let sources: BTreeMap<String, SourceFile> = selection
        .packages
        .iter()
        .chain(&selection.siblings)
        .flat_map(|p| &p.files)
        .map(|f| (f.shown.clone(), f.clone()))
        .collect();
    let outcome = match judge(selection, job.stop.clone()) {
        Ok(outcome) => outcome,
        Err(sentences) => return Report { root: job.root, files: None, uses, sentences },
    };
    let seen = seen(&job, &outcome, &sources);
    let sentences = outcome.warnings.into_iter().chain(outcome.failures).collect();
    Report { root: job.root, files: Some(seen), uses, sentences }
}

/// Has open documents of other packages count as they are in the client, where that is not what the disk holds.
fn put_in(open: &BTreeMap<PathBuf, Arc<str>>, selection: &mut Selection) {
    for file in selection.siblings.iter_mut().flat_map(|package| &mut package.files) {
        if let Some(text) = open.get(&file.path)
            && file.read().is_ok_and(|disk| *disk != **text)
        {
            file.stand_in(text);
        }
    }
}

/// The findings by file, with the open documents in which there is none.
fn seen(job: &Job, outcome: &Outcome, sources: &BTreeMap<String, SourceFile>) -> BTreeMap<PathBuf, Seen> {
    let open = |open: &Document| Seen { uri: open.uri.clone(), version: Some(open.version), found: Vec::new() };
    let mut seen: BTreeMap<PathBuf, Seen> = job.documents.iter().map(|(path, one)| (path.clone(), open(one))).collect();
    let texts = texts(outcome, sources);
    let files = files(job, &texts, sources);
    for (path, found) in outcome.findings.iter().filter_map(|judged| files.found(judged)) {
        let closed = |path: &PathBuf| Seen { uri: uri::uri(path), version: None, found: Vec::new() };
        seen.entry(path).or_insert_with_key(closed).found.push(found);
    }
    seen
}

/// The texts of the files that findings speak of. What was read from the disk is read again, since a run keeps no text;
/// a file that is gone by now is left out, and the change that took it away has another run follow.
fn texts(outcome: &Outcome, sources: &BTreeMap<String, SourceFile>) -> BTreeMap<String, String> {
    let shown: BTreeSet<&String> = outcome.findings.iter().flat_map(paths).collect();
    shown.into_iter().filter_map(|shown| Some((shown.clone(), sources.get(shown)?.read().ok()?))).collect()
}

fn paths(judged: &Judged) -> impl Iterator<Item = &String> {
    let patches = judged.fix.iter().flat_map(|fix| &fix.patches).map(|patch| &patch.path);
    std::iter::once(&judged.place.path).chain(judged.evidence.iter().map(|place| &place.path)).chain(patches)
}

fn files<'t>(job: &Job, texts: &'t BTreeMap<String, String>, sources: &BTreeMap<String, SourceFile>) -> Files<'t> {
    let file = |(shown, text): (&String, &'t String)| {
        let path = sources.get(shown)?.path.clone();
        let open = job.documents.get(&path);
        let uri = open.map_or_else(|| uri::uri(&path), |open| open.uri.clone());
        let version = open.map(|open| open.version);
        Some((shown.clone(), File { path, uri, version, text: Text::new(text, job.client.encoding) }))
    };
    Files { client: job.client, by_shown: texts.iter().filter_map(file).collect() }
}
