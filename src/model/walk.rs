//! The one walk over a file's tree that fills the index: bodies, bindings, scopes, items, parents.

use rustc_hash::FxHashMap;

use super::index::{
    Binding, BindingId, Body, BodyId, BodyKind, BodyParam, Def, DefId, DefKind, ExprAt, FileIndex, FileNo, ImplId,
    ImplInfo, ImportAt, Index, Origin, Parent, Root, Scope, ScopeId, Step,
};
use crate::syntax::tree::{
    Attr, BlockId, Closure, ExprId, ExprKind, Function, Item, ItemId, ItemKind, MacroBody, MacroCall, Name, PatId,
    PatKind, Select, StmtKind, Tree, TypeId,
};
use crate::syntax::{Names, Span};

/// What the walk must know of a file beside its tree.
pub struct Context<'a> {
    pub file: FileNo,
    pub tree: &'a Tree,
    pub names: &'a Names,
    /// Whether all of the file is test code: `tests/`, `benches/`, `examples/`, `build.rs`.
    pub test: bool,
}

/// Walks one file and adds what it holds to the index. Files must come in the order of their numbers.
pub fn walk(index: &mut Index, context: &Context<'_>) {
    let tree = context.tree;
    let file_index = FileIndex {
        expr_parent: vec![Parent::None; tree.exprs.len()],
        block_parent: vec![Parent::None; tree.blocks.len()],
        expr_body: vec![BodyId(u32::MAX); tree.exprs.len()],
        expr_scope: vec![ScopeId(u32::MAX); tree.exprs.len()],
        ..FileIndex::default()
    };
    index.files.push(file_index);
    let test = context.test || has_test_cfg(context.names, &tree.attrs);
    let scope = new_scope(index, context.file, None, true, None, test);
    index.file_scope.push(scope);
    let mut walk = Walk {
        index,
        tree,
        names: context.names,
        file: context.file,
        scope,
        body: BodyId(u32::MAX),
        def: None,
        env: Vec::new(),
        test,
        owner: None,
    };
    walk.items(&tree.root);
}

/// Whether attributes make an item test code by `#[cfg(test)]`.
pub fn has_test_cfg(names: &Names, attrs: &[Attr]) -> bool {
    attrs.iter().any(|a| names.text(a.path) == "cfg" && cfg_means_test(names.text(a.args)))
}

/// Whether a cfg predicate holds only in tests: `test`, `all(test, …)`, but not `not(test)` or `any(test, …)`.
fn cfg_means_test(predicate: &str) -> bool {
    let predicate = predicate.trim();
    if predicate == "test" || predicate == "loom" {
        return true;
    }
    let Some(inner) = predicate.strip_prefix("all").map(str::trim).and_then(|p| p.strip_prefix('(')) else {
        return false;
    };
    inner.trim_end_matches(')').split(',').any(|part| matches!(part.trim(), "test" | "loom"))
}

/// Whether an attribute marks a test or benchmark function: `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[bench]` ….
fn is_test_attr(path: &str) -> bool {
    let last = path.rsplit("::").next().unwrap_or(path).trim();
    matches!(last, "test" | "bench" | "rstest" | "test_case" | "quickcheck" | "proptest" | "case")
        || last.ends_with("_test")
        || last.starts_with("test_")
        || last.starts_with("wasm_bindgen_test")
}

fn new_scope(
    index: &mut Index,
    file: FileNo,
    parent: Option<ScopeId>,
    module: bool,
    name: Option<Name>,
    test: bool,
) -> ScopeId {
    let id = ScopeId(index.scopes.len() as u32);
    index.scopes.push(Scope {
        file,
        parent,
        module,
        name,
        items: FxHashMap::default(),
        imports: Vec::new(),
        self_ty: None,
        type_params: Vec::new(),
        bounds: Vec::new(),
        test,
    });
    id
}

struct Walk<'a> {
    index: &'a mut Index,
    tree: &'a Tree,
    names: &'a Names,
    file: FileNo,
    scope: ScopeId,
    body: BodyId,
    def: Option<DefId>,
    /// The bindings in force, innermost last.
    env: Vec<(Name, BindingId)>,
    test: bool,
    owner: Option<ImplId>,
}

impl<'a> Walk<'a> {
    fn here(&mut self) -> &mut FileIndex {
        &mut self.index.files[self.file.0 as usize]
    }

    /// Declares every item of a list before walking any of them: items see one another in any order.
    fn items(&mut self, items: &'a [ItemId]) {
        let mut pending = Vec::new();
        for &id in items {
            self.declare(id, &mut pending);
        }
        for (id, def) in pending {
            self.item(id, def);
        }
    }

    fn declare(&mut self, id: ItemId, pending: &mut Vec<(ItemId, Option<DefId>)>) {
        let tree = self.tree;
        let item: &'a Item = &tree.items[id.0 as usize];
        let kind = match &item.kind {
            ItemKind::Fn(_) => DefKind::Fn,
            ItemKind::Struct { .. } => DefKind::Struct,
            ItemKind::Enum { .. } => DefKind::Enum,
            ItemKind::Trait { .. } => DefKind::Trait,
            ItemKind::Alias { .. } => DefKind::Alias,
            ItemKind::Static { .. } => DefKind::Static,
            ItemKind::Const { .. } => DefKind::Const,
            ItemKind::Mod { .. } => DefKind::Mod,
            ItemKind::Use(leaves) => {
                for (leaf, import) in leaves.iter().enumerate() {
                    let at = ImportAt { file: self.file, item: id, leaf: leaf as u32, bound: import.bound };
                    self.index.scopes[self.scope.0 as usize].imports.push(at);
                }
                return;
            }
            ItemKind::MacroItems { items, .. } => {
                for &inner in items {
                    self.declare(inner, pending);
                }
                return;
            }
            ItemKind::Impl(_) | ItemKind::MacroBody { .. } => {
                pending.push((id, None));
                return;
            }
            ItemKind::ExternCrate { .. } | ItemKind::MacroRules | ItemKind::Other => return,
        };
        let def = self.define(id, item, kind);
        pending.push((id, Some(def)));
    }

    fn define(&mut self, id: ItemId, item: &Item, kind: DefKind) -> DefId {
        let def = DefId(self.index.defs.len() as u32);
        let is_test = self.test
            || has_test_cfg(self.names, &item.attrs)
            || (kind == DefKind::Fn && item.attrs.iter().any(|a| is_test_attr(self.names.text(a.path))));
        self.index.defs.push(Def {
            file: self.file,
            item: id,
            name: item.name,
            span: item.name_span,
            kind,
            scope: self.scope,
            inner: None,
            owner: self.owner,
            body: None,
            test: is_test,
        });
        if let Some(owner) = self.owner {
            let owner = &mut self.index.impls[owner.0 as usize];
            match kind {
                DefKind::Fn => owner.methods.push(def),
                DefKind::Alias => owner.aliases.push(def),
                _ => {}
            }
            if kind == DefKind::Fn {
                self.index.methods.entry(item.name).or_default().push(def);
            }
        } else {
            self.index.scopes[self.scope.0 as usize].items.entry(item.name).or_default().push(def);
        }
        def
    }

    fn item(&mut self, id: ItemId, def: Option<DefId>) {
        let tree = self.tree;
        let item: &'a Item = &tree.items[id.0 as usize];
        let (old_test, old_owner) = (self.test, self.owner);
        if let Some(def) = def {
            self.test |= self.index.def(def).test;
        } else {
            self.test |= has_test_cfg(self.names, &item.attrs);
        }
        match &item.kind {
            ItemKind::Fn(function) => self.function(id, function, def, item.span),
            ItemKind::Mod { items } => self.module(items.as_deref(), item.name, def),
            ItemKind::Impl(block) => {
                let info = self.impl_block(id, None);
                self.type_params(id, block.generics.iter().map(|p| p.name));
                self.inside_impl(info, &block.items);
            }
            ItemKind::Trait { generics, items, .. } => {
                let info = self.impl_block(id, def);
                self.type_params(id, generics.iter().map(|p| p.name));
                self.inside_impl(info, items);
            }
            ItemKind::Static { init: Some(init), .. } | ItemKind::Const { init: Some(init), .. } => {
                self.initialiser(*init, def, item.span);
            }
            ItemKind::MacroBody { call, .. } => self.initialiser(*call, None, item.span),
            _ => {}
        }
        (self.test, self.owner) = (old_test, old_owner);
    }

    fn module(&mut self, items: Option<&'a [ItemId]>, name: Name, def: Option<DefId>) {
        let Some(def) = def else { return };
        let Some(items) = items else {
            self.index.outlines.push(def);
            return;
        };
        let inner = new_scope(self.index, self.file, Some(self.scope), true, Some(name), self.test);
        self.index.defs[def.0 as usize].inner = Some(inner);
        let (old, owner) = (std::mem::replace(&mut self.scope, inner), self.owner.take());
        self.items(items);
        (self.scope, self.owner) = (old, owner);
    }

    fn impl_block(&mut self, item: ItemId, of_def: Option<DefId>) -> ImplId {
        let scope = new_scope(self.index, self.file, Some(self.scope), false, None, self.test);
        let info = ImplId(self.index.impls.len() as u32);
        self.index.scopes[scope.0 as usize].self_ty = Some(info);
        self.index.impls.push(ImplInfo {
            file: self.file,
            item,
            scope,
            of_def,
            methods: Vec::new(),
            aliases: Vec::new(),
        });
        self.scope = scope;
        info
    }

    fn type_params(&mut self, item: ItemId, params: impl Iterator<Item = Name>) {
        let file = self.file;
        let scope = &mut self.index.scopes[self.scope.0 as usize];
        for name in params {
            scope.type_params.push(name);
            scope.bounds.push((name, file, item));
        }
    }

    fn inside_impl(&mut self, info: ImplId, items: &'a [ItemId]) {
        let outer = self.index.impl_info(info).scope;
        let outer_parent = self.index.scope(outer).parent;
        self.owner = Some(info);
        self.items(items);
        self.scope = outer_parent.unwrap_or(outer);
    }

    fn function(&mut self, id: ItemId, function: &'a Function, def: Option<DefId>, span: Span) {
        let outer = self.scope;
        if !function.generics.is_empty() {
            self.scope = new_scope(self.index, self.file, Some(outer), false, None, self.test);
            self.type_params(id, function.generics.iter().map(|p| p.name));
        }
        if let Some(def) = def {
            self.index.defs[def.0 as usize].inner = Some(self.scope);
        }
        if let Some(block) = function.body {
            let old_owner = self.owner.take();
            let (env, old_body, old_def) = (std::mem::take(&mut self.env), self.body, self.def);
            self.def = def;
            let mut params = Vec::new();
            if function.receiver.is_some() {
                params.push(BodyParam { pat: None, ty: None });
            }
            params.extend(function.params.iter().map(|p| BodyParam { pat: Some(p.pat), ty: p.ty }));
            let body = self.new_body(BodyKind::Fn, None, Root::Block(block), params, span, function.is_async, true);
            if let Some(def) = def {
                self.index.defs[def.0 as usize].body = Some(body);
            }
            self.body = body;
            if let Some(receiver) = function.receiver {
                self.bind_self(receiver.span, receiver.mutable && !receiver.by_ref, receiver.by_ref);
            }
            for (n, param) in function.params.iter().enumerate() {
                self.pattern(param.pat, Origin::Param(n as u32), &mut Vec::new(), param.ty, None);
            }
            self.block(block, Parent::None);
            (self.env, self.body, self.def) = (env, old_body, old_def);
            self.owner = old_owner;
        }
        self.scope = outer;
    }

    fn bind_self(&mut self, span: Span, mutable: bool, by_ref: bool) {
        let Some(name) = self.names.find("self") else { return };
        let id = BindingId(self.index.bindings.len() as u32);
        self.index.bindings.push(Binding {
            file: self.file,
            name,
            span,
            body: self.body,
            scope: self.scope,
            mutable,
            by_ref,
            ty: None,
            origin: Origin::SelfParam,
            steps: Box::default(),
            stmt: None,
            uses: Vec::new(),
        });
        self.env.push((name, id));
    }

    #[allow(clippy::too_many_arguments, reason = "a body is described by exactly these parts")]
    fn new_body(
        &mut self,
        kind: BodyKind,
        parent: Option<BodyId>,
        root: Root,
        params: Vec<BodyParam>,
        span: Span,
        is_async: bool,
        moves: bool,
    ) -> BodyId {
        let id = BodyId(self.index.bodies.len() as u32);
        self.index.bodies.push(Body {
            file: self.file,
            kind,
            parent,
            def: self.def,
            root,
            params,
            span,
            is_async,
            moves,
        });
        id
    }

    fn initialiser(&mut self, init: ExprId, def: Option<DefId>, span: Span) {
        let (env, old_body, old_def) = (std::mem::take(&mut self.env), self.body, self.def);
        self.def = def;
        self.body = self.new_body(BodyKind::Init, None, Root::Expr(init), Vec::new(), span, false, true);
        if let Some(def) = def {
            self.index.defs[def.0 as usize].body = Some(self.body);
        }
        self.expr(init, Parent::None);
        (self.env, self.body, self.def) = (env, old_body, old_def);
    }

    fn block(&mut self, id: BlockId, parent: Parent) {
        let tree = self.tree;
        self.here().block_parent[id.0 as usize] = parent;
        let block = &tree.blocks[id.0 as usize];
        let (mark, outer) = (self.env.len(), self.scope);
        let items: Vec<ItemId> = block
            .stmts
            .iter()
            .filter_map(|s| if let StmtKind::Item(item) = s.kind { Some(item) } else { None })
            .collect();
        if !items.is_empty() {
            self.scope = new_scope(self.index, self.file, Some(outer), false, None, self.test);
            // Items inside a block belong to the block, not to the impl around it.
            let (owner, body) = (self.owner.take(), self.body);
            let mut pending = Vec::new();
            for &item in &items {
                self.declare(item, &mut pending);
            }
            for (item, def) in pending {
                self.item(item, def);
            }
            (self.owner, self.body) = (owner, body);
        }
        for (n, stmt) in block.stmts.iter().enumerate() {
            let parent = Parent::Stmt(id, n as u32);
            match &stmt.kind {
                StmtKind::Let { pat, ty, init, otherwise } => {
                    if let Some(init) = init {
                        self.expr(*init, parent);
                    }
                    if let Some(otherwise) = otherwise {
                        self.block(*otherwise, parent);
                    }
                    let origin = init.map_or(Origin::Later, Origin::Value);
                    self.pattern(*pat, origin, &mut Vec::new(), *ty, Some((id, n as u32)));
                }
                StmtKind::Expr { expr, .. } => self.expr(*expr, parent),
                StmtKind::Item(_) => {}
            }
        }
        self.env.truncate(mark);
        self.scope = outer;
    }

    fn expr(&mut self, id: ExprId, parent: Parent) {
        let tree = self.tree;
        let (body, scope) = (self.body, self.scope);
        let here = self.here();
        here.expr_parent[id.0 as usize] = parent;
        here.expr_body[id.0 as usize] = body;
        here.expr_scope[id.0 as usize] = scope;
        let own = Parent::Expr(id);
        match &tree.exprs[id.0 as usize].kind {
            ExprKind::Path(path) => {
                if path.segments.len() == 1 && path.qself.is_none() && !path.global {
                    self.name_use(id, path.segments[0].name);
                }
            }
            ExprKind::Lit(_) | ExprKind::Continue { .. } | ExprKind::Other => {}
            ExprKind::Call { callee, args } => {
                self.here().calls.push(id);
                self.expr(*callee, own);
                self.exprs(args, own);
            }
            ExprKind::Method(method) => {
                self.expr(method.receiver, own);
                self.here().calls.push(id);
                self.exprs(&method.args, own);
            }
            ExprKind::Field { base: inner, .. }
            | ExprKind::Unary { operand: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner)
            | ExprKind::Await(inner)
            | ExprKind::Cast { operand: inner, .. } => self.expr(*inner, own),
            ExprKind::Index { base, index } => {
                self.expr(*base, own);
                self.expr(*index, own);
            }
            ExprKind::Binary { left, right, .. } | ExprKind::AssignOp { left, right, .. } => {
                self.expr(*left, own);
                self.expr(*right, own);
            }
            ExprKind::Assign { left, right } => {
                self.expr(*right, own);
                self.expr(*left, own);
            }
            ExprKind::Block { block, .. } => self.block(*block, own),
            ExprKind::Async { moves, block } => self.async_block(id, *moves, *block),
            ExprKind::Closure(closure) => self.closure(id, closure),
            ExprKind::If { cond, then, otherwise } => {
                let mark = self.env.len();
                self.expr(*cond, own);
                self.block(*then, own);
                self.env.truncate(mark);
                if let Some(otherwise) = otherwise {
                    self.expr(*otherwise, own);
                }
            }
            ExprKind::Let { pat, value } => {
                self.expr(*value, own);
                self.pattern(*pat, Origin::Value(*value), &mut Vec::new(), None, None);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee, own);
                for arm in arms {
                    let mark = self.env.len();
                    self.pattern(arm.pat, Origin::Value(*scrutinee), &mut Vec::new(), None, None);
                    if let Some(guard) = arm.guard {
                        self.expr(guard, own);
                    }
                    self.expr(arm.body, own);
                    self.env.truncate(mark);
                }
            }
            ExprKind::While { cond, body, .. } => {
                self.here().loops.push(id);
                let mark = self.env.len();
                self.expr(*cond, own);
                self.block(*body, own);
                self.env.truncate(mark);
            }
            ExprKind::Loop { body, .. } => {
                self.here().loops.push(id);
                self.block(*body, own);
            }
            ExprKind::For { pat, iter, body, .. } => {
                self.here().loops.push(id);
                self.expr(*iter, own);
                self.here().calls.push(id);
                let mark = self.env.len();
                self.pattern(*pat, Origin::ItemOf(*iter), &mut Vec::new(), None, None);
                self.block(*body, own);
                self.env.truncate(mark);
            }
            ExprKind::Break { value, .. } | ExprKind::Return(value) | ExprKind::Yield(value) => {
                if let Some(value) = value {
                    self.expr(*value, own);
                }
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.exprs(parts, own),
            ExprKind::Repeat { element, count } => {
                self.expr(*element, own);
                self.expr(*count, own);
            }
            ExprKind::Struct { fields, rest, .. } => {
                for (_, value) in fields {
                    self.expr(*value, own);
                }
                if let Some(rest) = rest {
                    self.expr(*rest, own);
                }
            }
            ExprKind::Range { start, end } => {
                for part in [start, end].into_iter().flatten() {
                    self.expr(*part, own);
                }
            }
            ExprKind::Macro(call) => {
                self.here().calls.push(id);
                self.macro_call(id, call);
            }
        }
    }

    fn exprs(&mut self, list: &'a [ExprId], parent: Parent) {
        for &expr in list {
            self.expr(expr, parent);
        }
    }

    fn name_use(&mut self, id: ExprId, name: Name) {
        if let Some(&(_, binding)) = self.env.iter().rev().find(|(n, _)| *n == name) {
            self.here().local.insert(id, binding);
            self.index.bindings[binding.0 as usize].uses.push(id);
        }
    }

    fn async_block(&mut self, id: ExprId, moves: bool, block: BlockId) {
        let span = self.tree.exprs[id.0 as usize].span;
        let inner =
            self.new_body(BodyKind::Async(id), Some(self.body), Root::Block(block), Vec::new(), span, true, moves);
        self.index.body_of.insert(ExprAt { file: self.file, id }, inner);
        let old = std::mem::replace(&mut self.body, inner);
        self.block(block, Parent::Expr(id));
        self.body = old;
    }

    fn closure(&mut self, id: ExprId, closure: &'a Closure) {
        let span = self.tree.exprs[id.0 as usize].span;
        let params = closure.params.iter().map(|p| BodyParam { pat: Some(p.pat), ty: p.ty }).collect();
        let inner = self.new_body(
            BodyKind::Closure(id),
            Some(self.body),
            Root::Expr(closure.body),
            params,
            span,
            closure.is_async,
            closure.moves,
        );
        self.index.body_of.insert(ExprAt { file: self.file, id }, inner);
        let (old, mark) = (std::mem::replace(&mut self.body, inner), self.env.len());
        for (n, param) in closure.params.iter().enumerate() {
            self.pattern(param.pat, Origin::Param(n as u32), &mut Vec::new(), param.ty, None);
        }
        self.expr(closure.body, Parent::Expr(id));
        self.env.truncate(mark);
        self.body = old;
    }

    fn macro_call(&mut self, id: ExprId, call: &'a MacroCall) {
        let own = Parent::Expr(id);
        match &call.body {
            MacroBody::Args(args) => self.exprs(args, own),
            MacroBody::Block(block) => self.block(*block, own),
            MacroBody::Items(items) => {
                let (owner, body) = (self.owner.take(), self.body);
                self.items(items);
                (self.owner, self.body) = (owner, body);
            }
            MacroBody::Select(select) => self.select(select, own),
            MacroBody::Matches { value, pat, guard } => {
                self.expr(*value, own);
                let mark = self.env.len();
                self.pattern(*pat, Origin::Value(*value), &mut Vec::new(), None, None);
                if let Some(guard) = guard {
                    self.expr(*guard, own);
                }
                self.env.truncate(mark);
            }
            MacroBody::Opaque(mentioned) => {
                for name in mentioned {
                    if let Some(&(_, binding)) = self.env.iter().rev().find(|(n, _)| n == name) {
                        self.here().opaque_uses.push((id, binding));
                        self.index.bindings[binding.0 as usize].uses.push(id);
                    }
                }
            }
        }
    }

    fn select(&mut self, select: &'a Select, own: Parent) {
        for branch in &select.branches {
            if let Some(source) = branch.source {
                self.expr(source, own);
            }
            if let crate::syntax::tree::BranchKind::Send { value } = branch.kind {
                self.expr(value, own);
            }
            if let Some(guard) = branch.guard {
                self.expr(guard, own);
            }
            let mark = self.env.len();
            if let (Some(pat), Some(source)) = (branch.pat, branch.source) {
                self.pattern(pat, Origin::Outcome(source), &mut Vec::new(), None, None);
            }
            self.expr(branch.handler, own);
            self.env.truncate(mark);
        }
    }

    /// Binds the names of a pattern. `steps` leads from the origin's value to this pattern.
    fn pattern(
        &mut self,
        id: PatId,
        origin: Origin,
        steps: &mut Vec<Step>,
        ty: Option<TypeId>,
        stmt: Option<(BlockId, u32)>,
    ) {
        let tree = self.tree;
        let pat = &tree.pats[id.0 as usize];
        match &pat.kind {
            PatKind::Bind { name, by_ref, mutable, sub } => {
                let text = self.names.text(*name);
                // A unit variant or a constant is written like a binding; Rust's own naming tells them apart.
                if !(text.starts_with(|c: char| c.is_uppercase()) && sub.is_none()) {
                    self.bind(id, *name, pat.span, *by_ref, *mutable, origin, steps, ty, stmt);
                }
                if let Some(sub) = sub {
                    self.pattern(*sub, origin, steps, ty, stmt);
                }
            }
            PatKind::Tuple(elements) => {
                let rest = elements.iter().position(|e| matches!(tree.pats[e.0 as usize].kind, PatKind::Rest));
                for (n, &element) in elements.iter().enumerate() {
                    // After `..` the place counts from the end, which nobody asks for.
                    let place = if rest.is_some_and(|r| n > r) { u32::MAX } else { n as u32 };
                    self.stepped(element, origin, steps, Step::Tuple(place), self.tuple_type(ty, place), stmt);
                }
            }
            PatKind::TupleStruct { path, elements } => {
                let name = path.segments.last().map(|s| s.name);
                for (n, &element) in elements.iter().enumerate() {
                    let Some(name) = name else { continue };
                    self.stepped(element, origin, steps, Step::Variant(name, n as u32), None, stmt);
                }
            }
            PatKind::Struct { fields, .. } => {
                steps.push(Step::Struct(id));
                for &(name, field) in fields {
                    self.stepped(field, origin, steps, Step::Field(name), None, stmt);
                }
                steps.pop();
            }
            PatKind::Slice(elements) => {
                for &element in elements {
                    self.stepped(element, origin, steps, Step::Element, None, stmt);
                }
            }
            PatKind::Ref(inner) => self.pattern(*inner, origin, steps, None, stmt),
            PatKind::Typed { pat, ty } => self.pattern(*pat, origin, steps, Some(*ty), stmt),
            PatKind::Or(choices) => self.or_pattern(choices, origin, steps, stmt),
            PatKind::Value(value) => self.expr(*value, Parent::None),
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Range | PatKind::Other => {}
        }
    }

    /// Every choice binds the same names: the first one's bindings stand for all.
    fn or_pattern(
        &mut self,
        choices: &'a [PatId],
        origin: Origin,
        steps: &mut Vec<Step>,
        stmt: Option<(BlockId, u32)>,
    ) {
        let mark = self.env.len();
        for (n, &choice) in choices.iter().enumerate() {
            if n == 0 {
                self.pattern(choice, origin, steps, None, stmt);
            } else {
                let kept = self.env.len();
                self.pattern(choice, origin, steps, None, stmt);
                let bound_before = kept > mark;
                if bound_before {
                    self.env.truncate(kept);
                }
            }
        }
    }

    fn tuple_type(&self, ty: Option<TypeId>, place: u32) -> Option<TypeId> {
        match &self.tree.types[ty?.0 as usize].kind {
            crate::syntax::tree::TypeKind::Tuple(parts) => parts.get(place as usize).copied(),
            _ => None,
        }
    }

    fn stepped(
        &mut self,
        pat: PatId,
        origin: Origin,
        steps: &mut Vec<Step>,
        step: Step,
        ty: Option<TypeId>,
        stmt: Option<(BlockId, u32)>,
    ) {
        steps.push(step);
        self.pattern(pat, origin, steps, ty, stmt);
        steps.pop();
    }

    #[allow(clippy::too_many_arguments, reason = "a binding is described by exactly these parts")]
    fn bind(
        &mut self,
        pat: PatId,
        name: Name,
        span: Span,
        by_ref: bool,
        mutable: bool,
        origin: Origin,
        steps: &[Step],
        ty: Option<TypeId>,
        stmt: Option<(BlockId, u32)>,
    ) {
        let id = BindingId(self.index.bindings.len() as u32);
        self.index.bindings.push(Binding {
            file: self.file,
            name,
            span,
            body: self.body,
            scope: self.scope,
            mutable,
            by_ref,
            ty,
            origin,
            steps: steps.into(),
            stmt,
            uses: Vec::new(),
        });
        self.here().pat_binding.insert(pat, id);
        self.env.push((name, id));
    }
}
