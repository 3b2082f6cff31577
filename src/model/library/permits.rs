//! Semaphores: locks that so many can hold, whose guards are permits.

use crate::model::library::Call;
use crate::model::library::lock_rows::by_itself;
use crate::model::library::locks::{Gives, How, Lock, LockKind, Method, Mode};

const TOKIO: &[Method] = &[by_itself(
    "acquire",
    Mode::Exclusive,
    Gives::Result,
    "tokio::sync::SemaphorePermit",
    "tokio::sync::OwnedSemaphorePermit",
)];

const ASYNC_LOCK: &[Method] = &[by_itself(
    "acquire",
    Mode::Exclusive,
    Gives::Plain,
    "async_lock::SemaphoreGuard",
    "async_lock::SemaphoreGuardArc",
)];

pub(super) static SEMAPHORES: &[Lock] = &[
    Lock::new("tokio::sync::Semaphore", LockKind::Semaphore, How::Awaits).tries(Gives::Result).taken_by(TOKIO),
    Lock::new("async_lock::Semaphore", LockKind::Semaphore, How::Awaits).taken_by(ASYNC_LOCK),
];

/// The methods of a semaphore that give permits, by the number of which tasks are limited.
const ACQUIRING: &[&str] = &[
    "acquire",
    "acquire_owned",
    "acquire_many",
    "acquire_many_owned",
    "acquire_arc",
    "acquire_blocking",
    "acquire_arc_blocking",
    "blocking_acquire",
    "blocking_acquire_owned",
    "blocking_acquire_many",
    "blocking_acquire_many_owned",
    "try_acquire",
    "try_acquire_owned",
    "try_acquire_many",
    "try_acquire_many_owned",
    "try_acquire_arc",
];

/// Whether a method of this name gives a permit or says at once that there is none.
pub fn tries(name: &str) -> bool {
    name.starts_with("try_") && ACQUIRING.contains(&name)
}

/// The method that gives a permit which keeps its semaphore alive, where permits of the semaphore are of this type.
pub fn owned_method(permit: &str) -> &'static str {
    if permit.starts_with("async_lock::") { "acquire_arc" } else { "acquire_owned" }
}

/// Whether a value of this type is a permit.
pub fn is_permit(path: &str) -> bool {
    TOKIO.iter().chain(ASYNC_LOCK).any(|method| [method.guard, method.owned].contains(&path))
}

/// The method that puts slots into a semaphore.
pub const ADDS: &str = "add_permits";

/// Every method that takes a permit.
pub(super) fn methods() -> impl Iterator<Item = (&'static str, &'static str, Call)> {
    SEMAPHORES.iter().flat_map(|lock| ACQUIRING.iter().map(|&name| (lock.path, name, Call::Permit)))
}
