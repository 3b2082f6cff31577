//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod block;
pub mod capacity;
pub mod channel;
pub mod exchange;
pub mod guard;
mod measured;
pub mod mention;
pub mod race;
pub mod receive;
pub mod send;
pub mod sleep;
pub mod spawn;
pub mod ticker;
pub mod wait;

pub use block::Block;
pub use capacity::Capacity;
pub use channel::Channel;
pub use exchange::Exchange;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use receive::Receive;
pub use send::Send;
pub use sleep::Sleep;
pub use spawn::Spawn;
