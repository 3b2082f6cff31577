//! The concurrency map: what a program starts, shares and waits for, as plain data.
//!
//! The model makes it with spans for places, and the driver puts paths and lines in their stead. What is not known is said
//! to be unknown, and nothing here is a guess.

mod around;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

mod difference;
mod timeline;
mod words;

pub use around::{Link, Links, Part};
pub use difference::{Change, Difference, Sort, difference};
pub use timeline::{Lane, Lasting, Moment, Reaches, Stretch, Timeline};
pub use words::{endings, endings_at, facts_of, label, length, often, owner};

/// A place as a reader finds it: line and column count from 1.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    pub path: String,
    pub line: u32,
    pub column: u32,
}

/// What a program starts, shares and waits for, and what does what to what.
#[derive(Clone, PartialEq, Debug)]
pub struct Map<P = Place> {
    /// By package, file and place.
    pub nodes: Vec<Node<P>>,
    /// By what does it, and place.
    pub edges: Vec<Edge<P>>,
}

impl<P> Default for Map<P> {
    fn default() -> Map<P> {
        Map { nodes: Vec::new(), edges: Vec::new() }
    }
}

/// One noun of concurrency, or a function that does something to one and runs in no task in sight.
#[derive(Clone, PartialEq, Debug)]
pub struct Node<P = Place> {
    /// The same as long as its file, its function and its line are; empty until the driver has made it.
    pub id: String,
    pub package: String,
    /// The path of its file from the package's root.
    pub file: String,
    /// The function that it stands in, with the type that it belongs to: `Db::start`.
    pub function: Option<String>,
    /// What a reader calls it: a function, a variable, a field with its struct.
    pub name: String,
    pub at: P,
    pub in_test: bool,
    pub what: What<P>,
    /// The lints that report it, by name.
    pub findings: Vec<String>,
    /// What it is in other packages; empty once the maps of all packages are one.
    pub given: Vec<Parameter>,
    /// The stretches of code that it runs, as far as they do something on the map; known only while places are spans.
    pub code: Vec<P>,
}

/// A parameter of a function that other packages can call: where the maps of two packages meet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Parameter {
    /// The function's path as others write it.
    pub function: String,
    /// From 0, counted without the receiver.
    pub number: u32,
}

/// What a node is.
#[derive(Clone, PartialEq, Debug)]
pub enum What<P = Place> {
    Task(Task<P>),
    Channel(Channel<P>),
    Lock(Lock<P>),
    Semaphore,
    /// A token of cancellation.
    Token,
    /// What some wait at until others come or wake them: a `Notify`, a barrier, a condition variable; with its type.
    Signal(String),
    /// What keeps tasks: a set, a tracker, a scope; or a call that polls many futures together.
    Set {
        /// The last name of its type, or the call's; `None` where that is not known.
        of: Option<String>,
        /// How many futures it polls at a time, as it is written; `None` for one that takes what it is given.
        at_a_time: Option<String>,
    },
    Timer(Timer),
    Runtime,
    /// A function whose code runs in no task in sight.
    Function,
}

/// What is started.
#[derive(Clone, PartialEq, Debug)]
pub struct Task<P = Place> {
    pub unit: Unit,
    pub often: Often,
    pub owner: Owner,
    /// What of it can end it; empty where that is not known.
    pub ends: Vec<End<P>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A future on an executor.
    Task,
    /// A thread of the operating system.
    Thread,
    /// A closure on a pool.
    Job,
}

/// How often a task is started in the life of a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Often {
    /// Nothing in the program leads to it.
    Never,
    AtMost(u32),
    /// Once for each item of a collection.
    EachItem,
    /// Once for each value of the type that owns it.
    EachOwner,
    /// In each iteration of a loop that others feed, or without an end.
    EachIteration,
    /// With each call from outside of the package, or by a callback.
    EachCall,
    Unknown,
}

/// Who has the handle of a task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// It is awaited or joined where it is started.
    Joined,
    /// A field keeps it: `Db.flusher`.
    Field(String),
    /// A set, scope or tracker has it, or a list or map keeps its handle: as the user wrote it.
    Set(String),
    /// The function gives it to its callers.
    Returned,
    /// It is sent to another task.
    Sent,
    /// A variable keeps it in the function that starts it.
    Variable(String),
    /// Nobody: it is dropped, and the task runs on.
    Detached,
    /// Nobody: it is dropped, and the task with it.
    Cancelled,
    /// Something keeps it that is not followed.
    Unknown,
}

/// What can end a task, and where.
#[derive(Clone, PartialEq, Debug)]
pub struct End<P = Place> {
    pub how: How,
    /// `None` where no one place does it.
    pub at: Option<P>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// A token of cancellation.
    Token,
    /// A message or flag whose name says that it is for stopping, or a signal of the operating system.
    Signal,
    /// A channel or stream from which it receives has closed.
    Closed,
    /// What it has to do is done: it waits in no loop.
    Done,
    /// It leaves its loop by itself.
    Itself,
    /// By an error.
    Error,
    /// Somebody aborts it.
    Aborted,
    /// What has its handle aborts it when it is dropped itself.
    OwnerGone,
    /// What it raced against has come first.
    Raced,
    /// Nothing in its code ends it.
    Never,
}

/// A pair of ends.
#[derive(Clone, PartialEq, Debug)]
pub struct Channel<P = Place> {
    /// The library's, as its users call it: `tokio::sync::mpsc`.
    pub kind: String,
    pub capacity: Capacity,
    pub closes: Closes<P>,
    /// The variables that hold an end of each side, as far as they are followed.
    pub senders: Vec<String>,
    pub receivers: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Capacity {
    Unbounded,
    /// The argument that says how many, as it is written.
    Bounded(Option<String>),
    /// One message, or one value that is always there.
    One,
}

/// How a channel closes.
#[derive(Clone, PartialEq, Debug)]
pub enum Closes<P = Place> {
    /// By a call.
    ByHand(P),
    /// One end is dropped where the channel is made.
    AtOnce(P),
    /// When those who have its senders are gone.
    WithSenders,
    /// An end goes where it is not followed.
    Unknown,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Lock<P = Place> {
    /// The type of the lock: `tokio::sync::Mutex`.
    pub kind: String,
    /// Whether it is known which lock it is, by the field, static or variable that has it.
    pub is_known: bool,
    /// Across what it is held, with the place.
    pub held: Vec<(Across, P)>,
    /// The functions of the program that are called while it is held, with the place of the call. Those that call nothing
    /// themselves are left out.
    pub calls: Vec<(String, P)>,
}

/// What happens while a lock is held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Across {
    Await,
    Blocking,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timer {
    pub kind: Timing,
    /// In milliseconds, where the source says it.
    pub length: Option<u64>,
    pub in_loop: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timing {
    Sleep,
    Interval,
    /// It limits how long something else is waited for.
    Limit,
}

/// What one node does to another.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge<P = Place> {
    pub kind: Does,
    /// A place in [`Map::nodes`].
    pub from: usize,
    /// The same; `None` where it is not known which node it is.
    pub to: Option<usize>,
    /// What it is done to, as the user wrote it there.
    pub text: String,
    pub at: P,
    pub in_test: bool,
    /// Of what sends, whether it may wait until there is room.
    pub waits: bool,
    /// By which parameter what it leads to comes from another package; `None` once the maps of all packages are one.
    pub comes_by: Option<Parameter>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Does {
    Starts,
    Sends,
    Receives,
    /// Takes a lock, or a permit of a semaphore.
    Takes,
    /// A lock is held while another is taken.
    HoldsWhile,
    Cancels,
    /// Wakes who waits for a signal.
    Wakes,
    /// Waits for a token, a signal or a timer.
    Awaits,
    /// Waits for tasks of a set, or for a task, to end.
    Joins,
}

impl Does {
    /// How it is written in data.
    pub fn name(self) -> &'static str {
        match self {
            Does::Starts => "starts",
            Does::Sends => "sends",
            Does::Receives => "receives",
            Does::Takes => "takes",
            Does::HoldsWhile => "holds-while",
            Does::Cancels => "cancels",
            Does::Wakes => "wakes",
            Does::Awaits => "awaits",
            Does::Joins => "joins",
        }
    }
}

impl<P> What<P> {
    /// How it is written in data, and what the text calls it.
    pub fn name(&self) -> &'static str {
        match self {
            What::Task(Task { unit: Unit::Task, .. }) => "task",
            What::Task(Task { unit: Unit::Thread, .. }) => "thread",
            What::Task(Task { unit: Unit::Job, .. }) => "job",
            What::Channel(_) => "channel",
            What::Lock(_) => "lock",
            What::Semaphore => "semaphore",
            What::Token => "token",
            What::Signal(_) => "signal",
            What::Set { .. } => "set",
            What::Timer(_) => "timer",
            What::Runtime => "runtime",
            What::Function => "function",
        }
    }

    /// Whether the map has more of it than the line says where it begins: what a function does stands where it does it, and
    /// of a timer the line says all.
    pub fn is_told_alone(&self) -> bool {
        !matches!(self, What::Function | What::Timer(_))
    }

    /// The same with other places.
    fn with_places<Q>(self, to: &impl Fn(P) -> Q) -> What<Q> {
        match self {
            What::Task(task) => What::Task(Task {
                unit: task.unit,
                often: task.often,
                owner: task.owner,
                ends: task.ends.into_iter().map(|end| End { how: end.how, at: end.at.map(to) }).collect(),
            }),
            What::Channel(channel) => What::Channel(Channel {
                kind: channel.kind,
                capacity: channel.capacity,
                closes: match channel.closes {
                    Closes::ByHand(at) => Closes::ByHand(to(at)),
                    Closes::AtOnce(at) => Closes::AtOnce(to(at)),
                    Closes::WithSenders => Closes::WithSenders,
                    Closes::Unknown => Closes::Unknown,
                },
                senders: channel.senders,
                receivers: channel.receivers,
            }),
            What::Lock(lock) => What::Lock(Lock {
                kind: lock.kind,
                is_known: lock.is_known,
                held: lock.held.into_iter().map(|(across, at)| (across, to(at))).collect(),
                calls: lock.calls.into_iter().map(|(function, at)| (function, to(at))).collect(),
            }),
            What::Semaphore => What::Semaphore,
            What::Token => What::Token,
            What::Signal(of) => What::Signal(of),
            What::Set { of, at_a_time } => What::Set { of, at_a_time },
            What::Timer(timer) => What::Timer(timer),
            What::Runtime => What::Runtime,
            What::Function => What::Function,
        }
    }
}

impl<P> Node<P> {
    /// The same with other places.
    pub fn with_places<Q>(self, to: &impl Fn(P) -> Q) -> Node<Q> {
        Node {
            id: self.id,
            package: self.package,
            file: self.file,
            function: self.function,
            name: self.name,
            at: to(self.at),
            in_test: self.in_test,
            what: self.what.with_places(to),
            findings: self.findings,
            given: self.given,
            code: Vec::new(),
        }
    }
}

impl<P> Edge<P> {
    /// The same with another place.
    pub fn with_places<Q>(self, to: &impl Fn(P) -> Q) -> Edge<Q> {
        let Edge { kind, from, to: node, text, at, in_test, waits, comes_by } = self;
        Edge { kind, from, to: node, text, at: to(at), in_test, waits, comes_by }
    }
}

impl<P> Map<P> {
    /// Puts the map of another package behind this one.
    pub fn append(&mut self, other: Map<P>) {
        let before = self.nodes.len();
        self.nodes.extend(other.nodes);
        self.edges.extend(other.edges.into_iter().map(|edge| Edge {
            from: edge.from + before,
            to: edge.to.map(|to| to + before),
            ..edge
        }));
    }

    /// Leads the edges whose end comes from another package to the nodes that are given there, now that all maps are one.
    pub fn join_packages(&mut self)
    where
        P: Clone,
    {
        let mut given: HashMap<Parameter, Vec<usize>> = HashMap::new();
        for (number, node) in self.nodes.iter_mut().enumerate() {
            for parameter in std::mem::take(&mut node.given) {
                given.entry(parameter).or_default().push(number);
            }
        }
        let mut more = Vec::new();
        for edge in &mut self.edges {
            let Some(parameter) = edge.comes_by.take().filter(|_| edge.to.is_none()) else { continue };
            let [first, rest @ ..] = given.get(&parameter).map(Vec::as_slice).unwrap_or_default() else { continue };
            edge.to = Some(*first);
            more.extend(rest.iter().map(|to| Edge { to: Some(*to), ..edge.clone() }));
        }
        self.edges.extend(more);
        self.edges.sort_by_key(|edge| edge.from);
    }

    /// The map without test code, and how many nodes that leaves out. Who does something to what only tests have made does it
    /// to what is unknown.
    pub fn without_tests(mut self) -> (Map<P>, usize)
    where
        P: Clone + Eq + Hash,
    {
        let kept: Vec<bool> = self.nodes.iter().map(|node| !node.in_test).collect();
        let place = |edge: &Edge<P>| (edge.from, edge.kind, edge.at.clone());
        let leads = |edge: &&Edge<P>| edge.to.is_some_and(|to| kept[to]);
        let mut known: HashSet<_> = self.edges.iter().filter(leads).map(place).collect();
        for edge in self.edges.iter_mut().filter(|edge| !edge.in_test && edge.to.is_some_and(|to| !kept[to])) {
            if known.insert(place(edge)) {
                edge.to = None;
            }
        }
        let left_out = kept.iter().filter(|kept| !**kept).count();
        (self.keep(&kept, |edge| !edge.in_test), left_out)
    }

    /// The map of the nodes that are kept, and of the edges between them that fit.
    pub fn keep(self, kept: &[bool], fits: impl Fn(&Edge<P>) -> bool) -> Map<P> {
        let mut numbers = Vec::with_capacity(kept.len());
        let mut next = 0;
        for kept in kept {
            numbers.push(kept.then_some(next));
            next += usize::from(*kept);
        }
        let moved = |edge: Edge<P>| {
            let to = match edge.to {
                Some(to) => Some(numbers[to]?),
                None => None,
            };
            Some(Edge { from: numbers[edge.from]?, to, ..edge })
        };
        let edges = self.edges.into_iter().filter(fits).filter_map(moved).collect();
        let nodes = self.nodes.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(node, _)| node).collect();
        Map { nodes, edges }
    }

    /// The edges that begin at a node.
    pub fn edges_of(&self, node: usize) -> impl Iterator<Item = &Edge<P>> {
        let first = self.edges.partition_point(|edge| edge.from < node);
        self.edges[first..].iter().take_while(move |edge| edge.from == node)
    }
}
