//! `Cargo.toml`, as much of it as decides how a package's files are read.
//!
//! It never asks cargo and forgives what cargo would not: a manifest that is not TOML is named once, and the files of
//! its package are read all the same.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use toml::{Table, Value};

use super::layout::{FileKind, Layout};
use super::siblings::dependencies as dependencies_by_path;
use super::{EDITION_UNKNOWN, PackageInfo, read, reason, shown, within};
use crate::spelling::one_line;

/// The edition that cargo assumes where a manifest names none.
const EDITION_UNSAID: u16 = 2015;

/// Every manifest that was asked for, each read once.
pub struct Manifests {
    cwd: PathBuf,
    read: HashMap<PathBuf, Option<Rc<Manifest>>>,
    above: HashMap<PathBuf, Option<PathBuf>>,
    /// Of each workspace, whether nextest ends its slow tests.
    slow_tests: HashMap<PathBuf, bool>,
    pub warnings: Vec<String>,
}

/// One `Cargo.toml`.
pub struct Manifest {
    /// `None` where it is not TOML.
    table: Option<Table>,
    is_package: bool,
    pub layout: Layout,
}

impl Manifest {
    /// What the manifest says; `None` where it is not TOML.
    pub fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }
}

impl Manifests {
    pub fn new(cwd: PathBuf) -> Manifests {
        Manifests { cwd, read: HashMap::new(), above: HashMap::new(), slow_tests: HashMap::new(), warnings: Vec::new() }
    }

    /// The manifest in this folder.
    pub fn at(&mut self, folder: &Path) -> Option<Rc<Manifest>> {
        if let Some(known) = self.read.get(folder) {
            return known.clone();
        }
        let manifest = self.load(folder).map(Rc::new);
        self.read.insert(folder.to_path_buf(), manifest.clone());
        manifest
    }

    /// The nearest folder at or above this one whose manifest describes a package.
    pub fn package_above(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.above.get(folder) {
            return known.clone();
        }
        let root = match self.at(folder) {
            Some(manifest) if manifest.is_package => Some(folder.to_path_buf()),
            _ => folder.parent().and_then(|p| self.package_above(p)),
        };
        self.above.insert(folder.to_path_buf(), root.clone());
        root
    }

    fn ends_slow_tests(&mut self, workspace: &Path) -> bool {
        if let Some(known) = self.slow_tests.get(workspace) {
            return *known;
        }
        let ends = ends_slow_tests(workspace);
        self.slow_tests.insert(workspace.to_path_buf(), ends);
        ends
    }

    /// What is known of the package at `root`.
    pub fn info(&mut self, root: &Path, manifest: Option<&Manifest>) -> PackageInfo {
        let mut info = PackageInfo {
            root: root.to_path_buf(),
            name: None,
            version: None,
            lib_name: None,
            edition: EDITION_UNKNOWN,
            renames: Vec::new(),
            siblings: Vec::new(),
            ends_slow_tests: false,
        };
        let Some(table) = manifest.and_then(|m| m.table.as_ref()) else { return info };
        let workspace = self.workspace_of(root, table);
        let (folder, workspace) = workspace.unzip();
        info.name = text(table, &["package", "name"]).map(str::to_owned);
        info.lib_name = text(table, &["lib", "name"]).or(info.name.as_deref()).map(|n| n.replace('-', "_"));
        info.version = version(table, workspace.as_deref().and_then(|m| m.table.as_ref()));
        info.edition = edition(table, workspace.as_deref().and_then(|m| m.table.as_ref()));
        info.renames = renames(table, workspace.as_deref().and_then(|m| m.table.as_ref()));
        let around = folder.as_deref().zip(workspace.as_deref().and_then(|m| m.table.as_ref()));
        info.siblings = dependencies_by_path(root, table, around);
        info.ends_slow_tests = self.ends_slow_tests(folder.as_deref().unwrap_or(root));
        info
    }

    /// The folder of the workspace that a folder belongs to; of a package that stands alone, its own.
    pub fn workspace_above(&mut self, folder: &Path) -> Option<PathBuf> {
        let package = self.package_above(folder);
        let named = package.as_ref().and_then(|root| {
            let manifest = self.at(root)?;
            text(manifest.table.as_ref()?, &["package", "workspace"]).map(|named| root.join(named))
        });
        let from = package.as_deref().unwrap_or(folder);
        let around = |this: &mut Self| {
            from.ancestors()
                .find(|at| this.holds_workspace(at))
                .filter(|at| !this.leaves_out(at, from))
                .map(Path::to_path_buf)
        };
        named.or_else(|| around(self)).or(package)
    }

    fn holds_workspace(&mut self, folder: &Path) -> bool {
        self.at(folder).is_some_and(|m| m.table.as_ref().is_some_and(|t| t.contains_key("workspace")))
    }

    /// Whether a workspace says that a package below it is not one of its members.
    fn leaves_out(&mut self, workspace: &Path, package: &Path) -> bool {
        let manifest = self.at(workspace);
        let table = manifest.as_ref().and_then(|m| m.table.as_ref());
        let excluded = table.and_then(|t| value(t, &["workspace", "exclude"])).and_then(Value::as_array);
        excluded.into_iter().flatten().filter_map(Value::as_str).any(|path| package.starts_with(workspace.join(path)))
    }

    /// The manifest of the workspace that the package at `root` belongs to, and its folder.
    fn workspace_of(&mut self, root: &Path, table: &Table) -> Option<(PathBuf, Rc<Manifest>)> {
        if let Some(named) = text(table, &["package", "workspace"]) {
            let folder = root.join(named);
            return self.at(&folder).map(|manifest| (folder, manifest));
        }
        root.ancestors().find_map(|folder| {
            let manifest = self.at(folder).filter(|m| m.table.as_ref().is_some_and(|t| t.contains_key("workspace")))?;
            Some((folder.to_path_buf(), manifest))
        })
    }

    /// The text of a manifest; what is there and cannot be read is named.
    fn content(&mut self, path: &Path) -> Option<String> {
        let odd = match read::bytes(path).map(String::from_utf8) {
            Ok(Ok(text)) => return Some(text),
            Ok(Err(e)) => (String::from("it is not UTF-8"), Some(String::from_utf8_lossy(e.as_bytes()).into_owned())),
            Err(_) if !path.exists() => return None,
            Err(e) => (reason(&e), None),
        };
        self.warnings.push(format!("{} could not be read: {}", one_line(&shown(&self.cwd, path)), odd.0));
        odd.1
    }

    fn load(&mut self, folder: &Path) -> Option<Manifest> {
        let path = folder.join("Cargo.toml");
        let content = self.content(&path)?;
        match content.parse::<Table>() {
            Ok(table) => Some(Manifest {
                is_package: table.contains_key("package") || table.contains_key("project"),
                layout: Layout { declared: declared(&table) },
                table: Some(table),
            }),
            Err(e) => {
                let line = e.span().map_or(1, |s| content[..s.start.min(content.len())].matches('\n').count() + 1);
                self.warnings.push(format!(
                    "{}:{line} is not TOML ({}); its package is read as edition {EDITION_UNKNOWN}",
                    shown(&self.cwd, &path),
                    e.message().lines().next().unwrap_or_default()
                ));
                let is_package = content.lines().any(|l| l.trim() == "[package]");
                Some(Manifest { table: None, is_package, layout: Layout::default() })
            }
        }
    }
}

/// Whether nextest ends the tests of a workspace that take too long: a profile of its configuration says when.
fn ends_slow_tests(workspace: &Path) -> bool {
    let said = |path: &str| read::text(&workspace.join(path));
    let ends =
        |text: String| text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains("terminate-after"));
    [".config/nextest.toml", "nextest.toml"].into_iter().filter_map(|path| said(path).ok()).any(ends)
}

/// The text at the end of a path of keys.
pub fn text<'t>(table: &'t Table, keys: &[&str]) -> Option<&'t str> {
    value(table, keys)?.as_str()
}

/// The value at the end of a path of keys.
pub fn value<'t>(table: &'t Table, keys: &[&str]) -> Option<&'t Value> {
    let (last, outer) = keys.split_last()?;
    outer.iter().try_fold(table, |at, key| at.get(*key)?.as_table())?.get(*last)
}

fn edition(table: &Table, workspace: Option<&Table>) -> u16 {
    let said = match value(table, &["package", "edition"]) {
        None => return EDITION_UNSAID,
        Some(Value::String(year)) => Some(year.as_str()),
        Some(_) => workspace.and_then(|w| text(w, &["workspace", "package", "edition"])),
    };
    said.and_then(|year| year.parse().ok()).unwrap_or(EDITION_UNKNOWN)
}

fn version(table: &Table, workspace: Option<&Table>) -> Option<String> {
    let said = match value(table, &["package", "version"])? {
        Value::String(version) => Some(version.as_str()),
        _ => workspace.and_then(|w| text(w, &["workspace", "package", "version"])),
    };
    said.map(str::to_owned)
}

/// Dependencies that code calls by another name than their package's.
fn renames(table: &Table, workspace: Option<&Table>) -> Vec<(String, String)> {
    let targets = table.get("target").and_then(Value::as_table);
    let owners = std::iter::once(table).chain(targets.into_iter().flat_map(|t| t.values()).filter_map(Value::as_table));
    let mut renames = Vec::new();
    for (key, dependency) in owners.flat_map(dependencies) {
        let inherited = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
        let source = if inherited {
            workspace.and_then(|w| value(w, &["workspace", "dependencies", key]))
        } else {
            Some(dependency)
        };
        if let Some(package) = source.and_then(|s| s.get("package")).and_then(Value::as_str) {
            renames.push((key.replace('-', "_"), package.to_owned()));
        }
    }
    renames.sort();
    renames.dedup();
    renames
}

fn dependencies(owner: &Table) -> impl Iterator<Item = (&str, &Value)> {
    ["dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies", "build_dependencies"]
        .into_iter()
        .filter_map(|kind| owner.get(kind)?.as_table())
        .flat_map(|t| t.iter().map(|(k, v)| (k.as_str(), v)))
}

/// The targets that a manifest names with a path.
fn declared(table: &Table) -> Vec<(String, FileKind)> {
    let kinds =
        [("bin", FileKind::Bin), ("test", FileKind::Test), ("bench", FileKind::Bench), ("example", FileKind::Example)];
    let mut out = Vec::new();
    if let Some(path) = text(table, &["lib", "path"]) {
        out.push((clean(path), FileKind::Lib));
    }
    if let Some(path) = text(table, &["package", "build"]) {
        out.push((clean(path), FileKind::BuildScript));
    }
    for (key, kind) in kinds {
        let targets = table.get(key).and_then(Value::as_array).into_iter().flatten();
        out.extend(targets.filter_map(|t| Some((clean(t.get("path")?.as_str()?), kind))));
    }
    out
}

/// A path of a manifest the way [`within`] writes one.
pub fn clean(path: &str) -> String {
    let parts: std::path::PathBuf =
        Path::new(path).components().filter(|c| *c != std::path::Component::CurDir).collect();
    within(Path::new(""), &parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(content: &str) -> Table {
        content.parse().expect("the test's manifest is TOML")
    }

    #[test]
    fn an_edition_is_said_inherited_or_2015() {
        let workspace = table("[workspace.package]\nedition = '2024'");
        assert_eq!(edition(&table("[package]\nedition = '2018'"), None), 2018);
        assert_eq!(edition(&table("[package]\nedition.workspace = true"), Some(&workspace)), 2024);
        assert_eq!(edition(&table("[package]\nedition.workspace = true"), None), EDITION_UNKNOWN);
        assert_eq!(edition(&table("[package]\nname = 'a'"), Some(&workspace)), 2015);
    }

    #[test]
    fn renames_are_found_in_every_table_of_dependencies() {
        let workspace = table("[workspace.dependencies]\nasync-rt = { package = 'tokio' }");
        let manifest = table(
            "[dependencies]\nchan = { package = 'flume' }\nasync-rt.workspace = true\nserde = '1'\n\
             [target.'cfg(unix)'.dev-dependencies]\nold-rt = { package = 'tokio' }",
        );
        let pairs = renames(&manifest, Some(&workspace));
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("async_rt", "tokio"), ("chan", "flume"), ("old_rt", "tokio")]);
    }
}
