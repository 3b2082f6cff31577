//! Sends: where a value is put into a channel, by which sender, and whether that can wait for room.
//!
//! A send by a value whose type is not known is not seen.

pub mod asker;
pub mod in_turn;
pub mod kept;
pub mod own_loop;
pub mod piped;
pub mod producer;
pub mod stopped;
pub mod watched;

use crate::model::facts::channel::Channel;
use crate::model::facts::spawn::source::{Feed, FeedKind};
use crate::model::flow::loops::Loop;
use crate::model::library::channels::{send_blocks, send_is_limited};
use crate::model::library::{self, ChannelKind, SendHow, Side, never_full};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, MacroBody};

/// What is stored of a send.
#[derive(Debug)]
pub struct SendData {
    /// The call, or the sender of a `send(sender, value) -> …` branch.
    pub(in crate::model) at: ExprAt,
    /// What sends.
    pub(in crate::model) sender: ExprAt,
    kind: ChannelKind,
    waits: Waits,
    /// Whether it blocks its thread, and does not give a future.
    blocks: bool,
}

/// How long a send waits while the channel is full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Waits {
    Never,
    /// For a time at most.
    AWhile,
    UntilRoom,
}

handle! {
    /// One send on a channel.
    Send, SendData, sends
}

impl<'c> Send<'c> {
    /// The call, from its method's name to its last parenthesis; of a branch of a `select!` its sender.
    pub fn span(self) -> Span {
        match self.krate.kind(self.data.at) {
            ExprKind::Method(_) => self.krate.call_span(self.data.at),
            _ => self.krate.span(self.data.at),
        }
    }

    /// The send itself: the call, or what a branch of a `select!` sends by.
    pub fn expr(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What sends.
    pub fn sender_expr(self) -> Expr<'c> {
        self.krate.expr(self.data.sender)
    }

    /// What sends, as the user wrote it.
    pub fn sender_text(self) -> String {
        self.krate.place_text(self.data.sender)
    }

    /// The kind of the channel.
    pub fn into_kind(self) -> ChannelKind {
        self.data.kind
    }

    /// Whether it may wait until there is room, as far as the sender's type tells: not one that tries or has a limit.
    pub fn may_wait_for_room(self) -> bool {
        let krate = self.krate;
        // The future of a send that is awaited together with others is no wait of its own.
        let here = self.data.blocks
            || krate.parent_expr(self.data.at).is_some_and(|outer| {
                matches!(krate.kind(outer), ExprKind::Await(_)) || krate.race_around(self.data.at).is_some()
            });
        self.data.waits == Waits::UntilRoom && here
    }

    /// What lets it go on without room: a limit of time, the `select!` that it is a branch of.
    pub fn way_out(self) -> Option<Span> {
        let krate = self.krate;
        match krate.kind(self.data.at) {
            ExprKind::Method(_) => {
                let limit = (self.data.waits == Waits::AWhile).then_some(self.data.at);
                limit.or_else(|| krate.race_around(self.data.at)).map(|at| krate.span(at))
            }
            _ => krate.parent_expr(self.data.at).map(|select| krate.span(select)),
        }
    }

    /// The channel that it goes to, where that is known, has a limit, and gives each value once.
    pub fn bounded_queue(self) -> Option<Channel<'c>> {
        let mut all = self.channels().filter(|channel| channel.is_bounded() && channel.is_plain_queue());
        all.next().filter(|_| all.next().is_none())
    }

    /// The channels that it can go to, by its own variable, by what callers give and by what is put into a field.
    pub fn channels(self) -> impl Iterator<Item = Channel<'c>> {
        let krate = self.krate;
        let mut numbers: Vec<usize> =
            krate.ends_behind(self.data.sender, Side::Sender).into_iter().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(move |number| Channel { krate, data: &krate.channels[number] })
    }

    /// Where control goes when the receiver has gone.
    pub fn when_refused(self) -> Continuation<crate::model::flow::points::Point<'c>, Expr<'c>> {
        self.expr().when_err()
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }
}

impl<'c> Channel<'c> {
    /// Whether two sends can go to it, or one more than once, at the same time: by clones of its sender.
    pub fn has_cloned_sender(self) -> bool {
        self.krate
            .ends
            .holding(self.number(), Side::Sender)
            .any(|id| self.krate.variable(id).mentions().any(|mention| mention.cloned_by().is_some()))
    }

    /// A send on it in a loop that goes on as long as something comes from outside, or in a function that such a loop calls,
    /// and the loop.
    pub fn fed_as_it_comes(self) -> Option<(Send<'c>, Loop<'c>)> {
        let krate = self.krate;
        let from_outside = |feed: &Feed| matches!(feed.kind, FeedKind::Peers | FeedKind::Stream);
        let hands_on = |at: Expr<'c>| {
            let fed = |feed: &Feed, a_loop: &Loop<'c>| from_outside(feed) && krate.reaches(a_loop.at, feed.at, at.at);
            at.loop_around().filter(|a_loop| krate.feeds(a_loop.at).iter().any(|feed| fed(feed, a_loop)))
        };
        let takes_in = |at: Expr<'c>| at.loop_around().filter(|a_loop| a_loop.asks_for_an_item());
        let called = |send: Expr<'c>| {
            let body = send.body();
            let function = krate.def_of(body).filter(|_| send.loop_around().is_none())?;
            let calls = krate.callers(function).into_iter().filter(|call| !krate.in_test(*call));
            calls.filter(|call| krate.is_run_by(body, *call)).find_map(|call| hands_on(krate.expr(call)))
        };
        self.sends_into().find_map(|send| {
            let own = || takes_in(send.expr()).or_else(|| hands_on(send.expr()));
            Some((send, own().or_else(|| called(send.expr()))?))
        })
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<SendData> {
    if krate.defines_channels() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let names: Vec<_> = library::SENDING.iter().filter_map(|text| krate.names.find(text)).collect();
    for at in krate.calls() {
        match krate.kind(at) {
            ExprKind::Method(method) if names.contains(&method.name) => found.extend(krate.send_call(at)),
            ExprKind::Macro(call) => {
                let MacroBody::Select(select) = &call.body else { continue };
                let sends = select.branches.iter().filter(|branch| matches!(branch.kind, BranchKind::Send { .. }));
                for sender in sends.filter_map(|branch| branch.source) {
                    let sender = ExprAt { id: sender, ..at };
                    let of = krate.sender_kind(sender);
                    let waits = |path: &str| if never_full(path) { Waits::Never } else { Waits::UntilRoom };
                    found.extend(of.map(|(kind, path)| SendData {
                        at: sender,
                        sender,
                        kind,
                        waits: waits(&path),
                        blocks: true,
                    }));
                }
            }
            _ => {}
        }
    }
    found
}

impl Crate {
    /// The send that a method call is.
    fn send_call(&self, at: ExprAt) -> Option<SendData> {
        let (name, sender) = (self.method_name(at)?, self.receiver_of(at)?);
        let (kind, path) = self.sender_kind(sender)?;
        let waits = match library::send_method(kind, name) {
            _ if send_is_limited(name) => Waits::AWhile,
            Some(SendHow::Waits) if !never_full(&path) => Waits::UntilRoom,
            Some(_) => Waits::Never,
            None => return None,
        };
        let blocks = send_blocks(&path, kind, name);
        Some(SendData { at, sender, kind, waits, blocks })
    }

    /// The kind of channel whose sender a value is, behind whatever wraps it, with the sender's type.
    fn sender_kind(&self, at: ExprAt) -> Option<(ChannelKind, std::sync::Arc<str>)> {
        let Ty::Ext(path, _) = self.core_type(&self.type_of(at)) else { return None };
        let (kind, side) = library::end_of_type(&path)?;
        (side == Side::Sender).then_some((kind, path))
    }
}
