//! Which task runs a piece of code, as far as the text tells: the innermost spawned body around it.

use crate::model::Crate;
use crate::syntax::Span;

/// The code of a task, and the spawn that starts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Task {
    pub code: Span,
    pub spawn: Span,
}

impl Crate {
    /// Every task whose code is known, in the order of the spawns; code that is spawned twice is the first one's.
    pub fn tasks(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = Vec::new();
        for spawn in self.spawns() {
            let Some(body) = self.code_of(spawn.data.argument) else { continue };
            let code = self.index.body(body).span;
            if tasks.iter().all(|task| task.code != code) {
                tasks.push(Task { code, spawn: spawn.span() });
            }
        }
        tasks
    }
}
