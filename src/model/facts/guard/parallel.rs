//! Work of a pool of threads that is waited for while a lock is held: its jobs may need the lock, and so may any other job
//! that the waiting thread runs meanwhile.

use crate::model::callee::Callee;
use crate::model::facts::guard::Guard;
use crate::model::flow::NodeKind;
use crate::model::library::locks::{LockKind, Mode};
use crate::model::library::tasks;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::ExprAt;
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// Work of a pool that is waited for under a lock.
#[derive(Clone, Debug)]
pub struct Parallel {
    /// The call that starts it.
    pub span: Span,
    /// Where a job takes the lock.
    pub takes_lock: Option<Span>,
    /// Whether it goes over what the lock guards.
    pub through: bool,
}

impl Guard<'_> {
    /// The work of a pool that is waited for while the guard is surely held; that whose jobs take the lock before others.
    pub fn parallel_work(self) -> Asked<Parallel> {
        if !matches!(self.lock_kind(), LockKind::Mutex | LockKind::RwLock) || !self.keeps_threads_waiting() {
            return Err(Silence::NotMine);
        }
        let life = self.life()?;
        let held = life.points().filter(|(_, held)| *held == Held::Yes);
        let works = held.filter_map(|(node, _)| match life.flow.node(node).kind {
            NodeKind::Eval(id) => self.parallel_at(ExprAt { id, ..self.data.at }),
            _ => None,
        });
        let mut works: Vec<Parallel> = works.collect();
        works.sort_by_key(|work| work.takes_lock.is_none());
        works.into_iter().next().ok_or(Silence::NotMine)
    }

    /// The work of a pool that a call waits for.
    fn parallel_at(self, call: ExprAt) -> Option<Parallel> {
        let krate = self.krate;
        let starts = match krate.callee(call) {
            Callee::External(path) => tasks::joins_pool(&path).then_some(call)?,
            Callee::Method(ty, name) if tasks::joins_pool(&format!("{ty}::{}", krate.text(name))) => call,
            // The last method of a chain is the one that waits.
            _ => {
                let last = krate.parent_expr(call).is_none_or(|outer| krate.receiver_of(outer) != Some(call));
                self.parallel_iter(call).filter(|_| last)?
            }
        };
        let mut jobs = Vec::new();
        let mut now = Some(call);
        while let Some(at) = now {
            jobs.extend(krate.args(at).iter().map(|&id| ExprAt { id, ..call }));
            now = krate.receiver_of(at).filter(|_| starts != call && at != starts);
        }
        let lock = krate.name_of_lock(self);
        let codes = jobs.into_iter().filter(|job| matches!(krate.kind(*job), ExprKind::Closure(_)));
        let takes_lock = codes.filter_map(|job| krate.code_of(job)).find_map(|code| {
            let takings = krate.takings(code);
            let wants = takings.iter().find(|taking| {
                Some(taking.lock) == lock && !(taking.mode == Mode::Shared && self.mode() == Mode::Shared)
            })?;
            wants.trace.first().map(|call| krate.call_span(*call))
        });
        let through = krate.receiver_of(starts).is_some_and(|on| self.leads_to(on));
        Some(Parallel { span: krate.call_span(starts), takes_lock, through })
    }

    /// The call by which a chain of methods goes over something in parallel.
    fn parallel_iter(self, last: ExprAt) -> Option<ExprAt> {
        let krate = self.krate;
        let mut chain = std::iter::successors(Some(last), |at| krate.receiver_of(*at));
        chain.find(|at| krate.method_name(*at).is_some_and(tasks::goes_parallel))
    }
}
