//! A map that was printed as JSON and kept, read again.

use std::collections::HashMap;

use serde::Deserialize;

use super::json::VERSION;
use crate::map::{
    Across, Capacity, Channel, Closes, Does, Edge, End, How, Lock, Map, Node, Often, Owner, Place, Task, Timer, Timing,
    Unit, What,
};

#[derive(Deserialize)]
struct Document {
    nodes: Vec<NodeIn>,
    edges: Vec<EdgeIn>,
}

#[derive(Deserialize)]
struct NodeIn {
    id: String,
    kind: String,
    name: String,
    package: String,
    file: String,
    function: Option<String>,
    #[serde(flatten)]
    at: At,
    in_test: bool,
    findings: Vec<String>,
    task: Option<TaskIn>,
    channel: Option<ChannelIn>,
    lock: Option<LockIn>,
    set: Option<SetIn>,
    timer: Option<TimerIn>,
    signal: Option<SignalIn>,
}

#[derive(Deserialize)]
struct SignalIn {
    of: String,
}

#[derive(Deserialize)]
struct At {
    path: String,
    line: u32,
    column: u32,
}

#[derive(Deserialize)]
struct TaskIn {
    often: String,
    at_most: Option<u32>,
    owner: OwnerIn,
    ends: Vec<EndIn>,
}

#[derive(Deserialize)]
struct OwnerIn {
    kind: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct EndIn {
    how: String,
    at: Option<At>,
}

#[derive(Deserialize)]
struct ChannelIn {
    of: String,
    bounded: bool,
    capacity: Option<String>,
    one_value: bool,
    closes: String,
    closed_at: Option<At>,
    senders: Vec<String>,
    receivers: Vec<String>,
}

#[derive(Deserialize)]
struct LockIn {
    of: String,
    known: bool,
    held_across: Vec<HeldIn>,
    /// What was kept before there were any has none.
    #[serde(default)]
    calls: Vec<CallIn>,
}

#[derive(Deserialize)]
struct CallIn {
    function: String,
    at: At,
}

#[derive(Deserialize)]
struct HeldIn {
    kind: String,
    at: At,
}

#[derive(Deserialize)]
struct SetIn {
    of: Option<String>,
    #[serde(default)]
    at_a_time: Option<String>,
}

#[derive(Deserialize)]
struct TimerIn {
    of: String,
    milliseconds: Option<u64>,
    in_loop: bool,
}

#[derive(Deserialize)]
struct EdgeIn {
    kind: String,
    from: String,
    to: Option<String>,
    text: String,
    #[serde(flatten)]
    at: At,
    in_test: bool,
    #[serde(default)]
    waits: bool,
}

/// Reads what was printed as JSON. An error says what is wrong with the file and what to do, in words that come after its
/// name.
pub fn read_map(text: &str) -> Result<Map, String> {
    let anew = "write it again with conclint map --format json";
    let wrong = |what: String| format!("is no map that conclint has kept: {what}; {anew}");
    let said = |e: serde_json::Error| wrong(e.to_string());
    // The version is looked at first: what else a later one says cannot be known.
    let value: serde_json::Value = serde_json::from_str(text).map_err(said)?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) => {
            return Err(format!("is a map of version {version}, and this conclint reads version {VERSION}; {anew}"));
        }
        None => return Err(wrong("it has no version".to_owned())),
    }
    if value.get("changes").is_some() {
        return Err(wrong("it says what has changed on one".to_owned()));
    }
    let Document { nodes, edges } = serde_json::from_value(value).map_err(said)?;
    let mut numbers = HashMap::new();
    for (n, node) in nodes.iter().enumerate() {
        numbers.entry(node.id.clone()).or_insert(n);
    }
    let number = |id: &String| numbers.get(id).copied().ok_or_else(|| wrong(format!("no node has the id {id}")));
    let nodes = nodes.into_iter().map(node).collect::<Result<_, _>>().map_err(wrong)?;
    let edge = |edge: EdgeIn| {
        let kind = DOES.into_iter().find(|does| does.name() == edge.kind).ok_or_else(|| wrong(unknown(&edge.kind)))?;
        let to = edge.to.as_ref().map(number).transpose()?;
        Ok(Edge {
            kind,
            from: number(&edge.from)?,
            to,
            text: edge.text,
            at: place(edge.at),
            in_test: edge.in_test,
            waits: edge.waits,
            comes_by: None,
        })
    };
    Ok(Map { nodes, edges: edges.into_iter().map(edge).collect::<Result<_, String>>()? })
}

const DOES: [Does; 9] = [
    Does::Starts,
    Does::Sends,
    Does::Receives,
    Does::Takes,
    Does::HoldsWhile,
    Does::Cancels,
    Does::Wakes,
    Does::Awaits,
    Does::Joins,
];

fn unknown(word: &str) -> String {
    format!("it says `{word}`, which means nothing here")
}

fn place(at: At) -> Place {
    Place { path: at.path, line: at.line, column: at.column }
}

fn node(node: NodeIn) -> Result<Node, String> {
    let what = match (node.kind.as_str(), node.task, node.channel, node.lock, node.set, node.timer) {
        ("task", Some(one), ..) => What::Task(task(Unit::Task, one)?),
        ("thread", Some(one), ..) => What::Task(task(Unit::Thread, one)?),
        ("job", Some(one), ..) => What::Task(task(Unit::Job, one)?),
        ("channel", _, Some(one), ..) => What::Channel(channel(one)?),
        ("lock", _, _, Some(one), ..) => What::Lock(lock(one)?),
        ("set", _, _, _, Some(one), _) => What::Set { of: one.of, at_a_time: one.at_a_time },
        ("timer", .., Some(one)) => What::Timer(timer(one)?),
        ("semaphore", ..) => What::Semaphore,
        ("token", ..) => What::Token,
        ("signal", ..) => What::Signal(node.signal.map(|signal| signal.of).unwrap_or_default()),
        ("runtime", ..) => What::Runtime,
        ("function", ..) => What::Function,
        (kind @ ("task" | "thread" | "job" | "channel" | "lock" | "set" | "timer"), ..) => {
            return Err(format!("it has a {kind} without what is known of it"));
        }
        (kind, ..) => return Err(unknown(kind)),
    };
    let NodeIn { id, name, package, file, function, in_test, findings, .. } = node;
    Ok(Node {
        id,
        package,
        file,
        function,
        name,
        at: place(node.at),
        in_test,
        what,
        findings,
        given: Vec::new(),
        code: Vec::new(),
    })
}

fn task(unit: Unit, task: TaskIn) -> Result<Task, String> {
    let often = match (task.often.as_str(), task.at_most) {
        ("never", _) => Often::Never,
        ("once", _) => Often::AtMost(1),
        ("at-most", Some(n)) => Often::AtMost(n),
        ("each-item", _) => Often::EachItem,
        ("each-owner", _) => Often::EachOwner,
        ("each-iteration", _) => Often::EachIteration,
        ("each-call", _) => Often::EachCall,
        ("unknown", _) => Often::Unknown,
        (word, _) => return Err(unknown(word)),
    };
    let owner = match (task.owner.kind.as_str(), task.owner.name) {
        ("joined", _) => Owner::Joined,
        ("field", Some(name)) => Owner::Field(name),
        ("set", Some(name)) => Owner::Set(name),
        ("returned", _) => Owner::Returned,
        ("sent", _) => Owner::Sent,
        ("variable", Some(name)) => Owner::Variable(name),
        ("detached", _) => Owner::Detached,
        ("cancelled", _) => Owner::Cancelled,
        ("unknown", _) => Owner::Unknown,
        (word, _) => return Err(unknown(word)),
    };
    let end = |end: EndIn| Ok(End { how: how(&end.how)?, at: end.at.map(place) });
    let ends = task.ends.into_iter().map(end).collect::<Result<_, String>>()?;
    Ok(Task { unit, often, owner, ends })
}

fn how(word: &str) -> Result<How, String> {
    Ok(match word {
        "token" => How::Token,
        "signal" => How::Signal,
        "closed" => How::Closed,
        "done" => How::Done,
        "itself" => How::Itself,
        "error" => How::Error,
        "aborted" => How::Aborted,
        "owner-gone" => How::OwnerGone,
        "raced" => How::Raced,
        "never" => How::Never,
        word => return Err(unknown(word)),
    })
}

fn channel(channel: ChannelIn) -> Result<Channel, String> {
    let capacity = match (channel.one_value, channel.bounded) {
        (true, _) => Capacity::One,
        (false, false) => Capacity::Unbounded,
        (false, true) => Capacity::Bounded(channel.capacity),
    };
    let closes = match (channel.closes.as_str(), channel.closed_at) {
        ("by-hand", Some(at)) => Closes::ByHand(place(at)),
        ("at-once", Some(at)) => Closes::AtOnce(place(at)),
        ("with-senders", _) => Closes::WithSenders,
        ("unknown", _) => Closes::Unknown,
        (word, _) => return Err(unknown(word)),
    };
    let ChannelIn { of: kind, senders, receivers, .. } = channel;
    Ok(Channel { kind, capacity, closes, senders, receivers })
}

fn lock(lock: LockIn) -> Result<Lock, String> {
    let held = |held: HeldIn| {
        let across = match held.kind.as_str() {
            "await" => Across::Await,
            "blocking" => Across::Blocking,
            word => return Err(unknown(word)),
        };
        Ok((across, place(held.at)))
    };
    let all = lock.held_across.into_iter().map(held).collect::<Result<_, String>>()?;
    let calls = lock.calls.into_iter().map(|call| (call.function, place(call.at))).collect();
    Ok(Lock { kind: lock.of, is_known: lock.known, held: all, calls })
}

fn timer(timer: TimerIn) -> Result<Timer, String> {
    let kind = match timer.of.as_str() {
        "sleep" => Timing::Sleep,
        "interval" => Timing::Interval,
        "limit" => Timing::Limit,
        word => return Err(unknown(word)),
    };
    Ok(Timer { kind, length: timer.milliseconds, in_loop: timer.in_loop })
}
