//! What cargo calls the thing that a file is built into: a library, a binary, a test.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::manifest::{clean, text, value};
use super::{FileKind, Package, PackageInfo, SourceFile};

/// The version that cargo assumes where a manifest names none.
const VERSION_UNSAID: &str = "0.0.0";

/// One target of a package, in cargo's words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Target {
    /// The package's name and version.
    pub package: String,
    /// The package's version; `0.0.0` where the manifest names none.
    pub version: String,
    /// The folder of the package's manifest.
    pub root: PathBuf,
    /// The target's name.
    pub name: String,
    /// `lib`, `bin`, `test` …; of a library the crate types, as cargo has it.
    pub kinds: Vec<String>,
    /// `lib`, `bin`, `proc-macro` …, as the manifest has it.
    pub crate_types: Vec<String>,
    /// The file where the crate starts.
    pub source: PathBuf,
    /// The edition, as a year.
    pub edition: u16,
    /// Whether `cargo doc`, doc tests and `cargo test` take it by themselves.
    pub doc: bool,
    /// Whether its documentation is tested.
    pub doctest: bool,
    /// Whether `cargo test` builds it.
    pub test: bool,
}

/// The target that starts in a file, by what the manifest says and cargo's habits.
pub fn target(info: &PackageInfo, table: Option<&Table>, file: &SourceFile) -> Target {
    let entry = table.and_then(|t| entry(t, file));
    let said = |key: &str| entry.and_then(|e| e.get(key));
    let flag = |key: &str, unsaid: bool| said(key).and_then(Value::as_bool).unwrap_or(unsaid);
    let is_lib = file.kind == FileKind::Lib;
    let is_bin = file.kind == FileKind::Bin;
    let kind = match file.kind {
        FileKind::Lib => "lib",
        FileKind::Bin => "bin",
        FileKind::Test => "test",
        FileKind::Bench => "bench",
        FileKind::Example => "example",
        FileKind::BuildScript => "custom-build",
    };
    let crate_types = match said("crate-type").or_else(|| said("crate_type")).and_then(Value::as_array) {
        Some(types) => types.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None if flag("proc-macro", false) || flag("proc_macro", false) => vec!["proc-macro".to_owned()],
        None => vec![if is_lib { "lib" } else { "bin" }.to_owned()],
    };
    let name = match (file.kind, said("name").and_then(Value::as_str)) {
        (FileKind::Lib, _) => info.lib_name.clone(),
        (FileKind::BuildScript, _) => Some("build-script-build".to_owned()),
        (_, Some(name)) => Some(name.to_owned()),
        (FileKind::Bin, None) if file.within == "src/main.rs" => info.name.clone(),
        _ => None,
    };
    Target {
        package: info.name.clone().unwrap_or_else(|| stem(&file.path)),
        version: info.version.clone().unwrap_or_else(|| VERSION_UNSAID.to_owned()),
        root: info.root.clone(),
        name: name.unwrap_or_else(|| stem(&file.path)),
        kinds: if is_lib { crate_types.clone() } else { vec![kind.to_owned()] },
        crate_types,
        source: file.path.clone(),
        edition: info.edition,
        doc: flag("doc", is_lib || is_bin),
        doctest: is_lib && flag("doctest", true),
        test: flag("test", is_lib || is_bin || file.kind == FileKind::Test),
    }
}

impl Package {
    /// The target that a file most likely belongs to: of those of its kind, the one that starts nearest above it.
    ///
    /// A file of a package without any is a target of its own.
    pub fn target(&self, file: &SourceFile) -> Target {
        let near = |&(within, _): &(&str, &Target)| file.within.starts_with(folder(within));
        let of_kind = |kind| self.targets.iter().filter(move |(k, ..)| *k == kind).map(|(_, w, t)| (w.as_str(), t));
        let exact = self.targets.iter().find(|(_, within, _)| *within == file.within).map(|(_, _, target)| target);
        let nearest = |kind| of_kind(kind).filter(near).max_by_key(|(within, _)| folder(within).len()).map(|(_, t)| t);
        let found = exact
            .or_else(|| nearest(file.kind))
            .or_else(|| nearest(FileKind::Bin))
            .or_else(|| self.targets.first().map(|(_, _, target)| target));
        found.cloned().unwrap_or_else(|| target(&self.info, None, file))
    }
}

/// The folder of a path, with its last `/`.
fn folder(within: &str) -> &str {
    &within[..within.rfind('/').map_or(0, |end| end + 1)]
}

/// The manifest's own words about the target that starts in a file.
fn entry<'t>(table: &'t Table, file: &SourceFile) -> Option<&'t Table> {
    let (key, habit) = match file.kind {
        FileKind::Lib => return value(table, &["lib"])?.as_table(),
        FileKind::BuildScript => return None,
        FileKind::Bin => ("bin", "src/bin/"),
        FileKind::Test => ("test", "tests/"),
        FileKind::Bench => ("bench", "benches/"),
        FileKind::Example => ("example", "examples/"),
    };
    let package = text(table, &["package", "name"]);
    let stands_for = |entry: &&Table| match (entry.get("path").and_then(Value::as_str), entry.get("name")) {
        (Some(path), _) => clean(path) == file.within,
        (None, Some(Value::String(name))) => {
            file.within == format!("{habit}{name}.rs")
                || file.within == format!("{habit}{name}/main.rs")
                || key == "bin" && Some(name.as_str()) == package && file.within == "src/main.rs"
        }
        _ => false,
    };
    table.get(key)?.as_array()?.iter().filter_map(Value::as_table).find(stands_for)
}

/// What cargo calls a target by its path: `tool` of `tool.rs` and of `tool/main.rs`.
fn stem(path: &Path) -> String {
    let text = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned());
    match path.file_stem() {
        Some(stem) if stem == "main" => text(path.parent().and_then(Path::file_name)),
        stem => text(stem),
    }
    .unwrap_or_default()
}
