//! Whether a future is awaited where it stands, or polled by a branch of a `select!`.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, Call, calls, gives};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprKind, MacroBody};

impl<'c> Expr<'c> {
    /// The `select!` or other race around it, or the macro that pins it for one.
    pub fn raced_by(self) -> Option<Expr<'c>> {
        self.ancestors().find(|around| {
            let known = self.base.select(around.at).is_some() || self.base.known_call(around.at) == Some(Call::Race);
            known || around.macro_called().is_some_and(calls::pins)
        })
    }

    /// Whether it is a call that starts a task or a thread.
    pub fn starts_task(self) -> bool {
        matches!(self.base.known_call(self.at), Some(Call::Spawn(_)))
    }

    /// Whether it waits right here for one of a set of tasks, or for all: not as one branch of a `select!`.
    pub fn joins_tasks(self) -> bool {
        let base = self.base;
        let of_tracker = |name: &str| {
            library::steps::joins_tracker(name)
                && self.called_on().is_some_and(|set| {
                    base.core_type(&base.type_of(set.at)).path().is_some_and(library::tasks::lets_tasks_be)
                })
        };
        base.method_name(self.at).is_some_and(|name| library::steps::joins_set(name) || of_tracker(name))
            && base.is_awaited(self.at)
            && base.select_branch(self.at).is_none()
    }
}

impl<'c> Expr<'c> {
    /// The future that it is, without `&mut`, `.fuse()`, `Box::pin(…)` and the like around it.
    pub fn bare_future(self) -> Expr<'c> {
        let base = self.base;
        let inner = match base.kind(self.at) {
            ExprKind::Ref { operand: id, .. } | ExprKind::Unary { operand: id, .. } => Some(*id),
            ExprKind::Method(m) if library::same_future(base.text(m.name)) => Some(m.receiver),
            ExprKind::Call { args, .. } if base.known_call(self.at) == Some(Call::Wrap) => args.first().copied(),
            ExprKind::Call { args, .. } if base.fuses(self.at) => args.first().copied(),
            ExprKind::Macro(call) if gives::pins(base.macro_name(call)) => match &call.body {
                MacroBody::Args(args) => args.first().copied(),
                _ => None,
            },
            _ => None,
        };
        inner.map_or(self, |id| base.expr(ExprAt { id, ..self.at }).bare_future())
    }
}

impl Base {
    /// Whether a call runs this body right there: it is no future's, or that is awaited.
    pub(in crate::model) fn is_run_by(&self, body: BodyId, call: ExprAt) -> bool {
        self.runs_at_call(body) || self.is_awaited(call)
    }

    /// Whether a call's future is awaited here, or is a side of a race.
    pub(in crate::model) fn is_awaited(&self, at: ExprAt) -> bool {
        let mut now = at;
        loop {
            if self.select_branch(now).is_some() {
                return true;
            }
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::Method(method) if method.receiver == now.id => {
                    let name = self.text(method.name);
                    if !library::same_future(name) && !gives::maps_outcome(name) {
                        return false;
                    }
                }
                ExprKind::Call { .. } if matches!(self.known_call(parent), Some(Call::Sleep(_) | Call::Wrap)) => {}
                _ => return false,
            }
            now = parent;
        }
    }

    /// The `select!` branch whose future an expression is, through `&mut`, `.fuse()` and the like: macro and number.
    pub(in crate::model) fn select_branch(&self, at: ExprAt) -> Option<(ExprAt, u32)> {
        let mut now = at;
        loop {
            let parent = self.parent_expr(now)?;
            if let Some(select) = self.select(parent) {
                let n = select.branches.iter().position(|b| b.source == Some(now.id))?;
                return Some((parent, n as u32));
            }
            match self.kind(parent) {
                ExprKind::Ref { .. } | ExprKind::Unary { .. } => {}
                ExprKind::Method(m) if m.receiver == now.id && library::same_future(self.text(m.name)) => {}
                ExprKind::Call { .. } if self.known_call(parent) == Some(Call::Wrap) => {}
                ExprKind::Call { .. } if self.fuses(parent) => {}
                ExprKind::Macro(call) if gives::pins(self.macro_name(call)) => {}
                _ => return None,
            }
            now = parent;
        }
    }

    /// `FutureExt::fuse(future)`, written as a path.
    fn fuses(&self, at: ExprAt) -> bool {
        matches!(self.callee(at), Callee::External(path) if gives::fuses_argument(&path))
    }

    /// The branch whose source this very expression is.
    pub(in crate::model) fn branch_of_source(&self, at: ExprAt) -> Option<(ExprAt, u32)> {
        let parent = self.parent_expr(at)?;
        let n = self.select(parent)?.branches.iter().position(|b| b.source == Some(at.id))?;
        Some((parent, n as u32))
    }
}
