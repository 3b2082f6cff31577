//! Sets and lists of tasks that a loop fills: who takes out of them what has ended.
//!
//! A field is looked at in the whole package; of a variable only the loop that fills it counts.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::facts::spawn::Spawn;
use crate::model::facts::spawn::source::FeedKind;
use crate::model::flow::Leave;
use crate::model::flow::loops::{Exit, ExitHow, Loop};
use crate::model::library::{self, OnDrop, TimerKind, calls, reads, steps, types, vocabulary};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::words_of;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;
use crate::syntax::tree::ExprKind;

/// A set or list of tasks that grows as long as a loop runs.
pub struct Growing<'c> {
    /// What the task is put into.
    pub holder: Expr<'c>,
    pub a_loop: Loop<'c>,
    /// The call in the loop of the function that starts the task, where that is another one.
    pub by: Option<Expr<'c>>,
    /// What the loop waits for to start the next one.
    pub next: Expr<'c>,
    /// Whether that comes from outside the program: a connection, a packet.
    pub from_outside: bool,
    /// The only one that takes something out: it passes over what went well.
    pub narrow: Option<Expr<'c>>,
    /// Whether it is a list of handles, not a set of tasks.
    pub is_list: bool,
}

/// What a mention does to what has ended.
enum Takes {
    Nothing,
    /// Only what has failed.
    Failed(ExprAt),
    Something,
}

impl<'c> Spawn<'c> {
    /// The set or list that the task is put into, where a loop fills it and nothing takes out what has ended.
    pub fn growing(self) -> Option<Growing<'c>> {
        let krate = self.krate;
        let owned = self.data.row.on_drop == OnDrop::Owned;
        let holder = if owned { krate.set_of(self.data.at) } else { krate.list_of(self.data.at) }?;
        let (a_loop, by) = match krate.loop_that_fills(self.data.at, holder) {
            Some(a_loop) => (a_loop, None),
            None => krate.loop_of_caller(self.data.at, holder).map(|(a_loop, call)| (a_loop, Some(call)))?,
        };
        let (next, from_outside) = self.next_in(a_loop)?;
        let mentions = krate.mentions_of(holder, a_loop)?;
        let mut narrow = None;
        for mention in mentions.into_iter().filter(|mention| !krate.is_behind_last(*mention, a_loop)) {
            match krate.taken_by(mention) {
                Takes::Nothing => {}
                Takes::Failed(join) => narrow = Some(krate.expr(join)),
                Takes::Something => return None,
            }
        }
        let a_loop = Loop { krate, at: a_loop };
        let by = by.map(|call| krate.expr(call));
        Some(Growing { holder: krate.expr(holder), a_loop, by, next, from_outside, narrow, is_list: !owned })
    }

    /// What a loop without an end waits for to start the next task, and whether that comes from outside the program.
    fn next_in(self, a_loop: ExprAt) -> Option<(Expr<'c>, bool)> {
        let krate = self.krate;
        let accepts = |at: ExprAt| krate.callee_name(at).is_some_and(calls::accepts);
        if !matches!(krate.kind(a_loop), ExprKind::For { .. }) {
            let called = || krate.feeds(a_loop).into_iter().find(|feed| feed.kind == FeedKind::Peers);
            let accept = krate.find_below(a_loop, &accepts).or_else(|| called().map(|feed| feed.at));
            if let Some(accept) = accept {
                return Some((krate.expr(accept), true));
            }
        }
        if let Some(feed) =
            self.feed().ok().filter(|feed| feed.kind == FeedKind::Peers && self.ends_by_itself(feed).is_none())
        {
            return Some((krate.expr(feed.at), true));
        }
        if self.data.row.on_drop != OnDrop::Owned {
            return None;
        }
        let receives = |at: ExprAt| krate.receive_kind(at).is_some();
        let received = krate.find_below(a_loop, &receives).filter(|_| krate.is_endless_loop(a_loop));
        let next = received.or_else(|| krate.timer_until_stopped(a_loop))?;
        Some((krate.expr(next), false))
    }
}

impl Crate {
    /// The set that a task is started in and that keeps what it gives: a variable, or a field.
    fn set_of(&self, spawn: ExprAt) -> Option<ExprAt> {
        let keeps = matches!(self.callee(spawn), Callee::Method(ty, _) if types::keeps_results(&ty));
        self.receiver_of(spawn).filter(|_| keeps)
    }

    /// The timer whose branch of a `select!` begins the next iteration of a loop that goes on until the stop comes which
    /// another branch waits for, or until its condition finds nothing more.
    fn timer_until_stopped(&self, a_loop: ExprAt) -> Option<ExprAt> {
        let select = self.find_below(a_loop, &|at| self.select(at).is_some())?;
        let sources = || self.expr(select).branches().filter_map(|branch| Some((branch, branch.source()?)));
        let orders_stop = |part: Expr<'_>| {
            part.callee_name().is_some_and(calls::awaits_stop)
                && (part.called_on().is_some_and(|on| self.is_of(on.at, library::TOKEN))
                    || vocabulary::orders_stop(&words_of(part.text())))
        };
        let (stop, _) = sources().find(|(_, source)| source.first_where(orders_stop).is_some())?;
        let ticks = |source: &Expr<'_>| {
            let made = self.made_from(source.at);
            self.method_name(made).is_some_and(reads::ticks)
                || self.sleep_row(made).is_some_and(|row| matches!(row.kind, TimerKind::Sleep | TimerKind::Until))
        };
        let (_, timer) = sources().find(|(_, source)| ticks(source))?;
        let by_pattern = match self.kind(a_loop) {
            ExprKind::While { cond, .. } => matches!(self.kind(ExprAt { id: *cond, ..a_loop }), ExprKind::Let { .. }),
            _ => false,
        };
        let runs_on = |exit: &Exit| match exit.how {
            ExitHow::Leave(Leave::Condition) => by_pattern,
            _ => stop.handler().span().holds(self.span(exit.at)),
        };
        self.exits_of(a_loop).iter().all(runs_on).then_some(timer.at)
    }

    /// The list of handles that the handle of a task is put into.
    pub(in crate::model) fn list_of(&self, spawn: ExprAt) -> Option<ExprAt> {
        let route = self.route(spawn);
        let adds = |call: ExprAt| {
            let list = self.receiver_of(call)?;
            self.method_name(call).is_some_and(steps::adds_to_list).then_some(list)
        };
        let puts = |by: ExprAt| adds(self.parent_expr(by)?).filter(|list| *list != by);
        let kept = |sink: &Sink| match sink {
            Sink::Kept(call) => adds(*call),
            _ => None,
        };
        route.carriers.iter().find_map(|carrier| puts(carrier.by)).or_else(|| route.sinks.iter().find_map(kept))
    }

    /// The outermost loop of the body around a spawn that does not make what its task is put into.
    fn loop_that_fills(&self, spawn: ExprAt, holder: ExprAt) -> Option<ExprAt> {
        let made = self.index.local(holder).map(|binding| self.index.binding(binding));
        if made.is_some_and(|info| info.body != self.body_at(spawn)) {
            return None;
        }
        let loops = std::iter::successors(self.loop_around(spawn), |inner| self.loop_around(*inner));
        let outside = |a_loop: &ExprAt| made.is_none_or(|info| !self.span(*a_loop).holds(info.span));
        loops.take_while(outside).last()
    }

    /// The outermost loop around the only call of a method that starts a task in a field of its instance, and the call.
    fn loop_of_caller(&self, spawn: ExprAt, holder: ExprAt) -> Option<(ExprAt, ExprAt)> {
        let info = self.index.body(self.body_at(spawn));
        let of_instance = matches!(self.kind(holder), ExprKind::Field { .. })
            && self.expr(holder).root().is_some_and(|root| root.is_self());
        let def = info.def.filter(|_| of_instance && info.kind == BodyKind::Fn)?;
        let mut calls = self.without_tests(def, self.all_callers(def).into_iter());
        let (Some(call), None) = (calls.next(), calls.next()) else { return None };
        let loops = std::iter::successors(self.loop_around(call), |inner| self.loop_around(*inner));
        let a_loop = loops.last()?;
        let flow = self.flow(self.body_at(call));
        // A call that is the last of its loop fills nothing.
        flow.node_of(call.id).filter(|&node| self.continues(a_loop, node)).map(|_| (a_loop, call))
    }

    /// Where what a task is put into is mentioned: a variable in a loop, a field in the whole package.
    fn mentions_of(&self, holder: ExprAt, a_loop: ExprAt) -> Option<Vec<ExprAt>> {
        if let Some(binding) = self.index.local(holder) {
            let info = self.index.binding(binding);
            let all = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
            return Some(all.filter(|at| self.span(a_loop).holds(self.span(*at))).collect());
        }
        match self.kind(holder) {
            ExprKind::Field { name, base } => {
                let owner = self.core_type(&self.type_of(ExprAt { id: *base, ..holder }));
                // A field of that name in another struct of the package is another one.
                let other = |at: &ExprAt| match (self.kind(*at), &owner) {
                    (ExprKind::Field { base, .. }, Ty::Def(own, _)) => {
                        let of = self.core_type(&self.type_of(ExprAt { id: *base, ..*at }));
                        matches!(of, Ty::Def(of, _) if of != *own)
                    }
                    _ => false,
                };
                Some(self.field_uses(*name).iter().copied().filter(|at| !other(at)).collect())
            }
            _ => None,
        }
    }

    /// Whether a mention of a field stands where a method that takes its instance by value has no loop any more: there it
    /// is looked at for the last time.
    fn is_behind_last(&self, mention: ExprAt, a_loop: ExprAt) -> bool {
        let body = self.outermost(self.body_at(mention));
        let owner = self.expr(mention).root().filter(|root| root.is_self());
        let by_value = self.def_of(body).is_some_and(|def| self.as_function(def).takes_self_by_value());
        if !by_value || owner.is_none_or(|owner| owner.body() != body) {
            return false;
        }
        let Some(from) = self.node_in(mention, body) else { return false };
        let leads_to =
            |at: ExprAt| self.node_in(at, body).is_some_and(|node| self.flow(body).path(from, node, |_| false));
        let filling = self.bodies_leading_to(self.outermost(self.body_at(a_loop)));
        let fills_again =
            self.calls_in(body).filter(|call| self.body_called(*call).is_some_and(|code| filling.contains(&code)));
        let own_loop = self.outermost(self.body_at(a_loop)) == body;
        !fills_again.into_iter().chain(own_loop.then_some(a_loop)).any(leads_to)
    }

    /// The functions that call this one, themselves or through others, and itself.
    fn bodies_leading_to(&self, body: BodyId) -> Vec<BodyId> {
        let mut found = vec![body];
        let mut n = 0;
        while let Some(&code) = found.get(n) {
            let around = self.callers_of_body(code).into_iter().map(|call| self.outermost(self.body_at(call)));
            let new: Vec<BodyId> = around.filter(|caller| !found.contains(caller)).collect();
            found.extend(new);
            n += 1;
        }
        found
    }

    /// What a mention of a set or list takes out of it.
    fn taken_by(&self, mention: ExprAt) -> Takes {
        let Some(call) = self.parent_expr(mention).filter(|call| self.receiver_of(*call) == Some(mention)) else {
            return Takes::Something;
        };
        match self.method_name(call) {
            _ if self.expr(call).starts_task() => Takes::Nothing,
            Some(name) if steps::adds_to_list(name) || steps::only_counts(name) || steps::aborts_set(name) => {
                Takes::Nothing
            }
            Some(name) if steps::joins_set(name) && self.takes_failed_only(call) => Takes::Failed(call),
            _ => Takes::Something,
        }
    }

    /// Whether a pattern by which a `select!` or a `while let` looks at the next task of a set passes over some that went well.
    fn takes_failed_only(&self, join: ExprAt) -> bool {
        let branch = self.expr(join).branch();
        if let Some(branch) = branch {
            return !branch.takes_each_success();
        }
        let wait = self.parent_expr(join).filter(|outer| matches!(self.kind(*outer), ExprKind::Await(_)));
        let Some(looked) = wait.and_then(|wait| self.parent_expr(wait)) else { return false };
        let in_head = |outer: ExprAt| matches!(self.kind(outer), ExprKind::While { cond, .. } if *cond == looked.id);
        match self.kind(looked) {
            ExprKind::Let { pat, .. } => {
                self.parent_expr(looked).is_some_and(in_head) && !self.fits_each_success(looked, *pat)
            }
            _ => false,
        }
    }
}
