//! The map as one JSON document, version 1. Keys are only ever added within a version.

use std::io::{self, Write};

use serde::Serialize;

use super::Shown;
use crate::map::{self, Across, Capacity, Closes, How, Node, Often, Owner, Place, Timing, What};
use crate::report::json::document;

/// The version of the document.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct Document<'m> {
    version: u32,
    /// The node that was asked for, where the document is the part of a map around one.
    #[serde(skip_serializing_if = "Option::is_none")]
    around: Option<&'m str>,
    nodes: Vec<NodeOut<'m>>,
    edges: Vec<EdgeOut<'m>>,
    /// How many nodes in test code were left out.
    left_out_in_tests: usize,
}

#[derive(Serialize)]
pub(super) struct NodeOut<'m> {
    id: &'m str,
    kind: &'m str,
    name: &'m str,
    package: &'m str,
    file: &'m str,
    /// Null for what stands in no function.
    function: Option<&'m str>,
    #[serde(flatten)]
    at: At<'m>,
    in_test: bool,
    findings: &'m [String],
    #[serde(flatten)]
    what: WhatOut<'m>,
}

#[derive(Serialize)]
struct At<'m> {
    path: &'m str,
    line: u32,
    column: u32,
}

/// What only some kinds have; the others leave it out.
#[derive(Serialize, Default)]
struct WhatOut<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<TaskOut<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<ChannelOut<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock: Option<LockOut<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<SetOut<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timer: Option<TimerOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signal: Option<SignalOut<'m>>,
}

#[derive(Serialize)]
struct TaskOut<'m> {
    often: &'static str,
    /// How often at most, where that is a number.
    at_most: Option<u32>,
    owner: OwnerOut<'m>,
    /// Empty where it is not known.
    ends: Vec<EndOut<'m>>,
}

#[derive(Serialize)]
struct OwnerOut<'m> {
    kind: &'static str,
    /// The field, set or variable.
    name: Option<&'m str>,
}

#[derive(Serialize)]
struct EndOut<'m> {
    how: &'static str,
    at: Option<At<'m>>,
}

#[derive(Serialize)]
struct ChannelOut<'m> {
    of: &'m str,
    bounded: bool,
    /// As it is written; null where there is none, or it is not known.
    capacity: Option<&'m str>,
    /// Whether it holds one message, or one value that is always there, whatever anybody says.
    one_value: bool,
    closes: &'static str,
    closed_at: Option<At<'m>>,
    senders: &'m [String],
    receivers: &'m [String],
}

#[derive(Serialize)]
struct LockOut<'m> {
    of: &'m str,
    /// Whether it is known which lock it is.
    known: bool,
    held_across: Vec<HeldOut<'m>>,
    /// The functions that are called while it is held.
    calls: Vec<CallOut<'m>>,
}

#[derive(Serialize)]
struct CallOut<'m> {
    function: &'m str,
    at: At<'m>,
}

#[derive(Serialize)]
struct HeldOut<'m> {
    kind: &'static str,
    at: At<'m>,
}

#[derive(Serialize)]
struct SetOut<'m> {
    of: Option<&'m str>,
    at_a_time: Option<&'m str>,
}

#[derive(Serialize)]
struct SignalOut<'m> {
    of: &'m str,
}

#[derive(Serialize)]
struct TimerOut {
    of: &'static str,
    milliseconds: Option<u64>,
    in_loop: bool,
}

#[derive(Serialize)]
struct EdgeOut<'m> {
    kind: &'static str,
    from: &'m str,
    /// The node's id; null where it is not known which it is.
    to: Option<&'m str>,
    /// What it is done to, as it is written.
    text: &'m str,
    #[serde(flatten)]
    at: At<'m>,
    in_test: bool,
    /// Of what sends, whether it may wait until there is room.
    waits: bool,
}

pub fn write<W: Write>(shown: &Shown<'_>, out: &mut W) -> io::Result<()> {
    document(&of(shown), out)
}

/// The document, as any writer of JSON takes it.
pub(super) fn of<'m>(shown: &Shown<'m>) -> Document<'m> {
    let map = shown.map;
    let id = |n: usize| map.nodes[n].id.as_str();
    let edges = map.edges.iter().map(|edge| EdgeOut {
        kind: edge.kind.name(),
        from: id(edge.from),
        to: edge.to.map(id),
        text: &edge.text,
        at: at(&edge.at),
        in_test: edge.in_test,
        waits: edge.waits,
    });
    Document {
        version: VERSION,
        around: shown.around.map(id),
        nodes: map.nodes.iter().map(node).collect(),
        edges: edges.collect(),
        left_out_in_tests: shown.left_out,
    }
}

fn at(place: &Place) -> At<'_> {
    At { path: &place.path, line: place.line, column: place.column }
}

pub(super) fn node(node: &Node) -> NodeOut<'_> {
    NodeOut {
        id: &node.id,
        kind: node.what.name(),
        name: &node.name,
        package: &node.package,
        file: &node.file,
        function: node.function.as_deref(),
        at: at(&node.at),
        in_test: node.in_test,
        findings: &node.findings,
        what: what(&node.what),
    }
}

fn what(what: &What) -> WhatOut<'_> {
    let none = WhatOut::default();
    match what {
        What::Task(task) => WhatOut { task: Some(task_out(task)), ..none },
        What::Channel(channel) => WhatOut { channel: Some(channel_out(channel)), ..none },
        What::Lock(lock) => {
            let held = lock.held.iter().map(|(across, place)| HeldOut {
                kind: match across {
                    Across::Await => "await",
                    Across::Blocking => "blocking",
                },
                at: at(place),
            });
            let calls = lock.calls.iter().map(|(function, place)| CallOut { function, at: at(place) }).collect();
            let held_across = held.collect();
            WhatOut { lock: Some(LockOut { of: &lock.kind, known: lock.is_known, held_across, calls }), ..none }
        }
        What::Set { of, at_a_time } => {
            WhatOut { set: Some(SetOut { of: of.as_deref(), at_a_time: at_a_time.as_deref() }), ..none }
        }
        What::Timer(timer) => {
            let of = match timer.kind {
                Timing::Sleep => "sleep",
                Timing::Interval => "interval",
                Timing::Limit => "limit",
            };
            WhatOut { timer: Some(TimerOut { of, milliseconds: timer.length, in_loop: timer.in_loop }), ..none }
        }
        What::Signal(of) => WhatOut { signal: Some(SignalOut { of }), ..none },
        What::Semaphore | What::Token | What::Runtime | What::Function => none,
    }
}

fn task_out(task: &map::Task) -> TaskOut<'_> {
    let (often, at_most) = match task.often {
        Often::Never => ("never", Some(0)),
        Often::AtMost(1) => ("once", Some(1)),
        Often::AtMost(n) => ("at-most", Some(n)),
        Often::EachItem => ("each-item", None),
        Often::EachOwner => ("each-owner", None),
        Often::EachIteration => ("each-iteration", None),
        Often::EachCall => ("each-call", None),
        Often::Unknown => ("unknown", None),
    };
    let (kind, name) = match &task.owner {
        Owner::Joined => ("joined", None),
        Owner::Field(field) => ("field", Some(field.as_str())),
        Owner::Set(set) => ("set", Some(set.as_str())),
        Owner::Returned => ("returned", None),
        Owner::Sent => ("sent", None),
        Owner::Variable(name) => ("variable", Some(name.as_str())),
        Owner::Detached => ("detached", None),
        Owner::Cancelled => ("cancelled", None),
        Owner::Unknown => ("unknown", None),
    };
    let ends = task.ends.iter().map(|end| EndOut { how: how(end.how), at: end.at.as_ref().map(at) });
    TaskOut { often, at_most, owner: OwnerOut { kind, name }, ends: ends.collect() }
}

fn how(how: How) -> &'static str {
    match how {
        How::Token => "token",
        How::Signal => "signal",
        How::Closed => "closed",
        How::Done => "done",
        How::Itself => "itself",
        How::Error => "error",
        How::Aborted => "aborted",
        How::OwnerGone => "owner-gone",
        How::Raced => "raced",
        How::Never => "never",
    }
}

fn channel_out(channel: &map::Channel) -> ChannelOut<'_> {
    let (bounded, capacity) = match &channel.capacity {
        Capacity::Unbounded => (false, None),
        Capacity::Bounded(slots) => (true, slots.as_deref()),
        Capacity::One => (true, Some("1")),
    };
    let (closes, closed_at) = match &channel.closes {
        Closes::ByHand(place) => ("by-hand", Some(at(place))),
        Closes::AtOnce(place) => ("at-once", Some(at(place))),
        Closes::WithSenders => ("with-senders", None),
        Closes::Unknown => ("unknown", None),
    };
    let (senders, receivers) = (&channel.senders, &channel.receivers);
    let one_value = channel.capacity == Capacity::One;
    ChannelOut { of: &channel.kind, bounded, capacity, one_value, closes, closed_at, senders, receivers }
}
