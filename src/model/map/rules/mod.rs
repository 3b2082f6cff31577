//! Rules of architecture, and the places of the program that break one.
//!
//! A rule is asked of the same facts that the map is made of, and only where the project has one: what the map says to be
//! unknown breaks no rule.

mod across;
mod left;
mod locks;
mod tasks;

pub use left::leave;

use crate::model::effects::locking::LockName;
use crate::model::names::Res;
use crate::model::names::siblings::Step;
use crate::model::source::tables::{FileNo, ScopeId};
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;

/// What a project says must hold of its map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    pub name: String,
    /// Why it holds.
    pub reason: String,
    /// The file and line where it stands.
    pub stated: String,
    /// The files in which it holds, by their paths from the package's root; `None` for all.
    pub holds_in: Option<Vec<String>>,
    pub kind: RuleKind,
}

/// What must hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleKind {
    /// Each task and thread has an owner.
    EveryTaskOwned,
    /// So many channels may be unbounded, in all packages together.
    MostUnboundedChannels(u32),
    /// Tasks and threads are started in these files and modules alone.
    TasksOnlyIn {
        /// The patterns and paths that mean them.
        written: Vec<String>,
        /// By their paths from the package's root.
        files: Vec<String>,
        /// By their paths as code writes them.
        modules: Vec<String>,
    },
    /// Which of two locks is taken first, each a field by its type's name or path, or a static.
    Locks { before: String, after: String },
    /// The item, module or crate that is not called while a lock is held.
    NoLockAcross(String),
}

/// A rule, and what its names mean in this package.
#[derive(Debug)]
pub(in crate::model) struct Ruled {
    rule: Rule,
    /// The locks that are taken first, and those that come after.
    before: Vec<LockName>,
    after: Vec<LockName>,
    /// What is not called while a lock is held.
    calls: Vec<Res>,
    /// The modules that may start tasks.
    modules: Vec<Res>,
}

/// What is stored of a place that breaks a rule.
#[derive(Debug)]
pub struct BreachData {
    pub(in crate::model) span: Span,
    pub(in crate::model) file: FileNo,
    /// Of what starts a task: whether the rule lets its file or module do so.
    lets: bool,
    in_test: bool,
    /// The place of the rule among the project's.
    rule: usize,
    broken: Broken,
}

/// How a rule is broken, in the words of the map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Broken {
    /// Nobody has the handle of a task or thread: "task `flush`".
    Unowned { task: String },
    /// A channel is unbounded.
    Unbounded {
        channel: String,
        /// Those before it in this package that count too.
        others: Vec<Span>,
    },
    /// A task or thread is started.
    Started { task: String },
    /// A lock is taken under another.
    Taken {
        lock: String,
        under: String,
        /// Where the other one is taken.
        guard: Span,
        /// The calls that lead to the one that takes the lock.
        chain: Vec<Span>,
    },
    /// Something is called while a lock is held.
    Across {
        lock: String,
        /// Where it is taken.
        guard: Span,
        /// The calls that lead there.
        chain: Vec<Span>,
        /// The calls in other packages that go on from there.
        beyond: Vec<Step>,
    },
}

handle! {
    /// A place that breaks a rule of the project, or would, were it not in a file that the rule leaves out.
    Breach, BreachData, breaches
}

impl<'c> Breach<'c> {
    /// The call that starts the task, makes the channel or takes the lock, or the one under the lock.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.data.in_test
    }

    /// The rule that it is about.
    pub fn rule(self) -> &'c Rule {
        &self.krate.rules[self.data.rule].rule
    }

    /// How it breaks the rule.
    pub fn broken(self) -> &'c Broken {
        &self.data.broken
    }

    /// Whether the rule holds in its file.
    pub fn is_meant(self) -> bool {
        self.krate.holds_in(self.rule(), self.data.file)
    }

    /// Whether the rule lets its file or module start tasks.
    pub fn may_start(self) -> bool {
        self.data.lets
    }
}

/// Looks up what the names of each rule mean.
pub(in crate::model) fn ruled(krate: &Crate, rules: &[Rule]) -> Vec<Ruled> {
    let one = |rule: &Rule| {
        let none = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (before, after, calls, modules) = none;
        let mut ruled = Ruled { rule: rule.clone(), before, after, calls, modules };
        match &rule.kind {
            RuleKind::Locks { before, after } => {
                (ruled.before, ruled.after) = (krate.locks_meant(before), krate.locks_meant(after));
            }
            RuleKind::NoLockAcross(path) => ruled.calls = krate.meant_by(path),
            RuleKind::TasksOnlyIn { modules, .. } => {
                ruled.modules = modules.iter().flat_map(|path| krate.meant_by(path)).collect();
            }
            _ => {}
        }
        ruled
    };
    rules.iter().map(one).collect()
}

/// The paths outside the package that rules speak of, so that their calls are known by them.
pub(in crate::model) fn outside(base: &Base, rules: &[Rule]) -> Vec<std::sync::Arc<str>> {
    let paths = rules.iter().filter_map(|rule| match &rule.kind {
        RuleKind::NoLockAcross(path) => Some(path),
        _ => None,
    });
    let meant = paths.flat_map(|path| base.meant_by(path));
    meant.filter_map(|meant| if let Res::External(path) = meant { Some(path) } else { None }).collect()
}

/// Every place that breaks a rule, in the order of the source.
pub(in crate::model) fn collect(krate: &Crate) -> Vec<BreachData> {
    let mut found = Vec::new();
    for (number, ruled) in krate.rules.iter().enumerate() {
        match &ruled.rule.kind {
            RuleKind::EveryTaskOwned => found.extend(krate.unowned_tasks(number)),
            RuleKind::MostUnboundedChannels(most) => found.extend(krate.unbounded_channels(number, *most as usize)),
            RuleKind::TasksOnlyIn { .. } => found.extend(krate.started_tasks(number)),
            RuleKind::Locks { .. } => found.extend(krate.locks_turned(number, ruled)),
            RuleKind::NoLockAcross(_) => found.extend(krate.locks_across(number, ruled)),
        }
    }
    found.sort_by_key(|breach| (breach.span, breach.rule));
    found
}

impl Crate {
    fn holds_in(&self, rule: &Rule, file: FileNo) -> bool {
        rule.holds_in.as_ref().is_none_or(|files| files.contains(&self.files[file.0 as usize].within))
    }

    /// Whether a rule lets the code of a scope start tasks.
    fn may_start(&self, ruled: &Ruled, file: FileNo, scope: ScopeId) -> bool {
        match &ruled.rule.kind {
            RuleKind::TasksOnlyIn { files, .. } => {
                files.contains(&self.files[file.0 as usize].within)
                    || ruled.modules.iter().any(|meant| self.stands_in(scope, meant))
            }
            _ => false,
        }
    }
}
