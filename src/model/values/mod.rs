//! What becomes of values inside one body: where they lie, what holds them, whether they are awaited, which case they are.

pub mod absent;
pub mod arguments;
pub mod awaited;
pub mod borrows;
pub mod branches;
pub mod cases;
pub mod constants;
pub mod endpoints;
pub mod follow;
pub mod identity;
pub mod live;
pub mod made_of;
pub mod place;
pub mod success;
pub mod unchanged;
