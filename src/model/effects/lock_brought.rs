//! Locks that a function takes of what it is given: `fn locked<T>(mutex: &Mutex<T>)`, or a method that a trait adds to a
//! lock. Which lock that is, each call says.

use std::sync::Arc;

use crate::model::Base;
use crate::model::effects::locking::{LockName, Taking};
use crate::model::library::locks::{How, LockKind, Mode};
use crate::model::source::tables::{BodyId, ExprAt, Origin};

/// That code takes the lock that a parameter of it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::model) struct Brought {
    /// Which parameter, counted without the receiver; `None` for the receiver.
    parameter: Option<u32>,
    mode: Mode,
    passes_writers: bool,
    /// The call that takes it.
    call: ExprAt,
}

impl Base {
    /// The locks that a call gives to code of the package, which takes them itself, by their names.
    pub(super) fn takings_of_given(&self, call: ExprAt, code: BodyId) -> Vec<Taking> {
        let brought = self.locks_brought(code);
        let named = brought.iter().filter_map(|one| {
            let lock = self.lock_of_expr(self.lock_brought_by(call, one)?)?;
            let trace = vec![call, one.call];
            Some(Taking { lock, mode: one.mode, passes_writers: one.passes_writers, trace })
        });
        named.collect()
    }

    /// The lock that a call gives to code of the package, where that takes it and no other that it is given.
    pub(super) fn only_lock_given(&self, call: ExprAt) -> Option<LockName> {
        self.lock_of_expr(self.only_lock_handed(call)?)
    }

    /// The same as the call has it.
    pub(super) fn only_lock_handed(&self, call: ExprAt) -> Option<ExprAt> {
        match self.locks_brought(self.code_of(call)?).as_slice() {
            [one] => self.lock_brought_by(call, one),
            _ => None,
        }
    }

    /// The lock as it is written where calls lead to it, outermost first: by who gives it to the function that takes it.
    pub(in crate::model) fn lock_written(&self, trace: &[ExprAt]) -> Option<ExprAt> {
        let (last, before) = trace.split_last()?;
        let given = before.last().and_then(|call| {
            let brought = self.locks_brought(self.body_at(*last));
            let own = brought.iter().find(|one| one.call == *last)?;
            self.lock_brought_by(*call, own)
        });
        given.or_else(|| self.receiver_of(*last))
    }

    fn lock_brought_by(&self, call: ExprAt, brought: &Brought) -> Option<ExprAt> {
        match brought.parameter {
            Some(n) => self.argument_for(call, n),
            None => self.receiver_of(call),
        }
    }

    fn locks_brought(&self, body: BodyId) -> Arc<Vec<Brought>> {
        let known = self.brought_locks.get(&body);
        known.unwrap_or_else(|| {
            let found = self.calls_in(body).filter(|call| self.body_at(*call) == body);
            let found = found.filter_map(|call| self.lock_of_parameter(call)).collect();
            self.brought_locks.keep(body, Arc::new(found))
        })
    }

    /// That a call takes the lock which a parameter of its function is, and waits for it.
    fn lock_of_parameter(&self, call: ExprAt) -> Option<Brought> {
        let acquire = self.acquired_by(call)?;
        let excludes = matches!(acquire.guard.lock.kind, LockKind::Mutex | LockKind::RwLock);
        if !excludes || !matches!(acquire.how, How::Blocks | How::Awaits) {
            return None;
        }
        let lock = self.index.local(self.without_refs(self.receiver_of(call)?))?;
        let info = self.index.binding(lock);
        let parameter = match info.origin {
            Origin::SelfParam => None,
            Origin::Param(n) if info.steps.is_empty() => Some(n),
            _ => return None,
        };
        let passes_writers = acquire.recursive || acquire.guard.lock.reads_again;
        let own = info.body == self.body_at(call);
        own.then_some(Brought { parameter, mode: acquire.guard.mode, passes_writers, call })
    }
}
