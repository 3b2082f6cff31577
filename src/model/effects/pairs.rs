//! Which calls give the two ends of a channel: a library's constructor, and functions that hand its pair on.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::library::Call;
use crate::model::names::siblings::Pair;
use crate::model::source::tables::{BindingId, DefId, ExprAt, FileNo, Origin, Root, Step};
use crate::syntax::tree::{BlockId, ExprKind};

/// How many functions of the package may hand a pair on.
pub(in crate::model) const DEPTH: u32 = 2;

impl Base {
    /// The pair that a call gives: of a library's constructor, or of a function of the package that makes one and only
    /// hands it on.
    pub(in crate::model) fn pair_made(&self, at: ExprAt, depth: u32) -> Option<Pair> {
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
}
