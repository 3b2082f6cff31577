//! Loops: their heads, and where `break` and `continue` lead.

use crate::model::flow::build::{At, Builder, Frame};
use crate::model::flow::{Leave, LoopInfo, NodeId, NodeKind};
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::{BlockId, ExprId, Name, PatId};

impl<'a> Builder<'a> {
    pub(super) fn while_loop(&mut self, id: ExprId, label: Option<Name>, cond: ExprId, body: BlockId, at: At) -> At {
        let outer = self.a_loop;
        let head = self.open_loop(id, at)?;
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
        self.close_loop(outer);
        self.reached(after)
    }

    pub(super) fn endless_loop(&mut self, id: ExprId, label: Option<Name>, body: BlockId, at: At) -> At {
        let outer = self.a_loop;
        let head = self.open_loop(id, at)?;
        let after = self.loop_frame(label, head, outer);
        let end = self.block(body, None, Some(head));
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_loop(outer);
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
        let outer = self.a_loop;
        let head = self.open_loop(id, at)?;
        let after = self.loop_frame(label, head, outer);
        if !self.krate.endless_iterator(ExprAt { file: self.file, id: iter }) {
            let left = self.then(Some(head), NodeKind::Leave(Leave::Ended, iter));
            self.link(left, after);
        }
        let bound = self.bind_pattern(pat, Some(head));
        let end = self.block(body, None, bound);
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_loop(outer);
        self.reached(after)
    }

    fn open_loop(&mut self, id: ExprId, at: At) -> Option<NodeId> {
        at?;
        let outer = self.a_loop;
        let a_loop = self.loops.len() as u32;
        self.loops.push(LoopInfo { expr: id, head: NodeId(0), outer });
        self.a_loop = Some(a_loop);
        let head = self.node(NodeKind::LoopHead(id));
        self.loops[a_loop as usize].head = head;
        self.link(at, head);
        self.node_of.insert(id, head);
        Some(head)
    }

    fn close_loop(&mut self, outer: Option<u32>) {
        self.a_loop = outer;
    }

    fn loop_frame(&mut self, label: Option<Name>, head: NodeId, outer: Option<u32>) -> NodeId {
        let a_loop = self.a_loop;
        // What comes after the loop does not lie in it.
        self.a_loop = outer;
        let after = self.node(NodeKind::Join);
        self.a_loop = a_loop;
        self.frames.push(Frame { label, after: Some(after), head: Some(head), a_loop, ..Frame::default() });
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
        let a_loop = self.a_loop;
        self.a_loop = self.nodes[after.0 as usize].a_loop;
        let at = self.drop_frames(frame, at);
        self.a_loop = a_loop;
        self.link(at, after);
        None
    }

    pub(super) fn continue_loop(&mut self, id: ExprId, label: Option<Name>, at: At) {
        let Some(frame) = self.frame_for(label, true) else { return };
        let Some(head) = self.frames[frame].head else { return };
        let outer = self.frames[frame].a_loop != self.a_loop;
        let at = if outer { self.then(at, NodeKind::Leave(Leave::Continue, id)) } else { at };
        let a_loop = self.a_loop;
        self.a_loop = self.frames[frame].a_loop;
        let at = self.drop_frames(frame, at);
        self.a_loop = a_loop;
        self.link(at, head);
    }
}
