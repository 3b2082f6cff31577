//! Texts that are Rust from end to end.

use std::thread;

use crate::run::STACK;
use crate::syntax::{self, FileId, Interner, Parsed, Source};

/// A text of this edition with its tree, or `None` where any of it cannot be read.
pub fn whole(text: &str, edition: u16) -> Option<(Source, Parsed)> {
    let read = || {
        let source = Source::new(FileId(0), "", text).of_edition(edition);
        let parsed = syntax::parse(&source, &Interner::default()).ok()?;
        Some((source, parsed))
    };
    on_deep_stack(read).flatten().filter(|(_, parsed)| parsed.errors.is_empty())
}

/// Does work that recurses as deep as code is nested; `None` where it fails or no thread can be started for it.
pub fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?.join().ok())
}
