//! Threads of their own: what their code does that needs the runtime of a thread.

use crate::model::facts::spawn::Spawn;
use crate::model::library::{Unit, tasks};
use crate::model::source::handles::Expr;

impl<'c> Spawn<'c> {
    /// The first call of a thread's own code that looks for the runtime of its thread, and what may have made one that of
    /// the thread before; not what closures and blocks in it do.
    pub fn needs_runtime(self) -> Option<(Expr<'c>, Option<Expr<'c>>)> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument).filter(|_| self.unit() == Unit::Thread)?;
        if krate.index.body(body).is_async {
            return None;
        }
        let (mut needs, mut enters) = (None, None);
        krate.each_in_body(body, &mut |at| {
            let here = krate.expr(at);
            let own = here.body() == body;
            let looks = own && here.library_function().is_some_and(|path| tasks::needs_runtime(&path));
            needs = needs.or(looks.then_some(here));
            enters = enters.or(here.callee_name().is_some_and(tasks::enters_runtime).then_some(here));
            true
        });
        needs.map(|needs| (needs, enters))
    }
}
