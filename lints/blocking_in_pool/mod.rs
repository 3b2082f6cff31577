#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Block;
use crate::model::facts::pool::Answer;

pub static LINT: Lint = Lint {
    name: "blocking-in-pool",
    family: Family::Async,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Block(check),
};

fn check(block: Block<'_>) -> Result<Finding, Silence> {
    let wait = block.waits_for_pool().ok_or(Silence::NotMine)?;

    if block.in_test() {
        return excused("the code is a test, a benchmark or an example", block.span());
    }
    let send = match wait.answer {
        Answer::Outside(send) => return excused("somebody outside of the pool sends", send),
        Answer::FirstHalf(send) => return excused("the first half of the same `join` sends", send),
        Answer::Job(send) => send,
    };

    let message =
        "this blocks a thread of the pool until another job sends: with no thread left for that job both wait forever";
    Ok(Finding::new(block.span(), message)
        .here("the thread waits, and runs no other job meanwhile")
        .label(wait.job, "this gives the job to the pool")
        .label(send, "sent by a job of the same pool")
        .help("receive outside of the pool, in the code that waits for its jobs or in a thread of its own"))
}
