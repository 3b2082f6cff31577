//! A folder of files that are conclint's own and can be deleted at any time: what earlier runs found out.
//!
//! It knows names and bytes. Whatever goes wrong with it costs time and nothing else, so nothing here fails.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::read::bytes;
use super::reason;

/// The file by which backup and search programs know such a folder, and by which we know that a folder is ours.
const TAG: &str = "CACHEDIR.TAG";

/// What that file begins with, as <https://bford.info/cachedir/> has it.
const SIGNATURE: &str = "Signature: 8a477f597d28d172789f06886806bc55";

/// A folder of kept files; made when the first one is put in.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Folders in which others have kept files: what this one lacks is looked for there.
    beside: Vec<PathBuf>,
    /// Whether the folder could be made.
    made: OnceLock<bool>,
}

impl Store {
    /// The store in this folder, which need not be there, with the files of others that are only read.
    pub fn new(folder: PathBuf, beside: Vec<PathBuf>) -> Store {
        Store { folder, beside, made: OnceLock::new() }
    }

    /// What the files of a name hold, that of our own folder first; those that are not there or cannot be read are left out.
    pub fn get(&self, name: &str) -> impl Iterator<Item = Vec<u8>> {
        let name = name.to_owned();
        let folders = std::iter::once(&self.folder).chain(&self.beside);
        folders.filter_map(move |folder| bytes(&folder.join(&name)).ok())
    }

    /// Gives a file this content, in one step: whoever reads it meanwhile sees the old one or the new one. Where the disk
    /// refuses, the old one stays.
    pub fn put(&self, name: &str, content: &[&[u8]]) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !self.make() {
            return;
        }
        let beside = self.folder.join(format!("{name}.{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let fill = |mut file: File| content.iter().try_for_each(|part| file.write_all(part));
        let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(fill);
        if written.and_then(|()| fs::rename(&beside, self.folder.join(name))).is_err() {
            let _ = fs::remove_file(&beside);
        }
    }

    /// Makes the folder, once; answers whether it is there.
    fn make(&self) -> bool {
        *self.made.get_or_init(|| {
            let tag = format!("{SIGNATURE}\n# What conclint keeps from run to run; `conclint clean` deletes it.\n");
            // A link to nowhere is there as well, and is not written through.
            let write = |name: &str, text: &str| match OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(self.folder.join(name))
            {
                Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
                made => made.and_then(|mut file| file.write_all(text.as_bytes())),
            };
            let made = fs::create_dir_all(&self.folder)
                .and_then(|()| write(TAG, &tag))
                .and_then(|()| write(".gitignore", "*\n"));
            made.is_ok()
        })
    }

    /// The file of this program, which tells it from another one of the same version; empty where it cannot be read.
    pub fn this_program() -> Vec<u8> {
        std::env::current_exe().and_then(fs::read).unwrap_or_default()
    }

    /// Where the file of this program lies, how long it is and when it was changed.
    pub fn stamp_of_this_program() -> String {
        let path = std::env::current_exe().unwrap_or_default();
        let meta = fs::metadata(&path).ok();
        format!("{path:?} {:?}", meta.map(|meta| (meta.len(), meta.modified().ok())))
    }

    /// Deletes the folder with all that is in it. Answers whether there was one; a folder that is not ours stays, which a
    /// sentence says.
    pub fn delete(folder: &Path) -> Result<bool, String> {
        let shown = folder.display();
        if !folder.exists() {
            return Ok(false);
        }
        let is_ours = fs::read_to_string(folder.join(TAG)).is_ok_and(|tag| tag.starts_with(SIGNATURE));
        if !is_ours {
            return Err(format!("{shown} was left as it is: it has no {TAG}, so it may not be conclint's"));
        }
        fs::remove_dir_all(folder).map_err(|e| format!("{shown} could not be deleted: {}", reason(&e)))?;
        Ok(true)
    }
}
