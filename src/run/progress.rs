//! How far a run has come, for whoever wants to show it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts of files that any thread may read while the run goes on; every clone sees the same.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// How many files lie in packages that are judged.
    pub fn done(&self) -> usize {
        self.0.done.load(Ordering::Relaxed)
    }

    /// How many files the run reads; 0 as long as that is not known.
    pub fn all(&self) -> usize {
        self.0.all.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, files: usize) {
        self.0.all.store(files, Ordering::Relaxed);
    }

    pub(super) fn advance(&self, files: usize) {
        self.0.done.fetch_add(files, Ordering::Relaxed);
    }
}
