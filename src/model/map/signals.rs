//! Signals on the map: what some wait at until others come or wake them.

use rustc_hash::FxHashMap;

use crate::map::{Does, What};
use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::library::signals;
use crate::model::map::Draw;
use crate::model::map::sets::SetKey;
use crate::model::names::Res;
use crate::model::source::tables::{DefId, DefKind, ExprAt, Origin, Step};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl Draw<'_> {
    pub(super) fn draw_signals(&mut self) {
        let krate = self.krate;
        let mut nodes = FxHashMap::default();
        for call in krate.calls() {
            let Some(name) = krate.method_name(call).filter(|name| signals::may_signal(name)) else { continue };
            let Some(signal) = krate.receiver_of(call) else { continue };
            let Ty::Ext(of, _) = krate.core_type(&krate.type_of(signal)) else { continue };
            let kind = match signals::wakes(&of, name) {
                Some(true) => Does::Wakes,
                Some(false) => Does::Awaits,
                None => continue,
            };
            let mut to = Vec::new();
            for key in krate.keys_of_signal(signal) {
                let node = match nodes.get(&key) {
                    Some(known) => *known,
                    None => {
                        let node = self.draw_signal(signal, key, What::Signal(of.to_string()));
                        nodes.insert(key, node);
                        node
                    }
                };
                // What is waited for outside of tests as well is no matter of tests alone.
                self.map.nodes[node].in_test &= krate.in_test(call);
                to.push(node);
            }
            self.draw_edges(kind, call, krate.call_span(call), &to, &krate.place_text(signal));
        }
    }

    /// A signal where the field that has it is declared, or where it is made.
    fn draw_signal(&mut self, signal: ExprAt, key: SetKey, what: What<Span>) -> usize {
        let krate = self.krate;
        let place = match key {
            SetKey::Field(def, field) => Some(LockName::Field(def, field)),
            SetKey::Part(def, _) => Some(LockName::Static(def)),
            SetKey::Made(_) | SetKey::Variable(_) | SetKey::Written(_) => None,
        };
        if let Some(name) = place {
            let (file, span) = krate.place_of_lock(name);
            return self.put(file, span, None, krate.in_test(signal), krate.name_of_place(name), what);
        }
        let (at, span) = krate.place_of_set(signal, key);
        self.draw_node(at, span, krate.name_of_set(key).unwrap_or_else(|| krate.place_text(signal)), what)
    }
}

impl Crate {
    /// What a signal may be: several where it is given to a function or put in a field by several, each with one of its own.
    fn keys_of_signal(&self, signal: ExprAt) -> Vec<SetKey> {
        if let Some((def, number)) = self.part_of_static(signal) {
            return vec![SetKey::Part(def, number)];
        }
        let in_test = self.in_test(signal);
        // Code that tests give a signal of their own waits for another one when the program runs.
        let origins = self.opened_origins(signal).into_iter().filter(|made| in_test || !self.in_test(*made));
        let made = |at: ExprAt| match self.field_of_struct(at) {
            Some((def, name)) => Some(SetKey::Field(def, name)),
            None => matches!(self.kind(at), ExprKind::Call { .. }).then_some(SetKey::Made(at)),
        };
        let all: Option<Vec<SetKey>> = origins.map(made).collect();
        all.filter(|all| !all.is_empty()).unwrap_or_else(|| vec![self.key_of_set(signal)])
    }

    /// The element of a tuple in a static that a variable is by its pattern: `cond` of `let (lock, cond) = &PAIR`.
    pub(super) fn part_of_static(&self, at: ExprAt) -> Option<(DefId, u32)> {
        let info = self.index.binding(self.index.local(self.without_refs(at))?);
        let (Origin::Value(value), [Step::Tuple(number)]) = (info.origin, &*info.steps) else { return None };
        let whole = self.without_refs(ExprAt { file: info.file, id: value });
        match self.res(whole) {
            Res::Def(def) if self.index.def(def).kind == DefKind::Static => Some((def, *number)),
            _ => None,
        }
    }
}
