//! Blocks and expressions: who holds whom, which body runs what, which variable a name means.

use crate::model::source::tables::{BodyKind, BodyParam, Origin, Parent, Root};
use crate::model::source::walk::{Walk, new_scope};
use crate::syntax::tree::{
    BlockId, BranchKind, Closure, ExprId, ExprKind, ItemId, MacroBody, MacroCall, Name, Select, StmtKind,
};

impl<'a> Walk<'a> {
    pub(super) fn block(&mut self, id: BlockId, parent: Parent) {
        let tree = self.tree;
        self.here().block_parent[id.0 as usize] = parent;
        let block = &tree.blocks[id.0 as usize];
        let (mark, outer) = (self.env.len(), self.scope);
        let items: Vec<ItemId> = block
            .stmts
            .iter()
            .filter_map(|s| if let StmtKind::Item(item) = s.kind { Some(item) } else { None })
            .collect();
        if !items.is_empty() {
            self.scope = new_scope(self.index, self.file, Some(outer), false, None, self.test);
            // Items inside a block belong to the block, not to the impl around it.
            let (owner, body) = (self.owner.take(), self.body);
            let mut pending = Vec::new();
            for &item in &items {
                self.declare(item, &mut pending);
            }
            for (item, def) in pending {
                self.item(item, def);
            }
            (self.owner, self.body) = (owner, body);
        }
        for (n, stmt) in block.stmts.iter().enumerate() {
            let parent = Parent::Stmt(id, n as u32);
            match &stmt.kind {
                StmtKind::Let { pat, ty, init, otherwise } => {
                    if let Some(init) = init {
                        self.expr(*init, parent);
                    }
                    if let Some(otherwise) = otherwise {
                        self.block(*otherwise, parent);
                    }
                    let origin = init.map_or(Origin::Later, Origin::Value);
                    self.pattern(*pat, origin, &mut Vec::new(), *ty, Some((id, n as u32)));
                }
                StmtKind::Expr { expr, .. } => self.expr(*expr, parent),
                StmtKind::Item(_) => {}
            }
        }
        self.env.truncate(mark);
        self.scope = outer;
    }

    pub(super) fn expr(&mut self, id: ExprId, parent: Parent) {
        let tree = self.tree;
        let (body, scope) = (self.body, self.scope);
        let here = self.here();
        here.expr_parent[id.0 as usize] = parent;
        here.expr_body[id.0 as usize] = body;
        here.expr_scope[id.0 as usize] = scope;
        let own = Parent::Expr(id);
        match &tree.exprs[id.0 as usize].kind {
            ExprKind::Path(path) => {
                if path.segments.len() == 1 && path.qself.is_none() && !path.global {
                    self.name_use(id, path.segments[0].name);
                }
            }
            ExprKind::Lit(_) | ExprKind::Continue { .. } | ExprKind::Other => {}
            ExprKind::Call { callee, args } => {
                self.here().calls.push(id);
                self.expr(*callee, own);
                self.exprs(args, own);
            }
            ExprKind::Method(method) => {
                self.expr(method.receiver, own);
                self.here().calls.push(id);
                self.exprs(&method.args, own);
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner)
            | ExprKind::Cast { operand: inner, .. } => self.expr(*inner, own),
            ExprKind::Await(inner) => {
                self.expr(*inner, own);
                // What a call's future does is told by the call.
                if !matches!(tree.exprs[inner.0 as usize].kind, ExprKind::Call { .. } | ExprKind::Method(_)) {
                    self.here().calls.push(id);
                }
            }
            ExprKind::Index { base, index } => {
                self.expr(*base, own);
                self.expr(*index, own);
            }
            ExprKind::Binary { left, right, .. } | ExprKind::AssignOp { left, right, .. } => {
                self.expr(*left, own);
                self.expr(*right, own);
            }
            ExprKind::Assign { left, right } => {
                self.expr(*right, own);
                self.expr(*left, own);
            }
            ExprKind::Block { block, .. } => self.block(*block, own),
            ExprKind::Async { moves, block } => self.async_block(id, *moves, *block),
            ExprKind::Closure(closure) => self.closure(id, closure),
            ExprKind::If { cond, then, otherwise } => {
                let mark = self.env.len();
                self.expr(*cond, own);
                self.block(*then, own);
                self.env.truncate(mark);
                if let Some(otherwise) = otherwise {
                    self.expr(*otherwise, own);
                }
            }
            ExprKind::Let { pat, value } => {
                self.expr(*value, own);
                self.pattern(*pat, Origin::Value(*value), &mut Vec::new(), None, None);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee, own);
                for arm in arms {
                    let mark = self.env.len();
                    self.pattern(arm.pat, Origin::Value(*scrutinee), &mut Vec::new(), None, None);
                    if let Some(guard) = arm.guard {
                        self.expr(guard, own);
                    }
                    self.expr(arm.body, own);
                    self.env.truncate(mark);
                }
            }
            ExprKind::While { cond, body, .. } => {
                self.here().loops.push(id);
                let mark = self.env.len();
                self.expr(*cond, own);
                self.block(*body, own);
                self.env.truncate(mark);
            }
            ExprKind::Loop { body, .. } => {
                self.here().loops.push(id);
                self.block(*body, own);
            }
            ExprKind::For { pat, iter, body, .. } => {
                self.here().loops.push(id);
                self.expr(*iter, own);
                self.here().calls.push(id);
                let mark = self.env.len();
                self.pattern(*pat, Origin::ItemOf(*iter), &mut Vec::new(), None, None);
                self.block(*body, own);
                self.env.truncate(mark);
            }
            ExprKind::Break { value, .. } | ExprKind::Return(value) | ExprKind::Yield(value) => {
                if let Some(value) = value {
                    self.expr(*value, own);
                }
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.exprs(parts, own),
            ExprKind::Repeat { element, count } => {
                self.expr(*element, own);
                self.expr(*count, own);
            }
            ExprKind::Struct { fields, rest, .. } => {
                for (_, value) in fields {
                    self.expr(*value, own);
                }
                if let Some(rest) = rest {
                    self.expr(*rest, own);
                }
            }
            ExprKind::Range { start, end } => {
                for part in [start, end].into_iter().flatten() {
                    self.expr(*part, own);
                }
            }
            ExprKind::Macro(call) => {
                self.here().calls.push(id);
                self.macro_call(id, call);
            }
        }
    }

    fn exprs(&mut self, list: &'a [ExprId], parent: Parent) {
        for &expr in list {
            self.expr(expr, parent);
        }
    }

    fn name_use(&mut self, id: ExprId, name: Name) {
        if let Some(binding) = self.env.binding_in_force(name) {
            self.here().local.insert(id, binding);
            self.index.bindings[binding.0 as usize].uses.push(id);
        }
    }

    fn async_block(&mut self, id: ExprId, moves: bool, block: BlockId) {
        let span = self.tree.exprs[id.0 as usize].span;
        let inner =
            self.new_body(BodyKind::Async(id), Some(self.body), Root::Block(block), Vec::new(), span, true, moves);
        self.here().body_of.insert(id, inner);
        let old = std::mem::replace(&mut self.body, inner);
        self.block(block, Parent::Expr(id));
        self.end_body(inner);
        self.body = old;
    }

    fn closure(&mut self, id: ExprId, closure: &'a Closure) {
        let span = self.tree.exprs[id.0 as usize].span;
        let params = closure.params.iter().map(|p| BodyParam { pat: Some(p.pat), ty: p.ty }).collect();
        let inner = self.new_body(
            BodyKind::Closure(id),
            Some(self.body),
            Root::Expr(closure.body),
            params,
            span,
            closure.is_async,
            closure.moves,
        );
        self.here().body_of.insert(id, inner);
        let (old, mark) = (std::mem::replace(&mut self.body, inner), self.env.len());
        for (n, param) in closure.params.iter().enumerate() {
            self.pattern(param.pat, Origin::Param(n as u32), &mut Vec::new(), param.ty, None);
        }
        self.expr(closure.body, Parent::Expr(id));
        self.end_body(inner);
        self.env.truncate(mark);
        self.body = old;
    }

    fn macro_call(&mut self, id: ExprId, call: &'a MacroCall) {
        let own = Parent::Expr(id);
        match &call.body {
            MacroBody::Args(args) => self.exprs(args, own),
            MacroBody::Block(block) => self.block(*block, own),
            MacroBody::Items(items) => {
                let (owner, body) = (self.owner.take(), self.body);
                self.items(items);
                (self.owner, self.body) = (owner, body);
            }
            MacroBody::Select(select) => self.select(select, own),
            MacroBody::Matches { value, pat, guard } => {
                self.expr(*value, own);
                let mark = self.env.len();
                self.pattern(*pat, Origin::Value(*value), &mut Vec::new(), None, None);
                if let Some(guard) = guard {
                    self.expr(*guard, own);
                }
                self.env.truncate(mark);
            }
            MacroBody::Opaque(mentioned) => {
                for name in mentioned {
                    if let Some(binding) = self.env.binding_in_force(*name) {
                        self.here().opaque_uses.push((id, binding));
                        self.index.bindings[binding.0 as usize].uses.push(id);
                    }
                }
            }
        }
    }

    fn select(&mut self, select: &'a Select, own: Parent) {
        for branch in &select.branches {
            if let Some(source) = branch.source {
                self.expr(source, own);
            }
            if let BranchKind::Send { value } = branch.kind {
                self.expr(value, own);
            }
            if let Some(guard) = branch.guard {
                self.expr(guard, own);
            }
            let mark = self.env.len();
            if let (Some(pat), Some(source)) = (branch.pat, branch.source) {
                self.pattern(pat, Origin::Outcome(source), &mut Vec::new(), None, None);
            }
            self.expr(branch.handler, own);
            self.env.truncate(mark);
        }
    }
}
