//! What some wait at until others come or wake them: notifies, barriers, events, condition variables.

use crate::model::library::calls::{NOTIFIED, NOTIFIES_ONE, NOTIFIES_WAITERS, notifies, waits_for_all};
use crate::model::library::locks::condvar_wait;

/// Whether a method of this name may wait for a signal or send one.
pub fn may_signal(name: &str) -> bool {
    name.starts_with("wait") || name.starts_with("notif") || name == "listen"
}

/// Whether a method of this type, by its path, wakes who waits for a signal; `Some(false)` for one that waits, `None` for all
/// others.
pub fn wakes(ty: &str, name: &str) -> Option<bool> {
    match ty {
        "tokio::sync::Notify" if name == NOTIFIED => Some(false),
        "tokio::sync::Notify" => (name == NOTIFIES_WAITERS || NOTIFIES_ONE.contains(&name)).then_some(true),
        "event_listener::Event" if name == "listen" => Some(false),
        "event_listener::Event" => name.starts_with("notify").then_some(true),
        _ if waits_for_all(ty, name) || condvar_wait(ty, name).is_some() => Some(false),
        _ => (condvar_wait(ty, "wait").is_some() && notifies(name)).then_some(true),
    }
}
