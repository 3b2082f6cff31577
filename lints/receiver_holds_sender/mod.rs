#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span};
use crate::model::facts::Channel;

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
    let held = questions::held_by_receiver(channel)?;

    let (help, code) = advice(channel, &held.keeper);
    Ok(says(&held, channel.span()).help(help).code(code))
}

/// The finding stands at the receive where the loop is known, and at the sender's field where a caller waits in vain.
fn says(held: &SelfHeld<'_>, made: Span) -> Finding {
    let (keeper, sender, field) = keeper(&held.keeper);
    let (receive, source) = (held.receive.span(), held.receive.source());
    match &held.end {
        DeadEnd::Loop { a_loop, case } => {
            let mut finding = Finding::new(
                receive,
                format!(
                    "this never reports the end of `{source}`: {keeper} keeps `{sender}`, a sender of the same channel"
                ),
            )
            .here("closing is the only exit from here")
            .label(made, "both ends come from here")
            .label(field, "this sender is alive as long as the loop");
            if let Some(case) = case {
                finding = finding.label(*case, "so this never runs");
            }
            finding.label(a_loop.span(), "and nothing ends this loop")
        }
        DeadEnd::Error { name, case } => {
            Finding::new(field, format!("nobody ever gets `{name}`: {keeper} keeps this sender of its own channel"))
                .here("so the channel never closes")
                .label(made, "both ends come from here")
                .label(receive, "this waits for the last sender to go")
                .label(*case, "so this never runs")
        }
    }
}

fn keeper<'c>(keeper: &Keeper<'c>) -> (String, &'c str, Span) {
    match keeper {
        Keeper::Struct(holder) => (format!("`{}`", holder.name()), holder.sender(), holder.sender_field()),
        Keeper::Task(sender, mention) => ("the task".to_owned(), sender.name(), mention.span()),
    }
}

fn advice(channel: Channel<'_>, keeper: &Keeper<'_>) -> (String, String) {
    match keeper {
        Keeper::Struct(holder) => {
            let name = holder.name();
            let help = format!(
                "give the sender to whoever makes `{name}`, keep a weak one, or let the loop end in another way"
            );
            (help, channel.sender_given_back(name, holder.sender()))
        }
        Keeper::Task(sender, _) => {
            let sender = sender.name();
            let help = format!("take a weak `{sender}` into the task, or let the loop end in another way");
            (help, channel.sender_dropped(sender))
        }
    }
}
