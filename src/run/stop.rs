//! A wish that a run should end early, made from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every clone is the same wish.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Makes the wish. The run ends when it next looks, which takes a fraction of what is left of it.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the wish was made.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
