//! What runs a place: its task, whether it is awaited, who can cancel it, how long its process lives.

pub mod awaits;
pub mod cancel;
pub mod handed;
pub mod in_place;
pub mod lifetime;
pub mod runs;
pub mod task;
pub mod ways;
