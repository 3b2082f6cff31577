//! Calls as they are written: their parts, and how they are found by their last name.
//!
//! Which function one calls is asked in `crate::model::types::callee`.

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, DefId, ExprAt, FileNo, Index};
use crate::syntax::Span;
use crate::syntax::tree::{ExprId, ExprKind, Lit, Name, Tree};

/// The calls and method calls of a package by their last name.
pub(in crate::model) fn by_name(index: &Index, trees: &[&Tree]) -> FxHashMap<Name, Vec<ExprAt>> {
    let mut found: FxHashMap<Name, Vec<ExprAt>> = FxHashMap::default();
    for (n, (file, tree)) in index.files.iter().zip(trees).enumerate() {
        for &id in &file.calls {
            let Some(name) = name_called(tree, id) else { continue };
            found.entry(name).or_default().push(ExprAt { file: FileNo(n as u32), id });
        }
    }
    found
}

/// The name under which a call stands there: a method's, or the last one of a path.
fn name_called(tree: &Tree, call: ExprId) -> Option<Name> {
    match &tree.exprs[call.0 as usize].kind {
        ExprKind::Method(method) => Some(method.name),
        ExprKind::Call { callee, .. } => match &tree.exprs[callee.0 as usize].kind {
            ExprKind::Path(path) => path.segments.last().map(|last| last.name),
            _ => None,
        },
        _ => None,
    }
}

impl<'c> Expr<'c> {
    /// The last name of what it calls, when it is a call of a function or method.
    pub fn callee_name(self) -> Option<&'c str> {
        self.base.callee_name(self.at)
    }

    /// A call without its arguments: `tokio::spawn`, `.spawn`.
    pub fn call_span(self) -> Span {
        self.base.call_span(self.at)
    }

    /// What an await or a `select!` is to a reader: the whole of a short one, else its keyword or name.
    pub fn await_span(self) -> Span {
        let whole = self.span();
        match self.base.kind(self.at) {
            ExprKind::Macro(call) => call.path.span,
            ExprKind::Await(_) => match self.text().rfind("await") {
                Some(start) => Span { start: whole.start + start as u32, ..whole },
                None => whole,
            },
            _ => whole,
        }
    }

    /// What is called, when that is an expression and no method.
    pub fn callee_expr(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::Call { callee, .. } => Some(self.base.expr(ExprAt { id: *callee, ..self.at })),
            _ => None,
        }
    }

    /// The arguments that it gives, without what a method is called on.
    pub fn args(self) -> impl Iterator<Item = Expr<'c>> {
        self.base.args(self.at).iter().map(move |&id| self.base.expr(ExprAt { id, ..self.at }))
    }

    /// What it calls its method on.
    pub fn called_on(self) -> Option<Expr<'c>> {
        self.base.receiver_of(self.at).map(|at| self.base.expr(at))
    }

    /// The last name of the macro that it calls.
    pub fn macro_called(self) -> Option<&'c str> {
        match self.base.kind(self.at) {
            ExprKind::Macro(call) => Some(self.base.macro_name(call)),
            _ => None,
        }
    }

    /// Whether its first argument is written as `false`.
    pub fn is_given_false(self) -> bool {
        let first = self.base.args(self.at).first();
        first.is_some_and(|&id| matches!(self.base.kind(ExprAt { id, ..self.at }), ExprKind::Lit(Lit::Bool(false))))
    }

    /// The calls in its file, in the order of the source.
    pub fn calls_of_file(self) -> impl Iterator<Item = Expr<'c>> {
        self.base.index.file(self.at.file).calls.iter().map(move |&id| self.base.expr(ExprAt { id, ..self.at }))
    }

    /// The calls in the function that it is code of, closures and `async` blocks included.
    pub fn calls_of_function(self) -> impl Iterator<Item = Expr<'c>> {
        self.base.calls_in(self.base.outermost(self.body())).map(|at| self.base.expr(at))
    }
}

impl Base {
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

    /// The last name of what a call calls.
    pub(in crate::model) fn name_called(&self, call: ExprAt) -> Option<Name> {
        name_called(self.tree(call.file), call.id)
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

    /// The last name of what is called.
    pub(in crate::model) fn callee_name(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => match self.kind(ExprAt { id: *callee, ..at }) {
                ExprKind::Path(path) => path.segments.last().map(|s| self.text(s.name)),
                _ => None,
            },
            ExprKind::Method(method) => Some(self.text(method.name)),
            _ => None,
        }
    }

    /// A timer call from its path or method name to its end.
    pub(in crate::model) fn timer_span(&self, at: ExprAt) -> Span {
        match self.kind(at) {
            ExprKind::Method(method) => method.name_span.to(self.span(at)),
            _ => self.span(at),
        }
    }
}
