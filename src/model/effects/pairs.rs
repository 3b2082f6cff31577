//! Which calls give the two ends of a channel: a library's constructor, and functions that hand its pair on.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::library::Call;
use crate::model::names::siblings::Pair;
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, FileNo, Origin, Root, Step};
use crate::syntax::tree::{BlockId, ExprKind};

/// What tells of the pair that a function of the package gives, by its body.
type Ask<'a> = &'a mut dyn FnMut(BodyId) -> Option<Pair>;

impl Base {
    /// The pair that a call gives: of a library's constructor, or of a function of the package that makes one and only
    /// hands it on.
    pub(in crate::model) fn pair_made(&self, at: ExprAt) -> Option<Pair> {
        self.pair_at(at, &mut |body| self.pair_of_body(body))
    }

    /// The pair that every call of a function of the package gives.
    pub(in crate::model) fn pair_given(&self, def: DefId) -> Option<Pair> {
        self.pair_of_body(self.index.def(def).body?)
    }

    fn pair_of_body(&self, body: BodyId) -> Option<Pair> {
        solver::solve(self, &self.pairs, &pair_given, body)
    }

    fn pair_at(&self, at: ExprAt, ask: Ask<'_>) -> Option<Pair> {
        if let Some(Call::Channel { kind, bound }) = self.known_call(at) {
            return Some(Pair { kind, bounded: bound.is_some(), sender_first: true });
        }
        match self.callee(at) {
            Callee::Def(def) => ask(self.index.def(def).body?),
            Callee::External(path) => self.siblings.function(&path)?.pair,
            Callee::Method(ty, name) => self.siblings.method(&ty, self.text(name))?.pair,
            _ => None,
        }
    }

    /// The pair of two variables that are mentioned nowhere else.
    fn pair_handed_on(&self, first: ExprAt, second: ExprAt, ask: Ask<'_>) -> Option<Pair> {
        let (first, second) = (self.index.local(first)?, self.index.local(second)?);
        let made = |binding: BindingId| {
            let info = self.index.binding(binding);
            match (info.origin, &*info.steps, info.uses.as_slice()) {
                (Origin::Value(value), [Step::Tuple(n)], [_]) => Some((ExprAt { file: info.file, id: value }, *n)),
                _ => None,
            }
        };
        let ((call, a), (same, b)) = (made(first)?, made(second)?);
        let pair = self.pair_at(call, ask).filter(|_| call == same)?;
        match (a, b) {
            (0, 1) => Some(pair),
            (1, 0) => Some(Pair { sender_first: !pair.sender_first, ..pair }),
            _ => None,
        }
    }

    /// Whether nothing in a block returns from its function early.
    pub(super) fn ends_only_at_its_tail(&self, file: FileNo, block: BlockId) -> bool {
        let mut early = false;
        self.each_in_block(file, block, &mut |at| {
            early |= matches!(self.kind(at), ExprKind::Return(_) | ExprKind::Try(_));
            !early && self.index.body_of(at).is_none()
        });
        !early
    }
}

/// The pair that a function hands on as its last expression.
fn pair_given(solver: &mut Solver<'_, Option<Pair>>, body: BodyId) -> Option<Pair> {
    let base = solver.base;
    let info = base.index.body(body);
    let Root::Block(block) = info.root else { return None };
    if info.is_async || !base.ends_only_at_its_tail(info.file, block) {
        return None;
    }
    let tail = base.tail_of(info.file, block)?;
    let mut ask = |inner| solver.ask(inner);
    match base.kind(tail) {
        ExprKind::Tuple(parts) if parts.len() == 2 => {
            base.pair_handed_on(ExprAt { id: parts[0], ..tail }, ExprAt { id: parts[1], ..tail }, &mut ask)
        }
        _ => base.pair_at(tail, &mut ask),
    }
}
