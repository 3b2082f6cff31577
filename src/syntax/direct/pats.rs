//! Patterns.

use super::paths::Style;
use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    /// A pattern that may begin with `|` and have alternatives.
    pub(super) fn pats(&mut self) -> Option<PatId> {
        let leading = self.takes_sign(b'|');
        let first = self.pat()?;
        if !leading && !self.another_case() {
            return Some(first);
        }
        let mut cases = vec![first];
        while self.another_case() {
            self.at += 1;
            cases.push(self.pat()?);
        }
        let span = self.lower.pat_span(first).to(self.lower.pat_span(*cases.last()?));
        cases.shrink_to_fit();
        Some(self.lower.add_pat(span.start, span.end, PatKind::Or(cases)))
    }

    fn another_case(&self) -> bool {
        self.is_sign(b'|') && !self.is_pair(b'|', b'|') && !self.is_pair(b'|', b'=')
    }

    /// A pattern without alternatives.
    pub(super) fn pat(&mut self) -> Option<PatId> {
        let start = self.start();
        match self.kind() {
            Kind::Word => {
                let is_path = match self.second() {
                    Kind::Sign(b'!') | Kind::Open(b'{' | b'(') => true,
                    Kind::Sign(b':') => self.second_is_pair(b':', b':'),
                    Kind::Sign(b'.') => self.second_is_pair(b'.', b'.'),
                    _ => false,
                };
                if is_path { self.path_pat() } else { self.binding() }
            }
            Kind::Key(Key::SelfValue) if self.second_is_pair(b':', b':') => self.path_pat(),
            Kind::Key(Key::SelfType | Key::Super | Key::Crate) | Kind::Sign(b'<') => self.path_pat(),
            Kind::Sign(b':') => self.path_pat(),
            Kind::Key(Key::Underscore) => {
                self.at += 1;
                Some(self.lower.add_pat(start, self.last_end(), PatKind::Wild))
            }
            Kind::Key(Key::Ref | Key::Mut | Key::SelfValue) => self.binding(),
            Kind::Str | Kind::Bytes | Kind::Char | Kind::Int | Kind::Float | Kind::Key(Key::True | Key::False) => {
                self.literal_pat()
            }
            Kind::Sign(b'-') => self.literal_pat(),
            Kind::Sign(b'&') => {
                self.at += 1;
                self.takes_key(Key::Mut);
                let inner = self.pat()?;
                let end = self.lower.pat_span(inner).end;
                Some(self.lower.add_pat(start, end, PatKind::Ref(inner)))
            }
            Kind::Open(b'(') => self.parenthesized_pat(),
            Kind::Open(b'[') => {
                let close = self.enter(b'[')?;
                let (elements, end) = self.elements(close)?;
                Some(self.lower.add_pat(start, end, PatKind::Slice(elements)))
            }
            Kind::Sign(b'.') => self.rest(),
            _ => None,
        }
    }

    /// `..`; a range without a beginning is left to syn.
    fn rest(&mut self) -> Option<PatId> {
        let start = self.start();
        self.pair(b'.', b'.')?;
        let ends = self.ends()
            || matches!(self.kind(), Kind::Sign(b'|' | b',' | b';') | Kind::Key(Key::If))
            || self.is_sign(b':') && !self.is_pair(b':', b':')
            || self.is_sign(b'=') && !self.tokens[self.at - 1].joint;
        ends.then(|| self.lower.add_pat(start, start + 2, PatKind::Rest))
    }

    /// `x`, `ref mut x`, `x @ sub`.
    fn binding(&mut self) -> Option<PatId> {
        let start = self.start();
        let by_ref = self.takes_key(Key::Ref);
        let mutable = self.takes_key(Key::Mut);
        let (name, span) = match self.is_key(Key::SelfValue) {
            true => self.any_name(),
            false => self.name()?,
        };
        let mut end = span.end;
        let mut sub = None;
        if self.takes_sign(b'@') {
            let pat = self.pat()?;
            end = self.lower.pat_span(pat).end;
            sub = Some(pat);
        }
        Some(self.lower.add_pat(start, end, PatKind::Bind { name, by_ref, mutable, sub }))
    }

    fn path_pat(&mut self) -> Option<PatId> {
        if let Some(bang) = self.after_plain_path()
            && self.tokens[bang].kind == Kind::Sign(b'!')
            && !self.pair_at(bang, b'!', b'=')
        {
            let (span, call) = self.macro_call()?;
            let value = self.lower.add_expr(span.start, span.end, ExprKind::Macro(call));
            return Some(self.lower.add_pat(span.start, span.end, PatKind::Value(value)));
        }
        let path = self.qualified_path(Style::Expr)?;
        let span = path.span;
        match self.kind() {
            Kind::Open(b'{') => self.struct_pat(path),
            Kind::Open(b'(') => {
                let close = self.enter(b'(')?;
                let (elements, end) = self.elements(close)?;
                Some(self.lower.add_pat(span.start, end, PatKind::TupleStruct { path, elements }))
            }
            Kind::Sign(b'.') if self.is_pair(b'.', b'.') => {
                let first = self.lower.add_expr(span.start, span.end, ExprKind::Path(path));
                self.range_pat(first)
            }
            _ => Some(self.lower.add_pat(span.start, span.end, PatKind::Path(path))),
        }
    }

    /// The patterns up to the closing bracket, and where that ends.
    fn elements(&mut self, close: usize) -> Option<(Vec<PatId>, u32)> {
        let mut elements = Vec::new();
        let end = self.listed(close, |reader| {
            elements.push(reader.pats()?);
            Some(())
        })?;
        elements.shrink_to_fit();
        Some((elements, end))
    }

    fn parenthesized_pat(&mut self) -> Option<PatId> {
        let start = self.start();
        let close = self.enter(b'(')?;
        let (elements, end) = self.elements(close)?;
        let comma = self.tokens[close - 1].kind == Kind::Sign(b',');
        if let (&[only], false) = (&elements[..], comma) {
            let pat = &mut self.lower.tree.pats[only.0 as usize];
            if !matches!(pat.kind, PatKind::Rest) {
                pat.span.start = start;
                pat.span.end = end;
                return Some(only);
            }
        }
        Some(self.lower.add_pat(start, end, PatKind::Tuple(elements)))
    }

    fn struct_pat(&mut self, path: Path) -> Option<PatId> {
        let close = self.enter(b'{')?;
        let mut fields = Vec::new();
        let mut rest = false;
        while self.at != close {
            self.skip_attrs()?;
            if self.takes_pair(b'.', b'.') {
                rest = true;
                break;
            }
            fields.push(self.field_pat()?);
            if self.at != close {
                self.sign(b',')?;
            }
        }
        fields.shrink_to_fit();
        let end = self.leave(close)?;
        Some(self.lower.add_pat(path.span.start, end, PatKind::Struct { path, fields, rest }))
    }

    fn field_pat(&mut self) -> Option<(Name, PatId)> {
        let named = matches!(self.kind(), Kind::Word | Kind::Int)
            && self.second() == Kind::Sign(b':')
            && !self.second_is_pair(b':', b':');
        if named {
            let (name, _) = self.member()?;
            self.at += 1;
            return Some((name, self.pats()?));
        }
        let start = self.start();
        let by_ref = self.takes_key(Key::Ref);
        let mutable = self.takes_key(Key::Mut);
        let (name, span) = self.name()?;
        let kind = PatKind::Bind { name, by_ref, mutable, sub: None };
        Some((name, self.lower.add_pat(start, span.end, kind)))
    }

    fn literal_pat(&mut self) -> Option<PatId> {
        let value = self.pat_literal()?;
        if self.is_pair(b'.', b'.') {
            return self.range_pat(value);
        }
        let span = self.lower.expr_span(value);
        Some(self.lower.add_pat(span.start, span.end, PatKind::Value(value)))
    }

    /// A literal, with its sign.
    fn pat_literal(&mut self) -> Option<ExprId> {
        let start = self.start();
        if !self.takes_sign(b'-') {
            return self.literal();
        }
        // Such a number has no value that is kept.
        if !self.takes(Kind::Int) {
            return None;
        }
        Some(self.lower.add_expr(start, self.last_end(), ExprKind::Lit(Lit::Int(None))))
    }

    /// `first..`, `first..=last`: from its dots on.
    fn range_pat(&mut self, first: ExprId) -> Option<PatId> {
        let start = self.lower.expr_span(first).start;
        self.pair(b'.', b'.')?;
        if self.tokens[self.at - 1].joint {
            self.sign(b'=')?;
        }
        let end = match self.kind() {
            Kind::Str | Kind::Bytes | Kind::Char | Kind::Int | Kind::Float | Kind::Sign(b'-') => self.pat_literal()?,
            Kind::Word | Kind::Key(Key::SelfType | Key::SelfValue | Key::Super | Key::Crate) => {
                let path = self.qualified_path(Style::Expr)?;
                self.lower.add_expr(path.span.start, path.span.end, ExprKind::Path(path))
            }
            _ if self.tokens[self.at - 1].kind == Kind::Sign(b'=') => return None,
            Kind::Sign(b'|' | b',' | b';') | Kind::Close(_) | Kind::Key(Key::If) => {
                return Some(self.lower.add_pat(start, self.last_end(), PatKind::Range));
            }
            Kind::Sign(b'=') if !self.tokens[self.at - 1].joint => {
                return Some(self.lower.add_pat(start, self.last_end(), PatKind::Range));
            }
            _ => return None,
        };
        let end = self.lower.expr_span(end).end;
        Some(self.lower.add_pat(start, end, PatKind::Range))
    }
}
