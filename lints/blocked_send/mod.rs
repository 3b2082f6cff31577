#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;
use crate::model::facts::send::stopped::{Stop, StopHow};

use self::questions::{Blocked, Why};

pub static LINT: Lint = Lint {
    name: "blocked-send",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    let blocked = match questions::blocked(send) {
        Err(Silence::NotMine) => return in_turn(send),
        blocked => blocked?,
    };
    let task = blocked.producer.called();
    let level = if blocked.why.is_counted() { Level::Pedantic } else { Level::Warn };
    Ok(says(&blocked, send, task).label(blocked.channel.span(), "the channel is made here").level(level))
}

/// Where the same is sent to each of several receivers, the slowest of them sets the pace.
fn in_turn(send: Send<'_>) -> Result<Finding, Silence> {
    let in_turn = questions::same_to_each(send).ok_or(Silence::NotMine)?;

    if let Some(exit) = send.way_out() {
        return excused("the send has another exit: a limit of time, or another branch", exit);
    }
    if send.in_test() {
        return excused("a test sends to several receivers in turn", send.span());
    }
    if in_turn.is_signal() {
        return excused("what is sent carries nothing: one that waits in the channel says it all", in_turn.sent.span());
    }
    if let Some(list) = in_turn.own_list() {
        return excused("the function that sends has made the list of senders itself", list);
    }

    let sender = send.sender_text();
    Ok(Finding::new(
        send.span(),
        "one receiver that is slow holds up all others: each gets this only after those before it",
    )
    .here("this waits until this one has room")
    .label(in_turn.around.span(), "what this loop sends to next waits with it")
    .level(Level::Pedantic)
    .help(format!("send with `{sender}.try_send(…)`, and leave out or close a receiver that has no room")))
}

/// The finding at the send, with the spawn of its task.
fn at_send(blocked: &Blocked<'_>, send: Send<'_>, message: String) -> Finding {
    let task = blocked.producer.called();
    Finding::new(send.span(), message)
        .here("this waits for room in the channel")
        .label(blocked.producer.spawn().call_span(), format!("the {task} is started here"))
}

fn says(blocked: &Blocked<'_>, send: Send<'_>, task: &str) -> Finding {
    match &blocked.why {
        Why::Stopped(stop) => stopped(blocked, send, stop),
        Why::Owner(kept, waits) => {
            let (field, owner, function) = (kept.name(), kept.owner(), waits.function.name());
            let message = format!(
                "this {task} may wait here forever: `{function}` waits for it while `{owner}` still has `{field}`"
            );
            at_send(blocked, send, message)
                .label(kept.literal().span(), format!("`{field}` goes into the struct here"))
                .label(
                    waits.wait.await_span(),
                    format!("nobody receives from `{field}` while this waits for the {task}"),
                )
                .help(format!("drop `{field}` before the wait: keep it in an `Option`, and `take()` it first"))
        }
        Why::NeverRead(kept) => {
            let field = kept.name();
            at_send(blocked, send, forever(task, field))
                .label(kept.literal().span(), format!("`{field}` keeps the receiver alive"))
                .help(format!("receive from `{field}`, or drop it so that the send fails"))
        }
        Why::Idle(variable) => {
            let name = variable.name();
            at_send(blocked, send, forever(task, name))
                .label(variable.span(), "it is never used, and alive until its scope ends")
                .help(format!("receive from `{name}`, or drop it so that the send fails"))
        }
    }
}

fn forever(task: &str, receiver: &str) -> String {
    format!("this {task} waits here forever once the channel is full: nobody ever receives from `{receiver}`")
}

fn stopped(blocked: &Blocked<'_>, send: Send<'_>, stop: &Stop<'_>) -> Finding {
    let (task, receiver) = (blocked.producer.called(), stop.receiver);
    let how = match stop.how {
        StopHow::OtherBranch => "once this branch has completed first, nobody receives",
        StopHow::Limit => "once the time is up here, nobody receives",
        StopHow::Flag | StopHow::Early => "once the loop is left here, nobody receives",
        StopHow::Enough => "once there are enough of them, nobody receives",
        StopHow::Found => "once this has found what it looks for, nobody receives",
        StopHow::Once => "this receives one value, and nobody receives the others",
        StopHow::Called | StopHow::Failed(_) => {
            "this may return before the channel has closed, and then nobody receives"
        }
    };
    let message =
        format!("this {task} may wait here forever: `{receiver}` is still there, and nobody receives from it");
    let mut finding = at_send(blocked, send, message).label(stop.at, how);
    if let StopHow::Failed(place) = stop.how {
        finding = finding.label(place, "it returns here when it has failed");
    }
    finding
        .label(stop.join.await_span(), format!("`{receiver}` is alive here, while the {task} is waited for"))
        .help(format!("drop `{receiver}` before the wait, or receive from it until it closes"))
}
