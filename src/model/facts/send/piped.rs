//! Work that is sent to tasks which hand on what they make of it, to a channel that the sending code reads only afterwards.
//!
//! Once the second channel is full the tasks wait for room in it and take no more work, and once the first one is full as
//! well, the code that would make room waits too.

use crate::model::Crate;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::flow::NodeId;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};

/// How many functions lead from a send or a receive to the code that has both channels.
const FAR: usize = 2;

/// A send of work whose results are only read when all work is sent.
pub struct Piped<'c> {
    pub work: Channel<'c>,
    /// Where a task takes the work.
    pub taken: Receive<'c>,
    /// Where the task waits for room for what it has made.
    pub answer: Send<'c>,
    pub answers: Channel<'c>,
    /// What sends all the work, in the code that reads the answers later: the send, or a call.
    pub site: Expr<'c>,
    /// What reads the answers there: the receive, or a call.
    pub read: Expr<'c>,
}

impl<'c> Send<'c> {
    /// The channel by which what becomes of all that is sent in this loop comes back, where it is read only afterwards.
    pub fn piped(self) -> Option<Piped<'c>> {
        let krate = self.krate;
        if krate.times_at_most(self.data.at).is_some() {
            return None;
        }
        let work = self.bounded_queue()?;
        let takers: Vec<Receive<'c>> = work.receives_from().collect();
        let taken = *takers.first()?;
        let (answer, answers) = taken.answered_into()?;
        let same =
            |taker: &Receive<'c>| taker.answered_into().is_some_and(|(_, other)| other.number() == answers.number());
        if answers.number() == work.number() || !takers.iter().all(same) {
            return None;
        }
        let (site, read) = krate.read_after(self, answers)?;
        Some(Piped { work, taken, answer, answers, site, read })
    }
}

impl Piped<'_> {
    /// How many values the two channels hold together, where the source says it.
    pub fn slots(&self) -> Option<u128> {
        self.work.slots()?.checked_add(self.answers.slots()?)
    }
}

impl<'c> Receive<'c> {
    /// The send that waits for room in each iteration of a task's loop which takes from here, and the channel of that.
    fn answered_into(self) -> Option<(Send<'c>, Channel<'c>)> {
        let krate = self.krate;
        let body = self.expr().body();
        let a_loop = self.enclosing_loop().ok()?;
        let flow = krate.flow(body);
        let won: Vec<NodeId> = self.won_at().into_iter().map(|point| point.node).collect();
        let follows = |send: &Send<'c>| {
            let node = krate.node_in(send.data.at, body);
            node.is_some_and(|node| won.iter().any(|from| flow.path(*from, node, |_| false)))
        };
        let inside = |send: &Send<'c>| send.expr().body() == body && a_loop.expr().holds(send.expr());
        let waits = |send: &Send<'c>| send.may_wait_for_room() && send.way_out().is_none();
        let mut sends = krate.sends().filter(inside).filter(waits).filter(follows);
        let send = sends.next().filter(|send| send.producer().is_some())?;
        Some((send, send.bounded_queue()?))
    }
}

impl Crate {
    /// What sends and what reads, both in the code that does the one after the other, where nothing else reads the answers.
    fn read_after<'c>(&'c self, send: Send<'c>, answers: Channel<'c>) -> Option<(Expr<'c>, Expr<'c>)> {
        let reads: Vec<ExprAt> = answers.receives_from().map(|receive| receive.data.at).collect();
        let mut site = send.data.at;
        for _ in 0..=FAR {
            let body = self.body_at(site);
            let seen: Option<Vec<ExprAt>> = reads.iter().map(|read| self.done_by(*read, body)).collect();
            match seen {
                Some(seen) => {
                    let read = *seen.first()?;
                    let later = self.has_alone(body) && seen.iter().all(|read| self.comes_later(site, *read, body));
                    return later.then(|| (self.expr(site), self.expr(read)));
                }
                None => site = self.only_call_of(body)?,
            }
        }
        None
    }

    /// What in a body does what an expression does: itself, a closure of the same task, or the only call of the function that
    /// it is in.
    fn done_by(&self, at: ExprAt, body: BodyId) -> Option<ExprAt> {
        let mut now = at;
        for _ in 0..=FAR {
            let here = self.body_at(now);
            if let Some(seen) = self.expr(now).seen_from(body) {
                return Some(seen.at).filter(|_| self.task_of(here) == self.task_of(body));
            }
            now = self.only_call_of(self.outermost(here))?;
        }
        None
    }

    /// The only call that runs a function, tests apart.
    fn only_call_of(&self, body: BodyId) -> Option<ExprAt> {
        let is_function = self.index.body(body).kind == BodyKind::Fn;
        self.only_caller(body).filter(|call| is_function && self.is_run_by(body, *call))
    }

    /// Whether no other code can do the same with the same channels meanwhile: it makes them itself, or has its instance alone.
    fn has_alone(&self, body: BodyId) -> bool {
        let shared = self.def_of(body).is_none_or(|def| self.as_function(def).takes_shared_self());
        self.outermost(body) == body && !shared
    }

    /// Whether a read comes behind the loop of a send, and never in it.
    fn comes_later(&self, site: ExprAt, read: ExprAt, body: BodyId) -> bool {
        let flow = self.flow(body);
        let (Some(from), Some(to)) = (self.node_in(site, body), self.node_in(read, body)) else { return false };
        let apart = self.loop_around(site).is_none_or(|a_loop| !self.expr(a_loop).holds(self.expr(read)));
        apart && flow.path(from, to, |_| false)
    }
}
