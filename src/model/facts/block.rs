//! Calls that block their thread until something else happens: a future has run, a message has come, a thread has ended.

use crate::model::callee::Callee;
use crate::model::library::tasks;
use crate::model::library::what::Blocks;
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::{Crate, handle, library};
use crate::syntax::Span;

/// What is stored of a call that blocks.
#[derive(Debug)]
pub struct BlockData {
    pub(in crate::model) at: ExprAt,
    what: Blocks,
}

handle! {
    /// A call that blocks its thread until something else happens. Sleeps and locks are facts of their own.
    Block, BlockData, blocks
}

impl<'c> Block<'c> {
    /// The call, from its path (or a method's name) to its last parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// The call.
    pub fn call(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What the thread is blocked by.
    pub fn what(self) -> Blocks {
        self.data.what
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// Whether it panics on a thread that polls tasks: tokio's runtimes do not run inside one another.
    pub fn refuses_nesting(self) -> bool {
        matches!(self.krate.callee(self.data.at), Callee::Method(ty, _) if tasks::refuses_nesting(&ty))
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<BlockData> {
    let names = library::blocking_names().into_iter().filter_map(|text| krate.names.find(text));
    let blocks = |at| {
        let what = krate.blocking_call(at).filter(|what| *what != Blocks::Sleep)?;
        // What is awaited gives its thread back, whatever it is called.
        (!krate.is_awaited(at)).then_some(BlockData { at, what })
    };
    krate.calls_named(names).into_iter().filter_map(blocks).collect()
}
