//! Reach: whether only programs of the same machine can connect to the listener that feeds a loop.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::sources::Source;
use crate::model::facts::spawn::Spawn;
use crate::model::facts::spawn::source::{Feed, FeedKind};
use crate::model::library::calls::{accepts, gives_connections};
use crate::model::library::{peers, steps};
use crate::model::names::Res;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Lit};

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

    fn local_listener(&self, listener: ExprAt) -> Option<ExprAt> {
        if self.core_type(&self.type_of(listener)).path().is_some_and(peers::is_local_listener) {
            return Some(listener);
        }
        let bound = self.sources_in_use(listener).filter_map(|source| match self.callee(source.at) {
            Callee::External(path) if peers::binds(&path) => {
                Some(ExprAt { id: *self.args(source.at).first()?, ..source.at })
            }
            _ => None,
        });
        // A function that several listeners are handed to serves the farthest of them.
        let local: Option<Vec<ExprAt>> = bound.map(|address| self.loopback_in(address)).collect();
        local?.into_iter().next()
    }

    /// The part of an address that says that it is one of the machine itself.
    fn loopback_in(&self, address: ExprAt) -> Option<ExprAt> {
        let says = |here: ExprAt| match self.kind(here) {
            ExprKind::Lit(Lit::Str(text)) => peers::is_loopback(self.text(*text).trim_matches('"')),
            // `([127, 0, 0, 1], port)`
            ExprKind::Lit(Lit::Int(first)) => *first == Some(127),
            ExprKind::Path(_) => matches!(self.res(here), Res::External(path) if peers::is_loopback_constant(&path)),
            _ => false,
        };
        self.sources_in_use(address).find_map(|source| self.find_below(source.at, &says))
    }

    /// Where a value comes from when the program runs: tests bind to the machine itself what others are to reach.
    fn sources_in_use(&self, at: ExprAt) -> impl Iterator<Item = Source> {
        let sources = self.sources(at, &|at| self.good_outcome(at));
        sources.into_iter().filter(|source| !self.in_test(source.at) && !self.in_test(source.site))
    }

    /// What an expression gives where all went well: `bind(…)` of `bind(…).await?`, of `bind(…).unwrap()`.
    fn good_outcome(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref { operand: inner, .. } => *inner,
            ExprKind::Method(method) if steps::unwraps(self.text(method.name)) => method.receiver,
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }
}
