//! Tickers made again in every iteration, and which of their ticks are waited for.

use crate::model::facts::sleep::Sleep;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::{Point, walk};
use crate::model::library::{TimerKind, calls, reads};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::ExprKind;

/// A ticker that is made in a loop, and whose first tick comes at once.
pub struct Ticker<'c> {
    /// The tick that is waited for in the loop.
    pub tick: Expr<'c>,
    /// The loop that makes it.
    pub a_loop: Loop<'c>,
    /// A tick in the loop that can come after another one of the same ticker.
    pub again: Option<Expr<'c>>,
}

/// What code does with the variable that has a ticker.
#[derive(Default)]
struct Uses<'c> {
    ticks: Vec<Expr<'c>>,
    made: Vec<Expr<'c>>,
}

/// How the variable that has a ticker is used.
pub struct NamedTicker<'c> {
    /// Where its ticks are waited for.
    pub ticks: Vec<Expr<'c>>,
    /// The first call that says how it ticks.
    pub set_up: Option<Expr<'c>>,
}

impl<'c> Sleep<'c> {
    /// How the variable that has this ticker is used, where it is a ticker of tokio's that has a name.
    pub fn ticked_by_name(self) -> Option<NamedTicker<'c>> {
        let made = self.krate.expr(self.data.at);
        let row = self.data.row;
        let clock = made.kept_in().filter(|_| row.kind == TimerKind::Interval && row.tokio)?;
        let mut found = NamedTicker { ticks: Vec::new(), set_up: None };
        for call in clock.mentions().filter_map(Expr::around).filter(|around| around.called_on().is_some()) {
            match call.callee_name() {
                Some(name) if reads::ticks(name) => found.ticks.push(call),
                Some(name) if calls::only_sets_up_ticks(name) => found.set_up = found.set_up.or(Some(call)),
                _ => {}
            }
        }
        Some(found)
    }

    /// The ticker that it makes in a loop whose iterations wait for ticks of it, where nothing else is done with it and its
    /// first tick comes at once. The loop may be that of a caller, where each call makes one for a single tick.
    pub fn made_again(self) -> Option<Ticker<'c>> {
        let made = Some(self.krate.expr(self.data.at)).filter(|_| self.data.row.at_once)?;
        let uses = || match made.ticked() {
            Some(tick) => Some(Uses { ticks: vec![tick], made: vec![made] }),
            None => uses_of(made.kept_in()?, made),
        };
        let Some(a_loop) = made.loop_around() else {
            let a_loop = self.calling_loop()?;
            let uses = uses()?;
            let [tick] = uses.ticks[..] else { return None };
            return Some(Ticker { tick, a_loop, again: None }).filter(|_| tick.loop_around().is_none());
        };
        let uses = uses()?;
        let made_at = made.point()?;
        let comes_first = |tick: &Expr<'c>| {
            tick.point().is_some_and(|tick| made_at.may_reach(tick) && tick.is_in(a_loop) && tick.continues(a_loop))
        };
        let tick = uses.ticks.iter().copied().find(comes_first)?;
        Some(Ticker { tick, a_loop, again: uses.ticks_again(a_loop) })
    }
}

impl<'c> Sleep<'c> {
    /// The loop of a caller that runs the function around in each of its iterations, tests apart.
    fn calling_loop(self) -> Option<Loop<'c>> {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let calls = krate.without_tests(krate.def_of(body)?, krate.callers_of_body(body).into_iter());
        let mut run = calls.filter(|call| krate.is_run_by(body, *call));
        run.find_map(|call| krate.expr(call).loop_around())
    }
}

impl<'c> Uses<'c> {
    /// A tick that a tick in the loop leads to without another ticker being made on the way.
    fn ticks_again(&self, a_loop: Loop<'c>) -> Option<Expr<'c>> {
        let points = |of: &[Expr<'c>]| of.iter().filter_map(|part| part.point()).collect::<Vec<Point<'c>>>();
        let (ticks, made) = (points(&self.ticks), points(&self.made));
        let mut second = None;
        for tick in ticks.iter().filter(|tick| tick.is_in(a_loop)) {
            walk(&tick.next().collect::<Vec<_>>(), |point| {
                let ticked = ticks.contains(&point);
                second = second.or(point.expr().filter(|_| ticked));
                !ticked && !made.contains(&point)
            });
        }
        second
    }
}

/// What is done with a variable that has a ticker; `None` where that is more than to wait for ticks, to look at it, and to
/// give it another ticker whose first tick comes at once.
fn uses_of<'c>(clock: Variable<'c>, made: Expr<'c>) -> Option<Uses<'c>> {
    let mut uses = Uses { made: vec![made], ..Uses::default() };
    for mention in clock.mentions() {
        let around = mention.around().filter(|around| around.body() == made.body())?;
        match around.callee_name().filter(|_| around.called_on() == Some(mention)) {
            Some(name) if reads::ticks(name) => uses.ticks.push(around),
            Some(name) if calls::only_sets_up_ticks(name) => {}
            Some(_) => return None,
            None => uses.made.push(around.assigned_value().filter(|_| mention.is_assigned())?),
        }
    }
    let at_once = |part: &Expr<'c>| part.base.sleep_row(part.at).is_some_and(|row| row.at_once);
    Some(uses).filter(|uses| uses.made.iter().all(at_once))
}

impl<'c> Expr<'c> {
    fn around(self) -> Option<Expr<'c>> {
        self.base.parent_expr(self.at).map(|at| self.base.expr(at))
    }

    /// The value that an assignment gives away.
    fn assigned_value(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::Assign { right, .. } => Some(self.base.expr(ExprAt { id: *right, ..self.at })),
            _ => None,
        }
    }

    /// The call that waits for a tick right of what this expression makes: `interval(d).tick()`.
    fn ticked(self) -> Option<Expr<'c>> {
        let ticks = |call: &Expr<'c>| call.called_on() == Some(self) && call.callee_name().is_some_and(reads::ticks);
        self.around().filter(ticks)
    }

    /// The variable that is bound to this value by its `let`, or given it later.
    fn kept_in(self) -> Option<Variable<'c>> {
        let bound = self.base.let_name(self.at).map(|id| self.base.variable(id));
        let given = || match self.base.kind(self.around()?.at) {
            ExprKind::Assign { left, right } if *right == self.at.id => {
                self.base.expr(ExprAt { id: *left, ..self.at }).local()
            }
            _ => None,
        };
        bound.or_else(given)
    }
}
