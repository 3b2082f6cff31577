//! Where code stands: tables, the walk that fills them, parents and spans, calls as written, comments, test code.

pub mod calls;
pub mod cfg;
pub mod files;
pub mod free;
pub mod handles;
pub mod memo;
pub mod merge;
pub mod remarks;
pub mod spelled;
pub mod statements;
pub mod tables;
pub mod test_code;
pub mod tree;
pub mod walk;
