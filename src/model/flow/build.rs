//! Builds the flow graph of a body from its tree, in one walk.

use rustc_hash::FxHashMap;

use super::{Flow, Leave, Node, NodeId, NodeKind, Turn};
use crate::model::Crate;
use crate::model::dictionary::{self, Call};
use crate::model::index::{BindingId, BodyId, ExprAt, FileNo, Root};
use crate::model::names::Res;
use crate::syntax::tree::{
    BinaryOp, Block, BlockId, ExprId, ExprKind, Lit, MacroBody, MacroCall, Name, PatId, PatKind, Select, Stmt,
    StmtKind, UnaryOp,
};

/// The flow graph of a body.
pub fn build(krate: &Crate, body: BodyId) -> Flow {
    let info = krate.index.body(body);
    let mut builder = Builder {
        krate,
        file: info.file,
        nodes: Vec::new(),
        turns: Vec::new(),
        turn: None,
        frames: vec![Frame::default()],
        node_of: FxHashMap::default(),
        branch_of: FxHashMap::default(),
        end: NodeId(1),
    };
    let start = builder.node(NodeKind::Start);
    let end = builder.node(NodeKind::End);
    let mut at = Some(start);
    for param in &info.params {
        if let Some(pat) = param.pat {
            at = builder.bind_pattern(pat, at);
        }
    }
    at = match info.root {
        Root::Block(block) => builder.block(block, None, at),
        Root::Expr(expr) => builder.expr(expr, at),
    };
    at = builder.drop_frames(0, at);
    builder.link(at, end);
    Flow {
        body,
        nodes: builder.nodes,
        start,
        end,
        turns: builder.turns,
        node_of: builder.node_of,
        branch_of: builder.branch_of,
    }
}

/// The end of the path built so far; `None` where nothing can come.
type At = Option<NodeId>;

/// A scope on the way: its variables, and where `break` and `continue` of its loop go.
#[derive(Default)]
struct Frame {
    bindings: Vec<BindingId>,
    label: Option<Name>,
    /// Where `break` leads, for loops and labelled blocks.
    after: Option<NodeId>,
    /// Where `continue` leads, for loops.
    head: Option<NodeId>,
    turn: Option<u32>,
}

struct Builder<'a> {
    krate: &'a Crate,
    file: FileNo,
    nodes: Vec<Node>,
    turns: Vec<Turn>,
    turn: Option<u32>,
    frames: Vec<Frame>,
    node_of: FxHashMap<ExprId, NodeId>,
    branch_of: FxHashMap<(ExprId, u32), NodeId>,
    end: NodeId,
}

impl<'a> Builder<'a> {
    fn node(&mut self, kind: NodeKind) -> NodeId {
        self.nodes.push(Node { kind, next: Vec::new(), turn: self.turn });
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn link(&mut self, from: At, to: NodeId) {
        if let Some(from) = from {
            let next = &mut self.nodes[from.0 as usize].next;
            if !next.contains(&to) {
                next.push(to);
            }
        }
    }

    /// Adds a node after the path; where nothing comes, nothing is added.
    fn then(&mut self, at: At, kind: NodeKind) -> At {
        at?;
        let node = self.node(kind);
        self.link(at, node);
        Some(node)
    }

    fn join(&mut self, ends: impl IntoIterator<Item = At>) -> At {
        let ends: Vec<NodeId> = ends.into_iter().flatten().collect();
        match ends.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => {
                let join = self.node(NodeKind::Join);
                for end in ends {
                    self.link(Some(end), join);
                }
                Some(join)
            }
        }
    }

    /// A node that stands for an expression and can be found by it.
    fn eval(&mut self, id: ExprId, at: At) -> At {
        let at = self.then(at, NodeKind::Eval(id));
        self.remember(id, at)
    }

    fn remember(&mut self, id: ExprId, at: At) -> At {
        if let Some(node) = at {
            self.node_of.insert(id, node);
        }
        at
    }

    /// Drops of all variables of the frames from the innermost down to number `down_to`.
    fn drop_frames(&mut self, down_to: usize, mut at: At) -> At {
        let going: Vec<BindingId> =
            self.frames[down_to..].iter().rev().flat_map(|f| f.bindings.iter().rev().copied()).collect();
        for binding in going {
            at = self.then(at, NodeKind::Drop(binding));
        }
        at
    }

    fn pop_frame(&mut self, at: At) -> At {
        let at = self.drop_frames(self.frames.len() - 1, at);
        self.frames.pop();
        at
    }

    fn leave_body(&mut self, how: Leave, id: ExprId, at: At) {
        let at = self.then(at, NodeKind::Leave(how, id));
        // The drops on the way out belong to no loop any more.
        let turn = self.turn.take();
        let at = self.drop_frames(0, at);
        self.turn = turn;
        let end = self.end;
        self.link(at, end);
    }

    fn block(&mut self, id: BlockId, label: Option<(Name, NodeId)>, mut at: At) -> At {
        let block: &'a Block = &self.krate.tree(self.file).blocks[id.0 as usize];
        self.frames.push(Frame { label: label.map(|l| l.0), after: label.map(|l| l.1), ..Frame::default() });
        let mut n = 0;
        while n < block.stmts.len() {
            let stmt = &block.stmts[n];
            let twin = block.stmts.get(n + 1).filter(|next| self.are_twins(stmt, next));
            if let Some(twin) = twin {
                let first = self.stmt(stmt, at);
                let second = self.stmt(twin, at);
                at = self.join([first, second]);
                n += 2;
                continue;
            }
            at = self.stmt(stmt, at);
            n += 1;
        }
        self.pop_frame(at)
    }

    /// Two neighbours under opposite `#[cfg]` are alternatives, never a sequence.
    fn are_twins(&self, first: &Stmt, second: &Stmt) -> bool {
        let (Some(a), Some(b)) = (first.cfg, second.cfg) else { return false };
        let (a, b) = (self.krate.names.text(a), self.krate.names.text(b));
        let squeeze = |s: &str| s.replace(' ', "");
        let (a, b) = (squeeze(a), squeeze(b));
        b == format!("not({a})") || a == format!("not({b})")
    }

    fn stmt(&mut self, stmt: &'a Stmt, mut at: At) -> At {
        match &stmt.kind {
            StmtKind::Item(_) => at,
            StmtKind::Expr { expr, .. } => self.expr(*expr, at),
            StmtKind::Let { pat, init, otherwise, .. } => {
                if let Some(init) = init {
                    at = self.expr(*init, at);
                }
                if let (Some(otherwise), Some(init)) = (otherwise, init) {
                    let no = self.arm(*init, 1, at);
                    let left = self.block(*otherwise, None, no);
                    // `else` of a `let` never goes on; should it seem so, the path is kept.
                    let yes = self.arm(*init, 0, at);
                    let bound = self.bind_pattern(*pat, yes);
                    return self.join([bound, left]);
                }
                self.bind_pattern(*pat, at)
            }
        }
    }

    /// Where one side of a decision begins; it can be found by the deciding expression and its number.
    fn arm(&mut self, id: ExprId, n: u32, at: At) -> At {
        let start = self.then(at, NodeKind::Arm(id, n));
        if let Some(start) = start {
            self.branch_of.insert((id, n), start);
        }
        start
    }

    fn bind_pattern(&mut self, pat: PatId, mut at: At) -> At {
        let mut found = Vec::new();
        bindings_in(self.krate, self.file, pat, &mut found);
        for binding in found {
            if let Some(frame) = self.frames.last_mut() {
                frame.bindings.push(binding);
            }
            at = self.then(at, NodeKind::Bind(binding));
        }
        at
    }

    fn exprs(&mut self, list: impl IntoIterator<Item = ExprId>, mut at: At) -> At {
        for expr in list {
            at = self.expr(expr, at);
        }
        at
    }

    fn expr(&mut self, id: ExprId, at: At) -> At {
        let kind = &self.krate.tree(self.file).exprs[id.0 as usize].kind;
        match kind {
            ExprKind::Path(_) => self.name(id, at),
            ExprKind::Lit(_) | ExprKind::Other => at,
            ExprKind::Call { callee, args } => self.call(id, *callee, args, at),
            ExprKind::Method(method) => {
                let at = self.expr(method.receiver, at);
                let at = self.exprs(method.args.iter().copied(), at);
                self.eval(id, at)
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. } => self.expr(*inner, at),
            ExprKind::Index { base: left, index: right }
            | ExprKind::AssignOp { left, right, .. }
            | ExprKind::Repeat { element: left, count: right } => self.exprs([*left, *right], at),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } | ExprKind::Let { .. } => {
                let (yes, no) = self.condition(id, at);
                self.join([yes, no])
            }
            ExprKind::Binary { left, right, .. } => self.exprs([*left, *right], at),
            ExprKind::Assign { left, right } => self.assign(*left, *right, at),
            ExprKind::Await(inner) => {
                let at = self.expr(*inner, at);
                let at = self.then(at, NodeKind::Await(id));
                let at = self.remember(id, at);
                if self.never(*inner) { self.stuck(id, at) } else { at }
            }
            ExprKind::Try(inner) => {
                let at = self.expr(*inner, at);
                self.leave_body(Leave::Question, id, at);
                self.then(at, NodeKind::Join)
            }
            ExprKind::Block { label, block } => self.labelled_block(*label, *block, at),
            ExprKind::Async { .. } | ExprKind::Closure(_) => self.nested(id, at),
            ExprKind::If { cond, then, otherwise } => self.branch_if(id, *cond, *then, *otherwise, at),
            ExprKind::Match { scrutinee, arms } => {
                let at = self.expr(*scrutinee, at);
                let mut ends = Vec::new();
                for (n, arm) in arms.iter().enumerate() {
                    self.frames.push(Frame::default());
                    let start = self.arm(id, n as u32, at);
                    let mut here = self.bind_pattern(arm.pat, start);
                    if let Some(guard) = arm.guard {
                        here = self.expr(guard, here);
                    }
                    here = self.expr(arm.body, here);
                    ends.push(self.pop_frame(here));
                }
                self.join(ends)
            }
            ExprKind::While { label, cond, body } => self.while_loop(id, *label, *cond, *body, at),
            ExprKind::Loop { label, body } => self.endless_loop(id, *label, *body, at),
            ExprKind::For { label, pat, iter, body } => self.for_loop(id, *label, *pat, *iter, *body, at),
            ExprKind::Break { label, value } => {
                let at = self.exprs(*value, at);
                self.break_out(id, *label, at)
            }
            ExprKind::Continue { label } => {
                self.continue_loop(*label, at);
                None
            }
            ExprKind::Return(value) => {
                let at = self.exprs(*value, at);
                self.leave_body(Leave::Return, id, at);
                None
            }
            ExprKind::Yield(value) => self.exprs(*value, at),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.exprs(parts.iter().copied(), at),
            ExprKind::Struct { fields, rest, .. } => {
                let at = self.exprs(fields.iter().map(|f| f.1), at);
                self.exprs(*rest, at)
            }
            ExprKind::Range { start, end } => self.exprs(start.iter().chain(end).copied(), at),
            ExprKind::Macro(call) => self.macro_call(id, call, at),
        }
    }

    /// A mention of a variable: a move, where its value goes elsewhere.
    fn name(&mut self, id: ExprId, at: At) -> At {
        let here = ExprAt { file: self.file, id };
        match self.krate.index.local(here) {
            Some(binding) if self.krate.consumed(here) => self.then(at, NodeKind::Move(binding, id)),
            _ => at,
        }
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], at: At) -> At {
        let at = self.expr(callee, at);
        let at = self.exprs(args.iter().copied(), at);
        let at = self.eval(id, at);
        match self.krate.res(ExprAt { file: self.file, id: callee }) {
            Res::External(path) if dictionary::function(&path) == Some(Call::Exit) => {
                self.then(at, NodeKind::Diverge(id));
                None
            }
            _ => at,
        }
    }

    /// Whether awaiting this never ends: `pending()` and its kin.
    fn never(&self, inner: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = self.krate.tree(self.file).exprs[inner.0 as usize].kind else {
            return false;
        };
        matches!(self.krate.res(ExprAt { file: self.file, id: callee }),
            Res::External(path) if dictionary::function(&path) == Some(Call::Never))
    }

    fn stuck(&mut self, id: ExprId, at: At) -> At {
        self.then(at, NodeKind::Stuck(id));
        None
    }

    fn assign(&mut self, left: ExprId, right: ExprId, at: At) -> At {
        let at = self.expr(right, at);
        match self.krate.index.local(ExprAt { file: self.file, id: left }) {
            Some(binding) => self.then(at, NodeKind::Assign(binding, right)),
            None => self.expr(left, at),
        }
    }

    fn nested(&mut self, id: ExprId, mut at: At) -> At {
        let moved = self.krate.captured_by_move(ExprAt { file: self.file, id });
        at = self.eval(id, at);
        for binding in moved {
            at = self.then(at, NodeKind::Move(binding, id));
        }
        at
    }

    fn labelled_block(&mut self, label: Option<Name>, block: BlockId, at: At) -> At {
        let Some(label) = label else { return self.block(block, None, at) };
        at?;
        let after = self.node(NodeKind::Join);
        let end = self.block(block, Some((label, after)), at);
        self.link(end, after);
        Some(after)
    }

    fn branch_if(&mut self, id: ExprId, cond: ExprId, then: BlockId, otherwise: Option<ExprId>, at: At) -> At {
        self.frames.push(Frame::default());
        let (yes, no) = self.condition(cond, at);
        let yes = self.arm(id, 0, yes);
        let yes = self.block(then, None, yes);
        let yes = self.pop_frame(yes);
        let no = self.arm(id, 1, no);
        let no = match otherwise {
            Some(otherwise) => self.expr(otherwise, no),
            None => no,
        };
        self.join([yes, no])
    }

    /// The paths on which a condition holds and does not.
    fn condition(&mut self, id: ExprId, at: At) -> (At, At) {
        match &self.krate.tree(self.file).exprs[id.0 as usize].kind {
            ExprKind::Lit(Lit::Bool(true)) => (at, None),
            ExprKind::Lit(Lit::Bool(false)) => (None, at),
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let (yes, no) = self.condition(*operand, at);
                (no, yes)
            }
            ExprKind::Binary { op: BinaryOp::And, left, right } => {
                let (yes, no) = self.condition(*left, at);
                let (yes, also_no) = self.condition(*right, yes);
                let no = self.join([no, also_no]);
                (yes, no)
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right } => {
                let (yes, no) = self.condition(*left, at);
                let (also_yes, no) = self.condition(*right, no);
                let yes = self.join([yes, also_yes]);
                (yes, no)
            }
            ExprKind::Let { pat, value } => {
                let at = self.expr(*value, at);
                let no = self.then(at, NodeKind::Join);
                let yes = self.bind_pattern(*pat, at);
                (yes, no)
            }
            _ => {
                let at = self.expr(id, at);
                let no = self.then(at, NodeKind::Join);
                (at, no)
            }
        }
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

    fn while_loop(&mut self, id: ExprId, label: Option<Name>, cond: ExprId, body: BlockId, at: At) -> At {
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

    fn endless_loop(&mut self, id: ExprId, label: Option<Name>, body: BlockId, at: At) -> At {
        let outer = self.turn;
        let head = self.open_turn(id, at)?;
        let after = self.loop_frame(label, head, outer);
        let end = self.block(body, None, Some(head));
        let end = self.pop_frame(end);
        self.link(end, head);
        self.close_turn(outer);
        self.reached(after)
    }

    fn for_loop(&mut self, id: ExprId, label: Option<Name>, pat: PatId, iter: ExprId, body: BlockId, at: At) -> At {
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

    fn break_out(&mut self, id: ExprId, label: Option<Name>, at: At) -> At {
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

    fn continue_loop(&mut self, label: Option<Name>, at: At) {
        let Some(frame) = self.frame_for(label, true) else { return };
        let Some(head) = self.frames[frame].head else { return };
        let turn = self.turn;
        self.turn = self.frames[frame].turn;
        let at = self.drop_frames(frame, at);
        self.turn = turn;
        self.link(at, head);
    }

    fn macro_call(&mut self, id: ExprId, call: &'a MacroCall, at: At) -> At {
        let name = self.krate.macro_name(call);
        match &call.body {
            MacroBody::Select(select) => return self.select(id, select, at),
            MacroBody::Matches { value, pat, guard } => {
                let at = self.expr(*value, at);
                self.frames.push(Frame::default());
                let at = self.bind_pattern(*pat, at);
                let at = self.exprs(*guard, at);
                return self.pop_frame(at);
            }
            _ => {}
        }
        let at = match &call.body {
            MacroBody::Args(args) => self.exprs(args.iter().copied(), at),
            MacroBody::Block(block) => self.block(*block, None, at),
            _ => at,
        };
        let at = self.eval(id, at);
        if dictionary::diverging_macro(name) {
            self.then(at, NodeKind::Diverge(id));
            return None;
        }
        if dictionary::returning_macro(name) {
            self.leave_body(Leave::Return, id, at);
            return None;
        }
        if dictionary::plain_macro(name) {
            return at;
        }
        self.leave_body(Leave::Macro, id, at);
        at
    }

    fn select(&mut self, id: ExprId, select: &'a Select, mut at: At) -> At {
        for branch in &select.branches {
            at = self.exprs(branch.source.iter().chain(&branch.guard).copied(), at);
        }
        at = self.then(at, NodeKind::Await(id));
        at = self.remember(id, at);
        let mut ends = Vec::new();
        for (n, branch) in select.branches.iter().enumerate() {
            self.frames.push(Frame::default());
            let start = self.then(at, NodeKind::Branch(id, n as u32));
            if let Some(start) = start {
                self.branch_of.insert((id, n as u32), start);
            }
            let here = match branch.pat {
                Some(pat) => self.bind_pattern(pat, start),
                None => start,
            };
            let here = self.expr(branch.handler, here);
            ends.push(self.pop_frame(here));
        }
        self.join(ends)
    }
}

/// The variables that a pattern binds, in order.
fn bindings_in(krate: &Crate, file: FileNo, pat: PatId, found: &mut Vec<BindingId>) {
    if let Some(&binding) = krate.index.file(file).pat_binding.get(&pat) {
        found.push(binding);
    }
    let mut inner = |ids: &[PatId]| {
        for &id in ids {
            bindings_in(krate, file, id, found);
        }
    };
    match &krate.tree(file).pats[pat.0 as usize].kind {
        PatKind::Bind { sub, .. } => inner(sub.as_slice()),
        PatKind::TupleStruct { elements, .. } | PatKind::Tuple(elements) | PatKind::Slice(elements) => inner(elements),
        PatKind::Struct { fields, .. } => inner(&fields.iter().map(|f| f.1).collect::<Vec<_>>()),
        PatKind::Ref(pat) | PatKind::Typed { pat, .. } => inner(&[*pat]),
        // The first choice's bindings stand for all.
        PatKind::Or(choices) => inner(&choices[..choices.len().min(1)]),
        _ => {}
    }
}
