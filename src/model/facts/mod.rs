//! The nouns of concurrency, a file each, and the questions that they answer.

pub mod accept;
pub mod atomic;
pub mod runtime;
pub mod stopper;
pub mod attempt;
pub mod block;
pub mod channel;
pub mod discard;
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
pub use accept::Accept;
pub use atomic::Atomic;
pub use attempt::Attempt;
pub use block::Block;
pub use channel::Channel;
pub use discard::Discard;
pub use guard::Guard;
pub use guard::permit::Permit;
pub use mention::Mention;
pub use notified::Notified;
pub use receive::Receive;
pub use runtime::Runtime;
pub use select::Select;
pub use sleep::Sleep;
pub use spawn::Spawn;
pub use stopper::Stopper;
