//! Who calls a function of the package, and what is spawned: tables that are made when they are first asked for.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::source::tables::{BodyId, DefId, ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, Name};

/// Tables over the whole package that few facts need.
#[derive(Default, Debug)]
pub struct Tables {
    fields: OnceLock<FxHashMap<Name, Vec<ExprAt>>>,
    spawned: OnceLock<FxHashSet<BodyId>>,
}

impl Crate {
    /// Every call of a function of the package, in the order of the source.
    pub(in crate::model) fn callers(&self, def: DefId) -> Vec<ExprAt> {
        let mut found = self.calls_named([self.index.def(def).name]);
        found.retain(|&at| self.callee(at) == Callee::Def(def));
        found
    }

    /// Every `x.name` of the package, in the order of the source.
    pub(in crate::model) fn field_uses(&self, name: Name) -> &[ExprAt] {
        let all = self.tables.fields.get_or_init(|| {
            let mut all: FxHashMap<Name, Vec<ExprAt>> = FxHashMap::default();
            for (n, file) in self.files.iter().enumerate() {
                for (id, expr) in file.parsed.tree.exprs.iter().enumerate() {
                    if let ExprKind::Field { name, .. } = expr.kind {
                        let at = ExprAt { file: FileNo(n as u32), id: ExprId(id as u32) };
                        all.entry(name).or_default().push(at);
                    }
                }
            }
            all
        });
        all.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The task or thread whose code a body is, by its own body; `None` for code that its function runs itself.
    pub(in crate::model) fn task_of(&self, body: BodyId) -> Option<BodyId> {
        let spawned =
            self.tables.spawned.get_or_init(|| self.spawns.iter().filter_map(|s| self.code_of(s.argument)).collect());
        let mut at = body;
        loop {
            if spawned.contains(&at) {
                return Some(at);
            }
            at = self.index.body(at).parent?;
        }
    }

    /// Whether a function has a receiver.
    pub(in crate::model) fn has_receiver(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        matches!(&self.tree(info.file).items[info.item.0 as usize].kind,
            ItemKind::Fn(f) if f.receiver.is_some())
    }
}
