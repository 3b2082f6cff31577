//! Whoever takes the program takes what it is built of: every dependency of it may be used under a licence that asks no more
//! than ours do.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::BTreeSet;

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
fn expressions_are_read_as_they_are_meant() {
    for free in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "Apache-2.0 AND MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"]
    {
        assert!(is_free(free), "{free}");
    }
    for other in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", ""] {
        assert!(!is_free(other), "{other}");
    }
}
