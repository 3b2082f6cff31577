//! The Rust code of a commit, in a folder of its own for as long as it is looked at.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::git::Git;
use crate::files::reason;

/// What of a commit is written: code, and what says how it is to be read.
const READ: [&str; 4] = ["*.rs", "*Cargo.toml", "*conclint.toml", "*conclint-baseline.json"];

/// How many of them this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// The code of a commit. It is gone from the disk when this is dropped.
pub struct Tree {
    /// Where it lies, without links.
    folder: PathBuf,
    /// The folder of the repository that it is of, without links.
    root: PathBuf,
}

impl Tree {
    /// The code of the commit at which what is checked out around a folder left `name`. An error is a sentence for the user.
    pub fn at(name: &str, around: &Path, flag: &'static str) -> Result<Tree, String> {
        let git = Git::of(around, flag)?;
        let commit = git.left_at(name)?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("conclint-map-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|e| unwritten(&folder, &e))?;
        let folder = folder.canonicalize().unwrap_or(folder);
        let tree = Tree { folder, root: git.root.clone() };
        let paths = git.files_of(&commit, &READ)?;
        for (path, text) in paths.iter().zip(git.texts_of(&commit, &paths)?) {
            // A path of a commit names a file below its root, whatever else it may say.
            let below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if let Some(text) = text.filter(|_| below) {
                let file = tree.folder.join(path);
                let around = file.parent().unwrap_or(&tree.folder);
                fs::create_dir_all(around).and_then(|()| fs::write(&file, text)).map_err(|e| unwritten(&file, &e))?;
            }
        }
        Ok(tree)
    }

    /// Where a path of the repository lies in it; `None` for one outside of the repository, and for one that the commit
    /// does not have.
    pub fn find(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        let found = self.folder.join(real.strip_prefix(&self.root).ok()?);
        found.exists().then_some(found)
    }

    /// A path in it as it is called in the repository.
    pub fn shown(&self, path: &str) -> String {
        let within = Path::new(path).strip_prefix(&self.folder);
        within.map_or_else(|_| path.to_owned(), |within| within.display().to_string())
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> String {
    format!("{} could not be written, where the other commit's code is to lie: {}", path.display(), reason(error))
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
