//! Interfaces that a run need not make again: those of packages of which nothing has changed that they hang on.
//!
//! Kept in memory, from one run of a process to the next. What a package's interface hangs on is one number, which says
//! nothing of the process and is the same in another one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::workspace::Member;
use crate::config::Config;
use crate::files::SourceFile;
use crate::model::names::siblings::Interface;

/// The interfaces that runs have left, by the package's folder: of each package the newest.
#[derive(Debug, Default)]
pub struct Interfaces(Mutex<HashMap<PathBuf, (Key, Arc<Interface>)>>);

impl Interfaces {
    /// The interface of the package in this folder, if it was made of just this.
    pub fn get(&self, root: &Path, key: Key) -> Option<Arc<Interface>> {
        self.lock().get(root).filter(|(of, _)| *of == key).map(|(_, interface)| interface.clone())
    }

    /// Keeps the interface of the package in this folder, in the place of an older one.
    pub fn keep(&self, root: &Path, key: Key, interface: Arc<Interface>) {
        self.lock().insert(root.to_path_buf(), (key, interface));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, (Key, Arc<Interface>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All that a package's interface hangs on: what its manifest and its configuration say, of each file its path, its length
/// and when it was changed, and the keys of the packages that it uses. A 128-bit FNV-1a hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key(u128);

impl Key {
    /// The key of a package; `used` are the keys of those that it uses, and the names of all that it reaches. `None` where a
    /// file may change again and nobody would see it.
    pub(super) fn of<'u>(
        member: &Member<'_>,
        config: &Config,
        used: impl Iterator<Item = (&'u str, Key)>,
        reached: impl Iterator<Item = &'u str>,
    ) -> Option<Key> {
        let info = &member.package.info;
        let mut key = Key::START.with(env!("CARGO_PKG_VERSION")).with(&member.name);
        key = key.with(&format!("{:?} {:?} {} {:?}", info.name, info.lib_name, info.edition, info.renames));
        let declared = config.declared.iter().map(|one| format!("{:?}", one.value));
        key = declared.fold(key, |key, one| key.with(&one));
        key = config.words().fold(key.with("words"), Key::with);
        key = used.fold(key.with("uses"), |key, (name, of)| key.with(name).bytes(&of.0.to_le_bytes()));
        key = reached.fold(key.with("reaches"), Key::with);
        key = member.circular.iter().fold(key.with("circular"), |key, name| key.with(name));
        member.package.files.iter().try_fold(key.with("files"), Key::file)
    }

    /// What FNV-1a begins with.
    pub(super) const START: Key = Key(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);

    fn file(self, file: &SourceFile) -> Option<Key> {
        let key = self.with(&file.within).with(&format!("{:?} {}", file.kind, file.root));
        if let Some(text) = file.given() {
            return Some(key.with("text").with(text));
        }
        // What cannot be looked at cannot be read either, until something about it changes.
        let Some(stamp) = file.stamp() else { return Some(key.with("none")) };
        stamp.is_settled(SystemTime::now()).then(|| key.with(&format!("{stamp:?}")))
    }

    /// The key of this and a text after it.
    pub(super) fn with(self, text: &str) -> Key {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }

    /// As it is written down.
    pub(super) fn text(self) -> String {
        format!("{:032x}", self.0)
    }

    fn bytes(self, bytes: &[u8]) -> Key {
        Key(bytes.iter().fold(self.0, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul((1 << 88) + 0x13b)))
    }
}
