//! Consumers of a channel that nobody waits for: what is still in the channel when their starter ends.

use crate::model::Crate;
use crate::model::effects::ending::Ending;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{self, calls, steps, types};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::ExprKind;

/// A task that works through a channel, and whose starter ends before it has.
pub struct CutOff<'c> {
    pub receive: Receive<'c>,
    pub channel: Channel<'c>,
    /// What it does with each message that is lost otherwise.
    pub work: Expr<'c>,
    pub starter: Function<'c>,
}

impl<'c> Spawn<'c> {
    /// The channel that the task works through until it closes, where its starter is `main`, or alone has its senders and
    /// sends by them.
    pub fn consumes(self) -> Option<CutOff<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument)?;
        let own = krate.receives().filter(|receive| krate.body_at(receive.data.at) == body);
        let starter = self.expr().function()?;
        own.filter(|receive| receive.enclosing_loop().is_ok() || receive.expr().as_loop().is_some()).find_map(
            |receive| {
                let (channel, _) = krate.channels_behind(receive.data.source).into_iter().next()?;
                let channel = Channel { krate, data: &krate.channels[channel] };
                let of_starter = krate.expr(channel.data.at).function().is_some_and(|maker| maker.def == starter.def);
                let work = krate.work_of_consumer(body)?;
                let found = CutOff { receive, channel, work: krate.expr(work), starter };
                (of_starter && channel.is_plain_queue()).then_some(found)
            },
        )
    }

    /// What the task takes along to tell others that it is done: a sender of another channel, a barrier.
    pub fn tells_when_done(self, consumer: &CutOff<'c>) -> Option<Variable<'c>> {
        let krate = self.krate;
        let sends = |one: &Variable<'c>| {
            let of_channel = krate.channels().any(|channel| channel.senders().any(|sender| sender == *one));
            let told = match krate.core_type(&krate.type_of_binding(one.id)) {
                Ty::Ext(path, _) => types::tells_done(&path),
                _ => false,
            };
            of_channel || told
        };
        let read = consumer.channel.receivers().collect::<Vec<_>>();
        self.taken_along().filter(|one| !read.contains(one)).find(sends)
    }
}

impl<'c> CutOff<'c> {
    /// Whether a message carries nothing: `()`.
    pub fn carries_nothing(&self) -> bool {
        let krate = self.channel.krate;
        self.channel.senders().any(|sender| {
            matches!(krate.core_type(&krate.type_of_binding(sender.id)), Ty::Ext(_, args)
                if matches!(args.first(), Some(Ty::Tuple(parts)) if parts.is_empty()))
        })
    }

    /// Whether the starter ends while something may still be in the channel: it does not run forever, and every sender goes
    /// with it.
    pub fn ends_with_starter(&self) -> bool {
        let krate = self.channel.krate;
        let Some(body) = krate.code_of_function(self.starter.def) else { return false };
        let goes_on = matches!(krate.ending(body), Ending::Endless { .. });
        let sends = self.channel.senders().any(|sender| sender.mentions().any(|at| krate.sends_by(at.at)));
        match self.starter.is_entry_of_process() {
            true => !goes_on,
            false => !goes_on && sends && self.channel.senders().all(|sender| krate.stays_here(sender, body)),
        }
    }

    /// Where the starter waits until the channel's other side has gone.
    pub fn waited_for(&self) -> Option<Expr<'c>> {
        let mut mentions = self.channel.senders().flat_map(Variable::mentions);
        mentions.find_map(|at| {
            let call = at.base.parent_expr(at.at).map(|call| at.base.expr(call))?;
            (call.called_on() == Some(at) && call.callee_name().is_some_and(steps::waits_for_other_side))
                .then_some(call)
        })
    }
}

impl Crate {
    /// What a consumer does with a message that nobody else has: it writes, prints or keeps it.
    fn work_of_consumer(&self, body: BodyId) -> Option<ExprAt> {
        let mut found = None;
        self.each_in_body(body, &mut |at| {
            let writes = match self.kind(at) {
                ExprKind::Macro(call) => library::writes_out(self.macro_name(call)),
                _ => self.callee_name(at).is_some_and(steps::stores),
            };
            if found.is_none() && writes && self.loop_around(at).is_some() {
                found = Some(at);
            }
            found.is_none()
        });
        found
    }

    fn sends_by(&self, mention: ExprAt) -> bool {
        self.parent_expr(mention).is_some_and(|call| {
            self.receiver_of(call) == Some(mention) && self.method_name(call).is_some_and(calls::sends)
        })
    }

    /// Whether a variable stays in a body: each mention is a call on it there, or drops it.
    fn stays_here(&self, variable: Variable<'_>, body: BodyId) -> bool {
        let info = self.index.binding(variable.id);
        info.body == body
            && info.uses.iter().all(|&id| {
                let at = ExprAt { file: info.file, id };
                let called = self.parent_expr(at).is_some_and(|call| {
                    self.receiver_of(call) == Some(at) && !self.method_name(call).is_some_and(steps::clones)
                });
                self.body_at(at) == body && (called || self.expr(at).is_dropped())
            })
    }
}
