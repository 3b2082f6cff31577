//! One iteration of a loop that sleeps, taken apart: what decides whether it goes on, and what else it does.

use crate::model::Crate;
use crate::model::effects::reads::Reading;
use crate::model::library::{self, reads};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::syntax::tree::{BlockId, ExprId, ExprKind, MacroBody, PatId, PatKind, StmtKind};

/// What decides whether the loop goes on.
pub(in crate::model) struct Look {
    pub at: ExprAt,
    pub reading: Reading,
}

impl Crate {
    /// The looks of a iteration around a sleep, and the first thing that it does beside looking, sleeping and logging.
    pub(in crate::model) fn parts_of(&self, a_loop: ExprAt, wait: ExprAt) -> (Vec<Look>, Option<ExprAt>) {
        let mut parts = Parts { krate: self, a_loop, wait, looks: Vec::new(), work: None, lets: Vec::new() };
        parts.enclosing_loop();
        (parts.looks, parts.work)
    }
}

/// The parts of one iteration, as they are met.
struct Parts<'c> {
    krate: &'c Crate,
    a_loop: ExprAt,
    wait: ExprAt,
    looks: Vec<Look>,
    work: Option<ExprAt>,
    /// Variables of this iteration, with their values.
    lets: Vec<(BindingId, ExprAt)>,
}

impl Parts<'_> {
    fn here(&self, id: ExprId) -> ExprAt {
        ExprAt { id, ..self.a_loop }
    }

    fn enclosing_loop(&mut self) {
        if let ExprKind::While { cond, .. } = self.krate.kind(self.a_loop)
            && !self.krate.literally_true(self.here(*cond))
        {
            self.look(self.here(*cond));
        }
        if let Some(body) = self.krate.loop_body(self.a_loop) {
            self.block(body);
        }
        for (binding, value) in std::mem::take(&mut self.lets) {
            // A variable that a look mentions is part of the look; any other must at least do nothing.
            if self.looks.iter().any(|l| self.mentions(l.at, binding)) {
                self.look(value);
            } else if !self.krate.reading(value).clean() {
                self.work.get_or_insert(value);
            }
        }
    }

    fn look(&mut self, at: ExprAt) {
        self.looks.push(Look { at, reading: self.krate.reading(at) });
    }

    fn mentions(&self, at: ExprAt, binding: BindingId) -> bool {
        let uses = &self.krate.index.binding(binding).uses;
        let span = self.krate.span(at);
        uses.iter().any(|&id| span.holds(self.krate.span(self.here(id))))
    }

    fn block(&mut self, block: BlockId) {
        let krate = self.krate;
        for stmt in krate.stmts(self.a_loop.file, block).iter() {
            match &stmt.kind {
                StmtKind::Expr { expr, .. } => self.expr(self.here(*expr)),
                StmtKind::Let { pat, init: Some(init), otherwise, .. } => {
                    self.binding(*pat, self.here(*init), *otherwise)
                }
                StmtKind::Let { .. } | StmtKind::Item(_) => {}
            }
        }
    }

    fn binding(&mut self, pat: PatId, value: ExprAt, otherwise: Option<BlockId>) {
        if otherwise.is_some() {
            if self.leaves(value, 1) {
                self.look(value)
            } else {
                self.work(value)
            }
            return;
        }
        match (
            &self.krate.tree(value.file).pats[pat.0 as usize].kind,
            self.krate.index.file(value.file).pat_binding.get(&pat),
        ) {
            (PatKind::Bind { .. }, Some(&binding)) => self.lets.push((binding, value)),
            _ if self.krate.reading(value).clean() => {}
            _ => self.work(value),
        }
    }

    fn work(&mut self, at: ExprAt) {
        self.work.get_or_insert(at);
    }

    /// Whether the n-th side of a decision never comes round.
    fn leaves(&self, decision: ExprAt, n: u32) -> bool {
        let flow = self.krate.flow(self.krate.body_at(self.a_loop));
        flow.side_of(decision.id, n).is_some_and(|node| !self.krate.continues(self.a_loop, node))
    }

    fn expr(&mut self, at: ExprAt) {
        let krate = self.krate;
        let waits = krate.span(at).holds(krate.span(self.wait));
        match krate.kind(at) {
            ExprKind::If { cond, then, otherwise } => self.branches(at, self.here(*cond), *then, *otherwise),
            ExprKind::Match { scrutinee, arms } => {
                let leaving: Vec<bool> = (0..arms.len() as u32).map(|n| self.leaves(at, n)).collect();
                let scrutinee = self.here(*scrutinee);
                if leaving.contains(&true) {
                    self.look(scrutinee);
                } else if !krate.reading(scrutinee).clean() {
                    self.work(scrutinee);
                }
                for (arm, _) in arms.iter().zip(leaving).filter(|(_, leaves)| !leaves) {
                    self.expr(self.here(arm.body));
                }
            }
            ExprKind::Block { block, .. } => self.block(*block),
            ExprKind::Await(_) | ExprKind::Call { .. } | ExprKind::Method(_) if waits => {}
            ExprKind::Await(_) | ExprKind::Call { .. } | ExprKind::Method(_) => {
                // To look at what is taken or put there is a look; to take or put it by the way is work.
                if !krate.reading(at).clean() || krate.method_name(at).is_some_and(reads::changes_content) {
                    self.work(at);
                }
            }
            ExprKind::Break { .. }
            | ExprKind::Return(_)
            | ExprKind::Continue { .. }
            | ExprKind::Path(_)
            | ExprKind::Lit(_) => {}
            ExprKind::Tuple(parts) if parts.is_empty() => {}
            ExprKind::Macro(_) if let Some(select) = krate.select(at) => {
                for branch in &select.branches {
                    self.handler(self.here(branch.handler));
                }
            }
            ExprKind::Assign { left, right } | ExprKind::AssignOp { left, right, .. } => {
                let local = krate.index.local(self.here(*left)).is_some();
                if !local || !krate.reading(self.here(*right)).clean() {
                    self.work(at);
                }
            }
            ExprKind::Macro(call) if library::plain_macro(krate.macro_name(call)) => {}
            ExprKind::Macro(call)
                if matches!(call.body, MacroBody::Args(_)) && library::diverging_macro(krate.macro_name(call)) => {}
            _ => self.work(at),
        }
    }

    /// What a branch of a `select!` does when it has won. What it looks at is what it was given, not what the loop asks.
    fn handler(&mut self, at: ExprAt) {
        let (krate, a_loop, wait) = (self.krate, self.a_loop, self.wait);
        let mut inside = Parts { krate, a_loop, wait, looks: Vec::new(), work: None, lets: Vec::new() };
        inside.expr(at);
        let bound = inside.lets.into_iter().map(|(_, value)| value).find(|&value| !krate.reading(value).clean());
        if let Some(work) = inside.work.or(bound) {
            self.work(work);
        }
    }

    fn branches(&mut self, at: ExprAt, cond: ExprAt, then: BlockId, otherwise: Option<ExprId>) {
        let (yes, no) = (self.leaves(at, 0), self.leaves(at, 1));
        if yes || no {
            self.look(cond);
        } else if !self.krate.reading(cond).clean() {
            self.work(cond);
        }
        if !yes {
            self.block(then);
        }
        if let Some(otherwise) = otherwise.filter(|_| !no) {
            self.expr(self.here(otherwise));
        }
    }
}
