//! What the other sides of a race make of its timer when something has come: they do its work, or let the loop end before it
//! is waited for again.

use crate::model::facts::race::{Race, Side};
use crate::model::flow::Flow;
use crate::model::library::steps;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl Race<'_> {
    /// The work of the timer's branch, where every side that starts the next iteration does all of that work as well: what
    /// the timer puts off has just been done.
    pub fn work_is_done_by_all(&self) -> Option<Span> {
        let handler = self.handler()?;
        let inside = |at: &ExprAt| handler.holds(self.krate.span(*at));
        let own: Vec<ExprAt> = self.works_after(self.own_side()).into_iter().filter(inside).collect();
        let theirs: Vec<Vec<String>> = self.going_round().into_iter().map(|side| self.surely_done(side)).collect();
        let by_all = |at: &ExprAt| theirs.iter().all(|side| side.contains(&self.krate.squeezed(*at)));
        let first = own.first().map(|at| self.krate.span(*at))?;
        (!theirs.is_empty() && own.iter().all(by_all)).then_some(first)
    }

    /// The work of a side that it does whatever has come, or under the condition that the timer has as well.
    fn surely_done(&self, side: &Side) -> Vec<String> {
        let krate = self.krate;
        let guard = self.guard().map(|at| krate.squeezed(at));
        let handled = self.handled(side);
        let in_handler = |at: Expr<'_>| handled.iter().any(|(span, _)| span.holds(at.span()));
        let is_guard = |at: Expr<'_>| at.if_condition().map(|cond| krate.squeezed(cond.at)) == guard && guard.is_some();
        let sure = |at: &ExprAt| krate.expr(*at).conditions().filter(|at| in_handler(*at)).all(is_guard);
        self.works_after(side).into_iter().filter(sure).map(|at| krate.squeezed(at)).collect()
    }

    fn works_after(&self, side: &Side) -> Vec<ExprAt> {
        let flow = self.flow();
        let at = |node| Some(ExprAt { id: flow.node(node).kind.expr()?, ..self.a_loop });
        self.work_after(side).into_iter().filter_map(at).collect()
    }

    /// Whether what has come is added to what came before: `seen += count`.
    pub(super) fn adds_up(&self, side: &Side) -> bool {
        let krate = self.krate;
        let mut adds = false;
        self.each_when_won(side, &mut |here| {
            if let ExprKind::AssignOp { right, .. } = krate.kind(here) {
                // A constant counts how often something came, and looks at nothing of it.
                let of_variable = krate.expr(ExprAt { id: *right, ..here }).first_where(|part| part.local().is_some());
                adds |= of_variable.is_some();
            }
        });
        adds
    }

    /// The condition in the loop under which alone the timer is waited for, where every side that starts the next iteration
    /// changes what it asks, and the loop is left where it does not hold: once something has come, the wait only begins
    /// again when that was nothing.
    pub fn begins_only_when_nothing_came(&self) -> Option<Span> {
        let krate = self.krate;
        let sides = self.going_round();
        let changed: Vec<_> = sides.iter().map(|side| self.changed(side)).collect();
        let by_all = |at: ExprAt| {
            let place = self.written(at);
            !changed.is_empty() && changed.iter().all(|by| by.contains(&place))
        };
        let within = |at: &ExprAt| krate.span(self.a_loop).holds(krate.span(*at));
        let around = krate.expr(self.timer.at).conditions().map(|decision| decision.at).take_while(within);
        around.into_iter().find_map(|decision| {
            let ExprKind::If { cond, then, otherwise } = krate.kind(decision) else { return None };
            let cond = ExprAt { id: *cond, ..decision };
            let then = krate.tree(decision.file).blocks[then.0 as usize].span;
            let otherwise = otherwise.map(|id| krate.span(ExprAt { id, ..decision }));
            let timer = krate.span(self.timer.at);
            let other = if then.holds(timer) { otherwise? } else { then };
            let asks = krate.find_below(cond, &|at| matches!(krate.kind(at), ExprKind::Path(_)) && by_all(at));
            (self.is_left_in(other) && asks.is_some()).then(|| krate.span(cond))
        })
    }

    /// Whether the loop is left in a part of its code.
    fn is_left_in(&self, part: Span) -> bool {
        let flow: &Flow = self.flow();
        let Some(own) = self.number() else { return false };
        let exits = flow.exits(own).into_iter().filter_map(|node| flow.node(node).kind.expr());
        exits.into_iter().any(|id| part.holds(self.krate.span(ExprAt { id, ..self.a_loop })))
    }

    /// The places that a side gives another value or lends as mutable.
    fn changed(&self, side: &Side) -> Vec<super::quiet::Written> {
        let krate = self.krate;
        let mut places = Vec::new();
        self.each_when_won(side, &mut |here| match krate.kind(here) {
            ExprKind::Assign { left, .. } | ExprKind::AssignOp { left, .. } => {
                places.push(self.written(ExprAt { id: *left, ..here }));
            }
            ExprKind::Ref { mutable: true, operand } => places.push(self.written(ExprAt { id: *operand, ..here })),
            ExprKind::Method(method) if steps::keeps_argument(krate.text(method.name)) => {
                places.push(self.written(ExprAt { id: method.receiver, ..here }));
            }
            _ => {}
        });
        places
    }
}
