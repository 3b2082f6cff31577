//! Impls and traits, and what stands in them.

use super::attrs::Attrs;
use super::heads::Head;
use super::paths::Style;
use super::{Key, Kind, Reader};
use crate::syntax::lower::Place;
use crate::syntax::tree::*;

/// The part of an impl or a trait before its braces, as numbers of tokens.
struct Outline {
    /// The first token behind `impl`, or behind the name of a trait.
    start: usize,
    /// The `where`, if there is one.
    clause: Option<usize>,
}

impl Reader<'_, '_> {
    /// In the tree the members stand before what their impl says of itself, so that is read twice.
    pub(super) fn impl_item(&mut self, mut head: Head) -> Option<ItemId> {
        self.takes_key(Key::Unsafe);
        self.at += 1;
        let mut outline = Outline { start: self.at, clause: None };
        self.without_trace(|reader| reader.impl_outline(&mut outline))?;
        let close = self.enter(b'{')?;
        self.inner_attrs(&mut head.attrs)?;
        let mut items = Vec::new();
        while self.at != close {
            let attrs = self.outer_attrs()?;
            self.impl_member(attrs, &mut items)?;
        }
        items.shrink_to_fit();
        let end = self.leave(close)?;
        let back = std::mem::replace(&mut self.at, outline.start);
        let mut made = self.impl_outline(&mut outline)?;
        self.at = back;
        made.items = items;
        let named = self.no_name(&head);
        self.make(head, named, end, ItemKind::Impl(made))
    }

    /// Type parameters, trait and type. It fills in where the `where` is; if it has been, its bounds are read where they
    /// stand in the tree.
    fn impl_outline(&mut self, outline: &mut Outline) -> Option<Impl> {
        let mut generics = Vec::new();
        if self.begins_generics() {
            generics = self.generic_params()?;
        } else if self.is_sign(b'<') {
            return None;
        }
        self.clause_at(outline, &mut generics)?;
        let (mark, start) = (self.mark(), self.at);
        let mut self_ty = self.ty()?;
        let mut of_trait = None;
        if self.is_key(Key::For) {
            self.drop_since(mark);
            self.at = start;
            of_trait = Some(self.path(Style::Type)?);
            self.key(Key::For)?;
            self_ty = self.ty()?;
        }
        if outline.clause.is_none() {
            outline.clause = Some(self.at);
            self.where_clause(&mut [])?;
        }
        Some(Impl { generics, of_trait, self_ty, items: Vec::new() })
    }

    /// Reads the `where` clause whose place is known, and comes back.
    fn clause_at(&mut self, outline: &Outline, generics: &mut [TypeParam]) -> Option<()> {
        if let Some(clause) = outline.clause {
            let back = std::mem::replace(&mut self.at, clause);
            self.where_clause(generics)?;
            self.at = back;
        }
        Some(())
    }

    /// Whether `<` begins type parameters and no path.
    fn begins_generics(&self) -> bool {
        let first = self.tokens[self.at + 1].kind;
        let second = self.tokens[self.at + 2].kind;
        self.is_sign(b'<')
            && match first {
                Kind::Sign(b'>' | b'#') | Kind::Key(Key::Const) => true,
                Kind::Lifetime | Kind::Word => match second {
                    Kind::Sign(b':') => !self.pair_at(self.at + 2, b':', b':'),
                    Kind::Sign(b'>' | b',' | b'=') => true,
                    _ => false,
                },
                _ => false,
            }
    }

    pub(super) fn impl_member(&mut self, attrs: Attrs, into: &mut Vec<ItemId>) -> Option<()> {
        let begin = attrs.first().copied().unwrap_or(self.at);
        let mut head = self.head(attrs)?;
        if self.begins_fn() {
            let mut signature = self.signature()?;
            let (body, end) = self.body(&mut head.attrs)?;
            signature.function.body = body;
            into.push(self.make(head, signature.name, end, ItemKind::Fn(signature.function))?);
            return Some(());
        }
        let id = match self.kind() {
            Kind::Key(Key::Const) => self.const_item(head)?,
            Kind::Key(Key::Type) => self.member_type(head, Place::Impl)?,
            _ if !head.public => return self.macro_item(begin, head, Place::Impl, into),
            _ => return None,
        };
        into.push(id);
        Some(())
    }

    pub(super) fn trait_item(&mut self, mut head: Head) -> Option<ItemId> {
        self.takes_key(Key::Unsafe);
        self.at += 1;
        let name = self.name()?;
        let mut outline = Outline { start: self.at, clause: None };
        self.without_trace(|reader| reader.trait_outline(&mut outline))?;
        let close = self.enter(b'{')?;
        self.inner_attrs(&mut head.attrs)?;
        let mut items = Vec::new();
        while self.at != close {
            let attrs = self.outer_attrs()?;
            self.trait_member(attrs, &mut items)?;
        }
        items.shrink_to_fit();
        let end = self.leave(close)?;
        let back = std::mem::replace(&mut self.at, outline.start);
        let (generics, supers) = self.trait_outline(&mut outline)?;
        self.at = back;
        self.make(head, name, end, ItemKind::Trait { generics, supers, items })
    }

    fn trait_outline(&mut self, outline: &mut Outline) -> Option<(Vec<TypeParam>, Vec<Path>)> {
        let mut generics = self.generic_params()?;
        self.clause_at(outline, &mut generics)?;
        let mut supers = Vec::new();
        if self.takes_sign(b':') {
            supers = self.bounds_until(|reader| reader.is_key(Key::Where) || reader.is(Kind::Open(b'{')))?;
        }
        if outline.clause.is_none() {
            outline.clause = Some(self.at);
            self.where_clause(&mut [])?;
        }
        Some((generics, supers))
    }

    fn trait_member(&mut self, attrs: Attrs, into: &mut Vec<ItemId>) -> Option<()> {
        let begin = attrs.first().copied().unwrap_or(self.at);
        let mut head = self.head(attrs)?;
        if head.public {
            return None;
        }
        if self.begins_fn() {
            let mut signature = self.signature()?;
            let end = match self.takes_sign(b';') {
                true => self.last_end(),
                false => {
                    let (body, end) = self.body(&mut head.attrs)?;
                    signature.function.body = body;
                    end
                }
            };
            into.push(self.make(head, signature.name, end, ItemKind::Fn(signature.function))?);
            return Some(());
        }
        let id = match self.kind() {
            Kind::Key(Key::Const) => self.trait_const(head)?,
            Kind::Key(Key::Type) => self.member_type(head, Place::Trait)?,
            _ => return self.macro_item(begin, head, Place::Trait, into),
        };
        into.push(id);
        Some(())
    }

    fn trait_const(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let name = self.const_name()?;
        self.sign(b':')?;
        let ty = self.ty()?;
        let init = match self.takes_sign(b'=') {
            true => Some(self.expr()?),
            false => None,
        };
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::Const { ty, init })
    }

    /// An associated type. In an impl it has a value and no bounds.
    fn member_type(&mut self, head: Head, place: Place) -> Option<ItemId> {
        self.at += 1;
        let name = self.name()?;
        let mut generics = self.generic_params()?;
        if place == Place::Trait && self.takes_sign(b':') {
            let ends = |reader: &Self| reader.is_sign(b'=') || reader.is_sign(b';') || reader.is_key(Key::Where);
            self.without_trace(|reader| reader.bounds_until(ends))?;
        }
        let (mark, start) = (self.mark(), self.at);
        let mut ty = self.assigned_type()?;
        if self.is_key(Key::Where) {
            // In the tree its bounds stand before the type.
            self.drop_since(mark);
            self.where_clause(&mut generics)?;
            let end = std::mem::replace(&mut self.at, start);
            ty = self.assigned_type()?;
            self.at = end;
        }
        if ty.is_none() && place == Place::Impl {
            return None;
        }
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::Alias { generics, ty })
    }

    /// `= T`, if it is there.
    fn assigned_type(&mut self) -> Option<Option<TypeId>> {
        match self.takes_sign(b'=') {
            true => Some(Some(self.ty()?)),
            false => Some(None),
        }
    }
}
