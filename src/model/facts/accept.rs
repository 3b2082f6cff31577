//! Calls that take the next connection of a listener in a loop, and what the loop does when that fails.

use rustc_hash::FxHashSet;

use crate::model::flow::NodeKind;
use crate::model::flow::loops::{Exit, Loop};
use crate::model::flow::points::{Point, walk};
use crate::model::library::locks::LockKind;
use crate::model::library::{OnDrop, peers};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// How many functions are followed outwards to a loop that starts the serving again.
const BODIES: usize = 8;

/// What is stored of a call that accepts.
#[derive(Debug)]
pub struct AcceptData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// A call that accepts connections of a listener whose type is known, in a loop: `accept()`, `incoming()`.
    Accept, AcceptData, accepts
}

/// What a loop does when the next connection cannot be taken in: the descriptors have run out, say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnError {
    /// It asks again at once, and spins until one is free.
    Asks,
    /// It ends: nobody is taken in any more.
    Ends,
    /// It waits before it asks again.
    Waits,
    Unknown,
}

/// What becomes of an error: where the loop goes, and what is on the way.
#[derive(Clone, Copy)]
pub struct AfterError {
    pub what: OnError,
    /// The first place that decides between several ways.
    pub decision: Option<Span>,
    /// Where the loop waits before the next try.
    pub wait: Option<Span>,
}

impl AfterError {
    fn only(what: OnError) -> AfterError {
        AfterError { what, decision: None, wait: None }
    }
}

impl<'c> Accept<'c> {
    /// The call, from its method's name to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The loop that accepts one connection after another.
    ///
    /// # Errors
    ///
    /// The loop has an end of its own, or every connection ends it.
    pub fn serving_loop(self) -> Asked<Loop<'c>> {
        let call = self.call();
        let a_loop = call.loop_of_accepting().ok_or(Silence::NotMine)?;
        let goes_on = a_loop.goes_over(call) || call.first_point().is_some_and(|point| point.continues(a_loop));
        let asks = matches!(self.krate.kind(a_loop.at), ExprKind::While { cond, .. }
            if self.krate.find_below(ExprAt { id: *cond, ..a_loop.at }, &|at| at == self.data.at).is_some());
        let endless = a_loop.endless() || asks || a_loop.goes_over(call);
        match endless && goes_on {
            true => Ok(a_loop),
            false => Err(Silence::NotMine),
        }
    }

    /// What says that only programs of this machine can connect.
    pub fn only_from_here(self) -> Option<Span> {
        let listener = self.krate.receiver_of(self.data.at)?;
        self.krate.local_listener(listener).map(|at| self.krate.span(at))
    }

    /// Whether what accepts is called after what a program offers to those who run it: health, metrics, a console.
    pub fn serves_operators(self) -> bool {
        self.krate.serves_beside(self.data.at)
    }

    /// The loop without an end that starts the serving again where it has ended.
    pub fn started_again(self) -> Option<Span> {
        self.krate.endless_loop_around(self.krate.body_at(self.data.at))
    }

    /// Where the task or thread is started that accepts, if its handle is dropped and nothing else owns it. A set is asked
    /// for the tasks that have ended, and a start in a test says nothing of the program (learnt from neon and bore).
    pub fn started_unseen(self) -> Option<Expr<'c>> {
        let start = self.call().started_for_nobody()?;
        let row = self.krate.spawn_at(start.at)?.row;
        (row.on_drop == OnDrop::Detach && !self.krate.in_test(start.at)).then_some(start)
    }

    /// Whether the loop starts a task or thread: one for each connection.
    pub fn starts_tasks(self, a_loop: Loop<'_>) -> bool {
        a_loop.expr().first_where(Expr::starts_task).is_some()
    }

    /// Where a `break` with a value or a `return` of one ends the loop once the right connection has come.
    pub fn ends_with_success(self) -> Option<Span> {
        let a_loop = self.call().loop_of_accepting()?;
        let gives = |exit: &Exit| match self.krate.kind(exit.at) {
            ExprKind::Break { value, .. } => value.is_some(),
            _ => false,
        };
        self.krate.exits_of(a_loop.at).into_iter().find(gives).map(|exit| self.krate.span(exit.at))
    }

    /// A pause, as code for the place where the error is handled; `None` where it is not known how code pauses there.
    pub fn pause_shown(self) -> Option<String> {
        let listener = self.krate.receiver_of(self.data.at)?;
        let ty = self.krate.core_type(&self.krate.type_of(listener));
        let row = ty.path().and_then(peers::pause_beside)?;
        let call = self.call();
        let duration = call.short_path("std::time::Duration");
        let (path, name) = row.path.rsplit_once("::")?;
        // Blocking code in a task must not pause so.
        let fits = row.is_async || call.polled_in().is_none();
        let awaited = if row.is_async { ".await" } else { "" };
        fits.then(|| format!("{}::{name}({duration}::from_millis(100)){awaited};", call.short_path(path)))
    }
}

impl<'c> Expr<'c> {
    /// The loop that a call which accepts is asked in again: the one around it, or that over what `incoming()` gives.
    fn loop_of_accepting(self) -> Option<Loop<'c>> {
        let over = self.ancestors().find_map(Expr::as_loop).filter(|a_loop| a_loop.goes_over(self));
        over.or_else(|| self.loop_around())
    }

    /// Whether a permit is waited for at a point: there is one at once as long as others do not have all of them, and the
    /// one of the try that failed has been given back.
    fn awaits_permit(self, point: Point<'c>) -> bool {
        let NodeKind::Await(id) = point.kind() else { return false };
        let ExprKind::Await(awaited) = self.base.kind(ExprAt { id, ..self.at }) else { return false };
        let acquire = self.base.acquired_by(ExprAt { id: *awaited, ..self.at });
        acquire.is_some_and(|acquire| acquire.guard.lock.kind == LockKind::Semaphore)
    }

    /// What a loop of accepting does with an error of this call.
    pub fn after_refusal(self) -> AfterError {
        let unknown = AfterError::only(OnError::Unknown);
        let Some(a_loop) = self.loop_of_accepting() else { return unknown };
        // Its condition may be what the error changes.
        if self.branch().is_some_and(|branch| branch.condition().is_some()) {
            return unknown;
        }
        let select = self.branch().and_then(|branch| branch.select.point());
        let items = a_loop.goes_over(self);
        let continuation = if items { a_loop.item_when_err() } else { self.when_err() };
        let starts = match continuation {
            Continuation::At(points) if !points.is_empty() => points,
            Continuation::Question(_) | Continuation::Panics(_) => return AfterError::only(OnError::Ends),
            _ => return unknown,
        };
        let (mut again, mut wait) = (false, None);
        walk(&starts, |point| {
            let waits_here =
                (matches!(point.kind(), NodeKind::Await(_)) || point.blocks()) && !self.awaits_permit(point);
            let asks_again = Some(point) == select
                || items && point.loop_begun().is_some_and(|begun| begun.expr() == a_loop.expr())
                || point.expr().is_some_and(|expr| self.holds(expr));
            wait = wait.or(Some(point).filter(|_| waits_here && !asks_again));
            again |= asks_again;
            !waits_here && !asks_again && point.is_in(a_loop)
        });
        let mut decision = starts.get(1).copied();
        walk(&starts, |point| {
            let begins = point.loop_begun().is_some_and(|begun| begun.expr() == a_loop.expr());
            let handles = !begins && point.is_in(a_loop);
            decision = decision.or(Some(point).filter(|_| handles && point.next().count() > 1));
            handles
        });
        // A pause after some errors is one after those that come again and again.
        let what = match (again, wait) {
            (_, Some(_)) => OnError::Waits,
            (true, None) => OnError::Asks,
            (false, None) => OnError::Ends,
        };
        let place = |point: Point<'c>| point.expr().unwrap_or(self).span();
        AfterError { what, decision: decision.map(place), wait: wait.map(place) }
    }
}

impl<'c> Loop<'c> {
    /// Whether it is a `for` over what this call gives.
    fn goes_over(self, call: Expr<'_>) -> bool {
        matches!(self.krate.kind(self.at), ExprKind::For { iter, .. }
            if self.krate.expr(ExprAt { id: *iter, ..self.at }).holds(call))
    }
}

impl Crate {
    /// The first loop without an end around a body, or around what calls it.
    fn endless_loop_around(&self, body: BodyId) -> Option<Span> {
        let (mut todo, mut seen) = (vec![body], FxHashSet::default());
        while let Some(body) = todo.pop() {
            if seen.len() > BODIES || !seen.insert(body) {
                continue;
            }
            let places = self.body_expr(body).map_or_else(|| self.callers_of_body(body), |maker| vec![maker]);
            for at in places {
                match self.loop_around(at).filter(|a_loop| self.is_endless_loop(*a_loop)) {
                    Some(around) => return Some(self.loop_span(around)),
                    None => todo.push(self.body_at(at)),
                }
            }
        }
        None
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<AcceptData> {
    let names = peers::ACCEPTS.iter().filter_map(|name| krate.names.find(name));
    let of_listener = |at: &ExprAt| {
        let listener = krate.receiver_of(*at).filter(|_| krate.args(*at).is_empty());
        let ty = listener.map(|listener| krate.core_type(&krate.type_of(listener)));
        let known = ty.is_some_and(|ty| ty.path().is_some_and(peers::is_listener));
        known && krate.expr(*at).loop_of_accepting().is_some()
    };
    krate.calls_named(names).into_iter().filter(of_listener).map(|at| AcceptData { at }).collect()
}
