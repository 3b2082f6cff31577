//! A sleep that guesses when other work is done, made to wait for the work's end.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::wait::Pause;
use crate::model::fixes::edit::{Change, Edit};
use crate::model::library::{self, Call, OnDrop, SpawnRow, Unit, calls, steps};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, PatKind, StmtKind};

/// What the handle is called where it has no name.
const WRITTEN_TASK: &str = "task";
const WRITTEN_THREAD: &str = "worker";

/// How the end of started work is waited for.
struct End {
    /// What stands behind the handle's name: `.await.unwrap()`.
    wait: &'static str,
    /// The statement that starts the work.
    started: StmtAt,
    spawn: ExprAt,
    /// What to call the handle where it has no name.
    name: &'static str,
}

impl Pause<'_> {
    /// The handle of this work, started before it, awaited or joined in the sleep's place, in a test. There is none where
    /// the work is not known to end by itself or its handle is needed for something else.
    ///
    /// Never sure: what follows may have wanted less than the end.
    pub fn awaiting(&self, work: Expr<'_>) -> Option<Change> {
        let krate = self.krate;
        if !self.in_test() || !krate.is_editable(self.sleep.at) {
            return None;
        }
        let end = self.end(work.at)?;
        let edits = match &krate.stmt(end.started).kind {
            StmtKind::Expr { expr, semi: true } if *expr == end.spawn.id => {
                let name = krate.unused_name(end.spawn, end.name);
                let head = krate.span(end.spawn).head();
                vec![Edit { span: head, text: format!("let {name} = ") }, self.waits_for(&name, &end)]
            }
            StmtKind::Let { pat, init, otherwise: None, .. } if *init == Some(end.spawn.id) => {
                match &krate.tree(end.spawn.file).pats[pat.0 as usize] {
                    wild if matches!(wild.kind, PatKind::Wild) => {
                        let name = krate.unused_name(end.spawn, end.name);
                        vec![Edit { span: wild.span, text: name.clone() }, self.waits_for(&name, &end)]
                    }
                    _ => self.waits_for_bound(krate.let_name(end.spawn)?, &end)?,
                }
            }
            _ => return None,
        };
        Some(Change { edits, sure: false })
    }

    /// The end of work that was started before the sleep, in the same block, when it ends by itself.
    fn end(&self, spawn: ExprAt) -> Option<End> {
        let krate = self.krate;
        let Some(Call::Spawn(row)) = krate.known_call(spawn) else { return None };
        let started = krate.stmt_of(spawn).filter(|s| s.block == self.stmt.block)?;
        let code = krate.code_of(krate.code_given(spawn, row)?)?;
        let wait = self.wait(row, &krate.callee(spawn))?;
        let name = if row.unit == Unit::Thread { WRITTEN_THREAD } else { WRITTEN_TASK };
        krate.surely_ends(code).then_some(End { wait, started, spawn, name })
    }

    fn wait(&self, row: SpawnRow, callee: &Callee) -> Option<&'static str> {
        let Callee::External(path) = callee else { return None };
        match (row.unit, row.on_drop) {
            (Unit::Task, OnDrop::Detach | OnDrop::Cancel) if !self.blocks() => Some(library::wait_for_task(path)),
            (Unit::Thread, OnDrop::Detach) if self.blocks() => Some(".join().unwrap()"),
            _ => None,
        }
    }

    fn waits_for(&self, name: &str, end: &End) -> Edit {
        self.krate.replaced_stmt(self.stmt, &format!("{name}{};", end.wait))
    }

    /// The handle has a name: it must not be needed any more, or only to be waited for in the same block.
    fn waits_for_bound(&self, handle: BindingId, end: &End) -> Option<Vec<Edit>> {
        let krate = self.krate;
        let name = krate.text(krate.index.binding(handle).name);
        let mentions: Vec<ExprAt> = krate.uses_of(handle).collect();
        match mentions.as_slice() {
            [] => Some(vec![self.waits_for(name, end)]),
            [only] => {
                let stmt = krate.stmt_of(*only).filter(|s| s.block == self.stmt.block && s.n > self.stmt.n)?;
                let text = krate.source(self.stmt.file).text_of(krate.stmt(stmt).span);
                if krate.asserts_finished(*only) {
                    return Some(vec![self.waits_for(name, end), krate.deleted(stmt, false)]);
                }
                let waits = krate.only_waits(*only, stmt);
                waits.then(|| vec![krate.replaced_stmt(self.stmt, text), krate.deleted(stmt, false)])
            }
            _ => None,
        }
    }
}

impl Crate {
    /// Whether a mention of a handle is `assert!(handle.is_finished())`.
    fn asserts_finished(&self, handle: ExprAt) -> bool {
        let asks = self.parent_expr(handle).filter(|p| self.method_name(*p).is_some_and(calls::asks_finished));
        asks.and_then(|asks| self.parent_expr(asks)).is_some_and(|p| match self.kind(p) {
            ExprKind::Macro(call) => {
                calls::asserts(self.macro_name(call)) && matches!(self.parent(p), Parent::Stmt(..))
            }
            _ => false,
        })
    }

    /// Whether a statement only awaits or joins a handle: `handle.await.unwrap();`.
    fn only_waits(&self, handle: ExprAt, stmt: StmtAt) -> bool {
        let StmtKind::Expr { expr, semi: true } = self.stmt(stmt).kind else { return false };
        let mut now = handle;
        let mut waits = false;
        while now.id != expr {
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => waits = true,
                ExprKind::Method(method) if method.receiver == now.id => match self.text(method.name) {
                    name if calls::joins(name) => waits = true,
                    name if steps::panics_on_error(name) => {}
                    _ => return false,
                },
                ExprKind::Try(_) => {}
                _ => return false,
            }
            now = parent;
        }
        waits
    }
}
