#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Sleep;
use crate::model::facts::wait::Pause;
use crate::model::facts::wait::spelled::Written;
use crate::model::library::vocabulary::Doubt;
use crate::model::source::handles::Expr;

use questions::{Checked, Said};

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
        return excused("the length is computed, or comes from what is under test", length.span());
    }
    if let Some(a_loop) = pause.expr().ancestors().find_map(Expr::as_loop) {
        return excused("it stands in a loop", a_loop.span());
    }
    if pause.statement().following().is_none() {
        return excused("it is the last statement of its block", pause.statement().span());
    }
    if let Some(body) = questions::apart(&pause) {
        return excused("it stands in a spawned body or a callback: there it is work, latency or traffic", body.span());
    }

    match (questions::said(&pause), questions::checked(&pause)) {
        (Some(said), _) if said.doubt.is_none() => by_comment(&pause, &said),
        (Some(said), _) if said.no_signal() => doubted(&said),
        (_, Some(checked)) if pause.in_test() => by_check(&pause, &checked),
        (Some(said), _) => doubted(&said),
        (None, _) if pause.in_test() => Err(Silence::NotMine),
        (None, _) => excused("outside tests, nothing says which work of the program it waits for", pause.span()),
    }
}

/// The comment says what the sleep waits for.
fn by_comment(pause: &Pause<'_>, said: &Said) -> Result<Finding, Silence> {
    if let Some(check) = questions::checked_for_nothing(pause, said) {
        return excused("it waits to see that nothing happens", check);
    }
    if let Some(length) = questions::under_test(pause)
        && !said.own_work
    {
        return excused("the length is computed, or comes from what is under test", length.span());
    }
    let started = pause.statement().started_before();
    if let Some(process) = pause.statement().process_before() {
        return excused("it waits for another process or the operating system", process.call_span());
    }
    if pause.drives_program() && started.is_none() {
        return excused("it waits for another process or the operating system", pause.span());
    }
    if !pause.in_test() && started.is_none() && !said.own_work {
        return excused("outside tests, nothing says which work of the program it waits for", said.span);
    }

    let bound = questions::listens_already(pause);
    let mut finding = finding(pause, bound);
    if let Some(started) = started {
        finding = finding.label(started.call_span(), "other work is started here");
    }
    let finding = finding.label(said.span, "this says what the sleep waits for");
    Ok(with_help(finding, pause, bound))
}

/// The comment says what it waits for, and in such words that no signal could take the sleep's place.
fn doubted(said: &Said) -> Result<Finding, Silence> {
    match said.doubt {
        Some(Doubt::Time | Doubt::Load) => excused("the comment speaks of time, load or a retry", said.span),
        Some(Doubt::Nothing) => excused("it waits to see that nothing happens", said.span),
        Some(Doubt::Outside) => excused("it waits for another process or the operating system", said.span),
        Some(Doubt::Blocked) => excused("the other side must be blocked, and nobody can signal that", said.span),
        None => Err(Silence::NotMine),
    }
}

/// Work was started before the sleep, and what follows wants it to have got somewhere.
fn by_check(pause: &Pause<'_>, checked: &Checked) -> Result<Finding, Silence> {
    if let Some(length) = questions::length_at_least(pause, Written::Scaled).or(questions::under_test(pause)) {
        return excused("the length is computed, or comes from what is under test", length.span());
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

    let bound = questions::listens_already(pause);
    let finding = finding(pause, bound)
        .label(checked.started, "the work is started here")
        .label(checked.check, "this wants it to have got that far");
    Ok(match &checked.finished {
        Some(handle) if handle.thread && pause.blocks() => finding
            .help("join the thread: that tells when it is done")
            .code(format!("{}.join().unwrap();", handle.name))
            .change(TITLE, pause.awaiting()),
        Some(handle) if !handle.thread => finding
            .help("await the handle: that tells when the task is done")
            .code(format!("{}.await.unwrap();", handle.name))
            .change(TITLE, pause.awaiting()),
        _ => with_help(finding, pause, bound),
    })
}

/// `bound` is the call that bound the listener, where that is all the sleep could wait for.
fn finding(pause: &Pause<'_>, bound: Option<Span>) -> Finding {
    if let Some(bound) = bound {
        let message = "this sleep waits for nothing: connections queue from here on until the listener accepts them";
        return Finding::new(pause.span(), message)
            .here("nothing has to be waited for")
            .label(bound, "it listens already");
    }
    let message = if pause.in_test() {
        "this sleep guesses how long other work takes: too short and the test fails, too long and every run waits"
    } else {
        "this sleep guesses how long other work takes: too short and what follows comes too early"
    };
    Finding::new(pause.span(), message).here("nothing tells when the work is done")
}

fn with_help(finding: Finding, pause: &Pause<'_>, bound: Option<Span>) -> Finding {
    if bound.is_some() {
        return finding.help("take the sleep out");
    }
    if let Some(change) = pause.awaiting() {
        let help = "wait for the end of the work, which its handle tells";
        return finding.help(help).change(TITLE, Some(change));
    }
    if questions::connects(pause).is_some() {
        return finding
            .help("bind the listener before the server is started: connections queue until it accepts them")
            .code(if pause.blocks() {
                "let listener = TcpListener::bind(address)?;\nlet server = thread::spawn(move || serve(listener));"
            } else {
                "let listener = TcpListener::bind(address).await?;\nlet server = tokio::spawn(serve(listener));"
            });
    }
    let own_code = pause.statement().started_before().is_some_and(Expr::starts_own_code);
    match (own_code, pause.blocks()) {
        (true, false) => finding.help("let the task say when it has got that far, and wait for that").code(
            "let (ready, told) = tokio::sync::oneshot::channel();\n\
             // in the task, when it is there: `ready.send(()).ok();`\n\
             told.await?;",
        ),
        (true, true) => finding.help("let the thread say when it has got that far, and wait for that").code(
            "let (ready, told) = std::sync::mpsc::channel();\n\
             // in the thread, when it is there: `ready.send(()).ok();`\n\
             told.recv_timeout(LIMIT)?;",
        ),
        (false, _) => finding.help(
            "wait for something that the work itself says: a handle, a message, a `Notify`; where it says nothing, \
             look again and again up to a limit",
        ),
    }
}
