//! The folders that the client works in: what lies in none of them is somebody else's code that was only looked up.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gen_lsp_types::{LspAny, WorkspaceFoldersChangeEvent};

use super::documents::Root;
use super::uri;

#[derive(Debug, Default)]
pub struct Folders(BTreeSet<PathBuf>);

impl Folders {
    /// Reads the parameters of `initialize`; older clients name one folder and not a list.
    pub fn new(params: &LspAny) -> Folders {
        let list = params.pointer("/workspaceFolders").and_then(LspAny::as_array).into_iter().flatten();
        let mut folders: BTreeSet<PathBuf> =
            list.filter_map(|folder| uri::path(folder.pointer("/uri")?.as_str()?)).collect();
        if folders.is_empty() {
            folders.extend(params.pointer("/rootUri").and_then(LspAny::as_str).and_then(uri::path));
        }
        Folders(folders)
    }

    pub fn change(&mut self, event: WorkspaceFoldersChangeEvent) {
        for folder in event.removed.iter().filter_map(|folder| uri::path(&folder.uri.0)) {
            self.0.remove(&folder);
        }
        self.0.extend(event.added.iter().filter_map(|folder| uri::path(&folder.uri.0)));
    }

    /// Whether a package is one that the client works on. Where no folder is named, every open document is worked on.
    pub fn hold(&self, root: &Root) -> bool {
        let inside = |folder: &PathBuf| root.folder.starts_with(folder) || folder.starts_with(&root.folder);
        self.0.is_empty() || self.0.iter().any(inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_around_or_below_a_folder_is_worked_on() {
        let folders = Folders(BTreeSet::from(["/code/app".into()]));
        let hold = |folder: &str| folders.hold(&Root { folder: folder.into(), package: true });
        assert!(hold("/code/app") && hold("/code/app/crates/a") && hold("/code"));
        assert!(!hold("/registry/tokio-1.0.0") && !hold("/code/application"));
        assert!(Folders::default().hold(&Root { folder: "/a".into(), package: true }));
    }
}
