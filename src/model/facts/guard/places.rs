//! Guards by the place where they are taken: nobody has to look at all of a package's to find those of one function.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::Crate;
use crate::model::facts::guard::Guard;
use crate::model::flow::NodeId;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::live::Held;

/// Guards by where they are taken, as places in the package's list, in the order of the source.
#[derive(Debug)]
pub struct GuardPlaces {
    by_call: FxHashMap<ExprAt, usize>,
    by_body: FxHashMap<BodyId, Vec<usize>>,
    by_function: FxHashMap<BodyId, Vec<usize>>,
}

/// At which nodes a guard is held, and how surely: stretches from one node to another, in order.
#[derive(Clone, PartialEq, Debug)]
pub struct HeldAt(Arc<[(NodeId, NodeId, Held)]>);

impl HeldAt {
    fn new(points: impl Iterator<Item = (NodeId, Held)>) -> HeldAt {
        let mut all: Vec<(NodeId, NodeId, Held)> = Vec::new();
        for (node, held) in points {
            match all.last_mut() {
                Some((_, last, same)) if *same == held && last.0 + 1 == node.0 => *last = node,
                _ => all.push((node, node, held)),
            }
        }
        HeldAt(all.into())
    }

    fn at(&self, node: NodeId) -> Held {
        let after = self.0.partition_point(|(first, ..)| *first <= node);
        let before = self.0[..after].last().filter(|(_, last, _)| node <= *last);
        before.map_or(Held::No, |(.., held)| *held)
    }
}

impl Crate {
    /// The guard that a call gives.
    pub(in crate::model) fn guard_of(&self, call: ExprAt) -> Option<Guard<'_>> {
        self.number_of_guard(call).map(|n| self.guard_at(n))
    }

    /// At which place of the package's list the guard stands that a call gives.
    pub(in crate::model) fn number_of_guard(&self, call: ExprAt) -> Option<usize> {
        self.places_of_guards().by_call.get(&call).copied()
    }

    /// The guards that are taken in a body, but for those in its closures and `async` blocks.
    pub(in crate::model) fn guards_of_body(&self, body: BodyId) -> impl Iterator<Item = Guard<'_>> {
        self.places_of_guards().by_body.get(&body).into_iter().flatten().map(|n| self.guard_at(*n))
    }

    /// The guards that are taken in the function that a body is written in.
    pub(in crate::model) fn guards_of_function(&self, body: BodyId) -> impl Iterator<Item = Guard<'_>> {
        let function = self.outermost(body);
        self.places_of_guards().by_function.get(&function).into_iter().flatten().map(|n| self.guard_at(*n))
    }

    /// Whether a guard is held when control comes to a node of its body; `None` where control never comes to the guard.
    pub(in crate::model) fn held_at(&self, guard: Guard<'_>, node: NodeId) -> Option<Held> {
        let number = self.number_of_guard(guard.data.at)?;
        let found = || guard.life().ok().map(|life| HeldAt::new(life.points()));
        let held = self.held.get(&number).unwrap_or_else(|| self.held.keep(number, found()))?;
        Some(held.at(node))
    }

    fn guard_at(&self, number: usize) -> Guard<'_> {
        Guard { krate: self, data: &self.guards[number] }
    }

    fn places_of_guards(&self) -> &GuardPlaces {
        self.guard_places.get_or_init(|| {
            let by_call = self.guards.iter().enumerate().map(|(n, guard)| (guard.at, n)).collect();
            let (mut by_body, mut by_function) = (FxHashMap::default(), FxHashMap::default());
            for (n, guard) in self.guards.iter().enumerate() {
                let body = self.body_at(guard.at);
                by_body.entry(body).or_insert_with(Vec::new).push(n);
                by_function.entry(self.outermost(body)).or_insert_with(Vec::new).push(n);
            }
            GuardPlaces { by_call, by_body, by_function }
        })
    }
}
