//! Rules about what is started and made: who owns a task, who may start one, how many channels are unbounded.

use crate::map::Owner;
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::{Channel, Spawn};
use crate::model::map::rules::{BreachData, Broken};
use crate::model::source::tables::ExprAt;

impl Crate {
    /// The tasks and threads that nobody owns.
    pub(super) fn unowned_tasks(&self, rule: usize) -> Vec<BreachData> {
        let drawn = self.spawns().filter(|spawn| spawn.is_drawn() && spawn.owner_on_map() == Owner::Detached);
        drawn.map(|spawn| self.breach_by_spawn(spawn, rule, |task| Broken::Unowned { task })).collect()
    }

    /// The places that start a task or thread, but by a function of the project: that one does.
    pub(super) fn started_tasks(&self, rule: usize) -> Vec<BreachData> {
        let starts = self.spawns().filter(|spawn| !self.leaves_it_to_another(spawn.data.at, rule));
        starts.map(|spawn| self.breach_by_spawn(spawn, rule, |task| Broken::Started { task })).collect()
    }

    /// The channels that are unbounded, each with those before it that count too.
    pub(super) fn unbounded_channels(&self, rule: usize, most: usize) -> Vec<BreachData> {
        let counts = |channel: &Channel<'_>| {
            let file = channel.data.at.file;
            !channel.in_test() && self.holds_in(&self.rules[rule].rule, file)
        };
        let mut others = Vec::new();
        let mut found = Vec::new();
        for channel in self.channels().filter(|channel| channel.kind().is_queue() && !channel.is_bounded()) {
            if self.is_given_by_function(channel.data.at) {
                continue;
            }
            let (span, file, in_test) = (channel.span(), channel.data.at.file, channel.in_test());
            let broken = Broken::Unbounded { channel: channel.name_on_map(), others: others.clone() };
            found.push(BreachData { span, file, lets: false, in_test, rule, broken });
            if counts(&channel) && others.len() < most.min(SHOWN) {
                others.push(span);
            }
        }
        found
    }

    fn breach_by_spawn(&self, spawn: Spawn<'_>, rule: usize, how: impl Fn(String) -> Broken) -> BreachData {
        let task = format!("{} `{}`", spawn.noun(), spawn.name_of_code());
        let (span, file, in_test) = (spawn.span(), spawn.data.at.file, spawn.in_test());
        let lets = self.may_start(&self.rules[rule], file, self.scope_at(spawn.data.at));
        BreachData { span, file, lets, in_test, rule, broken: how(task) }
    }

    /// Whether a call starts a task by a function of the project that does so itself, or that may.
    fn leaves_it_to_another(&self, at: ExprAt, rule: usize) -> bool {
        match self.callee_written(at) {
            Callee::Def(def) => {
                let info = self.index.def(def);
                self.may_start(&self.rules[rule], info.file, info.scope) || self.spawn_wrapper(def).is_some()
            }
            _ => self.sibling_function(at).is_some(),
        }
    }

    /// Whether a channel is made by a function of the project, which calls the constructor.
    fn is_given_by_function(&self, at: ExprAt) -> bool {
        matches!(self.callee_written(at), Callee::Def(_)) || self.sibling_function(at).is_some()
    }
}

/// How many other channels are shown beside one that is too much.
const SHOWN: usize = 8;
