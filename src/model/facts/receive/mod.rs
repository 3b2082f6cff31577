//! Receives: where something is taken from a channel or stream, from which, and what a closed one answers.
//!
//! Where control goes then is asked in `after_close.rs`. A receive of a type that is not known is not seen.

pub mod after_close;
pub mod ends_task;
pub mod for_caller;
pub mod joined_thread;
pub mod kept_open;
pub mod reads;
pub mod service;
pub mod seen;
pub mod seen_to_close;
pub mod supervised;
pub mod unseen_error;
pub mod until_closed;

use rustc_hash::FxHashSet;

use crate::model::callee::Callee;
use crate::model::facts::channel::Channel;
use crate::model::flow::NodeId;
use crate::model::flow::points::Point;
use crate::model::library::{self, ChannelKind, ReceiveHow, Side, calls};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{DefId, ExprAt, Root};
use crate::model::types::Ty;
use crate::model::values::cases::{Continuation, Shape};
use crate::model::{Base, Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, MacroBody};

pub use crate::model::library::calls::Answer;

/// What is stored of a receive.
#[derive(Clone, Debug)]
pub struct ReceiveData {
    /// The call, the `for`, or the source of a `recv(source) -> …` branch.
    pub(in crate::model) at: ExprAt,
    /// What is received from.
    pub(in crate::model) source: ExprAt,
    pub(in crate::model) from: From,
    pub(in crate::model) how: ReceiveHow,
    pub(in crate::model) answer: Answer,
}

/// What a receive takes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    Channel(ChannelKind),
    /// A stream of unknown make that gives `None` when it has ended.
    Stream,
}

handle! {
    /// One receive from a channel or stream.
    Receive, ReceiveData, receives
}

impl<'c> Receive<'c> {
    /// The receiving call; for a `for` what it goes over, for a receiver that is awaited itself its `.await`.
    pub fn span(self) -> Span {
        let (krate, at) = (self.krate, self.data.at);
        match krate.kind(at) {
            ExprKind::For { .. } => krate.span(self.data.source),
            ExprKind::Method(_) => krate.span(at),
            _ => {
                let awaits = |p: &ExprAt| matches!(krate.kind(*p), ExprKind::Await(_));
                krate.span(krate.parent_expr(at).filter(awaits).unwrap_or(at))
            }
        }
    }

    /// The receive itself: the call, the `for`, or what a branch of a `select!` waits for.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What is received from.
    pub fn source_expr(self) -> Expr<'c> {
        self.krate.expr(self.data.source)
    }

    /// The channel whose receiver the source is, when a variable of that function holds it.
    pub fn channel(self) -> Option<Channel<'c>> {
        let place = self.krate.place(self.data.source).filter(|place| place.fields.is_empty())?;
        let end = self.krate.ends.get(place.root).filter(|end| end.side == Side::Receiver)?;
        Some(Channel { krate: self.krate, data: &self.krate.channels[end.channel] })
    }

    /// Whether it waits until something comes, for a while at least.
    pub fn waits(self) -> bool {
        self.data.how != ReceiveHow::Try
    }

    /// Whether it stands in a method that takes `&'static self`.
    pub fn by_static_self(self) -> bool {
        let def = self.krate.def_of(self.krate.body_at(self.data.at));
        def.is_some_and(|def| self.krate.takes_static_self(def))
    }

    /// Where control goes once the source has closed.
    pub fn when_closed(self) -> Continuation<Point<'c>, Expr<'c>> {
        let body = self.krate.body_at(self.data.at);
        self.krate.closed_fate(self.data).in_body(self.krate, body)
    }

    /// Where control goes when messages came faster than it took them and some are lost; `None` where its channel does not
    /// say so.
    pub fn when_lagged(self) -> Option<Continuation<Point<'c>, Expr<'c>>> {
        if !matches!(self.data.from, From::Channel(ChannelKind::Broadcast)) {
            return None;
        }
        let asked = self.krate.asked(self.data.at);
        let lagged = self.krate.continuation(asked, &Shape::err(Shape::Named(calls::LAGGED)));
        Some(lagged.in_body(self.krate, self.krate.body_at(self.data.at)))
    }

    /// Where control goes when a message has come.
    pub fn when_message(self) -> Continuation<Point<'c>, Expr<'c>> {
        let asked = self.krate.asked(self.data.at);
        let shape = match self.data.answer {
            Answer::None => Shape::some(Shape::Any),
            _ => Shape::ok(Shape::Any),
        };
        self.krate.continuation(asked, &shape).in_body(self.krate, self.krate.body_at(self.data.at))
    }

    /// Whether its messages carry nothing: that one comes is all that they say.
    pub fn carries_nothing(self) -> bool {
        match self.krate.core_type(&self.krate.type_of(self.data.source)) {
            Ty::Ext(_, args) => matches!(args.first(), Some(Ty::Tuple(parts)) if parts.is_empty()),
            _ => false,
        }
    }

    /// Whether it waits until a watched value has changed.
    pub fn watches(self) -> bool {
        matches!(self.data.from, From::Channel(ChannelKind::Watch))
            && self.krate.method_name(self.data.at).is_some_and(calls::waits_for_change)
    }

    /// The points that stand for it: its call, and what waits for it.
    pub fn points(self) -> impl Iterator<Item = Point<'c>> {
        let base: &'c Base = self.krate;
        let body = base.body_at(self.data.at);
        self.krate.receive_nodes(self.data).into_iter().map(move |node| Point { base, body, node })
    }

    /// Whether it asks a stream for its next item.
    pub fn is_next_of_stream(self) -> bool {
        self.krate.method_name(self.data.at).is_some_and(calls::takes_next)
    }

    /// Whether it takes the one message of its channel: there is no second one to wait for.
    pub fn is_only_one(self) -> bool {
        self.krate.gives_once(self.data)
    }

    /// Whether a closed source gives an answer that can be told from a message.
    pub fn tells_closed(self) -> bool {
        self.data.answer != Answer::Other
    }

    /// What is received from, as the user wrote it.
    pub fn source(self) -> String {
        self.krate.place_text(self.data.source)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// Whether it is a function that is given a reader: that its `None` means the end, only its name says.
    pub fn reads_from(self) -> bool {
        matches!(self.krate.kind(self.data.at), ExprKind::Call { .. })
    }

    /// Whether the source is a channel, not some other stream.
    pub fn from_channel(self) -> bool {
        matches!(self.data.from, From::Channel(_))
    }
}

impl<'c> Channel<'c> {
    /// The receives from it by a variable that holds its receiver.
    pub fn receives(self) -> impl Iterator<Item = Receive<'c>> {
        let own = move |receive: &Receive<'c>| receive.channel().is_some_and(|of| std::ptr::eq(of.data, self.data));
        self.krate.receives().filter(own)
    }

    /// The receives from what a mention of a receiver is a part of.
    pub fn receives_by(self, mention: Expr<'c>) -> impl Iterator<Item = Receive<'c>> {
        let krate = self.krate;
        let near = krate.receives().filter(move |receive| receive.data.source.file == mention.at.file);
        near.filter(move |receive| krate.expr(receive.data.source).holds(mention))
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ReceiveData> {
    let mut found = Vec::new();
    if krate.defines_channels() {
        return found;
    }
    // Only a channel of futures is a stream that adaptors take, and its path goes through `mpsc`.
    let declared = krate.declared_names(|_| true).next().is_some();
    let streams = krate.names.find(calls::MODULE_OF_STREAMS).is_some() || declared;
    let answers = krate.names.find(calls::MODULE_OF_ANSWERS).is_some() || declared;
    let receiving: Vec<_> = library::RECEIVING.iter().filter_map(|text| krate.names.find(text)).collect();
    let handed_on = krate.names_around(&receiving, 3, |def| krate.only_tail(def).is_some());
    for at in krate.calls() {
        match krate.kind(at) {
            ExprKind::Method(method)
                if library::may_receive(krate.text(method.name), streams)
                    || handed_on.binary_search(&method.name).is_ok() =>
            {
                found.extend(krate.receive_call(at).or_else(|| krate.unknown_source(at)));
            }
            ExprKind::Method(_) => found.extend(krate.unknown_source(at)),
            ExprKind::Call { .. } => found.extend(krate.message_read(at)),
            ExprKind::For { iter, .. } => found.extend(krate.receive_of_for(at, ExprAt { id: *iter, ..at })),
            ExprKind::Await(inner) if answers => found.extend(krate.answer_awaited(ExprAt { id: *inner, ..at })),
            ExprKind::Macro(_) => found.extend(krate.receives_of_select(at)),
            _ => {}
        }
    }
    found
}

impl Crate {
    /// The receive that a method call is.
    fn receive_call(&self, at: ExprAt) -> Option<ReceiveData> {
        let name = self.method_name(at)?;
        let source = self.receiver_of(at)?;
        if let Callee::Def(def) = self.callee(at) {
            return self.delegated(def).map(|inner| ReceiveData { at, source, ..inner });
        }
        if let Some((kind, how)) = self.receive_kind(at) {
            if self.is_clock(source, kind) {
                return None;
            }
            return Some(ReceiveData {
                at,
                source,
                from: From::Channel(kind),
                how,
                answer: calls::closed_answer(kind, name),
            });
        }
        // `rx.map(…).collect().await` of a channel that is a stream itself.
        let whole = library::is_adaptor(name) || library::is_end_of_chain(name);
        if let Some(kind) = self.receiver_kind(source).filter(|&k| whole && k == ChannelKind::Futures) {
            let from = From::Channel(kind);
            return Some(ReceiveData { at, source, from, how: ReceiveHow::Drain, answer: Answer::Ends });
        }
        let stream = calls::gives_item(name) && self.args(at).is_empty() && self.is_ending_stream(source);
        stream.then_some(ReceiveData { at, source, from: From::Stream, how: ReceiveHow::Await, answer: Answer::None })
    }

    /// The call that waits for the next item of something that nobody knows, where the code around it or elsewhere says
    /// that it has an end.
    fn unknown_source(&self, call: ExprAt) -> Option<ReceiveData> {
        let source = self.receiver_of(call).filter(|_| self.args(call).is_empty())?;
        if !self.polled_again(call) && !self.ends_elsewhere(call, source) {
            return None;
        }
        let unknown = match self.core_type(&self.type_of(source)) {
            Ty::Ext(path, _) => !library::is_crate(path.split("::").next().unwrap_or_default()),
            Ty::Unknown => true,
            _ => false,
        };
        let fits = unknown && self.place(source).is_some() && !matches!(self.callee(call), Callee::Def(_));
        let how = ReceiveHow::Await;
        fits.then_some(ReceiveData { at: call, source, from: From::Stream, how, answer: Answer::None })
    }

    /// Whether a branch of a `select!` waits for a call of which a sibling, on the same field of the same struct, takes a
    /// `None` for the end.
    fn ends_elsewhere(&self, call: ExprAt, source: ExprAt) -> bool {
        let (ExprKind::Field { base, name }, Some(_)) = (self.kind(source), self.select_branch(call)) else {
            return false;
        };
        let Ty::Def(owner, _) = self.core_type(&self.type_of(ExprAt { id: *base, ..source })) else { return false };
        let leaves = |at: &ExprAt| {
            let ExprKind::Field { base, .. } = self.kind(*at) else { return false };
            let Some(other) = self.parent_expr(*at).filter(|p| self.receiver_of(*p) == Some(*at)) else { return false };
            let same = *at != source
                && self.method_name(other) == self.method_name(call)
                && self.is_struct(ExprAt { id: *base, ..*at }, owner);
            let flow = self.flow(self.body_at(other));
            same && match self.continuation(other, &Shape::None) {
                Continuation::At(ends) => {
                    flow.node_of(other.id).is_some_and(|asks| !ends.iter().any(|end| flow.path(*end, asks, |_| false)))
                }
                Continuation::Question(_) => true,
                _ => false,
            }
        };
        self.field_uses(*name).iter().any(leaves)
    }

    /// Whether a `while let Some` in a loop waits for a call: what it asks has an end, since the loop around it goes on
    /// behind that.
    fn polled_again(&self, call: ExprAt) -> bool {
        let awaited = self.parent_expr(call).filter(|outer| matches!(self.kind(*outer), ExprKind::Await(_)));
        let Some(scrutinee) = awaited.and_then(|awaited| self.parent_expr(awaited)) else { return false };
        let ExprKind::Let { pat, .. } = self.kind(scrutinee) else { return false };
        let head = self.parent_expr(scrutinee).filter(|outer| matches!(self.kind(*outer), ExprKind::While { .. }));
        head.is_some_and(|head| self.loop_around(head).is_some()) && self.takes_some_only(call, *pat)
    }

    /// A channel of instants is a clock (`crossbeam_channel::tick`), and clocks do not close.
    fn is_clock(&self, source: ExprAt, kind: ChannelKind) -> bool {
        let Ty::Ext(_, args) = self.core_type(&self.type_of(source)) else { return false };
        kind == ChannelKind::Crossbeam && args.first().and_then(Ty::path).is_some_and(|p| p.ends_with("::Instant"))
    }

    /// Whether a value is a stream that ends for good: a socket's, a boxed one.
    fn is_ending_stream(&self, at: ExprAt) -> bool {
        match self.core_type(&self.type_of(at)) {
            Ty::Ext(path, _) => library::stream_that_ends(&path) || library::any_stream(&path),
            Ty::Bounds(bounds) => bounds.iter().any(|b| b.path().is_some_and(library::any_stream)),
            _ => false,
        }
    }

    /// The receive that a function of the package is when it does nothing else: `self.0.next().await`.
    fn delegated(&self, def: DefId) -> Option<ReceiveData> {
        let (mut def, mut seen) = (def, FxHashSet::default());
        while seen.insert(def) {
            let mut at = self.only_tail(def)?;
            if let ExprKind::Await(inner) = self.kind(at) {
                at.id = *inner;
            }
            match (self.kind(at), self.callee(at)) {
                (ExprKind::Method(_), Callee::Def(inner)) => def = inner,
                (ExprKind::Method(_), _) => return self.receive_call(at),
                _ => return None,
            }
        }
        None
    }

    /// The one expression that a function without arguments consists of.
    pub(in crate::model) fn only_tail(&self, def: DefId) -> Option<ExprAt> {
        let body = self.index.body(self.index.def(def).body?);
        let Root::Block(block) = body.root else { return None };
        let alone = self.stmts(body.file, block).len() == 1 && body.params.iter().all(|p| p.pat.is_none());
        if alone { self.tail_of(body.file, block) } else { None }
    }

    /// `for x in rx`, `for x in &rx`.
    fn receive_of_for(&self, at: ExprAt, iter: ExprAt) -> Option<ReceiveData> {
        if matches!(self.kind(iter), ExprKind::Method(_) | ExprKind::Call { .. }) {
            return None;
        }
        let Ty::Ext(path, _) = self.head(&self.type_of(iter)) else { return None };
        let (kind, side) = library::end_of_type(&path)?;
        let fits = side == Side::Receiver && calls::is_iterated(kind);
        fits.then(|| ReceiveData {
            at,
            source: self.without_refs(iter),
            from: From::Channel(kind),
            how: ReceiveHow::Drain,
            answer: Answer::Ends,
        })
    }

    /// The `recv(source) -> pattern` branches of a crossbeam `select!`, and those that await a receiver itself.
    fn receives_of_select(&self, at: ExprAt) -> Vec<ReceiveData> {
        let ExprKind::Macro(call) = self.kind(at) else { return Vec::new() };
        let MacroBody::Select(select) = &call.body else { return Vec::new() };
        let mut found = Vec::new();
        for branch in &select.branches {
            let Some(source) = branch.source.map(|id| ExprAt { id, ..at }) else { continue };
            match branch.kind {
                BranchKind::Recv => {}
                BranchKind::Future => {
                    found.extend(self.answer_awaited(source));
                    continue;
                }
                _ => continue,
            }
            let Some(kind) = self.receiver_kind(source).filter(|&k| !self.is_clock(source, k)) else { continue };
            found.push(ReceiveData {
                at: source,
                source: self.without_refs(source),
                from: From::Channel(kind),
                how: ReceiveHow::Block,
                answer: calls::closed_answer_in_select(kind),
            });
        }
        found
    }

    /// The receiver of a channel for one message, which is awaited itself: by `.await` or as a branch of a `select!`.
    fn answer_awaited(&self, at: ExprAt) -> Option<ReceiveData> {
        let receiver = matches!(self.kind(at), ExprKind::Path(_) | ExprKind::Field { .. } | ExprKind::Ref { .. });
        let kind = self.receiver_kind(at).filter(|&k| receiver && k.gives_once())?;
        Some(ReceiveData {
            at,
            source: self.without_refs(at),
            from: From::Channel(kind),
            how: ReceiveHow::Await,
            answer: calls::closed_answer_awaited(kind),
        })
    }

    /// A receive with the `.await` behind it.
    pub(in crate::model) fn asked(&self, at: ExprAt) -> ExprAt {
        self.parent_expr(at).filter(|p| matches!(self.kind(*p), ExprKind::Await(_))).unwrap_or(at)
    }

    /// Whether a receive takes from a channel for one message: there is no second one to wait for.
    pub(in crate::model) fn gives_once(&self, receive: &ReceiveData) -> bool {
        matches!(receive.from, From::Channel(kind) if kind.gives_once())
    }

    /// The case that a closed source's answer is.
    pub(in crate::model) fn closed_shape(&self, receive: &ReceiveData) -> Option<Shape> {
        match receive.answer {
            Answer::None => Some(Shape::None),
            Answer::Err("") => Some(Shape::err(Shape::Any)),
            Answer::Err(name) => Some(Shape::err(Shape::Named(name))),
            Answer::OkNone => Some(Shape::ok(Shape::None)),
            Answer::Ends | Answer::Other => None,
        }
    }

    /// The nodes that stand for a receive: its call, and what waits for it.
    pub(in crate::model) fn receive_nodes(&self, receive: &ReceiveData) -> Vec<NodeId> {
        let flow = self.flow(self.body_at(receive.at));
        let mut nodes: Vec<NodeId> = flow.node_of(receive.at.id).into_iter().collect();
        let mut now = receive.at;
        while let Some(parent) = self.parent_expr(now) {
            let waits = match self.kind(parent) {
                ExprKind::Await(_) => true,
                ExprKind::Macro(_) => {
                    self.select(parent).is_some_and(|s| s.branches.iter().any(|b| b.source == Some(now.id)))
                }
                ExprKind::Call { .. } | ExprKind::Method(_) | ExprKind::Ref { .. } => false,
                _ => break,
            };
            if waits {
                nodes.extend(flow.node_of(parent.id));
                break;
            }
            now = parent;
        }
        nodes
    }
}
