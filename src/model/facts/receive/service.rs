//! Services: code that is started so many times as a program has parts, which keep the senders for as long as they are there.

use crate::model::context::runs::Runs;
use crate::model::facts::receive::Receive;
use crate::model::library::Side;
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::values::follow::Sink;

impl Receive<'_> {
    /// Whether what makes its channel gives the sender to its callers alone, and is called a limited number of times in a
    /// process: what is started so serves others until the process ends (learnt from substrate-telemetry).
    pub fn serves_process(self) -> bool {
        let krate = self.krate;
        let channels = krate.channels_behind(self.data.source);
        let service = |&(channel, _): &(usize, ExprAt)| {
            let made = krate.channels[channel].at;
            let limited = matches!(krate.how_often(made).runs, Runs::AtMost(_) | Runs::EachItem | Runs::EachOwner);
            let own = |sender: &BindingId| krate.index.binding(*sender).body == krate.body_at(made);
            let mut senders = krate.ends.holding(channel, Side::Sender).filter(own).peekable();
            let returned = |sender: BindingId| {
                let sinks = krate.route_of_variable(sender).sinks;
                !sinks.is_empty() && sinks.iter().all(|sink| matches!(sink, Sink::Returned(_)))
            };
            limited && senders.peek().is_some() && senders.all(returned)
        };
        !channels.is_empty() && channels.iter().all(service)
    }
}
