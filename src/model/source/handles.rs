//! Handles: an expression or a variable with the package that it stands in, so that it can be asked.
//!
//! They are what the lints speak in. What each layer knows of them stands in that layer, in an `impl` of its own; here is
//! only where they stand.

use crate::model::Base;
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, PatKind, Receiver, StmtKind};

/// An expression.
#[derive(Clone, Copy)]
pub struct Expr<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) at: ExprAt,
}

/// A variable, or a parameter.
#[derive(Clone, Copy)]
pub struct Variable<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) id: BindingId,
}

/// A function.
#[derive(Clone, Copy)]
pub struct Function<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) def: DefId,
}

/// Handles are equal when they are of the same thing; the package is not compared.
impl PartialEq for Expr<'_> {
    fn eq(&self, other: &Expr<'_>) -> bool {
        self.at == other.at
    }
}

impl PartialEq for Variable<'_> {
    fn eq(&self, other: &Variable<'_>) -> bool {
        self.id == other.id
    }
}

impl<'c> Expr<'c> {
    /// Where it stands, from its first byte to behind its last.
    pub fn span(self) -> Span {
        self.base.span(self.at)
    }

    /// As it is written.
    pub fn text(self) -> &'c str {
        self.base.text_at(self.at)
    }

    /// The variable that it mentions, when it is its name.
    pub fn local(self) -> Option<Variable<'c>> {
        self.base.index.local(self.at).map(|id| self.base.variable(id))
    }

    /// What it refers to: `x` of `&x`; else itself.
    pub fn referent(self) -> Expr<'c> {
        Expr { at: self.base.without_refs(self.at), ..self }
    }

    /// The variable at the root of the place that it is, through fields, references and methods.
    pub fn root(self) -> Option<Variable<'c>> {
        self.base.root_of(self.at).map(|id| self.base.variable(id))
    }

    /// Whether it is a field, or the path of a static or the like: a place that other functions name as well.
    pub fn is_shared_place(self) -> bool {
        match self.base.kind(self.at) {
            ExprKind::Field { .. } => true,
            ExprKind::Path(_) => self.base.index.local(self.at).is_none(),
            _ => false,
        }
    }

    /// The first of it and the parts below it that fits, in code of the same body.
    pub fn first_where(self, fits: impl Fn(Expr<'c>) -> bool) -> Option<Expr<'c>> {
        self.base.find_below(self.at, &|at| fits(Expr { at, ..self })).map(|at| Expr { at, ..self })
    }

    /// The first of it and all parts below it that fits, in closures and `async` blocks as well.
    pub fn first_anywhere(self, fits: impl Fn(Expr<'c>) -> bool) -> Option<Expr<'c>> {
        let mut found = None;
        self.base.each_below(self.at, &mut |at| {
            let here = Expr { at, ..self };
            found = found.or_else(|| fits(here).then_some(here));
            found.is_none()
        });
        found
    }

    /// The expressions around this one, innermost first, through statements and blocks and out of closures.
    pub fn ancestors(self) -> impl Iterator<Item = Expr<'c>> {
        self.base.ancestors(self.at).map(move |at| Expr { at, ..self })
    }

    /// Whether an expression is this one or lies in it.
    pub fn holds(self, inner: Expr<'_>) -> bool {
        self == inner || self.base.ancestors(inner.at).any(|around| around == self.at)
    }

    /// The closures and `async` blocks around it, innermost first.
    pub fn bodies_around(self) -> impl Iterator<Item = Expr<'c>> {
        self.ancestors().filter(|around| around.base.index.body_of(around.at).is_some())
    }

    /// The function whose code it is, closures and `async` blocks of it included.
    pub fn function(self) -> Option<Function<'c>> {
        self.base.def_of(self.body()).map(|def| Function { base: self.base, def })
    }

    /// The variable of the `let` around it, when the statement that it stands in is one and binds one name.
    pub fn let_around(self) -> Option<Variable<'c>> {
        let StmtAt { file, block, n } = self.base.stmt_of(self.at)?;
        let StmtKind::Let { pat, .. } = &self.base.stmt(StmtAt { file, block, n }).kind else { return None };
        self.base.index.file(file).pat_binding.get(pat).map(|&id| self.base.variable(id))
    }

    /// The variable that it adds to or takes from: `n` of `n += 1`.
    pub fn counts(self) -> Option<Variable<'c>> {
        match self.base.kind(self.at) {
            ExprKind::AssignOp { left, .. } => Expr { at: ExprAt { id: *left, ..self.at }, ..self }.local(),
            _ => None,
        }
    }

    /// The body that it is code of.
    pub fn body(self) -> BodyId {
        self.base.body_at(self.at)
    }

    /// Visits the code of the body that it is code of, outermost first, and goes into a part where `visit` says so.
    pub fn each_of_body(self, mut visit: impl FnMut(Expr<'c>) -> bool) {
        let base = self.base;
        if let Some(block) = base.root_block(self.body()) {
            base.each_in_block(self.at.file, block, &mut |here| visit(base.expr(here)));
        }
    }

    /// Itself in its own body; in a body around that one the closure or `async` block that it lies in. `None` in a body
    /// that does not hold it.
    pub fn seen_from(self, body: BodyId) -> Option<Expr<'c>> {
        let mut at = self.at;
        while self.base.body_at(at) != body {
            at = self.base.body_expr(self.base.body_at(at))?;
        }
        Some(Expr { at, ..self })
    }

    /// The `if`s and `match`es of its body around it, innermost first.
    pub fn conditions(self) -> impl Iterator<Item = Expr<'c>> {
        let body = self.body();
        let within = self.ancestors().take_while(move |around| around.body() == body);
        within.filter(|around| matches!(around.base.kind(around.at), ExprKind::If { .. } | ExprKind::Match { .. }))
    }

    /// The condition of an `if`.
    pub fn if_condition(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::If { cond, .. } => Some(Expr { at: ExprAt { id: *cond, ..self.at }, ..self }),
            _ => None,
        }
    }

    /// What an `if`, `while` or `match` looks at to decide where control goes.
    pub fn looked_at(self) -> Option<Expr<'c>> {
        let id = match self.base.kind(self.at) {
            ExprKind::If { cond: id, .. }
            | ExprKind::While { cond: id, .. }
            | ExprKind::Match { scrutinee: id, .. } => id,
            _ => return None,
        };
        Some(Expr { at: ExprAt { id: *id, ..self.at }, ..self })
    }

    /// What an `if` or `match` goes by: its condition, or what it looks at.
    pub fn goes_by(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::If { cond: id, .. } | ExprKind::Match { scrutinee: id, .. } => {
                Some(Expr { at: ExprAt { id: *id, ..self.at }, ..self })
            }
            _ => None,
        }
    }

    /// Of an `if`, whether an expression lies in what is done where its condition holds (else in its `else`); `None` where it
    /// lies in neither.
    pub fn done_if_true(self, inner: Expr<'_>) -> Option<bool> {
        let ExprKind::If { otherwise, .. } = self.base.kind(self.at) else { return None };
        if self == inner || !self.holds(inner) || self.if_condition()?.holds(inner) {
            return None;
        }
        let other = otherwise.map(|id| Expr { at: ExprAt { id, ..self.at }, ..self });
        Some(!other.is_some_and(|other| other.holds(inner)))
    }

    /// Of a `match`, whether an expression lies in the code of an arm that is for one value alone: a literal or a constant.
    pub fn done_for_one_value(self, inner: Expr<'_>) -> bool {
        let ExprKind::Match { arms, .. } = self.base.kind(self.at) else { return false };
        let own = arms.iter().find(|arm| {
            let body = Expr { at: ExprAt { id: arm.body, ..self.at }, ..self };
            body == inner || body.holds(inner)
        });
        own.is_some_and(|arm| match self.base.tree(self.at.file).pats[arm.pat.0 as usize].kind {
            PatKind::Value(_) | PatKind::Path(_) => true,
            // What is one name and binds nothing is a constant.
            PatKind::Bind { sub: None, .. } => !self.base.index.file(self.at.file).pat_binding.contains_key(&arm.pat),
            _ => false,
        })
    }

    /// Whether it is given another value: it is the left side of an assignment.
    pub fn is_assigned(self) -> bool {
        let assigns =
            |parent: ExprAt| matches!(self.base.kind(parent), ExprKind::Assign { left, .. } if *left == self.at.id);
        self.base.parent_expr(self.at).is_some_and(assigns)
    }

    /// What awaits it, itself or by a reference: the `.await`; as a branch of a `select!` what the branch waits for.
    pub fn awaited_by(self) -> Option<Expr<'c>> {
        let mut at = self.at;
        loop {
            let parent = self.base.parent_expr(at)?;
            match self.base.kind(parent) {
                ExprKind::Await(_) => return Some(Expr { at: parent, ..self }),
                ExprKind::Ref { .. } => at = parent,
                ExprKind::Macro(_) => {
                    let select = self.base.select(parent)?;
                    let waits = select.branches.iter().any(|branch| branch.source == Some(at.id));
                    return waits.then_some(Expr { at, ..self });
                }
                _ => return None,
            }
        }
    }
}

impl<'c> Variable<'c> {
    /// Its name where it is bound.
    pub fn span(self) -> Span {
        self.base.index.binding(self.id).span
    }

    /// How the user calls it.
    pub fn name(self) -> &'c str {
        self.base.text(self.base.index.binding(self.id).name)
    }

    /// Whether it is `self`.
    pub fn is_self(self) -> bool {
        self.base.index.binding(self.id).origin == Origin::SelfParam
    }

    /// The value that it is bound to, when it is that of a `let` of its name alone.
    pub fn bound_value(self) -> Option<Expr<'c>> {
        self.base.value_bound(self.base.index.binding(self.id)).map(|at| self.base.expr(at))
    }

    /// The body that binds it.
    pub fn body(self) -> BodyId {
        self.base.index.binding(self.id).body
    }

    /// Where it is mentioned, in the order of the source.
    pub fn mentions(self) -> impl Iterator<Item = Expr<'c>> {
        let info = self.base.index.binding(self.id);
        info.uses.iter().map(move |&id| Expr { base: self.base, at: ExprAt { file: info.file, id } })
    }
}

impl<'c> Function<'c> {
    /// How the user calls it.
    pub fn name(self) -> &'c str {
        self.base.text(self.base.index.def(self.def).name)
    }

    /// Its name where it is written.
    pub fn span(self) -> Span {
        self.base.index.def(self.def).span
    }

    /// Whether it is an `async fn` with a body.
    pub fn is_async(self) -> bool {
        self.base.index.def(self.def).body.is_some_and(|body| self.base.index.body(body).is_async)
    }

    /// Its parameters that have a name of their own, in the order of the source.
    pub fn parameters(self) -> impl Iterator<Item = Variable<'c>> {
        let (base, info) = (self.base, self.base.index.def(self.def));
        let own = base.index.bindings_in(info.file).filter(move |(_, binding)| {
            Some(binding.body) == info.body && matches!(binding.origin, Origin::Param(_)) && binding.steps.is_empty()
        });
        own.map(move |(id, _)| Variable { base, id })
    }

    /// Whether it is a method, and its instance may be one that others have too: `&self`, `self: Arc<Self>`.
    pub fn takes_shared_self(self) -> bool {
        self.receiver().is_some_and(|own| !own.mutable && (own.by_ref || own.ty.is_some()))
    }

    /// Whether it is a method that nobody calls on the same instance meanwhile: `&mut self`.
    pub fn takes_self_alone(self) -> bool {
        self.receiver().is_some_and(|own| own.by_ref && own.mutable)
    }

    /// Whether it is a method that uses its instance up: `self`.
    pub fn takes_self_by_value(self) -> bool {
        self.receiver().is_some_and(|own| !own.by_ref && own.ty.is_none())
    }

    /// Whether code that is not Rust may call it: `extern "C"`.
    pub fn is_extern(self) -> bool {
        let info = self.base.index.def(self.def);
        let item = &self.base.tree(info.file).items[info.item.0 as usize];
        let head = self.base.source(info.file).text_of(Span { end: item.name_span.start, ..item.span });
        let own = head.rsplit(']').next().into_iter().flat_map(str::split_whitespace);
        own.into_iter().any(|word| word == "extern")
    }

    /// Whether it belongs to a type and is called without an instance of it.
    pub fn is_associated(self) -> bool {
        self.base.index.def(self.def).owner.is_some() && self.receiver().is_none()
    }

    fn receiver(self) -> Option<Receiver> {
        let info = self.base.index.def(self.def);
        match &self.base.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Fn(function) => function.receiver,
            _ => None,
        }
    }

    /// Its attributes: the path of each, and what stands behind it.
    pub fn attributes(self) -> impl Iterator<Item = (&'c str, &'c str)> {
        let info = self.base.index.def(self.def);
        let attrs = &self.base.tree(info.file).items[info.item.0 as usize].attrs;
        attrs.iter().map(|attr| (self.base.text(attr.path), self.base.text(attr.args)))
    }
}

impl Base {
    /// The handle of an expression.
    pub(in crate::model) fn expr(&self, at: ExprAt) -> Expr<'_> {
        Expr { base: self, at }
    }

    /// The handle of a function.
    pub(in crate::model) fn as_function(&self, def: DefId) -> Function<'_> {
        Function { base: self, def }
    }

    /// The handle of a variable.
    pub(in crate::model) fn variable(&self, id: BindingId) -> Variable<'_> {
        Variable { base: self, id }
    }
}
