//! What code makes its thread wait for, and by which calls: a message, room for one, the end of a thread, a condition.
//!
//! What ends after a time is left out, and so are locks, which `locking` knows.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, FARTHEST, Solver};
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::{self, How, LockKind};
use crate::model::library::what::Blocks;
use crate::model::library::{self, ChannelKind, ReceiveHow, Side, Unit, calls};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{BranchKind, ExprKind};

/// How many waits are told apart in one function.
const MOST: usize = 32;

/// What a thread waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitFor {
    /// A message of a channel.
    Message,
    /// Room in a channel that has a bound, or may have one.
    Room,
    /// The first of several channels.
    FirstOf,
    /// That a condition variable is notified.
    Condition,
    /// The end of a thread or task.
    End,
    /// A time.
    Time,
    /// A future that is run to its end.
    Future,
    /// That files are read, written, or changed.
    Disk,
    /// That a process has started.
    Start,
    /// That a process has ended.
    Process,
    /// That all others come to a barrier.
    Barrier,
    /// That the value of a watch changes.
    Value,
    /// That somebody notifies.
    Notice,
    /// A permit of a semaphore.
    Permit,
    /// Something else.
    Other,
}

impl WaitFor {
    /// Whether it ends by itself, sooner or later: nobody else in the program has to do anything.
    pub fn ends_by_itself(self) -> bool {
        matches!(self, WaitFor::Disk | WaitFor::Start | WaitFor::Process)
    }
}

/// A wait, and how code comes to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::model) struct Stall {
    pub what: WaitFor,
    /// Whether a task waits, which leaves its thread to others meanwhile.
    pub suspends: bool,
    /// The calls that lead there, outermost first; the last one waits.
    pub trace: Vec<ExprAt>,
}

impl Base {
    /// What is waited for at a node of a body, by itself and by what it calls.
    pub(in crate::model) fn stalls_at(&self, body: BodyId, node: NodeId) -> Vec<Stall> {
        self.stalls_asking(body, node, &mut |inner| solver::solve(self, &self.stalls, &stalls, inner))
    }

    fn stalls_asking(&self, body: BodyId, node: NodeId, ask: &mut dyn FnMut(BodyId) -> Vec<Stall>) -> Vec<Stall> {
        let mut found: Vec<Stall> = self.own_stall(body, node).into_iter().collect();
        for (call, code) in self.code_run_at(body, node).into_iter().chain(self.run_meanwhile(body, node)) {
            let near = |stall: &Stall| stall.trace.len() < FARTHEST;
            found.extend(ask(code).into_iter().filter(near).map(|stall| {
                let trace = std::iter::once(call).chain(stall.trace).collect();
                Stall { trace, ..stall }
            }));
        }
        found
    }

    fn own_stall(&self, body: BodyId, node: NodeId) -> Option<Stall> {
        let file = self.index.body(body).file;
        let (at, what) = match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => (ExprAt { file, id }, self.waits_for_by_call(ExprAt { file, id })?),
            NodeKind::Await(id) if self.is_blocking_select(ExprAt { file, id }) => {
                (ExprAt { file, id }, WaitFor::FirstOf)
            }
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return None };
                let at = self.made_from(ExprAt { file, id: *inner });
                return Some(Stall { what: self.awaits_others(at)?, suspends: true, trace: vec![at] });
            }
            _ => return None,
        };
        Some(Stall { what, suspends: false, trace: vec![at] })
    }

    /// What others have to do before a library's future is over that a call gives.
    fn awaits_others(&self, at: ExprAt) -> Option<WaitFor> {
        let Callee::Method(ty, name) = self.callee(at) else { return None };
        let name = self.text(name);
        if let Some(acquire) = self.acquired_by(at).filter(|acquire| acquire.guard.lock.kind != LockKind::Watch) {
            return (acquire.guard.lock.kind == LockKind::Semaphore && acquire.how == How::Awaits)
                .then_some(WaitFor::Permit);
        }
        match library::end_of_type(&ty) {
            Some((kind, Side::Receiver)) if library::receive_method(kind, name) == Some(ReceiveHow::Await) => {
                Some(if kind == ChannelKind::Watch { WaitFor::Value } else { WaitFor::Message })
            }
            Some((_, Side::Sender)) if library::awaits_room(&ty, name) => Some(WaitFor::Room),
            Some(_) => None,
            None if calls::waits_for_all(&ty, name) => Some(WaitFor::Barrier),
            None if calls::waits_for_notice(&ty, name) => Some(WaitFor::Notice),
            None => None,
        }
    }

    /// The closures that a call runs while a guard that it is given is let go of: what they do is done without that lock, but
    /// under all others.
    fn run_meanwhile(&self, body: BodyId, node: NodeId) -> Vec<(ExprAt, BodyId)> {
        let NodeKind::Eval(id) = self.flow(body).node(node).kind else { return Vec::new() };
        let at = ExprAt { file: self.index.body(body).file, id };
        match self.callee(at) {
            Callee::External(path) if locks::lets_go_meanwhile(&path) => {
                let given = self.args(at).iter().filter_map(|&id| self.index.body_of(ExprAt { id, ..at }));
                given.map(|closure| (at, closure)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a call makes its thread wait for, of itself.
    fn waits_for_by_call(&self, at: ExprAt) -> Option<WaitFor> {
        if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) || self.is_awaited(at) {
            return None;
        }
        if let Callee::Method(ty, name) = self.callee(at) {
            let name = self.text(name);
            if calls::waits_for_all(&ty, name) {
                return Some(WaitFor::Barrier);
            }
            if let Some(wait) = locks::condvar_wait(&ty, name) {
                return (!wait.timed && wait.how == How::Blocks).then_some(WaitFor::Condition);
            }
            if library::blocks_for_room(&ty, name) {
                return Some(WaitFor::Room);
            }
            if library::end_of_type(&ty)
                .is_some_and(|(kind, _)| library::receive_method(kind, name) == Some(ReceiveHow::Timed))
            {
                return None;
            }
        }
        if self.joins_thread(at) {
            return Some(WaitFor::End);
        }
        if let Some(wait) = self.waits_for_system(at) {
            return Some(wait);
        }
        Some(match self.blocking_call(at)? {
            Blocks::Sleep => WaitFor::Time,
            Blocks::Receive => WaitFor::Message,
            Blocks::Future => WaitFor::Future,
            Blocks::Other => WaitFor::Other,
        })
    }

    /// Whether a call blocks its thread until a process has ended, a condition variable is notified, or all have come to a
    /// barrier.
    pub(in crate::model) fn waits_for_others(&self, at: ExprAt) -> bool {
        matches!(self.waits_for_by_call(at), Some(WaitFor::Process | WaitFor::Barrier | WaitFor::Condition))
    }

    /// What a call of the standard library makes the system do, and waits for.
    fn waits_for_system(&self, at: ExprAt) -> Option<WaitFor> {
        let told = |owner: &str, name: &str| match () {
            () if calls::works_on_disk(owner, name) => Some(WaitFor::Disk),
            () if calls::starts_process(owner, name) => Some(WaitFor::Start),
            () if calls::runs_process(owner, name) => Some(WaitFor::Process),
            () => None,
        };
        match self.callee(at) {
            Callee::External(path) => path.rsplit_once("::").and_then(|(owner, name)| told(owner, name)),
            Callee::Method(ty, name) => told(&ty, self.text(name)),
            Callee::Unnamed(name) if self.is_of_command(at) => told(calls::COMMAND, self.text(name)),
            _ => None,
        }
    }

    /// Whether a chain of method calls begins with a command that is to be run.
    fn is_of_command(&self, call: ExprAt) -> bool {
        let mut now = call;
        while let ExprKind::Method(method) = self.kind(now) {
            now = ExprAt { id: method.receiver, ..now };
        }
        now != call && self.is_of(now, calls::COMMAND)
    }

    /// Whether a call waits for the end of a thread, by the type of its handle or since it was started right here.
    fn joins_thread(&self, call: ExprAt) -> bool {
        let joins = self.method_name(call).is_some_and(calls::joins) && self.args(call).is_empty();
        let Some(handle) = self.receiver_of(call).filter(|_| joins) else { return false };
        let started = || self.spawn_at(self.made_from(handle)).is_some_and(|spawn| spawn.row.unit == Unit::Thread);
        self.is_of(handle, library::THREAD_HANDLE) || started()
    }

    /// Whether a `select!` over channels blocks its thread until one of them is ready.
    fn is_blocking_select(&self, at: ExprAt) -> bool {
        let Some(select) = self.select(at) else { return false };
        let kinds = || select.branches.iter().map(|branch| branch.kind);
        kinds().any(|kind| matches!(kind, BranchKind::Recv | BranchKind::Send { .. }))
            && !kinds().any(|kind| matches!(kind, BranchKind::Default))
    }
}

/// What a body waits for, by itself and through its calls: each call that waits once, and of those that wait for the
/// system the first.
fn stalls(solver: &mut Solver<'_, Vec<Stall>>, body: BodyId) -> Vec<Stall> {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut all = solver.so_far(body);
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        for stall in base.stalls_asking(body, node, &mut |inner| solver.ask(inner)) {
            let same = |known: &Stall| {
                known.trace.last() == stall.trace.last() || stall.what.ends_by_itself() && known.what == stall.what
            };
            if all.len() < MOST && !all.iter().any(same) {
                all.push(stall);
            }
        }
    }
    all
}
