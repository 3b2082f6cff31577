//! Types, as far as syntax tells them: annotations, constructors, fields, declared returns.
//!
//! References are dropped where they do not matter, awaiting and unwrapping something that is no future and no
//! `Option` leave its type as it is: a wrong guess here would have to be wrong code there. There is no inference from use.

use std::sync::Arc;

use super::Crate;
use super::dictionary::{self, ChannelKind, Inner, Side};
use super::index::{BindingId, BodyId, DefId, DefKind, ExprAt, FileNo, Origin, ScopeId, Step, TypeAt};
use super::names::Res;
use crate::syntax::tree::{
    BranchKind, ExprId, ExprKind, Fields, ItemKind, Lit, MacroBody, Method, Name, PatId, PatKind, Path, StmtKind,
    TypeId, TypeKind, TypeParam,
};

/// What is known of a type.
#[derive(Clone, PartialEq, Debug)]
pub enum Ty {
    Unknown,
    /// A type or trait of the package, with its arguments.
    Def(DefId, Arc<[Ty]>),
    /// A type of a library, by its path in the dictionary's spelling.
    Ext(Arc<str>, Arc<[Ty]>),
    Ref(Arc<Ty>),
    Tuple(Arc<[Ty]>),
    /// An array, slice or `vec![]`.
    Seq(Arc<Ty>),
    /// A type parameter.
    Param(Name),
    /// `impl A + B` or `dyn A + B`: the traits.
    Bounds(Arc<[Ty]>),
    /// The future of an async block.
    Future(BodyId),
    Closure(BodyId),
}

/// How deep types are followed: chains of aliases, fields and calls deeper than this are unknown.
const DEPTH: u32 = 100;

impl Ty {
    fn ext(path: &str, args: Vec<Ty>) -> Ty {
        Ty::Ext(Arc::from(path), Arc::from(args))
    }

    /// The library path of the type, when it is one.
    pub fn path(&self) -> Option<&str> {
        match self {
            Ty::Ext(path, _) => Some(path),
            _ => None,
        }
    }
}

impl Crate {
    /// The type of an expression.
    pub fn type_of(&self, at: ExprAt) -> Ty {
        self.typed(at, DEPTH)
    }

    /// The type of a local variable.
    pub fn type_of_binding(&self, id: BindingId) -> Ty {
        self.binding_type(id, DEPTH)
    }

    /// The type behind references, smart pointers and guards: what methods are called on.
    pub fn head(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Ref(inner) => self.head(inner),
            Ty::Ext(path, args) => match (dictionary::wrapper(path), args.first()) {
                (Some(Inner::Deref), Some(inner)) => self.head(inner),
                _ => ty.clone(),
            },
            Ty::Def(def, args) => match self.alias_target(*def, args) {
                Some(target) => self.head(&target),
                None => ty.clone(),
            },
            _ => ty.clone(),
        }
    }

    /// The type behind everything that wraps it: `Receiver<T>` of `Arc<Mutex<Option<Receiver<T>>>>`.
    pub fn core_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) if dictionary::wrapper(&path).is_some() && !args.is_empty() => self.core_type(&args[0]),
            other => other,
        }
    }

    fn alias_target(&self, def: DefId, args: &[Ty]) -> Option<Ty> {
        let info = self.index.def(def);
        if info.kind != DefKind::Alias {
            return None;
        }
        let ItemKind::Alias { generics, ty: Some(ty) } = &self.tree(info.file).items[info.item.0 as usize].kind else {
            return None;
        };
        let target =
            self.written_in(TypeAt { file: info.file, id: *ty, scope: info.inner.unwrap_or(info.scope) }, generics);
        (!matches!(target, Ty::Def(d, _) if d == def)).then(|| substitute(&target, generics, args))
    }

    /// The type that is written somewhere.
    pub fn written(&self, at: TypeAt) -> Ty {
        self.written_deep(at, DEPTH)
    }

    fn written_deep(&self, at: TypeAt, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        let inner = |id: TypeId| self.written_deep(TypeAt { id, ..at }, depth - 1);
        match &self.tree(at.file).types[at.id.0 as usize].kind {
            TypeKind::Path(path) => self.path_type(at.file, at.scope, path, depth),
            TypeKind::Ref { inner: id, .. } => Ty::Ref(Arc::new(inner(*id))),
            TypeKind::Tuple(parts) => Ty::Tuple(parts.iter().map(|&p| inner(p)).collect()),
            TypeKind::Slice(id) | TypeKind::Array(id) => Ty::Seq(Arc::new(inner(*id))),
            TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => {
                Ty::Bounds(bounds.iter().map(|b| self.path_type(at.file, at.scope, b, depth)).collect())
            }
            TypeKind::Ptr(_) | TypeKind::Fn { .. } | TypeKind::Never | TypeKind::Infer | TypeKind::Other => Ty::Unknown,
        }
    }

    fn path_type(&self, file: FileNo, scope: ScopeId, path: &Path, depth: u32) -> Ty {
        let args = || -> Arc<[Ty]> {
            let last = path.segments.last();
            let args = last.map(|s| s.args.as_slice()).unwrap_or_default();
            args.iter().map(|&id| self.written_deep(TypeAt { file, id, scope }, depth - 1)).collect()
        };
        match self.res_path(file, scope, path) {
            Res::Def(def) | Res::Variant(def, _) => Ty::Def(def, args()),
            Res::External(full) => Ty::Ext(full, args()),
            Res::Param(name) => Ty::Param(name),
            Res::SelfType(_) | Res::Assoc(..) | Res::Module(_) | Res::Unknown => Ty::Unknown,
        }
    }

    fn typed(&self, at: ExprAt, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        if let Some(known) = self.types.lock().unwrap_or_else(|e| e.into_inner()).get(&at) {
            return known.clone();
        }
        let ty = self.typed_fresh(at, depth - 1);
        self.types.lock().unwrap_or_else(|e| e.into_inner()).insert(at, ty.clone());
        ty
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
            ExprKind::Unary { operand, .. } => self.typed(same_file(*operand), depth),
            ExprKind::Ref { operand, .. } => Ty::Ref(Arc::new(self.typed(same_file(*operand), depth))),
            ExprKind::Await(inner) => self.typed(same_file(*inner), depth),
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
            ExprKind::Async { .. } => self.index.body_of.get(&at).map_or(Ty::Unknown, |&b| Ty::Future(b)),
            ExprKind::Closure(_) => self.index.body_of.get(&at).map_or(Ty::Unknown, |&b| Ty::Closure(b)),
            ExprKind::Macro(call) => match (&call.body, self.macro_name(call)) {
                (MacroBody::Args(args), "pin") if args.len() == 1 => self.typed(same_file(args[0]), depth),
                (MacroBody::Args(args), "vec") => {
                    Ty::Seq(Arc::new(args.first().map_or(Ty::Unknown, |&a| self.typed(same_file(a), depth))))
                }
                _ => Ty::Unknown,
            },
            _ => Ty::Unknown,
        }
    }

    fn path_value_type(&self, at: ExprAt, path: &Path, depth: u32) -> Ty {
        if let Some(binding) = self.index.local(at) {
            return self.binding_type(binding, depth);
        }
        match self.res_path(at.file, self.scope_at(at), path) {
            Res::Def(def) => self.value_type_of_def(def),
            Res::Variant(def, _) => Ty::Def(def, Arc::from([])),
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

    fn binding_type(&self, id: BindingId, depth: u32) -> Ty {
        if depth == 0 {
            return Ty::Unknown;
        }
        if let Some(known) = self.binding_types.lock().unwrap_or_else(|e| e.into_inner()).get(&id) {
            return known.clone();
        }
        let ty = self.binding_type_fresh(id, depth - 1);
        self.binding_types.lock().unwrap_or_else(|e| e.into_inner()).insert(id, ty.clone());
        ty
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
            Origin::Value(value) => self.typed(at(value), depth),
            Origin::ItemOf(iter) => self.item_type(&self.typed(at(iter), depth)),
            Origin::Outcome(source) => self.outcome_type(at(source), depth),
            Origin::SelfParam => match self.self_impl(binding.scope) {
                Some(info) => match self.impl_self(info) {
                    Res::Def(def) => Ty::Def(def, Arc::from([])),
                    Res::External(path) => Ty::Ext(path, Arc::from([])),
                    _ => Ty::Unknown,
                },
                None => Ty::Unknown,
            },
            Origin::Later => self.assigned_type(id, depth),
            Origin::Param(_) | Origin::Unknown => Ty::Unknown,
        };
        self.walk_steps_in(base, &binding.steps, binding.file, binding.scope)
    }

    /// What a branch of a `select!` binds: what its future gives, or what a channel that it names gave or took.
    fn outcome_type(&self, source: ExprAt, depth: u32) -> Ty {
        let ty = self.typed(source, depth);
        let Some(select) = self.parent_expr(source).and_then(|parent| self.select(parent)) else { return ty };
        match select.branches.iter().find(|b| b.source == Some(source.id)).map(|b| b.kind) {
            Some(BranchKind::Recv) => match self.head(&ty) {
                Ty::Ext(path, args) if dictionary::end_of_type(&path).is_some() => {
                    Ty::ext("std::result::Result", args.to_vec())
                }
                _ => Ty::Unknown,
            },
            Some(BranchKind::Send { .. }) => Ty::Unknown,
            _ => ty,
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

    fn walk_steps_in(&self, base: Ty, steps: &[Step], file: FileNo, scope: ScopeId) -> Ty {
        steps.iter().fold(base, |ty, step| match step {
            Step::Struct(pat) => self.said_by_pattern(&ty, *pat, file, scope),
            step => self.step_type(&ty, *step),
        })
    }

    /// A struct pattern names the type where nothing else does.
    fn said_by_pattern(&self, ty: &Ty, pat: PatId, file: FileNo, scope: ScopeId) -> Ty {
        if *ty != Ty::Unknown {
            return ty.clone();
        }
        match &self.tree(file).pats[pat.0 as usize].kind {
            PatKind::Struct { path, .. } => self.path_type(file, scope, path, DEPTH),
            _ => Ty::Unknown,
        }
    }

    fn step_type(&self, ty: &Ty, step: Step) -> Ty {
        let ty = match ty {
            Ty::Ref(inner) => inner,
            other => other,
        };
        match step {
            Step::Tuple(n) => match ty {
                Ty::Tuple(parts) => parts.get(n as usize).cloned().unwrap_or(Ty::Unknown),
                _ => Ty::Unknown,
            },
            Step::Variant(name, n) => self.variant_type(ty, name, n),
            Step::Field(name) => self.field_type(ty, name),
            Step::Struct(_) => ty.clone(),
            Step::Element => self.element_type(ty),
        }
    }

    fn variant_type(&self, ty: &Ty, name: Name, n: u32) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) => match (&*path, self.names.text(name)) {
                ("std::option::Option", "Some") | ("std::result::Result", "Ok") => {
                    args.first().cloned().unwrap_or(Ty::Unknown)
                }
                _ => Ty::Unknown,
            },
            Ty::Def(def, args) => {
                let info = self.index.def(def);
                let field = |generics: &[TypeParam], fields: &Fields| {
                    let (_, ty, _) = fields.fields.get(n as usize)?;
                    let at = TypeAt { file: info.file, id: *ty, scope: info.scope };
                    Some(substitute(&self.written_in(at, generics), generics, &args))
                };
                match &self.tree(info.file).items[info.item.0 as usize].kind {
                    ItemKind::Enum { generics, variants } => {
                        let fields = variants.iter().find(|(v, _)| *v == name).map(|(_, f)| f);
                        fields.and_then(|f| field(generics, f)).unwrap_or(Ty::Unknown)
                    }
                    ItemKind::Struct { generics, fields } => field(generics, fields).unwrap_or(Ty::Unknown),
                    _ => Ty::Unknown,
                }
            }
            _ => Ty::Unknown,
        }
    }

    /// A written type whose own generics are parameters, not names to look up.
    fn written_in(&self, at: TypeAt, generics: &[TypeParam]) -> Ty {
        if let TypeKind::Path(path) = &self.tree(at.file).types[at.id.0 as usize].kind
            && path.segments.len() == 1
            && generics.iter().any(|g| g.name == path.segments[0].name)
        {
            return Ty::Param(path.segments[0].name);
        }
        if let TypeKind::Path(path) = &self.tree(at.file).types[at.id.0 as usize].kind
            && let Some(last) = path.segments.last()
            && !last.args.is_empty()
        {
            let args: Arc<[Ty]> = last.args.iter().map(|&id| self.written_in(TypeAt { id, ..at }, generics)).collect();
            return match self.written(at) {
                Ty::Def(def, _) => Ty::Def(def, args),
                Ty::Ext(path, _) => Ty::Ext(path, args),
                other => other,
            };
        }
        self.written(at)
    }

    /// The type of a field, through references and smart pointers.
    pub fn field_type(&self, ty: &Ty, name: Name) -> Ty {
        match self.head(ty) {
            Ty::Def(def, args) => {
                let info = self.index.def(def);
                let ItemKind::Struct { generics, fields } = &self.tree(info.file).items[info.item.0 as usize].kind
                else {
                    return Ty::Unknown;
                };
                match fields.fields.iter().find(|(f, _, _)| *f == name) {
                    Some((_, id, _)) => {
                        let at = TypeAt { file: info.file, id: *id, scope: info.scope };
                        substitute(&self.written_in(at, generics), generics, &args)
                    }
                    None => Ty::Unknown,
                }
            }
            Ty::Tuple(parts) => {
                let place: Option<usize> = self.names.text(name).parse().ok();
                place.and_then(|n| parts.get(n).cloned()).unwrap_or(Ty::Unknown)
            }
            _ => Ty::Unknown,
        }
    }

    fn element_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Seq(inner) => (*inner).clone(),
            Ty::Ext(path, args) if &*path == "std::vec::Vec" => args.first().cloned().unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        }
    }

    fn item_type(&self, ty: &Ty) -> Ty {
        match self.head(ty) {
            Ty::Ext(path, args) if dictionary::end_of_type(&path).is_some() => {
                args.first().cloned().unwrap_or(Ty::Unknown)
            }
            _ => self.element_type(ty),
        }
    }

    /// The written types of a struct's fields, or of all variants' fields of an enum.
    pub(in crate::model) fn field_types(&self, def: DefId) -> Vec<Ty> {
        let info = self.index.def(def);
        let all: Vec<&Fields> = match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => vec![fields],
            ItemKind::Enum { variants, .. } => variants.iter().map(|(_, f)| f).collect(),
            _ => Vec::new(),
        };
        let written = |id: &TypeId| self.written(TypeAt { file: info.file, id: *id, scope: info.scope });
        all.iter().flat_map(|f| f.fields.iter().map(|(_, id, _)| written(id))).collect()
    }

    /// What `?`, `unwrap` or a `Some(x)` pattern takes out.
    pub fn unwrapped(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Ext(path, args) if dictionary::wrapper(path) == Some(Inner::Some) => {
                args.first().cloned().unwrap_or(Ty::Unknown)
            }
            other => other.clone(),
        }
    }

    fn call_type(&self, at: ExprAt, callee: ExprId, args: &[ExprId], depth: u32) -> Ty {
        let callee_at = ExprAt { file: at.file, id: callee };
        let arg = |n: usize| args.get(n).map(|&id| self.typed(ExprAt { file: at.file, id }, depth));
        match self.res(callee_at) {
            Res::Def(def) => self.return_type(def),
            Res::Variant(def, _) => Ty::Def(def, Arc::from([])),
            Res::External(path) => self.external_call_type(&path, arg(0), || self.turbofish(callee_at)),
            Res::SelfType(_) | Res::Assoc(..) => self.associated_call_type(&self.res(callee_at)),
            _ => Ty::Unknown,
        }
    }

    fn associated_call_type(&self, res: &Res) -> Ty {
        let Res::Assoc(base, name) = res else { return Ty::Unknown };
        match (&**base, is_constructor(self.names.text(*name))) {
            (Res::Def(def), true) => Ty::Def(*def, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    /// The types written in `name::<A, B>`.
    fn turbofish(&self, callee: ExprAt) -> Vec<Ty> {
        let ExprKind::Path(path) = self.kind(callee) else { return Vec::new() };
        let scope = self.scope_at(callee);
        let args = path.segments.last().map(|s| s.args.as_slice()).unwrap_or_default();
        args.iter().map(|&id| self.written(TypeAt { file: callee.file, id, scope })).collect()
    }

    fn external_call_type(&self, path: &str, first: Option<Ty>, turbofish: impl Fn() -> Vec<Ty>) -> Ty {
        let first = first.unwrap_or(Ty::Unknown);
        match dictionary::function(path) {
            Some(dictionary::Call::Channel { kind, bound }) => {
                let end = |side| dictionary::end_made_by(path, kind, side, bound.is_some());
                let (sender, receiver) = (end(Side::Sender), end(Side::Receiver));
                return Ty::Tuple(Arc::from([Ty::ext(sender, turbofish()), Ty::ext(receiver, turbofish())]));
            }
            Some(dictionary::Call::Race) => return Ty::Unknown,
            _ => {}
        }
        let Some((owner, name)) = path.rsplit_once("::") else { return Ty::Unknown };
        // `Arc::clone(&x)` and `Clone::clone(&x)` give what they are lent.
        if name == "clone" {
            return if let Ty::Ref(lent) = first { (*lent).clone() } else { first };
        }
        if let Some(inner) = dictionary::wrapper(owner)
            && is_constructor(name)
        {
            // `Box::pin(x)` and `Pin::new(x)` are used like `x`; `Mutex::new(x)` guards it.
            return match inner {
                Inner::Cell => Ty::ext(owner, vec![]),
                _ => Ty::ext(owner, vec![first]),
            };
        }
        match path {
            "std::option::Option::Some" => return Ty::ext("std::option::Option", vec![first]),
            "std::result::Result::Ok" => return Ty::ext("std::result::Result", vec![first]),
            _ => {
                if let Some(given) = dictionary::given_by_function(path) {
                    return Ty::ext(given, vec![]);
                }
            }
        }
        let type_like = owner.rsplit("::").next().is_some_and(|n| n.starts_with(|c: char| c.is_uppercase()));
        if type_like && is_constructor(name) { Ty::ext(owner, vec![first]) } else { Ty::Unknown }
    }

    /// The declared return type of one of the package's functions.
    pub fn return_type(&self, def: DefId) -> Ty {
        let info = self.index.def(def);
        match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Fn(function) => match function.ret {
                Some(ret) => self.written(TypeAt { file: info.file, id: ret, scope: info.inner.unwrap_or(info.scope) }),
                None => Ty::Tuple(Arc::from([])),
            },
            ItemKind::Struct { .. } => Ty::Def(def, Arc::from([])),
            _ => Ty::Unknown,
        }
    }

    fn method_type(&self, at: ExprAt, method: &Method, depth: u32) -> Ty {
        let receiver = self.typed(ExprAt { file: at.file, id: method.receiver }, depth);
        let name = self.names.text(method.name);
        if let Some(def) = self.method_def(&receiver, method.name) {
            return self.return_type(def);
        }
        let head = self.head(&receiver);
        if let Ty::Ext(path, args) = &head {
            let first = || args.first().cloned().unwrap_or(Ty::Unknown);
            if let Some(ty) = self.known_method_type(path, args, name, &receiver) {
                return ty;
            }
            match (dictionary::wrapper(path), name) {
                (Some(Inner::Some), "unwrap" | "expect" | "unwrap_or_else" | "unwrap_or_default" | "unwrap_or") => {
                    return first();
                }
                (
                    Some(Inner::Some),
                    "take" | "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "ok" | "cloned" | "copied" | "replace"
                    | "insert" | "map_err" | "clone" | "ok_or" | "ok_or_else" | "filter" | "or_else" | "or" | "iter"
                    | "context" | "with_context",
                ) => return head.clone(),
                (Some(Inner::Some), "map" | "and_then") => return Ty::Unknown,
                (
                    Some(Inner::Guarded | Inner::AsyncGuarded),
                    "lock" | "read" | "write" | "borrow" | "borrow_mut" | "get_mut" | "lock_owned" | "read_owned"
                    | "write_owned" | "blocking_lock" | "into_inner" | "lock_arc" | "blocking_read" | "blocking_write"
                    | "upgradable_read",
                ) => return first(),
                (Some(Inner::Guarded | Inner::AsyncGuarded), "try_lock" | "try_read" | "try_write") => {
                    return Ty::ext("std::option::Option", vec![first()]);
                }
                (Some(Inner::Cell), "get" | "get_mut" | "take" | "into_inner") => {
                    return Ty::ext("std::option::Option", vec![first()]);
                }
                (Some(Inner::Cell), "get_or_init" | "get_or_try_init" | "get_mut_or_init") => return first(),
                _ => {}
            }
        }
        match name {
            "clone" | "to_owned" | "as_ref" | "as_mut" | "borrow" | "borrow_mut" | "by_ref" | "unwrap" | "expect"
            | "fuse" | "boxed" | "boxed_local" | "into_inner" | "lock" | "cloned" | "into_future" | "instrument"
            | "in_current_span" | "map_err" | "unwrap_or_else" | "context" | "deref" | "deref_mut" | "into_stream"
            | "enter" | "get_mut" | "as_pin_mut" | "with_context" | "unwrap_or_default" | "project" => receiver,
            _ => Ty::Unknown,
        }
    }

    fn known_method_type(&self, path: &str, args: &Arc<[Ty]>, name: &str, receiver: &Ty) -> Option<Ty> {
        if let Some((kind, side)) = dictionary::end_of_type(path) {
            return Some(match (side, name) {
                (Side::Sender, "subscribe" | "new_receiver") => {
                    Ty::Ext(Arc::from(dictionary::end_type(kind, Side::Receiver, true)), args.clone())
                }
                (Side::Sender, "downgrade") => {
                    let bounded = !path.contains("Unbounded");
                    Ty::Ext(Arc::from(dictionary::end_type(kind, Side::WeakSender, bounded)), args.clone())
                }
                (Side::Receiver, "deactivate") => {
                    Ty::Ext(Arc::from(dictionary::end_type(kind, Side::Inactive, true)), args.clone())
                }
                (_, "to_sync" | "to_async" | "clone_sync" | "clone_async" | "as_async" | "as_sync")
                    if kind == ChannelKind::Kanal =>
                {
                    Ty::Ext(Arc::from(dictionary::other_face(path, name)), args.clone())
                }
                (Side::Receiver, _) if dictionary::receive_method(kind, name).is_some() => {
                    Ty::ext("std::option::Option", args.to_vec())
                }
                (
                    _,
                    "clone" | "resubscribe" | "as_mut" | "by_ref" | "as_ref" | "borrow_mut" | "fuse" | "into_stream",
                ) => receiver.clone(),
                _ => return None,
            });
        }
        match (path, name) {
            _ if dictionary::given_by_method(path, name).is_some() => {
                dictionary::given_by_method(path, name).map(|given| Ty::ext(given, vec![]))
            }
            _ if path.ends_with("Builder") && name != "spawn" && name != "build" => Some(receiver.clone()),
            _ if dictionary::stream_that_ends(path) && name == "split" => None,
            _ => None,
        }
    }

    /// The package's own method that a call on this type means.
    pub fn method_def(&self, receiver: &Ty, name: Name) -> Option<DefId> {
        self.index.methods.get(&name)?;
        match self.head(receiver) {
            Ty::Def(def, _) => self.method_of_def(def, name),
            Ty::Bounds(bounds) => bounds.iter().find_map(|b| self.method_def(b, name)),
            Ty::Ext(path, _) => self.method_of_external(&path, name),
            _ => None,
        }
    }

    /// A method of an extension trait or impl of the package on a library's type.
    fn method_of_external(&self, path: &str, name: Name) -> Option<DefId> {
        let candidates = self.index.methods.get(&name)?;
        candidates.iter().copied().find(|&m| {
            self.index.def(m).owner.is_some_and(|o| matches!(self.impl_self(o), Res::External(p) if &*p == path))
        })
    }

    /// The value of a block: its last expression without a semicolon.
    pub fn tail_of(&self, file: FileNo, block: crate::syntax::tree::BlockId) -> Option<ExprAt> {
        let stmts = &self.tree(file).blocks[block.0 as usize].stmts;
        match stmts.last()?.kind {
            StmtKind::Expr { expr, semi: false } => Some(ExprAt { file, id: expr }),
            _ => None,
        }
    }
}

/// Whether an associated function of this name gives a value of its type (perhaps in an `Option`, `Result` or future).
fn is_constructor(name: &str) -> bool {
    matches!(
        name,
        "default"
            | "current"
            | "bind"
            | "connect"
            | "open"
            | "builder"
            | "create"
            | "pin"
            | "spawner"
            | "from"
            | "init"
            | "start"
            | "build"
            | "upgrade"
            | "downgrade"
            | "global"
    ) || name.starts_with("new")
        || name.starts_with("with_")
        || name.starts_with("from_")
        || name.starts_with("try_new")
}

/// Puts arguments in place of type parameters.
fn substitute(ty: &Ty, generics: &[TypeParam], args: &[Ty]) -> Ty {
    let all = |parts: &Arc<[Ty]>| -> Arc<[Ty]> { parts.iter().map(|p| substitute(p, generics, args)).collect() };
    match ty {
        Ty::Param(name) => {
            let place = generics.iter().position(|g| g.name == *name);
            place.and_then(|n| args.get(n).cloned()).unwrap_or_else(|| ty.clone())
        }
        Ty::Def(def, parts) => Ty::Def(*def, all(parts)),
        Ty::Ext(path, parts) => Ty::Ext(path.clone(), all(parts)),
        Ty::Ref(inner) => Ty::Ref(Arc::new(substitute(inner, generics, args))),
        Ty::Tuple(parts) => Ty::Tuple(all(parts)),
        Ty::Seq(inner) => Ty::Seq(Arc::new(substitute(inner, generics, args))),
        _ => ty.clone(),
    }
}
