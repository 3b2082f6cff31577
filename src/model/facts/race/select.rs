//! The places where futures race: branches of a `select!` and arguments of a racing function, through what wraps them.

use crate::model::Crate;
use crate::model::facts::race::Side;
use crate::model::flow::NodeId;
use crate::model::library::{self, Call, gives};
use crate::model::source::tables::{BindingId, ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::model::values::cases::Shape;
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, StmtKind};

/// Where a timer is raced.
pub(super) struct Raced {
    pub(super) race: ExprAt,
    /// The branch of a `select!`; `None` for a racing function.
    pub(super) branch: Option<u32>,
    /// The timer itself, or the variable that stands for it in the race.
    pub(super) mention: ExprAt,
}

impl Crate {
    /// The race in which a timer, or the variable that holds it, stands.
    pub(super) fn raced_at(&self, at: ExprAt) -> Option<Raced> {
        if let Some((race, n)) = self.select_branch(at) {
            return Some(Raced { race, branch: Some(n), mention: at });
        }
        if let Some(race) = self.race_call(at) {
            return Some(Raced { race, branch: None, mention: at });
        }
        let binding = self.held_by(at)?;
        let info = self.index.binding(binding);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).find_map(|mention| {
            if let Some((race, n)) = self.select_branch(mention) {
                return Some(Raced { race, branch: Some(n), mention });
            }
            self.race_call(mention).map(|race| Raced { race, branch: None, mention })
        })
    }

    /// The call that races this future against another.
    fn race_call(&self, at: ExprAt) -> Option<ExprAt> {
        let mut now = at;
        for _ in 0..4 {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Call { callee, .. } if *callee != now.id => match self.known_call(parent) {
                    Some(Call::Race) => return Some(parent),
                    Some(Call::Wrap) => {}
                    _ => return None,
                },
                ExprKind::Ref { .. } => {}
                ExprKind::Macro(call) if gives::pins(self.macro_name(call)) => {}
                ExprKind::Method(m) if m.receiver == now.id && library::same_future(self.text(m.name)) => {}
                _ => return None,
            }
            now = parent;
        }
        None
    }

    /// The variable that a `let` binds to a value, through `Box::pin`, `pin!`, `.fuse()`.
    fn held_by(&self, at: ExprAt) -> Option<BindingId> {
        let mut now = at;
        for _ in 0..5 {
            match self.parent(now) {
                Parent::Stmt(block, n) => {
                    let stmt = self.stmt(StmtAt { file: at.file, block, n });
                    let StmtKind::Let { pat, .. } = &stmt.kind else { return None };
                    return self.index.file(at.file).pat_binding.get(pat).copied();
                }
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..at };
                    let wraps = match self.kind(parent) {
                        ExprKind::Call { .. } => self.known_call(parent) == Some(Call::Wrap),
                        ExprKind::Macro(call) => gives::pins(self.macro_name(call)),
                        ExprKind::Method(m) => m.receiver == now.id && library::same_future(self.text(m.name)),
                        _ => false,
                    };
                    if !wraps {
                        return None;
                    }
                    now = parent;
                }
                Parent::None => return None,
            }
        }
        None
    }

    /// The sides of a `select!` that wait for something, with their numbers among its branches.
    pub(in crate::model) fn sides_of_select(&self, at: ExprAt) -> Vec<(u32, Side)> {
        let Some(select) = self.select(at) else { return Vec::new() };
        let flow = self.flow(self.body_at(at));
        let mut sides = Vec::new();
        for (n, branch) in select.branches.iter().enumerate() {
            if matches!(branch.kind, BranchKind::Else | BranchKind::Complete) {
                continue;
            }
            let Some(source) = branch.source.map(|id| self.polled(ExprAt { id, ..at })) else { continue };
            let starts: Vec<NodeId> = flow.side_of(at.id, n as u32).into_iter().collect();
            let news = match self.receive_kind(source) {
                Some((kind, _)) => {
                    let shape = match kind.closed() {
                        library::Closed::None => Shape::some(Shape::Any),
                        library::Closed::Err => Shape::ok(Shape::Any),
                    };
                    self.starts(ExprAt { id: branch.source.unwrap_or(source.id), ..at }, &shape)
                }
                None => starts.clone(),
            };
            let end = self.tree(at.file).exprs[source.id.0 as usize].span;
            let span = Span { end: end.end.max(branch.span.start), ..branch.span };
            sides.push((n as u32, Side { source, starts, news, span }));
        }
        sides
    }

    /// The call behind `.fuse()`, `&mut`, `Box::pin(…)` of a future.
    fn polled(&self, at: ExprAt) -> ExprAt {
        match self.kind(at) {
            ExprKind::Method(m) if library::same_future(self.text(m.name)) => {
                self.polled(ExprAt { id: m.receiver, ..at })
            }
            ExprKind::Call { args, .. } if self.known_call(at) == Some(Call::Wrap) && args.len() == 1 => {
                self.polled(ExprAt { id: args[0], ..at })
            }
            ExprKind::Ref { operand, .. } => self.polled(ExprAt { id: *operand, ..at }),
            _ => at,
        }
    }
}
