//! Guards and permits that nobody keeps: `let _ = lock.lock();` gives the lock back before the next statement.

use crate::model::facts::guard::Guard;
use crate::model::facts::guard::permit::Permit;
use crate::model::library::{permits, vocabulary};
use crate::model::silence::{Asked, Silence};
use crate::model::source::statements::Statement;
use crate::model::source::tables::ExprAt;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Lit, PatKind, StmtKind};

/// A guard that `_` is given, and so is dropped there and then.
#[derive(Clone, Copy)]
pub struct Discarded<'c> {
    statement: Statement<'c>,
    /// The `_`.
    pub span: Span,
    /// The first thing that is done after it in its block.
    pub work: Option<Span>,
    /// Whether everything from there leads to a panic.
    pub panics: bool,
    /// Whether nothing is done from there but to log.
    pub only_logs: bool,
}

impl Discarded<'_> {
    /// The comment at it by which it only waits until others have done with the lock or slot.
    pub fn said_to_wait(&self) -> Option<Span> {
        let remark = self.statement.remark()?;
        vocabulary::means_wait(&remark.words()).then_some(remark.span)
    }
}

impl<'c> Guard<'c> {
    /// The `let _` that drops the guard as soon as it has been taken.
    pub fn discarded(self) -> Asked<Discarded<'c>> {
        let krate = self.krate;
        let value = self.data.value;
        let stmt = krate.stmt_of(value).ok_or(Silence::NotMine)?;
        let StmtKind::Let { pat, init, .. } = krate.stmt(stmt).kind else { return Err(Silence::NotMine) };
        let pat = &krate.tree(value.file).pats[pat.0 as usize];
        if init != Some(value.id) || !matches!(pat.kind, PatKind::Wild) {
            return Err(Silence::NotMine);
        }
        let statement = krate.statement(stmt);
        let later = std::iter::successors(statement.following(), |stmt| stmt.following());
        let mut works = later.filter_map(|stmt| Some((stmt, stmt.part_where(|part| krate.does_something(part.at))?)));
        let only_logs = works.clone().all(|(stmt, _)| krate.logs_what_is_there(stmt));
        let work = works.next().map(|(_, work)| work);
        let panics = work.and_then(|work| work.first_point()).is_some_and(|point| point.panics());
        Ok(Discarded { statement, span: pat.span, work: work.map(|work| work.span()), panics, only_logs })
    }

    /// Whether it is only tried for, or waited for so long at most.
    pub fn may_give_up(self) -> bool {
        self.data.may_lack
    }
}

impl crate::model::Crate {
    /// Whether an expression does more than name a value.
    fn does_something(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { .. } => !self.is_constructed(at),
            ExprKind::Method(_) | ExprKind::Macro(_) | ExprKind::Await(_) => true,
            ExprKind::Assign { .. } | ExprKind::AssignOp { .. } => true,
            _ => false,
        }
    }

    /// Whether a statement logs, and calls nothing for it.
    fn logs_what_is_there(&self, stmt: Statement<'_>) -> bool {
        let calls = |at| !matches!(self.kind(at), ExprKind::Macro(_)) && self.does_something(at);
        stmt.only_logs() && stmt.part_where(|part| calls(part.at)).is_none()
    }

    /// Whether a call only names a value: `Ok(())`.
    fn is_constructed(&self, call: ExprAt) -> bool {
        let plain = |id| matches!(self.kind(ExprAt { id, ..call }), ExprKind::Lit(Lit::Bool(_)) | ExprKind::Tuple(_));
        let args = self.args(call);
        !args.is_empty() && args.iter().all(|&id| plain(id))
    }
}

impl<'c> Permit<'c> {
    /// The `let _` that gives the permit back as soon as it has been taken.
    pub fn given_back_at_once(self) -> Asked<Discarded<'c>> {
        self.0.discarded()
    }

    /// Whether it is of several slots at a time.
    pub fn is_of_several(self) -> bool {
        self.0.krate.acquired_by(self.0.data.at).is_some_and(|acquire| acquire.count.is_some())
    }

    /// What makes its semaphore a gate that others open: it has no slots at first, or somebody puts slots in.
    pub fn waits_at_gate(self) -> Option<Span> {
        let krate = self.0.krate;
        let semaphore = krate.receiver_of(self.0.data.at)?;
        let made = krate.opened_origins(semaphore).into_iter().find(|at| {
            let slots = krate.args(*at).first().map(|&id| krate.text_at(ExprAt { id, ..*at }));
            slots == Some("0")
        });
        let name = krate.expr(semaphore).place_name();
        let adds = krate.names.find(permits::ADDS).into_iter().flat_map(|name| krate.calls_named([name]));
        let opens = adds
            .into_iter()
            .find(|call| krate.receiver_of(*call).is_some_and(|on| krate.expr(on).place_name() == name));
        made.or(opens).map(|at| krate.span(at))
    }
}
