//! Builds the flow graph of a body from its tree, in one walk.

pub mod branches;
pub mod exprs;
pub mod loops;

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::flow::{Flow, Leave, LoopInfo, Node, NodeId, NodeKind};
use crate::model::source::tables::{BindingId, BodyId, FileNo, Root};
use crate::syntax::tree::{Block, BlockId, ExprId, Name, PatId, PatKind, Stmt, StmtKind};

/// The flow graph of a body.
pub fn build(krate: &Base, body: BodyId) -> Flow {
    let info = krate.index.body(body);
    let mut builder = Builder {
        krate,
        file: info.file,
        nodes: Vec::new(),
        loops: Vec::new(),
        a_loop: None,
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
        loops: builder.loops,
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
    a_loop: Option<u32>,
}

struct Builder<'a> {
    krate: &'a Base,
    file: FileNo,
    nodes: Vec<Node>,
    loops: Vec<LoopInfo>,
    a_loop: Option<u32>,
    frames: Vec<Frame>,
    node_of: FxHashMap<ExprId, NodeId>,
    branch_of: FxHashMap<(ExprId, u32), NodeId>,
    end: NodeId,
}

impl<'a> Builder<'a> {
    fn node(&mut self, kind: NodeKind) -> NodeId {
        self.nodes.push(Node { kind, next: Vec::new(), a_loop: self.a_loop });
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
        let a_loop = self.a_loop.take();
        let at = self.drop_frames(0, at);
        self.a_loop = a_loop;
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
}

/// The variables that a pattern binds, in order.
fn bindings_in(krate: &Base, file: FileNo, pat: PatId, found: &mut Vec<BindingId>) {
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
