//! Reach: whether only programs of the same machine can connect to the listener that feeds a loop.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::Spawn;
use crate::model::facts::spawn::source::{Feed, FeedKind};
use crate::model::library::calls::{accepts, gives_connections};
use crate::model::library::peers;
use crate::model::names::Res;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Lit};

/// How many names of an address are followed.
const DEPTH: u32 = 4;

impl Spawn<'_> {
    /// What says that the peers are programs of this machine: a listener of that type, or the address that it is bound to.
    pub fn local_peers(self, feed: &Feed) -> Option<Span> {
        let listener = self.krate.listener_of(feed.at).filter(|_| feed.kind == FeedKind::Peers)?;
        self.krate.local_listener(listener).map(|at| self.krate.span(at))
    }
}

impl Crate {
    /// The listener whose connections an expression gives.
    fn listener_of(&self, at: ExprAt) -> Option<ExprAt> {
        let gives = |here| self.method_name(here).is_some_and(|name| accepts(name) || gives_connections(name));
        self.receiver_of(self.find_below(at, &gives)?)
    }

    /// What says that only programs of the same machine can connect to a listener.
    pub(in crate::model) fn local_listener(&self, listener: ExprAt) -> Option<ExprAt> {
        if self.core_type(&self.type_of(listener)).path().is_some_and(peers::is_local_listener) {
            return Some(listener);
        }
        let bound = self.origins_in_use(listener).filter_map(|origin| match self.callee(origin) {
            Callee::External(path) if peers::binds(&path) => Some(ExprAt { id: *self.args(origin).first()?, ..origin }),
            _ => None,
        });
        // A function that several listeners are handed to serves the farthest of them.
        let local: Option<Vec<ExprAt>> = bound.map(|address| self.loopback_in(address, DEPTH)).collect();
        local?.into_iter().next()
    }

    /// The part of an address that says that it is one of the machine itself, wherever the address comes from.
    fn loopback_in(&self, address: ExprAt, depth: u32) -> Option<ExprAt> {
        let depth = depth.checked_sub(1)?;
        let says = |here: ExprAt| match self.kind(here) {
            ExprKind::Lit(Lit::Str(text)) => peers::is_loopback(self.text(*text).trim_matches('"')),
            // `([127, 0, 0, 1], port)`
            ExprKind::Lit(Lit::Int(first)) => *first == Some(127),
            ExprKind::Path(_) if matches!(self.res(here), Res::External(path) if peers::is_loopback_constant(&path)) => {
                true
            }
            ExprKind::Path(_) | ExprKind::Field { .. } => self.loopback_in(here, depth).is_some(),
            _ => false,
        };
        let parts: Option<Vec<ExprAt>> =
            self.origins_in_use(address).map(|made| self.find_below(made, &says)).collect();
        parts?.into_iter().next()
    }

    /// Where a value is made when the program runs: tests bind to the machine itself what others are to reach.
    fn origins_in_use(&self, at: ExprAt) -> impl Iterator<Item = ExprAt> {
        let origins = self.origins(at).into_iter();
        origins.filter(|made| !self.in_test(made.at) && !self.in_test(made.site)).map(|made| made.at)
    }
}
