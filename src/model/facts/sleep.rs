//! Sleeps and timers: what waits for time, how long, and where it stands.

use crate::model::flow::loops::Loop;
use crate::model::library::{self, Call, SleepRow, TimerKind, calls};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{BlockId, ExprKind, ItemKind, Name, PatKind, StmtKind};

/// What is stored of a sleep.
#[derive(Debug)]
pub struct SleepData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) row: SleepRow,
}

handle! {
    /// A call that waits for time, makes the future that does, or limits another's time.
    Sleep, SleepData, sleeps
}

impl<'c> Sleep<'c> {
    /// The call, from its path (or a method's name) to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.timer_span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// Whether it keeps its thread from doing anything else meanwhile.
    fn blocks_thread(self) -> bool {
        self.data.row.blocking
    }

    /// Whether it does nothing but block its thread for so long, whether it is the library's function or one that calls it.
    pub fn blocks_for_time(self) -> bool {
        self.blocks_thread() && matches!(self.kind(), TimerKind::Sleep | TimerKind::Until)
    }

    /// Whether a call, of a function that does nothing else with its argument, is such a sleep as well.
    pub fn is_known_by(self, call: Expr<'_>) -> bool {
        self.krate.sleeps().any(|other| other.data.at == call.at && other.blocks_for_time())
    }

    /// The function with which a task sleeps as long, in the runtime that its file imports from; `None` where that is none or
    /// several, or what is called is no plain `sleep`.
    pub fn task_sleep(self) -> Option<&'static str> {
        self.call().callee_name().filter(|name| library::sleep_name(name))?;
        let imported = |(library, _): &&(&str, &str)| self.krate.imports(self.data.at, |name| name == *library);
        let mut runtimes = library::TASK_SLEEPS.iter().filter(imported);
        let (_, path) = runtimes.next()?;
        runtimes.next().is_none().then_some(path)
    }

    /// What sort of timer it is.
    pub fn kind(self) -> TimerKind {
        self.data.row.kind
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// The loop around it.
    pub fn enclosing_loop(self) -> Asked<Loop<'c>> {
        self.krate.enclosing_loop(self.data.at).ok_or(Silence::NotMine)
    }

    /// Whether the clock of the code around it is paused or simulated.
    pub fn virtual_time(self) -> bool {
        self.krate.virtual_time(self.data.at)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<SleepData> {
    let known = library::timer_names().into_iter().filter_map(|text| krate.names.find(text));
    let seeds: Vec<Name> = known.chain(krate.declared_names(|call| matches!(call, Call::Sleep(_)))).collect();
    let own = krate.names_around(&seeds, 1, |def| krate.may_sleep_for_caller(def));
    let names = own.into_iter().chain(seeds).chain(krate.aliases());
    krate.calls_named(names).into_iter().filter_map(|at| Some(SleepData { at, row: krate.sleep_row(at)? })).collect()
}

impl Crate {
    /// Whether the file around a place imports from a library of this sort.
    pub(in crate::model) fn imports(&self, at: ExprAt, sort: impl Fn(&str) -> bool) -> bool {
        self.tree(at.file).items.iter().any(|item| match &item.kind {
            ItemKind::Use(leaves) => leaves.iter().any(|l| l.path.first().is_some_and(|&n| sort(self.text(n)))),
            _ => false,
        })
    }

    /// The statement that a sleep is all of.
    pub(in crate::model) fn pausing_stmt(&self, sleep: &SleepData) -> Option<StmtAt> {
        if sleep.row.kind != TimerKind::Sleep {
            return None;
        }
        let mut now = sleep.at;
        let mut awaited = sleep.row.blocking;
        loop {
            match self.parent(now) {
                Parent::None => return None,
                Parent::Stmt(block, n) => match self.around_only(now, block).filter(|_| awaited) {
                    Some(around) => now = around,
                    None => {
                        let at = StmtAt { file: now.file, block, n };
                        return (awaited && self.drops_value(at)).then_some(at);
                    }
                },
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..now };
                    match self.kind(parent) {
                        ExprKind::Await(_) => awaited = true,
                        _ if self.known_call(parent) == Some(Call::BlockOn) => awaited = true,
                        ExprKind::Assign { left, .. }
                            if matches!(self.kind(ExprAt { id: *left, ..now }), ExprKind::Other) => {}
                        ExprKind::Method(method)
                            if method.receiver == now.id && calls::ignores_error(self.text(method.name)) => {}
                        _ => return None,
                    }
                    now = parent;
                }
            }
        }
    }

    /// The plain block, or the `async` block that is run where it stands, of which a statement is all.
    fn around_only(&self, stmt: ExprAt, block: BlockId) -> Option<ExprAt> {
        let only = self.stmts(stmt.file, block).len() == 1;
        let around = self.ancestors(stmt).next().filter(|_| only)?;
        match self.kind(around) {
            ExprKind::Block { .. } => Some(around),
            ExprKind::Async { .. } if self.expr(around).runs_in_place() => Some(around),
            _ => None,
        }
    }

    /// Whether a statement does nothing with its value.
    fn drops_value(&self, at: StmtAt) -> bool {
        match &self.stmt(at).kind {
            StmtKind::Expr { semi, .. } => *semi || self.next_stmt(at).is_some(),
            StmtKind::Let { pat, .. } => matches!(self.tree(at.file).pats[pat.0 as usize].kind, PatKind::Wild),
            StmtKind::Item(_) => false,
        }
    }

    /// The expression that gives a timer's length or instant.
    pub(in crate::model) fn length_of(&self, sleep: &SleepData) -> Option<ExprAt> {
        let id = *self.args(sleep.at).get(sleep.row.length as usize)?;
        Some(ExprAt { id, ..sleep.at })
    }
}
