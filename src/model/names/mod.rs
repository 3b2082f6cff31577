//! Names: which item a path means, by scope, import, glob, alias, re-export and module tree.
//!
//! What the meant item does is not asked here. A path that leads out of the package becomes its full text in the
//! library table's spelling; one that cannot be followed is unknown.

pub mod assoc;
pub mod exported;
pub mod hubs;
pub mod left_out;
pub mod modules;
pub mod project;
pub mod siblings;
pub mod traits;
pub mod twins;

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::library::{self, locks};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{DefId, DefKind, ExprAt, FileNo, ImplId, ImportAt, ScopeId, TypeAt};
use crate::syntax::tree::{Bound, ExprKind, ItemKind, Name, Path, TypeKind};

/// What a path means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Res {
    Def(DefId),
    /// A module of the package.
    Module(ScopeId),
    /// A variant of an enum of the package.
    Variant(DefId, Name),
    /// Something outside the package, by its full path in the library table's spelling.
    External(Arc<str>),
    /// `Self`, or a path that begins with it and could not be followed further.
    SelfType(ImplId),
    /// A type parameter.
    Param(Name),
    /// An associated item, by its type's meaning, that the package does not define.
    Assoc(Arc<Res>, Name),
    Unknown,
}

/// Names that are in scope everywhere, with their full paths.
const PRELUDE: &[(&str, &str)] = &[
    ("drop", "std::mem::drop"),
    ("Some", "std::option::Option::Some"),
    ("None", "std::option::Option::None"),
    ("Ok", "std::result::Result::Ok"),
    ("Err", "std::result::Result::Err"),
    ("Option", "std::option::Option"),
    ("Result", "std::result::Result"),
    ("Vec", "std::vec::Vec"),
    ("Box", "std::boxed::Box"),
    ("String", "std::string::String"),
    ("Default", "std::default::Default"),
    ("Iterator", "std::iter::Iterator"),
    ("IntoIterator", "std::iter::IntoIterator"),
    ("Fn", "std::ops::Fn"),
    ("FnMut", "std::ops::FnMut"),
    ("FnOnce", "std::ops::FnOnce"),
    ("Future", "std::future::Future"),
    ("Send", "std::marker::Send"),
    ("Sync", "std::marker::Sync"),
    ("Drop", "std::ops::Drop"),
    ("From", "std::convert::From"),
    ("Into", "std::convert::Into"),
    ("Clone", "std::clone::Clone"),
];

const PRIMITIVES: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "f32", "f64",
];

/// Which of two items of one name is meant: `mod sleep` and `fn sleep` may stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Space {
    /// Modules, types and traits: all of a path but its end, and the end of a type's.
    Type,
    /// Functions, statics and constants: the end of an expression's path.
    Value,
}

/// How often an import may lead to another before the chase is given up: imports can go in circles.
const CHASE: u32 = 12;

/// What a scope holds under a name, asked with so many imports left to follow.
pub(in crate::model) type InScope = (ScopeId, Name, Space, u32);

/// The answers found in the course of one question.
#[derive(Default)]
struct Asked {
    depth: u32,
    answers: FxHashMap<(ScopeId, Name, Space), Option<Res>>,
    /// Whether it goes through all globs of each scope, since it is asked to find out where they lead.
    goes_everywhere: bool,
    /// The impls of which it is just being found out what type they are for.
    impls: FxHashSet<ImplId>,
}

thread_local! {
    static ASKED: RefCell<Asked> = RefCell::default();
}

impl Expr<'_> {
    /// A library's type or module as it can be written where this stands: as short as the imports there allow.
    pub fn short_path(self, path: &str) -> &str {
        self.base.short_path_at(path, self.at)
    }
}

impl Base {
    /// What the path of this expression means; `Unknown` when it is no path, or one of twins and nobody can tell which.
    pub fn res(&self, at: ExprAt) -> Res {
        self.res_agreeing(at, self.res_of_any_twin(at))
    }

    /// The same where any of several twins will do, since they give the same.
    pub(in crate::model) fn res_of_any_twin(&self, at: ExprAt) -> Res {
        let crate::syntax::tree::ExprKind::Path(path) = self.kind(at) else { return Res::Unknown };
        let scope = self.index.file(at.file).expr_scope[at.id.0 as usize];
        if scope.0 == u32::MAX {
            return Res::Unknown;
        }
        self.res_path(at.file, scope, path, Space::Value)
    }

    /// What a lone name means where an expression stands, as code and not as a variable.
    pub(in crate::model) fn res_name(&self, at: ExprAt, name: Name) -> Res {
        self.res_names(self.scope_at(at), false, &[name], Space::Value, CHASE)
    }

    /// A library's type or module as it can be written at a place: by its name, or by that of the module around as well, where
    /// imports reach there; else by its whole path.
    pub(in crate::model) fn short_path_at<'p>(&self, path: &'p str, at: ExprAt) -> &'p str {
        let scope = self.scope_at(at);
        let means_it = |short: &&str| {
            let names: Option<Vec<Name>> = short.split("::").map(|name| self.names.find(name)).collect();
            names.is_some_and(|names| {
                matches!(self.res_names(scope, false, &names, Space::Type, CHASE), Res::External(meant) if *meant == *path)
            })
        };
        let starts = path.rmatch_indices("::").map(|(at, _)| at + 2).take(2);
        starts.map(|start| &path[start..]).find(means_it).unwrap_or(path)
    }

    /// The path of the module or type that a called function comes from, as it can be written at a place around the call:
    /// `tokio::time` of `sleep(d)` under `use tokio::time::sleep`, `time` of `time::sleep(d)` under `use tokio::time`.
    ///
    /// `None` where it comes by a glob, by another name or by way of another library: there its siblings may be missing.
    pub(in crate::model) fn written_module(&self, call: ExprAt, place: ExprAt) -> Option<String> {
        let ExprKind::Call { callee, .. } = self.kind(call) else { return None };
        let at = ExprAt { id: *callee, ..call };
        let (ExprKind::Path(path), Res::External(meant)) = (self.kind(at), self.res(at)) else { return None };
        let mut names: Vec<Name> = path.segments.iter().map(|s| s.name).collect();
        let import = self.import_of(at, *names.first()?);
        let short = names.len() > 1 && import == self.import_of(place, *names.first()?);
        let short =
            short.then(|| names[..names.len() - 1].iter().map(|&n| self.text(n)).collect::<Vec<_>>().join("::"));
        if let Some(import) = import {
            let (_, imported) = self.import_path(import);
            names.splice(..1, imported.iter().copied());
        }
        names.pop()?;
        let written: Vec<&str> = names.iter().map(|&name| self.text(name)).collect();
        let (library, rest) = written.split_first()?;
        let renamed = self.package.renames.iter().find(|(name, _)| name == library);
        let own = renamed.map_or((*library).to_owned(), |(_, package)| package.replace('-', "_"));
        let full = [&[own.as_str()], rest].concat().join("::");
        let reaches = matches!(self.res_names(self.scope_at(at), false, &names, Space::Type, CHASE),
            Res::External(module) if meant.strip_prefix(&*module).is_some_and(|rest| rest.starts_with("::")));
        (reaches && meant.strip_prefix(&full).is_some_and(|rest| rest.starts_with("::")))
            .then(|| short.unwrap_or_else(|| written.join("::")))
    }

    /// Whether a called function of a library is named by way of a module of the package, which may have its own of the same
    /// name elsewhere: `crate::time::sleep`.
    pub(in crate::model) fn comes_by_own_module(&self, call: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.kind(call) else { return false };
        let at = ExprAt { id: *callee, ..call };
        let ExprKind::Path(path) = self.kind(at) else { return false };
        let Some(first) = path.segments.first().map(|s| s.name) else { return false };
        let own = |name: Name| matches!(self.text(name), "crate" | "self" | "super");
        let imported = |import| self.import_path(import).1.first().is_some_and(|&name| own(name));
        own(first) || self.import_of(at, first).is_some_and(imported)
    }

    /// The import by which a scope around an expression has a name.
    fn import_of(&self, at: ExprAt, name: Name) -> Option<ImportAt> {
        let mut scope = Some(self.scope_at(at));
        while let Some(id) = scope {
            let here = self.index.scope(id);
            if here.items.contains_key(&name) {
                return None;
            }
            if let Some(import) = here.imports.iter().find(|i| i.bound == Bound::Name(name)) {
                return Some(*import);
            }
            scope = here.parent.filter(|_| !here.module);
        }
        None
    }

    /// What a path means in a scope.
    pub fn res_path(&self, file: FileNo, scope: ScopeId, path: &Path, space: Space) -> Res {
        if let Some(qself) = path.qself {
            return self.res_qualified(file, scope, qself, path);
        }
        let segments: Vec<Name> = path.segments.iter().map(|s| s.name).collect();
        self.res_names(scope, path.global, &segments, space, CHASE)
    }

    /// `<T>::name` and `<T as Trait>::name`: the associated item of `T`.
    fn res_qualified(&self, file: FileNo, scope: ScopeId, qself: crate::syntax::tree::TypeId, path: &Path) -> Res {
        let Some(last) = path.segments.last() else { return Res::Unknown };
        let base = self.res_type(TypeAt { file, id: qself, scope });
        self.associated(base, last.name)
    }

    /// What the head of a written type means: `Sender` of `Option<&mut mpsc::Sender<T>>` is not looked into.
    pub fn res_type(&self, at: TypeAt) -> Res {
        match &self.tree(at.file).types[at.id.0 as usize].kind {
            TypeKind::Path(path) => self.res_path(at.file, at.scope, path, Space::Type),
            TypeKind::Ref { inner, .. } => self.res_type(TypeAt { id: *inner, ..at }),
            _ => Res::Unknown,
        }
    }

    fn res_names(&self, scope: ScopeId, global: bool, segments: &[Name], space: Space, chase: u32) -> Res {
        let Some((&first, rest)) = segments.split_first() else { return Res::Unknown };
        if chase == 0 {
            return Res::Unknown;
        }
        let head = if global {
            self.outside(first, true)
        } else {
            self.first_segment(scope, first, Self::space_before(rest, space), !rest.is_empty(), chase)
        };
        self.members(head, rest, space, chase)
    }

    /// The space in which a segment is looked up before these others.
    fn space_before(rest: &[Name], space: Space) -> Space {
        if rest.is_empty() { space } else { Space::Type }
    }

    /// What `at::a::b` means.
    fn members(&self, at: Res, rest: &[Name], space: Space, chase: u32) -> Res {
        let each = rest.iter().enumerate();
        each.fold(at, |at, (n, &name)| self.member(at, name, Self::space_before(&rest[n + 1..], space), chase))
    }

    fn first_segment(&self, scope: ScopeId, name: Name, space: Space, more: bool, chase: u32) -> Res {
        match self.names.text(name) {
            "crate" | "$crate" => Res::Module(self.crate_root(scope)),
            "self" if more => Res::Module(self.module_of(scope)),
            "super" => {
                let module = self.module_of(scope);
                let outer = self.index.scope(module).parent.map(|p| self.module_of(p));
                outer.map_or(Res::Unknown, Res::Module)
            }
            "Self" => self.self_impl(scope).map_or(Res::Unknown, |i| self.self_type(i)),
            _ => self.lookup(scope, name, space, more, chase),
        }
    }

    /// A name as a scope sees it: block, function, module, then what is outside.
    fn lookup(&self, scope: ScopeId, name: Name, space: Space, more: bool, chase: u32) -> Res {
        let mut at = Some(scope);
        while let Some(id) = at {
            let here = self.index.scope(id);
            if here.type_params.contains(&name) {
                return Res::Param(name);
            }
            if let Some(res) = self.in_scope(id, name, space, chase) {
                // `use anyhow::anyhow` brings in a macro, and `anyhow::Result` begins at the crate all the same.
                let is_namesake = more && matches!(&res, Res::External(path) if self.is_named_as_its_crate(path, name));
                return if is_namesake { self.outside(name, true) } else { res };
            }
            if here.module {
                break;
            }
            at = here.parent;
        }
        // Up to edition 2015 the path of a `use` begins at the crate's root.
        let root = self.crate_root(scope);
        let from_root = (self.edition() < 2018 && more).then(|| self.in_scope(root, name, space, chase)).flatten();
        from_root.unwrap_or_else(|| self.outside(name, more))
    }

    /// What a scope itself holds under a name: items, then imports, then globs.
    ///
    /// Only answers to whole questions are kept: one that was found in the course of another lacks the scopes that the
    /// other was at.
    fn in_scope(&self, scope: ScopeId, name: Name, space: Space, chase: u32) -> Option<Res> {
        let here = self.index.scope(scope);
        if here.items.is_empty() && here.imports.is_empty() {
            return None;
        }
        if ASKED.with_borrow(|a| a.depth > 0) {
            return self.in_scope_once(scope, name, space, chase);
        }
        let question = (scope, name, space, chase);
        self.in_scopes
            .get(&question)
            .unwrap_or_else(|| self.in_scopes.keep(question, self.in_scope_once(scope, name, space, chase)))
    }

    /// Globs can lead to one another in any number of ways, so each scope is asked once in the course of one question.
    fn in_scope_once(&self, scope: ScopeId, name: Name, space: Space, chase: u32) -> Option<Res> {
        let question = (scope, name, space);
        if let Some(asked) = ASKED.with_borrow(|a| a.answers.get(&question).cloned()) {
            return asked;
        }
        ASKED.with_borrow_mut(|a| {
            a.depth += 1;
            a.answers.insert(question, None);
        });
        let res = self.in_scope_fresh(scope, name, space, chase);
        ASKED.with_borrow_mut(|a| {
            a.depth -= 1;
            if a.depth == 0 {
                a.answers.clear();
            } else {
                a.answers.insert(question, res.clone());
            }
        });
        res
    }

    fn in_scope_fresh(&self, scope: ScopeId, name: Name, space: Space, chase: u32) -> Option<Res> {
        let here = self.index.scope(scope);
        let items = here.items.get(&name).map(Vec::as_slice).unwrap_or_default();
        let mut named: Vec<&ImportAt> = here.imports.iter().filter(|i| i.bound == Bound::Name(name)).collect();
        // Of several under opposite `#[cfg]`, the one that a usual build has stands for all.
        let alone = items.len() + named.len() == 1;
        let usual = |&&d: &&DefId| (!self.index.def(d).test || here.test) && (alone || !self.is_left_out(d));
        let fitting = || items.iter().filter(|&&d| fits(self.index.def(d).kind, space));
        if let Some(&def) = fitting().find(usual) {
            return Some(self.def_res(def));
        }
        if !alone {
            named.sort_by_key(|import| self.is_import_left_out(import));
        }
        let unusual = || fitting().next().map(|&def| self.def_res(def));
        let named = named.into_iter().map(|import| self.imported(scope, *import, space, chase));
        let named = named.chain(std::iter::once_with(unusual).flatten());
        let is_hidden = here.hidden.contains(&name);
        let globs = || if is_hidden { Vec::new() } else { self.globs_with(scope, name, space) };
        let globs = std::iter::once_with(globs).flatten();
        let globs = globs.filter_map(|import| self.through_glob(scope, import, name, space, chase));
        named.chain(globs).find(|res| self.may_be(res, space)).or_else(|| {
            let named_so = space == Space::Type && !is_hidden && locks::lock_by_name(self.text(name)).is_some();
            named_so.then(|| self.lock_through_glob(scope, name, chase)).flatten()
        })
    }

    /// Whether an answer can be meant in this space.
    pub(in crate::model) fn may_be(&self, res: &Res, space: Space) -> bool {
        match res {
            Res::Def(def) => fits(self.index.def(*def).kind, space),
            Res::Module(_) => space == Space::Type,
            _ => true,
        }
    }

    fn def_res(&self, def: DefId) -> Res {
        let info = self.index.def(def);
        match (info.kind, info.inner) {
            (DefKind::Mod, Some(inner)) => Res::Module(inner),
            (DefKind::Mod, None) => Res::Unknown,
            _ => Res::Def(def),
        }
    }

    pub(in crate::model) fn import_path(&self, import: ImportAt) -> (bool, &[Name]) {
        match &self.tree(import.file).items[import.item.0 as usize].kind {
            ItemKind::Use(leaves) => {
                let leaf = &leaves[import.leaf as usize];
                (leaf.global, &leaf.path)
            }
            _ => (false, &[]),
        }
    }

    /// What a leaf of a `use` brings into a scope in one space; for a star, the module before it.
    pub(in crate::model) fn import_res(&self, scope: ScopeId, import: ImportAt, space: Space) -> Res {
        self.imported(scope, import, space, CHASE)
    }

    /// A path as it is written, where it begins at another crate: no re-export is followed.
    pub(in crate::model) fn path_from_crate(&self, scope: ScopeId, global: bool, path: &[Name]) -> Option<String> {
        let (&first, rest) = path.split_first()?;
        let head =
            if global { self.outside(first, true) } else { self.first_segment(scope, first, Space::Type, true, CHASE) };
        let Res::External(head) = head else { return None };
        Some(rest.iter().fold(head.to_string(), |path, &name| format!("{path}::{}", self.names.text(name))))
    }

    fn imported(&self, scope: ScopeId, import: ImportAt, space: Space, chase: u32) -> Res {
        let (global, path) = self.import_path(import);
        let Some((&first, rest)) = path.split_first() else { return Res::Unknown };
        if chase <= 1 {
            return Res::Unknown;
        }
        // `use tokio::spawn` names the crate, though an import of the same scope may be called so: skip itself.
        let itself = matches!(import.bound, Bound::Name(n) if n == first);
        let head = if global {
            self.outside(first, true)
        } else if itself && !self.index.scope(scope).items.contains_key(&first) {
            self.skipping_own_scope(scope, first, chase - 1)
        } else {
            // A lone name in a `use` is a crate's, known or not: `pub use hickory_net as net`.
            self.first_segment(scope, first, Self::space_before(rest, space), true, chase - 1)
        };
        self.members(head, rest, space, chase - 1)
    }

    fn skipping_own_scope(&self, scope: ScopeId, name: Name, chase: u32) -> Res {
        let here = self.index.scope(scope);
        match here.parent {
            Some(parent) if !here.module => self.first_segment(parent, name, Space::Type, true, chase),
            _ => match self.names.text(name) {
                "crate" | "self" | "super" => self.first_segment(scope, name, Space::Type, true, chase),
                _ => self.outside(name, true),
            },
        }
    }

    fn through_glob(&self, scope: ScopeId, import: ImportAt, name: Name, space: Space, chase: u32) -> Option<Res> {
        if chase <= 1 {
            return None;
        }
        match self.before_star(scope, import, chase) {
            // `use super::*` in an inner module, or a module's `use self::x::*`.
            Res::Module(target) if target != scope => self.in_scope(target, name, space, chase - 1),
            Res::Def(def) if self.has_variant(def, name) => Some(Res::Variant(def, name)),
            Res::External(prefix) => self
                .siblings
                .known_member(&prefix, self.text(name), space)
                .or_else(|| self.knows(&self.joined(&prefix, name)))
                .map(Res::External),
            _ => None,
        }
    }

    /// Whether a path is that of an item which is called as its crate is.
    fn is_named_as_its_crate(&self, path: &str, name: Name) -> bool {
        let name = self.text(name);
        path.split_once("::") == Some((name, name))
    }

    /// What stands before the star of a glob.
    fn before_star(&self, scope: ScopeId, import: ImportAt, chase: u32) -> Res {
        let (global, path) = self.import_path(import);
        match path {
            // A lone name before the star is a module or a crate, known or not.
            [only] if !global => self.first_segment(scope, *only, Space::Type, true, chase - 1),
            _ => self.res_names(scope, global, path, Space::Type, chase - 1),
        }
    }

    /// A lock by its name alone, which a glob of a library that nobody knows must bring in.
    fn lock_through_glob(&self, scope: ScopeId, name: Name, chase: u32) -> Option<Res> {
        let globs = self.globs_with(scope, name, Space::Type).into_iter();
        globs.filter(|_| chase > 1).find_map(|import| {
            let Res::External(prefix) = self.before_star(scope, import, chase) else { return None };
            let full = self.joined(&prefix, name);
            self.lock_by_name(&full).map(|_| Res::External(Arc::from(full)))
        })
    }

    /// What stands for a type of a library that nobody knows, if by its name alone it is a lock.
    pub(in crate::model) fn lock_by_name(&self, path: &str) -> Option<&'static str> {
        let (_, name) = path.rsplit_once("::")?;
        let root = path.split("::").next()?;
        locks::lock_by_name(name).filter(|_| !library::is_crate(root) && self.siblings.root(root).is_none())
    }

    /// A name that no scope of the package holds: a crate, the prelude, or nothing.
    fn outside(&self, name: Name, more: bool) -> Res {
        // `extern crate a as b`: whoever says `b` means `a`.
        let renamed = self.index.extern_crates.iter().find(|(alias, _)| *alias == name);
        let name = renamed.map_or(name, |(_, meant)| *meant);
        let text = self.names.text(name);
        if !more {
            if let Some((_, full)) = PRELUDE.iter().find(|(n, _)| *n == text) {
                return Res::External(Arc::from(*full));
            }
            if PRIMITIVES.contains(&text) {
                return Res::External(Arc::from(text));
            }
        }
        if let Some(root) = self.own_library(text) {
            return Res::Module(root);
        }
        if let Some(sibling) = self.siblings.root(text) {
            return Res::External(sibling.clone());
        }
        if let Some((_, package)) = self.package.renames.iter().find(|(n, _)| n == text) {
            return Res::External(Arc::from(package.replace('-', "_").as_str()));
        }
        if let Some((_, full)) = PRELUDE.iter().find(|(n, _)| *n == text) {
            return Res::External(Arc::from(*full));
        }
        if more || library::is_crate(text) {
            return Res::External(library::canonical(text));
        }
        Res::Unknown
    }

    /// What a path means that is written outside the code, from a crate's name or from `crate` on: something for each
    /// crate of the package in which it means something.
    pub(in crate::model) fn meant_by(&self, path: &str) -> Vec<Res> {
        let mut segments = path.split("::");
        let first = segments.next().unwrap_or_default();
        let heads: Vec<Res> = match (self.own_library(first), self.names.find(first)) {
            _ if first == "crate" => self.roots().map(Res::Module).collect(),
            (Some(root), _) => vec![Res::Module(root)],
            (None, Some(name)) => vec![self.outside(name, true)],
            (None, None) => {
                vec![Res::External(self.siblings.root(first).cloned().unwrap_or_else(|| library::canonical(first)))]
            }
        };
        let below = |at: Res, text: &str, space: Space| match (at, self.names.find(text)) {
            (Res::External(prefix), _) => Res::External(
                self.siblings
                    .member(&prefix, text, space)
                    .unwrap_or_else(|| library::canonical(&format!("{prefix}::{text}"))),
            ),
            (at, Some(name)) => self.member(at, name, space, CHASE),
            (_, None) => Res::Unknown,
        };
        let rest: Vec<&str> = segments.collect();
        let mut found = Vec::new();
        for (head, space) in heads.into_iter().flat_map(|head| [(head.clone(), Space::Type), (head, Space::Value)]) {
            let res = match rest.split_last() {
                Some((end, inner)) => {
                    below(inner.iter().fold(head, |at, text| below(at, text, Space::Type)), end, space)
                }
                None => head,
            };
            if res != Res::Unknown && !found.contains(&res) {
                found.push(res);
            }
        }
        found
    }

    /// Where the package's crates start; a file that no `mod` reaches is one of its own.
    fn roots(&self) -> impl Iterator<Item = ScopeId> {
        self.index.file_scope.iter().copied().filter(|&scope| self.index.scope(scope).parent.is_none())
    }

    /// What `at::name` means.
    fn member(&self, at: Res, name: Name, space: Space, chase: u32) -> Res {
        match at {
            Res::Module(scope) => match self.names.text(name) {
                "self" => Res::Module(scope),
                "super" => self.index.scope(scope).parent.map_or(Res::Unknown, |p| Res::Module(self.module_of(p))),
                _ if chase <= 1 => Res::Unknown,
                _ => self.in_scope(scope, name, space, chase - 1).unwrap_or(Res::Unknown),
            },
            Res::External(prefix) => Res::External(self.outside_member(&prefix, name, space)),
            other => self.associated(other, name),
        }
    }

    /// What `prefix::name` is outside the package: of a sibling the path at which it is defined, else the path in the
    /// library table's spelling.
    pub(in crate::model) fn outside_member(&self, prefix: &str, name: Name, space: Space) -> Arc<str> {
        let of_sibling = self.siblings.member(prefix, self.text(name), space);
        of_sibling.unwrap_or_else(|| library::canonical(&self.joined(prefix, name)))
    }

    /// A path outside the package with one more name.
    fn joined(&self, prefix: &str, name: Name) -> String {
        [prefix, "::", self.names.text(name)].concat()
    }

    /// A type alias stands for what it names.
    pub fn through_alias(&self, res: Res, depth: u32) -> Res {
        let Res::Def(def) = res else { return res };
        let info = self.index.def(def);
        if info.kind != DefKind::Alias || depth == 0 {
            return res;
        }
        let ItemKind::Alias { ty: Some(ty), .. } = self.tree(info.file).items[info.item.0 as usize].kind else {
            return res;
        };
        let target = self.res_type(TypeAt { file: info.file, id: ty, scope: info.inner.unwrap_or(info.scope) });
        if target == Res::Unknown { res } else { self.through_alias(target, depth - 1) }
    }

    /// The module that a scope lies in.
    pub fn module_of(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        loop {
            let here = self.index.scope(at);
            match here.parent {
                Some(parent) if !here.module => at = parent,
                _ => return at,
            }
        }
    }

    pub(in crate::model) fn crate_root(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        while let Some(parent) = self.index.scope(at).parent {
            at = parent;
        }
        at
    }

    /// The root of the package's library, when `text` is the name by which its tests and binaries use it.
    fn own_library(&self, text: &str) -> Option<ScopeId> {
        let (name, file) = self.package.library.as_ref()?;
        (name == text).then(|| self.index.file_scope[file.0 as usize])
    }

    /// Names under which functions of libraries are imported that are called otherwise there.
    pub(in crate::model) fn aliases(&self) -> Vec<Name> {
        let mut found = Vec::new();
        for import in self.index.scopes.iter().flat_map(|s| &s.imports) {
            let (_, path) = self.import_path(*import);
            if let (Bound::Name(name), Some(last)) = (import.bound, path.last())
                && name != *last
            {
                found.push(name);
            }
        }
        found
    }
}

/// Whether an item of this kind can be meant in this space; a struct is a type, and its own constructor.
fn fits(kind: DefKind, space: Space) -> bool {
    match kind {
        DefKind::Fn | DefKind::Static | DefKind::Const => space == Space::Value,
        DefKind::Mod | DefKind::Enum | DefKind::Trait | DefKind::Alias => space == Space::Type,
        DefKind::Struct => true,
    }
}
