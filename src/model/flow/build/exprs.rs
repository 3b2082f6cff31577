//! Expressions in the order in which they run: calls, awaits, uses of places, ways out of the body.

use super::{At, Builder, Want};
use crate::model::flow::{Leave, NodeKind, Place, Root, Source, Use, Why};
use crate::model::library::{self, Call};
use crate::model::names::Res;
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind, ItemKind, StmtKind, TypeId, TypeKind, UnaryOp};

impl<'a> Builder<'a> {
    /// Builds an expression, and does with its value what is wanted.
    pub(super) fn expr(&mut self, id: ExprId, want: Want, at: At) -> At {
        match self.place_of(id) {
            Some(place) => self.use_place(id, place, want, at),
            None => {
                let at = self.value(id, want, at);
                self.made(id, want, at)
            }
        }
    }

    /// Builds an expression that names no place. What is wanted matters to those that only pass a value on.
    fn value(&mut self, id: ExprId, want: Want, at: At) -> At {
        match self.kind(id) {
            ExprKind::Path(_) | ExprKind::Lit(_) | ExprKind::Other => at,
            ExprKind::Call { callee, args } => self.call(id, *callee, args, at),
            ExprKind::Method(method) => {
                let at = self.expr(method.receiver, self.receiver_want(method), at);
                let at = self.exprs(method.args.iter().copied(), Want::Value, at);
                self.eval(id, at)
            }
            ExprKind::Field { base, .. } => self.expr(*base, Want::Borrow, at),
            ExprKind::Ref { mutable, operand } => {
                self.expr(*operand, if *mutable { Want::BorrowMut } else { Want::Borrow }, at)
            }
            ExprKind::Cast { operand, .. } => self.expr(*operand, Want::Operand, at),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => self.expr(*operand, Want::Borrow, at),
            ExprKind::Index { base, index } => {
                let at = self.expr(*base, Want::Borrow, at);
                self.expr(*index, Want::Operand, at)
            }
            ExprKind::Unary { op: UnaryOp::Not, .. }
            | ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. }
            | ExprKind::Let { .. } => {
                let (yes, no) = self.condition(id, at);
                self.join([yes, no])
            }
            ExprKind::Unary { operand, .. } => self.expr(*operand, Want::Operand, at),
            ExprKind::AssignOp { left, right, .. } => {
                let at = self.expr(*right, Want::Operand, at);
                self.expr(*left, Want::BorrowMut, at)
            }
            ExprKind::Repeat { element, count } => {
                let at = self.expr(*element, Want::Value, at);
                self.expr(*count, Want::Operand, at)
            }
            ExprKind::Binary { op, left, right } => {
                let want = if compares(*op) { Want::Borrow } else { Want::Operand };
                self.exprs([*left, *right], want, at)
            }
            ExprKind::Assign { left, right } => self.assign(*left, *right, at),
            ExprKind::Await(inner) => {
                let at = self.expr(*inner, Want::Value, at);
                let at = self.then(at, NodeKind::Await(id));
                let at = self.remember(id, at);
                if self.never(*inner) { self.stuck(id, at) } else { at }
            }
            ExprKind::Try(inner) => {
                let at = self.expr(*inner, Want::Value, at);
                self.leave_body(Leave::Question, id, at);
                self.then(at, NodeKind::Join)
            }
            ExprKind::Block { label, block } => self.labelled_block(*label, *block, want, at),
            ExprKind::Async { .. } | ExprKind::Closure(_) => {
                let at = self.eval(id, at);
                self.captures(id, at)
            }
            ExprKind::If { cond, then, otherwise } => self.branch_if(id, *cond, *then, *otherwise, want, at),
            ExprKind::Match { scrutinee, arms } => self.match_arms(id, *scrutinee, arms, want, at),
            ExprKind::While { label, cond, body } => self.while_loop(id, *label, *cond, *body, at),
            ExprKind::Loop { label, body } => self.endless_loop(id, *label, *body, at),
            ExprKind::For { label, pat, iter, body } => self.for_loop(id, *label, *pat, *iter, *body, at),
            ExprKind::Break { label, value } => {
                let at = self.exprs(*value, Want::Value, at);
                self.break_out(id, *label, at)
            }
            ExprKind::Continue { label } => {
                self.continue_loop(id, *label, at);
                None
            }
            ExprKind::Return(value) => {
                let at = self.exprs(*value, Want::Value, at);
                self.leave_body(Leave::Return, id, at);
                None
            }
            ExprKind::Yield(value) => self.exprs(*value, Want::Value, at),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.exprs(parts.iter().copied(), Want::Value, at),
            ExprKind::Struct { fields, rest, .. } => {
                let at = self.exprs(fields.iter().map(|f| f.1), Want::Value, at);
                self.exprs(*rest, Want::Look, at)
            }
            ExprKind::Range { start, end } => self.exprs(start.iter().chain(end).copied(), Want::Value, at),
            ExprKind::Macro(call) => self.macro_call(id, call, want, at),
        }
    }

    pub(super) fn exprs(&mut self, list: impl IntoIterator<Item = ExprId>, want: Want, mut at: At) -> At {
        for expr in list {
            at = self.expr(expr, want, at);
        }
        at
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], at: At) -> At {
        let want = if self.runs_once(callee) { Want::Value } else { Want::Borrow };
        let at = self.expr(callee, want, at);
        let at = self.exprs(args.iter().copied(), Want::Value, at);
        let at = self.eval(id, at);
        match self.krate.res(ExprAt { file: self.file, id: callee }) {
            Res::External(path) if self.krate.function(&path) == Some(Call::Exit) => {
                self.then(at, NodeKind::Diverge(id));
                None
            }
            Res::Def(def) if self.only_ends(def) => {
                self.then(at, NodeKind::Diverge(id));
                None
            }
            _ => at,
        }
    }

    /// Whether a function of the package gives back no control, and ends with a panic or the end of the process: no loop.
    fn only_ends(&self, def: DefId) -> bool {
        let (krate, file) = (self.krate, self.krate.index.def(def).file);
        let ItemKind::Fn(function) = &krate.item_of(def).kind else { return false };
        let is_never = |ret: TypeId| matches!(krate.tree(file).types[ret.0 as usize].kind, TypeKind::Never);
        let Some(body) = function.body.filter(|_| !function.is_async && function.ret.is_some_and(is_never)) else {
            return false;
        };
        let Some(StmtKind::Expr { expr, .. }) = krate.stmts(file, body).last().map(|stmt| &stmt.kind) else {
            return false;
        };
        match krate.kind(ExprAt { file, id: *expr }) {
            ExprKind::Macro(call) => library::diverging_macro(krate.macro_name(call)),
            ExprKind::Call { callee, .. } => match krate.res(ExprAt { file, id: *callee }) {
                Res::External(path) => krate.function(&path) == Some(Call::Exit),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether what is called is a closure that gives away what it has taken along: it can be called once, and is gone then.
    fn runs_once(&self, callee: ExprId) -> bool {
        let at = self.expr_at(callee);
        if self.krate.index.local(at).is_none() {
            return false;
        }
        let Ty::Closure(body) = self.krate.type_of(at) else { return false };
        let flow = self.krate.flow(body);
        flow.ids().any(|node| match flow.node(node).kind {
            NodeKind::Use(place, Use::Move, _) => matches!(flow.place(place).root,
                Root::Local(binding) if !self.krate.within_body(self.krate.index.binding(binding).body, body)),
            _ => false,
        })
    }

    /// Whether awaiting this never ends: `pending()` and its kin.
    fn never(&self, inner: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = *self.kind(inner) else { return false };
        matches!(self.krate.res(self.expr_at(callee)),
            Res::External(path) if self.krate.function(&path) == Some(Call::Never))
    }

    fn stuck(&mut self, id: ExprId, at: At) -> At {
        self.then(at, NodeKind::Stuck(id));
        None
    }

    /// The new value is made before the old one goes. `_ = x` leaves `x` where it is.
    fn assign(&mut self, left: ExprId, right: ExprId, at: At) -> At {
        if matches!(self.kind(left), ExprKind::Other) {
            return self.expr(right, Want::Ignore, at);
        }
        let at = self.expr(right, Want::Value, at);
        let Some(place) = self.place_of(left) else { return self.expr(left, Want::Look, at) };
        let at = self.way_to(left, Want::BorrowMut, at);
        // A part that is replaced is reached through the rest; a variable of a body around is captured for it.
        let at = match !place.path.is_empty() || self.is_of_outer_body(&place) {
            true => self.uses(left, place.clone(), Use::BorrowMut, at),
            false => at,
        };
        self.put(place, right, at)
    }

    fn is_of_outer_body(&self, place: &Place) -> bool {
        matches!(place.root, Root::Local(binding) if self.krate.index.binding(binding).body != self.body)
    }

    /// A value takes the place of another, which is dropped.
    fn put(&mut self, place: Place, value: ExprId, at: At) -> At {
        let place = self.place_id(place);
        let at = self.then(at, NodeKind::Drop(place, Why::Overwritten));
        self.then(at, NodeKind::Set(place, Source::Assigned(value)))
    }
}

fn compares(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge)
}
