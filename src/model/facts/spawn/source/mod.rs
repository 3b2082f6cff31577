//! What feeds a loop with items.

pub mod items;
mod peer;
mod reach;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::{HandleUse, Spawn};
use crate::model::flow::NodeKind;
use crate::model::library::calls::{self, Next};
use crate::model::library::{self, Call, Side};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyKind, ExprAt, Origin};
use crate::model::types::Ty;
use crate::model::values::cases::Shape;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What a loop's items come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Feed {
    pub kind: FeedKind,
    /// The call that gives the next item.
    pub span: Span,
    pub(in crate::model) at: ExprAt,
    /// The loop that asks for it.
    pub(in crate::model) a_loop: ExprAt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FeedKind {
    /// Peers that connect: `accept()`, `incoming()`.
    Peers,
    /// A channel.
    Channel,
    /// A stream of something.
    Stream,
    /// A range, or a collection that is there already.
    Collection,
}

impl Spawn<'_> {
    /// The head of the loop, or the call in it, that makes so many iterations and no more: a `for` over a range or over
    /// what is there already, a queue of which each iteration takes one.
    pub fn ends_by_itself(self, feed: &Feed) -> Option<Span> {
        let krate = self.krate;
        let mut a_loop = krate.loop_around(feed.at)?;
        loop {
            let ended = krate.end_of_iterations(a_loop)?;
            match krate.loop_around(a_loop) {
                Some(outer) => a_loop = outer,
                None => return Some(krate.span(ended)),
            }
        }
    }
}

impl Crate {
    /// What a loop goes over or takes one of in each iteration, when that is a range or a collection.
    fn end_of_iterations(&self, a_loop: ExprAt) -> Option<ExprAt> {
        if let ExprKind::For { iter, .. } = self.kind(a_loop) {
            let iter = ExprAt { id: *iter, ..a_loop };
            let is_finite = !self.endless_iterator(iter) && self.iterated(iter) == FeedKind::Collection;
            return is_finite.then_some(iter);
        }
        let body = self.body_at(a_loop);
        let uses_up = |call: ExprAt| {
            let takes = self.body_at(call) == body && self.method_name(call).is_some_and(calls::takes_one);
            let leaves = |start| !self.continues(a_loop, start);
            let queue = self.receiver_of(call).and_then(|queue| self.index.local(queue)).filter(|_| takes)?;
            let starts = self.starts(call, &Shape::None);
            (!starts.is_empty() && starts.into_iter().all(leaves) && self.is_only_taken_from(queue, a_loop))
                .then_some(call)
        };
        self.find_below(a_loop, &|here| uses_up(here).is_some())
    }

    /// Whether a collection is a loop's own to use up: made before it, of a type that is not shared, and only taken from.
    fn is_only_taken_from(&self, collection: BindingId, a_loop: ExprAt) -> bool {
        let span = self.span(a_loop);
        let variable = self.variable(collection);
        let ty = self.core_type(&self.type_of_binding(collection));
        let is_own = !span.holds(variable.span()) && ty.path().is_some_and(library::is_plain_collection);
        let mut mentions = variable.mentions().filter(|mention| span.holds(mention.span()));
        let takes = |mention: Expr<'_>| {
            let call = self.parent_expr(mention.at).filter(|&call| self.receiver_of(call) == Some(mention.at));
            let name = call.and_then(|call| self.method_name(call));
            name.is_some_and(|name| calls::takes_one(name) || library::tells_count(name))
        };
        is_own && mentions.all(takes)
    }

    /// What feeds the innermost loop around `at` whose items reach `argument`.
    pub(in crate::model) fn feed_of(&self, at: ExprAt, argument: ExprAt) -> Asked<Feed> {
        let mut a_loop = self.loop_around(at).ok_or(Silence::NotMine)?;
        loop {
            let feeds = self.feeds(a_loop);
            if let Some(feed) = feeds.iter().find(|f| self.reaches(a_loop, f.at, argument)) {
                return Ok(*feed);
            }
            match self.loop_around(a_loop) {
                Some(outer) => a_loop = outer,
                None => return Err(Silence::NotMine),
            }
        }
    }

    /// The call in a loop that hands what comes from outside to the function in which a spawn stands, and what feeds that
    /// loop.
    pub(in crate::model) fn fed_call(&self, at: ExprAt, argument: ExprAt) -> Option<(ExprAt, Feed)> {
        let body = self.index.body(self.body_at(at));
        let dropped = matches!(self.handle_use(at), HandleUse::Dropped(_));
        // Who only hands on what is started has its callers judged as spawns of their own.
        let forwards = self.forwarded_param(argument).is_some();
        if body.kind != BodyKind::Fn || !dropped || forwards || self.loop_around(at).is_some() {
            return None;
        }
        let params = self.params_in(argument);
        self.callers(body.def?).into_iter().find_map(|call| {
            let counts = |feed: &Feed| match feed.kind {
                FeedKind::Peers => true,
                FeedKind::Collection => false,
                // By what the function gives the loop may wait for the task.
                FeedKind::Channel | FeedKind::Stream => self.let_name(call).is_none(),
            };
            let fed = |&n: &u32| {
                let given = *self.args(call).get(n as usize)?;
                self.feed_of(call, ExprAt { id: given, ..call }).ok().filter(counts)
            };
            params.iter().find_map(fed).map(|feed| (call, feed))
        })
    }

    /// The numbers of the function's parameters that an expression mentions.
    pub(in crate::model) fn params_in(&self, at: ExprAt) -> Vec<u32> {
        let mut found = Vec::new();
        self.each_below(at, &mut |here| {
            if let Some(binding) = self.index.local(here)
                && let Origin::Param(n) = self.index.binding(binding).origin
                && self.index.body(self.index.binding(binding).body).kind == BodyKind::Fn
            {
                found.push(n);
            }
            true
        });
        found
    }

    /// Everything in a loop's own code that gives it items.
    pub(in crate::model) fn feeds(&self, a_loop: ExprAt) -> Vec<Feed> {
        let mut found = Vec::new();
        if let ExprKind::For { iter, .. } = self.kind(a_loop) {
            let iter = ExprAt { id: *iter, ..a_loop };
            found.push(Feed { kind: self.iterated(iter), span: self.span(iter), at: iter, a_loop });
        }
        let body = self.body_at(a_loop);
        self.each_below(a_loop, &mut |here| {
            let kind = match self.kind(here) {
                ExprKind::Method(_) => self.feeding_method(here).or_else(|| self.comes_inside(here)),
                ExprKind::Call { .. } => self.comes_inside(here),
                _ => None,
            };
            if let Some(kind) = kind {
                found.push(Feed { kind, span: self.span(here), at: here, a_loop });
            }
            // A nested loop asks for its own items; a closure or task runs on its own.
            here == a_loop || (self.body_at(here) == body && self.index.body_of(here).is_none())
        });
        found
    }

    /// What a `for` loop goes over.
    pub(in crate::model) fn iterated(&self, iter: ExprAt) -> FeedKind {
        let ty = self.core_type(&self.type_of(iter));
        if let Ty::Ext(path, _) = &ty
            && library::end_of_type(path).is_some_and(|(_, side)| side == Side::Receiver)
        {
            return FeedKind::Channel;
        }
        if self.find_below(iter, &|e| self.method_name(e).is_some_and(calls::gives_connections)).is_some() {
            return FeedKind::Peers;
        }
        if let Some(receive) = self.find_below(iter, &|e| self.receive_kind(e).is_some())
            && !self.method_name(receive).is_some_and(calls::takes_what_is_there)
        {
            return FeedKind::Channel;
        }
        FeedKind::Collection
    }

    /// What a method call in a loop gives, when it gives the loop's next item.
    fn feeding_method(&self, at: ExprAt) -> Option<FeedKind> {
        let name = self.method_name(at)?;
        if calls::accepts(name) {
            return (self.waits_for_peer(at) && !self.on_one_connection(at)).then_some(FeedKind::Peers);
        }
        if self.receive_kind(at).is_some() {
            return (!calls::takes_what_is_there(name)).then_some(FeedKind::Channel);
        }
        let awaited = self.is_awaited(at);
        match calls::gives_next(name)? {
            Next::Message if awaited && !matches!(self.callee(at), Callee::Def(_)) => Some(FeedKind::Channel),
            // Futures that this code put there itself are no source from outside.
            Next::Item if self.holds_own_futures(at) => None,
            Next::Item if awaited => Some(if self.is_incoming(at) {
                FeedKind::Peers
            } else if self.has_an_end(at) {
                FeedKind::Collection
            } else {
                FeedKind::Stream
            }),
            _ => None,
        }
    }

    /// Whether an `accept()` waits: awaited, raced, handed on as a future, or a blocking listener of std.
    fn waits_for_peer(&self, at: ExprAt) -> bool {
        self.is_awaited(at)
            || match self.callee(at) {
                Callee::Method(path, _) if path.starts_with("std::") => true,
                // `match listener.accept() { Ok(…) => … }`, or a future that is driven further on.
                Callee::Method(..) | Callee::Unnamed(_) => self.args(at).is_empty(),
                Callee::Def(_) => self.args(at).is_empty() && matches!(self.type_of(at), Ty::Future { .. }),
                Callee::External(path) => {
                    self.args(at).is_empty() && self.siblings.function(&path).is_some_and(|function| function.is_future)
                }
                _ => false,
            }
    }

    /// Whether what accepts is one connection, whose transport limits how many streams are open at once.
    fn on_one_connection(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let multiplexes = |path: &str| {
            let last = path.rsplit("::").next().unwrap_or(path);
            library::multiplexed(path) || last.contains("Connection") || last.contains("Session")
        };
        let ty = self.core_type(&self.type_of(receiver));
        let own = match &ty {
            Ty::Def(def, _) => multiplexes(self.text(self.index.def(*def).name)),
            other => other.path().is_some_and(multiplexes),
        };
        if own {
            return true;
        }
        let made = self.made_from(receiver);
        self.find_below(made, &|e| matches!(self.callee(e), Callee::External(p) if library::multiplexed(&p))).is_some()
    }

    /// What a call of one of the package's functions gives, when it accepts the next peer or reads what a peer sends next.
    fn comes_inside(&self, at: ExprAt) -> Option<FeedKind> {
        let Callee::Def(def) = self.callee(at) else { return None };
        let body = self.index.def(def).body?;
        if !self.is_awaited(at) || !self.index.body(body).is_async {
            return None;
        }
        let file = self.index.body(body).file;
        let block = self.root_block(body)?;
        let mut accepts = false;
        self.each_in_block(file, block, &mut |here| {
            accepts |= self.method_name(here).is_some_and(calls::accepts)
                && self.waits_for_peer(here)
                && !self.on_one_connection(here);
            let inner = self.index.body_of(here);
            !accepts && inner.is_none_or(|inner| self.task_of(inner) == self.task_of(body))
        });
        let spawns = self.flow(body).nodes.iter().any(|n| match n.kind {
            NodeKind::Eval(id) => matches!(self.known_call(ExprAt { file, id }), Some(Call::Spawn(_))),
            _ => false,
        });
        match accepts {
            _ if spawns => None,
            true => Some(FeedKind::Peers),
            false => self.first_reads_peer(body).then_some(FeedKind::Stream),
        }
    }

    /// Whether a stream is one of connections: made by `incoming()`, or called so.
    fn is_incoming(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let made = self.made_from(receiver);
        let by_call = self.find_below(made, &|e| self.method_name(e).is_some_and(calls::gives_connections)).is_some();
        let ty = self.core_type(&self.type_of(receiver));
        by_call || ty.path().is_some_and(|p| p.ends_with("ListenerStream") || p.ends_with("Incoming"))
    }

    fn holds_own_futures(&self, at: ExprAt) -> bool {
        let ty = self.receiver_of(at).map(|r| self.core_type(&self.type_of(r)));
        ty.is_some_and(|ty| ty.path().is_some_and(library::own_futures))
    }

    /// Whether a stream gives only so many items: made of a collection, or cut short.
    fn has_an_end(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let made = self.made_from(receiver);
        self.find_below(made, &|e| match self.kind(e) {
            ExprKind::Call { .. } => matches!(self.callee(e), Callee::External(p) if library::finite_stream(&p)),
            ExprKind::Method(_) => self.method_name(e).is_some_and(calls::cuts_short),
            _ => false,
        })
        .is_some()
    }
}
