//! Supervisors: whoever sees the owner of a channel's sender end, and then ends the code that receives.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::sources::Source;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::receive::Receive;
use crate::model::library::futures::is_ready;
use crate::model::library::{Call, Side, calls};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{Binding, BindingId, BodyId, ExprAt, Origin};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, StmtKind};

/// What a variable's value has gone into.
#[derive(PartialEq)]
enum Home {
    /// A call, a struct.
    Value(ExprAt),
    /// A closure, a task.
    Code(BodyId),
    /// What a variable has, or leads to.
    Variable(BindingId),
}

impl<'c> Receive<'c> {
    /// Where the code that receives is dropped, or its task aborted, as soon as what owns the sender has ended: both are
    /// sides of one race, or the abort comes right behind the wait for the owner.
    pub fn ends_with_sender(self) -> Option<Span> {
        let krate = self.krate;
        let channels = krate.channels_behind(self.data.source);
        let raced = channels.iter().find_map(|&(channel, site)| {
            let race = krate.race_around(site)?;
            krate.ends.holding(channel, Side::Sender).any(|s| krate.is_given(s, race)).then(|| krate.span(race))
        });
        let aborted = || {
            let task = krate.task_of(krate.body_at(self.data.at))?;
            let mut spawns = krate.spawning_calls().iter().filter(|s| krate.code_of(s.argument) == Some(task));
            let (spawn, None) = (spawns.next()?, spawns.next()) else { return None };
            channels.iter().find_map(|&(channel, _)| krate.aborted_with(spawn, channel))
        };
        raced.or_else(aborted).or_else(|| self.aborted_by_maker())
    }

    /// The abort of the task that runs this, by the struct which keeps its handle, itself or in a list, and which the function
    /// makes that makes the channel: whatever has the sender belongs to that struct as well (learnt from omicron).
    fn aborted_by_maker(self) -> Option<Span> {
        let krate = self.krate;
        let source = Source { at: self.data.source, site: self.data.source };
        let put = krate.made_for_field(source).into_iter().map(|value| value.at);
        let behind = std::iter::once(self.data.source).chain(put).flat_map(|at| krate.channels_behind(at));
        let makers: Vec<BodyId> = behind.map(|(channel, _)| krate.body_at(krate.channels[channel].at)).collect();
        krate.spawns().filter(|spawn| self.is_run_as(*spawn)).find_map(|spawn| {
            let kept = krate.fields_of_thread(spawn.data.at).into_iter();
            kept.filter(|(literal, _)| makers.contains(&krate.body_at(*literal))).find_map(|(literal, field)| {
                let abort = spawn.aborts_through(krate.struct_of_literal(literal)?, field).into_iter().next()?;
                Some(abort.call_span())
            })
        })
    }
}

impl<'c> Receive<'c> {
    /// Whether another wait is over as soon as this receive's source has closed: it is over at once, it waits for what owns
    /// the sender, or for a channel whose sender has the same owner.
    pub fn ends_along_with(self, other: Expr<'c>) -> bool {
        let krate = self.krate;
        let waited = match krate.receiver_of(other.at) {
            Some(receiver) => receiver,
            None => krate.without_refs(other.at),
        };
        let beside = krate.channels_behind(waited);
        let at_once = matches!(krate.callee(other.at), Callee::External(path) if is_ready(&path));
        at_once
            || krate.channels_behind(self.data.source).into_iter().any(|(channel, _)| {
                krate.ends.holding(channel, Side::Sender).any(|sender| {
                    let others = beside.iter().flat_map(|(own, _)| krate.ends.holding(*own, Side::Sender));
                    let mut others = others.chain(krate.subscribed_to(waited));
                    krate.is_given(sender, other.at) || others.any(|own| krate.has_same_owner(sender, own))
                })
            })
    }
}

impl Crate {
    /// The senders by whose `subscribe()` a receiver was made.
    fn subscribed_to(&self, receiver: ExprAt) -> Vec<BindingId> {
        let lent = |at: ExprAt| Some(self.without_refs(at)).filter(|inner| *inner != at);
        let made = self.sources(receiver, &lent).into_iter().map(|source| source.at);
        let made = made.filter(|at| self.method_name(*at).is_some_and(calls::makes_receiver));
        made.filter_map(|at| self.index.local(self.receiver_of(at)?)).collect()
    }

    /// Whether two variables go into one struct, call or task, or both stay in the function that declares them.
    fn has_same_owner(&self, one: BindingId, other: BindingId) -> bool {
        let (first, second) = (self.owners_of(one), self.owners_of(other));
        let same_body = self.index.binding(one).body == self.index.binding(other).body;
        first.iter().any(|home| second.contains(home)) || same_body && first.is_empty() && second.is_empty()
    }

    /// What a variable's value goes into.
    fn owners_of(&self, variable: BindingId) -> Vec<Home> {
        let info = self.index.binding(variable);
        let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        let homes = mentions.filter_map(|at| {
            let body = self.body_at(at);
            if body != info.body {
                return self.moves_on_the_way(at, body, Some(info.body)).then_some(Home::Code(body));
            }
            self.consumed(at).then(|| self.home_around(at))?
        });
        homes.collect()
    }

    fn home_around(&self, at: ExprAt) -> Option<Home> {
        let outer = self.parent_expr(at)?;
        match self.kind(outer) {
            ExprKind::Call { .. } if self.known_call(outer) == Some(Call::Wrap) => self.home_around(outer),
            ExprKind::Call { .. } | ExprKind::Struct { .. } | ExprKind::Method(_) => Some(Home::Value(outer)),
            ExprKind::Assign { left, right } if *right == at.id => {
                self.root_of(ExprAt { id: *left, ..at }).map(Home::Variable)
            }
            _ => None,
        }
    }

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
