//! Who is called: the callers of a function, the code behind a future or closure, the channel that a call receives from.
//!
//! Which function one call means is known with the types, since each needs the other.

pub mod callers;
mod chains;
pub mod code;
pub mod mentions;
pub mod receives;

pub use crate::model::types::callee::Callee;

/// How many calls inside the package are followed.
pub const DEPTH: u32 = 4;
