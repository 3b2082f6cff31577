//! The files below a folder, as git and cargo see them.

use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

/// Which folders below the first are left out, beside hidden, ignored and build folders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Prune {
    Nothing,
    /// Those with a manifest of their own.
    Packages,
}

/// Hands over every Rust file below `folder` that is neither hidden, ignored by git nor made by a build.
///
/// `.gitignore` counts outside a git repository too. Links are not followed.
pub fn rust_files(folder: &Path, prune: Prune, failures: &mut Vec<String>, mut each: impl FnMut(PathBuf)) {
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .follow_links(false)
        .filter_entry(move |entry| {
            let left_out = |path: &Path| is_build_folder(path) || prune == Prune::Packages && has_manifest(path);
            entry.depth() == 0 || !is_folder(entry) || !left_out(entry.path())
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if is_rust_file(&entry) => each(entry.into_path()),
            Ok(_) => {}
            Err(e) => failures.push(format!("{e}; make it readable or leave it out")),
        }
    }
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|t| t.is_dir())
}

fn is_rust_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|t| t.is_file()) && entry.path().extension().is_some_and(|e| e == "rs")
}

fn has_manifest(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file()
}

/// Whether cargo builds into this folder. A module may be called `target` too, so the name alone is not enough.
fn is_build_folder(folder: &Path) -> bool {
    folder.file_name().is_some_and(|n| n == "target")
        && (folder.join("CACHEDIR.TAG").is_file() || folder.parent().is_some_and(has_manifest) && !has_manifest(folder))
}
