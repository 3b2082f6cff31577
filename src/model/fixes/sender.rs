//! A sender let go before the drain that waits for it.

use crate::model::Crate;
use crate::model::facts::receive::Receive;
use crate::model::fixes::edit::Change;
use crate::model::flow::{NodeKind, Use};
use crate::model::library::{Call, calls};
use crate::model::names::Res;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{BlockId, ExprKind, StmtKind};

impl Receive<'_> {
    /// `drop(tx);` before the drain, or the later one put there. There is none where the sender is used later, or is
    /// borrowed by something that may be.
    pub fn dropped_before(self, drain: Expr<'_>, sender: Variable<'_>) -> Option<Change> {
        let krate = self.krate;
        let variable = sender.id;
        let site = krate.seen_in(drain.at, krate.index.binding(variable).body)?;
        let before = krate.statement_around(site)?;
        let fits =
            krate.is_editable(site) && krate.has_it_for_sure(variable, site) && !krate.may_be_borrowed(variable, site);
        if !fits {
            return None;
        }
        let edits = match krate.used_from(variable, before).as_slice() {
            [] => vec![krate.put_before(before, &[format!("drop({});", sender.name())])],
            [only] => krate.moved_before(krate.drop_statement(*only, before)?, before),
            _ => return None,
        };
        Some(Change { edits, sure: true })
    }
}

impl Crate {
    /// Whether what a variable has, or this field of it, may be dropped right before a drain or loop: it is there on every
    /// path, and no code from there on needs it. What only drops it later does not count, since that drop moves.
    pub(super) fn may_drop_before(&self, variable: BindingId, drain: ExprAt, field: Option<&str>) -> bool {
        let body = self.body_at(drain);
        let taken_along = self.variable(variable).taken_along_by(body).is_some();
        let owner = if taken_along { body } else { self.index.binding(variable).body };
        let Some(site) = self.seen_in(drain, owner) else { return false };
        let (Some(before), Some(right_before)) = (self.statement_around(site), self.statement_around(drain)) else {
            return false;
        };
        // Beside a drain in a block of its own a clone is made, and no more, before the block runs.
        let inner = self.stmt(right_before).span.start;
        let beside = |at: ExprAt| self.span(at).start < inner && self.expr(at).cloned_by().is_some();
        let needs = |at: &ExprAt| match (self.field_named(*at), field) {
            (Some(other), Some(field)) => other == field,
            _ => self.body_at(*at) != self.body_at(site) || !beside(*at),
        };
        let used = self.used_from(variable, before).into_iter().filter(needs).collect::<Vec<_>>();
        let spent = match used.as_slice() {
            [] => true,
            [only] => self.drop_statement(*only, before).is_some(),
            _ => false,
        };
        let in_parts = field.is_none()
            && self.uses_of(variable).any(|at| self.parent_expr(at).is_some_and(|p| self.is_moved_field(p)));
        spent && !in_parts && self.has_it_for_sure(variable, site) && !self.is_lent_beyond(variable, before)
    }

    /// The name of the field that stands right behind a mention.
    fn field_named(&self, mention: ExprAt) -> Option<&str> {
        match self.kind(self.parent_expr(mention)?) {
            ExprKind::Field { name, .. } => Some(self.text(*name)),
            _ => None,
        }
    }

    fn is_moved_field(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Field { .. })
            && self.flow(self.body_at(at)).use_of(at.id).is_some_and(|(_, how)| how == Use::Move)
    }

    /// Whether a variable that borrows this one is mentioned at a statement or behind it.
    fn is_lent_beyond(&self, variable: BindingId, before: StmtAt) -> bool {
        let start = self.stmt(before).span.start;
        let borrowers = self.uses_of(variable).filter(|&at| self.span(at).start < start && self.is_kept_borrowed(at));
        borrowers.filter_map(|at| self.outer_let(at)).any(|stmt| {
            let declared = Some((stmt.block, stmt.n));
            let mut bound = self.index.bindings_in(stmt.file).filter(|(_, own)| own.stmt == declared);
            bound.any(|(_, own)| own.uses.iter().any(|&id| self.span(ExprAt { file: stmt.file, id }).start >= start))
        })
    }

    /// Whether the name of a variable means it at a place, and it has its value there, whatever path leads to the place and
    /// however often.
    fn has_it_for_sure(&self, variable: BindingId, site: ExprAt) -> bool {
        self.names_drop(site)
            && self.still_means(variable, site)
            && !self.repeated_since(variable, site)
            && !self.moved_before_reaching(variable, site)
    }

    /// The statement before which something can stand so that it runs before a drain.
    fn statement_around(&self, site: ExprAt) -> Option<StmtAt> {
        self.stmt_of_loop(site).or_else(|| self.stmt_of(site))
    }

    /// The mentions of a variable from a statement on.
    fn used_from(&self, variable: BindingId, before: StmtAt) -> Vec<ExprAt> {
        let start = self.stmt(before).span.start;
        self.uses_of(variable).filter(|&at| self.span(at).start >= start).collect()
    }

    /// The place in a body at which code of it, or of an async block that is awaited right there, runs.
    fn seen_in(&self, at: ExprAt, owner: BodyId) -> Option<ExprAt> {
        let (mut at, mut body) = (at, self.body_at(at));
        while body != owner {
            at = self.parent_expr(self.body_expr(body)?)?;
            body = self.body_at(at);
        }
        Some(at)
    }

    /// Whether `drop` is the one of the prelude.
    fn names_drop(&self, at: ExprAt) -> bool {
        let Some(name) = self.names.find(calls::DROP) else { return true };
        self.res_name(at, name) == Res::External("std::mem::drop".into())
    }

    /// Whether no other variable has taken over the name.
    fn still_means(&self, variable: BindingId, at: ExprAt) -> bool {
        let info = self.index.binding(variable);
        let place = self.span(at);
        let hides = |other: &crate::model::source::tables::Binding| {
            let scope = |(block, _): (BlockId, u32)| self.tree(info.file).blocks[block.0 as usize].span;
            other.file == info.file
                && other.name == info.name
                && other.span.start > info.span.start
                && other.span.start < place.start
                && other.stmt.is_none_or(|stmt| scope(stmt).holds(place))
                && self.within_body(other.body, info.body)
                && self.within_body(self.body_at(at), other.body)
        };
        !self.index.bindings.iter().any(hides)
    }

    /// Whether some path to a place has given the variable's value away.
    fn moved_before_reaching(&self, variable: BindingId, at: ExprAt) -> bool {
        let body = self.body_at(at);
        let flow = self.flow(body);
        let Some(target) = flow.node_of(at.id) else { return true };
        let moved = self.let_go(variable, body).into_iter().filter(|(_, kind)| !matches!(kind, NodeKind::Drop(..)));
        moved.into_iter().any(|(node, _)| flow.path(node, target, |_| false))
    }

    /// Whether a place runs more than once in the life of a variable.
    fn repeated_since(&self, variable: BindingId, at: ExprAt) -> bool {
        let made = self.index.binding(variable).span;
        let is_loop = |outer: &ExprAt| self.loop_body(*outer).is_some() && !self.span(*outer).holds(made);
        self.ancestors(at).any(|outer| is_loop(&outer))
    }

    /// Whether a variable made before this place may still borrow this one: a closure, a permit, a reference.
    fn may_be_borrowed(&self, variable: BindingId, at: ExprAt) -> bool {
        let place = self.span(at).start;
        self.uses_of(variable).filter(|&m| self.span(m).start < place).any(|mention| self.is_kept_borrowed(mention))
    }

    /// Whether a mention stands in the value of a `let` and is neither cloned there nor used up by an await.
    fn is_kept_borrowed(&self, mention: ExprAt) -> bool {
        let Some(parent) = self.parent_expr(mention) else { return false };
        if self.method_name(parent).is_some_and(calls::makes_second) {
            // Inside a closure the clone is made when the closure is called.
            let body = self.body_at(mention);
            let is_own = body == self.index.binding(self.index.local(mention).unwrap_or(BindingId(0))).body;
            if is_own {
                return false;
            }
        }
        let Some(stmt) = self.outer_let(mention) else { return false };
        let StmtKind::Let { init: Some(init), .. } = self.stmt(stmt).kind else { return false };
        let init = ExprAt { id: init, ..mention };
        let used_up = match self.kind(init) {
            ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Block { .. } | ExprKind::Macro(_) => true,
            ExprKind::Method(m) => calls::uses_up(self.text(m.name)),
            ExprKind::Call { .. } => matches!(self.known_call(init), Some(Call::Spawn(_))),
            _ => false,
        };
        !used_up
    }

    /// The `let` of the variable's own body that holds a mention, through closures.
    fn outer_let(&self, mention: ExprAt) -> Option<StmtAt> {
        let owner = self.index.binding(self.index.local(mention)?).body;
        let mut at = mention;
        while self.body_at(at) != owner {
            at = self.body_expr(self.body_at(at))?;
        }
        self.stmt_of(at).filter(|stmt| matches!(self.stmt(*stmt).kind, StmtKind::Let { .. }))
    }

    /// Every mention of a variable.
    pub(super) fn uses_of(&self, variable: BindingId) -> impl Iterator<Item = ExprAt> + '_ {
        let info = self.index.binding(variable);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id })
    }

    /// The statement `drop(x);` that a mention stands in, when it comes after another in the same block.
    fn drop_statement(&self, mention: ExprAt, after: StmtAt) -> Option<StmtAt> {
        let call = self.parent_expr(mention).filter(|p| self.known_call(*p) == Some(Call::Drop))?;
        let stmt = self.stmt_of(call).filter(|s| s.block == after.block && s.n > after.n)?;
        matches!(self.stmt(stmt).kind, StmtKind::Expr { expr, semi: true } if expr == call.id).then_some(stmt)
    }
}
