//! What a function of the package does with what it is given: whether a parameter is lost in it.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, DefId, ExprAt, Origin};
use crate::model::values::follow::{Route, Sink};

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
        if let Some(known) = self.lost_params.get(&(def, n)) {
            return known;
        }
        // A function that hands the value to itself loses it, unless something else keeps it.
        self.lost_params.keep((def, n), true);
        let lost = self.param_binding(def, n).is_some_and(|param| {
            let used = &self.index.binding(param).uses;
            let route = self.route_of(param);
            let lost = |sink: &Sink| match *sink {
                Sink::Dropped(_) | Sink::OutOfScope(_) => true,
                Sink::Given(call, n) => matches!(self.callee(call), Callee::Def(def) if self.loses_param(def, n)),
                _ => false,
            };
            route.sinks.iter().all(lost) && (used.is_empty() || !route.sinks.contains(&Sink::OutOfScope(param)))
        });
        self.lost_params.keep((def, n), lost)
    }

    /// The variable of a parameter that is one name; `n` counts without a receiver.
    fn param_binding(&self, def: DefId, n: u32) -> Option<BindingId> {
        let body = self.index.def(def).body?;
        let info = self.index.body(body);
        let own = |(_, binding): &(BindingId, &crate::model::source::tables::Binding)| {
            binding.body == body && binding.origin == Origin::Param(n) && binding.steps.is_empty()
        };
        self.index.bindings_in(info.file).find(own).map(|(id, _)| id)
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
            n += 1;
        }
        route
    }

    /// Whether a function gives a parameter back, itself or as a part of what it gives.
    fn returns_param(&self, def: DefId, n: u32) -> bool {
        self.param_binding(def, n)
            .is_some_and(|param| self.route_of(param).sinks.iter().any(|sink| matches!(sink, Sink::Returned(_))))
    }
}

impl<'c> Variable<'c> {
    /// The variables that have its value inside of something, also through functions of the package that give it back: a
    /// list, an `Option`, a struct, a closure.
    pub fn put_inside(self) -> impl Iterator<Item = Variable<'c>> {
        inside(self.base, self.base.route_of_variable(self.id))
    }
}

impl<'c> Expr<'c> {
    /// The variables that have its value inside of something, as [`Variable::put_inside`] does.
    pub fn put_inside(self) -> impl Iterator<Item = Variable<'c>> {
        inside(self.base, self.base.route_through_calls(self.at))
    }
}

fn inside(base: &Base, route: Route) -> impl Iterator<Item = Variable<'_>> {
    let carriers = route.carriers.into_iter().filter(|carrier| !carrier.path.is_empty());
    carriers.map(|carrier| base.variable(carrier.binding))
}
