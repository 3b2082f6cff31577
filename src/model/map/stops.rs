//! Tokens of cancellation on the map: who cancels them, and who waits for that.

use crate::map::{Does, What};
use crate::model::library::calls;
use crate::model::map::Draw;
use crate::model::source::tables::ExprAt;

/// How many tokens lead from a child to the one that is made with no parent.
const GENERATIONS: usize = 8;

impl Draw<'_> {
    pub(super) fn draw_stops(&mut self) {
        let krate = self.krate;
        for token in krate.tokens() {
            let at = token.data.at;
            let name = krate.name_of_made(at).unwrap_or_else(|| krate.place_text(at));
            let node = self.draw_node(at, token.span(), name, What::Token);
            self.made.insert(at, node);
        }
        for cancel in krate.cancels() {
            let Some(token) = cancel.token_cancelled() else { continue };
            let to = self.tokens_of(token.at);
            let call = krate.parent_expr(token.at).unwrap_or(token.at);
            self.draw_given(Does::Cancels, (call, cancel.span()), token.at, &to, false);
        }
        let waits = |call: &ExprAt| krate.method_name(*call).is_some_and(calls::awaits_stop) && krate.is_token(*call);
        let asks = |call: &ExprAt| krate.method_name(*call).is_some_and(calls::waits_for_stop) && krate.is_token(*call);
        for call in krate.calls().filter(|call| waits(call) || asks(call)) {
            let Some(token) = krate.receiver_of(call) else { continue };
            let to = self.tokens_of(token);
            self.draw_given(Does::Awaits, (call, krate.call_span(call)), token, &to, false);
        }
    }

    /// The nodes of the tokens that an expression may be, or be a child of.
    pub(super) fn tokens_of(&self, at: ExprAt) -> Vec<usize> {
        let (mut found, mut todo) = (Vec::new(), vec![at]);
        for _ in 0..GENERATIONS {
            let Some(next) = todo.pop() else { break };
            for origin in self.krate.opened_origins(next) {
                match self.made.get(&origin) {
                    Some(node) => found.push(*node),
                    None => {
                        let child = self.krate.method_name(origin).is_some_and(calls::makes_child);
                        todo.extend(self.krate.receiver_of(origin).filter(|_| child));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
