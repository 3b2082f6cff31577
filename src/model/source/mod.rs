//! Where code stands: tables, the walk that fills them, parents and spans, comments, test code.

pub mod memo;
pub mod merge;
pub mod remarks;
pub mod tables;
pub mod test_code;
pub mod tree;
pub mod walk;
