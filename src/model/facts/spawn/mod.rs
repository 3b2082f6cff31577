//! Spawns: what is started, what becomes of its handle, whether it ever ends, and whether anything limits how many run.

pub mod lifetime;
pub mod asserted;
pub mod consumer;
pub mod endless_job;
pub mod input;
pub mod raced;
pub mod result;
pub mod set;
pub mod outside;
pub mod owner;
mod running;
pub mod site;
pub mod source;

use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::spawn::source::Feed;
use crate::model::flow::loops::{ExitHow, Loop};
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{self, OnDrop, Unit, calls, steps};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

pub use crate::model::effects::handle::HandleUse;
pub use crate::model::effects::wrapper::Wrapper;

handle! {
    /// A task or thread is started.
    Spawn, SpawnCall, spawns
}

/// A task that never ends: the loop, and the calls that lead there.
#[derive(Clone, Debug)]
pub struct Endless {
    /// The head of the loop.
    pub a_loop: Span,
    /// The calls from the task's own code to the loop, outermost first.
    pub chain: Vec<Span>,
    /// Whether each iteration waits for a clock: the loop surely comes round.
    pub paced: bool,
    /// Whether an iteration does nothing but wait for a clock and tell others something.
    pub only_tells: bool,
}

/// Why a task's code can end, or is not known to run forever.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// Its loop ends when what feeds it has no more.
    Closed(Span),
    /// An exit of its loop.
    Exit(Span),
    /// It is an `async` loop without any `.await`: nothing can stop it, whoever holds the handle.
    NeverAwaits(Span),
    /// It is what the function around the spawn was given: the caller knows.
    Forwarded(Span),
    /// No loop, or none that can be seen.
    NoLoop(Span),
}

impl<'c> Spawn<'c> {
    /// The call, from its path or, for a method, from the method's name to its first parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// What is started.
    pub fn unit(self) -> Unit {
        self.data.row.unit
    }

    /// What becomes of the handle; a set, scope or actor keeps what is spawned through it.
    pub fn handle(self) -> Asked<HandleUse> {
        match self.data.row.on_drop {
            OnDrop::Owned => Ok(HandleUse::Kept),
            // Where dropping the handle waits for the task, the statement that drops it awaits it.
            OnDrop::Join => Ok(match self.krate.handle_use(self.data.at) {
                HandleUse::Dropped(_) => HandleUse::Awaited,
                other => other,
            }),
            _ if self.krate.in_local_set(self.data.at) => Ok(HandleUse::Kept),
            _ if self.krate.in_own_runtime(self.data.at) => Ok(HandleUse::Kept),
            _ => Ok(self.krate.handle_use_in_the_end(self.data.at)),
        }
    }

    /// The place where the handle is dropped so that the task runs on with nobody to stop it.
    pub fn detached(self) -> Asked<Span> {
        let HandleUse::Dropped(at) = self.handle()? else { return Err(Silence::NotMine) };
        let explicit = self.krate.method_name(at).is_some_and(calls::detaches);
        match self.data.row.on_drop {
            OnDrop::Detach => Ok(self.krate.span(at)),
            OnDrop::Cancel if explicit => Ok(self.krate.span(at)),
            OnDrop::Unknown if explicit => Ok(self.krate.span(at)),
            OnDrop::Unknown => Err(Silence::Unknown("what dropping this handle does", self.span())),
            OnDrop::Cancel | OnDrop::Join | OnDrop::Owned => Err(Silence::NotMine),
        }
    }

    /// The loop that the task never leaves, or how it ends.
    pub fn endless(self) -> Asked<Result<Endless, Ends>> {
        let Some(body) = self.krate.code_of(self.data.argument) else {
            let unknown = Silence::Unknown("the code of this task", self.krate.span(self.data.argument));
            return self.forwards().map(|param| Err(Ends::Forwarded(param))).ok_or(unknown);
        };
        Ok(match self.krate.ending(body) {
            Ending::Endless { a_loop, .. } if self.krate.never_awaits(a_loop) => {
                Err(Ends::NeverAwaits(self.krate.loop_span(a_loop)))
            }
            Ending::Endless { a_loop, chain } => Ok(Endless {
                a_loop: self.krate.loop_span(a_loop),
                chain: chain.into_iter().map(|c| self.krate.span(c)).collect(),
                paced: self.krate.find_below(a_loop, &|part| self.krate.waits_for_clock(part)).is_some(),
                only_tells: self.krate.only_tells(a_loop),
            }),
            Ending::Ends(exit) => {
                let at = self.krate.span(exit.at);
                Err(match exit.how {
                    ExitHow::ClosedUnwrap | ExitHow::Leave(Leave::Condition | Leave::Ended) => Ends::Closed(at),
                    ExitHow::Leave(_) | ExitHow::Diverge => Ends::Exit(at),
                })
            }
            Ending::NoLoop => {
                Err(self.forwards().map_or(Ends::NoLoop(self.krate.span(self.data.argument)), Ends::Forwarded))
            }
        })
    }

    /// The parameter that is handed on, when the spawn only forwards what its function was given.
    pub fn forwards(self) -> Option<Span> {
        let param = self.krate.forwarded_param(self.data.argument)?;
        Some(self.krate.index.binding(param).span)
    }

    /// The call by which the task waits for signals of the operating system.
    pub fn waits_for_signals(self) -> Option<Span> {
        let body = self.krate.code_of(self.data.argument)?;
        self.krate.signal_in(body)
    }

    /// The spawn with its arguments.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// The future or closure that is spawned.
    pub fn task(self) -> Expr<'c> {
        self.krate.expr(self.data.argument)
    }

    /// What becomes of its handle.
    pub fn handle_use(self) -> HandleUse {
        self.krate.handle_use(self.data.at)
    }

    /// The loop around the spawn.
    pub fn enclosing_loop(self) -> Asked<Loop<'c>> {
        self.krate.enclosing_loop(self.data.at).ok_or(Silence::NotMine)
    }

    /// What feeds the loop around the spawn with the items that its tasks work on.
    pub fn feed(self) -> Asked<Feed> {
        let (at, argument) = (self.data.at, self.data.argument);
        self.krate
            .feed_of(at, argument)
            .or_else(|own| self.krate.fed_call(at, argument).map(|(_, feed)| feed).ok_or(own))
    }

    /// The call by which the loop that feeds the task reaches the function that starts it, when that is another one.
    pub fn fed_through(self) -> Option<Span> {
        let own = self.krate.feed_of(self.data.at, self.data.argument).is_ok();
        let fed = self.krate.fed_call(self.data.at, self.data.argument).filter(|_| !own);
        fed.map(|(call, _)| self.krate.call_span(call))
    }

    /// What a user calls it: a task or a thread.
    pub fn noun(self) -> &'static str {
        self.data.row.unit.noun()
    }

    /// Whether each one takes memory and a place of its own, rather than a slot of a pool.
    pub fn unlimited_unit(self) -> bool {
        matches!(self.data.row.unit, Unit::Task | Unit::Thread)
    }

    /// The variables that the task's code takes along, in the order in which it mentions them.
    pub fn taken_along(self) -> impl Iterator<Item = Variable<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument);
        let taken = body.and_then(|body| krate.captures.get(&body)).into_iter().flatten();
        taken.map(|(binding, _)| krate.variable(*binding))
    }

    /// The call as the user writes it, up to its arguments: `tokio::spawn`, `tasks.spawn`.
    pub fn call_text(self) -> &'c str {
        self.krate.call_text(self.data.at)
    }

    /// Whether the task's code stands in the call itself: it does not run what a call before it has made.
    pub fn starts_block(self) -> bool {
        matches!(self.krate.kind(self.data.argument), ExprKind::Async { .. } | ExprKind::Closure(_))
    }

    /// Whether what it starts is a task, not a thread.
    pub fn is_async(self) -> bool {
        self.data.row.unit == Unit::Task
    }

    /// The call that gives the loop its next item.
    pub fn source_of(self, feed: &Feed) -> Expr<'c> {
        self.krate.expr(feed.at)
    }

    /// Whether the task itself waits for something other than room in a channel.
    pub fn waits(self) -> Asked<bool> {
        match self.krate.code_of(self.data.argument) {
            Some(body) => Ok(self.krate.waits_itself(body)),
            // A future of unknown make is awaited for some reason.
            None => Ok(true),
        }
    }

    /// The arm of a `match` on the received item in which the spawn stands, or the call that hands the item to its function,
    /// when others are there.
    pub fn chosen_by(self, feed: &Feed) -> Option<Span> {
        let (krate, at) = (self.krate, self.data.at);
        let body = krate.body_at(at);
        match krate.body_at(feed.at) == body {
            true => krate.arm_on_item(at, feed),
            false => {
                let (call, _) = krate.fed_call(at, self.data.argument)?;
                krate.arm_on_item(call, feed).or_else(|| krate.arm_on(at, &krate.params_of(body)))
            }
        }
    }
}

impl Crate {
    /// Whether a call waits for some time, or for the next tick of a clock.
    fn waits_for_clock(&self, at: ExprAt) -> bool {
        self.sleep_row(at).is_some() || self.expr(at).is_tick()
    }

    /// Whether each iteration of a loop only waits for a clock, and then tells others something.
    fn only_tells(&self, a_loop: ExprAt) -> bool {
        let (mut tells, mut works) = (false, false);
        self.each_below(a_loop, &mut |at| {
            let waits = self.waits_for_clock(at);
            let name = self.expr(at).callee_name().filter(|_| !waits);
            tells |= name.is_some_and(calls::tells_others);
            works |= name.is_some_and(|name| !calls::tells_others(name) && !steps::clones(name));
            !waits
        });
        tells && !works
    }

    /// Whether a spawn stands in a future that a `LocalSet` of this function drives: the set owns the task.
    fn in_local_set(&self, at: ExprAt) -> bool {
        self.ancestors(at).any(|a| {
            matches!(self.callee(a), Callee::Method(path, name)
                if library::is_local_set(&path) && calls::drives_local_set(self.text(name)))
        })
    }

    /// Whether a loop of async code has no `.await` in it.
    fn never_awaits(&self, a_loop: ExprAt) -> bool {
        let body = self.body_at(a_loop);
        let flow = self.flow(body);
        let Some(number) = flow.loop_of(a_loop.id) else { return false };
        let inside = |n: usize| flow.inside(NodeId(n as u32), number);
        let awaits = |n: usize| matches!(flow.nodes[n].kind, NodeKind::Await(_)) && inside(n);
        self.index.body(body).is_async && !(0..flow.nodes.len()).any(awaits)
    }
}
