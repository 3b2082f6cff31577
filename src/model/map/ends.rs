//! What can end a task: by its last loops, by what these race against, by who aborts it.

use rustc_hash::FxHashSet;

use crate::map::{End, How};
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::context::rounds::Round;
use crate::model::facts::Spawn;
use crate::model::facts::spawn::Ends;
use crate::model::flow::{Flow, Leave, NodeId, NodeKind};
use crate::model::library::{self, Call, calls, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// Through how many functions it is followed who calls what aborts a task.
const MOST_CALLERS: usize = 32;

/// Where something begins that can end a loop.
struct Cause {
    starts: Vec<NodeId>,
    how: How,
    at: Span,
}

impl Spawn<'_> {
    pub(super) fn ends_on_map(self) -> Vec<End<Span>> {
        let krate = self.krate;
        let mut found = match self.endless() {
            Err(_) | Ok(Err(Ends::Forwarded(_))) => self.ends_by_what_runs_it(),
            Ok(Ok(endless)) => vec![End { how: How::Never, at: Some(endless.a_loop) }],
            Ok(Err(Ends::NeverAwaits(at))) => vec![End { how: How::Never, at: Some(at) }],
            Ok(Err(Ends::Closed(_) | Ends::Exit(_) | Ends::NoLoop(_))) => {
                let body = krate.code_of(self.data.argument);
                let rounds = body.map(|body| krate.rounds_of(body));
                rounds.map_or_else(Vec::new, |rounds| match rounds.is_empty() {
                    true => self.end_without_loop(),
                    false => rounds.iter().flat_map(|round| krate.ends_of_round(round)).collect(),
                })
            }
        };
        let aborted = self.aborts_on_map();
        // A loop that nothing in its code leaves is left by whoever aborts it.
        if !aborted.is_empty() {
            found.retain(|end| end.how != How::Never);
        }
        found.extend(aborted);
        found.sort_by_key(|end| end.how);
        found.dedup_by_key(|end| end.how);
        found
    }

    /// Who aborts it: by its handle or its set, by the field that keeps its handle, or what has that field when it is dropped.
    fn aborts_on_map(self) -> Vec<End<Span>> {
        let krate = self.krate;
        let by_hand = self.aborted().map(|call| End { how: How::Aborted, at: Some(call.span()) });
        let mut found: Vec<End<Span>> = by_hand.into_iter().collect();
        let Some((_, whole, field)) = self.field_kept_in() else { return found };
        let Ty::Def(owner, _) = krate.core_type(&krate.type_of(whole)) else { return found };
        let calls = self.aborts_through(owner, field);
        if let Some(drop) = krate.destructor_of(whole) {
            let body = krate.index.def(drop).body;
            let (own, others): (Vec<Expr<'_>>, Vec<Expr<'_>>) =
                calls.iter().partition(|call| Some(krate.body_at(call.at)) == body);
            let leads = |call: &Expr<'_>| krate.is_called_below(drop, krate.body_at(call.at));
            if !own.is_empty() || others.iter().any(leads) {
                found.push(End { how: How::OwnerGone, at: Some(krate.index.def(drop).span) });
            }
            found.extend(others.first().map(|call| End { how: How::Aborted, at: Some(call.span()) }));
            return found;
        }
        found.extend(calls.first().map(|call| End { how: How::Aborted, at: Some(call.span()) }));
        found
    }

    /// What ends a task that waits in no loop in sight: its work is done, but where it calls what may go on elsewhere.
    fn end_without_loop(self) -> Vec<End<Span>> {
        let krate = self.krate;
        let Some(body) = krate.code_of(self.data.argument) else { return Vec::new() };
        // What goes over the signals of the system shows in no loop that is known.
        let mut goes_on = self.waits_for_signals().is_some();
        for call in krate.calls_in(body).filter(|call| krate.body_at(*call) == body) {
            match krate.sibling_function(call) {
                Some(function) if function.endless.is_some() => {
                    return vec![End { how: How::Never, at: Some(krate.call_span(call)) }];
                }
                Some(function) => goes_on |= function.waits != Some(false),
                None if matches!(krate.callee(call), Callee::Def(_)) => {}
                None => goes_on |= krate.callee_name(call).is_some_and(vocabulary::goes_on),
            }
        }
        let done = End { how: How::Done, at: None };
        if goes_on { Vec::new() } else { vec![done] }
    }

    /// What ends code that is not known, by the call that runs it: `token.run_until_cancelled(…)`.
    fn ends_by_what_runs_it(self) -> Vec<End<Span>> {
        let krate = self.krate;
        let call = krate.made_from(self.data.argument);
        let stops = krate.method_name(call).is_some_and(calls::awaits_stop) && krate.is_token(call);
        stops.then(|| End { how: How::Token, at: Some(krate.call_span(call)) }).into_iter().collect()
    }
}

impl Crate {
    /// Whether the code of a function calls that of a body, by itself or through functions that it calls.
    fn is_called_below(&self, from: DefId, body: BodyId) -> bool {
        let mut waiting = vec![body];
        let mut seen = FxHashSet::default();
        while let Some(body) = waiting.pop().filter(|_| seen.len() < MOST_CALLERS) {
            let Some(def) = self.def_of(body) else { continue };
            if def == from {
                return true;
            }
            if seen.insert(def) {
                waiting.extend(self.callers(def).into_iter().map(|call| self.body_at(call)));
            }
        }
        false
    }

    /// What can end a loop, and what it races against.
    fn ends_of_round(&self, round: &Round) -> Vec<End<Span>> {
        let raced = round.race.into_iter().flat_map(|(call, race)| self.ends_by_race(call, race));
        let mut found: Vec<End<Span>> = raced.collect();
        let flow = self.flow(self.body_at(round.a_loop));
        let Some(number) = flow.loop_of(round.a_loop.id) else { return found };
        let causes = self.causes_in(round.a_loop, flow, number);
        let exits = flow.exits(number);
        let left = exits.iter().filter_map(|&exit| self.end_by_exit(round.a_loop, flow, number, exit, &causes));
        found.extend(left);
        if found.is_empty() {
            found.push(End { how: How::Never, at: Some(self.loop_span(round.a_loop)) });
        }
        found
    }

    /// What the other sides of a race end a call by.
    fn ends_by_race(&self, call: ExprAt, race: ExprAt) -> Vec<End<Span>> {
        let Some(select) = self.select(race) else {
            let how = match self.method_name(race).is_some_and(calls::awaits_stop) && self.is_token(race) {
                true => How::Token,
                false => How::Raced,
            };
            return vec![End { how, at: Some(self.call_span(race)) }];
        };
        let sources = select.branches.iter().filter_map(|branch| branch.source).map(|id| ExprAt { id, ..race });
        let others = sources.filter(|source| !self.expr(*source).holds(self.expr(call)));
        others.map(|at| End { how: self.stop_waited_for(at).unwrap_or(How::Raced), at: Some(self.span(at)) }).collect()
    }

    /// What one exit of a loop is due to; `None` for a panic.
    fn end_by_exit(
        &self,
        a_loop: ExprAt,
        flow: &Flow,
        number: u32,
        exit: NodeId,
        causes: &[Cause],
    ) -> Option<End<Span>> {
        let head = flow.loops[number as usize].head;
        let leads = |cause: &&Cause| {
            cause.starts.contains(&exit) || !flow.path(head, exit, |node| cause.starts.contains(&node))
        };
        if let Some(cause) = causes.iter().filter(|cause| !cause.starts.is_empty()).filter(leads).min_by_key(|c| c.how)
        {
            return Some(End { how: cause.how, at: Some(cause.at) });
        }
        let here = |id| self.span(ExprAt { id, ..a_loop });
        let (how, at) = match flow.node(exit).kind {
            NodeKind::Leave(Leave::Question, id) => (How::Error, here(id)),
            NodeKind::Leave(Leave::Condition, _) => (self.condition_ends(a_loop), self.loop_span(a_loop)),
            NodeKind::Leave(Leave::Ended, _) => (self.items_end(a_loop), self.loop_span(a_loop)),
            NodeKind::Leave(_, id) => (How::Itself, here(id)),
            _ => return None,
        };
        Some(End { how, at: Some(at) })
    }

    /// What it means that the condition of a `while` no longer holds.
    fn condition_ends(&self, a_loop: ExprAt) -> How {
        let ExprKind::While { cond, .. } = self.kind(a_loop) else { return How::Itself };
        let cond = ExprAt { id: *cond, ..a_loop };
        let receives = self.receives().any(|receive| self.expr(cond).holds(receive.expr()));
        match self.stop_asked_for(cond) {
            Some(how) => how,
            None if receives => How::Closed,
            None => How::Itself,
        }
    }

    fn items_end(&self, a_loop: ExprAt) -> How {
        match self.kind(a_loop) {
            ExprKind::For { iter, .. } if self.goes_over_receiver(ExprAt { id: *iter, ..a_loop }) => How::Closed,
            _ => How::Itself,
        }
    }

    /// Where in a loop the words to stop arrive, and where channels turn out to be closed.
    fn causes_in(&self, a_loop: ExprAt, flow: &Flow, number: u32) -> Vec<Cause> {
        let body = self.body_at(a_loop);
        let mut found = Vec::new();
        for node in flow.ids().filter(|node| flow.inside(*node, number)) {
            let cause = match flow.node(node).kind {
                NodeKind::Branch(select, n) => self
                    .source_of_branch(ExprAt { id: select, ..a_loop }, n)
                    .and_then(|at| Some((self.stop_waited_for(at)?, self.span(at)))),
                NodeKind::Arm(id, _) => {
                    let looked = self.expr(ExprAt { id, ..a_loop }).goes_by();
                    looked.and_then(|looked| Some((self.stop_asked_for(looked.at)?, looked.span())))
                }
                _ => None,
            };
            found.extend(cause.map(|(how, at)| Cause { starts: vec![node], how, at }));
        }
        let own = |at: ExprAt| self.body_at(at) == body && flow.node_of(at.id).is_none_or(|n| flow.inside(n, number));
        for receive in self.receives().filter(|receive| own(receive.data.at)) {
            let starts = match self.closed_fate(receive.data) {
                Continuation::At(nodes) => nodes,
                Continuation::Question(node) => vec![node],
                _ => continue,
            };
            let starts = starts.into_iter().filter(|node| flow.inside(*node, number)).collect();
            found.push(Cause { starts, how: How::Closed, at: receive.span() });
        }
        found
    }

    fn source_of_branch(&self, select: ExprAt, n: u32) -> Option<ExprAt> {
        let source = self.select(select)?.branches.get(n as usize)?.source?;
        Some(ExprAt { id: source, ..select })
    }

    /// What an expression that is waited for has to do with stopping: a token, a signal, what is called after it.
    fn stop_waited_for(&self, at: ExprAt) -> Option<How> {
        let waits = |here: ExprAt| {
            let token = self.method_name(here).is_some_and(calls::waits_for_stop) && self.is_token(here);
            let signal = matches!(self.known_call(here), Some(Call::Signal));
            let how = if token { Some(How::Token) } else { signal.then_some(How::Signal) };
            how.or_else(|| self.names_stop(here).then_some(How::Signal))
        };
        let mut found = waits(at);
        self.each_below(at, &mut |here| {
            found = found.or_else(|| waits(here));
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }

    /// The same of a condition: whether it asks a token or a flag.
    fn stop_asked_for(&self, at: ExprAt) -> Option<How> {
        let mut found = None;
        self.each_below(at, &mut |here| {
            if self.method_name(here).is_some_and(calls::asks_for_stop) {
                let signal = self.receiver_of(here).is_some_and(|on| self.is_named_after_stop(on));
                let how = if self.is_token(here) { Some(How::Token) } else { signal.then_some(How::Signal) };
                found = found.or(how);
            }
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }

    /// Whether a call is of a method of a token.
    pub(super) fn is_token(&self, call: ExprAt) -> bool {
        let on = self.receiver_of(call).map(|on| self.core_type(&self.type_of(on)));
        on.is_some_and(|ty| ty.path().is_some_and(|path| *path == *library::TOKEN))
    }

    /// Whether a call waits on something, or calls a function, whose name says that it is for stopping.
    fn names_stop(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Method(method) => {
                self.is_named_after_stop(ExprAt { id: method.receiver, ..at })
                    || vocabulary::orders_stop(&words_of_name(self.text(method.name)))
            }
            ExprKind::Call { callee, .. } => self.is_named_after_stop(ExprAt { id: *callee, ..at }),
            ExprKind::Path(_) | ExprKind::Field { .. } => {
                let waits = self.receiver_kind(at).is_some();
                waits && self.is_named_after_stop(at)
            }
            _ => false,
        }
    }

    fn is_named_after_stop(&self, at: ExprAt) -> bool {
        self.expr(at).place_name().is_some_and(|name| vocabulary::orders_stop(&words_of_name(name)))
    }
}
