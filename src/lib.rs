//! conclint reads Rust source text and reports concurrency misuse.
//!
//! The layers, in reading order; each knows only those above it, as `tests/house.rs` holds it to.

/// Names as users write and read them.
pub mod spelling;
/// Which files to read: paths, `.gitignore`, packages, editions.
pub mod files;
/// Text to trees: knows Rust, nothing of concurrency.
pub mod syntax;
/// What a program starts, shares and waits for, as data.
pub mod map;
/// Trees to facts: knows concurrency, nothing of lints.
pub mod model;
/// The comments by which a user allows findings.
pub mod allow;
/// The words that lints and engine share.
pub mod lint;
/// The lints, a room each.
#[path = "../lints/mod.rs"]
pub mod lints;
/// How loud each finding is.
pub mod levels;
/// What a project has said: `conclint.toml`, or a table in `Cargo.toml`.
pub mod config;
/// The mark by which a finding is known again.
pub mod fingerprint;
/// The findings that a project lives with for now.
pub mod baseline;
/// Which lines have changed, as git tells it.
pub mod changed;
/// Findings as a run gives them.
pub mod judged;
/// The driver: every lint over every fact it is about.
pub mod run;
/// Fixes made, round by round.
pub mod fix;
/// Allows written for findings.
pub mod add_allows;
/// Findings as text.
pub mod report;
/// A language server: findings while a file is edited.
pub mod lsp;
/// Flags and subcommands.
pub mod cli;
