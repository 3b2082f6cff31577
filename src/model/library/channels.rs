//! Channels: constructors, ends, how one receives and sends, and what a closed channel answers.

use serde::{Deserialize, Serialize};

use crate::model::library::Call;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ChannelKind {
    Std,
    Tokio,
    Broadcast,
    Watch,
    Oneshot,
    Futures,
    FuturesOneshot,
    Crossbeam,
    Flume,
    AsyncChannel,
    Kanal,
    AsyncBroadcast,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    Sender,
    /// A sender that does not keep the channel open.
    WeakSender,
    Receiver,
    /// A receiver that keeps the channel open and receives nothing.
    Inactive,
}

/// What receiving from a closed channel gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closed {
    None,
    Err,
}

/// How a receive waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReceiveHow {
    /// Gives a future, to be awaited.
    Await,
    /// Blocks the thread.
    Block,
    /// Answers at once.
    Try,
    /// Blocks for a time at most.
    Timed,
    /// Gives an iterator that blocks for each item and ends when the channel closes.
    Drain,
}

/// How a send waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SendHow {
    /// May wait for room.
    Waits,
    /// Answers at once.
    AtOnce,
}

impl ChannelKind {
    pub const ALL: [ChannelKind; 12] = [
        Std,
        Tokio,
        Broadcast,
        Watch,
        Oneshot,
        Futures,
        FuturesOneshot,
        Crossbeam,
        Flume,
        AsyncChannel,
        Kanal,
        AsyncBroadcast,
    ];

    /// Whether many values pass through and receivers loop over them.
    pub fn is_queue(self) -> bool {
        self != ChannelKind::Watch && !self.gives_once()
    }

    /// Whether only one message ever passes through.
    pub fn gives_once(self) -> bool {
        matches!(self, ChannelKind::Oneshot | ChannelKind::FuturesOneshot)
    }

    /// Whether any sender makes a receiver on demand, so that an unused first receiver is no loss.
    pub fn subscribes(self) -> bool {
        matches!(self, ChannelKind::Broadcast | ChannelKind::Watch | ChannelKind::AsyncBroadcast)
    }

    /// What receiving gives once every sender is gone.
    pub fn closed(self) -> Closed {
        match self {
            ChannelKind::Tokio | ChannelKind::Futures => Closed::None,
            _ => Closed::Err,
        }
    }

    /// How a user calls it.
    pub fn name(self) -> &'static str {
        match self {
            ChannelKind::Std => "std::sync::mpsc",
            ChannelKind::Tokio => "tokio::sync::mpsc",
            ChannelKind::Broadcast => "tokio::sync::broadcast",
            ChannelKind::Watch => "tokio::sync::watch",
            ChannelKind::Oneshot => "tokio::sync::oneshot",
            ChannelKind::Futures => "futures::channel::mpsc",
            ChannelKind::FuturesOneshot => "futures::channel::oneshot",
            ChannelKind::Crossbeam => "crossbeam_channel",
            ChannelKind::Flume => "flume",
            ChannelKind::AsyncChannel => "async_channel",
            ChannelKind::Kanal => "kanal",
            ChannelKind::AsyncBroadcast => "async_broadcast",
        }
    }
}

use ChannelKind::{
    AsyncBroadcast, AsyncChannel, Broadcast, Crossbeam, Flume, Futures, FuturesOneshot, Kanal, Oneshot, Std, Tokio,
    Watch,
};

const fn bounded(kind: ChannelKind) -> Call {
    Call::Channel { kind, bound: Some(0) }
}

const fn unbounded(kind: ChannelKind) -> Call {
    Call::Channel { kind, bound: None }
}

pub(super) const FUNCTIONS: &[(&str, Call)] = &[
    ("std::sync::mpsc::channel", unbounded(Std)),
    ("std::sync::mpsc::sync_channel", bounded(Std)),
    ("tokio::sync::mpsc::channel", bounded(Tokio)),
    ("tokio::sync::mpsc::unbounded_channel", unbounded(Tokio)),
    ("tokio::sync::broadcast::channel", bounded(Broadcast)),
    ("tokio::sync::watch::channel", unbounded(Watch)),
    ("tokio::sync::oneshot::channel", unbounded(Oneshot)),
    ("futures::channel::mpsc::channel", bounded(Futures)),
    ("futures::channel::mpsc::unbounded", unbounded(Futures)),
    ("futures::channel::oneshot::channel", unbounded(FuturesOneshot)),
    ("crossbeam_channel::bounded", bounded(Crossbeam)),
    ("crossbeam_channel::unbounded", unbounded(Crossbeam)),
    ("flume::bounded", bounded(Flume)),
    ("flume::unbounded", unbounded(Flume)),
    ("async_channel::bounded", bounded(AsyncChannel)),
    ("async_channel::unbounded", unbounded(AsyncChannel)),
    ("async_broadcast::broadcast", bounded(AsyncBroadcast)),
    ("kanal::bounded", bounded(Kanal)),
    ("kanal::unbounded", unbounded(Kanal)),
    ("kanal::bounded_async", bounded(Kanal)),
    ("kanal::unbounded_async", unbounded(Kanal)),
];

pub(super) const TYPES: &[(&str, ChannelKind, Side)] = &[
    ("std::sync::mpsc::Sender", Std, Side::Sender),
    ("std::sync::mpsc::SyncSender", Std, Side::Sender),
    ("std::sync::mpsc::Receiver", Std, Side::Receiver),
    ("tokio::sync::mpsc::Sender", Tokio, Side::Sender),
    ("tokio::sync::mpsc::UnboundedSender", Tokio, Side::Sender),
    ("tokio::sync::mpsc::WeakSender", Tokio, Side::WeakSender),
    ("tokio::sync::mpsc::WeakUnboundedSender", Tokio, Side::WeakSender),
    ("tokio::sync::mpsc::Receiver", Tokio, Side::Receiver),
    ("tokio::sync::mpsc::UnboundedReceiver", Tokio, Side::Receiver),
    ("tokio::sync::broadcast::Sender", Broadcast, Side::Sender),
    ("tokio::sync::broadcast::Receiver", Broadcast, Side::Receiver),
    ("tokio::sync::watch::Sender", Watch, Side::Sender),
    ("tokio::sync::watch::Receiver", Watch, Side::Receiver),
    ("tokio::sync::oneshot::Sender", Oneshot, Side::Sender),
    ("tokio::sync::oneshot::Receiver", Oneshot, Side::Receiver),
    ("futures::channel::mpsc::Sender", Futures, Side::Sender),
    ("futures::channel::mpsc::UnboundedSender", Futures, Side::Sender),
    ("futures::channel::mpsc::Receiver", Futures, Side::Receiver),
    ("futures::channel::mpsc::UnboundedReceiver", Futures, Side::Receiver),
    ("futures::channel::oneshot::Sender", FuturesOneshot, Side::Sender),
    ("futures::channel::oneshot::Receiver", FuturesOneshot, Side::Receiver),
    ("crossbeam_channel::Sender", Crossbeam, Side::Sender),
    ("crossbeam_channel::Receiver", Crossbeam, Side::Receiver),
    ("flume::Sender", Flume, Side::Sender),
    ("flume::WeakSender", Flume, Side::WeakSender),
    ("flume::Receiver", Flume, Side::Receiver),
    ("async_channel::Sender", AsyncChannel, Side::Sender),
    ("async_channel::WeakSender", AsyncChannel, Side::WeakSender),
    ("async_channel::Receiver", AsyncChannel, Side::Receiver),
    ("kanal::Sender", Kanal, Side::Sender),
    ("kanal::AsyncSender", Kanal, Side::Sender),
    ("kanal::Receiver", Kanal, Side::Receiver),
    ("kanal::AsyncReceiver", Kanal, Side::Receiver),
    ("async_broadcast::Sender", AsyncBroadcast, Side::Sender),
    ("async_broadcast::Receiver", AsyncBroadcast, Side::Receiver),
    ("async_broadcast::InactiveReceiver", AsyncBroadcast, Side::Inactive),
];

/// Packages that are channels themselves: what looks like misuse of one there is how it is made or tried out.
const CHANNEL_PACKAGES: &[&str] = &[
    "tokio",
    "tokio-stream",
    "tokio_with_wasm",
    "futures",
    "futures-channel",
    "futures-util",
    "crossbeam",
    "crossbeam-channel",
    "flume",
    "async-channel",
    "async-broadcast",
    "kanal",
    "thingbuf",
    "postage",
    "loole",
    "tachyonix",
    "async-std",
    "oneshot",
    "loom",
    "shuttle",
    "madsim",
    "madsim-tokio",
];

/// Whether a package is one that makes channels, by its name.
pub fn makes_channels(package: &str) -> bool {
    CHANNEL_PACKAGES.contains(&package)
}

/// Methods of a sender that leave it where it is; any other may take it.
pub fn borrows_sender(method: &str) -> bool {
    SENDER_BORROWS.contains(&method)
}

/// Methods of a sender that neither send nor give anything to send by.
pub fn only_looks_at_sender(method: &str) -> bool {
    matches!(
        method,
        "is_closed" | "closed" | "capacity" | "max_capacity" | "len" | "is_empty" | "is_full" | "same_channel"
    )
}

/// Whether a method of a sender gives back what is one, or leads to one.
pub fn gives_sender(method: &str) -> bool {
    method.starts_with("clone") || matches!(method, "borrow" | "as_ref" | "as_mut" | "by_ref" | "reserve_owned_many")
}

const SENDER_BORROWS: &[&str] = &[
    "send",
    "try_send",
    "send_async",
    "send_blocking",
    "blocking_send",
    "send_timeout",
    "send_deadline",
    "unbounded_send",
    "start_send",
    "force_send",
    "feed",
    "send_all",
    "send_replace",
    "send_modify",
    "send_if_modified",
    "broadcast",
    "broadcast_direct",
    "broadcast_blocking",
    "try_broadcast",
    "flush",
    "clone",
    "clone_sync",
    "clone_async",
    "borrow",
    "as_ref",
    "as_mut",
    "by_ref",
    "is_closed",
    "is_disconnected",
    "is_connected_to",
    "closed",
    "reserve",
    "reserve_many",
    "try_reserve",
    "try_reserve_many",
    "reserve_owned_many",
    "capacity",
    "max_capacity",
    "len",
    "is_empty",
    "is_full",
    "is_bounded",
    "sender_count",
    "receiver_count",
    "strong_count",
    "weak_count",
    "same_channel",
    "same_receiver",
    "downgrade",
    "subscribe",
    "new_receiver",
    "poll_ready",
    "to_async",
    "to_sync",
];

/// Whether a type or trait is a stream of any make: what it answers after its end is up to whoever made it, and as a
/// rule it is the end again.
pub fn any_stream(path: &str) -> bool {
    matches!(
        path,
        "futures::stream::BoxStream"
            | "futures::stream::LocalBoxStream"
            | "futures::stream::Stream"
            | "futures::Stream"
            | "tokio_stream::Stream"
    )
}

/// Methods that close a channel whoever else holds its ends.
pub fn closes(method: &str) -> bool {
    matches!(method, "close" | "close_channel" | "disconnect" | "terminate")
}

/// Which end of which channel a type is, by its path in the library table's spelling.
pub fn end_of_type(path: &str) -> Option<(ChannelKind, Side)> {
    TYPES.iter().find(|(p, _, _)| *p == path).map(|&(_, kind, side)| (kind, side))
}

/// The type of an end as a constructor of the kind gives it.
pub fn end_type(kind: ChannelKind, side: Side, bounded: bool) -> &'static str {
    let fits: Vec<&str> = TYPES.iter().filter(|t| t.1 == kind && t.2 == side).map(|t| t.0).collect();
    let unbounded = fits.iter().find(|p| p.contains("Unbounded"));
    if let Some(waits) = fits.iter().find(|path| bounded && always_bounded(path)) {
        return waits;
    }
    match (unbounded, fits.first()) {
        (Some(path), _) if !bounded => path,
        (_, Some(path)) => path,
        (_, None) => "",
    }
}

/// The type of an end as the constructor of this path gives it.
pub fn end_made_by(path: &str, kind: ChannelKind, side: Side, bounded: bool) -> &'static str {
    let end = end_type(kind, side, bounded);
    if path.ends_with("_async") { other_face(end, "to_async") } else { end }
}

/// The type of an end that has a blocking and an async face, after a method that iterations it to one of them.
pub(super) fn other_face(path: &str, method: &str) -> &'static str {
    let blocking = path.replace("::Async", "::");
    let wanted = if method.ends_with("async") { blocking.replace("::", "::Async") } else { blocking };
    TYPES.iter().map(|t| t.0).find(|p| *p == wanted).unwrap_or_default()
}

/// Whether a method of an end of this type blocks the thread, though on its channel's async face it gives a future.
pub fn blocking_face(path: &str, method: &str) -> bool {
    method == "recv" && path == "kanal::Receiver"
}

/// Whether a method of a sender of this type blocks its thread until there is room.
pub fn blocks_for_room(path: &str, method: &str) -> bool {
    let Some((kind, Side::Sender)) = end_of_type(path) else { return false };
    let face = match method {
        "send" => matches!(kind, Std | Crossbeam | Flume) || path == "kanal::Sender",
        "blocking_send" | "send_blocking" | "broadcast_blocking" => true,
        _ => false,
    };
    face && !never_full(path) && send_method(kind, method) == Some(SendHow::Waits)
}

/// Whether a method of a sender of this type, which always has a bound, gives a future that waits for room.
pub fn awaits_room(path: &str, method: &str) -> bool {
    always_bounded(path) && !blocks_for_room(path, method) && matches!(method, "send" | "feed" | "reserve")
}

/// Whether every channel of this type of sender has a bound, so that nobody has to know its constructor.
pub fn always_bounded(path: &str) -> bool {
    matches!(path, "std::sync::mpsc::SyncSender" | "tokio::sync::mpsc::Sender" | "futures::channel::mpsc::Sender")
}

/// Whether nothing sent by this type of sender ever waits for room.
pub fn never_full(path: &str) -> bool {
    path == "std::sync::mpsc::Sender" || path.ends_with("::UnboundedSender")
}

/// How a method of a receiver receives; `None` for methods that do not.
pub fn receive_method(kind: ChannelKind, name: &str) -> Option<ReceiveHow> {
    let how = match name {
        "try_recv" | "try_next" | "try_iter" | "drain" => ReceiveHow::Try,
        "recv_timeout" | "recv_deadline" => ReceiveHow::Timed,
        "blocking_recv" | "recv_blocking" | "blocking_recv_many" => ReceiveHow::Block,
        "iter" | "into_iter" => ReceiveHow::Drain,
        "recv" => match kind {
            Std | Crossbeam | Flume => ReceiveHow::Block,
            _ => ReceiveHow::Await,
        },
        "recv_async" | "recv_many" | "next" | "changed" | "wait_for" | "select_next_some" | "stream" => {
            ReceiveHow::Await
        }
        _ => return None,
    };
    Some(how)
}

/// Methods by which nothing but a channel is received from.
pub const RECEIVING: &[&str] = &[
    "recv",
    "recv_async",
    "recv_many",
    "recv_timeout",
    "recv_deadline",
    "try_recv",
    "try_iter",
    "blocking_recv",
    "recv_blocking",
    "blocking_recv_many",
    "changed",
    "select_next_some",
];

/// Whether a method of this name may receive from a channel, or (where there are `streams`) from what it was made into.
pub fn may_receive(name: &str, streams: bool) -> bool {
    RECEIVING.contains(&name)
        || matches!(name, "try_next" | "drain" | "iter" | "into_iter" | "next" | "wait_for" | "stream")
        || (streams && (is_adaptor(name) || is_end_of_chain(name)))
}

/// How a method of a sender sends; `None` for methods that do not.
pub fn send_method(kind: ChannelKind, name: &str) -> Option<SendHow> {
    let how = match name {
        "send" | "send_async" | "send_blocking" | "blocking_send" | "feed" | "reserve" | "send_timeout"
        | "broadcast" | "broadcast_direct" | "broadcast_blocking" => match kind {
            Broadcast | Watch | Oneshot | FuturesOneshot => SendHow::AtOnce,
            _ => SendHow::Waits,
        },
        "try_send" | "unbounded_send" | "send_replace" | "send_modify" | "send_if_modified" | "start_send"
        | "try_reserve" | "force_send" | "try_broadcast" => SendHow::AtOnce,
        _ => return None,
    };
    Some(how)
}

/// Methods by which a value is put into a channel.
pub const SENDING: &[&str] = &[
    "send",
    "send_async",
    "send_blocking",
    "blocking_send",
    "send_timeout",
    "send_deadline",
    "feed",
    "broadcast",
    "broadcast_direct",
    "broadcast_blocking",
    "try_send",
    "unbounded_send",
    "start_send",
    "force_send",
    "try_broadcast",
];

/// Whether a send by a method of this name waits for room only for a time.
pub fn send_is_limited(name: &str) -> bool {
    matches!(name, "send_timeout" | "send_deadline")
}

/// Whether a send by a method of a sender of this type blocks the thread; other sends give a future.
pub fn send_blocks(path: &str, kind: ChannelKind, name: &str) -> bool {
    match name {
        "send_blocking" | "blocking_send" | "broadcast_blocking" => true,
        "send" => matches!(kind, Std | Crossbeam | Flume) || path == "kanal::Sender",
        _ => false,
    }
}

/// Whether a method of a `watch` sender stores nothing where nobody listens.
pub fn may_set_nothing(name: &str) -> bool {
    name == "send"
}

/// Whether a method of a `watch` sender reads the value that it has.
pub fn reads_state_back(name: &str) -> bool {
    name == "borrow"
}

/// Whether a function makes the sender of a `watch` without a receiver.
pub fn makes_lone_sender(path: &str) -> bool {
    path == "tokio::sync::watch::Sender::new"
}

/// The name of the function that makes the channel of a timer which fires once.
pub const TIMER_THAT_FIRES_ONCE: &str = "after";

/// Whether a function makes the channel of a timer that fires once.
pub fn fires_once(path: &str) -> bool {
    matches!(path, "crossbeam_channel::after" | "crossbeam_channel::at")
}

/// Whether a method of a receiver waits for one message.
pub fn waits_for_one(name: &str) -> bool {
    name == "recv"
}

/// Whether a channel of the kind may be made with no slots: whoever sends then waits for whoever receives.
pub fn may_have_no_slots(kind: ChannelKind) -> bool {
    matches!(kind, Std | Crossbeam | Flume | Kanal)
}

/// Slots that a channel of the kind has besides those that it is asked for, for each of its senders.
pub fn slot_of_sender(kind: ChannelKind) -> u128 {
    u128::from(kind == Futures)
}

/// Whether a method of an iterator or stream gives another one that goes over as many items.
pub fn is_adaptor(name: &str) -> bool {
    matches!(
        name,
        "map"
            | "filter"
            | "filter_map"
            | "flat_map"
            | "flatten"
            | "enumerate"
            | "inspect"
            | "copied"
            | "cloned"
            | "by_ref"
            | "then"
            | "fuse"
            | "iter"
            | "into_iter"
    )
}

/// Whether a method of an iterator or stream goes over all of its items.
pub fn is_end_of_chain(name: &str) -> bool {
    matches!(
        name,
        "collect"
            | "count"
            | "sum"
            | "product"
            | "fold"
            | "for_each"
            | "last"
            | "max"
            | "min"
            | "max_by"
            | "min_by"
            | "max_by_key"
            | "min_by_key"
            | "partition"
            | "unzip"
            | "reduce"
            | "concat"
            | "collect_vec"
            | "sorted"
    )
}

/// The type of the error of a receive that has several, one of which says that its channel has closed.
pub fn closed_error(kind: ChannelKind, how: ReceiveHow) -> Option<&'static str> {
    Some(match (kind, how) {
        (ChannelKind::Broadcast, ReceiveHow::Await) => "tokio::sync::broadcast::error::RecvError",
        (ChannelKind::AsyncBroadcast, ReceiveHow::Await) => "async_broadcast::RecvError",
        (ChannelKind::Std, ReceiveHow::Timed) => "std::sync::mpsc::RecvTimeoutError",
        (ChannelKind::Crossbeam, ReceiveHow::Timed) => "crossbeam_channel::RecvTimeoutError",
        (ChannelKind::Flume, ReceiveHow::Timed) => "flume::RecvTimeoutError",
        _ => return None,
    })
}
