//! The change to make, as edits: each fact that a lint finds fault with says how its code is mended.
//!
//! A change is given only where the names it needs reach and nothing later in the code needs what it takes away; in all
//! other cases there is none, and the help's words must do. `edit.rs` has the text of it, `advice.rs` the code to show.

pub mod advice;
pub mod edit;
pub mod poll;
pub mod sender;
pub mod sleep;
pub mod spin;
pub mod timer;
