//! Fields that have the receiver of a channel, while what the struct waits for may wait for room in it.

use crate::model::Crate;
use crate::model::effects::together::Makers;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::producer::Producer;
use crate::model::facts::send::stopped::{Stop, Stopped};
use crate::model::flow::points::Point;
use crate::model::flow::{NodeId, Step};
use crate::model::library::{steps, vocabulary};
use crate::model::source::handles::{Expr, Function};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::model::values::follow::Sink;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, Name};

/// A field of a struct that has the receiver of a channel.
#[derive(Clone, Copy)]
pub struct Kept<'c> {
    krate: &'c Crate,
    def: DefId,
    literal: ExprAt,
    field: Name,
}

/// A wait for whoever sends, in a function of the struct that has the receiver.
#[derive(Clone, Copy)]
pub struct OwnersWait<'c> {
    pub wait: Expr<'c>,
    pub function: Function<'c>,
}

impl<'c> Channel<'c> {
    /// The fields that its receiver goes into.
    pub fn kept_in(self) -> Vec<Kept<'c>> {
        let krate = self.krate;
        let mentions = self.receivers().flat_map(|receiver| receiver.mentions());
        let fields = mentions.filter_map(|mention| {
            let (literal, field) = krate.carried_into_field(mention.at)?;
            Some(Kept { krate, def: krate.struct_of_literal(literal)?, literal, field })
        });
        fields.collect()
    }

    /// Whether anything is received from it, by whatever name its receiver goes there.
    pub fn is_received_from(self) -> bool {
        self.receives_anywhere().next().is_some() || self.kept_in().iter().any(|kept| kept.is_received_from())
    }
}

impl<'c> Kept<'c> {
    /// How the user calls the field.
    pub fn name(self) -> &'c str {
        self.krate.text(self.field)
    }

    /// The struct's name.
    pub fn owner(self) -> &'c str {
        self.krate.text(self.krate.index.def(self.def).name)
    }

    /// Where the receiver goes into it.
    pub fn literal(self) -> Expr<'c> {
        self.krate.expr(self.literal)
    }

    /// Whether anything is received from the field.
    fn is_received_from(self) -> bool {
        let own =
            |receive: Receive<'_>| self.krate.fields_behind(receive.data.source).contains(&(self.def, self.field));
        self.krate.receives().any(own)
    }

    /// Whether nobody can receive from it: nothing but the struct's own code sees the field, and that drops it at most.
    pub fn is_only_dropped(self) -> bool {
        let krate = self.krate;
        let mut uses = self.uses_of(self.field);
        uses.all(|at| krate.is_dropped(at))
            && krate.taken_from_field(self.def, self.field).next().is_none()
            && !self.is_open()
            && !self.is_received_from()
    }

    fn uses_of(self, field: Name) -> impl Iterator<Item = ExprAt> {
        self.krate.uses_of_field(self.def, field)
    }

    /// Whether the field is declared `pub`.
    fn is_open(self) -> bool {
        let krate = self.krate;
        let info = krate.index.def(self.def);
        let ItemKind::Struct { fields, .. } = &krate.tree(info.file).items[info.item.0 as usize].kind else {
            return true;
        };
        let Some((_, _, span)) = fields.fields.iter().find(|field| field.0 == self.field) else { return true };
        let whole = krate.tree(info.file).items[info.item.0 as usize].span;
        let before = krate.source(info.file).text_of(Span { end: span.end, ..whole });
        let line = before.rsplit(['\n', ',', '{']).next().unwrap_or(before);
        vocabulary::declares_open(line)
    }

    /// Where a function that ends the struct waits for a task whose handle it keeps, before it lets the receiver go.
    pub fn waited_for_by_owner(self, producer: &Producer<'_>) -> Option<OwnersWait<'c>> {
        let spawn = producer.spawn().at;
        let unasked = !producer.answers();
        let list = || self.handles_beside(spawn).filter(|_| unasked);
        let handle = self.handle_beside(spawn).or_else(list)?;
        self.waits_for_handle(handle).into_iter().find_map(|wait| self.ends_struct(wait, unasked))
    }

    /// Where a function stops receiving from the field, and then waits for a task whose handle the struct keeps, itself or in
    /// a function that it calls.
    pub fn left_by_owner(self, spawn: Expr<'_>) -> Option<Stop<'c>> {
        let krate = self.krate;
        let closed = |at: ExprAt| {
            krate.parent_expr(at).and_then(|call| krate.method_name(call)).is_some_and(crate::model::library::closes)
        };
        if krate.gives_field_up(self.def, self.field) || self.uses_of(self.field).any(closed) || self.is_open() {
            return None;
        }
        let beside = self.handle_beside(spawn.at);
        let handle = beside.or_else(|| self.handle_put_later(spawn.at)).or_else(|| self.set_of_tasks(spawn.at))?;
        let waits = self.waits_for_handle(handle);
        let untouched = waits.iter().filter(|wait| self.comes_untouched(**wait));
        let calls = untouched.flat_map(|wait| self.calls_around(*wait));
        let sites: Vec<ExprAt> = waits.iter().copied().chain(calls).collect();
        sites.into_iter().find_map(|site| {
            let join = krate.expr(site);
            let point = join.point().or_else(|| join.first_point())?;
            let (how, _, at) = self.stop_before(point)?;
            Some(Stop { how, at, join, receiver: self.name(), again: beside.is_none() })
        })
    }

    /// Where the function of a point stops receiving from the field on the way to it.
    fn stop_before(self, point: Point<'c>) -> Option<Stopped<'c>> {
        let krate = self.krate;
        let taken = self.taken_within(point.body);
        let flow = krate.flow(point.body);
        let comes = |from: NodeId| !taken.contains(&from) && flow.path(from, point.node, |node| taken.contains(&node));
        let follows = |&(_, from, _): &Stopped<'c>| from.body == point.body && comes(from.node);
        let own = self.received_in(point.body).into_iter().flat_map(|receive| receive.stops());
        let called = self.helpers_of(point.body).into_iter().filter_map(|helper| self.left_by_helper(helper, point));
        own.filter(follows).chain(called).next()
    }

    /// The calls of a body of functions that receive from the field, and what these receive.
    fn helpers_of(self, body: BodyId) -> Vec<(ExprAt, Vec<Receive<'c>>)> {
        let krate = self.krate;
        let helper = |call: ExprAt| {
            let helper = krate.body_called(call).filter(|helper| *helper != body)?;
            Some((call, self.received_in(helper))).filter(|(_, receives)| !receives.is_empty())
        };
        krate.calls_in(body).filter_map(helper).collect()
    }

    /// Where a function that receives from the field may come back before the channel has closed, when a point follows with
    /// nothing received in between.
    fn left_by_helper(self, (call, receives): (ExprAt, Vec<Receive<'c>>), point: Point<'c>) -> Option<Stopped<'c>> {
        let krate = self.krate;
        let own = krate.node_in(call, point.body);
        let taken = self.taken_within(point.body);
        let takes = |node: NodeId| taken.contains(&node) && Some(node) != own;
        let flow = krate.flow(point.body);
        let follows = |&(_, from, _): &Stopped<'c>| from.body == point.body && flow.path(from.node, point.node, takes);
        // Who takes one value at a time leaves it to its caller when to stop (learnt from wasmtime).
        let drains = receives.iter().any(|receive| krate.loop_around(receive.data.at).is_some());
        let stop = krate.called_until_stop(call, &receives).filter(|_| drains);
        stop.into_iter().chain(krate.called_until_failed(call, &receives)).find(follows)
    }

    /// Whether a function never receives from the field on the way to a wait.
    fn comes_untouched(self, wait: ExprAt) -> bool {
        let krate = self.krate;
        let body = krate.body_at(wait);
        let flow = krate.flow(body);
        let node = krate.expr(wait).point().or_else(|| krate.expr(wait).first_point());
        let leads = |from: NodeId| node.is_none_or(|point| flow.path(from, point.node, |_| false));
        !self.taken_within(body).into_iter().any(leads)
    }

    /// The receives from the field in the code of a body.
    fn received_in(self, body: BodyId) -> Vec<Receive<'c>> {
        let krate = self.krate;
        let own = |receive: &Receive<'c>| {
            receive.expr().body() == body && krate.fields_behind(receive.data.source).contains(&(self.def, self.field))
        };
        krate.receives().filter(own).collect()
    }

    /// The points of a body at which it receives from the field, itself or in a function that it calls, or sees that the
    /// channel has closed: then nobody is at a send.
    fn taken_within(self, body: BodyId) -> Vec<NodeId> {
        let krate = self.krate;
        let receives = self.received_in(body);
        let waiting = receives.iter().filter(|receive| receive.waits());
        let mut taken: Vec<NodeId> = waiting.flat_map(|receive| receive.won_at()).map(|point| point.node).collect();
        taken.extend(receives.iter().flat_map(|receive| match receive.when_closed() {
            Continuation::At(points) => points.into_iter().map(|point| point.node).collect(),
            _ => Vec::new(),
        }));
        let helpers = self.helpers_of(body).into_iter();
        let helpers = helpers.filter(|(_, receives)| receives.iter().any(|receive| receive.waits()));
        taken.extend(helpers.filter_map(|(call, _)| krate.node_in(call, body)));
        taken
    }

    /// The calls of the function around a wait, where that waits in it.
    fn calls_around(self, wait: ExprAt) -> Vec<ExprAt> {
        let krate = self.krate;
        let body = krate.body_at(wait);
        let runs = |call: &ExprAt| krate.is_run_by(body, *call) && krate.race_around(*call).is_none();
        krate.callers_of_body(body).into_iter().filter(runs).filter(|call| !krate.in_test(*call)).collect()
    }

    /// The field that the literal gives the handle of a task.
    fn handle_beside(self, spawn: ExprAt) -> Option<Name> {
        self.given_field(&|at| at == spawn)
    }

    /// The field that the literal gives a list of handles, in which that of a task is.
    fn handles_beside(self, spawn: ExprAt) -> Option<Name> {
        let krate = self.krate;
        let carriers = krate.route(spawn).carriers;
        let lists: Vec<_> = carriers.iter().filter(|carrier| carrier.path.contains(&Step::Element)).collect();
        self.given_field(&|at| match krate.makers_of(at) {
            Some(Makers::Closure { closure, .. }) => krate.value_of_closure(closure) == Some(spawn),
            _ => krate.index.local(at).is_some_and(|list| lists.iter().any(|carrier| carrier.binding == list)),
        })
    }

    /// The field of the literal whose value comes from something.
    fn given_field(self, made: &dyn Fn(ExprAt) -> bool) -> Option<Name> {
        let krate = self.krate;
        let ExprKind::Struct { fields, .. } = krate.kind(self.literal) else { return None };
        let fits = |value: ExprAt| {
            let sources = krate.sources(value, &|at| krate.same_end(at));
            sources.iter().any(|source| made(source.at))
        };
        fields.iter().find(|(_, value)| fits(ExprAt { id: *value, ..self.literal })).map(|(field, _)| *field)
    }

    /// The field of the struct whose set of tasks starts a task.
    fn set_of_tasks(self, spawn: ExprAt) -> Option<Name> {
        let krate = self.krate;
        let (def, field) = krate.field_of_struct(krate.receiver_of(spawn)?)?;
        (def == self.def).then_some(field)
    }

    /// The field of the struct that the handle of a task is put into afterwards.
    fn handle_put_later(self, spawn: ExprAt) -> Option<Name> {
        let krate = self.krate;
        let sinks = krate.route(spawn).sinks.into_iter();
        let fields = sinks.filter_map(|sink| match sink {
            Sink::Kept(place) => krate.field_of_struct(krate.receiver_of(place).unwrap_or(place)),
            _ => None,
        });
        fields.filter(|(def, _)| *def == self.def).map(|(_, field)| field).next()
    }

    /// The waits with no limit for what a field has.
    fn waits_for_handle(self, handle: Name) -> Vec<ExprAt> {
        let krate = self.krate;
        let waits = self.uses_of(handle).flat_map(|at| {
            let taken =
                krate.parent_expr(at).filter(|call| krate.method_name(*call).is_some_and(steps::empties_option));
            let lent = krate.parent_expr(at).filter(|outer| matches!(krate.kind(*outer), ExprKind::Ref { .. }));
            let inside = krate.parent_expr(at).filter(|call| krate.receiver_of(*call) == Some(at));
            let mut sinks = krate.route(taken.or(lent).unwrap_or(at)).sinks;
            sinks.extend(inside.into_iter().flat_map(|items| krate.route_inside(items).sinks));
            sinks.extend(inside.filter(|call| krate.expr(*call).joins_tasks()).map(Sink::Awaited));
            sinks
        });
        let waits = waits.filter_map(|sink| match sink {
            Sink::Awaited(wait) => Some(wait),
            _ => None,
        });
        // Where it is raced, the other branches go on receiving; what is aborted ends at its send.
        let raced = |wait: ExprAt| krate.select(wait).is_some() || krate.race_around(wait).is_some();
        let aborts = |wait: ExprAt| match krate.kind(wait) {
            ExprKind::Await(call) => krate.method_name(ExprAt { id: *call, ..wait }).is_some_and(steps::aborts_set),
            _ => false,
        };
        waits.filter(|wait| !raced(*wait) && !aborts(*wait)).collect()
    }

    /// Whether a call before a wait tells something else of the struct to stop: whoever is waited for may be at work still.
    fn tells_to_stop_before(self, call: ExprAt, wait: ExprAt) -> bool {
        let krate = self.krate;
        let tells = |name: &str| vocabulary::orders_stop(&words_of_name(name)) && !steps::asks_flag(name);
        krate.span(call).end <= krate.span(wait).start
            && krate.method_name(call).is_some_and(tells)
            && krate.receiver_of(call).and_then(|on| krate.field_of_struct(on)).is_some_and(|(def, _)| def == self.def)
    }

    /// Whether a method takes the struct itself, not a reference to it.
    fn is_owned_by(self, body: BodyId) -> bool {
        let krate = self.krate;
        krate.self_of(body).is_some_and(|own| {
            let itself = matches!(krate.type_of_binding(own), Ty::Def(def, _) if def == self.def);
            itself && !krate.index.binding(own).by_ref
        })
    }

    /// The function around a wait, where it ends the struct and leaves the receiver alone before the wait.
    fn ends_struct(self, wait: ExprAt, unasked: bool) -> Option<OwnersWait<'c>> {
        let krate = self.krate;
        let body = krate.body_at(wait);
        let def = krate.def_of(body)?;
        let info = krate.index.def(def);
        let name = words_of_name(krate.text(info.name));
        let ends = info.owner.is_some_and(|owner| krate.is_drop_impl(owner))
            || vocabulary::orders_stop(&name)
            || vocabulary::tells_to_stop(&name)
            || unasked && self.is_owned_by(body)
            || krate.calls_in(body).any(|call| self.tells_to_stop_before(call, wait));
        let before = krate.span(wait);
        let mentions = |body| self.uses_of(self.field).any(|at| krate.outermost(krate.body_at(at)) == body);
        let flow = krate.flow(body);
        let waits = krate.expr(wait).point().or_else(|| krate.expr(wait).first_point());
        let comes = |at: ExprAt| match (krate.node_in(at, body), waits) {
            (Some(node), Some(point)) => flow.path(node, point.node, |_| false),
            _ => true,
        };
        let own = self.uses_of(self.field).filter(|at| krate.def_of(krate.body_at(*at)) == Some(def)).any(comes);
        let helped = krate.calls_in(body).filter(|call| krate.span(*call).start < before.start);
        let helped = helped.filter_map(|call| krate.body_called(call)).any(mentions);
        let taken = krate.taken_from_field(self.def, self.field).next().is_some();
        let cloned = self.uses_of(self.field).any(|at| krate.expr(at).cloned_by().is_some());
        (ends && !own && !helped && !taken && !cloned)
            .then(|| OwnersWait { wait: krate.expr(wait), function: krate.as_function(def) })
    }
}
