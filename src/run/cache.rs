//! What earlier runs found out of packages in which nothing has changed since: findings and interfaces, kept on the disk.
//!
//! A package's entry counts for one state of everything that its findings hang on: this program, the flags, its manifest
//! and configuration, the interfaces that it sees, and its files. Of a file it is enough that length and time of change are
//! the same; where they are not, its text is read and compared, so that a fresh clone finds what another one has kept.
//! Whatever an entry lacks, or has too much of, makes the run do the work itself.

mod kept;

use std::hash::Hasher;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use super::Settings;
use super::interfaces::Key;
use super::package::Part;
use super::stream::Visit;
use super::workspace::Left;
use crate::config::Config;
use crate::files::store::Store;
use crate::files::{Package, SourceFile, Stamp, here};
use crate::model::names::siblings::Interface;

/// What runs keep for those that come after.
#[derive(Debug)]
pub struct Cache {
    store: Store,
    /// Tells this program from another one; asked for with the first package.
    program: OnceLock<String>,
}

/// The entry of one package: where it lies, and what it must be for.
pub struct Slot<'c> {
    cache: &'c Cache,
    name: String,
    key: Key,
    /// Of each file, as it was before it was read; `None` where a later change might leave it as it is.
    stamps: Vec<Option<Stamp>>,
}

/// The first line of an entry.
#[derive(Serialize, Deserialize)]
struct Head {
    key: String,
    files: Vec<Mark>,
    /// The sums of the second and the third line.
    interface: u64,
    part: u64,
}

/// A file as it was.
#[derive(Serialize, Deserialize)]
struct Mark {
    stamp: Option<Stamp>,
    /// The sum of its text.
    text: u64,
}

impl Cache {
    /// What is kept in this store.
    pub fn new(store: Store) -> Cache {
        Cache { store, program: OnceLock::new() }
    }

    /// The entry of the package whose turn it is.
    pub(super) fn slot(&self, visit: &Visit<'_>, config: &Config, settings: &Settings) -> Slot<'_> {
        let package = visit.member().package;
        let here = here().unwrap_or_default();
        let asked = Key::START.with(&format!("{:?} {here:?} {:?}", package.info.root, settings.flags)).with(&format!(
            "{} {}",
            visit.member().is_given,
            settings.apart
        ));
        let program = self.program.get_or_init(|| program(&self.store));
        let key = asked.with(program).with(&format!("{config:?}")).with(&format!("{:?}", package.info));
        let key = package.files.iter().fold(visit.surroundings(key), |key, file| {
            let target = file.asked.then(|| package.target(file));
            key.with(&file.shown).with(&format!("{:?} {} {} {target:?}", file.kind, file.root, file.asked))
        });
        let now = SystemTime::now();
        let stamp = |file: &SourceFile| file.stamp().filter(|stamp| !file.is_given() && stamp.is_settled(now));
        Slot { cache: self, name: asked.text(), key, stamps: package.files.iter().map(stamp).collect() }
    }
}

impl Slot<'_> {
    /// What is kept of the package, if it is still all of it: its interface and its part.
    pub(super) fn find(&self, package: &Package) -> Option<(Left, Part)> {
        self.cache.store.get(&self.name).find_map(|entry| self.read(&entry, package))
    }

    fn read(&self, entry: &[u8], package: &Package) -> Option<(Left, Part)> {
        let (first, rest) = split(entry)?;
        let (interface, part) = split(rest)?;
        let mut head: Head = serde_json::from_slice(first).ok()?;
        if head.key != self.key.text() || head.files.len() != package.files.len() {
            return None;
        }
        if sum(interface) != head.interface || sum(part) != head.part {
            return None;
        }
        let mut moved = false;
        for ((file, mark), stamp) in package.files.iter().zip(&mut head.files).zip(&self.stamps) {
            if stamp.is_some() && mark.stamp == *stamp {
                continue;
            }
            if sum(file.read().ok()?.as_bytes()) != mark.text {
                return None;
            }
            moved |= mark.stamp != *stamp;
            mark.stamp = *stamp;
        }
        let found = (Left::stored(interface.to_vec(), head.interface), kept::read(part, package)?);
        if moved {
            self.put(&head, interface, part);
        }
        Some(found)
    }

    /// Keeps what was found out, in the place of what was kept before; `texts` are the sums of the files as they were read.
    pub(super) fn keep(&self, texts: &[u64], interface: &[u8], part: &Part, package: &Package) {
        let Some(part) = kept::write(part, package) else { return };
        let files = self.stamps.iter().zip(texts).map(|(stamp, text)| Mark { stamp: *stamp, text: *text });
        let head = Head { key: self.key.text(), files: files.collect(), interface: sum(interface), part: sum(&part) };
        self.put(&head, interface, &part);
    }

    fn put(&self, head: &Head, interface: &[u8], part: &[u8]) {
        if let Ok(head) = serde_json::to_vec(head) {
            self.cache.store.put(&self.name, &[&head, b"\n", interface, b"\n", part]);
        }
    }
}

/// What tells this program from another one: its version and the sum of its file. When it was built or installed says
/// nothing, since another machine may have the same program.
fn program(store: &Store) -> String {
    const NAME: &str = "program";
    // While conclint itself is changed its version stays, and what it finds does not.
    let stamp = Store::stamp_of_this_program();
    let kept = store.get(NAME).find_map(|kept| {
        let kept = String::from_utf8(kept).ok()?;
        kept.split_once('\n').filter(|(of, _)| *of == stamp).map(|(_, program)| program.to_owned())
    });
    kept.unwrap_or_else(|| {
        // It has many megabytes: reading it takes longer than the rest of a run in which nothing has changed.
        let program = format!("{} {:x}", env!("CARGO_PKG_VERSION"), sum(&Store::this_program()));
        store.put(NAME, &[stamp.as_bytes(), b"\n", program.as_bytes()]);
        program
    })
}

/// A line, and what comes after it.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|byte| *byte == b'\n')?;
    Some((&text[..at], &text[at + 1..]))
}

/// What tells a text from another one.
pub(super) fn sum(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

/// An interface as it is kept: one line.
pub(super) fn line_of(interface: &Arc<Interface>) -> Vec<u8> {
    serde_json::to_vec(&**interface).unwrap_or_default()
}
