//! What started work changes of what its starter looks at.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::library::{calls, reads};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin};
use crate::syntax::Name;
use crate::syntax::tree::ExprKind;

/// How many calls deep the work is read.
const DEPTH: usize = 4;

/// How many names a value has at most, on the way back to the variable that it is a part of.
const RENAMES: usize = 8;

/// A place by the variable at its root, seen through guards and clones, and the fields on the way, from the place to the variable.
struct Reached {
    root: BindingId,
    fields: Vec<Name>,
}

impl<'c> Expr<'c> {
    /// Where the task or thread that `self` starts changes what `read` looks at: `state.lock().unwrap().address = …` in the
    /// task for `state.lock().unwrap().address` here. Both have to reach it by the same variable and its clones.
    pub fn changes_what_is_read(self, read: Expr<'c>) -> Option<Expr<'c>> {
        let base = self.base;
        // Of `state.lock().unwrap().address` the whole is read.
        if base.parent_expr(read.at).is_some_and(|outer| base.place_beneath(outer) == Some(read.at)) {
            return None;
        }
        let read = base.place_reached(read.at)?;
        let field = read.fields.first().copied();
        let argument = base.spawn_at(self.at)?.argument;
        let code = base.code_of(argument)?;
        let mut shared = FxHashSet::from_iter([read.root]);
        shared.extend(base.given_to(argument, code, &shared));
        base.change_in(code, shared, field, DEPTH).map(|at| base.expr(at))
    }
}

impl Base {
    /// The place in code that changes this field of what one of these variables has, or that itself where no field is named.
    fn change_in(
        &self,
        code: BodyId,
        shared: FxHashSet<BindingId>,
        field: Option<Name>,
        depth: usize,
    ) -> Option<ExprAt> {
        let depth = depth.checked_sub(1)?;
        let mut found = None;
        self.each_in_body(code, &mut |here| {
            if found.is_none()
                && self.changed_place(here).is_some_and(|place| self.lies_in_shared(place, &shared, field))
            {
                found = Some(here);
            }
            found.is_none()
        });
        found.or_else(|| {
            self.calls_in(code).find_map(|call| {
                let called = self.body_called(call)?;
                let given = self.given_to(call, called, &shared);
                if given.is_empty() { None } else { self.change_in(called, given, field, depth) }
            })
        })
    }

    /// The parameters by which a called function has one of these variables.
    fn given_to(&self, call: ExprAt, called: BodyId, shared: &FxHashSet<BindingId>) -> FxHashSet<BindingId> {
        let has = |n: u32| {
            let given = self.args(call).get(n as usize).map(|&id| ExprAt { id, ..call });
            given.and_then(|given| self.place_reached(given)).is_some_and(|reached| shared.contains(&reached.root))
        };
        let bindings = self.index.bindings_in(self.index.body(called).file);
        let own = bindings.filter(|(_, b)| b.body == called && matches!(b.origin, Origin::Param(n) if has(n)));
        own.map(|(id, _)| id).collect()
    }

    /// The place that an assignment, or a call that stores or puts something in, changes.
    fn changed_place(&self, at: ExprAt) -> Option<ExprAt> {
        match self.kind(at) {
            ExprKind::Assign { left, .. } | ExprKind::AssignOp { left, .. } => Some(ExprAt { id: *left, ..at }),
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                let changes = calls::changes_atomic(name) || calls::sets(name) || reads::puts_in(name);
                changes.then_some(ExprAt { id: method.receiver, ..at })
            }
            _ => None,
        }
    }

    fn lies_in_shared(&self, place: ExprAt, shared: &FxHashSet<BindingId>, field: Option<Name>) -> bool {
        self.place_reached(place).is_some_and(|reached| {
            shared.contains(&reached.root) && field.is_none_or(|field| reached.fields.contains(&field))
        })
    }

    /// The variable and the fields of a place, through the variables that have a guard, a reference or a clone of it.
    fn place_reached(&self, at: ExprAt) -> Option<Reached> {
        let mut fields = Vec::new();
        let mut now = at;
        for _ in 0..RENAMES {
            let root = self.first_name(self.renamed(now).or_else(|| self.root_of(now))?);
            let within = std::iter::successors(Some(now), |&at| self.place_beneath(at));
            fields.extend(within.filter_map(|at| match self.kind(at) {
                ExprKind::Field { name, .. } => Some(*name),
                _ => None,
            }));
            let info = self.index.binding(root);
            match info.origin {
                Origin::Value(id) if self.root_of(ExprAt { file: info.file, id }).is_some() => {
                    now = ExprAt { file: info.file, id };
                }
                _ => return Some(Reached { root, fields }),
            }
        }
        None
    }
}
