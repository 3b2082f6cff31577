//! What becomes of the value that a spawn gives: awaited, kept, handed on, or dropped.

use crate::model::Base;
use crate::model::library::Call;
use crate::model::source::tables::{BindingId, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, PatKind, StmtKind};

/// What becomes of a spawn's handle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandleUse {
    /// It is dropped here and now: at the end of the statement, by `let _`, an unread name, `drop`, `detach`.
    Dropped(ExprAt),
    /// It is awaited or joined right where it is made.
    Awaited,
    /// It goes to the caller.
    Returned,
    /// It is put under a key: one task for each.
    Keyed,
    /// It is sent to the one who asked for the task.
    Sent,
    /// Something keeps it.
    Kept,
}

impl Base {
    /// What becomes of the value of a spawning call.
    pub(in crate::model) fn handle_use(&self, at: ExprAt) -> HandleUse {
        match self.parent(at) {
            Parent::None => HandleUse::Returned,
            Parent::Stmt(block, n) => self.handle_in_stmt(at, StmtAt { file: at.file, block, n }),
            Parent::Expr(id) => self.handle_in_expr(at, ExprAt { id, ..at }),
        }
    }

    fn handle_in_expr(&self, at: ExprAt, parent: ExprAt) -> HandleUse {
        match self.kind(parent) {
            ExprKind::Await(_) => HandleUse::Awaited,
            ExprKind::Try(_) | ExprKind::If { .. } | ExprKind::Block { .. } => self.handle_use(parent),
            ExprKind::Match { scrutinee, .. } if *scrutinee != at.id => self.handle_use(parent),
            ExprKind::Macro(_)
                if self.select(parent).is_some_and(|s| s.branches.iter().any(|b| b.handler == at.id)) =>
            {
                self.handle_use(parent)
            }
            ExprKind::Method(method) if method.receiver == at.id => match self.text(method.name) {
                "detach" | "forget" => HandleUse::Dropped(parent),
                "join" | "wait" => HandleUse::Awaited,
                "unwrap" | "expect" | "ok" | "map_err" | "unwrap_or_else" | "context" | "with_context"
                | "instrument" => self.handle_use(parent),
                _ => HandleUse::Kept,
            },
            ExprKind::Method(method) if self.text(method.name) == "insert" => HandleUse::Keyed,
            ExprKind::Call { .. } => match self.known_call(parent) {
                Some(Call::Drop | Call::Forget) => HandleUse::Dropped(parent),
                Some(Call::Wrap) => self.handle_use(parent),
                _ => HandleUse::Kept,
            },
            ExprKind::Assign { left, right } if *right == at.id => self.handle_in_place(at, ExprAt { id: *left, ..at }),
            ExprKind::Return(_) => HandleUse::Returned,
            _ => HandleUse::Kept,
        }
    }

    fn handle_in_stmt(&self, at: ExprAt, stmt: StmtAt) -> HandleUse {
        match &self.stmt(stmt).kind {
            StmtKind::Expr { semi: true, .. } => HandleUse::Dropped(at),
            StmtKind::Expr { semi: false, .. } => self.handle_as_tail(at, stmt),
            StmtKind::Let { pat, .. } => match &self.tree(at.file).pats[pat.0 as usize].kind {
                PatKind::Wild => HandleUse::Dropped(at),
                PatKind::Bind { .. } => match self.index.file(at.file).pat_binding.get(pat) {
                    Some(&binding) => self.handle_in_binding(at, binding),
                    None => HandleUse::Kept,
                },
                _ => HandleUse::Kept,
            },
            StmtKind::Item(_) => HandleUse::Kept,
        }
    }

    /// A handle put into a place that had another: one at a time, when the one before is looked after.
    fn handle_in_place(&self, at: ExprAt, place: ExprAt) -> HandleUse {
        if matches!(self.kind(place), ExprKind::Other) {
            return HandleUse::Dropped(at);
        }
        let (Some(root), Some(a_loop)) = (self.root_of(place), self.loop_around(at)) else { return HandleUse::Kept };
        let info = self.index.binding(root);
        let span = self.span(a_loop);
        let looked_after = info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|u| {
            span.holds(self.span(u))
                && self.ancestors(u).take_while(|&a| a != a_loop).any(|a| {
                    self.method_name(a).is_some_and(|m| matches!(m, "take" | "abort" | "join" | "replace" | "cancel"))
                        || matches!(self.kind(a), ExprKind::Await(_))
                })
        });
        if looked_after { HandleUse::Awaited } else { HandleUse::Kept }
    }

    fn handle_as_tail(&self, at: ExprAt, stmt: StmtAt) -> HandleUse {
        if self.tail_of(stmt.file, stmt.block) != Some(at) {
            return HandleUse::Dropped(at);
        }
        match self.index.file(stmt.file).block_parent[stmt.block.0 as usize] {
            Parent::Expr(id) => {
                let outer = ExprAt { id, ..at };
                match self.kind(outer) {
                    // The value of a task's or closure's own block is its result.
                    ExprKind::Async { .. } | ExprKind::Closure(_) => HandleUse::Returned,
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => HandleUse::Dropped(at),
                    ExprKind::If { .. } | ExprKind::Block { .. } | ExprKind::Match { .. } => self.handle_use(outer),
                    _ => HandleUse::Kept,
                }
            }
            Parent::None => HandleUse::Returned,
            Parent::Stmt(..) => HandleUse::Kept,
        }
    }

    fn handle_in_binding(&self, at: ExprAt, binding: BindingId) -> HandleUse {
        let info = self.index.binding(binding);
        if self.finished_in_iteration(at, binding) {
            return HandleUse::Awaited;
        }
        let mut keyed = false;
        let mut dropped = None;
        for &id in &info.uses {
            let here = ExprAt { file: info.file, id };
            match self.goes_into(here) {
                Some("insert" | "or_insert" | "replace") => {
                    keyed = true;
                    continue;
                }
                Some("send") => return HandleUse::Sent,
                _ => {}
            }
            let Some(parent) = self.parent_expr(here) else { return HandleUse::Kept };
            match self.kind(parent) {
                ExprKind::Call { .. } if self.known_call(parent) == Some(Call::Drop) => dropped = Some(parent),
                ExprKind::Method(m) if m.receiver == id && self.text(m.name) == "detach" => dropped = Some(parent),
                _ => return HandleUse::Kept,
            }
        }
        match dropped {
            _ if keyed => HandleUse::Keyed,
            Some(dropped) => HandleUse::Dropped(dropped),
            None => HandleUse::Dropped(at),
        }
    }

    /// The method that takes a handle as its argument, itself or as a part of something.
    fn goes_into(&self, at: ExprAt) -> Option<&str> {
        let mut now = at;
        for _ in 0..5 {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Method(m) if m.receiver != now.id => return Some(self.text(m.name)),
                ExprKind::Struct { .. } | ExprKind::Tuple(_) => {}
                ExprKind::Call { callee, .. } if *callee != now.id && self.known_call(parent) != Some(Call::Drop) => {}
                _ => return None,
            }
            now = parent;
        }
        None
    }

    /// Whether a handle is awaited or joined in the same iteration in which it is made.
    fn finished_in_iteration(&self, at: ExprAt, binding: BindingId) -> bool {
        let Some(a_loop) = self.loop_around(at) else { return false };
        let info = self.index.binding(binding);
        let body = self.body_at(at);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|u| {
            self.body_at(u) == body
                && self.loop_around(u) == Some(a_loop)
                && self.parent_expr(u).is_some_and(|p| match self.kind(p) {
                    ExprKind::Await(_) => true,
                    ExprKind::Method(m) => matches!(self.text(m.name), "join" | "cancel"),
                    _ => false,
                })
        })
    }
}
