//! What runs a place: its task, the code around it, its clock, who can cancel it, how long its process lives.

pub mod cancel;
pub mod clock;
pub mod handed;
pub mod in_place;
pub mod lifetime;
pub mod polled;
pub mod rounds;
pub mod runs;
pub mod task;
pub mod ways;
