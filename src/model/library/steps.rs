//! What methods do with the value they are called on, by name: rows for where no signature can be seen.
//!
//! A method that stands in neither list may do either. The lists hold for values whose type is not the package's own.

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
