//! The work that was started before a statement: what of it may still run there, and what it works on.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::leaves::Leaves;
use crate::model::library::reads::reads_state;
use crate::model::library::{self, calls, steps};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::statements::Statement;
use crate::model::source::tables::{Binding, BindingId, BodyKind, ExprAt, Origin};
use crate::model::source::tree::StmtAt;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// How often a value is cloned or lent under another name on the way from its first one.
const RENAMES: usize = 8;

impl<'c> Statement<'c> {
    /// The calls before it that started other work which may still run, the nearest first; of `spawn(serve(address))` the
    /// outer one.
    pub fn works_before(self) -> impl Iterator<Item = Expr<'c>> {
        let base = self.base;
        base.works_before(self.at).into_iter().rev().map(|at| base.expr(at))
    }

    /// The call before it of a function of the package which leaves a task or thread behind that runs on, the nearest.
    pub fn work_left_before(self) -> Option<Expr<'c>> {
        let base = self.base;
        let mut last: Option<ExprAt> = None;
        let runs_on = |call: &ExprAt| base.leaves_work(*call) && !base.has_told_before(*call, self.at);
        for call in base.calls_before(self.at).filter(runs_on) {
            if !last.is_some_and(|outer| base.span(outer).holds(base.span(call))) {
                last = Some(call);
            }
        }
        last.map(|at| base.expr(at))
    }

    /// The call of the package's own code before it that did all its work: whatever was called before it in its test is
    /// over.
    pub fn finished_before(self) -> Option<Expr<'c>> {
        self.base.finished_before(self.at).map(|at| self.base.expr(at))
    }
}

impl<'c> Expr<'c> {
    /// Whether the task or thread that it starts was told to end before a statement.
    pub fn is_aborted_before(self, at: Statement<'_>) -> bool {
        let base = self.base;
        let aborts = |mention: Expr<'_>| {
            let call = base.parent_expr(mention.at).filter(|&p| base.receiver_of(p) == Some(mention.at));
            call.and_then(|call| base.method_name(call)).is_some_and(library::ends_task)
        };
        let before = |mention: &Expr<'_>| mention.comes_surely_before(at);
        self.let_around().is_some_and(|handle| handle.mentions().filter(before).any(aborts))
    }

    /// Whether it calls a function of the package that starts nothing itself, but gives what starts work when it is dropped.
    pub fn starts_work_when_dropped(self) -> bool {
        matches!(self.base.callee(self.at), Callee::Def(_)) && self.base.leaves_when_dropped(self.at)
    }

    /// Whether it stands before a statement, and under no condition that does not hold there as well.
    fn comes_surely_before(self, at: Statement<'_>) -> bool {
        let base = self.base;
        let same_side = |side: Span| side.holds(self.span()) == side.holds(at.span());
        let same_sides = |decision: Expr<'_>| match base.kind(decision.at) {
            ExprKind::If { cond, then, otherwise } => {
                let asked = base.span(ExprAt { id: *cond, ..decision.at }).holds(self.span());
                let other = otherwise.is_none_or(|id| same_side(base.span(ExprAt { id, ..decision.at })));
                asked || same_side(base.tree(decision.at.file).blocks[then.0 as usize].span) && other
            }
            ExprKind::Match { arms, .. } => {
                arms.iter().all(|arm| same_side(base.span(ExprAt { id: arm.body, ..decision.at })))
            }
            _ => true,
        };
        self.span().end <= at.span().start && self.conditions().all(same_sides)
    }

    /// Whether it makes what a variable has, or mentions it or a clone of it.
    pub fn works_on(self, variable: Variable<'_>) -> bool {
        let owner = self.base.first_name(variable.id);
        let made = self.let_around().is_some_and(|made| made.id == owner);
        let mentions = |part: Expr<'_>| part.local().is_some_and(|local| self.base.first_name(local.id) == owner);
        made || self.first_anywhere(mentions).is_some()
    }
}

impl<'c> Variable<'c> {
    /// The expression that made what it has, be it one of several things that this made.
    pub fn made_by(self) -> Option<Expr<'c>> {
        let info = self.base.index.binding(self.base.first_name(self.id));
        match info.origin {
            Origin::Value(id) => Some(self.base.expr(ExprAt { file: info.file, id })),
            _ => None,
        }
    }

    /// The other variables that were bound to parts of the same value: `tx` of `let (tx, rx) = channel()`.
    pub fn made_together(self) -> impl Iterator<Item = Variable<'c>> {
        let base = self.base;
        let first = base.first_name(self.id);
        let own = base.index.binding(first);
        let same = move |(_, other): &(BindingId, &Binding)| other.origin == own.origin;
        base.index.bindings_in(own.file).filter(same).map(|(id, _)| base.variable(id)).filter(move |v| v.id != first)
    }

    /// Whether its own function sends by it before a statement.
    pub fn sends_before(self, at: Statement<'_>) -> bool {
        let base = self.base;
        let sends = |mention: Expr<'_>| {
            let call = base.parent_expr(mention.at).filter(|&around| base.receiver_of(around) == Some(mention.at));
            call.and_then(|call| base.method_name(call)).is_some_and(calls::hands_out)
        };
        let before = |mention: &Expr<'_>| mention.span().end <= at.span().start;
        self.mentions().filter(before).any(sends)
    }

    /// The call of the package's own code that made what it has and leaves work behind which runs on.
    pub fn made_with_work(self) -> Option<Expr<'c>> {
        let base = self.base;
        base.find_below(self.made_by()?.at, &|at| base.leaves_work(at)).map(|at| base.expr(at))
    }

    /// Whether a method is called on it or its fields between two places of its function that does more than ask for its state.
    pub fn is_given_work_between(self, from: Span, to: Statement<'_>) -> bool {
        let base = self.base;
        let between = |mention: &Expr<'_>| mention.span().start >= from.end && mention.span().end <= to.span().start;
        let given = |mention: Expr<'_>| {
            let field = |around: &ExprAt| matches!(base.kind(*around), ExprKind::Field { .. });
            let place = base.ancestors(mention.at).take_while(field).last().unwrap_or(mention.at);
            let call = base.parent_expr(place).filter(|&around| base.receiver_of(around) == Some(place));
            call.and_then(|call| base.method_name(call)).is_some_and(|name| !reads_state(name))
        };
        self.mentions().filter(between).any(given)
    }
}

impl Base {
    /// The calls before a statement that start other work, but for what is awaited or joined before it, in the order of the
    /// source.
    fn works_before(&self, at: StmtAt) -> Vec<ExprAt> {
        let mut works: Vec<ExprAt> = Vec::new();
        for call in self.calls_before(at).filter(|&call| self.starts_work(call)) {
            if !works.last().is_some_and(|&outer| self.span(outer).holds(self.span(call))) {
                works.push(call);
            }
        }
        works.retain(|&work| !self.is_over_before(work, at) && !self.has_told_before(work, at));
        works
    }

    /// Whether a call was given a sender, or what has one, and its receiver was waited on before a statement: what was started
    /// there has said that it is done (learnt from zellij). A task of the function's own may go on after that.
    fn has_told_before(&self, work: ExprAt, at: StmtAt) -> bool {
        let statement = self.statement(at);
        let begun = self.span(work).end;
        let waits = |mention: Expr<'_>| {
            let call = self.parent_expr(mention.at).filter(|&around| self.receiver_of(around) == Some(mention.at));
            call.and_then(|call| self.method_name(call)).is_some_and(steps::receives_message)
        };
        let waited_on = |variable: Variable<'_>| {
            let mut behind = variable.mentions().filter(|mention| mention.span().start >= begun);
            behind.any(|mention| mention.comes_surely_before(statement) && waits(mention))
        };
        self.spawn_at(work).is_none()
            && self
                .expr(work)
                .first_anywhere(|part| part.local().is_some_and(|own| own.made_together().any(waited_on)))
                .is_some()
    }

    /// Whether a task or thread was awaited or joined before a statement.
    fn is_over_before(&self, work: ExprAt, at: StmtAt) -> bool {
        let (work, at) = (self.expr(work), self.statement(at));
        let before = |mention: &Expr<'_>| mention.comes_surely_before(at) && mention.body() == work.body();
        self.spawn_at(work.at).is_some()
            && (work.is_waited_for()
                || self.waits_for_end_of(work.at).into_iter().any(|wait| self.expr(wait).comes_surely_before(at))
                || work.let_around().is_some_and(|handle| handle.mentions().filter(before).any(Expr::is_waited_for)))
    }

    /// Whether a call runs a function of the package that leaves a task or thread behind.
    fn leaves_work(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::Def(_)) && self.left_by_call(call) == Leaves::Work
    }

    fn finished_before(&self, at: StmtAt) -> Option<ExprAt> {
        let body = self.index.body(self.function_of(at)?);
        let all: Vec<ExprAt> = self.calls_before(at).collect();
        let over = body.kind == BodyKind::Fn
            && body.params.is_empty()
            && all.iter().all(|&call| self.left_by_call(call) == Leaves::Nothing);
        let own = |call: &ExprAt| matches!(self.callee(*call), Callee::Def(_));
        all.into_iter().rfind(own).filter(|_| over)
    }

    /// The variable that first had what a variable has, through clones and references of it.
    pub(super) fn first_name(&self, binding: BindingId) -> BindingId {
        let mut now = binding;
        for _ in 0..RENAMES {
            let info = self.index.binding(now);
            let Origin::Value(value) = info.origin else { break };
            let Some(renamed) = self.renamed(ExprAt { file: info.file, id: value }) else { break };
            now = renamed;
        }
        now
    }

    /// The variable of which an expression is another handle: `x`, `&x`, `x.clone()`, `Arc::clone(&x)`.
    pub(super) fn renamed(&self, at: ExprAt) -> Option<BindingId> {
        let inner = |id| self.renamed(ExprAt { id, ..at });
        match self.kind(at) {
            ExprKind::Path(_) => self.index.local(at),
            ExprKind::Ref { operand, .. } => inner(*operand),
            ExprKind::Method(method) if calls::names_same(self.text(method.name)) => inner(method.receiver),
            ExprKind::Call { args, .. } if self.callee_name(at).is_some_and(calls::makes_second) => {
                inner(*args.first()?)
            }
            _ => None,
        }
    }
}
