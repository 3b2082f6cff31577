//! What becomes of a value that has cases: where control goes when a receive gives `None`, when a timeout gives `Err`.
//!
//! A value is followed from where it is made through `.await`, `?`, `unwrap`, `match`, `if let`, `let … else`,
//! one variable, or the pattern of a `select!` branch, to the nodes of the flow graph where each case begins.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::gives::OnCase;
use crate::model::library::locks::Gives;
use crate::model::library::{Call, gives};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{BinaryOp, BlockId, ExprKind, MacroBody, PatId, PatKind, StmtKind, UnaryOp};

/// One case of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    Some(Box<Shape>),
    None,
    Ok(Box<Shape>),
    Err(Box<Shape>),
    /// A variant by its last name: `Lagged`, `Closed`, `Disconnected`, `Timeout`.
    Named(&'static str),
    /// Any value: patterns below here may or may not fit.
    Any,
}

impl Shape {
    pub fn some(inner: Shape) -> Shape {
        Shape::Some(Box::new(inner))
    }

    pub fn ok(inner: Shape) -> Shape {
        Shape::Ok(Box::new(inner))
    }

    pub fn err(inner: Shape) -> Shape {
        Shape::Err(Box::new(inner))
    }
}

/// Where control goes in one case. Lints get it in points and expressions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Continuation<N = NodeId, E = ExprAt> {
    /// It goes on at one of these nodes.
    At(Vec<N>),
    /// Nobody looks at the value: control goes on behind this node whatever the case.
    Ignored(N),
    /// `?` takes it out of the body at this node.
    Question(N),
    /// `unwrap` panics here.
    Panics(E),
    /// The branch of a `select!` does not fit and is switched off for this iteration.
    Disabled { select: E, branch: u32 },
    /// The value goes where it cannot be followed, from here.
    Lost(E),
}

impl Continuation {
    /// The same in the handles of a body.
    pub(in crate::model) fn in_body(self, base: &Base, body: BodyId) -> Continuation<Point<'_>, Expr<'_>> {
        let point = |node| Point { base, body, node };
        match self {
            Continuation::At(nodes) => Continuation::At(nodes.into_iter().map(point).collect()),
            Continuation::Ignored(node) => Continuation::Ignored(point(node)),
            Continuation::Question(node) => Continuation::Question(point(node)),
            Continuation::Panics(at) => Continuation::Panics(base.expr(at)),
            Continuation::Disabled { select, branch } => Continuation::Disabled { select: base.expr(select), branch },
            Continuation::Lost(at) => Continuation::Lost(base.expr(at)),
        }
    }
}

/// Whether a pattern fits a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fits {
    Yes,
    Maybe,
    No,
}

impl<'c> Expr<'c> {
    /// Where control goes when it gives `Err`.
    pub fn when_err(self) -> Continuation<Point<'c>, Expr<'c>> {
        self.base.continuation(self.at, &Shape::err(Shape::Any)).in_body(self.base, self.body())
    }

    /// Where control goes when it gives up since its time is up: `Err(Timeout)`.
    pub fn when_time_is_up(self) -> Continuation<Point<'c>, Expr<'c>> {
        self.base.continuation(self.at, &Shape::err(Shape::Named("Timeout"))).in_body(self.base, self.body())
    }

    /// Where control goes when it gives `Ok` (or is ready): what stands behind it where nobody asks.
    pub fn when_ok(self) -> Continuation<Point<'c>, Expr<'c>> {
        self.base.continuation(self.at, &Shape::ok(Shape::Any)).in_body(self.base, self.body())
    }
}

impl<'c> Loop<'c> {
    /// Where control goes when the item that a `for` has come to is an `Err`.
    pub fn item_when_err(self) -> Continuation<Point<'c>, Expr<'c>> {
        let (base, at) = (self.krate, self.at);
        let shape = Shape::err(Shape::Any);
        let bound = match base.kind(at) {
            ExprKind::For { pat, .. } => base.bound_whole(at, *pat),
            _ => None,
        };
        let followed = bound.and_then(|binding| base.continuation_of_binding(binding, &shape, 12));
        followed.unwrap_or(Continuation::Lost(at)).in_body(base, base.body_at(at))
    }
}

impl Base {
    /// Where control goes when this expression's value is of this case.
    pub(in crate::model) fn continuation(&self, at: ExprAt, shape: &Shape) -> Continuation {
        self.continuation_deep(at, shape, 12)
    }

    fn continuation_deep(&self, at: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        if depth == 0 {
            return Continuation::Lost(at);
        }
        match self.followed(at, shape, depth) {
            // A value that has no case to ask for decides nothing: control goes on behind it.
            Continuation::Lost(_) if *shape == Shape::Any => self.ignored(at),
            continuation => continuation,
        }
    }

    fn followed(&self, at: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        match self.parent(at) {
            Parent::None => Continuation::Lost(at),
            Parent::Stmt(block, n) => self.continuation_in_stmt(at, StmtAt { file: at.file, block, n }, shape, depth),
            Parent::Expr(id) => self.continuation_in_expr(at, ExprAt { id, ..at }, shape, depth),
        }
    }

    fn continuation_in_expr(&self, at: ExprAt, parent: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        match self.kind(parent) {
            ExprKind::Await(_) | ExprKind::Ref { .. } => self.continuation_deep(parent, shape, depth - 1),
            ExprKind::Block { .. } if self.is_tail(at) => self.continuation_deep(parent, shape, depth - 1),
            ExprKind::Try(_) => match shape {
                Shape::Some(inner) | Shape::Ok(inner) => self.continuation_deep(parent, inner, depth - 1),
                Shape::None | Shape::Err(_) => self.question(parent),
                Shape::Any => self.continuation_deep(parent, shape, depth - 1),
                Shape::Named(_) => Continuation::Lost(at),
            },
            ExprKind::Method(method) if method.receiver == at.id => {
                self.continuation_in_method(at, parent, shape, depth)
            }
            ExprKind::Match { scrutinee, .. } if *scrutinee == at.id => {
                self.continuation_in_match(parent, shape, depth)
            }
            ExprKind::Assign { left, right } if *right == at.id => match self.kind(ExprAt { id: *left, ..at }) {
                // `_ = send(…)`
                ExprKind::Other => self.ignored(at),
                _ => Continuation::Lost(at),
            },
            ExprKind::Let { pat, value } if *value == at.id => {
                match self.continuation_of_part(at, *pat, shape, depth) {
                    Some(continuation) => continuation,
                    None => self.continuation_of_condition(parent, self.fits(at, *pat, shape)),
                }
            }
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Matches { pat, guard, .. } => {
                    let fits = match (self.fits(at, *pat, shape), guard) {
                        (Fits::Yes, Some(_)) => Fits::Maybe,
                        (fits, _) => fits,
                    };
                    self.continuation_of_condition(parent, fits)
                }
                MacroBody::Select(_) => self.continuation_in_select(at, parent, shape, depth),
                _ => Continuation::Lost(at),
            },
            ExprKind::Call { args, .. } => match self.known_call(parent) {
                Some(Call::Wrap) if !self.is_some(parent) => self.continuation_deep(parent, shape, depth - 1),
                // What a limit lets through comes in an `Ok`.
                Some(Call::Sleep(row)) if row.limits() && args.get(1) == Some(&at.id) => {
                    self.continuation_deep(parent, &Shape::ok(shape.clone()), depth - 1)
                }
                _ => self.continuation_of_argument(at, parent, shape, depth),
            },
            ExprKind::Method(_) => self.continuation_of_argument(at, parent, shape, depth),
            _ => Continuation::Lost(at),
        }
    }

    /// `Some(x)`: the value becomes part of another.
    fn is_some(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if gives::argument_in(&path) == Some(Gives::Option))
    }

    /// Whether an expression is the value of the block that holds it.
    fn is_tail(&self, at: ExprAt) -> bool {
        match self.parent(at) {
            Parent::Stmt(block, _) => self.tail_of(at.file, block) == Some(at),
            _ => false,
        }
    }

    fn question(&self, at: ExprAt) -> Continuation {
        let flow = self.flow(self.body_at(at));
        let leaves = |n: &NodeId| flow.node(*n).kind == NodeKind::Leave(Leave::Question, at.id);
        let found = (0..flow.nodes.len() as u32).map(NodeId).find(leaves);
        found.map_or(Continuation::Lost(at), Continuation::Question)
    }

    fn continuation_in_method(&self, at: ExprAt, call: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        let Some(name) = self.method_name(call) else { return Continuation::Lost(at) };
        let good = matches!(shape, Shape::Some(_) | Shape::Ok(_));
        let inner = match shape {
            Shape::Some(inner) | Shape::Ok(inner) | Shape::Err(inner) => (**inner).clone(),
            other => other.clone(),
        };
        match gives::on_case(name) {
            Some(OnCase::TakesOut) if good => self.continuation_deep(call, &inner, depth - 1),
            does if *shape == Shape::Any && !matches!(does, Some(OnCase::AsksGood | OnCase::AsksBad)) => {
                self.continuation_deep(call, shape, depth - 1)
            }
            Some(OnCase::TakesOut) => Continuation::Panics(call),
            Some(OnCase::DropsError) => {
                let now = if good { Shape::some(inner) } else { Shape::None };
                self.continuation_deep(call, &now, depth - 1)
            }
            Some(OnCase::NamesError | OnCase::Explains) if *shape == Shape::None => {
                self.continuation_deep(call, &Shape::err(Shape::Any), depth - 1)
            }
            // Another value takes its place, and nobody learns of it.
            Some(OnCase::Replaces) if !good => self.ignored(call),
            Some(OnCase::NamesError) if good => self.continuation_deep(call, &Shape::ok(inner), depth - 1),
            Some(OnCase::MapsGood) if good => {
                let now = if matches!(shape, Shape::Some(_)) { Shape::some(Shape::Any) } else { Shape::ok(Shape::Any) };
                self.continuation_deep(call, &now, depth - 1)
            }
            Some(OnCase::MapsBad) if !good => self.continuation_deep(call, &Shape::err(Shape::Any), depth - 1),
            Some(OnCase::MapsGood | OnCase::MapsBad | OnCase::Explains | OnCase::Keeps) => {
                self.continuation_deep(call, shape, depth - 1)
            }
            Some(OnCase::AsksGood) => self.continuation_of_condition(call, if good { Fits::Yes } else { Fits::No }),
            Some(OnCase::AsksBad) => self.continuation_of_condition(call, if good { Fits::No } else { Fits::Yes }),
            Some(OnCase::NamesError | OnCase::Replaces) | None => Continuation::Lost(call),
        }
    }

    fn continuation_in_match(&self, at: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        let ExprKind::Match { arms, .. } = self.kind(at) else { return Continuation::Lost(at) };
        let flow = self.flow(self.body_at(at));
        let mut nodes = Vec::new();
        for (n, arm) in arms.iter().enumerate() {
            let fits = self.fits(at, arm.pat, shape);
            if nodes.is_empty()
                && arm.guard.is_none()
                && let Some(continuation) = self.continuation_of_part(at, arm.pat, shape, depth)
            {
                return continuation;
            }
            if fits != Fits::No {
                nodes.extend(flow.side_of(at.id, n as u32));
            }
            if fits == Fits::Yes && arm.guard.is_none() {
                break;
            }
        }
        if nodes.is_empty() { Continuation::Lost(at) } else { Continuation::At(nodes) }
    }

    /// Where control goes when a condition (a `let` pattern, `matches!`, `is_err()`) holds or not.
    fn continuation_of_condition(&self, at: ExprAt, fits: Fits) -> Continuation {
        let Some(parent) = self.parent_expr(at) else { return self.continuation_of_bool_statement(at) };
        match self.kind(parent) {
            ExprKind::Unary { op: UnaryOp::Not, .. } => {
                let turned = match fits {
                    Fits::Yes => Fits::No,
                    Fits::No => Fits::Yes,
                    Fits::Maybe => Fits::Maybe,
                };
                self.continuation_of_condition(parent, turned)
            }
            // Another condition stands beside it: holding is not enough.
            ExprKind::Binary { op: BinaryOp::And, .. } => {
                self.continuation_of_condition(parent, if fits == Fits::Yes { Fits::Maybe } else { fits })
            }
            ExprKind::Binary { op: BinaryOp::Or, .. } => {
                self.continuation_of_condition(parent, if fits == Fits::No { Fits::Maybe } else { fits })
            }
            ExprKind::If { cond, .. } if *cond == at.id => self.sides(parent, fits),
            ExprKind::While { cond, .. } if *cond == at.id => self.while_sides(parent, at, fits),
            _ => Continuation::Lost(at),
        }
    }

    /// `x.is_err();` and the like: the case decides nothing.
    fn continuation_of_bool_statement(&self, at: ExprAt) -> Continuation {
        self.ignored(at)
    }

    fn sides(&self, at: ExprAt, fits: Fits) -> Continuation {
        let flow = self.flow(self.body_at(at));
        let side = |n| flow.side_of(at.id, n);
        let nodes: Vec<NodeId> = match fits {
            Fits::Yes => side(0).into_iter().collect(),
            Fits::No => side(1).into_iter().collect(),
            Fits::Maybe => side(0).into_iter().chain(side(1)).collect(),
        };
        if nodes.is_empty() { Continuation::Lost(at) } else { Continuation::At(nodes) }
    }

    fn while_sides(&self, at: ExprAt, cond: ExprAt, fits: Fits) -> Continuation {
        let flow = self.flow(self.body_at(at));
        let leave = |n: &NodeId| flow.node(*n).kind == NodeKind::Leave(Leave::Condition, cond.id);
        let left = (0..flow.nodes.len() as u32).map(NodeId).find(leave);
        let body = self.first_in_iteration(at);
        let nodes: Vec<NodeId> = match fits {
            Fits::Yes => body.into_iter().collect(),
            Fits::No => left.into_iter().collect(),
            Fits::Maybe => body.into_iter().chain(left).collect(),
        };
        if nodes.is_empty() { Continuation::Lost(at) } else { Continuation::At(nodes) }
    }

    /// A node from which the body of a `while` runs.
    fn first_in_iteration(&self, at: ExprAt) -> Option<NodeId> {
        let flow = self.flow(self.body_at(at));
        flow.side_of(at.id, 0)
    }

    fn continuation_in_select(&self, at: ExprAt, macro_at: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        let Some(select) = self.select(macro_at) else { return Continuation::Lost(at) };
        let Some(n) = select.branches.iter().position(|b| b.source == Some(at.id)) else {
            return self.continuation_of_handler(at, macro_at, shape, depth);
        };
        let Some(pat) = select.branches[n].pat else { return Continuation::Lost(at) };
        match self.fits(at, pat, shape) {
            Fits::No => Continuation::Disabled { select: macro_at, branch: n as u32 },
            _ => match self.bound_whole(at, pat) {
                Some(binding) => match self.continuation_of_binding(binding, shape, depth - 1) {
                    Some(continuation) => continuation,
                    None => self.branch_start(macro_at, n as u32),
                },
                None => self.branch_start(macro_at, n as u32),
            },
        }
    }

    /// The value of a handler is the value of the `select!`.
    fn continuation_of_handler(&self, at: ExprAt, macro_at: ExprAt, shape: &Shape, depth: u32) -> Continuation {
        let handles = self.select(macro_at).is_some_and(|s| s.branches.iter().any(|b| b.handler == at.id));
        if handles { self.continuation_deep(macro_at, shape, depth - 1) } else { Continuation::Lost(at) }
    }

    fn branch_start(&self, select: ExprAt, n: u32) -> Continuation {
        let flow = self.flow(self.body_at(select));
        flow.side_of(select.id, n).map_or(Continuation::Lost(select), |node| Continuation::At(vec![node]))
    }

    /// The variable that a pattern binds to the whole value.
    fn bound_whole(&self, at: ExprAt, pat: PatId) -> Option<BindingId> {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Bind { .. } => self.index.file(at.file).pat_binding.get(&pat).copied(),
            PatKind::Typed { pat, .. } => self.bound_whole(at, *pat),
            _ => None,
        }
    }

    /// What becomes of a failure that a pattern takes out of what holds it: `x` of `Ok(x)`, where `x` is an `Err`.
    fn continuation_of_part(&self, at: ExprAt, pat: PatId, shape: &Shape, depth: u32) -> Option<Continuation> {
        if self.fits(at, pat, shape) != Fits::Yes {
            return None;
        }
        let (binding, inner) = self.bound_part(at, pat, shape)?;
        match (inner, self.continuation_of_binding(binding, inner, depth - 1)?) {
            (
                Shape::None | Shape::Err(_),
                continuation @ (Continuation::At(_) | Continuation::Question(_) | Continuation::Panics(_)),
            ) => Some(continuation),
            _ => None,
        }
    }

    /// The variable that a pattern binds to what is inside a value, and the case of that.
    fn bound_part<'s>(&self, at: ExprAt, pat: PatId, shape: &'s Shape) -> Option<(BindingId, &'s Shape)> {
        let PatKind::TupleStruct { elements, .. } = &self.tree(at.file).pats[pat.0 as usize].kind else { return None };
        let (Shape::Some(inner) | Shape::Ok(inner) | Shape::Err(inner)) = shape else { return None };
        let &element = elements.first()?;
        match self.bound_whole(at, element) {
            Some(binding) => Some((binding, &**inner)),
            None => self.bound_part(at, element, inner),
        }
    }

    /// The first mention of a variable that decides by its case.
    pub(super) fn continuation_of_binding(
        &self,
        binding: BindingId,
        shape: &Shape,
        depth: u32,
    ) -> Option<Continuation> {
        let info = self.index.binding(binding);
        let (mut looked_at, mut handed) = (None, None);
        for &id in &info.uses {
            let at = ExprAt { file: info.file, id };
            if self.body_at(at) != info.body {
                return Some(Continuation::Lost(at));
            }
            match self.continuation_deep(at, shape, depth) {
                Continuation::Lost(_) if self.only_looks(at) => {}
                Continuation::Lost(lost) => {
                    looked_at.get_or_insert(Continuation::Lost(lost));
                }
                // A copy, or what was lent, can still be asked later on.
                Continuation::At(nodes) if self.are_calls(info.body, &nodes) => {
                    handed.get_or_insert(Continuation::At(nodes));
                }
                decided => return Some(decided),
            }
        }
        looked_at.or(handed)
    }

    fn are_calls(&self, body: BodyId, nodes: &[NodeId]) -> bool {
        nodes.iter().all(|node| matches!(self.flow(body).node(*node).kind, NodeKind::Eval(_)))
    }

    /// Whether a mention only shows the value: in a log line, a comparison.
    fn only_looks(&self, at: ExprAt) -> bool {
        self.parent_expr(at).is_some_and(|p| match self.kind(p) {
            ExprKind::Macro(call) => crate::model::library::plain_macro(self.macro_name(call)),
            ExprKind::Ref { .. } => self.only_looks(p),
            _ => false,
        })
    }

    fn continuation_in_stmt(&self, at: ExprAt, stmt: StmtAt, shape: &Shape, depth: u32) -> Continuation {
        match &self.stmt(stmt).kind {
            StmtKind::Let { pat, otherwise, .. } => {
                let fits = self.fits(at, *pat, shape);
                if otherwise.is_some() {
                    return self.sides(at, fits);
                }
                match self.bound_whole(at, *pat) {
                    Some(binding) => {
                        self.continuation_of_binding(binding, shape, depth - 1).unwrap_or(self.ignored(at))
                    }
                    None => self.ignored(at),
                }
            }
            StmtKind::Expr { semi: true, .. } => self.ignored(at),
            StmtKind::Expr { semi: false, .. } => self.continuation_of_tail(at, stmt.block, shape, depth),
            StmtKind::Item(_) => Continuation::Lost(at),
        }
    }

    fn continuation_of_tail(&self, at: ExprAt, block: BlockId, shape: &Shape, depth: u32) -> Continuation {
        match self.index.file(at.file).block_parent[block.0 as usize] {
            Parent::Expr(id) => {
                let parent = ExprAt { id, ..at };
                match self.kind(parent) {
                    ExprKind::Block { .. } => self.continuation_deep(parent, shape, depth - 1),
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => self.ignored(at),
                    _ => Continuation::Lost(at),
                }
            }
            _ => Continuation::Lost(at),
        }
    }

    /// Control goes on behind the expression's own node.
    fn ignored(&self, at: ExprAt) -> Continuation {
        let flow = self.flow(self.body_at(at));
        let mut now = at;
        loop {
            if let Some(node) = flow.node_of(now.id) {
                return Continuation::Ignored(node);
            }
            let mut inner = None;
            self.tree(at.file).each_child(now.id, &mut |id| inner = inner.or(Some(id)));
            match inner {
                Some(id) => now.id = id,
                None => return Continuation::Lost(at),
            }
        }
    }

    /// Whether a pattern fits a case.
    fn fits(&self, at: ExprAt, pat: PatId, shape: &Shape) -> Fits {
        let pats = &self.tree(at.file).pats;
        match &pats[pat.0 as usize].kind {
            PatKind::Wild | PatKind::Rest => Fits::Yes,
            PatKind::Bind { name, sub, .. } => match sub {
                Some(sub) => self.fits(at, *sub, shape),
                None if self.index.file(at.file).pat_binding.contains_key(&pat) => Fits::Yes,
                None => named(self.text(*name), shape),
            },
            PatKind::Path(path) => path.segments.last().map_or(Fits::Maybe, |s| named(self.text(s.name), shape)),
            PatKind::TupleStruct { path, elements } => {
                let Some(last) = path.segments.last() else { return Fits::Maybe };
                let inner = |shape: &Shape| elements.first().map_or(Fits::Yes, |&e| self.fits(at, e, shape));
                match (self.text(last.name), shape) {
                    ("Some", Shape::Some(value)) | ("Ok", Shape::Ok(value)) | ("Err", Shape::Err(value)) => {
                        inner(value)
                    }
                    ("Some" | "None" | "Ok" | "Err", Shape::Any) => Fits::Maybe,
                    ("Some" | "None" | "Ok" | "Err", _) => Fits::No,
                    (name, _) => named(name, shape),
                }
            }
            PatKind::Struct { path, .. } => {
                path.segments.last().map_or(Fits::Maybe, |s| named(self.text(s.name), shape))
            }
            PatKind::Or(choices) => {
                let all: Vec<Fits> = choices.iter().map(|&c| self.fits(at, c, shape)).collect();
                if all.contains(&Fits::Yes) {
                    Fits::Yes
                } else if all.contains(&Fits::Maybe) {
                    Fits::Maybe
                } else {
                    Fits::No
                }
            }
            PatKind::Ref(inner) | PatKind::Typed { pat: inner, .. } => self.fits(at, *inner, shape),
            PatKind::Tuple(parts) => {
                let all = parts.iter().all(|&p| self.fits(at, p, &Shape::Any) == Fits::Yes);
                if all { Fits::Yes } else { Fits::Maybe }
            }
            PatKind::Slice(_) | PatKind::Value(_) | PatKind::Range | PatKind::Other => Fits::Maybe,
        }
    }

    /// Whether a pattern takes a `Some` and no `None`.
    pub(in crate::model) fn takes_some_only(&self, at: ExprAt, pat: PatId) -> bool {
        matches!(self.fits(at, pat, &Shape::None), Fits::No)
            && !matches!(self.fits(at, pat, &Shape::some(Shape::Any)), Fits::No)
    }

    /// Whether a pattern looks at most at whether there is something: `_`, `Some(_)`.
    pub(in crate::model) fn binds_nothing(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Wild => true,
            PatKind::TupleStruct { elements, .. } => {
                self.takes_some_only(at, pat) && elements.iter().all(|&inner| self.binds_nothing(at, inner))
            }
            _ => false,
        }
    }

    /// Whether a pattern takes each `Some(Ok(_))`, whatever is in it.
    pub(in crate::model) fn fits_each_success(&self, at: ExprAt, pat: PatId) -> bool {
        matches!(self.fits(at, pat, &Shape::some(Shape::ok(Shape::Any))), Fits::Yes)
    }

    /// Whether a branch's pattern fits whatever its future gives.
    pub(in crate::model) fn fits_always(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Wild | PatKind::Rest => true,
            PatKind::Bind { sub, .. } => {
                self.index.file(at.file).pat_binding.contains_key(&pat) && sub.is_none_or(|s| self.fits_always(at, s))
            }
            PatKind::Tuple(parts) => parts.iter().all(|&p| self.fits_always(at, p)),
            PatKind::Ref(inner) | PatKind::Typed { pat: inner, .. } => self.fits_always(at, *inner),
            _ => false,
        }
    }

    /// The nodes where a case of a value begins; where nobody asks, the node behind the value.
    pub(in crate::model) fn starts(&self, at: ExprAt, shape: &Shape) -> Vec<NodeId> {
        match self.continuation(at, shape) {
            Continuation::At(nodes) => nodes,
            Continuation::Ignored(node) | Continuation::Question(node) => vec![node],
            Continuation::Panics(_) | Continuation::Disabled { .. } | Continuation::Lost(_) => Vec::new(),
        }
    }
}

fn named(name: &str, shape: &Shape) -> Fits {
    match (name, shape) {
        ("None", Shape::None) => Fits::Yes,
        ("None", Shape::Some(_)) | ("Some", Shape::None) => Fits::No,
        (_, Shape::Named(own)) if *own == name => Fits::Yes,
        (_, Shape::Named(_)) => Fits::No,
        (_, Shape::Any) => Fits::Maybe,
        _ => Fits::No,
    }
}
