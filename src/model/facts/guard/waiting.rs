//! What code waits for while it keeps a lock from others, and whether that needs the lock.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::locking::LockName;
use crate::model::effects::stalls::{Stall, WaitFor};
use crate::model::facts::channel::Channel;
use crate::model::facts::guard::Guard;
use crate::model::flow::{NodeId, NodeKind, Root, Step};
use crate::model::library::locks::{LockKind, Mode};
use crate::model::library::{self, Call, Side, calls, steps};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BodyId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, Name};

/// A wait under a lock.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub(in crate::model) at: ExprAt,
    /// Where it happens: the call in the guard's own body.
    pub span: Span,
    /// What is waited for.
    pub what: WaitFor,
    /// The calls that lead from there to the one that waits.
    pub chain: Vec<Span>,
    /// Where the code that is waited for takes the lock.
    pub wanted: Option<Span>,
    /// Whether what waits is guarded by the lock, or is called through the guard.
    pub through: bool,
}

impl Guard<'_> {
    /// What its body waits for while it surely holds the guard: a wait for code that needs the lock before any other.
    pub fn waits_for_others(self) -> Asked<Waiting> {
        if !matches!(self.lock_kind(), LockKind::Mutex | LockKind::RwLock | LockKind::Map | LockKind::Declared) {
            return Err(Silence::NotMine);
        }
        // What a head keeps locked through its body is a question of its own.
        if self.variable().is_none() && self.guard_expr().head().is_some() {
            return Err(Silence::NotMine);
        }
        let life = self.life()?;
        let held = life.points().filter(|(_, held)| *held == Held::Yes);
        let all = held.flat_map(|(node, _)| {
            let awaited = self.awaited_under(life.body, node);
            self.krate.stalls_at(life.body, node).into_iter().chain(awaited)
        });
        let mut all: Vec<Waiting> = all.filter_map(|stall| self.waiting(&stall)).collect();
        all.sort_by_key(|wait| (wait.wanted.is_none(), wait.what.ends_by_itself(), wait.through));
        all.into_iter().next().ok_or(Silence::NotMine)
    }

    /// Whether a loop takes the lock and waits with it in each iteration, so that nearly no time is left without it.
    pub fn is_taken_each_time(self, wait: &Waiting) -> bool {
        self.krate.loop_around(wait.at).is_some_and(|a_loop| self.krate.span(a_loop).holds(self.span()))
    }

    /// Whether it guards nothing, so that it is there to let one work at a time.
    pub fn guards_nothing(self) -> bool {
        let ty = self.krate.type_of(self.data.value);
        let guard = self.krate.guard(&ty).or_else(|| self.krate.guard(&self.krate.unwrapped(&ty)));
        guard.is_some_and(|guard| matches!(&guard.inner, Ty::Tuple(parts) if parts.is_empty()))
    }

    /// The variable that keeps it, where nothing is done with what it guards: it is there so that one works at a time.
    pub fn kept_unused(self) -> Option<Span> {
        let info = self.krate.index.binding(self.variable()?);
        (info.uses.is_empty() || self.name()?.starts_with('_')).then_some(info.span)
    }

    /// What a task waits for at an await under a lock that may be held there.
    fn awaited_under(self, body: BodyId, node: NodeId) -> Option<Stall> {
        let krate = self.krate;
        let NodeKind::Await(id) = krate.flow(body).node(node).kind else { return None };
        let ExprKind::Await(inner) = krate.kind(ExprAt { id, ..self.data.at }) else { return None };
        let at = krate.made_from(ExprAt { id: *inner, ..self.data.at });
        let what = match () {
            () if self.keeps_threads_waiting() => return None,
            () if matches!(krate.known_call(at), Some(Call::Sleep(row)) if !row.limits()) => WaitFor::Time,
            () if krate.spawn_at(at).is_some() => WaitFor::End,
            () => return None,
        };
        Some(Stall { what, suspends: true, trace: vec![at] })
    }

    fn waiting(self, stall: &Stall) -> Option<Waiting> {
        let krate = self.krate;
        let (first, last) = (*stall.trace.first()?, *stall.trace.last()?);
        // Awaits with a lock that blocks threads are a question of their own.
        if stall.suspends && self.keeps_threads_waiting() {
            return None;
        }
        if stall.what == WaitFor::Room && !krate.may_be_full(last)
            || stall.what == WaitFor::Time && self.is_of_own_lock()
        {
            return None;
        }
        // What a call only sends is no part of the wait; a function may wait through any of its arguments.
        let takes_part = first != last || stall.what == WaitFor::Condition;
        let given = || takes_part && krate.args(first).iter().any(|&id| self.leads_to(ExprAt { id, ..first }));
        let lent = krate.receiver_of(first).is_some_and(|on| self.leads_to(on)) || given();
        // A condition variable frees the lock whose guard it is given.
        if stall.what == WaitFor::Condition && lent {
            return None;
        }
        Some(Waiting {
            at: first,
            span: krate.call_span(first),
            what: stall.what,
            chain: stall.trace.iter().skip(1).map(|at| krate.call_span(*at)).collect(),
            wanted: krate.name_of_lock(self).and_then(|lock| self.wanted_by(lock, stall.what, last)),
            through: lent && stall.what != WaitFor::End,
        })
    }

    /// Whether the lock lies in a value that its body has made: who makes it knows who wants it, and when.
    fn is_of_own_lock(self) -> bool {
        let krate = self.krate;
        let Some(Root::Local(binding)) = self.data.lock.as_ref().map(|lock| lock.root) else { return false };
        let info = krate.index.binding(binding);
        let Origin::Value(value) = info.origin else { return false };
        info.body == krate.body_at(self.data.at) && !krate.is_cloned_of_others(ExprAt { file: info.file, id: value })
    }

    /// Whether a value is the guard, or lies behind it.
    pub(super) fn leads_to(self, at: ExprAt) -> bool {
        let krate = self.krate;
        let root = krate.root_of(at);
        let carried = krate.route(self.data.value).carriers.iter().any(|carrier| Some(carrier.binding) == root);
        let mut below = false;
        krate.each_below(at, &mut |here| {
            below |= here == self.data.at;
            !below
        });
        carried
            || below
            || krate.identity(at).is_some_and(|place| {
                let of_carrier = |binding| krate.route(self.data.value).carriers.iter().any(|c| c.binding == binding);
                let behind = self.data.lock.as_ref().is_some_and(|lock| {
                    let way = place.path.strip_prefix(&*lock.path);
                    place.root == lock.root && way.is_some_and(|way| way.first() == Some(&Step::Inside))
                });
                behind || matches!(place.root, Root::Local(binding) if of_carrier(binding))
            })
    }

    /// Where the code that is waited for takes the lock.
    fn wanted_by(self, lock: LockName, what: WaitFor, call: ExprAt) -> Option<Span> {
        let krate = self.krate;
        match what {
            WaitFor::Room => self.wanted_by_receiver(lock, krate.receiver_of(call)?),
            WaitFor::Message | WaitFor::Value => self.wanted_by_sender(lock, krate.receiver_of(call)?),
            WaitFor::FirstOf => {
                let select = krate.select(call)?;
                select.branches.iter().find_map(|branch| {
                    let source = ExprAt { id: branch.source?, ..call };
                    match branch.kind {
                        BranchKind::Send { .. } => self.wanted_by_receiver(lock, source),
                        BranchKind::Recv => self.wanted_by_sender(lock, source),
                        _ => None,
                    }
                })
            }
            WaitFor::End => {
                let handle = krate.receiver_of(call).unwrap_or(call);
                let started = krate.opened_origins(handle).into_iter().filter_map(|at| krate.spawn_at(at));
                let kept = krate.starts_behind(handle).into_iter().cloned();
                let code = started.chain(kept).filter_map(|spawn| krate.code_of(spawn.argument));
                code.into_iter().find_map(|code| self.wanted_in(lock, code, |_| true))
            }
            WaitFor::Condition | WaitFor::Notice => {
                let condition = krate.field_of_struct(krate.without_refs(krate.receiver_of(call)?))?;
                krate.notifying_calls(condition.1).into_iter().find_map(|at| {
                    let same = krate.field_of_struct(krate.without_refs(krate.receiver_of(at)?)) == Some(condition);
                    if same { self.wanted_before(lock, at) } else { None }
                })
            }
            WaitFor::Barrier | WaitFor::Permit => None,
            WaitFor::Time | WaitFor::Future | WaitFor::Disk => None,
            WaitFor::Start | WaitFor::Process | WaitFor::Other => None,
        }
    }

    fn wanted_by_sender(self, lock: LockName, receiver: ExprAt) -> Option<Span> {
        let channels = self.krate.channels_of(receiver, Side::Receiver).into_iter();
        channels.flat_map(|channel| self.krate.sends_to(channel)).find_map(|at| self.wanted_before(lock, at))
    }

    /// Where the code that receives what a sender sends takes the lock, once it has begun to receive.
    fn wanted_by_receiver(self, lock: LockName, sender: ExprAt) -> Option<Span> {
        let krate = self.krate;
        let channels = krate.channels_of(sender, Side::Sender).into_iter();
        let all = channels.map(|n| Channel { krate, data: &krate.channels[n] });
        all.flat_map(|channel| channel.receives_anywhere().collect::<Vec<_>>()).find_map(|receive| {
            let body = krate.body_at(receive.data.at);
            let receives = krate.receive_nodes(receive.data);
            let flow = krate.flow(body);
            let behind =
                |node| receives.is_empty() || receives.iter().any(|receive| flow.path(*receive, node, |_| false));
            let own = body == krate.body_at(self.data.at);
            if own { None } else { self.wanted_in(lock, body, behind) }
        })
    }

    /// Where the body around a place takes the lock on a way that leads to the place.
    fn wanted_before(self, lock: LockName, at: ExprAt) -> Option<Span> {
        let body = self.krate.body_at(at);
        let flow = self.krate.flow(body);
        let target = flow.node_of(at.id).filter(|_| body != self.krate.body_at(self.data.at))?;
        self.wanted_in(lock, body, |node| flow.path(node, target, |_| false))
    }

    fn wanted_in(self, lock: LockName, body: BodyId, counts: impl Fn(NodeId) -> bool) -> Option<Span> {
        let krate = self.krate;
        krate.flow(body).ids().find_map(|node| {
            let wants = krate
                .takings_at(body, node)
                .into_iter()
                .find(|taking| taking.lock == lock && !(taking.mode == Mode::Shared && self.mode() == Mode::Shared))?;
            let call = wants.trace.first().filter(|_| counts(node))?;
            Some(krate.call_span(*call))
        })
    }
}

impl Crate {
    /// Whether a value is a clone of what lies in `self` or in what the function is given: a pointer that others have as well.
    fn is_cloned_of_others(&self, value: ExprAt) -> bool {
        let mut cloned = false;
        let mut now = Some(value);
        while let Some(at) = now {
            let inner = |id| Some(ExprAt { id, ..at });
            now = match self.kind(at) {
                ExprKind::Try(id) | ExprKind::Await(id) | ExprKind::Ref { operand: id, .. } => inner(*id),
                ExprKind::Field { base, .. } => inner(*base),
                ExprKind::Method(method) => {
                    cloned |= steps::clones(self.text(method.name));
                    inner(method.receiver)
                }
                ExprKind::Path(_) => {
                    let Some(info) = self.index.local(at).map(|id| self.index.binding(id)) else { return false };
                    match info.origin {
                        Origin::SelfParam | Origin::Param(_) => return cloned,
                        Origin::Value(id) if id != at.id => Some(ExprAt { file: info.file, id }),
                        _ => None,
                    }
                }
                _ => None,
            };
        }
        false
    }

    /// Whether a call sends to a channel that has a bound.
    fn may_be_full(&self, send: ExprAt) -> bool {
        let Callee::Method(ty, _) = self.callee(send) else { return false };
        let by_channel = || {
            let sender = self.receiver_of(send);
            let channels = sender.map(|sender| self.channels_of(sender, Side::Sender)).unwrap_or_default();
            channels.iter().any(|&channel| self.channels[channel].bounded)
        };
        library::always_bounded(&ty) || by_channel()
    }

    /// The calls that wake who waits for a condition variable in a field of this name.
    fn notifying_calls(&self, field: Name) -> Vec<ExprAt> {
        let uses = self.field_uses(field).iter().copied();
        let calls = uses.filter_map(|at| self.parent_expr(at).filter(|call| self.receiver_of(*call) == Some(at)));
        let notifies = |name: &str| calls::notifies(name) || name == calls::NOTIFIES_WAITERS;
        calls.filter(|call| self.method_name(*call).is_some_and(notifies)).collect()
    }
}
