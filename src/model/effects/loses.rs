//! What is lost when a future is dropped before it has completed: what it has read, the rest of what it writes.
//!
//! Of an `async` function of the package that is what it reads from, or writes to, a value that its caller keeps.

use crate::model::Base;
use crate::model::callee::{Callee, DEPTH};
use crate::model::library::Call;
use crate::model::library::selects::{self, Loses};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

/// What is lost with a future.
#[derive(Clone, Copy)]
pub struct Lost<'c> {
    pub what: Loses,
    /// What is read from or written to, where the future is made.
    pub on: Expr<'c>,
    /// The call that reads or writes.
    pub by: Expr<'c>,
    /// Whether the documentation of that call says so.
    pub documented: bool,
}

impl<'c> Expr<'c> {
    /// What is lost when the future that this call makes is dropped before it has completed.
    pub fn lost_when_dropped(self) -> Option<Lost<'c>> {
        self.base.lost_with(self.at, DEPTH)
    }
}

impl Base {
    fn lost_with(&self, call: ExprAt, depth: u32) -> Option<Lost<'_>> {
        if let Some(block) = self.index.body_of(call).filter(|_| matches!(self.kind(call), ExprKind::Async { .. })) {
            return self.lost_with_block(block, depth);
        }
        match self.callee(call) {
            Callee::Def(def) => self.lost_in(call, def, depth.checked_sub(1)?),
            _ if matches!(self.known_call(call), Some(Call::Sleep(row)) if row.limits()) => {
                let args = self.args(call).iter().map(|&id| ExprAt { id, ..call });
                args.filter(|arg| !matches!(self.kind(*arg), ExprKind::Path(_)))
                    .find_map(|arg| self.lost_with(arg, depth))
            }
            _ => {
                let (what, documented) = selects::loses(self.method_name(call)?)?;
                let on = self.expr(self.receiver_of(call)?);
                Some(Lost { what, on, by: self.expr(call), documented })
            }
        }
    }

    /// What an `async` block loses of what lives longer than the block: what a function that it awaits has taken out.
    fn lost_with_block(&self, block: BodyId, depth: u32) -> Option<Lost<'_>> {
        let mut found = None;
        self.each_in_body(block, &mut |here| {
            if let (None, ExprKind::Await(inner)) = (found, self.kind(here)) {
                let lost = self.lost_with(ExprAt { id: *inner, ..here }, depth);
                let outside = |lost: Lost<'_>| self.value_outside(block, lost.on.at);
                found = lost
                    .filter(|lost| lost.what == Loses::Taken)
                    .and_then(|lost| Some(Lost { on: self.expr(outside(lost)?), ..lost }));
            }
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }

    /// The place outside of a block in which a value lies that the block names, through the block's own variables.
    fn value_outside(&self, block: BodyId, at: ExprAt) -> Option<ExprAt> {
        let mut now = at;
        for _ in 0..DEPTH {
            let binding = self.index.binding(self.root_of(now)?);
            match binding.origin {
                _ if !self.within_body(binding.body, block) => return Some(now),
                Origin::Value(id) => now = ExprAt { file: binding.file, id },
                _ => return None,
            }
        }
        None
    }

    /// What a body takes out of a place that its caller keeps, and awaits then: whoever drops it there drops that too.
    fn taken_and_awaited(&self, here: ExprAt) -> Option<Lost<'_>> {
        let ExprKind::Await(inner) = self.kind(here) else { return None };
        let binding = self.index.binding(self.index.local(ExprAt { id: *inner, ..here })?);
        let Origin::Value(id) = binding.origin else { return None };
        let take = ExprAt { file: binding.file, id };
        let takes = self.method_name(take).is_some_and(selects::takes_out) && self.args(take).is_empty();
        let on = self.receiver_of(take).filter(|_| takes)?;
        Some(Lost { what: Loses::Taken, on: self.expr(on), by: self.expr(take), documented: false })
    }

    /// What an `async` function that is called loses of what its caller keeps.
    fn lost_in(&self, call: ExprAt, def: DefId, depth: u32) -> Option<Lost<'_>> {
        let body = self.index.def(def).body.filter(|body| self.index.body(*body).is_async)?;
        let mut found = None;
        self.each_in_body(body, &mut |here| {
            if let (None, ExprKind::Await(inner)) = (found, self.kind(here)) {
                let taken = self.taken_and_awaited(here);
                let lost = taken.or_else(|| self.lost_with(ExprAt { id: *inner, ..here }, depth));
                found = lost.and_then(|lost| Some(Lost { on: self.expr(self.given_as(call, lost.on.at)?), ..lost }));
            }
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }

    /// What a call gives as the parameter, or as `self`, that a place in the called function belongs to.
    fn given_as(&self, call: ExprAt, place: ExprAt) -> Option<ExprAt> {
        let mut root: BindingId = self.place(place)?.root;
        for _ in 0..3 {
            let binding = self.index.binding(root);
            match binding.origin {
                Origin::SelfParam => return self.receiver_of(call),
                Origin::Param(n) if binding.steps.is_empty() => {
                    return self.args(call).get(n as usize).map(|&id| ExprAt { id, ..call });
                }
                Origin::Value(id) if binding.steps.is_empty() => {
                    root = self.place(ExprAt { file: binding.file, id })?.root;
                }
                _ => return None,
            }
        }
        None
    }
}
