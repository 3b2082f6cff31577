//! `conclint lsp`: the language server, started by an editor.

use super::args::{Check, LevelFlags};
use super::judge::Judge;
use super::tell::{End, complain};
use crate::lsp::{self, Farewell};

/// Serves an editor until it is done. As the protocol has it, a client that leaves without a word is a failure.
pub fn serve(levels: &LevelFlags, flags: &Check) -> End {
    let judge = match Judge::new(flags, levels) {
        Ok(judge) => judge.again(),
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    match lsp::serve(move |selection, stop| judge.judge(selection, stop), complain) {
        Ok(Farewell::Orderly) => End::Clean,
        Ok(Farewell::Abrupt) => End::Code(1),
        Err(sentence) => End::Failed(vec![sentence]),
    }
}
