//! The lines about guards and permits: of which lock, over which code they are held, what ends them.

use crate::model::facts::guard::Guard;
use crate::model::facts::guard::permit::Permit;
use crate::model::flow::{NodeKind, Use, Why};
use crate::model::library::locks::LockKind;
use crate::model::show::Show;
use crate::model::source::tables::ExprAt;
use crate::model::values::live::{Held, Life};
use crate::syntax::Span;

impl Show<'_> {
    /// `guard std::sync::MutexGuard of self.m, held 7:20-9:5, dropped with its statement`.
    pub(super) fn guard(&self, guard: Guard<'_>) -> String {
        let noun = if guard.lock_kind() == LockKind::Semaphore { "permit" } else { "guard" };
        let path = match guard.data.row.path {
            "" => "?",
            path => path,
        };
        let lock = if guard.data.lock.is_some() { guard.lock_text() } else { "?".into() };
        let mut parts = vec![format!("{noun} {path} of {lock}")];
        match guard.life() {
            Ok(life) => {
                parts.push(format!("held {}", self.stretch(&life, Held::Yes).unwrap_or_else(|| "nowhere".to_owned())));
                parts.extend(self.stretch(&life, Held::Possibly).map(|stretch| format!("possibly {stretch}")));
                parts.extend(self.ends_of(&life));
            }
            silent => parts.push(format!("held {}", self.answer(silent.map(|_| String::new())))),
        }
        if guard.waits_for_moments() {
            parts.push("waits only for locks that are held for moments".to_owned());
        }
        if noun == "permit" {
            parts.extend(self.task_of(Permit(guard)));
        }
        self.sentence(parts, guard.in_test())
    }

    /// From the first to the last code at which a value is held like this.
    fn stretch(&self, life: &Life<'_>, how: Held) -> Option<String> {
        let spans = life.points().filter(|(_, held)| *held == how).filter_map(|(node, _)| {
            let id = match life.flow.node(node).kind {
                NodeKind::Eval(id) | NodeKind::Await(id) | NodeKind::Use(_, _, id) => id,
                _ => return None,
            };
            let at = ExprAt { file: self.krate.index.body(life.body).file, id };
            Some(match life.flow.node(node).kind {
                NodeKind::Await(_) => self.krate.expr(at).await_span(),
                NodeKind::Eval(_) => self.krate.call_span(at),
                _ => self.krate.span(at),
            })
        });
        let spans: Vec<Span> = spans.collect();
        let first = spans.iter().min_by_key(|span| span.start)?;
        let last = spans.iter().max_by_key(|span| span.start)?;
        Some(format!("{}-{}", self.place(*first), self.place(*last)))
    }

    /// What ends a life, each kind of end said one time.
    fn ends_of(&self, life: &Life<'_>) -> Vec<String> {
        let mut ends: Vec<String> = Vec::new();
        for (node, _) in life.points() {
            let end = match (life.dropped_at(node), life.flow.node(node).kind) {
                (Some((_, Why::Scope)), _) => "dropped with its scope".to_owned(),
                (Some((_, Why::Statement)), _) => "dropped with its statement".to_owned(),
                (Some((_, Why::Overwritten)), _) => "dropped for another value".to_owned(),
                (None, NodeKind::Use(place, Use::Move, id)) if life.taken_at(node, place) => {
                    let at = ExprAt { file: self.krate.index.body(life.body).file, id };
                    format!("moved {}", self.place(self.krate.span(at)))
                }
                _ => continue,
            };
            if !ends.contains(&end) {
                ends.push(end);
            }
        }
        ends
    }

    fn task_of(&self, permit: Permit<'_>) -> Option<String> {
        let started = permit.started_behind().ok()?;
        let taken = self.answer(
            permit
                .is_taken_by(&started)
                .map(|taken| if taken { "takes it along" } else { "runs without it" }.to_owned()),
        );
        Some(format!("task {} {taken}", self.place(started.span)))
    }
}
