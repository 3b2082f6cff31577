//! Who keeps a task's handle in a field, and aborts the task by it in a method: dropping such a value does not.

use crate::model::Base;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{calls, tasks};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{DefId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// A value whose field keeps a task's handle.
pub struct Owner<'c> {
    /// The type's name.
    pub name: &'c str,
    /// Where the handle is put into the field.
    pub kept: Span,
    /// The call that aborts the task.
    pub abort: Expr<'c>,
}

impl<'c> Spawn<'c> {
    /// What keeps the handle in a field and aborts the task in a method, and lets it run on when it is dropped.
    pub fn outlives_owner(self) -> Option<Owner<'c>> {
        let krate = self.krate;
        let (kept, whole, field) = self.field_kept_in()?;
        let Ty::Def(def, _) = krate.core_type(&krate.type_of(whole)) else { return None };
        if krate.destructor_of(whole).is_some() {
            return None;
        }
        let abort = self.aborted_through(def, field)?;
        Some(Owner { name: krate.text(krate.index.def(def).name), kept, abort })
    }

    /// Where the handle is put into a field: the place, the value that has the field, and its name.
    pub(in crate::model) fn field_kept_in(self) -> Option<(Span, ExprAt, Name)> {
        let krate = self.krate;
        let spawn = self.expr();
        let mentions = spawn.let_around().filter(|own| own.bound_value() == Some(spawn)).into_iter();
        std::iter::once(spawn).chain(mentions.flat_map(Variable::mentions)).find_map(|value| {
            let parent = krate.parent_expr(value.at)?;
            match krate.kind(parent) {
                ExprKind::Struct { fields, .. } => {
                    let (name, _) = fields.iter().find(|(_, id)| *id == value.at.id)?;
                    Some((value.span(), parent, *name))
                }
                ExprKind::Method(method) if method.args.contains(&value.at.id) => {
                    let on = ExprAt { id: method.receiver, ..parent };
                    let ExprKind::Field { base, name } = krate.kind(on) else { return None };
                    Some((krate.span(parent), ExprAt { id: *base, ..on }, *name))
                }
                _ => None,
            }
        })
    }

    /// The call that aborts what a field of a struct keeps: on the field, or on what was taken out of it.
    fn aborted_through(self, owner: DefId, field: Name) -> Option<Expr<'c>> {
        // A method that takes the whole value is the end of it: who has the value is to call that.
        let value_stays = |call: &Expr<'c>| {
            call.function().is_some_and(|method| method.takes_shared_self() || method.takes_self_alone())
        };
        self.aborts_through(owner, field).into_iter().find(value_stays)
    }

    /// Every call that aborts what a field of a struct keeps, outside of tests and in the order of the source.
    pub(in crate::model) fn aborts_through(self, owner: DefId, field: Name) -> Vec<Expr<'c>> {
        let krate = self.krate;
        let uses: Vec<Expr<'c>> = krate.mentions_of_field(owner, field).collect();
        let aborts = |at: &ExprAt| krate.method_name(*at).is_some_and(tasks::aborts_task);
        let of_field = |call: &Expr<'c>| {
            let Some(on) = call.called_on() else { return false };
            let taken = on.local().and_then(|own| match krate.index.binding(own.id).origin {
                Origin::Value(id) | Origin::ItemOf(id) => Some(krate.expr(ExprAt { id, ..on.at })),
                _ => None,
            });
            uses.iter().any(|mention| on.holds(*mention) || taken.is_some_and(|taken| taken.holds(*mention)))
        };
        let calls = krate.calls().filter(aborts).map(|at| krate.expr(at));
        calls.filter(|call| !krate.in_test(call.at) && of_field(call)).collect()
    }
}

impl Base {
    /// What runs when a value is dropped, where its type says so.
    pub(in crate::model) fn destructor_of(&self, value: ExprAt) -> Option<DefId> {
        let ty = self.core_type(&self.type_of(value));
        self.names.find(calls::DROP).and_then(|name| self.method_def(&ty, name, self.scope_at(value)))
    }
}
