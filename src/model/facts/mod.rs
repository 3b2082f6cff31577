//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod atomic;
pub mod block;
pub mod channel;
pub mod condvar;
pub mod guard;
mod measured;
pub mod mention;
pub mod race;
pub mod receive;
pub mod sleep;
pub mod spawn;
pub mod ticker;
pub mod wait;

pub use atomic::Atomic;
pub use block::Block;
pub use channel::Channel;
pub use condvar::Condvar;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use receive::Receive;
pub use sleep::Sleep;
pub use spawn::Spawn;
