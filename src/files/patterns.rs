//! Patterns of paths, written as in a `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns that start from one folder: `vendor/` and `*.gen.rs` hold at any depth, `src/old/**` from the folder on.
#[derive(Clone, Debug)]
pub struct Patterns {
    folder: PathBuf,
    globs: Gitignore,
}

impl Patterns {
    /// Reads patterns; of one that cannot be read, its place among them and a clause that says why.
    pub fn new<'p>(folder: &Path, written: impl IntoIterator<Item = &'p str>) -> Result<Patterns, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        for (n, pattern) in written.into_iter().enumerate() {
            if let Some(why) = says_nothing(pattern) {
                return Err((n, why.to_owned()));
            }
            builder.add_line(None, pattern).map_err(|e| (n, reason(&e)))?;
        }
        let globs = builder.build().map_err(|e| (0, reason(&e)))?;
        Ok(Patterns { folder: folder.to_path_buf(), globs })
    }

    /// One pattern, read as it would be among these; of one that takes back, what it takes back.
    pub fn alone(&self, pattern: &str) -> Option<Patterns> {
        Patterns::new(&self.folder, [pattern.trim_start_matches('!')]).ok()
    }

    /// Whether a pattern names something that lies on the disk, be it Rust or not, or all below it. `false` for one whose
    /// name has a wildcard.
    pub fn name_something(&self, pattern: &str) -> bool {
        let named = pattern.trim_start_matches('!').trim_end_matches("/**").trim_matches('/');
        !named.contains(['*', '?', '[', '{', '\\']) && self.folder.join(named).exists()
    }

    /// Whether they hold a file, by its absolute path, or a folder that it lies in. A file elsewhere is held by none.
    pub fn hold(&self, file: &Path) -> bool {
        let Ok(below) = file.strip_prefix(&self.folder) else { return false };
        !self.globs.is_empty() && self.globs.matched_path_or_any_parents(below, false).is_ignore()
    }
}

impl Default for Patterns {
    fn default() -> Patterns {
        Patterns { folder: PathBuf::new(), globs: Gitignore::empty() }
    }
}

/// Why a pattern that could be read would hold nothing.
fn says_nothing(pattern: &str) -> Option<&'static str> {
    let mut parts = pattern.trim_start_matches('!').split('/');
    match pattern.trim() {
        "" => Some("it is empty"),
        comment if comment.starts_with('#') => Some("it is a comment there; write `\\#` for a `#`"),
        _ if parts.any(|part| part == "." || part == "..") => Some("it may not go through `.` or `..`"),
        _ => None,
    }
}

/// What the library says of a pattern, in lower case and without the pattern.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(patterns: &[&str], file: &str) -> bool {
        let patterns = Patterns::new(Path::new("/quay"), patterns.iter().copied()).expect("they can be read");
        patterns.hold(Path::new(file))
    }

    #[test]
    fn a_pattern_reads_as_in_a_gitignore() {
        assert!(held(&["vendor/"], "/quay/crates/vendor/a/src/lib.rs"), "a folder is meant at any depth");
        assert!(held(&["*_gen.rs"], "/quay/src/api_gen.rs"), "a name is meant at any depth");
        assert!(held(&["src/old"], "/quay/src/old/deep/a.rs"), "a folder is held with all below it");
        assert!(!held(&["src/old"], "/quay/lib/src/old/a.rs"), "a path is meant from the folder on");
        assert!(!held(&["src/*.rs"], "/quay/src/old/a.rs"), "`*` stops at a slash");
        assert!(!held(&["src/**", "!src/new.rs"], "/quay/src/new.rs"), "`!` takes back");
        assert!(!held(&["**"], "/ship/src/a.rs"), "what lies elsewhere is not meant");
    }

    #[test]
    fn a_pattern_that_could_hold_nothing_is_refused() {
        for wrong in ["", " ", "# old", "../ship/**", "src/{a", "src/[z-a].rs"] {
            let refused = Patterns::new(Path::new("/quay"), ["src", wrong]).err();
            assert_eq!(refused.map(|(n, _)| n), Some(1), "{wrong:?}");
        }
    }
}
