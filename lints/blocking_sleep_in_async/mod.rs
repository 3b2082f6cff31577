#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Sleep;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "blocking-sleep-in-async",
    family: Family::Time,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    if !sleep.blocks_for_time() {
        return Err(Silence::NotMine);
    }
    let (polled, way) = questions::polled(sleep).ok_or(Silence::NotMine)?;
    let body = polled.polled_in().ok_or(Silence::NotMine)?;
    // The call that leads here is a sleep itself, and has a finding of its own.
    if way.first().is_some_and(|call| sleep.is_known_by(*call)) {
        return Err(Silence::NotMine);
    }
    // A script has nobody else on its thread (learnt from Ambient).
    if sleep.call().starts_no_task() {
        return Err(Silence::NotMine);
    }
    if sleep.virtual_time() {
        return excused("the clock is paused or simulated: no other sleep takes real time", sleep.span());
    }
    if let Some(alone) = polled.polled_alone() {
        return excused("no other task shares the thread", alone);
    }
    if let Some(only) = questions::is_all(sleep, polled) {
        return excused("the block does nothing but sleep: it stands for code that blocks", only);
    }
    if let Some(condition) = questions::asked(sleep) {
        return excused("a condition asks whether the thread may be blocked", condition);
    }
    if let Some(comment) = questions::meant(sleep) {
        return excused("a comment says that the thread is to be blocked", comment);
    }

    Ok(found(sleep, body, way))
}

/// It sleeps there, itself or by way of these calls.
fn found(sleep: Sleep<'_>, body: Span, way: Vec<Expr<'_>>) -> Finding {
    // Who calls a function that is nothing but a sleep can call another one.
    let (at, inside) = match way.as_slice() {
        [only] if questions::is_all_of_function(sleep) => (only.call_span(), Some(sleep.span())),
        _ => (sleep.span(), None),
    };
    let finding = Finding::new(at, "this sleep blocks the thread: no other task on it runs until it is over")
        .here("the thread sleeps, not the task")
        .label(body, "this is polled by a thread that runs other tasks as well");
    // A test blocks nobody but what it has started itself, and that may run on a runtime of its own (learnt from the tests of
    // ntex-net, bastion-executor and kata-containers).
    let finding = match questions::started(sleep).filter(|_| sleep.in_test()) {
        Some(started) => finding.label(started.span(), "what was started here may make no progress meanwhile"),
        None => finding,
    };
    let pedantic = sleep.in_test() || !way.is_empty();
    let finding = if pedantic { finding.level(Level::Pedantic) } else { finding };
    let finding = match inside {
        Some(sleep) => finding.label(sleep, "this is all that the function does"),
        None => way.iter().fold(finding, |finding, call| finding.label(call.span(), "called here")),
    };
    match questions::instead(sleep).filter(|_| way.is_empty()) {
        Some(code) => finding.help("wait with the sleep of the runtime, which lets other tasks run").code(code),
        None => finding.help(advice(&way, inside.is_some())),
    }
}

/// What to do where the sleep has no code to show: a plain function on the way to it can await nothing.
fn advice(way: &[Expr<'_>], in_place: bool) -> String {
    let functions = questions::functions_called(way);
    match (way.first(), functions.as_str()) {
        (None, _) => "wait here with the sleep of the runtime, and await it".to_owned(),
        (Some(_), _) if in_place => "await the sleep of the runtime in place of this call".to_owned(),
        (Some(_), "") => "make the functions on the way `async`, and await the sleep of the runtime there".to_owned(),
        (Some(_), names) => format!("make {names} `async`, and await the sleep of the runtime there"),
    }
}
