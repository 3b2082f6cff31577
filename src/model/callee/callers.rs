//! Who calls a function of the package, and what is spawned: tables that are made when they are first asked for.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, DefId, DefKind, ExprAt, FileNo};
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, MacroBody, MacroCall, Name};

/// Tables over the whole package that few facts need.
#[derive(Default, Debug)]
pub struct Tables {
    fields: OnceLock<FxHashMap<Name, Vec<ExprAt>>>,
    mentions: OnceLock<Mentions>,
    aliases: OnceLock<Vec<Name>>,
    spawned: OnceLock<FxHashSet<BodyId>>,
}

/// Where functions of the package are named without being called, by their last names.
#[derive(Default, Debug)]
struct Mentions {
    /// Paths that stand for the function as a value.
    values: FxHashMap<Name, Vec<ExprAt>>,
    /// Macros that could not be read and hold the name.
    macros: FxHashMap<Name, Vec<ExprAt>>,
}

impl Crate {
    /// Every place where a function of the package is named as a value: given to a call, kept in a field.
    pub(in crate::model) fn function_values(&self, def: DefId) -> Vec<ExprAt> {
        let named =
            self.function_mentions().values.get(&self.index.def(def).name).map(Vec::as_slice).unwrap_or_default();
        named.iter().copied().filter(|&at| self.res(at) == Res::Def(def)).collect()
    }

    /// Macros that could not be read and hold a name: they may call the function of that name.
    pub(in crate::model) fn unread_mentions(&self, name: Name) -> &[ExprAt] {
        self.function_mentions().macros.get(&name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Calls that may mean a function of the package as far as name and arguments tell: what they are made on is not known.
    pub(in crate::model) fn possible_callers(&self, def: DefId) -> Vec<ExprAt> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.item_of(def).kind else { return Vec::new() };
        let by_method = function.receiver.is_some();
        if info.owner.is_none() {
            return Vec::new();
        }
        let mut found = self.calls_named([info.name]);
        found.retain(|&at| {
            let is_method = matches!(self.kind(at), ExprKind::Method(_));
            is_method == by_method
                && self.args(at).len() == function.params.len()
                && self.callee(at) == Callee::Unnamed(info.name)
        });
        found
    }

    fn function_mentions(&self) -> &Mentions {
        self.tables.mentions.get_or_init(|| {
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

    /// The calls of a function of the package by another name, which an import has given it.
    pub(in crate::model) fn callers_by_alias(&self, def: DefId) -> Vec<ExprAt> {
        let aliases = self.tables.aliases.get_or_init(|| self.aliases());
        let own = self.index.def(def).name;
        let mut found = self.calls_named(aliases.iter().copied().filter(|&name| name != own));
        found.retain(|&at| self.callee(at) == Callee::Def(def));
        found
    }

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
