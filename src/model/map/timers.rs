//! Timers on the map.

use crate::map::{Does, Timer, Timing, What};
use crate::model::library::TimerKind;
use crate::model::map::Draw;

impl Draw<'_> {
    pub(super) fn draw_timers(&mut self) {
        let krate = self.krate;
        for sleep in krate.sleeps() {
            let at = sleep.data.at;
            let kind = match sleep.kind() {
                TimerKind::Sleep | TimerKind::Until => Timing::Sleep,
                TimerKind::Interval => Timing::Interval,
                TimerKind::Timeout | TimerKind::TimeoutAt | TimerKind::Park | TimerKind::Within => Timing::Limit,
            };
            let length = krate.length_of(sleep.data).and_then(|length| krate.millis(length));
            let timer = Timer { kind, length, in_loop: sleep.enclosing_loop().is_ok() };
            let text = krate.call_text(at);
            let node = self.draw_node(at, sleep.span(), text.to_owned(), What::Timer(timer));
            self.draw_edges(Does::Awaits, at, sleep.span(), &[node], text);
        }
    }
}
