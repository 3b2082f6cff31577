//! What becomes of a handle that the function which starts the task gives back.

use crate::model::Base;
use crate::model::callee::DEPTH;
use crate::model::effects::handle::HandleUse;
use crate::model::source::tables::ExprAt;

impl Base {
    /// What becomes of a handle: where its function gives it back and all that call the function, tests apart, drop it, the
    /// first drop.
    pub(in crate::model) fn handle_use_in_the_end(&self, at: ExprAt) -> HandleUse {
        match self.handle_use(at) {
            HandleUse::Returned => self.dropped_by_callers(at, DEPTH).unwrap_or(HandleUse::Returned),
            known => known,
        }
    }

    /// The drop of a handle by the callers of its function; `None` where one keeps it, or nobody of the package calls.
    fn dropped_by_callers(&self, at: ExprAt, depth: u32) -> Option<HandleUse> {
        let depth = depth.checked_sub(1)?;
        let body = self.body_at(at);
        let calls = self.callers_of_body(body).into_iter().filter(|call| !self.in_test(*call) || self.in_test(at));
        let mut first = None;
        for call in calls {
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
