//! Supervisors: whoever sees the owner of a channel's sender end, and then ends the code that receives.

use crate::model::Crate;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::receive::Receive;
use crate::model::library::Side;
use crate::model::source::tables::{Binding, BindingId, ExprAt, Origin};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::StmtKind;

impl Receive<'_> {
    /// Where the code that receives is dropped, or its task aborted, as soon as what owns the sender has ended: both are
    /// sides of one race, or the abort comes right behind the wait for the owner.
    pub fn ends_with_sender(self) -> Option<Span> {
        let krate = self.krate;
        let channels = krate.channels_behind(self.data.source);
        let raced = channels.iter().find_map(|&(channel, site)| {
            let race = krate.race_around(site)?;
            krate.ends.holding(channel, Side::Sender).any(|s| krate.is_given(s, race)).then(|| krate.span(race))
        });
        raced.or_else(|| {
            let task = krate.task_of(krate.body_at(self.data.at))?;
            let mut spawns = krate.spawning_calls().iter().filter(|s| krate.code_of(s.argument) == Some(task));
            let (spawn, None) = (spawns.next()?, spawns.next()) else { return None };
            channels.iter().find_map(|&(channel, _)| krate.aborted_with(spawn, channel))
        })
    }
}

impl Crate {
    /// The abort of a task that follows the end of what owns a sender of the channel.
    fn aborted_with(&self, spawn: &SpawnCall, channel: usize) -> Option<Span> {
        let aborts = self.aborts_of(spawn.at);
        let follows = |abort: &ExprAt| {
            let race = self.ancestors(*abort).find(|a| self.select(*a).is_some());
            let waits = match race {
                Some(race) => self.select_sources(race),
                None => self.waited_right_before(*abort).into_iter().collect(),
            };
            self.ends.holding(channel, Side::Sender).any(|s| waits.iter().any(|wait| self.is_given(s, *wait)))
        };
        aborts.into_iter().find(follows).map(|abort| self.span(abort))
    }

    fn select_sources(&self, at: ExprAt) -> Vec<ExprAt> {
        let branches = self.select(at).into_iter().flat_map(|select| &select.branches);
        branches.filter_map(|branch| branch.source.map(|id| ExprAt { id, ..at })).collect()
    }

    /// The statement before the one that a call stands in.
    fn waited_right_before(&self, call: ExprAt) -> Option<ExprAt> {
        let stmt = self.stmt_of(call)?;
        match self.stmt(StmtAt { n: stmt.n.checked_sub(1)?, ..stmt }).kind {
            StmtKind::Expr { expr: id, .. } | StmtKind::Let { init: Some(id), .. } => Some(ExprAt { id, ..call }),
            _ => None,
        }
    }

    /// Whether code mentions a sender, or a variable whose value was made with it: `reader(tx)`, the handle of its task.
    fn is_given(&self, sender: BindingId, at: ExprAt) -> bool {
        let holds = |own: BindingId, at: ExprAt| self.mentioned_in(own, at).is_some();
        let made_with = |own: BindingId, info: &Binding| match info.origin {
            Origin::Value(value) => holds(sender, ExprAt { id: value, ..at }) && holds(own, at),
            _ => false,
        };
        let same_file = at.file == self.index.binding(sender).file;
        same_file && (holds(sender, at) || self.index.bindings_in(at.file).any(|(own, info)| made_with(own, info)))
    }
}
