//! Cases that a function of the package is given as an argument: whether control goes on behind the call all the same.
//!
//! What a function gives back may tell its caller which case it was, so only those are known that give nothing. One that
//! does more in the case than write to the log may tell somebody else, and is not known either.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::{Leave, NodeId, NodeKind, Source, Use};
use crate::model::library;
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::model::values::cases::{Continuation, Shape};
use crate::syntax::tree::{ExprKind, ItemKind, MacroBody};

impl Base {
    /// Where control goes when an argument of a call is of this case: on with the call, where the case decides nothing in
    /// it.
    pub(super) fn continuation_of_argument(&self, at: ExprAt, call: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        let decides_nothing = *shape != Shape::Any
            && self.param_given(call, at).is_some_and(|(body, param)| {
                let starts = match self.continuation_of_binding(param, shape, depth - 1) {
                    None => vec![self.flow(body).start],
                    Some(Continuation::At(nodes)) => nodes,
                    Some(Continuation::Ignored(node)) => vec![node],
                    Some(_) => return false,
                };
                self.only_logs_from(body, &starts)
            });
        match self.flow(self.body_at(call)).node_of(call.id).filter(|_| decides_nothing) {
            Some(node) => Continuation::At(vec![node]),
            None => Continuation::Lost(at),
        }
    }

    /// The body and the variable in it that gets an argument, where the call is of a sync function of the package that
    /// gives nothing back.
    fn param_given(&self, call: ExprAt, at: ExprAt) -> Option<(BodyId, BindingId)> {
        let n = self.args(call).iter().position(|arg| *arg == at.id)? as u32;
        let Callee::Def(def) = self.callee(call) else { return None };
        let def = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(def.file).items[def.item.0 as usize].kind else { return None };
        let by_path = matches!(self.kind(call), ExprKind::Call { .. }) && function.receiver.is_some();
        let body = def.body.filter(|body| !self.index.body(*body).is_async && !by_path && function.ret.is_none())?;
        self.named_params(body).find(|(named, _)| *named == n).map(|(_, param)| (body, param))
    }

    /// The parameters of a body that are one name, by their number without a receiver, and their variables.
    pub(in crate::model) fn named_params(&self, body: BodyId) -> impl Iterator<Item = (u32, BindingId)> {
        let own = self.index.bindings_in(self.index.body(body).file).filter(move |(_, own)| own.body == body);
        own.filter_map(|(id, binding)| match binding.origin {
            Origin::Param(n) if binding.steps.is_empty() => Some((n, id)),
            _ => None,
        })
    }

    /// The variable of a parameter that is one name; `n` counts without a receiver.
    pub(in crate::model) fn param_binding(&self, def: DefId, n: u32) -> Option<BindingId> {
        let body = self.index.def(def).body?;
        self.named_params(body).find(|(named, _)| *named == n).map(|(_, id)| id)
    }

    /// Whether a value is made for a log line or message alone: `debug!(secs = PERIOD.as_secs_f64())`.
    pub(in crate::model) fn only_printed(&self, at: ExprAt) -> bool {
        self.ancestors(at).any(|outer| match self.kind(outer) {
            ExprKind::Macro(call) => {
                matches!(call.body, MacroBody::Args(_)) && library::plain_macro(self.macro_name(call))
            }
            _ => false,
        })
    }

    /// Whether a body does nothing from these nodes on but write to the log and come to its end.
    fn only_logs_from(&self, body: BodyId, starts: &[NodeId]) -> bool {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        starts.iter().all(|start| {
            let seen = flow.reachable(*start, |_| true);
            flow.ids().filter(|node| seen[node.0 as usize]).all(|node| match flow.node(node).kind {
                NodeKind::Eval(id) => match self.kind(ExprAt { file, id }) {
                    ExprKind::Macro(call) if matches!(call.body, MacroBody::Args(_)) => {
                        library::prints(self.macro_name(call)) || library::makes_text(self.macro_name(call))
                    }
                    _ => false,
                },
                // `warn!(error = %e)` is no assignment.
                NodeKind::Set(_, Source::Assigned(id)) | NodeKind::Use(_, Use::BorrowMut, id) => {
                    self.only_printed(ExprAt { file, id })
                }
                NodeKind::Leave(how, _) => how == Leave::Return,
                NodeKind::Await(_)
                | NodeKind::LoopHead(_)
                | NodeKind::Branch(..)
                | NodeKind::Diverge(_)
                | NodeKind::Stuck(_) => false,
                _ => true,
            })
        })
    }
}
