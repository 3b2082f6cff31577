//! By what others tell a function to stop: a token, a flag, the receiver of a word, a signal of the user's.
//!
//! It is a parameter of the function, a field of the value whose method it is, or a variable that is made of such a field.

mod of_self;

use crate::model::facts::receive::Receive;
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::library::{self, Side, Unit, calls, types, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BindingId, BodyKind, ExprAt, FileNo, Origin};
use crate::model::types::Ty;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// What is stored of what stops a function.
#[derive(Debug)]
pub struct StopperData {
    binding: BindingId,
    kind: StopKind,
    given: Given,
}

/// How a function has what stops it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// By a parameter.
    Param,
    /// By a field of `self`.
    Field(Name),
    /// By a variable that is made of a field of `self`.
    MadeOfField,
}

/// What a caller stops a function by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopKind {
    Token,
    /// The receiver of a channel whose name says what comes.
    Receiver,
    Flag,
    /// A type of the package or its siblings that is called after it.
    Own,
}

handle! {
    /// A value by which others stop what a function does.
    Stopper, StopperData, stoppers
}

impl<'c> Stopper<'c> {
    /// Its name, or that of `self`.
    pub fn span(self) -> Span {
        self.variable().span()
    }

    /// How it is written: `cancel`, `self.cancel`.
    pub fn as_written(self) -> String {
        match self.data.given {
            Given::Field(field) => format!("{}.{}", self.variable().name(), self.krate.text(field)),
            Given::Param | Given::MadeOfField => self.variable().name().to_string(),
        }
    }

    /// How the function has it.
    pub fn how_given(self) -> Given {
        self.data.given
    }

    /// The variable; `self` for a field of it.
    pub fn variable(self) -> Variable<'c> {
        self.krate.variable(self.data.binding)
    }

    /// What it is.
    pub fn kind(self) -> StopKind {
        self.data.kind
    }

    /// Whether the function is test code.
    pub fn in_test(self) -> bool {
        self.def_of_function().is_some_and(|def| self.krate.index.def(def).test)
    }

    /// The function that is given it.
    pub fn function_stopped(self) -> Option<Function<'c>> {
        self.def_of_function().map(|def| self.krate.as_function(def))
    }

    fn def_of_function(self) -> Option<crate::model::source::tables::DefId> {
        self.krate.index.body(self.variable().body()).def
    }

    /// What asks for a function of this signature, whatever the function needs: a trait, or who takes it as a value.
    pub fn imposed(self) -> Option<Span> {
        let def = self.def_of_function()?;
        let info = self.krate.index.def(def);
        let of_trait = info.owner.is_some_and(|owner| {
            self.krate.trait_of(owner).is_some() || self.krate.index.impl_info(owner).of_def.is_some()
        });
        if of_trait {
            return Some(info.span);
        }
        self.krate.function_values(def).first().map(|at| self.krate.span(*at))
    }

    /// What can drop the function's future, or that of who awaits it, before it has ended.
    pub fn ended_otherwise(self) -> Option<Span> {
        self.krate.dropped_from_outside(self.variable().body())
    }

    /// The mentions of it, and of the variables that were made of it.
    pub fn looks(self) -> Vec<Expr<'c>> {
        if let Given::Field(field) = self.data.given {
            return self.looks_at_field(field);
        }
        let (mut variables, mut found, mut n) = (vec![self.variable()], Vec::new(), 0);
        while let Some(variable) = variables.get(n).copied() {
            n += 1;
            for mention in variable.mentions() {
                let made = mention.ancestors().take_while(|a| a.as_loop().is_none()).find_map(Expr::let_around);
                variables.extend(mention.let_around().or(made).filter(|made| !variables.contains(made)));
                found.push(mention);
            }
        }
        found
    }

    /// The loops of the function's own code in whose iterations something is waited for; not those in a `select!`.
    pub fn waiting_loops(self) -> Vec<Loop<'c>> {
        let waits = |here: Expr<'c>| here.as_loop().is_some_and(Loop::waits_within);
        self.outside_select(waits).into_iter().filter_map(Expr::as_loop).collect()
    }

    /// The wait of a loop for messages that alone it goes on with, where that is no branch of a race and has no limit.
    pub fn received_in(self, a_loop: Loop<'c>) -> Option<Expr<'c>> {
        let own = |receive: &Receive<'c>| receive.enclosing_loop().is_ok_and(|around| around.span() == a_loop.span());
        self.krate.receives().filter(own).find_map(Receive::waits_alone)
    }

    /// The sleeps of the function's own code in a loop, that nothing cuts short.
    pub fn whole_sleeps(self) -> Vec<Expr<'c>> {
        let runs = |here: Expr<'c>| {
            here.awaited_by().is_some_and(|by| by != here) || self.krate.blocking_call(here.at).is_some()
        };
        self.outside_select(|here| {
            here.loop_around().is_some() && here.sleep_done().is_some() && here.branch().is_none() && runs(here)
        })
    }

    /// The calls in loops of the function's own code, awaited with nothing beside them, of functions of the package that try
    /// something again after a pause, as often as it takes, and look at nothing by which anybody is stopped; with each the
    /// pause.
    pub fn calls_that_try_on(self) -> Vec<(Expr<'c>, Expr<'c>)> {
        let alone = |here: Expr<'c>| {
            here.loop_around().is_some() && here.branch().is_none() && here.awaited_by().is_some_and(|by| by != here)
        };
        let calls = self.outside_select(|here| self.krate.body_called(here.at).is_some() && alone(here));
        calls.into_iter().filter_map(|call| Some((call, self.pause_of_attempts(call)?))).collect()
    }

    /// The pause between attempts without a limit of the function that a call calls.
    fn pause_of_attempts(self, call: Expr<'c>) -> Option<Expr<'c>> {
        let krate = self.krate;
        let body = krate.body_called(call.at)?;
        let given = call.first_anywhere(|part| part.root().is_some_and(|root| root.id == self.data.binding));
        let (mut pause, mut looks) = (None, given.is_some());
        krate.each_in_body(body, &mut |at| {
            let here = krate.expr(at);
            looks |= krate.select(at).is_some() || here.only_asks_for_stop() || krate.race_around(at).is_some();
            // A number of attempts that nothing is compared with is only counted, for the log or for how long the pause is.
            let bounds = |part: Expr<'_>| {
                let compares = part.smaller_and_larger().is_some() || part.equal_sides().is_some();
                compares || part.callee_name().is_some_and(calls::looks_at_clock)
            };
            let again = |a_loop: Loop<'c>| a_loop.endless() && a_loop.expr().first_anywhere(bounds).is_none();
            if here.sleep_done().is_some() && here.loop_around().is_some_and(again) {
                pause = pause.or(Some(here));
            }
            !looks
        });
        pause.filter(|_| !looks)
    }

    /// Where the function's own code waits without a limit for what other work answers: a receive, the end of a task.
    pub fn waits_for_answer(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let answered = |here: Expr<'c>| match krate.kind(here.at) {
            ExprKind::Await(inner) => krate.answers_once(ExprAt { id: *inner, ..here.at }),
            _ => false,
        };
        let mut waits = self.outside_select(answered).into_iter();
        waits.find(|wait| krate.race_around(wait.at).is_none())
    }

    /// The expressions of the function's own code that fit, but for those in a `select!`.
    fn outside_select(self, fits: impl Fn(Expr<'c>) -> bool) -> Vec<Expr<'c>> {
        let (krate, body) = (self.krate, self.variable().body());
        let mut found = Vec::new();
        krate.each_in_body(body, &mut |at| {
            let here = krate.expr(at);
            if here.body() == body && fits(here) && !here.ancestors().any(|around| around.branches().next().is_some()) {
                found.push(here);
            }
            krate.index.body_of(at).is_none()
        });
        found
    }
}

impl<'c> Loop<'c> {
    /// Whether an iteration awaits something, or blocks its thread until something happens.
    fn waits_within(self) -> bool {
        self.expr().points().any(|point| matches!(point.kind(), NodeKind::Await(_)) || point.blocks())
    }
}

impl Expr<'_> {
    /// Whether a mention lies in a loop, in what a branch of a `select!` waits for.
    pub fn is_waited_for_in(self, a_loop: Loop<'_>) -> bool {
        let waits =
            |around: Expr<'_>| around.branches().any(|branch| branch.source().is_some_and(|source| source.holds(self)));
        a_loop.holds(self.span()) && self.ancestors().any(waits)
    }

    /// Whether a mention of what stops only asks whether that has happened: `token.is_cancelled()`, `stop.load(…)`.
    pub fn only_asks_for_stop(self) -> bool {
        let base = self.base;
        let call = base.parent_expr(self.at).filter(|call| base.receiver_of(*call) == Some(self.at));
        call.and_then(|call| base.method_name(call)).is_some_and(calls::asks_for_stop)
    }
}

/// The last name of a path.
fn last_of(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

impl Crate {
    /// Whether awaiting a value waits until other work has something to say: a receive from a channel, a task's handle.
    fn answers_once(&self, future: ExprAt) -> bool {
        self.receive_kind(future).is_some()
            || self.is_one_answer(future)
            || self.spawn_at(self.made_from(future)).is_some_and(|spawn| spawn.row.unit == Unit::Task)
    }

    /// What a value of this name and type stops by.
    fn stop_kind(&self, name: &str, ty: &Ty) -> Option<StopKind> {
        let name = name.trim_start_matches('_');
        let named = || vocabulary::orders_stop(&words_of_name(name));
        match &self.core_type(ty) {
            Ty::Ext(path, _) if **path == *library::TOKEN => Some(StopKind::Token),
            Ty::Ext(path, _) if types::is_flag(path) => named().then_some(StopKind::Flag),
            Ty::Ext(path, _) => {
                let kind = match library::end_of_type(path) {
                    Some((_, Side::Receiver)) => StopKind::Receiver,
                    None if vocabulary::orders_stop(&words_of_name(last_of(path))) => StopKind::Own,
                    _ => return None,
                };
                named().then_some(kind)
            }
            Ty::Def(def, _) => {
                let signals = vocabulary::orders_stop(&words_of_name(self.text(self.index.def(*def).name)));
                (signals && named()).then_some(StopKind::Own)
            }
            _ => None,
        }
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<StopperData> {
    let files = (0..krate.files.len()).map(|n| FileNo(n as u32));
    let bindings = files.flat_map(|file| krate.index.bindings_in(file));
    let stops = |(binding, info): (BindingId, &crate::model::source::tables::Binding)| {
        let of_function = krate.index.body(info.body).kind == BodyKind::Fn && krate.index.body(info.body).def.is_some();
        let is_param = matches!(info.origin, Origin::Param(_)) && info.steps.is_empty() && info.ty.is_some();
        if !of_function || !is_param {
            return None;
        }
        let kind = krate.stop_kind(krate.text(info.name), &krate.type_of_binding(binding))?;
        Some(StopperData { binding, kind, given: Given::Param })
    };
    let mut found: Vec<StopperData> = bindings.filter_map(stops).collect();
    found.extend(of_self::collect(krate));
    found
}
