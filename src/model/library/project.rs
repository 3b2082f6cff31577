//! Rows that a project adds for functions of its own, or of libraries that have no rows here.

use serde::{Deserialize, Serialize};

use crate::model::library::Call;

/// What a project says of one function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// The function or method, by its crate's name or from `crate` on: `acme_rt::spawn`, `crate::rt::Pool::run`.
    pub path: String,
    pub call: Call,
}

/// How a function waits for a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Locking {
    /// It blocks the thread, and so does whoever waits for its guard.
    Blocking,
    /// It gives a future.
    Async,
}
