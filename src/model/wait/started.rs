//! What stands before a pause in its function: calls that start other work, settings of time, checks.
//!
//! Starting is told by names beside what the dictionary knows: an actor's or a server's `start()` is the user's own.

use super::phrases::words_of_name;
use super::words;
use crate::model::Crate;
use crate::model::dictionary::Call;
use crate::model::index::{BodyId, ExprAt};
use crate::model::nav::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind};

impl Crate {
    /// The function around a statement.
    fn function_of(&self, at: StmtAt) -> Option<BodyId> {
        let first = match &self.stmt(at).kind {
            StmtKind::Let { init, .. } => (*init)?,
            StmtKind::Expr { expr, .. } => *expr,
            StmtKind::Item(_) => return None,
        };
        Some(self.outermost(self.body_at(ExprAt { file: at.file, id: first })))
    }

    /// The calls, method calls and macros of a function before a statement, in the order of the source.
    fn calls_before(&self, at: StmtAt) -> impl Iterator<Item = ExprAt> + '_ {
        let end = self.stmt(at).span.start;
        let whole = self.function_of(at).map(|body| self.index.body(body).span);
        let calls = &self.index.file(at.file).calls;
        calls.iter().map(move |&id| ExprAt { file: at.file, id }).filter(move |&call| {
            let span = self.span(call);
            span.end <= end && whole.is_some_and(|w| w.holds(span))
        })
    }

    /// The assertions and other macros before a statement.
    pub(in crate::model) fn macros_before(&self, at: StmtAt) -> Vec<ExprAt> {
        self.calls_before(at).filter(|&c| matches!(self.kind(c), ExprKind::Macro(_))).collect()
    }

    /// The nearest call before a statement that starts other work; of `spawn(serve(address))` the outer one.
    pub(in crate::model) fn started_before(&self, at: StmtAt) -> Option<ExprAt> {
        let mut last: Option<ExprAt> = None;
        for call in self.calls_before(at).filter(|&c| self.starts_work(c)) {
            let inside = last.is_some_and(|outer| self.span(outer).holds(self.span(call)));
            if !inside {
                last = Some(call);
            }
        }
        last
    }

    /// Whether a call starts work that runs on beside the caller.
    fn starts_work(&self, at: ExprAt) -> bool {
        match self.known_call(at) {
            Some(Call::Spawn(_)) => return true,
            Some(_) => return false,
            None => {}
        }
        if self.starts_process(at) {
            return false;
        }
        self.callee_name(at).is_some_and(is_start) || self.is_arbiter(at)
    }

    /// `Command::new("…")….spawn()`: a process.
    fn starts_process(&self, at: ExprAt) -> bool {
        let mut now = Some(at);
        while let Some(here) = now {
            let by_path = match self.kind(here) {
                ExprKind::Call { callee, .. } => match self.kind(ExprAt { id: *callee, ..here }) {
                    ExprKind::Path(path) => path.segments.iter().any(|s| self.text(s.name) == "Command"),
                    _ => false,
                },
                _ => false,
            };
            if by_path || self.is_of(here, "std::process::Command") {
                return true;
            }
            now = self.receiver_of(here);
        }
        false
    }

    /// `Arbiter::new()`: a thread with an event loop.
    fn is_arbiter(&self, at: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.kind(at) else { return false };
        match self.kind(ExprAt { id: *callee, ..at }) {
            ExprKind::Path(path) => path.segments.iter().any(|s| self.text(s.name) == "Arbiter"),
            _ => false,
        }
    }

    /// The first expression in a statement of which `wanted` holds.
    pub(in crate::model) fn in_stmt(&self, at: StmtAt, wanted: &dyn Fn(ExprAt) -> bool) -> Option<ExprAt> {
        let find = |id| self.find_below(ExprAt { file: at.file, id }, wanted);
        match &self.stmt(at).kind {
            StmtKind::Let { init: Some(init), .. } => find(*init),
            StmtKind::Expr { expr, .. } => find(*expr),
            _ => None,
        }
    }

    /// The place in a statement that asks a process or the operating system.
    pub(in crate::model) fn process_in(&self, at: StmtAt) -> Option<Span> {
        let asks = |here: ExprAt| match self.kind(here) {
            ExprKind::Path(path) => {
                path.segments.iter().any(|s| matches!(self.text(s.name), "Command" | "libc" | "waitpid"))
            }
            ExprKind::Field { name, .. } => self.text(*name) == "pid",
            ExprKind::Method(method) => match self.text(method.name) {
                "try_wait" | "pid" => true,
                "kill" => self.text_at(ExprAt { id: method.receiver, ..here }).contains("child"),
                _ => false,
            },
            _ => false,
        };
        self.in_stmt(at, &asks).map(|at| self.span(at))
    }

    /// The place that says that a function's code is about time itself: its name, or a limit that it sets.
    pub(in crate::model) fn about_time(&self, at: StmtAt) -> Option<Span> {
        let def = self.index.def(self.index.body(self.function_of(at)?).def?);
        if words::is_about_time(&words_of_name(self.text(def.name))) {
            return Some(def.span);
        }
        self.calls_before(at).find(|&call| self.sets_time(call)).map(|call| self.call_span(call))
    }

    /// `.idle_timeout(Duration::from_secs(1))`: a method of such a name that is given a length.
    fn sets_time(&self, at: ExprAt) -> bool {
        let ExprKind::Method(method) = self.kind(at) else { return false };
        words::is_about_time(&words_of_name(self.text(method.name)))
            && method.args.iter().any(|&id| self.is_length(ExprAt { id, ..at }))
    }

    fn is_length(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { callee, args } => match self.kind(ExprAt { id: *callee, ..at }) {
                ExprKind::Path(path) => {
                    let named =
                        |s: &str| matches!(s, "Duration" | "Millis" | "Seconds" | "ms") || s.starts_with("from_");
                    path.segments.iter().any(|s| named(self.text(s.name)))
                        || args.iter().any(|&id| self.is_length(ExprAt { id, ..at }))
                }
                _ => false,
            },
            ExprKind::Method(method) => self.is_length(ExprAt { id: method.receiver, ..at }),
            _ => false,
        }
    }
}

/// Whether a function of this name starts other work.
fn is_start(name: &str) -> bool {
    let begins = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    name.starts_with("spawn")
        || name.starts_with("serve")
        || begins("start")
        || begins("enable") && name != "enable" && !matches!(name, "enable_all" | "enable_time" | "enable_io")
        || matches!(name, "actor_of" | "launch" | "supervise" | "execute" | "submit" | "dispatch")
}
