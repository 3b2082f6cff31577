//! What other packages see of one, and what it asks of them: the interface that a package leaves behind.
//!
//! It is taken from the finished package, and holds no number of it. What a function does is asked here, once, since the
//! body is gone when another package calls it. How an interface is read is said in `src/model/names/siblings`.

mod calls;
mod effects;
mod functions;
mod items;
mod outside;
mod reexports;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::callee;
use crate::model::effects::ending::Ending;
use crate::model::effects::handle::HandleUse;
use crate::model::effects::spawns::SpawnCall;
use crate::model::names::Res;
use crate::model::names::siblings::{Interface, Step};
use crate::model::source::tables::{DefId, ExprAt, FileNo, ScopeId};
use crate::syntax::Span;

/// The interface of a package's library, whose paths begin with `name`; without a library only what it calls of others.
pub fn of(krate: &Base, name: &str) -> Interface {
    let mut interface = Interface { name: name.to_owned(), ..Interface::default() };
    let root = krate.package.library.as_ref().map(|(_, file)| krate.index.file_scope[file.0 as usize]);
    let mut seen = Seen { modules: modules(krate, name, root), starters: starters(krate), ..Seen::new(krate, name) };
    if root.is_some() {
        seen.doers = effects::doers(krate);
        seen.items(&mut interface);
        interface.locks = items::locks_in(interface.items.values());
        seen.reexports(&mut interface);
    }
    interface.calls = seen.calls();
    interface
}

/// What a package without dependents leaves behind: what it calls of its siblings.
pub fn calls_of(krate: &Base, name: &str) -> Interface {
    let seen = Seen::new(krate, name);
    Interface { name: name.to_owned(), calls: seen.calls(), ..Interface::default() }
}

impl Base {
    /// Whether a spawn starts what goes on forever, and drops its handle.
    fn leaves_endless(&self, spawn: &SpawnCall) -> bool {
        matches!(self.handle_use(spawn.at), HandleUse::Dropped(_))
            && self.code_of(spawn.argument).is_some_and(|body| matches!(self.ending(body), Ending::Endless { .. }))
    }

    /// The path by which other packages name an item of the library.
    pub(in crate::model) fn public_path(&self, def: DefId) -> Option<String> {
        let (_, file) = self.package.library.as_ref()?;
        let (name, root) = (self.siblings.own(), self.index.file_scope[file.0 as usize]);
        let modules = modules(self, name, Some(root));
        Seen { modules, ..Seen::new(self, name) }.path(def)
    }

    /// A call as other packages show it.
    pub(in crate::model) fn step_at(&self, call: ExprAt) -> Step {
        Seen::new(self, self.siblings.own()).call(call)
    }
}

/// A package as others see it.
struct Seen<'c> {
    krate: &'c Base,
    name: &'c str,
    /// The paths of its library's modules.
    modules: FxHashMap<ScopeId, String>,
    /// The functions that leave a task without an end behind, themselves or through what they call.
    starters: FxHashSet<DefId>,
    /// The functions that do something to a lock or to their thread, themselves or through what they call.
    doers: FxHashSet<DefId>,
}

/// The paths of all modules below a library's root, private ones too: an item may be re-exported from one.
fn modules(krate: &Base, name: &str, root: Option<ScopeId>) -> FxHashMap<ScopeId, String> {
    let mut paths = FxHashMap::default();
    let Some(root) = root else { return paths };
    paths.insert(root, name.to_owned());
    // A module's scope may come before or after its parent's: files are walked apart.
    loop {
        let before = paths.len();
        for (n, scope) in krate.index.scopes.iter().enumerate() {
            let id = ScopeId(n as u32);
            let (Some(name), Some(parent)) = (scope.name.filter(|_| scope.module && !scope.test), scope.parent) else {
                continue;
            };
            if !paths.contains_key(&id)
                && let Some(path) = paths.get(&parent).map(|parent| format!("{parent}::{}", krate.text(name)))
            {
                paths.insert(id, path);
            }
        }
        if paths.len() == before {
            return paths;
        }
    }
}

/// The functions from which the start of a task is reached that never ends and that nobody holds.
fn starters(krate: &Base) -> FxHashSet<DefId> {
    let own = |at| krate.def_of(krate.body_at(at));
    let left = |spawn: &&SpawnCall| !krate.in_test(spawn.at) && krate.leaves_endless(spawn);
    let started = krate.spawning_calls().iter().filter(left).map(|spawn| spawn.at);
    let elsewhere = krate.calls_of_starters().into_iter().map(|(at, _)| at);
    let mut newest: Vec<DefId> = started.chain(elsewhere).filter_map(own).collect();
    let mut all: FxHashSet<DefId> = newest.iter().copied().collect();
    for _ in 0..callee::DEPTH {
        let callers = newest.iter().flat_map(|&def| krate.callers(def)).filter_map(own);
        newest = callers.filter(|&def| all.insert(def)).collect();
    }
    all
}

impl<'c> Seen<'c> {
    /// A package of which nothing is seen yet.
    fn new(krate: &'c Base, name: &'c str) -> Seen<'c> {
        let (starters, doers) = (FxHashSet::default(), FxHashSet::default());
        Seen { krate, name, modules: FxHashMap::default(), starters, doers }
    }
}

impl Seen<'_> {
    /// The path at which an item of the library is defined; `None` for one inside a function, or of another target.
    fn path(&self, def: DefId) -> Option<String> {
        let info = self.krate.index.def(def);
        let owner = match info.owner.map(|owner| self.krate.impl_self(owner)) {
            None => self.modules.get(&info.scope)?.clone(),
            Some(Res::Def(ty)) if ty != def => self.path(ty)?,
            Some(Res::External(path)) => path.to_string(),
            Some(_) => return None,
        };
        Some(format!("{owner}::{}", self.krate.text(info.name)))
    }

    /// A stretch of the package's code as it is kept.
    fn step(&self, file: FileNo, span: Span) -> Step {
        let source = self.krate.source(file);
        let from = source.line_column(span.start);
        let line = source.line_span(from.0);
        Step {
            package: self.name.to_owned(),
            file: self.krate.files[file.0 as usize].within.clone(),
            start: span.start,
            end: span.end,
            from,
            to: source.line_column(span.end),
            line: source.text_of(line).to_owned(),
            line_start: line.start,
        }
    }
}
