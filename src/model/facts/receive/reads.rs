//! Reads: messages that a function reads from a socket or file, which is at its end for good when nothing comes any more.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::receive::{Answer, From, ReceiveData};
use crate::model::library::{self, ReceiveHow, calls};
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::PatId;
use crate::syntax::tree::{ExprKind, ItemKind};

impl Crate {
    /// The read of a message that a call is: it is given a reader, fails by `?`, and gives `Some` of what it has read.
    ///
    /// What a `None` of it means its name does not tell for sure, so it is one only where a `match` takes nothing for a
    /// message: one arm is for some messages, and whatever else comes goes to an arm for all.
    pub(super) fn message_read(&self, at: ExprAt) -> Option<ReceiveData> {
        let reads = self.callee_name(at).is_some_and(calls::reads_a_message);
        let [only] = self.args(at) else { return None };
        let source = self.without_refs(ExprAt { id: *only, ..at });
        let reader = reads && self.place(source).is_some() && self.is_reader(source);
        let gives_option = match self.callee(at) {
            Callee::Def(def) => self.may_give_nothing(def),
            _ => true,
        };
        if !reader || !gives_option {
            return None;
        }
        let asked = self.asked(at);
        let outcome = self.parent_expr(asked).filter(|outer| matches!(self.kind(*outer), ExprKind::Try(_)))?;
        let how = if asked == at { ReceiveHow::Block } else { ReceiveHow::Await };
        let swallowed = self.takes_nothing_for_a_message(outcome);
        swallowed.then_some(ReceiveData { at, source, from: From::Stream, how, answer: Answer::OkNone })
    }

    /// Whether a value is known to be read from byte by byte: a socket, a file, whatever is given as `impl Read`.
    fn is_reader(&self, at: ExprAt) -> bool {
        match self.core_type(&self.type_of(at)) {
            Ty::Ext(path, _) => library::types::reads_bytes(&path),
            Ty::Bounds(bounds) => bounds.iter().filter_map(Ty::path).any(library::types::reads_bytes),
            _ => false,
        }
    }

    /// Whether the type that a function says it gives has an `Option` in it.
    fn may_give_nothing(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return false };
        let written = |ty: crate::syntax::tree::TypeId| {
            self.source(info.file).text_of(self.tree(info.file).types[ty.0 as usize].span)
        };
        function.ret.is_some_and(|ty| written(ty).contains("Option<"))
    }

    /// Whether a `match` on an answer has an arm for `Some` of something, and none for `None` but the one for all the rest.
    fn takes_nothing_for_a_message(&self, answer: ExprAt) -> bool {
        let Some(ExprKind::Match { scrutinee, arms }) = self.parent_expr(answer).map(|outer| self.kind(outer)) else {
            return false;
        };
        let some = |pat: PatId| self.takes_some_only(answer, pat);
        let rest = arms.iter().find(|arm| !some(arm.pat));
        *scrutinee == answer.id
            && arms.iter().any(|arm| some(arm.pat))
            && rest.is_some_and(|arm| arm.guard.is_none() && self.fits_always(answer, arm.pat))
    }
}
