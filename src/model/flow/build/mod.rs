//! Builds the flow graph of a body from its tree, in one walk.
//!
//! Every expression is asked for in one of a few ways ([`Want`]): its value is taken, it is borrowed, it is only looked
//! at, it is thrown away. So each mention of a variable becomes one use of a place, each value that nobody takes a
//! temporary, and each frame of the walk knows what goes out of scope with it.

mod branches;
mod exprs;
mod loops;
mod macros;
mod patterns;
mod uses;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::flow::{Flow, Leave, LoopInfo, Node, NodeId, NodeKind, Place, PlaceId, Root, Source, Why};
use crate::model::source::tables::{self, BindingId, BodyId, ExprAt, FileNo};
use crate::syntax::tree::{Block, BlockId, ExprId, ExprKind, Name, PatId, PatKind, Stmt, StmtKind};

/// The flow graph of a body.
pub fn build(krate: &Base, body: BodyId) -> Flow {
    let info = krate.index.body(body);
    let mut builder = Builder::new(krate, body, info.file);
    let start = builder.node(NodeKind::Start);
    builder.end = builder.node(NodeKind::End);
    let mut at = Some(start);
    for param in &info.params {
        if let Some(pat) = param.pat {
            at = builder.bind(pat, Source::Param, at);
        }
    }
    at = match info.root {
        tables::Root::Block(block) => builder.block(block, None, Want::Value, at),
        tables::Root::Expr(expr) => builder.expr(expr, Want::Value, at),
    };
    at = builder.drop_frames(0, Why::Scope, at);
    let end = builder.end;
    builder.link(at, end);
    builder.nodes.shrink_to_fit();
    builder.places.shrink_to_fit();
    Flow {
        body,
        nodes: builder.nodes,
        start,
        end,
        loops: builder.loops,
        node_of: builder.node_of,
        branch_of: builder.branch_of,
        places: builder.places,
        use_of: builder.use_of,
        born: builder.born,
        only_diverges: OnceLock::new(),
        parts: OnceLock::new(),
    }
}

/// The end of the path built so far; `None` where nothing can come.
type At = Option<NodeId>;

/// What is wanted of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Want {
    /// Its value, which goes elsewhere.
    Value,
    /// Its value, as a number goes into a sum: a type that is not known is likely to be copied.
    Operand,
    Borrow,
    BorrowMut,
    /// Which case it is; what a pattern takes out of it is told by the pattern.
    Look,
    /// Nobody knows.
    Unknown,
    /// Nothing: it is a statement, and its value is dropped.
    Nothing,
    /// Not even that: `let _ = x` leaves `x` where it is.
    Ignore,
}

/// A scope on the way: its variables and temporaries, and where `break` and `continue` of its loop go.
#[derive(Default)]
struct Frame {
    /// What goes out of scope with it, in the order in which it came.
    held: Vec<PlaceId>,
    label: Option<Name>,
    /// Where `break` leads, for loops and labelled blocks.
    after: Option<NodeId>,
    /// Where `continue` leads, for loops.
    head: Option<NodeId>,
    a_loop: Option<u32>,
}

struct Builder<'a> {
    krate: &'a Base,
    body: BodyId,
    file: FileNo,
    nodes: Vec<Node>,
    loops: Vec<LoopInfo>,
    a_loop: Option<u32>,
    frames: Vec<Frame>,
    /// The frame with which the temporaries of the expression at hand go.
    home: usize,
    /// The value that a `let` keeps for longer, and the frame with which it goes.
    extended: Option<(ExprId, usize)>,
    node_of: FxHashMap<ExprId, NodeId>,
    branch_of: FxHashMap<(ExprId, u32), NodeId>,
    places: Vec<Place>,
    place_ids: FxHashMap<Place, PlaceId>,
    use_of: FxHashMap<ExprId, NodeId>,
    born: FxHashMap<ExprId, NodeId>,
    end: NodeId,
}

impl<'a> Builder<'a> {
    fn new(krate: &'a Base, body: BodyId, file: FileNo) -> Builder<'a> {
        Builder {
            krate,
            body,
            file,
            nodes: Vec::new(),
            loops: Vec::new(),
            a_loop: None,
            frames: vec![Frame::default()],
            home: 0,
            extended: None,
            node_of: FxHashMap::default(),
            branch_of: FxHashMap::default(),
            places: Vec::new(),
            place_ids: FxHashMap::default(),
            use_of: FxHashMap::default(),
            born: FxHashMap::default(),
            end: NodeId(0),
        }
    }

    fn kind(&self, id: ExprId) -> &'a ExprKind {
        &self.krate.tree(self.file).exprs[id.0 as usize].kind
    }

    fn expr_at(&self, id: ExprId) -> ExprAt {
        ExprAt { file: self.file, id }
    }

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

    /// Drops of all that the frames hold, from the innermost down to number `down_to`.
    fn drop_frames(&mut self, down_to: usize, why: Why, mut at: At) -> At {
        let going: Vec<PlaceId> =
            self.frames[down_to..].iter().rev().flat_map(|f| f.held.iter().rev().copied()).collect();
        for place in going {
            let temporary = matches!(self.places[place.0 as usize].root, Root::Temp(_));
            let why = if temporary && why == Why::Scope { Why::Statement } else { why };
            at = self.then(at, NodeKind::Drop(place, why));
        }
        at
    }

    /// Drops of the temporaries of the innermost frame alone, on a path that does not bind its variables.
    fn drop_temporaries(&mut self, mut at: At) -> At {
        let held: Vec<PlaceId> = self.frames.last().map(|f| f.held.clone()).unwrap_or_default();
        for place in held.into_iter().rev() {
            if matches!(self.places[place.0 as usize].root, Root::Temp(_)) {
                at = self.then(at, NodeKind::Drop(place, Why::Statement));
            }
        }
        at
    }

    fn push_frame(&mut self) {
        self.frames.push(Frame::default());
    }

    fn pop_frame(&mut self, at: At) -> At {
        let at = self.drop_frames(self.frames.len() - 1, Why::Scope, at);
        self.frames.pop();
        at
    }

    /// Builds something whose temporaries go when it has ended.
    fn scoped(&mut self, build: impl FnOnce(&mut Self) -> At) -> At {
        let outer = std::mem::replace(&mut self.home, self.frames.len());
        self.push_frame();
        let at = build(self);
        self.home = outer;
        self.pop_frame(at)
    }

    fn leave_body(&mut self, how: Leave, id: ExprId, at: At) {
        let at = self.then(at, NodeKind::Leave(how, id));
        // The drops at the exit belong to no loop any more.
        let a_loop = self.a_loop.take();
        let at = self.drop_frames(0, Why::Scope, at);
        self.a_loop = a_loop;
        let end = self.end;
        self.link(at, end);
    }

    /// A panic: everything is dropped as it unwinds, and nothing comes after.
    fn unwind(&mut self, id: ExprId, at: At) {
        let at = self.then(at, NodeKind::Diverge(id));
        self.drop_frames(0, Why::Unwound, at);
    }

    fn block(&mut self, id: BlockId, label: Option<(Name, NodeId)>, want: Want, mut at: At) -> At {
        let block: &'a Block = &self.krate.tree(self.file).blocks[id.0 as usize];
        self.frames.push(Frame { label: label.map(|l| l.0), after: label.map(|l| l.1), ..Frame::default() });
        let mut n = 0;
        while n < block.stmts.len() {
            let stmt = &block.stmts[n];
            let twin = block.stmts.get(n + 1).filter(|next| self.are_twins(stmt, next));
            if let Some(twin) = twin {
                let last = n + 2 == block.stmts.len();
                let first = self.stmt(stmt, want, last, at);
                let second = self.stmt(twin, want, last, at);
                at = self.join([first, second]);
                n += 2;
                continue;
            }
            at = self.stmt(stmt, want, n + 1 == block.stmts.len(), at);
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

    /// A statement; `last` of its block, without a semicolon, it is the block's value.
    fn stmt(&mut self, stmt: &'a Stmt, want: Want, last: bool, at: At) -> At {
        match &stmt.kind {
            StmtKind::Item(_) => at,
            StmtKind::Expr { expr, semi: false } if last => self.tail(*expr, want, at),
            StmtKind::Expr { expr, .. } => self.scoped(|b| b.expr(*expr, Want::Nothing, at)),
            StmtKind::Let { pat, init, otherwise, .. } => self.let_stmt(*pat, *init, *otherwise, at),
        }
    }

    /// The value of a block. From edition 2024 on its temporaries go before the block's variables, before that with the
    /// statement that the block stands in.
    fn tail(&mut self, expr: ExprId, want: Want, at: At) -> At {
        if self.krate.edition() >= 2024 || want == Want::Nothing {
            return self.scoped(|b| b.expr(expr, want, at));
        }
        self.expr(expr, want, at)
    }

    fn let_stmt(&mut self, pat: PatId, init: Option<ExprId>, otherwise: Option<BlockId>, at: At) -> At {
        let Some(init) = init else { return self.bind(pat, Source::Nothing, at) };
        let block = self.frames.len() - 1;
        // What is bound belongs to the block, what is left over to the statement.
        let outer = std::mem::replace(&mut self.home, self.frames.len());
        self.push_frame();
        let whole = matches!(self.krate.tree(self.file).pats[pat.0 as usize].kind, PatKind::Bind { .. });
        let at = self.init(init, if whole { Want::Value } else { self.look_at(pat) }, block, at);
        if let Some(otherwise) = otherwise {
            let no = self.arm(init, 1, at);
            let no = self.drop_frames(block + 1, Why::Scope, no);
            let left = self.block(otherwise, None, Want::Value, no);
            // `else` of a `let` never goes on; should it seem so, the path is kept.
            let yes = self.arm(init, 0, at);
            let bound = match whole {
                true => self.bind_taken(pat, init, block, yes),
                false => self.bind_from(pat, init, block, yes),
            };
            self.home = outer;
            let bound = self.pop_frame(bound);
            return self.join([bound, left]);
        }
        let at = if whole { self.bind_taken(pat, init, block, at) } else { self.bind_from(pat, init, block, at) };
        self.home = outer;
        self.pop_frame(at)
    }

    /// Puts a place under what goes out of scope with a frame.
    fn hold(&mut self, frame: usize, place: PlaceId) {
        self.frames[frame].held.push(place);
    }

    fn place_id(&mut self, place: Place) -> PlaceId {
        if let Some(&id) = self.place_ids.get(&place) {
            return id;
        }
        let id = PlaceId(self.places.len() as u32);
        self.places.push(place.clone());
        self.place_ids.insert(place, id);
        id
    }

    fn local(&mut self, binding: BindingId) -> PlaceId {
        self.place_id(Place::local(binding))
    }
}
