//! Jobs for blocking work that nothing ends: what they wait for, and whether the runtime is ever dropped.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::effects::stalls::{Stall, WaitFor};
use crate::model::facts::spawn::Spawn;
use crate::model::library::{self, Call, Side, calls};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::syntax::tree::ExprKind;

/// How many calls a command is followed through.
const DEEPEST: u32 = 16;

impl<'c> Spawn<'c> {
    /// Where the job waits in a loop for what a person types, itself or in a function that it calls.
    pub fn reads_typed(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        let called = krate.calls_in(body).filter_map(|call| krate.body_called(call));
        let mut bodies = std::iter::once(body).chain(called);
        bodies.find_map(|body| krate.reads_typed_in(body, true)).map(|at| krate.expr(at))
    }

    /// Where the job waits for what lies outside of the program, for a time that nothing in it limits: a process, the end of
    /// a thread, what a person types.
    pub fn waits_outside(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        let called = krate.calls_in(body).filter_map(|call| krate.body_called(call));
        let bodies: Vec<BodyId> = std::iter::once(body).chain(called).collect();
        let mut calls = bodies.iter().flat_map(|body| krate.calls_in(*body));
        let process = calls.find(|call| krate.waits_for_process(*call));
        let stalls = krate.flow(body).ids().flat_map(|node| krate.stalls_at(body, node));
        let outside = |stall: &Stall| !stall.suspends && matches!(stall.what, WaitFor::Other | WaitFor::End);
        let stall = || stalls.filter(outside).find_map(|stall| stall.trace.last().copied());
        let typed = || bodies.iter().find_map(|body| krate.reads_typed_in(*body, false));
        process.or_else(stall).or_else(typed).map(|at| krate.expr(at))
    }

    /// What the job takes along to send what it has done, once.
    pub fn sends_once(self) -> Option<Variable<'c>> {
        let once = |own: &Variable<'c>| {
            let ty = self.krate.core_type(&self.krate.type_of_binding(own.id));
            let end = ty.path().and_then(library::end_of_type);
            matches!(end, Some((kind, Side::Sender)) if kind.gives_once())
        };
        self.taken_along().find(once)
    }

    /// The call by which the function that starts it, or who calls that, ends the process and waits for nothing.
    pub fn exits_at_once(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let around = krate.outermost(krate.body_at(self.data.at));
        let callers = krate.callers_of_body(around).into_iter().map(|call| krate.outermost(krate.body_at(call)));
        let mut calls = std::iter::once(around).chain(callers).flat_map(|body| krate.calls_in(body));
        calls.find(|call| krate.known_call(*call) == Some(Call::Exit)).map(|call| krate.expr(call))
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

    /// The call by which the program ends a runtime without waiting for its jobs to their end; not one in the function with
    /// which another program of the package begins.
    pub fn runtime_leaves_jobs(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let around = |at: ExprAt| krate.def_of(krate.body_at(at));
        let own = |call: ExprAt| {
            let def = around(call).filter(|def| krate.begins_process(*def))?;
            let starter = around(self.data.at)?;
            Some(starter == def || krate.callers(starter).into_iter().filter_map(around).any(|caller| caller == def))
        };
        let leaves =
            |call: &ExprAt| krate.method_name(*call).is_some_and(calls::leaves_jobs) && own(*call) != Some(false);
        krate.calls().find(leaves).map(|call| krate.expr(call))
    }
}

impl Crate {
    /// Whether a function is one with whose end the process ends, and has no loop without an end.
    fn ends_process(&self, def: DefId) -> bool {
        let endless = |body: BodyId| matches!(self.ending(body), Ending::Endless { .. });
        self.begins_process(def) && !self.index.def(def).body.is_none_or(endless)
    }

    /// Whether a call waits until a process that its thread has started is over.
    fn waits_for_process(&self, call: ExprAt) -> bool {
        let waits = self.method_name(call).is_some_and(calls::waits_for_process);
        self.receiver_of(call).filter(|_| waits).is_some_and(|on| self.is_command(on, DEEPEST))
    }

    /// Whether a value is a command of the standard library, or the process that was started with one.
    fn is_command(&self, value: ExprAt, depth: u32) -> bool {
        if self.is_of(value, calls::COMMAND) || self.is_of(value, library::CHILD_OF_THREADS) {
            return true;
        }
        let made = self.made_from(value);
        let inner = match self.kind(made) {
            ExprKind::Method(method) => method.receiver,
            ExprKind::Try(inner) => *inner,
            _ => return false,
        };
        depth > 0 && self.is_command(ExprAt { id: inner, ..made }, depth - 1)
    }

    fn reads_typed_in(&self, body: BodyId, in_loop: bool) -> Option<ExprAt> {
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
            if read.is_none() && reads && (!in_loop || again()) {
                read = Some(at);
            }
            true
        });
        read.filter(|_| given)
    }
}
