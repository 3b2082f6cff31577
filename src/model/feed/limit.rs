//! What limits how many tasks a loop runs at once.

use crate::model::Crate;
use crate::model::calls::Callee;
use crate::model::dictionary::{self, Call, Side};
use crate::model::index::{BindingId, ExprAt};
use crate::model::silence::{Asked, Silence};
use crate::model::spawn::HandleUse;
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, MacroBody};

/// What limits how many tasks run at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    pub kind: LimitKind,
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LimitKind {
    /// A permit or connection is taken before the spawn.
    Permit,
    /// A length or counter is compared.
    Count,
    /// A task is joined when there are too many.
    Join,
    /// The task is awaited in place.
    InPlace,
    /// One task for each key of a map.
    Keyed,
    /// After the spawn the loop is left.
    Leaves,
    /// A permit is taken inside the task: it bounds the work, not the tasks.
    Inside,
    /// The message brought the sender for its answer: as many run as askers wait.
    Answer,
}

impl Crate {
    /// What in the loop around a spawn limits how many of its tasks run at once.
    pub(in crate::model) fn limit_of(&self, at: ExprAt, argument: ExprAt) -> Asked<Option<Limit>> {
        let turn = self.loop_around(at).ok_or(Silence::NotMine)?;
        let limit = |kind, at: ExprAt| Some(Limit { kind, span: self.span(at) });
        let flow = self.flow(self.body_at(at));
        if let (Some(node), Some(number)) = (flow.node_of(at.id), flow.turn_of(turn.id))
            && !flow.goes_round(node, number)
        {
            return Ok(limit(LimitKind::Leaves, at));
        }
        match self.handle_use(at) {
            HandleUse::Awaited => return Ok(limit(LimitKind::InPlace, at)),
            HandleUse::Keyed => return Ok(limit(LimitKind::Keyed, at)),
            HandleUse::Sent => return Ok(limit(LimitKind::Answer, at)),
            _ => {}
        }
        let outer = self.outermost_turn(turn);
        let mut found = None;
        self.each_below(outer, &mut |here| {
            if here == argument {
                return false;
            }
            if found.is_none() {
                found = self.limiting(here, at).and_then(|kind| limit(kind, here));
            }
            // What a task or closure does is its own affair.
            found.is_none() && !self.index.body_of.contains_key(&here)
        });
        if found.is_none() {
            found = self.answer_in(turn, at, argument).map(|span| Limit { kind: LimitKind::Answer, span });
        }
        if found.is_none() {
            found = self.permit_inside(argument).and_then(|p| limit(LimitKind::Inside, p));
        }
        Ok(found)
    }

    fn outermost_turn(&self, turn: ExprAt) -> ExprAt {
        let mut now = turn;
        while let Some(outer) = self.loop_around(now) {
            now = outer;
        }
        now
    }

    /// How an expression of the loop limits the tasks, when it does.
    fn limiting(&self, here: ExprAt, spawn: ExprAt) -> Option<LimitKind> {
        match self.kind(here) {
            ExprKind::Method(_) | ExprKind::Call { .. } => {
                if self.takes_permit(here) {
                    return Some(LimitKind::Permit);
                }
                let joins = matches!(self.method_name(here)?, "join_next" | "join_next_with_id" | "join_all");
                (joins && self.is_awaited(here) && self.select_branch(here).is_none() && self.guards(here, spawn))
                    .then_some(LimitKind::Join)
            }
            ExprKind::Binary { op: BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge, left, right } => {
                let counts = [*left, *right].iter().any(|&id| self.counts(ExprAt { id, ..here }));
                (counts && self.decides(here)).then_some(LimitKind::Count)
            }
            _ => None,
        }
    }

    /// Whether a join waits only when something else says that there are too many, or on every turn.
    fn guards(&self, join: ExprAt, spawn: ExprAt) -> bool {
        // `while let Some(x) = set.join_next().await` after the loop is no guard of it.
        self.span(self.outermost_turn(self.loop_around(spawn).unwrap_or(spawn))).holds(self.span(join))
    }

    /// Whether a call takes a permit: a semaphore's `acquire`, or something of that name.
    fn takes_permit(&self, at: ExprAt) -> bool {
        if self.known_call(at) == Some(Call::Permit) {
            return true;
        }
        let name = match self.callee(at) {
            Callee::Def(def) => self.index.def(def).name,
            Callee::Unnamed(name) | Callee::Method(_, name) => name,
            _ => return false,
        };
        let name = self.text(name);
        name.starts_with("acquire") || name.starts_with("try_acquire") || name.contains("permit")
    }

    /// Whether an operand is a count of something: a length, a counter, a strong count.
    fn counts(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                matches!(name, "len" | "load" | "strong_count" | "count" | "get" | "available_permits")
                    || name.contains("active")
                    || name.contains("count")
                    || name.contains("num_")
                    || name.contains("connections")
            }
            ExprKind::Call { .. } => {
                matches!(self.callee(at), Callee::External(p) if p.ends_with("strong_count"))
            }
            ExprKind::Field { .. } => true,
            ExprKind::Path(_) => self.index.local(at).is_some_and(|b| self.index.binding(b).mutable),
            ExprKind::Binary { left, right, .. } => [*left, *right].iter().any(|&id| self.counts(ExprAt { id, ..at })),
            ExprKind::Cast { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.counts(ExprAt { id: *operand, ..at })
            }
            _ => false,
        }
    }

    /// Whether a comparison stands in a condition.
    fn decides(&self, at: ExprAt) -> bool {
        let mut now = at;
        while let Some(parent) = self.parent_expr(now) {
            match self.kind(parent) {
                ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => return *cond == now.id,
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } | ExprKind::Unary { .. } => now = parent,
                ExprKind::Macro(call) => {
                    return matches!(&call.body, MacroBody::Select(s) if s.branches.iter().any(|b| b.guard == Some(now.id)));
                }
                ExprKind::Match { .. } => return true,
                _ => return false,
            }
        }
        false
    }

    /// The item that brings the sender for its answer to the task.
    fn answer_in(&self, turn: ExprAt, spawn: ExprAt, argument: ExprAt) -> Option<Span> {
        let feed = self.feeds(turn).into_iter().find(|f| self.reaches(turn, f.at, argument))?;
        let carriers = self.carriers(turn, feed.at);
        let mut carriers: Vec<BindingId> = carriers.into_iter().collect();
        carriers.sort();
        let span = self.span(spawn);
        carriers
            .into_iter()
            .find(|&b| {
                let info = self.index.binding(b);
                !span.holds(info.span) && self.holds_answer(&self.type_of_binding(b), 2)
            })
            .map(|b| self.index.binding(b).span)
    }

    /// Whether a value of this type is, or has among its fields, the sending end for one answer.
    fn holds_answer(&self, ty: &Ty, depth: u32) -> bool {
        let one = |path: &str| {
            dictionary::end_of_type(path).is_some_and(|(kind, side)| side == Side::Sender && !kind.is_queue())
        };
        match self.core_type(ty) {
            Ty::Ext(path, _) => one(&path),
            Ty::Tuple(parts) => depth > 0 && parts.iter().any(|p| self.holds_answer(p, depth - 1)),
            Ty::Def(def, _) if depth > 0 => self.field_types(def).iter().any(|f| self.holds_answer(f, depth - 1)),
            _ => false,
        }
    }

    fn permit_inside(&self, argument: ExprAt) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(argument, &mut |here| {
            if found.is_none()
                && matches!(self.kind(here), ExprKind::Method(_))
                && self.known_call(here) == Some(Call::Permit)
            {
                found = Some(here);
            }
            found.is_none()
        });
        found
    }
}
