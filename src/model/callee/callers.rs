//! Who calls a function of the package, and with what; who uses a field of a name.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::source::tables::{BodyId, DefId, ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, Name};

/// Calls by the function of the package that they call, each list in the order of the source.
pub(in crate::model) type Called = FxHashMap<DefId, Vec<ExprAt>>;

impl Base {
    /// Every call of a function of the package by its own name, in the order of the source.
    pub(in crate::model) fn callers(&self, def: DefId) -> Vec<ExprAt> {
        self.called_by(self.index.def(def).name).get(&def).cloned().unwrap_or_default()
    }

    /// The calls under a name, by the function of the package that they mean.
    fn called_by(&self, name: Name) -> Arc<Called> {
        self.called_by.get(&name).unwrap_or_else(|| {
            let mut found = Called::default();
            for at in self.calls_named([name]) {
                if let Callee::Def(def) = self.callee(at) {
                    found.entry(def).or_default().push(at);
                }
            }
            self.called_by.keep(name, Arc::new(found))
        })
    }

    /// Every `x.name` of the package, in the order of the source.
    pub(in crate::model) fn field_uses(&self, name: Name) -> &[ExprAt] {
        let all = self.field_uses.get_or_init(|| {
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

    /// Every literal of a struct of the package, in the order of the source.
    pub(in crate::model) fn literals_of(&self, def: DefId) -> &[ExprAt] {
        let all = self.literals.get_or_init(|| {
            let mut all: FxHashMap<DefId, Vec<ExprAt>> = FxHashMap::default();
            for (n, file) in self.files.iter().enumerate() {
                for (id, _) in file.parsed.tree.exprs.iter().enumerate() {
                    let at = ExprAt { file: FileNo(n as u32), id: ExprId(id as u32) };
                    if let Some(def) = self.struct_of_literal(at) {
                        all.entry(def).or_default().push(at);
                    }
                }
            }
            all
        });
        all.get(&def).map_or(&[], Vec::as_slice)
    }

    /// The calls of a function of the package, by its body; none for closures.
    pub(in crate::model) fn callers_of_body(&self, body: BodyId) -> Vec<ExprAt> {
        let def = self.index.body(body).def.filter(|&d| self.index.def(d).body == Some(body));
        def.map_or_else(Vec::new, |d| self.callers(d))
    }

    /// The argument that a call gives for the n-th parameter, counted without the receiver.
    pub(in crate::model) fn argument_for(&self, call: ExprAt, n: u32) -> Option<ExprAt> {
        let args = self.args(call);
        let with_self = match self.callee(call) {
            Callee::Def(def) => self.has_receiver(def),
            Callee::External(path) => self.siblings.function(&path).is_some_and(|function| function.receiver),
            _ => false,
        };
        // `Type::method(value, …)` gives the receiver as its first argument.
        let skip = u32::from(with_self && matches!(self.kind(call), ExprKind::Call { .. }));
        args.get((n + skip) as usize).map(|&id| ExprAt { id, ..call })
    }
}
