//! Signals on the map: what some wait at until others come or wake them.

use rustc_hash::FxHashMap;

use crate::map::{Does, What};
use crate::model::effects::locking::LockName;
use crate::model::library::signals;
use crate::model::map::Draw;
use crate::model::map::sets::SetKey;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::syntax::Span;

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
            let key = krate.key_of_set(signal);
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
            self.draw_edges(kind, call, krate.call_span(call), &[node], &krate.place_text(signal));
        }
    }

    /// A signal where the field that has it is declared, or where it is made.
    fn draw_signal(&mut self, signal: ExprAt, key: SetKey, what: What<Span>) -> usize {
        let krate = self.krate;
        if let SetKey::Field(def, field) = key {
            let name = LockName::Field(def, field);
            let (file, span) = krate.place_of_lock(name);
            return self.put(file, span, None, krate.in_test(signal), krate.name_of_place(name), what);
        }
        let (at, span) = krate.place_of_set(signal, key);
        let made = if let SetKey::Made(made) = key { krate.name_of_made(made) } else { None };
        self.draw_node(at, span, made.unwrap_or_else(|| krate.place_text(signal)), what)
    }
}
