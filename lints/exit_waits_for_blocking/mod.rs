#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;

pub static LINT: Lint = Lint {
    name: "exit-waits-for-blocking",
    family: Family::Task,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    if !spawn.is_blocking_work() || !spawn.started_by_what_ends() {
        return Err(Silence::NotMine);
    }
    if !matches!(spawn.handle()?, HandleUse::Dropped(_)) {
        return Err(Silence::NotMine);
    }
    let never_ends = matches!(spawn.endless(), Ok(Ok(_))) || spawn.reads_typed().is_some();
    let wait = spawn.waits_outside().filter(|_| !never_ends).ok_or(Silence::NotMine)?;

    if spawn.in_test() {
        return excused("the code is a test, a benchmark or an example", spawn.span());
    }
    if let Some(exit) = spawn.exits_at_once() {
        return excused("the process is ended by `exit`, which waits for no job", exit.call_span());
    }
    if let Some(flag) = spawn.looks_at_flag() {
        return excused("the job looks at a flag or token between two waits", flag.call_span());
    }
    if let Some(sender) = spawn.sends_once() {
        return excused("the job sends what it has done, once, and who starts it can wait for that", sender.span());
    }
    if let Some(shutdown) = spawn.runtime_leaves_jobs() {
        return excused("the program ends its runtime without waiting for all jobs", shutdown.call_span());
    }

    let message = match spawn.expr().loop_around().is_some() {
        true => "when `main` returns the program does not end: its runtime waits for each job that was started here",
        false => "when `main` returns the program does not end: its runtime waits for this job",
    };
    Ok(Finding::new(spawn.span(), message)
        .here("a job cannot be aborted once it has begun")
        .label(wait.call_span(), "nothing in the program ends this wait")
        .help("await the handle of the job where its result matters; else build the runtime in `main`, and end it with `shutdown_background`"))
}
