#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
use crate::model::facts::Receive;
use crate::model::facts::receive::joined_thread::{JoinedByOwner, JoinedThread};
use crate::model::source::handles::Expr;

use self::questions::HeldSender;

pub static LINT: Lint = Lint {
    name: "sender-held-while-draining",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Receive(check),
};

fn check(receive: Receive<'_>) -> Result<Finding, Silence> {
    if let Some(joined) = receive.joined_by_owner() {
        return Ok(joined_with_own_sender(receive, joined));
    }
    if let Some(joined) = receive.joined_with_sender_alive() {
        return Ok(joined_too_early(receive, joined));
    }
    let drain = questions::drain(receive)?;
    let sender = questions::held_sender(receive, drain)?;
    let place = match sender.drain.task_waited_for_in(sender.owner.body()) {
        Some(wait) => wait,
        None => sender.drain,
    };
    let finding = says(receive, &sender, sender.drain != drain, place != sender.drain, place);
    let before = if place != sender.drain { "before the task is waited for" } else { "before this line" };
    let name = sender.name();
    let finding = match receive.before(place, sender.owner, sender.field) {
        Some(code) => finding.help(format!("drop `{name}` {before}")).code(code),
        None => finding.help(format!("drop `{name}` {before}, or let a count or a last message end the receiving")),
    };
    let change = receive.dropped_before(place, sender.owner);
    Ok(finding.change(format!("drop `{name}` before the drain"), change.filter(|_| sender.is_whole)))
}

fn says(receive: Receive<'_>, sender: &HeldSender<'_>, called: bool, waited: bool, place: Expr<'_>) -> Finding {
    let name = sender.name();
    let alive = if waited { "alive until it has ended" } else { "alive here" };
    let span = if called { sender.drain.call_span() } else { receive.span() };
    let mut finding = Finding::new(span, format!("this never ends: `{name}` is {alive}, so the channel never closes"))
        .here("this ends only when every sender is gone")
        .label(sender.made, "the channel is made here");
    if called {
        finding = finding.label(receive.span(), "it receives here until the channel closes");
    }
    if waited {
        finding = finding.label(place.span(), format!("its end is waited for here, and `{name}` is still alive"));
    }
    if sender.bound != sender.made && !sender.bound.holds(sender.made) {
        finding = finding.label(sender.bound, owned(&name, sender.is_whole));
    }
    if let Some(cloned) = sender.cloned {
        finding = finding.label(cloned, "clones go to work; the original stays");
    }
    if let Some(late) = sender.late {
        finding = finding.label(late, "it is dropped too late");
    }
    finding
}

fn owned(name: &str, is_sender: bool) -> String {
    match is_sender {
        true => format!("`{name}` is a sender that this function owns"),
        false => format!("`{name}` holds a sender, and this function owns it"),
    }
}

/// A thread that ends with its channel, and a method of what has its sender that joins it.
fn joined_with_own_sender(receive: Receive<'_>, joined: JoinedByOwner<'_>) -> Finding {
    let (owner, sender) = (joined.owner, joined.sender);
    let when = if joined.in_drop { "whose fields are dropped only after `drop`" } else { "which is still there" };
    let message = format!(
        "this waits forever: the thread ends only when its channel closes, and `{sender}` is a sender in the same \
         `{owner}`, {when}"
    );
    Finding::new(joined.join.call_span(), message)
        .here("the channel is still open here")
        .label(joined.thread.span(), "the thread is started here")
        .label(receive.span(), "it goes on until every sender is gone")
        .help(format!("keep `{sender}` in an `Option`, and `take` and drop it before this join"))
}

/// A thread that ends with its channel, and a method that joins it while the caller still has the sender.
fn joined_too_early(receive: Receive<'_>, joined: JoinedThread<'_>) -> Finding {
    let owner = joined.owner.name();
    Finding::new(
        joined.join.call_span(),
        format!(
            "this may wait forever: the thread that it joins ends only when its channel closes, and `{owner}` still has a sender"
        ),
    )
    .label(joined.thread.span(), "the thread is started here")
    .label(receive.span(), "it goes on until every sender is gone")
    .level(Level::Pedantic)
    .help(format!("drop `{owner}` before this join"))
}
