//! Atomics: which types are atomics, and what their methods do with the value.

/// What a method of an atomic does with its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    Load,
    Store,
    /// Gives the old value and puts another in its place, whatever it was.
    Swap,
    /// Puts another value in its place where it is the expected one; a weak one may fail even then.
    Exchange {
        weak: bool,
    },
    /// Computes the new value of the old one in one step.
    Fetch,
}

/// The types of atomics, in the library table's spelling.
pub const TYPES: &[&str] = &[
    "std::sync::atomic::AtomicBool",
    "std::sync::atomic::AtomicI8",
    "std::sync::atomic::AtomicI16",
    "std::sync::atomic::AtomicI32",
    "std::sync::atomic::AtomicI64",
    "std::sync::atomic::AtomicI128",
    "std::sync::atomic::AtomicIsize",
    "std::sync::atomic::AtomicU8",
    "std::sync::atomic::AtomicU16",
    "std::sync::atomic::AtomicU32",
    "std::sync::atomic::AtomicU64",
    "std::sync::atomic::AtomicU128",
    "std::sync::atomic::AtomicUsize",
    "std::sync::atomic::AtomicPtr",
    "std::sync::atomic::Atomic",
];

/// The methods of atomics that read or change their value.
pub const METHODS: &[&str] = &[
    "load",
    "store",
    "swap",
    "compare_and_swap",
    "compare_exchange",
    "compare_exchange_weak",
    "fetch_add",
    "fetch_sub",
    "fetch_max",
    "fetch_min",
    "fetch_and",
    "fetch_nand",
    "fetch_or",
    "fetch_xor",
    "fetch_not",
    "fetch_update",
    "try_update",
    "update",
];

/// What a method of a type does with the value of an atomic; `None` where the type is none.
pub fn operation(ty: &str, method: &str) -> Option<Op> {
    if !TYPES.contains(&ty) || !METHODS.contains(&method) {
        return None;
    }
    Some(match method {
        "load" => Op::Load,
        "store" => Op::Store,
        "swap" => Op::Swap,
        "compare_exchange_weak" => Op::Exchange { weak: true },
        "compare_exchange" | "compare_and_swap" => Op::Exchange { weak: false },
        _ => Op::Fetch,
    })
}

/// Whether a function of this name is one that only tries, and may fail for no reason.
pub fn may_fail(name: &str) -> bool {
    name.split('_').any(|part| matches!(part, "try" | "weak" | "cas" | "exchange" | "attempt"))
}

/// Whether an argument that is written so orders nothing but the one atomic.
pub fn is_relaxed(order: &str) -> bool {
    order.rsplit("::").next() == Some("Relaxed")
}
