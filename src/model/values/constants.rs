//! Lengths of time: how long a timer runs where that can be seen, and whether each iteration of a loop computes it again.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::loops::Loop;
use crate::model::library::{self, Call, TimerKind, gives};
use crate::model::names::Res;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, DefKind, ExprAt, Origin, Root};
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, ItemKind, Lit, Stmt, StmtKind};

/// How deep an expression for a length is followed.
const DEPTH: u32 = 8;

impl Expr<'_> {
    /// How long it is, when it is a `Duration` of a constant length.
    pub fn millis(self) -> Option<u64> {
        self.base.millis(self.at)
    }

    /// The part of a length that each iteration of a loop computes again, when one does.
    pub fn varies_in(self, a_loop: Loop<'_>) -> Option<Span> {
        self.base.varies(self.at, a_loop.at)
    }
}

impl Variable<'_> {
    /// Where a loop gives it another value.
    pub fn assigned_in(self, a_loop: Loop<'_>) -> Option<Span> {
        self.base.assigned_within(self.id, a_loop.at)
    }
}

impl Base {
    /// The length in milliseconds, where the source says it.
    pub(in crate::model) fn millis(&self, at: ExprAt) -> Option<u64> {
        self.millis_deep(at, DEPTH)
    }

    fn millis_deep(&self, at: ExprAt, depth: u32) -> Option<u64> {
        if depth == 0 {
            return None;
        }
        let inner = |id| self.millis_deep(ExprAt { id, ..at }, depth - 1);
        match self.kind(at) {
            ExprKind::Path(_) => match self.index.local(at) {
                Some(_) => {
                    let made = self.made_from(at);
                    (made != at).then(|| self.millis_deep(made, depth - 1)).flatten()
                }
                None => self.millis_deep(self.const_value(at)?, depth - 1),
            },
            ExprKind::Call { args, .. } => {
                let Callee::External(path) = self.callee(at) else { return None };
                let number = self.number(ExprAt { id: *args.first()?, ..at }, depth)?;
                u64::try_from(gives::millis_made(&path, number)?).ok()
            }
            ExprKind::Binary { op: BinaryOp::Mul, left, right } => {
                let times =
                    |d: Option<u64>, n| Some(d? * u64::try_from(self.number(ExprAt { id: n, ..at }, depth)?).ok()?);
                times(inner(*left), *right).or_else(|| times(inner(*right), *left))
            }
            ExprKind::Binary { op: BinaryOp::Div, left, right } => {
                let by = u64::try_from(self.number(ExprAt { id: *right, ..at }, depth)?).ok()?;
                inner(*left)?.checked_div(by)
            }
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => inner(*operand),
            _ => None,
        }
    }

    /// The number that an expression is, where the source says it.
    pub(in crate::model) fn integer(&self, at: ExprAt) -> Option<u128> {
        let made = self.made_from(at);
        let binding = self.index.local(at).map(|id| self.index.binding(id));
        if binding.is_some_and(|info| info.mutable) { None } else { self.number(made, DEPTH) }
    }

    /// A number that an expression is at most, where the source says one: itself, or what `min` or `clamp` limits it to.
    pub(in crate::model) fn integer_at_most(&self, at: ExprAt) -> Option<u128> {
        let limit = |made: ExprAt| match self.kind(made) {
            ExprKind::Method(method) => {
                let limit = library::steps::limit_of(self.text(method.name))?;
                self.number(ExprAt { id: *method.args.get(limit)?, ..made }, DEPTH)
            }
            _ => None,
        };
        let mutable = self.index.local(at).is_some_and(|id| self.index.binding(id).mutable);
        self.integer(at).or_else(|| limit(self.made_from(at)).filter(|_| !mutable))
    }

    /// How many times at most a loop goes round, where the source says it: over a range, an array, a list of so many.
    pub(in crate::model) fn rounds(&self, a_loop: ExprAt) -> Option<u128> {
        let ExprKind::For { iter, .. } = self.kind(a_loop) else { return None };
        self.items(ExprAt { id: *iter, ..a_loop })
    }

    fn items(&self, at: ExprAt) -> Option<u128> {
        match self.kind(at) {
            ExprKind::Range { start: Some(start), end: Some(end) } => {
                let (start, end) =
                    (self.integer(ExprAt { id: *start, ..at })?, self.integer(ExprAt { id: *end, ..at })?);
                let last = u128::from(self.text_at(at).contains("..="));
                Some((end + last).saturating_sub(start))
            }
            ExprKind::Array(items) => Some(items.len() as u128),
            ExprKind::Ref { operand, .. } => self.items(ExprAt { id: *operand, ..at }),
            _ => None,
        }
    }

    fn number(&self, at: ExprAt, depth: u32) -> Option<u128> {
        if depth == 0 {
            return None;
        }
        let inner = |id| self.number(ExprAt { id, ..at }, depth - 1);
        match self.kind(at) {
            ExprKind::Lit(Lit::Int(value)) => *value,
            ExprKind::Binary { op: BinaryOp::Mul, left, right } => inner(*left)?.checked_mul(inner(*right)?),
            ExprKind::Cast { operand, .. } => inner(*operand),
            ExprKind::Path(_) if self.index.local(at).is_none() => self.number(self.const_value(at)?, depth - 1),
            _ => None,
        }
    }

    /// The value of the constant that a path names; that of a trait is for each type to say.
    fn const_value(&self, at: ExprAt) -> Option<ExprAt> {
        let Res::Def(def) = self.res(at) else { return None };
        let info = self.index.def(def);
        if info.owner.is_some_and(|owner| self.index.impl_info(owner).of_def.is_some()) {
            return None;
        }
        match self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Const { init: Some(init), .. } => Some(ExprAt { file: info.file, id: init }),
            _ => None,
        }
    }

    /// The part of a length that each iteration of a loop computes again, when one does.
    pub(in crate::model) fn varies(&self, at: ExprAt, a_loop: ExprAt) -> Option<Span> {
        self.varies_deep(at, a_loop, DEPTH)
    }

    fn varies_deep(&self, at: ExprAt, a_loop: ExprAt, depth: u32) -> Option<Span> {
        let here = Some(self.span(at));
        if depth == 0 {
            return here;
        }
        let inner = |id| self.varies_deep(ExprAt { id, ..at }, a_loop, depth - 1);
        match self.kind(at) {
            ExprKind::Lit(_) => None,
            ExprKind::Path(_) => match self.index.local(at) {
                Some(binding) => self.binding_varies(binding, a_loop, depth),
                None => match self.res(at) {
                    Res::Def(def) if matches!(self.index.def(def).kind, DefKind::Const | DefKind::Static) => None,
                    // Of a type: as a value, only a constant is named so.
                    Res::External(_) | Res::Assoc(..) => None,
                    _ => here,
                },
            },
            ExprKind::Field { base, name } => inner(*base).or_else(|| self.field_set(a_loop, *name)),
            ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => {
                inner(*operand)
            }
            ExprKind::Binary { left, right, .. } => inner(*left).or_else(|| inner(*right)),
            ExprKind::Call { args, .. } if self.makes_length(at) => args.iter().find_map(|&a| inner(a)),
            ExprKind::Method(method) if gives::only_computes(self.text(method.name)) || self.is_getter(at) => {
                inner(method.receiver).or_else(|| method.args.iter().find_map(|&a| inner(a)))
            }
            _ => here,
        }
    }

    fn binding_varies(&self, binding: BindingId, a_loop: ExprAt, depth: u32) -> Option<Span> {
        let info = self.index.binding(binding);
        if !self.span(a_loop).holds(info.span) {
            return self.assigned_within(binding, a_loop);
        }
        match info.origin {
            Origin::Value(value) => {
                let made = ExprAt { file: info.file, id: value };
                self.varies_deep(made, a_loop, depth - 1).or_else(|| self.assigned_within(binding, a_loop))
            }
            _ => Some(info.span),
        }
    }

    /// Where a loop gives a variable another value.
    pub(in crate::model) fn assigned_within(&self, binding: BindingId, a_loop: ExprAt) -> Option<Span> {
        let info = self.index.binding(binding);
        let span = self.span(a_loop);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).filter(|u| span.holds(self.span(*u))).find_map(|u| {
            let parent = self.parent_expr(u)?;
            match self.kind(parent) {
                ExprKind::Assign { left, .. } | ExprKind::AssignOp { left, .. } if *left == u.id => {
                    Some(self.span(parent))
                }
                ExprKind::Ref { mutable: true, .. } if info.mutable => Some(self.span(parent)),
                // `(next, length) = …`
                ExprKind::Tuple(_) => {
                    self.parent_expr(parent).filter(|outer| self.assigns_to(*outer, parent)).map(|at| self.span(at))
                }
                _ => None,
            }
        })
    }

    fn assigns_to(&self, at: ExprAt, target: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Assign { left, .. } if *left == target.id)
    }

    /// Where a loop gives a field of this name another value.
    fn field_set(&self, a_loop: ExprAt, name: crate::syntax::Name) -> Option<Span> {
        let mut found = None;
        self.each_below(a_loop, &mut |here| {
            if let ExprKind::Assign { left, .. } | ExprKind::AssignOp { left, .. } = self.kind(here)
                && matches!(self.kind(ExprAt { id: *left, ..here }), ExprKind::Field { name: n, .. } if *n == name)
            {
                found = Some(self.span(here));
            }
            found.is_none()
        });
        found
    }

    /// Whether a call only makes a length or instant of its arguments: `Duration::from_secs(n)`, `Millis(10)`.
    fn makes_length(&self, at: ExprAt) -> bool {
        match self.callee(at) {
            Callee::External(path) => gives::makes_length(&path),
            Callee::Def(_) | Callee::Method(..) | Callee::Unnamed(_) | Callee::Unknown => false,
        }
    }

    /// Whether a method of the package only gives a field: `fn period(&self) -> Duration { self.period }`.
    fn is_getter(&self, at: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        let Some(mut value) = self.index.def(def).body.and_then(|body| self.only_value(body)) else { return false };
        while let ExprKind::Ref { operand, .. } = self.kind(value) {
            value.id = *operand;
        }
        matches!(self.kind(value), ExprKind::Field { .. } | ExprKind::Lit(_))
    }

    /// The one expression that a function is.
    pub(in crate::model) fn only_value(&self, body: BodyId) -> Option<ExprAt> {
        let file = self.index.body(body).file;
        let block = match self.index.body(body).root {
            Root::Expr(id) => return Some(ExprAt { file, id }),
            Root::Block(block) => block,
        };
        match self.stmts(file, block) {
            [Stmt { kind: StmtKind::Expr { expr, .. }, .. }] => Some(ExprAt { file, id: *expr }),
            _ => None,
        }
    }

    /// The length behind `now() + length`, when an instant is made so in this iteration; `None` for an instant that was there.
    pub(in crate::model) fn length_from_now(&self, at: ExprAt, a_loop: ExprAt) -> Option<ExprAt> {
        let made = self.made_from(at);
        let ExprKind::Binary { op: BinaryOp::Add, left, right } = self.kind(made) else { return None };
        let left = ExprAt { id: *left, ..made };
        let in_loop = self.span(a_loop).holds(self.span(made));
        (in_loop && self.is_now(left, a_loop)).then_some(ExprAt { id: *right, ..made })
    }

    fn is_now(&self, at: ExprAt, a_loop: ExprAt) -> bool {
        let made = self.made_from(at);
        let now = matches!(self.callee(made), Callee::External(path) if gives::tells_now(&path));
        now && self.span(a_loop).holds(self.span(made))
    }

    /// The period of an `interval(d)` that a ticking source was made from, in milliseconds.
    pub(in crate::model) fn period_of(&self, tick: ExprAt) -> Option<u64> {
        let receiver = self.receiver_of(tick)?;
        let made = self.made_from(receiver);
        let Some(Call::Sleep(row)) = self.known_call(made) else { return None };
        if row.kind != TimerKind::Interval {
            return None;
        }
        self.millis(ExprAt { id: *self.args(made).get(row.length as usize)?, ..made })
    }
}
