//! The change to make about a guard or permit, as code with the user's own names.

use crate::model::facts::guard::again::Again;
use crate::model::facts::guard::order::Nesting;
use crate::model::facts::guard::permit::{Permit, Started};
use crate::model::facts::guard::waiting::Waiting;
use crate::model::facts::guard::{Guard, Suspension};
use crate::model::library::permits;
use crate::model::source::tables::{BindingId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::syntax::tree::{BlockId, ExprKind, StmtKind};

impl Guard<'_> {
    /// The statement that drops the guard, where it can stand before the one that waits: nothing from there on needs it.
    pub fn dropped_before_wait(self, wait: &Suspension) -> Option<String> {
        self.dropped_before(wait.at)
    }

    /// The same, before the statement that takes the lock again.
    pub fn dropped_before_again(self, again: &Again) -> Option<String> {
        self.dropped_before(again.at).filter(|_| again.given.is_none())
    }

    /// The same, before the statement at which another lock is taken.
    pub fn dropped_before_other(self, other: &Nesting<'_>) -> Option<String> {
        self.dropped_before(other.at)
    }

    /// The same, before the statement that waits for others.
    pub fn dropped_before_waiting(self, wait: &Waiting) -> Option<String> {
        self.dropped_before(wait.at)
    }

    fn dropped_before(self, at: ExprAt) -> Option<String> {
        let krate = self.krate;
        let life = self.life().ok()?;
        let holder = life.holder(life.flow.node_of(at.id)?)?;
        let binding = krate.index.binding(holder);
        let carriers = krate.route(self.data.value).carriers;
        let itself = carriers.iter().any(|carrier| carrier.binding == holder && carrier.path.is_empty());
        let from = krate.stmt(krate.stmt_of(at)?).span.start;
        let same_loop = krate.loop_around(at) == krate.loop_around(self.data.at);
        let moved = |id| matches!(krate.kind(ExprAt { file: binding.file, id }), ExprKind::Path(_));
        let whole = self.variable().is_none_or(|own| own == holder)
            || matches!(binding.origin, Origin::Value(value) if moved(value));
        let droppable = itself
            && whole
            && same_loop
            && binding.span.start < from
            && !self.used_from(holder, from)
            && !self.hidden_before(holder, from)
            && !self.lent_beyond(holder, from);
        droppable.then(|| format!("drop({});", krate.text(binding.name)))
    }

    fn used_from(self, binding: BindingId, from: u32) -> bool {
        let krate = self.krate;
        let info = krate.index.binding(binding);
        info.uses.iter().any(|&id| krate.span(ExprAt { file: info.file, id }).start >= from)
    }

    /// Whether another variable of that name stands between.
    fn hidden_before(self, binding: BindingId, from: u32) -> bool {
        let krate = self.krate;
        let info = krate.index.binding(binding);
        krate.index.bindings_in(info.file).any(|(other, hiding)| {
            other != binding
                && hiding.name == info.name
                && hiding.body == info.body
                && (info.span.start..from).contains(&hiding.span.start)
        })
    }

    /// Whether a variable that was made of the guard, and so may borrow from it, is needed later.
    fn lent_beyond(self, binding: BindingId, from: u32) -> bool {
        let krate = self.krate;
        let info = krate.index.binding(binding);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|mention| {
            let Some(stmt) = krate.stmt_of(mention) else { return false };
            let StmtKind::Let { pat, .. } = krate.stmt(stmt).kind else { return false };
            let mut made = Vec::new();
            krate.pattern_bindings(info.file, pat, &mut made);
            made.into_iter().any(|other| {
                let owned = matches!(krate.type_of_binding(other), Ty::Ext(path, _) if !path.contains("::"));
                !owned && self.used_from(other, from)
            })
        })
    }
}

impl Permit<'_> {
    /// Whether the permit keeps its semaphore alive, so that a task can have it.
    pub fn is_owned(self) -> bool {
        self.0.data.row.owned
    }

    /// The method of its semaphore that gives a permit which keeps the semaphore alive.
    pub fn owned_method(self) -> &'static str {
        permits::owned_method(self.0.data.row.path)
    }

    /// The statement that brings the permit into the block of a task; `None` where the task is no block.
    pub fn taken_along(self, started: &Started) -> Option<String> {
        let krate = self.0.krate;
        let name = self.name()?;
        let block: Option<BlockId> = match krate.kind(krate.body_expr(started.code)?) {
            ExprKind::Async { block, .. } => Some(*block),
            ExprKind::Closure(closure) => match krate.kind(ExprAt { id: closure.body, ..self.0.data.at }) {
                ExprKind::Block { block, .. } => Some(*block),
                _ => None,
            },
            _ => None,
        };
        block?;
        let kept = if name.starts_with('_') { name.to_owned() } else { format!("_{name}") };
        Some(format!("let {kept} = {name};"))
    }
}

impl Guard<'_> {
    /// Whether the guard has no name: it goes with the statement or head that it was taken in.
    pub fn is_temporary(self) -> bool {
        let krate = self.krate;
        krate.flow(krate.body_at(self.data.value)).born(self.data.value.id).is_some()
    }
}
