//! What calls of libraries read, by name: nothing but what they are given, state of this process, the clock, or what is
//! outside.

use crate::model::library::steps::adds_to_list;
use crate::model::library::types::outside_process;

/// What a call of a library's function or method reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    /// Nothing but its receiver and arguments.
    Given,
    /// The next item of its receiver.
    NextItem,
    /// What is in a collection or cell, which it takes out or changes.
    Content,
    /// State of this process that other code may change.
    State,
    Clock,
    /// A file, a process, the network, the system.
    Outside,
    /// State where it has no arguments, as of `lock.read()`; with some, what is outside: `file.read(&mut buffer)`.
    StateOrOutside,
    /// What is outside where it is awaited, else state.
    OutsideIfAwaited,
}

/// What a function reads, by its path; `None` where its name does not tell.
pub fn read_by_function(path: &str) -> Option<Reads> {
    let last = path.rsplit("::").next().unwrap_or(path);
    match last {
        _ if outside_process(path) => Some(Reads::Outside),
        "strong_count" | "weak_count" => Some(Reads::State),
        "now" => Some(Reads::Clock),
        _ if FUNCTIONS_OF_GIVEN.contains(&last) => Some(Reads::Given),
        _ if OUTSIDE.contains(&last) => Some(Reads::Outside),
        _ if reads_state(last) => Some(Reads::State),
        _ => None,
    }
}

/// What a method of this name reads, on whatever it is called; `None` where its name does not tell.
pub fn read_by_method(name: &str) -> Option<Reads> {
    match name {
        "lock" | "read" | "write" => Some(Reads::StateOrOutside),
        "status" => Some(Reads::OutsideIfAwaited),
        _ if makes_of_given(name) => Some(Reads::Given),
        "next" => Some(Reads::NextItem),
        _ if CLOCK.contains(&name) => Some(Reads::Clock),
        _ if OUTSIDE.contains(&name) => Some(Reads::Outside),
        _ if TAKES.contains(&name) => Some(Reads::Content),
        _ if reads_state(name) || STATE.contains(&name) => Some(Reads::State),
        _ => None,
    }
}

/// Whether a method of this name makes something of its receiver and arguments alone.
pub fn makes_of_given(name: &str) -> bool {
    OF_GIVEN.contains(&name)
}

/// Whether a method of this name reads a state of which only the type tells whose it is: a device, a pool or a process
/// may have one as well, and a file can be locked by another process (learnt from fjall).
pub fn reads_some_status(name: &str) -> bool {
    matches!(name, "status" | "get_status" | "try_lock")
}

/// Whether a method of this name lends the place that it is called on, or what that guards or holds.
pub fn opens_place(name: &str) -> bool {
    matches!(name, "as_mut" | "as_ref" | "by_ref" | "lock" | "unwrap" | "borrow_mut")
}

/// Whether a method of this name sets an atomic or a cell and tells what was there before, or whether something was.
pub fn sets_and_tells(name: &str) -> bool {
    matches!(name, "compare_exchange" | "compare_exchange_weak" | "swap" | "set" | "fetch_or" | "fetch_add")
}

/// Whether a method of this name tells that nothing is there, or that nothing has been done.
pub fn tells_absence(name: &str) -> bool {
    matches!(name, "is_none" | "is_err" | "is_empty" | "is_none_or" | "not")
}

/// Whether a method or function of this name takes away or changes what it tells, so that asking again tells something
/// else.
pub fn takes_what_it_reads(name: &str) -> bool {
    TAKES.contains(&name) || matches!(name, "try_recv" | "try_next" | "try_iter" | "try_pop" | "swap" | "fetch_and")
}

/// Whether an attribute lets a function run under a clock of its own, by the attribute's path and what stands in its
/// parentheses.
pub fn virtual_clock(path: &str, args: &str) -> bool {
    args.contains("start_paused")
        || path.starts_with("madsim")
        || path.starts_with("turmoil")
        || path.starts_with("shuttle")
}

/// Whether an attribute has a function polled on a thread that no other task shares, by the attribute's path and what
/// stands in its parentheses: the runtime of such a `main` or test has threads of its own for tasks.
pub fn has_own_thread(path: &str, args: &str) -> bool {
    match path {
        "tokio::main" => !args.contains("current_thread"),
        "tokio::test" => args.contains("multi_thread"),
        _ => matches!(path, "async_std::main" | "async_std::test" | "smol_potat::main"),
    }
}

/// Whether an attribute makes a test's function run in a runtime whose tasks have no other thread than the test's.
pub fn shares_test_thread(path: &str, args: &str) -> bool {
    match path {
        "tokio::test" => !args.contains("multi_thread"),
        _ => matches!(path, "actix_rt::test" | "actix_web::test"),
    }
}

/// Whether a method of this name waits for the next tick of a clock.
pub fn ticks(name: &str) -> bool {
    name == "tick"
}

/// Whether a method of this name without arguments waits for a lock where it is awaited.
pub fn waits_for_lock(name: &str) -> bool {
    matches!(name, "lock" | "read" | "write" | "lock_owned" | "lock_arc")
}

/// Whether a method of this name without arguments lets its caller change what a lock or cell guards.
pub fn opens_to_change(name: &str) -> bool {
    matches!(name, "lock" | "write" | "borrow_mut" | "try_lock" | "blocking_lock")
}

/// Whether a method of this name asks for a state.
pub fn reads_state(name: &str) -> bool {
    let part = |prefix| name.starts_with(prefix);
    let ends = |suffix| name.ends_with(suffix);
    READS.contains(&name)
        || ["is_", "has_", "num_", "contains"].into_iter().any(part)
        || ["_count", "_state", "_status", "_len"].into_iter().any(ends)
}

/// Methods that make something of their receiver and arguments alone.
const OF_GIVEN: &[&str] = &[
    "unwrap",
    "expect",
    "clone",
    "cloned",
    "copied",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_deref_mut",
    "deref",
    "deref_mut",
    "iter",
    "iter_mut",
    "into_iter",
    "values",
    "keys",
    "any",
    "all",
    "map",
    "map_or",
    "map_or_else",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "fold",
    "rev",
    "enumerate",
    "zip",
    "collect",
    "first",
    "last",
    "sum",
    "max",
    "min",
    "ok",
    "err",
    "and_then",
    "then",
    "then_some",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "is_err_and",
    "eq",
    "ne",
    "cmp",
    "abs",
    "saturating_sub",
    "saturating_add",
    "checked_sub",
    "wrapping_add",
    "wrapping_sub",
    "to_owned",
    "into",
    "to_string",
    "to_vec",
    "as_str",
    "as_slice",
    "into_inner",
    "flatten",
    "flat_map",
    "skip",
    "starts_with",
    "ends_with",
    "as_bytes",
    "as_usize",
];

/// Methods that read the state of a lock, channel, handle or cell.
const STATE: &[&str] = &[
    "try_recv",
    "try_next",
    "has_changed",
    "try_read",
    "try_write",
    "try_borrow",
    "borrow_mut",
    "load_full",
    "lock_arc",
    "read_arc",
    "borrow_and_update",
    "poll_now",
    "now_or_never",
    "upgradable_read",
    "get_mut",
    "peek",
    "threads",
];

/// Methods that take something out of a collection or cell.
const TAKES: &[&str] =
    &["take", "pop", "pop_front", "pop_back", "remove", "swap_remove", "drain", "insert", "push", "clear", "replace"];

/// Whether a method of this name takes something out of a collection or cell, or puts it there.
pub fn changes_content(name: &str) -> bool {
    TAKES.contains(&name)
}

/// Whether a method of this name puts something into a collection or cell, beside or in place of what is there.
pub fn puts_in(name: &str) -> bool {
    matches!(name, "insert" | "replace") || adds_to_list(name)
}

/// Whether a method of this name with so many arguments changes nothing when it is called a second time: a set has each item
/// once.
pub fn puts_in_once(name: &str, args: usize) -> bool {
    name == "insert" && args == 1
}

/// Methods that ask for the time.
const CLOCK: &[&str] =
    &["elapsed", "now", "duration_since", "saturating_duration_since", "checked_duration_since", "checked_add"];

/// Functions that make something of their arguments alone, by their last name.
const FUNCTIONS_OF_GIVEN: &[&str] = &[
    "Some",
    "Ok",
    "Err",
    "drop",
    "take",
    "replace",
    "min",
    "max",
    "new",
    "from",
    "default",
    "panicking",
    "spin_loop",
    "yield_now",
    "from_millis",
    "from_secs",
    "from_micros",
    "from_nanos",
    "as_ref",
    "clone",
    "identity",
    "size_of",
];

/// Methods and functions that ask or change what is outside the process.
const OUTSIDE: &[&str] = &[
    "exists",
    "try_exists",
    "metadata",
    "symlink_metadata",
    "connect",
    "connect_timeout",
    "open",
    "create",
    "create_new",
    "try_wait",
    "waitpid",
    "waitid",
    "kill",
    "pid",
    "query",
    "fetch",
    "fetch_one",
    "execute",
    "accept",
    "bind",
    "write_all",
    "read_line",
    "read_to_string",
    "read_dir",
    "canonicalize",
    "status",
    "output",
    "is_file",
    "is_dir",
    "hard_link",
    "lock_exclusive",
    "try_lock_exclusive",
    "try_lock_shared",
    "raw_os_error",
    "last_os_error",
    "set_handler",
    "send_request",
    "request",
    "ping",
];

/// Whether a method of a plain collection or an option looks at what is in it and does nothing else.
pub fn looks_at_items(name: &str) -> bool {
    matches!(name, "len" | "is_empty" | "contains" | "contains_key" | "is_some" | "is_none")
}

/// Methods that read a state which other work changes.
const READS: &[&str] = &[
    "load",
    "lock",
    "borrow",
    "get",
    "read",
    "is_finished",
    "len",
    "count",
    "status",
    "state",
    "get_status",
    "snapshot",
    "size",
    "upgrade",
    "try_recv",
    "strong_count",
    "weak_count",
    "try_lock",
    "load_full",
];
