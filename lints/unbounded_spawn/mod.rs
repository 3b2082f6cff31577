#![doc = include_str!("README.md")]

mod advice;
mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::accept::OnError;
use crate::model::facts::spawn::source::{Feed, FeedKind};
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "unbounded-spawn",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::SpawnOrFanOut(check, questions::polled),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    if let Some(sleep) = spawn.sleeps_after_drop() {
        return questions::dropped(spawn, sleep);
    }
    if let Some(input) = spawn.input() {
        return questions::started(spawn, input);
    }
    let feed = spawn.feed()?;
    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if !spawn.unlimited_unit() {
        return excused("a pool limits how many run at a time", spawn.span());
    }
    if let Some(local) = spawn.local_peers(&feed) {
        return excused(
            "only programs of the same machine can connect: a Unix socket, a pipe, a loopback address",
            local,
        );
    }
    if feed.kind == FeedKind::Peers
        && let Some(end) = spawn.ends_by_itself(&feed)
    {
        return excused("the loop runs over a range or over what exists already", end);
    }
    let inside = questions::unlimited(spawn)?;
    if feed.kind == FeedKind::Collection {
        return excused("the loop runs over a range or over what exists already", feed.span);
    }
    if feed.kind != FeedKind::Peers {
        if let Some(arm) = spawn.chosen_by(&feed) {
            return excused("the message is one of several kinds: a rare one may have a task of its own", arm);
        }
        if !spawn.waits()? {
            return excused("the task has nothing to wait for but a send", spawn.span());
        }
    }

    Ok(unlimited(spawn, feed, inside))
}

/// Nothing bounds the tasks; a permit taken inside one bounds only its work.
fn unlimited(spawn: Spawn<'_>, feed: Feed, inside: Option<Expr<'_>>) -> Finding {
    let each = advice::noun(spawn, &feed);
    let on_error = match feed.kind {
        FeedKind::Peers if each == "connection" => spawn.source_of(&feed).after_refusal().what,
        _ => OnError::Unknown,
    };
    let waits = spawn.waits_for_peer_forever().filter(|_| feed.kind == FeedKind::Peers);
    let what = spawn.noun();
    let message = match on_error {
        OnError::Asks => format!(
            "one {what} is started for every {each} without a limit, and when file descriptors run out this loop spins"
        ),
        _ => format!("one {what} is started for every {each}, and nothing limits how many run at a time"),
    };
    let mut finding = Finding::new(spawn.span(), message)
        .here(format!("the {what} is started here, in every iteration"))
        .level(level(spawn, &feed, &on_error, waits.is_some()))
        .label(feed.span, comes_from(&on_error, each));
    if let Some(call) = spawn.fed_through() {
        finding = finding.label(call, "each is handed on here");
    }
    if let Some(permit) = inside {
        finding = finding
            .label(permit.span(), "this permit is taken inside the task: it limits the work, but the tasks pile up");
    }
    if let Some(read) = waits {
        finding = finding.label(read, "a peer that sends nothing keeps its task here for good");
    }
    advice::limited(finding, spawn, &feed)
}

/// What to say of the source.
fn comes_from(on_error: &OnError, each: &str) -> String {
    let then = match on_error {
        OnError::Asks => "; when file descriptors run out, the error of this makes the loop spin",
        OnError::Ends => "; when file descriptors run out, the error of this ends the loop",
        OnError::Waits | OnError::Unknown => "",
    };
    let come = if each == "connection" { "clients open it" } else { "others send it" };
    format!("each {each} comes from here, as fast as {come}{then}")
}

/// Where the line runs between what one acts on and what is true and left as it is. Descriptors limit connections, so those
/// count where that limit makes the loop spin, or where a silent peer keeps its task for good; a loop that ends with its
/// first error is a small server, and who sends messages is a part of the same program or waits for its answer (learnt from
/// EasyTier, snarkOS, nushell, kata-containers, trin and substrate-telemetry).
fn level(spawn: Spawn<'_>, feed: &Feed, on_error: &OnError, waits_forever: bool) -> Level {
    let acted_on = match on_error {
        _ if feed.kind != FeedKind::Peers || spawn.serves_who_runs_it() => false,
        _ if advice::is_datagram(spawn, feed) => true,
        OnError::Asks => true,
        OnError::Ends => false,
        OnError::Waits | OnError::Unknown => waits_forever,
    };
    if acted_on { Level::Warn } else { Level::Pedantic }
}
