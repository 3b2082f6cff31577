//! What a call does, through the calls that it makes.

pub mod ages;
pub mod assigned;
pub mod awaits;
pub mod beyond;
pub mod blocks;
pub mod ending;
pub mod ends;
pub mod given;
pub mod handle;
pub mod leaves;
pub mod params;
mod needs;
pub mod origins;
pub mod logs;
pub mod pairs;
pub mod permits;
pub mod reads;
pub mod signals;
pub mod sleeps;
pub mod solver;
pub mod sources;
pub mod spawns;
pub mod stops;
pub mod summary;
pub mod waits;
pub mod wrapper;
pub mod writes;
