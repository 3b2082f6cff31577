//! Whether a call may wait: block the thread until something happens, or come back at once.
//!
//! Known of the package's own functions by what they call, and of other calls by name; awaits are nodes of their own.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::{self, Call, Locking, TimerKind};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::syntax::tree::{BranchKind, ExprKind, MacroBody};

impl Expr<'_> {
    /// Whether a call, method call or macro may wait; `None` where that cannot be told.
    pub fn may_wait(self) -> Option<bool> {
        self.base.pauses(self.at)
    }
}

impl Base {
    /// Whether a call, method call or macro may wait; `None` where that cannot be told.
    pub(in crate::model) fn pauses(&self, at: ExprAt) -> Option<bool> {
        match self.called_code(at) {
            Some(body) => self.function_pauses(body?),
            // What makes the future of a branch is back at once; the `select!` waits for all of them, at a node of its own.
            None if self.is_future_of_branch(at) => Some(false),
            None => self.pauses_by_name(at),
        }
    }

    /// Whether an expression makes the future that a branch of a `select!` waits for.
    fn is_future_of_branch(&self, at: ExprAt) -> bool {
        let branch = self.select_branch(at).and_then(|(select, n)| self.select(select)?.branches.get(n as usize));
        branch.is_some_and(|branch| branch.kind == BranchKind::Future)
    }

    /// The code of a function of the package that is called, where the call is one of such a function: `None` in it where
    /// the function has no body.
    fn called_code(&self, at: ExprAt) -> Option<Option<BodyId>> {
        match self.kind(at) {
            ExprKind::Call { .. } | ExprKind::Method(_) => match self.callee(at) {
                Callee::Def(def) => Some(self.index.def(def).body),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a call of no function of the package may wait.
    fn pauses_by_name(&self, at: ExprAt) -> Option<bool> {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => match self.callee(at) {
                Callee::External(path) => match self.siblings.function(&path) {
                    Some(function) => function.waits,
                    None => self.external_pauses(at, &path),
                },
                Callee::Method(_, name) | Callee::Unnamed(name) => Some(library::may_wait(self.text(name))),
                // A closure may do anything; a variant or tuple struct does nothing.
                Callee::Unknown if self.index.local(ExprAt { id: *callee, ..at }).is_some() => None,
                Callee::Unknown | Callee::Def(_) => Some(false),
            },
            ExprKind::Method(method) => match self.callee(at) {
                Callee::Method(ty, name) if self.siblings.method(&ty, self.text(name)).is_some() => {
                    self.siblings.method(&ty, self.text(name))?.waits
                }
                _ => match self.known_call(at) {
                    Some(Call::Sleep(row)) => Some(row.blocking),
                    Some(Call::BlockOn | Call::Blocks | Call::Lock(Locking::Blocking)) => Some(true),
                    _ => Some(library::may_wait(self.text(method.name))),
                },
            },
            ExprKind::Macro(call) => match call.body {
                MacroBody::Opaque(_) if !library::plain_macro(self.macro_name(call)) => None,
                _ => Some(false),
            },
            _ => Some(false),
        }
    }

    fn external_pauses(&self, at: ExprAt, path: &str) -> Option<bool> {
        match self.function(path) {
            Some(Call::Sleep(row)) => return Some(row.blocking || row.kind == TimerKind::Park),
            Some(Call::BlockOn | Call::Blocks | Call::Lock(Locking::Blocking)) => return Some(true),
            Some(_) => return Some(false),
            None => {}
        }
        let mut parts = path.rsplit("::");
        let name = parts.next().unwrap_or(path);
        let upper = |part: &str| part.starts_with(|c: char| c.is_uppercase());
        let known = path.starts_with("std::") || upper(name) || parts.next().is_some_and(upper);
        if library::may_wait(name) {
            return Some(true);
        }
        (known || self.args(at).is_empty()).then_some(false)
    }

    /// The same for every call of a function of the package.
    pub(in crate::model) fn waits_for_caller(&self, def: DefId) -> Option<bool> {
        self.function_pauses(self.index.def(def).body?)
    }

    /// Whether a function of the package waits when it is called; one that is `async` waits only when awaited.
    fn function_pauses(&self, body: BodyId) -> Option<bool> {
        solver::solve(self, &self.pausing, &pausing, body)
    }
}

/// Whether a function waits when it is called, by the first call in it that may; a circle of calls is not known.
fn pausing(solver: &mut Solver<'_, Option<bool>>, body: BodyId) -> Option<bool> {
    let base = solver.base;
    let info = base.index.body(body);
    if info.is_async {
        return Some(false);
    }
    let mut answer = Some(false);
    base.each_in_block(info.file, base.root_block(body)?, &mut |here| {
        // What a closure or task does is done elsewhere.
        if base.index.body_of(here).is_some() {
            return false;
        }
        if answer == Some(false) {
            answer = match base.called_code(here) {
                Some(body) => body.and_then(|body| solver.ask(body)),
                None => base.pauses_by_name(here),
            };
        }
        answer == Some(false)
    });
    answer
}
