//! What all items have: attributes, how public they are, a name, and where they begin and end.

use super::attrs::Attrs;
use super::{Key, Kind, Reader};
use crate::syntax::Span;
use crate::syntax::tree::*;

/// What has been read of an item before what makes it this kind of item.
pub(super) struct Head {
    pub attrs: Attrs,
    pub public: bool,
    pub open: bool,
    /// The first token behind the attributes.
    pub start: u32,
}

impl Reader<'_, '_> {
    /// The visibility that comes next, if any does, behind attributes that have been read.
    pub(super) fn head(&mut self, attrs: Attrs) -> Option<Head> {
        let start = self.start();
        let public = self.takes_key(Key::Pub);
        let mut open = public;
        if public && self.is(Kind::Open(b'(')) {
            let inside = self.at + 1;
            let close = self.tokens[self.at].mate();
            match self.tokens[inside].kind {
                Kind::Key(Key::Crate | Key::SelfValue | Key::Super) if inside + 1 == close => {
                    open = false;
                    self.at = close + 1;
                }
                Kind::Key(Key::In) => {
                    open = false;
                    self.at = inside + 1;
                    if self.after_plain_path()? != close {
                        return None;
                    }
                    self.at = close + 1;
                }
                _ => {}
            }
        }
        Some(Head { attrs, public, open, start })
    }

    /// The place of an item that has no name.
    pub(super) fn no_name(&self, head: &Head) -> (Name, Span) {
        (self.lower.empty, self.lower.span(head.start, head.start))
    }

    /// Adds an item of which everything has been read.
    pub(super) fn make(&mut self, head: Head, named: (Name, Span), end: u32, kind: ItemKind) -> Option<ItemId> {
        let start = self.attrs_start(&head.attrs).unwrap_or(head.start);
        let span = self.lower.span(start, end);
        self.lint_levels(&head.attrs, span)?;
        let (name, name_span) = named;
        let attrs = self.attrs(&head.attrs)?;
        Some(self.lower.add_item(Item { span, name, name_span, attrs, public: head.public, open: head.open, kind }))
    }
}
