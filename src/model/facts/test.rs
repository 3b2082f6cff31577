//! Asynchronous tests, and where they wait for others: a message, a connection, the end of a task.

use crate::model::effects::spawns::SpawnCall;
use crate::model::library::{Unit, calls, tasks};
use crate::model::source::handles::{Expr, Function};
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// What is stored of a test that waits.
#[derive(Debug)]
pub struct TestData {
    def: DefId,
    /// The first wait that nothing ends, and no attribute does.
    unlimited: Option<ExprAt>,
    limited: Option<ExprAt>,
}

handle! {
    /// An asynchronous test whose own code waits for others.
    Test, TestData, tests
}

impl<'c> Test<'c> {
    /// The name of the function.
    pub fn span(self) -> Span {
        self.function().span()
    }

    /// The function.
    pub fn function(self) -> Function<'c> {
        self.krate.as_function(self.data.def)
    }

    /// It is test code.
    pub fn in_test(self) -> bool {
        true
    }

    /// The first place where it waits until others do something, for as long as that takes.
    pub fn waits_without_limit(self) -> Option<Expr<'c>> {
        self.data.unlimited.map(|at| self.krate.expr(at))
    }

    /// The first place where it waits for others until a time is up, or something else comes first.
    pub fn waits_with_limit(self) -> Option<Expr<'c>> {
        self.data.limited.map(|at| self.krate.expr(at))
    }

    /// Whether no test before it waits without a limit.
    pub fn is_first_without_limit(self) -> bool {
        let first = self.krate.tests.iter().find(|test| test.unlimited.is_some());
        first.is_some_and(|first| std::ptr::eq(first, self.data))
    }

    /// Whether what runs the tests of the workspace ends those that take too long.
    pub fn runner_ends_it(self) -> bool {
        self.krate.package.ends_slow_tests
    }
}

impl Crate {
    /// Where a test waits, and whether something ends that; nowhere where it does not.
    fn waits_of_test(&self, def: DefId) -> Option<TestData> {
        let function = self.as_function(def);
        let body = self.index.def(def).body.filter(|body| self.index.body(*body).is_async)?;
        if !function.attributes().any(|(path, _)| tasks::runs_test(path)) {
            return None;
        }
        if function.attributes().any(|(path, _)| tasks::limits_test(path)) {
            return None;
        }
        let (mut unlimited, mut limited) = (None, None);
        self.each_in_body(body, &mut |at| {
            if self.body_at(at) == body && self.waits_for_others(at) {
                let awaited = self.parent_expr(at).is_some_and(|by| matches!(self.kind(by), ExprKind::Await(_)));
                if self.race_around(at).is_some() {
                    limited = limited.or(Some(at));
                } else if awaited {
                    unlimited = unlimited.or(Some(at));
                }
            }
            true
        });
        (unlimited.is_some() || limited.is_some()).then_some(TestData { def, unlimited, limited })
    }

    /// Whether an expression is a future that completes when others have done something.
    fn waits_for_others(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Method(_) if self.method_name(at).is_some_and(calls::waits_for_others) => true,
            ExprKind::Path(_) | ExprKind::Field { .. } | ExprKind::Call { .. } => {
                let starts = |spawn: &SpawnCall| matches!(spawn.row.unit, Unit::Task | Unit::Blocking);
                self.spawn_at(self.made_from(at)).as_ref().is_some_and(starts) || self.is_one_answer(at)
            }
            _ => false,
        }
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<TestData> {
    let defs = (0..krate.index.defs.len() as u32).map(DefId);
    let mut tests: Vec<TestData> = defs.filter_map(|def| krate.waits_of_test(def)).collect();
    tests.sort_by_key(|test| {
        let info = krate.index.def(test.def);
        (info.file.0, info.span.start)
    });
    tests
}
