//! Guards and permits: what keeps a lock held or a place of a semaphore taken, how long it lives, and what happens to it and
//! to others meanwhile.

pub mod advice;
pub mod again;
pub mod callback;
pub mod declared_order;
pub mod discarded;
pub mod earlier;
pub mod excluded;
pub mod forgotten;
pub mod giving;
mod handed_in;
pub mod lent;
pub mod moments;
pub mod needed;
pub mod order;
pub mod parallel;
pub mod operands;
pub mod permit;
pub mod places;
pub mod ring;
pub mod users;
pub mod waiting;

use std::borrow::Cow;

use crate::model::callee::Callee;
use crate::model::facts::guard::permit::Permit;
use crate::model::flow::points::Point;
use crate::model::flow::{NodeKind, Place, Root, Use};
use crate::model::library::locks::{self, Gives, GuardRow, How, LockKind, Mode};
use crate::model::library::{self, Call, SleepRow, TimerKind, steps};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::source::test_code::is_only_compiled;
use crate::model::types::Ty;
use crate::model::values::follow::{Carrier, Sink};
use crate::model::values::live::{Held, Life};
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprId, ExprKind};

/// What is stored of a guard or permit.
#[derive(Debug)]
pub struct GuardData {
    /// The call that takes the lock, or of a function that gives its guard.
    pub(in crate::model) at: ExprAt,
    /// The expression that has the guard, out of its `Result`, after its await.
    pub(in crate::model) value: ExprAt,
    pub(in crate::model) row: &'static GuardRow,
    pub(in crate::model) how: How,
    /// Whether the value is an `Option` or `Result` in which there may be no guard.
    pub(in crate::model) may_lack: bool,
    /// The lock; `None` where it is not known which it is.
    pub(in crate::model) lock: Option<Place>,
}

handle! {
    /// A lock is taken, and its guard given.
    Guard, GuardData, guards
}

/// A place at which a guard is held and its body waits for something else.
#[derive(Clone, Copy, Debug)]
pub struct Suspension {
    pub(in crate::model) at: ExprAt,
    pub span: Span,
    /// Whether the guard is held there on every path.
    pub surely: bool,
}

impl<'c> Guard<'c> {
    /// The call that takes the lock, from its path or, for a method, from the method's name on.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The lock as the user wrote it: `self.state`. Where a function gives the guard, the place that it takes it of, else its
    /// call.
    pub fn lock_text(self) -> Cow<'c, str> {
        let krate = self.krate;
        let acquired = krate.acquired_by(self.data.at).is_some();
        if let (Some(Place { root: Root::Local(binding), path }), false) = (&self.data.lock, acquired) {
            let root = krate.text(krate.index.binding(*binding).name).to_owned();
            return Cow::Owned(krate.with_steps(root, path));
        }
        let taken = krate.receiver_of(self.data.at).filter(|_| acquired);
        Cow::Borrowed(krate.text_at(krate.cloned_from(taken.unwrap_or(self.data.at))))
    }

    /// The type of the guard, by its last name: `MutexGuard`.
    pub fn type_name(self) -> &'static str {
        self.data.row.path.rsplit("::").next().unwrap_or(self.data.row.path)
    }

    /// Whom the guard excludes.
    pub fn mode(self) -> Mode {
        self.data.row.mode
    }

    /// What sort of lock it is of.
    pub fn lock_kind(self) -> LockKind {
        self.data.row.lock.kind
    }

    /// The guard, where others wait for it by blocking their thread, or panic.
    pub fn blocking(self) -> Asked<Guard<'c>> {
        if self.keeps_threads_waiting() { Ok(self) } else { Err(Silence::NotMine) }
    }

    /// Whether others wait for it by blocking their thread, or panic.
    pub fn keeps_threads_waiting(self) -> bool {
        self.data.row.blocks_others()
    }

    /// The variable that has the guard to the end, else the one that has it first; `None` for a temporary.
    pub(in crate::model) fn variable(self) -> Option<BindingId> {
        let route = self.krate.route(self.data.value);
        let first = route.carriers.first().filter(|carrier| carrier.path.is_empty() && !self.krate.is_ref(carrier))?;
        let to_the_end = |carrier: &&Carrier| route.sinks.contains(&Sink::OutOfScope(carrier.binding));
        let last = route.carriers.iter().filter(|carrier| carrier.path.is_empty()).find(to_the_end);
        Some(last.unwrap_or(first).binding)
    }

    /// The name of the variable that has the guard; `None` for a temporary.
    pub fn name(self) -> Option<&'c str> {
        let binding = self.variable()?;
        Some(self.krate.text(self.krate.index.binding(binding).name))
    }

    /// The expression that has the guard, out of its `Result`, behind its await.
    pub fn guard_expr(self) -> Expr<'c> {
        self.krate.expr(self.data.value)
    }

    /// The points of its body at which the guard is held, surely or possibly, in the order of the source.
    pub fn held_points(self) -> Asked<impl Iterator<Item = (Point<'c>, Held)>> {
        let life = self.life()?;
        let (base, body): (&'c Base, _) = (self.krate, life.body);
        let points: Vec<_> = life.points().map(|(node, held)| (Point { base, body, node }, held)).collect();
        Ok(points.into_iter())
    }

    /// How long the guard lives in its body.
    pub(in crate::model) fn life(self) -> Asked<Life<'c>> {
        self.krate.life(self.data.value, self.data.may_lack).ok_or(Silence::NotMine)
    }

    /// The first place at which a task waits while the guard is held, one that each build has before others; a `select!` in a plain function blocks its thread, and suspends nothing.
    pub fn held_across(self) -> Asked<Suspension> {
        let waits = self.waits_while_held()?;
        let always = |wait: &&Suspension| !self.krate.is_built_conditionally(wait.at);
        waits.iter().find(always).or(waits.first()).copied().ok_or(Silence::NotMine)
    }

    /// The places at which a task waits while the guard is held, in the order of the source.
    fn waits_while_held(self) -> Asked<Vec<Suspension>> {
        let life = self.life()?;
        let is_async = self.krate.index.body(life.body).is_async;
        let at = |id| ExprAt { id, ..self.data.at };
        let suspends = |node| match life.flow.node(node).kind {
            NodeKind::Await(id) if is_async || matches!(self.krate.kind(at(id)), ExprKind::Await(_)) => Some(id),
            NodeKind::Eval(id) => self.awaits_its_arguments(id).then_some(id),
            _ => None,
        };
        let waits = life.points().filter_map(|(node, held)| {
            let id = suspends(node)?;
            Some(Suspension { at: at(id), span: self.krate.expr(at(id)).await_span(), surely: held == Held::Yes })
        });
        Ok(waits.collect())
    }

    /// Whether there is one place alone at which a task waits while the guard is held, and only once for each guard.
    pub fn is_held_across_one(self) -> Asked<bool> {
        let waits = self.waits_while_held()?;
        let loop_of = |at| self.krate.loop_around(at);
        Ok(waits.len() == 1 && waits.iter().all(|wait| loop_of(wait.at) == loop_of(self.data.at)))
    }

    /// Whether the guard goes with its future to another thread: the code that holds it can then be polled anywhere.
    pub fn goes_to_threads(self) -> bool {
        self.data.row.goes_to_threads()
    }

    /// Whether an expression of the guard's file is a macro that awaits what it is given.
    fn awaits_its_arguments(self, id: ExprId) -> bool {
        match self.krate.kind(ExprAt { id, ..self.data.at }) {
            ExprKind::Macro(call) => library::waiting_macro(self.krate.macro_name(call)),
            _ => false,
        }
    }

    /// Whether what is awaited is a future that was made through the guard, so that it borrows from it: `rx.lock().recv()`.
    pub fn is_awaited_through(self, wait: &Suspension) -> bool {
        let ExprKind::Await(inner) = self.krate.kind(wait.at) else { return false };
        let guard = self.guard_expr();
        let receivers = std::iter::successors(Some(ExprAt { id: *inner, ..wait.at }), |at| self.krate.receiver_of(*at));
        self.is_temporary() && receivers.skip(1).any(|receiver| self.krate.expr(receiver) == guard)
    }

    /// Whether the guards are the items of a loop over a map, whose iterator keeps a part locked between two of them.
    pub fn is_iterated(self) -> bool {
        let head = self.guard_expr().head();
        self.lock_kind() == LockKind::Map && head.is_some_and(|head| head.keyword == "for")
    }

    /// The static lock that lets tests run one after the other, when this guard is no more than that: nobody looks at it.
    pub fn serialises_tests(self) -> Option<Span> {
        let name = self.name()?;
        let by_place =
            self.data.lock.as_ref().is_some_and(|lock| matches!(lock.root, Root::Static(_) | Root::Outside(_)));
        let is_static = by_place || self.krate.receiver_of(self.data.at).is_some_and(|lock| self.krate.is_static(lock));
        (self.in_test() && name.starts_with('_') && is_static).then(|| self.span())
    }
}

impl Base {
    /// What a clone was made of: `lock` of `lock.clone()` and of `Arc::clone(&lock)`.
    fn cloned_from(&self, at: ExprAt) -> ExprAt {
        let of = match self.kind(at) {
            ExprKind::Method(method) if steps::clones(self.text(method.name)) => method.receiver,
            ExprKind::Call { args, .. } if self.identity(at).is_some() && args.len() == 1 => args[0],
            ExprKind::Ref { operand, .. } => *operand,
            _ => return at,
        };
        self.cloned_from(ExprAt { id: of, ..at })
    }

    /// The expression that has the guard which a call gives: out of its `Result`, behind its await or what blocks on it.
    fn guard_value(&self, call: ExprAt, how: How) -> Option<ExprAt> {
        let in_branch = self.passed_on_by_branch(call).filter(|_| how == How::Awaits);
        let mut now = in_branch.unwrap_or(call);
        let mut awaited = how != How::Awaits || in_branch.is_some();
        while let Some(outer) = self.parent_expr(now) {
            match self.kind(outer) {
                ExprKind::Await(_) if !awaited => awaited = true,
                _ if !awaited && self.is_blocked_on(now, outer) => awaited = true,
                ExprKind::Call { args, .. } if !awaited && args.last() == Some(&now.id) && self.limits(outer) => {}
                ExprKind::Try(_) => {}
                ExprKind::Method(method) if method.receiver == now.id && self.becomes_guard(outer) => {}
                ExprKind::Call { args, .. } if args.first() == Some(&now.id) && self.becomes_guard(outer) => {}
                ExprKind::Method(method)
                    if method.receiver == now.id && awaited && self.unwraps_guard(outer, self.text(method.name)) => {}
                _ => break,
            }
            now = outer;
        }
        awaited.then_some(now)
    }

    /// Whether a call runs a future to its end, which stands as its argument: `block_on(lock.read())`.
    fn is_blocked_on(&self, future: ExprAt, call: ExprAt) -> bool {
        self.args(call).first() == Some(&future.id) && self.known_call(call) == Some(Call::BlockOn)
    }

    /// The one mention of the variable to which a branch of a `select!` gives what its future has given; `None` where it
    /// has none, or several.
    fn passed_on_by_branch(&self, future: ExprAt) -> Option<ExprAt> {
        let (select, n) = self.branch_of_source(future)?;
        let branch = &self.select(select)?.branches[n as usize];
        let mut variables = Vec::new();
        self.pattern_bindings(future.file, branch.pat?, &mut variables);
        let ([variable], BranchKind::Future) = (variables.as_slice(), branch.kind) else { return None };
        let [mention] = self.index.binding(*variable).uses.as_slice() else { return None };
        let lent =
            matches!(self.flow(self.body_at(future)).use_of(*mention), None | Some((_, Use::Borrow | Use::BorrowMut)));
        (!lent).then_some(ExprAt { id: *mention, ..future })
    }

    /// Whether a call makes a future that gives up the one it is given when its time is up.
    fn limits(&self, call: ExprAt) -> bool {
        let timer = |row: SleepRow| matches!(row.kind, TimerKind::Timeout | TimerKind::TimeoutAt);
        matches!(self.known_call(call), Some(Call::Sleep(row)) if timer(row))
    }

    fn unwraps_guard(&self, call: ExprAt, name: &str) -> bool {
        (steps::unwraps(name) || steps::passes_receiver(name))
            && (matches!(self.type_of(call), Ty::Guard(_)) || self.unwrapped_guard(&self.type_of(call)).is_some())
    }

    /// The guard that a value is, or that comes in an `Option` or `Result`.
    fn unwrapped_guard(&self, ty: &Ty) -> Option<&'static GuardRow> {
        self.guard(ty).or_else(|| self.guard(&self.unwrapped(ty))).map(|guard| guard.row)
    }
}

/// Every guard and permit, in the order of the source.
pub(in crate::model) fn collect(krate: &Crate) -> Vec<GuardData> {
    guard_calls(krate).into_iter().filter_map(|at| taken(krate, at)).collect()
}

/// The calls that may give a guard or a permit, by their names.
pub(in crate::model) fn guard_calls(krate: &Crate) -> Vec<ExprAt> {
    let spans = library::MAKING_SPANS.iter().any(|name| krate.names.find(name).is_some());
    let has = |name: &str| {
        krate.names.find(name).is_some() || krate.siblings.has_lock(name) || spans && library::SPAN.ends_with(name)
    };
    let acquiring = krate.calls_by_name.keys().filter(|name| locks::may_acquire(krate.text(**name), has)).copied();
    let giving = giving::guard_givers(krate).into_iter();
    let giving = giving.chain(krate.siblings.givers().filter_map(|name| krate.names.find(name)));
    let declared = krate.declared_names(|call| matches!(call, library::Call::Lock(_)));
    let mut calls = krate.calls_named(acquiring.chain(giving).chain(declared));
    calls.retain(|at| !is_only_compiled(&krate.files[at.file.0 as usize].within));
    calls
}

fn taken(krate: &Crate, at: ExprAt) -> Option<GuardData> {
    if let Some(acquire) = krate.acquired_by(at) {
        let value = krate.guard_value(at, acquire.how)?;
        let lock = krate.lock_place(at);
        let (row, how) = (acquire.guard, acquire.how);
        // The error of a lock that was waited for is that of a poisoned one, and has the guard.
        let ty = krate.type_of(value);
        let comes_in = acquire.gives != Gives::Plain || krate.unwrapped_guard(&ty).is_some();
        let may_lack = comes_in && !krate.poisons(at) && krate.guard(&ty).is_none();
        return Some(GuardData { at, value, row, how, may_lack, lock });
    }
    // A function of the package or of a sibling that gives a guard, by the type that it is written to give.
    if !matches!(krate.callee(at), Callee::Def(_)) && krate.sibling_called(at).is_none() {
        return None;
    }
    let ty = krate.type_of(at);
    let awaits = matches!(ty, Ty::Future { .. });
    let row = krate.unwrapped_guard(&krate.awaited(&ty))?;
    let how = if awaits { How::Awaits } else { How::Blocks };
    let value = krate.guard_value(at, how)?;
    let may_lack = krate.guard(&krate.type_of(value)).is_none();
    Some(GuardData { at, value, row, how, may_lack, lock: krate.lock_given(at) })
}

impl Crate {
    /// Every permit of a semaphore that is taken, in the order of the source.
    pub fn permits(&self) -> impl Iterator<Item = Permit<'_>> {
        self.guards().filter(|guard| guard.lock_kind() == LockKind::Semaphore).map(Permit)
    }
}
