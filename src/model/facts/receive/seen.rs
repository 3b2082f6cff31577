//! Receivers of watched values: which is made again in each iteration, and what it has seen.

use crate::model::callee::Callee;
use crate::model::facts::receive::Receive;
use crate::model::flow::loops::{ExitHow, Loop};
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

/// Where a receiver is made again and again.
pub struct Again<'c> {
    pub a_loop: Loop<'c>,
    /// The call in the loop, where a function that it calls makes the receiver.
    pub call: Option<Expr<'c>>,
}

/// A state that a loop looks at only once it has changed.
pub struct FirstLook<'c> {
    pub subscription: Expr<'c>,
    pub a_loop: Loop<'c>,
    /// The look that ends the loop.
    pub looked: Expr<'c>,
}

impl<'c> Receive<'c> {
    /// How the receiver whose change is waited for is made, and the loop that makes it in each iteration.
    ///
    /// # Errors
    ///
    /// It is not made in a loop, or not by a clone or a subscription.
    pub fn watch_made_again(self) -> Asked<(Made<'c>, Again<'c>)> {
        let base: &'c crate::model::Base = self.krate;
        let source = self.source_expr().local().filter(|_| self.watches()).ok_or(Silence::NotMine)?;
        let again = match self.expr().loop_around() {
            Some(a_loop) => Some(Again { a_loop, call: None }).filter(|_| a_loop.holds(source.span())),
            None => self.called_again(),
        };
        let again = again.ok_or(Silence::NotMine)?;
        let a_loop = again.a_loop;
        let value = source.bound_value().ok_or(Silence::NotMine)?;
        let call = base.expr(base.value_of_blocks(value.at));
        let on = call.called_on().ok_or(Silence::NotMine)?;
        let outside = on.root().is_some_and(|root| root.is_self() || !a_loop.holds(root.span()));
        if again.call.is_some() && !on.root().is_some_and(|root| root.is_self()) {
            return Err(Silence::NotMine);
        }
        match call.callee_name() {
            Some(name) if calls::makes_second(name) && (outside || on.is_shared_place()) => {
                Ok((Made::Cloned { original: on, call }, again))
            }
            Some(name) if calls::makes_receiver(name) && call.args().next().is_none() && again.call.is_none() => {
                Ok((Made::Subscribed { call }, again))
            }
            _ => Err(Silence::NotMine),
        }
    }

    /// The loop that calls and awaits its method again and again, on a value that is not of the iteration.
    fn called_again(self) -> Option<Again<'c>> {
        let base: &'c crate::model::Base = self.krate;
        base.callers_of_body(self.expr().body()).into_iter().filter(|call| !base.in_test(*call)).find_map(|call| {
            let call = base.expr(call);
            let a_loop = call.loop_around()?;
            let on = call.called_on().and_then(|on| on.root())?;
            let outlives = on.is_self() || !a_loop.holds(on.span());
            let waits = call.awaited_by().is_some() || call.branch().is_some();
            (outlives && waits).then_some(Again { a_loop, call: Some(call) })
        })
    }

    /// The state that its loop waits for, where the receiver is subscribed right before that loop and the value that is there
    /// by then is never looked at: only what comes after the wait ends the loop.
    pub fn looks_after_change(self) -> Option<FirstLook<'c>> {
        let base: &'c crate::model::Base = self.krate;
        let own = self.source_expr();
        let source = own.local().filter(|_| self.watches())?;
        let a_loop = self.expr().loop_around().filter(|a_loop| !a_loop.holds(source.span()))?;
        let subscription = base.expr(base.value_of_blocks(source.bound_value()?.at));
        let next = base.stmt_of(subscription.at).and_then(|at| base.statement(at).following())?;
        if !base.subscribes(subscription.at, true) || next.expr() != Some(a_loop.expr()) {
            return None;
        }
        let after = |mention: &Expr<'c>| mention.span().start > own.span().start && a_loop.holds(mention.span());
        let ends_loop = |mention: &Expr<'c>| {
            base.exits_of(a_loop.at).into_iter().any(|exit| {
                let decides = |decision: Expr<'c>| {
                    let looked = decision.looked_at().filter(|_| a_loop.holds(decision.span()));
                    looked.is_some_and(|looked| looked.is_made_with(|part| part == *mention))
                };
                matches!(exit.how, ExitHow::Leave(_)) && base.expr(exit.at).conditions().any(decides)
            })
        };
        let looked = source.mentions().find(|mention| after(mention) && ends_loop(mention))?;
        Some(FirstLook { subscription, a_loop, looked })
    }

    /// Whether the next iteration of a loop can follow a change.
    pub fn goes_on_in(self, again: &Again<'c>) -> bool {
        let here = again.call.unwrap_or(self.expr());
        match (here.branch(), again.call.and_then(|call| call.awaited_by())) {
            (Some(branch), _) => branch.start().is_some_and(|start| start.continues(again.a_loop)),
            (None, Some(wait)) => wait.points().any(|point| point.continues(again.a_loop)),
            (None, None) => self.points().any(|point| point.continues(again.a_loop)),
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
        let owner = base.field_of_struct(original.at);
        let of_another = |on: Expr<'c>| base.field_of_struct(on.at).zip(owner).is_some_and(|(own, owner)| own != owner);
        let same = |at: &ExprAt| {
            let on = base.receiver_of(*at).and_then(|on| lent(base.expr(on)));
            on.is_some_and(|on| on.place_name() == original.place_name() && !of_another(on))
        };
        base.calls_named(names).into_iter().find(same).map(|at| base.expr(at))
    }
}

impl crate::model::Base {
    /// Whether a call subscribes; `through`: or is of a function of the package that does nothing else.
    fn subscribes(&self, call: ExprAt, through: bool) -> bool {
        if self.expr(call).callee_name().is_some_and(calls::makes_receiver) {
            return self.args(call).is_empty();
        }
        let Callee::Def(def) = self.callee(call) else { return false };
        let value = self.index.def(def).body.filter(|_| through).and_then(|body| self.only_value(body));
        value.is_some_and(|value| self.subscribes(value, false))
    }

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
