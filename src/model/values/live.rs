//! How long a value lives: at which points of a body it is held, on every path or on some, by whatever variable has it.
//!
//! A value is held from where it is made until what has it is dropped, or it goes where the body has it no more: into a
//! call, a task, to the caller. Once nobody knows what was done with it, it is held possibly.

use crate::model::Base;
use crate::model::flow::solve::{Analysis, Lattice, Solution, forward_behind};
use crate::model::flow::{Flow, NodeId, NodeKind, Place, PlaceId, Root, Source, Use, Why};
use crate::model::source::tables::{BindingId, BodyId, ExprAt};

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

    /// The nodes at which the value is held, surely or possibly, in the order of the source.
    pub fn points(&self) -> impl Iterator<Item = (NodeId, Held)> + '_ {
        self.flow.ids().map(|node| (node, self.at(node))).filter(|(_, held)| *held != Held::No)
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
        let carriers: Vec<BindingId> = self.route(at).carriers.iter().map(|carrier| carrier.binding).collect();
        let temporary = flow.place_id(&Place::temp(at.id));
        let from = flow.born(at.id).or_else(|| flow.node_of(at.id)).or_else(|| self.last_node(flow, at))?;
        let temporary = temporary.filter(|_| flow.born(at.id).is_some());
        let without = if may_lack { self.sides_without(at, flow, &carriers) } else { Vec::new() };
        let living = Living { carriers, temporary, without, flow };
        Some(Life { body, flow, states: forward_behind(flow, &living, from) })
    }

    /// Where the sides of a decision begin that do not take the value out of what it comes in.
    fn sides_without(&self, at: ExprAt, flow: &Flow, carriers: &[BindingId]) -> Vec<NodeId> {
        use crate::syntax::tree::ExprKind;
        let takes = |pat| {
            let mut bound = Vec::new();
            self.pattern_bindings(at.file, pat, &mut bound);
            bound.iter().any(|binding| carriers.contains(binding))
        };
        // `let … else` has its sides under the value itself.
        let Some(outer) = self.parent_expr(at) else { return flow.branch(at.id, 1).into_iter().collect() };
        match self.kind(outer) {
            ExprKind::Match { scrutinee, arms } if *scrutinee == at.id => {
                let numbered = (0..).zip(arms);
                numbered.filter(|(_, arm)| !takes(arm.pat)).filter_map(|(n, _)| flow.branch(outer.id, n)).collect()
            }
            ExprKind::Let { .. } => match self.parent_expr(outer) {
                Some(decides) => flow.branch(decides.id, 1).into_iter().collect(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The node after which an expression without one of its own has its value: that of what it is made of.
    fn last_node(&self, flow: &Flow, at: ExprAt) -> Option<NodeId> {
        use crate::syntax::tree::ExprKind;
        match self.kind(at) {
            ExprKind::Try(inner) | ExprKind::Await(inner) => {
                let inner = ExprAt { id: *inner, ..at };
                flow.node_of(inner.id).or_else(|| self.last_node(flow, inner))
            }
            _ => None,
        }
    }
}

/// What has the value at a point.
#[derive(Clone, PartialEq, Debug)]
struct State {
    /// Sorted.
    by: Vec<PlaceId>,
    /// It was moved, and the variable that takes it has not been given it yet.
    moving: bool,
    /// On some path that leads here it is gone, or may be.
    unsure: bool,
}

impl Lattice for State {
    fn join(&mut self, other: &State) {
        self.unsure |= other.unsure || (self.by.is_empty() != other.by.is_empty());
        self.moving |= other.moving;
        for place in &other.by {
            self.add(*place);
        }
    }
}

impl State {
    fn add(&mut self, place: PlaceId) {
        if let Err(n) = self.by.binary_search(&place) {
            self.by.insert(n, place);
        }
    }

    fn take_out(&mut self, place: PlaceId) -> bool {
        match self.by.binary_search(&place) {
            Ok(n) => {
                self.by.remove(n);
                true
            }
            Err(_) => false,
        }
    }
}

struct Living<'f> {
    flow: &'f Flow,
    /// The variables that the value can come into.
    carriers: Vec<BindingId>,
    temporary: Option<PlaceId>,
    /// Where a side begins on which the value is not there.
    without: Vec<NodeId>,
}

impl Living<'_> {
    fn carries(&self, place: PlaceId) -> bool {
        let place = self.flow.place(place);
        matches!(place.root, Root::Local(binding) if self.carriers.contains(&binding)) && place.path.is_empty()
    }

    /// The place that has the value when this place or a part of it is used.
    fn owner(&self, state: &State, used: PlaceId) -> Option<PlaceId> {
        let used = self.flow.place(used);
        state.by.iter().copied().find(|held| {
            let held = self.flow.place(*held);
            used.root == held.root && used.path.iter().all(|step| !matches!(step, crate::model::flow::Step::Element))
        })
    }
}

impl Analysis for Living<'_> {
    type State = State;

    fn initial(&self, _: &Flow) -> State {
        State { by: self.temporary.into_iter().collect(), moving: self.temporary.is_none(), unsure: false }
    }

    fn step(&self, flow: &Flow, node: NodeId, state: &mut State) {
        if self.without.contains(&node) {
            *state = State { by: Vec::new(), moving: false, unsure: false };
        }
        match flow.node(node).kind {
            NodeKind::Use(place, Use::Move, _) => {
                if let Some(owner) = self.owner(state, place) {
                    state.take_out(owner);
                    state.moving = true;
                }
            }
            NodeKind::Use(place, Use::Unknown, _) => {
                state.unsure |= self.owner(state, place).is_some();
            }
            NodeKind::Set(place, from) if self.carries(place) => match from {
                // A part that a pattern takes out of the temporary leaves nothing to drop there.
                Source::Part(_) | Source::Whole(_) | Source::Assigned(_) => {
                    let from_temporary = self.temporary.filter(|_| matches!(from, Source::Part(_)));
                    let taken = from_temporary.is_some_and(|temporary| state.take_out(temporary));
                    if taken || state.moving {
                        state.add(place);
                        state.moving = false;
                    }
                }
                Source::Param | Source::Nothing => {}
            },
            NodeKind::Drop(place, _) => {
                state.take_out(place);
            }
            // Past the statement that moved it, a value that no variable took is gone.
            NodeKind::LoopHead(_) => state.moving = false,
            _ => {}
        }
    }
}
