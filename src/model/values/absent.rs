//! Where it is known that a call gave nothing: the `None` or `Err` of its answer, as a `match`, `if let` or `let … else`
//! tells it apart. A poisoned lock is no such case, since its error has the guard too.

use crate::model::Base;
use crate::model::flow::{Flow, NodeId};
use crate::model::library::locks::{Gives, How};
use crate::model::source::tables::{ExprAt, Parent};
use crate::syntax::tree::{Arm, ExprKind, PatId, PatKind, StmtKind};

/// The arms that are taken where the answer of a call, which is looked at as it is or by a name of its own, has no value.
pub(in crate::model) fn arms(base: &Base, flow: &Flow, answer: ExprAt) -> Vec<NodeId> {
    let named = base.let_name(answer).filter(|&variable| !base.index.binding(variable).mutable);
    match named {
        Some(variable) => {
            base.variable(variable).mentions().flat_map(|mention| arms_behind(base, flow, mention.at)).collect()
        }
        None => arms_behind(base, flow, answer),
    }
}

fn arms_behind(base: &Base, flow: &Flow, answer: ExprAt) -> Vec<NodeId> {
    let branch = |id, n| flow.side_of(id, n).into_iter().collect();
    match base.parent(answer) {
        Parent::Stmt(block, n) => match &base.stmts(answer.file, block)[n as usize].kind {
            StmtKind::Let { pat, otherwise: Some(_), .. } if base.fits_all_values(answer, *pat) => branch(answer.id, 1),
            _ => Vec::new(),
        },
        Parent::Expr(id) => match base.kind(ExprAt { id, ..answer }) {
            ExprKind::Match { scrutinee, arms } if *scrutinee == answer.id => {
                base.arms_without(answer, arms).filter_map(|n| flow.side_of(id, n)).collect()
            }
            ExprKind::Let { pat, .. } if base.fits_all_values(answer, *pat) => {
                match base.parent(ExprAt { id, ..answer }) {
                    Parent::Expr(outer) if matches!(base.kind(ExprAt { id: outer, ..answer }), ExprKind::If { .. }) => {
                        branch(outer, 1)
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        },
        Parent::None => Vec::new(),
    }
}

impl Base {
    /// Whether the error of a call has the guard in it: that of a lock that somebody else has poisoned.
    pub(in crate::model) fn poisons(&self, call: ExprAt) -> bool {
        self.acquired_by(call).is_some_and(|acquire| acquire.gives == Gives::Result && acquire.how == How::Blocks)
    }

    fn arms_without<'b>(&'b self, at: ExprAt, arms: &'b [Arm]) -> impl Iterator<Item = u32> + 'b {
        let rest = arms.iter().position(|arm| arm.guard.is_none() && self.fits_all_values(at, arm.pat));
        arms.iter().enumerate().filter_map(move |(n, arm)| {
            let is_rest = rest.is_some_and(|rest| rest < n);
            (is_rest || self.names_absence(at, arm.pat)).then_some(n as u32)
        })
    }

    /// Whether a pattern is `None` or an `Err(…)`.
    fn names_absence(&self, at: ExprAt, pat: PatId) -> bool {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Bind { name, sub: None, .. } => self.text(*name) == "None",
            PatKind::Path(path) => path.segments.last().is_some_and(|last| self.text(last.name) == "None"),
            PatKind::TupleStruct { path, .. } => path.segments.last().is_some_and(|last| self.text(last.name) == "Err"),
            _ => false,
        }
    }

    /// Whether a pattern is a `Some(…)` or `Ok(…)` that fits whatever is in it.
    fn fits_all_values(&self, at: ExprAt, pat: PatId) -> bool {
        let tree = self.tree(at.file);
        let PatKind::TupleStruct { path, elements } = &tree.pats[pat.0 as usize].kind else { return false };
        let names_value = path.segments.last().is_some_and(|last| matches!(self.text(last.name), "Some" | "Ok"));
        names_value
            && elements.iter().all(|inner| {
                let bound = self.index.file(at.file).pat_binding.contains_key(inner);
                match tree.pats[inner.0 as usize].kind {
                    PatKind::Wild => true,
                    PatKind::Bind { sub, .. } => sub.is_none() && bound,
                    _ => false,
                }
            })
    }
}
