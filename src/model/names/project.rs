//! What the project says of functions: its rows come before those of the library table, and before what the model would
//! make of a function of the package.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::library::{self, Call, Declared};
use crate::model::names::Res;
use crate::model::source::tables::DefId;
use crate::syntax::tree::Name;

/// The project's rows, as names are resolved to them.
#[derive(Debug, Default)]
pub(in crate::model) struct Rows {
    /// By path: in the library table's spelling outside the package, as the project writes it inside.
    by_path: FxHashMap<Arc<str>, Call>,
    /// The functions of the package among them, with their paths.
    own: FxHashMap<DefId, Arc<str>>,
    /// The last names of all of them.
    names: Vec<(Name, Call)>,
    /// Other paths outside the package that the project speaks of, whatever it says.
    named: FxHashSet<Arc<str>>,
}

impl Base {
    /// Looks up what each row speaks of. One whose path means nothing in this package has no effect.
    pub(in crate::model) fn declare(&mut self, declared: &[Declared]) {
        for Declared { path, call } in declared {
            for meant in self.meant_by(path) {
                match meant {
                    Res::External(path) => {
                        self.declared.by_path.insert(path, *call);
                    }
                    Res::Def(def) => {
                        let path: Arc<str> = Arc::from(path.as_str());
                        self.declared.by_path.insert(path.clone(), *call);
                        self.declared.own.insert(def, path);
                    }
                    _ => {}
                }
            }
            let last = path.rsplit("::").next().and_then(|last| self.names.find(last));
            self.declared.names.extend(last.map(|name| (name, *call)));
        }
    }

    /// Takes in more paths outside the package, in the library table's spelling: a glob import may bring their names in.
    pub(in crate::model) fn name_paths(&mut self, paths: impl IntoIterator<Item = Arc<str>>) {
        self.declared.named.extend(paths);
    }

    /// What a function, by its path in the library table's spelling, does.
    pub(in crate::model) fn function(&self, path: &str) -> Option<Call> {
        self.declared.by_path.get(path).copied().or_else(|| library::function(path)).or_else(|| self.siblings.row(path))
    }

    /// What a method of a type, by the type's path in the library table's spelling, does.
    pub(in crate::model) fn method(&self, ty: &str, name: &str) -> Option<Call> {
        let declared = || self.declared.by_path.get(format!("{ty}::{name}").as_str()).copied();
        let any = !self.declared.by_path.is_empty();
        any.then(declared)
            .flatten()
            .or_else(|| library::method(ty, name))
            .or_else(|| self.siblings.method_row(ty, name))
    }

    /// The path, in the library table's spelling, when there is a row for it or the project speaks of it.
    pub(in crate::model) fn knows(&self, path: &str) -> Option<Arc<str>> {
        library::knows(path).or_else(|| {
            let path = library::canonical(path);
            (self.declared.by_path.contains_key(&path) || self.declared.named.contains(&path)).then_some(path)
        })
    }

    /// The path under which the project speaks of a function of the package: such a function is as good as a library's.
    pub(in crate::model) fn declared_path(&self, def: DefId) -> Option<&Arc<str>> {
        self.declared.own.get(&def)
    }

    /// The last names of the project's and the siblings' rows that fit.
    pub(in crate::model) fn declared_names(&self, fits: impl Fn(Call) -> bool + Copy) -> impl Iterator<Item = Name> {
        let own = self.declared.names.iter().filter(move |(_, call)| fits(*call)).map(|(name, _)| *name);
        own.chain(self.siblings.names(fits).filter_map(|name| self.names.find(name)))
    }
}
