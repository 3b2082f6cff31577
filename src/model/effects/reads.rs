//! What an expression reads: state of this process, the clock, something outside the process, or what cannot be told.
//!
//! Functions of the package are read through; of libraries only names and types are known.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library;
use crate::model::library::reads::{
    Reads, makes_of_given, opens_to_change, read_by_function, read_by_method, reads_some_status, waits_for_lock,
};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt, Origin};
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

impl<'c> Expr<'c> {
    /// The read of state of this process that other code may change, when it does nothing but read.
    pub fn only_reads_state(self) -> Option<Expr<'c>> {
        let reading = self.base.reading(self.at);
        reading.state.filter(|_| reading.clean()).map(|at| self.base.expr(at))
    }

    /// The read of state of this process that other code may change, when beside it it at most waits for it or fails.
    pub fn looks_at_state(self) -> Option<Expr<'c>> {
        let reading = self.base.reading(self.at);
        let looks = Reading { fails: None, ..reading }.clean();
        reading.state.filter(|_| looks).map(|at| self.base.expr(at))
    }

    /// The look at the clock in it, or in code of the package that it calls.
    pub fn reads_clock(self) -> Option<Expr<'c>> {
        self.base.reading(self.at).clock.map(|at| self.base.expr(at))
    }

    /// Whether it is an `AtomicBool`, or of a type that is not known.
    pub fn may_be_flag(self) -> bool {
        self.base.may_be_flag(self.at)
    }
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
        self.args(at).is_empty() && self.method_name(at).is_some_and(waits_for_lock)
    }

    fn call_reads(&self, at: ExprAt, ask: Ask<'_>) -> Reading {
        let unknown = Reading { unknown: Some(at), ..Reading::default() };
        let within = |reading: Option<Reading>| reading.map_or(unknown, |reading| reading.at(at));
        match self.callee(at) {
            Callee::Def(def) => match self.index.def(def).body {
                // What an async function reads, it reads where it is awaited.
                Some(body) => within(ask(body)),
                None => self.name_reads(at, self.text(self.index.def(def).name)),
            },
            Callee::External(path) => self.path_reads(at, &path),
            Callee::Method(path, _) if library::outside_process(&path) => {
                Reading { outside: Some(at), ..Reading::default() }
            }
            // A library's own state, of which nobody here can tell when it changes.
            Callee::Method(path, _) if !library::tells_its_state(&path) => unknown,
            // Of what nobody knows, such a name may as well tell of a device, a pool or a process.
            Callee::Unnamed(name) if reads_some_status(self.text(name)) => unknown,
            Callee::Method(_, name) | Callee::Unnamed(name) => self.name_reads(at, self.text(name)),
            Callee::Unknown => self.local_call_reads(at, ask),
        }
    }

    /// `ready()`, where `ready` is a closure of the function.
    fn local_call_reads(&self, at: ExprAt, ask: Ask<'_>) -> Reading {
        let ExprKind::Call { callee, .. } = self.kind(at) else { return Reading::default() };
        let callee = ExprAt { id: *callee, ..at };
        let unknown = Reading { unknown: Some(at), ..Reading::default() };
        match self.kind(callee) {
            // A variant or tuple struct.
            ExprKind::Path(_) if self.index.local(callee).is_none() => Reading::default(),
            _ => match self.code_of(callee) {
                Some(code) => ask(code).map_or(unknown, |reading| reading.at(at)),
                None => self.given_code_reads(callee, ask).map_or(unknown, |reading| reading.at(at)),
            },
        }
    }

    /// What the closures read, all together, that callers give a function by a parameter which it calls; `None` where one of
    /// them gives something else, or only tests call it.
    fn given_code_reads(&self, parameter: ExprAt, ask: Ask<'_>) -> Option<Reading> {
        let info = self.index.binding(self.index.local(parameter)?);
        let Origin::Param(n) = info.origin else { return None };
        let own = info.steps.is_empty() && self.index.body(info.body).kind == BodyKind::Fn;
        let calls = self.callers_of_body(info.body).into_iter().filter(|call| own && !self.in_test(*call));
        let mut all: Option<Reading> = None;
        for call in calls {
            let given = self.argument_for(call, n)?;
            let closure = matches!(self.kind(given), ExprKind::Closure(_)).then(|| self.index.body_of(given))??;
            all.get_or_insert_default().and(ask(closure)?);
        }
        all
    }

    fn path_reads(&self, at: ExprAt, path: &str) -> Reading {
        self.reading_of(at, read_by_function(path))
    }

    fn name_reads(&self, at: ExprAt, name: &str) -> Reading {
        self.reading_of(at, read_by_method(name))
    }

    /// What a call of a library at `at` reads, when its name says that it reads that.
    fn reading_of(&self, at: ExprAt, reads: Option<Reads>) -> Reading {
        let none = Reading::default();
        let state = Reading { state: Some(at), ..none };
        let outside = Reading { outside: Some(at), ..none };
        let unknown = Reading { unknown: Some(at), ..none };
        match reads {
            Some(Reads::Given) => none,
            // The first of a collection: an iterator that is made in the same expression.
            Some(Reads::NextItem) => {
                let made_here = self.receiver_of(at).and_then(|r| self.method_name(r)).is_some_and(makes_of_given);
                if made_here { none } else { unknown }
            }
            Some(Reads::Content) if self.guarded_by(at) => state,
            Some(Reads::Content) => Reading { acts: Some(at), ..none },
            Some(Reads::State) => state,
            Some(Reads::Clock) => Reading { clock: Some(at), ..none },
            Some(Reads::Outside) => outside,
            Some(Reads::StateOrOutside) if self.args(at).is_empty() => state,
            Some(Reads::StateOrOutside) => outside,
            Some(Reads::OutsideIfAwaited) if self.is_awaited(at) => outside,
            Some(Reads::OutsideIfAwaited) => state,
            None => unknown,
        }
    }

    /// Whether a method is called on what a lock guards, so that others can put there what it takes.
    fn guarded_by(&self, at: ExprAt) -> bool {
        let mut now = self.receiver_of(at);
        for _ in 0..8 {
            let Some(here) = now else { return false };
            now = match self.kind(here) {
                ExprKind::Method(method) if method.args.is_empty() && opens_to_change(self.text(method.name)) => {
                    return true;
                }
                ExprKind::Method(method) => Some(ExprAt { id: method.receiver, ..here }),
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
    fn may_be_flag(&self, at: ExprAt) -> bool {
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
    let mut all = Reading::default();
    let mut look = |here| {
        let (own, deeper) = base.reading_here(here, &mut |inner| solver.ask(inner));
        all.and(own);
        deeper
    };
    base.each_in_body(body, &mut look);
    Some(all)
}
