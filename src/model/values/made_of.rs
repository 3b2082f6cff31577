//! What a value is made of: whether it depends on that of another expression, through the variables in between, and what a
//! condition says of one.

use crate::model::Base;
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, ExprAt, Origin};
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, UnaryOp};

/// How many variables lead from a condition to what it asks.
const RENAMES: u32 = 6;

impl<'c> Expr<'c> {
    /// Whether its value depends on that of another expression: that is a part of it, or of what a variable in it was made
    /// from. A variable that was given something else meanwhile does not count.
    pub fn is_made_of(self, part: Expr<'_>) -> bool {
        self.is_made_with(|here| here == part)
    }

    /// Whether an expression that fits is a part of what it is made of.
    pub fn is_made_with(self, fits: impl Fn(Expr<'c>) -> bool) -> bool {
        self.part_made_with(fits).is_some()
    }

    /// The first expression that fits among the parts of what it is made of.
    pub fn part_made_with(self, fits: impl Fn(Expr<'c>) -> bool) -> Option<Expr<'c>> {
        let fits = |at| fits(self.base.expr(at));
        self.base.made_with(self.at, &fits, &mut Vec::new()).map(|at| self.base.expr(at))
    }

    /// What another expression, a part of this condition, is known to be where the condition holds (or does not): true or
    /// false; `None` where it may be either.
    pub fn says_of(self, part: Expr<'_>, holds: bool) -> Option<bool> {
        self.base.says_of(self.at, part.at, holds, RENAMES)
    }

    /// The two sides of a comparison, the smaller first: of `a < b` and of `b >= a`.
    pub fn smaller_and_larger(self) -> Option<(Expr<'c>, Expr<'c>)> {
        let side = |id: &_| self.base.expr(ExprAt { id: *id, ..self.at });
        match self.base.kind(self.at) {
            ExprKind::Binary { op: BinaryOp::Lt | BinaryOp::Le, left, right } => Some((side(left), side(right))),
            ExprKind::Binary { op: BinaryOp::Gt | BinaryOp::Ge, left, right } => Some((side(right), side(left))),
            _ => None,
        }
    }

    /// The two sides of an `==`.
    pub fn equal_sides(self) -> Option<(Expr<'c>, Expr<'c>)> {
        let side = |id: &_| self.base.expr(ExprAt { id: *id, ..self.at });
        match self.base.kind(self.at) {
            ExprKind::Binary { op: BinaryOp::Eq, left, right } => Some((side(left), side(right))),
            _ => None,
        }
    }

    /// The two sides of a sum or difference, and whether it is a sum.
    pub fn summands(self) -> Option<(Expr<'c>, Expr<'c>, bool)> {
        let side = |id: &_| self.base.expr(ExprAt { id: *id, ..self.at });
        match self.base.kind(self.at) {
            ExprKind::Binary { op: op @ (BinaryOp::Add | BinaryOp::Sub), left, right } => {
                Some((side(left), side(right), *op == BinaryOp::Add))
            }
            _ => None,
        }
    }

    /// The place that it adds to or takes from, and by how much: `waited` and `step` of `waited += step`.
    pub fn place_and_step(self) -> Option<(Expr<'c>, Expr<'c>)> {
        let side = |id: &_| self.base.expr(ExprAt { id: *id, ..self.at });
        match self.base.kind(self.at) {
            ExprKind::AssignOp { op: BinaryOp::Add | BinaryOp::Sub, left, right } => Some((side(left), side(right))),
            _ => None,
        }
    }

    /// What it divides, and by what.
    pub fn quotient(self) -> Option<(Expr<'c>, Expr<'c>)> {
        let side = |id: &_| self.base.expr(ExprAt { id: *id, ..self.at });
        match self.base.kind(self.at) {
            ExprKind::Binary { op: BinaryOp::Div, left, right } => Some((side(left), side(right))),
            _ => None,
        }
    }

    /// The literal `true` or `false` that it is.
    pub fn literal_bool(self) -> Option<bool> {
        match self.base.kind(self.at) {
            ExprKind::Lit(Lit::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// What a `!` turns round.
    pub fn negated(self) -> Option<Expr<'c>> {
        match self.base.kind(self.at) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => Some(self.base.expr(ExprAt { id: *operand, ..self.at })),
            _ => None,
        }
    }

    /// The value that a variable of this name was made from, through those that only rename it; else itself.
    pub fn first_value(self) -> Expr<'c> {
        self.base.expr(self.base.made_from(self.at))
    }
}

impl Base {
    /// The first expression that fits among the parts of a value, and of what the variables in it were made from.
    fn made_with(&self, at: ExprAt, fits: &dyn Fn(ExprAt) -> bool, seen: &mut Vec<BindingId>) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(at, &mut |here| {
            found = found.or_else(|| fits(here).then_some(here));
            if let ExprKind::Block { block, .. } = self.kind(here) {
                // The value of a block is that of its last expression.
                let tail = self.tail_of(here.file, *block);
                found = found.or_else(|| self.made_with(tail?, fits, seen));
                return false;
            }
            if found.is_none()
                && let Some(binding) = self.index.local(here)
                && !seen.contains(&binding)
            {
                seen.push(binding);
                found = self.variable_made_with(binding, fits, seen);
            }
            found.is_none()
        });
        found
    }

    fn variable_made_with(
        &self,
        binding: BindingId,
        fits: &dyn Fn(ExprAt) -> bool,
        seen: &mut Vec<BindingId>,
    ) -> Option<ExprAt> {
        let info = self.index.binding(binding);
        let Origin::Value(value) = info.origin else { return None };
        let found = self.made_with(ExprAt { file: info.file, id: value }, fits, seen)?;
        // What is assigned without a look at the old value depends on it no more.
        let overwrites = |id| {
            let mention = ExprAt { file: info.file, id };
            let right = self.parent_expr(mention).and_then(|parent| match self.kind(parent) {
                ExprKind::Assign { left, right } if *left == id => Some(ExprAt { id: *right, ..parent }),
                _ => None,
            });
            right.is_some_and(|right| self.mentioned_in(binding, right).is_none())
        };
        let gone = info.mutable && info.uses.iter().any(|&id| overwrites(id));
        (!gone).then_some(found)
    }

    fn says_of(&self, cond: ExprAt, part: ExprAt, holds: bool, renames: u32) -> Option<bool> {
        let inner = |id, holds| self.says_of(ExprAt { id, ..cond }, part, holds, renames);
        match self.kind(cond) {
            _ if cond == part => Some(holds),
            ExprKind::Unary { op: UnaryOp::Not, operand } => inner(*operand, !holds),
            ExprKind::Binary { op: BinaryOp::And, left, right } if holds => {
                inner(*left, true).or_else(|| inner(*right, true))
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right } if !holds => {
                inner(*left, false).or_else(|| inner(*right, false))
            }
            ExprKind::Binary { op: BinaryOp::Eq, left, right } => match self.kind(ExprAt { id: *right, ..cond }) {
                ExprKind::Lit(Lit::Bool(value)) => inner(*left, holds == *value),
                _ => None,
            },
            ExprKind::Path(_) if renames > 0 => {
                let info = self.index.binding(self.index.local(cond)?);
                match info.origin {
                    Origin::Value(id) if info.steps.is_empty() && !info.mutable => {
                        self.says_of(ExprAt { file: info.file, id }, part, holds, renames - 1)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
