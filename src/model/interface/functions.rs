//! Functions: their signatures, and what a call of each does.

use crate::model::effects::ending::Ending;
use crate::model::interface::Seen;
use crate::model::library::Call;
use crate::model::names::siblings::{Function, Step, Trace, Type};
use crate::model::source::tables::{DefId, ExprAt};
use crate::model::types::Ty;
use crate::syntax::tree::{self, ItemKind, TypeKind};

impl Seen<'_> {
    pub(super) fn function(&self, def: DefId, function: &tree::Function) -> Function {
        let info = self.krate.index.def(def);
        let scope = info.inner.unwrap_or(info.scope);
        let param = |param: &tree::Param| param.ty.map_or(Type::Unknown, |ty| self.written(info.file, ty, scope));
        Function {
            is_future: self.krate.gives_future(def),
            receiver: function.receiver.is_some(),
            of: self.arguments_of_owner(def),
            params: function.params.iter().map(param).collect(),
            gives: self.ty(&self.krate.return_type(def)),
            does: self.row(def),
            pair: self.krate.pair_given(def),
            waits: self.krate.waits_for_caller(def),
            ready: self.krate.gives_ready(def),
            endless: self.endless(def, function),
            starts: self.starters.contains(&def),
            spawns_at: self.krate.spawn_wrapper(def).map(|wrapper| self.call(wrapper.inner)),
            effects: self.effects(def),
            gives_guard_of: self.gives_guard_of(def),
            comes_to: Vec::new(),
        }
    }

    /// The arguments of the type in whose impl a method stands.
    fn arguments_of_owner(&self, def: DefId) -> Vec<Type> {
        let Some(owner) = self.krate.index.def(def).owner.map(|owner| self.krate.index.impl_info(owner)) else {
            return Vec::new();
        };
        let ItemKind::Impl(block) = &self.krate.tree(owner.file).items[owner.item.0 as usize].kind else {
            return Vec::new();
        };
        match self.written(owner.file, block.self_ty, owner.scope) {
            Type::Path(_, args) => args,
            _ => Vec::new(),
        }
    }

    /// The row that a function is worth: what the project says of it, before what its body shows.
    fn row(&self, def: DefId) -> Option<Call> {
        if let Some(path) = self.krate.declared_path(def) {
            return self.krate.function(path);
        }
        let info = self.krate.index.def(def);
        let of_trait = info.owner.is_some_and(|owner| self.krate.index.impl_info(owner).of_def.is_some());
        // A body that was not read may do anything; a method that a trait only declares is known by its name.
        if info.body.is_none() && !of_trait {
            return None;
        }
        let spawns =
            || self.krate.spawn_wrapper(def).map(|wrapper| wrapper.row).or_else(|| self.krate.own_spawner(def));
        spawns().map(Call::Spawn).or_else(|| self.krate.sleeps_for_caller(def).map(Call::Sleep))
    }

    /// Where a function goes on forever once it is called, or its future awaited. Only one that gives nothing is asked:
    /// who goes on forever has nothing to give.
    fn endless(&self, def: DefId, function: &tree::Function) -> Option<Trace> {
        let info = self.krate.index.def(def);
        let nothing = match (function.ret, self.krate.return_type(def)) {
            (None, _) => true,
            (Some(ret), Ty::Unknown) => {
                matches!(self.krate.tree(info.file).types[ret.0 as usize].kind, TypeKind::Never)
            }
            (_, Ty::Ext(_, args)) => matches!(args.first(), Some(Ty::Tuple(parts)) if parts.is_empty()),
            (_, Ty::Tuple(parts)) => parts.is_empty(),
            (_, Ty::Bounds(_)) => true,
            _ => false,
        };
        let body = self.krate.code_of_function(def).filter(|_| nothing)?;
        match self.krate.ending(body) {
            Ending::Endless { a_loop, chain } => Some(Trace {
                a_loop: self.step(a_loop.file, self.krate.loop_span(a_loop)),
                calls: chain.into_iter().map(|at| self.call(at)).collect(),
            }),
            _ => None,
        }
    }

    pub(super) fn call(&self, at: ExprAt) -> Step {
        self.step(at.file, self.krate.call_span(at))
    }
}
