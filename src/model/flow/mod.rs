//! One body as a flow graph: loops, branches, exits, awaits, uses of places, and drops made explicit.
//!
//! A body is a function, a closure, an async block or an initialiser; code of a nested body is not part of it, but what
//! it captures is used where it is made. What the nodes' calls do is asked elsewhere.

pub mod build;
pub mod heads;
pub mod loops;
pub mod moves;
pub mod nodes;
pub mod parts;
pub mod paths;
pub mod place;
pub mod points;
pub mod solve;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::source::tables::{BindingId, BodyId};
use crate::syntax::tree::ExprId;

pub use crate::model::flow::build::build;
pub use crate::model::flow::place::{Place, Root, Step};

/// A place in [`Flow::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub u32);

/// The graph of one body.
#[derive(Debug)]
pub struct Flow {
    pub body: BodyId,
    pub nodes: Vec<Node>,
    pub start: NodeId,
    pub end: NodeId,
    /// The loops of this body, outer before inner.
    pub loops: Vec<LoopInfo>,
    /// The node of a call, await, macro, loop head, closure.
    node_of: FxHashMap<ExprId, NodeId>,
    /// Where the handler of the n-th branch of a `select!`, or the body of the n-th arm of a `match`, begins.
    branch_of: FxHashMap<(ExprId, u32), NodeId>,
    /// The places that the body uses, by the number that nodes know them by.
    places: Vec<Place>,
    /// The node that uses the place which an expression names.
    use_of: FxHashMap<ExprId, NodeId>,
    /// The node after which each temporary has its value.
    born: FxHashMap<ExprId, NodeId>,
    /// Made when it is first asked for.
    only_diverges: OnceLock<bool>,
    /// Made when it is first asked for.
    parts: OnceLock<parts::Parts>,
}

/// A place in [`Flow::places`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PlaceId(pub u32);

/// How an expression uses a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Use {
    Copy,
    Borrow,
    BorrowMut,
    /// The value may go elsewhere or stay: an argument of a macro that cannot be read, the receiver of a method that is
    /// not known.
    Unknown,
    /// The value goes elsewhere.
    Move,
}

/// Where the value comes from that a place is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The caller gives it.
    Param,
    /// It is declared, and has none yet.
    Nothing,
    /// A pattern takes the whole value of an expression.
    Whole(ExprId),
    /// A pattern takes a part of it; an item of it, in the head of a `for`; what its future gives, in a `select!`.
    Part(ExprId),
    /// It is put in place of the value that was there.
    Assigned(ExprId),
}

/// Why a place's value is dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The variable goes out of scope.
    Scope,
    /// The statement or condition that made the temporary has ended.
    Statement,
    /// Another value takes its place.
    Overwritten,
    /// A panic takes the body apart.
    Unwound,
}

/// A loop of the body.
#[derive(Debug)]
pub struct LoopInfo {
    pub expr: ExprId,
    pub head: NodeId,
    /// The loop around it, as a place in [`Flow::loops`].
    pub outer: Option<u32>,
}

#[derive(Debug)]
pub struct Node {
    pub kind: NodeKind,
    pub next: Vec<NodeId>,
    /// The innermost loop, as a place in [`Flow::loops`].
    pub a_loop: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeKind {
    Start,
    /// The body gives its value.
    End,
    /// Paths meet; nothing happens.
    Join,
    /// The head of a loop: every iteration begins here.
    LoopHead(ExprId),
    /// A call, method call, macro, closure or async block, after its parts.
    Eval(ExprId),
    Await(ExprId),
    /// An expression uses a place.
    Use(PlaceId, Use, ExprId),
    /// A place is given a value.
    Set(PlaceId, Source),
    /// What is left in a place is dropped.
    Drop(PlaceId, Why),
    /// The n-th branch of a `select!` has won.
    Branch(ExprId, u32),
    /// The n-th arm of a `match` fits; 0 and 1 for `then` and `else` of an `if`.
    Arm(ExprId, u32),
    /// The loop or the body is left from here.
    Leave(Leave, ExprId),
    /// A panic or the end of the process.
    Diverge(ExprId),
    /// A future that never ends.
    Stuck(ExprId),
}

impl NodeKind {
    /// The expression that a node stands for.
    pub fn expr(self) -> Option<ExprId> {
        match self {
            NodeKind::LoopHead(id)
            | NodeKind::Eval(id)
            | NodeKind::Await(id)
            | NodeKind::Use(_, _, id)
            | NodeKind::Set(_, Source::Assigned(id))
            | NodeKind::Branch(id, _)
            | NodeKind::Arm(id, _)
            | NodeKind::Leave(_, id)
            | NodeKind::Diverge(id)
            | NodeKind::Stuck(id) => Some(id),
            NodeKind::Start | NodeKind::End | NodeKind::Join | NodeKind::Set(..) | NodeKind::Drop(..) => None,
        }
    }
}

/// How a loop or body is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leave {
    Break,
    Return,
    /// `?` on an error or `None`.
    Question,
    /// The condition of a `while` no longer holds.
    Condition,
    /// The iterator of a `for` has no more.
    Ended,
    /// A labelled `continue`: the next iteration of a loop further out.
    Continue,
    /// A macro that may hold a `return` or `break` of its own.
    Macro,
}

impl Flow {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// All nodes, in the order in which they were built.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The place of a number.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// The number of a place, when the body uses it.
    pub fn place_id(&self, place: &Place) -> Option<PlaceId> {
        self.places.iter().position(|known| known == place).map(|n| PlaceId(n as u32))
    }

    /// The place that an expression names or looks into, and how it is used there; `None` where nothing is done with it,
    /// or control never comes to it.
    pub fn use_of(&self, expr: ExprId) -> Option<(&Place, Use)> {
        match self.node(*self.use_of.get(&expr)?).kind {
            NodeKind::Use(place, how, _) => Some((self.place(place), how)),
            _ => None,
        }
    }

    /// The node at which the place that an expression names or looks into is used.
    pub fn used_at(&self, expr: ExprId) -> Option<NodeId> {
        self.use_of.get(&expr).copied()
    }

    /// The node after which the temporary that an expression gives has its value; `None` where its value goes elsewhere
    /// at once and is no temporary.
    pub fn born(&self, temporary: ExprId) -> Option<NodeId> {
        self.born.get(&temporary).copied()
    }

    /// The node that gives a variable its first value.
    pub fn bound(&self, binding: BindingId) -> Option<NodeId> {
        self.ids().find(|&id| match self.node(id).kind {
            NodeKind::Set(place, from) => {
                !matches!(from, Source::Assigned(_)) && *self.place(place) == Place::local(binding)
            }
            _ => false,
        })
    }

    /// Whether a variable's value is gone behind a node: moved, dropped, or replaced by another.
    pub fn ends(&self, node: NodeId, binding: BindingId) -> bool {
        match self.node(node).kind {
            NodeKind::Use(place, Use::Move, _) | NodeKind::Set(place, Source::Assigned(_)) => {
                self.place(place).is_whole(binding)
            }
            NodeKind::Drop(place, Why::Scope) => self.place(place).is_whole(binding),
            _ => false,
        }
    }

    /// Whether a variable's value may be gone behind a node, since nobody knows what the node does with it.
    pub fn may_end(&self, node: NodeId, binding: BindingId) -> bool {
        matches!(self.node(node).kind, NodeKind::Use(place, Use::Unknown, _) if self.place(place).is_whole(binding))
    }

    /// The node of a call, await, macro, loop, closure or async block of this body.
    pub fn node_of(&self, expr: ExprId) -> Option<NodeId> {
        self.node_of.get(&expr).copied()
    }

    /// Where the n-th branch of a `select!` (or arm of a `match`) begins.
    pub fn side_of(&self, select: ExprId, n: u32) -> Option<NodeId> {
        self.branch_of.get(&(select, n)).copied()
    }

    /// The place in [`Flow::loops`] of a loop.
    pub fn loop_of(&self, expr: ExprId) -> Option<u32> {
        self.loops.iter().position(|t| t.expr == expr).map(|n| n as u32)
    }

    /// Whether a node lies inside a loop, at any depth.
    pub fn inside(&self, node: NodeId, a_loop: u32) -> bool {
        let mut at = self.node(node).a_loop;
        while let Some(t) = at {
            if t == a_loop {
                return true;
            }
            at = self.loops[t as usize].outer;
        }
        false
    }

    /// The strongly connected parts of the graph.
    pub fn parts(&self) -> &parts::Parts {
        self.parts.get_or_init(|| parts::Parts::new(self))
    }

    /// Whether every path ends in a panic or with the process, and there is one.
    pub fn only_diverges(&self) -> bool {
        *self.only_diverges.get_or_init(|| {
            let seen = self.reachable(self.start, |_| true);
            let diverges = |n: usize| seen[n] && matches!(self.nodes[n].kind, NodeKind::Diverge(_));
            !seen[self.end.0 as usize] && (0..self.nodes.len()).any(diverges)
        })
    }

    /// All nodes reachable from one, as a table by number; `go` says whether to go on from a node.
    pub fn reachable(&self, from: NodeId, go: impl Fn(NodeId) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![from];
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut seen[at.0 as usize], true) {
                continue;
            }
            if go(at) {
                stack.extend(self.node(at).next.iter().copied());
            }
        }
        seen
    }

    /// Whether the next iteration of a loop can begin after this node, without leaving the loop first.
    pub fn continues(&self, from: NodeId, a_loop: u32) -> bool {
        let head = self.loops[a_loop as usize].head;
        let seen = self.reachable(from, |n| self.inside(n, a_loop) && (n == from || n != head));
        let back = |n: usize| {
            let id = NodeId(n as u32);
            seen[n] && self.inside(id, a_loop) && self.node(id).next.contains(&head)
        };
        (0..self.nodes.len()).any(back)
    }

    /// The nodes from which a loop is left, reachable from its head.
    pub fn exits(&self, a_loop: u32) -> Vec<NodeId> {
        let head = self.loops[a_loop as usize].head;
        self.exits_from(head, a_loop)
    }

    /// The nodes from which a loop is left, reachable from a node in it within the same iteration or later ones.
    pub fn exits_from(&self, from: NodeId, a_loop: u32) -> Vec<NodeId> {
        let seen = self.reachable(from, |n| self.inside(n, a_loop));
        let is_exit = |&n: &NodeId| {
            seen[n.0 as usize]
                && self.inside(n, a_loop)
                && (matches!(self.node(n).kind, NodeKind::Diverge(_))
                    || self.node(n).next.iter().any(|&next| !self.inside(next, a_loop)))
        };
        (0..self.nodes.len() as u32).map(NodeId).filter(is_exit).collect()
    }

    /// The nodes from which a loop is left in the iteration that `from` belongs to.
    pub fn exits_from_this_iteration(&self, from: NodeId, a_loop: u32) -> Vec<NodeId> {
        let leaves = |n: &NodeId| self.node(*n).next.iter().any(|&next| !self.inside(next, a_loop));
        self.rest_of_iteration(from, a_loop).into_iter().filter(leaves).collect()
    }

    /// The nodes of one iteration that can run after `from` before the next iteration begins.
    pub fn rest_of_iteration(&self, from: NodeId, a_loop: u32) -> Vec<NodeId> {
        let head = self.loops[a_loop as usize].head;
        let seen = self.reachable(from, |n| n == from || (self.inside(n, a_loop) && n != head));
        (0..self.nodes.len() as u32).map(NodeId).filter(|n| seen[n.0 as usize] && self.inside(*n, a_loop)).collect()
    }

    /// Whether there is a path from `from` to `to` on which no node stops it; `from` itself is not asked.
    pub fn path(&self, from: NodeId, to: NodeId, stops: impl Fn(NodeId) -> bool) -> bool {
        self.reachable(from, |n| n == from || !stops(n))[to.0 as usize]
    }
}
