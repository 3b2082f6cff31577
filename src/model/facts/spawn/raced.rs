//! Handles that are raced by value: when something else completes first, the handle is dropped and the task runs on.

use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::effects::handle::HandleUse;
use crate::model::facts::sleep::Sleep;
use crate::model::facts::spawn::{Ends, Spawn};
use crate::model::library::{Call, OnDrop, Unit, calls, futures, vocabulary};
use crate::model::source::handles::{Expr, Function, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::model::values::branches::Branch;
use crate::syntax::tree::ExprKind;

/// A task that is waited for until a time is up, by its handle itself.
pub struct Limited<'c> {
    /// What starts it.
    pub spawn: Spawn<'c>,
    /// What the timeout is given: the handle, or the list of handles.
    pub given: Expr<'c>,
    /// Whether there are others with it.
    pub in_list: bool,
}

impl<'c> Sleep<'c> {
    /// Whether there is a loop around it.
    pub fn is_in_loop(self) -> bool {
        self.krate.loop_around(self.data.at).is_some()
    }

    /// The task whose handle the limit is given, so that it is dropped when time is up.
    pub fn limited_task(self) -> Option<Limited<'c>> {
        let krate = self.krate;
        let given = krate.args(self.data.at).iter().map(|&id| ExprAt { id, ..self.data.at });
        given.filter(|_| self.data.row.limits()).find_map(|at| krate.task_limited(at))
    }
}

impl Crate {
    /// Where a handle is, alone: the call that gives it, and the mentions of the variables that have it.
    fn mentions_of_handle(&self, given: ExprAt) -> Vec<ExprAt> {
        let mut mentions = vec![given];
        for carrier in self.route(given).carriers.iter().filter(|carrier| carrier.path.is_empty()) {
            let info = self.index.binding(carrier.binding);
            mentions.extend(info.uses.iter().map(|&id| ExprAt { file: info.file, id }));
        }
        mentions
    }
}

impl<'c> Spawn<'c> {
    /// The branches of a `select!` that are given the task's handle itself.
    pub fn raced_by_value(self) -> Vec<Branch<'c>> {
        let krate = self.krate;
        if self.data.row.on_drop != OnDrop::Detach {
            return Vec::new();
        }
        let mut mentions = krate.mentions_of_handle(self.data.at);
        if self.handle_use() == HandleUse::Returned {
            for call in krate.callers_of_body(krate.body_at(self.data.at)) {
                let given = krate.parent_expr(call).filter(|outer| matches!(krate.kind(*outer), ExprKind::Await(_)));
                let given = given.filter(|_| krate.makes_future(call)).unwrap_or(call);
                if !krate.in_test(call) && krate.aborts_of(given).is_empty() {
                    mentions.extend(krate.mentions_of_handle(given));
                }
            }
        }
        let source = |at: &ExprAt| {
            let raced = krate.parent_expr(*at)?;
            krate.select(raced)?;
            krate.expr(*at).branch()
        };
        mentions.iter().filter_map(source).collect()
    }

    /// What the function that races the handle gave to the function that starts the task, where that is another one: the
    /// part of it that has to do with a variable.
    pub fn given_by_racer(self, branch: Branch<'c>, variable: Variable<'c>) -> Option<Expr<'c>> {
        let handle = branch.source()?;
        let made = handle.root().and_then(Variable::bound_value).unwrap_or(handle);
        let other = made.body() != self.expr().body();
        made.first_anywhere(|part| part.root() == Some(variable)).filter(|_| other)
    }

    /// The call that aborts the task somewhere in its function, by its handle or by another one to it.
    pub fn aborted_by_call(self) -> Option<Expr<'c>> {
        self.krate.aborts_of(self.data.at).first().map(|call| self.krate.expr(*call))
    }

    /// Whether the task has a loop: it goes on until something ends that.
    pub fn goes_on(self) -> bool {
        matches!(self.endless(), Ok(Ok(_) | Err(Ends::Closed(_) | Ends::Exit(_) | Ends::NeverAwaits(_))))
    }

    /// Whether it is a job for blocking work, which nothing ends once it has begun.
    pub fn is_blocking_work(self) -> bool {
        self.data.row.unit == Unit::Blocking
    }
}

impl Spawn<'_> {
    /// Whether the task takes along a sender of the channel whose receiver a variable is.
    pub fn sends_to(self, receiver: Variable<'_>) -> bool {
        let taken: Vec<Variable<'_>> = self.taken_along().collect();
        let mut channels = self.krate.channels().filter(|channel| channel.receivers().any(|one| one == receiver));
        channels.any(|channel| channel.senders().any(|sender| taken.contains(&sender)))
    }
}

impl Function<'_> {
    /// Whether the process begins with it, and ends with it.
    pub fn is_entry_of_process(self) -> bool {
        self.base.begins_process(self.def)
    }
}

impl<'c> Expr<'c> {
    /// Whether it is a call that ends the process.
    pub fn exits_process(self) -> bool {
        self.base.known_call(self.at) == Some(Call::Exit)
    }

    /// The first call in the function, before or inside of this one's end, that tells something to stop: by a token, a
    /// flag, a sender that is called after it.
    pub fn stop_told_before(self) -> Option<Expr<'c>> {
        let end = self.span().end;
        self.calls_of_function().find(|call| call.span().start < end && call.tells_stop())
    }

    /// Whether it is a call that tells something to stop, as far as names tell.
    pub fn tells_stop(self) -> bool {
        let by_name = |name: &str| vocabulary::orders_stop(&words_of_name(name));
        let told = self.called_on().and_then(|on| on.referent().place_name()).is_some_and(by_name);
        let sends = self.callee_name().is_some_and(calls::tells_others);
        self.callee_name().is_some_and(by_name) || told && sends || self.is_drop_call()
    }

    fn is_drop_call(self) -> bool {
        self.args().next().is_some_and(|given| given.is_dropped())
    }
}

impl Crate {
    /// The task whose handle an expression is: what starts it, the variable that has it, a list of such handles that are
    /// awaited together.
    fn task_limited(&self, at: ExprAt) -> Option<Limited<'_>> {
        if let (ExprKind::Call { .. }, Callee::External(path)) = (self.kind(at), self.callee(at))
            && futures::awaits_all(&path)
        {
            let list = self.args(at).first().map(|&id| ExprAt { id, ..at })?;
            let binding = self.index.local(list)?;
            let put = self.spawns.iter().find(|spawn| {
                spawn.row.on_drop == OnDrop::Detach
                    && self.route(spawn.at).carriers.iter().any(|carrier| carrier.binding == binding)
            })?;
            return Some(Limited { spawn: Spawn { krate: self, data: put }, given: self.expr(list), in_list: true });
        }
        let detaching = |made| self.spawns.iter().find(|spawn| spawn.at == made && spawn.row.on_drop == OnDrop::Detach);
        let data = detaching(self.made_from(at)).or_else(|| {
            let is_error = |at| self.callee_name(at).is_some_and(calls::makes_error);
            let made = self.origins(at).into_iter().filter(|_| self.is_given_whole(at));
            let made = made.filter(|source| !is_error(source.at));
            let spawns: Option<Vec<_>> = made.map(|source| detaching(source.at)).collect();
            spawns?.first().copied()
        })?;
        Some(Limited { spawn: Spawn { krate: self, data }, given: self.expr(at), in_list: false })
    }

    /// Whether a value is a variable that has what it was given, and not a reference to that.
    fn is_given_whole(&self, at: ExprAt) -> bool {
        self.index.local(at).is_some_and(|variable| !matches!(self.type_of_binding(variable), Ty::Ref(_)))
    }
}
