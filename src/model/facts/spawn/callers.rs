//! What becomes of a handle that the function which starts the task gives back.

use crate::model::Crate;
use crate::model::callee::DEPTH;
use crate::model::effects::handle::HandleUse;
use crate::model::source::tables::ExprAt;

impl Crate {
    /// What becomes of a handle: where its function gives it back and all that call the function, tests apart, drop it, the
    /// first drop.
    pub(super) fn handle_use_in_the_end(&self, at: ExprAt) -> HandleUse {
        match self.handle_use(at) {
            HandleUse::Returned => self.dropped_by_callers(at, DEPTH).unwrap_or(HandleUse::Returned),
            known => known,
        }
    }

    /// The drop of a handle by the callers of its function; `None` where one keeps it, or nobody of the package calls.
    fn dropped_by_callers(&self, at: ExprAt, depth: u32) -> Option<HandleUse> {
        let depth = depth.checked_sub(1)?;
        let body = self.body_at(at);
        let calls = self.callers_of_body(body);
        let mut first = None;
        for call in self.without_tests(self.def_of(body)?, calls.into_iter()) {
            let given = self.gives_at(call, body)?;
            let dropped = match self.handle_use(given) {
                HandleUse::Dropped(place) => HandleUse::Dropped(place),
                HandleUse::Returned => self.dropped_by_callers(given, depth)?,
                _ => return None,
            };
            first = first.or(Some(dropped));
        }
        first
    }
}
