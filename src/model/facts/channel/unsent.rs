//! Channels on which nobody sends: all that they tell is that every sender is gone.
//!
//! Every sender is followed, through clones, variables and fields; one that goes anywhere else may be sent on there.

use rustc_hash::FxHashSet;

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::channel::Channel;
use crate::model::library::channels::only_looks_at_sender;
use crate::model::library::{Call, Side, gives};
use crate::model::source::tables::{BindingId, DefId, ExprAt, Parent};
use crate::model::source::tree::Onward;
use crate::model::types::Ty;
use crate::syntax::tree::{ExprKind, Name};

impl Channel<'_> {
    /// Whether clones of its sender are made and nobody sends by any of them.
    pub fn only_tells_the_end(self) -> bool {
        let krate = self.krate;
        let mut idle = Idle { krate, variables: FxHashSet::default(), fields: FxHashSet::default(), cloned: false };
        let mut senders = krate.ends.holding(self.number(), Side::Sender).peekable();
        senders.peek().is_some() && senders.all(|sender| idle.variable(sender)) && idle.cloned
    }
}

/// Goes after senders that are only kept, cloned and dropped.
struct Idle<'k> {
    krate: &'k Crate,
    variables: FxHashSet<BindingId>,
    fields: FxHashSet<(DefId, Name)>,
    /// Whether a clone was met.
    cloned: bool,
}

impl Idle<'_> {
    fn variable(&mut self, sender: BindingId) -> bool {
        if !self.variables.insert(sender) {
            return true;
        }
        let info = self.krate.index.binding(sender);
        info.uses.iter().all(|&id| self.value(ExprAt { file: info.file, id }))
    }

    fn field(&mut self, def: DefId, field: Name) -> bool {
        if !self.fields.insert((def, field)) {
            return true;
        }
        let krate = self.krate;
        let uses = krate.field_uses(field).iter().all(|&at| {
            let ExprKind::Field { base, .. } = krate.kind(at) else { return true };
            let base = ExprAt { id: *base, ..at };
            match krate.core_type(&krate.type_of(base)) {
                Ty::Unknown => false,
                Ty::Def(own, _) if own == def => self.value(at),
                _ => true,
            }
        });
        uses && krate.taken_from_field(def, field).all(|variable| self.variable(variable))
    }

    /// Whether what the code around an expression does with the sender that it is leaves the channel silent.
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
                self.cloned |= gives::clones_end(name);
                if gives::clones_end(name) { self.value(parent) } else { only_looks_at_sender(name) }
            }
            ExprKind::Ref { .. } => match krate.parent_expr(parent).filter(|call| krate.clones_argument(*call)) {
                Some(call) => {
                    self.cloned = true;
                    self.value(call)
                }
                None => matches!(krate.parent(parent), Parent::Stmt(..)) && self.value(parent),
            },
            ExprKind::Call { args, .. } => {
                let n = args.iter().position(|arg| *arg == at.id).unwrap_or_default() as u32;
                krate.known_call(parent) == Some(Call::Drop)
                    || matches!(krate.callee(parent), Callee::Def(_)) && krate.loses_argument(parent, n)
            }
            ExprKind::Struct { fields, .. } => {
                let field = fields.iter().find(|(_, value)| *value == at.id).map(|(name, _)| *name);
                let def = krate.struct_of_literal(parent);
                def.zip(field).is_some_and(|(def, field)| self.field(def, field))
            }
            ExprKind::Assign { left, right } if *right == at.id => {
                matches!(krate.kind(ExprAt { id: *left, ..at }), ExprKind::Other)
            }
            _ => false,
        }
    }
}
