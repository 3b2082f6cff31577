//! Callbacks that are called while a lock is held: what they do is up to whoever gave them, who knows nothing of the lock.

use crate::model::effects::locking::Taking;
use crate::model::facts::guard::Guard;
use crate::model::flow::NodeKind;
use crate::model::library::{self, locks::LockKind};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{ExprAt, Origin};
use crate::model::types::Ty;
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// How many calls may lead from a callback to the lock: through more, each of which goes on only sometimes, what lies in the
/// values decides (learnt from nats).
const FAR: usize = 2;

/// A callback that is called under a lock.
#[derive(Clone, Debug)]
pub struct Callback {
    /// What is called.
    pub span: Span,
    /// As the user wrote it.
    pub name: String,
    /// Where a closure that it may be takes the lock again.
    pub takes_lock: Option<Span>,
    /// Whether it is a parameter of the function that calls it.
    pub is_parameter: bool,
}

impl Guard<'_> {
    /// The stored function or closure that is called while the guard is surely held; one that takes the lock before others.
    pub fn calls_back(self) -> Asked<Callback> {
        if !matches!(self.lock_kind(), LockKind::Mutex | LockKind::RwLock) {
            return Err(Silence::NotMine);
        }
        let life = self.life()?;
        let held = life.points().filter(|(_, held)| *held == Held::Yes);
        let calls = held.filter_map(|(node, _)| match life.flow.node(node).kind {
            NodeKind::Eval(id) => self.callback(ExprAt { id, ..self.data.at }),
            _ => None,
        });
        let mut calls: Vec<Callback> = calls.collect();
        calls.sort_by_key(|call| call.takes_lock.is_none());
        calls.into_iter().next().ok_or(Silence::NotMine)
    }

    fn callback(self, call: ExprAt) -> Option<Callback> {
        let krate = self.krate;
        let ExprKind::Call { callee, .. } = krate.kind(call) else { return None };
        let callee = ExprAt { id: *callee, ..call };
        let local = krate.index.local(callee).map(|binding| krate.index.binding(binding));
        if local.is_none() && !matches!(krate.kind(callee), ExprKind::Field { .. }) {
            return None;
        }
        let Ty::Bounds(bounds) = krate.core_type(&krate.type_of(callee)) else { return None };
        if !bounds.iter().any(|bound| bound.path().is_some_and(library::is_function_trait)) {
            return None;
        }
        let closures = krate.opened_origins(callee).into_iter().filter_map(|made| krate.code_of(made));
        let takes_lock = krate.name_of_lock(self).and_then(|lock| {
            closures.into_iter().find_map(|code| {
                let near = |taking: &Taking| taking.lock == lock && taking.trace.len() <= FAR;
                let takes = krate.takings(code).iter().find(|taking| near(taking)).cloned()?;
                takes.trace.first().map(|call| krate.call_span(*call))
            })
        });
        Some(Callback {
            span: krate.span(callee),
            name: krate.text_at(callee).to_owned(),
            takes_lock,
            is_parameter: local.is_some_and(|info| matches!(info.origin, Origin::Param(_)) && info.steps.is_empty()),
        })
    }
}
