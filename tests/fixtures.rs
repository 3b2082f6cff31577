//! Every fixture compiles against the libraries it is written for. What it does when it runs is not looked at.
//!
//! The fixtures hang in the body of a function: there their `#[test]` functions are type-checked like all else and yet
//! never run, and rustfmt, which would move the marks of `bad.rs`, does not follow.

#![allow(dead_code, unused, clippy::all, let_underscore_lock, unnameable_test_items)]

use std::fs;
use std::path::Path;

use conclint::lints::ALL;

#[test]
fn every_room_is_compiled() {
    let list = include_str!("fixtures.rs");
    for room in ALL.iter().map(|lint| lint.name.replace('-', "_")) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(&room);
        for file in ["bad", "good", "before", "after"] {
            if !folder.join(file).with_extension("rs").exists() {
                continue;
            }
            let entry = format!("#[path = \"../lints/{room}/{file}.rs\"]\n    mod {room}_{file};\n");
            assert!(list.contains(&entry), "tests/fixtures.rs does not compile lints/{room}/{file}.rs");
        }
    }
}

#[test]
fn every_part_of_a_fixture_is_compiled() {
    for room in ALL.iter().map(|lint| lint.name.replace('-', "_")) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(&room);
        for code in ["good", "bad"] {
            let whole =
                fs::read_to_string(folder.join(code).with_extension("rs")).expect("a room has good and bad code");
            for part in fs::read_dir(folder.join(code)).into_iter().flatten() {
                let name = part.expect("it can be listed").file_name().to_string_lossy().into_owned();
                let entry = format!("#[path = \"{code}/{name}\"]\nmod {};\n", name.trim_end_matches(".rs"));
                assert!(whole.contains(&entry), "lints/{room}/{code}.rs does not mount {code}/{name}");
            }
        }
    }
}

fn fixtures() {
    #[path = "../lints/detached_spawn/bad.rs"]
    mod detached_spawn_bad;
    #[path = "../lints/detached_spawn/good.rs"]
    mod detached_spawn_good;
    #[path = "../lints/unbounded_spawn/bad.rs"]
    mod unbounded_spawn_bad;
    #[path = "../lints/unbounded_spawn/good.rs"]
    mod unbounded_spawn_good;
    #[path = "../lints/timer_reset/bad.rs"]
    mod timer_reset_bad;
    #[path = "../lints/timer_reset/good.rs"]
    mod timer_reset_good;
    #[path = "../lints/timer_reset/before.rs"]
    mod timer_reset_before;
    #[path = "../lints/timer_reset/after.rs"]
    mod timer_reset_after;
    #[path = "../lints/sleep_in_loop/bad.rs"]
    mod sleep_in_loop_bad;
    #[path = "../lints/sleep_in_loop/good.rs"]
    mod sleep_in_loop_good;
    #[path = "../lints/sleep_in_loop/before.rs"]
    mod sleep_in_loop_before;
    #[path = "../lints/sleep_in_loop/after.rs"]
    mod sleep_in_loop_after;
    #[path = "../lints/sleep_as_sync/bad.rs"]
    mod sleep_as_sync_bad;
    #[path = "../lints/sleep_as_sync/good.rs"]
    mod sleep_as_sync_good;
    #[path = "../lints/sleep_as_sync/before.rs"]
    mod sleep_as_sync_before;
    #[path = "../lints/sleep_as_sync/after.rs"]
    mod sleep_as_sync_after;
    #[path = "../lints/sleep_poll_loop/bad.rs"]
    mod sleep_poll_loop_bad;
    #[path = "../lints/sleep_poll_loop/good.rs"]
    mod sleep_poll_loop_good;
    #[path = "../lints/sleep_poll_loop/before.rs"]
    mod sleep_poll_loop_before;
    #[path = "../lints/sleep_poll_loop/after.rs"]
    mod sleep_poll_loop_after;
    #[path = "../lints/sender_held_while_draining/bad.rs"]
    mod sender_held_while_draining_bad;
    #[path = "../lints/sender_held_while_draining/good.rs"]
    mod sender_held_while_draining_good;
    #[path = "../lints/sender_held_while_draining/before.rs"]
    mod sender_held_while_draining_before;
    #[path = "../lints/sender_held_while_draining/after.rs"]
    mod sender_held_while_draining_after;
    #[path = "../lints/receiver_drops_sender/bad.rs"]
    mod receiver_drops_sender_bad;
    #[path = "../lints/receiver_drops_sender/good.rs"]
    mod receiver_drops_sender_good;
    #[path = "../lints/receiver_holds_sender/bad.rs"]
    mod receiver_holds_sender_bad;
    #[path = "../lints/receiver_holds_sender/good.rs"]
    mod receiver_holds_sender_good;
    #[path = "../lints/closed_channel_spin/bad.rs"]
    mod closed_channel_spin_bad;
    #[path = "../lints/closed_channel_spin/good.rs"]
    mod closed_channel_spin_good;
    #[path = "../lints/lock_across_await/bad.rs"]
    mod lock_across_await_bad;
    #[path = "../lints/lock_across_await/good.rs"]
    mod lock_across_await_good;
    #[path = "../lints/double_lock/bad.rs"]
    mod double_lock_bad;
    #[path = "../lints/double_lock/good.rs"]
    mod double_lock_good;
    #[path = "../lints/guard_in_scrutinee/bad.rs"]
    mod guard_in_scrutinee_bad;
    #[path = "../lints/guard_in_scrutinee/good.rs"]
    mod guard_in_scrutinee_good;
    #[path = "../lints/permit_not_moved/bad.rs"]
    mod permit_not_moved_bad;
    #[path = "../lints/permit_not_moved/good.rs"]
    mod permit_not_moved_good;
    #[path = "../lints/unused_suppression/bad.rs"]
    mod unused_suppression_bad;
    #[path = "../lints/unused_suppression/good.rs"]
    mod unused_suppression_good;
    #[path = "../lints/banned_path/bad.rs"]
    mod banned_path_bad;
    #[path = "../lints/banned_path/good.rs"]
    mod banned_path_good;
    #[path = "../lints/map_rule/bad.rs"]
    mod map_rule_bad;
    #[path = "../lints/map_rule/good.rs"]
    mod map_rule_good;
    #[path = "../lints/test_without_timeout/bad.rs"]
    mod test_without_timeout_bad;
    #[path = "../lints/test_without_timeout/good.rs"]
    mod test_without_timeout_good;
    #[path = "../lints/unused_suppression/before.rs"]
    mod unused_suppression_before;
    #[path = "../lints/unused_suppression/after.rs"]
    mod unused_suppression_after;
    #[path = "../lints/closed_channel_spin/before.rs"]
    mod closed_channel_spin_before;
    #[path = "../lints/closed_channel_spin/after.rs"]
    mod closed_channel_spin_after;
    #[path = "../lints/blocking_sleep_in_async/bad.rs"]
    mod blocking_sleep_in_async_bad;
    #[path = "../lints/blocking_sleep_in_async/good.rs"]
    mod blocking_sleep_in_async_good;
    #[path = "../lints/block_on_in_async/bad.rs"]
    mod block_on_in_async_bad;
    #[path = "../lints/block_on_in_async/good.rs"]
    mod block_on_in_async_good;
    #[path = "../lints/blocking_in_async/bad.rs"]
    mod blocking_in_async_bad;
    #[path = "../lints/blocking_in_async/good.rs"]
    mod blocking_in_async_good;
    #[path = "../lints/unpolled_future/bad.rs"]
    mod unpolled_future_bad;
    #[path = "../lints/unpolled_future/good.rs"]
    mod unpolled_future_good;
    #[path = "../lints/lost_task_error/bad.rs"]
    mod lost_task_error_bad;
    #[path = "../lints/lost_task_error/good.rs"]
    mod lost_task_error_good;
    #[path = "../lints/select_no_else/bad.rs"]
    mod select_no_else_bad;
    #[path = "../lints/select_no_else/good.rs"]
    mod select_no_else_good;
    #[path = "../lints/select_guard_unwrap/bad.rs"]
    mod select_guard_unwrap_bad;
    #[path = "../lints/select_guard_unwrap/good.rs"]
    mod select_guard_unwrap_good;
    #[path = "../lints/accept_error_retried/bad.rs"]
    mod accept_error_retried_bad;
    #[path = "../lints/accept_error_retried/good.rs"]
    mod accept_error_retried_good;
    #[path = "../lints/accept_error_ends_server/bad.rs"]
    mod accept_error_ends_server_bad;
    #[path = "../lints/accept_error_ends_server/good.rs"]
    mod accept_error_ends_server_good;
    #[path = "../lints/atomic_load_store/bad.rs"]
    mod atomic_load_store_bad;
    #[path = "../lints/atomic_load_store/good.rs"]
    mod atomic_load_store_good;
    #[path = "../lints/unreaped_join_set/bad.rs"]
    mod unreaped_join_set_bad;
    #[path = "../lints/unreaped_join_set/good.rs"]
    mod unreaped_join_set_good;
    #[path = "../lints/timeout_leaves_task/bad.rs"]
    mod timeout_leaves_task_bad;
    #[path = "../lints/timeout_leaves_task/good.rs"]
    mod timeout_leaves_task_good;
    #[path = "../lints/select_drops_handle/bad.rs"]
    mod select_drops_handle_bad;
    #[path = "../lints/select_drops_handle/good.rs"]
    mod select_drops_handle_good;
    #[path = "../lints/endless_blocking_task/bad.rs"]
    mod endless_blocking_task_bad;
    #[path = "../lints/endless_blocking_task/good.rs"]
    mod endless_blocking_task_good;
    #[path = "../lints/assert_in_detached_task/bad.rs"]
    mod assert_in_detached_task_bad;
    #[path = "../lints/assert_in_detached_task/good.rs"]
    mod assert_in_detached_task_good;
    #[path = "../lints/cancel_unsafe_in_select/bad.rs"]
    mod cancel_unsafe_in_select_bad;
    #[path = "../lints/cancel_unsafe_in_select/good.rs"]
    mod cancel_unsafe_in_select_good;
    #[path = "../lints/lost_wakeup/bad.rs"]
    mod lost_wakeup_bad;
    #[path = "../lints/lost_wakeup/good.rs"]
    mod lost_wakeup_good;
    #[path = "../lints/lag_taken_for_end/bad.rs"]
    mod lag_taken_for_end_bad;
    #[path = "../lints/lag_taken_for_end/good.rs"]
    mod lag_taken_for_end_good;
    #[path = "../lints/stale_watch/bad.rs"]
    mod stale_watch_bad;
    #[path = "../lints/stale_watch/good.rs"]
    mod stale_watch_good;
    #[path = "../lints/blocking_under_lock/bad.rs"]
    mod blocking_under_lock_bad;
    #[path = "../lints/blocking_under_lock/good.rs"]
    mod blocking_under_lock_good;
    #[path = "../lints/lock_order_inversion/bad.rs"]
    mod lock_order_inversion_bad;
    #[path = "../lints/lock_order_inversion/good.rs"]
    mod lock_order_inversion_good;
    #[path = "../lints/guard_dropped_at_once/bad.rs"]
    mod guard_dropped_at_once_bad;
    #[path = "../lints/guard_dropped_at_once/good.rs"]
    mod guard_dropped_at_once_good;
    #[path = "../lints/span_guard_across_await/bad.rs"]
    mod span_guard_across_await_bad;
    #[path = "../lints/span_guard_across_await/good.rs"]
    mod span_guard_across_await_good;
    #[path = "../lints/callback_under_lock/bad.rs"]
    mod callback_under_lock_bad;
    #[path = "../lints/callback_under_lock/good.rs"]
    mod callback_under_lock_good;
    #[path = "../lints/permit_dropped_at_once/bad.rs"]
    mod permit_dropped_at_once_bad;
    #[path = "../lints/permit_dropped_at_once/good.rs"]
    mod permit_dropped_at_once_good;
    #[path = "../lints/permit_forgotten/bad.rs"]
    mod permit_forgotten_bad;
    #[path = "../lints/permit_forgotten/good.rs"]
    mod permit_forgotten_good;
    #[path = "../lints/ignored_cancel/bad.rs"]
    mod ignored_cancel_bad;
    #[path = "../lints/ignored_cancel/good.rs"]
    mod ignored_cancel_good;
    #[path = "../lints/runtime_in_async/bad.rs"]
    mod runtime_in_async_bad;
    #[path = "../lints/runtime_in_async/good.rs"]
    mod runtime_in_async_good;
    #[path = "../lints/outside_runtime/bad.rs"]
    mod outside_runtime_bad;
    #[path = "../lints/outside_runtime/good.rs"]
    mod outside_runtime_good;
    #[path = "../lints/block_on_in_drop/bad.rs"]
    mod block_on_in_drop_bad;
    #[path = "../lints/block_on_in_drop/good.rs"]
    mod block_on_in_drop_good;
    #[path = "../lints/task_cancelled_by_drop/bad.rs"]
    mod task_cancelled_by_drop_bad;
    #[path = "../lints/task_cancelled_by_drop/good.rs"]
    mod task_cancelled_by_drop_good;
    #[path = "../lints/consumer_cut_off/bad.rs"]
    mod consumer_cut_off_bad;
    #[path = "../lints/consumer_cut_off/good.rs"]
    mod consumer_cut_off_good;
    #[path = "../lints/interval_in_loop/bad.rs"]
    mod interval_in_loop_bad;
    #[path = "../lints/interval_in_loop/good.rs"]
    mod interval_in_loop_good;
    #[path = "../lints/missed_tick_burst/bad.rs"]
    mod missed_tick_burst_bad;
    #[path = "../lints/missed_tick_burst/good.rs"]
    mod missed_tick_burst_good;
    #[path = "../lints/biased_starvation/bad.rs"]
    mod biased_starvation_bad;
    #[path = "../lints/biased_starvation/good.rs"]
    mod biased_starvation_good;
    #[path = "../lints/busy_loop/bad.rs"]
    mod busy_loop_bad;
    #[path = "../lints/busy_loop/good.rs"]
    mod busy_loop_good;
    #[path = "../lints/self_send_deadlock/bad.rs"]
    mod self_send_deadlock_bad;
    #[path = "../lints/self_send_deadlock/good.rs"]
    mod self_send_deadlock_good;
    #[path = "../lints/join_before_drain/bad.rs"]
    mod join_before_drain_bad;
    #[path = "../lints/join_before_drain/good.rs"]
    mod join_before_drain_good;
    #[path = "../lints/zero_capacity/bad.rs"]
    mod zero_capacity_bad;
    #[path = "../lints/zero_capacity/good.rs"]
    mod zero_capacity_good;
    #[path = "../lints/blocked_send/bad.rs"]
    mod blocked_send_bad;
    #[path = "../lints/blocked_send/good.rs"]
    mod blocked_send_good;
    #[path = "../lints/unwrapped_send/bad.rs"]
    mod unwrapped_send_bad;
    #[path = "../lints/unwrapped_send/good.rs"]
    mod unwrapped_send_good;
    #[path = "../lints/watch_send_ignored/bad.rs"]
    mod watch_send_ignored_bad;
    #[path = "../lints/watch_send_ignored/good.rs"]
    mod watch_send_ignored_good;
    #[path = "../lints/channel_deadlock/bad.rs"]
    mod channel_deadlock_bad;
    #[path = "../lints/channel_deadlock/good.rs"]
    mod channel_deadlock_good;
    #[path = "../lints/ignored_send_error/bad.rs"]
    mod ignored_send_error_bad;
    #[path = "../lints/ignored_send_error/good.rs"]
    mod ignored_send_error_good;
    #[path = "../lints/unbounded_channel/bad.rs"]
    mod unbounded_channel_bad;
    #[path = "../lints/unbounded_channel/good.rs"]
    mod unbounded_channel_good;
    #[path = "../lints/lock_not_awaited/bad.rs"]
    mod lock_not_awaited_bad;
    #[path = "../lints/lock_not_awaited/good.rs"]
    mod lock_not_awaited_good;
    #[path = "../lints/parallel_iter_under_lock/bad.rs"]
    mod parallel_iter_under_lock_bad;
    #[path = "../lints/parallel_iter_under_lock/good.rs"]
    mod parallel_iter_under_lock_good;
    #[path = "../lints/lost_cancel/bad.rs"]
    mod lost_cancel_bad;
    #[path = "../lints/lost_cancel/good.rs"]
    mod lost_cancel_good;
    #[path = "../lints/fresh_root_token/bad.rs"]
    mod fresh_root_token_bad;
    #[path = "../lints/fresh_root_token/good.rs"]
    mod fresh_root_token_good;
    #[path = "../lints/interval_drift/bad.rs"]
    mod interval_drift_bad;
    #[path = "../lints/interval_drift/good.rs"]
    mod interval_drift_good;
    #[path = "../lints/futurelock/bad.rs"]
    mod futurelock_bad;
    #[path = "../lints/futurelock/good.rs"]
    mod futurelock_good;
    #[path = "../lints/buffered_stream_stall/bad.rs"]
    mod buffered_stream_stall_bad;
    #[path = "../lints/buffered_stream_stall/good.rs"]
    mod buffered_stream_stall_good;
    #[path = "../lints/try_join_abandons/bad.rs"]
    mod try_join_abandons_bad;
    #[path = "../lints/try_join_abandons/good.rs"]
    mod try_join_abandons_good;
    #[path = "../lints/exit_waits_for_blocking/bad.rs"]
    mod exit_waits_for_blocking_bad;
    #[path = "../lints/exit_waits_for_blocking/good.rs"]
    mod exit_waits_for_blocking_good;
    #[path = "../lints/spent_token/bad.rs"]
    mod spent_token_bad;
    #[path = "../lints/spent_token/good.rs"]
    mod spent_token_good;
    #[path = "../lints/blocking_in_pool/bad.rs"]
    mod blocking_in_pool_bad;
    #[path = "../lints/blocking_in_pool/good.rs"]
    mod blocking_in_pool_good;
    #[path = "../lints/check_then_act/bad.rs"]
    mod check_then_act_bad;
    #[path = "../lints/check_then_act/good.rs"]
    mod check_then_act_good;
    #[path = "../lints/condvar_wait_not_in_loop/bad.rs"]
    mod condvar_wait_not_in_loop_bad;
    #[path = "../lints/condvar_wait_not_in_loop/good.rs"]
    mod condvar_wait_not_in_loop_good;
    #[path = "../lints/notify_without_lock/bad.rs"]
    mod notify_without_lock_bad;
    #[path = "../lints/notify_without_lock/good.rs"]
    mod notify_without_lock_good;
    #[path = "../lints/self_other_lock/bad.rs"]
    mod self_other_lock_bad;
    #[path = "../lints/self_other_lock/good.rs"]
    mod self_other_lock_good;
    #[path = "../lints/weak_cas_outside_loop/bad.rs"]
    mod weak_cas_outside_loop_bad;
    #[path = "../lints/weak_cas_outside_loop/good.rs"]
    mod weak_cas_outside_loop_good;
}
