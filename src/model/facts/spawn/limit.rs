//! What limits how many tasks a loop runs at once.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::source::FeedKind;
use crate::model::library::{self, Call, Side};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BindingId, ExprAt, Origin, Parent};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, MacroBody, StmtKind};

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
    /// The message is the work itself: the loop is an executor, and whoever sends decides how many run.
    Executes,
}

impl Crate {
    /// What in the loop around a spawn limits how many of its tasks run at once; or around the call of its function.
    pub(in crate::model) fn limit_of(&self, at: ExprAt, argument: ExprAt) -> Asked<Option<Limit>> {
        let Some(a_loop) = self.loop_around(at) else { return self.limit_of_call(at, argument) };
        let limit = |kind| Ok(Some(Limit { kind, span: self.span(at) }));
        if self.leaves_after(at, a_loop) {
            return limit(LimitKind::Leaves);
        }
        match self.handle_use(at) {
            HandleUse::Awaited => return limit(LimitKind::InPlace),
            HandleUse::Keyed => return limit(LimitKind::Keyed),
            HandleUse::Sent if self.sent_to_asker(at, a_loop) => return limit(LimitKind::Answer),
            _ => {}
        }
        Ok(self.limit_in(a_loop, at, argument).or_else(|| self.limit_inside(argument)))
    }

    /// The same for a task that a function starts with what a loop hands it.
    fn limit_of_call(&self, at: ExprAt, argument: ExprAt) -> Asked<Option<Limit>> {
        let (call, feed) = self.fed_call(at, argument).ok_or(Silence::NotMine)?;
        let limit = |kind, at: ExprAt| Limit { kind, span: self.span(at) };
        if self.leaves_after(call, feed.a_loop) {
            return Ok(Some(limit(LimitKind::Leaves, call)));
        }
        let mut permit = None;
        if let Some(block) = self.root_block(self.body_at(at)) {
            self.each_in_block(at.file, block, &mut |here| {
                let calls = matches!(self.kind(here), ExprKind::Method(_) | ExprKind::Call { .. });
                permit = permit.or((calls && self.takes_permit(here)).then_some(here));
                permit.is_none() && here != argument
            });
        }
        let permit = permit.map(|at| limit(LimitKind::Permit, at));
        Ok(permit.or_else(|| self.limit_in(feed.a_loop, call, call)).or_else(|| self.limit_inside(argument)))
    }

    /// Whether no iteration follows once this is done.
    fn leaves_after(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let flow = self.flow(self.body_at(at));
        match (flow.node_of(at.id), flow.loop_of(a_loop.id)) {
            (Some(node), Some(number)) => !flow.continues(node, number),
            _ => false,
        }
    }

    /// What limits the tasks in the loops around `at`, or in the message that is handed to `argument`.
    fn limit_in(&self, a_loop: ExprAt, at: ExprAt, argument: ExprAt) -> Option<Limit> {
        let mut found = None;
        self.each_below(self.outermost_loop(a_loop), &mut |here| {
            if here == argument {
                return false;
            }
            if found.is_none() {
                found = self.limiting(here, at).map(|kind| Limit { kind, span: self.span(here) });
            }
            // What a task or closure does is its own affair.
            found.is_none() && self.index.body_of(here).is_none()
        });
        let work = || self.work_sent(a_loop, argument).map(|span| Limit { kind: LimitKind::Executes, span });
        let answer = || self.answer_in(a_loop, at, argument).map(|span| Limit { kind: LimitKind::Answer, span });
        found.or_else(work).or_else(answer)
    }

    /// The permit that a task takes itself.
    fn limit_inside(&self, argument: ExprAt) -> Option<Limit> {
        self.permit_inside(argument).map(|at| Limit { kind: LimitKind::Inside, span: self.span(at) })
    }

    /// Whether a task's handle is sent through something that this iteration got: to the one who asked for the task.
    fn sent_to_asker(&self, spawn: ExprAt, a_loop: ExprAt) -> bool {
        let span = self.span(a_loop);
        let through = |call: ExprAt| {
            let sender = self.receiver_of(call).filter(|_| self.method_name(call) == Some("send"))?;
            let binding = self.index.binding(self.root_of(sender)?);
            span.holds(binding.span).then_some(())
        };
        let Some(handle) = self.variable_of(spawn) else { return true };
        let info = self.index.binding(handle);
        let uses = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        uses.into_iter().any(|at| self.ancestors(at).take_while(|&a| a != a_loop).any(|a| through(a).is_some()))
    }

    /// The variable that the statement around a call binds.
    fn variable_of(&self, at: ExprAt) -> Option<BindingId> {
        let StmtKind::Let { pat, .. } = &self.stmt(self.stmt_of(at)?).kind else { return None };
        self.index.file(at.file).pat_binding.get(pat).copied()
    }

    fn outermost_loop(&self, a_loop: ExprAt) -> ExprAt {
        let mut now = a_loop;
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
                if self.checks_maximum(here) {
                    return Some(LimitKind::Count);
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

    /// Whether a join waits only when something else says that there are too many, or on every iteration.
    fn guards(&self, join: ExprAt, spawn: ExprAt) -> bool {
        // `while let Some(x) = set.join_next().await` after the loop is no guard of it.
        self.span(self.outermost_loop(self.loop_around(spawn).unwrap_or(spawn))).holds(self.span(join))
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

    /// `let Ok(slot) = Slot::take(&open, max_connections) else { continue };`: who is given a maximum says no beyond it.
    fn checks_maximum(&self, at: ExprAt) -> bool {
        let maximum = |here: ExprAt| {
            let name = match self.kind(here) {
                ExprKind::Path(path) => path.segments.last().map(|s| s.name),
                ExprKind::Method(method) => Some(method.name),
                ExprKind::Field { name, .. } => Some(*name),
                _ => None,
            };
            name.is_some_and(|n| self.text(n).to_ascii_lowercase().starts_with("max_"))
        };
        let refuses = matches!(self.parent(at), Parent::Stmt(block, n)
            if matches!(self.stmts(at.file, block)[n as usize].kind, StmtKind::Let { otherwise: Some(_), .. }));
        refuses && self.args(at).iter().any(|&id| self.find_below(ExprAt { id, ..at }, &maximum).is_some())
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
            ExprKind::Path(_) => self.index.local(at).is_some_and(|b| self.is_counter(b)),
            ExprKind::Binary { left, right, .. } => [*left, *right].iter().any(|&id| self.counts(ExprAt { id, ..at })),
            ExprKind::Cast { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.counts(ExprAt { id: *operand, ..at })
            }
            _ => false,
        }
    }

    /// Whether a variable is counted up and down, or was made of a count.
    fn is_counter(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let made = match info.origin {
            Origin::Value(value) => Some(ExprAt { file: info.file, id: value }),
            _ => None,
        };
        info.mutable || made.is_some_and(|at| matches!(self.kind(at), ExprKind::Method(_)) && self.counts(at))
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

    /// The message of a channel that is started as it is: the future that somebody else made.
    fn work_sent(&self, a_loop: ExprAt, argument: ExprAt) -> Option<Span> {
        let binding = self.index.local(argument)?;
        let feed = self.feeds(a_loop).into_iter().find(|f| self.reaches(a_loop, f.at, argument))?;
        let info = self.index.binding(binding);
        let (Origin::Value(from) | Origin::Outcome(from) | Origin::ItemOf(from)) = info.origin else { return None };
        let from = ExprAt { file: info.file, id: from };
        // What a call or block makes of the message is this loop's own work.
        let as_it_is = self.receives_from(from, feed.at);
        (as_it_is && feed.kind == FeedKind::Channel).then_some(info.span)
    }

    /// Whether an expression is a receive as it is, awaited and unwrapped at most.
    fn receives_from(&self, at: ExprAt, receive: ExprAt) -> bool {
        match self.kind(at) {
            _ if at == receive => true,
            ExprKind::Await(inner) | ExprKind::Try(inner) => self.receives_from(ExprAt { id: *inner, ..at }, receive),
            ExprKind::Method(method) if matches!(self.text(method.name), "unwrap" | "expect" | "fuse") => {
                self.receives_from(ExprAt { id: method.receiver, ..at }, receive)
            }
            _ => false,
        }
    }

    /// The item that brings the sender for its answer to the task.
    fn answer_in(&self, a_loop: ExprAt, spawn: ExprAt, argument: ExprAt) -> Option<Span> {
        let feed = self.feeds(a_loop).into_iter().find(|f| self.reaches(a_loop, f.at, argument))?;
        let carriers = self.carriers(a_loop, feed.at);
        let mut carriers: Vec<BindingId> = carriers.into_iter().collect();
        carriers.sort();
        let span = self.span(spawn);
        let outside = |b: &BindingId| !span.holds(self.index.binding(*b).span);
        let brings = |b: &BindingId| {
            self.holds_answer(&self.type_of_binding(*b), 2)
                || feed.kind == FeedKind::Channel && self.answers_through(*b, argument)
        };
        carriers.into_iter().filter(outside).find(brings).map(|b| self.index.binding(b).span)
    }

    /// Whether a task sends its result through a field of the message, once: `message.reply.send(result)`.
    fn answers_through(&self, message: BindingId, argument: ExprAt) -> bool {
        let mut found = false;
        self.each_below(argument, &mut |here| {
            let sends = matches!(self.method_name(here), Some("send" | "send_async" | "try_send"));
            found |= sends
                && self.receiver_of(here).is_some_and(|r| {
                    matches!(self.kind(r), ExprKind::Field { .. }) && self.root_of(r) == Some(message)
                })
                && self.loop_around(here).is_none();
            !found
        });
        found
    }

    /// Whether a value of this type is, or has among its fields, the sending end for one answer.
    fn holds_answer(&self, ty: &Ty, depth: u32) -> bool {
        let one = |path: &str| {
            library::end_of_type(path).is_some_and(|(kind, side)| side == Side::Sender && !kind.is_queue())
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
