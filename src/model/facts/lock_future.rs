//! Async locks that are asked for and never awaited: the future that `lock()` gives takes nothing before it is polled.

use std::borrow::Cow;

use crate::model::facts::guard::guard_calls;
use crate::model::library::calls;
use crate::model::library::locks::{How, LockKind};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::ExprAt;
use crate::model::values::follow::Sink;
use crate::model::{Crate, handle};
use crate::syntax::Span;

/// What is stored of the future of a lock.
#[derive(Debug)]
pub struct LockFutureData {
    /// The call that makes it.
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// The future of an async lock, which is not awaited where it is made.
    LockFuture, LockFutureData, lock_futures
}

impl<'c> LockFuture<'c> {
    /// The call, from its path or, for a method, from the method's name on.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The lock as the user wrote it.
    pub fn of_lock(self) -> Cow<'c, str> {
        let at = self.krate.receiver_of(self.data.at).unwrap_or(self.data.at);
        Cow::Borrowed(self.krate.text_at(at))
    }

    /// The name of the variable that has it, which nobody polls; `None` where no variable has it. It is an answer only where
    /// the future is dropped without anybody having polled it.
    pub fn never_polled(self) -> Asked<Option<&'c str>> {
        let krate = self.krate;
        if let Some(outer) = krate.parent_expr(self.data.at).filter(|outer| !krate.drops(*outer)) {
            return Err(Silence::Unknown("what becomes of this value", krate.span(outer)));
        }
        let route = krate.route(self.data.at);
        let gone = |sink: &Sink| matches!(sink, Sink::Dropped(_) | Sink::OutOfScope(_));
        if route.sinks.is_empty() || !route.sinks.iter().all(gone) {
            return Err(Silence::NotMine);
        }
        let is_dropped = |at: ExprAt| krate.parent_expr(at).is_some_and(|call| krate.drops(call));
        for carrier in &route.carriers {
            let info = krate.index.binding(carrier.binding);
            let looked_at = info.uses.iter().map(|&id| ExprAt { file: info.file, id }).find(|at| !is_dropped(*at));
            if let Some(at) = looked_at {
                return Err(Silence::Unknown("what becomes of this value", krate.span(at)));
            }
        }
        let name = route.carriers.first().map(|carrier| krate.text(krate.index.binding(carrier.binding).name));
        Ok(name)
    }
}

impl Crate {
    /// Whether it is a call of `drop`.
    fn drops(&self, call: ExprAt) -> bool {
        self.expr(call).callee_name() == Some(calls::DROP)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<LockFutureData> {
    let of_lock = |at: &ExprAt| {
        krate.acquired_by(*at).is_some_and(|acquire| {
            acquire.how == How::Awaits && matches!(acquire.guard.lock.kind, LockKind::Mutex | LockKind::RwLock)
        })
    };
    let calls = guard_calls(krate).into_iter().filter(of_lock);
    calls.filter(|at| !krate.is_awaited(*at)).map(|at| LockFutureData { at }).collect()
}
