//! Where a value comes from: back through variables, and through parameters to what the callers give.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::library;
use crate::model::source::tables::{DefId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Name};

/// An expression that a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::model) struct Source {
    pub at: ExprAt,
    /// The last call by which it comes to where it was asked for; without one the expression that was asked about.
    pub site: ExprAt,
}

impl Base {
    /// The expressions that a value comes from, itself first. `behind` says what an expression only hands on: what stands
    /// behind a reference, a wrapper, a method that gives its receiver.
    pub(in crate::model) fn sources(&self, at: ExprAt, behind: &dyn Fn(ExprAt) -> Option<ExprAt>) -> Vec<Source> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut todo = vec![Source { at, site: at }];
        while let Some(mut source) = todo.pop() {
            while let Some(inner) = behind(source.at) {
                source.at = inner;
            }
            let variable = self.index.local(source.at);
            if variable.is_some_and(|variable| !seen.insert(variable)) {
                continue;
            }
            found.push(source);
            let Some(info) = variable.map(|variable| self.index.binding(variable)) else { continue };
            match info.origin {
                Origin::Value(_) => todo.extend(self.value_bound(info).map(|at| Source { at, ..source })),
                Origin::Param(n) if info.steps.is_empty() => {
                    let calls = self.callers_of_body(info.body);
                    let given =
                        calls.into_iter().filter_map(|site| Some(Source { at: self.argument_for(site, n)?, site }));
                    todo.extend(given.rev());
                }
                _ => {}
            }
        }
        found
    }

    /// The fields of the package's structs that a place may be, followed through variables and parameters.
    pub(in crate::model) fn fields_behind(&self, at: ExprAt) -> Vec<(DefId, Name)> {
        let sources = self.sources(at, &|at| self.same_field(at));
        sources.into_iter().filter_map(|source| self.field_of_struct(source.at)).collect()
    }

    /// The field of a struct of the package that an expression is.
    pub(in crate::model) fn field_of_struct(&self, at: ExprAt) -> Option<(DefId, Name)> {
        let ExprKind::Field { base, name } = self.kind(at) else { return None };
        match self.core_type(&self.type_of(ExprAt { id: *base, ..at })) {
            Ty::Def(def, _) => Some((def, *name)),
            _ => None,
        }
    }

    /// The place that an expression lends or looks into: `self.rx` of `(&mut self.rx)`, of `self.rx.lock().await`.
    fn same_field(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Method(m) if library::reads::opens_place(self.text(m.name)) => m.receiver,
            ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
            _ => return Some(self.without_refs(at)).filter(|inner| *inner != at),
        };
        Some(ExprAt { id: inner, ..at })
    }
}
