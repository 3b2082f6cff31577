//! Loops that look again and again at a state, with a sleep between two looks.
//!
//! A look is what decides whether the loop goes on: a condition, with the variables of this iteration that it mentions. Who
//! changes the state is not followed beyond the field's name.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::sleep::{Sleep, SleepData};
use crate::model::facts::wait::iteration::Look;
use crate::model::library::calls::{self, Inquiry};
use crate::model::library::{self, TimerKind, steps, vocabulary};
use crate::model::silence::{Asked, Silence};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::values::cases::Shape;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Lit, PatKind, StmtKind};

/// A loop that sleeps and looks.
pub struct Poll<'c> {
    pub(in crate::model) krate: &'c Crate,
    sleep: &'c SleepData,
    pub(in crate::model) a_loop: ExprAt,
    /// The expression that waits: the sleep, or a tick.
    wait: ExprAt,
    looks: Vec<Look>,
    /// The first thing that the loop does beside looking, sleeping and logging.
    work: Option<ExprAt>,
}

/// Sleeps from this length on, in milliseconds, keep whoever stops a loop waiting.
const LONG: u64 = 100;

/// What a loop polls for.
pub struct Polled {
    /// The read of it.
    pub span: Span,
    /// A line that changes it, when one in the same file names the same field.
    pub changed: Option<Span>,
    pub kind: State,
}

/// How a loop with other work is stopped.
pub struct Stop {
    /// The look at the flag or message.
    pub span: Span,
    /// The sleep (or, where it blocks the thread, its length) as it is written.
    pub every: String,
}

/// What a loop polls for, by how one could wait for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// A task of which the program holds the handle, as it is written.
    Task(String),
    /// A thread of which the program holds the handle.
    Thread(String),
    /// Messages of a channel, by its receiving end.
    Channel(String),
    /// Anything else.
    Shared,
}

impl<'c> Sleep<'c> {
    /// The loop that looks at something between two sleeps.
    pub fn poll(self) -> Asked<Poll<'c>> {
        let (krate, sleep) = (self.krate, self.data);
        let waits = match sleep.row.kind {
            TimerKind::Sleep => krate.pause_in_iteration(sleep).into_iter().collect(),
            TimerKind::Interval => krate.ticks_of(sleep.at),
            _ => Vec::new(),
        };
        waits.into_iter().find_map(|wait| krate.poll_around(sleep, wait)).ok_or(Silence::NotMine)
    }
}

impl<'c> Poll<'c> {
    /// The sleep, or the tick.
    pub fn span(&self) -> Span {
        self.krate.timer_span(self.wait)
    }

    /// Whether it stands in test code.
    pub fn in_test(&self) -> bool {
        self.krate.in_test(self.wait)
    }

    /// Whether the sleep blocks its thread.
    pub fn blocks(&self) -> bool {
        self.sleep.row.blocking
    }

    /// The look at the clock, when the loop looks at nothing else.
    pub fn only_clock(&self) -> Option<Span> {
        let read = self.looks.iter().all(|l| l.reading.state.is_none() && l.reading.clean());
        self.looks.iter().find_map(|l| l.reading.clock).filter(|_| read).map(|at| self.krate.span(at))
    }

    /// The part of the delay that this loop makes longer or shorter.
    pub fn grows(&self) -> Option<Span> {
        let length = self.krate.length_of(self.sleep)?;
        let mut found = None;
        self.krate.each_below(length, &mut |here| {
            let local = self.krate.index.local(here);
            found = found.or_else(|| self.krate.assigned_within(local?, self.a_loop));
            found.is_none()
        });
        found
    }

    /// The delay, when each iteration is given one.
    pub fn told(&self) -> Option<Span> {
        let length = self.krate.length_of(self.sleep)?;
        self.krate.varies(length, self.a_loop)
    }

    /// The look that asks a file, a process, the network or the system; or the handler of its signals.
    pub fn outside(&self) -> Option<Span> {
        let asks = self.looks.iter().find_map(|l| l.reading.outside);
        asks.or_else(|| self.krate.handles_signals(self.a_loop)).map(|at| self.krate.span(at))
    }

    /// The look that is an attempt: it is made again because it failed.
    pub fn retries(&self) -> Option<Span> {
        let may_fail = |l: &Look| !l.reading.clean() || l.reading.state.is_some_and(|at| self.krate.may_fail(at));
        let attempt = |l: &&Look| may_fail(l) && self.krate.asks_for_success(l.at);
        self.looks.iter().find(attempt).map(|l| self.krate.span(l.at))
    }

    /// The condition under which the loop sleeps, where it can come round without.
    pub fn on_condition(&self) -> Option<Span> {
        let around = self.krate.ancestors(self.wait).take_while(|&at| at != self.a_loop);
        let both_come_round = |at: &ExprAt| {
            let flow = self.krate.flow(self.krate.body_at(self.a_loop));
            let round = |n| flow.branch(at.id, n).is_some_and(|node| self.krate.continues(self.a_loop, node));
            matches!(self.krate.kind(*at), ExprKind::If { .. }) && round(0) && round(1)
        };
        around.into_iter().find(both_come_round).and_then(|at| match self.krate.kind(at) {
            ExprKind::If { cond, .. } => Some(self.krate.span(ExprAt { id: *cond, ..at })),
            _ => None,
        })
    }

    /// The look at the clock in a loop that waits for a thread: the handle of a thread cannot be joined with a limit.
    pub fn joins_with_limit(&self, state: &Polled) -> Option<Span> {
        let thread = matches!(state.kind, State::Thread(_));
        self.krate.bound_in(self.a_loop).filter(|_| thread).map(|at| self.krate.span(at))
    }

    /// The part of a look that awaits, can fail, or calls what cannot be read.
    pub fn unreadable(&self) -> Option<Span> {
        self.looks.iter().find_map(|l| l.reading.fails.or(l.reading.unknown)).map(|at| self.krate.span(at))
    }

    /// The part of a look that changes what is looked at.
    pub fn own_doing(&self) -> Option<Span> {
        self.looks.iter().find_map(|l| l.reading.acts).map(|at| self.krate.span(at))
    }

    /// What the loop does beside looking.
    pub fn work(&self) -> Option<Span> {
        self.work.map(|at| self.krate.span(at))
    }

    /// The state that is looked at.
    pub fn state(&self) -> Asked<Polled> {
        let at = self.looks.iter().find_map(|l| l.reading.state).ok_or(Silence::NotMine)?;
        let changed = self.krate.change_of(at).map(|at| self.krate.span(at));
        Ok(Polled { span: self.krate.span(at), changed, kind: self.kind(at) })
    }

    /// What is polled, by how one could wait for it.
    fn kind(&self, state: ExprAt) -> State {
        let receiver = || self.krate.receiver_of(state).map_or(String::new(), |r| self.krate.text_at(r).to_owned());
        match self.krate.callee_name(state).and_then(calls::inquires) {
            // In `handles.iter().any(|h| h.is_finished())` the handle has no name outside of the closure.
            Some(Inquiry::Finished) if self.krate.body_at(state) == self.krate.body_at(self.a_loop) => {
                match self.krate.receiver_of(state).is_some_and(|r| self.krate.is_thread_handle(r)) || self.blocks() {
                    true => State::Thread(receiver()),
                    false => State::Task(receiver()),
                }
            }
            Some(Inquiry::Message | Inquiry::Item) => State::Channel(receiver()),
            _ => State::Shared,
        }
    }

    /// The look at a flag or message that tells the loop to stop, when the sleep is long enough to matter.
    pub fn stop(&self) -> Option<Stop> {
        let length = self.krate.length_of(self.sleep)?;
        let stops = |l: &&Look| {
            l.reading.clean() && l.reading.state.is_some_and(|at| self.krate.tells_to_stop(at, self.a_loop))
        };
        let look = self.looks.iter().find(stops).filter(|_| self.krate.millis(length).is_some_and(|n| n >= LONG))?;
        let every = if self.blocks() { length } else { self.wait };
        Some(Stop { span: self.krate.span(look.reading.state?), every: self.krate.text_at(every).to_owned() })
    }

    /// What bounds the poll by attempts or by time.
    pub fn bounded(&self) -> Option<Span> {
        self.krate.bound_in(self.a_loop).or_else(|| self.krate.bound_around(self.a_loop)).map(|at| self.krate.span(at))
    }

    /// That no caller of the function around it can bound it: it is no helper that gives a future.
    pub fn bounded_by_callers(&self) -> Asked<()> {
        if self.krate.is_async_helper(self.a_loop) {
            return Err(Silence::Unknown("whether the callers of this helper bound it", self.span()));
        }
        Ok(())
    }
}

impl Crate {
    /// A sleep in a loop that is waited for where it stands, not raced with something else.
    fn pause_in_iteration(&self, sleep: &SleepData) -> Option<ExprAt> {
        let mut now = sleep.at;
        let mut waits = sleep.row.blocking;
        loop {
            let parent = match self.parent(now) {
                Parent::Stmt(..) => return waits.then_some(sleep.at),
                Parent::Expr(id) => ExprAt { id, ..now },
                Parent::None => return None,
            };
            match self.kind(parent) {
                ExprKind::Await(_) => waits = true,
                ExprKind::Match { scrutinee, .. } if *scrutinee != now.id => return waits.then_some(sleep.at),
                ExprKind::Method(method) if steps::panics_on_error(self.text(method.name)) => {}
                _ => return None,
            }
            now = parent;
        }
    }

    /// The `x.tick()` calls on a variable that an interval was bound to.
    fn ticks_of(&self, interval: ExprAt) -> Vec<ExprAt> {
        let Parent::Stmt(block, n) = self.parent(interval) else { return Vec::new() };
        let StmtKind::Let { pat, .. } = &self.stmt(StmtAt { file: interval.file, block, n }).kind else {
            return Vec::new();
        };
        let Some(binding) = self.index.file(interval.file).pat_binding.get(pat) else { return Vec::new() };
        let uses = self.index.binding(*binding).uses.iter().map(|&id| ExprAt { id, ..interval });
        uses.filter_map(|at| self.parent_expr(at))
            .filter(|&call| self.method_name(call).is_some_and(calls::waits_for_tick) && self.is_awaited(call))
            .filter(|&call| self.parent_expr(call).is_some_and(|a| matches!(self.parent(a), Parent::Stmt(..))))
            .collect()
    }

    fn poll_around<'c>(&'c self, sleep: &'c SleepData, wait: ExprAt) -> Option<Poll<'c>> {
        let a_loop = self.loop_around(wait)?;
        if matches!(self.kind(a_loop), ExprKind::For { .. }) {
            return None;
        }
        let (looks, work) = self.parts_of(a_loop, wait);
        (!looks.is_empty()).then_some(Poll { krate: self, sleep, a_loop, wait, looks, work })
    }
}

impl Crate {
    /// Whether a state that is read tells a loop to stop: a flag of such a name, or a message that ends the loop.
    fn tells_to_stop(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        match self.method_name(at).and_then(calls::inquires) {
            Some(Inquiry::Value) => {
                self.may_be_flag(receiver)
                    && self.place_name(receiver).is_some_and(|n| vocabulary::tells_to_stop(&words_of_name(n)))
            }
            Some(Inquiry::Message) => {
                let come = self.starts(at, &Shape::ok(Shape::Any));
                !come.is_empty() && come.into_iter().all(|node| !self.continues(a_loop, node))
            }
            _ => false,
        }
    }

    /// The last name of a place: of a field, variable or static.
    fn place_name(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Field { name, .. } => Some(self.text(*name)),
            ExprKind::Path(path) => path.segments.last().map(|s| self.text(s.name)),
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.place_name(ExprAt { id: *operand, ..at })
            }
            ExprKind::Method(method) if calls::names_same(self.text(method.name)) => {
                self.place_name(ExprAt { id: method.receiver, ..at })
            }
            _ => None,
        }
    }

    /// A call in the function around a loop that has signals of the operating system set a flag: nothing else is
    /// allowed to their handlers.
    fn handles_signals(&self, a_loop: ExprAt) -> Option<ExprAt> {
        self.calls_in(self.outermost(self.body_at(a_loop))).find(|&at| {
            matches!(self.callee(at), Callee::External(path) if library::flags_signal(&path))
                || self.callee_name(at).is_some_and(calls::sets_signal_handler)
        })
    }

    /// Whether a read is known by nothing but its name, and gives more than a lock or channel that is empty or taken.
    fn may_fail(&self, at: ExprAt) -> bool {
        let by_name = match self.callee(at) {
            Callee::Unnamed(_) => true,
            Callee::Def(def) => self.index.def(def).body.is_none(),
            _ => false,
        };
        by_name && !self.callee_name(at).is_some_and(calls::fails_on_taken)
    }

    /// Whether a look asks whether something went well: `Ok`, `Err`, `is_ok()`, `is_err()`.
    fn asks_for_success(&self, at: ExprAt) -> bool {
        let of_result = |here: ExprAt| match self.kind(here) {
            ExprKind::Method(method) => calls::tells_success(self.text(method.name)),
            ExprKind::Let { pat, .. } => self.is_result_pattern(here, *pat),
            _ => false,
        };
        let matched = self.parent_expr(at).is_some_and(|p| match self.kind(p) {
            ExprKind::Match { arms, .. } => arms.iter().any(|arm| self.is_result_pattern(p, arm.pat)),
            _ => false,
        });
        matched || self.find_below(at, &of_result).is_some()
    }

    fn is_result_pattern(&self, at: ExprAt, pat: crate::syntax::tree::PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, .. } => {
                path.segments.last().is_some_and(|s| matches!(self.text(s.name), "Ok" | "Err"))
            }
            PatKind::Or(choices) => choices.iter().any(|&c| self.is_result_pattern(at, c)),
            _ => false,
        }
    }

    /// A call in the same file that changes the field or static that is read.
    fn change_of(&self, state: ExprAt) -> Option<ExprAt> {
        let place = self.receiver_of(state)?;
        let name = match self.kind(place) {
            ExprKind::Field { .. } => self.place_name(place)?,
            ExprKind::Path(_) if self.index.local(place).is_none() => self.place_name(place)?,
            _ => return None,
        };
        let calls = self.index.file(state.file).calls.iter().map(|&id| ExprAt { id, ..state });
        calls.into_iter().find(|&at| {
            let changes = self.method_name(at).is_some_and(calls::changes_atomic);
            changes && self.receiver_of(at).is_some_and(|r| self.place_name(r) == Some(name)) && !self.sets_false(at)
        })
    }

    /// `x.store(false, …)`: more often the beginning than the end of what is waited for.
    fn sets_false(&self, at: ExprAt) -> bool {
        self.args(at)
            .first()
            .is_some_and(|&id| matches!(self.kind(ExprAt { id, ..at }), ExprKind::Lit(Lit::Bool(false))))
    }
}
