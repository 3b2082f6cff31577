//! What the functions of siblings do to locks and to threads, in terms of those who call them.
//!
//! Their bodies are gone: all that is known of them stands in their packages' interfaces.

use std::sync::Arc;

use crate::model::Base;
use crate::model::effects::summary::Effect;
use crate::model::flow::{NodeId, NodeKind, Place, Root, Step};
use crate::model::names::siblings::{Function, interface};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

/// One of the effects of a sibling's function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beyond {
    function: Arc<str>,
    nth: usize,
}

impl Base {
    /// What a node does by the sibling's function that it runs to its end.
    pub(super) fn sibling_effects(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        let Some((call, path)) = self.sibling_run_at(body, node) else { return Vec::new() };
        let effects = self.siblings.function(&path).map(|function| function.effects.as_slice()).unwrap_or_default();
        let seen = |(nth, effect): (usize, &interface::Effect)| {
            let on = match &effect.on {
                Some(place) => Some(self.sibling_place(place, call)?),
                None => None,
            };
            let beyond = Some(Beyond { function: path.clone(), nth });
            let interface::Effect { what, sure, recursive, needs, .. } = *effect;
            let needs = self.needs_at_call(needs, call)?;
            Some(Effect { what, on, sure, needs, recursive, trace: vec![call], beyond })
        };
        effects.iter().enumerate().filter_map(seen).collect()
    }

    /// Whether a call is of a sibling's function that does something to a lock or to its thread.
    pub(super) fn sibling_does(&self, call: ExprAt) -> bool {
        self.sibling_function(call).is_some_and(|function| !function.effects.is_empty())
    }

    /// The sibling's function that a call calls.
    pub(in crate::model) fn sibling_function(&self, call: ExprAt) -> Option<&Function> {
        self.siblings.function(&self.sibling_called(call)?)
    }

    /// The places in the siblings that lead to an effect, outermost first; the last one is what has it.
    pub(in crate::model) fn steps_beyond(&self, beyond: &Beyond) -> &[interface::Step] {
        let effects = self.siblings.function(&beyond.function).map(|function| function.effects.as_slice());
        effects.and_then(|effects| effects.get(beyond.nth)).map(|effect| effect.trace.as_slice()).unwrap_or_default()
    }

    /// The sibling's function that a node runs to its end, by its path, with the call that gives it its arguments: one that
    /// is called, or whose future is awaited.
    fn sibling_run_at(&self, body: BodyId, node: NodeId) -> Option<(ExprAt, Arc<str>)> {
        let file = self.index.body(body).file;
        let (call, awaited) = match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => (ExprAt { file, id }, false),
            NodeKind::Await(id) => match self.kind(ExprAt { file, id }) {
                ExprKind::Await(inner) => (self.made_from(ExprAt { file, id: *inner }), true),
                _ => return None,
            },
            _ => return None,
        };
        let path = self.sibling_called(call)?;
        let function = self.siblings.function(&path).filter(|function| function.is_future == awaited);
        function.map(|_| (call, path))
    }

    /// A place of a sibling's function in terms of who calls it.
    pub(super) fn sibling_place(&self, place: &interface::Place, call: ExprAt) -> Option<Place> {
        let root = match &place.root {
            interface::Root::Receiver => Root::Receiver,
            interface::Root::Param(n) => Root::Param(*n),
            interface::Root::Static(path) => Root::Outside(self.names.find(path)?),
        };
        let step = |part: &interface::Part| {
            Some(match part {
                interface::Part::Field(name) => Step::Field(self.names.find(name)?),
                interface::Part::Tuple(n) => Step::Tuple(*n),
                interface::Part::Variant(name, n) => Step::Variant(self.names.find(name)?, *n),
                interface::Part::Element => Step::Element,
                interface::Part::Inside => Step::Inside,
            })
        };
        let path = place.path.iter().map(step).collect::<Option<_>>()?;
        self.place_given(&Place { root, path }, call)
    }
}
