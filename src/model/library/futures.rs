//! Futures: what makes, races, drives or hands on the code of one, and what waits for more than a turn.

use crate::model::library::same_future;

/// Methods of a stream of futures that poll so many of them at a time.
pub const BUFFERING: &[&str] = &["buffered", "buffer_unordered"];

/// Whether a method of this name starts the future that it is given, whatever the runtime.
pub fn starts_future(name: &str) -> bool {
    matches!(name, "spawn" | "spawn_local")
}

/// Whether a function of a library starts what it is given, by its path's last name.
pub fn starts_given(path: &str) -> bool {
    path.ends_with("::spawn")
}

/// Whether a function has the name of a runtime's own spawner that gives no handle.
pub fn starts_detached(name: &str) -> bool {
    name.starts_with("spawn_detached")
}

/// Whether a function lets other tasks have a turn, and waits for nothing else.
pub fn only_yields(path: &str) -> bool {
    path.ends_with("::yield_now")
}

/// Whether a method of this name waits, where it is awaited, for no more than room in a channel or a lock.
pub fn waits_for_room(name: &str) -> bool {
    matches!(name, "send" | "send_async" | "feed" | "reserve" | "lock" | "write" | "read")
}

/// Whether what a method of this name gives runs the code of its receiver: the same future, or one around it.
pub fn runs_receiver(name: &str) -> bool {
    same_future(name)
        || matches!(
            name,
            "into_future"
                | "or_current"
                | "with_current_context"
                | "map"
                | "unwrap_or_else"
                | "compat"
                | "catch_unwind"
                | "with_subscriber"
        )
}

/// Whether a method of this name gives its receiver, a closure or a function, again or in another type.
pub fn same_code(name: &str) -> bool {
    matches!(name, "clone" | "into" | "boxed")
}

/// Whether a function or method of this name runs the code that it is given before it returns.
pub fn runs_its_argument(name: &str) -> bool {
    name.starts_with("block_on")
        || name.starts_with("with_")
        || matches!(name, "run_until" | "run_test" | "timeout" | "catch_unwind" | "scope")
}

/// Whether a function or method of this name gives the future that it is given or called on again, in another type.
pub fn wraps_future(name: &str) -> bool {
    name == "AssertUnwindSafe" || same_future(name)
}

/// Whether a method of this name runs a future to its end on a runtime.
pub fn drives(name: &str) -> bool {
    name == "block_on"
}

/// Whether a function lets others end the future that it is given, by its path.
pub fn makes_abortable(path: &str) -> bool {
    path.contains("abortable")
}

/// Whether a method of this name drops its receiver, a future or stream, when a time is up or something else is first.
pub fn races_receiver(name: &str) -> bool {
    matches!(name, "timeout" | "or" | "race" | "with_cancellation_token" | "run_until_cancelled" | "take_until")
}

/// Whether a method of this name drops the future that it is given when it is told to.
pub fn races_argument(name: &str) -> bool {
    matches!(name, "run_until_cancelled" | "run_until_cancelled_owned" | "until")
}

/// Whether a method of this name lends a pinned future to be polled.
pub fn pins_again(name: &str) -> bool {
    name == "as_mut"
}

/// Whether an attribute of this path may make an `async fn` one that runs when it is called.
pub fn may_undo_async(path: &str) -> bool {
    path.contains("maybe_async") || path.contains("sync_") || path.ends_with("main") || path.ends_with("test")
}

/// Whether a method of a type, by the type's path, gives a future that has done nothing when it is not polled.
pub fn gives_lazy(ty: &str, name: &str) -> bool {
    match ty {
        "tokio::sync::mpsc::Sender" | "async_channel::Sender" | "futures::channel::mpsc::Sender" => name == "send",
        "flume::Sender" => name == "send_async",
        "tokio::sync::mpsc::Receiver" | "async_channel::Receiver" => name == "recv",
        "tokio::sync::Notify" => name == "notified",
        "tokio::sync::Barrier" => name == "wait",
        "tokio::sync::Semaphore" => matches!(name, "acquire" | "acquire_owned" | "acquire_many"),
        "tokio::sync::Mutex" => name == "lock",
        "tokio::net::TcpStream" | "tokio::net::UnixStream" | "tokio::fs::File" | "tokio::io::BufWriter" => {
            matches!(name, "write_all" | "flush" | "shutdown" | "sync_all" | "read_to_end" | "read_exact")
        }
        "tokio::task::JoinSet" => matches!(name, "join_next" | "shutdown"),
        _ => false,
    }
}

/// Whether a method of this name gives a future that gives what its receiver does.
pub fn gives_same(name: &str) -> bool {
    same_future(name) || matches!(name, "with_subscriber" | "with_current_subscriber" | "into_future")
}

/// Whether a function of this path gives a future that is over at once.
/// Whether a function of this path gives a future that is over at once. Those of `wgpu` are, but in a browser.
pub fn is_ready(path: &str) -> bool {
    matches!(
        path,
        "std::future::ready"
            | "futures::future::ready"
            | "futures::future::ok"
            | "futures::future::err"
            | "wgpu::Instance::request_adapter"
            | "wgpu::Adapter::request_device"
    )
}

/// Functions that await all the futures that they are given in a list or an iterator.
pub const AWAITING_ALL: &[&str] = &["join_all", "try_join_all"];
/// Whether a type is a stream of futures that are polled only when somebody asks it for the next item.
pub fn polls_when_asked(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("FuturesUnordered" | "FuturesOrdered"))
}

/// Whether what a function of this name gives is not polled again when it is over.
pub fn is_over_for_good(name: &str) -> bool {
    name == "fuse"
}

/// The methods that put a future into such a stream.
pub const PUSHING: &[&str] = &["push", "push_back", "push_front"];

/// Methods that wait for the next item of a stream.
pub const TAKING: &[&str] = &["next", "try_next", "select_next_some"];

/// Whether a macro or function of this name drops the futures that it awaits when the first of them fails.
pub fn gives_up_at_error(name: &str) -> bool {
    matches!(name, "try_join" | "try_join_all")
}

/// Whether a method of this name, where it is awaited, changes what others see: a file, a table, what is stored elsewhere.
pub fn changes_what_others_see(name: &str, arguments: usize) -> bool {
    match name {
        "write" => arguments > 0,
        "write_all"
        | "write_all_buf"
        | "rename"
        | "remove_file"
        | "remove_dir"
        | "remove_dir_all"
        | "create_dir"
        | "create_dir_all"
        | "hard_link"
        | "set_len"
        | "execute"
        | "put_object"
        | "delete_object"
        | "upload_part"
        | "complete_multipart_upload" => true,
        _ => false,
    }
}

/// Whether a method of this name begins what is taken back as a whole when it is dropped.
pub fn begins_transaction(name: &str) -> bool {
    matches!(name, "begin" | "transaction" | "start_transaction" | "begin_transaction")
}

/// Whether a function awaits all the futures that it is given in a list or an iterator.
pub fn awaits_all(path: &str) -> bool {
    path.rsplit_once("::").is_some_and(|(_, name)| AWAITING_ALL.contains(&name))
}

/// Whether a method of an iterator of this name gives what a closure makes of each item.
pub fn makes_each(name: &str) -> bool {
    name == "map"
}
