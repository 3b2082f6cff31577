//! Threads of their own: what their code does that needs the runtime of a thread.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{Unit, tasks};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt};

/// How many functions that call one another are followed.
const DEEPEST: u32 = 3;

/// A call of a thread's code that looks for the runtime of its thread.
pub struct Needs<'c> {
    pub call: Expr<'c>,
    /// The calls of plain functions that lead there, outermost first.
    pub way: Vec<Expr<'c>>,
    /// What may have made a runtime that of the thread before.
    pub enters: Option<Expr<'c>>,
}

/// The code of one function or closure: what it does about a runtime.
#[derive(Default)]
struct Asks {
    needs: Option<ExprAt>,
    enters: Option<ExprAt>,
    /// The calls of plain functions of the package.
    calls: Vec<(ExprAt, BodyId)>,
}

impl<'c> Spawn<'c> {
    /// The first call of a thread's code that looks for the runtime of its thread, by itself or through functions that it
    /// calls; not what closures and blocks in it do.
    pub fn needs_runtime(self) -> Option<Needs<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument).filter(|_| self.unit() == Unit::Thread)?;
        if krate.index.body(body).is_async {
            return None;
        }
        let own = krate.asks_for_runtime(body);
        let enters = own.enters.map(|at| krate.expr(at));
        if let Some(needs) = own.needs {
            return Some(Needs { call: krate.expr(needs), way: Vec::new(), enters });
        }
        // A function that is called may be one for callers with a runtime: nobody knows which of them this is.
        let (call, way) = own.calls.into_iter().filter(|_| enters.is_none()).find_map(|(call, body)| {
            let (needs, mut way) = krate.needs_runtime_in(body, DEEPEST)?;
            way.insert(0, krate.expr(call));
            Some((needs, way))
        })?;
        Some(Needs { call: krate.expr(call), way, enters })
    }
}

impl Needs<'_> {
    /// Whether it is under a condition, or in one of several arms, on its way: the thread may never come to it.
    pub fn is_conditional(&self) -> bool {
        std::iter::once(&self.call).chain(&self.way).any(|step| step.conditions().next().is_some())
    }
}

/// The call by which a body needs a runtime, and those that lead there.
pub(in crate::model) type Needed = Option<(ExprAt, Vec<ExprAt>)>;

impl Crate {
    fn needs_runtime_in(&self, body: BodyId, depth: u32) -> Option<(ExprAt, Vec<Expr<'_>>)> {
        let depth = depth.checked_sub(1)?;
        let key = (body, depth);
        let found = self.needing_runtime.get(&key);
        let (needs, way) =
            found.unwrap_or_else(|| self.needing_runtime.keep(key, self.runtime_needed_in(body, depth)))?;
        Some((needs, way.into_iter().map(|at| self.expr(at)).collect()))
    }

    fn runtime_needed_in(&self, body: BodyId, depth: u32) -> Needed {
        let own = self.asks_for_runtime(body);
        if own.enters.is_some() {
            return None;
        }
        if let Some(needs) = own.needs {
            return Some((needs, Vec::new()));
        }
        own.calls.into_iter().find_map(|(call, body)| {
            let (needs, way) = self.needs_runtime_in(body, depth)?;
            Some((needs, std::iter::once(call).chain(way.into_iter().map(|step| step.at)).collect()))
        })
    }

    fn asks_for_runtime(&self, body: BodyId) -> Asks {
        let mut asks = Asks::default();
        self.each_in_body(body, &mut |at| {
            let here = self.expr(at);
            if here.callee_name().is_some_and(tasks::enters_runtime) {
                asks.enters = asks.enters.or(Some(at));
            }
            if here.body() != body {
                return true;
            }
            if here.library_function().is_some_and(|path| tasks::needs_runtime(&path)) {
                asks.needs = asks.needs.or(Some(at));
            }
            if let Callee::Def(def) = self.callee(at)
                && !self.as_function(def).is_async()
                && let Some(inner) = self.index.def(def).body
            {
                asks.calls.push((at, inner));
            }
            true
        });
        asks
    }
}
