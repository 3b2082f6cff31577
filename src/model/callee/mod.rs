//! Calls: which function each one calls, by what name they are found, and what their parts are.

pub mod callers;
pub mod code;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::library::Call;
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, DefId, DefKind, ExprAt, FileNo, Index, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{Bound, ExprId, ExprKind, Name, Tree};

pub use crate::model::effects::ending::{Ending, Exit, ExitHow};

/// What a call calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A function of the package.
    Def(DefId),
    /// A function of a library, by its path in the library table's spelling, or one that the project speaks of.
    External(Arc<str>),
    /// A method of a library's type: the type's path, the method.
    Method(Arc<str>, Name),
    /// A method or associated function of a type that is not known.
    Unnamed(Name),
    Unknown,
}

/// How many calls inside the package are followed.
pub const DEPTH: u32 = 4;

/// The calls and method calls of a package by their last name.
pub(in crate::model) fn by_name(index: &Index, trees: &[&Tree]) -> FxHashMap<Name, Vec<ExprAt>> {
    let mut found: FxHashMap<Name, Vec<ExprAt>> = FxHashMap::default();
    for (n, (file, tree)) in index.files.iter().zip(trees).enumerate() {
        for &id in &file.calls {
            let name = match &tree.exprs[id.0 as usize].kind {
                ExprKind::Method(method) => method.name,
                ExprKind::Call { callee, .. } => match &tree.exprs[callee.0 as usize].kind {
                    ExprKind::Path(path) => match path.segments.last() {
                        Some(last) => last.name,
                        None => continue,
                    },
                    _ => continue,
                },
                _ => continue,
            };
            found.entry(name).or_default().push(ExprAt { file: FileNo(n as u32), id });
        }
    }
    found
}

impl Crate {
    /// What a call or method call calls.
    pub(in crate::model) fn callee(&self, at: ExprAt) -> Callee {
        self.callees.get(&at).unwrap_or_else(|| self.callees.keep(at, self.callee_fresh(at)))
    }

    fn callee_fresh(&self, at: ExprAt) -> Callee {
        match self.callee_written(at) {
            Callee::Def(def) => match self.declared_path(def) {
                Some(path) => Callee::External(path.clone()),
                None => Callee::Def(def),
            },
            other => other,
        }
    }

    /// What a call calls, before the project's rows are asked.
    pub(in crate::model) fn callee_written(&self, at: ExprAt) -> Callee {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => self.called_path(ExprAt { id: *callee, ..at }),
            ExprKind::Method(method) => {
                let receiver = self.type_of(ExprAt { id: method.receiver, ..at });
                if let Some(def) = self.method_def(&receiver, method.name, self.scope_at(at)) {
                    return Callee::Def(def);
                }
                match self.external_owner(&receiver, method.name, self.scope_at(at)) {
                    Some(path) => Callee::Method(path, method.name),
                    None => Callee::Unnamed(method.name),
                }
            }
            _ => Callee::Unknown,
        }
    }

    fn called_path(&self, path: ExprAt) -> Callee {
        if self.index.local(path).is_some() {
            return Callee::Unknown;
        }
        match self.res(path) {
            Res::Def(def) if matches!(self.index.def(def).kind, DefKind::Fn) => Callee::Def(def),
            Res::External(path) => Callee::External(path),
            Res::Assoc(base, name) => match *base {
                Res::Param(param) => {
                    let found = self.method_of_param(self.scope_at(path), param, name);
                    found.map_or(Callee::Unnamed(name), Callee::Def)
                }
                _ => Callee::Unnamed(name),
            },
            Res::Unknown | Res::SelfType(_) => match self.kind(path) {
                ExprKind::Path(p) => p.segments.last().map_or(Callee::Unknown, |s| Callee::Unnamed(s.name)),
                _ => Callee::Unknown,
            },
            _ => Callee::Unknown,
        }
    }

    /// What a call does, when the library table knows it.
    pub(in crate::model) fn known_call(&self, at: ExprAt) -> Option<Call> {
        match self.callee(at) {
            Callee::External(path) => self.function(&path),
            Callee::Method(ty, name) => self.method(&ty, self.text(name)),
            _ => None,
        }
    }

    /// Every place where a fact can start, in the order of the source.
    pub(in crate::model) fn calls(&self) -> impl Iterator<Item = ExprAt> + '_ {
        self.index
            .files
            .iter()
            .enumerate()
            .flat_map(|(n, file)| file.calls.iter().map(move |&id| ExprAt { file: FileNo(n as u32), id }))
    }

    /// The places where a fact can start in a body and the bodies in it, in the order of the source.
    pub(in crate::model) fn calls_in(&self, body: BodyId) -> impl Iterator<Item = ExprAt> + '_ {
        let body = self.index.body(body);
        let calls = &self.index.file(body.file).calls[body.calls.clone()];
        calls.iter().map(|&id| ExprAt { file: body.file, id }).filter(|&at| body.span.holds(self.span(at)))
    }

    /// The calls and method calls whose last name is one of these, in the order of the source.
    pub(in crate::model) fn calls_named(&self, names: impl IntoIterator<Item = Name>) -> Vec<ExprAt> {
        let mut wanted: Vec<Name> = names.into_iter().collect();
        wanted.sort();
        wanted.dedup();
        let mut found: Vec<ExprAt> =
            wanted.iter().filter_map(|name| self.calls_by_name.get(name)).flatten().copied().collect();
        found.sort_by_key(|&at| (at.file, self.call_span(at).start));
        found
    }

    /// The names of the package's functions that make a call of one of these names, through as many calls as `rounds`;
    /// sorted. Only functions of which `wanted` holds count.
    pub(in crate::model) fn names_around(
        &self,
        seeds: &[Name],
        rounds: u32,
        wanted: impl Fn(DefId) -> bool,
    ) -> Vec<Name> {
        let mut found: Vec<Name> = Vec::new();
        let mut newest: Vec<Name> = seeds.to_vec();
        for _ in 0..rounds {
            let mut next: Vec<Name> = self
                .calls_named(newest.iter().copied())
                .into_iter()
                .filter_map(|at| self.def_of(self.body_at(at)))
                .filter(|&def| wanted(def))
                .map(|def| self.index.def(def).name)
                .collect();
            next.sort();
            next.dedup();
            next.retain(|name| found.binary_search(name).is_err());
            found.extend(&next);
            found.sort();
            newest = next;
        }
        found
    }

    /// Names under which functions of libraries are imported that are called otherwise there.
    pub(in crate::model) fn aliases(&self) -> Vec<Name> {
        let mut found = Vec::new();
        for import in self.index.scopes.iter().flat_map(|s| &s.imports) {
            let (_, path) = self.import_path(*import);
            if let (Bound::Name(name), Some(last)) = (import.bound, path.last())
                && name != *last
            {
                found.push(name);
            }
        }
        found
    }

    /// The arguments of a call, without the receiver.
    pub(in crate::model) fn args(&self, at: ExprAt) -> &[ExprId] {
        match self.kind(at) {
            ExprKind::Call { args, .. } => args,
            ExprKind::Method(method) => &method.args,
            _ => &[],
        }
    }

    /// The name of a method call.
    pub(in crate::model) fn method_name(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Method(method) => Some(self.text(method.name)),
            _ => None,
        }
    }

    /// The receiver of a method call.
    pub(in crate::model) fn receiver_of(&self, at: ExprAt) -> Option<ExprAt> {
        match self.kind(at) {
            ExprKind::Method(method) => Some(ExprAt { id: method.receiver, ..at }),
            _ => None,
        }
    }

    /// A call without its arguments: `tokio::spawn`, `.spawn`.
    pub(in crate::model) fn call_span(&self, at: ExprAt) -> Span {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => self.span(ExprAt { id: *callee, ..at }),
            ExprKind::Method(method) => method.name_span,
            _ => self.span(at),
        }
    }

    /// A call as its caller writes it, up to its arguments: `tokio::spawn`, `tasks.spawn`.
    pub(in crate::model) fn call_text(&self, at: ExprAt) -> &str {
        let name = self.call_span(at);
        let whole = match self.kind(at) {
            ExprKind::Method(m) => self.span(ExprAt { id: m.receiver, ..at }).to(name),
            _ => name,
        };
        let source = self.source(at.file);
        let text = source.text_of(whole);
        if text.contains('\n') { source.text_of(name) } else { text }
    }

    /// The expression that a variable was made from, through variables that only rename it.
    pub(in crate::model) fn made_from(&self, at: ExprAt) -> ExprAt {
        let mut now = at;
        for _ in 0..8 {
            let Some(binding) = self.index.local(now) else { return now };
            let binding = self.index.binding(binding);
            match binding.origin {
                Origin::Value(value) if binding.steps.is_empty() => now = ExprAt { file: binding.file, id: value },
                _ => return now,
            }
        }
        now
    }
}
