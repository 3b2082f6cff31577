//! Outcomes: what a function gives only when its channel has closed, and who waits for that.
//!
//! A receive that stands in no loop of its own function hands its end to the caller: as the only error of a function
//! that a loop calls again and again, or as a variant of the package's own error that nothing else makes.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::both_halves::Holder;
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt, FileNo};
use crate::model::types::Ty;
use crate::model::values::cases::{Continuation, Shape};
use crate::syntax::Span;
use crate::syntax::tree::{ExprId, ExprKind, ItemKind, Name};

/// What the end of a receive is to those who call its function.
pub enum Outcome<'c> {
    /// An error of the package's own that nothing else makes: its name, and the place that makes it.
    Error { name: String, case: Span },
    /// The only thing that ends this loop of a caller.
    EndsLoop(Loop<'c>),
    /// One end of several: this is another.
    OneOf(Span),
    /// It is handed on as it is, and nothing is known to hang on it.
    HandedOn,
}

impl<'c> Receive<'c> {
    /// What the end of this receive is to the callers of its function, where it begins at these points; the receiver is
    /// one that a struct holds.
    pub fn outcome(self, holder: Holder<'_>, closed: &[Point<'_>]) -> Outcome<'c> {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let own = krate.def_of(body).filter(|&d| krate.index.def(d).body == Some(body));
        let Some(def) = own.filter(|_| krate.index.body(body).kind == BodyKind::Fn) else { return Outcome::HandedOn };
        let closed: Vec<NodeId> = closed.iter().map(|point| point.node).collect();
        let all_closed = krate.closed_cases(body, holder, &closed);
        if let Some((name, case)) = krate.own_error(self.data, def, &closed, &all_closed) {
            return Outcome::Error { name, case };
        }
        if let Some(span) = krate.early_leave(body, &all_closed) {
            return Outcome::OneOf(span);
        }
        match krate.dead_caller(def) {
            Some(at) => Outcome::EndsLoop(Loop { krate, at }),
            None => Outcome::HandedOn,
        }
    }
}

impl<'c> Receive<'c> {
    /// The receive, where a message goes the way of the closed case as well: one that its pattern passes over, and that is
    /// made somewhere for all that is known.
    pub fn message_that_ends(self, closed: &[Point<'_>]) -> Option<Span> {
        let krate = self.krate;
        let message = match krate.closed_shape(self.data)? {
            Shape::None => Shape::some(Shape::Any),
            Shape::Err(_) => Shape::ok(Shape::Any),
            Shape::Ok(_) => Shape::ok(Shape::some(Shape::Any)),
            _ => return None,
        };
        let Continuation::At(nodes) = krate.continuation(self.data.at, &message) else { return None };
        let ends = nodes.iter().any(|node| closed.iter().any(|point| point.node == *node));
        let made = match krate.core_type(&krate.type_of(self.data.source)) {
            Ty::Ext(_, args) => args.first().and_then(|message| krate.variants_made(message)),
            _ => None,
        };
        (ends && made != Some(1)).then(|| self.span())
    }
}

impl Crate {
    /// How many variants of an enum of the package are made outside of tests; `None` for any other type.
    fn variants_made(&self, ty: &Ty) -> Option<usize> {
        let Ty::Def(def, _) = self.core_type(ty) else { return None };
        let info = self.index.def(def);
        let ItemKind::Enum { variants, .. } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return None;
        };
        Some(variants.iter().filter(|(name, _)| !self.variant_sites(def, *name).is_empty()).count())
    }

    /// The nodes at which the closed cases of every receive from the same field begin, in one body.
    fn closed_cases(&self, body: BodyId, holder: Holder<'_>, own: &[NodeId]) -> Vec<NodeId> {
        let mut all = own.to_vec();
        for other in self.receives.iter().filter(|r| self.body_at(r.at) == body) {
            if !holder.gives_receiver(other) {
                continue;
            }
            match self.closed_fate(other) {
                Continuation::At(nodes) => all.extend(nodes),
                Continuation::Question(node) => all.push(node),
                _ => {}
            }
        }
        all
    }

    /// Where a function can be left early, other than through these cases.
    fn early_leave(&self, body: BodyId, closed: &[NodeId]) -> Option<Span> {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let seen = flow.reachable(flow.start, |n| !closed.contains(&n));
        for (n, node) in flow.nodes.iter().enumerate() {
            let early = match node.kind {
                NodeKind::Leave(Leave::Return | Leave::Question | Leave::Macro, id) => Some(id),
                _ => None,
            };
            if let Some(id) = early.filter(|_| seen[n] && !closed.contains(&NodeId(n as u32))) {
                return Some(self.span(ExprAt { file, id }));
            }
        }
        let block = self.root_block(body)?;
        let tail = self.tail_of(file, block)?;
        (!self.plainly_good(tail)).then(|| self.span(tail))
    }

    /// Whether an expression is `Ok(…)`, `Some(…)` or `()`.
    fn plainly_good(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Tuple(parts) => parts.is_empty(),
            ExprKind::Call { callee, .. } => {
                matches!(self.res(ExprAt { id: *callee, ..at }), Res::External(path)
                    if matches!(&*path, "std::result::Result::Ok" | "std::option::Option::Some"))
            }
            _ => false,
        }
    }

    /// A loop that only the failing of this function ends, in the function's callers or theirs.
    fn dead_caller(&self, def: DefId) -> Option<ExprAt> {
        let mut todo = vec![def];
        let mut seen = FxHashSet::default();
        while let Some(def) = todo.pop() {
            let Some(shape) = self.failing(def).filter(|_| seen.insert(def)) else { continue };
            for call in self.callers(def) {
                let failed = match self.continuation(call, &shape) {
                    Continuation::At(nodes) => nodes,
                    Continuation::Question(node) => vec![node],
                    _ => continue,
                };
                match self.loop_around(call) {
                    Some(a_loop) if self.exit_besides(a_loop, &failed).is_none() => return Some(a_loop),
                    Some(_) => {}
                    None => todo.extend(self.fails_with(call, &failed)),
                }
            }
        }
        None
    }

    /// The function around a call that is left early only where the call has failed.
    fn fails_with(&self, call: ExprAt, failed: &[NodeId]) -> Option<DefId> {
        let body = self.body_at(call);
        let own = self.def_of(body).filter(|&def| self.index.def(def).body == Some(body))?;
        self.early_leave(body, failed).is_none().then_some(own)
    }

    /// What a function that fails gives.
    fn failing(&self, def: DefId) -> Option<Shape> {
        match self.return_type(def) {
            Ty::Ext(path, _) if path.ends_with("::Result") => Some(Shape::err(Shape::Any)),
            Ty::Ext(path, _) if path.ends_with("::Option") => Some(Shape::None),
            _ => None,
        }
    }

    /// The error of the package's own that the closed case makes, when nothing else makes it.
    fn own_error(
        &self,
        receive: &ReceiveData,
        def: DefId,
        closed: &[NodeId],
        all_closed: &[NodeId],
    ) -> Option<(String, Span)> {
        let case = self.arm_span(receive.at, *closed.first()?)?;
        let sites = self.variants_in(receive.at.file, case);
        let (error, variant, _) = *sites.first()?;
        if self.fails_otherwise(def, all_closed) {
            return None;
        }
        let shape = self.failing(def)?;
        let mut cases = vec![(receive.at.file, case)];
        for call in self.callers(def) {
            if let Continuation::At(nodes) = self.continuation(call, &shape) {
                cases.extend(nodes.iter().filter_map(|&n| self.arm_span(call, n)).map(|s| (call.file, s)));
            }
        }
        let elsewhere = self
            .variant_sites(error, variant)
            .into_iter()
            .any(|at| !cases.iter().any(|(file, span)| *file == at.file && span.holds(self.span(at))));
        let name = format!("{}::{}", self.text(self.index.def(error).name), self.text(variant));
        (!elsewhere).then_some((name, case))
    }

    /// Whether a function can fail other than through these cases.
    fn fails_otherwise(&self, def: DefId, closed: &[NodeId]) -> bool {
        let Some(body) = self.index.def(def).body else { return true };
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let seen = flow.reachable(flow.start, |n| !closed.contains(&n));
        flow.nodes.iter().enumerate().filter(|(n, _)| seen[*n]).any(|(_, node)| match node.kind {
            NodeKind::Leave(Leave::Question | Leave::Macro, _) => true,
            NodeKind::Eval(id) => self.makes_err(ExprAt { file, id }),
            _ => false,
        })
    }

    /// Whether an expression is `Err(…)`.
    pub(in crate::model) fn makes_err(&self, at: ExprAt) -> bool {
        matches!(self.callee(at), Callee::External(path) if &*path == "std::result::Result::Err")
    }

    fn arm_span(&self, at: ExprAt, node: NodeId) -> Option<Span> {
        Point { base: self, body: self.body_at(at), node }.arm()
    }

    /// The variants of the package's own enums that code in a span makes.
    fn variants_in(&self, file: FileNo, span: Span) -> Vec<(DefId, Name, ExprAt)> {
        let exprs = &self.tree(file).exprs;
        let inside = exprs.iter().enumerate().filter(|(_, e)| span.holds(e.span));
        inside
            .filter_map(|(id, _)| {
                let at = ExprAt { file, id: ExprId(id as u32) };
                match self.res(at) {
                    Res::Variant(def, name) => Some((def, name, at)),
                    _ => None,
                }
            })
            .collect()
    }

    /// Every expression outside tests that makes a variant.
    fn variant_sites(&self, def: DefId, name: Name) -> Vec<ExprAt> {
        let mut found = Vec::new();
        for (n, file) in self.files.iter().enumerate() {
            for (id, expr) in file.parsed.tree.exprs.iter().enumerate() {
                let ExprKind::Path(path) = &expr.kind else { continue };
                let at = ExprAt { file: FileNo(n as u32), id: ExprId(id as u32) };
                let named = path.segments.last().is_some_and(|s| s.name == name);
                if named && self.res(at) == Res::Variant(def, name) && !self.in_test(at) {
                    found.push(at);
                }
            }
        }
        found
    }
}
