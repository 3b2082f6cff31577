//! The map in words: what the text, a diff and a picture say of a node.

use super::{Across, Capacity, Channel, Closes, End, How, Lock, Node, Often, Owner, Task, Timer, Timing, What};

/// How a reader is told of a node in a sentence: "task `flush_loop`".
pub fn label<P>(node: &Node<P>) -> String {
    format!("{} `{}`", node.what.name(), node.name)
}

/// How often a task is started.
pub fn often(often: Often) -> String {
    match often {
        Often::Never => "started by nothing in sight".to_owned(),
        Often::AtMost(1) => "once".to_owned(),
        Often::AtMost(n) => format!("{n} times at most"),
        Often::EachItem => "one for each item of a collection".to_owned(),
        Often::EachOwner => "one for each owner".to_owned(),
        Often::EachIteration => "one in each iteration".to_owned(),
        Often::EachCall => "one for each call".to_owned(),
        Often::Unknown => "how often is unknown".to_owned(),
    }
}

/// Who has a task's handle.
pub fn owner(owner: &Owner) -> String {
    match owner {
        Owner::Joined => "waited for where it is started".to_owned(),
        Owner::Field(field) => format!("kept in `{field}`"),
        Owner::Set(set) => format!("in `{set}`"),
        Owner::Returned => "its handle goes to the callers".to_owned(),
        Owner::Sent => "its handle is sent on".to_owned(),
        Owner::Variable(name) => format!("kept in the variable `{name}`"),
        Owner::Detached => "without owner".to_owned(),
        Owner::Cancelled => "dropped immediately, and cancelled with that".to_owned(),
        Owner::Unknown => "owner unknown".to_owned(),
    }
}

/// The same as what is said of the task now: "is now kept in `Db.flusher`".
pub fn owner_is(owner: &Owner) -> String {
    match owner {
        Owner::Joined => "is now waited for where it is started".to_owned(),
        Owner::Field(field) => format!("is now kept in `{field}`"),
        Owner::Set(set) => format!("is now in `{set}`"),
        Owner::Returned => "now gives its handle to the callers".to_owned(),
        Owner::Sent => "now has its handle sent on".to_owned(),
        Owner::Variable(name) => format!("is now kept in the variable `{name}`"),
        Owner::Detached => "is now without owner".to_owned(),
        Owner::Cancelled => "is now dropped immediately, and cancelled with that".to_owned(),
        Owner::Unknown => "now has an unknown owner".to_owned(),
    }
}

/// What can end a task: "ends by the token or by an error".
pub fn endings<P>(ends: &[End<P>]) -> String {
    endings_at(ends, &|_| String::new())
}

/// The same, each way with its place in the words of `place`; empty words are left out.
pub fn endings_at<P>(ends: &[End<P>], place: &dyn Fn(&P) -> String) -> String {
    let said = |end: &End<P>| match end.at.as_ref().map(place).filter(|place| !place.is_empty()) {
        Some(place) => format!("{} ({place})", way(end.how)),
        None => way(end.how).to_owned(),
    };
    match ends {
        [] => "how it ends is unknown".to_owned(),
        [End { how: How::Never, at }] => match at.as_ref().map(place).filter(|place| !place.is_empty()) {
            Some(place) => format!("never ends ({place})"),
            None => "never ends".to_owned(),
        },
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(said).collect();
            let or = if first.is_empty() { "" } else { " or " };
            format!("ends {}{or}{}", first.join(", "), said(last))
        }
    }
}

fn way(how: How) -> &'static str {
    match how {
        How::Token => "by the token",
        How::Signal => "by a signal to stop",
        How::Closed => "when what it receives from closes",
        How::Done => "when its work is done",
        How::Itself => "by itself",
        How::Error => "by an error",
        How::Aborted => "when it is aborted",
        How::OwnerGone => "when its owner is dropped",
        How::Raced => "when what it races against comes first",
        How::Never => "never",
    }
}

/// What is known of a node beside its kind, name and place, a clause each.
pub fn facts_of<P>(node: &Node<P>) -> Vec<String> {
    match &node.what {
        What::Task(task) => facts_of_task(task),
        What::Channel(channel) => facts_of_channel(channel),
        What::Lock(lock) => facts_of_lock(lock),
        What::Set { of, at_a_time } => {
            let at_a_time = at_a_time.as_ref().map(|many| format!("{many} at a time"));
            of.iter().cloned().chain(at_a_time).collect()
        }
        What::Timer(timer) => facts_of_timer(timer),
        What::Signal(of) => vec![of.clone()],
        What::Semaphore | What::Token | What::Runtime | What::Function => Vec::new(),
    }
}

fn facts_of_task<P>(task: &Task<P>) -> Vec<String> {
    vec![often(task.often), owner(&task.owner), endings(&task.ends)]
}

fn facts_of_channel<P>(channel: &Channel<P>) -> Vec<String> {
    let capacity = match &channel.capacity {
        Capacity::Unbounded => "unbounded".to_owned(),
        Capacity::Bounded(Some(slots)) => format!("bounded to {slots}"),
        Capacity::Bounded(None) => "bounded".to_owned(),
        Capacity::One => "one value".to_owned(),
    };
    let closes = match channel.closes {
        Closes::ByHand(_) => "closed by a call",
        Closes::AtOnce(_) => "one end is dropped where it is made",
        Closes::WithSenders => "closes when its senders are gone",
        Closes::Unknown => "how it closes is unknown",
    };
    vec![channel.kind.clone(), capacity, closes.to_owned()]
}

/// In how many places a lock is held across something of this sort.
pub fn count_held<P>(lock: &Lock<P>, across: Across) -> usize {
    lock.held.iter().filter(|(held, _)| *held == across).count()
}

fn facts_of_lock<P>(lock: &Lock<P>) -> Vec<String> {
    let count = |across| count_held(lock, across);
    let times = |n: usize, one: &str, more: &str| match n {
        0 => None,
        1 => Some(format!("held across {one}")),
        n => Some(format!("held across {n} {more}")),
    };
    let unknown = (!lock.is_known).then(|| "which lock is unknown".to_owned());
    let awaits = times(count(Across::Await), "an await", "awaits");
    let blocking = times(count(Across::Blocking), "a call that blocks", "calls that block");
    [Some(lock.kind.clone()), unknown, awaits, blocking].into_iter().flatten().collect()
}

fn facts_of_timer(timer: &Timer) -> Vec<String> {
    let kind = match timer.kind {
        Timing::Sleep => "sleep",
        Timing::Interval => "interval",
        Timing::Limit => "time limit",
    };
    let length = timer.length.map_or_else(|| "duration unknown".to_owned(), length);
    let in_loop = timer.in_loop.then(|| "in a loop".to_owned());
    [Some(kind.to_owned()), Some(length), in_loop].into_iter().flatten().collect()
}

/// A length of time in the greatest unit that it is a whole number of.
pub fn length(millis: u64) -> String {
    match millis {
        0 => "0 s".to_owned(),
        m if m % 3_600_000 == 0 => format!("{} h", m / 3_600_000),
        m if m % 60_000 == 0 => format!("{} min", m / 60_000),
        m if m % 1000 == 0 => format!("{} s", m / 1000),
        m => format!("{m} ms"),
    }
}
