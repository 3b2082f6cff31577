//! Receivers of watched values: which is made again in each iteration, and what it has seen.

use crate::model::facts::receive::Receive;
use crate::model::flow::loops::Loop;
use crate::model::library::calls;
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::ExprKind;

/// How a receiver is made.
pub enum Made<'c> {
    /// As a clone of another, which is not of the iteration.
    Cloned { original: Expr<'c>, call: Expr<'c> },
    /// By a sender.
    Subscribed { call: Expr<'c> },
}

impl<'c> Receive<'c> {
    /// How the receiver whose change is waited for is made, and the loop that makes it in each iteration.
    ///
    /// # Errors
    ///
    /// It is not made in a loop, or not by a clone or a subscription.
    pub fn watch_made_again(self) -> Asked<(Made<'c>, Loop<'c>)> {
        let base: &'c crate::model::Base = self.krate;
        let source = self.source_expr().local().filter(|_| self.watches()).ok_or(Silence::NotMine)?;
        let a_loop = self.expr().loop_around().filter(|a_loop| a_loop.holds(source.span())).ok_or(Silence::NotMine)?;
        let value = source.bound_value().ok_or(Silence::NotMine)?;
        let call = base.expr(base.value_of_blocks(value.at));
        let on = call.called_on().ok_or(Silence::NotMine)?;
        let outside = on.root().is_some_and(|root| root.is_self() || !a_loop.holds(root.span()));
        match call.callee_name() {
            Some(name) if calls::makes_second(name) && (outside || on.is_shared_place()) => {
                Ok((Made::Cloned { original: on, call }, a_loop))
            }
            Some(name) if calls::makes_receiver(name) && call.args().next().is_none() => {
                Ok((Made::Subscribed { call }, a_loop))
            }
            _ => Err(Silence::NotMine),
        }
    }

    /// Whether the next iteration of a loop can follow a change.
    pub fn goes_on_in(self, a_loop: Loop<'c>) -> bool {
        match self.expr().branch() {
            Some(branch) => branch.start().is_some_and(|start| start.continues(a_loop)),
            None => self.points().any(|point| point.continues(a_loop)),
        }
    }

    /// What looks at the value through the same receiver, in code before this wait.
    pub fn looked_at_before(self) -> Option<Expr<'c>> {
        let own = self.source_expr();
        own.local()?.mentions().find(|mention| mention.span().start < own.span().start)
    }

    /// A place in the package where a receiver of this name takes what is there for seen.
    pub fn advanced_elsewhere(self, original: Expr<'c>) -> Option<Expr<'c>> {
        let base = original.base;
        let names = calls::SEES_VALUE.iter().filter_map(|text| base.names.find(text));
        let lent = |on: Expr<'c>| match on.local() {
            Some(variable) if original.local() != Some(variable) => {
                variable.bound_value().filter(|value| value.callee_name().is_none()).map(Expr::referent)
            }
            _ => Some(on),
        };
        let same = |at: &ExprAt| {
            let on = base.receiver_of(*at).and_then(|on| lent(base.expr(on)));
            on.is_some_and(|on| on.place_name() == original.place_name())
        };
        base.calls_named(names).into_iter().find(same).map(|at| base.expr(at))
    }
}

impl crate::model::Base {
    /// The expression that gives the value of a block, through blocks.
    fn value_of_blocks(&self, at: ExprAt) -> ExprAt {
        match self.kind(at) {
            ExprKind::Block { block, .. } => {
                self.tail_of(at.file, *block).map_or(at, |tail| self.value_of_blocks(tail))
            }
            _ => at,
        }
    }
}
