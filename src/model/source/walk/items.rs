//! Items: what a module, impl or block declares, and the bodies of its functions.

use crate::model::source::tables::{
    BodyKind, BodyParam, Def, DefId, DefKind, ImplId, ImplInfo, ImportAt, Origin, Parent, Root,
};
use crate::model::source::walk::attrs::{has_test_cfg, is_test_attr};
use crate::model::source::walk::{Walk, new_scope};
use crate::syntax::Span;
use crate::syntax::tree::{ExprId, ExprKind, Function, Item, ItemId, ItemKind, MacroBody, MacroCall, Name, Receiver};

impl<'a> Walk<'a> {
    /// Declares every item of a list before walking any of them: items see one another in any order.
    pub(super) fn items(&mut self, items: &'a [ItemId]) {
        let mut pending = Vec::new();
        for &id in items {
            self.declare(id, &mut pending);
        }
        for (id, def) in pending {
            self.item(id, def);
        }
    }

    pub(super) fn declare(&mut self, id: ItemId, pending: &mut Vec<(ItemId, Option<DefId>)>) {
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
            ItemKind::MacroBody { call, .. } => {
                if let ExprKind::Macro(MacroCall { body: MacroBody::Opaque(names), .. }) =
                    &tree.exprs[call.0 as usize].kind
                {
                    self.index.scopes[self.scope.0 as usize].hidden.extend(names);
                }
                pending.push((id, None));
                return;
            }
            ItemKind::Impl(_) => {
                pending.push((id, None));
                return;
            }
            ItemKind::ExternCrate { alias } => {
                let renamed = alias.filter(|_| self.names.text(item.name) != "self");
                self.index.extern_crates.extend(renamed.map(|alias| (alias, item.name)));
                return;
            }
            ItemKind::Other => {
                self.index.scopes[self.scope.0 as usize].hidden.push(item.name);
                return;
            }
            ItemKind::MacroRules => return,
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
            match kind {
                DefKind::Fn => self.index.methods.entry(item.name).or_default().push(def),
                DefKind::Const => self.index.constants.entry(item.name).or_default().push(def),
                _ => {}
            }
        } else {
            self.index.scopes[self.scope.0 as usize].items.entry(item.name).or_default().push(def);
        }
        def
    }

    pub(super) fn item(&mut self, id: ItemId, def: Option<DefId>) {
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
                self.bind_self(receiver);
            }
            for (n, param) in function.params.iter().enumerate() {
                self.pattern(param.pat, Origin::Param(n as u32), &mut Vec::new(), param.ty, None);
            }
            self.block(block, Parent::None);
            self.end_body(body);
            (self.env, self.body, self.def) = (env, old_body, old_def);
            self.owner = old_owner;
        }
        self.scope = outer;
    }

    fn bind_self(&mut self, receiver: Receiver) {
        let Some(name) = self.names.find("self") else { return };
        let mutable = receiver.mutable && !receiver.by_ref;
        let id = self.bind(name, receiver.span, mutable, receiver.by_ref, Origin::SelfParam);
        self.index.bindings[id.0 as usize].ty = receiver.ty;
    }

    fn initialiser(&mut self, init: ExprId, def: Option<DefId>, span: Span) {
        let (env, old_body, old_def) = (std::mem::take(&mut self.env), self.body, self.def);
        self.def = def;
        self.body = self.new_body(BodyKind::Init, None, Root::Expr(init), Vec::new(), span, false, true);
        if let Some(def) = def {
            self.index.defs[def.0 as usize].body = Some(self.body);
        }
        self.expr(init, Parent::None);
        self.end_body(self.body);
        (self.env, self.body, self.def) = (env, old_body, old_def);
    }
}
