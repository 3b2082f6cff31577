//! Writing back: the only place that changes a user's files.
//!
//! A file is replaced in one step, so that whoever reads it sees the old text or the new one and never half of either.
//! It knows paths and bytes, and nothing of what the text says.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::reason;

/// The files that a run may change: those at and below the paths that the user has given.
#[derive(Debug)]
pub struct Writable {
    roots: Vec<Root>,
}

/// A path that the user has given.
#[derive(Debug)]
struct Root {
    given: PathBuf,
    /// Without links and `..`.
    real: PathBuf,
    /// Whether a link leads from the given path out of the working directory.
    leads_out: bool,
}

impl Writable {
    /// What lies at and below these paths; a path that is not there adds nothing.
    ///
    /// `here` is the working directory. A link that leads out of it is not followed, given by name or not.
    pub fn below(paths: &[PathBuf], here: &Path) -> Writable {
        Writable { roots: paths.iter().filter_map(|path| Root::new(path, here)).collect() }
    }

    /// Puts `new` in the place of `old` in a file, in one step; the file keeps its permissions.
    ///
    /// Answers with a sentence, and leaves the file as it was, where it no longer holds `old`, where it lies outside the
    /// given paths or a link leads there, and where the disk refuses.
    pub fn replace(&self, path: &Path, old: &str, new: &str) -> Result<(), String> {
        let shown = path.display();
        let refused = |e: io::Error| format!("{shown} could not be written: {}", reason(&e));
        let real = path.canonicalize().map_err(refused)?;
        self.allows(path, &real)?;
        if fs::read(&real).map_err(refused)? != old.as_bytes() {
            return Err(format!("{shown} was left as it is: it has changed since it was read; run again"));
        }
        swap(&real, new).map_err(refused)
    }

    /// Whether a file lies where this run may write, or the sentence that says why not.
    fn allows(&self, path: &Path, real: &Path) -> Result<(), String> {
        let mut above = self.roots.iter().filter(|root| real.starts_with(&root.real)).peekable();
        let Some(first) = above.peek() else {
            let (shown, real) = (path.display(), real.display());
            return Err(format!("{shown} was left as it is: it leads to {real} outside the given paths"));
        };
        let (given, behind) = (first.given.display(), first.real.display());
        if above.all(|root| root.leads_out) {
            return Err(format!(
                "{given} was left as it is: a link leads from it to {behind}, out of the working directory; \
                 give that path instead"
            ));
        }
        Ok(())
    }
}

impl Root {
    fn new(path: &Path, here: &Path) -> Option<Root> {
        let real = path.canonicalize().ok()?;
        // A slash at the end would hide that the last part is a link.
        let plain: PathBuf = path.components().collect();
        let inside = here.join(&plain).strip_prefix(here).is_ok_and(stays);
        let leads_out = (inside || plain.is_symlink()) && !real.starts_with(here.canonicalize().ok()?);
        Some(Root { given: path.to_path_buf(), real, leads_out })
    }
}

/// Whether a relative path, as it is written, never climbs above where it starts.
fn stays(path: &Path) -> bool {
    let depth = path.components().try_fold(0_usize, |depth, part| match part {
        Component::ParentDir => depth.checked_sub(1),
        Component::CurDir => Some(depth),
        _ => Some(depth + 1),
    });
    depth.is_some()
}

/// Writes a file of conclint's own in one step, whether it was there or not; a link is followed to the file it leads to.
///
/// What is no plain file, such as a pipe or a terminal, gets the text as it is.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let written = match fs::metadata(&real) {
        Ok(meta) if !meta.is_file() => {
            OpenOptions::new().write(true).open(&real).and_then(|mut file| file.write_all(text.as_bytes()))
        }
        _ => swap(&real, text),
    };
    written.map_err(|e| format!("{} could not be written: {}", path.display(), reason(&e)))
}

/// Writes a file beside the one at `path` and gives it that name.
fn swap(path: &Path, text: &str) -> io::Result<()> {
    let (mut file, beside) = create_beside(path)?;
    let written = fill(&mut file, path, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; a file that cannot be removed either is hidden and harmless.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill(file: &mut File, path: &Path, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    match fs::metadata(path) {
        Ok(old) if old.permissions().readonly() => {
            // A rename asks the folder and not the file, which its owner has closed to writers.
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
        }
        Ok(old) => file.set_permissions(old.permissions())?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    file.sync_all()
}

/// A new hidden file in the same folder, so that giving it the old one's name is one step.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{}.conclint", process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let beside = path.with_file_name(hidden);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is there as long as the test runs.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Folder {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let name = format!("conclint-write-{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(path.join("src")).expect("temporary files can be written");
            fs::write(path.join("src/a.rs"), "old").expect("it was just made");
            Folder(path)
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.join(path)
        }

        fn text(&self, path: &str) -> String {
            fs::read_to_string(self.at(path)).expect("it is there")
        }

        /// The names in `src`, sorted.
        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(self.at("src")).expect("it is there").map_while(Result::ok);
            let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = Folder::new();
        let writable = Writable::below(&[folder.at("src")], &folder.0);
        assert_eq!(writable.replace(&folder.at("src/a.rs"), "old", "new"), Ok(()));
        assert_eq!((folder.text("src/a.rs"), folder.names()), ("new".to_owned(), vec!["a.rs".to_owned()]));
    }

    #[test]
    fn a_file_that_has_changed_is_left_alone() {
        let folder = Folder::new();
        let writable = Writable::below(&[folder.at("src/a.rs")], &folder.0);
        let said = writable.replace(&folder.at("src/a.rs"), "older", "new").expect_err("the text is another");
        assert!(said.contains("has changed since it was read"), "{said}");
        assert_eq!(folder.text("src/a.rs"), "old");
    }

    #[test]
    fn what_lies_outside_is_left_alone() {
        let folder = Folder::new();
        fs::write(folder.at("b.rs"), "old").expect("the folder can be written to");
        let writable = Writable::below(&[folder.at("src"), folder.at("nowhere")], &folder.0);
        assert!(writable.replace(&folder.at("b.rs"), "old", "new").is_err());
        assert!(writable.replace(&folder.at("src/../b.rs"), "old", "new").is_err());
        assert_eq!(folder.text("b.rs"), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed_and_one_that_stays_is() {
        use std::os::unix::fs::symlink;
        let folder = Folder::new();
        fs::write(folder.at("b.rs"), "old").expect("the folder can be written to");
        symlink("../b.rs", folder.at("src/out.rs")).expect("links can be made");
        symlink("a.rs", folder.at("src/in.rs")).expect("links can be made");
        let writable = Writable::below(&[folder.at("src")], &folder.0);
        assert!(writable.replace(&folder.at("src/out.rs"), "old", "new").is_err());
        assert_eq!(writable.replace(&folder.at("src/in.rs"), "old", "new"), Ok(()));
        assert_eq!((folder.text("b.rs"), folder.text("src/a.rs")), ("old".to_owned(), "new".to_owned()));
        assert!(folder.at("src/in.rs").is_symlink(), "the link stays a link");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_a_closed_file_stays_closed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        let file = folder.at("src/a.rs");
        let close = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("it is ours");
        close(0o750);
        let writable = Writable::below(&[folder.at("src")], &folder.0);
        assert_eq!(writable.replace(&file, "old", "new"), Ok(()));
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o750);
        close(0o440);
        assert!(writable.replace(&file, "new", "newer").is_err());
        assert_eq!((folder.text("src/a.rs"), folder.names()), ("new".to_owned(), vec!["a.rs".to_owned()]));
    }

    #[test]
    fn a_file_of_our_own_is_made_where_there_is_none() {
        let folder = Folder::new();
        assert_eq!(write(&folder.at("src/b.json"), "{}"), Ok(()));
        assert_eq!(write(&folder.at("src/b.json"), "[]"), Ok(()));
        assert_eq!(folder.text("src/b.json"), "[]");
        assert!(write(&folder.at("nowhere/b.json"), "{}").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_stays_one() {
        use std::os::unix::fs::FileTypeExt;
        assert_eq!(write(Path::new("/dev/null"), "{}"), Ok(()));
        let kind = fs::metadata("/dev/null").expect("it is there").file_type();
        assert!(kind.is_char_device(), "a file has taken its place");
    }
}
