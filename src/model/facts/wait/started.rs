//! What stands before a pause in its function: calls that start other work, settings of time, checks.
//!
//! Starting is told by names beside what the library table knows: an actor's or a server's `start()` is the user's own.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::calls::{self, OnProcess};
use crate::model::library::types::is_address;
use crate::model::library::{Call, TimerKind, steps, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::statements::Statement;
use crate::model::source::tables::{BindingId, BodyId, BodyKind, DefId, ExprAt, Origin, Root};
use crate::model::source::tree::StmtAt;
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind};

impl<'c> Statement<'c> {
    /// The process that was started or killed before it, with no other work in between.
    pub fn process_before(self) -> Option<Expr<'c>> {
        self.base.process_before(self.at).map(|at| self.base.expr(at))
    }

    /// Whether it calls a function of the package that ends with a sleep, behind which at most its value comes.
    pub fn ends_with_sleep(self) -> bool {
        self.part_where(|part| self.base.call_ends_with_sleep(part.at)).is_some()
    }

    /// The place in it that asks a process or the operating system.
    pub fn process_asked(self) -> Option<Span> {
        self.base.process_in(self.at)
    }

    /// The place that says that the code of its function is about time itself: the name, or a limit that it sets.
    pub fn about_time(self) -> Option<Span> {
        self.base.about_time(self.at)
    }

    /// The call before it that gave what is under test a length which so many milliseconds outlast, but not by far: what
    /// follows happens when that time is up.
    pub fn outlasted_by(self, millis: u64) -> Option<Span> {
        self.base.outlasted(self.at, millis)
    }
}

impl<'c> Expr<'c> {
    /// The call that bound the listener which the work that it starts was given, or which its code binds before it starts
    /// more: connections queue from then on.
    pub fn bound_for(self) -> Option<Expr<'c>> {
        self.base.bound_for(self.at).map(|at| self.base.expr(at))
    }

    /// The ticker by which the work that it starts goes, with a period which so many milliseconds outlast, but not by far.
    pub fn ticks_within(self, millis: u64) -> Option<Expr<'c>> {
        self.base.ticks_within(self.at, millis).map(|at| self.base.expr(at))
    }

    /// The sleep in the code that it is given which alone makes that take its time, with a length which so many milliseconds
    /// outlast, but not by far.
    pub fn sleeps_within(self, millis: u64) -> Option<Expr<'c>> {
        let base = self.base;
        let sleeps = |here: ExprAt| {
            let row = base.sleep_row(here).filter(|row| row.kind == TimerKind::Sleep);
            let length = row.and_then(|row| base.args(here).get(row.length as usize).copied());
            length.and_then(|id| base.millis(ExprAt { id, ..here })).is_some_and(|own| passes(own, millis))
        };
        let all: Vec<ExprAt> = base.each_sleep_below(self.at);
        match all[..] {
            [only] if sleeps(only) && !base.expr(only).ancestors().any(|around| around.as_loop().is_some()) => {
                Some(base.expr(only))
            }
            _ => None,
        }
    }

    /// Whether it is written as a length of time.
    pub fn is_length_of_time(self) -> bool {
        self.base.is_length(self.at)
    }

    /// The length of time that the call is given which it is given to as well: `remind(letters.clone(), LATER)`.
    pub fn given_with_length(self) -> Option<Expr<'c>> {
        let base = self.base;
        let given = |at: &ExprAt| base.args(*at).iter().any(|&id| base.span(ExprAt { id, ..*at }).holds(self.span()));
        let call = std::iter::successors(base.parent_expr(self.at), |&at| base.parent_expr(at)).find(given)?;
        base.args(call).iter().map(|&id| base.expr(ExprAt { id, ..call })).find(|part| part.is_length_of_time())
    }

    /// Whether the work that it starts is code of the package that can be made to say how far it has got. What ends with a
    /// call and has hardly a line before it cannot: there is no place between its beginning and its end. Nor is a function
    /// outside tests changed for a test.
    pub fn starts_own_code(self) -> bool {
        match self.base.known_call(self.at) {
            Some(Call::Spawn(row)) => {
                let body = self.base.code_given(self.at, row).and_then(|code| self.base.code_of(code));
                let of_tests = |body: BodyId| {
                    let info = self.base.index.body(body);
                    let own = info.kind == BodyKind::Fn;
                    !own || info.def.is_none_or(|def| self.base.index.def(def).test) || !self.base.in_test(self.at)
                };
                body.is_some_and(|body| self.base.has_steps(body) && of_tests(body))
            }
            _ => false,
        }
    }
}

impl Base {
    /// The function around a statement.
    pub(super) fn function_of(&self, at: StmtAt) -> Option<BodyId> {
        let first = match &self.stmt(at).kind {
            StmtKind::Let { init, .. } => (*init)?,
            StmtKind::Expr { expr, .. } => *expr,
            StmtKind::Item(_) => return None,
        };
        Some(self.outermost(self.body_at(ExprAt { file: at.file, id: first })))
    }

    /// The calls, method calls and macros of a function before a statement, in the order of the source.
    pub(super) fn calls_before(&self, at: StmtAt) -> impl Iterator<Item = ExprAt> + '_ {
        let end = self.stmt(at).span.start;
        let calls = self.function_of(at).into_iter().flat_map(|body| self.calls_in(body));
        calls.filter(move |&call| self.span(call).end <= end)
    }

    /// The assertions and other macros before a statement.
    pub(in crate::model) fn macros_before(&self, at: StmtAt) -> Vec<ExprAt> {
        self.calls_before(at).filter(|&c| matches!(self.kind(c), ExprKind::Macro(_))).collect()
    }

    /// The nearest call before a statement that starts a process, when no other work is started after it.
    fn process_before(&self, at: StmtAt) -> Option<ExprAt> {
        let starts = |&call: &ExprAt| self.starts_work(call) || self.runs_process(call);
        self.calls_before(at).filter(starts).last().filter(|&call| self.runs_process(call))
    }

    /// Whether a call starts or ends a process: a command's `spawn`, one whose value is asked as only a process is, or
    /// the `kill` of such a value.
    fn runs_process(&self, at: ExprAt) -> bool {
        let Some(name) = self.callee_name(at) else { return false };
        let process = match calls::on_process(name) {
            Some(OnProcess::Spawns) if self.starts_process(at) || self.only_runs_process(at) => return true,
            Some(OnProcess::Kills) => self.receiver_of(at).and_then(|r| self.root_of(r)),
            Some(OnProcess::Spawns | OnProcess::MaySpawn) => self.bound_to(at),
            None => None,
        };
        process.is_some_and(|b| self.asked_as_process(b, vocabulary::speaks_of_child(name)))
    }

    /// Whether a task or thread does nothing but run a process: `spawn(|| run_client(&arguments))`.
    fn only_runs_process(&self, at: ExprAt) -> bool {
        let Some(Call::Spawn(row)) = self.known_call(at) else { return false };
        let code = self.code_given(at, row).and_then(|code| self.code_of(code));
        code.and_then(|body| self.only_call(body)).is_some_and(|call| self.leads_to_process(call))
    }

    /// Whether a body has a loop or more than two statements, between which it can say something.
    fn has_steps(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        let long = |block| self.stmts(info.file, block).len() > 2;
        let own_loop = |part: Expr<'_>| part.as_loop().is_some() && part.body() == body;
        let around = |call: ExprAt| self.expr(call).ancestors().any(own_loop);
        self.root_block(body).is_some_and(long)
            || self.calls_in(body).any(|call| self.body_at(call) == body && around(call))
    }

    /// The sleeps in an expression.
    fn each_sleep_below(&self, at: ExprAt) -> Vec<ExprAt> {
        let mut found = Vec::new();
        self.each_below(at, &mut |here| {
            let sleeps = self.sleep_row(here).is_some_and(|row| row.kind == TimerKind::Sleep);
            found.extend(sleeps.then_some(here));
            true
        });
        found
    }

    /// The call that is all of a body, whether it is awaited, unwrapped or has its error handed on.
    fn only_call(&self, body: BodyId) -> Option<ExprAt> {
        let info = self.index.body(body);
        let mut at = match info.root {
            Root::Expr(id) => ExprAt { file: info.file, id },
            Root::Block(block) => match self.stmts(info.file, block) {
                [only] => match only.kind {
                    StmtKind::Expr { expr, .. } => ExprAt { file: info.file, id: expr },
                    _ => return None,
                },
                _ => return None,
            },
        };
        loop {
            at.id = match self.kind(at) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
                ExprKind::Method(method) if steps::panics_on_error(self.text(method.name)) => method.receiver,
                ExprKind::Call { .. } | ExprKind::Method(_) => return Some(at),
                _ => return None,
            };
        }
    }

    fn call_ends_with_sleep(&self, call: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(call) else { return false };
        let Some(body) = self.index.def(def).body.filter(|_| self.runs_now(call, def)) else { return false };
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return false };
        let sleeps = |part: Expr<'_>| part.timer_kind() == Some(TimerKind::Sleep);
        let mut last = self.stmts(file, block).iter().rev().filter_map(|stmt| match stmt.kind {
            StmtKind::Expr { expr, .. } => Some(self.expr(ExprAt { file, id: expr })),
            _ => None,
        });
        let value = |part: Expr<'_>| part.local().is_some();
        last.find(|&at| !value(at)).is_some_and(|at| at.first_where(sleeps).is_some() && at.as_loop().is_none())
    }

    /// Whether a call runs a process, or a function of the package that ends with such a call.
    fn leads_to_process(&self, call: ExprAt) -> bool {
        let (mut now, mut seen) = (call, FxHashSet::default());
        loop {
            let Callee::Def(def) = self.callee(now) else { return self.starts_process(now) };
            let Some(body) = self.index.def(def).body.filter(|&body| seen.insert(body)) else { return false };
            if self.calls_in(body).any(|call| self.starts_process(call)) {
                return true;
            }
            let last = self.root_block(body).and_then(|block| self.tail_of(self.index.body(body).file, block));
            match last {
                Some(last) => now = last,
                None => return false,
            }
        }
    }

    fn bound_for(&self, started: ExprAt) -> Option<ExprAt> {
        let mut found = None;
        let own = self.span(started);
        // What the started code binds itself is bound when that code runs.
        let given = |at: ExprAt| {
            let local = self.index.local(at)?;
            let made = self.index.binding(local).span;
            (!own.holds(made)).then_some(local)
        };
        // `.listen("test", listener, …)`: the server is given what was bound (learnt from actix-server).
        let listens_on = |at: ExprAt| {
            let method = self.method_name(at).is_some_and(calls::listens);
            let mut args = self.args(at).iter().map(|&id| ExprAt { id, ..at });
            let unbound = |at: ExprAt| matches!(self.type_of(at), Ty::Ext(path, _) if is_address(&path));
            (method && args.any(|arg| given(arg).is_some() && !unbound(arg))).then_some(at)
        };
        self.each_below(started, &mut |here| {
            found = found.or_else(|| self.listener(given(here)?, 3)).or_else(|| listens_on(here));
            found.is_none()
        });
        found.or_else(|| {
            let Callee::Def(def) = self.callee(started) else { return None };
            let body = self.index.def(def).body.filter(|_| self.runs_now(started, def))?;
            self.calls_in(body).find(|&call| self.body_at(call) == body && self.binds_listener(call))
        })
    }

    /// Whether the code of a function that is called has run when the call is done with: it is awaited where it has to be.
    fn runs_now(&self, call: ExprAt, def: DefId) -> bool {
        !self.gives_future(def) || self.is_awaited(call)
    }

    /// The call that made a variable a listener which is bound.
    fn listener(&self, binding: BindingId, depth: u32) -> Option<ExprAt> {
        let info = self.index.binding(binding);
        let Origin::Value(value) = info.origin else { return None };
        let made = ExprAt { file: info.file, id: value };
        self.find_below(made, &|here| self.binds_listener(here)).or_else(|| {
            let inner = match (self.known_call(made), self.kind(made), self.args(made)) {
                // `Incoming::new(listener)`: what is made of it has it.
                (Some(Call::Wrap), ..) | (None, ExprKind::Call { .. }, [_]) => {
                    ExprAt { id: *self.args(made).first()?, ..made }
                }
                _ => self.receiver_of(made).filter(|_| self.method_name(made).is_some_and(calls::makes_second))?,
            };
            self.listener(self.index.local(inner)?, depth.checked_sub(1)?)
        })
    }

    /// Whether a call binds a listener: `TcpListener::bind(address)`, `socket.listen(128)`.
    pub(super) fn binds_listener(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => match self.kind(ExprAt { id: *callee, ..at }) {
                ExprKind::Path(path) => {
                    let mut names = path.segments.iter().rev().map(|s| self.text(s.name));
                    matches!((names.next(), names.next()), (Some(name), Some(owner)) if calls::binds_listener(owner, name))
                }
                _ => false,
            },
            ExprKind::Method(method) => calls::listens(self.text(method.name)),
            _ => false,
        }
    }

    fn ticks_within(&self, started: ExprAt, millis: u64) -> Option<ExprAt> {
        let spawn = self.spawn_at(started)?;
        let body = self.code_of(spawn.argument)?;
        self.calls_in(body).find(|&call| {
            let row = self.sleep_row(call).filter(|row| row.kind == TimerKind::Interval);
            let period = row.and_then(|row| self.args(call).get(row.length as usize).copied());
            period.and_then(|id| self.millis(ExprAt { id, ..call })).is_some_and(|own| passes(own, millis))
        })
    }

    /// The variable that a call's value is bound to, unwrapped or not.
    fn bound_to(&self, at: ExprAt) -> Option<BindingId> {
        let stmt = self.stmt_of(at)?;
        let StmtKind::Let { pat, init: Some(init), .. } = &self.stmt(stmt).kind else { return None };
        let mut value = ExprAt { id: *init, ..at };
        while value != at {
            value = match self.kind(value) {
                ExprKind::Try(inner) | ExprKind::Await(inner) => ExprAt { id: *inner, ..at },
                ExprKind::Method(method) => ExprAt { id: method.receiver, ..at },
                _ => return None,
            };
        }
        self.index.file(at.file).pat_binding.get(pat).copied()
    }

    /// Whether a variable is asked for what only processes have: their output, their exit status; or is killed, and
    /// either waited for or a child by its maker's name.
    fn asked_as_process(&self, binding: BindingId, child: bool) -> bool {
        let info = self.index.binding(binding);
        let uses = info.uses.iter().filter_map(|&id| self.parent_expr(ExprAt { file: info.file, id }));
        let asked: Vec<&str> = uses
            .filter_map(|at| match self.kind(at) {
                ExprKind::Method(method) => Some(self.text(method.name)),
                ExprKind::Field { name, .. } => Some(self.text(*name)),
                _ => None,
            })
            .collect();
        let asks = |what: fn(&str) -> bool| asked.iter().any(|name| what(name));
        asks(calls::only_of_process) || asks(calls::kills) && (child || asks(calls::waits_for_exit))
    }

    /// Whether a call starts work that runs on beside the caller.
    pub(super) fn starts_work(&self, at: ExprAt) -> bool {
        match self.known_call(at) {
            Some(Call::Spawn(_)) => return true,
            Some(_) => return false,
            None => {}
        }
        if self.starts_process(at) || self.runs_process(at) {
            return false;
        }
        self.callee_name(at).is_some_and(vocabulary::starts_work) || self.is_arbiter(at)
    }

    /// `Command::new("…")….spawn()`: a process.
    fn starts_process(&self, at: ExprAt) -> bool {
        let mut now = Some(at);
        while let Some(here) = now {
            let by_path = match self.kind(here) {
                ExprKind::Call { callee, .. } => match self.kind(ExprAt { id: *callee, ..here }) {
                    ExprKind::Path(path) => path.segments.iter().any(|s| calls::is_command(self.text(s.name))),
                    _ => false,
                },
                _ => false,
            };
            if by_path || self.is_of(here, calls::COMMAND) {
                return true;
            }
            now = self.receiver_of(here);
        }
        false
    }

    /// `Arbiter::new()`: a thread with an event loop.
    fn is_arbiter(&self, at: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.kind(at) else { return false };
        match self.kind(ExprAt { id: *callee, ..at }) {
            ExprKind::Path(path) => path.segments.iter().any(|s| calls::is_event_loop(self.text(s.name))),
            _ => false,
        }
    }

    fn process_in(&self, at: StmtAt) -> Option<Span> {
        let asks = |here: ExprAt| match self.kind(here) {
            ExprKind::Path(path) => path.segments.iter().any(|s| calls::leads_to_system(self.text(s.name))),
            ExprKind::Field { name, .. } => calls::is_process_number(self.text(*name)),
            ExprKind::Method(method) => match self.text(method.name) {
                name if calls::asks_process(name) => true,
                name if calls::kills(name) => {
                    vocabulary::speaks_of_child(self.text_at(ExprAt { id: method.receiver, ..here }))
                }
                _ => false,
            },
            _ => false,
        };
        self.statement(at).part_where(|part| asks(part.at)).map(Expr::span)
    }

    fn about_time(&self, at: StmtAt) -> Option<Span> {
        let def = self.index.def(self.index.body(self.function_of(at)?).def?);
        if vocabulary::is_about_time(&words_of_name(self.text(def.name))) {
            return Some(def.span);
        }
        self.calls_before(at).find(|&call| self.sets_time(call)).map(|call| self.call_span(call))
    }

    fn outlasted(&self, at: StmtAt, sleep: u64) -> Option<Span> {
        let sets = |&call: &ExprAt| {
            self.callee_name(call).is_some_and(vocabulary::sets_up)
                && self.args(call).iter().map(|&id| ExprAt { id, ..call }).any(|argument| {
                    self.is_length(argument) && self.millis(argument).is_some_and(|own| passes(own, sleep))
                })
        };
        self.calls_before(at).find(sets).map(|call| self.call_span(call))
    }

    /// `.idle_timeout(Duration::from_secs(1))`: a method of such a name that is given a length.
    fn sets_time(&self, at: ExprAt) -> bool {
        let ExprKind::Method(method) = self.kind(at) else { return false };
        vocabulary::is_about_time(&words_of_name(self.text(method.name)))
            && method.args.iter().any(|&id| self.is_length(ExprAt { id, ..at }))
    }

    fn is_length(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { callee, args } => match self.kind(ExprAt { id: *callee, ..at }) {
                ExprKind::Path(path) => {
                    path.segments.iter().any(|s| vocabulary::leads_to_length(self.text(s.name)))
                        || args.iter().any(|&id| self.is_length(ExprAt { id, ..at }))
                }
                _ => false,
            },
            ExprKind::Method(method) => self.is_length(ExprAt { id: method.receiver, ..at }),
            _ => false,
        }
    }
}

/// Whether a length of its own is over when a sleep is, but not by far: what follows the sleep happens when it is up.
fn passes(own: u64, sleep: u64) -> bool {
    own <= sleep && sleep <= own.saturating_mul(4)
}
