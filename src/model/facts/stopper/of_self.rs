//! What stops the methods of a value: a field of it, and what a method makes of that field for itself.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Crate;
use crate::model::facts::stopper::{Given, StopKind, Stopper, StopperData};
use crate::model::flow::loops::Loop;
use crate::model::library::calls;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{Binding, BindingId, BodyId, BodyKind, DefId, ExprAt, FileNo, Origin, TypeAt};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, Name};

/// How deep calls are followed to the method that looks at a field.
const DEEPEST: u32 = 4;

impl<'c> Stopper<'c> {
    /// The mentions of a field in the function that is stopped by it.
    pub(super) fn looks_at_field(self, field: Name) -> Vec<Expr<'c>> {
        let of_field = |mention: Expr<'c>| {
            let outer = self.krate.parent_expr(mention.at)?;
            let names = matches!(self.krate.kind(outer), ExprKind::Field { name, .. } if *name == field);
            names.then(|| self.krate.expr(outer))
        };
        self.variable().mentions().filter_map(of_field).collect()
    }

    /// Where a method of the same type waits for the field, or hands it to what may: it is there to stop that work.
    pub fn obeyed_at(self) -> Option<Expr<'c>> {
        self.uses_of_field().find(|mention| mention.is_awaited_as_stop() || mention.is_lent())
    }

    /// Where the code of a loop mentions the field, or that of the functions which it calls.
    pub fn looks_from(self, a_loop: Loop<'c>) -> Vec<Expr<'c>> {
        let krate = self.krate;
        let reached = krate.reached_from(a_loop.expr());
        let reaches =
            |mention: &Expr<'c>| reached.contains(&krate.outermost(mention.body())) || a_loop.holds(mention.span());
        self.uses_of_field().filter(reaches).collect()
    }

    /// Where its future is a side of a race, or that of who awaits it: then it is stopped with it.
    pub fn lost_with_race(self) -> Option<Span> {
        let krate = self.krate;
        let (mut bodies, mut n) = (vec![self.variable().body()], 0);
        while let Some(body) = bodies.get(n).copied() {
            n += 1;
            // Who starts a task does not take it along.
            if krate.task_of(body) == Some(body) {
                continue;
            }
            let made = krate.body_expr(body).into_iter();
            for call in made.chain(krate.callers_of_body(body)) {
                if let Some(race) = krate.race_around(call) {
                    return Some(krate.span(race));
                }
                let outer = krate.body_at(call);
                if !bodies.contains(&outer) {
                    bodies.push(outer);
                }
            }
        }
        None
    }

    /// The only call of its method, when there is one.
    pub fn only_call(self) -> Option<Expr<'c>> {
        let calls = self.krate.callers_of_body(self.krate.outermost(self.variable().body()));
        match calls.as_slice() {
            [only] => Some(self.krate.expr(*only)),
            _ => None,
        }
    }

    /// Every mention of the field, in all code that has a value of the type; none for what is no field.
    fn uses_of_field(self) -> impl Iterator<Item = Expr<'c>> {
        let krate = self.krate;
        let field = match self.data.given {
            Given::Field(field) => krate.owner_of_method(self.variable().id).map(|owner| (owner, field)),
            Given::Param | Given::MadeOfField => None,
        };
        field.into_iter().flat_map(move |(owner, field)| krate.mentions_of_field(owner, field))
    }
}

impl Expr<'_> {
    /// Whether a mention of what stops is waited for: `token.cancelled()`, `shutdown.changed()`, itself in a race.
    pub fn is_awaited_as_stop(self) -> bool {
        let base = self.base;
        let call = base.parent_expr(self.at).filter(|call| base.receiver_of(*call) == Some(self.at));
        let name = call.and_then(|call| base.method_name(call));
        name.is_some_and(calls::awaits_stop) || base.race_around(self.at).is_some()
    }

    /// Whether a mention is lent to a call, which may wait for it then.
    fn is_lent(self) -> bool {
        let base = self.base;
        let lent = base.parent_expr(self.at).filter(|at| matches!(base.kind(*at), ExprKind::Ref { .. }));
        let outer = lent.and_then(|lent| base.parent_expr(lent).map(|call| (lent, call)));
        outer.is_some_and(|(lent, call)| base.args(call).contains(&lent.id))
    }
}

impl Crate {
    /// The struct whose method binds this `self`.
    fn owner_of_method(&self, own: BindingId) -> Option<DefId> {
        match self.core_type(&self.type_of_binding(own)) {
            Ty::Def(def, _) => Some(def),
            _ => None,
        }
    }

    /// The functions of the package that the code in a loop calls, and what they call.
    fn reached_from(&self, a_loop: Expr<'_>) -> FxHashSet<BodyId> {
        let mut found = FxHashSet::default();
        let within = |at: &ExprAt| a_loop.span().holds(self.span(*at));
        let mut next: Vec<ExprAt> = self.calls_in(a_loop.body()).filter(within).collect();
        for _ in 0..DEEPEST {
            let bodies: Vec<BodyId> = next.iter().filter_map(|call| self.body_called(*call)).collect();
            let new: Vec<BodyId> = bodies.into_iter().filter(|body| found.insert(*body)).collect();
            next = new.iter().flat_map(|body| self.calls_in(*body)).collect();
        }
        found
    }

    /// The fields of a struct by which others stop it.
    fn stops_among_fields(&self, owner: DefId) -> Vec<(Name, StopKind)> {
        let info = self.index.def(owner);
        let ItemKind::Struct { fields, .. } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return Vec::new();
        };
        let stops = fields.fields.iter().filter_map(|(name, id, _)| {
            let ty = self.written(TypeAt { file: info.file, id: *id, scope: info.scope });
            self.stop_kind(self.text(*name), &ty).map(|kind| (*name, kind))
        });
        // A flag is asked and never waited for.
        stops.filter(|(_, kind)| *kind != StopKind::Flag).collect()
    }
}

pub(super) fn collect(krate: &Crate) -> Vec<StopperData> {
    let files = (0..krate.files.len()).map(|n| FileNo(n as u32));
    let bindings = files.flat_map(|file| krate.index.bindings_in(file));
    let mut fields = FxHashMap::default();
    bindings.flat_map(|(binding, info)| stops_of(krate, binding, info, &mut fields)).collect()
}

/// The fields of a struct by which others stop it, of each whose methods have been met.
type StopFields = FxHashMap<DefId, Vec<(Name, StopKind)>>;

/// What a binding has that stops the function around it: the fields of `self`, or a variable made of one.
fn stops_of(krate: &Crate, binding: BindingId, info: &Binding, known: &mut StopFields) -> Vec<StopperData> {
    let body = krate.index.body(info.body);
    match info.origin {
        Origin::SelfParam if body.kind == BodyKind::Fn && body.def.is_some() => {
            let Some(owner) = krate.owner_of_method(binding) else { return Vec::new() };
            let fields = known.entry(owner).or_insert_with(|| krate.stops_among_fields(owner));
            let as_data = |&(name, kind): &(Name, StopKind)| StopperData { binding, kind, given: Given::Field(name) };
            fields.iter().map(as_data).collect()
        }
        Origin::Value(value) if info.steps.is_empty() && body.def.is_some() => {
            let made = krate.root_of(ExprAt { file: info.file, id: value });
            let own = made.is_some_and(|root| krate.index.binding(root).origin == Origin::SelfParam);
            let kind = own.then(|| krate.stop_kind(krate.text(info.name), &krate.type_of_binding(binding))).flatten();
            kind.map(|kind| StopperData { binding, kind, given: Given::MadeOfField }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
