//! Loops: their heads, and where `break` and `continue` lead.

use super::{At, Builder, Frame};
use crate::model::flow::{Leave, NodeId, NodeKind, Turn};
use crate::model::index::ExprAt;
use crate::syntax::tree::{BlockId, ExprId, Name, PatId};

impl<'a> Builder<'a> {
    pub(super) fn while_loop(&mut self, id: ExprId, label: Option<Name>, cond: ExprId, body: BlockId, at: At) -> At {
        let outer = self.turn;
        let head = self.open_turn(id, at)?;
        let after = self.loop_frame(label, head, outer);
        let (yes, no) = self.condition(cond, Some(head));
        if let Some(no) = no {
            let left = self.then(Some(no), NodeKind::Leave(Leave::Condition, cond));
            self.link(left, after);
        }
        let yes = self.arm(id, 0, yes);
        let end = self.block(body, None, yes);
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_turn(outer);
        self.reached(after)
    }

    pub(super) fn endless_loop(&mut self, id: ExprId, label: Option<Name>, body: BlockId, at: At) -> At {
        let outer = self.turn;
        let head = self.open_turn(id, at)?;
        let after = self.loop_frame(label, head, outer);
        let end = self.block(body, None, Some(head));
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_turn(outer);
        self.reached(after)
    }

    pub(super) fn for_loop(
        &mut self,
        id: ExprId,
        label: Option<Name>,
        pat: PatId,
        iter: ExprId,
        body: BlockId,
        at: At,
    ) -> At {
        let at = self.expr(iter, at);
        let outer = self.turn;
        let head = self.open_turn(id, at)?;
        let after = self.loop_frame(label, head, outer);
        if !self.krate.endless_iterator(ExprAt { file: self.file, id: iter }) {
            let left = self.then(Some(head), NodeKind::Leave(Leave::Ended, iter));
            self.link(left, after);
        }
        let bound = self.bind_pattern(pat, Some(head));
        let end = self.block(body, None, bound);
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_turn(outer);
        self.reached(after)
    }

    fn open_turn(&mut self, id: ExprId, at: At) -> Option<NodeId> {
        at?;
        let outer = self.turn;
        let turn = self.turns.len() as u32;
        self.turns.push(Turn { expr: id, head: NodeId(0), outer });
        self.turn = Some(turn);
        let head = self.node(NodeKind::Turn(id));
        self.turns[turn as usize].head = head;
        self.link(at, head);
        self.node_of.insert(id, head);
        Some(head)
    }

    fn close_turn(&mut self, outer: Option<u32>) {
        self.turn = outer;
    }

    fn loop_frame(&mut self, label: Option<Name>, head: NodeId, outer: Option<u32>) -> NodeId {
        let turn = self.turn;
        // What comes after the loop does not lie in it.
        self.turn = outer;
        let after = self.node(NodeKind::Join);
        self.turn = turn;
        self.frames.push(Frame { label, after: Some(after), head: Some(head), turn, ..Frame::default() });
        after
    }

    /// The node after a loop, when any path leads to it.
    fn reached(&self, after: NodeId) -> At {
        self.nodes.iter().any(|n| n.next.contains(&after)).then_some(after)
    }

    fn frame_for(&self, label: Option<Name>, must_loop: bool) -> Option<usize> {
        self.frames.iter().rposition(|f| match label {
            Some(label) => f.label == Some(label) && (!must_loop || f.head.is_some()),
            None => f.head.is_some(),
        })
    }

    pub(super) fn break_out(&mut self, id: ExprId, label: Option<Name>, at: At) -> At {
        let frame = self.frame_for(label, false)?;
        let at = self.then(at, NodeKind::Leave(Leave::Break, id));
        let after = self.frames[frame].after?;
        let turn = self.turn;
        self.turn = self.nodes[after.0 as usize].turn;
        let at = self.drop_frames(frame, at);
        self.turn = turn;
        self.link(at, after);
        None
    }

    pub(super) fn continue_loop(&mut self, id: ExprId, label: Option<Name>, at: At) {
        let Some(frame) = self.frame_for(label, true) else { return };
        let Some(head) = self.frames[frame].head else { return };
        let outer = self.frames[frame].turn != self.turn;
        let at = if outer { self.then(at, NodeKind::Leave(Leave::Continue, id)) } else { at };
        let turn = self.turn;
        self.turn = self.frames[frame].turn;
        let at = self.drop_frames(frame, at);
        self.turn = turn;
        self.link(at, head);
    }
}
