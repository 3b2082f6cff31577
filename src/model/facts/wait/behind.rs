//! What stands behind a pause and waits itself, so that the pause waits for nothing.

use crate::model::Base;
use crate::model::library::calls::{self, Next};
use crate::model::library::{self, TimerKind, vocabulary};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::statements::Statement;
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::ExprKind;

impl<'c> Statement<'c> {
    /// The first thing behind it that waits until something has come or has become so: a receive, a loop that looks and
    /// sleeps, a function that is called after its waiting. Values that are only made or logged, and the lines that log them,
    /// may stand before it.
    pub fn waited_behind(self) -> Option<Expr<'c>> {
        let mut next = self.following()?;
        let passes = |at: Statement<'c>| match at.binds() {
            Some((variable, value)) => value.only_makes_value() || variable.is_only_logged(),
            None => at.only_logs(),
        };
        while passes(next) {
            next = next.following()?;
        }
        match next.expr().filter(|expr| expr.as_loop().is_some()) {
            Some(a_loop) => self.base.is_poll(a_loop).then_some(a_loop),
            None => next.part_where(Expr::waits_for_something),
        }
    }
}

impl<'c> Statement<'c> {
    /// Whether it is a macro that only logs or prints, and claims nothing.
    pub fn only_logs(self) -> bool {
        self.expr().is_some_and(Expr::is_log)
    }
}

impl Variable<'_> {
    /// Whether nothing is done with it but to log it.
    fn is_only_logged(self) -> bool {
        self.mentions().all(|mention| mention.ancestors().any(Expr::is_log))
    }
}

impl Expr<'_> {
    /// Whether it is a macro that only logs or prints, and claims nothing.
    fn is_log(self) -> bool {
        self.macro_called().is_some_and(library::plain_macro) && self.claim().is_none()
    }

    /// Whether it waits for a message, an item or a change, or is called after what it waits for.
    pub fn waits_for_something(self) -> bool {
        let base = self.base;
        let Some(name) = base.callee_name(self.at) else { return false };
        let comes = match calls::gives_next(name) {
            Some(Next::Message) => true,
            // The next of an iterator comes at once.
            Some(Next::Item) => self.awaited_by().is_some(),
            None => calls::waits_for_change(name),
        };
        let blocks = || !base.index.body(self.body()).is_async;
        let receives = || vocabulary::says_it_receives(name) && (self.awaited_by().is_some() || blocks());
        comes && base.args(self.at).is_empty() || vocabulary::says_it_waits(name) || receives()
    }

    /// Whether it makes a value of others and the time, and does nothing else.
    fn only_makes_value(self) -> bool {
        let reading = self.base.reading(self.at);
        reading.clean() && reading.state.is_none()
    }
}

impl Base {
    /// Whether a loop sleeps between two looks.
    fn is_poll(&self, a_loop: Expr<'_>) -> bool {
        let sleeps = |part: Expr<'_>| part.timer_kind() == Some(TimerKind::Sleep);
        let condition = match self.kind(a_loop.at) {
            ExprKind::While { cond, .. } => Some(self.expr(ExprAt { id: *cond, ..a_loop.at })),
            _ => None,
        };
        let receives = condition.is_some_and(|cond| cond.first_where(Expr::waits_for_something).is_some());
        let looks = !matches!(self.kind(a_loop.at), ExprKind::For { .. });
        receives || looks && a_loop.first_where(sleeps).is_some()
    }
}
