//! Signals on the map: what some wait at until others come or wake them.

use rustc_hash::FxHashMap;

use crate::map::{Does, What};
use crate::model::library::calls;
use crate::model::map::Draw;
use crate::model::types::Ty;

impl Draw<'_> {
    pub(super) fn draw_signals(&mut self) {
        let krate = self.krate;
        let mut nodes = FxHashMap::default();
        for call in krate.calls() {
            let Some(name) = krate.method_name(call).filter(|name| calls::may_signal(name)) else { continue };
            let Some(signal) = krate.receiver_of(call) else { continue };
            let Ty::Ext(of, _) = krate.core_type(&krate.type_of(signal)) else { continue };
            let kind = match calls::signals(&of, name) {
                Some(true) => Does::Wakes,
                Some(false) => Does::Awaits,
                None => continue,
            };
            let key = krate.key_of_set(signal);
            let node = match nodes.get(&key) {
                Some(known) => *known,
                None => {
                    let (at, span) = krate.place_of_set(signal, key);
                    let node = self.draw_node(at, span, krate.place_text(signal), What::Signal(of.to_string()));
                    nodes.insert(key, node);
                    node
                }
            };
            // What is waited for outside of tests as well is no matter of tests alone.
            self.map.nodes[node].in_test &= krate.in_test(call);
            self.draw_edges(kind, call, krate.call_span(call), &[node], &krate.place_text(signal));
        }
    }
}
