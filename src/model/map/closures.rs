//! Closures that a variable has and that are only called: they do what they do for who calls them.

use crate::model::Crate;
use crate::model::map::Draw;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

impl Draw<'_> {
    /// The nodes of those that call a closure, by its calls.
    pub(super) fn runners_of_closure(&mut self, body: BodyId, calls: &[ExprAt]) -> Vec<usize> {
        // A closure that calls itself by another's hand ends here.
        self.runners.insert(body, Vec::new());
        let mut found: Vec<usize> = calls.iter().flat_map(|call| self.runners_of(*call)).collect();
        found.sort_unstable();
        found.dedup();
        self.runners.insert(body, found.clone());
        found
    }

    /// Says of each task and function which code it runs.
    pub(super) fn give_code(&mut self) {
        let krate = self.krate;
        for spawn in krate.spawns() {
            let code = krate.code_of(spawn.data.argument).map(|body| krate.index.body(body).span);
            if let (Some(code), Some(node)) = (code, self.started.get(&spawn.span())) {
                self.map.nodes[*node].code.push(code);
            }
        }
        for (def, node) in &self.functions {
            let body = krate.index.def(*def).body.map(|body| krate.index.body(body).span);
            self.map.nodes[*node].code.extend(body);
        }
        for (body, nodes) in &self.runners {
            for node in nodes {
                self.map.nodes[*node].code.push(krate.index.body(*body).span);
            }
        }
    }
}

impl Crate {
    /// The calls of a closure that a variable has, where nothing else is done with it.
    pub(super) fn calls_of_closure(&self, body: BodyId) -> Option<Vec<ExprAt>> {
        let BodyKind::Closure(id) = self.index.body(body).kind else { return None };
        let closure = self.expr(ExprAt { file: self.index.body(body).file, id });
        let variable = closure.let_around().filter(|variable| variable.bound_value() == Some(closure))?;
        let call = |used: ExprAt| {
            let call = self.parent_expr(used)?;
            matches!(self.kind(call), ExprKind::Call { callee, .. } if *callee == used.id).then_some(call)
        };
        let calls: Option<Vec<ExprAt>> = variable.mentions().map(|mention| call(mention.at)).collect();
        calls.filter(|calls| !calls.is_empty())
    }

    /// What the calls of such a closure give it for the parameter that an expression is.
    pub(super) fn given_to_closure(&self, at: ExprAt) -> Vec<ExprAt> {
        let parameter = self.index.local(self.without_refs(at)).map(|binding| self.index.binding(binding));
        let Some((info, Origin::Param(number))) = parameter.map(|info| (info, info.origin)) else { return Vec::new() };
        let calls = self.calls_of_closure(info.body).into_iter().flatten();
        let given = calls.filter_map(|call| Some(ExprAt { id: *self.args(call).get(number as usize)?, ..call }));
        given.map(|given| self.without_refs(given)).collect()
    }
}
