//! Jobs for blocking work that nothing ends: what they wait for, and whether the runtime is ever dropped.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::facts::spawn::Spawn;
use crate::model::library::calls;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::syntax::tree::ExprKind;

impl<'c> Spawn<'c> {
    /// Where the job waits in a loop for what a person types, itself or in a function that it calls.
    pub fn reads_typed(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        let called = krate.calls_in(body).filter_map(|call| krate.body_called(call));
        let mut bodies = std::iter::once(body).chain(called);
        bodies.find_map(|body| krate.reads_typed_in(body)).map(|at| krate.expr(at))
    }

    /// Where the job, or a function that it calls, looks at what others set to end it.
    pub fn looks_at_flag(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        let called = krate.calls_in(body).filter_map(|call| krate.body_called(call));
        let mut calls = std::iter::once(body).chain(called).flat_map(|body| krate.calls_in(body));
        calls.find(|call| krate.method_name(*call).is_some_and(calls::looks_at_flag)).map(|call| krate.expr(call))
    }

    /// Whether the function with which the process begins starts it, itself or through one other, and has no loop without an
    /// end.
    pub fn started_by_what_ends(self) -> bool {
        let krate = self.krate;
        let around = |at: ExprAt| krate.def_of(krate.body_at(at));
        around(self.data.at).is_some_and(|def| {
            let callers = krate.callers(def).into_iter().filter_map(around);
            std::iter::once(def).chain(callers).any(|one| krate.ends_process(one))
        })
    }

    /// The call by which the program ends a runtime without waiting for its jobs to their end.
    pub fn runtime_leaves_jobs(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        krate.calls().find(|call| krate.method_name(*call).is_some_and(calls::leaves_jobs)).map(|call| krate.expr(call))
    }
}

impl Crate {
    /// Whether a function is one with whose end the process ends, and has no loop without an end.
    fn ends_process(&self, def: DefId) -> bool {
        let endless = |body: BodyId| matches!(self.ending(body), Ending::Endless { .. });
        self.begins_process(def) && !self.index.def(def).body.is_none_or(endless)
    }

    fn reads_typed_in(&self, body: BodyId) -> Option<ExprAt> {
        let typed = |at: ExprAt| matches!(self.callee(at), Callee::External(path) if calls::gives_typed(&path));
        let (mut given, mut read) = (false, None);
        self.each_in_body(body, &mut |at| {
            given |= matches!(self.kind(at), ExprKind::Call { .. }) && typed(at);
            let reads = self.method_name(at).is_some_and(calls::reads_input);
            let again = || {
                let head = |outer: ExprAt| {
                    matches!(self.kind(outer), ExprKind::For { iter, .. } if self.expr(ExprAt { id: *iter, ..at }).holds(self.expr(at)))
                };
                self.loop_around(at).is_some() || self.ancestors(at).any(head)
            };
            if read.is_none() && reads && again() {
                read = Some(at);
            }
            true
        });
        read.filter(|_| given)
    }
}
