//! Tasks and threads: what starts one, what dropping its handle does, what runs forever.

use serde::{Deserialize, Serialize};

use crate::model::library::Call;

/// Whether an attribute, as it is written, makes a test of an asynchronous function, by a runtime that waits until it ends.
pub fn runs_test(attribute: &str) -> bool {
    matches!(
        attribute,
        "tokio::test"
            | "async_std::test"
            | "actix::test"
            | "actix_rt::test"
            | "actix_web::test"
            | "smol_potat::test"
            | "sqlx::test"
    )
}

/// Whether an attribute ends a test that takes too long: `#[timeout(…)]`.
pub fn limits_test(attribute: &str) -> bool {
    attribute.rsplit("::").next() == Some("timeout")
}

/// Whether a type counts the tasks that it starts, and ends none of them.
pub fn lets_tasks_be(path: &str) -> bool {
    path == "tokio_util::task::TaskTracker"
}

/// Whether a function of a pool of threads, by its path, waits for the jobs that it is given.
pub fn joins_pool(path: &str) -> bool {
    matches!(
        path,
        "rayon::join"
            | "rayon::scope"
            | "rayon::in_place_scope"
            | "rayon::ThreadPool::install"
            | "rayon::ThreadPool::join"
    )
}

/// Whether a method of this name ends the task of the handle that it is called on.
pub fn aborts_task(name: &str) -> bool {
    name == "abort"
}

/// Whether a function of a pool of threads, by its path, runs two closures, the first on its own thread.
pub fn runs_both(path: &str) -> bool {
    path == "rayon::join"
}

/// Whether a type is a pool of threads that has been made by hand.
pub fn is_pool(ty: &str) -> bool {
    ty == "rayon::ThreadPool"
}

/// Whether a method of this name goes over its receiver on the threads of a pool.
pub fn goes_parallel(name: &str) -> bool {
    name.starts_with("par_") || name == "into_par_iter"
}

/// What a spawning call starts and what becomes of it when its handle is dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SpawnRow {
    pub unit: Unit,
    pub on_drop: OnDrop,
    /// The place of the future or closure among the arguments, counted without the receiver, where that is known.
    pub argument: Option<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// A future on an executor.
    Task,
    /// A thread of the operating system.
    Thread,
    /// A closure on a pool for blocking work.
    Blocking,
    /// A closure on a fixed pool of threads.
    Pool,
}

impl Unit {
    /// What a user calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Unit::Task => "task",
            Unit::Thread => "thread",
            Unit::Blocking | Unit::Pool => "job",
        }
    }
}

/// What dropping the handle does to the task.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OnDrop {
    /// It runs on with nobody to stop it.
    Detach,
    /// It is cancelled.
    Cancel,
    /// It is waited for.
    Join,
    /// The handle is nothing: the set, scope or actor through which it was started owns the task.
    Owned,
    /// A method called `spawn` of a type that is not known was given a future.
    Unknown,
}

const fn spawn(unit: Unit, on_drop: OnDrop) -> Call {
    Call::Spawn(SpawnRow { unit, on_drop, argument: Some(0) })
}

const fn spawn_second(unit: Unit, on_drop: OnDrop) -> Call {
    Call::Spawn(SpawnRow { unit, on_drop, argument: Some(1) })
}

use OnDrop::{Cancel, Detach, Owned};
use Unit::{Blocking, Pool, Task, Thread};

pub(super) const FUNCTIONS: &[(&str, Call)] = &[
    ("tokio::spawn", spawn(Task, Detach)),
    ("tokio::task::spawn_local", spawn(Task, Detach)),
    ("tokio::task::spawn_blocking", spawn(Blocking, Detach)),
    ("tokio_uring::spawn", spawn(Task, Detach)),
    ("std::thread::spawn", spawn(Thread, Detach)),
    ("async_std::task::spawn", spawn(Task, Detach)),
    ("async_std::task::spawn_local", spawn(Task, Detach)),
    ("async_std::task::spawn_blocking", spawn(Blocking, Detach)),
    ("smol::spawn", spawn(Task, Cancel)),
    ("smol::unblock", spawn(Blocking, Cancel)),
    ("smolscale::spawn", spawn(Task, Cancel)),
    ("async_global_executor::spawn", spawn(Task, Cancel)),
    ("async_global_executor::spawn_local", spawn(Task, Cancel)),
    ("async_global_executor::spawn_blocking", spawn(Blocking, Cancel)),
    ("actix_rt::spawn", spawn(Task, Detach)),
    ("actix_rt::task::spawn_blocking", spawn(Blocking, Detach)),
    ("ntex_rt::spawn", spawn(Task, Detach)),
    ("ntex_rt::spawn_blocking", spawn(Blocking, Detach)),
    ("glommio::spawn_local", spawn(Task, Cancel)),
    ("monoio::spawn", spawn(Task, Detach)),
    ("compio::runtime::spawn", spawn(Task, Cancel)),
    ("wasm_bindgen_futures::spawn_local", spawn(Task, Detach)),
    ("gloo::spawn_local", spawn(Task, Detach)),
    ("tauri::async_runtime::spawn", spawn(Task, Detach)),
    ("madsim::task::spawn", spawn(Task, Detach)),
    ("rayon::spawn", spawn(Pool, Detach)),
    ("rayon::spawn_fifo", spawn(Pool, Detach)),
    ("bastion::spawn", spawn(Task, Detach)),
    ("nuclei::spawn", spawn(Task, Detach)),
    ("tokio::task::block_in_place", Call::Wrap),
    ("futures::executor::block_on", Call::BlockOn),
    ("async_std::task::block_on", Call::BlockOn),
    ("smol::block_on", Call::BlockOn),
    ("async_io::block_on", Call::BlockOn),
    ("futures::future::block_on", Call::BlockOn),
    ("pollster::block_on", Call::BlockOn),
    ("async_global_executor::block_on", Call::BlockOn),
    ("ntex_rt::block_on", Call::BlockOn),
    ("tokio_test::block_on", Call::BlockOn),
    ("spin_on::spin_on", Call::BlockOn),
    ("tokio_uring::start", Call::BlockOn),
    ("futures::future::select", Call::Race),
    ("futures::future::or", Call::Race),
    ("futures::future::race", Call::Race),
    ("futures::future::pending", Call::Never),
    ("std::future::pending", Call::Never),
    ("async_std::future::pending", Call::Never),
    ("std::process::exit", Call::Exit),
    ("std::process::abort", Call::Exit),
    ("std::mem::drop", Call::Drop),
    ("std::mem::forget", Call::Forget),
    ("std::boxed::Box::leak", Call::Forget),
    ("tokio::signal::ctrl_c", Call::Signal),
    ("tokio::signal::unix::signal", Call::Signal),
    ("tokio::signal::windows::ctrl_c", Call::Signal),
    ("tokio::signal::windows::ctrl_break", Call::Signal),
    ("async_signal::Signals::new", Call::Signal),
    ("signal_hook::iterator::Signals::new", Call::Signal),
    ("signal_hook_tokio::Signals::new", Call::Signal),
    ("signal_hook::low_level::channel", Call::Signal),
    ("ctrlc::set_handler", Call::Once),
    ("std::boxed::Box::pin", Call::Wrap),
    ("std::boxed::Box::new", Call::Wrap),
    ("std::sync::Arc::new", Call::Wrap),
    ("std::rc::Rc::new", Call::Wrap),
    ("std::pin::Pin::new", Call::Wrap),
    ("std::pin::pin", Call::Wrap),
    ("std::option::Option::Some", Call::Wrap),
    ("std::mem::ManuallyDrop::new", Call::Wrap),
    ("tokio::task::unconstrained", Call::Wrap),
    ("tokio::task::LocalSet::new", Call::Owner),
    ("crossterm::event::poll", Call::Blocks),
    ("crossterm::event::read", Call::Blocks),
    ("reqwest::blocking::get", Call::Blocks),
    ("reqwest::blocking::Client::new", Call::Blocks),
];

pub(super) const METHODS: &[(&str, &str, Call)] = &[
    ("tokio::runtime::Handle", "spawn", spawn(Task, Detach)),
    ("tokio::runtime::Handle", "spawn_blocking", spawn(Blocking, Detach)),
    ("tokio::runtime::Handle", "block_on", Call::BlockOn),
    ("tokio::runtime::Runtime", "spawn", spawn(Task, Detach)),
    ("tokio::runtime::Runtime", "spawn_blocking", spawn(Blocking, Detach)),
    ("tokio::runtime::Runtime", "block_on", Call::BlockOn),
    ("tokio::task::Builder", "spawn", spawn(Task, Detach)),
    ("tokio::task::Builder", "spawn_local", spawn(Task, Detach)),
    ("tokio::task::Builder", "spawn_blocking", spawn(Blocking, Detach)),
    ("tokio::task::LocalSet", "spawn_local", spawn(Task, Owned)),
    ("tokio::task::LocalSet", "run_until", Call::BlockOn),
    ("tokio::task::LocalSet", "block_on", spawn_second(Task, Owned)),
    ("tokio::task::JoinSet", "spawn", spawn(Task, Owned)),
    ("tokio::task::JoinSet", "spawn_on", spawn(Task, Owned)),
    ("tokio::task::JoinSet", "spawn_local", spawn(Task, Owned)),
    ("tokio::task::JoinSet", "spawn_blocking", spawn(Blocking, Owned)),
    ("tokio_util::task::JoinMap", "spawn", spawn_second(Task, Owned)),
    ("tokio_util::task::TaskTracker", "spawn", spawn(Task, Owned)),
    ("tokio_util::task::TaskTracker", "spawn_on", spawn(Task, Owned)),
    ("tokio_util::task::TaskTracker", "spawn_blocking", spawn(Blocking, Owned)),
    ("tokio_util::task::LocalPoolHandle", "spawn_pinned", spawn(Task, Detach)),
    ("std::thread::Builder", "spawn", spawn(Thread, Detach)),
    ("std::thread::Scope", "spawn", spawn(Thread, Owned)),
    ("crossbeam_utils::thread::Scope", "spawn", spawn(Thread, Owned)),
    ("rayon::Scope", "spawn", spawn(Pool, Owned)),
    ("rayon::ThreadPool", "spawn", spawn(Pool, Detach)),
    ("async_std::task::Builder", "spawn", spawn(Task, Detach)),
    ("async_executor::Executor", "spawn", spawn(Task, Cancel)),
    ("async_executor::LocalExecutor", "spawn", spawn(Task, Cancel)),
    ("actix_rt::Arbiter", "spawn", spawn(Task, Detach)),
    ("actix_rt::ArbiterHandle", "spawn", spawn(Task, Detach)),
    ("actix_rt::System", "block_on", Call::BlockOn),
    ("actix_rt::SystemRunner", "block_on", Call::BlockOn),
    ("threadpool::ThreadPool", "execute", spawn(Pool, Detach)),
    ("tokio::signal::unix::Signal", "recv", Call::Signal),
    ("std::sync::OnceLock", "get_or_init", Call::Once),
    ("std::sync::OnceLock", "get_or_try_init", Call::Once),
    ("std::sync::OnceLock", "get_or_init_blocking", Call::Once),
    ("std::sync::OnceLock", "get_or_try_init_blocking", Call::Once),
    ("std::sync::LazyLock", "new", Call::Once),
    ("std::sync::Once", "call_once", Call::Once),
    ("rdkafka::consumer::StreamConsumer", "fetch_metadata", Call::Blocks),
    ("rdkafka::consumer::StreamConsumer", "fetch_watermarks", Call::Blocks),
    ("rdkafka::consumer::StreamConsumer", "fetch_group_list", Call::Blocks),
    ("rdkafka::consumer::stream_consumer::StreamConsumer", "fetch_metadata", Call::Blocks),
    ("rdkafka::consumer::stream_consumer::StreamConsumer", "fetch_watermarks", Call::Blocks),
    ("rdkafka::consumer::stream_consumer::StreamConsumer", "fetch_group_list", Call::Blocks),
    ("rdkafka::consumer::BaseConsumer", "fetch_metadata", Call::Blocks),
    ("rdkafka::consumer::BaseConsumer", "fetch_watermarks", Call::Blocks),
    ("rdkafka::consumer::BaseConsumer", "fetch_group_list", Call::Blocks),
    ("rdkafka::consumer::BaseConsumer", "poll", Call::Blocks),
    ("reqwest::blocking::Client", "execute", Call::Blocks),
    ("reqwest::blocking::RequestBuilder", "send", Call::Blocks),
    ("reqwest::blocking::ClientBuilder", "build", Call::Blocks),
];

/// Whether a call of this last name may block its thread, in whatever library: the names that wait by custom.
pub fn may_wait(name: &str) -> bool {
    const WAITS: &[&str] = &[
        "accept",
        "join",
        "block_on",
        "flush",
        "connect",
        "lock_exclusive",
        "incoming",
        "acquire",
        "output",
        "status",
        "copy",
        "barrier",
        "run",
        "iterate",
        "get_message",
        "dispatch",
        "enter",
        "fsync",
        "sync_all",
    ];
    const BEGINS: &[&str] =
        &["wait", "recv", "read", "write", "park", "sleep", "poll", "select", "blocking_", "run_", "submit"];
    WAITS.contains(&name) || BEGINS.iter().any(|b| name.starts_with(b))
}

/// Whether a method has the name of one that takes a permit, on whatever it is called.
pub fn may_take_permit(name: &str) -> bool {
    crate::model::library::permits::methods().any(|(_, method, _)| method == name)
}

/// Whether a method of this name ends a task.
pub fn ends_task(name: &str) -> bool {
    matches!(name, "abort" | "abort_all" | "cancel")
}

/// Whether a method of this name gives its receiver's future again, borrowed or in another type.
pub fn same_future(name: &str) -> bool {
    matches!(name, "fuse" | "boxed" | "boxed_local" | "as_mut" | "by_ref" | "instrument" | "in_current_span")
}

/// Whether a function lets a signal of the operating system set a flag, which is all that a signal's handler may do.
pub fn flags_signal(path: &str) -> bool {
    path.starts_with("signal_hook::flag::") || path.starts_with("signal_hook::low_level::register")
}

/// Whether a function of this path makes a handle that aborts its task when it is dropped.
pub fn aborts_when_dropped(path: &str) -> bool {
    path.ends_with("AbortOnDropHandle::new")
}

/// Whether a type of this path is the handle of a task that is cancelled when it is dropped.
pub fn is_cancelling_task(path: &str) -> bool {
    matches!(path, "async_task::Task" | "smol::Task" | "async_executor::Task" | "async_global_executor::Task")
}

/// Whether a method of this name gives a guard that cancels its receiver, a token, when it is dropped.
pub fn gives_cancelling_guard(name: &str) -> bool {
    matches!(name, "drop_guard" | "drop_guard_ref")
}

/// Whether a type of this path is a token by which others are cancelled.
pub fn is_token(path: &str) -> bool {
    path == "tokio_util::sync::CancellationToken"
}

/// Code that leaves a loop when a token is cancelled, else works.
pub fn until_cancelled(token: &str) -> String {
    format!("tokio::select! {{\n    _ = {token}.cancelled() => break,\n    _ = work() => {{}}\n}}")
}

/// Whether a function makes a stream of what is there already.
pub fn finite_stream(path: &str) -> bool {
    matches!(
        path,
        "futures::stream::iter" | "tokio_stream::iter" | "async_std::stream::from_iter" | "futures::stream::once"
    )
}

/// What stands behind the name of a task's handle to wait for its end, by the path of what started it: some runtimes give
/// a panic of the task as an error, others let it go on.
pub fn wait_for_task(spawn: &str) -> &'static str {
    let by_error = ["tokio::", "actix_rt::", "ntex_rt::"].iter().any(|library| spawn.starts_with(library));
    if by_error { ".await.unwrap()" } else { ".await" }
}

/// Whether a function panics on a thread that no runtime has entered: it looks for the one of its thread.
pub fn needs_runtime(path: &str) -> bool {
    matches!(
        path,
        "tokio::spawn"
            | "tokio::task::spawn_blocking"
            | "tokio::time::sleep"
            | "tokio::time::sleep_until"
            | "tokio::time::interval"
            | "tokio::time::interval_at"
            | "tokio::time::timeout"
            | "tokio::runtime::Handle::current"
            | "tokio::net::TcpListener::from_std"
            | "tokio::net::TcpStream::from_std"
            | "tokio::net::UdpSocket::from_std"
    )
}

/// Whether a function of this name hands its thread's other tasks to another thread, so that it may block.
pub fn makes_room(name: &str) -> bool {
    name == "block_in_place"
}

/// Whether a method of this name makes a runtime that of the thread, or runs code inside one.
pub fn enters_runtime(name: &str) -> bool {
    matches!(name, "enter" | "block_on" | "run_until" | "try_current")
}

/// Whether what this type runs to its end must not be run on a thread that polls tasks: it panics there.
pub fn refuses_nesting(ty: &str) -> bool {
    matches!(ty, "tokio::runtime::Runtime" | "tokio::runtime::Handle")
}

/// Whether an attribute of a function that is not `async` says that it runs on the main thread: a command of `tauri`.
pub fn runs_on_main_thread(path: &str, args: &str) -> bool {
    matches!(path, "tauri::command" | "command") && !args.contains("async")
}
