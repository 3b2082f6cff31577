//! What a loop polls for, what bounds it, and what speaks against a signal in its place.

use crate::lint::{Asked, Silence, Span};
use crate::model::facts::wait::poll::{Look, Poll};
use crate::model::flow::loops::Loop;
use crate::model::library::calls::{self, Inquiry};
use crate::model::library::{self, TimerKind, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::values::branches::Branch;
use crate::model::values::cases::Continuation;

/// Sleeps from this length on, in milliseconds, keep whoever stops a loop waiting.
const LONG: u64 = 100;

/// Sleeps up to this length, in milliseconds, make nobody late who would notice.
const SHORT: u64 = 2;

/// Sleeps up to this length, in milliseconds, let a loop that gives up after a while look often enough.
const OFTEN: u64 = 10;

/// What a loop polls for.
pub struct Polled<'c> {
    /// The read of it.
    pub read: Expr<'c>,
    /// A line that changes it, when one in the same file names the same field.
    pub changed: Option<Expr<'c>>,
    pub kind: State,
}

/// What a loop polls for, by how one could wait for it.
pub enum State {
    /// A task of which the program holds the handle, as it is written.
    Task(String),
    /// A thread of which the program holds the handle.
    Thread(String),
    /// Messages of a channel, by its receiving end.
    Channel(String),
    /// Anything else.
    Shared,
}

/// Whether nobody can notice that the loop is late: it looks every millisecond or two (learnt from cloud-hypervisor).
pub fn is_hardly_late(poll: &Poll<'_>) -> bool {
    poll.delay().and_then(Expr::millis).is_some_and(|delay| delay <= SHORT)
}

/// Whether nobody is seen whom the loop keeps waiting. With a limit, be it around the loop, who looks often enough is served in time; without one,
/// or where another branch of the same `select!` wakes the loop too, no line of the program is seen that changes what it
/// looks at, and where it could be woken.
pub fn is_hardly_missed(poll: &Poll<'_>, polled: &Polled<'_>) -> bool {
    let often = poll.delay().and_then(Expr::millis).is_some_and(|delay| delay <= OFTEN);
    let unseen = matches!(polled.kind, State::Shared) && polled.changed.is_none();
    match bounded(poll) {
        Some(_) => often || poll.wait().branch().is_some() && unseen,
        None => unseen,
    }
}

/// A child process that a loop waits for.
pub struct Child<'c> {
    /// The question whether it has exited.
    pub asked: Expr<'c>,
    pub name: &'c str,
}

/// How a loop with other work is stopped.
pub struct Stop {
    /// The look at the flag or message.
    pub span: Span,
    /// The sleep (or, where it blocks the thread, its length) as it is written.
    pub every: String,
}

/// The state that is looked at.
pub fn polled<'c>(poll: &Poll<'c>) -> Asked<Polled<'c>> {
    let read = poll.looks().find_map(Look::state).ok_or(Silence::NotMine)?;
    Ok(Polled { read, changed: change_of(read), kind: kind(poll, read) })
}

/// What is polled, by how one could wait for it.
fn kind(poll: &Poll<'_>, read: Expr<'_>) -> State {
    let (Some(asks), Some(on)) = (read.callee_name().and_then(calls::inquires), read.called_on()) else {
        return State::Shared;
    };
    let name = on.text().to_owned();
    match asks {
        // In `handles.iter().any(|h| h.is_finished())` the handle has no name outside of the closure.
        Inquiry::Finished if read.body() != poll.around().expr().body() => State::Shared,
        Inquiry::Finished if on.is_thread_handle() || poll.blocks() => State::Thread(name),
        Inquiry::Finished => State::Task(name),
        Inquiry::Message | Inquiry::Item => State::Channel(name),
        Inquiry::Value => State::Shared,
    }
}

/// A call in the same file that changes the field or static that is read.
fn change_of(read: Expr<'_>) -> Option<Expr<'_>> {
    let place = read.called_on().filter(|place| place.is_shared_place())?;
    let name = place.place_name()?;
    read.calls_of_file().find(|call| {
        let changed = call.called_on().filter(|_| call.callee_name().is_some_and(calls::changes_atomic));
        // `x.store(false, …)` is more often the beginning than the end of what is waited for.
        changed.is_some_and(|changed| changed.place_name() == Some(name)) && !call.is_given_false()
    })
}

/// The look at the clock, when the loop looks at nothing else.
pub fn only_clock<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    let more = |look: Look<'_>| look.state().is_some() || !look.only_reads();
    poll.looks().find_map(Look::clock).filter(|_| !poll.looks().any(more))
}

/// Where the loop makes its delay longer or shorter.
pub fn grows(poll: &Poll<'_>) -> Option<Span> {
    let assigned = |part: Expr<'_>| part.local().and_then(|length| length.assigned_in(poll.around()));
    poll.delay()?.first_anywhere(|part| assigned(part).is_some()).and_then(assigned)
}

/// The look that asks a file, a process, the network or the system; or, since nothing but setting a flag is allowed to
/// them, the call that sets a handler of signals.
pub fn outside<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    let handles_signals = |call: &Expr<'_>| {
        call.library_function().is_some_and(|path| library::flags_signal(&path))
            || call.callee_name().is_some_and(calls::sets_signal_handler)
    };
    match poll.looks().find_map(Look::outside) {
        Some(asks) => Some(asks),
        None => poll.around().expr().calls_of_function().find(handles_signals),
    }
}

/// The child process whose exit is all that a loop waits for, without a limit, where the child can be waited for as the
/// loop waits.
pub fn only_child<'c>(poll: &Poll<'c>) -> Option<Child<'c>> {
    let asked =
        poll.looks().filter_map(Look::outside).find(|asked| asked.callee_name().is_some_and(calls::asks_for_exit))?;
    let child = asked.called_on()?;
    let waits_alike = if poll.blocks() { child.is_child_of_threads() } else { child.is_child_of_tasks() };
    let more = |look: Look<'_>| {
        look.state().is_some()
            || look.clock().is_some()
            || look.acts().is_some()
            || look.outside().is_some_and(|other| other != asked)
    };
    let bound = poll.around().bound_within().is_some() || limit_around(poll.around().expr()).is_some();
    let name = child.local()?.name();
    (waits_alike && !bound && !poll.looks().any(more)).then_some(Child { asked, name })
}

/// The look that is an attempt: it is made again because it failed.
pub fn retries<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    let taken = |read: Expr<'_>| read.callee_name().is_some_and(calls::fails_on_taken);
    let may_fail = |look: &Look<'_>| {
        !look.only_reads() || look.state().is_some_and(|read| read.is_known_by_name() && !taken(read))
    };
    poll.looks().find(|look| may_fail(look) && look.expr.is_asked_for_success()).map(|look| look.expr)
}

/// The condition under which the loop sleeps, where the next iteration can come without.
pub fn condition<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    let a_loop = poll.around();
    let comes_again = |decision: Expr<'_>, n| decision.side(n).is_some_and(|side| side.continues(a_loop));
    let mut within = poll.wait().conditions().take_while(|decision| a_loop.holds(decision.span()));
    within.find_map(|decision| decision.if_condition().filter(|_| comes_again(decision, 0) && comes_again(decision, 1)))
}

/// The look at a flag or message that tells the loop to stop, when the sleep is long enough to matter.
pub fn stop(poll: &Poll<'_>) -> Option<Stop> {
    let delay = poll.delay().filter(|delay| delay.millis().is_some_and(|millis| millis >= LONG))?;
    let mut reads = poll.looks().filter(|look| look.only_reads()).filter_map(Look::state);
    let read = reads.find(|read| tells_to_stop(*read, poll.around()))?;
    let every = if poll.blocks() { delay } else { poll.wait() };
    Some(Stop { span: read.span(), every: every.text().to_owned() })
}

/// The branch beside the wait, in its `select!`, that waits for the very thing that the loop looks at, or for a mere
/// wake-up: somebody sends that so that the loop looks.
pub fn heard_beside(poll: &Poll<'_>) -> Option<Span> {
    let looked_at = poll.looks().find_map(Look::state).and_then(root_called_on);
    let heard = |branch: &Branch<'_>| {
        let Some(source) = branch.source() else { return false };
        let same = looked_at.is_some() && root_called_on(source) == looked_at;
        same || source.callee_name().is_some_and(calls::waits_to_be_woken)
    };
    poll.wait().branch()?.others().find(heard).map(Branch::span)
}

fn root_called_on(call: Expr<'_>) -> Option<Variable<'_>> {
    call.called_on().and_then(Expr::root)
}

/// Whether a state that is read tells a loop to stop: a flag of such a name, or a message that ends the loop.
fn tells_to_stop(read: Expr<'_>, a_loop: Loop<'_>) -> bool {
    let Some(on) = read.called_on() else { return false };
    match read.callee_name().and_then(calls::inquires) {
        Some(Inquiry::Value) => {
            let named = |name| vocabulary::tells_to_stop(&words_of_name(name));
            on.may_be_flag() && on.place_name().is_some_and(named)
        }
        Some(Inquiry::Message) => match read.when_ok() {
            Continuation::At(points) => !points.is_empty() && !points.iter().any(|point| point.continues(a_loop)),
            Continuation::Ignored(point) | Continuation::Question(point) => !point.continues(a_loop),
            _ => false,
        },
        _ => false,
    }
}

/// The look at the clock in a loop that waits for a thread: the handle of a thread cannot be joined with a limit.
pub fn joins_with_limit<'c>(poll: &Poll<'c>, polled: &Polled<'c>) -> Option<Expr<'c>> {
    poll.around().bound_within().filter(|_| matches!(polled.kind, State::Thread(_)))
}

/// What bounds the poll of a test: a count of its iterations, a look at the clock, a limit around it.
pub fn bounded<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    let a_loop = poll.around().expr();
    if let Some(attempts) = poll.around().counted_through() {
        return Some(attempts);
    }
    if let Some(within) = poll.around().bound_within() {
        return Some(within);
    }
    if let Some(limit) = limit_around(a_loop) {
        return Some(limit);
    }
    if let Some(limit) = a_loop.bodies_around().filter_map(Expr::let_around).find_map(limit_of_named) {
        return Some(limit);
    }
    if let Some(limit) = limit_of_set(a_loop) {
        return Some(limit);
    }
    let speaks = vocabulary::speaks_of_timeout;
    let mut attributes = a_loop.function()?.attributes();
    attributes.any(|(path, rest)| speaks(path) || speaks(rest)).then_some(a_loop)
}

/// `timeout(d, async { … })` around a place, or what is called like it.
fn limit_around(at: Expr<'_>) -> Option<Expr<'_>> {
    let speaks = vocabulary::speaks_of_timeout;
    at.ancestors().find(|around| {
        matches!(around.timer_kind(), Some(TimerKind::Timeout | TimerKind::TimeoutAt))
            || around.macro_called().is_some_and(speaks)
            || around.callee_name().is_some_and(speaks)
    })
}

/// The limit around a future that has a name. Raced, it is dropped when the other side comes first.
fn limit_of_named(future: Variable<'_>) -> Option<Expr<'_>> {
    future.mentions().find_map(|mention| match limit_around(mention) {
        Some(limit) => Some(limit),
        None => mention.raced_by(),
    })
}

/// The limit under which all tasks of a set are joined, when the loop runs in a task of that set.
fn limit_of_set(a_loop: Expr<'_>) -> Option<Expr<'_>> {
    let spawn = a_loop.bodies_around().last()?.ancestors().find(|around| around.starts_task())?;
    let set = spawn.called_on()?.root()?;
    set.mentions().find_map(|mention| match limit_around(mention) {
        Some(limit) => Some(limit),
        // `let all = set.join_all();`: the joining has a name of its own.
        None => mention.let_around()?.mentions().find_map(limit_around),
    })
}

/// What ends the loop after a while, whatever the state: a look at the clock, or at a count of its iterations.
pub fn limit<'c>(poll: &Poll<'c>) -> Option<Expr<'c>> {
    if let Some(attempts) = poll.around().counted_through() {
        return Some(attempts);
    }
    let counted = |part: Expr<'c>| part.local().is_some_and(|variable| counts_in(poll.around(), variable));
    let looked_at = poll.looks().find_map(|look| look.clock().or(look.expr.first_where(counted)));
    match looked_at {
        Some(limit) => Some(limit),
        // It may end in a panic, which is no exit of the loop.
        None => poll.around().expr().first_where(|part| part.callee_name().is_some_and(calls::looks_at_clock)),
    }
}

/// Whether a loop adds to a variable.
fn counts_in(a_loop: Loop<'_>, variable: Variable<'_>) -> bool {
    a_loop.expr().first_where(|part| part.counts() == Some(variable)).is_some()
}

/// How many functions that call one another are asked for a limit.
const CALLERS: u32 = 4;

/// That no caller of the function around it bounds it: it is no helper that gives a future, or all that call it are seen and
/// only await it.
pub fn bounded_by_callers(poll: &Poll<'_>) -> Asked<()> {
    let helper = poll.around().expr().function().filter(|function| function.is_async() && function.name() != "main");
    match helper.is_none_or(|function| runs_without_limit(function, CALLERS)) {
        true => Ok(()),
        false => Err(Silence::Unknown("whether the callers of this helper bound it", poll.span())),
    }
}

/// Whether a function runs by itself, or is only awaited by such functions, with no limit around the call.
fn runs_without_limit(function: Function<'_>, depth: u32) -> bool {
    let mut attributes = function.attributes().peekable();
    if attributes.peek().is_some() {
        // What an attribute makes of a function, such as a test, runs by itself.
        return !attributes
            .any(|(path, rest)| vocabulary::speaks_of_timeout(path) || vocabulary::speaks_of_timeout(rest));
    }
    let Some(calls) = function.calls_of_private().filter(|_| depth > 0) else { return false };
    let only_awaits = |call: Expr<'_>| {
        let awaited = call.awaited_by().is_some() && call.branch().is_none() && call.bodies_around().next().is_none();
        let by = call.function().filter(|by| by.is_async());
        awaited && limit_around(call).is_none() && by.is_some_and(|by| runs_without_limit(by, depth - 1))
    };
    calls.into_iter().all(only_awaits)
}
