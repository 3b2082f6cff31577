//! Expressions that do not begin with another expression: literals, blocks, control flow, closures.

use syn::Expr as Syn;

use super::Lower;
use crate::syntax::Span;
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(super) fn atom(&mut self, expr: &Syn) -> ExprId {
        let (span, kind) = match expr {
            Syn::Path(node) => {
                let path = self.qualified_path(node.qself.as_ref(), &node.path);
                (path.span, ExprKind::Path(path))
            }
            Syn::Lit(node) => return self.literal(&node.lit),
            Syn::Macro(node) => {
                let (span, call) = self.macro_call(&node.mac);
                (span, ExprKind::Macro(call))
            }
            Syn::Array(node) => {
                let elements = self.exprs(&node.elems);
                let span = self.token(node.bracket_token.span.join());
                (span, ExprKind::Array(elements))
            }
            Syn::Tuple(node) => {
                let elements = self.exprs(&node.elems);
                let span = self.token(node.paren_token.span.join());
                (span, ExprKind::Tuple(elements))
            }
            Syn::Repeat(node) => {
                let element = self.expr(&node.expr);
                let count = self.expr(&node.len);
                let span = self.token(node.bracket_token.span.join());
                (span, ExprKind::Repeat { element, count })
            }
            Syn::Struct(node) => self.struct_literal(node),
            Syn::Closure(node) => self.closure(node),
            Syn::Unary(_) | Syn::Reference(_) | Syn::RawAddr(_) => self.prefixed(expr),
            Syn::Range(node) => {
                let start = self.range_limits(&node.limits).start;
                let (end, kind) = self.range(node, None);
                (self.span(start, end), kind)
            }
            Syn::Infer(node) => (self.token(node.underscore_token.span), ExprKind::Other),
            Syn::Break(_) | Syn::Continue(_) | Syn::Return(_) | Syn::Yield(_) => self.jump(expr),
            Syn::Verbatim(tokens) => (self.tokens_span(tokens), ExprKind::Other),
            _ => self.control(expr),
        };
        self.add_expr(span.start, span.end, kind)
    }

    /// What holds a block.
    fn control(&mut self, expr: &Syn) -> (Span, ExprKind) {
        match expr {
            Syn::Async(node) => {
                let block = self.block(&node.block);
                let moves = node.capture.is_some();
                let kind = ExprKind::Async { moves, block };
                (self.from(node.async_token.span, block), kind)
            }
            Syn::Block(node) => {
                let block = self.block(&node.block);
                let (label, start) = self.label(node.label.as_ref());
                let span = self.block_span(block);
                let start = start.unwrap_or(span.start);
                (self.span(start, span.end), ExprKind::Block { label, block })
            }
            Syn::Const(node) => {
                let block = self.block(&node.block);
                let span = self.from(node.const_token.span, block);
                (span, ExprKind::Block { label: None, block })
            }
            Syn::Unsafe(node) => {
                let block = self.block(&node.block);
                let span = self.from(node.unsafe_token.span, block);
                (span, ExprKind::Block { label: None, block })
            }
            Syn::TryBlock(node) => {
                let block = self.block(&node.block);
                let span = self.from(node.try_token.span, block);
                (span, ExprKind::Block { label: None, block })
            }
            Syn::If(node) => self.if_chain(node),
            Syn::Let(node) => {
                let pat = self.pat(&node.pat);
                let value = self.expr(&node.expr);
                let start = self.start(node.let_token.span);
                let span = self.span(start, self.expr_span(value).end);
                (span, ExprKind::Let { pat, value })
            }
            Syn::Match(node) => {
                let scrutinee = self.expr(&node.expr);
                let arms = node.arms.iter().map(|arm| self.arm(arm)).collect();
                let start = self.start(node.match_token.span);
                let end = self.end(node.brace_token.span.close());
                (self.span(start, end), ExprKind::Match { scrutinee, arms })
            }
            Syn::While(node) => {
                let cond = self.expr(&node.cond);
                let body = self.block(&node.body);
                let (label, start) = self.label(node.label.as_ref());
                let span = self.loop_span(start, node.while_token.span, body);
                (span, ExprKind::While { label, cond, body })
            }
            Syn::Loop(node) => {
                let body = self.block(&node.body);
                let (label, start) = self.label(node.label.as_ref());
                let span = self.loop_span(start, node.loop_token.span, body);
                (span, ExprKind::Loop { label, body })
            }
            Syn::ForLoop(node) => {
                let pat = self.pat(&node.pat);
                let iter = self.expr(&node.expr);
                let body = self.block(&node.body);
                let (label, start) = self.label(node.label.as_ref());
                let span = self.loop_span(start, node.for_token.span, body);
                (span, ExprKind::For { label, pat, iter, body })
            }
            _ => (self.span(0, 0), ExprKind::Other),
        }
    }

    fn prefixed(&mut self, expr: &Syn) -> (Span, ExprKind) {
        let (start, operand, kind): (u32, ExprId, fn(ExprId) -> ExprKind) = match expr {
            Syn::Unary(node) => {
                let operand = self.expr(&node.expr);
                let (span, op) = unary(&node.op);
                let start = self.start(span);
                let span = self.span(start, self.expr_span(operand).end);
                return (span, ExprKind::Unary { op, operand });
            }
            Syn::Reference(node) => {
                let operand = self.expr(&node.expr);
                let kind: fn(ExprId) -> ExprKind = match node.mutability {
                    Some(_) => |operand| ExprKind::Ref { mutable: true, operand },
                    None => |operand| ExprKind::Ref { mutable: false, operand },
                };
                (self.start(node.and_token.span), operand, kind)
            }
            Syn::RawAddr(node) => {
                let operand = self.expr(&node.expr);
                let kind: fn(ExprId) -> ExprKind = match node.mutability {
                    syn::PointerMutability::Mut(_) => |operand| ExprKind::Ref { mutable: true, operand },
                    syn::PointerMutability::Const(_) => |operand| ExprKind::Ref { mutable: false, operand },
                };
                (self.start(node.and_token.span), operand, kind)
            }
            _ => return (self.span(0, 0), ExprKind::Other),
        };
        (self.span(start, self.expr_span(operand).end), kind(operand))
    }

    fn jump(&mut self, expr: &Syn) -> (Span, ExprKind) {
        let (word, label, value) = match expr {
            Syn::Break(node) => (node.break_token.span, node.label.as_ref(), node.expr.as_deref()),
            Syn::Continue(node) => (node.continue_token.span, node.label.as_ref(), None),
            Syn::Return(node) => (node.return_token.span, None, node.expr.as_deref()),
            Syn::Yield(node) => (node.yield_token.span, None, node.expr.as_deref()),
            _ => return (self.span(0, 0), ExprKind::Other),
        };
        let word = self.token(word);
        let mut end = word.end;
        let label = label.map(|label| {
            end = self.end(label.ident.span());
            self.lifetime(label)
        });
        let value = self.maybe_expr(value);
        if let Some(value) = value {
            end = self.expr_span(value).end;
        }
        let kind = match expr {
            Syn::Break(_) => ExprKind::Break { label, value },
            Syn::Continue(_) => ExprKind::Continue { label },
            Syn::Return(_) => ExprKind::Return(value),
            _ => ExprKind::Yield(value),
        };
        (self.span(word.start, end), kind)
    }

    fn if_chain(&mut self, node: &syn::ExprIf) -> (Span, ExprKind) {
        let cond = self.expr(&node.cond);
        let then = self.block(&node.then_branch);
        let otherwise = node.else_branch.as_ref().map(|(_, branch)| self.expr(branch));
        let end = match otherwise {
            Some(branch) => self.expr_span(branch).end,
            None => self.block_span(then).end,
        };
        let span = self.span(self.start(node.if_token.span), end);
        (span, ExprKind::If { cond, then, otherwise })
    }

    fn arm(&mut self, arm: &syn::Arm) -> Arm {
        let (pat, guard) = match &arm.pat {
            syn::Pat::Guard(guarded) => {
                let pat = self.pat(&guarded.pat);
                (pat, Some(self.expr(&guarded.guard)))
            }
            pat => (self.pat(pat), None),
        };
        let body = self.expr(&arm.body);
        let span = self.span(self.pat_span(pat).start, self.expr_span(body).end);
        self.lint_levels(&arm.attrs, span);
        Arm { span, pat, guard, body, cfg: self.cfg(&arm.attrs) }
    }

    fn closure(&mut self, node: &syn::ExprClosure) -> (Span, ExprKind) {
        let params = node.inputs.iter().map(|pat| self.param(pat)).collect();
        let ret = self.return_type(&node.output);
        let body = self.expr(&node.body);
        let first = [
            node.lifetimes.as_ref().map(|lifetimes| lifetimes.for_token.span),
            node.constness.as_ref().map(|word| word.span),
            node.asyncness.as_ref().map(|word| word.span),
            node.capture.as_ref().map(|word| word.span),
        ];
        let first = first.into_iter().flatten().next();
        let start = self.start(first.unwrap_or(node.inputs_begin.spans[0]));
        let kind = ExprKind::Closure(Closure {
            moves: node.capture.is_some(),
            is_async: node.asyncness.is_some(),
            params,
            ret,
            body,
        });
        (self.span(start, self.expr_span(body).end), kind)
    }

    fn struct_literal(&mut self, node: &syn::ExprStruct) -> (Span, ExprKind) {
        let path = self.qualified_path(node.qself.as_ref(), &node.path);
        let fields = node.fields.iter().map(|field| {
            let (name, _) = self.member(&field.member);
            let value = self.expr(&field.expr);
            self.lint_levels(&field.attrs, self.expr_span(value));
            (name, value)
        });
        let fields = fields.collect();
        let rest = self.maybe_expr(node.rest.as_deref());
        let span = self.span(path.span.start, self.end(node.brace_token.span.close()));
        (span, ExprKind::Struct { path, fields, rest })
    }

    /// A field's name, which is digits for a tuple's.
    pub(super) fn member(&mut self, member: &syn::Member) -> (Name, Span) {
        match member {
            syn::Member::Named(ident) => self.ident(ident),
            syn::Member::Unnamed(index) => {
                // `x.0.1` is lexed as one number, so the digits are not read from the source.
                let name = self.intern(&index.index.to_string());
                (name, self.token(index.span))
            }
        }
    }

    /// A label's name and where it begins.
    fn label(&mut self, label: Option<&syn::Label>) -> (Option<Name>, Option<u32>) {
        match label {
            Some(label) => {
                let start = self.start(label.name.apostrophe);
                (Some(self.lifetime(&label.name)), Some(start))
            }
            None => (None, None),
        }
    }

    fn from(&self, word: proc_macro2::Span, block: BlockId) -> Span {
        self.span(self.start(word), self.block_span(block).end)
    }

    fn loop_span(&self, label: Option<u32>, word: proc_macro2::Span, body: BlockId) -> Span {
        let start = label.unwrap_or_else(|| self.start(word));
        self.span(start, self.block_span(body).end)
    }
}

fn unary(op: &syn::UnOp) -> (proc_macro2::Span, UnaryOp) {
    match op {
        syn::UnOp::Deref(token) => (token.span, UnaryOp::Deref),
        syn::UnOp::Neg(token) => (token.span, UnaryOp::Neg),
        syn::UnOp::Not(token) => (token.span, UnaryOp::Not),
        // syn may learn operators that Rust does not have yet.
        _ => (proc_macro2::Span::call_site(), UnaryOp::Not),
    }
}
