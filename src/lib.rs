//! conclint reads Rust source text and reports concurrency misuse.
//!
//! As a library it does what the command does, for a bot, a build system or an editor of your own:
//! [`files::select`] finds the files, [`run::check`] judges them as [`run::Settings`] say, and the [`judged::Outcome`] has
//! every finding with its places, its evidence and its fix. [`report::write`] prints it in any of the formats,
//! [`config::InForce`] reads what a project has configured, [`fix::fix`] makes the fixes. `examples/embed.rs` shows it.
//!
//! What is public are the modules that are listed here, as far as they are described: [`files`], [`lint`], [`lints`],
//! [`levels`], [`config`], [`judged`], [`run`], [`fix`] and [`report`]. Whatever is hidden from these pages is public only
//! for the program, its tests and its benchmarks, and changes without a word. Before 1.0.0 nothing is promised of the
//! library: pin the exact version.
//!
//! The parts stand in reading order; each knows only those above it, as `tests/house.rs` holds it to.

#![warn(missing_docs)]

/// Names as users write and read them.
#[doc(hidden)]
pub mod spelling;
/// Which files to read: paths, `.gitignore`, packages, editions.
pub mod files;
/// Text to trees: knows Rust, nothing of concurrency.
#[doc(hidden)]
pub mod syntax;
/// What a program starts, shares and waits for, as data.
#[doc(hidden)]
pub mod map;
/// Trees to facts: knows concurrency, nothing of lints.
#[doc(hidden)]
pub mod model;
/// The comments and attributes by which a user allows findings.
#[doc(hidden)]
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
#[doc(hidden)]
pub mod fingerprint;
/// The findings that a project lives with for now.
#[doc(hidden)]
pub mod baseline;
/// Which lines have changed, as git tells it.
#[doc(hidden)]
pub mod changed;
/// Findings as a run gives them.
pub mod judged;
/// The driver: every lint over every fact it is about.
pub mod run;
/// Fixes made, round by round.
pub mod fix;
/// Allows written for findings.
#[doc(hidden)]
pub mod add_allows;
/// Findings as text.
pub mod report;
/// A language server: findings while a file is edited.
#[doc(hidden)]
pub mod lsp;
/// Flags and subcommands.
#[doc(hidden)]
pub mod cli;
