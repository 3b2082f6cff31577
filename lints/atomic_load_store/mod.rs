#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence};
use crate::model::facts::Atomic;
use crate::model::facts::atomic::Shared;
use crate::model::library::atomics::Op;
use crate::model::source::spelled::in_one_line;

use questions::{Depends, Write};

pub static LINT: Lint = Lint {
    name: "atomic-load-store",
    family: Family::Atomic,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Atomic(check),
};

fn check(load: Atomic<'_>) -> Result<Finding, Silence> {
    if load.op() != Op::Load || load.is_run_by_compiler() {
        return Err(Silence::NotMine);
    }
    let write = questions::write_that_depends(load)?;

    questions::serialised(load, &write)?;
    questions::written_by_one(load, &write)?;

    let atomic = load.atomic_text();
    let shared = load.shared_by();
    let tasks_in_sight = matches!(shared, Some(Shared::Repeated(_) | Shared::Other(_)));
    let counts = write.depends == Depends::Computed && questions::step(load, write.value).is_some();
    let level = if tasks_in_sight && counts && !load.in_test() { Level::Warn } else { Level::Pedantic };
    let finding = Finding::new(load.span(), happens(&write, &atomic))
        .here("the value is read here")
        .label(write.store.span(), "the value is written here, in a second step")
        .level(level)
        .help(advice(load, &write));
    Ok(match shared {
        Some(Shared::Repeated(spawn)) => {
            finding.label(spawn, "this is started several times, and each does both steps")
        }
        Some(Shared::Other(place)) => finding.label(place, "other code that runs meanwhile writes to it here"),
        Some(Shared::Static) | None => finding,
    })
}

fn happens(write: &Write<'_>, atomic: &str) -> String {
    match write.depends {
        Depends::Computed => {
            format!("what another thread writes to `{atomic}` between this load and the store is lost")
        }
        Depends::Gate => {
            format!("two threads can both read `{atomic}` before either of them has written it, and both go on")
        }
        Depends::Larger => {
            format!("a larger value that another thread writes to `{atomic}` after this load is overwritten")
        }
        Depends::Smaller => {
            format!("a smaller value that another thread writes to `{atomic}` after this load is overwritten")
        }
        Depends::Restart => {
            format!("what another thread adds to `{atomic}` between this load and the store is lost")
        }
    }
}

/// The operation that reads and writes in one step.
fn advice(load: Atomic<'_>, write: &Write<'_>) -> String {
    let (atomic, order, value) = (load.atomic_text(), write.store.order_text(), in_one_line(write.value.text()));
    match write.depends {
        Depends::Computed => match questions::step(load, write.value) {
            Some((method, by)) => {
                format!("do both in one step, which gives the old value: `{atomic}.{method}({by}, {order})`")
            }
            None => format!("let `{atomic}.fetch_update(…)` compute the new value from the old one in one step"),
        },
        Depends::Gate if write.value.literal_bool().is_some() => {
            format!("do both in one step, which gives the old value: `{atomic}.swap({value}, {order})`")
        }
        Depends::Gate => {
            format!(
                "do both in one step: `{atomic}.compare_exchange(…)` writes `{value}` only where the value is still the expected one"
            )
        }
        Depends::Larger => format!("do both in one step: `{atomic}.fetch_max({value}, {order})`"),
        Depends::Smaller => format!("do both in one step: `{atomic}.fetch_min({value}, {order})`"),
        Depends::Restart => {
            format!("let `{atomic}.fetch_update(…)` count and start again at `{value}` in one step")
        }
    }
}
