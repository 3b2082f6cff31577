//! Sets, trackers and scopes of tasks on the map, and runtimes; who waits for what is in a set.

use rustc_hash::FxHashMap;

use crate::map::{Does, What};
use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::facts::Spawn;
use crate::model::facts::capacity::Holder;
use crate::model::library::{OnDrop, steps};
use crate::model::map::Draw;
use crate::model::source::tables::{BindingId, DefId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// What a set or a signal is known by: what makes it, else the field or variable that has it, else where it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum SetKey {
    Made(ExprAt),
    Field(DefId, Name),
    Variable(BindingId),
    /// An element of a tuple that a static is.
    Part(DefId, u32),
    Written(ExprAt),
}

impl Draw<'_> {
    pub(super) fn draw_sets(&mut self) {
        let krate = self.krate;
        let mut nodes: FxHashMap<SetKey, usize> = FxHashMap::default();
        for spawn in krate.spawns().filter(|spawn| spawn.data.row.on_drop == OnDrop::Owned) {
            let Some((set, key)) = krate.set_on_map(spawn) else { continue };
            if let Some(known) = nodes.get(&key) {
                self.map.nodes[*known].in_test &= spawn.in_test();
                continue;
            }
            let of = match krate.core_type(&krate.type_of(set)) {
                Ty::Ext(path, _) => path.rsplit("::").next().map(str::to_owned),
                Ty::Def(def, _) => Some(krate.text(krate.index.def(def).name).to_owned()),
                _ => None,
            };
            let (at, span) = krate.place_of_set(set, key);
            let name = krate.name_of_set(key).unwrap_or_else(|| krate.place_text(set));
            let node = self.draw_node(at, span, name, What::Set { of, at_a_time: None });
            nodes.insert(key, node);
        }
        let joins = |call: &ExprAt| {
            krate.method_name(*call).is_some_and(|name| steps::joins_set(name) || steps::joins_all(name))
        };
        for call in krate.calls().filter(joins) {
            let Some(set) = krate.receiver_of(call) else { continue };
            let node: Vec<usize> = nodes.get(&krate.key_of_set(set)).copied().into_iter().collect();
            if !node.is_empty() {
                self.draw_edges(Does::Joins, call, krate.call_span(call), &node, &krate.place_text(set));
            }
        }
        for fan_out in krate.fan_outs() {
            let of = krate.name_of_call(fan_out.data.at);
            let what = What::Set { of: Some(of.clone()), at_a_time: None };
            self.draw_node(fan_out.data.at, fan_out.span(), of, what);
        }
        for stream in krate.capacities().filter(|capacity| capacity.holder() == Holder::Stream) {
            let of = krate.name_of_call(stream.data.at);
            let at_a_time = Some(krate.place_text(stream.amount().at));
            self.draw_node(stream.data.at, stream.span(), of.clone(), What::Set { of: Some(of), at_a_time });
        }
        for runtime in krate.runtimes() {
            let call = runtime.call();
            let name = runtime.owning_struct().map(str::to_owned);
            let variable = || call.let_around().map(|variable| variable.name().to_owned());
            let name = name.or_else(variable).unwrap_or_else(|| krate.place_text(call.at));
            self.draw_node(call.at, runtime.span(), name, What::Runtime);
        }
        self.draw_entries();
    }

    /// The runtimes that an attribute such as `#[tokio::main]` starts for a function.
    fn draw_entries(&mut self) {
        let krate = self.krate;
        let all = (0..krate.index.defs.len() as u32).map(DefId);
        for def in all.filter(|def| krate.index.def(*def).body.is_some() && krate.is_entry(*def)) {
            let (info, name) = (krate.index.def(def), krate.name_on_map(def));
            self.put(info.file, info.span, Some(name.clone()), info.test, name, What::Runtime);
        }
    }
}

impl Crate {
    /// The last name of what is called, as it is written.
    fn name_of_call(&self, call: ExprAt) -> String {
        let method = self.method_name(call).map(str::to_owned);
        let path = || match self.kind(call) {
            ExprKind::Call { callee, .. } => self.place_text(ExprAt { id: *callee, ..call }),
            _ => String::new(),
        };
        method.unwrap_or_else(|| path().rsplit("::").next().unwrap_or_default().to_owned())
    }

    fn set_on_map(&self, spawn: Spawn<'_>) -> Option<(ExprAt, SetKey)> {
        let set = self.receiver_of(spawn.data.at)?;
        Some((set, self.key_of_set(set)))
    }

    /// What has a set: the variable or field that it is put in where it is made.
    pub(super) fn name_of_set(&self, key: SetKey) -> Option<String> {
        match key {
            SetKey::Made(made) => self.name_of_made(made),
            SetKey::Field(def, field) => Some(self.name_of_place(LockName::Field(def, field))),
            SetKey::Part(def, _) => Some(self.name_of_place(LockName::Static(def))),
            SetKey::Variable(_) | SetKey::Written(_) => None,
        }
    }

    pub(super) fn key_of_set(&self, set: ExprAt) -> SetKey {
        if let [made] = self.opened_origins(set).as_slice() {
            if let Some(variable) = self.index.local(*made) {
                return SetKey::Variable(variable);
            }
            if let Some((def, name)) = self.field_of_struct(*made) {
                return SetKey::Field(def, name);
            }
            return SetKey::Made(*made);
        }
        let place = self.without_refs(set);
        match (self.field_of_struct(place), self.index.local(place)) {
            (Some((def, name)), _) => SetKey::Field(def, name),
            (None, Some(variable)) => SetKey::Variable(variable),
            (None, None) => SetKey::Written(set),
        }
    }

    /// Where a set is made; where that is not known, where it is given a task.
    pub(super) fn place_of_set(&self, set: ExprAt, key: SetKey) -> (ExprAt, Span) {
        match key {
            SetKey::Made(made) => (made, self.span(made)),
            SetKey::Field(..) | SetKey::Variable(_) | SetKey::Part(..) | SetKey::Written(_) => (set, self.span(set)),
        }
    }
}
