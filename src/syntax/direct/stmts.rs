//! Blocks and statements.

use super::attrs::Attrs;
use super::exprs::{Level, Made, Shape};
use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    pub(super) fn block(&mut self) -> Option<BlockId> {
        let start = self.start();
        let close = self.enter(b'{')?;
        self.rest_of_block(start, close)
    }

    /// A block whose inner attributes belong to what it is the body of.
    pub(super) fn block_with(&mut self, attrs: &mut Attrs) -> Option<BlockId> {
        let start = self.start();
        let close = self.enter(b'{')?;
        self.inner_attrs(attrs)?;
        self.rest_of_block(start, close)
    }

    fn rest_of_block(&mut self, start: u32, close: usize) -> Option<BlockId> {
        let stmts = self.stmts(close)?;
        let end = self.leave(close)?;
        Some(self.lower.add_block(start, end, stmts))
    }

    /// The statements up to a closing bracket, which is not passed.
    pub(super) fn stmts(&mut self, close: usize) -> Option<Vec<Stmt>> {
        let first = self.stmts.len();
        loop {
            while self.takes_sign(b';') {}
            if self.at == close {
                break;
            }
            let wants_sign = self.stmt()?;
            if wants_sign && self.at != close {
                return None;
            }
        }
        Some(self.stmts.drain(first..).collect())
    }

    /// Adds a statement, and gives whether nothing can follow it, for the want of a semicolon.
    fn stmt(&mut self) -> Option<bool> {
        let attrs = self.outer_attrs()?;
        if let Some(bang) = self.after_plain_path()
            && self.tokens[bang].kind == Kind::Sign(b'!')
        {
            match self.tokens[bang + 1].kind {
                Kind::Word | Kind::Key(Key::Try) => return self.item_stmt(attrs),
                Kind::Open(b'{') if !self.goes_on_behind(bang + 1) => {
                    let made = self.macro_expr()?;
                    self.takes_sign(b';');
                    return self.expr_stmt(attrs, made);
                }
                _ => {}
            }
        }
        if self.is_key(Key::Let) {
            return self.local(attrs);
        }
        if self.begins_item() {
            return self.item_stmt(attrs);
        }
        let made = self.statement_expr()?;
        self.takes_sign(b';');
        self.expr_stmt(attrs, made)
    }

    /// Whether a method call, a field or a `?` follows these braces.
    fn goes_on_behind(&self, open: usize) -> bool {
        let at = self.after(open);
        match self.tokens[at].kind {
            Kind::Sign(b'.') => !self.pair_at(at, b'.', b'.'),
            Kind::Sign(b'?') => true,
            _ => false,
        }
    }

    /// Adds the expression that has been read, with the semicolon that may have been.
    fn expr_stmt(&mut self, attrs: Attrs, made: Made) -> Option<bool> {
        let semi = self.tokens[self.at - 1].kind == Kind::Sign(b';');
        let span = self.lower.expr_span(made.id);
        let start = self.attrs_start(&attrs).unwrap_or(span.start);
        let end = if semi { self.last_end() } else { span.end };
        let mut cfg = None;
        if !attrs.is_empty() {
            if !self.keeps_attrs(made.id) {
                return None;
            }
            self.check_attrs(&attrs)?;
            self.lint_levels(&attrs, span)?;
            cfg = self.cfg(&attrs)?;
        }
        let span = self.lower.span(start.min(span.start), end);
        self.stmts.push(Stmt { span, cfg, kind: StmtKind::Expr { expr: made.id, semi } });
        Some(!semi && !matches!(made.shape, Shape::Block | Shape::BracedMacro))
    }

    fn item_stmt(&mut self, attrs: Attrs) -> Option<bool> {
        let mut items = Vec::new();
        self.item_with(attrs, &mut items)?;
        for id in items {
            let item = &self.lower.tree.items[id.0 as usize];
            let (span, cfg) = (item.span, self.lower.cfg_of(&item.attrs));
            self.stmts.push(Stmt { span, cfg, kind: StmtKind::Item(id) });
        }
        Some(false)
    }

    fn begins_item(&self) -> bool {
        let second = self.second();
        match self.kind() {
            Kind::Key(Key::Crate) => !self.second_is_pair(b':', b':'),
            Kind::Key(
                Key::Pub
                | Key::Extern
                | Key::Use
                | Key::Fn
                | Key::Mod
                | Key::Type
                | Key::Struct
                | Key::Enum
                | Key::Trait
                | Key::Impl,
            ) => true,
            Kind::Key(Key::Static) => matches!(second, Kind::Key(Key::Mut) | Kind::Word),
            Kind::Key(Key::Const) => match second {
                Kind::Open(b'{') | Kind::Key(Key::Static | Key::Move) | Kind::Sign(b'|') => false,
                Kind::Key(Key::Async) => matches!(self.third(), Kind::Key(Key::Unsafe | Key::Extern | Key::Fn)),
                _ => true,
            },
            Kind::Key(Key::Unsafe) => second != Kind::Open(b'{'),
            Kind::Key(Key::Async) => matches!(second, Kind::Key(Key::Unsafe | Key::Extern | Key::Fn)),
            Kind::Word => match self.text_at(self.at) {
                "union" => second == Kind::Word,
                "auto" => second == Kind::Key(Key::Trait),
                "default" => matches!(second, Kind::Key(Key::Unsafe | Key::Impl)),
                _ => false,
            },
            _ => false,
        }
    }

    fn local(&mut self, attrs: Attrs) -> Option<bool> {
        let start = self.attrs_start(&attrs).unwrap_or(self.start());
        self.at += 1;
        let pat = self.pat()?;
        let ty = match self.takes_sign(b':') {
            true => Some(self.ty()?),
            false => None,
        };
        let mut init = None;
        let mut otherwise = None;
        if self.takes_sign(b'=') {
            init = Some(self.expr()?);
            if self.is_key(Key::Else) && self.tokens[self.at - 1].kind != Kind::Close(b'}') {
                self.at += 1;
                otherwise = Some(self.block()?);
            }
        }
        self.sign(b';')?;
        let span = self.lower.span(start, self.last_end());
        self.check_attrs(&attrs)?;
        self.lint_levels(&attrs, span)?;
        let cfg = self.cfg(&attrs)?;
        self.stmts.push(Stmt { span, cfg, kind: StmtKind::Let { pat, ty, init, otherwise } });
        Some(false)
    }

    /// An expression that ends where a statement or an arm ends: behind the braces of an `if`, say.
    pub(super) fn statement_expr(&mut self) -> Option<Made> {
        if self.is_sign(b'#') {
            return self.expr_behind_attrs(Self::statement_expr);
        }
        let made = match self.kind() {
            Kind::Key(Key::If | Key::While | Key::For | Key::Loop | Key::Match | Key::Unsafe)
            | Kind::Open(b'{')
            | Kind::Lifetime => self.block_like()?,
            Kind::Key(Key::Const) if self.second() == Kind::Open(b'{') => self.block_like()?,
            _ => {
                let first = self.unary(true)?;
                return self.operators(first, true, Level::Least);
            }
        };
        let goes_on = self.is_sign(b'.') && !self.is_pair(b'.', b'.') || self.is_sign(b'?');
        if !goes_on {
            return Some(made);
        }
        let made = self.trailers(made)?;
        self.operators(made, true, Level::Least)
    }
}
