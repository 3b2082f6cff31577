//! What branches of a `select!` wait for: which calls give something that a pattern does not take, and what is lost when
//! their future is dropped before it has completed.

/// The word by which the branches of a `select!` are polled in the order in which they stand.
pub const BIASED: &str = "biased";

/// When a call gives something else than what a pattern takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    /// When nothing is in what it is called on.
    Empty,
    /// When what it is called on is at its end.
    Ended,
    /// When it fails.
    Failed,
    /// When what it is called on is at its end, and when it fails.
    EndedOrFailed,
}

impl Otherwise {
    /// The same where the pattern takes only one variant of what is in the first: `Ok(Some(line))`.
    pub fn with_inner(self, name: &str, inner: &str) -> Otherwise {
        let ends = matches!((name, inner), ("next_line" | "next_segment" | "try_next", "Some"));
        if self == Otherwise::Failed && ends { Otherwise::EndedOrFailed } else { self }
    }
}

/// When a method of a library of this name gives something else than this variant: `Some`, `Ok`. `None` where that is not
/// known.
pub fn otherwise(name: &str, variant: &str) -> Option<Otherwise> {
    match (name, variant) {
        ("join_next" | "join_next_with_id", "Some") => Some(Otherwise::Empty),
        ("next" | "next_line" | "next_segment" | "wait", "Some") => Some(Otherwise::Ended),
        ("next_line" | "next_segment" | "try_next" | "accept" | "recv_from" | "read" | "read_buf", "Ok") => {
            Some(Otherwise::Failed)
        }
        _ => None,
    }
}

/// Whether a stream of this type never ends, by its path.
pub fn is_endless_stream(path: &str) -> bool {
    ["IntervalStream", "SignalStream", "CtrlC", "Interval", "DelayQueue", "Incoming"]
        .iter()
        .any(|name| path.rsplit("::").next() == Some(name))
}

/// Whether a stream of this type has the items of others, and ends when the last of them does.
pub fn merges_streams(path: &str) -> bool {
    ["SelectAll", "StreamMap", "Merge", "Select", "Chain"].iter().any(|name| path.rsplit("::").next() == Some(name))
}

/// Whether a method of this name gives what its receiver has, or the first or last of that, in an `Option`.
pub fn gives_part(name: &str) -> bool {
    matches!(
        name,
        "as_mut"
            | "as_ref"
            | "as_deref"
            | "as_deref_mut"
            | "as_pin_mut"
            | "take"
            | "clone"
            | "cloned"
            | "copied"
            | "first"
            | "first_mut"
            | "last"
            | "last_mut"
            | "front"
            | "front_mut"
            | "back"
            | "back_mut"
            | "peek"
            | "peek_mut"
            | "pop"
            | "pop_front"
            | "pop_back"
    )
}

/// What is lost when a future is dropped before it has completed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loses {
    /// What it has read already.
    Read,
    /// The rest of what it writes, while a part of it is written.
    Rest,
    /// What it has taken out of its place, and awaits.
    Taken,
}

/// Whether a method of this name takes out what a place has and leaves nothing there.
pub fn takes_out(name: &str) -> bool {
    name == "take"
}

/// What a method of a reader or writer of this name loses when its future is dropped before it has completed, and whether
/// its documentation says so.
pub fn loses(name: &str) -> Option<(Loses, bool)> {
    let reads_number = || {
        let number = name.strip_prefix("read_")?;
        let number = number.strip_suffix("_le").unwrap_or(number);
        matches!(number, "u16" | "i16" | "u32" | "i32" | "u64" | "i64" | "u128" | "i128" | "f32" | "f64")
            .then_some((Loses::Read, true))
    };
    match name {
        "read_exact" | "read_line" => Some((Loses::Read, true)),
        "read_to_end" | "read_to_string" => Some((Loses::Read, false)),
        "write_all" | "write_all_vectored" => Some((Loses::Rest, true)),
        _ => reads_number(),
    }
}
