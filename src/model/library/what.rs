//! What code does to locks and to its thread: the words in which summaries and interfaces speak.

use serde::{Deserialize, Serialize};

use crate::model::library::locks::{How, Mode, Touch};

/// What code does, as far as others can tell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum What {
    /// It takes a lock, and waits for whoever holds it.
    Locks(Mode, How),
    /// It has a lock for as long as a call runs: a map is written to, a channel's value is replaced.
    Touches(Touch),
    /// It blocks its thread until something happens.
    Blocks(Blocks),
}

/// What a thread is blocked by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Blocks {
    Sleep,
    Receive,
    /// It runs a future to its end.
    Future,
    /// Something that the library table calls blocking: a join, a barrier, a process.
    Other,
}
