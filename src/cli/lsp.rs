//! `conclint lsp`: the language server, started by an editor.

use super::args::{Check, LevelFlags};
use super::tell::{End, complain};
use crate::levels::Levels;
use crate::lints;
use crate::lsp::{self, Farewell, Wishes};

/// Serves an editor until it is done. As the protocol has it, a client that leaves without a word is a failure.
///
/// Levels may be given before and after the subcommand's name; those after it come last.
pub fn serve(levels: &LevelFlags, before: &Check) -> End {
    let given: Vec<_> = before.levels.0.iter().chain(&levels.0).cloned().collect();
    let flags = match Levels::new(&given, lints::ALL) {
        Ok(flags) => flags,
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    match lsp::serve(Wishes { flags, config: before.config.choice(), threads: before.threads }, complain) {
        Ok(Farewell::Orderly) => End::Clean,
        Ok(Farewell::Abrupt) => End::Code(1),
        Err(sentence) => End::Failed(vec![sentence]),
    }
}
