//! Receives in a function that makes `None` of every error: its callers cannot tell lost messages from the end.

use crate::model::facts::receive::{From, Receive};
use crate::model::flow::loops::Loop;
use crate::model::library::ChannelKind;
use crate::model::library::gives::{OnCase, on_case};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::values::cases::{Continuation, Shape};
use crate::syntax::tree::ExprKind;

/// The loop of a caller that takes one message with each call, and ends for good at `None`.
#[derive(Clone, Copy)]
pub struct CallerLoop<'c> {
    pub a_loop: Loop<'c>,
    pub call: Expr<'c>,
}

impl<'c> Receive<'c> {
    /// The loop of a caller that ends when messages were lost, since the function around gives `None` then.
    pub fn lag_ends_caller(self) -> Option<CallerLoop<'c>> {
        let krate = self.krate;
        let lags = matches!(self.data.from, From::Channel(ChannelKind::Broadcast));
        let body = krate.body_at(self.data.at);
        let def = krate.def_of(body).filter(|_| lags && krate.loop_around(self.data.at).is_none())?;
        self.gives_none_for_error()?;
        let calls = krate.without_tests(def, krate.callers_of_body(body).into_iter());
        let mut given = calls.filter_map(|call| krate.gives_at(call, body));
        given.find_map(|call| self.ends_at_none(call))
    }

    /// The call that makes `None` of every error, where that goes to the callers: `.ok()?`, or `.ok()` at the end.
    fn gives_none_for_error(self) -> Option<ExprAt> {
        let krate = self.krate;
        let mut at = krate.asked(self.data.at);
        loop {
            let outer = krate.parent_expr(at)?;
            match krate.kind(outer) {
                ExprKind::Await(_) => {}
                ExprKind::Method(method) if method.receiver == at.id => match on_case(krate.method_name(outer)?) {
                    Some(OnCase::DropsError) => {
                        let question = || krate.parent_expr(outer).map(|at| matches!(krate.kind(at), ExprKind::Try(_)));
                        let given = krate.is_returned_itself(outer) || question() == Some(true);
                        return given.then_some(outer);
                    }
                    Some(OnCase::MapsGood | OnCase::Keeps) => {}
                    _ => return None,
                },
                _ => return None,
            }
            at = outer;
        }
    }

    /// The loop around a value that goes on at `Some` and ends at `None`.
    fn ends_at_none(self, given: ExprAt) -> Option<CallerLoop<'c>> {
        let krate = self.krate;
        let (call, body) = (krate.expr(given), krate.body_at(given));
        let a_loop = call.loop_around()?;
        let leads = |shape: Shape| match krate.continuation(given, &shape).in_body(krate, body) {
            Continuation::At(points) => points,
            _ => Vec::new(),
        };
        let (none, some) = (leads(Shape::None), leads(Shape::some(Shape::Any)));
        let ends = !none.is_empty() && none.iter().all(|point| !point.continues(a_loop));
        let goes_on = some.iter().any(|point| point.continues(a_loop));
        (ends && goes_on && a_loop.outer().is_none()).then_some(CallerLoop { a_loop, call })
    }
}
