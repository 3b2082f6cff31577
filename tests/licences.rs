//! Whoever takes the program takes what it is built of: every dependency of it may be used under a licence that asks no more
//! than ours do.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of others that is shipped inside the program, and where it comes from.
struct Shipped {
    path: &'static str,
    /// A package of npm with its version, which `npm pack` brings, and the file's path in it.
    package: &'static str,
    file: &'static str,
    sha256: &'static str,
    licence: &'static str,
    /// The licence's text, which goes where the file goes.
    text: &'static str,
}

const SHIPPED: &[Shipped] = &[Shipped {
    path: "src/report/map/html/dagre/dagre.min.js",
    package: "@dagrejs/dagre@3.1.3",
    file: "dist/dagre.min.js",
    sha256: "54a503e346f93ca0bb10abe7999587e037262935687aca45eb4e4b0f64bbb578",
    licence: "MIT",
    text: "src/report/map/html/dagre/LICENSE.txt",
}];

/// Licences that ask for no more than that they and the names of the authors are passed on.
const FREE: &[&str] =
    &["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unlicense", "Zlib", "0BSD", "Unicode-3.0"];

#[test]
fn dependencies_are_free_to_use() {
    let metadata = MetadataCommand::new().other_options(vec!["--offline".to_owned(), "--locked".to_owned()]).exec();
    let metadata = metadata.expect("cargo tells what the program is built of");
    let built_of = built_of(&metadata);
    assert!(built_of.len() > 30, "only {} packages", built_of.len());
    let broken: Vec<String> = built_of
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(is_free))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The packages that the program itself is built of, on every system; what only its tests need is left out.
fn built_of(metadata: &Metadata) -> Vec<&Package> {
    let resolved = metadata.resolve.as_ref().expect("cargo resolves dependencies");
    let root = resolved.root.clone().expect("this is a package");
    let mut seen: BTreeSet<PackageId> = BTreeSet::new();
    let mut open = vec![root.clone()];
    while let Some(id) = open.pop() {
        let node = resolved.nodes.iter().find(|node| node.id == id).expect("each package has a node");
        let built =
            node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development));
        open.extend(built.map(|dep| dep.pkg.clone()).filter(|pkg| seen.insert(pkg.clone())));
    }
    metadata.packages.iter().filter(|package| package.id != root && seen.contains(&package.id)).collect()
}

/// Whether an expression of SPDX lets one choose licences that are all free. Older crates write `/` for `OR`.
fn is_free(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    if expression.contains('(') {
        // In brackets stands a choice between free ones, or the whole is looked at by hand.
        return plain.replace(" AND ", " OR ").split(" OR ").all(|licence| FREE.contains(&licence.trim()));
    }
    plain.split(" OR ").any(|choice| choice.split(" AND ").all(|licence| FREE.contains(&licence.trim())))
}

#[test]
fn what_others_have_written_is_as_it_came_and_free_to_use() {
    for shipped in SHIPPED {
        let Shipped { path, package, file, .. } = shipped;
        let bytes = fs::read(root().join(path)).expect("the file is in the repository");
        assert_eq!(hex(&bytes), shipped.sha256, "{path} is not {file} of {package}");
        assert!(is_free(shipped.licence), "{path}: {}", shipped.licence);
        let text = fs::read_to_string(root().join(shipped.text)).expect("the licence is in the repository");
        assert!(text.starts_with("Copyright (c)"), "{} names nobody", shipped.text);
        let notice = fs::read_to_string(root().join("docs/map.md")).expect("the page is there");
        for named in [package.replace("@3", " 3"), shipped.licence.to_owned()] {
            assert!(notice.contains(&named), "docs/map.md does not name {named}");
        }
    }
}

/// Every file of another language below `src` is ours or listed.
#[test]
fn nothing_of_others_is_shipped_unlisted() {
    let long = |text: &str| text.lines().any(|line| line.len() > 400);
    let files = walkdir::WalkDir::new(root().join("src")).into_iter().map(|entry| entry.expect("it can be listed"));
    for file in files.filter(|file| file.path().extension().is_some_and(|e| e == "js" || e == "css")) {
        let path = file.path().strip_prefix(root()).expect("it lies below").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file.path()).expect("it is text");
        let is_listed = SHIPPED.iter().any(|shipped| shipped.path == path);
        assert!(is_listed || !long(&text), "{path} looks like a file that a program wrote, and is not listed");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    for free in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "Apache-2.0 AND MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"]
    {
        assert!(is_free(free), "{free}");
    }
    for other in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", ""] {
        assert!(!is_free(other), "{other}");
    }
}
