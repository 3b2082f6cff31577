//! From syn's tree to ours: every node is copied into the arenas, and syn's tree can be dropped.
//!
//! It knows the shape of Rust and the places of tokens. What macro bodies hold is read by `macros`, what does not parse by
//! `recover`.

mod atoms;
mod attrs;
mod blocks;
mod exprs;
mod fields;
mod generics;
mod imports;
mod items;
mod levels;
mod lits;
mod members;
mod paths;
mod pats;
mod types;

use std::ops::Range;

use proc_macro2::Ident;
use rustc_hash::FxHashMap;

pub(super) use attrs::never_holds;
pub(super) use items::Place;
pub(super) use lits::{bytes_or_char, int_value};

use super::names::Interner;
use super::old::Old;
use super::tree::*;
use super::{Keep, Source, Span};

/// The tree being made, and what is needed to place and name its nodes.
///
/// Spans include the parentheses around a node, so a node's span always holds the spans of its parts.
pub(super) struct Lower<'s> {
    pub(super) tree: Tree,
    /// How much of the file is wanted.
    pub(super) keep: Keep,
    source: &'s Source,
    text: &'s str,
    /// Where the piece of the blanked text that is being read begins, in bytes.
    base: u32,
    /// Where that piece ends: brackets that were added to close it stand there.
    limit: u32,
    /// The characters of that piece that are longer than a byte, in order.
    wide: Vec<Wide>,
    names: &'s Interner,
    /// The names this file has met: most words repeat, and the interner is shared.
    known: FxHashMap<&'s str, Name>,
    pub(super) empty: Name,
    /// The forms of an old edition, for a file of one.
    pub(super) old: Option<Old>,
}

/// From the character `after` on, a byte offset is `extra` more than the count of characters.
#[derive(Clone, Copy)]
struct Wide {
    after: u32,
    extra: u32,
}

impl<'s> Lower<'s> {
    pub(super) fn new(source: &'s Source, names: &'s Interner, keep: Keep) -> Lower<'s> {
        Lower {
            tree: Tree::default(),
            keep,
            source,
            text: &source.text,
            base: 0,
            limit: source.text.len() as u32,
            wide: Vec::new(),
            names,
            known: FxHashMap::default(),
            empty: names.intern(""),
            old: Old::of(source.edition, source.text.len()),
        }
    }

    /// Forgets what was read so far.
    pub(super) fn begin_again(&mut self) {
        *self = Lower::new(self.source, self.names, self.keep);
    }

    pub(super) fn finish(mut self) -> Tree {
        self.tree.shrink();
        self.tree
    }

    /// From here on tokens are those of this piece of the blanked text, which stands at these bytes of the source.
    pub(super) fn read_piece(&mut self, place: Range<usize>, piece: &str) {
        self.base = place.start as u32;
        self.limit = place.end as u32;
        self.wide.clear();
        if piece.is_ascii() {
            return;
        }
        let mut extra = 0;
        for (count, c) in piece.chars().enumerate() {
            if !c.is_ascii() {
                extra += c.len_utf8() as u32 - 1;
                self.wide.push(Wide { after: count as u32 + 1, extra });
            }
        }
    }

    /// Where a token begins, in bytes of the source.
    ///
    /// The blanked text is one line, so its columns are places. They are counted in characters, which differ from bytes only
    /// in files with identifiers beyond ASCII.
    pub(super) fn start(&self, span: proc_macro2::Span) -> u32 {
        self.byte(span.start().column)
    }

    /// Where a token ends, in bytes of the source.
    pub(super) fn end(&self, span: proc_macro2::Span) -> u32 {
        self.byte(span.end().column)
    }

    fn byte(&self, column: usize) -> u32 {
        let column = column as u32;
        let passed = self.wide.partition_point(|wide| wide.after <= column);
        let extra = passed.checked_sub(1).map_or(0, |at| self.wide[at].extra);
        (self.base + column + extra).min(self.limit)
    }

    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.source.file, start, end }
    }

    pub(super) fn token(&self, span: proc_macro2::Span) -> Span {
        self.span(self.start(span), self.end(span))
    }

    /// The whole text of the file.
    pub(super) fn text(&self) -> &'s str {
        self.text
    }

    /// A stretch cut to the file and to whole characters, and never empty unless the file is.
    pub(super) fn clamp(&self, start: u32, end: u32) -> Span {
        let length = self.text.len();
        let mut start = (start as usize).min(length.saturating_sub(1));
        let mut end = (end as usize).clamp(start.min(length), length).max(start + 1).min(length);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.span(start as u32, end as u32)
    }

    /// The source between two places; empty for places that are none.
    pub(super) fn slice(&self, start: u32, end: u32) -> &'s str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// A name for a stretch of the source itself.
    pub(super) fn intern_slice(&mut self, text: &'s str) -> Name {
        if let Some(&name) = self.known.get(text) {
            return name;
        }
        let name = self.names.intern(text);
        self.known.insert(text, name);
        name
    }

    /// A name for a text that was made.
    pub(super) fn intern(&mut self, text: &str) -> Name {
        match self.known.get(text) {
            Some(&name) => name,
            None => self.names.intern(text),
        }
    }

    /// An identifier and where it stands; `r#` is no part of its name.
    pub(super) fn ident(&mut self, ident: &Ident) -> (Name, Span) {
        let span = self.token(ident.span());
        let text = self.slice(span.start, span.end);
        let name = self.intern_slice(text.strip_prefix("r#").unwrap_or(text));
        (name, span)
    }

    pub(super) fn ident_name(&mut self, ident: &Ident) -> Name {
        self.ident(ident).0
    }

    /// A label without its quote.
    pub(super) fn lifetime(&mut self, lifetime: &syn::Lifetime) -> Name {
        self.ident_name(&lifetime.ident)
    }

    pub(super) fn add_expr(&mut self, start: u32, end: u32, kind: ExprKind) -> ExprId {
        let span = self.span(start, end);
        self.tree.exprs.push(Expr { span, kind });
        ExprId(self.tree.exprs.len() as u32 - 1)
    }

    pub(super) fn add_pat(&mut self, start: u32, end: u32, kind: PatKind) -> PatId {
        let span = self.span(start, end);
        self.tree.pats.push(Pat { span, kind });
        PatId(self.tree.pats.len() as u32 - 1)
    }

    pub(super) fn add_type(&mut self, start: u32, end: u32, kind: TypeKind) -> TypeId {
        let span = self.span(start, end);
        self.tree.types.push(Type { span, kind });
        TypeId(self.tree.types.len() as u32 - 1)
    }

    pub(super) fn add_block(&mut self, start: u32, end: u32, stmts: Vec<Stmt>) -> BlockId {
        let span = self.span(start, end);
        self.tree.blocks.push(Block { span, stmts });
        BlockId(self.tree.blocks.len() as u32 - 1)
    }

    pub(super) fn add_item(&mut self, item: Item) -> ItemId {
        self.tree.items.push(item);
        ItemId(self.tree.items.len() as u32 - 1)
    }

    pub(super) fn expr_span(&self, id: ExprId) -> Span {
        self.tree.exprs[id.0 as usize].span
    }

    pub(super) fn pat_span(&self, id: PatId) -> Span {
        self.tree.pats[id.0 as usize].span
    }

    pub(super) fn type_span(&self, id: TypeId) -> Span {
        self.tree.types[id.0 as usize].span
    }

    pub(super) fn block_span(&self, id: BlockId) -> Span {
        self.tree.blocks[id.0 as usize].span
    }
}
