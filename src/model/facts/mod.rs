//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod attempt;
pub mod block;
pub mod channel;
pub mod guard;
mod measured;
pub mod mention;
pub mod notified;
pub mod race;
pub mod receive;
pub mod select;
pub mod sleep;
pub mod spawn;
pub mod ticker;
pub mod wait;

pub use crate::model::values::branches::Branch;
pub use attempt::Attempt;
pub use block::Block;
pub use channel::Channel;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use notified::Notified;
pub use receive::Receive;
pub use select::Select;
pub use sleep::Sleep;
pub use spawn::Spawn;
