//! Futures that a body awaits together: `join!` of two, `join_all` of those that a closure makes of the items of an iterator.
//!
//! They run in the task of that body, so what the body holds meanwhile is in their way.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::summary::Effect;
use crate::model::flow::NodeId;
use crate::model::flow::NodeKind;
use crate::model::library::{futures, waiting_macro};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprKind, MacroBody};

/// How many methods lead from what is awaited to the closure that makes each future.
const LONGEST: usize = 8;

/// The code of one of several futures that are awaited together.
#[derive(Clone, Copy)]
pub(in crate::model) struct Together {
    /// What makes the future, and gives it its arguments.
    pub(in crate::model) call: ExprAt,
    pub(in crate::model) code: BodyId,
    /// Whether there is such a future whenever they are awaited.
    sure: bool,
}

/// What makes the futures that an iterator or list is of.
pub(in crate::model) enum Makers {
    /// A closure makes one of each item of what its method is called on.
    Closure { over: ExprAt, closure: ExprAt },
    /// Each stands in a list.
    List(Vec<ExprAt>),
}

impl Base {
    /// The code of the package that a node runs along with other code.
    pub(in crate::model) fn runs_together_at(&self, body: BodyId, node: NodeId) -> Vec<Together> {
        let file = self.index.body(body).file;
        let at = |id| ExprAt { file, id };
        match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => match self.kind(at(id)) {
                ExprKind::Macro(call) if waiting_macro(self.macro_name(call)) => match &call.body {
                    MacroBody::Args(args) => {
                        args.iter().filter_map(|&arg| self.one_of_several(at(arg), true)).collect()
                    }
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            },
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(at(id)) else { return Vec::new() };
                let ExprKind::Call { args, .. } = self.kind(at(*inner)) else { return Vec::new() };
                match (self.callee(at(*inner)), args.first()) {
                    (Callee::External(path), Some(&all)) if futures::awaits_all(&path) => self.each_of(at(all)),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The futures that an iterator or list is of: those of a list one by one, else what a closure makes of each item.
    fn each_of(&self, all: ExprAt) -> Vec<Together> {
        match self.makers_of(all) {
            Some(Makers::Closure { closure, .. }) => {
                let made = self.value_of_closure(closure);
                made.and_then(|made| self.one_of_several(made, false)).into_iter().collect()
            }
            Some(Makers::List(elements)) => {
                elements.into_iter().filter_map(|at| self.one_of_several(at, true)).collect()
            }
            None => Vec::new(),
        }
    }

    /// What makes the futures that an iterator or list is of.
    pub(in crate::model) fn makers_of(&self, all: ExprAt) -> Option<Makers> {
        let mut now = self.made_from(all);
        for _ in 0..LONGEST {
            match self.kind(now) {
                ExprKind::Method(method) => {
                    let over = ExprAt { id: method.receiver, ..now };
                    let makes = futures::makes_each(self.text(method.name)).then(|| method.args.first()).flatten();
                    if let Some(&closure) = makes {
                        return Some(Makers::Closure { over, closure: ExprAt { id: closure, ..now } });
                    }
                    now = self.made_from(over);
                }
                ExprKind::Array(elements) => {
                    return Some(Makers::List(elements.iter().map(|&id| ExprAt { id, ..now }).collect()));
                }
                _ => break,
            }
        }
        None
    }

    /// The expression whose value a closure gives at its end.
    pub(in crate::model) fn value_of_closure(&self, at: ExprAt) -> Option<ExprAt> {
        let ExprKind::Closure(closure) = self.kind(at) else { return None };
        let body = ExprAt { id: closure.body, ..at };
        match self.kind(body) {
            ExprKind::Block { block, .. } => self.tail_of(at.file, *block),
            _ => Some(body),
        }
    }

    fn one_of_several(&self, call: ExprAt, sure: bool) -> Option<Together> {
        let code = self.code_of(call).filter(|&code| !self.runs_at_call(code))?;
        Some(Together { call, code, sure })
    }

    /// What one of several futures does, as the body sees it that awaits them.
    pub(super) fn seen_together(&self, effect: &Effect, one: Together) -> Option<Effect> {
        let seen = self.seen_by_caller(effect, one.call, one.code)?;
        Some(Effect { sure: seen.sure && one.sure, ..seen })
    }
}
