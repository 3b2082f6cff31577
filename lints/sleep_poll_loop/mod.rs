#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::context::runs::Runs;
use crate::model::facts::Sleep;
use crate::model::facts::wait::poll::{Look, Poll};

use questions::{Child, State, Stop};

pub static LINT: Lint = Lint {
    name: "sleep-poll-loop",
    family: Family::Time,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let poll = sleep.poll()?;

    waits_for_something_else(&poll)?;
    if let Some(work) = poll.work() {
        // So many attempts are over soon.
        return match questions::stop(&poll).filter(|_| poll.around().counted_through().is_none()) {
            Some(stop) => stopped_late(&poll, &stop),
            None => excused("the loop does other work, and its exit is no stop flag", work.span()),
        };
    }
    if let Some(condition) = questions::condition(&poll) {
        return excused("the loop sleeps in some iterations only", condition.span());
    }
    if let Some(child) = questions::only_child(&poll).filter(|_| poll.around().counted_through().is_none()) {
        return Ok(exits_late(&poll, &child));
    }
    if let Some(attempt) = questions::retries(&poll) {
        return excused("the loop tries again after a failure", attempt.span());
    }
    if let Some(asked) = questions::outside(&poll) {
        return excused("the state belongs to a file, a process, the network or the system", asked.span());
    }
    if let Some(part) = poll.looks().find_map(Look::unreadable) {
        return excused("the condition awaits, can fail or calls what cannot be read", part.span());
    }
    if let Some(part) = poll.looks().find_map(Look::acts) {
        return excused("the loop's own work changes the condition", part.span());
    }

    found_late(&poll)
}

/// The loop does nothing but ask whether a child process has exited.
fn exits_late(poll: &Poll<'_>, child: &Child<'_>) -> Finding {
    let (name, then) = (child.name, if poll.blocks() { "" } else { ".await" });
    Finding::new(poll.span(), format!("this loop polls `{name}` until it has exited, and notices it late"))
        .here("nothing wakes it before the time is up")
        .label(child.asked.span(), "this only asks, and nothing else ends the loop")
        .help("wait for the exit")
        .code(format!("{name}.wait(){then}"))
}

/// Silence where what the loop waits for is no state, or where it does not alone decide when it looks.
fn waits_for_something_else(poll: &Poll<'_>) -> Result<(), Silence> {
    if let Some(clock) = questions::only_clock(poll) {
        return excused("the loop waits for a time, not for a state", clock.span());
    }
    if let Some(assigned) = questions::grows(poll) {
        return excused("the delay grows from iteration to iteration", assigned);
    }
    if let Some(length) = poll.delay().and_then(|delay| delay.varies_in(poll.around())) {
        return excused("somebody specified the delay", length);
    }
    if let Some(branch) = questions::heard_beside(poll) {
        return excused("another branch of the same `select!` waits for what the loop looks at", branch);
    }
    Ok(())
}

/// The loop does nothing but look.
fn found_late(poll: &Poll<'_>) -> Result<Finding, Silence> {
    let polled = questions::polled(poll)?;

    if let Some(limit) = questions::joins_with_limit(poll, &polled) {
        return excused("a thread is waited for with a limit, which its handle does not offer", limit.span());
    }
    if poll.in_test() {
        if let Some(bound) = questions::bounded(poll) {
            return excused("a test bounds the poll by attempts or by time", bound.span());
        }
        questions::bounded_by_callers(poll)?;
    }

    let mut finding =
        Finding::new(poll.span(), "this loop polls for a change that its own program makes, and notices it late")
            .here("nothing wakes it before the time is up")
            .label(polled.read.span(), "what it looks for is changed elsewhere in the program")
            .level(
                match poll.in_test() || questions::is_hardly_late(poll) || questions::is_hardly_missed(poll, &polled) {
                    true => Level::Pedantic,
                    false => LINT.level,
                },
            );
    if let Some(changed) = polled.changed {
        finding = finding.label(changed.span(), "for example here, where the loop could be woken");
    }
    let finding = match poll.joined() {
        Some(change) => finding
            .help("remove the loop: what follows it waits for the end of the work")
            .change("only wait for the end of the work", Some(change)),
        None => with_help(finding, poll, polled.kind),
    };
    unless_for_nobody(finding, poll)
}

/// Silence where a task waits that starts once in the process, and for which nobody waits (learnt from openobserve): what
/// comes a second late with it has no time at which it was due.
fn unless_for_nobody(finding: Finding, poll: &Poll<'_>) -> Result<Finding, Silence> {
    let Some(spawn) = poll.wait().started_for_nobody() else { return Ok(finding) };
    if matches!(spawn.evaluated().runs, Runs::AtMost(_)) {
        return excused("a task waits that starts once in the process, and nobody waits for it", spawn.span());
    }
    let outside = spawn.ways_from_outside();
    Ok(finding.unless_started_once(outside, "a task waits that starts once in the process, and nobody waits for it"))
}

fn with_help(finding: Finding, poll: &Poll<'_>, polled: State) -> Finding {
    // Where the loop gives up after a while, what takes its place has to.
    if let Some(limit) = questions::limit(poll) {
        return with_limit(finding.label(limit.span(), "it gives up after a while"), poll, polled);
    }
    let (changed, state) = (poll.wait().free_name("changed"), poll.wait().free_name("state"));
    match polled {
        State::Thread(handle) if poll.blocks() => finding.help("join the thread").code(format!("{handle}.join()")),
        State::Thread(_) => finding.help("let the thread signal when it is done, and wait for that signal").code(
            "let (done, is_done) = tokio::sync::oneshot::channel();\n\
             // the last line of the thread: `done.send(()).ok();`\n\
             is_done.await",
        ),
        State::Task(handle) => finding.help("await the handle").code(format!("{handle}.await")),
        State::Channel(end) if poll.blocks() => finding.help("receive the message, which waits until it has come").code(format!("{end}.recv()")),
        State::Channel(end) => finding.help("receive the message, which waits until it has come").code(format!("{end}.recv().await")),
        State::Shared if poll.blocks() => finding
            .help("put the state into a `Mutex` with a `Condvar`, and notify after each change")
            .code(format!(
                "let {state} = {changed}.wait_while({state}.lock().unwrap(), |{state}| !ready({state})).unwrap();"
            )),
        State::Shared => finding.help("notify a `tokio::sync::Notify` after each change, and wait for the notification").code(format!(
            "loop {{\n    let change = {changed}.notified();\n    if ready() {{\n        break;\n    }}\n    change.await;\n}}"
        )),
    }
}

/// The same for a loop that gives up after a while: the wait in its place ends then as well.
fn with_limit(finding: Finding, poll: &Poll<'_>, polled: State) -> Finding {
    let free = |wish: &str| poll.wait().free_name(wish);
    let (limit, changed, state) = (free("limit"), free("changed"), free("state"));
    let timed = |future: &str| format!("tokio::time::timeout({limit}, {future}).await");
    match polled {
        State::Thread(_) => finding
            .help("let the thread signal when it is done, and wait for that signal up to the limit")
            .code(format!(
                "let (done, is_done) = tokio::sync::oneshot::channel();\n\
                 // the last line of the thread: `done.send(()).ok();`\n{}",
                timed("is_done")
            )),
        State::Task(handle) => finding.help("await the handle, up to the limit").code(timed(&handle)),
        State::Channel(end) => finding
            .help("receive the message, which waits until it has come or the limit is over")
            .code(match poll.blocks() {
                true => format!("{end}.recv_timeout({limit})"),
                false => timed(&format!("{end}.recv()")),
            }),
        State::Shared if poll.blocks() => finding
            .help("put the state into a `Mutex` with a `Condvar`, notify after each change, and wait up to the limit")
            .code(format!(
                "let ({state}, waited) = {changed}\n    \
                 .wait_timeout_while({state}.lock().unwrap(), {limit}, |{state}| !ready({state}))\n    \
                 .unwrap();\n\
                 if waited.timed_out() {{ … }}",
            )),
        State::Shared => finding
            .help("notify a `tokio::sync::Notify` after each change, and wait for the notification up to the limit")
            .code(timed(&format!(
                "async {{\n    loop {{\n        let change = {changed}.notified();\n        if ready() {{\n            \
                 break;\n        }}\n        change.await;\n    }}\n}}",
            ))),
    }
}

/// The loop does other work, and looks between two sleeps whether it is to stop.
fn stopped_late(poll: &Poll<'_>, stop: &Stop) -> Result<Finding, Silence> {
    if poll.in_test() {
        return excused("a test bounds the poll by attempts or by time", stop.span);
    }

    let finding = Finding::new(poll.span(), "whoever stops this loop has to wait until its sleep is over")
        .level(Level::Pedantic)
        .here("nothing wakes it before the time is up")
        .label(stop.span, "only here does it see that it is to stop");
    Ok(if poll.blocks() {
        finding.help("let a channel tell the loop to stop, and wait on that channel instead of sleeping").code(format!(
            "match {}.recv_timeout({}) {{\n    Err({}::Timeout) => {{}}\n    _ => break,\n}}",
            poll.wait().free_name("stopped"),
            stop.every,
            poll.wait().short_path("std::sync::mpsc::RecvTimeoutError"),
        ))
    } else {
        finding.help("wait for the stop and for the time together").code(format!(
            "tokio::select! {{\n    _ = {}.cancelled() => break,\n    _ = {} => {{}}\n}}",
            poll.wait().free_name("token"),
            stop.every
        ))
    })
}
