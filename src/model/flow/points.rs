//! Points: a node of a body's graph with the package, so that it can be asked what happens there and what can follow.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::flow::loops::Loop;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::{self, Call};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, BodyKind, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::{ExprId, ExprKind, MacroBody};

/// A point of a body: where one thing happens.
#[derive(Clone, Copy)]
pub struct Point<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) body: BodyId,
    pub(in crate::model) node: NodeId,
}

impl PartialEq for Point<'_> {
    fn eq(&self, other: &Point<'_>) -> bool {
        (self.body, self.node) == (other.body, other.node)
    }
}

impl<'c> Point<'c> {
    /// Whether the next iteration of a loop can begin behind it without the loop being left.
    pub fn continues(self, a_loop: Loop<'_>) -> bool {
        self.base.continues(a_loop.at, self.node)
    }

    /// What happens here.
    pub fn kind(self) -> NodeKind {
        self.base.flow(self.body).node(self.node).kind
    }

    /// The expression that does it; `None` where paths meet, a scope ends or a pattern binds.
    pub fn expr(self) -> Option<Expr<'c>> {
        self.kind().expr().map(|id| self.expr_of(id))
    }

    /// The loop whose iterations begin here.
    pub fn loop_begun(self) -> Option<Loop<'c>> {
        match self.kind() {
            NodeKind::LoopHead(id) => Some(Loop { krate: self.base, at: self.expr_of(id).at }),
            _ => None,
        }
    }

    /// The points that can follow.
    pub fn next(self) -> impl Iterator<Item = Point<'c>> {
        let next = &self.base.flow(self.body).node(self.node).next;
        next.iter().map(move |&node| Point { node, ..self })
    }

    /// The arm of a `match` that begins here.
    pub fn arm(self) -> Option<Span> {
        let NodeKind::Arm(id, n) = self.kind() else { return None };
        match self.base.kind(self.expr_of(id).at) {
            ExprKind::Match { arms, .. } => arms.get(n as usize).map(|arm| arm.span),
            _ => None,
        }
    }

    /// Whether everything from here leads to a panic at once.
    pub fn panics(self) -> bool {
        self.base.diverges(self.body, &[self.node])
    }

    /// Whether it lies in a loop of its body.
    pub fn is_in(self, a_loop: Loop<'_>) -> bool {
        let flow = self.base.flow(self.body);
        a_loop.expr().body() == self.body && flow.loop_of(a_loop.at.id).is_some_and(|t| flow.inside(self.node, t))
    }

    /// Whether control can come from here to another point of the same body.
    pub fn may_reach(self, other: Point<'_>) -> bool {
        self.body == other.body && self.base.flow(self.body).leads(self.node, other.node)
    }

    fn expr_of(self, id: ExprId) -> Expr<'c> {
        self.base.expr(ExprAt { file: self.base.index.body(self.body).file, id })
    }
}

/// Visits what can follow these points, themselves included, each point once, and goes on behind a point where `visit`
/// says so.
pub fn walk<'c>(starts: &[Point<'c>], mut visit: impl FnMut(Point<'c>) -> bool) {
    let mut seen = FxHashSet::default();
    let mut stack = starts.to_vec();
    while let Some(point) = stack.pop() {
        if seen.insert(point.node) && visit(point) {
            stack.extend(point.next());
        }
    }
}

impl<'c> Expr<'c> {
    /// Where the n-th side of an `if` or `match` begins: of an `if` what is done is the first, its `else` the second.
    pub fn side(self, n: u32) -> Option<Point<'c>> {
        let (base, body) = (self.base, self.body());
        let node = base.flow(body).side_of(self.at.id, n)?;
        Some(Point { base, body, node })
    }

    /// Where it happens in its body; `None` where the graph has no node of its own for it.
    pub fn point(self) -> Option<Point<'c>> {
        let body = self.base.body_at(self.at);
        let node = self.base.flow(body).node_of(self.at.id)?;
        Some(Point { base: self.base, body, node })
    }

    /// Where its code runs as a part of a body around it: itself, or the `.await` or `join!` by which the `async` block
    /// around it runs right there, or by the one mention of its variable.
    ///
    /// # Errors
    ///
    /// What makes something of its own of the code: a task, a thread, a closure, a stream.
    pub fn runs_in(self, body: BodyId) -> Result<Expr<'c>, Expr<'c>> {
        let base = self.base;
        if let Some(maker) = base.code_maker(self.at) {
            return Err(base.expr(maker));
        }
        let mut now = self;
        while now.body() != body {
            let maker =
                base.body_expr(now.body()).filter(|_| matches!(base.index.body(now.body()).kind, BodyKind::Async(_)));
            let future = maker.map(|maker| base.only_mention(maker).unwrap_or(maker));
            let joined = future.and_then(|at| base.parent_expr(at)).filter(|parent| base.polls_at_once(*parent));
            now = joined.or_else(|| base.scope_of(now.body())).map(|outer| base.expr(outer)).ok_or(now)?;
        }
        Ok(now)
    }

    /// The points of its body at which it or a part of it happens.
    pub fn points(self) -> impl Iterator<Item = Point<'c>> {
        let (base, body) = (self.base, self.body());
        base.nodes_under(self.at).into_iter().map(move |node| Point { base, body, node })
    }

    /// The first point of its body at which it or a part of it happens; `None` where the graph has none.
    pub fn first_point(self) -> Option<Point<'c>> {
        self.points().next()
    }
}

impl Base {
    /// The call that runs a closure right there and waits for all that it starts: `thread::scope(|scope| …)`.
    fn scope_of(&self, body: BodyId) -> Option<ExprAt> {
        let closure = self.body_expr(body).filter(|at| matches!(self.kind(*at), ExprKind::Closure(_)))?;
        self.parent_expr(closure).filter(|call| self.known_call(*call) == Some(Call::Owner))
    }

    /// The one mention of the variable that a value is bound to.
    pub(in crate::model) fn only_mention(&self, at: ExprAt) -> Option<ExprAt> {
        self.only_use(self.let_name(at)?)
    }

    /// The one mention of a variable.
    pub(in crate::model) fn only_use(&self, variable: BindingId) -> Option<ExprAt> {
        let info = self.index.binding(variable);
        match *info.uses.as_slice() {
            [only] => Some(ExprAt { file: info.file, id: only }),
            _ => None,
        }
    }

    /// Whether what stands right in an expression is polled there and then: `….await`, `join!(…)`.
    fn polls_at_once(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Await(_) => true,
            ExprKind::Macro(call) => {
                library::polls_all(self.macro_name(call)) && matches!(call.body, MacroBody::Args(_))
            }
            _ => false,
        }
    }

    /// A macro around a place that makes something else of its code: `stream! { … }` runs it when it is polled.
    fn code_maker(&self, at: ExprAt) -> Option<ExprAt> {
        let body = self.body_at(at);
        self.ancestors(at).take_while(|a| self.body_at(*a) == body).find(|a| match self.kind(*a) {
            ExprKind::Macro(call) => {
                matches!(call.body, MacroBody::Block(_)) && !library::plain_macro(self.macro_name(call))
            }
            _ => false,
        })
    }
}
