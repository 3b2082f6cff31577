//! Which calls wait for time: those of libraries, and functions of the package that do nothing but sleep.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::{self, Call, SleepRow, TimerKind, calls, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BodyId, DefId, ExprAt, FileNo, Origin};
use crate::syntax::tree::{ExprKind, ItemKind, TypeId};

impl Expr<'_> {
    /// What sort of timer it makes or waits for.
    pub fn timer_kind(self) -> Option<TimerKind> {
        self.base.sleep_row(self.at).map(|row| row.kind)
    }

    /// Whether it is the next tick of a clock: `interval.tick()`.
    pub fn is_tick(self) -> bool {
        let base = self.base;
        let clock = base.receiver_of(self.at).filter(|_| base.method_name(self.at).is_some_and(library::reads::ticks));
        let row = clock.and_then(|clock| base.sleep_row(base.made_from(clock)));
        row.is_some_and(|row| row.kind == TimerKind::Interval)
    }
}

impl<'c> Expr<'c> {
    /// The sleep that a call is, or that a function of the package does which is named for it and waits for nothing else.
    pub fn sleep_done(self) -> Option<Expr<'c>> {
        let base = self.base;
        let sleeps = self.timer_kind() == Some(TimerKind::Sleep);
        let Callee::Def(def) = base.callee(self.at) else { return sleeps.then_some(self) };
        if !sleeps && !vocabulary::speaks_of_pausing(&words_of_name(base.text(base.index.def(def).name))) {
            return None;
        }
        let Some(body) = base.body_called(self.at) else { return sleeps.then_some(self) };
        let (mut sleep, mut alone) = (None, base.flow(body).loops.is_empty());
        base.each_in_body(body, &mut |at| {
            match base.kind(at) {
                ExprKind::Await(inner) => {
                    let inner = base.expr(ExprAt { id: *inner, ..at });
                    alone &= sleep.is_none() && inner.timer_kind() == Some(TimerKind::Sleep);
                    sleep = Some(inner);
                }
                _ => alone &= base.select(at).is_none(),
            }
            true
        });
        if sleeps { alone.then_some(self) } else { sleep.filter(|_| alone) }
    }

    /// What says how long a call sleeps.
    pub fn duration_slept(self) -> Option<Expr<'c>> {
        self.sleep_done().and_then(|sleep| sleep.args().next())
    }
}

impl Expr<'_> {
    /// Whether it sleeps by a clock of the package's own, which makes the length that it is given longer or shorter.
    pub fn keeps_own_time(self) -> bool {
        match self.base.callee(self.at) {
            Callee::Def(def) => self.base.index.def(def).body.is_some_and(|body| self.base.scales_length(body)),
            _ => false,
        }
    }
}

impl Base {
    /// Whether a body sleeps for a length that it makes of one that it is given.
    fn scales_length(&self, body: BodyId) -> bool {
        let given = |at: ExprAt| {
            let local = self.index.local(at).map(|id| self.index.binding(id));
            local.is_some_and(|info| matches!(info.origin, Origin::Param(_)) && info.body == body)
        };
        let scales = |at: ExprAt| match self.kind(at) {
            ExprKind::Binary { .. } => true,
            ExprKind::Method(method) => !method.args.is_empty(),
            _ => false,
        };
        self.calls_in(body).any(|at| {
            let Some(Call::Sleep(row)) = self.known_call(at) else { return false };
            let length = self.args(at).get(row.length as usize).map(|&id| ExprAt { id, ..at });
            length.is_some_and(|at| self.find_below(at, &given).is_some() && self.find_below(at, &scales).is_some())
        })
    }

    /// What a call does with time, when it does.
    pub(in crate::model) fn sleep_row(&self, at: ExprAt) -> Option<SleepRow> {
        if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
            return None;
        }
        match self.callee(at) {
            Callee::Def(def) => self.sleeps_for_caller(def),
            Callee::Unnamed(name) => self.sleep_by_name(at, self.text(name)),
            Callee::External(path) => match self.function(&path) {
                Some(Call::Sleep(row)) => Some(row),
                Some(_) => None,
                None if self.siblings.function(&path).is_some() => None,
                None => {
                    let last = path.rsplit("::").next().unwrap_or(&path);
                    self.sleep_by_name(at, last)
                }
            },
            Callee::Method(..) => match self.known_call(at)? {
                Call::Sleep(row) => Some(row),
                _ => None,
            },
            Callee::Unknown => None,
        }
    }

    /// How a function of the package sleeps for whoever calls it, when that is all it does.
    pub(in crate::model) fn sleeps_for_caller(&self, def: DefId) -> Option<SleepRow> {
        self.own_sleeps.get(&def).unwrap_or_else(|| self.own_sleeps.keep(def, self.own_sleep(def)))
    }

    /// A call of an unknown library that is named like a sleep and awaited is one.
    fn sleep_by_name(&self, at: ExprAt, name: &str) -> Option<SleepRow> {
        let fits = library::sleep_name(name) && self.args(at).len() == 1 && self.is_awaited(at);
        fits.then_some(SleepRow::sleep(0, false))
    }

    /// Whether a call of a function can be a sleep at all: it must be given a length, and little else, or give a ticker.
    pub(in crate::model) fn may_sleep_for_caller(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return false };
        matches!(function.params.len(), 1 | 2) || function.ret.is_some_and(|ty| self.is_ticker(info.file, ty))
    }

    /// Whether a type is written as that of a ticker.
    fn is_ticker(&self, file: FileNo, ty: TypeId) -> bool {
        library::time::names_ticker(self.source(file).text_of(self.tree(file).types[ty.0 as usize].span))
    }

    /// A function of the package that does nothing but sleep for what it is given.
    fn own_sleep(&self, def: DefId) -> Option<SleepRow> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let Some(body) = info.body else {
            // A trait's method without a body: its name and its parameter must do.
            let duration = function.params.len() == 1 && library::sleep_name(self.text(info.name));
            return duration.then_some(SleepRow::sleep(0, false));
        };
        if !self.may_sleep_for_caller(def) {
            return None;
        }
        let file = info.file;
        // What a thread or task that it starts sleeps, its caller does not wait for (learnt from wasmtime).
        let started = |at: ExprAt| self.ancestors(at).any(|around| self.spawn_at(around).is_some());
        let own = self.calls_in(body).filter(|at| self.within_body(self.body_at(*at), body));
        let inner = own.into_iter().find_map(|at| {
            let row = match self.known_call(at)? {
                Call::Sleep(row) if row.kind == TimerKind::Sleep && !started(at) => row,
                _ => return None,
            };
            let length = ExprAt { file, id: *self.args(at).get(row.length as usize)? };
            let param = self.index.binding(self.root_of(length)?);
            match param.origin {
                Origin::Param(n) if param.body == body => Some(SleepRow { length: n as u8, ..row }),
                _ => None,
            }
        });
        let inner = inner.filter(|_| self.flow(body).loops.is_empty());
        inner.or_else(|| self.sleep_by_signature(def)).or_else(|| self.ticker_given(body))
    }

    /// The ticker that a function makes for whoever calls it, where all that it does with it is to say how it ticks.
    fn ticker_given(&self, body: BodyId) -> Option<SleepRow> {
        let given = self.tail_of(self.index.body(body).file, self.root_block(body)?)?;
        let made = self.made_from(given);
        let row = match self.known_call(made)? {
            Call::Sleep(row) if row.kind == TimerKind::Interval => row,
            _ => return None,
        };
        let sets_up = |mention: Expr<'_>| {
            let call = self.parent_expr(mention.at).filter(|call| self.receiver_of(*call) == Some(mention.at));
            mention.at == given || call.and_then(|call| self.method_name(call)).is_some_and(calls::only_sets_up_ticks)
        };
        let untouched = self.index.local(given).is_none_or(|clock| self.variable(clock).mentions().all(sets_up));
        untouched.then(|| row.made_for_caller())
    }

    /// A function called like a sleep that is given a length and gives a future: the sleep of a runtime of one's own.
    fn sleep_by_signature(&self, def: DefId) -> Option<SleepRow> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let [only] = function.params.as_slice() else { return None };
        let written = |id: TypeId| self.source(info.file).text_of(self.tree(info.file).types[id.0 as usize].span);
        let taken = written(only.ty?);
        let length = ["Duration", "Millis", "Seconds", "Into<"].iter().any(|t| taken.contains(t))
            || function.generics.iter().any(|g| self.text(g.name) == taken);
        let given = function.ret.map_or("", written);
        let future =
            function.is_async || ["Future", "BoxFut", "Sleep", "Delay", "Timer"].iter().any(|t| given.contains(t));
        let fits = length && future && library::sleep_name(self.text(info.name));
        fits.then_some(SleepRow::sleep(0, false))
    }
}
