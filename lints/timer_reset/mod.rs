#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Sleep;
use crate::model::facts::race::for_caller::ForCaller;
use crate::model::facts::race::spent::Spent;
use crate::model::facts::race::{Race, Side};
use crate::model::library::{TimerKind, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;

pub static LINT: Lint = Lint {
    name: "timer-reset",
    family: Family::Time,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Sleep(check),
};

fn check(sleep: Sleep<'_>) -> Result<Finding, Silence> {
    if let Some(found) = outside_of_races(sleep)? {
        return Ok(found);
    }
    let race = sleep.race()?;

    if let Some(made) = race.made_before() {
        return excused("the timer is made before the loop and polled by reference", made);
    }
    if let Some(instant) = race.fixed_instant()? {
        return excused("the timer runs to an instant that was fixed before this iteration", instant);
    }
    if let Some(part) = race.length_varies()? {
        return excused("the duration is computed again in each iteration", part);
    }
    if let Some(finding) = never_fires(sleep, &race) {
        return Ok(finding);
    }
    let other_branches = race.going_round();
    let Some(first) = other_branches.first() else {
        return excused("the other branch exits the loop: nothing sets the timer back", race.timer_side());
    };
    let Some(other_branch) = other_branches.iter().find(|side| race.outlives(side)) else {
        return excused(
            "the other side is an operation made in this iteration: the timer bounds one attempt",
            first.span(),
        );
    };

    if race.timer_continues() { period(sleep, &race, other_branch) } else { deadline(sleep, &race) }
}

/// What is seen without a race in a loop around the timer.
fn outside_of_races(sleep: Sleep<'_>) -> Result<Option<Finding>, Silence> {
    if let Some(measured) = sleep.measured_before() {
        return measured_and_whole(sleep, measured).map(Some);
    }
    if sleep.made_again().is_some() {
        // `interval-in-loop` has that.
        return Err(Silence::NotMine);
    }
    if let Some(spent) = sleep.stays_ready() {
        return Ok(Some(spins(sleep, &spent)));
    }
    match sleep.elapses_for_caller() {
        Some(caller) => put_off_by_calls(sleep, &caller).map(Some),
        None => Ok(None),
    }
}

/// Another branch always comes first, or does so where the timer is no shorter.
fn never_fires(sleep: Sleep<'_>, race: &Race<'_>) -> Option<Finding> {
    match race.faster() {
        Some(faster) => Some(dead(sleep, race, faster)),
        None => race.ticks_beside().map(|tick| ticked_away(sleep, race, tick)),
    }
}

/// The timer's branch stays in the loop: whatever else wakes the loop puts its work off.
fn period(sleep: Sleep<'_>, race: &Race<'_>, other_branch: &Side) -> Result<Finding, Silence> {
    if !race.timer_works() {
        return excused("the timer's branch does nothing", race.timer_side());
    }
    if !race.reacts(other_branch) {
        return excused(
            "the other branch does nothing but start the wait again: the timer measures silence",
            other_branch.span(),
        );
    }
    if let Some(work) = race.work_is_done_by_all() {
        return excused("the other branch does just what the timer would do: its work is not put off", work);
    }
    if let Some(said) = race.named_for_quiet() {
        return excused("a name or comment at the timer says that it measures quiet", said);
    }
    if let Some(taken) = race.takes_what_comes() {
        return excused(
            "the timer's branch is for what the other branch has filled: it waits until no more comes",
            taken,
        );
    }
    if let Some(compared) = race.compares_last_time() {
        return excused("the timer's branch compares an instant that the other branch sets", compared);
    }
    if let Some(flag) = race.works_once() {
        return excused("the timer's branch does its work once, by a flag of its own: it is no period", flag);
    }
    if let Some(write) = race.breaks_silence() {
        return excused("the other branch writes to the same peer: the timer only breaks silence", write);
    }
    if let Some(work) = race.common_work() {
        return excused("other work in the loop is done on either wake-up", work);
    }
    Ok(put_off(sleep, race, other_branch))
}

fn put_off(sleep: Sleep<'_>, race: &Race<'_>, other_branch: &Side) -> Finding {
    Finding::new(sleep.span(), "this timer starts from zero in every iteration, so other traffic keeps putting it off")
        .here("the timer is made again in every iteration")
        .label(race.enclosing_loop().span(), "each iteration of this loop")
        .label(other_branch.span(), "whenever this completes first, the time already waited is lost")
        .help(advice(race))
        .shown(race.ticker())
        .change("make the interval before the loop", race.ticking())
}

/// Each call of a helper begins the wait again.
fn put_off_by_calls(sleep: Sleep<'_>, caller: &ForCaller<'_>) -> Result<Finding, Silence> {
    if sleep.in_test() {
        return excused("the code is a test, and the timeout bounds each event", sleep.span());
    }
    let message = "this timer starts from zero in every call, so other traffic keeps putting off what is due";
    Ok(Finding::new(sleep.span(), message)
        .here("the time is counted from zero again")
        .label(caller.call.call_span(), "each iteration of the loop around this makes the timer again")
        .label(caller.late, "this is done only when the time has passed with nothing else")
        .label(caller.other, "whenever this comes first, the time already waited is lost")
        .help("keep one interval beside what the timer waits with, and wait for both its tick and the next message"))
}

fn advice(race: &Race<'_>) -> &'static str {
    match race.may_tick() {
        true => "make one interval before the loop and wait for its ticks in it",
        false => "fix before the loop when the work is due, and wait only for what is left until then",
    }
}

/// The timer's branch gives up: each iteration that comes round gives it the whole time again.
fn deadline(sleep: Sleep<'_>, race: &Race<'_>) -> Result<Finding, Silence> {
    if let Some(condition) = race.begins_only_when_nothing_came() {
        return excused("what has come ends the loop: the wait only begins again when that was nothing", condition);
    }
    match (race.window(), race.extended()) {
        (None, None) => {
            excused("the timer's branch exits the loop: an idle timeout is meant to restart", race.timer_side())
        }
        _ if sleep.in_test() => excused("the code is a test, and the timeout bounds each event", sleep.span()),
        (Some(work), _) => Ok(window(sleep, race, work)),
        (None, Some(extended)) => {
            if let Some(named) = length_named_for_quiet(sleep) {
                return excused("a name or comment at the timer says that it measures quiet", named);
            }
            Ok(Finding::new(sleep.span(), "this deadline may never come: each iteration gives it the whole time again")
                .here("the time is counted from zero in every iteration")
                .label(extended.again, "this wakes the loop without ending it, and the wait starts over")
                .label(extended.success, "only this ends the wait")
                .level(if bounds_one(sleep) { Level::Pedantic } else { Level::Warn })
                .help("fix the deadline once, before the loop, and wait for what is left of it")
                .shown(race.fixed_deadline())
                .change("fix the deadline before the loop", race.ending()))
        }
    }
}

/// The variable that gives its length and says by its name that silence is meant: `max_wait_between_lines`.
fn length_named_for_quiet(sleep: Sleep<'_>) -> Option<Span> {
    let says = |part: Expr<'_>| part.local().is_some_and(|v| vocabulary::speaks_of_quiet(&words_of_name(v.name())));
    sleep.call().first_where(says).map(Expr::span)
}

/// Whether it is a limit on what is waited for in one iteration, and no timer of its own. What it waits for comes only so
/// often then, and nobody hangs (learnt from forest and EasyTier).
fn bounds_one(sleep: Sleep<'_>) -> bool {
    !matches!(sleep.kind(), TimerKind::Sleep | TimerKind::Until)
}

/// The timer closes a window in which things are collected: each of them opens it again.
fn window(sleep: Sleep<'_>, race: &Race<'_>, work: Span) -> Finding {
    Finding::new(sleep.span(), "this window may never close: each iteration gives it the whole time again")
        .here("the time is counted from zero in every iteration")
        .label(race.enclosing_loop().span(), "whatever comes here is only collected, and the wait starts over")
        .label(work, "what was collected waits for this")
        .help("fix the end of the window once, before the loop, and wait for what is left of it")
        .shown(race.fixed_deadline())
        .change("fix the end of the window before the loop", race.ending())
}

/// What has passed of a limit was measured, and the wait behind it is given all of it.
fn measured_and_whole(sleep: Sleep<'_>, measured: Expr<'_>) -> Result<Finding, Silence> {
    if sleep.in_test() {
        return excused("the code is a test, and the timeout bounds each event", sleep.span());
    }
    Ok(Finding::new(
        sleep.span(),
        "this deadline starts over: a part of the limit has passed, and it is given whole again",
    )
    .here("the time is counted from zero once more")
    .label(measured.span(), "here the time that has passed is compared with the limit")
    // A method may know of more than its comparison says.
    .level(if measured.callee_name().is_some() { Level::Pedantic } else { Level::Warn })
    .help("fix the deadline once, before the first of what it limits, and wait for what is left of it")
    .shown(sleep.shared_deadline()))
}

/// Another branch ticks at least as often: the timer can never fire.
fn dead(sleep: Sleep<'_>, race: &Race<'_>, faster: &Side) -> Finding {
    let dead = Finding::new(sleep.span(), "this timer can never fire: another branch always comes first")
        .level(Level::Deny)
        .here("starts from zero in every iteration")
        .label(race.enclosing_loop().span(), "each iteration of this loop")
        .label(faster.span(), "this comes at least as often, and starts the next iteration");
    if let Some(activity) = race.started_again_by() {
        return dead
            .label(activity.span(), "only this is to start it again")
            .help("make the timer before the loop, and set it back only where something has come")
            .shown(race.quiet_timer());
    }
    let dead = dead.help("make the timer before the loop, so that it keeps what it has waited");
    if race.timer_continues() {
        dead.shown(race.ticker()).change("make the interval before the loop", race.ticking())
    } else {
        dead.shown(race.fixed_deadline()).change("make the timer before the loop", race.ending())
    }
}

/// A ticker beside it begins the next iteration, and nothing here says that the timer is the shorter one.
fn ticked_away(sleep: Sleep<'_>, race: &Race<'_>, tick: &Side) -> Finding {
    let never = "this timer never fires when it is longer than the tick beside it: each tick makes it again";
    let finding = Finding::new(sleep.span(), never)
        .here("starts from zero in every iteration")
        .label(race.enclosing_loop().span(), "each iteration of this loop")
        .label(tick.span(), "this comes whether anything has happened or not");
    match race.started_again_by() {
        Some(activity) => finding
            .label(activity.span(), "only this is to start it again")
            .help("make the timer before the loop, and set it back only where something has come")
            .shown(race.quiet_timer()),
        None => finding
            .help("make the timer before the loop, so that it keeps what it has waited")
            .shown(race.fixed_deadline())
            .change("make the timer before the loop", race.ending()),
    }
}

/// It was made once, and nobody resets it when it has fired.
fn spins(sleep: Sleep<'_>, spent: &Spent<'_>) -> Finding {
    Finding::new(
        sleep.span(),
        "once this timer has fired its branch is ready in every iteration: the loop never waits again",
    )
    .here("the timer is made once, before the loop")
    .label(spent.branch.span(), "this completes in each iteration, whatever else comes")
    .label(spent.a_loop.span(), "this goes on until something else ends the loop")
    .help("set the timer to a new time in its branch, or give the branch a condition that is false once it has fired")
    .level(if sleep.in_test() { Level::Pedantic } else { Level::Warn })
}
