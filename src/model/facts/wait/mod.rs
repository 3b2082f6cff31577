//! What a sleep waits for: a statement that does nothing but sleep, and a loop that looks between two sleeps.
//!
//! Whether the guess is long enough is not known here.

pub mod asked;
pub mod assertion;
pub mod behind;
pub mod changed;
pub mod iteration;
pub mod poll;
pub mod spelled;
pub mod started;
pub mod tells;
pub mod turn;
pub mod wants;
pub mod works;

use crate::model::Crate;
use crate::model::facts::sleep::{Sleep, SleepData};
use crate::model::library::{self, Call, vocabulary};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::remarks::Remark;
use crate::model::source::spelled::words_of_name;
use crate::model::source::statements::Statement;
use crate::model::source::tables::{ExprAt, Origin};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::StmtKind;

/// A statement that does nothing but sleep.
#[derive(Clone)]
pub struct Pause<'c> {
    pub(in crate::model) krate: &'c Crate,
    pub(in crate::model) sleep: &'c SleepData,
    pub(in crate::model) stmt: StmtAt,
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

    /// The sleep as an expression.
    pub fn expr(&self) -> Expr<'c> {
        self.krate.expr(self.sleep.at)
    }

    /// The statement; where it is all that an `if` holds, and the comment that says what it waits for stands above that, the
    /// `if`.
    pub fn statement(&self) -> Statement<'c> {
        let own = self.krate.statement(self.stmt);
        let says = |remark: Remark| vocabulary::says_what_for(&remark.sentences);
        match own.all_of_if() {
            Some(whole) if own.remark_before().is_none() && whole.remark_before().is_some_and(says) => whole,
            _ => own,
        }
    }

    /// The expression that gives its length.
    pub fn length(&self) -> Option<Expr<'c>> {
        self.krate.length_of(self.sleep).map(|at| self.krate.expr(at))
    }

    /// Whether it stands in test code.
    pub fn in_test(&self) -> bool {
        self.krate.in_test(self.sleep.at)
    }

    /// Whether it blocks its thread.
    pub fn blocks(&self) -> bool {
        self.sleep.row.blocking
    }

    /// Whether its own code is run by code that blocks until it is over: `runtime.block_on(sleep(second))`.
    pub fn is_blocked_on(&self) -> bool {
        let at = match self.krate.stmt(self.stmt).kind {
            StmtKind::Expr { expr, .. } => ExprAt { id: expr, ..self.sleep.at },
            _ => return false,
        };
        self.krate.find_below(at, &|here| self.krate.known_call(here) == Some(Call::BlockOn)).is_some()
    }

    /// Whether the clock around it is paused or simulated.
    pub fn has_own_clock(&self) -> bool {
        let krate = self.krate;
        let simulates = krate.package.name.as_deref().is_some_and(library::simulates);
        krate.virtual_time(self.sleep.at)
            || simulates
            || krate.imports(self.sleep.at, library::simulates)
            || self.expr().keeps_own_time()
            || self.is_slept_by_made_up_clock()
    }

    /// Whether it is slept by a clock that was made as no real one: `Clock::simulated()`.
    fn is_slept_by_made_up_clock(&self) -> bool {
        let krate = self.krate;
        let clock = krate.receiver_of(self.sleep.at).and_then(|clock| krate.root_of(clock));
        let Some(Origin::Value(value)) = clock.map(|id| krate.index.binding(id).origin) else { return false };
        let made_up =
            |part: Expr<'_>| part.callee_name().is_some_and(|name| vocabulary::makes_own_time(&words_of_name(name)));
        krate.expr(ExprAt { id: value, ..self.sleep.at }).first_where(made_up).is_some()
    }

    /// Whether its file drives another program, such as a browser.
    pub fn drives_program(&self) -> bool {
        self.krate.imports(self.sleep.at, library::drives_program)
    }
}
