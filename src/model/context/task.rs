//! Which task runs a piece of code, as far as the text tells: the innermost spawned body around it.

use crate::model::Base;
use crate::model::source::tables::BodyId;
use crate::syntax::Span;

/// The code of a task, and the spawn that starts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Task {
    pub code: Span,
    pub spawn: Span,
}

impl Base {
    /// Every task whose code is known, in the order of the spawns; code that is spawned twice is the first one's.
    pub fn tasks(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = Vec::new();
        for spawn in self.spawning_calls() {
            let Some(body) = self.code_of(spawn.argument) else { continue };
            let code = self.index.body(body).span;
            if tasks.iter().all(|task| task.code != code) {
                tasks.push(Task { code, spawn: self.call_span(spawn.at) });
            }
        }
        tasks
    }

    /// The task or thread whose code a body is, by its own body; `None` for code that its function runs itself.
    pub(in crate::model) fn task_of(&self, body: BodyId) -> Option<BodyId> {
        let spawned = self
            .spawned
            .get_or_init(|| self.spawning_calls().iter().filter_map(|s| self.code_of(s.argument)).collect());
        let mut at = body;
        loop {
            if spawned.contains(&at) {
                return Some(at);
            }
            at = self.index.body(at).parent?;
        }
    }
}
