//! Whether a channel is seen to close while the code that receives from it may still run.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::facts::receive::Receive;
use crate::model::library::{self, Side};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;

impl Receive<'_> {
    /// Whether what it receives from is seen to close while the code around it may still run: each sender is dropped, or
    /// lies in code that ends. A stream of a socket closes when its peer does.
    pub fn is_seen_to_close(self) -> bool {
        let krate = self.krate;
        if !self.from_channel() {
            let ty = krate.core_type(&krate.type_of(self.data.source));
            return matches!(ty, Ty::Ext(path, _) if library::stream_that_ends(&path));
        }
        let channels = krate.channels_behind(self.data.source);
        let closes = |channel| {
            let mut senders = krate.ends.holding(channel, Side::Sender).peekable();
            senders.peek().is_some() && senders.all(|sender| krate.is_seen_to_go(sender))
        };
        !channels.is_empty() && channels.into_iter().all(|(channel, _)| closes(channel))
    }
}

impl Expr<'_> {
    /// Whether what this method is called on is of a library's type that has its own end, not that of other streams.
    pub fn is_asked_of_known(self) -> bool {
        let Some(on) = self.called_on() else { return false };
        let ty = self.base.core_type(&self.base.type_of(on.at));
        matches!(ty, Ty::Ext(path, _) if !library::selects::merges_streams(&path) && !library::any_stream(&path))
    }
}

impl Crate {
    /// Whether a sender and its clones are seen to be dropped, by code that ends.
    fn is_seen_to_go(&self, sender: BindingId) -> bool {
        self.ways_of_sender(sender).into_iter().all(|sink| match sink {
            Sink::Given(call, n) => self.goes_with_call(call, n),
            sink => self.is_gone_by_end(sink),
        })
    }

    /// Where a sender and its clones go.
    fn ways_of_sender(&self, sender: BindingId) -> Vec<Sink> {
        let clones = self.variable(sender).mentions().filter_map(|mention| mention.cloned_by());
        let routes = clones.map(|clone| self.route(clone.at)).chain([self.route_of_variable(sender)]);
        routes.flat_map(|route| route.sinks).collect()
    }

    /// Whether a call starts a task, or a function of the package drops the sender that is its argument of a number.
    fn goes_with_call(&self, call: ExprAt, n: u32) -> bool {
        if self.spawn_at(call).is_some() {
            return true;
        }
        let Callee::Def(def) = self.callee(call) else { return false };
        let param = self.param_binding(def, n);
        param.is_some_and(|param| self.ways_of_sender(param).into_iter().all(|sink| self.is_gone_by_end(sink)))
    }

    /// Whether a sender is dropped in the end: at once, or with code that ends.
    fn is_gone_by_end(&self, sink: Sink) -> bool {
        match sink {
            Sink::Dropped(_) => true,
            Sink::OutOfScope(variable) => self.is_seen_to_end(self.index.binding(variable).body),
            Sink::Captured(code) => self.is_seen_to_end(code),
            _ => false,
        }
    }

    /// Whether code ends before its process does, as far as its loops show.
    fn is_seen_to_end(&self, body: BodyId) -> bool {
        let begins = self.def_of(body).is_some_and(|def| self.begins_process(def)) && self.task_of(body).is_none();
        !begins && !matches!(self.ending(body), Ending::Endless { .. })
    }
}
