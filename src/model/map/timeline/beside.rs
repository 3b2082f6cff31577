//! What has no place on the map but in the order of things: awaits, `select!`s, notified futures, atomics, calls that block.

use rustc_hash::FxHashSet;

use crate::map::Reaches;
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::flow::NodeKind;
use crate::model::library::atomics::Op;
use crate::model::map::timeline::{Line, Told};
use crate::model::source::tables::{DefId, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl Line<'_> {
    pub(super) fn add_beside(&mut self) {
        let krate = self.draw.krate;
        for select in krate.selects() {
            let branches = krate.select(select.data.at).map_or(0, |select| select.branches.len());
            self.tell(select.data.at, select.span(), &format!("waits for the first of {branches}"));
            for branch in select.expr().branches() {
                let Some(source) = branch.source() else {
                    self.tell(select.data.at, branch.span(), "… `else`");
                    continue;
                };
                let text = format!("… `{}`", krate.words_of_future(source.at));
                self.tell_unless(source.at, source.span(), source.span(), &text);
            }
        }
        for notified in krate.notifieds() {
            let future = notified.future();
            self.tell(future.at, future.span(), &format!("makes `{}`", krate.place_text(future.at)));
        }
        for atomic in krate.atomics() {
            let text = atomic.atomic_text();
            let text = match atomic.op() {
                Op::Load => format!("reads `{text}`"),
                Op::Store => format!("writes `{text}`"),
                Op::Swap | Op::Fetch => format!("changes `{text}` in one step"),
                Op::Exchange { .. } => format!("changes `{text}` if it is as expected"),
            };
            self.tell(atomic.data.at, atomic.span(), &text);
        }
        for attempt in krate.attempts() {
            let at = attempt.call().at;
            self.tell_unless(at, krate.call_span(at), krate.span(at), &format!("asks `{}`", krate.call_text(at)));
        }
        for receive in krate.receives().filter(|receive| !receive.from_channel()) {
            self.tell(receive.data.at, receive.span(), &format!("takes from `{}`", receive.source()));
        }
        for future in krate.lock_futures() {
            self.tell(future.data.at, future.span(), &format!("makes the future of `{}`", future.of_lock()));
        }
        for block in krate.blocks() {
            let at = block.data.at;
            let text = format!("blocks its thread: `{}`", krate.call_text(at));
            self.tell_unless(at, block.span(), krate.span(at), &text);
        }
    }

    pub(super) fn add_awaits(&mut self) {
        let krate = self.draw.krate;
        for body in krate.all_bodies() {
            let (flow, file) = (krate.flow(body), krate.index.body(body).file);
            let awaits = flow.ids().filter_map(|node| match flow.node(node).kind {
                NodeKind::Await(id) => Some(ExprAt { file, id }),
                _ => None,
            });
            for at in awaits {
                let ExprKind::Await(inner) = krate.kind(at) else { continue };
                let inner = ExprAt { id: *inner, ..at };
                let text = format!("awaits `{}`", krate.words_of_future(inner));
                self.tell_unless(at, krate.expr(at).await_span(), krate.span(at), &text);
            }
        }
    }

    /// Calls of functions in which something happens.
    pub(super) fn add_calls(&mut self) {
        let krate = self.draw.krate;
        let eventful: FxHashSet<DefId> = self.moments.iter().filter_map(|told| self.function_of(told.at)).collect();
        let given: FxHashSet<ExprAt> = krate.spawns().map(|spawn| spawn.data.argument).collect();
        let calls: Vec<ExprAt> = krate.calls().filter(|call| !given.contains(call)).collect();
        for at in calls {
            let Callee::Def(def) = krate.callee(at) else { continue };
            if !eventful.contains(&def) {
                continue;
            }
            let awaited = krate.parent_expr(at).is_some_and(|outer| matches!(krate.kind(outer), ExprKind::Await(_)));
            let text = match awaited {
                true => format!("awaits `{}`", krate.call_text(at)),
                false => format!("calls `{}`", krate.call_text(at)),
            };
            let called = self.draw.functions.get(&def).copied();
            for lane in self.draw.runners_of(at) {
                let other = called.filter(|called| *called != lane);
                let reaches = other.map_or(Reaches::Nobody, |called| Reaches::To(vec![called]));
                let whole = Span { end: krate.span(at).end, ..krate.call_span(at) };
                let told = Told::new(lane, whole, text.clone());
                self.moments.push(Told { reaches, calls: Some(def), ..told });
            }
        }
    }
}

impl Crate {
    /// What is awaited, in short: a call without its arguments.
    fn words_of_future(&self, at: ExprAt) -> String {
        match self.kind(at) {
            ExprKind::Call { .. } | ExprKind::Method(_) => self.call_text(at).to_owned(),
            _ => self.place_text(at),
        }
    }
}
