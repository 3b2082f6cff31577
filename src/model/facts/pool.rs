//! Jobs of a pool of threads that wait for what only other jobs of the same pool bring.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::block::Block;
use crate::model::library::what::Blocks;
use crate::model::library::{Unit, tasks};
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// A wait in a job of a pool.
#[derive(Clone, Debug)]
pub struct PoolWait {
    /// The call that starts the job.
    pub job: Span,
    pub answer: Answer,
}

/// Who ends the wait.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// Another job of the pool, which sends here.
    Job(Span),
    /// Somebody who has a thread, or another pool, and sends here.
    Outside(Span),
    /// The first half of the same `join`, which sends here and has ended before, or runs on another thread.
    FirstHalf(Span),
}

/// A closure that a pool runs.
struct Job {
    closure: ExprAt,
    /// The call that gives it to the pool.
    by: ExprAt,
    /// The pool as the user wrote it; `None` for the one that all code shares.
    pool: Option<String>,
}

impl Block<'_> {
    /// The wait of a job for what another job of its pool sends. `None` where not all that is sent is seen.
    pub fn waits_for_pool(self) -> Option<PoolWait> {
        let krate = self.krate;
        let own = krate.pool_job(self.data.at)?;
        let answer = self.answer_of(&own).filter(|_| self.what() == Blocks::Receive)?;
        Some(PoolWait { job: krate.call_span(own.by), answer })
    }

    fn answer_of(self, own: &Job) -> Option<Answer> {
        let krate = self.krate;
        let receive = krate.receives().find(|receive| receive.data.at == self.data.at)?;
        let channel = receive.channel()?;
        let given = |at: ExprAt| {
            krate.expr(at).is_dropped()
                || krate.parent_expr(at).is_some_and(|outer| krate.receiver_of(outer) == Some(at))
        };
        if !channel.senders().all(|sender| sender.mentions().all(|mention| given(mention.at))) {
            return None;
        }
        let mut answer = None;
        for send in channel.sends_into() {
            let Some(job) = krate.pool_job(send.data.at).filter(|job| job.pool == own.pool) else {
                return Some(Answer::Outside(send.span()));
            };
            if job.closure == own.closure {
                return None;
            }
            let second = krate.args(own.by).get(1).is_some_and(|second| *second == own.closure.id);
            if job.by == own.by && second {
                return Some(Answer::FirstHalf(send.span()));
            }
            answer = answer.or(Some(Answer::Job(send.span())));
        }
        answer
    }
}

impl Crate {
    /// The job of a pool that a place is code of; `None` where a task or thread is started between them.
    fn pool_job(&self, at: ExprAt) -> Option<Job> {
        let closures = self.ancestors(at).filter(|around| self.index.body_of(*around).is_some());
        for closure in closures {
            if !matches!(self.kind(closure), ExprKind::Closure(_)) {
                return None;
            }
            let by = self.parent_expr(closure)?;
            let is_job = match self.spawn_at(by) {
                Some(spawn) if spawn.row.unit == Unit::Pool => true,
                Some(_) => return None,
                None => self.goes_over_in_parallel(by) || self.is_join_of_pool(by),
            };
            if is_job {
                return Some(Job { closure, by, pool: self.pool_of(by) });
            }
        }
        None
    }

    /// Whether a method of a chain that goes over something in parallel is called.
    fn goes_over_in_parallel(&self, call: ExprAt) -> bool {
        let mut chain = std::iter::successors(self.receiver_of(call), |at| self.receiver_of(*at));
        chain.any(|at| self.method_name(at).is_some_and(tasks::goes_parallel))
    }

    fn is_join_of_pool(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if tasks::runs_both(&path))
    }

    /// The pool that has been made by hand and runs what a call gives to a pool.
    fn pool_of(&self, call: ExprAt) -> Option<String> {
        let calls = std::iter::once(call).chain(self.ancestors(call));
        calls.into_iter().find_map(|at| match self.callee(at) {
            Callee::Method(ty, _) if tasks::is_pool(&ty) => Some(self.squeezed(self.receiver_of(at)?)),
            _ => None,
        })
    }
}
