//! The register: two lines a lint, one to mount its room and one to list it.

pub mod detached_spawn;
pub mod unbounded_spawn;
pub mod timer_reset;
pub mod sleep_in_loop;

use crate::lint::Lint;

/// Every lint, in the order in which they are listed.
pub static ALL: &[&Lint] = &[
    &detached_spawn::LINT,
    &unbounded_spawn::LINT,
    &timer_reset::LINT,
    &sleep_in_loop::LINT,
];
