//! Functions of the package that spawn what they are given: a call of one is a spawn.

use crate::model::Base;
use crate::model::effects::handle::HandleUse;
use crate::model::effects::solver::{self, Solver};
use crate::model::effects::spawns::SpawnCall;
use crate::model::library::futures::starts_detached;
use crate::model::library::{self, Call, OnDrop, SpawnRow, Unit};
use crate::model::source::tables::{BindingId, BodyId, BodyKind, DefId, ExprAt, FileNo, Origin};
use crate::syntax::tree::{ExprKind, ItemKind, TypeId, TypeKind, TypeParam};

/// A function of the package that spawns its own argument.
#[derive(Clone, PartialEq, Debug)]
pub struct Wrapper {
    pub row: SpawnRow,
    /// Whether the function gives the handle back.
    pub returns: bool,
    /// The spawn inside it.
    pub inner: ExprAt,
}

impl Base {
    /// How a function of the package spawns what it is given, when it does.
    pub(in crate::model) fn spawn_wrapper(&self, def: DefId) -> Option<Wrapper> {
        self.wrapper_of_body(self.index.def(def).body?)
    }

    /// The same, by its body.
    pub(super) fn wrapper_of_body(&self, body: BodyId) -> Option<Wrapper> {
        solver::solve(self, &self.wrappers, &spawns_given, body)
    }

    /// A spawn of what the function around it was given.
    fn wrapper_at(&self, at: ExprAt, spawn: &SpawnCall) -> Option<Wrapper> {
        let param = self.forwarded_param(spawn.argument)?;
        // Code with a loop of its own does more than run what it was given.
        if self.code_of(spawn.argument).is_some_and(|b| !self.flow(b).loops.is_empty()) {
            return None;
        }
        let n = self.param_number(param)?;
        let used = self.handle_use(at);
        let on_drop = match used {
            HandleUse::Kept | HandleUse::Awaited | HandleUse::Keyed => OnDrop::Owned,
            _ => spawn.row.on_drop,
        };
        let row = SpawnRow { on_drop, argument: Some(n as u8), ..spawn.row };
        Some(Wrapper { row, returns: used == HandleUse::Returned, inner: at })
    }

    /// Whether a call of a function can be a spawn at all, as far as its signature tells.
    pub(in crate::model) fn may_spawn_for_caller(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        info.body.is_some_and(|body| self.takes_code(body)) || starts_detached(self.text(info.name))
    }

    fn takes_code(&self, body: BodyId) -> bool {
        (0..self.index.body(body).params.len() as u32).any(|n| self.param_is_code(body, n))
    }

    /// A runtime's own spawner: a function called `spawn_detached` that takes a future and gives nothing back.
    pub(in crate::model) fn own_spawner(&self, def: DefId) -> Option<SpawnRow> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let fits = starts_detached(self.text(info.name))
            && !function.is_async
            && function.ret.is_none()
            && function.params.len() == 1
            && self.param_is_future(def, 0);
        fits.then_some(SpawnRow { unit: Unit::Task, on_drop: OnDrop::Detach, argument: Some(0) })
    }

    /// The parameter that an argument hands on: itself, or a future or closure that does no more than run it.
    pub(in crate::model) fn forwarded_param(&self, argument: ExprAt) -> Option<BindingId> {
        let same =
            |at: &ExprAt| self.receiver_of(*at).filter(|_| self.method_name(*at).is_some_and(library::same_future));
        let argument = std::iter::successors(Some(argument), same).last()?;
        if let Some(binding) = self.index.local(argument) {
            return self.given_code(binding).then_some(binding);
        }
        let body = self.code_of(argument)?;
        // The future or closure that is run must be the parameter: what is merely used inside is no forwarding.
        self.captures
            .get(&body)?
            .iter()
            .find(|(binding, mention)| self.given_code(*binding) && self.runs_mention(*mention))
            .map(|(binding, _)| *binding)
    }

    /// Whether a mention is awaited or called.
    fn runs_mention(&self, mention: ExprAt) -> bool {
        let mut now = mention;
        for _ in 0..4 {
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::Call { callee, .. } if *callee == now.id => return true,
                ExprKind::Call { .. } | ExprKind::Method(_) | ExprKind::Ref { .. } => now = parent,
                _ => return false,
            }
        }
        false
    }

    /// Whether a variable is a function's parameter whose type says future or closure.
    fn given_code(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let Origin::Param(n) = info.origin else {
            // A variable that only renames or boxes the parameter stands for it.
            let Origin::Value(value) = info.origin else { return false };
            let made = ExprAt { file: info.file, id: value };
            return match self.kind(made) {
                ExprKind::Path(_) => self.index.local(made).is_some_and(|b| b != binding && self.given_code(b)),
                ExprKind::Call { .. } if self.known_call(made) == Some(Call::Wrap) => self
                    .args(made)
                    .first()
                    .and_then(|&id| self.index.local(ExprAt { id, ..made }))
                    .is_some_and(|b| b != binding && self.given_code(b)),
                _ => false,
            };
        };
        if self.index.body(info.body).kind != BodyKind::Fn {
            return false;
        }
        self.param_is_code(info.body, n)
    }

    /// Whether a parameter's type is a future or something callable.
    fn param_is_code(&self, body: BodyId, n: u32) -> bool {
        let Some(def) = self.index.body(body).def else { return false };
        self.param_bounds(def, n).iter().any(|b| b.ends_with("Future") || b.starts_with("Fn") || b.starts_with("BoxF"))
    }

    /// Whether a parameter's type is a future.
    fn param_is_future(&self, def: DefId, n: u32) -> bool {
        self.param_bounds(def, n).iter().any(|b| b.ends_with("Future") || b.starts_with("BoxF"))
    }

    /// The last names of the traits that a parameter's type promises, through boxes and type parameters.
    pub(in crate::model) fn param_bounds(&self, def: DefId, n: u32) -> Vec<&str> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(ty) = function.params.get(n as usize).and_then(|p| p.ty) {
            self.bounds_of_type(info.file, ty, &mut found);
        }
        let names: Vec<&str> = found.clone();
        let mut add = |generics: &'_ [TypeParam]| {
            for param in generics.iter().filter(|g| names.contains(&self.text(g.name))) {
                found.extend(param.bounds.iter().filter_map(|b| b.segments.last()).map(|s| self.text(s.name)));
            }
        };
        add(&function.generics);
        if let Some(owner) = info.owner.map(|o| self.index.impl_info(o)) {
            match &self.tree(owner.file).items[owner.item.0 as usize].kind {
                ItemKind::Impl(i) => add(&i.generics),
                ItemKind::Trait { generics, .. } => add(generics),
                _ => {}
            }
        }
        found
    }

    /// The last names in a written type: of the type itself, what it boxes, and its bounds.
    fn bounds_of_type<'c>(&'c self, file: FileNo, ty: TypeId, found: &mut Vec<&'c str>) {
        match &self.tree(file).types[ty.0 as usize].kind {
            TypeKind::Path(path) => {
                if let Some(last) = path.segments.last() {
                    found.push(self.text(last.name));
                    if matches!(self.text(last.name), "Box" | "Pin" | "Arc") {
                        last.args.iter().for_each(|&a| self.bounds_of_type(file, a, found));
                    }
                }
            }
            TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => {
                found.extend(bounds.iter().filter_map(|b| b.segments.last()).map(|s| self.text(s.name)));
            }
            _ => {}
        }
    }

    /// The number of the parameter that a variable is or renames.
    fn param_number(&self, binding: BindingId) -> Option<u32> {
        let info = self.index.binding(binding);
        match info.origin {
            Origin::Param(n) => Some(n),
            Origin::Value(value) => {
                let made = ExprAt { file: info.file, id: value };
                let inner = match self.kind(made) {
                    ExprKind::Call { .. } => ExprAt { id: *self.args(made).first()?, ..made },
                    _ => made,
                };
                let next = self.index.local(inner)?;
                if next == binding { None } else { self.param_number(next) }
            }
            _ => None,
        }
    }
}

/// How a function spawns what it is given. One that calls itself is no wrapper by that call.
fn spawns_given(solver: &mut Solver<'_, Option<Wrapper>>, body: BodyId) -> Option<Wrapper> {
    let base = solver.base;
    if !base.takes_code(body) {
        return None;
    }
    base.calls_in(body).filter(|at| base.within_body(base.body_at(*at), body)).find_map(|at| {
        let spawn = base.spawn_asking(at, &mut |inner| solver.ask(inner))?;
        base.wrapper_at(at, &spawn)
    })
}
