//! The words by which a text is looked over before it is parsed: a package without them holds no fact.

use super::atomics;

/// From a use of one of these a fact can start.
pub const WORDS: &[&str] = &[
    "spawn",
    "sleep",
    "delay_for",
    "park_timeout",
    "unblock",
    "Delay",
    "Timer",
    "timeout",
    "TimeoutFuture",
    "interval",
    "wait_for",
    "channel",
    "bounded",
    "unbounded",
    "broadcast",
    "recv",
    "select",
    "try_join",
    "buffered",
    "buffer_unordered",
    "JoinHandle",
    "execute",
    "block_on",
    "spin_on",
    "tokio_uring",
    "run_until",
    "accept",
    "CancellationToken",
    "child_token",
    "changed",
    "add_permits",
];

/// What a text names that has a lock, a semaphore, a map of locks, an atomic or a span. The bindings of an operating system
/// speak of mutexes as well, but not as types of Rust.
pub const LOCKS: &[&str] = &[
    "Mutex<",
    "Mutex::",
    "RwLock<",
    "RwLock::",
    "RefCell<",
    "RefCell::",
    "Semaphore::new",
    "<Semaphore>",
    "ShardedLock",
    "DashMap",
    "DashSet",
    "Atomic",
    "span!",
    "Span::",
];

/// Whether the name of an atomic goes on with this behind `Atomic`.
pub fn goes_on_as_atomic(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
    let (kind, rest) = after.split_at(end);
    let is_kind = |path: &str| path.rsplit_once("::Atomic").is_some_and(|(_, of)| of == kind);
    match kind {
        "" => rest.starts_with('<') || rest.starts_with("::"),
        _ => atomics::TYPES.iter().any(|path| is_kind(path)),
    }
}

/// A word of what only the map shows: a token, a signal, a set of tasks, a runtime, a semaphore.
pub struct OnMap {
    /// What a line has where such a thing may begin.
    pub line: &'static str,
    /// What a file has whose code makes such a thing, though no fact starts from one of [`WORDS`]; `None` where a fact does.
    pub file: Option<&'static str>,
}

pub const ON_MAP: &[OnMap] = &[
    OnMap { line: "token", file: None },
    OnMap { line: "Token", file: Some("CancellationToken") },
    both("Notify"),
    both("Barrier"),
    both("Condvar"),
    both("JoinSet"),
    both("TaskTracker"),
    both("FuturesUnordered"),
    OnMap { line: "Runtime", file: Some("Runtime::") },
    OnMap { line: "main]", file: Some("::main]") },
    OnMap { line: "scope", file: None },
    OnMap { line: "Builder", file: None },
    OnMap { line: "Semaphore", file: None },
];

const fn both(word: &'static str) -> OnMap {
    OnMap { line: word, file: Some(word) }
}

/// What code looks like that takes a lock, enters a span or writes to an atomic: whole calls without arguments where bindings
/// to an operating system are full of functions of that name.
pub const TAKES_LOCK: &[&str] = &[
    ".lock()",
    ".read()",
    ".write()",
    ".borrow()",
    ".borrow_mut()",
    ".upgradable_read()",
    ".acquire()",
    ".acquire_owned()",
    ".acquire_arc()",
    ".acquire_many",
    "_lock()",
    ".lock_",
    ".enter()",
    ".entered()",
    "DashMap",
    "DashSet",
    ".store(",
    ".compare_exchange_weak(",
];

/// What code looks like that sends: a method, where bindings to an operating system are full of functions of that name.
pub const SENDS: &str = ".send(";

/// What code looks like that makes futures of its own.
pub const ASYNC: &[&str] = &["async fn", "async move", "async {", ".await"];

/// What code names that blocks its thread by a call of a common name, which is a fact in a text that makes futures.
pub const BLOCKS: &[&str] = &["Command::new", "Barrier"];

/// What code looks like that throws away what a call gives: a future that nobody polls, where the package makes any.
pub const DISCARDS: &str = "_ = ";

/// Whether a use of one of [`WORDS`] makes a fact by itself, as far as a glance can tell. The others are too common:
/// they need one of [`LIBRARIES`].
pub fn tells(word: &str) -> bool {
    matches!(
        word,
        "spawn"
            | "sleep"
            | "delay_for"
            | "park_timeout"
            | "unblock"
            | "block_on"
            | "spin_on"
            | "tokio_uring"
            | "JoinHandle"
            | "CancellationToken"
    )
}

/// What every path holds that makes a fact and none of the words that tell: a library's name, or that of a part of std.
///
/// One of them must stand somewhere in a package. Bindings to an operating system say `select`, `recv` and `execute` in
/// hundreds of megabytes, and none of these.
pub const LIBRARIES: &[&str] = &[
    "tokio",
    "mpsc",
    "Condvar",
    "futures",
    "crossbeam",
    "flume",
    "async_channel",
    "async_broadcast",
    "async_executor",
    "async_global_executor",
    "async_io",
    "async_std",
    "async_tungstenite",
    "kanal",
    "smol",
    "actix",
    "ntex",
    "rayon",
    "glommio",
    "monoio",
    "compio",
    "gloo",
    "madsim",
    "embassy_time",
    "wasmtimer",
    // The bindings of an operating system have parameters of that name.
    "threadpool::",
    "threadpool as ",
    "pingora",
];

#[cfg(test)]
mod tests {
    use super::{LIBRARIES, WORDS, tells};
    use crate::model::library::{Call, OnDrop, channels, paths, tasks, time, types};

    /// What is owned from the start is never lost, and a set of tasks gets them by other calls too.
    fn starts_fact(call: Call) -> bool {
        match call {
            Call::Spawn(row) => row.on_drop != OnDrop::Owned,
            call => matches!(call, Call::Sleep(_) | Call::BlockOn | Call::Channel { .. }),
        }
    }

    fn has_library(path: &str) -> bool {
        LIBRARIES.iter().any(|library| path.contains(library))
    }

    fn has_telling_word(name: &str) -> bool {
        WORDS.iter().any(|word| tells(word) && name.contains(word))
    }

    /// The paths from which a fact can start, in every spelling that the library table knows.
    fn spellings() -> Vec<String> {
        let functions = tasks::FUNCTIONS.iter().chain(time::FUNCTIONS).chain(channels::FUNCTIONS);
        let functions = functions.filter(|(_, call)| starts_fact(*call)).map(|(path, _)| (*path).to_owned());
        let methods = tasks::METHODS.iter().chain(time::METHODS).filter(|(_, _, call)| starts_fact(*call));
        let methods = methods.map(|(ty, name, _)| format!("{ty}::{name}"));
        let ends = channels::TYPES.iter().map(|(path, ..)| *path);
        let types = ends.chain(types::ENDING_STREAMS.iter().copied()).map(str::to_owned);
        let paths = functions.chain(methods).chain(types);
        paths.flat_map(|path| paths::other_spellings(&path).into_iter().chain([path])).collect()
    }

    #[test]
    fn every_path_of_a_fact_holds_a_library_or_a_word_that_tells() {
        for path in spellings() {
            assert!(has_library(&path) || has_telling_word(&path), "a package that only uses {path} is not looked at");
        }
    }

    #[test]
    fn every_call_that_makes_a_fact_has_a_word() {
        let functions = tasks::FUNCTIONS.iter().chain(time::FUNCTIONS).chain(channels::FUNCTIONS);
        let methods = tasks::METHODS.iter().chain(time::METHODS);
        let calls = functions
            .filter(|(_, call)| starts_fact(*call))
            .map(|(path, _)| *path)
            .chain(methods.filter(|(_, _, call)| starts_fact(*call)).map(|(_, name, _)| *name));
        for call in calls {
            assert!(WORDS.iter().any(|word| call.contains(word)), "a package that only calls {call} is not looked at");
        }
    }
}
