//! What code a future, closure or function stands for, and when that code runs.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, Call};
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt, Root};
use crate::syntax::tree::{ExprKind, ItemKind, MacroBody};

impl Base {
    /// The code that a future, closure or function stands for: what runs when it is awaited or called.
    pub(in crate::model) fn code_of(&self, at: ExprAt) -> Option<BodyId> {
        self.code_at(at, 10)
    }

    fn code_at(&self, at: ExprAt, depth: u32) -> Option<BodyId> {
        if depth == 0 {
            return None;
        }
        match self.kind(at) {
            ExprKind::Async { .. } => self.index.body_of(at),
            ExprKind::Closure(closure) => {
                let own = self.index.body_of(at);
                // `|| async { … }` runs the block, not the closure around it.
                match self.kind(ExprAt { id: closure.body, ..at }) {
                    ExprKind::Async { .. } => self.index.body_of(ExprAt { id: closure.body, ..at }),
                    _ => own,
                }
            }
            ExprKind::Path(_) => match self.index.local(at) {
                Some(_) => {
                    let made = self.made_from(at);
                    if made == at { None } else { self.code_at(made, depth - 1) }
                }
                None => match self.res(at) {
                    Res::Def(def) => self.code_of_def(def, depth),
                    _ => None,
                },
            },
            ExprKind::Call { .. } => match self.known_call(at) {
                Some(Call::Wrap) => self.code_at(ExprAt { id: *self.args(at).first()?, ..at }, depth - 1),
                _ => match self.callee(at) {
                    Callee::Def(def) => self.code_of_def(def, depth),
                    _ => self.code_at(self.called_closure(at)?, depth - 1),
                },
            },
            ExprKind::Method(method) => match self.text(method.name) {
                name if runs_receiver(name) && !matches!(self.callee(at), Callee::Def(_)) => {
                    self.code_at(ExprAt { id: method.receiver, ..at }, depth - 1)
                }
                _ => match self.callee(at) {
                    Callee::Def(def) => self.code_of_def(def, depth),
                    _ => None,
                },
            },
            ExprKind::Block { block, .. } => self.code_at(self.tail_of(at.file, *block)?, depth - 1),
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => {
                self.code_at(ExprAt { id: *operand, ..at }, depth - 1)
            }
            ExprKind::Macro(call) if self.macro_name(call) == "pin" => match &call.body {
                MacroBody::Args(args) => self.code_at(ExprAt { id: *args.first()?, ..at }, depth - 1),
                _ => None,
            },
            _ => None,
        }
    }

    /// The closure that a call calls, on the spot or by its variable.
    pub(in crate::model) fn called_closure(&self, call: ExprAt) -> Option<ExprAt> {
        let ExprKind::Call { callee, .. } = self.kind(call) else { return None };
        let made = self.made_from(ExprAt { id: *callee, ..call });
        matches!(self.kind(made), ExprKind::Closure(_)).then_some(made)
    }

    /// The code of a function; of one that only gives a future, the future's.
    pub(in crate::model) fn code_of_function(&self, def: DefId) -> Option<BodyId> {
        self.code_of_def(def, 10)
    }

    fn code_of_def(&self, def: DefId, depth: u32) -> Option<BodyId> {
        let body = self.index.def(def).body?;
        let info = self.index.body(body);
        if info.is_async {
            return Some(body);
        }
        let Root::Block(block) = info.root else { return Some(body) };
        let Some(tail) = self.tail_of(info.file, block) else { return Some(body) };
        let gives_future = matches!(self.kind(tail), ExprKind::Async { .. })
            || matches!(self.kind(tail), ExprKind::Call { .. }) && self.known_call(tail) == Some(Call::Wrap)
            || self.method_name(tail).is_some_and(library::same_future);
        if gives_future && let Some(inner) = self.code_at(tail, depth - 1) { Some(inner) } else { Some(body) }
    }

    /// Whether a function's code runs at the call, not when its future is awaited.
    pub(in crate::model) fn runs_at_call(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        let entry = info.kind == BodyKind::Fn && info.def.is_some_and(|d| self.is_entry(d));
        entry || (!info.is_async && !matches!(info.kind, BodyKind::Async(_)))
    }

    /// Whether an item's signature takes `&'static self`.
    pub(in crate::model) fn takes_static_self(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        matches!(&self.tree(info.file).items[info.item.0 as usize].kind,
            ItemKind::Fn(f) if f.receiver.is_some_and(|r| r.is_static))
    }
}

/// Whether what a method of this name gives runs the code of its receiver.
fn runs_receiver(name: &str) -> bool {
    library::same_future(name)
        || matches!(
            name,
            "into_future"
                | "or_current"
                | "with_current_context"
                | "map"
                | "unwrap_or_else"
                | "compat"
                | "catch_unwind"
                | "with_subscriber"
        )
}
