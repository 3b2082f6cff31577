//! Code that waits for the word to stop.

use crate::model::library::{calls, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::ExprAt;
use crate::syntax::tree::ExprKind;

impl Expr<'_> {
    /// Whether what a branch waits for is the word to stop: a call that waits for it, or a future that is named for it.
    pub fn tells_to_stop(self) -> bool {
        let named = || self.place_name().is_some_and(names_stop);
        self.waits_for_stop() || self.callee_name().is_none() && named()
    }

    /// Whether it awaits no more than a call that hands something to a writer or a channel.
    pub fn hands_out(self) -> bool {
        match self.base.kind(self.at) {
            ExprKind::Await(inner) => {
                self.base.callee_name(ExprAt { id: *inner, ..self.at }).is_some_and(calls::hands_out)
            }
            _ => false,
        }
    }

    /// Whether it waits for the word to stop, or asks whether it has come.
    pub fn waits_for_stop(self) -> bool {
        let Some(name) = self.callee_name() else { return false };
        let on = || self.called_on().and_then(Expr::place_name);
        calls::waits_for_stop(name) || calls::waits_for_word(name) && on().is_some_and(names_stop)
    }
}

/// Whether a name says that what has it tells to stop; a second one of its kind has a number behind its name.
fn names_stop(name: &str) -> bool {
    vocabulary::tells_to_stop(&words_of_name(name.trim_end_matches(|c: char| c.is_ascii_digit())))
}
