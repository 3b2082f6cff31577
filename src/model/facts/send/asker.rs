//! Answers: sends by a sender that came with a question, so that whoever asked may have gone.

use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::library::vocabulary;
use crate::model::source::handles::Variable;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl<'c> Send<'c> {
    /// Whether it tells its receiver to stop, by the name of the sender or of the function around.
    pub fn is_order_to_stop(self) -> bool {
        let krate = self.krate;
        let named = |name: &str| vocabulary::ends_part(&words_of_name(name));
        let sender = match krate.kind(self.data.sender) {
            ExprKind::Field { name, .. } => Some(krate.text(*name)),
            _ => krate.index.local(self.data.sender).map(|id| krate.text(krate.index.binding(id).name)),
        };
        let function = krate.def_of(krate.body_at(self.data.at)).map(|def| krate.text(krate.index.def(def).name));
        sender.into_iter().chain(function).any(named)
    }

    /// Whether its channel takes one value only: an answer.
    pub fn answers_once(self) -> bool {
        self.data.kind.gives_once()
    }

    /// Whether it sets the state of a `watch`, and gives an error where nobody listens.
    pub fn sets_state(self) -> bool {
        self.data.kind == crate::model::library::ChannelKind::Watch
            && self.krate.method_name(self.data.at).is_some_and(crate::model::library::channels::may_set_nothing)
    }

    /// Whether each receiver of its channel gets what is sent, and receivers come and go.
    pub fn is_heard_by_many(self) -> bool {
        self.data.kind.subscribes()
    }

    /// Where the channel is made, when the code that sends has its sender from there.
    pub fn made_nearby(self) -> Option<Span> {
        let root = self.krate.root_of(self.data.sender)?;
        let end = self.krate.ends.get(root)?;
        Some(self.krate.span(self.krate.channels[end.channel].at))
    }

    /// The wait for the reply to what is sent, where that takes along the sender of a channel for one value, and the function
    /// that sends waits for it itself.
    pub fn reply_awaited(self) -> Option<Receive<'c>> {
        let krate = self.krate;
        let sent = self.expr().args().next()?;
        let own =
            |receive: &Receive<'c>| krate.outermost(krate.body_at(receive.data.at)) == krate.outermost(sent.body());
        let takes_along = |channel: Channel<'c>| {
            channel.kind().gives_once()
                && channel.senders().any(|sender| sent.is_made_with(|part| part.local() == Some(sender)))
        };
        krate.receives().filter(own).find(|receive| receive.waits() && receive.channel().is_some_and(takes_along))
    }

    /// The variable by which the sender came: a part of a message, or what a caller gives.
    pub fn came_with(self) -> Option<Variable<'c>> {
        let krate = self.krate;
        let root = krate.root_of(self.data.sender)?;
        let info = krate.index.binding(root);
        let came = match info.origin {
            Origin::Outcome(_) | Origin::ItemOf(_) | Origin::Param(_) => true,
            Origin::Value(value) => {
                !info.steps.is_empty() || krate.expr(ExprAt { file: info.file, id: value }).is_received()
            }
            Origin::SelfParam | Origin::Later | Origin::Unknown => false,
        };
        came.then(|| krate.variable(root))
    }
}
