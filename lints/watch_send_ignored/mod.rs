#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Send;
use crate::model::facts::send::watched::Listener;
use crate::model::values::cases::Continuation;

pub static LINT: Lint = Lint {
    name: "watch-send-ignored",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Send(check),
};

fn check(send: Send<'_>) -> Result<Finding, Silence> {
    if !send.sets_state() || !matches!(send.when_refused(), Continuation::Ignored(_)) {
        return Err(Silence::NotMine);
    }

    if send.sends_no_value() {
        return excused("what is sent is no value: `()`", send.span());
    }
    let made = match send.first_listener() {
        Listener::Gone(made) => made,
        Listener::Kept(at) => return excused("the first receiver is kept", at),
        Listener::Unknown => return Err(Silence::Unknown("where this sender was made", send.span())),
    };
    let Some(later) = send.listened_later() else {
        return excused("nobody makes a receiver later", send.span());
    };

    let sender = send.sender_text();
    let level = if send.read_back().is_some() { Level::Warn } else { Level::Pedantic };
    Ok(Finding::new(
        send.span(),
        format!("while nobody listens to `{sender}`, this value is not stored, and the error is thrown away"),
    )
    .here("a receiver that is made later sees the old value")
    .level(level)
    .label(made, "no receiver is left from here")
    .label(later, "receivers are made here, when somebody asks")
    .help(format!("store it in any case, with `{sender}.send_replace(…)`")))
}
