#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::HandleUse;

pub static LINT: Lint = Lint {
    name: "endless-blocking-task",
    family: Family::Task,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Spawn(check),
};

fn check(spawn: Spawn<'_>) -> Result<Finding, Silence> {
    if !spawn.is_blocking_work() {
        return Err(Silence::NotMine);
    }
    let typed = spawn.reads_typed();
    let (at, why) = match spawn.endless() {
        Ok(Ok(endless)) => (endless.a_loop, "no `break`, `return` or `?` ever exits this loop"),
        other => match typed {
            Some(read) => (read.call_span(), "this waits until somebody types: nothing in the program ends that"),
            None => return other.and(Err(Silence::NotMine)),
        },
    };

    if let HandleUse::Awaited = spawn.handle()? {
        return excused("who starts the job waits for it right there", spawn.span());
    }
    if let Some(flag) = spawn.looks_at_flag() {
        return excused("the job looks at a flag or token between two waits", flag.call_span());
    }
    if let Some(shutdown) = spawn.runtime_leaves_jobs() {
        return excused("the program ends its runtime without waiting for all jobs", shutdown.call_span());
    }
    Ok(found(spawn, at, why))
}

fn found(spawn: Spawn<'_>, at: Span, why: &'static str) -> Finding {
    let message = match spawn.in_test() {
        true => "the test never ends: its runtime waits for this job, which runs forever",
        false => "the runtime cannot be shut down: it waits for this job, which cannot be aborted and does not end",
    };
    Finding::new(spawn.span(), message)
        .here("this takes a thread of the pool for blocking work, and keeps it")
        .label(at, why)
        .help("let the job look at a flag that ends it; where it may be cut off at the end of the program, start it as a `std::thread`")
        .level(match (spawn.in_test(), spawn.started_by_what_ends()) {
            (true, _) => Level::Deny,
            (false, true) => Level::Warn,
            (false, false) => Level::Pedantic,
        })
}
