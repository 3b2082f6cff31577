//! Loops that look again and again at a state, with a sleep between two looks.
//!
//! A look is what decides whether the loop goes on: a condition, with the variables of this iteration that it mentions.

use crate::model::Crate;
use crate::model::effects::reads::Reading;
use crate::model::facts::sleep::{Sleep, SleepData};
use crate::model::facts::wait::iteration;
use crate::model::flow::loops::Loop;
use crate::model::library::{TimerKind, reads, steps};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind};

/// A loop that sleeps and looks.
pub struct Poll<'c> {
    pub(in crate::model) krate: &'c Crate,
    sleep: &'c SleepData,
    pub(in crate::model) a_loop: ExprAt,
    /// The expression that waits: the sleep, or a tick.
    wait: ExprAt,
    looks: Vec<iteration::Look>,
    /// The first thing that the loop does beside looking, sleeping and logging.
    work: Option<ExprAt>,
}

/// What decides whether a loop goes on, and what it reads: of each sort the first place.
#[derive(Clone, Copy)]
pub struct Look<'c> {
    pub expr: Expr<'c>,
    reading: Reading,
}

impl<'c> Sleep<'c> {
    /// The loop that looks at something between two sleeps.
    pub fn poll(self) -> Asked<Poll<'c>> {
        let (krate, sleep) = (self.krate, self.data);
        let waits = match sleep.row.kind {
            TimerKind::Sleep => {
                krate.pause_in_iteration(sleep).or_else(|| krate.wake_up_in_select(sleep)).into_iter().collect()
            }
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

    /// The expression that waits: the sleep, or a tick.
    pub fn wait(&self) -> Expr<'c> {
        self.krate.expr(self.wait)
    }

    /// The expression that gives the delay between two looks.
    pub fn delay(&self) -> Option<Expr<'c>> {
        self.krate.length_of(self.sleep).map(|at| self.krate.expr(at))
    }

    /// The loop around the sleep.
    pub fn around(&self) -> Loop<'c> {
        Loop { krate: self.krate, at: self.a_loop }
    }

    /// What decides whether the loop goes on, in the order of the source; at least one.
    pub fn looks(&self) -> impl Iterator<Item = Look<'c>> {
        let krate = self.krate;
        self.looks.iter().map(|look| Look { expr: krate.expr(look.at), reading: look.reading })
    }

    /// The first thing that the loop does beside looking, sleeping and logging.
    pub fn work(&self) -> Option<Expr<'c>> {
        self.work.map(|at| self.krate.expr(at))
    }
}

impl<'c> Look<'c> {
    /// Whether it does nothing but read what is in this process, the clock included.
    pub fn only_reads(self) -> bool {
        self.reading.clean()
    }

    /// The read of state of this process that other code may change.
    pub fn state(self) -> Option<Expr<'c>> {
        self.here(self.reading.state)
    }

    /// The look at the clock.
    pub fn clock(self) -> Option<Expr<'c>> {
        self.here(self.reading.clock)
    }

    /// What asks a file, a process, the network or the system.
    pub fn outside(self) -> Option<Expr<'c>> {
        self.here(self.reading.outside)
    }

    /// What awaits, may fail with `?`, or calls what cannot be read.
    pub fn unreadable(self) -> Option<Expr<'c>> {
        self.here(self.reading.fails.or(self.reading.unknown))
    }

    /// What changes something itself.
    pub fn acts(self) -> Option<Expr<'c>> {
        self.here(self.reading.acts)
    }

    fn here(self, place: Option<ExprAt>) -> Option<Expr<'c>> {
        place.map(|at| self.expr.base.expr(at))
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

    /// A sleep for which a branch of a `select!` waits that does nothing: it only lets the loop come round and look.
    fn wake_up_in_select(&self, sleep: &SleepData) -> Option<ExprAt> {
        let (select, n) = self.select_branch(sleep.at)?;
        let branch = &self.select(select)?.branches[n as usize];
        let idle = self.does_nothing(ExprAt { id: branch.handler, ..select });
        (branch.source == Some(sleep.at.id) && idle).then_some(sleep.at)
    }

    /// Whether code is empty, or no more than a `continue`.
    fn does_nothing(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Continue { .. } => true,
            ExprKind::Tuple(parts) => parts.is_empty(),
            ExprKind::Block { block, .. } => self.stmts(at.file, *block).iter().all(|stmt| match &stmt.kind {
                StmtKind::Expr { expr, .. } => self.does_nothing(ExprAt { id: *expr, ..at }),
                _ => false,
            }),
            _ => false,
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
            .filter(|&call| self.method_name(call).is_some_and(reads::ticks) && self.is_awaited(call))
            .filter(|&call| self.parent_expr(call).is_some_and(|a| matches!(self.parent(a), Parent::Stmt(..))))
            .collect()
    }

    fn poll_around<'c>(&'c self, sleep: &'c SleepData, wait: ExprAt) -> Option<Poll<'c>> {
        let a_loop = self.loop_around(wait)?;
        let around = Loop { krate: self, at: a_loop };
        if matches!(self.kind(a_loop), ExprKind::For { .. }) && around.counted_through().is_none() {
            return None;
        }
        let (looks, work) = self.parts_of(a_loop, wait);
        (!looks.is_empty()).then_some(Poll { krate: self, sleep, a_loop, wait, looks, work })
    }
}
