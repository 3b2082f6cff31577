#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;

pub static LINT: Lint = Lint {
    name: "parallel-iter-under-lock",
    family: Family::Lock,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let parallel = guard.parallel_work()?;

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if parallel.takes_lock.is_none() && parallel.through {
        return excused("what is gone over is what the lock guards", parallel.span);
    }
    if let Some(lock) = guard.nobody_else_wants() {
        return excused("the lock is made in this function, which lends it only to calls that it waits for", lock);
    }

    let lock = guard.lock_text();
    let happens = match parallel.takes_lock {
        Some(_) => format!("this deadlocks: the thread holds `{lock}` while it waits for jobs of a pool that lock it"),
        None => format!("`{lock}` stays locked through jobs of a pool: the thread may run another job that needs it"),
    };
    let mut finding = Finding::new(parallel.span, happens)
        .level(if parallel.takes_lock.is_some() { Level::Deny } else { Level::Pedantic })
        .here("this waits for all the jobs, and runs others meanwhile")
        .label(guard.span(), format!("`{lock}` is locked here, and the guard lives on"));
    if let Some(takes) = parallel.takes_lock {
        finding = finding.label(takes, "a job takes the lock here");
    }
    Ok(finding.help("copy what the jobs need before they start, and drop the guard"))
}
