//! What an expression reads: state of this process, the clock, something outside the process, or what cannot be told.
//!
//! Functions of the package are read through; of libraries only names and types are known.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library;
use crate::model::source::tables::{BodyId, ExprAt, Origin, Root};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, MacroBody};

/// What was found in an expression: of each sort the first place.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(in crate::model) struct Reading {
    /// State of this process that other code may change.
    pub state: Option<ExprAt>,
    pub clock: Option<ExprAt>,
    /// A file, a process, the network, the system.
    pub outside: Option<ExprAt>,
    /// It awaits or may fail with `?`.
    pub fails: Option<ExprAt>,
    /// It changes something itself.
    pub acts: Option<ExprAt>,
    pub unknown: Option<ExprAt>,
}

impl Reading {
    /// Whether it does nothing but read what is in this process, the clock included.
    pub fn clean(&self) -> bool {
        self.outside.or(self.fails).or(self.acts).or(self.unknown).is_none()
    }

    /// What this call, at `at`, reads when its code reads that.
    fn at(self, at: ExprAt) -> Reading {
        let here = |place: Option<ExprAt>| place.map(|_| at);
        Reading {
            state: here(self.state),
            clock: here(self.clock),
            outside: here(self.outside),
            fails: here(self.fails),
            acts: here(self.acts),
            unknown: here(self.unknown),
        }
    }

    fn and(&mut self, other: Reading) {
        self.state = self.state.or(other.state);
        self.clock = self.clock.or(other.clock);
        self.outside = self.outside.or(other.outside);
        self.fails = self.fails.or(other.fails);
        self.acts = self.acts.or(other.acts);
        self.unknown = self.unknown.or(other.unknown);
    }
}

/// Methods that make something of their receiver and arguments alone.
const PLAIN: &[&str] = &[
    "unwrap",
    "expect",
    "clone",
    "cloned",
    "copied",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_deref_mut",
    "deref",
    "deref_mut",
    "iter",
    "iter_mut",
    "into_iter",
    "values",
    "keys",
    "any",
    "all",
    "map",
    "map_or",
    "map_or_else",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "fold",
    "rev",
    "enumerate",
    "zip",
    "collect",
    "first",
    "last",
    "sum",
    "max",
    "min",
    "ok",
    "err",
    "and_then",
    "then",
    "then_some",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "is_err_and",
    "eq",
    "ne",
    "cmp",
    "abs",
    "saturating_sub",
    "saturating_add",
    "checked_sub",
    "wrapping_add",
    "wrapping_sub",
    "to_owned",
    "into",
    "to_string",
    "to_vec",
    "as_str",
    "as_slice",
    "into_inner",
    "flatten",
    "flat_map",
    "skip",
    "starts_with",
    "ends_with",
    "as_bytes",
    "as_usize",
];

/// Methods that read the state of a lock, channel, handle or cell.
const STATE: &[&str] = &[
    "try_recv",
    "try_next",
    "has_changed",
    "try_read",
    "try_write",
    "try_borrow",
    "borrow_mut",
    "load_full",
    "lock_arc",
    "read_arc",
    "borrow_and_update",
    "poll_now",
    "now_or_never",
    "upgradable_read",
    "get_mut",
    "peek",
    "threads",
];

/// Methods that read a state, of which only the type tells whose it is.
const VAGUE: &[&str] = &["status", "get_status"];

/// Methods that take something out of a collection or cell.
const TAKES: &[&str] =
    &["take", "pop", "pop_front", "pop_back", "remove", "swap_remove", "drain", "insert", "push", "clear", "replace"];

/// Methods that ask for the time.
const CLOCK: &[&str] =
    &["elapsed", "now", "duration_since", "saturating_duration_since", "checked_duration_since", "checked_add"];

/// Functions that make something of their arguments alone, by their last name.
const PLAIN_FUNCTIONS: &[&str] = &[
    "Some",
    "Ok",
    "Err",
    "drop",
    "take",
    "replace",
    "min",
    "max",
    "new",
    "from",
    "default",
    "panicking",
    "spin_loop",
    "yield_now",
    "from_millis",
    "from_secs",
    "from_micros",
    "from_nanos",
    "as_ref",
    "clone",
    "identity",
    "size_of",
];

/// Methods and functions that ask or change what is outside the process.
const OUTSIDE: &[&str] = &[
    "exists",
    "try_exists",
    "metadata",
    "symlink_metadata",
    "connect",
    "connect_timeout",
    "open",
    "create",
    "create_new",
    "try_wait",
    "waitpid",
    "waitid",
    "kill",
    "pid",
    "query",
    "fetch",
    "fetch_one",
    "execute",
    "accept",
    "bind",
    "write_all",
    "read_line",
    "read_to_string",
    "read_dir",
    "canonicalize",
    "status",
    "output",
    "is_file",
    "is_dir",
    "hard_link",
    "lock_exclusive",
    "try_lock_exclusive",
    "try_lock_shared",
    "raw_os_error",
    "last_os_error",
    "set_handler",
    "send_request",
    "request",
    "ping",
];

/// Methods that read a state which other work changes.
const READS: &[&str] = &[
    "load",
    "lock",
    "borrow",
    "get",
    "read",
    "is_finished",
    "len",
    "count",
    "status",
    "state",
    "get_status",
    "snapshot",
    "size",
    "upgrade",
    "try_recv",
    "strong_count",
    "weak_count",
    "try_lock",
    "load_full",
];

/// Whether a method of this name asks for a state.
pub(in crate::model) fn reads_state(name: &str) -> bool {
    let part = |prefix| name.starts_with(prefix);
    let ends = |suffix| name.ends_with(suffix);
    READS.contains(&name)
        || ["is_", "has_", "num_", "contains"].into_iter().any(part)
        || ["_count", "_state", "_status", "_len"].into_iter().any(ends)
}

impl Base {
    /// What an expression reads, closures in it included.
    pub(in crate::model) fn reading(&self, at: ExprAt) -> Reading {
        let mut all = Reading::default();
        self.each_below(at, &mut |here| {
            // In a function of the package `?` may only look into an `Option`; at the loop itself it leaves.
            let fails = matches!(self.kind(here), ExprKind::Try(_)).then_some(here);
            all.and(Reading { fails, ..Reading::default() });
            let (own, deeper) = self.reading_here(here, &mut |body| self.body_reading(body));
            all.and(own);
            deeper
        });
        all
    }

    /// What the code of a function or closure of the package reads; `None` where it comes back to itself.
    fn body_reading(&self, body: BodyId) -> Option<Reading> {
        solver::solve(self, &self.readings, &body_reads, body)
    }

    /// What an expression itself reads, and whether the parts below it are to be looked at.
    fn reading_here(&self, at: ExprAt, ask: Ask<'_>) -> (Reading, bool) {
        let none = Reading::default();
        match self.kind(at) {
            ExprKind::Call { .. } | ExprKind::Method(_) => (self.call_reads(at, ask), true),
            ExprKind::Await(inner) if self.is_lock(ExprAt { id: *inner, ..at }) => (none, true),
            ExprKind::Await(_) => (Reading { fails: Some(at), ..none }, true),
            ExprKind::Assign { .. } | ExprKind::AssignOp { .. } => (Reading { acts: Some(at), ..none }, true),
            ExprKind::Async { .. } => (Reading { unknown: Some(at), ..none }, false),
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Matches { .. } => (none, true),
                _ if library::plain_macro(self.macro_name(call)) => (none, false),
                _ if library::diverging_macro(self.macro_name(call)) => (none, false),
                _ => (Reading { unknown: Some(at), ..none }, false),
            },
            _ => (none, true),
        }
    }

    /// `x.lock()`, `x.read()`, `x.write()` of an asynchronous lock.
    fn is_lock(&self, at: ExprAt) -> bool {
        self.args(at).is_empty()
            && matches!(self.method_name(at), Some("lock" | "read" | "write" | "lock_owned" | "lock_arc"))
    }

    fn call_reads(&self, at: ExprAt, ask: Ask<'_>) -> Reading {
        let unknown = Reading { unknown: Some(at), ..Reading::default() };
        let within = |reading: Option<Reading>| reading.map_or(unknown, |reading| reading.at(at));
        match self.callee(at) {
            Callee::Def(def) => match self.index.def(def).body {
                Some(body) if !self.index.body(body).is_async => within(ask(body)),
                Some(_) => unknown,
                None => self.name_reads(at, self.text(self.index.def(def).name)),
            },
            Callee::External(path) => self.path_reads(at, &path),
            Callee::Method(path, _) if library::outside_process(&path) => {
                Reading { outside: Some(at), ..Reading::default() }
            }
            // A library's own state, of which nobody here can tell when it changes.
            Callee::Method(path, _) if !library::tells_its_state(&path) => unknown,
            // Of what nobody knows, such a name may as well tell of a device, a pool or a process.
            Callee::Unnamed(name) if VAGUE.contains(&self.text(name)) => unknown,
            Callee::Method(_, name) | Callee::Unnamed(name) => self.name_reads(at, self.text(name)),
            Callee::Unknown => self.local_call_reads(at, ask),
        }
    }

    /// `ready()`, where `ready` is a closure of the function.
    fn local_call_reads(&self, at: ExprAt, ask: Ask<'_>) -> Reading {
        let ExprKind::Call { callee, .. } = self.kind(at) else { return Reading::default() };
        let callee = ExprAt { id: *callee, ..at };
        match self.kind(callee) {
            // A variant or tuple struct.
            ExprKind::Path(_) if self.index.local(callee).is_none() => Reading::default(),
            _ => match self.code_of(callee).and_then(ask) {
                Some(reading) => reading.at(at),
                None => Reading { unknown: Some(at), ..Reading::default() },
            },
        }
    }

    fn path_reads(&self, at: ExprAt, path: &str) -> Reading {
        let none = Reading::default();
        let last = path.rsplit("::").next().unwrap_or(path);
        match last {
            _ if library::outside_process(path) => Reading { outside: Some(at), ..none },
            "strong_count" | "weak_count" => Reading { state: Some(at), ..none },
            "now" => Reading { clock: Some(at), ..none },
            _ if PLAIN_FUNCTIONS.contains(&last) => none,
            _ if OUTSIDE.contains(&last) => Reading { outside: Some(at), ..none },
            _ if reads_state(last) => Reading { state: Some(at), ..none },
            _ => Reading { unknown: Some(at), ..none },
        }
    }

    fn name_reads(&self, at: ExprAt, name: &str) -> Reading {
        let none = Reading::default();
        let bare = self.args(at).is_empty();
        match name {
            "lock" | "read" | "write" | "borrow" if bare => Reading { state: Some(at), ..none },
            "read" | "write" | "lock" => Reading { outside: Some(at), ..none },
            "status" if self.is_awaited(at) => Reading { outside: Some(at), ..none },
            "status" => Reading { state: Some(at), ..none },
            _ if PLAIN.contains(&name) => none,
            // The first of a collection: an iterator that is made in the same expression.
            "next" if self.receiver_of(at).and_then(|r| self.method_name(r)).is_some_and(|n| PLAIN.contains(&n)) => {
                none
            }
            _ if CLOCK.contains(&name) => Reading { clock: Some(at), ..none },
            _ if OUTSIDE.contains(&name) => Reading { outside: Some(at), ..none },
            _ if TAKES.contains(&name) => match self.guarded_by(at) {
                true => Reading { state: Some(at), ..none },
                false => Reading { acts: Some(at), ..none },
            },
            _ if reads_state(name) || STATE.contains(&name) => Reading { state: Some(at), ..none },
            _ => Reading { unknown: Some(at), ..none },
        }
    }

    /// Whether a method is called on what a lock guards, so that others can put there what it takes.
    fn guarded_by(&self, at: ExprAt) -> bool {
        let mut now = self.receiver_of(at);
        for _ in 0..8 {
            let Some(here) = now else { return false };
            now = match self.kind(here) {
                ExprKind::Method(method) => match self.text(method.name) {
                    "lock" | "write" | "borrow_mut" | "try_lock" | "blocking_lock" if method.args.is_empty() => {
                        return true;
                    }
                    _ => Some(ExprAt { id: method.receiver, ..here }),
                },
                ExprKind::Await(inner) | ExprKind::Try(inner) => Some(ExprAt { id: *inner, ..here }),
                ExprKind::Field { base, .. } => Some(ExprAt { id: *base, ..here }),
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } => {
                    Some(ExprAt { id: *operand, ..here })
                }
                ExprKind::Path(_) => {
                    let binding = self.index.binding(match self.index.local(here) {
                        Some(binding) => binding,
                        None => return false,
                    });
                    match binding.origin {
                        Origin::Value(value) => Some(ExprAt { file: binding.file, id: value }),
                        _ => return false,
                    }
                }
                _ => return false,
            };
        }
        false
    }

    /// Whether a value is an `AtomicBool`, or of a type that is not known.
    pub(in crate::model) fn may_be_flag(&self, at: ExprAt) -> bool {
        match self.core_type(&self.type_of(at)) {
            Ty::Ext(path, _) => path.ends_with("::AtomicBool") || library::wrapper(&path).is_some(),
            Ty::Def(..) => false,
            _ => true,
        }
    }
}

/// What tells of the reading of another body.
type Ask<'a> = &'a mut dyn FnMut(BodyId) -> Option<Reading>;

fn body_reads(solver: &mut Solver<'_, Option<Reading>>, body: BodyId) -> Option<Reading> {
    let base = solver.base;
    let info = base.index.body(body);
    let mut all = Reading::default();
    let mut look = |here| {
        let (own, deeper) = base.reading_here(here, &mut |inner| solver.ask(inner));
        all.and(own);
        deeper
    };
    match info.root {
        Root::Expr(id) => base.each_below(ExprAt { file: info.file, id }, &mut look),
        Root::Block(block) => base.each_in_block(info.file, block, &mut look),
    }
    Some(all)
}
