//! Whether code leaves work behind that runs on when it has returned, or been awaited to its end.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::reads::{makes_of_given, reads_state};
use crate::model::library::{self, OnDrop, calls, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt, Origin};
use crate::syntax::tree::{ExprKind, MacroBody};

/// What code leaves behind. Where several calls leave something, the last of these counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(in crate::model) enum Leaves {
    /// Whatever it started is over.
    #[default]
    Nothing,
    Unknown,
    /// A task or thread.
    Work,
}

impl Expr<'_> {
    /// Whether the task or thread that it starts is awaited or joined where it stands: `spawn(work()).await`.
    pub(in crate::model) fn is_waited_for(self) -> bool {
        let base = self.base;
        let joined = |parent: ExprAt| base.method_name(parent).is_some_and(calls::joins);
        let unwrapped = |parent: ExprAt| base.method_name(parent).is_some_and(makes_of_given);
        let mut at = self.at;
        loop {
            match base.parent_expr(at) {
                _ if base.is_awaited(at) => return true,
                Some(parent) if base.receiver_of(parent) == Some(at) && joined(parent) => return true,
                Some(parent) if base.receiver_of(parent) == Some(at) && unwrapped(parent) => at = parent,
                _ => return false,
            }
        }
    }
}

impl Base {
    /// What the code of a body leaves behind.
    pub(in crate::model) fn left_by(&self, body: BodyId) -> Leaves {
        solver::solve(self, &self.leaving, &left_by, body)
    }

    /// What a call leaves behind.
    pub(in crate::model) fn left_by_call(&self, at: ExprAt) -> Leaves {
        self.left_asking(at, &mut |body| self.left_by(body))
    }

    fn left_asking(&self, at: ExprAt, ask: &mut dyn FnMut(BodyId) -> Leaves) -> Leaves {
        if let ExprKind::Macro(call) = self.kind(at) {
            let name = self.macro_name(call);
            let known = matches!(call.body, MacroBody::Select(_) | MacroBody::Matches { .. })
                || [library::plain_macro, library::moving_macro, library::polls_all, library::diverging_macro]
                    .iter()
                    .any(|is| is(name));
            return if known { Leaves::Nothing } else { Leaves::Unknown };
        }
        if let Some(spawn) = self.spawn_at(at) {
            return match spawn.row.on_drop {
                OnDrop::Join => Leaves::Nothing,
                OnDrop::Owned => self.left_in_set(at),
                _ if self.is_ended_here(at) => Leaves::Nothing,
                OnDrop::Detach => Leaves::Work,
                OnDrop::Cancel | OnDrop::Unknown => Leaves::Unknown,
            };
        }
        match self.callee(at) {
            Callee::Def(def) => {
                let left = self.index.def(def).body.map_or(Leaves::Unknown, &mut *ask);
                left.max(self.dropped_by(at).map_or(Leaves::Nothing, ask))
            }
            Callee::External(path) => left_by_library(&path, path.rsplit("::").next().unwrap_or(&path)),
            Callee::Method(ty, name) => left_by_library(&ty, self.text(name)),
            Callee::Unnamed(name) if makes_of_given(self.text(name)) || reads_state(self.text(name)) => Leaves::Nothing,
            Callee::Unnamed(_) => Leaves::Unknown,
            // A variant, a loop, an await of what was called before; a closure's code is its own place's.
            Callee::Unknown => Leaves::Nothing,
        }
    }

    /// Whether a call itself leaves no task or thread behind, but what it gives does when it is dropped.
    pub(in crate::model) fn leaves_when_dropped(&self, call: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(call) else { return false };
        let own = self.index.def(def).body.is_some_and(|body| self.left_by(body) == Leaves::Work);
        !own && self.dropped_by(call).is_some_and(|drop| self.left_by(drop) == Leaves::Work)
    }

    /// What runs when the value of a call is dropped, where its type says so: what that leaves behind, the call does.
    pub(in crate::model) fn dropped_by(&self, call: ExprAt) -> Option<BodyId> {
        let drop = self.method_def(&self.type_of(call), self.names.find(calls::DROP)?, self.scope_at(call))?;
        self.index.def(drop).body
    }

    /// Whether a task or thread is awaited or joined in the body that starts it.
    fn is_ended_here(&self, spawn: ExprAt) -> bool {
        let at = self.expr(spawn);
        at.is_waited_for() || at.let_around().is_some_and(|handle| handle.mentions().any(Expr::is_waited_for))
    }

    /// What a set of tasks leaves behind: nothing where it is dropped with the body that made it.
    fn left_in_set(&self, spawn: ExprAt) -> Leaves {
        let Some(set) = self.receiver_of(spawn).and_then(|set| self.index.local(set)) else { return Leaves::Unknown };
        let info = self.index.binding(set);
        let called = |mention: ExprAt| self.parent_expr(mention).is_some_and(|p| self.receiver_of(p) == Some(mention));
        let stays = info.uses.iter().all(|&id| called(ExprAt { file: info.file, id }));
        match info.origin {
            Origin::Value(_) if stays => Leaves::Nothing,
            _ => Leaves::Unknown,
        }
    }
}

/// What a call of a library leaves behind, by the path of the function or type and by its name: only those are known that
/// have rows, where nothing starts work without one.
fn left_by_library(path: &str, name: &str) -> Leaves {
    let library = path.split("::").next().unwrap_or(path);
    if library::has_rows(library) && !vocabulary::starts_work(name) { Leaves::Nothing } else { Leaves::Unknown }
}

fn left_by(solver: &mut Solver<'_, Leaves>, body: BodyId) -> Leaves {
    let base = solver.base;
    base.calls_in(body).map(|at| base.left_asking(at, &mut |inner| solver.ask(inner))).max().unwrap_or_default()
}
