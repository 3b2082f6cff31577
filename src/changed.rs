//! Which lines have changed, as git tells it: against a commit, or what is staged for the next one.
//!
//! It asks git and knows nothing of Rust or of findings. What git calls a line is a line, counted from 1.

mod git;
mod patch;
mod tree;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use git::Git;
use patch::Lines;

pub use tree::Tree;

/// What to compare.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Since {
    /// The files as they are with the last commit, or with the point where the history left this commit's.
    Commit(Option<String>),
    /// What is staged with the last commit.
    Staged,
}

impl Since {
    /// The flag that asks for it.
    fn flag(&self) -> &'static str {
        match self {
            Since::Commit(_) => "--changed",
            Since::Staged => "--staged",
        }
    }
}

/// The lines that have changed, in all repositories of a run.
#[derive(Debug, Default)]
pub struct Changes {
    /// By the file's path without links.
    files: HashMap<PathBuf, Lines>,
    /// The staged text of files that are different on the disk, by path without links.
    pub staged: Vec<(PathBuf, String)>,
}

impl Changes {
    /// Asks git about every repository that one of these folders lies in. An error is a sentence for the user.
    pub fn ask<'p>(folders: impl IntoIterator<Item = &'p Path>, since: &Since) -> Result<Changes, String> {
        let mut changes = Changes::default();
        let mut asked = BTreeSet::new();
        for folder in folders {
            // Of a thousand packages of one repository git is asked once.
            let nearest = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(folder);
            if asked.insert(nearest.to_path_buf()) {
                changes.add(&Git::of(nearest, since.flag())?, since)?;
            }
        }
        Ok(changes)
    }

    fn add(&mut self, git: &Git, since: &Since) -> Result<(), String> {
        let patch = match since {
            Since::Commit(None) => git.diff(&[&git.head()?])?,
            Since::Commit(Some(commit)) => git.diff(&[&git.left_at(commit)?])?,
            Since::Staged => git.diff(&["--cached", &git.head()?])?,
        };
        self.files.extend(patch::read(&patch).into_iter().map(|(path, lines)| (git.root.join(path), lines)));
        match since {
            Since::Commit(_) => {
                let new = git.untracked()?.into_iter().map(|path| (git.root.join(path), Lines::all()));
                self.files.extend(new);
            }
            Since::Staged => {
                for path in git.unstaged()? {
                    if let Some(text) = git.staged(&path)? {
                        self.staged.push((git.root.join(path), text));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether anything in a file has changed; the path must be free of links.
    pub fn in_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// Whether any of these lines (the first and the last, from 1) of a file has changed; the path must be free of links.
    pub fn touch(&self, path: &Path, first: u32, last: u32) -> bool {
        self.files.get(path).is_some_and(|lines| lines.touch(first, last))
    }

    /// The files in which anything has changed, sorted.
    pub fn files(&self) -> Vec<&Path> {
        let mut files: Vec<&Path> = self.files.keys().map(PathBuf::as_path).collect();
        files.sort();
        files
    }
}
