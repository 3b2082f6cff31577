//! Statements as lints see them: what comes before and after one, what the comments near it say.

use crate::model::Base;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::remarks::Remark;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind};

/// A statement of a block.
#[derive(Clone, Copy)]
pub struct Statement<'c> {
    pub(in crate::model) base: &'c Base,
    pub(in crate::model) at: StmtAt,
}

impl<'c> Statement<'c> {
    /// From its first byte to behind its semicolon.
    pub fn span(self) -> Span {
        self.base.stmt(self.at).span
    }

    /// The next one in its block.
    pub fn following(self) -> Option<Statement<'c>> {
        self.base.next_stmt(self.at).map(|at| Statement { at, ..self })
    }

    /// The one before it in its block.
    pub fn preceding(self) -> Option<Statement<'c>> {
        let n = self.at.n.checked_sub(1)?;
        Some(Statement { at: StmtAt { n, ..self.at }, ..self })
    }

    /// The `if` without `else` of which it is all, when that is a statement.
    pub fn all_of_if(self) -> Option<Statement<'c>> {
        let StmtAt { file, block, .. } = self.at;
        let [_] = self.base.stmts(file, block) else { return None };
        let Parent::Expr(id) = self.base.index.file(file).block_parent[block.0 as usize] else { return None };
        let around = ExprAt { file, id };
        let ExprKind::If { then, otherwise: None, .. } = self.base.kind(around) else { return None };
        match self.base.parent(around) {
            Parent::Stmt(block, n) if *then == self.at.block => {
                Some(Statement { at: StmtAt { file, block, n }, ..self })
            }
            _ => None,
        }
    }

    /// The expression that it is, with or without a semicolon.
    pub fn expr(self) -> Option<Expr<'c>> {
        match self.base.stmt(self.at).kind {
            StmtKind::Expr { expr, .. } => Some(self.base.expr(ExprAt { file: self.at.file, id: expr })),
            _ => None,
        }
    }

    /// The value of its block, when it is that.
    pub fn given_by_block(self) -> Option<Expr<'c>> {
        let tail = self.base.tail_of(self.at.file, self.at.block).filter(|_| self.following().is_none());
        tail.map(|at| self.base.expr(at))
    }

    /// The variable that it binds and the value, when it is a `let` of one name.
    pub fn binds(self) -> Option<(Variable<'c>, Expr<'c>)> {
        let StmtKind::Let { pat, init: Some(init), .. } = &self.base.stmt(self.at).kind else { return None };
        let id = *self.base.index.file(self.at.file).pat_binding.get(pat)?;
        Some((self.base.variable(id), self.base.expr(ExprAt { file: self.at.file, id: *init })))
    }

    /// The first of its parts that fits, in code of the same body.
    pub fn part_where(self, fits: impl Fn(Expr<'c>) -> bool) -> Option<Expr<'c>> {
        match self.base.stmt(self.at).kind {
            StmtKind::Let { init: Some(id), .. } | StmtKind::Expr { expr: id, .. } => {
                self.base.expr(ExprAt { file: self.at.file, id }).first_where(fits)
            }
            _ => None,
        }
    }

    /// What the comments right above it and behind it on its line say.
    pub fn remark(self) -> Option<Remark> {
        self.base.remark_at(self.at)
    }

    /// What the comments right above it say.
    pub fn remark_before(self) -> Option<Remark> {
        self.base.remark_above(self.at)
    }
}

impl<'c> Expr<'c> {
    /// The statement that it stands in, innermost.
    pub fn stands_in(self) -> Option<Statement<'c>> {
        self.base.stmt_of(self.at).map(|at| Statement { base: self.base, at })
    }
}

impl Base {
    /// The handle of a statement.
    pub(in crate::model) fn statement(&self, at: StmtAt) -> Statement<'_> {
        Statement { base: self, at }
    }
}
