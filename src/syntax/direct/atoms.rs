//! Expressions that do not begin with another expression: literals, blocks, control flow, closures.

use super::exprs::{Made, Shape};
use super::paths::Style;
use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    pub(super) fn atom(&mut self, structs: bool) -> Option<Made> {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Word | Kind::Key(Key::SelfValue | Key::SelfType | Key::Super | Key::Crate) | Kind::Sign(b'<') => {
                return self.path_or_macro_or_struct(structs);
            }
            Kind::Sign(b':') if self.is_pair(b':', b':') => return self.path_or_macro_or_struct(structs),
            Kind::Str | Kind::Bytes | Kind::Char | Kind::Int | Kind::Float | Kind::Key(Key::True | Key::False) => {
                return self.literal().map(plain);
            }
            Kind::Open(b'(') => return self.paren_or_tuple(),
            Kind::Open(b'[') => self.array_or_repeat()?,
            Kind::Sign(b'|') | Kind::Key(Key::Move) => self.closure(structs)?,
            Kind::Key(Key::Async) => match self.second() {
                Kind::Open(b'{') => self.async_block()?,
                Kind::Key(Key::Move) if self.third() == Kind::Open(b'{') => self.async_block()?,
                Kind::Sign(b'|') | Kind::Key(Key::Move) => self.closure(structs)?,
                _ => return None,
            },
            Kind::Sign(b'.') if self.is_pair(b'.', b'.') => return self.range(None, structs),
            Kind::Key(Key::Underscore) => {
                self.at += 1;
                ExprKind::Other
            }
            Kind::Key(Key::Let) => return self.let_condition(structs),
            Kind::Key(Key::Break) => self.break_expr(structs)?,
            Kind::Key(Key::Continue) => {
                self.at += 1;
                ExprKind::Continue { label: self.label() }
            }
            Kind::Key(Key::Return) => {
                self.at += 1;
                ExprKind::Return(self.jump_value()?)
            }
            Kind::Key(Key::Yield) => {
                self.at += 1;
                ExprKind::Yield(self.jump_value()?)
            }
            _ => return self.block_like(),
        };
        Some(plain(self.lower.add_expr(start, self.last_end(), kind)))
    }

    /// What ends in a block of its own.
    pub(super) fn block_like(&mut self) -> Option<Made> {
        let start = self.start();
        let mut label = None;
        if self.is(Kind::Lifetime) {
            label = self.label();
            self.sign(b':')?;
        }
        let labelled = label.is_some();
        let kind = match self.kind() {
            Kind::Open(b'{') => ExprKind::Block { label, block: self.block()? },
            Kind::Key(Key::Loop) => {
                self.at += 1;
                ExprKind::Loop { label, body: self.block()? }
            }
            Kind::Key(Key::While) => {
                self.at += 1;
                let cond = self.expr_with(false)?.id;
                ExprKind::While { label, cond, body: self.block()? }
            }
            Kind::Key(Key::For) if self.second() != Kind::Sign(b'<') => {
                self.at += 1;
                let pat = self.pats()?;
                self.key(Key::In)?;
                let iter = self.expr_with(false)?.id;
                ExprKind::For { label, pat, iter, body: self.block()? }
            }
            _ if labelled => return None,
            Kind::Key(Key::If) => self.if_chain()?,
            Kind::Key(Key::Match) => self.match_expr()?,
            Kind::Key(Key::Unsafe | Key::Const) if self.second() == Kind::Open(b'{') => {
                self.at += 1;
                ExprKind::Block { label: None, block: self.block()? }
            }
            _ => return None,
        };
        let id = self.lower.add_expr(start, self.last_end(), kind);
        Some(Made { id, shape: Shape::Block })
    }

    /// A label's name without its quote, if one comes next.
    fn label(&mut self) -> Option<Name> {
        if !self.takes(Kind::Lifetime) {
            return None;
        }
        let text = self.text_at(self.at - 1);
        Some(self.lower.intern_slice(&text[1..]))
    }

    fn if_chain(&mut self) -> Option<ExprKind> {
        self.at += 1;
        let cond = self.expr_with(false)?.id;
        let then = self.block()?;
        let mut otherwise = None;
        if self.takes_key(Key::Else) {
            let start = self.start();
            let kind = match self.kind() {
                Kind::Key(Key::If) => self.if_chain()?,
                _ => ExprKind::Block { label: None, block: self.block()? },
            };
            otherwise = Some(self.lower.add_expr(start, self.last_end(), kind));
        }
        Some(ExprKind::If { cond, then, otherwise })
    }

    fn match_expr(&mut self) -> Option<ExprKind> {
        self.at += 1;
        let scrutinee = self.expr_with(false)?.id;
        let close = self.enter(b'{')?;
        let mut arms = Vec::new();
        while self.at != close {
            arms.push(self.arm(close)?);
        }
        arms.shrink_to_fit();
        self.leave(close)?;
        Some(ExprKind::Match { scrutinee, arms })
    }

    fn arm(&mut self, close: usize) -> Option<Arm> {
        let attrs = self.outer_attrs()?;
        let pat = self.pats()?;
        let guard = match self.takes_key(Key::If) {
            true => Some(self.expr()?),
            false => None,
        };
        self.pair(b'=', b'>')?;
        let made = self.statement_expr()?;
        let body = made.id;
        if !self.takes_sign(b',') && made.shape != Shape::Block && self.at != close {
            return None;
        }
        let span = self.lower.span(self.lower.pat_span(pat).start, self.lower.expr_span(body).end);
        self.check_attrs(&attrs)?;
        self.lint_levels(&attrs, span)?;
        Some(Arm { span, pat, guard, body, cfg: self.cfg(&attrs)? })
    }

    fn let_condition(&mut self, structs: bool) -> Option<Made> {
        let start = self.start();
        self.at += 1;
        let pat = self.pats()?;
        self.sign(b'=')?;
        let value = self.unary(structs)?;
        let value = self.operators(value, structs, super::exprs::Level::Compare)?.id;
        let end = self.lower.expr_span(value).end;
        let id = self.lower.add_expr(start, end, ExprKind::Let { pat, value });
        Some(Made { id, shape: Shape::Let })
    }

    fn async_block(&mut self) -> Option<ExprKind> {
        self.at += 1;
        let moves = self.takes_key(Key::Move);
        Some(ExprKind::Async { moves, block: self.block()? })
    }

    fn closure(&mut self, structs: bool) -> Option<ExprKind> {
        let is_async = self.takes_key(Key::Async);
        let moves = self.takes_key(Key::Move);
        self.sign(b'|')?;
        let mut params = Vec::new();
        while !self.takes_sign(b'|') {
            self.skip_attrs()?;
            let pat = self.pat()?;
            let ty = match self.takes_sign(b':') {
                true => Some(self.ty()?),
                false => None,
            };
            params.push(Param { pat, ty });
            if !self.is_sign(b'|') {
                self.sign(b',')?;
            }
        }
        params.shrink_to_fit();
        let ret = self.return_type(true)?;
        let body = match ret {
            Some(_) => {
                let start = self.start();
                let block = self.block()?;
                self.lower.add_expr(start, self.last_end(), ExprKind::Block { label: None, block })
            }
            None => self.expr_with(structs)?.id,
        };
        Some(ExprKind::Closure(Closure { moves, is_async, params, ret, body }))
    }

    fn break_expr(&mut self, structs: bool) -> Option<ExprKind> {
        self.at += 1;
        let label = self.label();
        if label.is_some() && self.is_sign(b':') {
            return None;
        }
        let value = match structs || !self.is(Kind::Open(b'{')) {
            true => self.jump_value()?,
            false => None,
        };
        Some(ExprKind::Break { label, value })
    }

    /// The value of a `return`, if it has one.
    fn jump_value(&mut self) -> Option<Option<ExprId>> {
        match self.begins_expr() {
            true => Some(Some(self.expr()?)),
            false => Some(None),
        }
    }

    fn begins_expr(&self) -> bool {
        match self.kind() {
            Kind::Key(Key::As) => false,
            Kind::Word | Kind::Key(_) | Kind::Open(_) | Kind::Lifetime => true,
            Kind::Str | Kind::Bytes | Kind::Char | Kind::Int | Kind::Float => true,
            Kind::Sign(b'-') => !self.is_pair(b'-', b'=') && !self.is_pair(b'-', b'>'),
            Kind::Sign(sign @ (b'!' | b'*' | b'|' | b'&' | b'<')) => !self.is_pair(sign, b'='),
            Kind::Sign(sign @ (b'.' | b':')) => self.is_pair(sign, sign),
            Kind::Sign(b'#') => true,
            _ => false,
        }
    }

    fn paren_or_tuple(&mut self) -> Option<Made> {
        let start = self.start();
        let close = self.enter(b'(')?;
        let mut elements = Vec::new();
        let end = self.listed(close, |reader| {
            elements.push(reader.expr()?);
            Some(())
        })?;
        if let &[only] = &elements[..]
            && self.tokens[close - 1].kind != Kind::Sign(b',')
        {
            self.lower.tree.exprs[only.0 as usize].span = self.lower.span(start, end);
            return Some(plain(only));
        }
        elements.shrink_to_fit();
        Some(plain(self.lower.add_expr(start, end, ExprKind::Tuple(elements))))
    }

    fn array_or_repeat(&mut self) -> Option<ExprKind> {
        let close = self.enter(b'[')?;
        let mut elements = Vec::new();
        while self.at != close {
            elements.push(self.expr()?);
            if elements.len() == 1 && self.takes_sign(b';') {
                let count = self.expr()?;
                self.leave(close)?;
                return Some(ExprKind::Repeat { element: elements[0], count });
            }
            if self.at != close {
                self.sign(b',')?;
            }
        }
        elements.shrink_to_fit();
        self.leave(close)?;
        Some(ExprKind::Array(elements))
    }

    fn path_or_macro_or_struct(&mut self, structs: bool) -> Option<Made> {
        if let Some(bang) = self.after_plain_path()
            && self.tokens[bang].kind == Kind::Sign(b'!')
            && !self.pair_at(bang, b'!', b'=')
        {
            return self.macro_expr();
        }
        let path = self.qualified_path(Style::Expr)?;
        let span = path.span;
        if self.is_sign(b'!') && !self.is_pair(b'!', b'=') {
            return None;
        }
        if structs && self.is(Kind::Open(b'{')) {
            return self.struct_literal(path);
        }
        Some(plain(self.lower.add_expr(span.start, span.end, ExprKind::Path(path))))
    }

    pub(super) fn macro_expr(&mut self) -> Option<Made> {
        let (span, call) = self.macro_call()?;
        let braced = self.tokens[self.at - 1].kind == Kind::Close(b'}');
        let id = self.lower.add_expr(span.start, span.end, ExprKind::Macro(call));
        Some(Made { id, shape: if braced { Shape::BracedMacro } else { Shape::Plain } })
    }

    fn struct_literal(&mut self, path: Path) -> Option<Made> {
        let close = self.enter(b'{')?;
        let mut fields = Vec::new();
        let mut rest = None;
        while self.at != close {
            if self.takes_pair(b'.', b'.') {
                if self.at != close {
                    rest = Some(self.expr()?);
                }
                break;
            }
            fields.push(self.field_value()?);
            if self.at != close {
                self.sign(b',')?;
            }
        }
        fields.shrink_to_fit();
        let end = self.leave(close)?;
        let start = path.span.start;
        Some(plain(self.lower.add_expr(start, end, ExprKind::Struct { path, fields, rest })))
    }

    fn field_value(&mut self) -> Option<(Name, ExprId)> {
        let attrs = self.outer_attrs()?;
        let is_name = self.is(Kind::Word);
        let (name, span) = self.member()?;
        let value = match self.takes_sign(b':') {
            true => self.expr()?,
            false if is_name => {
                let path = self.lower.plain_path(name, span);
                self.lower.add_expr(span.start, span.end, ExprKind::Path(path))
            }
            false => return None,
        };
        self.check_attrs(&attrs)?;
        self.lint_levels(&attrs, self.lower.expr_span(value))?;
        Some((name, value))
    }

    /// A literal; its value is read from the source, since the blanked text has none.
    pub(super) fn literal(&mut self) -> Option<ExprId> {
        let kind = self.kind();
        let span = self.token_span(self.at);
        let text = self.text_at(self.at);
        self.at += 1;
        let lit = match kind {
            Kind::Str => self.lower.string(text),
            Kind::Bytes => crate::syntax::lower::bytes_or_char(text),
            Kind::Char => Lit::Char,
            Kind::Int => Lit::Int(crate::syntax::lower::int_value(text)),
            Kind::Float => {
                let lit: syn::LitFloat = syn::parse_str(text).ok()?;
                Lit::Float(self.lower.intern(lit.base10_digits()))
            }
            Kind::Key(Key::True) => Lit::Bool(true),
            Kind::Key(Key::False) => Lit::Bool(false),
            _ => return None,
        };
        Some(self.lower.add_expr(span.start, span.end, ExprKind::Lit(lit)))
    }
}

fn plain(id: ExprId) -> Made {
    Made { id, shape: Shape::Plain }
}
