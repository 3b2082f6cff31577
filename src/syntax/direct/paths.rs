//! Paths and their generic arguments.

use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

/// Whether `a<b>` in a path is a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Expr,
    Type,
}

impl Reader<'_, '_> {
    /// A path that may begin with `<T as Trait>`.
    pub(super) fn qualified_path(&mut self, style: Style) -> Option<Path> {
        if !self.is_sign(b'<') {
            return self.path(style);
        }
        let start = self.start();
        self.at += 1;
        let qself = self.ty()?;
        let mut path = match self.takes_key(Key::As) {
            true => self.path(Style::Type)?,
            false => Path { span: self.lower.span(start, start), global: true, qself: None, segments: Vec::new() },
        };
        self.sign(b'>')?;
        loop {
            self.pair(b':', b':')?;
            let end = self.segment(style, &mut path.segments)?;
            path.span.end = end;
            if !self.is_pair(b':', b':') {
                break;
            }
        }
        path.segments.shrink_to_fit();
        path.span.start = start;
        path.qself = Some(qself);
        Some(path)
    }

    /// A path without a `<T>` before it.
    pub(super) fn path(&mut self, style: Style) -> Option<Path> {
        let start = self.start();
        let global = self.takes_pair(b':', b':');
        let mut segments = Vec::with_capacity(self.count_segments());
        let mut end = self.segment(style, &mut segments)?;
        while self.is_pair(b':', b':') && self.tokens[self.at + 2].kind != Kind::Open(b'(') {
            self.at += 2;
            end = self.segment(style, &mut segments)?;
        }
        segments.shrink_to_fit();
        Some(Path { span: self.lower.span(start, end), global, qself: None, segments })
    }

    /// How many plain segments come next.
    fn count_segments(&self) -> usize {
        let mut at = self.at + 1;
        let mut count = 1;
        while self.pair_at(at, b':', b':') && matches!(self.tokens[at + 2].kind, Kind::Word | Kind::Key(_)) {
            at += 3;
            count += 1;
        }
        count
    }

    /// One segment, and where it ends.
    fn segment(&mut self, style: Style, segments: &mut Vec<Segment>) -> Option<u32> {
        match self.kind() {
            Kind::Word | Kind::Key(Key::SelfType) => {}
            Kind::Key(Key::SelfValue | Key::Super | Key::Crate) => {
                let (name, span) = self.any_name();
                segments.push(Segment { name, args: Vec::new(), assoc: Vec::new() });
                return Some(span.end);
            }
            _ => return None,
        }
        let (name, span) = self.any_name();
        let mut segment = Segment { name, args: Vec::new(), assoc: Vec::new() };
        let mut end = span.end;
        let opens = style == Style::Type && self.is_sign(b'<') && !self.is_pair(b'<', b'=');
        let turbofish = self.is_pair(b':', b':') && self.tokens[self.at + 2].kind == Kind::Sign(b'<');
        if opens || turbofish {
            self.at += if turbofish { 2 } else { 0 };
            end = self.generic_args(&mut segment.args, &mut segment.assoc)?;
        }
        segments.push(segment);
        Some(end)
    }

    /// `<A, Item = B>`, and where it ends.
    pub(super) fn generic_args(&mut self, args: &mut Vec<TypeId>, assoc: &mut Vec<(Name, TypeId)>) -> Option<u32> {
        self.sign(b'<')?;
        while !self.is_sign(b'>') {
            self.generic_arg(args, assoc)?;
            if !self.is_sign(b'>') {
                self.sign(b',')?;
            }
        }
        self.at += 1;
        Some(self.last_end())
    }

    fn generic_arg(&mut self, args: &mut Vec<TypeId>, assoc: &mut Vec<(Name, TypeId)>) -> Option<()> {
        match self.kind() {
            Kind::Lifetime if self.second() != Kind::Sign(b'+') => self.at += 1,
            Kind::Str | Kind::Char | Kind::Bytes | Kind::Int => self.at += 1,
            Kind::Key(Key::True | Key::False) => self.at += 1,
            Kind::Sign(b'-') if self.tokens[self.at + 1].kind == Kind::Int => self.at += 2,
            Kind::Open(b'{') => {
                self.without_trace(|reader| reader.block())?;
            }
            Kind::Word if self.second() == Kind::Sign(b'=') => {
                let (name, _) = self.any_name();
                self.at += 1;
                assoc.push((name, self.ty()?));
            }
            Kind::Word if self.second() == Kind::Sign(b':') && !self.second_is_pair(b':', b':') => {
                self.at += 2;
                self.without_trace(|reader| {
                    reader.bounds_until(|reader| reader.is_sign(b',') || reader.is_sign(b'>'))
                })?;
            }
            _ => {
                args.push(self.ty()?);
                if self.is_sign(b'=') || self.is_sign(b':') {
                    return None;
                }
            }
        }
        Some(())
    }

    /// `(A, B) -> C` behind the last segment of a trait's path.
    pub(super) fn parenthesized_args(&mut self, path: &mut Path) -> Option<()> {
        let segment = path.segments.last_mut()?;
        let close = self.enter(b'(')?;
        let args = &mut segment.args;
        path.span.end = self.listed(close, |reader| {
            args.push(reader.ty()?);
            Some(())
        })?;
        if let Some(output) = self.return_type(false)? {
            path.span.end = self.lower.type_span(output).end;
            let name = self.lower.intern("Output");
            segment.assoc.push((name, output));
        }
        Some(())
    }

    /// Whether a path of plain names comes next, and what stands behind it.
    pub(super) fn after_plain_path(&self) -> Option<usize> {
        let mut at = self.at;
        if self.pair_at(at, b':', b':') {
            at += 2;
        }
        loop {
            match self.tokens[at].kind {
                Kind::Word | Kind::Key(Key::Super | Key::SelfValue | Key::SelfType | Key::Crate) => at += 1,
                _ => return None,
            }
            if !self.pair_at(at, b':', b':') {
                return Some(at);
            }
            at += 2;
        }
    }
}
