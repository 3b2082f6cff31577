//! The register: two lines a lint, one to mount its room and one to list it.

pub mod detached_spawn;
pub mod unbounded_spawn;
pub mod ignored_cancel;
pub mod lost_cancel;
pub mod fresh_root_token;
pub mod timer_reset;
pub mod sleep_in_loop;
pub mod sleep_as_sync;
pub mod sleep_poll_loop;
pub mod blocking_sleep_in_async;
pub mod sender_held_while_draining;
pub mod receiver_drops_sender;
pub mod receiver_holds_sender;
pub mod closed_channel_spin;
pub mod accept_error_retried;
pub mod accept_error_ends_server;
pub mod lock_across_await;
pub mod double_lock;
pub mod guard_in_scrutinee;
pub mod permit_not_moved;
pub mod block_on_in_async;
pub mod blocking_in_async;
pub mod runtime_in_async;
pub mod outside_runtime;
pub mod block_on_in_drop;
pub mod unused_suppression;
pub mod banned_path;

use crate::lint::Lint;

/// Every lint, in the order in which they are listed.
pub static ALL: &[&Lint] = &[
    &detached_spawn::LINT,
    &unbounded_spawn::LINT,
    &ignored_cancel::LINT,
    &lost_cancel::LINT,
    &fresh_root_token::LINT,
    &timer_reset::LINT,
    &sleep_in_loop::LINT,
    &sleep_as_sync::LINT,
    &sleep_poll_loop::LINT,
    &blocking_sleep_in_async::LINT,
    &sender_held_while_draining::LINT,
    &receiver_drops_sender::LINT,
    &receiver_holds_sender::LINT,
    &closed_channel_spin::LINT,
    &accept_error_retried::LINT,
    &accept_error_ends_server::LINT,
    &lock_across_await::LINT,
    &double_lock::LINT,
    &guard_in_scrutinee::LINT,
    &permit_not_moved::LINT,
    &block_on_in_async::LINT,
    &blocking_in_async::LINT,
    &runtime_in_async::LINT,
    &outside_runtime::LINT,
    &block_on_in_drop::LINT,
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
