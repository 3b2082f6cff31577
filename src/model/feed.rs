//! What feeds a loop with items, whether an item reaches a task, and what limits how many tasks run at once.

use rustc_hash::FxHashSet;

use super::Crate;
use super::calls::Callee;
use super::dictionary::{self, Call, Side};
use super::index::{BindingId, BodyId, BodyKind, ExprAt, Origin};
use super::silence::{Asked, Silence};
use super::spawn::HandleUse;
use super::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{BinaryOp, ExprKind, MacroBody};

/// What a loop's items come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Feed {
    pub kind: FeedKind,
    /// The call that gives the next item.
    pub span: Span,
    pub(in crate::model) at: ExprAt,
    /// The loop that asks for it.
    pub(in crate::model) turn: ExprAt,
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

/// What limits how many tasks run at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    pub kind: LimitKind,
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LimitKind {
    /// A permit or connection is taken before the spawn.
    Permit,
    /// A length or counter is compared.
    Count,
    /// A task is joined when there are too many.
    Join,
    /// The task is awaited in place.
    InPlace,
    /// One task for each key of a map.
    Keyed,
    /// After the spawn the loop is left.
    Leaves,
    /// A permit is taken inside the task: it bounds the work, not the tasks.
    Inside,
    /// The message brought the sender for its answer: as many run as askers wait.
    Answer,
}

/// Methods by which somebody outside the program hands over the next connection or stream.
const ACCEPTS: &[&str] = &["accept", "accept_async", "accept_connection", "poll_accept", "recv_from"];

impl Crate {
    /// What feeds the innermost loop around `at` whose items reach `argument`.
    pub(in crate::model) fn feed_of(&self, at: ExprAt, argument: ExprAt) -> Asked<Feed> {
        let mut turn = self.loop_around(at).ok_or(Silence::NotMine)?;
        loop {
            let feeds = self.feeds(turn);
            if let Some(feed) = feeds.iter().find(|f| self.reaches(turn, f.at, argument)) {
                return Ok(*feed);
            }
            match self.loop_around(turn) {
                Some(outer) => turn = outer,
                None => return Err(Silence::NotMine),
            }
        }
    }

    /// Everything in a loop's own code that gives it items.
    fn feeds(&self, turn: ExprAt) -> Vec<Feed> {
        let mut found = Vec::new();
        if let ExprKind::For { iter, .. } = self.kind(turn) {
            let iter = ExprAt { id: *iter, ..turn };
            found.push(Feed { kind: self.iterated(iter), span: self.span(iter), at: iter, turn });
        }
        let body = self.body_at(turn);
        self.each_below(turn, &mut |here| {
            let kind = match self.kind(here) {
                ExprKind::Method(_) => self.feeding_method(here).or_else(|| self.accepts_inside(here)),
                ExprKind::Call { .. } => self.accepts_inside(here),
                _ => None,
            };
            if let Some(kind) = kind {
                found.push(Feed { kind, span: self.span(here), at: here, turn });
            }
            // A nested loop asks for its own items; a closure or task runs on its own.
            here == turn || (self.body_at(here) == body && !self.index.body_of.contains_key(&here))
        });
        found
    }

    /// What a `for` loop goes over.
    fn iterated(&self, iter: ExprAt) -> FeedKind {
        let ty = self.core_type(&self.type_of(iter));
        if let Ty::Ext(path, _) = &ty
            && dictionary::end_of_type(path).is_some_and(|(_, side)| side == Side::Receiver)
        {
            return FeedKind::Channel;
        }
        if self.find_below(iter, &|e| self.method_name(e) == Some("incoming")).is_some() {
            return FeedKind::Peers;
        }
        if let Some(receive) = self.find_below(iter, &|e| self.receive_kind(e).is_some())
            && !matches!(self.method_name(receive), Some("try_iter" | "try_recv"))
        {
            return FeedKind::Channel;
        }
        FeedKind::Collection
    }

    /// What a method call in a loop gives, when it gives the loop's next item.
    fn feeding_method(&self, at: ExprAt) -> Option<FeedKind> {
        let name = self.method_name(at)?;
        if ACCEPTS.contains(&name) {
            return (self.waits_for_peer(at) && !self.on_one_connection(at)).then_some(FeedKind::Peers);
        }
        if self.receive_kind(at).is_some() {
            return (!matches!(name, "try_recv" | "try_iter")).then_some(FeedKind::Channel);
        }
        let awaited = self.is_awaited(at);
        match name {
            "recv" | "recv_async" if awaited && !matches!(self.callee(at), Callee::Def(_)) => Some(FeedKind::Channel),
            // Futures that this code put there itself are no source from outside.
            "next" | "try_next" | "select_next_some" if self.holds_own_futures(at) => None,
            "next" | "try_next" | "select_next_some" if awaited => Some(if self.is_incoming(at) {
                FeedKind::Peers
            } else if self.has_an_end(at) {
                FeedKind::Collection
            } else {
                FeedKind::Stream
            }),
            _ => None,
        }
    }

    /// Whether an `accept()` waits: awaited, raced, or a blocking listener of std.
    fn waits_for_peer(&self, at: ExprAt) -> bool {
        self.is_awaited(at) || matches!(self.callee(at), Callee::Method(path, _) if path.starts_with("std::")) || {
            // `match listener.accept() { Ok(…) => … }` of a listener whose type is not known.
            matches!(self.callee(at), Callee::Unnamed(_)) && self.args(at).is_empty()
        }
    }

    /// Whether what accepts is one connection, whose transport limits how many streams are open at once.
    fn on_one_connection(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let multiplexes = |path: &str| {
            let last = path.rsplit("::").next().unwrap_or(path);
            dictionary::multiplexed(path) || last.contains("Connection") || last.contains("Session")
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
        self.find_below(made, &|e| matches!(self.callee(e), Callee::External(p) if dictionary::multiplexed(&p)))
            .is_some()
    }

    /// A call of one of the package's functions that accepts the next peer.
    fn accepts_inside(&self, at: ExprAt) -> Option<FeedKind> {
        let Callee::Def(def) = self.callee(at) else { return None };
        let body = self.index.def(def).body?;
        if !self.is_awaited(at) || !self.index.body(body).is_async {
            return None;
        }
        let file = self.index.body(body).file;
        let block = self.root_block(body)?;
        let mut accepts = false;
        self.each_in_block(file, block, &mut |here| {
            accepts |= self.method_name(here).is_some_and(|m| ACCEPTS.contains(&m))
                && self.waits_for_peer(here)
                && !self.on_one_connection(here);
            !accepts && !self.index.body_of.contains_key(&here)
        });
        let spawns = self.flow(body).nodes.iter().any(|n| match n.kind {
            super::flow::NodeKind::Eval(id) => matches!(self.known_call(ExprAt { file, id }), Some(Call::Spawn(_))),
            _ => false,
        });
        (accepts && !spawns).then_some(FeedKind::Peers)
    }

    /// Whether a call's future is awaited here, or is a side of a race.
    pub(in crate::model) fn is_awaited(&self, at: ExprAt) -> bool {
        let mut now = at;
        loop {
            if self.select_branch(now).is_some() {
                return true;
            }
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::Method(method) if method.receiver == now.id => match self.text(method.name) {
                    "fuse" | "instrument" | "boxed" | "map" | "map_err" | "in_current_span" => {}
                    _ => return false,
                },
                ExprKind::Call { .. } if matches!(self.known_call(parent), Some(Call::Sleep(_) | Call::Wrap)) => {}
                _ => return false,
            }
            now = parent;
        }
    }

    /// Whether a stream is one of connections: made by `incoming()`, or called so.
    fn is_incoming(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let made = self.made_from(receiver);
        let by_call = self.find_below(made, &|e| self.method_name(e) == Some("incoming")).is_some();
        let ty = self.core_type(&self.type_of(receiver));
        by_call || ty.path().is_some_and(|p| p.ends_with("ListenerStream") || p.ends_with("Incoming"))
    }

    fn holds_own_futures(&self, at: ExprAt) -> bool {
        let ty = self.receiver_of(at).map(|r| self.core_type(&self.type_of(r)));
        ty.is_some_and(|ty| ty.path().is_some_and(dictionary::own_futures))
    }

    /// Whether a stream gives only so many items: made of a collection, or cut short.
    fn has_an_end(&self, at: ExprAt) -> bool {
        let Some(receiver) = self.receiver_of(at) else { return false };
        let made = self.made_from(receiver);
        self.find_below(made, &|e| match self.kind(e) {
            ExprKind::Call { .. } => matches!(self.callee(e), Callee::External(p) if dictionary::finite_stream(&p)),
            ExprKind::Method(_) => matches!(self.method_name(e), Some("take" | "take_while")),
            _ => false,
        })
        .is_some()
    }

    /// Whether an item that `source` gives in this loop reaches an expression.
    fn reaches(&self, turn: ExprAt, source: ExprAt, target: ExprAt) -> bool {
        let carriers = self.carriers(turn, source);
        self.mentions_any(target, &carriers)
    }

    /// The variables of a loop that hold the item, or something made of it.
    fn carriers(&self, turn: ExprAt, source: ExprAt) -> FxHashSet<BindingId> {
        let span = self.span(turn);
        let in_loop: Vec<BindingId> = self.bindings_in(span);
        let mut carriers = FxHashSet::default();
        // Values flow forward; a second look finds what a later declaration feeds back.
        for _ in 0..2 {
            for &id in &in_loop {
                let binding = self.index.binding(id);
                let from = match binding.origin {
                    Origin::Value(e) | Origin::Outcome(e) | Origin::ItemOf(e) => ExprAt { file: binding.file, id: e },
                    _ => continue,
                };
                if self.span(from).holds(self.span(source)) || self.mentions_any(from, &carriers) {
                    carriers.insert(id);
                }
            }
        }
        carriers
    }

    /// The variables that are declared in a stretch of a file.
    pub(in crate::model) fn bindings_in(&self, span: Span) -> Vec<BindingId> {
        let Some(file) = self.file_no(span.file) else { return Vec::new() };
        let all = &self.index.bindings;
        let first = all.partition_point(|b| b.file < file);
        let last = all.partition_point(|b| b.file <= file);
        (first..last).filter(|&n| span.holds(all[n].span)).map(|n| BindingId(n as u32)).collect()
    }

    fn mentions_any(&self, at: ExprAt, wanted: &FxHashSet<BindingId>) -> bool {
        if wanted.is_empty() {
            return false;
        }
        let span = self.span(at);
        wanted.iter().any(|&b| {
            let info = self.index.binding(b);
            info.uses.iter().any(|&u| span.holds(self.span(ExprAt { file: info.file, id: u })))
        })
    }

    /// What in the loop around a spawn limits how many of its tasks run at once.
    pub(in crate::model) fn limit_of(&self, at: ExprAt, argument: ExprAt) -> Asked<Option<Limit>> {
        let turn = self.loop_around(at).ok_or(Silence::NotMine)?;
        let limit = |kind, at: ExprAt| Some(Limit { kind, span: self.span(at) });
        let flow = self.flow(self.body_at(at));
        if let (Some(node), Some(number)) = (flow.node_of(at.id), flow.turn_of(turn.id))
            && !flow.goes_round(node, number)
        {
            return Ok(limit(LimitKind::Leaves, at));
        }
        match self.handle_use(at) {
            HandleUse::Awaited => return Ok(limit(LimitKind::InPlace, at)),
            HandleUse::Keyed => return Ok(limit(LimitKind::Keyed, at)),
            HandleUse::Sent => return Ok(limit(LimitKind::Answer, at)),
            _ => {}
        }
        let outer = self.outermost_turn(turn);
        let mut found = None;
        self.each_below(outer, &mut |here| {
            if here == argument {
                return false;
            }
            if found.is_none() {
                found = self.limiting(here, at).and_then(|kind| limit(kind, here));
            }
            // What a task or closure does is its own affair.
            found.is_none() && !self.index.body_of.contains_key(&here)
        });
        if found.is_none() {
            found = self.answer_in(turn, at, argument).map(|span| Limit { kind: LimitKind::Answer, span });
        }
        if found.is_none() {
            found = self.permit_inside(argument).and_then(|p| limit(LimitKind::Inside, p));
        }
        Ok(found)
    }

    fn outermost_turn(&self, turn: ExprAt) -> ExprAt {
        let mut now = turn;
        while let Some(outer) = self.loop_around(now) {
            now = outer;
        }
        now
    }

    /// How an expression of the loop limits the tasks, when it does.
    fn limiting(&self, here: ExprAt, spawn: ExprAt) -> Option<LimitKind> {
        match self.kind(here) {
            ExprKind::Method(_) | ExprKind::Call { .. } => {
                if self.takes_permit(here) {
                    return Some(LimitKind::Permit);
                }
                let joins = matches!(self.method_name(here)?, "join_next" | "join_next_with_id" | "join_all");
                (joins && self.is_awaited(here) && self.select_branch(here).is_none() && self.guards(here, spawn))
                    .then_some(LimitKind::Join)
            }
            ExprKind::Binary { op: BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge, left, right } => {
                let counts = [*left, *right].iter().any(|&id| self.counts(ExprAt { id, ..here }));
                (counts && self.decides(here)).then_some(LimitKind::Count)
            }
            _ => None,
        }
    }

    /// Whether a join waits only when something else says that there are too many, or on every turn.
    fn guards(&self, join: ExprAt, spawn: ExprAt) -> bool {
        // `while let Some(x) = set.join_next().await` after the loop is no guard of it.
        self.span(self.outermost_turn(self.loop_around(spawn).unwrap_or(spawn))).holds(self.span(join))
    }

    /// Whether a call takes a permit: a semaphore's `acquire`, or something of that name.
    fn takes_permit(&self, at: ExprAt) -> bool {
        if self.known_call(at) == Some(Call::Permit) {
            return true;
        }
        let name = match self.callee(at) {
            Callee::Def(def) => self.index.def(def).name,
            Callee::Unnamed(name) | Callee::Method(_, name) => name,
            _ => return false,
        };
        let name = self.text(name);
        name.starts_with("acquire") || name.starts_with("try_acquire") || name.contains("permit")
    }

    /// Whether an operand is a count of something: a length, a counter, a strong count.
    fn counts(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                matches!(name, "len" | "load" | "strong_count" | "count" | "get" | "available_permits")
                    || name.contains("active")
                    || name.contains("count")
                    || name.contains("num_")
                    || name.contains("connections")
            }
            ExprKind::Call { .. } => {
                matches!(self.callee(at), Callee::External(p) if p.ends_with("strong_count"))
            }
            ExprKind::Field { .. } => true,
            ExprKind::Path(_) => self.index.local(at).is_some_and(|b| self.index.binding(b).mutable),
            ExprKind::Binary { left, right, .. } => [*left, *right].iter().any(|&id| self.counts(ExprAt { id, ..at })),
            ExprKind::Cast { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.counts(ExprAt { id: *operand, ..at })
            }
            _ => false,
        }
    }

    /// Whether a comparison stands in a condition.
    fn decides(&self, at: ExprAt) -> bool {
        let mut now = at;
        while let Some(parent) = self.parent_expr(now) {
            match self.kind(parent) {
                ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => return *cond == now.id,
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } | ExprKind::Unary { .. } => now = parent,
                ExprKind::Macro(call) => {
                    return matches!(&call.body, MacroBody::Select(s) if s.branches.iter().any(|b| b.guard == Some(now.id)));
                }
                ExprKind::Match { .. } => return true,
                _ => return false,
            }
        }
        false
    }

    /// The item that brings the sender for its answer to the task.
    fn answer_in(&self, turn: ExprAt, spawn: ExprAt, argument: ExprAt) -> Option<Span> {
        let feed = self.feeds(turn).into_iter().find(|f| self.reaches(turn, f.at, argument))?;
        let carriers = self.carriers(turn, feed.at);
        let mut carriers: Vec<BindingId> = carriers.into_iter().collect();
        carriers.sort();
        let span = self.span(spawn);
        carriers
            .into_iter()
            .find(|&b| {
                let info = self.index.binding(b);
                !span.holds(info.span) && self.holds_answer(&self.type_of_binding(b), 2)
            })
            .map(|b| self.index.binding(b).span)
    }

    /// Whether a value of this type is, or has among its fields, the sending end for one answer.
    fn holds_answer(&self, ty: &Ty, depth: u32) -> bool {
        let one = |path: &str| {
            dictionary::end_of_type(path).is_some_and(|(kind, side)| side == Side::Sender && !kind.is_queue())
        };
        match self.core_type(ty) {
            Ty::Ext(path, _) => one(&path),
            Ty::Tuple(parts) => depth > 0 && parts.iter().any(|p| self.holds_answer(p, depth - 1)),
            Ty::Def(def, _) if depth > 0 => self.field_types(def).iter().any(|f| self.holds_answer(f, depth - 1)),
            _ => false,
        }
    }

    fn permit_inside(&self, argument: ExprAt) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(argument, &mut |here| {
            if found.is_none()
                && matches!(self.kind(here), ExprKind::Method(_))
                && self.known_call(here) == Some(Call::Permit)
            {
                found = Some(here);
            }
            found.is_none()
        });
        found
    }

    /// Whether code waits for something other than room in a channel: for a peer, a timer, another task.
    pub(in crate::model) fn waits_itself(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        // A thread waits by blocking, which syntax does not show.
        if !info.is_async && !matches!(info.kind, BodyKind::Async(_)) {
            return true;
        }
        let flow = self.flow(body);
        let mut any = false;
        for node in &flow.nodes {
            if let super::flow::NodeKind::Await(id) = node.kind {
                any |= !self.only_sends(ExprAt { file: info.file, id });
            }
        }
        any
    }

    /// Whether an await waits only for room in a channel.
    fn only_sends(&self, at: ExprAt) -> bool {
        let ExprKind::Await(inner) = self.kind(at) else { return false };
        let inner = ExprAt { id: *inner, ..at };
        let Some(name) = self.method_name(inner) else { return false };
        matches!(name, "send" | "send_async" | "feed" | "reserve" | "lock" | "write" | "read")
    }

    /// The arm of a `match` on the item in which a spawn stands, when there are other arms than for failures.
    pub(in crate::model) fn arm_on_item(&self, spawn: ExprAt, feed: &Feed) -> Option<Span> {
        let carriers = self.carriers(feed.turn, feed.at);
        let span = self.span(spawn);
        self.ancestors(spawn).take_while(|&a| a != feed.turn).find_map(|outer| {
            let ExprKind::Match { scrutinee, arms } = self.kind(outer) else { return None };
            let scrutinee = ExprAt { id: *scrutinee, ..outer };
            let on_item = self.mentions_any(scrutinee, &carriers) || self.span(scrutinee).holds(self.span(feed.at));
            let arm = arms.iter().find(|arm| arm.span.holds(span))?;
            (on_item && self.names_a_variant(outer, arm.pat)).then_some(arm.span)
        })
    }

    /// Whether a pattern picks one variant of an enum, beyond `Some` and `Ok`.
    fn names_a_variant(&self, at: ExprAt, pat: crate::syntax::tree::PatId) -> bool {
        use crate::syntax::tree::PatKind;
        match &self.tree(at.file).pats[pat.0 as usize].kind {
            PatKind::TupleStruct { path, elements } => {
                let last = path.segments.last().map_or("", |s| self.text(s.name));
                match last {
                    "Some" | "Ok" | "Err" => elements.iter().any(|&e| self.names_a_variant(at, e)),
                    _ => true,
                }
            }
            PatKind::Struct { .. } => true,
            PatKind::Path(_) => true,
            PatKind::Or(choices) => choices.iter().any(|&c| self.names_a_variant(at, c)),
            PatKind::Ref(inner) | PatKind::Typed { pat: inner, .. } => self.names_a_variant(at, *inner),
            _ => false,
        }
    }
}
