//! Futures that a `select!` polls by reference: they stay where they are, and nobody polls them while the code of another
//! branch runs. What they hold, and the place in a queue that they have, stays theirs meanwhile.

use crate::model::Crate;
use crate::model::effects::summary::Effect;
use crate::model::facts::Select;
use crate::model::facts::send::Send;
use crate::model::flow::{NodeId, Place};
use crate::model::library::futures;
use crate::model::library::locks::{How, LockKind, Mode};
use crate::model::library::what::What;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::branches::Branch;
use crate::syntax::tree::ExprKind;

/// What a future and the code of another branch wait for in one queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Queue {
    /// A lock that keeps out all others, or one of the two only reads.
    Lock,
    /// A lock that both take to read.
    Readers,
    /// A semaphore with so many slots, where the source says it.
    Semaphore(Option<u128>),
    /// Room in a channel that holds so many values, where the source says it.
    Channel(Option<u128>),
}

/// The code of a branch waits behind a future that nobody polls meanwhile.
#[derive(Clone, Copy)]
pub struct Behind<'c> {
    pub queue: Queue,
    /// What waits, in the code of the branch.
    pub waits: Expr<'c>,
    /// What does it: the same, or a call in a function that it calls.
    pub by: Expr<'c>,
    /// What holds or queues in the future.
    pub ahead: Expr<'c>,
}

/// A wait in a queue, by the place of what is waited for.
struct Wait {
    on: Place,
    mode: Mode,
    /// The calls that lead there, outermost first.
    trace: Vec<ExprAt>,
    is_send: bool,
}

impl<'c> Select<'c> {
    /// The variable whose future a branch polls by reference.
    pub fn keeps(self, branch: Branch<'c>) -> Option<Variable<'c>> {
        let source = branch.source()?;
        let by_reference = match self.krate.kind(source.at) {
            ExprKind::Ref { .. } => true,
            ExprKind::Method(method) => futures::pins_again(self.krate.text(method.name)),
            ExprKind::Path(_) => self.expr().passes_over_ended(),
            _ => false,
        };
        let bare = if by_reference { self.krate.without_refs(source.at) } else { return None };
        let variable = match self.krate.kind(bare) {
            ExprKind::Method(method) => ExprAt { id: method.receiver, ..bare },
            _ => bare,
        };
        self.krate.expr(variable).local()
    }

    /// Where the code of a branch waits in a queue in which the future that another branch polls by reference may stand, or
    /// whose lock that may hold.
    pub fn waits_behind(self, kept: Branch<'c>, other: Branch<'c>) -> Option<Behind<'c>> {
        let krate = self.krate;
        let ahead = krate.queues_of(kept.source()?.at);
        let points = other.handler().points().filter(|_| !ahead.is_empty());
        points.into_iter().find_map(|point| {
            let waits = krate.queues_at(point.body, point.node);
            waits.iter().find_map(|wait| {
                let first = ahead.iter().find(|first| first.on == wait.on && first.is_send == wait.is_send)?;
                self.behind(first, wait)
            })
        })
    }

    fn behind(self, first: &Wait, wait: &Wait) -> Option<Behind<'c>> {
        let krate = self.krate;
        let (waits, by, ahead) = (*wait.trace.first()?, *wait.trace.last()?, *first.trace.last()?);
        let queue = match krate.acquired_by(krate.made_from(by)).map(|acquire| acquire.guard.lock.kind) {
            Some(LockKind::Semaphore) => Queue::Semaphore(krate.slots_of(by)),
            Some(_) if (first.mode, wait.mode) == (Mode::Shared, Mode::Shared) => Queue::Readers,
            Some(_) => Queue::Lock,
            None => {
                let send = krate.sends().find(|send| send.expr().at == by)?;
                Queue::Channel(send.room().filter(|_| send.may_wait_for_room()))
            }
        };
        Some(Behind { queue, waits: krate.expr(waits), by: krate.expr(by), ahead: krate.expr(ahead) })
    }
}

impl Send<'_> {
    /// How many values the channel holds that it surely goes to, where the source says it.
    fn room(self) -> Option<u128> {
        let mut rooms = self.channels().map(|channel| channel.slots());
        let first = rooms.next()??;
        rooms.all(|room| room == Some(first)).then_some(first)
    }
}

impl Crate {
    /// What the code of a future waits for in queues, in terms of where the future is made.
    fn queues_of(&self, future: ExprAt) -> Vec<Wait> {
        let made = self.made_from(self.expr(future).bare_future().at);
        let made = self.expr(made).bare_future().at;
        if let Some(own) = self.queued_by(made) {
            return vec![own];
        }
        let Some(code) = self.code_of(future) else { return Vec::new() };
        let waits = self.flow(code).ids().flat_map(|node| self.queues_at(code, node));
        waits
            .filter_map(|wait| {
                let on = self.place_for_callers(&wait.on, code).and_then(|on| self.place_at_call(&on, made, code))?;
                Some(Wait { on, ..wait })
            })
            .collect()
    }

    /// The queue in which a call's own future waits.
    fn queued_by(&self, call: ExprAt) -> Option<Wait> {
        let acquire = self.acquired_by(call).filter(|acquire| acquire.how == How::Awaits)?;
        Some(Wait { on: self.lock_place(call)?, mode: acquire.guard.mode, trace: vec![call], is_send: false })
    }

    /// The queues in which a node of a body waits, by itself and in what it runs.
    fn queues_at(&self, body: BodyId, node: NodeId) -> Vec<Wait> {
        let of_lock = |effect: Effect| match effect.what {
            What::Locks(mode, How::Awaits) => Some(Wait { on: effect.on?, mode, trace: effect.trace, is_send: false }),
            _ => None,
        };
        let locks = self.effects_at(body, node).into_iter().filter_map(of_lock);
        let send = self.written_by_await(body, node).filter(|call| self.sends().any(|send| send.expr().at == *call));
        let room = send.and_then(|call| {
            let on = self.identity(self.receiver_of(call)?)?;
            Some(Wait { on, mode: Mode::Exclusive, trace: vec![call], is_send: true })
        });
        locks.chain(room).collect()
    }

    /// How many slots the semaphore has that a call takes a permit of, where the source says it.
    fn slots_of(&self, acquire: ExprAt) -> Option<u128> {
        let semaphore = self.receiver_of(acquire)?;
        match self.opened_origins(semaphore).as_slice() {
            [made] => {
                let slots = self.args(*made).first()?;
                self.integer(ExprAt { id: *slots, ..*made })
            }
            _ => None,
        }
    }
}
