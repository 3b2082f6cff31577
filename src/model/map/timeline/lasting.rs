//! What lasts: loops, and guards as long as they are held.

use crate::map::{Lasting, Stretch};
use crate::model::Crate;
use crate::model::facts::Guard;
use crate::model::library::locks::{LockKind, Mode};
use crate::model::map::timeline::{Line, Told};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::model::values::live::Held;
use crate::syntax::Span;

impl Line<'_> {
    pub(super) fn add_loops(&mut self) {
        let krate = self.draw.krate;
        for body in krate.all_bodies() {
            let file = krate.index.body(body).file;
            for a_loop in &krate.flow(body).loops {
                let at = ExprAt { file, id: a_loop.expr };
                let head = krate.loop_span(at);
                let never = if krate.exits_of(at).is_empty() { ", which nothing exits" } else { "" };
                self.tell(at, head, &format!("{}{never}", krate.head_text(at)));
                let whole = krate.span(at);
                let end = Span { start: whole.end.saturating_sub(1), ..whole };
                self.add_stretch(at, Lasting::Loop, head, end);
            }
        }
    }

    pub(super) fn add_guards(&mut self) {
        let krate = self.draw.krate;
        for guard in krate.guards() {
            let at = guard.data.at;
            self.tell(at, guard.span(), &taken(guard));
            if let Some(end) = guard.held_until() {
                self.add_stretch(at, Lasting::Guard, guard.span(), end);
            }
            self.add_where_given(guard);
        }
    }

    /// The code that captures a guard by value has it to its own end.
    fn add_where_given(&mut self, guard: Guard<'_>) {
        let krate = self.draw.krate;
        let carriers: Vec<_> = krate.route(guard.data.value).carriers.into_iter().map(|c| c.binding).collect();
        for body in krate.all_bodies().into_iter().filter(|body| krate.index.body(*body).moves) {
            let mut captured = krate.captures.get(&body).into_iter().flatten();
            let Some((_, mention)) = captured.find(|(binding, _)| carriers.contains(binding)) else { continue };
            let (mention, whole) = (*mention, krate.index.body(body).span);
            let at = krate.span(mention);
            let end = Span { start: whole.end.saturating_sub(1), ..whole };
            for lane in self.draw.runners_within(body, at) {
                let text = format!("has `{}`, the guard of `{}`", krate.place_text(mention), guard.lock_text());
                self.moments.push(Told::new(lane, at, text));
                self.stretches.push(Stretch { lane, what: Lasting::Guard, from: at, to: end });
            }
        }
    }

    fn add_stretch(&mut self, by: ExprAt, what: Lasting, from: Span, to: Span) {
        let lanes = self.draw.runners_of(by);
        self.stretches.extend(lanes.into_iter().map(|lane| Stretch { lane, what, from, to }));
    }
}

fn taken(guard: Guard<'_>) -> String {
    let lock = guard.lock_text();
    match (guard.lock_kind(), guard.mode()) {
        (LockKind::Semaphore, _) => format!("takes a permit of `{lock}`"),
        (LockKind::Cell | LockKind::Watch, _) => format!("borrows `{lock}`"),
        (LockKind::Span, _) => format!("enters `{lock}`"),
        (LockKind::RwLock, Mode::Shared) => format!("locks `{lock}` to read"),
        _ => format!("locks `{lock}`"),
    }
}

impl Guard<'_> {
    /// The last place at which it is held.
    fn held_until(self) -> Option<Span> {
        let krate = self.krate;
        let life = self.life().ok()?;
        let file = krate.index.body(life.body).file;
        let held = life.points().filter(|(_, held)| *held != Held::No);
        let spans = held.filter_map(|(node, _)| life.flow.node(node).kind.expr());
        spans
            .map(|id| krate.span(ExprAt { file, id }))
            .map(|span| Span { start: span.end.saturating_sub(1), ..span })
            .max()
    }
}

impl Crate {
    /// Every body of the package, in the order of the source.
    pub(super) fn all_bodies(&self) -> Vec<BodyId> {
        (0..self.index.bodies.len() as u32).map(BodyId).collect()
    }

    /// The head of a loop as the user wrote it, in one line.
    fn head_text(&self, at: ExprAt) -> String {
        let text = self.source(at.file).text_of(self.loop_span(at));
        text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([' ', '{']).to_owned()
    }
}
