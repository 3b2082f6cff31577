//! Conditions that exclude one another: what lies under one is never done by a call that stands under the other.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::summary::Effect;
use crate::model::flow::Place;
use crate::model::library::{calls, steps};
use crate::model::source::tables::{ExprAt, Origin};
use crate::syntax::tree::{BinaryOp, ExprKind, PatId, PatKind, UnaryOp};

/// How many variables and functions lead from a condition to what it asks.
const DEEPEST: u32 = 6;

/// That there is something in a place, or that the flag in it is set; or that it is not.
type Holds = (Place, bool);

impl Crate {
    /// Whether a call on the way to an effect is made under a condition that excludes another, under which alone the code
    /// that it calls goes on to the effect.
    pub(super) fn is_excluded(&self, effect: &Effect) -> bool {
        effect.trace.windows(2).any(|pair| {
            let [call, inner] = pair else { return false };
            let outside = self.holding_at(*call);
            !outside.is_empty() && {
                let body = self.body_at(*inner);
                let seen = |(place, there): Holds| {
                    let place = self.place_for_callers(&place, body)?;
                    Some((self.place_at_call(&place, *call, body)?, there))
                };
                let mut inside = self.holding_at(*inner).into_iter().filter_map(seen);
                inside.any(|(place, there)| outside.contains(&(place, !there)))
            }
        })
    }

    /// What holds wherever control comes to an expression, by the conditions around it in its body.
    fn holding_at(&self, at: ExprAt) -> Vec<Holds> {
        let body = self.body_at(at);
        let (mut inner, mut all) = (at, Vec::new());
        for outer in self.ancestors(at).take_while(|outer| self.body_at(*outer) == body) {
            if let ExprKind::If { cond, otherwise, .. } = self.kind(outer)
                && *cond != inner.id
            {
                let holds = *otherwise != Some(inner.id);
                all.extend(self.follows(ExprAt { id: *cond, ..outer }, holds, DEEPEST));
            }
            inner = outer;
        }
        all
    }

    /// What is known once a condition holds, or does not.
    fn follows(&self, cond: ExprAt, holds: bool, deep: u32) -> Vec<Holds> {
        if deep == 0 {
            return Vec::new();
        }
        let inner = |id, holds| self.follows(ExprAt { id, ..cond }, holds, deep - 1);
        let place = |id| self.identity(ExprAt { id, ..cond });
        match self.kind(cond) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => inner(*operand, !holds),
            ExprKind::Binary { op, left, right } if *op == if holds { BinaryOp::And } else { BinaryOp::Or } => {
                let mut both = inner(*left, holds);
                both.extend(inner(*right, holds));
                both
            }
            ExprKind::Let { pat, value } => {
                let there = self.pattern_is_some(cond, *pat);
                place(*value).zip(there).map(|(place, there)| (place, there == holds)).into_iter().collect()
            }
            ExprKind::Path(_) => self.follows_of_flag(cond, holds, deep),
            ExprKind::Field { .. } => self.identity(cond).map(|place| (place, holds)).into_iter().collect(),
            ExprKind::Method(method) => match self.callee(cond) {
                Callee::Def(_) => self.follows_of_call(cond, holds, deep),
                _ => {
                    let name = self.text(method.name);
                    let asks = if calls::asks_for_value(name) {
                        Some(true)
                    } else {
                        steps::asks_for_none(name).then_some(false)
                    };
                    place(method.receiver).zip(asks).map(|(place, there)| (place, there == holds)).into_iter().collect()
                }
            },
            ExprKind::Call { .. } => self.follows_of_call(cond, holds, deep),
            _ => Vec::new(),
        }
    }

    /// The same of a variable: what it was made from, where it keeps that.
    fn follows_of_flag(&self, flag: ExprAt, holds: bool, deep: u32) -> Vec<Holds> {
        let info = self.index.local(flag).map(|binding| self.index.binding(binding));
        let mut all: Vec<Holds> = self.identity(flag).map(|place| (place, holds)).into_iter().collect();
        if let Some(info) = info.filter(|info| info.steps.is_empty() && !info.mutable)
            && let Origin::Value(id) = info.origin
        {
            all.extend(self.follows(ExprAt { file: info.file, id }, holds, deep - 1));
        }
        all
    }

    /// The same of a function of the package that only gives the answer to another question.
    fn follows_of_call(&self, call: ExprAt, holds: bool, deep: u32) -> Vec<Holds> {
        let Callee::Def(def) = self.callee(call) else { return Vec::new() };
        let Some((tail, body)) = self.only_tail(def).zip(self.index.def(def).body) else { return Vec::new() };
        let seen = |(place, there): Holds| {
            let place = self.place_for_callers(&place, body)?;
            Some((self.place_at_call(&place, call, body)?, there))
        };
        self.follows(tail, holds, deep - 1).into_iter().filter_map(seen).collect()
    }

    /// Whether a pattern fits just where there is something, or just where there is nothing.
    fn pattern_is_some(&self, at: ExprAt, pat: PatId) -> Option<bool> {
        let pats = &self.tree(at.file).pats;
        let takes_any = |pat: &PatId| {
            matches!(pats[pat.0 as usize].kind, PatKind::Wild | PatKind::Rest | PatKind::Bind { sub: None, .. })
        };
        match &pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, elements } => {
                let name = self.text(path.segments.last()?.name);
                (calls::wraps_value(name) && elements.iter().all(takes_any)).then_some(true)
            }
            PatKind::Bind { name, .. } => steps::is_none_pattern(self.text(*name)).then_some(false),
            _ => None,
        }
    }
}
