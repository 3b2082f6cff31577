//! Interned text: every identifier, lifetime and literal of one package as a number.
//!
//! It knows nothing of what a name means, and nothing of the files it came from.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

pub use super::tree::Name;

const SHARD_BITS: u32 = 4;
const SHARDS: usize = 1 << SHARD_BITS;

/// The texts met so far, shared by the workers that read one package.
///
/// The numbers it gives depend on the order in which workers ask, so nothing that a user sees may be ordered by them.
#[derive(Debug, Default)]
pub struct Interner {
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Clone, Debug, Default)]
struct Shard {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    /// An interner that has met no text.
    pub fn new() -> Interner {
        Interner::default()
    }

    /// The name of a text: the same for equal texts, another for any other.
    pub fn intern(&self, text: &str) -> Name {
        let shard = shard_of(text);
        let mut held = self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = held.numbers.get(text) {
            return Name(number);
        }
        let number = ((held.texts.len() as u32) << SHARD_BITS) | shard as u32;
        let text: Arc<str> = Arc::from(text);
        held.texts.push(text.clone());
        held.numbers.insert(text, number);
        Name(number)
    }

    /// How many texts it has met.
    pub fn count(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).texts.len()).sum()
    }

    /// The names met so far, for who goes on collecting.
    pub fn snapshot(&self) -> Names {
        let shard = |shard: &Mutex<Shard>| shard.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Names { shards: self.shards.each_ref().map(shard) }
    }

    /// Ends the collecting: from here on names can be looked up without a lock.
    pub fn freeze(self) -> Names {
        Names { shards: self.shards.map(|shard| shard.into_inner().unwrap_or_else(PoisonError::into_inner)) }
    }
}

/// All texts of one package, after its files were read.
#[derive(Debug)]
pub struct Names {
    shards: [Shard; SHARDS],
}

impl Names {
    /// The text of a name that came from the interner these were frozen from; empty for a stranger's.
    pub fn text(&self, name: Name) -> &str {
        let shard = &self.shards[name.0 as usize & (SHARDS - 1)];
        shard.texts.get((name.0 >> SHARD_BITS) as usize).map_or("", |text| text)
    }

    /// The name of a text. `None`: no file of the package holds it.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.shards[shard_of(text)].numbers.get(text).map(|&number| Name(number))
    }
}

fn shard_of(text: &str) -> usize {
    (FxBuildHasher.hash_one(text) >> 40) as usize & (SHARDS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_name() {
        let names = Interner::new();
        let first = names.intern("sleep");
        assert_eq!(first, names.intern("sleep"));
        assert_ne!(first, names.intern("sleepy"));
    }

    #[test]
    fn frozen_names_tell_their_text_and_are_found_by_it() {
        let names = Interner::new();
        let all: Vec<(String, Name)> = (0..500).map(|n| (n.to_string(), names.intern(&n.to_string()))).collect();
        let names = names.freeze();
        for (text, name) in all {
            assert_eq!(names.text(name), text);
            assert_eq!(names.find(&text), Some(name));
        }
        assert_eq!(names.find("never met"), None);
    }

    #[test]
    fn many_threads_agree_on_a_name() {
        let names = Interner::new();
        let met: Vec<Name> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8).map(|_| scope.spawn(|| names.intern("shared"))).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
        });
        assert_eq!(met.len(), 8);
        assert!(met.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
