//! Runtimes that are made: where one goes out of scope.

use crate::model::library::gives::{self, OnCase};
use crate::model::library::types;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a call that makes a runtime.
#[derive(Debug)]
pub struct RuntimeData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// A call that makes a runtime which blocks its thread when it is dropped.
    Runtime, RuntimeData, runtimes
}

impl<'c> Runtime<'c> {
    /// The call, from its path (or a method's name) to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// Where a runtime that has no such threads, or an executor, polls the code that makes it.
    pub fn polled_by_other(self) -> Option<Span> {
        let krate = self.krate;
        let alone = krate.expr(self.data.at).polled_alone()?;
        let by = krate.source(krate.file_no(alone.file)?).text_of(alone);
        types::polls_without_runtime(by).then_some(alone)
    }

    /// What drops it in the body that makes it: the variable that has it, at the end of its scope, or the call of `drop`.
    /// `None` where it goes elsewhere, or may do so.
    pub fn dropped_where_made(self) -> Option<Span> {
        let call = self.call();
        let variable = call.let_around().filter(|variable| self.krate.made_from_call(*variable, call))?;
        if let Some(dropped) = variable.mentions().find(|mention| mention.is_dropped()) {
            return Some(dropped.span());
        }
        let stays = |mention: Expr<'_>| mention.body() == call.body() && mention.is_only_used();
        variable.mentions().all(stays).then(|| variable.span())
    }
}

impl Expr<'_> {
    /// Whether a mention of a runtime leaves it where it is: a method is called that borrows it, or it is lent.
    fn is_only_used(self) -> bool {
        let base = self.base;
        let Some(parent) = base.parent_expr(self.at) else { return false };
        match base.kind(parent) {
            ExprKind::Ref { .. } => true,
            ExprKind::Method(_) => base.method_name(parent).is_some_and(types::borrows_runtime),
            _ => false,
        }
    }
}

impl Crate {
    /// Whether a variable has what a call makes, at most taken out of a `Result`.
    fn made_from_call(&self, variable: Variable<'_>, call: Expr<'_>) -> bool {
        let mut value = variable.bound_value();
        while let Some(outer) = value.filter(|outer| *outer != call) {
            value = match self.kind(outer.at) {
                ExprKind::Try(inner) => Some(self.expr(ExprAt { id: *inner, ..outer.at })),
                ExprKind::Method(method) if gives::on_case(self.text(method.name)) == Some(OnCase::TakesOut) => {
                    outer.called_on()
                }
                _ => None,
            };
        }
        value.is_some()
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<RuntimeData> {
    let names = types::RUNTIME_MAKERS.iter().filter_map(|name| krate.names.find(name));
    let makes = |at: &ExprAt| {
        let ty = krate.unwrapped(&krate.type_of(*at));
        ty.path().is_some_and(types::blocks_when_dropped)
    };
    krate.calls_named(names).into_iter().filter(makes).map(|at| RuntimeData { at }).collect()
}
