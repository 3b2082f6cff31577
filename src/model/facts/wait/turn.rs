//! Pauses that are no more than a turn: on a runtime of one thread, whatever is ready runs as soon as the test yields.

use super::Pause;
use crate::model::callee::Callee;
use crate::model::library::{Call, Unit, calls, reads};
use crate::model::source::handles::Expr;

/// So many milliseconds nobody waits for, and all that is ready has run.
const TURN: u64 = 50;

impl Pause<'_> {
    /// Whether it is a short one of a test whose tasks share its own thread, and which starts nothing that waits for
    /// anything outside of them: no thread, no socket, no file, no clock.
    pub fn is_only_a_turn(&self) -> bool {
        let shares = |function: crate::model::source::handles::Function<'_>| {
            function.attributes().any(|(path, args)| reads::shares_test_thread(path, args))
        };
        let short = self.length().and_then(Expr::millis).is_some_and(|millis| millis <= TURN);
        let own = self.expr();
        let same = own.function().is_some_and(shares) && !self.blocks() && short;
        same && !own.calls_of_function().any(|call| call != own && self.leads_outside(call))
    }

    fn leads_outside(&self, call: Expr<'_>) -> bool {
        let krate = self.krate;
        let by_path = match krate.callee(call.at) {
            Callee::External(path) => calls::is_outside(&path),
            Callee::Method(ty, _) => calls::is_outside(&ty),
            _ => false,
        };
        let unit = krate.spawn_at(call.at).map(|spawn| spawn.row.unit);
        let by_name = call.callee_name().is_some_and(calls::opens_connection) || krate.binds_listener(call.at);
        let blocks = krate.known_call(call.at) == Some(Call::Blocks);
        by_path || by_name || blocks || unit.is_some_and(|unit| unit != Unit::Task) || call.timer_kind().is_some()
    }
}
