//! Type parameters and what they are bound by, in angle brackets or behind `where`.

use super::paths::Style;
use super::{Key, Kind, Reader};
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    /// The type parameters in angle brackets, if there are any.
    pub(super) fn generic_params(&mut self) -> Option<Vec<TypeParam>> {
        let mut params = Vec::new();
        if !self.takes_sign(b'<') {
            return Some(params);
        }
        while !self.takes_sign(b'>') {
            self.skip_attrs()?;
            self.generic_param(&mut params)?;
            if !self.is_sign(b'>') {
                self.sign(b',')?;
            }
        }
        params.shrink_to_fit();
        Some(params)
    }

    fn generic_param(&mut self, params: &mut Vec<TypeParam>) -> Option<()> {
        match self.kind() {
            Kind::Lifetime => {
                self.at += 1;
                if self.takes_sign(b':') {
                    self.lifetimes()?;
                }
            }
            Kind::Key(Key::Const) => {
                self.at += 1;
                self.name()?;
                self.sign(b':')?;
                self.without_trace(|reader| reader.ty())?;
                if self.takes_sign(b'=') {
                    self.const_argument()?;
                }
            }
            Kind::Word => {
                let (name, _) = self.any_name();
                let mut bounds = Vec::new();
                if self.takes_sign(b':') {
                    let ends = |reader: &Self| {
                        reader.ends() || reader.is_sign(b',') || reader.is_sign(b'>') || reader.is_sign(b'=')
                    };
                    bounds = self.bounds_until(ends)?;
                }
                if self.takes_sign(b'=') {
                    self.without_trace(|reader| reader.ty())?;
                }
                params.push(TypeParam { name, bounds });
            }
            _ => return None,
        }
        Some(())
    }

    fn const_argument(&mut self) -> Option<()> {
        match self.kind() {
            Kind::Open(b'{') => {
                self.without_trace(|reader| reader.block())?;
            }
            Kind::Word | Kind::Int | Kind::Char | Kind::Key(Key::True | Key::False) => self.at += 1,
            _ => return None,
        }
        Some(())
    }

    /// `'a + 'b`, which may be nothing.
    fn lifetimes(&mut self) -> Option<()> {
        while self.takes(Kind::Lifetime) {
            if !self.takes_sign(b'+') {
                break;
            }
        }
        Some(())
    }

    /// The traits up to where bounds end.
    pub(super) fn bounds_until(&mut self, ends: impl Fn(&Self) -> bool) -> Option<Vec<Path>> {
        let mut bounds = Vec::new();
        while !ends(self) {
            self.bound(&mut bounds)?;
            if !self.takes_sign(b'+') {
                break;
            }
        }
        bounds.shrink_to_fit();
        Some(bounds)
    }

    /// Adds the trait of a bound, if it is one that says what a value can do; gives where the bound ends.
    pub(super) fn bound(&mut self, into: &mut Vec<Path>) -> Option<u32> {
        if self.takes(Kind::Lifetime) {
            return Some(self.last_end());
        }
        let close = match self.is(Kind::Open(b'(')) {
            true => Some(self.enter(b'(')?),
            false => None,
        };
        let binder = self.binder()?;
        let maybe = self.takes_sign(b'?');
        if maybe && binder {
            return None;
        }
        let mut path = self.path(Style::Type)?;
        let bare = path.segments.last().is_some_and(|last| last.args.is_empty() && last.assoc.is_empty());
        if self.is(Kind::Open(b'(')) {
            // `T<>(…)` has arguments, though none.
            if !bare || self.tokens[self.at - 1].kind == Kind::Sign(b'>') {
                return None;
            }
            self.parenthesized_args(&mut path)?;
        }
        let mut end = path.span.end;
        if let Some(close) = close {
            end = self.leave(close)?;
        }
        if !maybe {
            into.push(path);
        }
        Some(end)
    }

    /// `for<'a>`, and whether it is there.
    fn binder(&mut self) -> Option<bool> {
        if !self.takes_key(Key::For) {
            return Some(false);
        }
        self.sign(b'<')?;
        while !self.takes_sign(b'>') {
            if !self.takes(Kind::Lifetime) {
                return None;
            }
            if self.takes_sign(b':') {
                self.lifetimes()?;
            }
            if !self.is_sign(b'>') {
                self.sign(b',')?;
            }
        }
        Some(true)
    }

    /// Adds the bounds of a `where`, if there is one.
    pub(super) fn where_clause(&mut self, params: &mut [TypeParam]) -> Option<()> {
        if !self.takes_key(Key::Where) {
            return Some(());
        }
        if self.is_sign(b'<') && matches!(self.second(), Kind::Lifetime | Kind::Sign(b'>' | b'#')) {
            return None;
        }
        while !self.predicates_end() {
            self.predicate(params)?;
            if !self.takes_sign(b',') {
                break;
            }
        }
        Some(())
    }

    fn predicates_end(&self) -> bool {
        let colon = self.is_sign(b':') && !self.is_pair(b':', b':');
        let sign = self.is_sign(b',') || self.is_sign(b';') || self.is_sign(b'=');
        self.ends() || self.is(Kind::Open(b'{')) || sign || colon
    }

    /// A predicate counts when its left side is the plain name of one of the parameters.
    fn predicate(&mut self, params: &mut [TypeParam]) -> Option<()> {
        if self.is(Kind::Lifetime) {
            self.at += 1;
            self.sign(b':')?;
            return self.lifetimes();
        }
        self.binder()?;
        let plain = matches!(self.kind(), Kind::Word | Kind::Key(Key::SelfType))
            && self.second() == Kind::Sign(b':')
            && !self.second_is_pair(b':', b':');
        if plain {
            let (name, _) = self.any_name();
            self.at += 1;
            let bounds = self.bounds_until(Self::predicates_end)?;
            if let Some(param) = params.iter_mut().find(|param| param.name == name) {
                param.bounds.extend(bounds);
            }
            return Some(());
        }
        self.without_trace(|reader| {
            reader.ty()?;
            reader.sign(b':')?;
            reader.bounds_until(Self::predicates_end)
        })?;
        Some(())
    }
}
