//! The module tree: which file a `mod x;` means, and which crate of the package a file belongs to.
//!
//! A file that no `mod` reaches is still read, as the root of a tree of its own; `conclint facts` says so. One whose `mod`
//! is commented out is no part of the program (`src/model/names/left_out.rs`).

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::source::tables::{DefId, FileNo, Index, ScopeId};
use crate::model::source::walk::has_test_cfg;
use crate::syntax::tree::{Attr, ItemKind, Tree};
use crate::syntax::{FileId, Names, Span};

/// What joining the files of a package needs to know of each.
pub struct ModuleFile<'a> {
    /// The path, relative or absolute, the same way for all files of the package.
    pub path: &'a Path,
    pub tree: &'a Tree,
    /// Whether cargo starts a crate here: `lib.rs`, `main.rs`, a test, an example ….
    pub root: bool,
}

/// Joins every `mod x;` with its file, and returns for each file whether a module tree reaches it.
pub fn join(index: &mut Index, files: &[ModuleFile<'_>], names: &Names) -> Vec<bool> {
    let by_path: FxHashMap<PathBuf, FileNo> =
        files.iter().enumerate().map(|(n, f)| (normal(f.path), FileNo(n as u32))).collect();
    let mut reached: Vec<bool> = files.iter().map(|f| f.root).collect();
    let outlines = std::mem::take(&mut index.outlines);
    for &def in &outlines {
        let Some(target) = file_of(index, files, names, &by_path, def) else { continue };
        let own = index.def(def).file;
        let taken = target == own || files[target.0 as usize].root || already_joined(index, target);
        if taken || lies_in(index, index.def(def).scope, target) {
            continue;
        }
        attach(index, def, target);
        reached[target.0 as usize] = true;
    }
    index.outlines = outlines;
    mark_tests(index, files, names);
    reached
}

fn already_joined(index: &Index, file: FileNo) -> bool {
    index.scope(index.file_scope[file.0 as usize]).parent.is_some()
}

/// Whether a scope lies in a file or in a module that the file has: by `#[path]` two files may each be a part of the other.
fn lies_in(index: &Index, scope: ScopeId, file: FileNo) -> bool {
    let outermost = index.file_scope[file.0 as usize];
    std::iter::successors(Some(scope), |at| index.scope(*at).parent).any(|at| at == outermost)
}

fn attach(index: &mut Index, def: DefId, target: FileNo) {
    let scope = index.file_scope[target.0 as usize];
    let (outer, name) = (index.def(def).scope, index.def(def).name);
    let root = &mut index.scopes[scope.0 as usize];
    root.parent = Some(outer);
    root.name = Some(name);
    index.defs[def.0 as usize].inner = Some(scope);
}

/// The file that a `mod x;` names, by cargo's rules or its `#[path]`.
fn file_of(
    index: &Index,
    files: &[ModuleFile<'_>],
    names: &Names,
    by_path: &FxHashMap<PathBuf, FileNo>,
    def: DefId,
) -> Option<FileNo> {
    let def = index.def(def);
    let file = &files[def.file.0 as usize];
    let item = &file.tree.items[def.item.0 as usize];
    let nesting = inline_modules(index, def.scope, def.file, names);
    let folder = file.path.parent().unwrap_or(Path::new(""));
    if let Some(path) = path_attr(names, &item.attrs) {
        let base = nesting.iter().fold(folder.to_path_buf(), |at, part| at.join(part));
        return by_path.get(&normal(&base.join(path))).copied();
    }
    let stem = file.path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    let owns_folder = file.root || stem == "mod";
    let mut base = if owns_folder { folder.to_path_buf() } else { folder.join(stem) };
    base.extend(&nesting);
    let name = names.text(def.name);
    let beside = base.join(format!("{name}.rs"));
    let inside = base.join(name).join("mod.rs");
    [beside, inside].iter().find_map(|p| by_path.get(&normal(p)).copied())
}

/// The inline modules around a scope, outermost first.
fn inline_modules(index: &Index, mut scope: ScopeId, file: FileNo, names: &Names) -> Vec<String> {
    let mut parts = Vec::new();
    loop {
        let here = index.scope(scope);
        if scope == index.file_scope[file.0 as usize] {
            break;
        }
        if here.module
            && let Some(name) = here.name
        {
            parts.push(names.text(name).to_owned());
        }
        let Some(parent) = here.parent else { break };
        scope = parent;
    }
    parts.reverse();
    parts
}

fn path_attr(names: &Names, attrs: &[Attr]) -> Option<String> {
    let attr = attrs.iter().find(|a| names.text(a.path) == "path")?;
    Some(names.text(attr.args).trim().trim_matches('"').to_owned())
}

impl Base {
    /// The `mod x;` by which a file is part of another; `None` for a root, and for what no `mod` reaches.
    pub fn brought_in_by(&self, file: FileId) -> Option<Span> {
        let scope = self.index.file_scope[self.file_no(file)?.0 as usize];
        let def = self.index.outlines.iter().map(|&def| self.index.def(def)).find(|def| def.inner == Some(scope))?;
        Some(self.tree(def.file).items[def.item.0 as usize].span)
    }
}

/// A path without `.` and with `..` taken back, for looking it up among the files that were read.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// `#[cfg(test)] mod x;` makes all of the file's items test code, and so do test modules further out.
fn mark_tests(index: &mut Index, files: &[ModuleFile<'_>], names: &Names) {
    for n in 0..index.scopes.len() {
        let is_test = under_test(index, ScopeId(n as u32), files, names);
        index.scopes[n].test = is_test;
    }
    for n in 0..index.defs.len() {
        if index.scope(index.defs[n].scope).test {
            index.defs[n].test = true;
        }
    }
}

fn under_test(index: &Index, scope: ScopeId, files: &[ModuleFile<'_>], names: &Names) -> bool {
    let mut at = Some(scope);
    let mut depth = 0;
    while let Some(id) = at {
        let here = index.scope(id);
        if here.test {
            return true;
        }
        depth += 1;
        if depth > 200 {
            return false;
        }
        if declared_as_test(index, id, files, names) {
            return true;
        }
        at = here.parent;
    }
    false
}

/// Whether the `mod x;` that leads to this file's root stands under `#[cfg(test)]`.
fn declared_as_test(index: &Index, scope: ScopeId, files: &[ModuleFile<'_>], names: &Names) -> bool {
    let here = index.scope(scope);
    if index.file_scope[here.file.0 as usize] != scope {
        return false;
    }
    let (Some(parent), Some(name)) = (here.parent, here.name) else { return false };
    let Some(defs) = index.scope(parent).items.get(&name) else { return false };
    defs.iter().any(|&d| {
        let def = index.def(d);
        let item = &files[def.file.0 as usize].tree.items[def.item.0 as usize];
        def.inner == Some(scope) && matches!(item.kind, ItemKind::Mod { .. }) && has_test_cfg(names, &item.attrs)
    })
}
