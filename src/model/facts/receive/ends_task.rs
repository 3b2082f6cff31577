//! Code that ends once its source has closed, whatever it was about: a heartbeat that beats until nobody has the sender.

use crate::model::Crate;
use crate::model::facts::receive::{Answer, Receive, ReceiveData};
use crate::model::facts::spawn::source::FeedKind;
use crate::model::flow::points::Point;
use crate::model::flow::{Flow, NodeId, NodeKind};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::cases::{Continuation, Shape};
use crate::syntax::tree::ExprKind;

impl Receive<'_> {
    /// Whether the code around it asks it first and again after all that it does, and ends without a wait once there is an
    /// answer that its source has closed. It may answer messages, as long as it waits for nothing else there.
    pub fn ends_its_code(self) -> bool {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let code = Code { krate, body, flow: krate.flow(body), own: krate.receive_nodes(self.data) };
        let conditional = self.expr().branch().is_some_and(|branch| branch.condition().is_some());
        let Some((closed, message)) = krate.answers(self.data).filter(|_| !conditional && !code.own.is_empty()) else {
            return false;
        };
        let asks_again = closed.iter().any(|&start| code.until_asked(start).any(|node| code.is_own(node)));
        !asks_again
            && !code.waits_after(&[code.flow.start])
            && !code.waits_after(&closed)
            && !code.waits_after(&message)
            && code.always_asks()
    }
}

impl Crate {
    /// Where control goes when a source has closed, and when it gives a message; `None` where that is not known, or a
    /// closed one is passed over.
    fn answers(&self, receive: &ReceiveData) -> Option<(Vec<NodeId>, Vec<NodeId>)> {
        let flow = self.flow(self.body_at(receive.at));
        let nodes = |continuation| match continuation {
            Continuation::At(nodes) => Some(nodes),
            Continuation::Question(node) => Some(vec![node]),
            Continuation::Ignored(node) => Some(flow.node(node).next.clone()),
            Continuation::Panics(_) => Some(Vec::new()),
            Continuation::Disabled { .. } | Continuation::Lost(_) => None,
        };
        let closed = nodes(self.closed_fate(receive))?;
        let shape = match receive.answer {
            Answer::None => Shape::some(Shape::Any),
            Answer::Err(_) => Shape::ok(Shape::Any),
            Answer::OkNone => Shape::ok(Shape::some(Shape::Any)),
            // All that follows the head of a `for`.
            Answer::Ends => {
                let head = self.for_over(receive).and_then(|over| flow.node_of(over.id))?;
                return Some((closed, flow.node(head).next.clone()));
            }
            Answer::Other => return None,
        };
        match self.continuation(receive.at, &shape) {
            Continuation::Disabled { .. } => Some((closed, Vec::new())),
            other => Some((closed, nodes(other)?)),
        }
    }
}

/// The code around a receive.
struct Code<'c> {
    krate: &'c Crate,
    body: BodyId,
    flow: &'c Flow,
    /// The nodes of the receive.
    own: Vec<NodeId>,
}

impl Code<'_> {
    fn is_own(&self, node: NodeId) -> bool {
        self.own.contains(&node)
    }

    /// What can follow a node, itself included, until the source is asked; the asking is the last of it.
    fn until_asked(&self, start: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let seen = self.flow.reachable(start, |node| !self.is_own(node));
        self.flow.ids().filter(move |node| seen[node.0 as usize])
    }

    /// Whether anything is waited for from these nodes on before the source is asked.
    fn waits_after(&self, starts: &[NodeId]) -> bool {
        let waits = |node: NodeId| {
            let kind = self.flow.node(node).kind;
            let awaits = matches!(kind, NodeKind::Await(_) | NodeKind::Branch(..) | NodeKind::Stuck(_));
            awaits || Point { base: self.krate, body: self.body, node }.blocks()
        };
        let later = |start: &NodeId| {
            let started = *start;
            self.until_asked(started).any(|node| {
                let is_start = node == started && matches!(self.flow.node(node).kind, NodeKind::Branch(..));
                !self.is_own(node) && !is_start && waits(node)
            })
        };
        starts.iter().any(later)
    }

    /// Whether no loop goes on without asking the source, but one over what is there already.
    fn always_asks(&self) -> bool {
        let goes_on = |a_loop: &crate::model::flow::LoopInfo| {
            let number = self.flow.loop_of(a_loop.expr);
            let mut inside =
                self.until_asked(a_loop.head).filter(|node| number.is_some_and(|n| self.flow.inside(*node, n)));
            !self.is_own(a_loop.head)
                && inside.any(|node| !self.is_own(node) && self.flow.node(node).next.contains(&a_loop.head))
        };
        let file = self.krate.index.body(self.body).file;
        self.flow.loops.iter().filter(|a_loop| goes_on(a_loop)).all(|a_loop| {
            let at = ExprAt { file, id: a_loop.expr };
            match self.krate.kind(at) {
                ExprKind::For { iter, .. } => {
                    let iter = ExprAt { id: *iter, ..at };
                    !self.krate.endless_iterator(iter) && self.krate.iterated(iter) == FeedKind::Collection
                }
                _ => false,
            }
        })
    }
}
