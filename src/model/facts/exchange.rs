//! Exchanges: places where code waits for the other side of a channel, be it for room, for a message or for a timer.

use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::facts::send::own_loop::OwnLoop;
use crate::model::facts::send::producer::Producer;
use crate::model::flow::{NodeId, NodeKind, Source};
use crate::model::library::{self, Side, channels};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BodyId, ExprAt, Origin};
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, MacroBody};

/// What is stored of an exchange.
#[derive(Debug)]
pub struct ExchangeData {
    pub(in crate::model) at: ExprAt,
    what: What,
}

/// What is waited for, by its number in the package's list.
#[derive(Clone, Copy, Debug)]
enum What {
    Send(usize),
    Receive(usize),
    /// A timer that fires once.
    Timer,
}

/// A send that waits for a receive which comes after it in the same code.
pub struct Unmet<'c> {
    pub channel: Channel<'c>,
    pub receiver: Variable<'c>,
    /// The send, or the call that sends, in the code that has the receiver.
    pub site: Expr<'c>,
    pub slots: u128,
    /// How many values are sent before the first receive, where the source says it.
    pub sent: Option<u128>,
}

/// A wait for an answer from a task that waits first for a message which is sent after the answer.
pub struct Crossed<'c> {
    /// The receive of the task.
    pub first: Receive<'c>,
    pub answer: Send<'c>,
    pub message: Send<'c>,
    pub producer: Producer<'c>,
}

/// A question to the loop in whose own code its answer is waited for.
pub struct SelfAsked<'c> {
    pub question: Send<'c>,
    pub own: OwnLoop<'c>,
}

handle! {
    /// A place where code waits for the other side of a channel.
    Exchange, ExchangeData, exchanges
}

impl<'c> Exchange<'c> {
    /// The call; of a branch of a `select!` its end of the channel.
    pub fn span(self) -> Span {
        match self.krate.kind(self.data.at) {
            ExprKind::Method(_) => self.krate.call_span(self.data.at),
            _ => self.krate.span(self.data.at),
        }
    }

    /// The call, or its end of the channel in a branch of a `select!`.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The send that it is, when that may wait for room with no other exit.
    pub fn sending(self) -> Option<Send<'c>> {
        let What::Send(n) = self.data.what else { return None };
        let send = Send { krate: self.krate, data: &self.krate.sends[n] };
        (send.may_wait_for_room() && send.way_out().is_none()).then_some(send)
    }

    /// The receive that it is, when that waits with no other exit.
    pub fn receiving(self) -> Option<Receive<'c>> {
        let What::Receive(n) = self.data.what else { return None };
        let receive = Receive { krate: self.krate, data: &self.krate.receives[n] };
        (receive.waits() && receive.exits_alone()).then_some(receive)
    }

    /// The receive from a timer that has fired already on some path that leads here: where it is made, and where it fires.
    pub fn spent_timer(self) -> Option<(Span, Span)> {
        let What::Timer = self.data.what else { return None };
        let krate = self.krate;
        let at = self.data.at;
        if krate.branch_of_source(at).is_some() {
            return None;
        }
        let timer = krate.index.local(krate.receiver_of(at)?)?;
        let flow = krate.flow(krate.body_at(at));
        let own = flow.node_of(at.id)?;
        let set = |node: NodeId| match flow.node(node).kind {
            NodeKind::Set(place, Source::Assigned(_) | Source::Whole(_)) => flow.place(place).is_whole(timer),
            _ => false,
        };
        let made = krate.timer_made(timer)?;
        let fired = krate.exchanges.iter().filter(|other| matches!(other.what, What::Timer)).find_map(|other| {
            let source = krate.receiver_of(other.at).unwrap_or(other.at);
            let same = krate.index.local(source) == Some(timer) && krate.body_at(other.at) == krate.body_at(at);
            let from = match krate.branch_of_source(other.at) {
                Some((select, n)) => flow.side_of(select.id, n)?,
                None => flow.node_of(other.at.id)?,
            };
            (same && flow.paths(from).reaching(|node| node == own).without(set).is_some()).then(|| krate.span(source))
        })?;
        Some((made, fired))
    }
}

impl<'c> Receive<'c> {
    /// Whether it waits with no limit and is no branch of a `select!`.
    pub fn exits_alone(self) -> bool {
        self.krate.race_around(self.data.at).is_none() && self.expr().branch().is_none() && self.waits_without_limit()
    }

    /// Whether nothing limits the time for which it waits.
    fn waits_without_limit(self) -> bool {
        !self.expr().callee_name().is_some_and(library::steps::receives_for_a_time)
    }

    /// The wait for an answer whose sender waits first for a message that this code sends only later.
    pub fn crossed(self) -> Option<Crossed<'c>> {
        let krate = self.krate;
        let channel = self.channel()?;
        let body = self.expr().body();
        let answers: Vec<Send<'c>> = channel.sends_into().collect();
        let [answer] = answers.as_slice() else { return None };
        let producer = answer.producer().filter(|_| !channel.has_cloned_sender())?;
        let started = krate.node_in(producer.spawn().at, body)?;
        let waits = self.points().next()?.node;
        let flow = krate.flow(body);
        if krate.body_at(producer.spawn().at) != body || !flow.path(started, waits, |_| false) {
            return None;
        }
        let task = answer.expr().body();
        let inner = krate.flow(task);
        let sends = answer.expr().point()?.node;
        krate
            .receives()
            .filter(|first| first.expr().body() == task && first.exits_alone() && first.waits())
            .find_map(|first| {
                let messages = first.channel()?;
                let nodes: Vec<NodeId> = first.points().map(|point| point.node).collect();
                let before = !inner.path(inner.start, sends, |node| nodes.contains(&node));
                let all: Vec<Send<'c>> = messages.sends_into().collect();
                let [message] = all.as_slice() else { return None };
                let only = message.expr().body() == body && !messages.has_cloned_sender();
                let later = message.expr().point().is_some_and(|point| {
                    flow.path(waits, point.node, |_| false) && !flow.path(flow.start, point.node, |node| node == waits)
                });
                let held = messages.senders().any(|sender| {
                    sender.may_hold_at(crate::model::flow::points::Point { base: krate, body, node: waits })
                });
                (before && only && later && held).then_some((first, *message))
            })
            .map(|(first, message)| Crossed { first, answer: *answer, message, producer })
    }

    /// The question to the very loop in whose own code this waits for the answer.
    pub fn asked_of_own_loop(self) -> Option<SelfAsked<'c>> {
        let krate = self.krate;
        let channel = self.channel().filter(|channel| channel.is_plain_queue() || channel.kind().gives_once())?;
        let mut askers = channel.senders();
        let asker = askers.next()?;
        // Of an answer there is one sender, and the question takes it along.
        if !channel.kind().gives_once() && (askers.next().is_some() || asker.mentions().nth(1).is_some()) {
            return None;
        }
        let waits = self.points().next()?.node;
        let flow = krate.flow(self.expr().body());
        krate.sends().find_map(|question| {
            let asks = question.asked_in(self.expr().body(), asker)?;
            let before = asks.point().is_some_and(|point| flow.path(point.node, waits, |_| false));
            let own = before.then(|| question.own_loop())?.filter(|own| own.channel.is_plain_queue())?;
            // The loop that waits is the one around the wait, not around the question alone.
            krate.leads_to(own.a_loop.at, self.data.at, 4, &mut Vec::new()).then_some(SelfAsked { question, own })
        })
    }
}

impl<'c> Send<'c> {
    /// Whether it is a question to its own loop, the answer to which is waited for right behind it.
    pub fn asks_own_loop(self) -> bool {
        let asked = |receive: Receive<'c>| receive.exits_alone() && receive.waits();
        let own = |question: Send<'c>| question.data.at == self.data.at;
        let mut waits = self.krate.receives().filter(|receive| asked(*receive));
        waits.any(|receive| receive.asked_of_own_loop().is_some_and(|asked| own(asked.question)))
    }

    /// What in the code of a body sends a question that takes along the sender for its answer: this, or the call of a function
    /// that is given the question and sends it.
    fn asked_in(self, body: BodyId, asker: Variable<'c>) -> Option<Expr<'c>> {
        let krate = self.krate;
        let takes_along =
            |call: &Expr<'c>| call.args().any(|given| asker.mentions().any(|mention| given.holds(mention)));
        if self.expr().body() == body {
            return Some(self.expr()).filter(takes_along);
        }
        let own = self.expr().body();
        let sent = self.expr().args().next()?.local()?;
        let Origin::Param(n) = krate.index.binding(sent.id).origin else { return None };
        let calls = krate.callers_of_body(own).into_iter().filter(|call| krate.body_at(*call) == body);
        let mut asking = calls.filter(|call| {
            let given = krate.argument_for(*call, n).map(|given| krate.expr(given));
            given.is_some_and(|given| asker.mentions().any(|mention| given.holds(mention)))
        });
        asking.next().filter(|call| krate.is_run_by(own, *call)).map(|call| krate.expr(call))
    }

    /// The receiver of its channel, where this code or what calls it has it and receives only later.
    pub fn unmet(self) -> Option<Unmet<'c>> {
        let krate = self.krate;
        let channel = self.bounded_queue()?;
        let mut receivers = channel.receivers();
        let receiver = receivers.next().filter(|_| receivers.next().is_none())?;
        let body = receiver.body();
        let (site, once) = self.done_in(body, channel)?;
        let point = site.point()?;
        let flow = krate.flow(body);
        // What is returned has a node of its own, and no call around it.
        let used = |at: ExprAt| flow.ids().find(|node| flow.node(*node).kind.expr() == Some(at.id));
        let node_of = |mention: Expr<'_>| {
            mention.seen_from(body).and_then(|seen| krate.node_in(seen.at, body).or_else(|| used(seen.at)))
        };
        let comes = |from: NodeId, to: NodeId| flow.path(from, to, |_| false);
        let untouched = |node: NodeId| {
            let before = |mention: Expr<'_>| node_of(mention).is_none_or(|used| comes(used, node));
            receiver.mentions().next().is_some() && !receiver.mentions().any(before)
        };
        if !untouched(point.node) || !receiver.may_hold_at(point) {
            return None;
        }
        let together = |(send, other): &(Send<'c>, Expr<'c>)| {
            let other = other.point().map(|other| other.node);
            let along = |node| node == point.node || comes(node, point.node) || comes(point.node, node);
            send.may_wait_for_room() && other.is_some_and(|node| untouched(node) && along(node))
        };
        let own = site == self.expr();
        let beside = channel.sends_into().map(|send| (send, send.expr())).filter(|(_, at)| own && at.body() == body);
        let called = (!own).then_some((self, site));
        let mut each =
            beside.chain(called).filter(together).map(|(_, at)| krate.times_at_most(at.at)?.checked_mul(once?));
        let sent = each.try_fold(0u128, |sum, n| sum.checked_add(n?));
        Some(Unmet { channel, receiver, site, slots: channel.slots()?, sent })
    }

    /// What does it in the code of a body: itself, or the call of a function that is lent the sender, with how often one such
    /// call sends at most, where the source says that.
    fn done_in(self, body: BodyId, channel: Channel<'c>) -> Option<(Expr<'c>, Option<u128>)> {
        let (krate, own) = (self.krate, self.expr().body());
        if own == body {
            return Some((self.expr(), Some(1)));
        }
        let given = krate.ends_behind(self.data.sender, Side::Sender);
        let mut calls = given.into_iter().filter(|(number, call)| {
            *number == channel.number() && krate.body_called(*call) == Some(own) && krate.is_run_by(own, *call)
        });
        let (_, call) = calls.next().filter(|(_, call)| krate.body_at(*call) == body)?;
        let alone = calls.next().is_none() && krate.race_around(call).is_none();
        alone.then(|| (krate.expr(call), krate.times_at_most(self.data.at)))
    }
}

impl Unmet<'_> {
    /// Whether the channel holds all that is sent before the first receive.
    pub fn fits(&self) -> bool {
        self.sent.is_some_and(|sent| sent <= self.slots)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<ExchangeData> {
    let sends = krate.sends.iter().enumerate().map(|(n, send)| ExchangeData { at: send.at, what: What::Send(n) });
    let receives =
        krate.receives.iter().enumerate().map(|(n, receive)| ExchangeData { at: receive.at, what: What::Receive(n) });
    let mut found: Vec<ExchangeData> = sends.chain(receives).chain(krate.timers_asked()).collect();
    found.sort_by_key(|exchange| exchange.at);
    found
}

impl Crate {
    /// The receives from variables that have a timer which fires once.
    fn timers_asked(&self) -> Vec<ExchangeData> {
        if self.names.find(channels::TIMER_THAT_FIRES_ONCE).is_none() {
            return Vec::new();
        }
        let of_timer = |at: ExprAt| self.index.local(at).is_some_and(|timer| self.timer_made(timer).is_some());
        let mut found = Vec::new();
        for at in self.calls() {
            match self.kind(at) {
                ExprKind::Method(method) if channels::waits_for_one(self.text(method.name)) => {
                    let source = ExprAt { id: method.receiver, ..at };
                    found.extend(of_timer(source).then_some(at));
                }
                ExprKind::Macro(call) => {
                    let MacroBody::Select(select) = &call.body else { continue };
                    let receives = select.branches.iter().filter(|branch| branch.kind == BranchKind::Recv);
                    let sources = receives.filter_map(|branch| branch.source).map(|id| ExprAt { id, ..at });
                    found.extend(sources.filter(|source| of_timer(*source)));
                }
                _ => {}
            }
        }
        found.into_iter().map(|at| ExchangeData { at, what: What::Timer }).collect()
    }

    /// Where a variable is given the channel of a timer that fires once.
    fn timer_made(&self, timer: crate::model::source::tables::BindingId) -> Option<Span> {
        let made = self.variable(timer).bound_value()?;
        let once = made.library_function().is_some_and(|path| channels::fires_once(&path));
        once.then(|| made.span())
    }
}
