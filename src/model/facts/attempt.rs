//! Receives that do not wait, and where control goes when nothing has come.

use crate::model::callee::Callee;
use crate::model::flow::points::Point;
use crate::model::library::calls;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::{Continuation, Shape};
use crate::model::{Crate, handle, library};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a receive that does not wait.
#[derive(Debug)]
pub struct AttemptData {
    pub(in crate::model) at: ExprAt,
}

handle! {
    /// A receive that does not wait, in a loop.
    Attempt, AttemptData, attempts
}

impl<'c> Attempt<'c> {
    /// The call with what it is called on.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// Where control goes when nothing has come and more may come.
    pub fn when_empty(self) -> Continuation<Point<'c>, Expr<'c>> {
        let empty = Shape::err(Shape::Named(calls::EMPTY));
        self.krate.continuation(self.data.at, &empty).in_body(self.krate, self.krate.body_at(self.data.at))
    }
}

impl Expr<'_> {
    /// Whether it is a call or macro that is over as soon as it is begun, for sure: it reads an atomic, it logs.
    pub fn takes_no_time(self) -> bool {
        match self.base.kind(self.at) {
            ExprKind::Method(method) => {
                let known = calls::inquires(self.base.text(method.name)).is_some();
                known && !matches!(self.base.callee(self.at), Callee::Def(_))
            }
            ExprKind::Macro(call) => library::prints(self.base.macro_name(call)),
            _ => false,
        }
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<AttemptData> {
    let tried = krate.calls_named(krate.names.find(calls::TRIES_TO_RECEIVE));
    let own = |at: &ExprAt| {
        let method = matches!(krate.kind(*at), ExprKind::Method(_)) && krate.args(*at).is_empty();
        method && !matches!(krate.callee(*at), Callee::Def(_)) && krate.loop_around(*at).is_some()
    };
    tried.into_iter().filter(own).map(|at| AttemptData { at }).collect()
}
