//! Types that stand around others: smart pointers, locks, options, and streams that end.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::library::locks::{self, Gives, How, LockKind};
use crate::model::library::{Call, ChannelKind, Side, end_of_type, lock_rows};

/// How a value of a wrapping type leads to what it wraps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inner {
    /// By deref: `Arc<T>` is used like a `T`.
    Deref,
    /// By `?`, `unwrap`, a pattern: `Option<T>`, `Result<T, E>`.
    Some,
    /// By `lock()`, `read()`, `write()`, `borrow_mut()`; the guard is used like a `T`.
    Guarded,
    /// By awaiting `lock()` and its kin.
    AsyncGuarded,
    /// By calling it or its cell's `get`: `LazyLock<T>`, `OnceLock<T>`.
    Cell,
}

pub(super) const WRAPPERS: &[(&str, Inner)] = &[
    ("std::sync::Arc", Inner::Deref),
    ("std::rc::Rc", Inner::Deref),
    ("std::boxed::Box", Inner::Deref),
    ("std::pin::Pin", Inner::Deref),
    ("std::borrow::Cow", Inner::Deref),
    ("std::mem::ManuallyDrop", Inner::Deref),
    ("std::panic::AssertUnwindSafe", Inner::Deref),
    ("crossbeam_utils::CachePadded", Inner::Deref),
    ("triomphe::Arc", Inner::Deref),
    ("std::sync::LazyLock", Inner::Deref),
    ("std::option::Option", Inner::Some),
    ("std::result::Result", Inner::Some),
    ("std::io::Result", Inner::Some),
    ("anyhow::Result", Inner::Some),
    ("eyre::Result", Inner::Some),
    ("color_eyre::Result", Inner::Some),
    ("std::sync::OnceLock", Inner::Cell),
    ("std::cell::OnceCell", Inner::Cell),
    ("spin::Once", Inner::Cell),
    ("std::cell::Cell", Inner::Guarded),
];

/// Streams that give `None` once their other side is gone, and go on giving it.
pub(super) const ENDING_STREAMS: &[&str] = &[
    "tokio_tungstenite::WebSocketStream",
    "async_tungstenite::WebSocketStream",
    "futures::stream::SplitStream",
    "tokio_util::codec::Framed",
    "tokio_util::codec::FramedRead",
    "tokio_stream::wrappers::ReceiverStream",
    "tokio_stream::wrappers::UnboundedReceiverStream",
    "tokio_stream::wrappers::BroadcastStream",
    "tokio_stream::wrappers::WatchStream",
];

/// A counted reference that threads share.
pub const ARC: &str = "std::sync::Arc";

/// What many wait for and one cancels.
pub const TOKEN: &str = "tokio_util::sync::CancellationToken";

/// A signal that is waited for until somebody gives it.
pub const NOTIFY: &str = "tokio::sync::Notify";

/// Other paths that lints' facts ask for.
pub(super) const OTHERS: &[&str] = &[
    "std::time::Duration",
    "std::time::Instant",
    "tokio::time::Instant",
    NOTIFY,
    "tokio::sync::Semaphore",
    TOKEN,
    "std::sync::Weak",
    "std::process::Child",
    "tokio::process::Child",
    "tokio::net::TcpListener",
    "tokio::net::UnixListener",
    "std::net::TcpListener",
    "tokio::task::JoinHandle",
    "std::thread::JoinHandle",
    "async_std::task::JoinHandle",
    "async_task::Task",
];

pub(super) const FUNCTIONS: &[(&str, Call)] = &[
    ("std::sync::LazyLock::new", Call::Once),
    ("std::thread::scope", Call::Owner),
    ("crossbeam_utils::thread::scope", Call::Owner),
    ("rayon::scope", Call::Owner),
    ("rayon::in_place_scope", Call::Owner),
];

pub(super) const METHODS: &[(&str, &str, Call)] = &[];

/// How a type that wraps another leads to it, by its path in the library table's spelling.
///
/// A map is none: what it guards is one of many.
pub fn wrapper(path: &str) -> Option<Inner> {
    static BY_PATH: LazyLock<FxHashMap<&str, Inner>> = LazyLock::new(|| WRAPPERS.iter().copied().collect());
    let of_lock = || {
        let lock = locks::lock(path)?;
        match (lock.kind, lock.how) {
            (LockKind::Mutex | LockKind::RwLock, How::Awaits) => Some(Inner::AsyncGuarded),
            (LockKind::Mutex | LockKind::RwLock | LockKind::Cell, _) => Some(Inner::Guarded),
            _ => None,
        }
    };
    BY_PATH.get(path).copied().or_else(of_lock)
}

/// What a type says of threads that have one value of it at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sharing {
    /// It stays on one thread.
    Never,
    /// It goes from thread to thread, and two can have it only behind a lock.
    Locked,
    /// Two threads can have it, whatever goes from thread to thread is in it.
    Locks,
    /// What its parts say.
    AsParts,
}

/// What a type says of threads, by its path; `None` where nobody knows.
pub fn sharing(path: &str) -> Option<Sharing> {
    match path {
        "std::rc::Rc" | "std::rc::Weak" | "std::ptr::NonNull" => Some(Sharing::Never),
        "std::cell::Cell" | "std::cell::RefCell" | "std::cell::UnsafeCell" | "std::cell::OnceCell" => {
            Some(Sharing::Locked)
        }
        "std::sync::Mutex" | "parking_lot::Mutex" | "tokio::sync::Mutex" => Some(Sharing::Locks),
        "std::sync::RwLock" | "parking_lot::RwLock" | "tokio::sync::RwLock" | "std::marker::PhantomData" => {
            Some(Sharing::AsParts)
        }
        "std::option::Option" | "std::boxed::Box" | "std::sync::Arc" | "std::vec::Vec" => Some(Sharing::AsParts),
        _ => path.starts_with("std::collections::").then_some(Sharing::AsParts),
    }
}

/// The place of what is wrapped among the arguments of a type that [`wrapper`] knows.
pub fn inner_place(path: &str) -> usize {
    locks::lock(path).map_or(0, |lock| lock.inner)
}

/// The type of lock that a function makes which is no constructor of it.
pub fn lock_made_by(path: &str) -> Option<&'static str> {
    lock_rows::MAKERS.iter().find(|(maker, _)| *maker == path).map(|(_, lock)| *lock)
}

/// Whether a trait is that of pointers and guards.
pub fn derefs(path: &str) -> bool {
    matches!(path, "std::ops::Deref" | "std::ops::DerefMut")
}

/// Whether a trait is that of functions and closures, by its path.
pub fn is_function_trait(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Fn" | "FnMut" | "FnOnce"))
}

/// Whether a trait is that of iterators, by its path.
pub fn iterates(path: &str) -> bool {
    matches!(path, "std::iter::Iterator" | "std::iter::DoubleEndedIterator" | "std::iter::ExactSizeIterator")
}

/// The type of a span of tracing.
pub const SPAN: &str = "tracing::Span";

/// The macros that make a span of tracing, by their last names.
pub const MAKING_SPANS: &[&str] = &["span", "trace_span", "debug_span", "info_span", "warn_span", "error_span"];

/// Whether a macro makes a span of tracing, by its last name.
pub fn makes_span(name: &str) -> bool {
    MAKING_SPANS.contains(&name)
}

/// Whether a trait is that of futures.
pub fn is_future(path: &str) -> bool {
    matches!(path, "std::future::Future" | "futures::future::FusedFuture" | "futures::future::TryFuture")
}

/// Whether a type is a future of its first argument, by name.
pub fn future_of(path: &str) -> bool {
    matches!(
        path,
        "futures::future::BoxFuture"
            | "futures::future::LocalBoxFuture"
            | "futures::future::Ready"
            | "std::future::Ready"
    )
}

/// What awaiting a value of a type gives, around the type's first argument; `None` for what is not known to be a future.
pub fn awaited(path: &str) -> Option<Gives> {
    if let Some((ChannelKind::Oneshot | ChannelKind::FuturesOneshot, Side::Receiver)) = end_of_type(path) {
        return Some(Gives::Result);
    }
    match path {
        "tokio::task::JoinHandle" => Some(Gives::Result),
        "async_std::task::JoinHandle" | "async_task::Task" => Some(Gives::Plain),
        _ => None,
    }
}

/// Whether a type is a stream that ends for good when its other side is gone.
pub fn stream_that_ends(path: &str) -> bool {
    ENDING_STREAMS.contains(&path)
}

/// Whether a type, or a trait that a value is known by, is one that bytes are read from until it is at its end.
pub fn reads_bytes(path: &str) -> bool {
    const READERS: &[&str] = &[
        "Read",
        "BufRead",
        "AsyncRead",
        "AsyncBufRead",
        "AsyncReadExt",
        "AsyncBufReadExt",
        "BufReader",
        "TcpStream",
        "UnixStream",
        "ReadHalf",
        "OwnedReadHalf",
    ];
    path.rsplit_once("::").is_some_and(|(_, last)| READERS.contains(&last))
}

/// Whether what stands behind a path lies outside the process: files, processes, sockets, the environment.
pub fn outside_process(path: &str) -> bool {
    const MODULES: &[&str] = &["fs", "process", "net", "env", "os"];
    let mut parts = path.split("::");
    let library = parts.next();
    matches!(library, Some("libc" | "nix" | "rustix" | "sysinfo" | "async_net" | "async_process" | "async_fs"))
        || matches!(library, Some("std" | "tokio" | "async_std" | "smol"))
            && parts.next().is_some_and(|m| MODULES.contains(&m))
}

/// Whether a library drives another program, such as a browser: what that does it tells nobody here.
pub fn drives_program(library: &str) -> bool {
    matches!(library, "thirtyfour" | "fantoccini" | "headless_chrome" | "chromiumoxide" | "playwright" | "enigo")
}

/// Whether a value of this type holds state that the program itself changes: a lock, an atomic, a collection, a handle.
pub fn tells_its_state(path: &str) -> bool {
    const LIBRARIES: &[&str] = &[
        "std",
        "tokio",
        "tokio_util",
        "async_std",
        "smol",
        "async_lock",
        "async_task",
        "async_channel",
        "async_executor",
        "futures",
        "crossbeam",
        "crossbeam_channel",
        "crossbeam_utils",
        "crossbeam_queue",
        "flume",
        "kanal",
        "parking_lot",
        "lock_api",
        "spin",
        "dashmap",
        "arc_swap",
        "indexmap",
        "hashbrown",
        "smallvec",
        "bytes",
        "rayon",
        "actix_rt",
        "actix",
        "once_cell",
        "triomphe",
        "concurrent_queue",
        "event_listener",
        "slab",
    ];
    // A name alone is a type of the language itself.
    path.split_once("::").is_none_or(|(library, _)| LIBRARIES.contains(&library))
}

/// Whether what is written to a value of this type stays in the memory of the process.
pub fn stays_in_memory(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Vec" | "String" | "Cursor" | "BytesMut" | "DuplexStream"))
}

/// Whether a type is a set of futures that its owner fills and drives.
pub fn own_futures(path: &str) -> bool {
    matches!(
        path.rsplit("::").next(),
        Some("FuturesUnordered" | "FuturesOrdered" | "JoinSet" | "JoinMap" | "SelectAll")
    )
}

/// Whether a type is the one pointer that a value can be moved out of.
pub fn is_box(path: &str) -> bool {
    path == "std::boxed::Box"
}

/// Whether a `Result` or an error of this path is made of every other error by `?`.
pub fn takes_any_error(path: &str) -> bool {
    let (library, name) = path.split_once("::").unwrap_or((path, ""));
    matches!(library, "anyhow" | "eyre" | "color_eyre" | "miette")
        && matches!(name, "Result" | "Error" | "Report" | "eyre::Result" | "eyre::Report")
}

/// The error of a `Result` that a library has for one error alone.
pub fn error_of(path: &str) -> Option<&'static str> {
    (path == "std::io::Result").then_some(IO_ERROR)
}

/// What listeners and connections fail with.
pub const IO_ERROR: &str = "std::io::Error";
/// What the receiver of one message fails with.
pub const ONESHOT_ERROR: &str = "tokio::sync::oneshot::error::RecvError";
/// What a receiver of the standard library fails with that has a limit.
pub const TIMED_ERROR: &str = "std::sync::mpsc::RecvTimeoutError";

/// Whether a clone of a value of this type is another pointer to the same value.
pub fn is_shared_pointer(path: &str) -> bool {
    matches!(path, "std::sync::Arc" | "std::rc::Rc" | "triomphe::Arc")
}

/// Whether values of a type are copied where others would be moved; `None` where that is not known.
pub fn is_copied(path: &str) -> Option<bool> {
    match path {
        "std::time::Duration" | "std::time::Instant" | "tokio::time::Instant" => Some(true),
        // A name alone is a type of the language itself.
        _ if !path.contains("::") => Some(path != "str"),
        _ => super::knows(path).map(|_| false),
    }
}

/// Whether a method of this name makes the number in an atomic larger or smaller by what it has been.
pub fn counts_up_or_down(name: &str) -> bool {
    matches!(
        name,
        "fetch_add"
            | "fetch_sub"
            | "fetch_update"
            | "try_update"
            | "update"
            | "compare_exchange"
            | "compare_exchange_weak"
    )
}

/// Whether a method of this name gives a number that an atomic or a cell holds, or how much is in its receiver.
pub fn tells_count(name: &str) -> bool {
    matches!(name, "len" | "count" | "load" | "get" | "available_permits" | "fetch_add" | "fetch_sub")
}

/// Whether a value of a type, by its path, holds another one or none.
pub fn holds_one_at_most(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Option" | "Result"))
}

/// Whether a function tells how many owners a value has, by its path.
pub fn counts_owners(path: &str) -> bool {
    path.ends_with("::strong_count")
}

/// Whether a method of this name puts its argument into a collection.
pub fn enters(name: &str) -> bool {
    matches!(name, "push" | "push_back" | "push_front" | "insert" | "entry" | "extend" | "push_unpin" | "spawn")
}

/// Whether a method of this name takes one thing out of a collection, whichever it is.
pub fn taken_out(name: &str) -> bool {
    matches!(
        name,
        "remove"
            | "remove_entry"
            | "swap_remove"
            | "shift_remove"
            | "retain"
            | "retain_mut"
            | "extract_if"
            | "try_remove"
    )
}

/// A child process whose wait blocks the thread.
pub const CHILD_OF_THREADS: &str = "std::process::Child";

/// A child process whose wait is awaited.
pub const CHILD_OF_TASKS: &str = "tokio::process::Child";

/// Whether by a value of this type others learn that something is done.
pub fn tells_done(path: &str) -> bool {
    let name = path.rsplit("::").next().unwrap_or(path);
    matches!(name, "Notify" | "Barrier" | "WaitGroup" | "Condvar" | "Semaphore" | "Event" | "TaskTracker")
}

/// Whether a set of tasks of this type keeps what each has given until it is asked for.
pub fn keeps_results(path: &str) -> bool {
    matches!(path, "tokio::task::JoinSet" | "tokio_util::task::JoinMap" | "tokio_util::task::JoinQueue")
}

/// Whether a type of this path is a `Result`: that of std, or the alias of a library.
pub fn is_result(path: &str) -> bool {
    path.ends_with("::Result")
}

/// Whether a type of this path has no values.
pub fn is_never(path: &str) -> bool {
    path.ends_with("::Infallible")
}

/// The handle of a task, which gives what the task has made.
pub const TASK_HANDLE: &str = "tokio::task::JoinHandle";

/// The handle of a thread.
pub const THREAD_HANDLE: &str = "std::thread::JoinHandle";

/// Whether a runtime of this type ends its tasks when it is dropped.
pub fn ends_its_tasks(path: &str) -> bool {
    path == "tokio::runtime::Runtime"
}

/// Whether a method of a runtime leaves it where it is.
pub fn borrows_runtime(name: &str) -> bool {
    matches!(name, "spawn" | "spawn_blocking" | "block_on" | "handle" | "enter" | "metrics")
}

/// Whether the text of a call says that an executor without such threads polls what it is given.
pub fn polls_without_runtime(call: &str) -> bool {
    ["executor::", "pollster::", "smol::", "async_std::", "async_io::"].iter().any(|own| call.contains(own))
}

/// Whether values of this type are a flag that threads share.
pub fn is_flag(ty: &str) -> bool {
    ty == "std::sync::atomic::AtomicBool"
}

/// The last names of the calls that make a token with no parent.
pub const TOKEN_MAKERS: &[&str] = &["new", "default"];

/// The last names of the calls that make a runtime.
pub const RUNTIME_MAKERS: &[&str] = &["new", "build"];

/// Whether a runtime of this type must not be dropped on a thread that polls tasks: it would block there.
pub fn blocks_when_dropped(ty: &str) -> bool {
    ty == "tokio::runtime::Runtime"
}

/// Whether a type owns the local tasks that are started in what it drives.
pub fn is_local_set(path: &str) -> bool {
    path == "tokio::task::LocalSet"
}

/// Whether values of this type are files, or buffer what is written to somewhere.
pub fn is_file(ty: &str) -> bool {
    ty.ends_with("::File") || ty.ends_with("::BufWriter") || ty.ends_with("::LineWriter")
}

/// Whether values of this type are collections that nobody but their owner changes.
pub fn is_plain_collection(ty: &str) -> bool {
    ty.starts_with("std::collections::") || ty == "std::vec::Vec"
}

/// Whether an attribute of a struct, by its path and what stands behind it, derives what fills its fields from outside the
/// program: from a file, a message, the command line, a row of a database.
pub fn fills_fields(attribute: &str, rest: &str) -> bool {
    const FILL: &[&str] =
        &["Deserialize", "Parser", "Args", "FromArgs", "StructOpt", "FromRow", "Queryable", "Message"];
    attribute == "derive" && rest.split(|c: char| !c.is_alphanumeric()).any(|name| FILL.contains(&name))
}

/// The type that a function gives which is no constructor of it.
pub fn given_by_function(path: &str) -> Option<&'static str> {
    match path {
        "tokio::runtime::Builder::build" => Some("tokio::runtime::Runtime"),
        "tokio::signal::unix::signal" => Some("tokio::signal::unix::Signal"),
        "reqwest::blocking::Client::builder" => Some("reqwest::blocking::ClientBuilder"),
        _ => None,
    }
}

/// The type of what a function, or a method as `Type::name`, gives to the closure that it is given.
pub fn given_to_closure(path: &str) -> Option<&'static str> {
    match path {
        "std::thread::scope" => Some("std::thread::Scope"),
        "crossbeam_utils::thread::scope" | "crossbeam_utils::thread::Scope::spawn" => {
            Some("crossbeam_utils::thread::Scope")
        }
        "rayon::scope" | "rayon::in_place_scope" | "rayon::Scope::spawn" => Some("rayon::Scope"),
        _ => None,
    }
}

/// The type that a method of a type gives.
pub fn given_by_method(ty: &str, name: &str) -> Option<&'static str> {
    match (ty, name) {
        ("tokio::runtime::Runtime", "handle") => Some("tokio::runtime::Handle"),
        ("tokio::runtime::Builder", "build") => Some("tokio::runtime::Runtime"),
        ("reqwest::blocking::ClientBuilder", "build") => Some("reqwest::blocking::Client"),
        ("reqwest::blocking::Client", "get" | "post" | "put" | "patch" | "delete" | "head" | "request") => {
            Some("reqwest::blocking::RequestBuilder")
        }
        _ => None,
    }
}

/// The type of the listener that a function connects to, whose `bind` takes the same address.
pub fn listener_for(connect: &str) -> Option<&'static str> {
    Some(match connect {
        "std::net::TcpStream::connect" => "std::net::TcpListener",
        "tokio::net::TcpStream::connect" => "tokio::net::TcpListener",
        "std::os::unix::net::UnixStream::connect" => "std::os::unix::net::UnixListener",
        "tokio::net::UnixStream::connect" => "tokio::net::UnixListener",
        _ => return None,
    })
}

/// Whether a type is an address or a number, to be bound yet, rather than a listener.
pub fn is_address(path: &str) -> bool {
    !path.contains("::")
        || path.rsplit("::").next().is_some_and(|name| name.ends_with("Addr") || name.ends_with("String"))
}
