//! Whether a guard is there for what a wait gives, and for nothing before: then the wait can come first.

use crate::model::facts::guard::waiting::Waiting;
use crate::model::facts::guard::{Guard, Suspension};
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::ExprKind;

impl Guard<'_> {
    /// Whether what is awaited is put in what is guarded, and nobody looks at that before: `shelf.add(books.await)`.
    pub fn takes_what_is_awaited(self, wait: &Suspension) -> bool {
        self.is_for_result(wait.at)
    }

    /// The same of what a thread waits for: `shelf.add(books.recv())`.
    pub fn takes_what_is_waited_for(self, wait: &Waiting) -> bool {
        self.is_for_result(wait.at)
    }

    fn is_for_result(self, wait: ExprAt) -> bool {
        let mentions = self.mentioned();
        let start = self.krate.span(wait).start;
        let (earlier, later): (Vec<ExprAt>, Vec<ExprAt>) =
            mentions.into_iter().partition(|mention| self.krate.span(*mention).start < start);
        let written = |mention: &ExprAt| self.is_given(*mention, wait);
        let after = |mention: &ExprAt| !self.lies_in(*mention, wait) || self.is_in_handler(*mention, wait);
        let needed = !earlier.is_empty() || !later.is_empty();
        needed && earlier.iter().all(written) && later.iter().all(after)
    }

    /// Where the guard is mentioned; where it has no name, where it is taken.
    fn mentioned(self) -> Vec<ExprAt> {
        let krate = self.krate;
        let carriers = krate.route(self.data.value).carriers;
        if carriers.is_empty() {
            return vec![self.data.at];
        }
        let infos = carriers.iter().map(|carrier| krate.index.binding(carrier.binding));
        infos.flat_map(|info| info.uses.iter().map(|&id| ExprAt { file: info.file, id })).collect()
    }

    /// Whether a statement does something to the guard with what the wait gives, with no decision between the two.
    fn is_given(self, mention: ExprAt, wait: ExprAt) -> bool {
        let krate = self.krate;
        let around = std::iter::successors(krate.parent_expr(wait), |at| krate.parent_expr(*at));
        for at in around {
            let passes_on = matches!(
                krate.kind(at),
                ExprKind::Call { .. }
                    | ExprKind::Method(_)
                    | ExprKind::Assign { .. }
                    | ExprKind::AssignOp { .. }
                    | ExprKind::Binary { .. }
                    | ExprKind::Unary { .. }
                    | ExprKind::Ref { .. }
                    | ExprKind::Await(_)
                    | ExprKind::Try(_)
            );
            match (self.lies_in(mention, at), passes_on) {
                (_, false) => return false,
                (true, true) => return true,
                (false, true) => {}
            }
        }
        false
    }

    fn is_in_handler(self, mention: ExprAt, wait: ExprAt) -> bool {
        let (mention, wait) = (self.krate.expr(mention), self.krate.expr(wait));
        wait.branches().any(|branch| branch.handler().holds(mention))
    }

    fn lies_in(self, inner: ExprAt, outer: ExprAt) -> bool {
        self.krate.expr(outer).holds(self.krate.expr(inner))
    }
}
