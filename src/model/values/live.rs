//! How long a value lives: at which points of a body it is held, on every path or on some, by whatever variable has it.
//!
//! A value is held from where it is made until what has it is dropped, or it goes where the body has it no more: into a
//! call, a task, to the caller. Once nobody knows what was done with it, it is held possibly.

use std::ops::Deref;

use crate::model::Base;
use crate::model::flow::solve::{Analysis, Lattice, Solution, forward_behind};
use crate::model::flow::{Flow, NodeId, NodeKind, Place, PlaceId, Root, Source, Step, Use, Why};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::values::absent;
use crate::model::values::follow::Carrier;
use crate::syntax::tree::ExprKind;

/// Whether a value is held at a point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Held {
    No,
    /// On some paths only, or as far as can be known.
    Possibly,
    Yes,
}

/// At which points of a body a value is held.
pub struct Life<'b> {
    pub body: BodyId,
    pub flow: &'b Flow,
    states: Solution<State>,
}

impl Life<'_> {
    /// Whether the value is held when control comes to a node.
    pub fn at(&self, node: NodeId) -> Held {
        match self.states.at(node) {
            None => Held::No,
            Some(state) if state.by.is_empty() => Held::No,
            Some(state) if state.unsure => Held::Possibly,
            Some(_) => Held::Yes,
        }
    }

    /// The variable that has the value when control comes to a node.
    pub fn holder(&self, node: NodeId) -> Option<BindingId> {
        self.states.at(node)?.by.iter().find_map(|place| match self.flow.place(*place).root {
            Root::Local(binding) => Some(binding),
            _ => None,
        })
    }

    /// The nodes at which the value is held, surely or possibly, in the order of the source.
    pub fn points(&self) -> impl Iterator<Item = (NodeId, Held)> + '_ {
        let nodes = self.states.nodes().into_iter();
        nodes.map(|node| (node, self.at(node))).filter(|(_, held)| *held != Held::No)
    }

    /// Whether a use of a place at a node is one of what has the value.
    pub fn taken_at(&self, node: NodeId, place: PlaceId) -> bool {
        self.states.at(node).is_some_and(|state| state.by.contains(&place))
    }

    /// The place that is dropped at a node while it has the value.
    pub fn dropped_at(&self, node: NodeId) -> Option<(PlaceId, Why)> {
        match self.flow.node(node).kind {
            NodeKind::Drop(place, why) if self.states.at(node).is_some_and(|s| s.by.contains(&place)) => {
                Some((place, why))
            }
            _ => None,
        }
    }
}

impl Base {
    /// How long the value of an expression lives in its body; `None` where control never comes to it. One that `may_lack`
    /// comes in an `Option` or `Result`, and is not there where a pattern does not take it out.
    pub(in crate::model) fn life(&self, at: ExprAt, may_lack: bool) -> Option<Life<'_>> {
        let body = self.body_at(at);
        let flow = self.flow(body);
        let carriers: Vec<_> = self.route(at).carriers.into_iter().filter(|carrier| !self.is_ref(carrier)).collect();
        let is_head = |carrier: &&Carrier| {
            let head = self.parent_expr(carrier.by).map(|outer| self.kind(outer));
            matches!(head, Some(ExprKind::For { iter, .. }) if *iter == carrier.by.id)
        };
        let items = carriers.iter().filter(is_head).map(|carrier| carrier.binding).collect();
        let temporary = flow.place_id(&Place::temp(at.id));
        let from = flow.born(at.id).or_else(|| flow.node_of(at.id)).or_else(|| self.last_node(flow, at))?;
        let temporary = temporary.filter(|_| flow.born(at.id).is_some());
        let without = if may_lack { absent::arms(self, flow, at) } else { Vec::new() };
        let living = Living { carriers, items, temporary, without, flow };
        Some(Life { body, flow, states: forward_behind(flow, &living, from) })
    }

    /// Whether a variable only borrows what it is bound to, as `ref` says: what it was found in has the value still.
    pub(in crate::model) fn is_ref(&self, carrier: &Carrier) -> bool {
        self.index.binding(carrier.binding).by_ref
    }

    /// The node after which an expression without one of its own has its value: that of what it is made of.
    fn last_node(&self, flow: &Flow, at: ExprAt) -> Option<NodeId> {
        match self.kind(at) {
            ExprKind::Try(inner) | ExprKind::Await(inner) => {
                let inner = ExprAt { id: *inner, ..at };
                flow.node_of(inner.id).or_else(|| self.last_node(flow, inner))
            }
            ExprKind::Path(_) => flow.used_at(at.id),
            _ => None,
        }
    }
}

/// What has the value at a point.
#[derive(Clone, PartialEq, Debug)]
struct State {
    by: Few,
    /// It was moved, and the variable that takes it has not been given it yet.
    moving: bool,
    /// On some path that leads here it is gone, or may be.
    unsure: bool,
}

impl Lattice for State {
    fn join(&mut self, other: &State) {
        self.unsure |= other.unsure || (self.by.is_empty() != other.by.is_empty());
        self.moving |= other.moving;
        for place in other.by.iter() {
            self.add(*place);
        }
    }
}

impl State {
    fn add(&mut self, place: PlaceId) {
        if let Err(n) = self.by.binary_search(&place) {
            let (before, after) = self.by.split_at(n);
            self.by = Few::of([before, &[place], after].concat());
        }
    }

    fn lose(&mut self, place: PlaceId) -> bool {
        let found = self.by.binary_search(&place);
        if found.is_ok() {
            self.by = Few::of(self.by.iter().copied().filter(|held| *held != place).collect());
        }
        found.is_ok()
    }
}

/// Places in order. There is hardly ever more than one, and that one needs no memory of its own: a state is copied for each
/// node of a graph.
#[derive(Clone, PartialEq, Debug)]
enum Few {
    One([PlaceId; 1]),
    Other(Vec<PlaceId>),
}

impl Few {
    fn of(sorted: Vec<PlaceId>) -> Few {
        match *sorted {
            [only] => Few::One([only]),
            _ => Few::Other(sorted),
        }
    }
}

impl Deref for Few {
    type Target = [PlaceId];

    fn deref(&self) -> &[PlaceId] {
        match self {
            Few::One(one) => one,
            Few::Other(all) => all,
        }
    }
}

struct Living<'f> {
    flow: &'f Flow,
    /// The variables that the value can come into.
    carriers: Vec<Carrier>,
    /// Those that a `for` gives the value with each item.
    items: Vec<BindingId>,
    temporary: Option<PlaceId>,
    /// Where a side begins on which the value is not there.
    without: Vec<NodeId>,
}

impl Living<'_> {
    fn carries(&self, place: PlaceId) -> bool {
        let place = self.flow.place(place);
        matches!(place.root, Root::Local(binding) if self.carriers.iter().any(|c| c.binding == binding))
            && place.path.is_empty()
    }

    fn is_item(&self, place: PlaceId) -> bool {
        matches!(self.flow.place(place).root, Root::Local(binding) if self.items.contains(&binding))
    }

    /// The place that has the value when this place is used, and the value with it: not when only a part is used in which
    /// the value does not lie, or a part of the value itself.
    fn owner(&self, state: &State, used: PlaceId) -> Option<PlaceId> {
        let used = self.flow.place(used);
        state.by.iter().copied().find(|held| used.root == self.flow.place(*held).root && self.takes_value(used))
    }

    fn takes_value(&self, used: &Place) -> bool {
        let part = |step: &&Step| matches!(step, Step::Field(_) | Step::Tuple(_) | Step::Element);
        let lies_in = |way: &[Step]| {
            let mut way = way.iter().rev().filter(part);
            used.path.iter().filter(part).all(|step| way.next() == Some(step))
        };
        // What a guard guards is not the guard: `*guard`, unless the value itself lies behind a pointer.
        let behind = |way: &[Step]| used.path.first() == Some(&Step::Inside) && way.last() != Some(&Step::Inside);
        match used.root {
            Root::Local(binding) => {
                self.carriers.iter().any(|c| c.binding == binding && lies_in(&c.path) && !behind(&c.path))
            }
            _ => lies_in(&[]),
        }
    }
}

impl Analysis for Living<'_> {
    type State = State;

    fn initial(&self, _: &Flow) -> State {
        State { by: Few::of(self.temporary.into_iter().collect()), moving: self.temporary.is_none(), unsure: false }
    }

    fn is_over(&self, state: &State) -> bool {
        state.by.is_empty() && !state.moving && self.items.is_empty()
    }

    fn step(&self, flow: &Flow, node: NodeId, state: &mut State) {
        if self.without.contains(&node) {
            *state = State { by: Few::of(Vec::new()), moving: false, unsure: false };
        }
        match flow.node(node).kind {
            NodeKind::Use(place, Use::Move, _) => {
                if let Some(owner) = self.owner(state, place) {
                    state.lose(owner);
                    state.moving = true;
                }
            }
            NodeKind::Use(place, Use::Unknown, _) => {
                state.unsure |= self.owner(state, place).is_some();
            }
            NodeKind::Set(place, Source::Part(_)) if self.is_item(place) => state.add(place),
            NodeKind::Set(place, from) if self.carries(place) => match from {
                // A part that a pattern takes out of the temporary leaves nothing to drop there.
                Source::Part(_) | Source::Whole(_) | Source::Assigned(_) => {
                    let from_temporary = self.temporary.filter(|_| matches!(from, Source::Part(_)));
                    let taken = from_temporary.is_some_and(|temporary| state.lose(temporary));
                    if taken || state.moving {
                        state.add(place);
                        state.moving = false;
                    }
                }
                Source::Param | Source::Nothing => {}
            },
            NodeKind::Drop(place, _) => {
                state.lose(place);
            }
            // Past the statement that moved it, a value that no variable took is gone.
            NodeKind::LoopHead(_) => state.moving = false,
            _ => {}
        }
    }
}
