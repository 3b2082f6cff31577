//! The register: two lines a lint, one to mount its room and one to list it.

pub mod detached_spawn;
pub mod unbounded_spawn;
pub mod timer_reset;
pub mod sleep_in_loop;
pub mod sleep_as_sync;
pub mod sleep_poll_loop;
pub mod blocking_sleep_in_async;
pub mod sender_held_while_draining;
pub mod receiver_drops_sender;
pub mod receiver_holds_sender;
pub mod closed_channel_spin;
pub mod lock_across_await;
pub mod double_lock;
pub mod guard_in_scrutinee;
pub mod check_then_act;
pub mod self_other_lock;
pub mod condvar_wait_not_in_loop;
pub mod notify_without_lock;
pub mod permit_not_moved;
pub mod atomic_load_store;
pub mod weak_cas_outside_loop;
pub mod block_on_in_async;
pub mod blocking_in_async;
pub mod unused_suppression;
pub mod banned_path;

use crate::lint::Lint;

/// Every lint, in the order in which they are listed.
pub static ALL: &[&Lint] = &[
    &detached_spawn::LINT,
    &unbounded_spawn::LINT,
    &timer_reset::LINT,
    &sleep_in_loop::LINT,
    &sleep_as_sync::LINT,
    &sleep_poll_loop::LINT,
    &blocking_sleep_in_async::LINT,
    &sender_held_while_draining::LINT,
    &receiver_drops_sender::LINT,
    &receiver_holds_sender::LINT,
    &closed_channel_spin::LINT,
    &lock_across_await::LINT,
    &double_lock::LINT,
    &guard_in_scrutinee::LINT,
    &check_then_act::LINT,
    &self_other_lock::LINT,
    &condvar_wait_not_in_loop::LINT,
    &notify_without_lock::LINT,
    &permit_not_moved::LINT,
    &atomic_load_store::LINT,
    &weak_cas_outside_loop::LINT,
    &block_on_in_async::LINT,
    &blocking_in_async::LINT,
    &unused_suppression::LINT,
    &banned_path::LINT,
];

/// Lints that may speak of one site, in the order in which they do: where one has spoken, those behind it in its line have
/// nothing to add.
const ORDER_AT_A_SITE: &[&[&str]] =
    &[&["double-lock", "lock-across-await", "guard-in-scrutinee"], &["receiver-drops-sender", "closed-channel-spin"]];

/// Whether a lint can speak for others.
pub fn speaks_first(lint: &str) -> bool {
    ORDER_AT_A_SITE.iter().any(|order| order.split_last().is_some_and(|(_, before)| before.contains(&lint)))
}

/// Whether a lint that has spoken of a site leaves nothing to say there to another.
pub fn speaks_for(first: &str, other: &str) -> bool {
    ORDER_AT_A_SITE.iter().any(|order| {
        let place = |name| order.iter().position(|lint| *lint == name);
        place(first).zip(place(other)).is_some_and(|(first, other)| first < other)
    })
}
