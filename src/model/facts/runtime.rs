//! Runtimes that are made: where one goes out of scope.

use crate::model::callee::Callee;
use crate::model::library::gives::{self, OnCase};
use crate::model::library::{calls, types};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{DefId, DefKind, ExprAt, FileNo};
use crate::model::types::Ty;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a call that makes a runtime.
#[derive(Debug)]
pub struct RuntimeData {
    pub(in crate::model) at: ExprAt,
    /// The struct of the package that it makes, where the runtime is a field of that.
    owner: Option<DefId>,
}

handle! {
    /// A call that makes a runtime which blocks its thread when it is dropped, or a struct of the package that owns one.
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

    /// The name of the struct of the package that it makes and that owns the runtime; `None` where it is the runtime itself.
    pub fn owning_struct(self) -> Option<&'c str> {
        self.data.owner.map(|def| self.krate.text(self.krate.index.def(def).name))
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
            ExprKind::Method(_) => match base.callee(parent) {
                Callee::Def(def) => {
                    let method = base.as_function(def);
                    method.takes_shared_self() || method.takes_self_alone()
                }
                _ => base.method_name(parent).is_some_and(types::borrows_runtime),
            },
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

    /// The structs of the package that have a runtime as a field of their own and leave it to the compiler to drop it.
    fn owners_of_runtime(&self) -> Vec<DefId> {
        let owns = |ty: &Ty| ty.path().is_some_and(types::blocks_when_dropped);
        let all = (0..self.files.len()).flat_map(|n| self.index.defs_in(FileNo(n as u32)));
        let structs = all.filter(|(_, info)| info.kind == DefKind::Struct).map(|(def, _)| def);
        let leaves_it = |def: &DefId| self.method_of_library_trait(*def, calls::DESTRUCTOR, calls::DROPS).is_none();
        structs.filter(|def| self.field_types(*def).iter().any(owns)).filter(leaves_it).collect()
    }

    /// The calls of plain functions of the package that give a struct which owns a runtime.
    fn calls_that_give_owners(&self) -> Vec<RuntimeData> {
        let owners = self.owners_of_runtime();
        if owners.is_empty() {
            return Vec::new();
        }
        let given = |def: DefId| match self.unwrapped(&self.return_type(def)) {
            Ty::Def(owner, _) if owners.contains(&owner) => Some(owner),
            _ => None,
        };
        let all = (0..self.files.len()).flat_map(|n| self.index.defs_in(FileNo(n as u32)));
        let makers = all.filter(|(_, info)| info.kind == DefKind::Fn).filter_map(|(def, _)| Some((def, given(def)?)));
        let calls = makers.filter(|(def, _)| !self.as_function(*def).is_async()).flat_map(|(def, owner)| {
            self.callers(def).into_iter().map(move |at| RuntimeData { at, owner: Some(owner) })
        });
        calls.collect()
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<RuntimeData> {
    let names = types::RUNTIME_MAKERS.iter().filter_map(|name| krate.names.find(name));
    let makes = |at: &ExprAt| {
        let ty = krate.unwrapped(&krate.type_of(*at));
        ty.path().is_some_and(types::blocks_when_dropped)
    };
    let made = krate.calls_named(names).into_iter().filter(makes).map(|at| RuntimeData { at, owner: None });
    let mut found: Vec<RuntimeData> = made.chain(krate.calls_that_give_owners()).collect();
    found.sort_by_key(|runtime| runtime.at);
    found
}
