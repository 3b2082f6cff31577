//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod block;
pub mod channel;
pub mod discard;
pub mod guard;
mod measured;
pub mod mention;
pub mod race;
pub mod receive;
pub mod sleep;
pub mod spawn;
pub mod ticker;
pub mod wait;

pub use block::Block;
pub use channel::Channel;
pub use discard::Discard;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use receive::Receive;
pub use sleep::Sleep;
pub use spawn::Spawn;
