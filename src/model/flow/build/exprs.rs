//! Expressions in the order in which they run: calls, awaits, moves, macros.

use crate::model::flow::build::{At, Builder, Frame};
use crate::model::flow::{Leave, NodeKind};
use crate::model::library::{self, Call};
use crate::model::names::Res;
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind, MacroBody, MacroCall};

impl<'a> Builder<'a> {
    pub(super) fn expr(&mut self, id: ExprId, at: At) -> At {
        let kind = &self.krate.tree(self.file).exprs[id.0 as usize].kind;
        match kind {
            ExprKind::Path(_) => self.name(id, at),
            ExprKind::Lit(_) | ExprKind::Other => at,
            ExprKind::Call { callee, args } => self.call(id, *callee, args, at),
            ExprKind::Method(method) => {
                let at = self.expr(method.receiver, at);
                let at = self.exprs(method.args.iter().copied(), at);
                self.eval(id, at)
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. } => self.expr(*inner, at),
            ExprKind::Index { base: left, index: right }
            | ExprKind::AssignOp { left, right, .. }
            | ExprKind::Repeat { element: left, count: right } => self.exprs([*left, *right], at),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } | ExprKind::Let { .. } => {
                let (yes, no) = self.condition(id, at);
                self.join([yes, no])
            }
            ExprKind::Binary { left, right, .. } => self.exprs([*left, *right], at),
            ExprKind::Assign { left, right } => self.assign(*left, *right, at),
            ExprKind::Await(inner) => {
                let at = self.expr(*inner, at);
                let at = self.then(at, NodeKind::Await(id));
                let at = self.remember(id, at);
                if self.never(*inner) { self.stuck(id, at) } else { at }
            }
            ExprKind::Try(inner) => {
                let at = self.expr(*inner, at);
                self.leave_body(Leave::Question, id, at);
                self.then(at, NodeKind::Join)
            }
            ExprKind::Block { label, block } => self.labelled_block(*label, *block, at),
            ExprKind::Async { .. } | ExprKind::Closure(_) => self.nested(id, at),
            ExprKind::If { cond, then, otherwise } => self.branch_if(id, *cond, *then, *otherwise, at),
            ExprKind::Match { scrutinee, arms } => {
                let at = self.expr(*scrutinee, at);
                let mut ends = Vec::new();
                for (n, arm) in arms.iter().enumerate() {
                    self.frames.push(Frame::default());
                    let start = self.arm(id, n as u32, at);
                    let mut here = self.bind_pattern(arm.pat, start);
                    if let Some(guard) = arm.guard {
                        here = self.expr(guard, here);
                    }
                    here = self.expr(arm.body, here);
                    ends.push(self.pop_frame(here));
                }
                self.join(ends)
            }
            ExprKind::While { label, cond, body } => self.while_loop(id, *label, *cond, *body, at),
            ExprKind::Loop { label, body } => self.endless_loop(id, *label, *body, at),
            ExprKind::For { label, pat, iter, body } => self.for_loop(id, *label, *pat, *iter, *body, at),
            ExprKind::Break { label, value } => {
                let at = self.exprs(*value, at);
                self.break_out(id, *label, at)
            }
            ExprKind::Continue { label } => {
                self.continue_loop(id, *label, at);
                None
            }
            ExprKind::Return(value) => {
                let at = self.exprs(*value, at);
                self.leave_body(Leave::Return, id, at);
                None
            }
            ExprKind::Yield(value) => self.exprs(*value, at),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.exprs(parts.iter().copied(), at),
            ExprKind::Struct { fields, rest, .. } => {
                let at = self.exprs(fields.iter().map(|f| f.1), at);
                self.exprs(*rest, at)
            }
            ExprKind::Range { start, end } => self.exprs(start.iter().chain(end).copied(), at),
            ExprKind::Macro(call) => self.macro_call(id, call, at),
        }
    }

    pub(super) fn exprs(&mut self, list: impl IntoIterator<Item = ExprId>, mut at: At) -> At {
        for expr in list {
            at = self.expr(expr, at);
        }
        at
    }

    /// A mention of a variable: a move, where its value goes elsewhere.
    fn name(&mut self, id: ExprId, at: At) -> At {
        let here = ExprAt { file: self.file, id };
        match self.krate.index.local(here) {
            Some(binding) if self.krate.consumed(here) => self.then(at, NodeKind::Move(binding, id)),
            _ => at,
        }
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], at: At) -> At {
        let at = self.expr(callee, at);
        let at = self.exprs(args.iter().copied(), at);
        let at = self.eval(id, at);
        match self.krate.res(ExprAt { file: self.file, id: callee }) {
            Res::External(path) if self.krate.function(&path) == Some(Call::Exit) => {
                self.then(at, NodeKind::Diverge(id));
                None
            }
            _ => at,
        }
    }

    /// Whether awaiting this never ends: `pending()` and its kin.
    fn never(&self, inner: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = self.krate.tree(self.file).exprs[inner.0 as usize].kind else {
            return false;
        };
        matches!(self.krate.res(ExprAt { file: self.file, id: callee }),
            Res::External(path) if self.krate.function(&path) == Some(Call::Never))
    }

    fn stuck(&mut self, id: ExprId, at: At) -> At {
        self.then(at, NodeKind::Stuck(id));
        None
    }

    fn assign(&mut self, left: ExprId, right: ExprId, at: At) -> At {
        let at = self.expr(right, at);
        match self.krate.index.local(ExprAt { file: self.file, id: left }) {
            Some(binding) => self.then(at, NodeKind::Assign(binding, right)),
            None => self.expr(left, at),
        }
    }

    fn nested(&mut self, id: ExprId, mut at: At) -> At {
        let moved = self.krate.captured_by_move(ExprAt { file: self.file, id });
        at = self.eval(id, at);
        for binding in moved {
            at = self.then(at, NodeKind::Move(binding, id));
        }
        at
    }

    fn macro_call(&mut self, id: ExprId, call: &'a MacroCall, at: At) -> At {
        let name = self.krate.macro_name(call);
        match &call.body {
            MacroBody::Select(select) => return self.select(id, select, at),
            MacroBody::Matches { value, pat, guard } => {
                let at = self.expr(*value, at);
                self.frames.push(Frame::default());
                let at = self.bind_pattern(*pat, at);
                let at = self.exprs(*guard, at);
                return self.pop_frame(at);
            }
            _ => {}
        }
        let at = match &call.body {
            MacroBody::Args(args) => self.exprs(args.iter().copied(), at),
            MacroBody::Block(block) => self.block(*block, None, at),
            _ => at,
        };
        let at = self.eval(id, at);
        if library::diverging_macro(name) {
            self.then(at, NodeKind::Diverge(id));
            return None;
        }
        if library::returning_macro(name) {
            self.leave_body(Leave::Return, id, at);
            return None;
        }
        if library::polling_macro(name) {
            self.leave_body(Leave::Return, id, at);
            return at;
        }
        if library::plain_macro(name) {
            return at;
        }
        self.leave_body(Leave::Macro, id, at);
        at
    }
}
