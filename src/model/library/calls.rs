//! What methods of channels, listeners, atomics, handles and processes do, by name: for where no type is known.

use crate::model::library::gives;
use crate::model::library::locks::CONDVAR_NOTIFIES;
use crate::model::library::{ChannelKind, receive_method, steps};

// ---- Handles and channels -------------------------------------------------------------------------------------------

/// What a method asks for that answers at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inquiry {
    /// Whether the task or thread of a handle has ended.
    Finished,
    /// The next message of a channel.
    Message,
    /// The next item of a stream.
    Item,
    /// The value of an atomic.
    Value,
}

/// What a method of this name asks for, where it answers at once.
pub fn inquires(name: &str) -> Option<Inquiry> {
    match name {
        "is_finished" => Some(Inquiry::Finished),
        "try_recv" => Some(Inquiry::Message),
        "try_next" => Some(Inquiry::Item),
        "load" => Some(Inquiry::Value),
        _ => None,
    }
}

/// Whether a method of this name asks a handle whether its task or thread has ended.
pub fn asks_finished(name: &str) -> bool {
    inquires(name) == Some(Inquiry::Finished)
}

/// Whether a method of this name waits for the end of its receiver's thread.
pub fn joins(name: &str) -> bool {
    name == "join"
}

/// The function of the prelude that drops its argument.
pub const DROP: &str = "drop";

/// The trait that says what happens when a value is dropped.
pub const DESTRUCTOR: &str = "Drop";

/// Its method.
pub const DROPS: &str = "drop";
/// Whether a function of this name tells whether two references are to one value.
pub fn compares_pointers(name: &str) -> bool {
    matches!(name, "eq" | "ptr_eq" | "addr_eq" | "fn_addr_eq")
}

/// Whether a method of this name makes another handle of the same value.
pub fn makes_second(name: &str) -> bool {
    name == "clone"
}

/// Whether a method of this name gives what its receiver names: a second handle of it, or a reference to it.
pub fn names_same(name: &str) -> bool {
    makes_second(name) || name == "as_ref"
}

/// Whether a method of this name, when it fails, has found a lock or channel that is taken or empty, at worst one whose
/// holder panicked.
pub fn fails_on_taken(name: &str) -> bool {
    name.starts_with("try_") || matches!(name, "lock" | "read" | "write")
}

/// Whether a method of this name changes an atomic.
pub fn changes_atomic(name: &str) -> bool {
    name == "store" || name.starts_with("fetch_") || name == "swap"
}

/// Whether a method of this name makes a strong handle of a weak one, as long as its value is there.
pub fn upgrades(name: &str) -> bool {
    name == "upgrade"
}

/// Whether a method of this name gives up a handle and lets its task run on.
pub fn detaches(name: &str) -> bool {
    name == "detach"
}

/// Whether a method of this name drives the tasks of a set that stays on its thread.
pub fn drives_local_set(name: &str) -> bool {
    matches!(name, "run_until" | "block_on")
}

/// Whether a method of this name puts a value into a cell.
pub fn sets(name: &str) -> bool {
    name == "set"
}

/// Whether a method of this name takes what its receiver holds, or puts something else there.
pub fn empties_place(name: &str) -> bool {
    matches!(name, "take" | "replace" | "unwrap" | "into_inner")
}

/// Whether a method of this name leaves nothing in its receiver, and most often gives what was there.
pub fn leaves_nothing(name: &str) -> bool {
    matches!(name, "take" | "drain" | "clear")
}

/// Whether a method of this name gives an iterator over all that its receiver holds or gives, or the same collection.
pub fn goes_over_all(name: &str) -> bool {
    super::channels::is_adaptor(name)
        || matches!(name, "iter_mut" | "drain" | "keys" | "values" | "values_mut" | "into_keys" | "into_values")
        || matches!(name, "zip" | "rev" | "chain" | "clone" | "to_vec" | "to_owned")
}

/// Whether a method of this name puts all that an iterator gives into a collection.
pub fn collects(name: &str) -> bool {
    matches!(name, "collect" | "collect_vec")
}

/// Whether a method of this name calls a closure for each item of an iterator.
pub fn does_for_each(name: &str) -> bool {
    name == "for_each"
}

/// Whether a method of this name tells the last owner of a value, or the first that comes, from all others.
pub fn is_the_last(name: &str) -> bool {
    matches!(name, "strong_count" | "try_unwrap" | "into_inner" | "get_mut" | "swap" | "fetch_sub" | "compare_exchange")
}

/// Whether a method of this name sends a message, through any channel.
pub fn sends(name: &str) -> bool {
    name == "send"
}

/// Whether a method of this name sends a message, by the names for one that is sent once.
pub fn sends_answer(name: &str) -> bool {
    sends(name) || matches!(name, "send_async" | "try_send")
}

/// Whether a method of this name hands something to a writer or a channel.
pub fn hands_out(name: &str) -> bool {
    name.starts_with("write") || name.starts_with("send")
}

/// Whether a method of this name brings what was collected to where it is kept, so that it is lost without the call.
pub fn brings_away(name: &str) -> bool {
    ["flush", "persist", "save", "write_checkpoint"].iter().any(|verb| name.starts_with(verb))
        || matches!(name, "sync_all" | "sync_data" | "commit" | "checkpoint")
}

/// Whether a function of this name that is given a reader reads one whole message from it: `read`, `read_frame`.
pub fn reads_a_message(name: &str) -> bool {
    name.strip_prefix("read").is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Whether a method of this name reads what the other side of a connection sends, or asks for its next message; by whether
/// it is given something to read into.
pub fn reads_of_peer(name: &str, into: bool) -> bool {
    match name {
        "read" => into,
        "fill_buf" | "peek" | "next" | "try_next" | "next_line" => true,
        _ => name.starts_with("read_"),
    }
}

/// Whether a method of this name wakes who waits to be notified.
pub fn wakes(name: &str) -> bool {
    matches!(name, "notify_one" | "notify_waiters" | "notify_last")
}

/// The method of a receiver that does not wait.
pub const TRIES_TO_RECEIVE: &str = "try_recv";

/// The error of a receiver that has nothing yet.
pub const EMPTY: &str = "Empty";

/// Methods by which a receiver of a watched value takes what is there for seen.
pub const SEES_VALUE: &[&str] = &["changed", "borrow_and_update", "mark_unchanged", "wait_for", "has_changed"];

/// The error of a receiver that has missed messages.
pub const LAGGED: &str = "Lagged";

/// The method that makes a future which waits to be notified.
pub const NOTIFIED: &str = "notified";

/// The method that wakes the futures which wait to be notified, and is lost on those that are made later.
pub const NOTIFIES_WAITERS: &str = "notify_waiters";

/// Methods that notify, and keep that for a future which is made later.
pub const NOTIFIES_ONE: &[&str] = &["notify_one", "notify_last"];

/// Whether a method of this name wakes who waits for a condition variable.
pub fn notifies(name: &str) -> bool {
    CONDVAR_NOTIFIES.contains(&name)
}

/// Whether a method of this type, by its path, waits until all others have come as well.
pub fn waits_for_all(ty: &str, name: &str) -> bool {
    matches!((ty, name), ("std::sync::Barrier" | "tokio::sync::Barrier" | "async_std::sync::Barrier", "wait"))
}

/// Whether a method of this type, by its path, waits until somebody notifies.
pub fn waits_for_notice(ty: &str, name: &str) -> bool {
    (ty, name) == ("tokio::sync::Notify", NOTIFIED)
}

/// Whether a function or method of this name lets others know: that something is done, that something has come.
pub fn tells_others(name: &str) -> bool {
    matches!(name, "cancel" | "done" | "notify" | "notify_all" | "notify_one" | "notify_waiters" | DROP)
        || name.starts_with("send")
}

/// Whether a method of this name waits until everybody is to stop, or asks whether that has come.
pub fn waits_for_stop(name: &str) -> bool {
    matches!(name, "cancelled" | "is_cancelled" | "cancelled_owned" | "ctrl_c")
}

/// Whether a method of this name waits until everybody is to stop, or runs a future until then.
pub fn awaits_stop(name: &str) -> bool {
    matches!(
        name,
        "cancelled"
            | "cancelled_owned"
            | "changed"
            | "recv"
            | "wait_for"
            | "run_until_cancelled"
            | "run_until_cancelled_owned"
    )
}

/// The method that cancels a token.
pub const CANCELS: &str = "cancel";

/// Whether a method of this name cancels a token, now or when what it gives is dropped.
pub fn cancels(name: &str) -> bool {
    matches!(name, "cancel" | "drop_guard" | "drop_guard_ref")
}

/// Whether a method of this name makes a token that its receiver cancels as well, and that does not cancel it.
pub fn makes_child(name: &str) -> bool {
    name == "child_token"
}

/// Whether a method of this name only asks whether the word to stop has come.
pub fn asks_for_stop(name: &str) -> bool {
    matches!(name, "is_cancelled" | "load" | "borrow" | "has_changed" | "try_recv")
}

/// Whether a method of this name waits for a word that somebody gives once, or asks whether it has come.
pub fn waits_for_word(name: &str) -> bool {
    matches!(name, "changed" | "has_changed" | "load" | "notified" | "recv" | "try_recv" | "wait_for")
}

/// Whether a method of this name takes from a channel what is there already, without a wait.
pub fn takes_what_is_there(name: &str) -> bool {
    matches!(name, "try_recv" | "try_iter")
}

/// What a method gives that waits for more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// The next message of a channel.
    Message,
    /// The next item of a stream.
    Item,
}

/// What a method of this name gives, where that is the next of many.
pub fn gives_next(name: &str) -> Option<Next> {
    match name {
        "recv" | "recv_async" => Some(Next::Message),
        "next" | "try_next" | "select_next_some" => Some(Next::Item),
        _ => None,
    }
}

/// Whether a method of this name takes one item out of a collection, and says so where there is none.
pub fn takes_one(name: &str) -> bool {
    matches!(name, "pop" | "pop_front" | "pop_back" | "pop_first" | "pop_last")
}

/// Whether a method of this name waits until it is notified, or until a watched value has changed.
pub fn waits_for_change(name: &str) -> bool {
    matches!(name, "notified" | "changed")
}

/// Whether a method of this name gives a future that completes when others have sent, come, or ended.
pub fn waits_for_others(name: &str) -> bool {
    matches!(gives_next(name), Some(Next::Message)) || waits_for_change(name) || matches!(name, "accept" | "join_next")
}

/// Whether a constructor of this name says that there is a value.
pub fn wraps_value(name: &str) -> bool {
    matches!(name, "Ok" | "Some")
}

/// Whether a method of this name asks a stream for its next item.
pub fn gives_item(name: &str) -> bool {
    name == "next"
}

/// Whether a method of this name waits for the next item of a stream.
pub fn takes_next(name: &str) -> bool {
    gives_item(name) || name == "select_next_some"
}

/// Whether a method of this name waits until somebody wakes it on purpose.
pub fn waits_to_be_woken(name: &str) -> bool {
    matches!(name, "notified" | "changed" | "cancelled" | "listen" | "closed")
}

/// Whether a method of this name of a sender, or of what keeps a place for one, makes a receiver.
pub fn makes_receiver(name: &str) -> bool {
    matches!(name, "subscribe" | "new_receiver" | "activate_cloned")
}

/// Whether a method of this name makes a future or stream that may end before its receiver does.
pub fn may_end_sooner(name: &str) -> bool {
    matches!(name, "timeout" | "or" | "race" | "take_until")
}

/// Whether a method of this name gives how many items there were, whatever each of them is.
pub fn counts_items(name: &str) -> bool {
    name == "count"
}

/// Whether a method of this name goes over what comes in.
pub fn goes_over_incoming(name: &str) -> bool {
    gives_connections(name) || name == "iter"
}

/// Whether a method of this name leaves all of its receiver where it is.
pub fn leaves_in_place(name: &str) -> bool {
    makes_second(name) || name == "len"
}

/// Whether a method of this name makes a stream or iterator that gives only so many items.
pub fn cuts_short(name: &str) -> bool {
    matches!(name, "take" | "take_while")
}

// ---- Closed channels ------------------------------------------------------------------------------------------------

/// What a receive answers once its source has closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    None,
    Err(&'static str),
    /// `Ok(None)`.
    OkNone,
    /// The iterator ends.
    Ends,
    /// Something that cannot be told from a value by its shape: a count, a future that never ends.
    Other,
}

impl Answer {
    /// The method that asks an answer whether it is this one.
    pub fn closed_test(self) -> &'static str {
        match self {
            Answer::Err(_) => "is_err",
            _ => "is_none",
        }
    }
}

/// The module of those channels whose receivers are streams that adaptors take.
pub const MODULE_OF_STREAMS: &str = "mpsc";

/// The module of the channels for one message, whose receivers are awaited themselves.
pub const MODULE_OF_ANSWERS: &str = "oneshot";

/// Whether the receiver of a channel of this kind can be gone over.
pub fn is_iterated(kind: ChannelKind) -> bool {
    receive_method(kind, "iter").is_some()
}

/// What a receive of this kind by this method answers once the channel has closed.
pub fn closed_answer(kind: ChannelKind, method: &str) -> Answer {
    match method {
        "next" | "blocking_next" => return Answer::None,
        "iter" | "into_iter" | "try_iter" | "drain" => return Answer::Ends,
        "recv_many" | "blocking_recv_many" | "select_next_some" | "stream" | "into_stream" => return Answer::Other,
        "try_next" => return Answer::OkNone,
        _ => {}
    }
    match (kind, method) {
        (ChannelKind::Tokio, "try_recv") => Answer::Err("Disconnected"),
        (ChannelKind::Tokio | ChannelKind::Futures, _) => Answer::None,
        (ChannelKind::Std | ChannelKind::Crossbeam, "recv") => Answer::Err("RecvError"),
        (ChannelKind::Std | ChannelKind::Crossbeam | ChannelKind::Flume, _) => Answer::Err("Disconnected"),
        (ChannelKind::Broadcast | ChannelKind::AsyncBroadcast, _) => Answer::Err("Closed"),
        (ChannelKind::AsyncChannel | ChannelKind::Oneshot, "try_recv") => Answer::Err("Closed"),
        (ChannelKind::FuturesOneshot, _) => Answer::Err("Canceled"),
        (ChannelKind::Kanal, _) => Answer::Err(""),
        _ => Answer::Err("RecvError"),
    }
}

/// What the `recv(source) -> …` branch of a `select!` gets once the channel has closed.
pub fn closed_answer_in_select(kind: ChannelKind) -> Answer {
    closed_answer(kind, "recv")
}

/// What awaiting the receiver itself gives once the channel has closed.
pub fn closed_answer_awaited(kind: ChannelKind) -> Answer {
    closed_answer(kind, "await")
}

// ---- Answers and values ---------------------------------------------------------------------------------------------

/// Whether a method of this name asks a result whether all went well, or gives only its value or only its error.
pub fn tells_success(name: &str) -> bool {
    matches!(name, "is_ok" | "is_err" | "ok" | "err")
}

/// Whether a method of this name keeps nothing of what is in an `Ok`.
pub fn drops_success(name: &str) -> bool {
    matches!(name, "is_ok" | "is_err" | "err")
}

/// Whether a call of this name makes a `Result`.
pub fn makes_result(name: &str) -> bool {
    name == "Ok" || makes_error(name)
}

/// Whether a call of this name makes a `Result` that is an error.
pub fn makes_error(name: &str) -> bool {
    name == "Err"
}

/// Whether a method of this name asks whether an answer is there and is nothing.
pub fn asks_for_none(name: &str) -> bool {
    name == "is_none"
}

/// Whether a method of this name asks whether an answer is nothing or an error.
pub fn asks_for_failure(name: &str) -> bool {
    asks_for_none(name) || name == "is_err"
}

/// Whether a method of this name asks whether an answer is a value.
pub fn asks_for_value(name: &str) -> bool {
    matches!(name, "is_some" | "is_ok")
}

/// Whether a method of this name asks whether nothing is there, nothing came, or nothing went well.
pub fn asks_for_nothing(name: &str) -> bool {
    asks_for_failure(name) || matches!(name, "is_empty" | "is_pending")
}

/// Whether a method of this name gives the value that its receiver is or holds.
pub fn gives_value(name: &str) -> bool {
    matches!(name, "into" | "clone" | "unwrap")
}

/// Whether a method of this name gives the value of a result without a word of its error: a panic at most.
pub fn ignores_error(name: &str) -> bool {
    steps::panics_on_error(name) || name == "ok"
}

/// Whether a method of this name gives a value that borrows nothing from what its receiver was made of.
pub fn uses_up(name: &str) -> bool {
    steps::panics_on_error(name) || matches!(name, "collect" | "count" | "sum")
}

/// Whether a method of this name gives the message that its receiver is, or is the receive itself again.
pub fn gives_received(name: &str) -> bool {
    steps::panics_on_error(name) || name == "fuse"
}

/// Whether a method of this name makes another type of its receiver.
pub fn converts(name: &str) -> bool {
    name == "into"
}

/// Whether a method of this name only looks at its receiver, or gives it in another form: nothing is done by it.
pub fn only_converts(name: &str) -> bool {
    name.starts_with("is_")
        || matches!(
            name,
            "clone"
                | "unwrap"
                | "expect"
                | "elapsed"
                | "as_ref"
                | "as_mut"
                | "into"
                | "to_string"
                | "map_err"
                | "ok"
                | "iter"
                | "len"
                | "fuse"
                | "map"
                | "ok_or"
                | "ok_or_else"
        )
}

/// Whether a function does no more than make an answer or a time of its arguments, by its path.
pub fn only_makes_value(path: &str) -> bool {
    ["std::option::", "std::result::", "std::time::"].iter().any(|module| path.starts_with(module))
}

/// Whether a function of this name, without arguments, makes something that holds nothing.
pub fn makes_nothing(name: &str) -> bool {
    makes_empty(name) || name == "default"
}

/// Whether a function of this name, without arguments, makes something that is empty yet.
pub fn makes_empty(name: &str) -> bool {
    name == "new"
}

// ---- Time -----------------------------------------------------------------------------------------------------------

/// Whether a method of this name of a ticker leaves what it has waited as it is.
pub fn only_sets_up_ticks(name: &str) -> bool {
    matches!(name, "period" | "missed_tick_behavior" | "set_missed_tick_behavior")
}

/// Whether a call of this name looks at the clock, or counts down to nothing.
pub fn looks_at_clock(name: &str) -> bool {
    matches!(name, "now" | "elapsed" | "checked_sub" | "duration_since")
}

/// Whether a function gives what time it is, by its path.
pub fn gives_instant(path: &str) -> bool {
    path.ends_with("Instant::now")
}

/// Whether a method of this name gives how long ago something was.
pub fn tells_elapsed(name: &str) -> bool {
    name == "elapsed"
}

/// Whether a method of this name compares an instant with now, or with another.
pub fn tells_age(name: &str) -> bool {
    tells_elapsed(name) || name.ends_with("duration_since")
}

/// Whether a method of this name tells whether time is up.
pub fn tells_if_late(name: &str) -> bool {
    tells_elapsed(name) || name == "timed_out"
}

/// Whether a function is given a length of time as a number of milliseconds, by its name or path.
pub fn takes_millis(name: &str) -> bool {
    name.ends_with("_ms")
}

/// Whether a macro pins a future, as a value or by its name.
pub fn pins(name: &str) -> bool {
    gives::pins(name) || name == "pin_mut"
}

// ---- Connections, processes and the system --------------------------------------------------------------------------

/// Whether a function or type of this path has to do with what lies outside of a process's own tasks.
pub fn is_outside(path: &str) -> bool {
    const ROOTS: &[&str] = &["async_net", "hyper", "notify", "reqwest", "sqlx", "tempfile", "tonic", "ureq"];
    const PARTS: &[&str] = &["fs", "io", "net", "process", "thread"];
    let mut parts = path.split("::");
    let root = parts.next().unwrap_or_default();
    ROOTS.contains(&root) || parts.next().is_some_and(|part| PARTS.contains(&part))
}

/// Whether a call of this name, given so many arguments and awaited, sends a request to a server and waits for the answer.
pub fn sends_request(name: &str, given: usize) -> bool {
    match name {
        "send" => given == 0,
        _ => matches!(name, "get" | "post" | "put" | "delete" | "head" | "patch" | "request" | "execute"),
    }
}

/// Whether a method of this name tells a mock which call it has to expect.
pub fn expects_call(name: &str) -> bool {
    name.strip_prefix("expect_").is_some_and(|call| call != "err")
}

/// Whether a method of this name tells a mock how many calls have to come.
pub fn counts_calls(name: &str) -> bool {
    matches!(name, "times" | "once")
}

/// Whether a method of this name takes a lock, which fails where a thread has panicked and not where something is missing.
pub fn may_be_poisoned(name: &str) -> bool {
    matches!(name, "lock" | "read" | "write")
}

/// Whether a function binds a listener, by its owner's name and its own: connections queue from then on.
pub fn binds_listener(owner: &str, name: &str) -> bool {
    name == "bind" && owner.ends_with("Listener")
}

/// Whether a method of this name waits for the next connection or packet that somebody outside the program brings.
pub fn accepts(name: &str) -> bool {
    matches!(name, "accept" | "accept_async" | "accept_connection" | "poll_accept" | "recv_from")
}

/// Whether a method of this name waits for the next packet of a socket without connections.
pub fn gives_datagram(name: &str) -> bool {
    matches!(name, "recv_from" | "recv_buf_from" | "poll_recv_from")
}

/// Whether a call of this name opens a connection and fails at once where nobody listens.
pub fn opens_connection(name: &str) -> bool {
    name == "connect" || name.starts_with("connect_") && name != "connect_timeout"
}

/// Whether a method of this name goes over the connections that a listener accepts.
pub fn gives_connections(name: &str) -> bool {
    name == "incoming"
}

/// Whether a method of this name makes its receiver a listener.
pub fn listens(name: &str) -> bool {
    name == "listen"
}

/// Whether a function says what happens at a signal of the operating system.
pub fn sets_signal_handler(name: &str) -> bool {
    name == "sigaction"
}

/// The type of a command that is to be run as a process.
pub const COMMAND: &str = "std::process::Command";

/// Whether a function or method of the standard library, by its name and that of its module or type, waits for the disk.
pub fn works_on_disk(owner: &str, name: &str) -> bool {
    // `fs_err` has the same functions, with better errors.
    let within = owner.strip_prefix("std::fs").or_else(|| owner.strip_prefix("fs_err"));
    match within {
        Some("") => name.starts_with(|c: char| c.is_lowercase()),
        Some("::File") => matches!(
            name,
            "open"
                | "create"
                | "create_new"
                | "read_to_end"
                | "read_to_string"
                | "read_exact"
                | "write_all"
                | "sync_all"
                | "sync_data"
                | "set_len"
        ),
        Some("::OpenOptions") => name == "open",
        _ => false,
    }
}

/// Whether a method of the standard library, by its name and that of its type, starts a process and does not wait for it.
pub fn starts_process(owner: &str, name: &str) -> bool {
    owner == COMMAND && name == "spawn"
}

/// Whether such a method waits for a process.
pub fn runs_process(owner: &str, name: &str) -> bool {
    match owner {
        COMMAND => matches!(name, "output" | "status"),
        "std::process::Child" => matches!(name, "wait" | "wait_with_output"),
        _ => false,
    }
}

/// Whether a path that goes through this name is about commands to be run.
pub fn is_command(name: &str) -> bool {
    name == "Command"
}

/// Whether a path that goes through this name is about threads with an event loop of their own.
pub fn is_event_loop(name: &str) -> bool {
    name == "Arbiter"
}

/// Whether a method of this name waits for the end of a process, called on it or on its command.
pub fn waits_for_process(name: &str) -> bool {
    matches!(name, "status" | "output" | "wait" | "wait_with_output")
}

/// What a call has to do with a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnProcess {
    /// It starts one when it is called on a command.
    Spawns,
    /// It ends one when it is called on one.
    Kills,
    /// By its name it starts something, which may be one.
    MaySpawn,
}

/// What a call of this name may have to do with a process.
pub fn on_process(name: &str) -> Option<OnProcess> {
    match name {
        "spawn" => Some(OnProcess::Spawns),
        "kill" => Some(OnProcess::Kills),
        _ => name.contains("spawn").then_some(OnProcess::MaySpawn),
    }
}

/// Whether only a process has a method or field of this name: how it ended, what it reads and writes.
pub fn only_of_process(name: &str) -> bool {
    matches!(name, "wait_with_output" | "try_wait" | "stdin" | "stdout" | "stderr")
}

/// Whether a method of this name ends a process.
pub fn kills(name: &str) -> bool {
    on_process(name) == Some(OnProcess::Kills)
}

/// Whether a method of this name waits for the end of a process.
pub fn waits_for_exit(name: &str) -> bool {
    name == "wait"
}

/// Whether a method of this name asks a child process whether it has exited, and does not wait.
pub fn asks_for_exit(name: &str) -> bool {
    name == "try_wait"
}

/// Whether a field or method of this name is the number of a process.
pub fn is_process_number(name: &str) -> bool {
    name == "pid"
}

/// Whether a method of this name asks a process for its number or whether it has ended.
pub fn asks_process(name: &str) -> bool {
    is_process_number(name) || asks_for_exit(name)
}

/// Whether a path that goes through this name leads to a process or the operating system.
pub fn leads_to_system(name: &str) -> bool {
    is_command(name) || matches!(name, "libc" | "waitpid")
}

/// Whether a function of this path gives what a person types.
pub fn gives_typed(path: &str) -> bool {
    path == "std::io::stdin"
}

/// Whether a method of this name waits for the next line or bytes of a reader.
pub fn reads_input(name: &str) -> bool {
    matches!(name, "lines" | "bytes" | "next" | "read" | "read_line" | "read_until" | "fill_buf" | "read_exact")
}

/// Whether a method of this name looks at a flag or token that others set.
pub fn looks_at_flag(name: &str) -> bool {
    matches!(name, "load" | "is_cancelled" | "is_set" | "is_closed" | "try_recv")
}

/// Whether a method of this name ends a runtime and waits for its jobs a limited time, or not at all.
pub fn leaves_jobs(name: &str) -> bool {
    matches!(name, "shutdown_background" | "shutdown_timeout")
}

// ---- Assertions -----------------------------------------------------------------------------------------------------

/// Whether a macro asserts its argument in every build.
pub fn asserts(name: &str) -> bool {
    name == "assert"
}

/// What a macro asserts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asserts {
    /// Its argument is true.
    Holds,
    /// Its two arguments are equal.
    Equal,
    /// Its two arguments are not equal.
    Differ,
    /// Its name says it: that there is nothing, or something.
    Named { nothing: bool },
}

/// What a macro of this name asserts, and its name without what only says when or how it does so.
pub fn assertion(name: &str) -> Option<(&str, Asserts)> {
    let plain = name.trim_start_matches("debug_").trim_start_matches("p_");
    if !plain.starts_with("assert") {
        return None;
    }
    let asserts = match plain {
        "assert" => Asserts::Holds,
        "assert_eq" => Asserts::Equal,
        "assert_ne" => Asserts::Differ,
        _ => {
            let ends = ["_err", "_none", "_pending", "_not_ready", "_empty"];
            Asserts::Named { nothing: ends.iter().any(|end| plain.ends_with(end)) }
        }
    };
    Some((plain, asserts))
}

/// The method that makes, of a stream of bytes that is awaited, a reader that runs the stream's future in each read.
pub const READS_BY_BLOCKING: &str = "into_blocking_read";
