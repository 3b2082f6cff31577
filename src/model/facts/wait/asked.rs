//! A message that asks a task of the program for something, right before a pause at whose end the function is over: nothing
//! else in it can be what the pause is for.

use super::Pause;
use crate::model::Crate;
use crate::model::facts::send::Send;
use crate::model::library::calls;
use crate::model::names::Res;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyKind, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

/// A message that brings no way to answer it.
pub struct Request<'c> {
    /// The call that sends it, itself or in the function that it calls.
    pub call: Expr<'c>,
    /// Where its task receives it.
    pub received: Expr<'c>,
}

impl<'c> Pause<'c> {
    /// The request to a task of the program that is sent right before a pause, where the function returns behind it.
    pub fn asked_by_message(&self) -> Option<Request<'c>> {
        let statement = self.statement();
        let in_function = self.krate.index.body(self.expr().body()).kind == BodyKind::Fn;
        if !in_function || self.expr().loop_around().is_some() || !self.is_last_but_value() {
            return None;
        }
        let sends = |part: Expr<'c>| self.request_by(part);
        sends(statement.preceding()?.part_where(|part| sends(part).is_some())?)
    }

    /// Whether nothing comes behind it in its function but a value that tells nothing: `Ok(())`.
    fn is_last_but_value(&self) -> bool {
        let (krate, statement) = (self.krate, self.statement());
        let tells_nothing = |at: ExprAt| match krate.kind(at) {
            ExprKind::Call { args, .. } => {
                krate.callee_name(at).is_some_and(calls::wraps_value)
                    && args.iter().all(|&id| krate.is_empty_tuple(ExprAt { id, ..at }))
            }
            _ => krate.is_empty_tuple(at),
        };
        let last = match statement.following() {
            Some(next) => next.given_by_block().is_some_and(|value| tells_nothing(value.at)),
            None => true,
        };
        last && Some(self.stmt.block) == krate.root_block(self.expr().body())
    }

    /// The request that a call sends, itself or in the function of the package that it calls.
    fn request_by(&self, call: Expr<'c>) -> Option<Request<'c>> {
        let krate = self.krate;
        call.args().find(|given| matches!(krate.res(given.at), Res::Variant(..)))?;
        let inside = krate.body_called(call.at);
        let sends = |send: &Send<'_>| {
            let expr = send.expr();
            let hands_on = || {
                expr.args().any(|sent| {
                    sent.local().is_some_and(|it| matches!(krate.index.binding(it.id).origin, Origin::Param(_)))
                })
            };
            expr == call || inside == Some(expr.body()) && hands_on()
        };
        let mut channels = krate.sends().find(sends)?.channels();
        let channel = channels.next().filter(|channel| channel.is_plain_queue() && !channel.in_test())?;
        let in_task = |receive: &Expr<'_>| krate.task_of(receive.body()).is_some();
        let received = channel.receives_from().map(|receive| receive.expr()).find(in_task)?;
        channels.next().is_none().then_some(Request { call, received })
    }
}

impl Crate {
    fn is_empty_tuple(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Tuple(parts) if parts.is_empty())
    }
}
