//! Re-exports: under which other paths the items of a package, of its siblings and of libraries can be named.

use std::collections::BTreeMap;

use crate::model::interface::Seen;
use crate::model::names::siblings::Interface;
use crate::model::names::{Res, Space};
use crate::model::source::tables::{ImportAt, ScopeId};
use crate::syntax::tree::Bound;

impl Seen<'_> {
    pub(super) fn reexports(&self, interface: &mut Interface) {
        let mut modules: Vec<(&ScopeId, &String)> = self.modules.iter().collect();
        modules.sort();
        for (&scope, path) in modules {
            for &import in self.krate.index.scope(scope).imports.iter().filter(|&&import| self.is_reexport(import)) {
                match import.bound {
                    Bound::Name(name) => {
                        let path = format!("{path}::{}", self.krate.text(name));
                        self.renamed(&mut interface.types, &path, scope, import, Space::Type);
                        self.renamed(&mut interface.values, &path, scope, import, Space::Value);
                    }
                    Bound::Glob => {
                        let from = self.meant(&self.krate.import_res(scope, import, Space::Type));
                        let others = from.into_iter().filter(|from| from != path);
                        interface.globs.entry(path.clone()).or_default().extend(others);
                    }
                    Bound::Nothing => {}
                }
            }
        }
    }

    fn is_reexport(&self, import: ImportAt) -> bool {
        self.krate.tree(import.file).items[import.item.0 as usize].public
    }

    fn renamed(
        &self,
        table: &mut BTreeMap<String, String>,
        path: &str,
        scope: ScopeId,
        import: ImportAt,
        space: Space,
    ) {
        let meant = self.krate.import_res(scope, import, space);
        if self.krate.may_be(&meant, space)
            && let Some(target) = self.meant(&meant).filter(|target| target != path)
        {
            table.entry(path.to_owned()).or_insert(target);
        }
    }

    /// The path of what a name means.
    fn meant(&self, res: &Res) -> Option<String> {
        match res {
            Res::Def(def) => self.path(*def),
            Res::Module(scope) => self.modules.get(scope).cloned(),
            Res::Variant(def, name) => Some(format!("{}::{}", self.path(*def)?, self.krate.text(*name))),
            Res::External(path) => Some(path.to_string()),
            Res::SelfType(_) | Res::Param(_) | Res::Assoc(..) | Res::Unknown => None,
        }
    }
}
