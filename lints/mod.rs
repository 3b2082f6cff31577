//! The register: two lines a lint, one to mount its room and one to list it.

mod detached_spawn;
mod unbounded_spawn;
mod lost_task_error;
mod unreaped_join_set;
mod timeout_leaves_task;
mod select_drops_handle;
mod endless_blocking_task;
mod assert_in_detached_task;
mod ignored_cancel;
mod task_cancelled_by_drop;
mod consumer_cut_off;
mod lost_cancel;
mod fresh_root_token;
mod exit_waits_for_blocking;
mod spent_token;
mod timer_reset;
mod interval_in_loop;
mod missed_tick_burst;
mod sleep_in_loop;
mod sleep_as_sync;
mod sleep_poll_loop;
mod blocking_sleep_in_async;
mod interval_drift;
mod sender_held_while_draining;
mod receiver_drops_sender;
mod receiver_holds_sender;
mod closed_channel_spin;
mod accept_error_retried;
mod accept_error_ends_server;
mod lost_wakeup;
mod lag_taken_for_end;
mod stale_watch;
mod unbounded_channel;
mod ignored_send_error;
mod channel_deadlock;
mod watch_send_ignored;
mod unwrapped_send;
mod blocked_send;
mod zero_capacity;
mod join_before_drain;
mod self_send_deadlock;
mod lock_across_await;
mod double_lock;
mod guard_in_scrutinee;
mod blocking_under_lock;
mod lock_order_inversion;
mod guard_dropped_at_once;
mod callback_under_lock;
mod lock_not_awaited;
mod parallel_iter_under_lock;
mod check_then_act;
mod self_other_lock;
mod condvar_wait_not_in_loop;
mod notify_without_lock;
mod permit_not_moved;
mod permit_dropped_at_once;
mod permit_forgotten;
mod atomic_load_store;
mod weak_cas_outside_loop;
mod block_on_in_async;
mod blocking_in_async;
mod select_no_else;
mod select_guard_unwrap;
mod cancel_unsafe_in_select;
mod span_guard_across_await;
mod runtime_in_async;
mod outside_runtime;
mod block_on_in_drop;
mod unpolled_future;
mod biased_starvation;
mod busy_loop;
mod futurelock;
mod buffered_stream_stall;
mod try_join_abandons;
mod blocking_in_pool;
mod test_without_timeout;
mod unused_suppression;
mod banned_path;
mod map_rule;

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
    &map_rule::LINT,
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

/// The lint of this name.
pub fn named(name: &str) -> Option<&'static Lint> {
    ALL.iter().copied().find(|lint| lint.name == name)
}

/// Whether a lint can speak for others.
#[doc(hidden)]
pub fn speaks_first(lint: &str) -> bool {
    ORDER_AT_A_SITE.iter().any(|order| order.split_last().is_some_and(|(_, before)| before.contains(&lint)))
}

/// Whether a lint that has spoken of a site leaves nothing to say there to another.
#[doc(hidden)]
pub fn speaks_for(first: &str, other: &str) -> bool {
    ORDER_AT_A_SITE.iter().any(|order| {
        let place = |name| order.iter().position(|lint| *lint == name);
        place(first).zip(place(other)).is_some_and(|(first, other)| first < other)
    })
}
