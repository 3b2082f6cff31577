//! Mentions of what the project has banned: calls, values, methods, macros and imports, by what their names mean.
//!
//! A type that is only written down, as that of a field or parameter, is no mention; its import and its constructor are.

use std::sync::Arc;

use crate::model::callee::Callee;
use crate::model::names::{Res, Space};
use crate::model::source::tables::{DefId, ExprAt, FileNo, ImportAt, ScopeId};
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{Bound, ExprId, ExprKind, ItemKind, Name};

/// What a project says it does not use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ban {
    /// The item or module, by its crate's name or from `crate` on; what lies below it is banned too.
    pub path: String,
    /// Why, and what to use instead.
    pub reason: String,
    /// The files that may use it all the same, by their paths from the package's root.
    pub allowed_in: Vec<String>,
}

/// A ban, and what its path means in this package.
#[derive(Debug)]
pub(in crate::model) struct Banned {
    ban: Ban,
    meant: Vec<Res>,
}

impl Banned {
    /// The paths outside the package that are banned themselves.
    pub(in crate::model) fn outside(&self) -> impl Iterator<Item = Arc<str>> {
        self.meant.iter().filter_map(|meant| match meant {
            Res::External(path) => Some(path.clone()),
            _ => None,
        })
    }
}

/// Looks up what each ban speaks of.
pub(in crate::model) fn banned(base: &Base, bans: &[Ban]) -> Vec<Banned> {
    bans.iter().map(|ban| Banned { meant: base.meant_by(&ban.path), ban: ban.clone() }).collect()
}

/// What is stored of a mention.
#[derive(Debug)]
pub struct MentionData {
    pub(in crate::model) span: Span,
    pub(in crate::model) file: FileNo,
    in_test: bool,
    ban: usize,
}

handle! {
    /// A place that names what the project has banned.
    Mention, MentionData, mentions
}

impl<'c> Mention<'c> {
    /// The path, the method's name, or the leaf of the `use`.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.data.in_test
    }

    /// The banned path, as the project writes it.
    pub fn path(self) -> &'c str {
        &self.ban().path
    }

    /// Why it is banned, and what to use instead.
    pub fn reason(self) -> &'c str {
        &self.ban().reason
    }

    /// Whether the project allows it in this file.
    pub fn allowed(self) -> bool {
        self.ban().allowed_in.contains(&self.krate.files[self.data.file.0 as usize].within)
    }

    fn ban(self) -> &'c Ban {
        &self.krate.bans[self.data.ban].ban
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<MentionData> {
    let mut found = Vec::new();
    if krate.bans.is_empty() {
        return found;
    }
    let methods: Vec<Name> = krate.bans.iter().filter_map(|one| krate.names.find(last(&one.ban.path))).collect();
    for file in (0..krate.files.len() as u32).map(FileNo) {
        for id in (0..krate.tree(file).exprs.len() as u32).map(ExprId) {
            found.extend(krate.mention_in_expr(ExprAt { file, id }, &methods));
        }
    }
    for (n, scope) in krate.index.scopes.iter().enumerate() {
        let here = ScopeId(n as u32);
        found.extend(scope.imports.iter().filter_map(|&import| krate.mention_in_import(here, import)));
    }
    found.sort_by_key(|mention| mention.span);
    found
}

impl Crate {
    fn mention_in_expr(&self, at: ExprAt, methods: &[Name]) -> Option<MentionData> {
        let scope = self.scope_at(at);
        // What the walk has not met is code that nobody can name.
        if scope.0 == u32::MAX || self.body_at(at).0 == u32::MAX {
            return None;
        }
        let names = |path: &crate::syntax::tree::Path| path.segments.iter().map(|s| s.name).collect::<Vec<_>>();
        let (span, ban) = match self.kind(at) {
            ExprKind::Path(path) if self.index.local(at).is_none() => {
                let written = path.qself.is_none().then(|| self.path_from_crate(scope, path.global, &names(path)));
                (path.span, self.banned(&self.res(at), written.flatten().as_deref(), scope)?)
            }
            ExprKind::Macro(call) => {
                let written = self.path_from_crate(scope, call.path.global, &names(&call.path));
                let res = match (self.res_path(at.file, scope, &call.path, Space::Value), call.path.segments.as_slice())
                {
                    // What no scope brings in is the standard library's.
                    (Res::Unknown, [only]) => Res::External(format!("std::{}", self.text(only.name)).into()),
                    (res, _) => res,
                };
                (call.path.span, self.banned(&res, written.as_deref(), scope)?)
            }
            ExprKind::Method(method) if methods.contains(&method.name) => {
                let res = match self.callee_written(at) {
                    Callee::Def(def) => Res::Def(def),
                    Callee::Method(ty, name) => Res::External(format!("{ty}::{}", self.text(name)).into()),
                    _ => return None,
                };
                (method.name_span, self.banned(&res, None, scope)?)
            }
            _ => return None,
        };
        Some(MentionData { span, file: at.file, in_test: self.in_test(at), ban })
    }

    fn mention_in_import(&self, scope: ScopeId, import: ImportAt) -> Option<MentionData> {
        let ItemKind::Use(leaves) = &self.tree(import.file).items[import.item.0 as usize].kind else { return None };
        let leaf = leaves.get(import.leaf as usize)?;
        let written = self.path_from_crate(scope, leaf.global, &leaf.path);
        let meant = [Space::Type, Space::Value].map(|space| self.import_res(scope, import, space));
        let ban = meant.iter().find_map(|res| self.banned(res, written.as_deref(), scope))?;
        let in_test = self.index.scope(scope).test || self.file_is_test(import.file);
        // A star says nothing by itself: the module before it is what is named.
        let span = match leaf.bound {
            Bound::Glob => self.tree(import.file).items[import.item.0 as usize].span,
            _ => leaf.span,
        };
        Some(MentionData { span, file: import.file, in_test, ban })
    }

    /// The ban that holds what a name means, or the path by which it is written.
    fn banned(&self, res: &Res, written: Option<&str>, from: ScopeId) -> Option<usize> {
        self.bans.iter().position(|one| {
            written.is_some_and(|written| is_below(written, &one.ban.path))
                || one.meant.iter().any(|meant| self.is_part_of(res, meant) && !self.stands_in(from, meant))
        })
    }

    /// Whether something is what a path means, or lies below it.
    pub(in crate::model) fn is_part_of(&self, res: &Res, meant: &Res) -> bool {
        match (res, meant) {
            (Res::External(path), Res::External(prefix)) => is_below(path, prefix),
            (Res::Assoc(base, _), _) => self.is_part_of(base, meant),
            (Res::Def(def) | Res::Variant(def, _), Res::Def(banned)) => {
                def == banned || self.method_of(*def) == Some(*banned)
            }
            (Res::Def(def) | Res::Variant(def, _), Res::Module(module)) => {
                self.index.def(*def).inner == Some(*module) || self.lies_in(self.index.def(*def).scope, *module)
            }
            (Res::Module(inner), Res::Module(module)) => self.lies_in(*inner, *module),
            _ => false,
        }
    }

    /// The package's type whose method a function is.
    fn method_of(&self, def: DefId) -> Option<DefId> {
        match self.impl_self(self.index.def(def).owner?) {
            Res::Def(ty) => Some(ty),
            _ => None,
        }
    }

    /// Whether code stands in a module that a path means: how that is made is its own affair.
    pub(in crate::model) fn stands_in(&self, scope: ScopeId, meant: &Res) -> bool {
        matches!(meant, Res::Module(module) if self.lies_in(scope, *module))
    }

    fn lies_in(&self, scope: ScopeId, outer: ScopeId) -> bool {
        let mut at = Some(scope);
        while let Some(id) = at {
            if id == outer {
                return true;
            }
            at = self.index.scope(id).parent;
        }
        false
    }
}

/// Whether a path is another one, or lies below it.
fn is_below(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The last name of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
