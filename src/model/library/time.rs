//! Time: what sleeps, what ticks, what limits another's time, and what makes time virtual.

use serde::{Deserialize, Serialize};

use crate::model::library::Call;

/// A call that has to do with time, and where its length stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SleepRow {
    pub kind: TimerKind,
    /// The place of the length (or instant) among the arguments; [`UNSEEN_LENGTH`] where whoever calls it gives none.
    pub length: u8,
    /// Whether it blocks the thread.
    pub blocking: bool,
    /// Whether tokio's own `interval` can take its place.
    pub tokio: bool,
    /// Whether it is a ticker whose first tick does not wait: tokio's `interval(d)`; that of others waits one period.
    pub at_once: bool,
}

/// The place of a length that no argument is.
pub const UNSEEN_LENGTH: u8 = u8::MAX;

impl SleepRow {
    /// Whether it limits the time of a future that it is given.
    pub fn limits(self) -> bool {
        matches!(self.kind, TimerKind::Timeout | TimerKind::TimeoutAt)
    }

    /// A call that only sleeps, whose length is this argument.
    pub const fn sleep(length: u8, blocking: bool) -> Self {
        Self { kind: TimerKind::Sleep, length, blocking, tokio: false, at_once: false }
    }

    /// A function that makes this ticker for whoever calls it.
    pub fn made_for_caller(self) -> Self {
        Self { length: UNSEEN_LENGTH, tokio: false, ..self }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TimerKind {
    /// Waits so long from now: `sleep(d)`.
    Sleep,
    /// Waits until an instant: `sleep_until(t)`.
    Until,
    /// Limits a future's time from now: `timeout(d, future)`.
    Timeout,
    /// Limits a future's time by an instant: `timeout_at(t, future)`.
    TimeoutAt,
    /// Ticks at a period.
    Interval,
    /// Blocks until woken or so long, and does not say which: `park_timeout(d)`, `wait_timeout(guard, d)`.
    Park,
    /// Waits for another source at most so long: `recv_timeout(d)`.
    Within,
}

const fn row(kind: TimerKind, length: u8, blocking: bool, tokio: bool) -> Call {
    let at_once = matches!(kind, TimerKind::Interval) && tokio && length == 0;
    Call::Sleep(SleepRow { kind, length, blocking, tokio, at_once })
}

use TimerKind::{Interval, Park, Sleep, Timeout, TimeoutAt, Until, Within};

pub(super) const FUNCTIONS: &[(&str, Call)] = &[
    ("tokio::time::sleep", row(Sleep, 0, false, true)),
    ("tokio::time::sleep_until", row(Until, 0, false, true)),
    ("tokio::time::timeout", row(Timeout, 0, false, true)),
    ("tokio::time::timeout_at", row(TimeoutAt, 0, false, true)),
    ("tokio::time::interval", row(Interval, 0, false, true)),
    ("tokio::time::interval_at", row(Interval, 1, false, true)),
    ("tokio::time::pause", Call::VirtualTime),
    ("tokio::time::advance", Call::VirtualTime),
    ("std::thread::sleep", row(Sleep, 0, true, false)),
    ("std::thread::sleep_ms", row(Sleep, 0, true, false)),
    ("std::thread::sleep_until", row(Until, 0, true, false)),
    ("std::thread::park_timeout", row(Park, 0, true, false)),
    ("async_std::task::sleep", row(Sleep, 0, false, false)),
    ("pingora_timeout::timeout", row(Timeout, 0, false, false)),
    ("pingora_timeout::fast_timeout::fast_timeout", row(Timeout, 0, false, false)),
    ("async_std::future::timeout", row(Timeout, 0, false, false)),
    ("async_std::io::timeout", row(Timeout, 0, false, false)),
    ("async_std::stream::interval", row(Interval, 0, false, false)),
    ("async_io::Timer::after", row(Sleep, 0, false, false)),
    ("async_io::Timer::at", row(Until, 0, false, false)),
    ("async_io::Timer::interval", row(Interval, 0, false, false)),
    ("futures_timer::Delay::new", row(Sleep, 0, false, false)),
    ("ntex_util::time::sleep", row(Sleep, 0, false, false)),
    ("ntex_util::time::timeout", row(Timeout, 0, false, false)),
    ("ntex_util::time::interval", row(Interval, 0, false, false)),
    ("gloo_timers::future::sleep", row(Sleep, 0, false, false)),
    ("gloo_timers::future::TimeoutFuture::new", row(Sleep, 0, false, false)),
    ("wasmtimer::tokio::sleep", row(Sleep, 0, false, false)),
    ("glommio::timer::sleep", row(Sleep, 0, false, false)),
    ("monoio::time::sleep", row(Sleep, 0, false, false)),
    ("compio::time::sleep", row(Sleep, 0, false, false)),
    ("embassy_time::Timer::after", row(Sleep, 0, false, false)),
    ("madsim::time::sleep", row(Sleep, 0, false, true)),
    ("madsim::time::timeout", row(Timeout, 0, false, true)),
    ("crossbeam_channel::after", row(Sleep, 0, false, false)),
    ("crossbeam_channel::at", row(Until, 0, false, false)),
    ("crossbeam_channel::tick", row(Interval, 0, false, false)),
];

pub(super) const METHODS: &[(&str, &str, Call)] = &[
    ("std::sync::mpsc::Receiver", "recv_timeout", row(Within, 0, true, false)),
    ("crossbeam_channel::Receiver", "recv_timeout", row(Within, 0, true, false)),
    ("flume::Receiver", "recv_timeout", row(Within, 0, true, false)),
    ("kanal::Receiver", "recv_timeout", row(Within, 0, true, false)),
    ("std::sync::Condvar", "wait_timeout", row(Park, 1, true, false)),
    ("std::sync::Condvar", "wait_timeout_ms", row(Park, 1, true, false)),
    ("parking_lot::Condvar", "wait_for", row(Park, 1, true, false)),
];

/// Whether a type that is written so is that of a ticker.
pub fn names_ticker(ty: &str) -> bool {
    ty.rsplit("::").next() == Some("Interval")
}

/// The runtimes by the names of their crates, and the function of each that lets a task sleep.
pub const TASK_SLEEPS: &[(&str, &str)] = &[
    ("tokio", "tokio::time::sleep"),
    ("actix_rt", "actix_rt::time::sleep"),
    ("async_std", "async_std::task::sleep"),
    ("smol", "smol::Timer::after"),
];

/// Whether a call of this last name sleeps wherever it is awaited, though the library it comes from is not known.
pub fn sleep_name(name: &str) -> bool {
    matches!(name, "sleep" | "delay_for")
}

/// Whether a method of this name asks a source that gives again and again, so that what it waits for outlives the call.
pub fn gives_again(name: &str) -> bool {
    only_wakes(name)
        || matches!(
            name,
            "recv"
                | "recv_async"
                | "recv_many"
                | "recv_timeout"
                | "recv_from"
                | "next"
                | "try_next"
                | "select_next_some"
                | "accept"
                | "accept_bi"
                | "accept_uni"
                | "join_next"
                | "read"
                | "read_buf"
                | "read_line"
                | "next_line"
                | "wait"
                | "wait_for"
                | "wait_timeout"
                | "poll"
                | "next_event"
                | "read_frame"
        )
}

/// Whether what a method of this name waits for is a mere wake-up, without a value to look at.
pub fn only_wakes(name: &str) -> bool {
    matches!(
        name,
        "notified"
            | "changed"
            | "tick"
            | "cancelled"
            | "listen"
            | "readable"
            | "writable"
            | "wait_timeout"
            | "wait_for"
            | "park_timeout"
            | "closed"
    )
}

/// Whether a library of this name runs its user's code under a simulated clock or schedule.
pub fn simulates(library: &str) -> bool {
    let name = library.split(['-', '_']).next().unwrap_or(library);
    matches!(name, "madsim" | "turmoil" | "loom" | "shuttle")
}

/// The time that blocking waits are counted from.
pub const INSTANT: &str = "std::time::Instant";

/// Code that makes a ticker before a loop, for a timer of this length; `instant` is how [`INSTANT`] is written there, and
/// `free` makes a name free.
pub fn ticker(length: &str, row: SleepRow, instant: &str, free: impl Fn(&str) -> String) -> String {
    if row.tokio {
        let is_call = length.contains('(');
        let (ticks, period) = (free("ticks"), if is_call { free("period") } else { length.to_owned() });
        let named = if is_call { format!("let {period} = {length};\n") } else { String::new() };
        let [made, delayed] = ticker_before("tokio::time", &ticks, &period);
        let then = match row.kind {
            TimerKind::Timeout | TimerKind::TimeoutAt => "select between what is awaited and",
            _ => "wait for",
        };
        format!("{named}{made}\n{delayed}\n// in the loop: {then} `{ticks}.tick()`")
    } else {
        let due = free("due");
        format!(
            "let mut {due} = {instant}::now() + {length};\n\
             // in the loop: wait only for `{due}.saturating_duration_since({instant}::now())`,\n\
             // and when the time is up: `{due} += {length};`"
        )
    }
}

/// Code that fixes the end of a timer of this length before a loop.
pub fn fixed_deadline(length: &str, row: SleepRow, instant: &str, free: impl Fn(&str) -> String) -> String {
    let deadline = free("deadline");
    match (row.tokio, row.kind) {
        (true, TimerKind::Timeout | TimerKind::TimeoutAt) => format!(
            "let {deadline} = tokio::time::Instant::now() + {length};\n\
             // in the loop: `tokio::time::timeout_at({deadline}, …)`"
        ),
        (true, _) => format!(
            "let {deadline} = tokio::time::sleep({length});\n\
             tokio::pin!({deadline});\n\
             // in the loop: `_ = &mut {deadline} => …`"
        ),
        _ => format!(
            "let {deadline} = {instant}::now() + {length};\n\
             // in the loop: wait for `{deadline}.saturating_duration_since({instant}::now())`"
        ),
    }
}

/// Code that fixes the end of several waits before the first of them.
pub fn shared_deadline(length: &str, instant: &str, free: impl Fn(&str) -> String) -> String {
    let (deadline, left) = (free("deadline"), free("left"));
    format!(
        "let {deadline} = {instant}::now() + {length};\n…\n\
         let {left} = {deadline}.saturating_duration_since({instant}::now());"
    )
}

/// Code that makes a timer of this length before a loop, and starts it again only where something has come.
pub fn quiet_timer(length: &str, row: SleepRow, instant: &str, free: impl Fn(&str) -> String) -> String {
    if row.tokio {
        let quiet = free("quiet");
        let [made, pinned] = pinned_before("tokio::time", &quiet, &format!("tokio::time::sleep({length})"));
        format!(
            "{made}\n{pinned}\n\
             // in the loop: `_ = &mut {quiet} => …`,\n\
             // and where something has come: `{quiet}.as_mut().reset(tokio::time::Instant::now() + {length});`"
        )
    } else {
        let due = free("due");
        format!(
            "let mut {due} = {instant}::now() + {length};\n\
             // in the loop: wait only for `{due}.saturating_duration_since({instant}::now())`,\n\
             // and where something has come: `{due} = {instant}::now() + {length};`"
        )
    }
}

/// The lines that make a ticker of a period, by what the runtime's module of time is called where they are to stand.
/// The first tick comes after one period, and one that comes late does not make the next ones hurry.
pub fn ticker_before(module: &str, ticks: &str, period: &str) -> [String; 2] {
    [
        format!("let mut {ticks} = {module}::interval_at({module}::Instant::now() + {period}, {period});"),
        format!("{ticks}.set_missed_tick_behavior({module}::MissedTickBehavior::Delay);"),
    ]
}

/// The lines that start a timer, written as this call, and let it be polled by reference.
pub fn pinned_before(module: &str, name: &str, timer: &str) -> [String; 2] {
    let library = module.rsplit_once("::").map_or(module, |(library, _)| library);
    [format!("let {name} = {timer};"), format!("{library}::pin!({name});")]
}

/// The line that fixes the end of a timer of this length, and the function that limits a future by it.
pub fn deadline_before(module: &str, name: &str, length: &str) -> (String, String) {
    (format!("let {name} = {module}::Instant::now() + {length};"), format!("{module}::timeout_at"))
}

/// The line that fixes the end of a blocking wait of this length, and the code for what is left of it.
pub fn clock_before(name: &str, length: &str) -> (String, String) {
    let now = "std::time::Instant::now()";
    (format!("let {name} = {now} + {length};"), format!("{name}.saturating_duration_since({now})"))
}

/// Whether a method of this name gives a type that only the place of the call tells.
pub fn typed_by_its_place(method: &str) -> bool {
    matches!(method, "into" | "try_into" | "parse" | "unwrap_or_default" | "sum" | "product" | "collect" | "get")
}
