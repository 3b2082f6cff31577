//! `conclint lsp`: the language server, started by an editor.

use std::sync::Arc;

use super::args::{Check, LevelFlags};
use super::pipeline::{Job, Pipeline};
use super::tell::{End, complain};
use crate::lsp::{self, Farewell};
use crate::run::Stop;

/// Serves an editor until it is done. As the protocol has it, a client that leaves without a word is a failure.
pub fn serve(levels: &LevelFlags, flags: &Check) -> End {
    let pipeline = match Pipeline::new(flags, levels) {
        Ok(pipeline) => Arc::new(pipeline.again()),
        Err(sentence) => return End::Failed(vec![sentence]),
    };
    let drawing = pipeline.clone();
    let judge = move |selection, stop| pipeline.job(selection, None, stop).and_then(Job::findings);
    let draw = move |selection| drawing.job(selection, None, Stop::default()).map(Job::map);
    match lsp::serve(judge, draw, complain) {
        Ok(Farewell::Orderly) => End::Clean,
        Ok(Farewell::Abrupt) => End::Code(1),
        Err(sentence) => End::Failed(vec![sentence]),
    }
}
