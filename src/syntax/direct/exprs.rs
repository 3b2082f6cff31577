//! Expressions that begin with other expressions: operators by their precedence, calls, fields.

use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

/// An expression, and what kind its last step was.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub id: ExprId,
    pub shape: Shape,
}

/// What of an expression decides how it may go on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    Range,
    Comparison,
    /// `let PAT = EXPR`.
    Let,
    /// It ends in its own block: it may be a statement or an arm without a sign behind it.
    Block,
    /// A macro call in braces, which may be a statement without a semicolon.
    BracedMacro,
}

/// How tightly operators bind, from the loosest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Least,
    Assign,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
}

/// An operator between two expressions.
struct Operator {
    op: BinaryOp,
    level: Level,
    /// How many signs it has.
    signs: usize,
}

impl Reader<'_, '_> {
    pub(super) fn expr(&mut self) -> Option<ExprId> {
        Some(self.expr_with(true)?.id)
    }

    /// An expression; `structs` says whether `Name { … }` is one.
    pub(super) fn expr_with(&mut self, structs: bool) -> Option<Made> {
        if self.is_sign(b'#') {
            return self.expr_behind_attrs(|reader| reader.expr_with(structs));
        }
        let left = self.unary(structs)?;
        self.operators(left, structs, Level::Least)
    }

    /// An expression with attributes before it.
    pub(super) fn expr_behind_attrs(&mut self, read: impl FnOnce(&mut Self) -> Option<Made>) -> Option<Made> {
        let attrs = self.outer_attrs()?;
        let made = read(self)?;
        if !self.keeps_attrs(made.id) {
            return None;
        }
        self.check_attrs(&attrs)?;
        self.lint_levels(&attrs, self.lower.expr_span(made.id))?;
        Some(made)
    }

    /// Whether the attributes before an expression are kept; they belong to what stands leftmost in it.
    pub(super) fn keeps_attrs(&self, id: ExprId) -> bool {
        let expr = &self.lower.tree.exprs[id.0 as usize];
        let text = &self.lower.text()[expr.span.start as usize..];
        match &expr.kind {
            ExprKind::Assign { left, .. } | ExprKind::Binary { left, .. } | ExprKind::AssignOp { left, .. } => {
                self.keeps_attrs(*left)
            }
            ExprKind::Cast { operand, .. } => self.keeps_attrs(*operand),
            // Of a `const` block and of `&raw const x` syn keeps none.
            ExprKind::Block { .. } => !text.starts_with("const"),
            ExprKind::Ref { .. } => !text[1..].trim_start().starts_with("raw"),
            ExprKind::Array(_)
            | ExprKind::Repeat { .. }
            | ExprKind::Let { .. }
            | ExprKind::Range { .. }
            | ExprKind::Other => false,
            _ => true,
        }
    }

    /// What follows an expression that has been read, as far as it binds at least so tightly.
    pub(super) fn operators(&mut self, mut left: Made, structs: bool, least: Level) -> Option<Made> {
        while left.shape != Shape::Range {
            if let Some(operator) = self.operator() {
                if operator.level < least {
                    break;
                }
                left = self.binary(left, operator, structs)?;
            } else if Level::Assign >= least && self.is_sign(b'=') && !self.is_pair(b'=', b'>') {
                self.at += 1;
                let right = self.right_side(structs, Level::Assign)?;
                left = self.grown(left, right, Shape::Plain, |left, right| ExprKind::Assign { left, right });
            } else if Level::Range >= least && self.is_pair(b'.', b'.') {
                left = self.range(Some(left.id), structs)?;
            } else if self.takes_key(Key::As) {
                let ty = self.type_with(false)?;
                let stray = matches!(self.kind(), Kind::Sign(b'?') | Kind::Open(b'[' | b'('));
                if stray || self.is_sign(b'.') && !self.is_pair(b'.', b'.') {
                    return None;
                }
                let start = self.lower.expr_span(left.id).start;
                let end = self.lower.type_span(ty).end;
                let id = self.lower.add_expr(start, end, ExprKind::Cast { operand: left.id, ty });
                left = Made { id, shape: Shape::Plain };
            } else if self.is_pair(b'<', b'-') {
                return None;
            } else {
                break;
            }
        }
        Some(left)
    }

    fn binary(&mut self, left: Made, operator: Operator, structs: bool) -> Option<Made> {
        let Operator { op, level, signs } = operator;
        if level == Level::Compare && left.shape == Shape::Comparison {
            return None;
        }
        self.at += signs;
        let right = self.right_side(structs, level)?;
        let shape = if level == Level::Compare { Shape::Comparison } else { Shape::Plain };
        let assigns = level == Level::Assign;
        Some(self.grown(left, right, shape, |left, right| match assigns {
            true => ExprKind::AssignOp { op, left, right },
            false => ExprKind::Binary { op, left, right },
        }))
    }

    fn grown(&mut self, left: Made, right: ExprId, shape: Shape, kind: impl Fn(ExprId, ExprId) -> ExprKind) -> Made {
        let start = self.lower.expr_span(left.id).start;
        let end = self.lower.expr_span(right).end;
        let id = self.lower.add_expr(start, end, kind(left.id, right));
        Made { id, shape }
    }

    /// What stands on the right of an operator of this level.
    fn right_side(&mut self, structs: bool, level: Level) -> Option<ExprId> {
        let mut right = self.unary(structs)?;
        loop {
            let next = self.next_level();
            if next <= level && !(next == level && level == Level::Assign) {
                return Some(right.id);
            }
            let before = self.at;
            right = self.operators(right, structs, next)?;
            if before == self.at {
                return Some(right.id);
            }
        }
    }

    fn next_level(&self) -> Level {
        if let Some(operator) = self.operator() {
            operator.level
        } else if self.is_sign(b'=') && !self.is_pair(b'=', b'>') {
            Level::Assign
        } else if self.is_pair(b'.', b'.') {
            Level::Range
        } else if self.is_key(Key::As) {
            Level::Cast
        } else {
            Level::Least
        }
    }

    /// The operator that comes next, if one does. `=` is none of these.
    fn operator(&self) -> Option<Operator> {
        let token = &self.tokens[self.at];
        let Kind::Sign(first) = token.kind else { return None };
        let follower = |at: usize| match (self.tokens[at].joint, self.tokens[at + 1].kind) {
            (true, Kind::Sign(sign)) => sign,
            _ => 0,
        };
        let second = follower(self.at);
        let third = if second == 0 { 0 } else { follower(self.at + 1) };
        let (op, level, signs) = match (first, second, third) {
            (b'<', b'<', b'=') => (BinaryOp::Shl, Level::Assign, 3),
            (b'>', b'>', b'=') => (BinaryOp::Shr, Level::Assign, 3),
            // An arrow to syn.
            (b'<', b'-', _) => return None,
            (b'+', b'=', _) => (BinaryOp::Add, Level::Assign, 2),
            (b'-', b'=', _) => (BinaryOp::Sub, Level::Assign, 2),
            (b'*', b'=', _) => (BinaryOp::Mul, Level::Assign, 2),
            (b'/', b'=', _) => (BinaryOp::Div, Level::Assign, 2),
            (b'%', b'=', _) => (BinaryOp::Rem, Level::Assign, 2),
            (b'^', b'=', _) => (BinaryOp::BitXor, Level::Assign, 2),
            (b'&', b'=', _) => (BinaryOp::BitAnd, Level::Assign, 2),
            (b'|', b'=', _) => (BinaryOp::BitOr, Level::Assign, 2),
            (b'&', b'&', _) => (BinaryOp::And, Level::And, 2),
            (b'|', b'|', _) => (BinaryOp::Or, Level::Or, 2),
            (b'<', b'<', _) => (BinaryOp::Shl, Level::Shift, 2),
            (b'>', b'>', _) => (BinaryOp::Shr, Level::Shift, 2),
            (b'=', b'=', _) => (BinaryOp::Eq, Level::Compare, 2),
            (b'<', b'=', _) => (BinaryOp::Le, Level::Compare, 2),
            (b'!', b'=', _) => (BinaryOp::Ne, Level::Compare, 2),
            (b'>', b'=', _) => (BinaryOp::Ge, Level::Compare, 2),
            (b'+', ..) => (BinaryOp::Add, Level::Sum, 1),
            (b'-', ..) => (BinaryOp::Sub, Level::Sum, 1),
            (b'*', ..) => (BinaryOp::Mul, Level::Product, 1),
            (b'/', ..) => (BinaryOp::Div, Level::Product, 1),
            (b'%', ..) => (BinaryOp::Rem, Level::Product, 1),
            (b'^', ..) => (BinaryOp::BitXor, Level::BitXor, 1),
            (b'&', ..) => (BinaryOp::BitAnd, Level::BitAnd, 1),
            (b'|', ..) => (BinaryOp::BitOr, Level::BitOr, 1),
            (b'<', ..) => (BinaryOp::Lt, Level::Compare, 1),
            (b'>', ..) => (BinaryOp::Gt, Level::Compare, 1),
            _ => return None,
        };
        Some(Operator { op, level, signs })
    }

    /// `a..b`, `..`: from its dots on.
    pub(super) fn range(&mut self, first: Option<ExprId>, structs: bool) -> Option<Made> {
        let dots = self.start();
        self.at += 2;
        let closed = self.tokens[self.at - 1].joint && self.is_sign(b'=');
        if self.tokens[self.at - 1].joint && self.is_sign(b'.') {
            return None;
        }
        self.at += usize::from(closed);
        let mut until = self.last_end();
        let mut last = None;
        if closed || !self.range_ends(structs) {
            let end = self.right_side(structs, Level::Range)?;
            until = self.lower.expr_span(end).end;
            last = Some(end);
        }
        let start = first.map_or(dots, |first| self.lower.expr_span(first).start);
        let id = self.lower.add_expr(start, until, ExprKind::Range { start: first, end: last });
        Some(Made { id, shape: Shape::Range })
    }

    /// Whether nothing stands behind the dots of a range.
    fn range_ends(&self, structs: bool) -> bool {
        match self.kind() {
            Kind::Close(_) | Kind::End => true,
            Kind::Sign(b',' | b';' | b'?' | b'=' | b'+' | b'/' | b'%' | b'^' | b'>') => true,
            Kind::Sign(b'.') => !self.is_pair(b'.', b'.'),
            Kind::Sign(sign @ (b'<' | b'!' | b'-' | b'*' | b'&' | b'|')) => self.is_pair(sign, b'='),
            Kind::Open(b'{') => !structs,
            Kind::Key(Key::As) => true,
            _ => false,
        }
    }

    /// Prefix operators and what they stand before.
    pub(super) fn unary(&mut self, structs: bool) -> Option<Made> {
        let start = self.start();
        let op = match self.kind() {
            Kind::Sign(b'&') => return self.reference(structs),
            Kind::Sign(b'*') => UnaryOp::Deref,
            Kind::Sign(b'!') => UnaryOp::Not,
            Kind::Sign(b'-') => UnaryOp::Neg,
            _ => {
                let atom = self.atom(structs)?;
                return self.trailers(atom);
            }
        };
        self.at += 1;
        let operand = self.unary(structs)?.id;
        let end = self.lower.expr_span(operand).end;
        let id = self.lower.add_expr(start, end, ExprKind::Unary { op, operand });
        Some(Made { id, shape: Shape::Plain })
    }

    /// `&x`, `&mut x`, `&raw const x`.
    fn reference(&mut self, structs: bool) -> Option<Made> {
        let start = self.start();
        self.at += 1;
        let raw = self.is_word("raw") && matches!(self.second(), Kind::Key(Key::Mut | Key::Const));
        self.at += usize::from(raw);
        let mutable = self.takes_key(Key::Mut);
        if raw && !mutable {
            self.at += 1;
        }
        let operand = self.unary(structs)?.id;
        let end = self.lower.expr_span(operand).end;
        let id = self.lower.add_expr(start, end, ExprKind::Ref { mutable, operand });
        Some(Made { id, shape: Shape::Plain })
    }

    /// Calls, fields, indices, `?` and `.await` behind an expression.
    pub(super) fn trailers(&mut self, mut base: Made) -> Option<Made> {
        loop {
            let start = self.lower.expr_span(base.id).start;
            let kind = match self.kind() {
                _ if base.shape == Shape::Range => match self.kind() {
                    Kind::Open(b'(' | b'[') => return None,
                    _ => return Some(base),
                },
                Kind::Open(b'(') => {
                    let args = self.call_args()?;
                    ExprKind::Call { callee: base.id, args }
                }
                Kind::Sign(b'.') if !self.is_pair(b'.', b'.') => self.member_of(&mut base)?,
                Kind::Open(b'[') => {
                    let close = self.enter(b'[')?;
                    let index = self.expr()?;
                    self.leave(close)?;
                    ExprKind::Index { base: base.id, index }
                }
                Kind::Sign(b'?') => {
                    self.at += 1;
                    ExprKind::Try(base.id)
                }
                _ => return Some(base),
            };
            let id = self.lower.add_expr(start, self.last_end(), kind);
            base = Made { id, shape: Shape::Plain };
        }
    }

    fn call_args(&mut self) -> Option<Vec<ExprId>> {
        let close = self.enter(b'(')?;
        let mut args = Vec::new();
        self.listed(close, |reader| {
            args.push(reader.expr()?);
            Some(())
        })?;
        args.shrink_to_fit();
        Some(args)
    }

    /// What stands behind a dot.
    fn member_of(&mut self, base: &mut Made) -> Option<ExprKind> {
        self.at += 1;
        if self.is(Kind::Float) {
            return self.two_members(base);
        }
        if self.takes_key(Key::Await) {
            return Some(ExprKind::Await(base.id));
        }
        let is_name = self.is(Kind::Word);
        let (name, name_span) = self.member()?;
        let mut turbofish = Vec::new();
        let generic = is_name && self.takes_pair(b':', b':');
        if generic {
            self.generic_args(&mut turbofish, &mut Vec::new())?;
            turbofish.shrink_to_fit();
        }
        if is_name && self.is(Kind::Open(b'(')) {
            let args = self.call_args()?;
            return Some(ExprKind::Method(Method { receiver: base.id, name, name_span, turbofish, args }));
        }
        (!generic).then_some(ExprKind::Field { base: base.id, name })
    }

    /// `.0.1`, which is a dot and a number as tokens go.
    fn two_members(&mut self, base: &mut Made) -> Option<ExprKind> {
        let start = self.start();
        let (first, second) = self.text_at(self.at).split_once('.')?;
        if !is_index(first) || !is_index(second) {
            return None;
        }
        let name = self.lower.intern_slice(first);
        let from = self.lower.expr_span(base.id).start;
        let field = ExprKind::Field { base: base.id, name };
        base.id = self.lower.add_expr(from, start + first.len() as u32, field);
        let name = self.lower.intern_slice(second);
        self.at += 1;
        Some(ExprKind::Field { base: base.id, name })
    }

    /// A field's name, which is digits for a tuple's.
    pub(super) fn member(&mut self) -> Option<(Name, crate::syntax::Span)> {
        match self.kind() {
            Kind::Word => Some(self.any_name()),
            Kind::Int if is_index(self.text_at(self.at)) => Some(self.any_name()),
            _ => None,
        }
    }
}

/// Whether a number is one of a tuple's fields.
fn is_index(text: &str) -> bool {
    let plain = text == "0" || !text.starts_with('0');
    plain && text.len() < 9 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
