//! Expressions. Chains that lean to the left are walked in a loop: a sum of ten thousand terms must not need a deep stack.

use syn::Expr as Syn;

use super::Lower;
use super::blocks::leading_attrs;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn expr(&mut self, expr: &Syn) -> ExprId {
        let mut spine = Vec::new();
        let mut leftmost = expr;
        while let Some(left) = left_part(leftmost) {
            spine.push(leftmost);
            leftmost = left;
        }
        let mut id = self.atom(leftmost);
        while let Some(node) = spine.pop() {
            id = self.grow(node, id);
        }
        self.lint_levels(leading_attrs(expr), self.expr_span(id));
        id
    }

    pub(super) fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Syn>) -> Vec<ExprId> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    pub(super) fn maybe_expr(&mut self, expr: Option<&Syn>) -> Option<ExprId> {
        expr.map(|expr| self.expr(expr))
    }

    /// The node whose left part is already there.
    fn grow(&mut self, node: &Syn, left: ExprId) -> ExprId {
        let start = self.expr_span(left).start;
        let (end, kind) = match node {
            Syn::Paren(paren) => return self.widen(left, paren.paren_token.span.join()),
            Syn::Group(_) => return left,
            Syn::Assign(assign) => {
                let right = self.expr(&assign.right);
                (self.expr_span(right).end, ExprKind::Assign { left, right })
            }
            Syn::Binary(binary) => self.binary(binary, left),
            Syn::Await(node) => (self.end(node.await_token.span), ExprKind::Await(left)),
            Syn::Try(node) => (self.end(node.question_token.span), ExprKind::Try(left)),
            Syn::Call(call) => {
                let args = self.exprs(&call.args);
                let end = self.end(call.paren_token.span.close());
                (end, ExprKind::Call { callee: left, args })
            }
            Syn::MethodCall(call) => self.method(call, left),
            Syn::Cast(cast) => {
                let ty = self.ty(&cast.ty);
                let end = self.type_span(ty).end;
                (end, ExprKind::Cast { operand: left, ty })
            }
            Syn::Field(field) => {
                let (name, span) = self.member(&field.member);
                (span.end, ExprKind::Field { base: left, name })
            }
            Syn::Index(index) => {
                let inner = self.expr(&index.index);
                let end = self.end(index.bracket_token.span.close());
                (end, ExprKind::Index { base: left, index: inner })
            }
            Syn::Range(range) => self.range(range, Some(left)),
            _ => (start, ExprKind::Other),
        };
        self.add_expr(start, end, kind)
    }

    /// Parentheses leave no node, but the inner one's span grows by them.
    fn widen(&mut self, id: ExprId, parens: proc_macro2::Span) -> ExprId {
        self.tree.exprs[id.0 as usize].span = self.token(parens);
        id
    }

    fn binary(&mut self, binary: &syn::ExprBinary, left: ExprId) -> (u32, ExprKind) {
        let right = self.expr(&binary.right);
        let kind = match operator(&binary.op) {
            (op, false) => ExprKind::Binary { op, left, right },
            (op, true) => ExprKind::AssignOp { op, left, right },
        };
        (self.expr_span(right).end, kind)
    }

    fn method(&mut self, call: &syn::ExprMethodCall, receiver: ExprId) -> (u32, ExprKind) {
        let (name, name_span) = self.ident(&call.method);
        let turbofish = match &call.turbofish {
            Some(generics) => self.generic_types(generics),
            None => Vec::new(),
        };
        let args = self.exprs(&call.args);
        let kind = ExprKind::Method(Method { receiver, name, name_span, turbofish, args });
        (self.end(call.paren_token.span.close()), kind)
    }

    /// `a..b`, from its dots on.
    pub(super) fn range(&mut self, range: &syn::ExprRange, start: Option<ExprId>) -> (u32, ExprKind) {
        let end = self.maybe_expr(range.end.as_deref());
        let last = match end {
            Some(end) => self.expr_span(end).end,
            None => self.range_limits(&range.limits).end,
        };
        (last, ExprKind::Range { start, end })
    }

    pub(super) fn range_limits(&self, limits: &syn::RangeLimits) -> crate::syntax::Span {
        match limits {
            syn::RangeLimits::HalfOpen(dots) => self.span(self.start(dots.spans[0]), self.end(dots.spans[1])),
            syn::RangeLimits::Closed(dots) => self.span(self.start(dots.spans[0]), self.end(dots.spans[2])),
        }
    }
}

/// The part that an expression begins with, when that is an expression.
fn left_part(expr: &Syn) -> Option<&Syn> {
    match expr {
        Syn::Assign(node) => Some(&node.left),
        Syn::Await(node) => Some(&node.base),
        Syn::Binary(node) => Some(&node.left),
        Syn::Call(node) => Some(&node.func),
        Syn::Cast(node) => Some(&node.expr),
        Syn::Field(node) => Some(&node.base),
        Syn::Group(node) => Some(&node.expr),
        Syn::Index(node) => Some(&node.expr),
        Syn::MethodCall(node) => Some(&node.receiver),
        Syn::Paren(node) => Some(&node.expr),
        Syn::Range(node) => node.start.as_deref(),
        Syn::Try(node) => Some(&node.expr),
        _ => None,
    }
}

/// The operator, and whether it assigns.
fn operator(op: &syn::BinOp) -> (BinaryOp, bool) {
    use syn::BinOp::*;
    match op {
        Add(_) => (BinaryOp::Add, false),
        Sub(_) => (BinaryOp::Sub, false),
        Mul(_) => (BinaryOp::Mul, false),
        Div(_) => (BinaryOp::Div, false),
        Rem(_) => (BinaryOp::Rem, false),
        And(_) => (BinaryOp::And, false),
        Or(_) => (BinaryOp::Or, false),
        BitXor(_) => (BinaryOp::BitXor, false),
        BitAnd(_) => (BinaryOp::BitAnd, false),
        BitOr(_) => (BinaryOp::BitOr, false),
        Shl(_) => (BinaryOp::Shl, false),
        Shr(_) => (BinaryOp::Shr, false),
        Eq(_) => (BinaryOp::Eq, false),
        Lt(_) => (BinaryOp::Lt, false),
        Le(_) => (BinaryOp::Le, false),
        Ne(_) => (BinaryOp::Ne, false),
        Ge(_) => (BinaryOp::Ge, false),
        Gt(_) => (BinaryOp::Gt, false),
        AddAssign(_) => (BinaryOp::Add, true),
        SubAssign(_) => (BinaryOp::Sub, true),
        MulAssign(_) => (BinaryOp::Mul, true),
        DivAssign(_) => (BinaryOp::Div, true),
        RemAssign(_) => (BinaryOp::Rem, true),
        BitXorAssign(_) => (BinaryOp::BitXor, true),
        BitAndAssign(_) => (BinaryOp::BitAnd, true),
        BitOrAssign(_) => (BinaryOp::BitOr, true),
        ShlAssign(_) => (BinaryOp::Shl, true),
        ShrAssign(_) => (BinaryOp::Shr, true),
        // syn may learn operators that Rust does not have yet.
        _ => (BinaryOp::Add, false),
    }
}
