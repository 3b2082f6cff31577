//! By what the work before a pause can tell how far it has got, of what it has already: a channel, or a signal in a field.

use super::Pause;
use crate::model::library::types::NOTIFY;
use crate::model::library::{self, Side};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, DefId};
use crate::model::types::Ty;
use crate::syntax::tree::{ItemKind, Name};

/// What work has by which it can tell how far it has got, as code at the pause writes it.
#[derive(Clone, Debug)]
pub enum Teller {
    /// The receiver of a channel whose sender the work has.
    Receiver(String),
    /// A signal that is waited for until somebody gives it.
    Signal(String),
}

impl<'c> Pause<'c> {
    /// By what work can tell how far it has got, where the block of the pause has the other side of it.
    pub fn told_by(&self, work: Expr<'c>) -> Option<Teller> {
        let receiver = self.in_reach().find(|variable| self.gets_from(*variable, work));
        if let Some(receiver) = receiver {
            return Some(Teller::Receiver(receiver.name().to_owned()));
        }
        let shared = self.in_reach().filter(|variable| work.works_on(*variable));
        let mut signals = shared.filter_map(|variable| {
            let field = self.signal_field(variable.id)?;
            Some(format!("{}.{}", variable.name(), self.krate.text(field)))
        });
        signals.next().map(Teller::Signal)
    }

    /// The variables that statements before it in its block declare.
    fn in_reach(&self) -> impl Iterator<Item = Variable<'c>> {
        let (krate, stmt) = (self.krate, self.stmt);
        let body = krate.body_at(self.sleep.at);
        let all = krate.index.bindings_in(stmt.file);
        let before = all.filter(move |(_, info)| {
            info.body == body && info.stmt.is_some_and(|(block, n)| block == stmt.block && n < stmt.n)
        });
        before.map(move |(id, _)| krate.variable(id))
    }

    /// Whether a variable still has the receiver of a channel whose sender is with work.
    fn gets_from(&self, variable: Variable<'c>, work: Expr<'c>) -> bool {
        let krate = self.krate;
        let body = krate.body_at(self.sleep.at);
        let ty = krate.type_of_binding(variable.id);
        let receiver = ty.path().and_then(library::end_of_type).is_some_and(|(_, side)| side == Side::Receiver);
        let kept = || krate.node_in(self.sleep.at, body).is_some_and(|node| krate.holds_at(variable.id, body, node));
        receiver && kept() && variable.made_together().any(|sender| work.works_on(sender))
    }

    /// The field of a variable's struct, declared in the same file, that is a signal.
    fn signal_field(&self, variable: BindingId) -> Option<Name> {
        let krate = self.krate;
        let ty = krate.core_type(&krate.type_of_binding(variable));
        let Ty::Def(def, _) = ty else { return None };
        let is_signal = |name: &Name| {
            let field = krate.core_type(&krate.field_type(&ty, *name));
            matches!(field, Ty::Ext(path, _) if &*path == NOTIFY)
        };
        self.fields_here(def).into_iter().find(is_signal)
    }

    fn fields_here(&self, def: DefId) -> Vec<Name> {
        let info = self.krate.index.def(def);
        match &self.krate.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } if info.file == self.stmt.file => {
                fields.fields.iter().map(|(name, ..)| *name).collect()
            }
            _ => Vec::new(),
        }
    }
}
