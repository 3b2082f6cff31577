#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;

pub static LINT: Lint = Lint {
    name: "consumer-cut-off",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    spawn.detached()?;
    let consumer = spawn.consumes().ok_or(Silence::NotMine)?;
    if !consumer.ends_with_starter() {
        return Err(Silence::NotMine);
    }

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if consumer.carries_nothing() {
        return excused("a message of the channel carries nothing", consumer.channel.span());
    }
    if let Some(tells) = spawn.tells_when_done(&consumer) {
        return excused("the task takes along what tells others that it is done", tells.span());
    }
    if let Some(wait) = consumer.waited_for() {
        return excused("the starter waits until the receiver is gone", wait.call_span());
    }

    let (what, starter) = (spawn.noun(), consumer.starter);
    let message = match starter.is_entry_of_process() {
        true => format!("what is still in the channel when the program ends is lost: nobody waits for this {what}"),
        false => format!(
            "`{}` returns before what it has sent is dealt with, and nobody can wait for this {what}",
            starter.name()
        ),
    };
    Ok(Finding::new(spawn.span(), message)
        .here("its handle is dropped")
        .label(consumer.receive.span(), format!("the {what} works through the channel here"))
        .label(consumer.work.call_span(), "this is not done for the messages that are left")
        .help(format!("keep the handle, drop the sender at the end, and wait for the {what} then"))
        // While the process goes on, what was sent is dealt with at some time.
        .level(if starter.is_entry_of_process() { Level::Warn } else { Level::Pedantic }))
}
