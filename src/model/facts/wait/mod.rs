//! What a sleep waits for: the comment that says it, the work started before it, the check that follows.
//!
//! Only a pause is asked: a statement that does nothing but sleep. Whether the guess is long enough is not known here.

pub mod assertion;
pub mod iteration;
pub mod poll;
pub mod spelled;
pub mod started;

pub use crate::model::library::vocabulary::Doubt;

use crate::model::Crate;
use crate::model::facts::sleep::{Sleep, SleepData};
use crate::model::facts::wait::assertion::{Claim, Relation};
use crate::model::facts::wait::spelled::Written;
use crate::model::library::{self, Call, calls, vocabulary};
use crate::model::silence::{Asked, Silence};
use crate::model::source::remarks::Remark;
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, StmtKind};

/// A statement that does nothing but sleep.
#[derive(Clone)]
pub struct Pause<'c> {
    pub(in crate::model) krate: &'c Crate,
    pub(in crate::model) sleep: &'c SleepData,
    pub(in crate::model) stmt: StmtAt,
}

/// A comment that says what a pause waits for.
#[derive(Clone, Debug)]
pub struct Said {
    pub span: Span,
    /// What in its words speaks against other work being waited for.
    pub doubt: Option<Doubt>,
    /// Whether something is to go away.
    pub disappears: bool,
    /// Whether it names work that the program itself does: a task, a thread, a worker.
    pub own_work: bool,
    /// Whether all that is waited for is that something listens.
    only_listens: bool,
}

impl Said {
    /// Whether no signal could take the pause's place: nothing is to happen, or nothing that this program could tell.
    pub fn no_signal(&self) -> bool {
        matches!(self.doubt, Some(Doubt::Nothing | Doubt::Blocked | Doubt::Outside))
    }
}

/// Work that was started before a pause, the check that follows, and what speaks against a signal in the pause's place.
#[derive(Clone, Debug)]
pub struct Checked {
    pub started: Span,
    pub check: Span,
    /// The place that says that nothing may have happened.
    pub wants_nothing: Option<Span>,
    /// The earlier check that wanted the same.
    pub same_as: Option<Span>,
    /// The place that speaks of time itself.
    pub about_time: Option<Span>,
    /// The place that says that the other side must be blocked.
    pub blocked: Option<Span>,
    /// The handle that the check asks whether its task is finished.
    pub finished: Option<Handle>,
}

/// A handle as it is written.
#[derive(Clone, Debug)]
pub struct Handle {
    pub name: String,
    /// Whether it is a thread's, or in code that blocks, so that it is joined.
    pub thread: bool,
}

impl<'c> Sleep<'c> {
    /// The statement that does nothing but sleep, when it is one.
    pub fn pause(self) -> Asked<Pause<'c>> {
        let stmt = self.krate.pausing_stmt(self.data).ok_or(Silence::NotMine)?;
        Ok(Pause { krate: self.krate, sleep: self.data, stmt })
    }
}

impl<'c> Pause<'c> {
    /// The sleep itself.
    pub fn span(&self) -> Span {
        self.krate.timer_span(self.sleep.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(&self) -> bool {
        self.krate.in_test(self.sleep.at)
    }

    /// Whether it blocks its thread.
    pub fn blocks(&self) -> bool {
        self.sleep.row.blocking
    }

    /// The sleep, when the clock around it is paused or simulated.
    pub fn own_clock(&self) -> Option<Span> {
        (self.krate.virtual_time(self.sleep.at) || self.krate.simulates(self.sleep.at)).then(|| self.span())
    }

    /// The loop around it, in whatever body of the function.
    pub fn enclosing_loop(&self) -> Option<Span> {
        let is_loop = |at: &ExprAt| self.krate.loop_body(*at).is_some();
        self.krate.ancestors(self.sleep.at).find(is_loop).map(|at| self.krate.loop_span(at))
    }

    /// The statement, when nothing comes after it in its block.
    pub fn last(&self) -> Option<Span> {
        self.next().is_none().then(|| self.krate.stmt(self.stmt).span)
    }

    /// The closure or async block around it that somebody else runs, later or elsewhere.
    pub fn apart(&self) -> Option<Span> {
        let body = self
            .krate
            .ancestors(self.sleep.at)
            .find(|&at| self.krate.index.body_of(at).is_some() && !self.krate.driven_in_place(at, 6));
        body.map(|at| self.krate.span(at))
    }

    /// The length, when it is no constant.
    pub fn computed(&self) -> Option<Span> {
        self.length_at_least(Written::Computed)
    }

    /// The length that a test takes from what it is about: made of a constant of the code under test, or of an interval
    /// that the test sets.
    pub fn under_test(&self) -> Option<Span> {
        let length = self.krate.length_of(self.sleep).filter(|_| self.in_test())?;
        let scaled = self.krate.written_as(length) == Written::Scaled;
        let theirs =
            |here: ExprAt| self.krate.is_product_constant(here) || scaled && self.krate.is_constant_about_time(here);
        self.krate.find_below(length, &theirs).map(|at| self.krate.span(at))
    }

    /// The length, when it is a constant that was made longer or shorter.
    pub fn scaled(&self) -> Option<Span> {
        self.length_at_least(Written::Scaled)
    }

    fn length_at_least(&self, least: Written) -> Option<Span> {
        let length = self.krate.length_of(self.sleep)?;
        (self.krate.written_as(length) >= least).then(|| self.krate.span(length))
    }

    /// The comment that says what it waits for.
    pub fn said(&self) -> Option<Said> {
        let remark = self.krate.remark_at(self.stmt)?;
        vocabulary::says_what_for(&remark.words).then(|| Said {
            span: remark.span,
            doubt: vocabulary::doubt(&remark.words),
            disappears: vocabulary::disappears(&remark.words),
            own_work: vocabulary::names_own_work(&remark.words),
            only_listens: vocabulary::only_listens(&remark.words),
        })
    }

    /// The call before it that started other work, the nearest one.
    pub fn started(&self) -> Option<Span> {
        self.krate.started_before(self.stmt).map(|at| self.krate.call_span(at))
    }

    /// The process that was started or killed before it, with no other work in between.
    pub fn process_before(&self) -> Option<Span> {
        self.krate.process_before(self.stmt).map(|at| self.krate.call_span(at))
    }

    /// The sleep, when its file drives another program, such as a browser, and no work of this one was started before it.
    pub fn beside_program(&self) -> Option<Span> {
        let drives = self.krate.imports(self.sleep.at, library::drives_program);
        (drives && self.started().is_none()).then(|| self.span())
    }

    /// The call that bound the listener which the work before it was given, when connecting is all that follows or all
    /// that is waited for.
    pub fn bound_before(&self) -> Option<Span> {
        let listens = match self.said() {
            Some(said) => said.only_listens,
            None => self.connects().is_some(),
        };
        let bound = self.krate.bound_before(self.stmt).filter(|_| listens);
        bound.map(|at| self.krate.call_span(at))
    }

    /// The same as `process_before`, or the place after it that asks a process or the operating system.
    pub fn process(&self) -> Option<Span> {
        let first = self.next();
        let after = [first, first.and_then(|at| self.krate.next_stmt(at))];
        after.into_iter().flatten().find_map(|at| self.krate.process_in(at)).or_else(|| self.process_before())
    }

    /// Whether the nearest work before it is code of the package: a task or thread that can be made to say something.
    pub fn own_task(&self) -> bool {
        self.krate.started_before(self.stmt).is_some_and(|at| match self.krate.known_call(at) {
            Some(Call::Spawn(row)) => {
                self.krate.code_given(at, row).is_some_and(|code| self.krate.code_of(code).is_some())
            }
            _ => false,
        })
    }

    /// The call by which the next statement opens a connection.
    pub fn connects(&self) -> Option<Span> {
        let connect = |here: ExprAt| self.krate.callee_name(here).is_some_and(calls::opens_connection);
        self.krate.in_stmt(self.next()?, &connect).map(|at| self.krate.call_span(at))
    }

    /// The work started before it and what follows and needs it, when both are there.
    pub fn checked(&self) -> Option<Checked> {
        let started = self.started()?;
        match self.check() {
            Some((at, asked)) => self.asserted(started, at, asked),
            None => self.connected(started),
        }
    }

    /// An assertion follows that reads what the work changes.
    fn asserted(&self, started: Span, at: StmtAt, asked: Option<ExprAt>) -> Option<Checked> {
        let claim = self.claim_in(at)?;
        let read = self.krate.read_in(&claim).or(asked)?;
        let relation = self.krate.relation(&claim, &self.krate.macros_before(self.stmt));
        let changed = matches!(relation, Some((Relation::Changed, _)));
        let check = self.krate.span(claim.at);
        let nothing = claim.wants_nothing && !changed || self.krate.message_wants_nothing(&claim);
        let plain = self.needed(started, check, at);
        Some(Checked {
            wants_nothing: nothing.then_some(check).or(plain.wants_nothing),
            same_as: relation.filter(|(r, _)| *r == Relation::Same).map(|(_, span)| span),
            about_time: self.krate.clock_in(&claim).or(plain.about_time),
            finished: self.finished(read),
            ..plain
        })
    }

    /// A connection is opened next: the work must be listening.
    fn connected(&self, started: Span) -> Option<Checked> {
        Some(self.needed(started, self.connects()?, self.next()?))
    }

    fn needed(&self, started: Span, check: Span, at: StmtAt) -> Checked {
        let near = self.doubt_near(at);
        let doubted = |doubt| near.filter(|(d, _)| *d == doubt).map(|(_, span)| span);
        Checked {
            started,
            check,
            wants_nothing: doubted(Doubt::Nothing),
            same_as: None,
            about_time: doubted(Doubt::Time)
                .or_else(|| self.krate.about_time(self.stmt))
                .or_else(|| self.krate.outlasted(self.stmt, self.krate.millis(self.krate.length_of(self.sleep)?)?)),
            blocked: doubted(Doubt::Blocked),
            finished: None,
        }
    }

    /// The check that follows, when it wants nothing to have happened: nothing new is there, or, where the comment says
    /// that something is to go away, its work is not finished.
    pub fn checked_for_nothing(&self, said: &Said) -> Option<Span> {
        let at = self.check().map(|(at, _)| at).or_else(|| self.next())?;
        let claim = self.claim_in(at)?;
        let unfinished = claim.wants_nothing && self.krate.method_name(claim.subject).is_some_and(calls::asks_finished);
        let changed =
            matches!(self.krate.relation(&claim, &self.krate.macros_before(self.stmt)), Some((Relation::Changed, _)));
        let nothing = claim.wants_nothing && !changed || self.krate.message_wants_nothing(&claim);
        // What is to go away was one of several, where the check wants the rest to be there still.
        let still = !changed && self.krate.message_wants_still(&claim);
        (unfinished || still || nothing && !said.disappears).then(|| self.krate.span(claim.at))
    }

    fn next(&self) -> Option<StmtAt> {
        self.krate.next_stmt(self.stmt)
    }

    /// The assertion that follows, behind lines that only log or only read what it looks at; and that read.
    fn check(&self) -> Option<(StmtAt, Option<ExprAt>)> {
        let mut at = self.next()?;
        let mut asked: Option<(BindingId, ExprAt)> = None;
        loop {
            if let Some(claim) = self.claim_in(at) {
                let looked_at = asked.filter(|(binding, _)| self.krate.root_of(claim.subject) == Some(*binding));
                // What was read and is not looked at first is no part of the check.
                return (asked.is_some() == looked_at.is_some()).then_some((at, looked_at.map(|(_, read)| read)));
            }
            match self.krate.read_into_variable(at) {
                Some(read) if asked.is_none() => asked = Some(read),
                None if self.krate.only_logs(at) => {}
                _ => return None,
            }
            at = self.krate.next_stmt(at)?;
        }
    }

    fn claim_in(&self, at: StmtAt) -> Option<Claim> {
        match &self.krate.stmt(at).kind {
            StmtKind::Expr { expr, .. } => self.krate.claim(ExprAt { file: at.file, id: *expr }),
            _ => None,
        }
    }

    /// A word against a signal in the comments near the pause and the check.
    fn doubt_near(&self, check: StmtAt) -> Option<(Doubt, Span)> {
        let before = self.stmt.n.checked_sub(1).map(|n| StmtAt { n, ..self.stmt });
        let near: [Option<Remark>; 3] = [
            self.krate.remark_at(self.stmt),
            self.krate.remark_above(check),
            before.and_then(|at| self.krate.remark_above(at)),
        ];
        near.into_iter().flatten().find_map(|r| Some((vocabulary::doubt_near_check(&r.words)?, r.span)))
    }

    /// The handle that a check asks: `h` of `h.is_finished()`.
    fn finished(&self, read: ExprAt) -> Option<Handle> {
        let asked = self.krate.method_name(read).is_some_and(calls::asks_finished);
        let handle = self.krate.receiver_of(read).filter(|_| asked)?;
        let name = self.krate.text_at(handle).to_owned();
        Some(Handle { name, thread: self.krate.expr(handle).is_thread_handle() || self.blocks() })
    }
}

impl Crate {
    /// `let x = shared.lock().unwrap().len();`: the variable, and the read of a state.
    fn read_into_variable(&self, at: StmtAt) -> Option<(BindingId, ExprAt)> {
        let StmtKind::Let { pat, init: Some(init), .. } = &self.stmt(at).kind else { return None };
        let binding = *self.index.file(at.file).pat_binding.get(pat)?;
        let reading = self.reading(ExprAt { file: at.file, id: *init });
        reading.state.filter(|_| reading.clean()).map(|read| (binding, read))
    }

    fn only_logs(&self, at: StmtAt) -> bool {
        let StmtKind::Expr { expr, .. } = &self.stmt(at).kind else { return false };
        let at = ExprAt { file: at.file, id: *expr };
        matches!(self.kind(at), ExprKind::Macro(call) if library::plain_macro(self.macro_name(call)) && self.claim(at).is_none())
    }

    /// Whether code runs in a simulation: its file imports a library that simulates time or schedules.
    fn simulates(&self, at: ExprAt) -> bool {
        self.package.name.as_deref().is_some_and(library::simulates) || self.imports(at, library::simulates)
    }

    /// Whether the file around a place imports a library of this sort.
    fn imports(&self, at: ExprAt, sort: fn(&str) -> bool) -> bool {
        self.tree(at.file).items.iter().any(|item| match &item.kind {
            ItemKind::Use(leaves) => leaves.iter().any(|l| l.path.first().is_some_and(|&n| sort(self.text(n)))),
            _ => false,
        })
    }
}
