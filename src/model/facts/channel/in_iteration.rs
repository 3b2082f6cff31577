//! Channels of one iteration: the loop makes the pair, and every sender is gone before it makes the next.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::{Channel, Half};
use crate::model::flow::loops::Loop;
use crate::model::library::Call;
use crate::model::library::channels::{borrows_sender, gives_sender};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::source::tree::Onward;
use crate::syntax::tree::ExprKind;

impl Channel<'_> {
    /// Whether an iteration of the loop makes it, and ends with every sender of it dropped: none is kept, or given to what
    /// runs on.
    pub fn senders_end_with_iteration(self, a_loop: Loop<'_>) -> bool {
        let krate = self.krate;
        let made_in = krate.loop_around(self.data.at) == Some(a_loop.at);
        let mut near = Near { krate, seen: FxHashSet::default() };
        matches!(self.data.sender, Half::Named(sender) if made_in && near.variable(sender))
    }
}

/// Goes after senders that stay in the code that has them.
struct Near<'k> {
    krate: &'k Crate,
    seen: FxHashSet<BindingId>,
}

impl Near<'_> {
    /// Whether what a variable has is gone once its scope has ended, and so is every clone of it.
    fn variable(&mut self, sender: BindingId) -> bool {
        if !self.seen.insert(sender) {
            return true;
        }
        let krate = self.krate;
        let info = krate.index.binding(sender);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).all(|mention| {
            // A closure or task that takes it along may live longer; an `async` block that is awaited does not.
            krate.expr(mention).runs_in(info.body).is_ok() && self.value(mention)
        })
    }

    /// Whether the sender that an expression is stays where it is, or is dropped.
    fn value(&mut self, at: ExprAt) -> bool {
        let krate = self.krate;
        let parent = match krate.onward(at) {
            Onward::Within(parent) => parent,
            Onward::Named(variable) => return self.variable(variable),
            Onward::Given(outer) => return self.value(outer),
            Onward::Dropped => return true,
            Onward::Elsewhere => return false,
        };
        match krate.kind(parent) {
            ExprKind::Method(method) if method.receiver == at.id => {
                let name = krate.text(method.name);
                match gives_sender(name) {
                    true => self.value(parent),
                    false => borrows_sender(name),
                }
            }
            ExprKind::Ref { .. } => self.value(parent),
            ExprKind::Call { .. } | ExprKind::Method(_) => {
                krate.known_call(parent) == Some(Call::Drop)
                    || krate.clones_argument(parent) && self.value(parent)
                    || self.argument(parent, at)
            }
            _ => false,
        }
    }

    /// Whether a function of the package that is given the sender has run to its end before the caller goes on, and the
    /// sender stays in it.
    fn argument(&mut self, call: ExprAt, given: ExprAt) -> bool {
        let krate = self.krate;
        let Callee::Def(def) = krate.callee(call) else { return false };
        let Some(body) = krate.index.def(def).body else { return false };
        let n = (0..krate.args(call).len() as u32).find(|&n| krate.argument_for(call, n) == Some(given));
        let ends_here = krate.runs_at_call(body) || krate.is_awaited(call);
        let param = n.and_then(|n| krate.param_binding(def, n));
        ends_here && param.is_some_and(|param| self.variable(param))
    }
}
