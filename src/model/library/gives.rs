//! What methods and functions of libraries give, by name: what is inside their receiver, the same type again, a new value,
//! a length of time; and what becomes of the case of an `Option` or `Result`.
//!
//! The lists hold for values whose type is not the package's own.

use crate::model::library::channels::other_face;
use crate::model::library::locks::Gives;
use crate::model::library::types::{Inner, wrapper};
use crate::model::library::{ChannelKind, Closed, ReceiveHow, Side, end_of_type, end_type};

/// What a method of a value that wraps another gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfWrapper {
    /// What is inside.
    Inside(Gives),
    /// A value of the wrapper's own type.
    Same,
    /// What a closure makes of it.
    Made,
}

/// What a method of a type that wraps another in this way gives; `None` where its name does not tell.
pub fn of_wrapper(how: Inner, name: &str) -> Option<OfWrapper> {
    let given = match (how, name) {
        (Inner::Some, "unwrap" | "expect" | "unwrap_or_else" | "unwrap_or_default" | "unwrap_or") => {
            OfWrapper::Inside(Gives::Plain)
        }
        (Inner::Some, "ok") => OfWrapper::Inside(Gives::Option),
        (Inner::Some, "ok_or" | "ok_or_else") => OfWrapper::Inside(Gives::Result),
        (
            Inner::Some,
            "take" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "replace" | "insert"
            | "map_err" | "clone" | "filter" | "or_else" | "or" | "iter" | "context" | "with_context",
        ) => OfWrapper::Same,
        (Inner::Some, "map" | "and_then") => OfWrapper::Made,
        (Inner::Guarded | Inner::AsyncGuarded, "get_mut" | "into_inner") => OfWrapper::Inside(Gives::Plain),
        (Inner::Cell, "get" | "get_mut" | "take" | "into_inner") => OfWrapper::Inside(Gives::Option),
        (Inner::Cell, "get_or_init" | "get_or_try_init" | "get_mut_or_init") => OfWrapper::Inside(Gives::Plain),
        _ => return None,
    };
    Some(given)
}

/// Whether a method of an `Option` puts what its closure makes into one again.
pub fn wraps_what_is_made(name: &str) -> bool {
    name == "map"
}

/// What a method of a future makes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfFuture {
    /// A future that gives up after a time: its outcome in a `Result`.
    Limited,
    /// A future of what is in its outcome, or of what takes the place of an error.
    Unwrapped,
    /// Its outcome, if it is there at once.
    AtOnce,
    /// A future of what a closure makes of its outcome.
    Made,
}

/// What a method of a future makes of it; `None` for what gives the same future again, or is not known.
pub fn of_future(name: &str) -> Option<OfFuture> {
    match name {
        "timeout" | "timeout_at" => Some(OfFuture::Limited),
        "unwrap_or_else" => Some(OfFuture::Unwrapped),
        "now_or_never" => Some(OfFuture::AtOnce),
        "map" | "then" | "and_then" | "or_else" | "map_ok" => Some(OfFuture::Made),
        _ => None,
    }
}

/// Whether a method gives a future of what a closure makes of its receiver's outcome, whatever way that goes.
pub fn maps_outcome(name: &str) -> bool {
    matches!(name, "map" | "map_err")
}

/// The type of the end of a channel that a method gives which makes another sort of end of one of this type.
pub fn other_end(path: &str, name: &str) -> Option<&'static str> {
    let (kind, side) = end_of_type(path)?;
    match (side, name) {
        (Side::Sender, "subscribe" | "new_receiver") => Some(end_type(kind, Side::Receiver, true)),
        (Side::Sender, "downgrade") => Some(end_type(kind, Side::WeakSender, !path.contains("Unbounded"))),
        (Side::Receiver, "deactivate") => Some(end_type(kind, Side::Inactive, true)),
        (_, "to_sync" | "to_async" | "clone_sync" | "clone_async" | "as_async" | "as_sync")
            if kind == ChannelKind::Kanal =>
        {
            Some(other_face(path, name))
        }
        _ => None,
    }
}

/// Whether a method of an end of a channel gives an end of the same sort.
pub fn same_end(name: &str) -> bool {
    matches!(name, "clone" | "resubscribe" | "as_mut" | "by_ref" | "as_ref" | "borrow_mut" | "fuse" | "into_stream")
}

/// Whether a method of an end of a channel gives another end like it, with either face.
pub fn clones_end(name: &str) -> bool {
    matches!(name, "clone" | "clone_sync" | "clone_async" | "to_owned")
}

/// Whether a method of a receiver gives a stream of what it receives.
pub fn streams(name: &str) -> bool {
    matches!(name, "into_stream" | "fuse")
}

/// What a receive gives, where it is awaited once that is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Received {
    /// An iterator or stream of the messages.
    Messages,
    /// A message.
    Message(Gives),
    /// A message, if there is one, or the error that none will come any more.
    Tried,
    /// The news that there is another one.
    News,
    /// Something else.
    Other,
}

/// What a method gives that receives from a channel of this kind in this way.
pub fn received(kind: ChannelKind, how: ReceiveHow, name: &str) -> Received {
    match (how, name) {
        (ReceiveHow::Drain, _) | (_, "try_iter" | "drain" | "stream") => Received::Messages,
        (_, "recv_many" | "blocking_recv_many" | "wait_for") => Received::Other,
        (_, "changed") => Received::News,
        (_, "select_next_some") => Received::Message(Gives::Plain),
        // The `next` of a stream, whatever its channel.
        (_, "next") => Received::Message(Gives::Option),
        (ReceiveHow::Try, "try_next") => Received::Tried,
        (ReceiveHow::Try, _) if kind == ChannelKind::Kanal => Received::Tried,
        (ReceiveHow::Try | ReceiveHow::Timed, _) => Received::Message(Gives::Result),
        _ => Received::Message(match kind.closed() {
            Closed::None => Gives::Option,
            Closed::Err => Gives::Result,
        }),
    }
}

/// Whether a method of a builder only sets something, and gives the builder again.
pub fn sets_up(path: &str, name: &str) -> bool {
    path.ends_with("Builder") && !matches!(name, "spawn" | "build" | "send")
}

/// Whether a method's name says by custom that it gives its receiver again, in another form.
pub fn same_by_custom(name: &str) -> bool {
    same_behind_guard(name)
        || matches!(
            name,
            "unwrap"
                | "expect"
                | "fuse"
                | "boxed"
                | "boxed_local"
                | "lock"
                | "into_future"
                | "instrument"
                | "in_current_span"
                | "map_err"
                | "unwrap_or_else"
                | "context"
                | "into_stream"
                | "enter"
                | "with_context"
                | "unwrap_or_default"
        )
}

/// Whether a method's name says by custom that it gives its receiver again, which of a guard is what it guards: a guard
/// has no such method, its deref does.
pub fn same_behind_guard(name: &str) -> bool {
    matches!(
        name,
        "clone"
            | "to_owned"
            | "as_ref"
            | "as_mut"
            | "borrow"
            | "borrow_mut"
            | "by_ref"
            | "cloned"
            | "deref"
            | "deref_mut"
            | "get_mut"
            | "as_pin_mut"
            | "project"
            | "into_inner"
    )
}

/// Whether a method gives its receiver, or what is in it, to be used in its place.
pub fn same_place(name: &str) -> bool {
    matches!(name, "as_mut" | "as_ref" | "by_ref" | "borrow_mut" | "deref_mut" | "unwrap" | "expect" | "fuse")
}

/// Whether an associated function of this name gives a value of its type (perhaps in an `Option`, `Result` or future).
pub fn constructs(name: &str) -> bool {
    matches!(
        name,
        "default"
            | "current"
            | "bind"
            | "connect"
            | "open"
            | "builder"
            | "create"
            | "pin"
            | "spawner"
            | "from"
            | "init"
            | "start"
            | "build"
            | "upgrade"
            | "downgrade"
            | "global"
    ) || name.starts_with("new")
        || name.starts_with("with_")
        || name.starts_with("from_")
        || name.starts_with("try_new")
}

/// The type of what a function gives that makes a weak pointer of the shared one that it is lent.
pub fn weak_pointer_of(path: &str) -> Option<&'static str> {
    match path {
        "std::sync::Arc::downgrade" => Some("std::sync::Weak"),
        "std::rc::Rc::downgrade" => Some("std::rc::Weak"),
        _ => None,
    }
}

/// Whether a function gives another value like the one that it is lent: `Arc::clone(&x)`, `Clone::clone(&x)`.
pub fn clones_argument(path: &str) -> bool {
    path.ends_with("::clone")
}

/// Whether a function gives the future or stream that it is given, fused: `FutureExt::fuse(x)`.
pub fn fuses_argument(path: &str) -> bool {
    path.ends_with("::fuse")
}

/// In what a constructor of `Option` or `Result` gives its argument.
pub fn argument_in(path: &str) -> Option<Gives> {
    match path {
        "std::option::Option::Some" => Some(Gives::Option),
        "std::result::Result::Ok" => Some(Gives::Result),
        _ => None,
    }
}

/// Whether a constructor puts its argument into a wrapper that has it from the beginning.
pub fn puts_inside(path: &str) -> bool {
    let Some((owner, name)) = path.rsplit_once("::") else { return false };
    matches!(name, "new" | "from") && wrapper(owner).is_some_and(|inner| inner != Inner::Cell)
}

/// Around an end of a channel: in what a function wraps its argument, if it does nothing else. Locks are made by `new`
/// only.
pub fn wraps_in(path: &str) -> Option<Inner> {
    let (owner, name) = path.rsplit_once("::")?;
    let inner = wrapper(owner)?;
    let wraps = match inner {
        Inner::Deref => matches!(name, "new" | "pin" | "from"),
        Inner::Guarded | Inner::AsyncGuarded => name == "new",
        Inner::Some => name == "Some",
        Inner::Cell => false,
    };
    wraps.then_some(inner)
}

/// Whether a macro gives its argument, pinned, by its last name.
pub fn pins(name: &str) -> bool {
    name == "pin"
}

/// Whether a macro makes a list of its arguments, by its last name.
pub fn makes_list(name: &str) -> bool {
    name == "vec"
}

/// What a method does to the case of an `Option` or `Result`: whether it is good (`Some`, `Ok`) or bad (`None`, `Err`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnCase {
    /// Gives what is in a good one, and panics at a bad one.
    TakesOut,
    /// Gives an `Option`: `None` for every error.
    DropsError,
    /// Gives a `Result`: an error that is told for `None`.
    NamesError,
    /// Says more of an error, or tells one for `None`.
    Explains,
    /// Gives what is in a good one, and another value for a bad one.
    Replaces,
    /// Gives a good one of what a closure makes of what is in it.
    MapsGood,
    /// Gives an error that a closure makes of one.
    MapsBad,
    /// Leaves the case and what is in it as they are.
    Keeps,
    /// Tells whether it is good.
    AsksGood,
    /// Tells whether it is bad.
    AsksBad,
}

/// What a method does to the case of an `Option` or `Result`; `None` for methods that are not known.
pub fn on_case(name: &str) -> Option<OnCase> {
    let does = match name {
        "unwrap" | "expect" => OnCase::TakesOut,
        "ok" => OnCase::DropsError,
        "ok_or" | "ok_or_else" => OnCase::NamesError,
        "context" | "with_context" => OnCase::Explains,
        "unwrap_or" | "unwrap_or_default" => OnCase::Replaces,
        "map" => OnCase::MapsGood,
        "map_err" => OnCase::MapsBad,
        "inspect" | "inspect_err" | "fuse" | "as_ref" | "as_mut" | "boxed" => OnCase::Keeps,
        "is_ok" | "is_some" => OnCase::AsksGood,
        "is_err" | "is_none" => OnCase::AsksBad,
        _ => return None,
    };
    Some(does)
}

/// Whether a method gives a length, an instant or a number made of its receiver and arguments alone.
pub fn only_computes(name: &str) -> bool {
    matches!(
        name,
        "clone"
            | "into"
            | "unwrap"
            | "expect"
            | "unwrap_or"
            | "mul_f32"
            | "mul_f64"
            | "as_millis"
            | "as_secs"
            | "to_owned"
            | "into_inner"
            | "as_ref"
            | "get"
            | "checked_mul"
            | "saturating_mul"
            | "copied"
            | "cloned"
            | "unwrap_or_default"
            | "load"
    )
}

/// The length in milliseconds that a constructor of a length makes of its first argument; `None` for other functions.
pub fn millis_made(path: &str, number: u128) -> Option<u128> {
    let millis = match path.strip_prefix("std::time::Duration::")? {
        "from_secs" => number * 1000,
        "from_millis" => number,
        "from_micros" => number / 1000,
        "from_nanos" => number / 1_000_000,
        "from_mins" => number * 60_000,
        "from_hours" => number * 3_600_000,
        "new" => number * 1000,
        _ => return None,
    };
    Some(millis)
}

/// Whether a function only makes a length of its arguments: `Duration::from_secs(n)`, `Millis(10)`.
pub fn makes_length(path: &str) -> bool {
    let last = path.rsplit("::").next().unwrap_or(path);
    path.starts_with("std::time::Duration::") || matches!(last, "Millis" | "Seconds" | "from_millis" | "from_secs")
}

/// Whether a function gives the present instant.
pub fn tells_now(path: &str) -> bool {
    path.ends_with("Instant::now")
}
