//! What a call does, through the calls that it makes.

pub mod blocks;
pub mod ending;
pub mod pairs;
pub mod reads;
pub mod sleeps;
pub mod spawns;
pub mod waits;
pub mod wrapper;
