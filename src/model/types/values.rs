//! Types of expressions and of the variables that hold their values.

use std::sync::Arc;

use crate::model::Base;
use crate::model::library::{self, gives};
use crate::model::names::{Res, Space};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, ImplId, Origin, Step, TypeAt};
use crate::model::types::callee::Callee;
use crate::model::types::{DEPTH, Ty};
use crate::syntax::tree::{BranchKind, ExprId, ExprKind, ItemKind, Lit, MacroBody, Path, UnaryOp};

impl Base {
    pub(super) fn typed(&self, at: ExprAt, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        self.types.get(&at).unwrap_or_else(|| self.types.keep(at, self.typed_fresh(at, depth - 1)))
    }

    fn typed_fresh(&self, at: ExprAt, depth: u32) -> Ty {
        let same_file = |id: ExprId| ExprAt { file: at.file, id };
        match self.kind(at) {
            ExprKind::Path(path) => self.path_value_type(at, path, depth),
            ExprKind::Lit(lit) => match lit {
                Lit::Str(_) => Ty::ext("str", vec![]),
                Lit::Bool(_) => Ty::ext("bool", vec![]),
                _ => Ty::Unknown,
            },
            ExprKind::Call { callee, args } => self.call_type(at, *callee, args, depth),
            ExprKind::Method(method) => self.method_type(at, method, depth),
            ExprKind::Field { base, name } => self.field_type(&self.typed(same_file(*base), depth), *name),
            ExprKind::Index { base, .. } => self.element_type(&self.typed(same_file(*base), depth)),
            ExprKind::Unary { op, operand } => match self.typed(same_file(*operand), depth) {
                Ty::Guard(guard) if *op == UnaryOp::Deref => guard.inner.clone(),
                other => other,
            },
            ExprKind::Ref { operand, .. } => Ty::Ref(Arc::new(self.typed(same_file(*operand), depth))),
            ExprKind::Await(inner) => self.awaited(&self.typed(same_file(*inner), depth)),
            ExprKind::Try(inner) => self.unwrapped(&self.typed(same_file(*inner), depth)),
            ExprKind::Cast { ty, .. } => self.written(TypeAt { file: at.file, id: *ty, scope: self.scope_at(at) }),
            ExprKind::Block { block, .. } => {
                self.tail_of(at.file, *block).map_or(Ty::Unknown, |t| self.typed(t, depth))
            }
            ExprKind::If { then, .. } => self.tail_of(at.file, *then).map_or(Ty::Unknown, |t| self.typed(t, depth)),
            ExprKind::Match { arms, .. } => arms
                .iter()
                .map(|arm| self.typed(same_file(arm.body), depth))
                .find(|ty| *ty != Ty::Unknown)
                .unwrap_or(Ty::Unknown),
            ExprKind::Tuple(parts) => Ty::Tuple(parts.iter().map(|&p| self.typed(same_file(p), depth)).collect()),
            ExprKind::Array(parts) => {
                Ty::Seq(Arc::new(parts.first().map_or(Ty::Unknown, |&p| self.typed(same_file(p), depth))))
            }
            ExprKind::Repeat { element, .. } => Ty::Seq(Arc::new(self.typed(same_file(*element), depth))),
            ExprKind::Struct { path, .. } => self.path_type(at.file, self.scope_at(at), path, DEPTH),
            ExprKind::Async { block, .. } => {
                let output = self.tail_of(at.file, *block).map_or(Ty::Unknown, |t| self.typed(t, depth));
                Ty::Future { body: self.index.body_of(at), output: Arc::new(output) }
            }
            ExprKind::Closure(_) => self.index.body_of(at).map_or(Ty::Unknown, Ty::Closure),
            ExprKind::Macro(call) => match (&call.body, self.macro_name(call)) {
                (MacroBody::Args(args), name) if gives::pins(name) && args.len() == 1 => {
                    self.typed(same_file(args[0]), depth)
                }
                (MacroBody::Args(args), name) if gives::makes_list(name) => {
                    Ty::Seq(Arc::new(args.first().map_or(Ty::Unknown, |&a| self.typed(same_file(a), depth))))
                }
                (_, name) if library::makes_span(name) => Ty::ext(library::SPAN, vec![]),
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        }
    }

    fn path_value_type(&self, at: ExprAt, path: &Path, depth: u32) -> Ty {
        if let Some(binding) = self.index.local(at) {
            return self.binding_type(binding, depth);
        }
        match self.res_path(at.file, self.scope_at(at), path, Space::Value) {
            Res::Def(def) => self.value_type_of_def(def),
            Res::Variant(def, _) => Ty::Def(def, Arc::from([])),
            Res::External(path) => self.sibling_value(&path).unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        }
    }

    fn value_type_of_def(&self, def: DefId) -> Ty {
        let info = self.index.def(def);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Static { ty, .. } | ItemKind::Const { ty, .. } => {
                self.written(TypeAt { file: info.file, id: *ty, scope: info.scope })
            }
            ItemKind::Struct { .. } => Ty::Def(def, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    pub(super) fn binding_type(&self, id: BindingId, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        self.binding_types
            .get(&id)
            .unwrap_or_else(|| self.binding_types.keep(id, self.binding_type_fresh(id, depth - 1)))
    }

    fn binding_type_fresh(&self, id: BindingId, depth: u32) -> Ty {
        let binding = self.index.binding(id);
        let at = |id: ExprId| ExprAt { file: binding.file, id };
        if let Some(ty) = binding.ty {
            let written = self.written(TypeAt { file: binding.file, id: ty, scope: binding.scope });
            // A parameter's annotation belongs to the whole pattern; a tuple's has been taken apart already.
            let rest = if binding.steps.iter().all(|s| matches!(s, Step::Tuple(_))) && !matches!(written, Ty::Tuple(_))
            {
                &[][..]
            } else {
                &binding.steps[..]
            };
            return self.walk_steps_in(written, rest, binding.file, binding.scope);
        }
        let base = match binding.origin {
            Origin::Value(value) if binding.steps.is_empty() => self.closed_by_use(id, self.typed(at(value), depth)),
            Origin::Value(value) => self.typed(at(value), depth),
            Origin::ItemOf(iter) => self.item_given_by(at(iter), depth),
            Origin::Outcome(source) => self.outcome_type(at(source), depth),
            Origin::SelfParam => self.self_impl(binding.scope).map_or(Ty::Unknown, |info| self.self_param_type(info)),
            Origin::Later => self.assigned_type(id, depth),
            Origin::Param(0) => self.given_to_closure(binding.body),
            Origin::Param(_) | Origin::Unknown => Ty::Unknown,
        };
        self.walk_steps_in(base, &binding.steps, binding.file, binding.scope)
    }

    /// The type of an item that an iterator gives; of one that counts them as well, with its number.
    fn item_given_by(&self, iter: ExprAt, depth: u32) -> Ty {
        match self.kind(iter) {
            ExprKind::Method(method) if library::steps::numbers_items(self.text(method.name)) => {
                let item = self.item_given_by(ExprAt { id: method.receiver, ..iter }, depth);
                Ty::Tuple(Arc::from([Ty::Unknown, item]))
            }
            _ => self.item_type(&self.typed(iter, depth)),
        }
    }

    /// The type of the one parameter that a library gives to a closure.
    fn given_to_closure(&self, body: BodyId) -> Ty {
        let Some(closure) = self.body_expr(body) else { return Ty::Unknown };
        let Some(call) = self.parent_expr(closure) else { return Ty::Unknown };
        let given = match self.callee(call) {
            Callee::External(path) => library::given_to_closure(&path),
            Callee::Method(ty, name) => library::given_to_closure(&format!("{ty}::{}", self.text(name))),
            _ => None,
        };
        given.map_or(Ty::Unknown, |path| Ty::Ref(Arc::new(Ty::ext(path, vec![]))))
    }

    /// The type of `self` in an impl or trait, with the arguments that the impl gives it.
    fn self_param_type(&self, id: ImplId) -> Ty {
        let info = self.index.impl_info(id);
        let written = match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Impl(block) => self.written(TypeAt { file: info.file, id: block.self_ty, scope: info.scope }),
            _ => Ty::Unknown,
        };
        match (self.impl_self(id), written) {
            (Res::Def(def), Ty::Def(same, args)) if def == same => Ty::Def(def, args),
            (Res::Def(def), _) => Ty::Def(def, Arc::from([])),
            (Res::External(path), Ty::Ext(same, args)) if path == same => Ty::Ext(path, args),
            (Res::External(path), _) => Ty::Ext(path, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    /// What a branch of a `select!` binds: what its future gives, or what a channel that it names gave or took.
    fn outcome_type(&self, source: ExprAt, depth: u32) -> Ty {
        let ty = self.typed(source, depth);
        let Some(select) = self.parent_expr(source).and_then(|parent| self.select(parent)) else {
            return self.awaited(&ty);
        };
        match select.branches.iter().find(|b| b.source == Some(source.id)).map(|b| b.kind) {
            Some(BranchKind::Recv) => match self.head(&ty) {
                Ty::Ext(path, args) if library::end_of_type(&path).is_some() => {
                    Ty::ext("std::result::Result", args.to_vec())
                }
                _ => Ty::Unknown,
            },
            Some(BranchKind::Send { .. }) => Ty::Unknown,
            _ => self.awaited(&ty),
        }
    }

    /// The type of the first value assigned to a variable that is declared without one.
    fn assigned_type(&self, id: BindingId, depth: u32) -> Ty {
        let binding = self.index.binding(id);
        for &name in &binding.uses {
            let at = ExprAt { file: binding.file, id: name };
            if let Some(parent) = self.parent_expr(at)
                && let ExprKind::Assign { left, right } = self.kind(parent)
                && *left == name
            {
                return self.typed(ExprAt { id: *right, ..at }, depth);
            }
        }
        Ty::Unknown
    }
}
