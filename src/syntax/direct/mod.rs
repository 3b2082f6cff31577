//! Plain code, read from tokens straight into our trees.
//!
//! What it makes of a file is what `lower` makes of syn's tree, node for node, at a fraction of the cost; `tests/trees.rs`
//! compares the two. It knows the forms that code is usually written in. A form that it does not know is left to syn: in a
//! macro call that call, elsewhere the whole file. So it never accepts what syn would not, and every mistake is syn's to name.
//!
//! `None` always means that: syn must read this.

mod args;
mod atoms;
mod attrs;
mod exprs;
mod functions;
mod generics;
mod heads;
mod items;
mod macros;
mod members;
mod paths;
mod pats;
mod stmts;
mod tokens;
mod types;

use syn::parse::Parse;

use super::Span;
use super::lower::Lower;
use super::tree::*;
use tokens::{Key, Kind, Token};

/// Fills the tree, and gives whether it could.
pub(super) fn read(lower: &mut Lower<'_>, blank: &str) -> bool {
    let Some(tokens) = tokens::tokens(blank) else { return false };
    let mut reader = Reader { lower, blank, tokens, at: 0, stmts: Vec::new() };
    reader.file().is_some()
}

struct Reader<'l, 's> {
    lower: &'l mut Lower<'s>,
    blank: &'l str,
    tokens: Vec<Token>,
    /// The number of the next token.
    at: usize,
    /// The statements of the blocks that are being read, so that a finished block takes no more room than it needs.
    stmts: Vec<Stmt>,
}

/// How much was in the tree at some point.
#[derive(Clone, Copy)]
struct Mark {
    exprs: usize,
    pats: usize,
    types: usize,
    blocks: usize,
    items: usize,
    levels: usize,
    stmts: usize,
}

impl<'s> Reader<'_, 's> {
    fn kind(&self) -> Kind {
        self.tokens[self.at].kind
    }

    /// The number of what follows a token, or what follows all that a bracket holds.
    fn after(&self, at: usize) -> usize {
        match self.tokens[at].kind {
            Kind::Open(_) => self.tokens[at].mate() + 1,
            Kind::End | Kind::Close(_) => at,
            _ => at + 1,
        }
    }

    /// What the token behind the next one is.
    fn second(&self) -> Kind {
        self.tokens[self.after(self.at)].kind
    }

    fn third(&self) -> Kind {
        self.tokens[self.after(self.after(self.at))].kind
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    fn is_sign(&self, sign: u8) -> bool {
        self.is(Kind::Sign(sign))
    }

    fn is_key(&self, key: Key) -> bool {
        self.is(Kind::Key(key))
    }

    /// Whether these two signs come next, without a space between them.
    fn is_pair(&self, first: u8, second: u8) -> bool {
        self.pair_at(self.at, first, second)
    }

    fn pair_at(&self, at: usize, first: u8, second: u8) -> bool {
        let token = &self.tokens[at];
        token.kind == Kind::Sign(first) && token.joint && self.tokens[at + 1].kind == Kind::Sign(second)
    }

    /// Whether a pair stands behind the next token.
    fn second_is_pair(&self, first: u8, second: u8) -> bool {
        self.pair_at(self.after(self.at), first, second)
    }

    /// Whether nothing is left in the brackets around the next token.
    fn ends(&self) -> bool {
        matches!(self.kind(), Kind::Close(_) | Kind::End)
    }

    fn takes(&mut self, kind: Kind) -> bool {
        let found = self.is(kind);
        self.at += usize::from(found);
        found
    }

    fn takes_sign(&mut self, sign: u8) -> bool {
        self.takes(Kind::Sign(sign))
    }

    fn takes_key(&mut self, key: Key) -> bool {
        self.takes(Kind::Key(key))
    }

    fn takes_pair(&mut self, first: u8, second: u8) -> bool {
        let found = self.is_pair(first, second);
        self.at += if found { 2 } else { 0 };
        found
    }

    fn sign(&mut self, sign: u8) -> Option<()> {
        self.takes_sign(sign).then_some(())
    }

    fn key(&mut self, key: Key) -> Option<()> {
        self.takes_key(key).then_some(())
    }

    fn pair(&mut self, first: u8, second: u8) -> Option<()> {
        self.takes_pair(first, second).then_some(())
    }

    /// Goes into brackets, and gives the number of the one that closes them.
    fn enter(&mut self, open: u8) -> Option<usize> {
        if !self.is(Kind::Open(open)) {
            return None;
        }
        let close = self.tokens[self.at].mate();
        self.at += 1;
        Some(close)
    }

    /// Leaves brackets in which nothing is left, and gives where they end in the text.
    fn leave(&mut self, close: usize) -> Option<u32> {
        if self.at != close {
            return None;
        }
        self.at = close + 1;
        Some(self.tokens[close].end())
    }

    /// What stands between commas in brackets.
    fn listed(&mut self, close: usize, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<u32> {
        while self.at != close {
            one(self)?;
            if self.at != close {
                self.sign(b',')?;
            }
        }
        self.leave(close)
    }

    /// Where the next token begins in the text.
    fn start(&self) -> u32 {
        self.tokens[self.at].start
    }

    /// Where the last token ended.
    fn last_end(&self) -> u32 {
        self.tokens[self.at - 1].end()
    }

    fn token_span(&self, at: usize) -> Span {
        self.lower.span(self.tokens[at].start, self.tokens[at].end())
    }

    fn text_at(&self, at: usize) -> &'s str {
        self.lower.slice(self.tokens[at].start, self.tokens[at].end())
    }

    /// A name that is no keyword.
    fn name(&mut self) -> Option<(Name, Span)> {
        if !self.is(Kind::Word) {
            return None;
        }
        Some(self.any_name())
    }

    /// The next token as a name, whatever word it is.
    fn any_name(&mut self) -> (Name, Span) {
        let text = self.text_at(self.at);
        let span = self.token_span(self.at);
        self.at += 1;
        (self.lower.intern_slice(text.strip_prefix("r#").unwrap_or(text)), span)
    }

    fn is_word(&self, text: &str) -> bool {
        self.is(Kind::Word) && self.text_at(self.at) == text
    }

    fn mark(&self) -> Mark {
        let tree = &self.lower.tree;
        Mark {
            exprs: tree.exprs.len(),
            pats: tree.pats.len(),
            types: tree.types.len(),
            blocks: tree.blocks.len(),
            items: tree.items.len(),
            levels: tree.lint_levels.len(),
            stmts: self.stmts.len(),
        }
    }

    /// Takes out of the tree what came into it since.
    fn drop_since(&mut self, mark: Mark) {
        let tree = &mut self.lower.tree;
        tree.exprs.truncate(mark.exprs);
        tree.pats.truncate(mark.pats);
        tree.types.truncate(mark.types);
        tree.blocks.truncate(mark.blocks);
        tree.items.truncate(mark.items);
        tree.lint_levels.truncate(mark.levels);
        self.stmts.truncate(mark.stmts);
    }

    /// Reads what has no place in the tree.
    fn without_trace<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mark = self.mark();
        let value = read(self);
        self.drop_since(mark);
        value
    }

    /// Reads a stretch of the text by syn, and makes of it what `lower` makes. The tree is as it was if syn cannot.
    fn by_syn<P: Parse, T>(&mut self, start: u32, end: u32, lower: impl FnOnce(&mut Lower<'s>, &P) -> T) -> Option<T> {
        let place = start as usize..end as usize;
        let text = &self.blank[place.clone()];
        let parsed: P = syn::parse2(text.parse().ok()?).ok()?;
        self.lower.read_piece(place, text);
        let value = lower(self.lower, &parsed);
        self.lower.read_piece(0..self.blank.len(), "");
        Some(value)
    }
}
