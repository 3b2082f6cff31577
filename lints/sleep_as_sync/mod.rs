#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Sleep;
use crate::model::facts::wait::Pause;
use crate::model::facts::wait::asked::Request;
use crate::model::facts::wait::spelled::Written;
use crate::model::facts::wait::tells::Teller;
use crate::model::library::types::{IO_ERROR, ONESHOT_ERROR, TIMED_ERROR};
use crate::model::library::vocabulary::Doubt;
use crate::model::source::handles::Expr;

use questions::{Checked, Idle, Said};

pub static LINT: Lint = Lint {
    name: "sleep-as-sync",
    family: Family::Time,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

/// What the fix does.
const TITLE: &str = "wait for the end of the work instead of sleeping";

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    let pause = sleep.pause()?;

    if pause.has_own_clock() {
        return excused("the clock is paused or simulated", pause.span());
    }
    if let Some(length) = questions::length_at_least(&pause, Written::Computed) {
        return excused("the duration is computed, or comes from what is under test", length.span());
    }
    let said = questions::said(&pause);
    placed(&pause, said.as_ref())?;

    match (said, questions::checked(&pause)) {
        (Some(said), checked) if said.doubt.is_none() => by_comment(&pause, &said, checked),
        (Some(said), _) if said.no_signal() => doubted(&said),
        (_, Some(checked)) if pause.in_test() => by_check(&pause, &checked),
        (Some(said), _) => doubted(&said),
        (None, _) if pause.in_test() => Err(Silence::NotMine),
        (None, _) => by_change(&pause),
    }
}

/// Outside tests, and no comment says what it waits for: what follows looks at what the work changes that was started right
/// before, or asks a task for something and returns.
fn by_change(pause: &Pause<'_>) -> Result<Finding, Silence> {
    if let Some(request) = pause.asked_by_message() {
        return Ok(unanswered(pause, &request));
    }
    let Some(change) = questions::changed_by_started(pause).or(questions::bound_by_started(pause)) else {
        return excused("outside tests, nothing says which work of the program it waits for", pause.span());
    };
    if let Some(process) = questions::process(pause) {
        return excused("it waits for another process or the operating system", process);
    }
    let finding =
        with_help(finding(pause), pause, Some(change.work)).label(change.work.call_span(), "the work is started here");
    let finding = match change.at {
        Some(at) => finding.label(at.span(), "when it has got here, it changes what is looked at"),
        None => finding,
    };
    Ok(finding.label(change.read.span(), "this relies on that having happened"))
}

/// The function asks a task for something, and its sleep is all that the caller waits for.
fn unanswered(pause: &Pause<'_>, request: &Request<'_>) -> Finding {
    finding(pause)
        .label(request.call.call_span(), "other work is asked for something here, and cannot reply")
        .label(request.received.call_span(), "it receives the request here, as soon as it comes to it")
        .help("send the sender of a oneshot channel with the request, and wait here for the reply")
}

/// It stands where sleeps are for something else, and no comment says that it waits for what was started before.
fn placed(pause: &Pause<'_>, said: Option<&Said>) -> Result<(), Silence> {
    if let Some(a_loop) = questions::in_loop(pause, said) {
        return excused("it stands in a loop", a_loop.span());
    }
    if questions::waits_for_started(pause, said, None) {
        return Ok(());
    }
    if pause.asked_by_message().is_some() && !pause.in_test() {
        return Ok(());
    }
    if pause.statement().following().is_none() {
        return excused("it is the last statement of its block", pause.statement().span());
    }
    if let Some(body) = questions::apart(pause).or(questions::put_off(pause)) {
        return excused("it stands in a spawned body or a callback: there it is work, latency or traffic", body.span());
    }
    Ok(())
}

/// The comment says what the sleep waits for.
fn by_comment(pause: &Pause<'_>, said: &Said, checked: Option<Checked>) -> Result<Finding, Silence> {
    if let Some(check) = questions::checked_for_nothing(pause, said) {
        return excused("it waits to see that nothing happens", check);
    }
    if let Some(length) = questions::under_test(pause)
        && !said.own_work
    {
        return excused("the duration is computed, or comes from what is under test", length.span());
    }
    if let Some(clock) = questions::clock(pause) {
        return excused("the test is about time itself", clock);
    }
    let started = questions::started_or_left(pause);
    if let Some(process) = pause.statement().process_before() {
        return excused("it waits for another process or the operating system", process.call_span());
    }
    if pause.drives_program() && started.is_none() {
        return excused("it waits for another process or the operating system", pause.span());
    }
    if !pause.in_test() && started.is_none() && !said.own_work && !said.confesses {
        return excused("outside tests, nothing says which work of the program it waits for", said.span);
    }

    let started = started.filter(|work| questions::is_waited_for(pause, said, *work));
    let wanted = questions::wanted(pause, said, started, checked);
    let idle = questions::idle(pause);
    let mut finding = match &idle {
        Some(idle) => for_nothing(pause, idle),
        None if started.is_some() && wanted.is_some() => with_help(finding(pause), pause, started),
        None => with_help(in_any_case(pause), pause, started),
    };
    let unproved = pause.in_test() && wanted.is_none() && !said.confesses;
    if unproved || pause.is_only_a_turn() && !said.own_work || questions::is_hardly_missed(pause, said, started) {
        finding = finding.level(Level::Pedantic);
    }
    Ok(with_places(finding, said, started, wanted.filter(|_| idle.is_none())))
}

/// With what was started, what the comment says of it, and what wants it.
fn with_places(finding: Finding, said: &Said, started: Option<Expr<'_>>, wanted: Option<Span>) -> Finding {
    let finding = match started {
        Some(work) if work.starts_work_when_dropped() => {
            finding.label(work.call_span(), "what this gives starts other work when it is dropped")
        }
        Some(work) => finding.label(work.call_span(), "other work is started here"),
        None => finding,
    };
    let says = match said.confesses {
        true => "this says that it is a guess",
        false => "this says what the sleep waits for",
    };
    let finding = finding.label(said.span, says);
    match wanted {
        Some(place) => finding.label(place, "this relies on that having happened"),
        None => finding,
    }
}

/// The comment says what it waits for, and in such words that no signal could take the sleep's place.
fn doubted(said: &Said) -> Result<Finding, Silence> {
    match said.doubt {
        Some(Doubt::Time | Doubt::Load) => excused("the comment is about time, load or a retry", said.span),
        Some(Doubt::Nothing) => excused("it waits to see that nothing happens", said.span),
        Some(Doubt::Outside) => excused("it waits for another process or the operating system", said.span),
        Some(Doubt::Blocked) => excused("the other side must be blocked, and nobody can signal that", said.span),
        None => Err(Silence::NotMine),
    }
}

/// Work was started before the sleep, and what follows wants it to have got somewhere.
fn by_check(pause: &Pause<'_>, checked: &Checked) -> Result<Finding, Silence> {
    if let Some(length) = questions::length_at_least(pause, Written::Scaled).or(questions::under_test(pause)) {
        return excused("the duration is computed, or comes from what is under test", length.span());
    }
    if let Some(place) = checked.wants_nothing {
        return excused("it waits to see that nothing happens", place);
    }
    if let Some(earlier) = checked.same_as {
        return excused("the check after it wants the same value as the check before", earlier);
    }
    if let Some(place) = checked.blocked {
        return excused("the other side must be blocked, and nobody can signal that", place);
    }
    if let Some(place) = checked.about_time {
        return excused("the test is about time itself", place);
    }
    if let Some(process) = questions::process(pause) {
        return excused("it waits for another process or the operating system", process);
    }

    let finding = match (questions::listens_already(pause), &checked.finished) {
        (Some(bound), _) => for_nothing(pause, &Idle::Listens(bound)),
        (None, Some(handle)) if handle.thread && pause.blocks() => finding(pause)
            .help("join the thread: the join returns when the thread is done")
            .code(format!("{}.join().unwrap();", handle.name))
            .change(TITLE, questions::awaiting(pause)),
        (None, Some(handle)) if !handle.thread => finding(pause)
            .help("await the handle: it completes when the task is done")
            .code(format!("{}.await.unwrap();", handle.name))
            .change(TITLE, questions::awaiting(pause)),
        _ => with_help(finding(pause), pause, questions::started(pause)),
    };
    let finding = match questions::lasts_as_written(pause) {
        Some(own) => finding.level(Level::Pedantic).label(own, "the work takes as long as is written here"),
        None => finding,
    };
    let finding = if checked.unsure || pause.is_only_a_turn() { finding.level(Level::Pedantic) } else { finding };
    let work = if checked.sends { "what other work sends is received here" } else { "the work is started here" };
    Ok(finding.label(checked.started, work).label(checked.check, "this relies on that having happened"))
}

/// Nothing has to be waited for.
fn for_nothing(pause: &Pause<'_>, idle: &Idle) -> Finding {
    let (message, place, why) = match *idle {
        Idle::Listens(bound) => (
            "this sleep waits for nothing: connections queue from here on until the listener accepts them",
            bound,
            "it listens already",
        ),
        Idle::Over(done) => ("this sleep waits for nothing: the work is over when it begins", done, "this is all done"),
        Idle::WaitsBehind(wait) => {
            ("this sleep waits for nothing: what follows waits itself", wait, "this waits as long as it must")
        }
    };
    Finding::new(pause.span(), message)
        .level(Level::Pedantic)
        .here("nothing has to be waited for")
        .label(place, why)
        .help("remove the sleep")
}

fn finding(pause: &Pause<'_>) -> Finding {
    let message = if !pause.in_test() {
        "this sleep guesses how long other work takes: too short and what follows comes too early"
    } else if questions::may_hold_too_soon(pause) {
        "this sleep guesses how long other work takes: too short and the test fails or tests nothing, \
         too long and every run waits"
    } else {
        "this sleep guesses how long other work takes: too short and the test fails, too long and every run waits"
    };
    Finding::new(pause.span(), message).here("nothing tells when the work is done")
}

/// A comment alone says that something is waited for: whether it is still to come nobody knows, nor what fails without it.
fn in_any_case(pause: &Pause<'_>) -> Finding {
    let message = match pause.in_test() {
        true => {
            "every run waits here for a fixed time and then goes on, whether what the comment names has happened or not"
        }
        false => "this waits for a fixed time and then goes on, whether what the comment names has happened or not",
    };
    Finding::new(pause.span(), message).here("nothing tells when it has happened")
}

/// With what the work can say that was started for the sleep, where one sees that work.
fn with_help(finding: Finding, pause: &Pause<'_>, started: Option<Expr<'_>>) -> Finding {
    if let Some(receiver) = questions::message(pause) {
        let wait = if pause.blocks() { "recv()" } else { "recv().await" };
        return finding.help("receive the message, which waits until it has come").code(format!("{receiver}.{wait}"));
    }
    if let Some(change) = questions::awaiting(pause) {
        let help = "wait for the end of the work, by its handle";
        return finding.help(help).change(TITLE, Some(change));
    }
    if let (Some(connect), Some(work)) = (questions::connects(pause), started) {
        return match work.binds_itself() {
            true => bind_first(finding, pause, connect),
            false => finding.help("poll up to a limit: try to connect until it listens"),
        };
    }
    if started.is_some_and(|work| work.starts_own_code() && !questions::is_under_way(pause, work)) {
        return let_it_say(finding, pause);
    }
    if let Some(teller) = started.and_then(|work| pause.told_by(work)) {
        return finding.help(tells(&teller));
    }
    finding.help(match questions::looks_once(pause) {
        true => "wait for a signal of the work itself: its handle, a message, a `Notify`",
        false => {
            "wait for a signal of the work itself: its handle, a message, a `Notify`; where it gives none, poll up to a limit"
        }
    })
}

/// By what the work has already it can say when it is there.
fn tells(teller: &Teller) -> String {
    match teller {
        Teller::Receiver(receiver) => {
            format!("let the work send on the sender that it has when it is ready, and receive from `{receiver}` here")
        }
        Teller::Signal(signal) => {
            format!(
                "let the work notify `{signal}`, which it has, when it is ready, and wait for that notification here"
            )
        }
    }
}

/// What follows opens a connection.
fn bind_first(finding: Finding, pause: &Pause<'_>, connect: Expr<'_>) -> Finding {
    let at = pause.expr();
    let fails = failing(pause, IO_ERROR);
    let address = questions::address(connect);
    let listener = match questions::listener(connect) {
        Some(listener) => listener,
        None if pause.blocks() => "std::net::TcpListener",
        None => "tokio::net::TcpListener",
    };
    let bind = format!("{}::bind({address})", at.short_path(listener));
    // That of tokio binds a path immediately, and an address later.
    let bound = if listener == "tokio::net::TcpListener" { ".await" } else { "" };
    let starts = match pause.blocks() {
        true => format!("{}::spawn(move || serve(listener))", at.short_path("std::thread")),
        false => "tokio::spawn(serve(listener))".to_owned(),
    };
    finding
        .help("bind the listener before the server is started: connections queue until it accepts them")
        .code(format!("let listener = {bind}{bound}{fails};\nlet server = {starts};"))
}

/// The started code is the user's own and can say when it is there.
fn let_it_say(finding: Finding, pause: &Pause<'_>) -> Finding {
    let (told, timed) = (failing(pause, ONESHOT_ERROR), failing(pause, TIMED_ERROR));
    match pause.blocks() || pause.is_blocked_on() {
        false => finding.help("let the task signal when it is ready, and wait for that signal").code(format!(
            "let (ready, is_ready) = tokio::sync::oneshot::channel();\n\
             // in the task, when it is there: `ready.send(()).ok();`\n\
             is_ready.await{told};"
        )),
        true => finding.help("let the thread signal when it is ready, and wait for that signal").code(format!(
            "let (ready, is_ready) = std::sync::mpsc::channel();\n\
             // in the thread, when it is there: `ready.send(()).ok();`\n\
             is_ready.recv_timeout(LIMIT){timed};"
        )),
    }
}

/// What to do with an error of this type, so that the code compiles where it is put.
fn failing(pause: &Pause<'_>, error: &str) -> &'static str {
    if pause.expr().hands_on(error) { "?" } else { ".unwrap()" }
}
