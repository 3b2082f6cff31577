//! Answers that are kept once they were found.

use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

/// Answers by what they are about, for questions that only some places are asked.
#[derive(Debug)]
pub struct Memo<K, V>(Mutex<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone + PartialEq> Memo<K, V> {
    /// The answer that was found before.
    pub fn get(&self, key: &K) -> Option<V> {
        self.held().get(key).cloned()
    }

    /// All that was found so far, in no order.
    pub fn all(&self) -> Vec<(K, V)>
    where
        K: Clone,
    {
        self.held().iter().map(|(key, answer)| (key.clone(), answer.clone())).collect()
    }

    /// Keeps an answer, and gives it back. Two threads may have found it, so it must hang on nothing but the package: a
    /// guess that is put right later, another thread could take for the answer.
    pub fn keep(&self, key: K, answer: V) -> V {
        let mut held = self.held();
        debug_assert!(
            held.get(&key).is_none_or(|known| *known == answer),
            "what a question gives hangs on who asked first"
        );
        held.insert(key, answer.clone());
        answer
    }

    /// A thread that panicked left the table whole: an answer is put in by one call.
    fn held(&self) -> MutexGuard<'_, FxHashMap<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers by number, for questions that every place of a list may be asked.
pub type Cells<T> = Vec<OnceLock<T>>;

/// An empty table with `n` places.
pub fn cells<T>(n: usize) -> Cells<T> {
    (0..n).map(|_| OnceLock::new()).collect()
}
