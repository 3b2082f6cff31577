#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span};
use crate::model::facts::Channel;
use crate::model::facts::channel::both_halves::{CanEnd, DeadEnd, Owner, SelfHeld};
use crate::model::silence::Not;

pub static LINT: Lint = Lint {
    name: "receiver-holds-sender",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Channel(check),
};

fn check(channel: Channel<'_>) -> Result<Finding, Silence> {
    let held = channel.held_by_receiver().map_err(excuse)?;

    Ok(says(&held, channel.span()).help(help(&held)).code(channel.returned(&held)))
}

/// The finding stands at the receive where the loop is known, and at the sender's field where a caller waits in vain.
fn says(held: &SelfHeld, made: Span) -> Finding {
    let source = &held.source;
    match (&held.end, &held.owner) {
        (DeadEnd::Loop { a_loop, case }, owner) => {
            let (keeper, sender, field) = keeper(owner);
            let mut finding = Finding::new(
                held.receive,
                format!(
                    "this never reports the end of `{source}`: {keeper} keeps `{sender}`, a sender of the same channel"
                ),
            )
            .here("closing is the only way out from here")
            .label(made, "both ends come from here")
            .label(field, "this sender is alive as long as the loop");
            if let Some(case) = case {
                finding = finding.label(*case, "so this never runs");
            }
            finding.label(*a_loop, "and nothing ends this loop")
        }
        (DeadEnd::Error { name, case }, owner) => {
            let (keeper, _, field) = keeper(owner);
            Finding::new(field, format!("nobody ever gets `{name}`: {keeper} keeps this sender of its own channel"))
                .here("so the channel never closes")
                .label(made, "both ends come from here")
                .label(held.receive, "this waits for the last sender to go")
                .label(*case, "so this never runs")
        }
    }
}

fn keeper(owner: &Owner) -> (String, &str, Span) {
    match owner {
        Owner::Struct { name, sender, field } => (format!("`{name}`"), sender, *field),
        Owner::Task { sender, mention } => ("the task".to_owned(), sender, *mention),
    }
}

fn help(held: &SelfHeld) -> String {
    match &held.owner {
        Owner::Struct { name, .. } => {
            format!("give the sender to whoever makes `{name}`, keep a weak one, or let the loop end in another way")
        }
        Owner::Task { sender, .. } => {
            format!("take a weak `{sender}` into the task, or let the loop end in another way")
        }
    }
}

fn excuse(not: Not<CanEnd>) -> Silence {
    let (why, at) = match not {
        Not::Silent(silence) => return silence,
        Not::Because(why, at) => (why, at),
    };
    match why {
        CanEnd::OtherExit => Silence::Excused("the receive loop has another exit than closing", at),
        CanEnd::GivenUp => Silence::Excused("the sender is weak or given up before the loop", at),
        CanEnd::ByHand => Silence::Excused("the channel is closed by a call of its own", at),
        CanEnd::ForEver => Silence::Excused("the owner lives as long as the process", at),
        CanEnd::Impossible => Silence::Excused("closing is declared impossible", at),
        CanEnd::HandedOn => Silence::Excused("the receive only hands its answer on", at),
    }
}
