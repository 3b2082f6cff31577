//! What stands directly below an expression, through blocks and statements; items inside a block are not part of it.

use super::tree::{BlockId, BranchKind, ExprId, ExprKind, MacroBody, PatId, PatKind, StmtKind, Tree};

impl Tree {
    /// Calls `f` for every expression directly below this one, in the order of the source; blocks are looked through.
    pub fn each_child(&self, id: ExprId, f: &mut dyn FnMut(ExprId)) {
        match &self.exprs[id.0 as usize].kind {
            ExprKind::Path(_) | ExprKind::Lit(_) | ExprKind::Continue { .. } | ExprKind::Other => {}
            ExprKind::Call { callee, args } => {
                f(*callee);
                args.iter().copied().for_each(f);
            }
            ExprKind::Method(method) => {
                f(method.receiver);
                method.args.iter().copied().for_each(f);
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Await(inner)
            | ExprKind::Try(inner)
            | ExprKind::Cast { operand: inner, .. } => f(*inner),
            ExprKind::Index { base: left, index: right }
            | ExprKind::Binary { left, right, .. }
            | ExprKind::Assign { left, right }
            | ExprKind::AssignOp { left, right, .. }
            | ExprKind::Repeat { element: left, count: right } => {
                f(*left);
                f(*right);
            }
            ExprKind::Block { block, .. } | ExprKind::Async { block, .. } => self.each_in_block(*block, f),
            ExprKind::Closure(closure) => f(closure.body),
            ExprKind::If { cond, then, otherwise } => {
                f(*cond);
                self.each_in_block(*then, f);
                otherwise.iter().copied().for_each(f);
            }
            ExprKind::Let { pat, value } => {
                f(*value);
                self.each_in_pat(*pat, f);
            }
            ExprKind::Match { scrutinee, arms } => {
                f(*scrutinee);
                for arm in arms {
                    arm.guard.iter().copied().for_each(&mut *f);
                    f(arm.body);
                }
            }
            ExprKind::While { cond, body, .. } => {
                f(*cond);
                self.each_in_block(*body, f);
            }
            ExprKind::Loop { body, .. } => self.each_in_block(*body, f),
            ExprKind::For { iter, body, .. } => {
                f(*iter);
                self.each_in_block(*body, f);
            }
            ExprKind::Break { value, .. } | ExprKind::Return(value) | ExprKind::Yield(value) => {
                value.iter().copied().for_each(f);
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => parts.iter().copied().for_each(f),
            ExprKind::Struct { fields, rest, .. } => {
                fields.iter().map(|field| field.1).chain(*rest).for_each(f);
            }
            ExprKind::Range { start, end } => start.iter().chain(end).copied().for_each(f),
            ExprKind::Macro(call) => self.each_in_macro(&call.body, f),
        }
    }

    /// Calls `f` for every expression that stands directly in a block's statements.
    pub fn each_in_block(&self, id: BlockId, f: &mut dyn FnMut(ExprId)) {
        for stmt in &self.blocks[id.0 as usize].stmts {
            match &stmt.kind {
                StmtKind::Let { init, otherwise, .. } => {
                    init.iter().copied().for_each(&mut *f);
                    if let Some(otherwise) = otherwise {
                        self.each_in_block(*otherwise, f);
                    }
                }
                StmtKind::Expr { expr, .. } => f(*expr),
                StmtKind::Item(_) => {}
            }
        }
    }

    fn each_in_pat(&self, id: PatId, f: &mut dyn FnMut(ExprId)) {
        if let PatKind::Value(value) = &self.pats[id.0 as usize].kind {
            f(*value);
        }
    }

    fn each_in_macro(&self, body: &MacroBody, f: &mut dyn FnMut(ExprId)) {
        match body {
            MacroBody::Args(args) => args.iter().copied().for_each(f),
            MacroBody::Block(block) => self.each_in_block(*block, f),
            MacroBody::Select(select) => {
                for branch in &select.branches {
                    branch.source.iter().copied().for_each(&mut *f);
                    if let BranchKind::Send { value } = branch.kind {
                        f(value);
                    }
                    branch.guard.iter().copied().for_each(&mut *f);
                    f(branch.handler);
                }
            }
            MacroBody::Matches { value, guard, .. } => {
                f(*value);
                guard.iter().copied().for_each(f);
            }
            MacroBody::Items(_) | MacroBody::Opaque(_) => {}
        }
    }
}
