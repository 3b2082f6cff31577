//! Siblings: the packages that a package uses by their paths, and the files of those that were not given.
//!
//! A dependency from a registry or by git is none, nor is one that a `[patch]` brings; and what lies outside the
//! repository is somebody else's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

use super::layout::FileKind;
use super::manifest::{Manifests, value};
use super::{Found, Package, Selection, group, walk, within};

/// A package that another one uses by its path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Dependency {
    /// The folder of its manifest, which is what tells it from all others.
    pub root: PathBuf,
    /// What code calls it, where that is not the name of its library.
    pub renamed: Option<String>,
    /// Whether only tests, benches, examples or the build script use it.
    pub apart: bool,
}

/// The dependencies of the package at `root` that a path leads to, each once for every name; those that the library uses
/// come first of those with the same root.
pub(super) fn dependencies(root: &Path, table: &Table, workspace: Option<(&Path, &Table)>) -> Vec<Dependency> {
    let repository = repository(root);
    let targets = table.get("target").and_then(Value::as_table);
    let owners = std::iter::once(table).chain(targets.into_iter().flat_map(|t| t.values()).filter_map(Value::as_table));
    let mut found: Vec<Dependency> = owners
        .flat_map(|owner| SECTIONS.iter().filter_map(|(key, apart)| Some((owner.get(*key)?.as_table()?, *apart))))
        .flat_map(|(section, apart)| section.iter().map(move |(key, dependency)| (key, dependency, apart)))
        .filter_map(|(key, dependency, apart)| {
            let inherits = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
            let (from, said) = match (inherits, workspace) {
                (true, Some((folder, table))) => (folder, value(table, &["workspace", "dependencies", key])?),
                (true, None) => return None,
                (false, _) => (root, dependency),
            };
            let path = said.get("path")?.as_str()?;
            let renamed = said.get("package").is_some().then(|| key.replace('-', "_"));
            Some(Dependency { root: joined(from, path), apart, renamed })
        })
        .filter(|found| found.root != root && repository.as_ref().is_none_or(|top| found.root.starts_with(top)))
        .collect();
    found.sort();
    found.dedup_by(|later, first| later.root == first.root && later.renamed == first.renamed);
    found
}

/// The tables of dependencies, and whether the library itself does without what they hold.
const SECTIONS: &[(&str, bool)] = &[
    ("dependencies", false),
    ("dev-dependencies", true),
    ("build-dependencies", true),
    ("dev_dependencies", true),
    ("build_dependencies", true),
];

/// The root of the git repository that a folder lies in.
fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|at| at.join(".git").exists()).map(Path::to_path_buf)
}

/// A path from a folder, with `..` taken back as cargo does: a link is not followed.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut out = folder.to_path_buf();
    for part in Path::new(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// Finds the packages that those given use, and those that these use in turn, as far as they were not given: of each the
/// files of its library. One that is not there is left out.
pub(super) fn siblings(given: &[Package], cwd: &Path, manifests: &mut Manifests) -> Vec<Package> {
    let mut known: BTreeSet<PathBuf> = given.iter().map(|package| package.info.root.clone()).collect();
    let mut open: Vec<PathBuf> = given.iter().flat_map(|package| &package.info.siblings).map(root_of).collect();
    let mut found = BTreeMap::new();
    while let Some(root) = open.pop() {
        if !known.insert(root.clone()) {
            continue;
        }
        let Some(manifest) = manifests.at(&root) else { continue };
        open.extend(manifests.info(&root, Some(&manifest)).siblings.iter().map(root_of));
        // What cannot be walked there is told when somebody asks for it.
        walk::rust_files(&root, walk::Prune::Packages, &mut Vec::new(), |path| {
            if manifest.layout.place(&within(&root, &path)).0 == FileKind::Lib {
                found.insert(path, Found { asked: false, text: None, under: root.clone() });
            }
        });
    }
    group(found, cwd, manifests)
}

fn root_of(dependency: &Dependency) -> PathBuf {
    dependency.root.clone()
}

impl Selection {
    /// Takes out the packages of which `keep` does not hold; what is left may use them all the same.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut Package) -> bool) {
        let mut left_out = Vec::new();
        for mut package in std::mem::take(&mut self.packages) {
            let kept = if keep(&mut package) { &mut self.packages } else { &mut left_out };
            kept.push(package);
        }
        left_out.iter_mut().flat_map(|package| &mut package.files).for_each(|file| file.asked = false);
        self.siblings.extend(left_out);
        self.siblings.sort_by(|a, b| a.info.root.cmp(&b.info.root));
    }

    /// One package of the selection as it is now, with all others beside it.
    pub fn with_only(&self, package: &Package) -> Selection {
        let others = self.packages.iter().filter(|other| other.info.root != package.info.root);
        Selection {
            packages: vec![package.clone()],
            siblings: self.siblings.iter().chain(others).cloned().collect(),
            ..Selection::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(content: &str) -> Table {
        content.parse().expect("the test's manifest is TOML")
    }

    #[test]
    fn paths_are_followed_wherever_a_manifest_writes_them() {
        let workspace = table("[workspace.dependencies]\nquay = { path = 'libs/quay' }\nmast = { path = 'libs/mast' }");
        let manifest = table(
            "[dependencies]\nquay.workspace = true\nserde = '1'\nrope = { git = 'somewhere' }\n\
             [dev-dependencies]\nquay = { path = '../libs/quay' }\nhook = { package = 'deck-hook', path = '../hook' }\n\
             [target.'cfg(unix)'.dependencies]\nbuoy = { path = './buoy', optional = true }",
        );
        let found = dependencies(Path::new("/nowhere/crane"), &manifest, Some((Path::new("/nowhere"), &workspace)));
        let found: Vec<_> =
            found.iter().map(|d| (d.root.to_string_lossy().into_owned(), d.apart, d.renamed.as_deref())).collect();
        let own = |path: &str, apart, renamed| (path.to_owned(), apart, renamed);
        assert_eq!(
            found,
            [
                own("/nowhere/crane/buoy", false, None),
                own("/nowhere/hook", true, Some("hook")),
                own("/nowhere/libs/quay", false, None),
            ]
        );
    }
}
