//! What bounds a poll in a test: a count of its iterations, a look at the clock, a timeout around it.

use crate::model::Crate;
use crate::model::library::{Call, TimerKind, calls, vocabulary};
use crate::model::source::tables::ExprAt;
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, StmtKind};

impl Crate {
    /// A count of the iterations or a look at the clock in a loop.
    pub(in crate::model) fn bound_in(&self, a_loop: ExprAt) -> Option<ExprAt> {
        let mut found = None;
        self.each_below(a_loop, &mut |here| {
            let bounds = match self.kind(here) {
                ExprKind::AssignOp { left, .. } => self.index.local(ExprAt { id: *left, ..here }).is_some(),
                ExprKind::Call { .. } | ExprKind::Method(_) => {
                    self.callee_name(here).is_some_and(calls::looks_at_clock)
                }
                _ => false,
            };
            found = found.or(bounds.then_some(here));
            found.is_none()
        });
        found
    }

    /// A limit around a loop: `timeout(d, async { … })`, by itself or through a variable, or an attribute.
    pub(in crate::model) fn bound_around(&self, a_loop: ExprAt) -> Option<ExprAt> {
        let limits = |at: &ExprAt| {
            let known =
                matches!(self.sleep_row(*at), Some(r) if matches!(r.kind, TimerKind::Timeout | TimerKind::TimeoutAt));
            let by_macro =
                matches!(self.kind(*at), ExprKind::Macro(call) if vocabulary::speaks_of_timeout(self.macro_name(call)));
            known || by_macro || self.callee_name(*at).is_some_and(vocabulary::speaks_of_timeout)
        };
        let around = |at: ExprAt| self.ancestors(at).find(limits);
        let through_variable = || {
            self.ancestors(a_loop).filter(|at| self.index.body_of(*at).is_some()).find_map(|at| {
                let StmtAt { file, block, n } = self.stmt_of(at)?;
                let StmtKind::Let { pat, .. } = &self.stmt(StmtAt { file, block, n }).kind else { return None };
                let binding = self.index.file(file).pat_binding.get(pat)?;
                let uses = self.index.binding(*binding).uses.iter().map(|&id| ExprAt { file, id });
                // Raced or timed, it is dropped when the other side comes first.
                uses.into_iter().find_map(|at| around(at).or_else(|| self.races(at)))
            })
        };
        around(a_loop).or_else(through_variable).or_else(|| self.set_with_limit(a_loop, &around)).or_else(|| {
            let def = self.index.def(self.def_of(self.body_at(a_loop))?);
            let attrs = &self.tree(def.file).items[def.item.0 as usize].attrs;
            let speaks = |word| vocabulary::speaks_of_timeout(self.text(word));
            attrs.iter().any(|a| speaks(a.path) || speaks(a.args)).then_some(a_loop)
        })
    }

    /// The limit under which all tasks of a set are joined, when a loop runs in a task of that set.
    fn set_with_limit(&self, a_loop: ExprAt, around: &dyn Fn(ExprAt) -> Option<ExprAt>) -> Option<ExprAt> {
        let body = self.ancestors(a_loop).filter(|&at| self.index.body_of(at).is_some()).last()?;
        let spawn = self.ancestors(body).find(|&at| matches!(self.known_call(at), Some(Call::Spawn(_))))?;
        let set = self.root_of(self.receiver_of(spawn)?)?;
        let mentions = |binding| {
            let info = self.index.binding(binding);
            info.uses.iter().map(move |&id| ExprAt { file: info.file, id })
        };
        // `let all = set.join_all();`: the joining has a name of its own.
        let named = |at: ExprAt| {
            let StmtKind::Let { pat, .. } = &self.stmt(self.stmt_of(at)?).kind else { return None };
            let joined = *self.index.file(at.file).pat_binding.get(pat)?;
            mentions(joined).find_map(around)
        };
        mentions(set).find_map(|at| around(at).or_else(|| named(at)))
    }

    /// The `select!` or the like that a mention of a future takes part in, or the pinning for one.
    fn races(&self, at: ExprAt) -> Option<ExprAt> {
        self.ancestors(at)
            .find(|&a| self.select(a).is_some() || matches!(self.known_call(a), Some(Call::Race)) || self.pins(a))
    }

    /// `pin!(x)`: who pins a future means to poll it beside others.
    fn pins(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Macro(call) if calls::pins(self.macro_name(call)))
    }

    /// Whether the function around a loop is an `async fn` that others call, or gives its loop away as a future.
    pub(in crate::model) fn is_async_helper(&self, a_loop: ExprAt) -> bool {
        let Some(def) = self.def_of(self.body_at(a_loop)) else { return false };
        let info = self.index.def(def);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        let runs_by_itself = !item.attrs.is_empty() || self.text(info.name) == "main";
        info.body.is_some_and(|b| self.index.body(b).is_async) && !runs_by_itself
    }
}
