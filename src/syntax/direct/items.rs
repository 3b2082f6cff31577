//! Items: what stands in a file, a module or a block.

use super::attrs::Attrs;
use super::heads::Head;
use super::{Key, Kind, Reader};
use crate::syntax::Keep;
use crate::syntax::lower::Place;
use crate::syntax::tree::*;

impl Reader<'_, '_> {
    pub(super) fn file(&mut self) -> Option<()> {
        let mut attrs = Vec::new();
        self.inner_attrs(&mut attrs)?;
        let whole = self.lower.span(0, self.lower.text().len() as u32);
        self.lint_levels(&attrs, whole)?;
        self.lower.tree.attrs = self.attrs(&attrs)?;
        let mut root = Vec::new();
        while !self.is(Kind::End) {
            self.item(&mut root)?;
        }
        self.lower.tree.root = root;
        Some(())
    }

    fn item(&mut self, into: &mut Vec<ItemId>) -> Option<()> {
        let attrs = self.outer_attrs()?;
        self.item_with(attrs, into)
    }

    /// An item behind its attributes.
    pub(super) fn item_with(&mut self, attrs: Attrs, into: &mut Vec<ItemId>) -> Option<()> {
        let begin = attrs.first().copied().unwrap_or(self.at);
        let head = self.head(attrs)?;
        if self.begins_fn() {
            return self.free_fn(head, into);
        }
        let id = match self.kind() {
            Kind::Key(Key::Use) => self.use_item(head)?,
            Kind::Key(Key::Mod) => return self.module(head, into),
            Kind::Key(Key::Struct) => self.struct_item(head)?,
            Kind::Key(Key::Enum) => self.enum_item(head)?,
            Kind::Key(Key::Static) => self.static_item(head)?,
            Kind::Key(Key::Const) => self.const_item(head)?,
            Kind::Key(Key::Type) => self.type_item(head)?,
            Kind::Key(Key::Impl) if !head.public => self.impl_item(head)?,
            Kind::Key(Key::Trait) => self.trait_item(head)?,
            Kind::Key(Key::Unsafe) => match self.second() {
                Kind::Key(Key::Impl) if !head.public => self.impl_item(head)?,
                Kind::Key(Key::Trait) => self.trait_item(head)?,
                Kind::Key(Key::Extern) => return self.foreign_items(begin, into),
                _ => return None,
            },
            Kind::Key(Key::Extern) => match self.second() {
                Kind::Key(Key::Crate) => self.extern_crate(head)?,
                _ => return self.foreign_items(begin, into),
            },
            _ if !head.public => return self.macro_item(begin, head, Place::Module, into),
            _ => return None,
        };
        into.push(id);
        Some(())
    }

    fn free_fn(&mut self, mut head: Head, into: &mut Vec<ItemId>) -> Option<()> {
        if self.in_no_build(&head.attrs)? {
            return self.without_trace(|reader| {
                reader.signature()?;
                reader.body(&mut head.attrs)?;
                reader.check_attrs(&head.attrs)
            });
        }
        let mut signature = self.signature()?;
        let (body, end) = self.body(&mut head.attrs)?;
        signature.function.body = body;
        // What an attribute in the body says of builds would have to be known before.
        if self.in_no_build(&head.attrs)? {
            return None;
        }
        into.push(self.make(head, signature.name, end, ItemKind::Fn(signature.function))?);
        Some(())
    }

    fn module(&mut self, mut head: Head, into: &mut Vec<ItemId>) -> Option<()> {
        self.at += 1;
        let name = self.name()?;
        let dropped = self.in_no_build(&head.attrs)?;
        let mark = self.mark();
        let (items, end) = match self.takes_sign(b';') {
            true => (None, self.last_end()),
            false => {
                let close = self.enter(b'{')?;
                self.inner_attrs(&mut head.attrs)?;
                let mut items = Vec::new();
                while self.at != close {
                    self.item(&mut items)?;
                }
                items.shrink_to_fit();
                (Some(items), self.leave(close)?)
            }
        };
        if dropped != self.in_no_build(&head.attrs)? {
            return None;
        }
        if dropped {
            self.check_attrs(&head.attrs)?;
            self.drop_since(mark);
            return Some(());
        }
        into.push(self.make(head, name, end, ItemKind::Mod { items })?);
        Some(())
    }

    fn use_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let global = self.takes_pair(b':', b':');
        let mut imports = Vec::new();
        self.use_tree(global, &mut Vec::new(), &mut imports)?;
        imports.shrink_to_fit();
        self.sign(b';')?;
        let named = self.no_name(&head);
        self.make(head, named, self.last_end(), ItemKind::Use(imports))
    }

    fn use_tree(&mut self, global: bool, path: &mut Vec<Name>, leaves: &mut Vec<Import>) -> Option<()> {
        match self.kind() {
            Kind::Sign(b'*') => {
                let span = self.token_span(self.at);
                self.at += 1;
                leaves.push(Import { span, global, path: path.clone(), bound: Bound::Glob });
            }
            Kind::Open(b'{') => {
                let close = self.enter(b'{')?;
                self.listed(close, |reader| reader.use_tree(global, path, leaves))?;
            }
            Kind::Word | Kind::Key(Key::SelfValue | Key::Super | Key::Crate) => {
                let is_self = self.is_key(Key::SelfValue);
                let (name, span) = self.any_name();
                if self.takes_pair(b':', b':') {
                    path.push(name);
                    self.use_tree(global, path, leaves)?;
                    path.pop();
                } else {
                    leaves.push(self.use_leaf(global, path, is_self, (name, span))?);
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn use_leaf(
        &mut self,
        global: bool,
        path: &[Name],
        is_self: bool,
        (name, mut span): (Name, crate::syntax::Span),
    ) -> Option<Import> {
        let stands_for_path = is_self && !path.is_empty();
        let mut whole = Vec::with_capacity(path.len() + usize::from(!stands_for_path));
        whole.extend_from_slice(path);
        let mut bound = match path.last() {
            Some(&last) if is_self => Bound::Name(last),
            _ => Bound::Name(name),
        };
        if !stands_for_path {
            whole.push(name);
        }
        if self.takes_key(Key::As) {
            let nothing = self.is_key(Key::Underscore);
            let (alias, place) = if nothing { self.any_name() } else { self.name()? };
            bound = if nothing { Bound::Nothing } else { Bound::Name(alias) };
            span = span.to(place);
        }
        Some(Import { span, global, path: whole, bound })
    }

    fn static_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        self.takes_key(Key::Mut);
        let name = self.name()?;
        self.sign(b':')?;
        let ty = self.ty()?;
        self.sign(b'=')?;
        let init = match self.lower.keep {
            Keep::Everything => Some(self.expr()?),
            Keep::Signatures => {
                self.without_trace(|reader| reader.expr())?;
                None
            }
        };
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::Static { ty, init })
    }

    pub(super) fn const_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let name = self.const_name()?;
        self.sign(b':')?;
        let ty = self.ty()?;
        self.sign(b'=')?;
        let init = Some(self.expr()?);
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::Const { ty, init })
    }

    pub(super) fn const_name(&mut self) -> Option<(Name, crate::syntax::Span)> {
        match self.kind() {
            Kind::Word | Kind::Key(Key::Underscore) => Some(self.any_name()),
            _ => None,
        }
    }

    fn type_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let name = self.name()?;
        let generics = self.generic_params()?;
        self.sign(b'=')?;
        let ty = Some(self.ty()?);
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::Alias { generics, ty })
    }

    fn extern_crate(&mut self, head: Head) -> Option<ItemId> {
        self.at += 2;
        let name = match self.is_key(Key::SelfValue) {
            true => self.any_name(),
            false => self.name()?,
        };
        let mut alias = None;
        if self.takes_key(Key::As) {
            alias = Some(self.const_name()?.0);
        }
        self.sign(b';')?;
        self.make(head, name, self.last_end(), ItemKind::ExternCrate { alias })
    }

    fn struct_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let name = self.name()?;
        let mut generics = self.generic_params()?;
        let fields;
        if self.is(Kind::Open(b'(')) {
            let (mark, start) = (self.mark(), self.at);
            let mut unnamed = self.unnamed_fields()?;
            if self.is_key(Key::Where) {
                self.drop_since(mark);
                self.where_clause(&mut generics)?;
                let end = std::mem::replace(&mut self.at, start);
                unnamed = self.unnamed_fields()?;
                self.at = end;
            }
            self.sign(b';')?;
            fields = unnamed;
        } else {
            self.where_clause(&mut generics)?;
            fields = match self.takes_sign(b';') {
                true => Fields { fields: Vec::new() },
                false => self.named_fields()?,
            };
        }
        self.make(head, name, self.last_end(), ItemKind::Struct { generics, fields })
    }

    fn named_fields(&mut self) -> Option<Fields> {
        let close = self.enter(b'{')?;
        let mut fields = Vec::new();
        self.listed(close, |reader| {
            let attrs = reader.outer_attrs()?;
            reader.head(Vec::new())?;
            let (name, span) = reader.name()?;
            reader.sign(b':')?;
            let ty = reader.ty()?;
            let type_span = reader.lower.type_span(ty);
            reader.check_attrs(&attrs)?;
            reader.lint_levels(&attrs, type_span)?;
            fields.push((name, ty, span.to(type_span)));
            Some(())
        })?;
        fields.shrink_to_fit();
        Some(Fields { fields })
    }

    fn unnamed_fields(&mut self) -> Option<Fields> {
        let close = self.enter(b'(')?;
        let mut fields = Vec::new();
        self.listed(close, |reader| {
            let attrs = reader.outer_attrs()?;
            reader.head(Vec::new())?;
            let ty = reader.ty()?;
            let type_span = reader.lower.type_span(ty);
            reader.check_attrs(&attrs)?;
            reader.lint_levels(&attrs, type_span)?;
            let name = reader.lower.intern(&fields.len().to_string());
            fields.push((name, ty, type_span));
            Some(())
        })?;
        fields.shrink_to_fit();
        Some(Fields { fields })
    }

    fn enum_item(&mut self, head: Head) -> Option<ItemId> {
        self.at += 1;
        let name = self.name()?;
        let mut generics = self.generic_params()?;
        self.where_clause(&mut generics)?;
        let close = self.enter(b'{')?;
        let mut variants = Vec::new();
        let end = self.listed(close, |reader| {
            reader.skip_attrs()?;
            let (name, _) = reader.name()?;
            let fields = match reader.kind() {
                Kind::Open(b'{') => reader.named_fields()?,
                Kind::Open(b'(') => reader.unnamed_fields()?,
                _ => Fields { fields: Vec::new() },
            };
            if reader.takes_sign(b'=') {
                reader.without_trace(|reader| reader.expr())?;
            }
            variants.push((name, fields));
            Some(())
        })?;
        variants.shrink_to_fit();
        self.make(head, name, end, ItemKind::Enum { generics, variants })
    }

    /// `extern "C" { … }`: read by syn.
    fn foreign_items(&mut self, begin: usize, into: &mut Vec<ItemId>) -> Option<()> {
        self.takes_key(Key::Unsafe);
        self.abi()?;
        let close = self.enter(b'{')?;
        self.at = close + 1;
        let (start, end) = (self.tokens[begin].start, self.last_end());
        self.by_syn(start, end, |lower, item: &syn::Item| lower.item(item, Place::Module, into))
    }
}
