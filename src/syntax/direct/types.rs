//! Types.

use super::paths::Style;
use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    pub(super) fn ty(&mut self) -> Option<TypeId> {
        self.type_with(true)
    }

    /// A type; `plus` says whether bounds may follow one another.
    pub(super) fn type_with(&mut self, plus: bool) -> Option<TypeId> {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Word | Kind::Key(Key::Super | Key::SelfValue | Key::SelfType | Key::Crate) => {
                return self.path_type(plus);
            }
            Kind::Sign(b'<') => return self.path_type(plus),
            Kind::Sign(b':') if self.is_pair(b':', b':') => return self.path_type(plus),
            Kind::Sign(b'&') => {
                self.at += 1;
                let is_static = self.is(Kind::Lifetime) && self.text_at(self.at) == "'static";
                self.takes(Kind::Lifetime);
                let mutable = self.takes_key(Key::Mut);
                let inner = self.type_with(false)?;
                TypeKind::Ref { mutable, is_static, inner }
            }
            Kind::Sign(b'*') => {
                self.at += 1;
                if !self.takes_key(Key::Mut) {
                    self.key(Key::Const)?;
                }
                TypeKind::Ptr(self.type_with(false)?)
            }
            Kind::Open(b'(') => return self.parenthesized_type(plus),
            Kind::Open(b'[') => self.slice_or_array()?,
            Kind::Sign(b'!') => {
                self.at += 1;
                TypeKind::Never
            }
            Kind::Key(Key::Underscore) => {
                self.at += 1;
                TypeKind::Infer
            }
            Kind::Key(Key::Dyn) => return self.bounded_type(plus, TypeKind::Dyn),
            Kind::Key(Key::Impl) => return self.bounded_type(plus, TypeKind::Impl),
            Kind::Key(Key::Fn | Key::Unsafe | Key::Extern) => self.fn_pointer()?,
            _ => return None,
        };
        let end = match kind {
            TypeKind::Ref { inner, .. } | TypeKind::Ptr(inner) => self.lower.type_span(inner).end,
            TypeKind::Fn { ret: Some(ret), .. } => self.lower.type_span(ret).end,
            _ => self.last_end(),
        };
        Some(self.lower.add_type(start, end, kind))
    }

    fn path_type(&mut self, plus: bool) -> Option<TypeId> {
        let path = self.qualified_path(Style::Type)?;
        let span = path.span;
        if path.qself.is_none() {
            if self.is_sign(b'!') && !self.is_pair(b'!', b'=') {
                return self.macro_type(&path);
            }
            // Bounds without `dyn`, as editions before 2021 had them.
            if plus && self.is_sign(b'+') {
                return None;
            }
        }
        Some(self.lower.add_type(span.start, span.end, TypeKind::Path(path)))
    }

    fn macro_type(&mut self, path: &Path) -> Option<TypeId> {
        if path.segments.iter().any(|segment| !segment.args.is_empty() || !segment.assoc.is_empty()) {
            return None;
        }
        self.at += 1;
        if !matches!(self.kind(), Kind::Open(_)) {
            return None;
        }
        self.at = self.after(self.at);
        Some(self.lower.add_type(path.span.start, self.last_end(), TypeKind::Other))
    }

    /// `(T)`, `()`, `(A, B)`.
    fn parenthesized_type(&mut self, plus: bool) -> Option<TypeId> {
        let start = self.start();
        let close = self.enter(b'(')?;
        let mut elements = Vec::new();
        let mut commas = 0;
        while self.at != close {
            elements.push(self.ty()?);
            if self.at != close {
                self.sign(b',')?;
                commas += 1;
            }
        }
        let end = self.leave(close)?;
        if let (&[only], 0) = (&elements[..], commas) {
            if plus && self.is_sign(b'+') {
                return None;
            }
            self.lower.tree.types[only.0 as usize].span = self.lower.span(start, end);
            return Some(only);
        }
        Some(self.lower.add_type(start, end, TypeKind::Tuple(elements)))
    }

    fn slice_or_array(&mut self) -> Option<TypeKind> {
        let close = self.enter(b'[')?;
        let inner = self.ty()?;
        let kind = match self.takes_sign(b';') {
            true => {
                self.without_trace(|reader| reader.expr())?;
                TypeKind::Array(inner)
            }
            false => TypeKind::Slice(inner),
        };
        self.leave(close)?;
        Some(kind)
    }

    /// `dyn A + B`, `impl A + B`.
    fn bounded_type(&mut self, plus: bool, kind: fn(Vec<Path>) -> TypeKind) -> Option<TypeId> {
        let captures = self.is_key(Key::Impl);
        let start = self.start();
        self.at += 1;
        let mut bounds = Vec::new();
        let mut traits = 0;
        let mut end;
        loop {
            end = match captures && self.is_key(Key::Use) {
                true => self.precise_capture()?,
                false => {
                    traits += usize::from(!self.is(Kind::Lifetime));
                    self.bound(&mut bounds)?
                }
            };
            if !(plus && self.takes_sign(b'+')) {
                break;
            }
            let goes_on = matches!(
                self.kind(),
                Kind::Word | Kind::Key(_) | Kind::Lifetime | Kind::Sign(b'?') | Kind::Open(b'(' | b'[')
            ) || self.is_pair(b':', b':');
            if !goes_on {
                break;
            }
        }
        if traits == 0 {
            return None;
        }
        bounds.shrink_to_fit();
        Some(self.lower.add_type(start, end, kind(bounds)))
    }

    /// `use<'a, T>`, and where it ends.
    fn precise_capture(&mut self) -> Option<u32> {
        self.at += 1;
        self.sign(b'<')?;
        while !self.takes_sign(b'>') {
            match self.kind() {
                Kind::Lifetime | Kind::Word | Kind::Key(Key::SelfType) => self.at += 1,
                _ => return None,
            }
            if !self.is_sign(b'>') {
                self.sign(b',')?;
            }
        }
        Some(self.last_end())
    }

    fn fn_pointer(&mut self) -> Option<TypeKind> {
        self.takes_key(Key::Unsafe);
        self.abi()?;
        self.key(Key::Fn)?;
        let close = self.enter(b'(')?;
        let mut params = Vec::new();
        self.listed(close, |reader| {
            let named = matches!(reader.kind(), Kind::Word | Kind::Key(Key::Underscore))
                && reader.second() == Kind::Sign(b':')
                && !reader.second_is_pair(b':', b':');
            reader.at += if named { 2 } else { 0 };
            params.push(reader.ty()?);
            Some(())
        })?;
        let ret = self.return_type(false)?;
        Some(TypeKind::Fn { params, ret })
    }

    /// `extern "C"`, if it is there.
    pub(super) fn abi(&mut self) -> Option<()> {
        if self.takes_key(Key::Extern) {
            self.takes(Kind::Str);
        }
        Some(())
    }

    /// `-> T`, if it is there.
    pub(super) fn return_type(&mut self, plus: bool) -> Option<Option<TypeId>> {
        match self.takes_pair(b'-', b'>') {
            true => Some(Some(self.type_with(plus)?)),
            false => Some(None),
        }
    }
}
