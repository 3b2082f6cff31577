//! Who else may call a function of the package: places that name it as a value, calls on something of unknown type, macros
//! that could not be read, calls by another name.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::callee::callers::Called;
use crate::model::names::Res;
use crate::model::source::tables::{DefId, DefKind, ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, MacroBody, MacroCall, Name};

/// Where functions of the package are named without being called, by their last names.
#[derive(Default, Debug)]
pub struct Mentions {
    /// Paths that stand for the function as a value.
    values: FxHashMap<Name, Vec<ExprAt>>,
    /// Macros that could not be read and hold the name.
    macros: FxHashMap<Name, Vec<ExprAt>>,
}

impl Base {
    /// Every place where a function of the package is named as a value: given to a call, kept in a field.
    pub(in crate::model) fn function_values(&self, def: DefId) -> Vec<ExprAt> {
        let name = self.index.def(def).name;
        let by_function = self.valued.get(&name).unwrap_or_else(|| {
            let mut found = Called::default();
            for &at in self.mentions_of_functions().values.get(&name).into_iter().flatten() {
                if let Res::Def(def) = self.res(at) {
                    found.entry(def).or_default().push(at);
                }
            }
            self.valued.keep(name, Arc::new(found))
        });
        by_function.get(&def).cloned().unwrap_or_default()
    }

    /// Macros that could not be read and hold a name: they may call the function of that name.
    pub(in crate::model) fn unread_mentions(&self, name: Name) -> &[ExprAt] {
        self.mentions_of_functions().macros.get(&name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Calls that may mean a function of the package as far as name and arguments tell: what they are made on is not known.
    pub(in crate::model) fn possible_callers(&self, def: DefId) -> Vec<ExprAt> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.item_of(def).kind else { return Vec::new() };
        let by_method = function.receiver.is_some();
        if info.owner.is_none() {
            return Vec::new();
        }
        let key = (info.name, by_method, function.params.len());
        self.possibly_called.get(&key).unwrap_or_else(|| {
            let mut found = self.calls_named([info.name]);
            found.retain(|&at| {
                let is_method = matches!(self.kind(at), ExprKind::Method(_));
                is_method == by_method
                    && self.args(at).len() == function.params.len()
                    && self.callee(at) == Callee::Unnamed(info.name)
            });
            self.possibly_called.keep(key, found)
        })
    }

    fn mentions_of_functions(&self) -> &Mentions {
        self.function_mentions.get_or_init(|| {
            let functions = self.index.defs.iter().filter(|def| def.kind == DefKind::Fn).map(|def| def.name);
            let functions: FxHashSet<Name> = functions.collect();
            let mut found = Mentions::default();
            for (n, file) in self.files.iter().enumerate() {
                let exprs = (0..).zip(&file.parsed.tree.exprs);
                for (at, expr) in exprs.map(|(id, expr)| (ExprAt { file: FileNo(n as u32), id: ExprId(id) }, expr)) {
                    match &expr.kind {
                        ExprKind::Path(path) => {
                            let last = path.segments.last().map(|s| s.name).filter(|name| functions.contains(name));
                            if let Some(name) = last.filter(|_| !self.is_callee(at) && self.has_scope(at)) {
                                found.values.entry(name).or_default().push(at);
                            }
                        }
                        ExprKind::Macro(MacroCall { body: MacroBody::Opaque(names), .. }) => {
                            let mut names: Vec<Name> =
                                names.iter().copied().filter(|n| functions.contains(n)).collect();
                            names.sort();
                            names.dedup();
                            names.into_iter().for_each(|name| found.macros.entry(name).or_default().push(at));
                        }
                        _ => {}
                    }
                }
            }
            found
        })
    }

    /// Whether a path is what a call calls.
    fn is_callee(&self, at: ExprAt) -> bool {
        let parent = self.parent_expr(at).map(|parent| self.kind(parent));
        matches!(parent, Some(ExprKind::Call { callee, .. }) if *callee == at.id)
    }

    /// Whether an expression is code, and no variable.
    fn has_scope(&self, at: ExprAt) -> bool {
        self.index.local(at).is_none() && self.scope_at(at).0 != u32::MAX
    }

    /// Calls that mean one of several twins, this function among them, where nobody can tell which.
    pub(in crate::model) fn callers_of_twins(&self, def: DefId) -> Vec<ExprAt> {
        if self.twins_of(def).is_empty() {
            return Vec::new();
        }
        let mut found = self.calls_named([self.index.def(def).name]);
        found.retain(|&at| {
            let ExprKind::Call { callee, .. } = self.kind(at) else { return false };
            let any = self.res_of_any_twin(ExprAt { id: *callee, ..at });
            !matches!(self.callee(at), Callee::Def(_))
                && matches!(any, Res::Def(any) if self.twins_of(def).contains(&any))
        });
        found
    }

    /// The calls of a function of the package by another name, which an import has given it.
    pub(in crate::model) fn callers_by_alias(&self, def: DefId) -> &[ExprAt] {
        let all = self.called_by_alias.get_or_init(|| {
            let mut found = Called::default();
            for at in self.calls_named(self.aliases()) {
                if let Callee::Def(def) = self.callee(at)
                    && self.name_called(at) != Some(self.index.def(def).name)
                {
                    found.entry(def).or_default().push(at);
                }
            }
            found
        });
        all.get(&def).map_or(&[], Vec::as_slice)
    }
}
