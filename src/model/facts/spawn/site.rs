//! Sites: where a loop starts its tasks, what in the loop decides whether one is started, and what the message brings
//! that is handed to it.

use crate::model::Crate;
use crate::model::facts::spawn::Spawn;
use crate::model::facts::spawn::running::Running;
use crate::model::facts::spawn::source::FeedKind;
use crate::model::flow::loops::Loop;
use crate::model::library::vocabulary::names_connection;
use crate::model::library::{self, Side, calls};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, FileNo, Origin, Parent, Step};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, BlockId, ExprId, ExprKind, MacroBody, StmtKind};

/// Where a loop starts its tasks: at the spawn itself, or at the call of a function that spawns.
#[derive(Clone, Copy, Debug)]
pub(super) struct SiteAt {
    pub a_loop: ExprAt,
    /// The expression of the loop that starts a task.
    pub at: ExprAt,
    pub spawn: ExprAt,
    /// The future or closure that is spawned.
    pub task: ExprAt,
}

/// Where a loop starts its tasks: at the spawn itself, or at the call of a function that spawns.
#[derive(Clone, Copy)]
pub struct Site<'c> {
    krate: &'c Crate,
    data: SiteAt,
}

/// What counts the tasks that a loop starts.
pub struct Counted<'c> {
    site: Site<'c>,
    running: Running<'c>,
}

impl<'c> Spawn<'c> {
    /// Where a loop starts this task: the loop around it, or one that hands a peer to its function.
    pub fn site(self) -> Asked<Site<'c>> {
        let (krate, spawn, task) = (self.krate, self.data.at, self.data.argument);
        let data = match krate.loop_around(spawn) {
            Some(a_loop) => SiteAt { a_loop, at: spawn, spawn, task },
            None => {
                let (call, feed) = krate.fed_call(spawn, task).ok_or(Silence::NotMine)?;
                SiteAt { a_loop: feed.a_loop, at: call, spawn, task }
            }
        };
        Ok(Site { krate, data })
    }
}

impl<'c> Site<'c> {
    /// What starts a task in the loop: the spawn, or the call of its function.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether the spawn itself stands in the loop.
    pub fn is_spawn(self) -> bool {
        self.data.at == self.data.spawn
    }

    /// The future or closure that is spawned.
    pub fn task(self) -> Expr<'c> {
        self.krate.expr(self.data.task)
    }

    /// Whether no iteration follows once a task is started.
    pub fn leaves_loop(self) -> bool {
        let flow = self.krate.flow(self.krate.body_at(self.data.at));
        match (flow.node_of(self.data.at.id), flow.loop_of(self.data.a_loop.id)) {
            (Some(node), Some(number)) => !flow.continues(node, number),
            _ => false,
        }
    }

    /// The same site, as the outermost loop of its body sees it.
    pub fn in_outermost_loop(self) -> Site<'c> {
        let outer = std::iter::successors(Some(self.a_loop()), |inner| inner.outer()).last();
        Site { data: SiteAt { a_loop: outer.map_or(self.data.a_loop, |outer| outer.at), ..self.data }, ..self }
    }

    /// The loop.
    pub fn a_loop(self) -> Loop<'c> {
        Loop { krate: self.krate, at: self.data.a_loop }
    }

    /// Visits the loop's own code, outermost first, as long as `visit` says to go on: what is started, and what closures
    /// and tasks do, apart.
    pub fn each_part(self, mut visit: impl FnMut(Expr<'c>) -> bool) {
        let krate = self.krate;
        let own = self.started();
        let mut on = true;
        krate.each_below(self.data.a_loop, &mut |here| {
            if !on || here == own {
                return false;
            }
            on = visit(krate.expr(here));
            on && krate.index.body_of(here).is_none()
        });
    }

    /// The first call in the loop's own code that surely takes a permit.
    pub fn permit(self) -> Option<Expr<'c>> {
        let mut permit = None;
        self.each_part(|part| {
            permit = Some(part).filter(|part| part.takes_permit() == Some(true));
            permit.is_none()
        });
        permit
    }

    /// What counts the tasks that are started here.
    pub fn counted(self) -> Counted<'c> {
        Counted { site: self, running: self.krate.running(self.data) }
    }

    /// Whether a task's handle is sent through something that this iteration got: to the one who asked for the task.
    pub fn handle_sent_to_asker(self) -> bool {
        self.krate.sent_to_asker(self.data.spawn, self.data.a_loop)
    }

    /// The message of a channel that is started as it is: the future that somebody else made.
    pub fn work_sent(self) -> Option<Span> {
        self.krate.work_sent(self.data.a_loop, self.started())
    }

    /// The item that brings the sender for its answer to the task.
    pub fn answer_brought(self) -> Option<Span> {
        self.krate.answer_in(self.data.a_loop, self.data.at, self.started())
    }

    /// The task; for a call of the spawning function the call.
    fn started(self) -> ExprAt {
        if self.is_spawn() { self.data.task } else { self.data.at }
    }
}

impl<'c> Counted<'c> {
    /// The comparison by which a task ends at once, where it finds that too many run.
    pub fn refused(&self) -> Option<Expr<'c>> {
        let krate = self.site.krate;
        let body = krate.code_of(self.site.data.task)?;
        self.return_in(body, &|_| true, &|part| self.running.compared(part))
    }

    /// The comparison, or the call that makes it, by which the function around the spawn returns before it where too many
    /// run.
    pub fn refused_before(&self) -> Option<Expr<'c>> {
        let (krate, spawn) = (self.site.krate, self.site.data.spawn);
        let span = krate.span(spawn);
        let before = |here: ExprAt| !self.site.is_spawn() && krate.span(here).end <= span.start;
        let counts = |part: ExprAt| self.running.compared(part) || self.running.compared_inside(part);
        let around = || {
            let conditions = krate.expr(spawn).conditions().filter(|_| !self.site.is_spawn());
            conditions.filter_map(Expr::goes_by).find_map(|by| krate.find_below(by.at, &counts))
        };
        let around = || around().map(|at| krate.expr(at));
        self.return_in(krate.body_at(spawn), &before, &counts).or_else(around)
    }

    /// The call before the spawn that waits until the task which was started earlier has gone.
    pub fn waits_for_earlier(&self) -> Option<Expr<'c>> {
        self.running.waits_for_earlier(self.site.data).map(|at| self.site.krate.expr(at))
    }

    /// What decides in the condition of a `return` of a body, or gives the value without which it returns:
    /// `let Some(place) = take(…) else { return };`, `take(…)?`.
    fn return_in(
        &self,
        body: BodyId,
        fits: &dyn Fn(ExprAt) -> bool,
        decides: &dyn Fn(ExprAt) -> bool,
    ) -> Option<Expr<'c>> {
        let krate = self.site.krate;
        let mut found = None;
        krate.each_in_body(body, &mut |here| {
            if found.is_none() && fits(here) {
                found = krate.returns_by(here).and_then(|value| krate.find_below(value, decides));
            }
            found.is_none() && krate.index.body_of(here).is_none()
        });
        found.map(|at| krate.expr(at))
    }

    /// Whether a part of the loop decides by the number of running tasks whether one is started.
    pub fn decides(&self, part: Expr<'_>) -> bool {
        let (krate, at) = (self.site.krate, part.at);
        match krate.kind(at) {
            ExprKind::Method(_) | ExprKind::Call { .. } => {
                krate.decides(at, self.site.data) && self.running.compared_inside(at)
            }
            ExprKind::Binary { .. } => krate.decides(at, self.site.data) && self.running.compared(at),
            _ => false,
        }
    }
}

impl Crate {
    /// By what it is decided whether code returns at an expression: its condition, what it takes apart or tries.
    fn returns_by(&self, at: ExprAt) -> Option<ExprAt> {
        match self.kind(at) {
            ExprKind::If { cond, then, .. } if self.leaves_by_return(at.file, *then) => {
                Some(ExprAt { id: *cond, ..at })
            }
            ExprKind::Match { scrutinee, arms } => {
                let leaves = |id| match self.kind(ExprAt { id, ..at }) {
                    ExprKind::Return(_) => true,
                    ExprKind::Block { block, .. } => self.leaves_by_return(at.file, *block),
                    _ => false,
                };
                arms.iter().any(|arm| leaves(arm.body)).then_some(ExprAt { id: *scrutinee, ..at })
            }
            ExprKind::Try(inner) => Some(ExprAt { id: *inner, ..at }),
            _ => match self.stmt(self.stmt_of(at)?).kind {
                StmtKind::Let { init: Some(init), otherwise: Some(block), .. } if init == at.id => {
                    self.leaves_by_return(at.file, block).then_some(at)
                }
                _ => None,
            },
        }
    }

    /// Whether the last statement of a block is a `return`.
    fn leaves_by_return(&self, file: FileNo, block: BlockId) -> bool {
        let last = self.stmts(file, block).last();
        last.is_some_and(|stmt| match stmt.kind {
            StmtKind::Expr { expr, .. } => matches!(self.kind(ExprAt { file, id: expr }), ExprKind::Return(_)),
            _ => false,
        })
    }

    /// Whether a task's handle is sent through something that this iteration got: to the one who asked for the task.
    fn sent_to_asker(&self, spawn: ExprAt, a_loop: ExprAt) -> bool {
        let span = self.span(a_loop);
        let through = |call: ExprAt| {
            let sender = self.receiver_of(call).filter(|_| self.method_name(call).is_some_and(calls::sends))?;
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

    /// Whether it depends on a value if a task is started: on one side no spawn follows in this iteration, or something is
    /// waited for or ended before.
    fn decides(&self, at: ExprAt, site: SiteAt) -> bool {
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
    fn decides_by_name(&self, at: ExprAt, site: SiteAt) -> bool {
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
    fn holds_back(&self, decision: ExprAt, sides: u32, site: SiteAt) -> bool {
        let flow = self.flow(self.body_at(site.a_loop));
        let (Some(spawn), Some(number)) = (flow.node_of(site.at.id), flow.loop_of(site.a_loop.id)) else {
            return false;
        };
        let head = flow.loops[number as usize].head;
        let after = |n: u32| {
            flow.side_of(decision.id, n)
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
            ExprKind::Method(method) if calls::gives_received(self.text(method.name)) => {
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
            let sends = self.method_name(here).is_some_and(calls::sends_answer);
            found |= sends
                && self.receiver_of(here).is_some_and(|r| match self.kind(r) {
                    ExprKind::Field { .. } => self.root_of(r) == Some(message),
                    // `Some((order, reply))`: a part of the message, of a type that is not seen.
                    ExprKind::Path(_) => {
                        let part = self.index.binding(message);
                        let is_part = matches!(part.steps.last(), Some(Step::Field(_) | Step::Tuple(_)));
                        let is_peer = names_connection(&words_of_name(self.text(part.name)));
                        is_part && !is_peer && self.index.local(r) == Some(message) && self.type_of(r) == Ty::Unknown
                    }
                    _ => false,
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
}
