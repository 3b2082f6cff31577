//! The only place that names libraries: what calls of std, tokio, smol, async-std, futures, crossbeam, flume … mean.
//!
//! Paths are written in one spelling each; [`canonical`] brings re-exports to it. Supporting a runtime is adding rows.

pub mod atomics;
pub mod callbacks;
pub mod calls;
pub mod channels;
pub mod gives;
pub mod formatting;
pub mod futures;
mod lock_rows;
pub mod locks;
pub mod parts;
pub mod paths;
pub mod peers;
pub mod permits;
pub mod phrases;
pub mod project;
pub mod reads;
pub mod selects;
pub mod signals;
pub mod steps;
pub mod tasks;
pub mod time;
pub mod types;
pub mod vocabulary;
pub mod what;
pub mod words;

use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

pub use crate::model::library::callbacks::{
    Callback, dispatches, exports, fed_from_outside, given_to_function, given_to_method, goes_over_collection,
    goes_over_items, is_inert, makes_endless, passes_items, repeats_forever, starts_process, stops_at_first,
    takes_a_part,
};
pub use crate::model::library::channels::{
    ChannelKind, Closed, RECEIVING, ReceiveHow, SENDING, SendHow, Side, always_bounded, any_stream, awaits_room,
    blocking_face, blocks_for_room, borrows_sender, closed_error, closes, end_made_by, end_of_type, end_type,
    is_adaptor, is_end_of_chain, makes_channels, may_receive, never_full, receive_method, send_method,
};
pub use crate::model::library::paths::{
    canonical, is_crate, is_crate_of_futures, is_select_of_tokio, lies_in_futures, multiplexed,
};
pub use crate::model::library::project::{Declared, Locking};
pub use crate::model::library::tasks::{
    OnDrop, SpawnRow, Unit, ends_task, finite_stream, flags_signal, may_take_permit, may_wait, same_future,
    until_cancelled, wait_for_task,
};
pub use crate::model::library::time::{
    INSTANT, SleepRow, TASK_SLEEPS, TimerKind, clock_before, deadline_before, fixed_deadline, gives_again, only_wakes,
    pinned_before, quiet_timer, shared_deadline, simulates, sleep_name, ticker, ticker_before, typed_by_its_place,
};
pub use crate::model::library::types::{
    ARC, CHILD_OF_TASKS, CHILD_OF_THREADS, Inner, MAKING_SPANS, SPAN, Sharing, TASK_HANDLE, THREAD_HANDLE, TOKEN,
    awaited, counts_owners, counts_up_or_down, derefs, drives_program, ends_its_tasks, enters, fills_fields, future_of,
    given_by_function, given_by_method, given_to_closure, inner_place, is_box, is_copied, is_file, is_function_trait,
    is_future, is_local_set, is_plain_collection, is_shared_pointer, iterates, lock_made_by, makes_span,
    outside_process, own_futures, sharing, stream_that_ends, taken_out, tells_count, tells_its_state, wrapper,
};
pub use crate::model::library::words::{
    ASYNC, BLOCKS, DISCARDS, LIBRARIES, LOCKS, ON_MAP, SENDS, TAKES_LOCK, WORDS, goes_on_as_atomic, tells,
};

/// What a call of a known function or method does, as far as concurrency goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Call {
    /// Starts a task or thread.
    Spawn(SpawnRow),
    /// Waits for a time, or makes the future or channel that does.
    Sleep(SleepRow),
    /// Blocks its thread.
    Blocks,
    /// Takes a lock and gives its guard.
    Lock(Locking),
    /// Makes a channel; `bound` is the place of the capacity among the arguments.
    Channel { kind: ChannelKind, bound: Option<u8> },
    /// Runs its first argument, a future, to the end on this thread.
    BlockOn,
    /// Races its two futures.
    Race,
    /// Does not return, or gives a future that never ends.
    Never,
    /// Ends the process.
    Exit,
    /// Drops its argument now.
    Drop,
    /// Keeps its argument forever.
    Forget,
    /// Waits for signals of the operating system, whose end is the process's end.
    Signal,
    /// Takes a permit, so that only so many go on.
    Permit,
    /// Stops or advances the clock of a test.
    VirtualTime,
    /// Runs its closure at most once in the process's life.
    Once,
    /// Wraps its argument and gives it back in another type: `Box::pin(x)`, `Arc::new(x)`, `pin!(x)`.
    Wrap,
    /// Keeps the tasks that are started through it, and ends them when it is dropped.
    Owner,
}

/// What a function, by its path in the library table's spelling, does.
pub fn function(path: &str) -> Option<Call> {
    TABLE.functions.get(path).copied()
}

/// What a method of a type, by the type's path in the library table's spelling, does.
pub fn method(ty: &str, name: &str) -> Option<Call> {
    TABLE.methods.get(&(ty, name)).copied()
}

/// The path in the library table's spelling, when the library table has a row for it.
pub fn knows(path: &str) -> Option<Arc<str>> {
    let path = canonical(path);
    TABLE.known.contains(&*path).then_some(path)
}

/// Whether there are rows for a library of this name, or it is another spelling of one that has some.
pub fn has_rows(library: &str) -> bool {
    let is_its = |path: &&str| path.strip_prefix(library).is_some_and(|rest| rest.starts_with("::"));
    *canonical(library) != *library || TABLE.known.iter().any(is_its)
}

/// Macros that poll all the futures that they are given, right where they stand.
pub fn polls_all(name: &str) -> bool {
    matches!(name, "join" | "try_join")
}

/// A macro that does no more than its arguments do, by its last name: logging, formatting, assertions.
pub fn plain_macro(name: &str) -> bool {
    PLAIN_MACROS.contains(&name) || name.starts_with("assert") || name.starts_with("debug_assert")
}

/// A macro that prints or logs its arguments, by its last name.
pub fn prints(name: &str) -> bool {
    const PRINT: &[&str] = &[
        "println", "eprintln", "print", "eprint", "dbg", "log", "trace", "debug", "info", "warn", "error", "event",
        "slog",
    ];
    PRINT.contains(&name)
}

/// A macro that prints or writes what it is given where it lasts, by its last name.
pub fn writes_out(name: &str) -> bool {
    matches!(name, "println" | "print" | "eprintln" | "eprint" | "write" | "writeln")
}

/// Whether an attribute, by its path and what stands behind it, lets every error that its function gives be logged.
pub fn logs_errors(path: &str, args: &str) -> bool {
    path.ends_with("instrument") && args.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "err")
}

/// A macro that makes a text of its arguments, by its last name.
pub fn makes_text(name: &str) -> bool {
    matches!(name, "format" | "format_args" | "concat" | "stringify")
}

/// A macro that takes its arguments by value though it does no more with them than hand them on, by its last name.
pub fn moving_macro(name: &str) -> bool {
    matches!(name, "vec" | "join" | "smallvec")
}

/// A macro that tests its first argument, and looks at the others where it does not hold, by its last name.
pub fn tests_condition(name: &str) -> bool {
    matches!(name, "assert" | "debug_assert")
}

/// A macro that awaits what it is given, by its last name.
pub fn waiting_macro(name: &str) -> bool {
    matches!(name, "join" | "try_join")
}

/// Whether a function of a library gives its argument back inside what it gives: `Some(x)`, `Ok(x)`.
pub fn passes_argument(path: &str) -> bool {
    matches!(
        path,
        "std::option::Option::Some" | "std::result::Result::Ok" | "std::convert::identity" | "std::sync::Arc::from"
    )
}

/// A macro that does not let the code after it run, by its last name.
pub fn diverging_macro(name: &str) -> bool {
    matches!(name, "panic" | "unreachable" | "todo" | "unimplemented")
}

/// A macro that says that control never comes to it, by its last name.
pub fn claims_unreachable(name: &str) -> bool {
    name == "unreachable"
}

/// A macro that leaves the function with an error, by its last name.
pub fn returning_macro(name: &str) -> bool {
    matches!(name, "bail" | "anyhow_bail" | "whatever" | "throw" | "yeet")
}

/// A macro that leaves the function when its argument is not ready yet, by its last name.
pub fn polling_macro(name: &str) -> bool {
    matches!(name, "ready" | "try_ready")
}

const PLAIN_MACROS: &[&str] = &[
    "println",
    "eprintln",
    "print",
    "eprint",
    "format",
    "format_args",
    "write",
    "writeln",
    "dbg",
    "log",
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "event",
    "span",
    "trace_span",
    "debug_span",
    "info_span",
    "warn_span",
    "error_span",
    "vec",
    "matches",
    "cfg",
    "concat",
    "env",
    "option_env",
    "include_str",
    "include_bytes",
    "include",
    "stringify",
    "line",
    "file",
    "column",
    "module_path",
    "join",
    "pin",
    "pin_mut",
    "addr_of",
    "addr_of_mut",
    "json",
    "anyhow",
    "eyre",
    "hashmap",
    "btreemap",
    "smallvec",
    "counter",
    "gauge",
    "histogram",
    "increment_counter",
    "slog",
    "instrument",
    "offset_of",
    "select",
    "select_biased",
    "const_format",
    "bytes",
    "thread_local",
    "lazy_static",
    "tracing",
    "log_enabled",
    "enabled",
    "compile_error",
    "is_x86_feature_detected",
    "black_box",
    "ready",
    "poll",
    "console_log",
    "trc",
    "err_span",
];

/// The last names of all calls that start a task or thread.
pub fn spawn_names() -> Vec<&'static str> {
    names_of(|call| matches!(call, Call::Spawn(_)), &["spawn", "spawn_detached"])
}

/// The last names of all calls that make a channel.
pub fn channel_names() -> Vec<&'static str> {
    names_of(|call| matches!(call, Call::Channel { .. }), &[])
}

/// The last names of all calls that wait for time.
pub fn timer_names() -> Vec<&'static str> {
    names_of(|call| matches!(call, Call::Sleep(_)), &["sleep", "delay_for"])
}

/// The last names of all calls that can block their thread without a lock.
pub fn blocking_names() -> Vec<&'static str> {
    let blocks =
        |call| matches!(call, Call::Blocks | Call::BlockOn) || matches!(call, Call::Sleep(row) if row.blocking);
    names_of(
        blocks,
        &[
            "recv",
            "blocking_recv",
            "recv_blocking",
            "blocking_recv_many",
            "join",
            "wait",
            "wait_while",
            "wait_with_output",
            "output",
            "status",
            calls::READS_BY_BLOCKING,
        ],
    )
}

fn names_of(wanted: impl Fn(Call) -> bool, more: &[&'static str]) -> Vec<&'static str> {
    let last = |path: &'static str| path.rsplit("::").next().unwrap_or(path);
    let functions = TABLE.functions.iter().filter(|(_, call)| wanted(**call)).map(|(path, _)| last(path));
    let methods = TABLE.methods.iter().filter(|(_, call)| wanted(**call)).map(|((_, name), _)| *name);
    let mut names: Vec<&str> = functions.chain(methods).chain(more.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

struct Table {
    functions: FxHashMap<&'static str, Call>,
    methods: FxHashMap<(&'static str, &'static str), Call>,
    known: FxHashSet<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table =
        Table { functions: FxHashMap::default(), methods: FxHashMap::default(), known: FxHashSet::default() };
    let functions = tasks::FUNCTIONS.iter().chain(time::FUNCTIONS).chain(channels::FUNCTIONS).chain(types::FUNCTIONS);
    for &(path, call) in functions {
        table.functions.insert(path, call);
        table.known.insert(path);
    }
    let methods = tasks::METHODS.iter().chain(time::METHODS).chain(types::METHODS).copied();
    for (ty, name, call) in methods.chain(permits::methods()) {
        table.methods.insert((ty, name), call);
        table.known.insert(ty);
    }
    table.known.extend(channels::TYPES.iter().map(|(path, _, _)| *path));
    table.known.extend(types::WRAPPERS.iter().map(|(path, _)| *path));
    table.known.extend(types::ENDING_STREAMS.iter().copied());
    table.known.extend(types::OTHERS.iter().chain(atomics::TYPES).copied());
    table.known.extend(locks::paths());
    table
});
