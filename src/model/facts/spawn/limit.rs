//! What limits how many tasks a loop runs at once.

use crate::model::Crate;
use crate::model::callee::{Callee, DEPTH};
use crate::model::facts::spawn::HandleUse;
use crate::model::facts::spawn::running::{Running, Site};
use crate::model::facts::spawn::source::FeedKind;
use crate::model::library::{self, Call, Side};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin, Parent};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, BlockId, ExprId, ExprKind, MacroBody, StmtKind};

/// What limits how many tasks run at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    pub kind: LimitKind,
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LimitKind {
    /// A permit is taken before the spawn.
    Permit,
    /// A number of running tasks is compared.
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
        Ok(self.limit_in(Site { a_loop, at, spawn: at, task: argument })?.or_else(|| self.limit_inside(argument)))
    }

    /// The same for a task that a function starts with what a loop hands it.
    fn limit_of_call(&self, at: ExprAt, argument: ExprAt) -> Asked<Option<Limit>> {
        let (call, feed) = self.fed_call(at, argument).ok_or(Silence::NotMine)?;
        let limit = |kind, at: ExprAt| Limit { kind, span: self.span(at) };
        if self.leaves_after(call, feed.a_loop) {
            return Ok(Some(limit(LimitKind::Leaves, call)));
        }
        let mut permit = None;
        let mut doubt = None;
        if let Some(block) = self.root_block(self.body_at(at)) {
            self.each_in_block(at.file, block, &mut |here| {
                match self.takes_permit(here, DEPTH) {
                    Some(true) => permit = permit.or(Some(here)),
                    Some(false) => {}
                    None => doubt = doubt.or(Some(here)),
                }
                permit.is_none() && here != argument
            });
        }
        if let Some(permit) = permit {
            return Ok(Some(limit(LimitKind::Permit, permit)));
        }
        if let Some(found) = self.limit_in(Site { a_loop: feed.a_loop, at: call, spawn: at, task: argument })? {
            return Ok(Some(found));
        }
        match doubt {
            Some(doubt) => Err(self.permit_unknown(doubt)),
            None => Ok(self.limit_inside(argument)),
        }
    }

    /// Whether no iteration follows once this is done.
    fn leaves_after(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let flow = self.flow(self.body_at(at));
        match (flow.node_of(at.id), flow.loop_of(a_loop.id)) {
            (Some(node), Some(number)) => !flow.continues(node, number),
            _ => false,
        }
    }

    /// What limits the tasks in the loops around a site, or in the message that is handed to the task.
    fn limit_in(&self, site: Site) -> Asked<Option<Limit>> {
        let Site { a_loop, at, .. } = site;
        let own = if at == site.spawn { site.task } else { at };
        let outermost = Site { a_loop: self.outermost_loop(a_loop), ..site };
        let running = self.running(outermost);
        let (mut found, mut doubt) = (None, None);
        self.each_below(outermost.a_loop, &mut |here| {
            if here == own {
                return false;
            }
            if found.is_none() {
                found = self.limiting(here, outermost, &running).map(|kind| Limit { kind, span: self.span(here) });
                doubt = doubt.or_else(|| self.takes_permit(here, DEPTH).is_none().then_some(here));
            }
            // What a task or closure does is its own affair.
            found.is_none() && self.index.body_of(here).is_none()
        });
        let work = || self.work_sent(a_loop, own).map(|span| Limit { kind: LimitKind::Executes, span });
        let answer = || self.answer_in(a_loop, at, own).map(|span| Limit { kind: LimitKind::Answer, span });
        match (found.or_else(work).or_else(answer), doubt) {
            (None, Some(doubt)) => Err(self.permit_unknown(doubt)),
            (found, _) => Ok(found),
        }
    }

    fn permit_unknown(&self, call: ExprAt) -> Silence {
        Silence::Unknown("whether this call takes a permit", self.span(call))
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
    fn limiting(&self, here: ExprAt, site: Site, running: &Running<'_>) -> Option<LimitKind> {
        match self.kind(here) {
            ExprKind::Method(_) | ExprKind::Call { .. } => {
                if self.takes_permit(here, DEPTH) == Some(true) {
                    return Some(LimitKind::Permit);
                }
                if self.decides(here, site) && running.compared_inside(here) {
                    return Some(LimitKind::Count);
                }
                let joins = matches!(self.method_name(here)?, "join_next" | "join_next_with_id" | "join_all");
                (joins
                    && self.is_awaited(here)
                    && self.select_branch(here).is_none()
                    && self.comes_before(here, site.at))
                .then_some(LimitKind::Join)
            }
            ExprKind::Binary { .. } => (self.decides(here, site) && running.compared(here)).then_some(LimitKind::Count),
            _ => None,
        }
    }

    /// Whether a join waits only when something else says that there are too many, or on every iteration.
    fn comes_before(&self, join: ExprAt, spawn: ExprAt) -> bool {
        // `while let Some(x) = set.join_next().await` after the loop is no guard of it.
        self.span(self.outermost_loop(self.loop_around(spawn).unwrap_or(spawn))).holds(self.span(join))
    }

    /// Whether a call takes a permit, itself or in the function of the package that it calls; `None` where only its name
    /// tells.
    fn takes_permit(&self, at: ExprAt, depth: u32) -> Option<bool> {
        if !matches!(self.kind(at), ExprKind::Method(_) | ExprKind::Call { .. }) {
            return Some(false);
        }
        if let Some(known) = self.known_call(at) {
            return Some(known == Call::Permit);
        }
        let named = |name: &str| if library::may_take_permit(name) { None } else { Some(false) };
        match self.callee(at) {
            Callee::Def(def) => match self.code_of(at).or(self.index.def(def).body) {
                Some(body) if depth > 0 => self.permit_taken_in(body, depth - 1),
                Some(_) => Some(false),
                None => named(self.text(self.index.def(def).name)),
            },
            Callee::Method(_, name) | Callee::Unnamed(name) => named(self.text(name)),
            Callee::External(path) => named(path.rsplit("::").next().unwrap_or(&path)),
            Callee::Unknown => Some(false),
        }
    }

    /// Whether code takes a permit, what it spawns and the closures in it apart.
    fn permit_taken_in(&self, body: BodyId, depth: u32) -> Option<bool> {
        let mut answer = Some(false);
        let Some(block) = self.root_block(body) else { return answer };
        self.each_in_block(self.index.body(body).file, block, &mut |here| {
            match self.takes_permit(here, depth) {
                Some(false) => {}
                Some(true) => answer = Some(true),
                None if answer == Some(false) => answer = None,
                None => {}
            }
            answer != Some(true) && self.index.body_of(here).is_none()
        });
        answer
    }

    /// Whether it depends on a value if a task is started: on one side no spawn follows in this iteration, or something is
    /// waited for or ended before.
    fn decides(&self, at: ExprAt, site: Site) -> bool {
        let mut now = at;
        loop {
            let parent = match self.parent(now) {
                Parent::Expr(id) => ExprAt { id, ..at },
                Parent::Stmt(..) => return self.decides_by_name(now, site),
                Parent::None => return false,
            };
            match self.kind(parent) {
                ExprKind::If { cond, then, otherwise } => {
                    let acts = || self.holds_back(parent, 2, site) || self.waits_or_ends(parent, *then, *otherwise);
                    return *cond == now.id && acts();
                }
                ExprKind::While { cond, .. } => return *cond == now.id,
                ExprKind::Match { scrutinee, arms } => {
                    return *scrutinee == now.id && self.holds_back(parent, arms.len() as u32, site);
                }
                ExprKind::Macro(call) => {
                    return matches!(&call.body, MacroBody::Select(s) if s.branches.iter().any(|b| b.guard == Some(now.id)));
                }
                ExprKind::Try(_) => return true,
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. }
                | ExprKind::Unary { .. }
                | ExprKind::Let { .. }
                | ExprKind::Await(_) => now = parent,
                ExprKind::Method(method) if method.receiver == now.id => now = parent,
                _ => return false,
            }
        }
    }

    /// `let Some(slot) = take(…) else { continue };`, or a variable by which something is decided later.
    fn decides_by_name(&self, at: ExprAt, site: Site) -> bool {
        let Some(stmt) = self.stmt_of(at) else { return false };
        match &self.stmt(stmt).kind {
            StmtKind::Let { otherwise: Some(_), .. } => true,
            StmtKind::Let { .. } => self.variable_of(at).is_some_and(|binding| {
                let info = self.index.binding(binding);
                info.uses.iter().any(|&id| self.decides(ExprAt { file: info.file, id }, site))
            }),
            _ => false,
        }
    }

    /// Whether a spawn, or the next iteration, follows one side of a decision and not another.
    fn holds_back(&self, decision: ExprAt, sides: u32, site: Site) -> bool {
        let flow = self.flow(self.body_at(site.a_loop));
        let (Some(spawn), Some(number)) = (flow.node_of(site.at.id), flow.loop_of(site.a_loop.id)) else {
            return false;
        };
        let head = flow.loops[number as usize].head;
        let after = |n: u32| {
            flow.branch(decision.id, n)
                .map(|side| (flow.path(side, spawn, |m| m == head), flow.continues(side, number)))
        };
        let first = after(0);
        (1..sides).any(|n| after(n) != first)
    }

    /// Whether a side of an `if` waits for something or ends a task.
    fn waits_or_ends(&self, decision: ExprAt, then: BlockId, otherwise: Option<ExprId>) -> bool {
        let mut found = false;
        let mut look = |here: ExprAt| {
            found |= match self.kind(here) {
                ExprKind::Await(_) => true,
                ExprKind::Method(method) if library::ends_task(self.text(method.name)) => true,
                ExprKind::Method(_) | ExprKind::Call { .. } => self.pauses(here) == Some(true),
                _ => false,
            };
            !found && self.index.body_of(here).is_none()
        };
        self.each_in_block(decision.file, then, &mut look);
        if let Some(id) = otherwise {
            self.each_below(ExprAt { id, ..decision }, &mut look);
        }
        found
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
