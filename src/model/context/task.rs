//! Which task runs a piece of code: the innermost spawned body around it, or that of its function's callers where calls
//! lead to it from one task alone.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::callee::DEPTH;
use crate::model::context::runs::HowOften;
use crate::model::context::ways::{Times, Way};
use crate::model::effects::handle::HandleUse;
use crate::model::effects::spawns::SpawnCall;
use crate::model::source::handles::Expr;
use crate::model::source::memo::Memo;
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// The code of a task, and the spawn that starts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Task {
    pub code: Span,
    pub spawn: Span,
}

/// Who may run a piece of code.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Runners {
    pub tasks: Vec<Task>,
    /// Whether code that is in no task in sight can run it too.
    pub others: bool,
}

/// Through how many functions the callers of a piece of code are followed.
const MOST_BODIES: usize = 1_000;

/// The tasks of a package by their code.
pub struct Tasks<'c> {
    base: &'c Base,
    spawns: FxHashMap<BodyId, Vec<ExprAt>>,
    /// Who runs the code of a body, where that was asked.
    known: Memo<BodyId, Runners>,
    callers: Memo<BodyId, Arc<Callers>>,
}

/// Who calls a function without being told apart from a task.
#[derive(PartialEq, Debug)]
struct Callers {
    /// Each once, by its last call.
    bodies: Vec<BodyId>,
    /// Whether code that is in no body in sight can call it too.
    others: bool,
}

impl<'c> Tasks<'c> {
    pub fn of(base: &'c Base) -> Tasks<'c> {
        let mut spawns: FxHashMap<BodyId, Vec<ExprAt>> = FxHashMap::default();
        for spawn in base.spawning_calls() {
            if let Some(body) = base.code_of(spawn.argument) {
                spawns.entry(body).or_default().push(spawn.at);
            }
        }
        Tasks { base, spawns, known: Memo::default(), callers: Memo::default() }
    }

    /// Who runs the code at a span.
    pub fn around(&self, span: Span) -> Runners {
        let file = self.base.file_no(span.file);
        let bodies = file.into_iter().flat_map(|file| self.base.index.bodies_in(file));
        let holding = bodies.filter(|(_, body)| body.span.holds(span));
        let Some((innermost, _)) = holding.min_by_key(|(_, body)| body.span.end - body.span.start) else {
            return Runners { others: true, ..Runners::default() };
        };
        self.known.get(&innermost).unwrap_or_else(|| self.known.keep(innermost, self.runners_of(innermost)))
    }

    /// Who runs the code of a body.
    fn runners_of(&self, innermost: BodyId) -> Runners {
        let mut runners = Runners::default();
        let (mut waiting, mut seen) = (vec![innermost], FxHashSet::default());
        while let Some(body) = waiting.pop() {
            if seen.len() >= MOST_BODIES {
                runners.others = true;
                break;
            }
            if seen.insert(body) {
                self.visit(body, &mut runners, &mut waiting);
            }
        }
        runners
    }

    fn visit(&self, body: BodyId, runners: &mut Runners, waiting: &mut Vec<BodyId>) {
        let info = self.base.index.body(body);
        let spawns = self.spawns.get(&body).map(Vec::as_slice).unwrap_or_default();
        for &at in spawns {
            runners.tasks.push(Task { code: info.span, spawn: self.base.call_span(at) });
        }
        match (info.kind, info.parent, info.def) {
            // A function may be called beside being a task's code.
            (BodyKind::Fn, _, Some(def)) => {
                let callers = self.callers.get(&body);
                let callers =
                    callers.unwrap_or_else(|| self.callers.keep(body, Arc::new(self.callers_of(def, spawns))));
                waiting.extend(&callers.bodies);
                runners.others |= callers.others;
            }
            _ if !spawns.is_empty() => {}
            (_, Some(parent), _) => waiting.push(parent),
            _ => runners.others = true,
        }
    }

    fn callers_of(&self, def: DefId, spawns: &[ExprAt]) -> Callers {
        let base = self.base;
        let given = |at: ExprAt| {
            let holds = |spawn: &ExprAt| spawn.file == at.file && base.span(*spawn).holds(base.span(at));
            spawns.iter().any(holds)
        };
        let calls: Vec<ExprAt> = base.without_tests(def, base.all_callers(def).into_iter()).collect();
        let outside = base.begins_process(def) || base.external_callers(def).is_some() && spawns.is_empty();
        let mut others = outside || calls.is_empty() && spawns.is_empty();
        let (mut bodies, mut seen) = (Vec::new(), FxHashSet::default());
        for at in calls.into_iter().filter(|&at| !given(at)).rev() {
            let body = base.body_at(at);
            // A function that is handed on runs where nobody sees.
            match !matches!(base.kind(at), ExprKind::Path(_)) && body.0 != u32::MAX {
                true => bodies.extend(Some(body).filter(|body| seen.insert(*body))),
                false => others = true,
            }
        }
        bodies.reverse();
        Callers { bodies, others }
    }
}

impl<'c> Expr<'c> {
    /// Whether the body that it is code of is itself the code of a task or thread.
    pub fn is_task_code(self) -> bool {
        self.base.task_of(self.body()) == Some(self.body())
    }

    /// Where the task or thread that it is code of is started, if one place does so and nobody waits for it.
    pub fn started_for_nobody(self) -> Option<Expr<'c>> {
        let base = self.base;
        let task = base.task_of(self.body())?;
        let spawn = base.only_spawn_of(task)?;
        matches!(base.handle_use(spawn.at), HandleUse::Dropped(_)).then(|| base.expr(spawn.at))
    }

    /// Whether several tasks or threads run it at a time: the one place that starts its task, or that of the code which alone
    /// calls its function, does so for each item of a collection, or again and again.
    pub fn is_worked_by_several(self) -> bool {
        let base = self.base;
        let mut body = self.body();
        for _ in 0..DEPTH {
            if let Some(task) = base.task_of(body) {
                return base.only_spawn_of(task).is_some_and(|spawn| base.is_come_to_repeatedly(spawn.at));
            }
            let Some(def) = base.index.body(body).def else { return false };
            let mut calls = base.without_tests(def, base.all_callers(def).into_iter());
            let (Some(call), None) = (calls.next(), calls.next()) else { return false };
            body = base.body_at(call);
        }
        false
    }

    /// How often it is evaluated in the life of a process.
    pub fn evaluated(self) -> HowOften {
        self.base.how_often(self.at)
    }

    /// Where a body waits for the task or thread that it is code of, until that has ended.
    pub fn task_waited_for_in(self, body: BodyId) -> Option<Expr<'c>> {
        let base = self.base;
        let task = base.task_of(self.body())?;
        let limited = base.body_expr(task).is_some_and(|code| base.race_around(code).is_some());
        let spawn = base.only_spawn_of(task)?;
        let waits = base.waits_for_end_of(spawn.at).into_iter().filter(|_| !limited && self.runs_in(task).is_ok());
        waits.into_iter().find(|wait| base.body_at(*wait) == body).map(|wait| base.expr(wait))
    }
}

impl Base {
    /// Whether a place is come to several times in one run of the function around: in a loop, or in a closure that is called
    /// for each item.
    fn is_come_to_repeatedly(&self, at: ExprAt) -> bool {
        let several = |times| !matches!(times, Times::Once);
        let by_closure =
            |body| self.ways_to(body).into_iter().any(|way| matches!(way, Way::From { times, .. } if several(times)));
        let body = self.body_at(at);
        let is_closure = body.0 != u32::MAX && matches!(self.index.body(body).kind, BodyKind::Closure(_));
        several(self.times_in_body(at)) || is_closure && by_closure(body)
    }

    /// The call that starts a task or thread, by its body; `None` where several do.
    pub(in crate::model) fn only_spawn_of(&self, task: BodyId) -> Option<&SpawnCall> {
        let mut spawns = self.spawning_calls().iter().filter(|spawn| self.code_of(spawn.argument) == Some(task));
        spawns.next().filter(|_| spawns.next().is_none())
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
