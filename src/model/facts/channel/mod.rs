//! Channels: the pair that a constructor makes, and what becomes of its halves where it is made.
//!
//! A pair that is taken apart later than in its own `let` is not known.

pub mod both_halves;
pub mod dropped_sender;

use crate::model::callee::Callee;
use crate::model::library::{self, Call, ChannelKind};
use crate::model::names::siblings::Pair;
use crate::model::source::tables::{BindingId, DefId, ExprAt, FileNo, Origin, Parent, Root, Step};
use crate::model::source::tree::StmtAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprKind, PatId, PatKind, StmtKind};

/// What is stored of a channel.
#[derive(Debug)]
pub struct ChannelData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) kind: ChannelKind,
    pub(in crate::model) bounded: bool,
    pub(in crate::model) sender: Half,
    pub(in crate::model) receiver: Half,
}

/// What becomes of one half of a pair in the statement that makes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    Named(BindingId),
    /// It is dropped at the end of the statement, by `_` or by taking only the other half.
    Dropped(Span),
    /// It goes where it is not followed.
    Elsewhere,
}

handle! {
    /// A pair of ends that one call makes: of a constructor, or of a function of the package that hands its pair on.
    Channel, ChannelData, channels
}

impl Channel<'_> {
    /// The constructor call.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }

    pub fn kind(self) -> ChannelKind {
        self.data.kind
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The place of the channel in the package's list.
    pub(in crate::model) fn number(self) -> usize {
        let same = |c: &ChannelData| std::ptr::eq(c, self.data);
        self.krate.channels.iter().position(same).unwrap_or(usize::MAX)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ChannelData> {
    let mut found = Vec::new();
    if krate.defines_channels() {
        return found;
    }
    let known = library::channel_names().into_iter().filter_map(|text| krate.names.find(text));
    let makes = |call| matches!(call, Call::Channel { .. });
    let seeds: Vec<_> = known.chain(krate.declared_names(makes)).collect();
    let names = krate.names_around(&seeds, DEPTH, |_| true).into_iter().chain(seeds).chain(krate.aliases());
    for at in krate.calls_named(names) {
        let Some(pair) = krate.pair_made(at, DEPTH) else { continue };
        let (first, second) = krate.halves(at);
        let (sender, receiver) = if pair.sender_first { (first, second) } else { (second, first) };
        found.push(ChannelData { at, kind: pair.kind, bounded: pair.bounded, sender, receiver });
    }
    found
}

/// How many functions of the package may hand a pair on.
const DEPTH: u32 = 2;

impl Crate {
    /// Whether the package is one that makes channels: its own code is how they are made, and is not judged.
    pub(in crate::model) fn defines_channels(&self) -> bool {
        self.package.name.as_deref().is_some_and(library::makes_channels)
    }

    /// The pair that a call gives: of a library's constructor, or of a function of the package that makes one and only
    /// hands it on.
    fn pair_made(&self, at: ExprAt, depth: u32) -> Option<Pair> {
        if let Some(Call::Channel { kind, bound }) = self.known_call(at) {
            return Some(Pair { kind, bounded: bound.is_some(), sender_first: true });
        }
        match self.callee(at) {
            Callee::Def(def) => self.pair_of(def, depth),
            Callee::External(path) => self.siblings.function(&path)?.pair,
            Callee::Method(ty, name) => self.siblings.method(&ty, self.text(name))?.pair,
            _ => None,
        }
    }

    /// The pair that every call of a function of the package gives.
    pub(in crate::model) fn pair_given(&self, def: DefId) -> Option<Pair> {
        self.pair_of(def, DEPTH)
    }

    fn pair_of(&self, def: DefId, depth: u32) -> Option<Pair> {
        let body = self.index.body(self.index.def(def).body.filter(|_| depth > 0)?);
        let Root::Block(block) = body.root else { return None };
        if body.is_async || !self.ends_only_at_its_tail(body.file, block) {
            return None;
        }
        let tail = self.tail_of(body.file, block)?;
        match self.kind(tail) {
            ExprKind::Tuple(parts) if parts.len() == 2 => {
                self.pair_handed_on(ExprAt { id: parts[0], ..tail }, ExprAt { id: parts[1], ..tail }, depth)
            }
            _ => self.pair_made(tail, depth - 1),
        }
    }

    /// The pair of two variables that are mentioned nowhere else.
    fn pair_handed_on(&self, first: ExprAt, second: ExprAt, depth: u32) -> Option<Pair> {
        let (first, second) = (self.index.local(first)?, self.index.local(second)?);
        let made = |binding: BindingId| {
            let info = self.index.binding(binding);
            match (info.origin, &*info.steps, info.uses.as_slice()) {
                (Origin::Value(value), [Step::Tuple(n)], [_]) => Some((ExprAt { file: info.file, id: value }, *n)),
                _ => None,
            }
        };
        let ((call, a), (same, b)) = (made(first)?, made(second)?);
        let pair = self.pair_made(call, depth - 1).filter(|_| call == same)?;
        match (a, b) {
            (0, 1) => Some(pair),
            (1, 0) => Some(Pair { sender_first: !pair.sender_first, ..pair }),
            _ => None,
        }
    }

    /// Whether nothing in a block returns from its function early.
    fn ends_only_at_its_tail(&self, file: FileNo, block: BlockId) -> bool {
        let mut early = false;
        self.each_in_block(file, block, &mut |at| {
            early |= matches!(self.kind(at), ExprKind::Return(_) | ExprKind::Try(_));
            !early && self.index.body_of(at).is_none()
        });
        !early
    }

    /// What becomes of the halves of the pair that a call gives, in their order.
    fn halves(&self, at: ExprAt) -> (Half, Half) {
        if let Some(field) = self.parent_expr(at)
            && let ExprKind::Field { name, .. } = self.kind(field)
        {
            let kept = self.let_name(field).map_or(Half::Elsewhere, Half::Named);
            return match self.text(*name) {
                "0" => (kept, Half::Dropped(self.span(at))),
                "1" => (Half::Dropped(self.span(at)), kept),
                _ => (Half::Elsewhere, Half::Elsewhere),
            };
        }
        let Some((at, pat)) = self.let_pattern(at) else { return (Half::Elsewhere, Half::Elsewhere) };
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Tuple(parts) if parts.len() == 2 => (self.half(at, parts[0]), self.half(at, parts[1])),
            _ => (Half::Elsewhere, Half::Elsewhere),
        }
    }

    /// The pattern of the `let` whose value an expression is, also as the tail of its blocks and arms.
    fn let_pattern(&self, at: ExprAt) -> Option<(ExprAt, PatId)> {
        let mut now = at;
        loop {
            now = match self.parent(now) {
                Parent::Stmt(block, n) => match &self.stmt(StmtAt { file: now.file, block, n }).kind {
                    StmtKind::Let { pat, init, .. } if *init == Some(now.id) => {
                        let pat = match self.tree(at.file).pats[pat.0 as usize].kind {
                            PatKind::Typed { pat, .. } => pat,
                            _ => *pat,
                        };
                        return Some((now, pat));
                    }
                    _ => self.block_of_tail(now)?,
                },
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..now };
                    match self.kind(parent) {
                        ExprKind::Match { scrutinee, .. } if *scrutinee != now.id => parent,
                        ExprKind::If { otherwise, .. } if *otherwise == Some(now.id) => parent,
                        _ => return None,
                    }
                }
                Parent::None => return None,
            };
        }
    }

    fn half(&self, at: ExprAt, pat: PatId) -> Half {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Wild => Half::Dropped(self.tree(at.file).pats[pat.0 as usize].span),
            _ => self.name_of_pattern(at, pat).map_or(Half::Elsewhere, Half::Named),
        }
    }
}
