//! A window in which things are collected, and that each of them opens again.

use crate::model::facts::race::Race;
use crate::model::flow::NodeId;
use crate::model::library::vocabulary::speaks_of_period;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;

impl Race<'_> {
    /// The work behind the loop that is due when the timer has left it, where all that comes before is only collected for it
    /// and the names speak of a batch or a period.
    ///
    /// A burst that ends with a pause looks the same, but it begins with something that came: nothing is waited for between
    /// a window and the next.
    pub fn window(&self) -> Option<Span> {
        let going_round = self.going_round();
        let collects = going_round.iter().all(|side| !self.filled(side).is_empty() && self.outlives(side));
        if !collects || self.named_for_quiet_or_clocked() || !self.opens_at_once() {
            return None;
        }
        let work = self.work_behind();
        let filled = going_round.iter().flat_map(|side| self.filled(side)).map(|(_, place)| words_of_name(&place));
        let called = work.iter().filter_map(|at| at.callee_name()).map(words_of_name);
        let said = self.said().into_iter().map(|(words, _)| words);
        let is_due = said.chain(filled).chain(called).any(|words| speaks_of_period(&words));
        work.first().filter(|_| is_due).map(|at| at.span())
    }

    fn named_for_quiet_or_clocked(&self) -> bool {
        self.comes_by_clock() || self.says_quiet().is_some()
    }

    /// Whether the race begins again, in the loop around its own, before anything else is received.
    fn opens_at_once(&self) -> bool {
        let krate = self.krate;
        let flow = self.flow();
        let Some(around) = krate.loop_around(self.a_loop).and_then(|outer| flow.loop_of(outer.id)) else {
            return false;
        };
        let Some(head) = self.number().map(|own| flow.loops[own as usize].head) else { return false };
        let receives = |n: NodeId| {
            let at = flow.node(n).kind.expr().map(|id| ExprAt { id, ..self.a_loop });
            !flow.inside(n, around) || at.is_some_and(|at| krate.receive_kind(at).is_some())
        };
        self.own.starts.iter().any(|&start| flow.path(start, head, receives))
    }

    /// The work behind the loop in the iteration of the loop around it that the timer ends.
    fn work_behind(&self) -> Vec<Expr<'_>> {
        let krate = self.krate;
        let flow = self.flow();
        let Some(around) = krate.loop_around(self.a_loop).and_then(|outer| flow.loop_of(outer.id)) else {
            return Vec::new();
        };
        let Some(own) = self.number() else { return Vec::new() };
        let behind = self.own.starts.iter().flat_map(|&start| flow.rest_of_iteration(start, around));
        let work = behind.filter(|&n| !flow.inside(n, own) && krate.is_work(flow, n, self.own.source));
        work.filter_map(|n| Some(krate.expr(ExprAt { id: flow.node(n).kind.expr()?, ..self.a_loop }))).collect()
    }
}
