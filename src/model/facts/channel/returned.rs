//! Receivers that a function always gives back, and the waits of those who call it.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::library::{self, steps};
use crate::model::source::handles::Variable;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::syntax::tree::ExprKind;

/// A wait for a receiver that the function which made the channel has given back.
#[derive(Clone, Copy)]
pub struct Returned<'c> {
    /// The variable of the receiver in the function that makes it.
    pub receiver: Variable<'c>,
    pub receive: Receive<'c>,
}

impl<'c> Channel<'c> {
    /// A wait of a caller for the receiver, where the function that makes the channel does nothing with that but give it
    /// back, and whenever it has not failed.
    pub fn waited_for_by_callers(self) -> Option<Returned<'c>> {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let def = krate.def_of(body).filter(|_| krate.index.body(body).kind == BodyKind::Fn)?;
        let receiver = self.receivers().find(|receiver| krate.is_all_that_it_gives(body, *receiver))?;
        let waits = |receive: &Receive<'c>| {
            let disabled = matches!(receive.when_closed(), Continuation::Disabled { .. });
            receive.waits() && !receive.in_test() && !disabled && krate.comes_from(receive.data.source, def)
        };
        krate.receives().find(waits).map(|receive| Returned { receiver, receive })
    }
}

impl Crate {
    /// Whether a variable is mentioned once, as what its function gives, and nothing else is ever given but errors.
    fn is_all_that_it_gives(&self, body: BodyId, variable: Variable<'_>) -> bool {
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return false };
        let given = self.tail_of(file, block).map(|tail| self.inside_wrapper(tail));
        let mut other = false;
        self.each_in_block(file, block, &mut |here| {
            if let ExprKind::Return(value) = self.kind(here) {
                other |= value.is_none_or(|id| !self.makes_err(ExprAt { file, id }));
            }
            self.index.body_of(here).is_none()
        });
        let mut mentions = variable.mentions();
        mentions.next().map(|mention| mention.at) == given && mentions.next().is_none() && !other
    }

    /// What `Ok(…)` or `Some(…)` wraps.
    pub(super) fn inside_wrapper(&self, at: ExprAt) -> ExprAt {
        let wraps = matches!(self.callee(at), Callee::External(path)
            if library::passes_argument(&path));
        match self.args(at) {
            [only] if wraps => ExprAt { id: *only, ..at },
            _ => at,
        }
    }

    /// Whether a variable that is received from has what a call of a function gave, itself or where the call did not fail; the
    /// function may be called by what its trait declares.
    fn comes_from(&self, source: ExprAt, def: DefId) -> bool {
        let mut at = self.made_from(self.without_refs(source));
        while let Some(inner) = match self.kind(at) {
            ExprKind::Await(inner) | ExprKind::Try(inner) => Some(*inner),
            ExprKind::Method(method) if steps::unwraps(self.text(method.name)) => Some(method.receiver),
            _ => None,
        } {
            at.id = inner;
        }
        match self.callee(at) {
            Callee::Def(called) => called == def || self.methods_meant(called).contains(&def),
            _ => false,
        }
    }
}
