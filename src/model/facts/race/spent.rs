//! Timers that are made once and polled by reference in a loop: what is so once they have fired.

use crate::model::facts::Branch;
use crate::model::facts::sleep::Sleep;
use crate::model::flow::loops::Loop;
use crate::model::library::{TimerKind, futures};

/// A timer whose branch is ready in each iteration once it has fired.
#[derive(Clone, Copy)]
pub struct Spent<'c> {
    pub branch: Branch<'c>,
    pub a_loop: Loop<'c>,
}

impl<'c> Sleep<'c> {
    /// The branch that waits for this timer, made before the loop, in each iteration, and lets the loop go on when it has
    /// fired; `None` where something sets the timer again, or the branch has a condition.
    pub fn stays_ready(self) -> Option<Spent<'c>> {
        let krate = self.krate;
        if !matches!(self.kind(), TimerKind::Sleep | TimerKind::Until) {
            return None;
        }
        let raced = krate.raced_at(self.data.at)?;
        let select = krate.expr(raced.race);
        let branch = select.branches().nth(raced.branch? as usize).filter(|branch| branch.condition().is_none())?;
        let timer = krate.expr(raced.mention).local()?;
        let fused =
            timer.bound_value()?.first_anywhere(|part| part.callee_name().is_some_and(futures::is_over_for_good));
        let a_loop = select.loop_around().filter(|a_loop| !a_loop.holds(self.span()) && !a_loop.holds(timer.span()))?;
        let source = branch.source()?;
        let only_here = timer.mentions().all(|mention| source.holds(mention) || !a_loop.holds(mention.span()));
        let again = only_here && fused.is_none() && select.is_select_of_tokio() && branch.start()?.continues(a_loop);
        again.then_some(Spent { branch, a_loop })
    }
}
