//! What methods do with the value they are called on, by name: rows for where no signature can be seen.
//!
//! A method that stands in neither list may do either. The lists hold for values whose type is not the package's own.

use crate::model::library::calls::{Next, gives_next};

/// Whether a method of this name takes its receiver by value, whatever the type: what it gives, or nobody, has it then.
pub fn takes_receiver(name: &str) -> bool {
    name.starts_with("into_") || TAKES.binary_search(&name).is_ok()
}

/// Whether a method of this name only borrows its receiver, whatever the type.
pub fn borrows_receiver(name: &str) -> bool {
    name.starts_with("is_")
        || name.starts_with("as_")
        || name.starts_with("try_")
        || name.starts_with("get_")
        || name.starts_with("set_")
        || BORROWS.binary_search(&name).is_ok()
}

/// Whether a method of this name gives what is inside its receiver: an `Option`, a `Result`, a lock.
pub fn unwraps(name: &str) -> bool {
    matches!(
        name,
        "unwrap"
            | "expect"
            | "unwrap_or"
            | "unwrap_or_else"
            | "unwrap_or_default"
            | "into_inner"
            | "ok_or"
            | "ok_or_else"
    )
}

/// Which argument of a method of this name a number is at most.
pub fn limit_of(name: &str) -> Option<usize> {
    match name {
        "min" => Some(0),
        "clamp" => Some(1),
        _ => None,
    }
}

/// Whether a method of this name gives what its closure gives, or else what its receiver has.
pub fn gives_from_closure(name: &str) -> bool {
    matches!(name, "unwrap_or_else" | "get_or_insert_with" | "get_or_init")
}

/// Whether a method of this name gives its receiver again, as another type at most.
pub fn passes_receiver(name: &str) -> bool {
    matches!(
        name,
        "ok" | "abort_handle"
            | "map_err"
            | "context"
            | "with_context"
            | "instrument"
            | "in_current_span"
            | "boxed"
            | "boxed_local"
            | "fuse"
            | "into"
            | "into_iter"
            | "into_boxed_slice"
            | "collect"
            | "into_future"
    )
}

/// Whether a method of this name gives its receiver, or what it refers to, by another reference.
pub fn refers_to_receiver(name: &str) -> bool {
    matches!(
        name,
        "as_ref"
            | "as_mut"
            | "as_deref"
            | "as_deref_mut"
            | "by_ref"
            | "deref"
            | "deref_mut"
            | "unwrap"
            | "expect"
            | "as_pin_mut"
    )
}

/// Whether a method or function of this name clones: of a shared pointer, another to the same value.
pub fn clones(name: &str) -> bool {
    matches!(name, "clone" | "to_owned" | "cloned")
}

/// Methods that give what is in an answer, and panic where it is an error or nothing.
pub fn panics_on_error(name: &str) -> bool {
    matches!(name, "unwrap" | "expect")
}

/// Methods that take what is in a place, or put another value there.
pub fn puts_another(name: &str) -> bool {
    matches!(name, "take" | "replace" | "insert")
}

/// Whether a method of this name gives an iterator whose items come with their numbers.
pub fn numbers_items(name: &str) -> bool {
    name == "enumerate"
}

/// Methods of a receiver that wait for the next message, be it for a time at most.
pub fn receives_message(name: &str) -> bool {
    receives_for_a_time(name) || matches!(gives_next(name), Some(Next::Message))
}

/// Methods of a receiver that wait for a time at most.
pub fn receives_for_a_time(name: &str) -> bool {
    matches!(name, "recv_timeout" | "recv_deadline")
}

/// Methods that ask a flag which others set: an atomic's value, a token.
pub fn asks_flag(name: &str) -> bool {
    matches!(name, "load" | "is_cancelled" | "is_canceled")
}

/// Methods that wait for one of a set of tasks, or for all.
pub fn joins_set(name: &str) -> bool {
    matches!(name, "join_next" | "join_next_with_id" | "join_all")
}

/// Whether a method of this name of what only counts its tasks waits for the end of all.
pub fn joins_tracker(name: &str) -> bool {
    name == "wait"
}

/// Whether a method of this name waits for the end of a thread.
pub fn joins_thread(name: &str) -> bool {
    name == "join"
}

/// Methods of an iterator that go over all of it and do nothing with an item but keep or count it.
pub fn only_gathers(name: &str) -> bool {
    matches!(name, "collect" | "count" | "last")
}

/// Methods that give an iterator over what is there already.
pub fn goes_over(name: &str) -> bool {
    matches!(name, "iter" | "iter_mut" | "into_iter" | "drain" | "values" | "keys" | "chars")
}

/// Methods that write down, or hand to somebody outside, what they are given.
pub fn stores(name: &str) -> bool {
    const STORES: &[&str] = &[
        "append",
        "commit",
        "execute",
        "flush",
        "persist",
        "publish",
        "save",
        "upload",
        "write",
        "write_all",
        "write_line",
        "write_str",
    ];
    STORES.contains(&name)
}

/// Methods of a sender that wait until the receiver is gone.
pub fn waits_for_other_side(name: &str) -> bool {
    name == "closed"
}

/// Methods that wait for all of a set of tasks.
pub fn joins_all(name: &str) -> bool {
    name == "join_all"
}

/// Methods that put what they are given at an end of a list.
pub fn adds_to_list(name: &str) -> bool {
    matches!(name, "push" | "push_back" | "push_front" | "extend")
}

/// Methods that only tell how many there are.
pub fn only_counts(name: &str) -> bool {
    matches!(name, "len" | "is_empty" | "capacity" | "reserve")
}

/// Methods that end every task of a set.
pub fn aborts_set(name: &str) -> bool {
    matches!(name, "abort_all" | "shutdown" | "detach_all")
}

/// The method that gives the larger one of two numbers.
pub const LARGER: &str = "max";

/// Functions that give what is in the place that they are lent, and put another value there.
pub fn puts_another_in_place(path: &str) -> bool {
    matches!(path, "std::mem::take" | "std::mem::replace")
}

/// Whether a method of this name takes out of an `Option` what it holds, and leaves nothing.
pub fn empties_option(name: &str) -> bool {
    matches!(name, "take" | "take_if")
}

/// Whether a method of this name gives a value that has nothing of its receiver: taken out, cloned, counted.
pub fn gives_owned(name: &str) -> bool {
    name.starts_with("is_")
        || matches!(
            name,
            "pop"
                | "pop_front"
                | "pop_back"
                | "take"
                | "remove"
                | "swap_remove"
                | "replace"
                | "clone"
                | "cloned"
                | "copied"
                | "to_owned"
                | "to_vec"
                | "to_string"
                | "len"
                | "recv"
                | "try_recv"
                | "recv_timeout"
                | "contains"
                | "contains_key"
                | "collect"
                | "insert"
                | "split_off"
                | "load"
                | "count"
                | "sum"
                | "upgrade"
        )
}

/// Whether a method of this name gives something that borrows from its receiver.
pub fn gives_borrowed(name: &str) -> bool {
    name.starts_with("as_")
        || matches!(
            name,
            "get"
                | "get_mut"
                | "iter"
                | "iter_mut"
                | "keys"
                | "values"
                | "values_mut"
                | "first"
                | "last"
                | "entry"
                | "peek"
                | "drain"
                | "borrow"
                | "borrow_mut"
                | "deref"
                | "front"
                | "back"
                | "range"
                | "chunks"
                | "windows"
                | "lines"
                | "enumerate"
                | "filter"
                | "map"
                | "zip"
                | "rev"
                | "unwrap"
                | "expect"
        )
}

/// Whether a method of this name gives up its receiver, a handle, and lets what it stands for run.
pub fn lets_run(name: &str) -> bool {
    matches!(name, "detach" | "forget")
}

/// Whether a method of this name without arguments waits for the task or thread that its receiver stands for.
pub fn waits_for_receiver(name: &str) -> bool {
    matches!(name, "join" | "wait")
}

/// Whether a method of this name waits for a task's end, or brings it about and waits.
pub fn finishes_task(name: &str) -> bool {
    matches!(name, "join" | "cancel")
}

/// The method by which a task's handle ends it.
pub const ABORT: &str = "abort";

/// Whether a method of this name ends the task whose handle it is called on.
pub fn aborts_task(name: &str) -> bool {
    matches!(name, "abort" | "abort_handle" | "cancel")
}

/// Whether a method of this name looks after the task whose handle a place has before another takes its place.
pub fn ends_task(name: &str) -> bool {
    matches!(name, "take" | "abort" | "join" | "replace" | "cancel")
}

/// Whether a method of this name puts its last argument under a key, where it replaces what was there.
pub fn keeps_under_key(name: &str) -> bool {
    matches!(name, "insert" | "or_insert" | "replace")
}

/// Whether a method of this name sends its argument to another task.
pub fn sends_argument(name: &str) -> bool {
    matches!(
        name,
        "send"
            | "try_send"
            | "send_async"
            | "send_blocking"
            | "blocking_send"
            | "unbounded_send"
            | "send_timeout"
            | "feed"
            | "start_send"
    )
}

/// Whether a method of this name puts its argument into its receiver.
pub fn keeps_argument(name: &str) -> bool {
    matches!(
        name,
        "push"
            | "push_back"
            | "push_front"
            | "insert"
            | "insert_entry"
            | "or_insert"
            | "replace"
            | "get_or_insert"
            | "extend"
            | "append"
            | "set"
            | "store"
            | "swap"
    )
}

/// Sorted.
const TAKES: &[&str] = &[
    "and_then",
    "await_ready",
    "boxed",
    "boxed_local",
    "buffer_unordered",
    "buffered",
    "chain",
    "cloned",
    "collect",
    "collect_vec",
    "compat",
    "context",
    "copied",
    "detach",
    "enumerate",
    "err",
    "expect",
    "expect_err",
    "flatten",
    "fold",
    "for_each",
    "for_each_concurrent",
    "forget",
    "forward",
    "fuse",
    "in_current_span",
    "instrument",
    "map",
    "map_err",
    "map_ok",
    "map_or",
    "map_or_else",
    "ok",
    "ok_or",
    "ok_or_else",
    "or_else",
    "peekable",
    "rev",
    "unwrap",
    "unwrap_err",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "with_context",
    "zip",
];

/// Sorted.
const BORROWS: &[&str] = &[
    "abort",
    "abort_handle",
    "accept",
    "acquire",
    "add",
    "blocking_recv",
    "blocking_send",
    "borrow",
    "borrow_and_update",
    "borrow_mut",
    "by_ref",
    "cancel",
    "cancelled",
    "capacity",
    "changed",
    "clear",
    "clone",
    "close",
    "closed",
    "compare_exchange",
    "contains",
    "contains_key",
    "deref",
    "deref_mut",
    "downgrade",
    "drain",
    "entry",
    "eq",
    "extend",
    "fetch_add",
    "fetch_sub",
    "first",
    "flush",
    "get",
    "id",
    "insert",
    "is_closed",
    "iter",
    "iter_mut",
    "join_next",
    "keys",
    "last",
    "len",
    "load",
    "lock",
    "next",
    "notified",
    "notify_all",
    "notify_one",
    "notify_waiters",
    "poll",
    "pop",
    "pop_back",
    "pop_front",
    "push",
    "push_back",
    "push_front",
    "read",
    "recv",
    "recv_async",
    "recv_many",
    "recv_timeout",
    "remove",
    "replace",
    "reserve",
    "resubscribe",
    "retain",
    "same_channel",
    "send",
    "send_async",
    "send_modify",
    "send_replace",
    "send_timeout",
    "store",
    "subscribe",
    "swap",
    "tick",
    "to_owned",
    "to_string",
    "to_vec",
    "unbounded_send",
    "values",
    "values_mut",
    "wait_for",
    "write",
    "write_all",
];

/// Whether a method of this name asks whether there is no value.
pub fn asks_for_none(name: &str) -> bool {
    matches!(name, "is_none" | "is_err")
}

/// Whether a pattern of this one name fits where there is no value.
pub fn is_none_pattern(name: &str) -> bool {
    name == "None"
}

/// Whether a method runs the code that it is given when a cell is still empty, and never again.
pub fn fills_cell(name: &str) -> bool {
    matches!(name, "get_or_init" | "get_or_try_init")
}

#[cfg(test)]
mod tests {
    use super::{BORROWS, TAKES};

    #[test]
    fn the_lists_are_sorted_and_keep_apart() {
        assert!(TAKES.is_sorted() && BORROWS.is_sorted(), "a list that is searched by halves must be sorted");
        let both: Vec<_> = TAKES.iter().filter(|name| BORROWS.contains(name)).collect();
        assert!(both.is_empty(), "a method cannot both take and borrow: {both:?}");
    }
}
