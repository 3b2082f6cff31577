//! The register: two lines a lint, one to mount its room and one to list it.

pub mod detached_spawn;
pub mod unbounded_spawn;
pub mod lost_task_error;
pub mod unreaped_join_set;
pub mod timeout_leaves_task;
pub mod select_drops_handle;
pub mod endless_blocking_task;
pub mod assert_in_detached_task;
pub mod ignored_cancel;
pub mod task_cancelled_by_drop;
pub mod consumer_cut_off;
pub mod lost_cancel;
pub mod fresh_root_token;
pub mod exit_waits_for_blocking;
pub mod spent_token;
pub mod timer_reset;
pub mod interval_in_loop;
pub mod missed_tick_burst;
pub mod sleep_in_loop;
pub mod sleep_as_sync;
pub mod sleep_poll_loop;
pub mod blocking_sleep_in_async;
pub mod interval_drift;
pub mod sender_held_while_draining;
pub mod receiver_drops_sender;
pub mod receiver_holds_sender;
pub mod closed_channel_spin;
pub mod accept_error_retried;
pub mod accept_error_ends_server;
pub mod lost_wakeup;
pub mod lag_taken_for_end;
pub mod stale_watch;
pub mod unbounded_channel;
pub mod ignored_send_error;
pub mod channel_deadlock;
pub mod watch_send_ignored;
pub mod unwrapped_send;
pub mod blocked_send;
pub mod zero_capacity;
pub mod join_before_drain;
pub mod self_send_deadlock;
pub mod lock_across_await;
pub mod double_lock;
pub mod guard_in_scrutinee;
pub mod blocking_under_lock;
pub mod lock_order_inversion;
pub mod guard_dropped_at_once;
pub mod callback_under_lock;
pub mod lock_not_awaited;
pub mod parallel_iter_under_lock;
pub mod check_then_act;
pub mod self_other_lock;
pub mod condvar_wait_not_in_loop;
pub mod notify_without_lock;
pub mod permit_not_moved;
pub mod permit_dropped_at_once;
pub mod permit_forgotten;
pub mod atomic_load_store;
pub mod weak_cas_outside_loop;
pub mod block_on_in_async;
pub mod blocking_in_async;
pub mod select_no_else;
pub mod select_guard_unwrap;
pub mod cancel_unsafe_in_select;
pub mod span_guard_across_await;
pub mod runtime_in_async;
pub mod outside_runtime;
pub mod block_on_in_drop;
pub mod unpolled_future;
pub mod biased_starvation;
pub mod busy_loop;
pub mod futurelock;
pub mod buffered_stream_stall;
pub mod try_join_abandons;
pub mod blocking_in_pool;
pub mod test_without_timeout;
pub mod unused_suppression;
pub mod banned_path;

use crate::lint::Lint;

/// Every lint, in the order in which they are listed.
pub static ALL: &[&Lint] = &[
    &detached_spawn::LINT,
    &unbounded_spawn::LINT,
    &lost_task_error::LINT,
    &unreaped_join_set::LINT,
    &timeout_leaves_task::LINT,
    &select_drops_handle::LINT,
    &endless_blocking_task::LINT,
    &assert_in_detached_task::LINT,
    &ignored_cancel::LINT,
    &task_cancelled_by_drop::LINT,
    &consumer_cut_off::LINT,
    &lost_cancel::LINT,
    &fresh_root_token::LINT,
    &exit_waits_for_blocking::LINT,
    &spent_token::LINT,
    &timer_reset::LINT,
    &interval_in_loop::LINT,
    &missed_tick_burst::LINT,
    &sleep_in_loop::LINT,
    &sleep_as_sync::LINT,
    &sleep_poll_loop::LINT,
    &blocking_sleep_in_async::LINT,
    &interval_drift::LINT,
    &sender_held_while_draining::LINT,
    &receiver_drops_sender::LINT,
    &receiver_holds_sender::LINT,
    &closed_channel_spin::LINT,
    &accept_error_retried::LINT,
    &accept_error_ends_server::LINT,
    &lost_wakeup::LINT,
    &lag_taken_for_end::LINT,
    &stale_watch::LINT,
    &unbounded_channel::LINT,
    &ignored_send_error::LINT,
    &channel_deadlock::LINT,
    &watch_send_ignored::LINT,
    &unwrapped_send::LINT,
    &blocked_send::LINT,
    &zero_capacity::LINT,
    &join_before_drain::LINT,
    &self_send_deadlock::LINT,
    &lock_across_await::LINT,
    &double_lock::LINT,
    &guard_in_scrutinee::LINT,
    &blocking_under_lock::LINT,
    &lock_order_inversion::LINT,
    &guard_dropped_at_once::LINT,
    &callback_under_lock::LINT,
    &lock_not_awaited::LINT,
    &parallel_iter_under_lock::LINT,
    &check_then_act::LINT,
    &self_other_lock::LINT,
    &condvar_wait_not_in_loop::LINT,
    &notify_without_lock::LINT,
    &permit_not_moved::LINT,
    &permit_dropped_at_once::LINT,
    &permit_forgotten::LINT,
    &atomic_load_store::LINT,
    &weak_cas_outside_loop::LINT,
    &block_on_in_async::LINT,
    &blocking_in_async::LINT,
    &select_no_else::LINT,
    &select_guard_unwrap::LINT,
    &cancel_unsafe_in_select::LINT,
    &span_guard_across_await::LINT,
    &runtime_in_async::LINT,
    &outside_runtime::LINT,
    &block_on_in_drop::LINT,
    &unpolled_future::LINT,
    &biased_starvation::LINT,
    &busy_loop::LINT,
    &futurelock::LINT,
    &buffered_stream_stall::LINT,
    &try_join_abandons::LINT,
    &blocking_in_pool::LINT,
    &test_without_timeout::LINT,
    &unused_suppression::LINT,
    &banned_path::LINT,
];

/// Lints that may speak of one site, in the order in which they do: where one has spoken, those behind it in its line have
/// nothing to add.
const ORDER_AT_A_SITE: &[&[&str]] = &[
    &["double-lock", "lock-across-await", "guard-in-scrutinee", "blocking-under-lock"],
    &["sender-held-while-draining", "self-send-deadlock", "join-before-drain", "blocked-send", "channel-deadlock"],
    &["timeout-leaves-task", "select-drops-handle"],
    &["receiver-holds-sender", "detached-spawn", "consumer-cut-off", "lost-task-error"],
    &["receiver-drops-sender", "closed-channel-spin"],
    &["blocking-sleep-in-async", "blocking-in-async"],
    &["block-on-in-async", "block-on-in-drop"],
    &["block-on-in-async", "blocking-in-async"],
    &["lock-not-awaited", "unpolled-future", "guard-dropped-at-once"],
    &["accept-error-retried", "unbounded-spawn"],
    &["blocking-under-lock", "blocked-send"],
    &["endless-blocking-task", "exit-waits-for-blocking"],
];

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
