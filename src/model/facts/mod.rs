//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod accept;
pub mod token;
pub mod runtime;
pub mod stopper;
pub mod block;
pub mod channel;
pub mod guard;
mod measured;
pub mod mention;
pub mod race;
pub mod receive;
pub mod sleep;
pub mod spawn;
pub mod ticker;
pub mod wait;

pub use accept::Accept;
pub use block::Block;
pub use channel::Channel;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use receive::Receive;
pub use runtime::Runtime;
pub use sleep::Sleep;
pub use spawn::Spawn;
pub use stopper::Stopper;
pub use token::Token;
