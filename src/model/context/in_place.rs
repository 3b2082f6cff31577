//! Whether the code of a closure or async block runs right where it stands.

use crate::model::Base;
use crate::model::library::{Call, TimerKind, futures};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{ExprAt, Parent};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, StmtKind};

/// How many futures and closures around one another are followed.
const DEPTH: u32 = 6;

impl Expr<'_> {
    /// Whether the code of the closure or `async` block that it is runs right where it stands.
    pub fn runs_in_place(self) -> bool {
        self.base.driven_in_place(self.at, DEPTH)
    }
}

impl Base {
    /// Whether the code of a closure or async block runs right where it stands.
    pub(in crate::model) fn driven_in_place(&self, at: ExprAt, depth: u32) -> bool {
        if depth == 0 {
            return false;
        }
        let parent = match self.parent(at) {
            Parent::Expr(id) => ExprAt { id, ..at },
            Parent::Stmt(block, n) => return self.bound_and_driven(StmtAt { file: at.file, block, n }, depth),
            Parent::None => return false,
        };
        match self.kind(parent) {
            ExprKind::Await(_) => true,
            ExprKind::Call { callee, .. } if *callee == at.id => true,
            ExprKind::Call { .. } | ExprKind::Method(_) => match self.known_call(parent) {
                Some(Call::BlockOn | Call::Owner) => true,
                Some(Call::Wrap) => self.driven_in_place(parent, depth - 1),
                Some(Call::Sleep(row)) => {
                    matches!(row.kind, TimerKind::Timeout | TimerKind::TimeoutAt)
                        && self.driven_in_place(parent, depth - 1)
                }
                _ => match self.callee_name(parent) {
                    Some(name) if futures::runs_its_argument(name) => true,
                    // `async { … }.boxed()` and the like.
                    Some(name) if futures::wraps_future(name) => self.driven_in_place(parent, depth - 1),
                    _ => false,
                },
            },
            // The block of `|| async { … }` is run by whoever runs the closure.
            ExprKind::Closure(_) => self.driven_in_place(parent, depth - 1),
            _ => false,
        }
    }

    /// `let work = async { … };` of which the only mention is driven in place.
    fn bound_and_driven(&self, at: StmtAt, depth: u32) -> bool {
        let StmtKind::Let { pat, .. } = &self.stmt(at).kind else { return false };
        let Some(binding) = self.index.file(at.file).pat_binding.get(pat) else { return false };
        match self.index.binding(*binding).uses.as_slice() {
            [only] => self.driven_in_place(ExprAt { file: at.file, id: *only }, depth - 1),
            _ => false,
        }
    }
}
