//! Stoppers that a task keeps alive itself: the sender of the one message that ends it lies in what its own pointer shares.

use crate::model::Crate;
use crate::model::facts::Spawn;
use crate::model::facts::channel::{Channel, Half};
use crate::model::library::{is_shared_pointer, types};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::ExprKind;

/// A task whose only exit is a message of which it keeps the sender alive itself.
#[derive(Clone, Copy)]
pub struct OwnStopper<'c> {
    pub task: Spawn<'c>,
    /// The shared pointer that the task has a clone of.
    pub pointer: Variable<'c>,
    /// Where the sender goes into what the pointer shares.
    pub kept: Expr<'c>,
    /// Where the task ends.
    pub exit: Expr<'c>,
}

impl<'c> Channel<'c> {
    /// The task that takes the receiver of this one message along and ends by nothing else, and with it a clone of the shared
    /// pointer to what the sender goes into; where no `Drop` of the code's own takes the sender out again.
    pub fn stops_its_owner(self) -> Option<OwnStopper<'c>> {
        let krate = self.krate;
        if self.data.kind.is_queue() || krate.in_test(self.data.at) {
            return None;
        }
        let (Half::Named(sender), Half::Named(receiver)) = (self.data.sender, self.data.receiver) else { return None };
        let (kept, taken) = (krate.only_use(sender)?, krate.only_use(receiver)?);
        let pointer = krate.put_behind(kept)?;
        let task = krate.spawns().find(|spawn| krate.span(spawn.data.argument).holds(krate.span(taken)))?;
        let clones = |at: ExprAt| krate.index.local(at) == Some(pointer) && krate.expr(at).cloned_by().is_some();
        krate.find_below(task.data.argument, &clones)?;
        let exit = krate.only_exit(krate.code_of(task.data.argument)?)?;
        let dropped = krate.find_in_body(krate.body_at(kept), &|at| {
            matches!(krate.kind(at), ExprKind::Struct { .. }) && krate.dropped_by(at).is_some()
        });
        let found =
            OwnStopper { task, pointer: krate.variable(pointer), kept: krate.expr(kept), exit: krate.expr(exit) };
        dropped.is_none().then_some(found)
    }
}

impl Crate {
    /// The shared pointer behind which a value is put: by an assignment, or into a collection there.
    fn put_behind(&self, value: ExprAt) -> Option<BindingId> {
        let mut inner = value;
        for outer in self.ancestors(value) {
            let place = match self.kind(outer) {
                ExprKind::Assign { left, right } if *right == inner.id => Some(*left),
                ExprKind::Method(method)
                    if method.args.contains(&inner.id) && types::enters(self.text(method.name)) =>
                {
                    Some(method.receiver)
                }
                _ => None,
            };
            if let Some(place) = place {
                let root = self.root_of(ExprAt { id: place, ..outer })?;
                let shared = matches!(self.type_of_binding(root), Ty::Ext(path, _) if is_shared_pointer(&path));
                return Some(root).filter(|_| shared);
            }
            inner = outer;
        }
        None
    }

    /// The one place at which code gets out of its `loop`, where that is in a branch of a `select!`.
    fn only_exit(&self, body: BodyId) -> Option<ExprAt> {
        let (mut exits, mut loops) = (Vec::new(), 0);
        self.each_in_body(body, &mut |at| {
            match self.kind(at) {
                ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_) => exits.push(at),
                ExprKind::Loop { .. } => loops += 1,
                // These end with what they go over.
                ExprKind::While { .. } | ExprKind::For { .. } => loops += 2,
                _ => {}
            }
            self.index.body_of(at).is_none() || exits.is_empty()
        });
        let in_branch = |at: &ExprAt| self.ancestors(*at).any(|outer| matches!(self.kind(outer), ExprKind::Macro(_)));
        match exits.as_slice() {
            [one] if loops == 1 && in_branch(one) => Some(*one),
            _ => None,
        }
    }
}
