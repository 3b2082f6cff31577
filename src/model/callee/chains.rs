//! Chains of an iterator's methods: the closures that one runs for the items of a collection before its expression is over.

use crate::model::Base;
use crate::model::library;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Method};

impl Base {
    /// The closures of a method call in such a chain: of `filter` in `all.iter().filter(|one| …).count()`. None where nothing
    /// in the expression goes over the items, or where what does so gives a future.
    pub(super) fn closures_for_items(&self, call: ExprAt) -> Vec<BodyId> {
        let ExprKind::Method(method) = self.kind(call) else { return Vec::new() };
        let given = method.args.iter().map(|&id| ExprAt { id, ..call });
        let mut closures = given.filter(|at| matches!(self.kind(*at), ExprKind::Closure(_))).peekable();
        if closures.peek().is_none() || !self.is_of_chain(method) || !self.goes_over_all_there(call) {
            return Vec::new();
        }
        let goes = self.end_of_chain(call).is_some_and(|end| !matches!(self.type_of(end), Ty::Future { .. }));
        closures.filter_map(|closure| self.index.body_of(closure)).filter(|_| goes).collect()
    }

    fn is_of_chain(&self, method: &Method) -> bool {
        let name = self.text(method.name);
        library::passes_items(name) || library::goes_over_items(name)
    }

    /// The method call that goes over the items of the chain that a call is part of.
    fn end_of_chain(&self, call: ExprAt) -> Option<ExprAt> {
        let mut now = call;
        while !self.method_name(now).is_some_and(library::goes_over_items) {
            let outer = self.parent_expr(now).filter(|outer| self.receiver_of(*outer) == Some(now))?;
            now = match self.kind(outer) {
                ExprKind::Method(method) if self.is_of_chain(method) => outer,
                _ => return None,
            };
        }
        let awaited = self.parent_expr(now).is_some_and(|outer| matches!(self.kind(outer), ExprKind::Await(_)));
        (!awaited).then_some(now)
    }

    /// Whether the chain begins with all that a collection has, or with a range.
    fn goes_over_all_there(&self, call: ExprAt) -> bool {
        let mut now = self.receiver_of(call);
        while let Some(at) = now {
            now = match self.kind(at) {
                ExprKind::Method(method) if library::goes_over_collection(self.text(method.name)) => return true,
                ExprKind::Method(method) if self.is_of_chain(method) => self.receiver_of(at),
                ExprKind::Range { end: Some(_), .. } => return true,
                _ => return false,
            };
        }
        false
    }
}
