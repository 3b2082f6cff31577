//! Channels: the pair that a constructor makes, and what becomes of its halves where it is made.
//!
//! A pair that is taken apart later than in its own `let` is not known.

pub mod behind;
pub mod beside;
pub mod by_channel;
pub mod endpoints;
pub mod given;
pub mod both_halves;
pub mod in_field;
pub mod in_iteration;
pub mod own_stopper;
pub mod owner;
pub mod returned;
pub mod unsent;
mod which;

use crate::model::library::{self, Call, ChannelKind, Side};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, PatId, PatKind, StmtKind};

/// What is stored of a channel.
#[derive(Debug)]
pub struct ChannelData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) kind: ChannelKind,
    pub(in crate::model) bounded: bool,
    pub(in crate::model) sender: Half<BindingId>,
    pub(in crate::model) receiver: Half<BindingId>,
}

/// What becomes of one half of a pair in the statement that makes it.
#[derive(Clone, Copy, Debug)]
pub enum Half<V> {
    /// A variable gets it.
    Named(V),
    /// It is dropped at the end of the statement, by `_` or by taking only the other half.
    Dropped(Span),
    /// It goes where it is not followed.
    Elsewhere,
}

handle! {
    /// A pair of ends that one call makes: of a constructor, or of a function of the package that hands its pair on.
    Channel, ChannelData, channels
}

impl<'c> Channel<'c> {
    /// The constructor call.
    pub fn span(self) -> Span {
        self.krate.span(self.data.at)
    }

    pub fn kind(self) -> ChannelKind {
        self.data.kind
    }

    /// What becomes of the sender where the channel is made.
    pub fn sender(self) -> Half<Variable<'c>> {
        self.half_of(self.data.sender)
    }

    /// What becomes of the receiver where the channel is made.
    pub fn receiver(self) -> Half<Variable<'c>> {
        self.half_of(self.data.receiver)
    }

    /// Whether the function makes it whose code an expression is.
    pub fn is_made_by_function_of(self, expr: Expr<'_>) -> bool {
        let function = |body| self.krate.def_of(body);
        function(self.krate.body_at(self.data.at)) == function(expr.body())
    }

    /// The variables that hold a sender of the channel, as far as it is followed.
    pub fn senders(self) -> impl Iterator<Item = Variable<'c>> {
        let krate = self.krate;
        krate.ends.holding(self.number(), Side::Sender).map(|id| krate.variable(id))
    }

    /// A call that closes it by hand, through one of its ends.
    pub fn closed_by_call(self) -> Option<Span> {
        self.krate.closed_by_hand(self.number())
    }

    /// Whether it closes when its last sender is gone, and all that is sent goes to the one receiver or the one group of
    /// them: no watch, no broadcast.
    pub fn is_plain_queue(self) -> bool {
        self.kind().is_queue() && !self.kind().subscribes()
    }

    /// The variables that hold a receiver of the channel, as far as it is followed.
    pub fn receivers(self) -> impl Iterator<Item = Variable<'c>> {
        let krate = self.krate;
        krate.ends.holding(self.number(), Side::Receiver).map(|id| krate.variable(id))
    }

    fn half_of(self, half: Half<BindingId>) -> Half<Variable<'c>> {
        match half {
            Half::Named(id) => Half::Named(self.krate.variable(id)),
            Half::Dropped(span) => Half::Dropped(span),
            Half::Elsewhere => Half::Elsewhere,
        }
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

/// How many functions of the package may hand a pair on, each by another name.
const HANDED: u32 = 2;

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ChannelData> {
    let mut found = Vec::new();
    if krate.defines_channels() {
        return found;
    }
    let known = library::channel_names().into_iter().filter_map(|text| krate.names.find(text));
    let makes = |call| matches!(call, Call::Channel { .. });
    let seeds: Vec<_> = known.chain(krate.declared_names(makes)).collect();
    let names = krate.names_around(&seeds, HANDED, |_| true).into_iter().chain(seeds).chain(krate.aliases());
    for at in krate.calls_named(names) {
        let Some(pair) = krate.pair_made(at) else { continue };
        let (first, second) = krate.halves(at);
        let (sender, receiver) = if pair.sender_first { (first, second) } else { (second, first) };
        found.push(ChannelData { at, kind: pair.kind, bounded: pair.bounded, sender, receiver });
    }
    found
}

impl Crate {
    /// Whether the package is one that makes channels: its own code is how they are made, and is not judged.
    pub(in crate::model) fn defines_channels(&self) -> bool {
        self.package.name.as_deref().is_some_and(library::makes_channels)
    }

    /// What becomes of the halves of the pair that a call gives, in their order.
    fn halves(&self, at: ExprAt) -> (Half<BindingId>, Half<BindingId>) {
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

    fn half(&self, at: ExprAt, pat: PatId) -> Half<BindingId> {
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::Wild => Half::Dropped(self.tree(at.file).pats[pat.0 as usize].span),
            _ => self.name_of_pattern(at, pat).map_or(Half::Elsewhere, Half::Named),
        }
    }
}
