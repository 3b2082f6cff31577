//! Blocks and statements.

use syn::Stmt as Syn;

use super::{Lower, Place};
use crate::syntax::tree::*;

impl Lower<'_> {
    pub(in crate::syntax) fn block(&mut self, block: &syn::Block) -> BlockId {
        let stmts = self.stmts(&block.stmts);
        let span = self.token(block.brace_token.span.join());
        self.add_block(span.start, span.end, stmts)
    }

    pub(in crate::syntax) fn stmts(&mut self, stmts: &[Syn]) -> Vec<Stmt> {
        let mut lowered = Vec::with_capacity(stmts.len());
        for stmt in stmts {
            self.stmt(stmt, &mut lowered);
        }
        lowered
    }

    /// One statement of the source is one of ours, but a lone semicolon is none and a block of foreign items may be many.
    pub(in crate::syntax) fn stmt(&mut self, stmt: &Syn, into: &mut Vec<Stmt>) {
        match stmt {
            Syn::Local(local) => {
                let stmt = self.local(local);
                into.push(stmt);
            }
            Syn::Item(item) => {
                let mut items = Vec::new();
                self.item(item, Place::Module, &mut items);
                for id in items {
                    let item = &self.tree.items[id.0 as usize];
                    let (span, cfg) = (item.span, self.cfg_of(&item.attrs));
                    into.push(Stmt { span, cfg, kind: StmtKind::Item(id) });
                }
            }
            Syn::Expr(syn::Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
            Syn::Expr(expr, semi) => {
                let attrs = leading_attrs(expr);
                let id = self.expr(expr);
                let span = self.expr_span(id);
                let start = self.attrs_start(attrs).unwrap_or(span.start);
                let end = semi.as_ref().map_or(span.end, |semi| self.end(semi.span));
                into.push(Stmt {
                    span: self.span(start.min(span.start), end),
                    cfg: self.cfg(attrs),
                    kind: StmtKind::Expr { expr: id, semi: semi.is_some() },
                });
            }
            Syn::Macro(node) => {
                let (span, call) = self.macro_call(&node.mac);
                let start = self.attrs_start(&node.attrs).unwrap_or(span.start);
                let semi = node.semi_token.as_ref();
                let end = semi.map_or(span.end, |semi| self.end(semi.span));
                let expr = self.add_expr(span.start, span.end, ExprKind::Macro(call));
                self.lint_levels(&node.attrs, span);
                into.push(Stmt {
                    span: self.span(start, end),
                    cfg: self.cfg(&node.attrs),
                    kind: StmtKind::Expr { expr, semi: semi.is_some() },
                });
            }
        }
    }

    fn local(&mut self, local: &syn::Local) -> Stmt {
        let Param { pat, ty } = self.param(&local.pat);
        let mut init = None;
        let mut otherwise = None;
        if let Some(value) = &local.init {
            init = Some(self.expr(&value.expr));
            if let Some((_, syn::Expr::Block(block))) = value.diverge.as_ref().map(|(word, expr)| (word, &**expr)) {
                otherwise = Some(self.block(&block.block));
            }
        }
        let start = self.attrs_start(&local.attrs);
        let start = start.unwrap_or_else(|| self.start(local.let_token.span));
        let span = self.span(start, self.end(local.semi_token.span));
        self.lint_levels(&local.attrs, span);
        Stmt { span, cfg: self.cfg(&local.attrs), kind: StmtKind::Let { pat, ty, init, otherwise } }
    }

    /// A pattern with its type apart, if it has one.
    pub(super) fn param(&mut self, pat: &syn::Pat) -> Param {
        match pat {
            syn::Pat::Type(typed) => Param { pat: self.pat(&typed.pat), ty: Some(self.ty(&typed.ty)) },
            pat => Param { pat: self.pat(pat), ty: None },
        }
    }
}

/// The attributes that stand before an expression: syn hangs them on its leftmost operand.
pub(super) fn leading_attrs(mut expr: &syn::Expr) -> &[syn::Attribute] {
    use syn::Expr::*;
    loop {
        let attrs = match expr {
            Assign(node) => {
                expr = &node.left;
                continue;
            }
            Binary(node) => {
                expr = &node.left;
                continue;
            }
            Cast(node) => {
                expr = &node.expr;
                continue;
            }
            Async(node) => &node.attrs,
            Await(node) => &node.attrs,
            Block(node) => &node.attrs,
            Break(node) => &node.attrs,
            Call(node) => &node.attrs,
            Closure(node) => &node.attrs,
            Continue(node) => &node.attrs,
            Field(node) => &node.attrs,
            ForLoop(node) => &node.attrs,
            If(node) => &node.attrs,
            Index(node) => &node.attrs,
            Lit(node) => &node.attrs,
            Loop(node) => &node.attrs,
            Macro(node) => &node.attrs,
            Match(node) => &node.attrs,
            MethodCall(node) => &node.attrs,
            Paren(node) => &node.attrs,
            Path(node) => &node.attrs,
            Reference(node) => &node.attrs,
            Return(node) => &node.attrs,
            Struct(node) => &node.attrs,
            Try(node) => &node.attrs,
            Tuple(node) => &node.attrs,
            Unary(node) => &node.attrs,
            Unsafe(node) => &node.attrs,
            While(node) => &node.attrs,
            Yield(node) => &node.attrs,
            _ => return &[],
        };
        return attrs;
    }
}
