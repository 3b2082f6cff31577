//! Which race a timer is a side of, and where each side's case begins.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::race::select::Raced;
use crate::model::facts::race::{Race, Side};
use crate::model::facts::sleep::SleepData;
use crate::model::flow::{Flow, NodeId};
use crate::model::library::{self, TimerKind, calls};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::Shape;
use crate::syntax::tree::ExprKind;

impl Crate {
    pub(super) fn race_of<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        match timer.row.kind {
            TimerKind::Sleep | TimerKind::Until => self.timer_in_race(timer),
            TimerKind::Timeout | TimerKind::TimeoutAt => {
                let other = *self.args(timer.at).get(1).ok_or(Silence::NotMine)?;
                self.limited(timer, ExprAt { id: other, ..timer.at }, Shape::err(Shape::Any))
            }
            TimerKind::Within => self.limited(timer, timer.at, Shape::err(Shape::Named("Timeout"))),
            TimerKind::Park => self.looked_again(timer),
            TimerKind::Interval => Err(Silence::NotMine),
        }
    }

    /// A timeout around a future, or a receive with a time limit: the sides are the cases of its value.
    fn limited<'c>(&'c self, timer: &'c SleepData, source: ExprAt, elapsed: Shape) -> Asked<Race<'c>> {
        let a_loop = self.loop_around(timer.at).ok_or(Silence::NotMine)?;
        if !self.waited_for(timer) {
            return Err(Silence::NotMine);
        }
        let span = self.span(timer.at);
        let other_branch = Side {
            source,
            starts: self.starts(timer.at, &Shape::ok(Shape::Any)),
            news: self.news_of_limit(timer.at, source),
            span: self.span(source),
        };
        let starts = self.starts(timer.at, &elapsed);
        let own = Side { source: timer.at, starts: starts.clone(), news: starts, span };
        Ok(Race { krate: self, timer, a_loop, own, other_branches: vec![other_branch] })
    }

    fn waited_for(&self, timer: &SleepData) -> bool {
        timer.row.blocking || self.is_awaited(timer.at)
    }

    /// Where control goes when the limited future or receive gave something new.
    fn news_of_limit(&self, at: ExprAt, source: ExprAt) -> Vec<NodeId> {
        let shape = match self.receive_kind(source) {
            Some((kind, _)) if source != at => match kind.closed() {
                library::Closed::None => Shape::ok(Shape::some(Shape::Any)),
                library::Closed::Err => Shape::ok(Shape::ok(Shape::Any)),
            },
            _ => Shape::ok(Shape::Any),
        };
        self.starts(at, &shape)
    }

    /// A wait that gives the same whether it was woken or time is up: what comes after asks which of the two it was.
    fn looked_again<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        let a_loop = self.loop_around(timer.at).ok_or(Silence::NotMine)?;
        let flow = self.flow(self.body_at(a_loop));
        let (node, number) = flow.node_of(timer.at.id).zip(flow.loop_of(a_loop.id)).ok_or(Silence::NotMine)?;
        let gives_up = |n: &NodeId| self.leaves_when_late(flow, *n, a_loop);
        let starts: Vec<NodeId> = flow.exits_from_this_iteration(node, number).into_iter().filter(gives_up).collect();
        let span = self.span(timer.at);
        let own = Side { source: timer.at, news: starts.clone(), starts, span };
        let other_branch = Side { source: timer.at, starts: vec![node], news: vec![node], span };
        Ok(Race { krate: self, timer, a_loop, own, other_branches: vec![other_branch] })
    }

    /// Whether a loop is left here because a condition says that time is up.
    fn leaves_when_late(&self, flow: &Flow, node: NodeId, a_loop: ExprAt) -> bool {
        let Some(id) = flow.node(node).kind.expr() else { return false };
        let at = ExprAt { id, ..a_loop };
        self.ancestors(at).take_while(|&a| a != a_loop).any(|outer| {
            let ExprKind::If { cond, .. } = self.kind(outer) else { return false };
            let asks_time = |e| self.method_name(e).is_some_and(calls::tells_if_late);
            self.find_below(ExprAt { id: *cond, ..outer }, &asks_time).is_some()
                || self.names_elapsed(ExprAt { id: *cond, ..outer })
        })
    }

    /// Whether a condition looks at a variable that was made from `elapsed()` or compares with the clock.
    fn names_elapsed(&self, cond: ExprAt) -> bool {
        self.find_below(cond, &|e| {
            let made = self.made_from(e);
            made != e && self.find_below(made, &|m| self.method_name(m).is_some_and(calls::tells_elapsed)).is_some()
                || matches!(self.callee(e), Callee::External(path) if calls::gives_instant(&path))
        })
        .is_some()
    }

    /// A sleep that is a side of a `select!` or of a racing function, itself or through a variable.
    fn timer_in_race<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        let raced = self.raced_at(timer.at).ok_or(Silence::NotMine)?;
        let a_loop = self.loop_around(raced.race).ok_or(Silence::NotMine)?;
        match raced.branch {
            Some(n) => {
                let sides = self.sides_of_select(raced.race);
                let (own, other_branches): (Vec<_>, Vec<_>) = sides.into_iter().partition(|s| s.0 == n);
                let (_, own) = own.into_iter().next().ok_or(Silence::NotMine)?;
                Ok(Race {
                    krate: self,
                    timer,
                    a_loop,
                    own,
                    other_branches: other_branches.into_iter().map(|s| s.1).collect(),
                })
            }
            None => self.two_futures(timer, a_loop, raced),
        }
    }

    fn two_futures<'c>(&'c self, timer: &'c SleepData, a_loop: ExprAt, raced: Raced) -> Asked<Race<'c>> {
        let side = |n: usize, name: &'static str| -> Option<Side> {
            let source = ExprAt { id: *self.args(raced.race).get(n)?, ..raced.race };
            let starts = self.starts(raced.race, &Shape::Named(name));
            Some(Side { source, news: starts.clone(), starts, span: self.span(source) })
        };
        let (left, right) = side(0, "Left").zip(side(1, "Right")).ok_or(Silence::NotMine)?;
        let first = self.span(left.source).holds(self.span(raced.mention));
        let (own, other_branch) = if first { (left, right) } else { (right, left) };
        Ok(Race { krate: self, timer, a_loop, own, other_branches: vec![other_branch] })
    }
}
