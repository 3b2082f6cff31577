//! The files below a folder, as git and cargo see them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use crate::spelling::one_line;

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
    if let Some(sentence) = blocked(folder) {
        failures.push(sentence);
        return;
    }
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .follow_links(false)
        .filter_entry(move |entry| {
            let left_out = |path: &Path| is_build_folder(path) || prune == Prune::Packages && has_manifest(path);
            if entry.depth() == 0 || !is_folder(entry) {
                return true;
            }
            let blocked = blocked(entry.path()).filter(|_| !left_out(entry.path()));
            let open = blocked.is_none() && !left_out(entry.path());
            telling.lock().unwrap_or_else(PoisonError::into_inner).extend(blocked);
            open
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if is_rust_file(&entry) => each(entry.into_path()),
            Ok(_) => {}
            Err(e) => failures.push(format!("{e}; make it readable or leave it out")),
        }
    }
    failures.append(&mut told.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Why a folder cannot be walked: where a pipe says what to ignore, reading it would wait for a writer.
fn blocked(folder: &Path) -> Option<String> {
    let lists = [".gitignore", ".ignore"].map(|name| folder.join(name));
    let odd = lists.into_iter().find(|list| fs::metadata(list).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()))?;
    Some(format!("{} is a pipe, a socket or a device; its folder is left out", one_line(&odd.to_string_lossy())))
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
