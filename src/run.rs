//! The driver: every lint over every fact it is about, package by package, in parallel, in order.
//!
//! Packages stream through: a few are in flight at a time, each is read, parsed, judged and let go, and only its findings
//! stay. What comes out is the same on any number of threads. How it is shown is not known here.

mod answers;
mod ask;
mod beyond;
mod cache;
mod evidence;
mod fingerprints;
mod hear;
mod interfaces;
mod map;
mod package;
mod place;
mod progress;
mod reach;
mod stop;
mod stream;
mod timeline;
mod trees;
mod why;
mod words;
mod workspace;

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::config::InForce;
use crate::files::Selection;
use crate::judged::{Outcome, Partly};
use crate::levels::Levels;

use map::Drawing;
use package::Open;
use stream::{Place, Visit, stream};
use workspace::Workspace;

#[doc(hidden)]
pub use answers::{Answers, answers};
#[doc(hidden)]
pub use ask::{Answer, ask, ask_of_comments};
pub use cache::Cache;
#[doc(hidden)]
pub use hear::{Found, Heard, hear};
pub use interfaces::{Interfaces, Key};
pub use map::Drawings;
#[doc(hidden)]
pub use package::tell;
pub use progress::Progress;
pub use stop::Stop;
#[doc(hidden)]
pub use timeline::{Example, Reported, example};
pub use trees::Trees;
pub use why::{Hidden, Near, Note, Nothing, Reason, Said, Spot, Why, why};
#[doc(hidden)]
pub use words::may_be_on_map;

/// Deeply nested code is walked by recursion; only the pages that are used cost memory.
pub const STACK: usize = 256 << 20;

/// How a run is to be made.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What the command line says of levels, after all that the configurations say.
    pub flags: Levels,
    /// The configuration of each package.
    pub configs: InForce,
    /// As many as the machine has where nothing is said.
    pub threads: Option<NonZeroUsize>,
    /// Judges each package as if it were the only one.
    pub apart: bool,
    /// Asked for once nobody wants the outcome any more; what the run then gives is worth nothing.
    pub stop: Stop,
    /// What gives memory back to the system, where the process can say so: called each time that as much text has been judged
    /// as may be in memory at once.
    pub give_back: Option<fn()>,
    /// The interfaces of earlier runs, where there may be any: a package that is only read for its interface, and of which
    /// nothing has changed, is not read again.
    pub interfaces: Option<Arc<Interfaces>>,
    /// The trees of earlier runs, where there may be any: a file of a package that is judged is not parsed again as long as its
    /// text is the same.
    pub trees: Option<Arc<Trees>>,
    /// What earlier runs, of this process and of others, have found out, and where this one keeps what it finds out.
    pub cache: Option<Arc<Cache>>,
    /// Where the run says how far it has come.
    pub progress: Progress,
    /// Whether a map of each package is made.
    pub draws: bool,
}

/// Judges every package of a selection.
pub fn check(selection: &Selection, settings: &Settings) -> Outcome {
    judged(selection, settings).0
}

/// Judges every package of a selection, and draws the map of each.
pub fn map(selection: &Selection, settings: Settings) -> (Outcome, Drawings) {
    let (outcome, drawings) = judged(selection, &Settings { draws: true, ..settings });
    (outcome, Drawings(drawings))
}

fn judged(selection: &Selection, settings: &Settings) -> (Outcome, Vec<Drawing>) {
    let Selection { packages, warnings, failures, .. } = selection;
    let mut outcome = Outcome { warnings: warnings.clone(), failures: failures.clone(), ..Outcome::default() };
    let pool = match pool(settings.threads) {
        Ok(pool) => pool,
        Err(failure) => {
            outcome.failures.push(failure);
            return (outcome, Vec::new());
        }
    };
    outcome.summary.packages = packages.len();
    let files = || packages.iter().flat_map(|p| &p.files);
    outcome.summary.files = files().filter(|f| f.asked).count();
    outcome.summary.read = files().count();
    settings.progress.begin(outcome.summary.read);
    let workspace = Workspace::new(selection, settings.apart);
    let parts = stream(&workspace, &pool, |visit, place| {
        let part = package::judge(visit, place, settings, &pool);
        if visit.member().is_given {
            settings.progress.advance(visit.member().package.files.len());
        }
        part
    });
    let drawings = merge(parts, &workspace, &mut outcome);
    (outcome, drawings)
}

/// What `conclint facts` shows of every file that was asked for, in order; with a line (from 1) the graph of the body there.
pub fn facts(selection: Selection, settings: &Settings, line: Option<u32>) -> (String, Vec<String>) {
    let mut failures = selection.failures.clone();
    let pool = match pool(settings.threads) {
        Ok(pool) => pool,
        Err(failure) => return (String::new(), vec![failure]),
    };
    let mut text = String::new();
    let workspace = Workspace::new(&selection, settings.apart);
    let one = |visit: &Visit<'_>, _place: Place| package::facts(visit, settings, &pool, line);
    for (facts, failed) in stream(&workspace, &pool, one) {
        text.push_str(&facts);
        failures.extend(failed);
    }
    (text, failures)
}

fn pool(threads: Option<NonZeroUsize>) -> Result<ThreadPool, String> {
    let threads = threads.map_or(0, NonZeroUsize::get);
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .map_err(|e| format!("no threads could be started ({e}); try --threads 1"))
}

/// Puts the packages' parts together in an order that does not depend on which was done first, and leaves out what all
/// packages together show to be right; gives their maps in the same order.
fn merge(parts: Vec<package::Part>, workspace: &Workspace<'_>, outcome: &mut Outcome) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let mut findings = Vec::new();
    let mut partly: Vec<(u32, Partly)> = Vec::new();
    let mut failures = BTreeSet::new();
    for part in parts {
        findings.extend(part.findings);
        outcome.quiet.extend(part.quiet);
        partly.extend(part.partly);
        failures.extend(part.failures);
        outcome.rule_locks.extend(part.rule_locks);
        drawings.extend(part.drawing);
    }
    if findings.iter().any(|open: &Open| open.unless_started_once.is_some()) {
        let callers = workspace.callers();
        findings.retain(|open| !open.unless_started_once.as_ref().is_some_and(|paths| callers.start_once(paths)));
    }
    findings.sort_by(|a, b| {
        (a.span, a.judged.lint.name, &a.judged.message).cmp(&(b.span, b.judged.lint.name, &b.judged.message))
    });
    let mut counted = HashMap::new();
    findings.retain(|open| open.limit.as_ref().is_none_or(|limit| limit.is_passed(&mut counted)));
    partly.sort_by_key(|(file, _)| *file);
    outcome.findings = findings.into_iter().map(|open| open.judged).collect();
    outcome.summary.partly = partly.into_iter().map(|(_, partly)| partly).collect();
    outcome.failures.extend(failures);
    drawings
}

/// Does work of ours that must not fail, and makes a sentence of it where it does.
fn guarded<T>(who: &str, on: impl FnOnce() -> String, work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let said = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => format!(" ({text})"),
            (_, Some(text)) => format!(" ({text})"),
            _ => String::new(),
        };
        format!("{who} failed on {}{said}; please report it", on())
    })
}
