//! Fan-outs: calls that wait for a future for each item of what a caller hands in, all polled at once.

use crate::model::callee::Callee;
use crate::model::effects::together::Makers;
use crate::model::facts::spawn::input::Input;
use crate::model::library::{Call, futures};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;

/// What is stored of a fan-out.
#[derive(Debug)]
pub struct FanOutData {
    pub(in crate::model) at: ExprAt,
    /// What the futures are made of, one of each item.
    over: ExprAt,
    /// The future of one item.
    each: ExprAt,
}

handle! {
    /// A call that waits for a future for each item of something.
    FanOut, FanOutData, fan_outs
}

impl<'c> FanOut<'c> {
    /// The call, from its path to its first parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The future of one item.
    pub fn each(self) -> Expr<'c> {
        self.krate.expr(self.data.each)
    }

    /// What a caller hands in, that the futures are made of.
    pub fn made_of(self) -> Option<Input<'c>> {
        self.krate.input_of(self.data.over)
    }

    /// Whether each future works and waits, by code that is seen: it neither only waits for room in a channel nor only
    /// listens to one.
    pub fn each_works(self) -> bool {
        let works = |code| self.krate.waits_itself(code) && !self.krate.only_listens(code);
        self.krate.code_of(self.data.each).is_some_and(works)
    }

    /// The call by which each future takes a permit, as far as its name tells, itself or in what it runs.
    pub fn permit_of_each(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let takes = |here| krate.expr(here).takes_permit() != Some(false);
        let permit = krate.find_in_body(krate.code_of(self.data.each)?, &takes);
        permit.map(|at| krate.expr(at)).or_else(|| self.each().brings_permit())
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<FanOutData> {
    let names: Vec<_> = futures::AWAITING_ALL.iter().filter_map(|text| krate.names.find(text)).collect();
    krate.calls_named(names.into_iter().chain(krate.aliases())).into_iter().filter_map(|at| krate.fan_out(at)).collect()
}

impl Crate {
    fn fan_out(&self, at: ExprAt) -> Option<FanOutData> {
        let all = match self.callee(at) {
            Callee::External(path) if futures::awaits_all(&path) => *self.args(at).first()?,
            _ => return None,
        };
        let Some(Makers::Closure { over, closure }) = self.makers_of(ExprAt { id: all, ..at }) else { return None };
        // A future of a task that is started is told of its spawn.
        let started = |made: &ExprAt| matches!(self.known_call(*made), Some(Call::Spawn(_)));
        let each = self.value_of_closure(closure).filter(|made| !started(made))?;
        Some(FanOutData { at, over, each })
    }
}
