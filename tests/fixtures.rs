//! Every fixture compiles against the libraries it is written for. What it does when it runs is not looked at.
//!
//! The fixtures hang in the body of a function: there their `#[test]` functions are type-checked like all else and yet
//! never run, and rustfmt, which would move the marks of `bad.rs`, does not follow.

#![allow(dead_code, unused, clippy::all, unnameable_test_items)]

use std::fs;
use std::path::Path;

use conclint::lints::ALL;

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
    #[path = "../lints/accept_error_retried/bad.rs"]
    mod accept_error_retried_bad;
    #[path = "../lints/accept_error_retried/good.rs"]
    mod accept_error_retried_good;
    #[path = "../lints/accept_error_ends_server/bad.rs"]
    mod accept_error_ends_server_bad;
    #[path = "../lints/accept_error_ends_server/good.rs"]
    mod accept_error_ends_server_good;
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
    #[path = "../lints/lost_cancel/bad.rs"]
    mod lost_cancel_bad;
    #[path = "../lints/lost_cancel/good.rs"]
    mod lost_cancel_good;
    #[path = "../lints/fresh_root_token/bad.rs"]
    mod fresh_root_token_bad;
    #[path = "../lints/fresh_root_token/good.rs"]
    mod fresh_root_token_good;
}

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
fn every_part_of_good_code_is_compiled() {
    for room in ALL.iter().map(|lint| lint.name.replace('-', "_")) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(&room);
        let whole = fs::read_to_string(folder.join("good.rs")).expect("a room has good code");
        for part in fs::read_dir(folder.join("good")).into_iter().flatten() {
            let name = part.expect("it can be listed").file_name().to_string_lossy().into_owned();
            let entry = format!("#[path = \"good/{name}\"]\nmod {};\n", name.trim_end_matches(".rs"));
            assert!(whole.contains(&entry), "lints/{room}/good.rs does not mount good/{name}");
        }
    }
}
