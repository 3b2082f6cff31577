#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span};
use crate::model::facts::Channel;
use crate::model::facts::channel::both_halves::Holder;
use crate::model::facts::channel::own_stopper::OwnStopper;

use self::questions::{DeadEnd, Keeper, SelfHeld};

pub static LINT: Lint = Lint {
    name: "receiver-holds-sender",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Channel(check),
};

fn check(channel: Channel<'_>) -> Result<Finding, Silence> {
    if let Some(own) = channel.stops_its_owner() {
        return Ok(stopper(own, channel.span()));
    }
    let held = questions::held_by_receiver(channel)?;

    Ok(advice(says(&held, channel.span()), channel, &held))
}

/// The finding stands at the receive where the loop is known, and at the sender's field where a caller waits in vain.
fn says(held: &SelfHeld<'_>, made: Span) -> Finding {
    let (keeper, sender, field) = keeper(&held.keeper);
    let (receive, source) = (held.receive.span(), held.receive.source());
    match &held.end {
        DeadEnd::Loop { a_loop, case } => {
            let kind = kind(&held.keeper);
            let message = format!("this never reports the end of `{source}`: {keeper} keeps `{sender}`, {kind}");
            let mut finding = Finding::new(receive, message)
                .here("closing is the only exit from here")
                .label(made, "sender and receiver come from here");
            finding = came_here(finding, &held.keeper).label(field, "this sender is alive as long as the loop");
            if let Some(case) = case {
                finding = finding.label(*case, "so this never runs");
            }
            finding.label(a_loop.span(), "nothing ends this loop")
        }
        DeadEnd::Error { name, case } => {
            Finding::new(field, format!("nobody ever gets `{name}`: {keeper} keeps this sender of its own channel"))
                .here("this keeps the channel open")
                .label(made, "sender and receiver come from here")
                .label(receive, "this waits for the last sender to go")
                .label(*case, "so this never runs")
        }
        DeadEnd::Wait => {
            let kind = kind(&held.keeper);
            let message = format!("this waits forever: nobody sends, and {keeper} keeps `{sender}`, {kind}");
            Finding::new(receive, message)
                .here("this goes on only when every sender is gone")
                .label(made, "sender and receiver come from here")
                .label(field, "this sender is alive while it waits")
        }
    }
}

/// What is kept: the sender, or something that has one.
fn kind(keeper: &Keeper<'_>) -> &'static str {
    match keeper {
        Keeper::Struct(holder) if !holder.is_sender() => "which has a sender of the same channel",
        _ => "a sender of the same channel",
    }
}

/// How the sender comes to who keeps it, where that is not plain from its name.
fn came_here(finding: Finding, keeper: &Keeper<'_>) -> Finding {
    match keeper {
        Keeper::Owner(owner) => {
            finding.label(owner.literal.span(), "the sender goes into what this shares with the task")
        }
        Keeper::Given(together) => finding.label(together.call.call_span(), "this gives it sender and receiver"),
        Keeper::Struct(_) | Keeper::Task(..) => finding,
    }
}

/// A task that ends by one message alone, whose sender its own pointer keeps: somebody may still take that out and use it.
fn stopper(own: OwnStopper<'_>, made: Span) -> Finding {
    let pointer = own.pointer.name();
    Finding::new(
        own.task.span(),
        format!("this task keeps itself alive: its clone of `{pointer}` holds the sender that would end it"),
    )
    .here("this task does not end when everybody else has dropped theirs")
    .label(made, "sender and receiver come from here")
    .label(own.kept.span(), format!("the sender goes into what `{pointer}` shares"))
    .label(own.exit.span(), "nothing else ends the task")
    .help(format!("give the task a `Weak` of `{pointer}`, and `upgrade` it for each event alone"))
    .level(Level::Pedantic)
}

fn keeper(keeper: &Keeper<'_>) -> (String, String, Span) {
    match keeper {
        Keeper::Struct(holder) => (format!("`{}`", holder.name()), holder.sender().to_owned(), holder.sender_field()),
        Keeper::Task(sender, mention) => ("the task".to_owned(), sender.name().to_owned(), mention.span()),
        Keeper::Given(together) => {
            let (sender, declared) = together.sender_kept();
            let keeper = match together.keeper() {
                Some(owner) => format!("`{owner}`"),
                None => "this function".to_owned(),
            };
            (keeper, sender.to_owned(), declared)
        }
        Keeper::Owner(owner) => {
            ("the task".to_owned(), format!("{}.{}", owner.pointer.name(), owner.field), owner.mention.span())
        }
    }
}

fn advice(finding: Finding, channel: Channel<'_>, held: &SelfHeld<'_>) -> Finding {
    let weak = channel.has_weak_sender();
    match (&held.keeper, &held.end) {
        (Keeper::Struct(holder), DeadEnd::Wait) => {
            let sender = holder.sender();
            finding.help(format!("take `{sender}` out of `{}` and drop it before the wait", holder.name()))
        }
        (Keeper::Struct(holder), _) if !holder.is_sender() => finding.help(elsewhere(*holder)),
        (Keeper::Struct(holder), _) => {
            let name = holder.name();
            let keep = if weak { " keep a weak one," } else { "" };
            let help = format!("give the sender to whoever makes `{name}`,{keep} or let the loop end in another way");
            finding.help(help).code(channel.sender_given_back(name, holder.sender()))
        }
        (Keeper::Task(sender, _), DeadEnd::Loop { a_loop, .. }) => {
            let name = sender.name();
            match channel.sender_dropped(*sender, *a_loop) {
                Some(code) if weak => finding
                    .help(format!(
                        "give the task a weak sender in place of `{name}`, or let the loop end in another way"
                    ))
                    .code(code),
                Some(code) => {
                    finding.help(format!("drop `{name}` in the task, or let the loop end in another way")).code(code)
                }
                None => finding.help(format!("while `{name}` is needed here, let a message end the loop, or a count")),
            }
        }
        (Keeper::Owner(owner), _) => {
            let name = owner.pointer.name();
            finding
                .help(format!("give the task a `Weak` of `{name}`, and let the loop end when `upgrade` gives `None`"))
                .code(owner.weak())
        }
        (Keeper::Given(together), _) => finding.help(without(together.sender_kept().0, weak)),
        (Keeper::Task(..), DeadEnd::Error { .. } | DeadEnd::Wait) => finding,
    }
}

fn elsewhere(holder: Holder<'_>) -> String {
    let (name, sender) = (holder.name(), holder.sender());
    format!("give `{sender}` to whoever makes `{name}`, or let the loop end in another way")
}

fn without(sender: &str, weak: bool) -> String {
    match weak {
        true => format!("give it a weak sender in place of `{sender}`, or let the loop end in another way"),
        false => format!("do without `{sender}` there, or let the loop end in another way"),
    }
}
