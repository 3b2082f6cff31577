//! Where the handles of tasks and threads lie until somebody waits for them: variables, fields, and lists or maps in these.

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::spawns::SpawnCall;
use crate::model::library::{futures, steps};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::model::values::follow::Sink;
use crate::syntax::tree::{ExprKind, Name};

/// How many variables and calls lead from a handle back to where it lay.
const FARTHEST: usize = 12;

/// What a handle lies in, itself or as one of many.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::model) enum Place {
    Variable(BindingId),
    Field(DefId, Name),
}

/// The spawns by where their handles lie, as places in the package's list.
pub(in crate::model) type Kept = FxHashMap<Place, Vec<usize>>;

impl Base {
    /// The calls that start a task or thread whose handle this can be: it was taken out of what they are put into.
    pub(in crate::model) fn starts_behind(&self, handle: ExprAt) -> Vec<&SpawnCall> {
        let all = self.kept_handles.get_or_init(|| self.places_of_handles());
        let starts = self.handle_taken_from(handle).into_iter().filter_map(|place| all.get(&place)).flatten();
        starts.map(|&n| &self.spawning_calls()[n]).collect()
    }

    /// The fields of structs in which the handle of a task or thread lies.
    pub(in crate::model) fn fields_of_handle(&self, spawn: ExprAt) -> Vec<(DefId, Name)> {
        let fields = self.handle_put_into(spawn).into_iter().filter_map(|place| match place {
            Place::Field(def, name) => Some((def, name)),
            Place::Variable(_) => None,
        });
        fields.collect()
    }

    /// Where code waits for the end of a task or thread whose handle it takes out of a field, alone or with the others there.
    pub(in crate::model) fn waits_for_field(&self, body: BodyId, field: (DefId, Name)) -> Option<ExprAt> {
        let of_field = |at: ExprAt| self.handle_taken_from(at).contains(&Place::Field(field.0, field.1));
        let waits = |at: ExprAt| match self.kind(at) {
            ExprKind::Await(inner) => {
                let inner = ExprAt { id: *inner, ..at };
                let all = matches!(self.callee(inner), Callee::External(path) if futures::awaits_all(&path));
                let given = self.args(inner).first().filter(|_| all).map(|&id| ExprAt { id, ..at });
                of_field(given.unwrap_or(inner))
            }
            ExprKind::Method(method) => {
                steps::joins_thread(self.text(method.name)) && of_field(ExprAt { id: method.receiver, ..at })
            }
            _ => false,
        };
        let file = self.index.body(body).file;
        let here = self.flow(body).ids().filter_map(|node| self.flow(body).node(node).kind.expr());
        here.map(|id| ExprAt { file, id }).find(|at| waits(*at))
    }

    fn places_of_handles(&self) -> Kept {
        let mut all = Kept::default();
        for (n, spawn) in self.spawning_calls().iter().enumerate() {
            for place in self.handle_put_into(spawn.at) {
                let known = all.entry(place).or_default();
                known.extend((!known.contains(&n)).then_some(n));
            }
        }
        all
    }

    /// What the handle of a task or thread is put into.
    fn handle_put_into(&self, spawn: ExprAt) -> Vec<Place> {
        let route = self.route(spawn);
        let field = |at: ExprAt| self.handle_taken_from(at).into_iter().find(|place| matches!(place, Place::Field(..)));
        let of_literal = |at: ExprAt| {
            let (literal, name) = self.carried_into_field(at)?;
            Some(Place::Field(self.struct_of_literal(literal)?, name))
        };
        let mut found: Vec<Place> = of_literal(spawn).into_iter().collect();
        for carrier in &route.carriers {
            found.push(Place::Variable(carrier.binding));
            let info = self.index.binding(carrier.binding);
            found.extend(info.uses.iter().filter_map(|&id| of_literal(ExprAt { file: info.file, id })));
        }
        found.extend(route.sinks.iter().filter_map(|sink| match sink {
            Sink::Kept(by) => field(self.receiver_of(*by).unwrap_or(*by)),
            _ => None,
        }));
        found
    }

    /// What a handle may have been taken out of, by a pattern, a loop, a method or by `mem::take`.
    fn handle_taken_from(&self, handle: ExprAt) -> Vec<Place> {
        let (mut found, mut now) = (Vec::new(), handle);
        for _ in 0..FARTHEST {
            let inner = match self.kind(now) {
                ExprKind::Path(_) => {
                    let Some(binding) = self.index.local(now) else { break };
                    found.push(Place::Variable(binding));
                    let info = self.index.binding(binding);
                    match info.origin {
                        Origin::Value(id) | Origin::ItemOf(id) | Origin::Outcome(id) => id,
                        _ => break,
                    }
                }
                ExprKind::Field { .. } => {
                    found.extend(self.field_of_struct(now).map(|(def, name)| Place::Field(def, name)));
                    break;
                }
                ExprKind::Method(method) if !matches!(self.callee(now), Callee::Def(_)) => method.receiver,
                ExprKind::Call { .. } | ExprKind::Method(_) => match self.opened_by_call(now) {
                    Some(inner) => inner.id,
                    None => break,
                },
                ExprKind::Ref { operand: inner, .. }
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Index { base: inner, .. }
                | ExprKind::Try(inner)
                | ExprKind::Await(inner) => *inner,
                _ => break,
            };
            now.id = inner;
        }
        found
    }

    /// What a call takes the value out of: `mem::take(&mut threads)`, `open(&self.threads)`, where that gives the guard.
    fn opened_by_call(&self, call: ExprAt) -> Option<ExprAt> {
        match self.callee(call) {
            Callee::External(path) if steps::puts_another_in_place(&path) => {
                self.args(call).first().map(|&id| ExprAt { id, ..call })
            }
            Callee::Def(_) => self.guard_given(call).and_then(|_| self.only_lock_handed(call)),
            _ => None,
        }
    }
}
