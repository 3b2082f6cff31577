//! What a side of a race does when it wins: real work, a look, success or failure; and whether it comes again.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::flow::{Flow, Leave, NodeId, NodeKind};
use crate::model::library::{self, Call, TimerKind, calls};
use crate::model::source::tables::{ExprAt, FileNo, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, Lit, MacroBody, StmtKind};

impl Crate {
    /// Whether a node does work: a call of unknown effect or an await, outside conditions, log lines and lets.
    pub(super) fn is_work(&self, flow: &Flow, node: NodeId, race: ExprAt) -> bool {
        let at = match flow.node(node).kind {
            NodeKind::Eval(id) | NodeKind::Await(id) => ExprAt { id, ..race },
            _ => return false,
        };
        let awaits = matches!(flow.node(node).kind, NodeKind::Await(_));
        let harmless = match self.kind(at) {
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Args(_) => {
                    let name = self.macro_name(call);
                    library::plain_macro(name) || library::diverging_macro(name) || library::returning_macro(name)
                }
                _ => false,
            },
            ExprKind::Call { .. } | ExprKind::Method(_) => {
                matches!(self.known_call(at), Some(Call::Wrap | Call::Sleep(_)))
                    || self.only_asks(at)
                    || self.only_logs(at)
            }
            ExprKind::Closure(_) | ExprKind::Async { .. } => true,
            _ => !awaits,
        };
        !harmless
            && !self.part_of_race(at, race)
            && !self.in_condition_or_let(at, awaits)
            && (awaits || !self.only_printed(at))
    }

    /// Whether an expression belongs to the race: a side of it, or the race itself.
    fn part_of_race(&self, at: ExprAt, race: ExprAt) -> bool {
        let own = self.span(at);
        if own.holds(self.span(race)) && !matches!(self.kind(at), ExprKind::Loop { .. } | ExprKind::While { .. }) {
            return true;
        }
        let Some((select, _)) = self.select_branch(race) else { return false };
        let Some(branches) = self.select(select) else { return false };
        branches
            .branches
            .iter()
            .flat_map(|b| b.source.iter().chain(&b.guard))
            .any(|&id| self.span(ExprAt { id, ..race }).holds(own))
            || at == select
    }

    /// Whether an expression decides a condition, or is a `let` that waits for nothing.
    fn in_condition_or_let(&self, at: ExprAt, awaits: bool) -> bool {
        let mut now = at;
        loop {
            match self.parent(now) {
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..at };
                    match self.kind(parent) {
                        ExprKind::If { cond, .. } | ExprKind::While { cond, .. } if *cond == now.id => return !awaits,
                        ExprKind::Match { scrutinee, .. } if *scrutinee == now.id => return !awaits,
                        ExprKind::Match { arms, .. } if arms.iter().any(|arm| arm.guard == Some(now.id)) => {
                            return !awaits;
                        }
                        _ => {}
                    }
                    now = parent;
                }
                Parent::Stmt(block, n) => {
                    let stmt = self.stmt(StmtAt { file: at.file, block, n });
                    return !awaits && matches!(stmt.kind, StmtKind::Let { .. });
                }
                Parent::None => return false,
            }
        }
    }

    /// Whether an expression is the condition of an `if` and only asks which case of a value is there: `matches!(…)`.
    pub(super) fn is_pattern_asked(&self, at: ExprAt) -> bool {
        let asks = matches!(self.kind(at), ExprKind::Macro(call) if matches!(call.body, MacroBody::Matches { .. }));
        let outer = self.parent_expr(at).map(|outer| self.kind(outer));
        asks && matches!(outer, Some(ExprKind::If { cond, otherwise: None, .. }) if *cond == at.id)
    }

    /// Whether all that an `if` does on such a condition is to leave its loop here.
    pub(super) fn ends_what_was_asked(&self, leave: ExprAt) -> bool {
        let around = self.ancestors(leave).find_map(|outer| match self.kind(outer) {
            ExprKind::If { cond, otherwise: None, .. } => Some(ExprAt { id: *cond, ..outer }),
            _ => None,
        });
        around.is_some_and(|cond| self.is_pattern_asked(cond))
    }

    /// Whether what is waited for was there before this iteration: a source that gives again and again.
    pub(super) fn outlives(&self, source: ExprAt, a_loop: ExprAt) -> bool {
        let rooted = match self.root_of(source) {
            Some(binding) => !self.span(a_loop).holds(self.index.binding(binding).span),
            // A static, or a function that gives the one source of its kind.
            None => !matches!(self.kind(source), ExprKind::Async { .. } | ExprKind::Call { .. }),
        };
        match self.kind(source) {
            ExprKind::Method(method) => {
                rooted && (library::gives_again(self.text(method.name)) || self.is_receive_by_another_name(source))
            }
            ExprKind::Path(_) => rooted,
            ExprKind::Call { .. } => {
                matches!(self.sleep_row(source), Some(r) if r.kind == TimerKind::Park)
                    || self.known_call(source) == Some(Call::Signal)
            }
            _ => false,
        }
    }

    /// Whether a call is of an async function of the package that only waits for what others send.
    fn is_receive_by_another_name(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::Def(_)) && self.code_of(call).is_some_and(|body| self.only_listens(body))
    }

    /// Whether winning gives a value to look at: a message, not a mere wake-up.
    pub(super) fn carries_value(&self, source: ExprAt) -> bool {
        match self.method_name(source) {
            Some(name) => !library::only_wakes(name),
            None => false,
        }
    }

    /// Whether a loop is left here with what was waited for: not by an error, a panic, or a failed `?`.
    pub(super) fn succeeds(&self, flow: &Flow, file: FileNo, node: NodeId) -> bool {
        let value = match flow.node(node).kind {
            NodeKind::Leave(Leave::Break, id) | NodeKind::Leave(Leave::Return, id) => {
                match self.kind(ExprAt { file, id }) {
                    ExprKind::Break { value, .. } => *value,
                    ExprKind::Return(value) => *value,
                    _ => return false,
                }
            }
            NodeKind::Leave(Leave::Condition, _) => return true,
            _ => return false,
        };
        let Some(value) = value else { return true };
        !self.is_failure(ExprAt { file, id: value })
    }

    /// Whether a value says that something failed: `Err(…)`, `None`, `false`.
    pub(super) fn is_failure(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { .. } => matches!(self.callee(at), Callee::External(p) if p.ends_with("Result::Err")),
            ExprKind::Path(path) => path.segments.last().is_some_and(|s| self.text(s.name) == "None"),
            ExprKind::Lit(Lit::Bool(value)) => !value,
            ExprKind::Method(m) => {
                calls::converts(self.text(m.name)) && self.is_failure(ExprAt { id: m.receiver, ..at })
            }
            _ => false,
        }
    }
}
