//! Code that a call may mean without naming it: the implementations of a trait of the package, and what formatting a value
//! of one of its types runs.
//!
//! Only what they do to what they are given counts: which implementation is meant is not known, but that lock is.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::FARTHEST;
use crate::model::effects::summary::Effect;
use crate::model::flow::{NodeId, NodeKind, Root};
use crate::model::library::{self, formatting};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Lit, MacroBody};

/// How many implementations are looked at: of a trait with more, one that does something seldom is the one meant.
const MOST: usize = 8;

/// Code that a node may run.
#[derive(Clone, Copy)]
pub(super) struct Possible {
    pub(super) call: ExprAt,
    pub(super) code: BodyId,
    /// The value that is formatted, where that is what runs it.
    formatted: Option<ExprAt>,
}

impl Base {
    /// The code that a node may run without naming it.
    pub(super) fn possible_at(&self, body: BodyId, node: NodeId) -> Vec<Possible> {
        let file = self.index.body(body).file;
        match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => {
                let at = ExprAt { file, id };
                match self.kind(at) {
                    ExprKind::Macro(_) => self.formatted_by_macro(at),
                    ExprKind::Method(method) if formatting::gives_text(self.text(method.name)) => {
                        self.formatting(at, ExprAt { id: method.receiver, ..at }).into_iter().collect()
                    }
                    ExprKind::Call { .. } | ExprKind::Method(_) => self.implementations(at, true),
                    _ => Vec::new(),
                }
            }
            NodeKind::Await(id) => match self.kind(ExprAt { file, id }) {
                ExprKind::Await(inner) => self.implementations(ExprAt { file, id: *inner }, false),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The bodies of what a call through a trait may mean that run at the call, or when what it gives is awaited.
    fn implementations(&self, call: ExprAt, at_call: bool) -> Vec<Possible> {
        let Callee::Def(declared) = self.callee(call) else { return Vec::new() };
        if self.index.def(declared).body.is_some() {
            return Vec::new();
        }
        let meant = self.methods_meant(declared);
        let bodies = meant.into_iter().take(MOST).filter_map(|method| self.index.def(method).body);
        let run = bodies.filter(|&code| self.runs_at_call(code) == at_call);
        run.map(|code| Possible { call, code, formatted: None }).collect()
    }

    fn formatted_by_macro(&self, at: ExprAt) -> Vec<Possible> {
        let ExprKind::Macro(call) = self.kind(at) else { return Vec::new() };
        let MacroBody::Args(args) = &call.body else { return Vec::new() };
        let name = self.macro_name(call);
        if !library::makes_text(name) && !library::writes_out(name) {
            return Vec::new();
        }
        let args = || args.iter().map(|&id| ExprAt { id, ..at });
        let debugs = |arg: ExprAt| match self.kind(arg) {
            ExprKind::Lit(Lit::Str(_)) => formatting::debugs(self.source(at.file).text_of(self.span(arg))),
            _ => false,
        };
        if args().any(debugs) {
            return Vec::new();
        }
        args().filter_map(|arg| self.formatting(at, arg)).collect()
    }

    /// The code that shows a value of a type of the package.
    fn formatting(&self, call: ExprAt, value: ExprAt) -> Option<Possible> {
        let Ty::Def(ty, _) = self.core_type(&self.type_of(value)) else { return None };
        let shows = self.method_of_library_trait(ty, formatting::TRAIT, formatting::METHOD)?;
        let code = self.index.def(shows).body?;
        Some(Possible { call, code, formatted: Some(value) })
    }

    /// What such code does, as the body sees it that may run it; `None` where it is not about what it is given.
    pub(super) fn seen_possible(&self, effect: &Effect, one: Possible) -> Option<Effect> {
        let place = effect.on.as_ref().filter(|_| effect.needs.is_none())?;
        let Some(value) = one.formatted else {
            let seen = self.seen_by_caller(effect, one.call, one.code)?;
            return Some(Effect { sure: false, ..seen });
        };
        let near = effect.trace.len() < FARTHEST;
        let shown = Some(place).filter(|place| near && place.root == Root::Receiver)?;
        let on = Some(self.place_within(value, shown)?);
        let trace = std::iter::once(one.call).chain(effect.trace.iter().copied()).collect();
        Some(Effect { on, trace, ..effect.clone() })
    }
}
