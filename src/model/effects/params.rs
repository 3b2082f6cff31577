//! What a function of the package does with what it is given: whether a parameter is lost in it.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::{Step, Use};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::model::values::follow::{Carrier, Route, Sink};
use crate::syntax::tree::{ExprId, ExprKind};

impl Base {
    /// Whether a call of the package does nothing with an argument but drop it; `n` counts without a receiver.
    pub(in crate::model) fn loses_argument(&self, call: ExprAt, n: u32) -> bool {
        let Callee::Def(def) = self.callee(call) else { return false };
        // What implements a trait may have to take what it does not need.
        if self.index.def(def).owner.is_some_and(|owner| self.is_of_trait(owner)) {
            return false;
        }
        self.loses_param(def, n)
    }

    fn loses_param(&self, def: DefId, n: u32) -> bool {
        let Some(body) = self.index.def(def).body else { return false };
        let is_named = self.named_params(body).any(|(named, _)| named == n);
        is_named && !solver::solve(self, &self.kept_params, &kept_params, body).contains(&n)
    }

    /// Where the value of an expression goes, also through functions of the package that give it back inside something.
    pub(in crate::model) fn route_through_calls(&self, at: ExprAt) -> Route {
        self.through_calls(self.route(at))
    }

    /// The same of what a variable has.
    pub(in crate::model) fn route_of_variable(&self, binding: BindingId) -> Route {
        self.through_calls(self.route_of(binding))
    }

    fn through_calls(&self, mut route: Route) -> Route {
        let mut n = 0;
        while n < route.sinks.len() {
            if let Sink::Given(call, arg) = route.sinks[n]
                && let Callee::Def(def) = self.callee(call)
                && self.returns_param(def, arg)
            {
                let on = self.route_inside(call);
                route.carriers.extend(on.carriers);
                let new = on.sinks.into_iter().filter(|sink| !route.sinks.contains(sink)).collect::<Vec<_>>();
                route.sinks.extend(new);
            }
            if let Sink::Given(call, arg) = route.sinks[n]
                && let Some(binding) = self.keeps_for_good(call, arg)
            {
                route.carriers.push(Carrier { binding, by: call, path: vec![Step::Inside] });
            }
            n += 1;
        }
        route
    }

    /// The variable whose method keeps an argument in its `self`, where nothing else ever changes what the variable has.
    fn keeps_for_good(&self, call: ExprAt, arg: u32) -> Option<BindingId> {
        let Callee::Def(def) = self.callee(call) else { return None };
        let variable = self.index.local(self.receiver_of(call)?)?;
        let info = self.index.binding(variable);
        let changed_by = |id: ExprId| {
            let mention = ExprAt { file: info.file, id };
            let same =
                |outer: ExprAt| self.receiver_of(outer) == Some(mention) && self.callee(outer) == Callee::Def(def);
            let used = self.flow(self.body_at(mention)).use_of(id);
            used.is_none_or(|(_, how)| how != Use::Borrow) && !self.parent_expr(mention).is_some_and(same)
        };
        let held = !info.by_ref && matches!(info.origin, Origin::Value(_)) && self.keeps_in_self(def, arg);
        let field = |id: &ExprId| {
            let outer = self.parent_expr(ExprAt { file: info.file, id: *id });
            outer.is_some_and(|outer| matches!(self.kind(outer), ExprKind::Field { .. }) && !self.consumed(outer))
        };
        (held && !info.uses.iter().filter(|id| !field(id)).any(|&id| changed_by(id))).then_some(variable)
    }

    /// Whether a method puts a parameter into a field of its `self` and leaves it there.
    fn keeps_in_self(&self, def: DefId, n: u32) -> bool {
        let Some(param) = self.param_binding(def, n) else { return false };
        self.route_of(param).sinks.iter().any(|sink| match *sink {
            Sink::Kept(at) => {
                let place = self.receiver_of(at).unwrap_or(at);
                self.root_of(place).is_some_and(|root| self.index.binding(root).origin == Origin::SelfParam)
            }
            _ => false,
        })
    }

    /// Whether a function gives a parameter back, itself or as a part of what it gives.
    fn returns_param(&self, def: DefId, n: u32) -> bool {
        self.param_binding(def, n)
            .is_some_and(|param| self.route_of(param).sinks.iter().any(|sink| matches!(sink, Sink::Returned(_))))
    }
}

/// The parameters that a function does more with than drop them. What it hands to itself it loses, unless something else
/// keeps it.
fn kept_params(solver: &mut Solver<'_, Vec<u32>>, body: BodyId) -> Vec<u32> {
    let base = solver.base;
    let mut keeps = |(_, param): &(u32, BindingId)| {
        let route = base.route_of(*param);
        let mut is_kept = |sink: &Sink| match *sink {
            Sink::Dropped(_) | Sink::OutOfScope(_) => false,
            Sink::Given(call, n) => match base.callee(call) {
                Callee::Def(def) => match base.index.def(def).body {
                    Some(inner) if base.named_params(inner).any(|(named, _)| named == n) => {
                        solver.ask(inner).contains(&n)
                    }
                    _ => true,
                },
                _ => true,
            },
            _ => true,
        };
        let is_used = |binding| !base.index.binding(binding).uses.is_empty();
        let used = is_used(*param);
        // Whoever mentions what it lies in may take it along: the clone of an `Arc`, a closure.
        let lent = |carrier: &Carrier| !carrier.path.is_empty() && is_used(carrier.binding);
        route.carriers.iter().any(lent)
            || route.sinks.iter().any(&mut is_kept)
            || used && route.sinks.contains(&Sink::OutOfScope(*param))
    };
    base.named_params(body).filter(&mut keeps).map(|(n, _)| n).collect()
}

impl<'c> Variable<'c> {
    /// The variables that have its value inside of something, also through functions of the package that give it back: a
    /// list, an `Option`, a struct, a closure.
    pub fn put_inside(self) -> impl Iterator<Item = Variable<'c>> {
        inside(self.base, self.base.route_of_variable(self.id))
    }
}

impl<'c> Expr<'c> {
    /// The call of the package's own that it is given to, where that has dropped it by the time it is over, whatever else
    /// it does: nobody looks at the parameter.
    pub fn lost_in_call(self) -> Option<Expr<'c>> {
        let base = self.base;
        let call = base.parent_expr(self.at)?;
        let n = base.args(call).iter().position(|arg| *arg == self.at.id)? as u32;
        let Callee::Def(def) = base.callee(call) else { return None };
        let is_async = base.index.def(def).body.is_some_and(|body| base.index.body(body).is_async);
        let awaited = base.parent_expr(call).is_some_and(|outer| matches!(base.kind(outer), ExprKind::Await(_)));
        let over = awaited || !is_async;
        (over && base.twins_of(def).is_empty() && base.loses_argument(call, n)).then(|| base.expr(call))
    }

    /// The parameter that it is in the call which loses it.
    pub fn parameter_lost(self) -> Option<Variable<'c>> {
        let base = self.base;
        let call = self.lost_in_call()?;
        let n = base.args(call.at).iter().position(|arg| *arg == self.at.id)? as u32;
        let Callee::Def(def) = base.callee(call.at) else { return None };
        base.param_binding(def, n).map(|param| base.variable(param))
    }

    /// The variables that have its value inside of something, as [`Variable::put_inside`] does.
    pub fn put_inside(self) -> impl Iterator<Item = Variable<'c>> {
        inside(self.base, self.base.route_through_calls(self.at))
    }
}

fn inside(base: &Base, route: Route) -> impl Iterator<Item = Variable<'_>> {
    let carriers = route.carriers.into_iter().filter(|carrier| !carrier.path.is_empty());
    carriers.map(|carrier| base.variable(carrier.binding))
}
