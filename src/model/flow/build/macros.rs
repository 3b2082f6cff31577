//! Macros that are read as code: `select!`, `matches!`, lists of arguments, blocks.

use super::{At, Builder, Want};
use crate::model::flow::{Leave, NodeKind, Place, Source, Use};
use crate::model::library;
use crate::syntax::tree::{BranchKind, ExprId, MacroBody, MacroCall, Select};

impl<'a> Builder<'a> {
    pub(super) fn macro_call(&mut self, id: ExprId, call: &'a MacroCall, want: Want, at: At) -> At {
        let name = self.krate.macro_name(call);
        let at = match &call.body {
            MacroBody::Select(select) => return self.select(id, select, want, at),
            MacroBody::Matches { value, pat, guard } => {
                let at = self.expr(*value, self.look_at(*pat), at);
                self.push_frame();
                let at = self.bind(*pat, Source::Part(*value), at);
                let at = self.exprs(*guard, Want::Operand, at);
                return self.pop_frame(at);
            }
            MacroBody::Args(args) => {
                let want = match library::plain_macro(name) && !library::moving_macro(name) {
                    true => Want::Borrow,
                    false => Want::Value,
                };
                match args.split_first() {
                    // The condition has been tested before anything is made for the message.
                    Some((condition, message)) if library::tests_condition(name) => {
                        let at = self.scoped(|b| b.expr(*condition, Want::Operand, at));
                        self.exprs(message.iter().copied(), want, at)
                    }
                    _ => self.exprs(args.iter().copied(), want, at),
                }
            }
            MacroBody::Block(block) => self.block(*block, None, want, at),
            MacroBody::Items(_) => at,
            MacroBody::Opaque(_) => self.mentions(id, at),
        };
        let at = self.eval(id, at);
        if library::diverging_macro(name) {
            self.unwind(id, at);
            return None;
        }
        if library::returning_macro(name) {
            self.leave_body(Leave::Return, id, at);
            return None;
        }
        if library::polling_macro(name) {
            self.leave_body(Leave::Return, id, at);
            return at;
        }
        if library::plain_macro(name) {
            return at;
        }
        self.leave_body(Leave::Macro, id, at);
        at
    }

    /// What a macro that cannot be read does with the variables that it mentions, nobody knows.
    fn mentions(&mut self, id: ExprId, mut at: At) -> At {
        let uses = &self.krate.index.file(self.file).opaque_uses;
        for (_, binding) in uses.iter().filter(|(by, _)| *by == id) {
            at = self.uses(id, Place::local(*binding), Use::Unknown, at);
        }
        at
    }

    /// All futures are made first; when one has completed, they are gone before its handler runs.
    fn select(&mut self, id: ExprId, select: &'a Select, want: Want, at: At) -> At {
        let at = self.scoped(|b| {
            let mut at = at;
            for branch in &select.branches {
                // A future is taken; a channel that the macro names is only lent to it.
                let source = match branch.kind {
                    BranchKind::Future | BranchKind::Default => Want::Value,
                    _ => Want::Borrow,
                };
                at = b.exprs(branch.source, source, at);
                if let BranchKind::Send { value } = branch.kind {
                    at = b.expr(value, Want::Unknown, at);
                }
                at = b.exprs(branch.guard, Want::Operand, at);
            }
            let at = b.then(at, NodeKind::Await(id));
            b.remember(id, at)
        });
        let mut ends = Vec::new();
        for (n, branch) in select.branches.iter().enumerate() {
            self.push_frame();
            let start = self.then(at, NodeKind::Branch(id, n as u32));
            if let Some(start) = start {
                self.branch_of.insert((id, n as u32), start);
            }
            let here = match (branch.pat, branch.source) {
                (Some(pat), Some(source)) => self.bind(pat, Source::Part(source), start),
                _ => start,
            };
            let here = self.scoped(|b| b.expr(branch.handler, want, here));
            ends.push(self.pop_frame(here));
        }
        self.join(ends)
    }
}
