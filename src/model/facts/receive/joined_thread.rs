//! Threads that receive until their channel closes and that a method joins, while whoever calls it still has a sender.
//!
//! The function that makes the channel and starts the thread gives out two structs: one has the sender, the other one the
//! thread.

use crate::model::Crate;
use crate::model::facts::Spawn;
use crate::model::facts::receive::until_closed::{Chain, Exits};
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{self, Unit, steps};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{Binding, BindingId, DefId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;
use crate::syntax::tree::{ExprKind, Name};

/// A thread that the owner of its channel's sender joins.
#[derive(Clone, Copy)]
pub struct JoinedByOwner<'c> {
    pub thread: Spawn<'c>,
    /// The call that joins it.
    pub join: Expr<'c>,
    /// The struct that has the thread and the sender.
    pub owner: &'c str,
    /// The field that has the sender.
    pub sender: &'c str,
    /// Whether it is joined when the struct is dropped.
    pub in_drop: bool,
}

/// A thread that is joined too early.
#[derive(Clone, Copy)]
pub struct JoinedThread<'c> {
    pub thread: Spawn<'c>,
    /// The call of the method that joins it.
    pub join: Expr<'c>,
    /// What still has a sender there.
    pub owner: Variable<'c>,
}

impl<'c> Receive<'c> {
    /// The wait, in a method of a struct, for the thread in which this receives until its channel closes, where another
    /// field of that struct has a sender and keeps it.
    pub fn joined_by_owner(self) -> Option<JoinedByOwner<'c>> {
        let krate = self.krate;
        let thread = self.thread_that_runs_this()?;
        let mut behind = krate.channels_behind(self.data.source).into_iter().map(|(channel, _)| channel);
        let channel = behind.next()?;
        if behind.any(|other| other != channel) {
            return None;
        }
        let ends = krate.fields_of_senders(channel);
        if ends.is_empty() || self.in_test() || krate.closed_by_hand(channel).is_some() || !self.goes_on_until_closed()
        {
            return None;
        }
        krate.fields_of_thread(thread.data.at).into_iter().find_map(|(literal, threads)| {
            let def = krate.struct_of_literal(literal)?;
            let (_, sender) = ends.iter().copied().find(|(other, _)| *other == literal)?;
            if krate.gives_field_up(def, sender) || krate.field_is_closed(def, sender) {
                return None;
            }
            let join = krate.join_by_own_method(def, threads)?;
            let method = krate.def_of(krate.outermost(krate.body_at(join)))?;
            let in_drop = krate.index.def(method).owner.is_some_and(|own| krate.is_drop_impl(own));
            let (owner, sender) = (krate.text(krate.index.def(def).name), krate.text(sender));
            Some(JoinedByOwner { thread, join: krate.expr(join), owner, sender, in_drop })
        })
    }

    /// The thread that runs this.
    fn thread_that_runs_this(self) -> Option<Spawn<'c>> {
        self.krate.spawns().find(|spawn| spawn.unit() == Unit::Thread && self.is_run_as(*spawn))
    }

    /// Whether this stands in what a task or thread runs, or in the function which that does nothing but call.
    pub(super) fn is_run_as(self, spawn: Spawn<'c>) -> bool {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let called = |at: ExprAt| match krate.kind(at) {
            ExprKind::Await(inner) => krate.body_called(ExprAt { id: *inner, ..at }),
            _ => krate.body_called(at),
        };
        krate
            .code_of(spawn.data.argument)
            .is_some_and(|code| code == body || krate.only_value(code).and_then(called) == Some(body))
    }

    /// The wait for the thread in which this receives until its channel closes, where a sender of that is still alive.
    pub fn joined_with_sender_alive(self) -> Option<JoinedThread<'c>> {
        let krate = self.krate;
        let body = krate.body_at(self.data.at);
        let runs_this = |spawn: &Spawn<'_>| krate.code_of(spawn.data.argument) == Some(body);
        let thread = krate.spawns().find(runs_this).filter(|spawn| spawn.unit() == Unit::Thread)?;
        if self.in_test() || !self.goes_on_until_closed() {
            return None;
        }
        let handle = krate.let_name(thread.data.at)?;
        let (threads, kept) = krate.variable(handle).mentions().find_map(|at| krate.carried_into_field(at.at))?;
        let [(channel, _)] = *krate.channels_behind(self.data.source).as_slice() else { return None };
        let [(ends, sender)] = *krate.fields_of_senders(channel).as_slice() else { return None };
        let (threads_def, ends_def) = (krate.struct_of_literal(threads)?, krate.struct_of_literal(ends)?);
        let alone = |def| krate.literals_of(def).len() == 1;
        if !alone(threads_def) || !alone(ends_def) || krate.body_at(threads) != krate.body_at(ends) {
            return None;
        }
        krate.joining_calls(threads_def, kept).into_iter().find_map(|call| {
            let owner = krate.has_field_at(ends_def, sender, krate.expr(call).point()?)?;
            Some(JoinedThread { thread, join: krate.expr(call), owner })
        })
    }

    /// Whether its loop or its chain of calls ends only with the channel, or where its own work has failed.
    fn goes_on_until_closed(self) -> bool {
        match self.iterator_chain() {
            Some(chain) => !matches!(chain, Chain::Lost(_)),
            None => {
                let a_loop = self.enclosing_loop();
                a_loop.is_ok_and(|a_loop| match self.exits(a_loop) {
                    Exits::OnlyClosed(_) => true,
                    Exits::Also(_) => self.krate.left_only_by_failing(self.data, a_loop.at),
                    Exits::Not(_) => false,
                })
            }
        }
    }
}

impl<'c> Receive<'c> {
    /// Whether the loop over it is left before the channel closes only by a `?` where the loop's own work has failed. What is
    /// received may be such a failure itself, and be the last: `letter?` is another exit.
    pub fn left_only_by_own_failure(self, a_loop: Loop<'c>) -> bool {
        let krate = self.krate;
        let flow = krate.flow(krate.body_at(a_loop.at));
        let Some(number) = flow.loop_of(a_loop.at.id) else { return false };
        let passes_on = |node: NodeId| {
            let NodeKind::Leave(Leave::Question, id) = flow.node(node).kind else { return false };
            match krate.kind(ExprAt { id, ..a_loop.at }) {
                ExprKind::Try(inner) => krate.index.local(ExprAt { id: *inner, ..a_loop.at }).is_some(),
                _ => false,
            }
        };
        krate.left_only_by_failing(self.data, a_loop.at) && !flow.exits(number).into_iter().any(passes_on)
    }
}

impl Crate {
    /// Whether a loop over a channel ends with the channel, or by a `?` where its own work has failed.
    fn left_only_by_failing(&self, receive: &ReceiveData, a_loop: ExprAt) -> bool {
        let flow = self.flow(self.body_at(a_loop));
        let Some(number) = flow.loop_of(a_loop.id).filter(|_| self.for_over(receive) == Some(a_loop)) else {
            return false;
        };
        flow.exits(number).into_iter().all(|node| match flow.node(node).kind {
            NodeKind::Leave(how, _) => matches!(how, Leave::Question | Leave::Ended),
            NodeKind::Diverge(_) => false,
            _ => true,
        })
    }

    /// The fields of struct literals that the handle of a thread or task goes into, itself or in a list.
    pub(super) fn fields_of_thread(&self, spawn: ExprAt) -> Vec<(ExprAt, Name)> {
        let route = self.route(spawn);
        let kept = route.carriers.iter().map(|carrier| self.variable(carrier.binding));
        let named = kept.flat_map(|variable| variable.mentions()).filter_map(|at| self.carried_into_field(at.at));
        self.carried_into_field(spawn).into_iter().chain(named).collect()
    }

    /// Whether a method of a sender in a field closes its channel.
    fn field_is_closed(&self, def: DefId, field: Name) -> bool {
        self.mentions_of_field(def, field).any(|mention| self.called_on(mention.at).is_some_and(library::closes))
    }

    /// The call that joins a thread which lies in a field of a struct, or in a list there, in a method of that struct.
    fn join_by_own_method(&self, def: DefId, field: Name) -> Option<ExprAt> {
        let of_self = |mention: &Expr<'_>| mention.root().is_some_and(|root| root.is_self());
        let mut mentions = self.mentions_of_field(def, field).filter(of_self);
        mentions.find_map(|mention| {
            let joins = |call: ExprAt| {
                let thread = self.receiver_of(call).filter(|_| self.method_name(call).is_some_and(steps::joins_thread));
                thread.is_some_and(|thread| self.is_made_with(thread, mention.at))
            };
            self.calls_in(self.body_at(mention.at)).find(|call| joins(*call))
        })
    }

    /// Whether an expression, or the value that its variable was bound to, has this mention in it.
    fn is_made_with(&self, at: ExprAt, mention: ExprAt) -> bool {
        let holds = |value: ExprAt| self.span(value).holds(self.span(mention));
        let bound = self.root_of(at).map(|root| self.index.binding(root)).and_then(|info| match info.origin {
            Origin::Value(value) | Origin::ItemOf(value) => Some(ExprAt { file: info.file, id: value }),
            _ => None,
        });
        holds(at) || bound.is_some_and(holds)
    }

    /// The calls of methods that join the thread in a field of their struct.
    fn joining_calls(&self, def: DefId, field: Name) -> Vec<ExprAt> {
        let joins = |at: &ExprAt| {
            let call = self.parent_expr(*at).filter(|call| self.receiver_of(*call) == Some(*at));
            call.and_then(|call| self.method_name(call)).is_some_and(steps::joins_thread)
        };
        let joined_later = |at: &ExprAt| {
            let ends = |sink: &Sink| matches!(sink, Sink::Awaited(call) if self.method_name(*call).is_some_and(steps::joins_thread));
            self.route(*at).sinks.iter().any(ends)
        };
        let joined = self.mentions_of_field(def, field).map(|mention| mention.at);
        let joined = joined.filter(|at| joins(at) || joined_later(at));
        let methods = joined.filter_map(|at| self.def_of(self.outermost(self.body_at(at))));
        methods.flat_map(|method| self.callers(method)).filter(|call| !self.in_test(*call)).collect()
    }

    /// The variable that has what lay in a field of a struct, at a point: the struct itself, or another one that got the field
    /// in its literal.
    fn has_field_at(&self, def: DefId, field: Name, point: Point<'_>) -> Option<Variable<'_>> {
        let of_def = |at: ExprAt| match self.kind(at) {
            ExprKind::Field { base, name } => *name == field && self.is_struct(ExprAt { id: *base, ..at }, def),
            _ => false,
        };
        let got = |info: &Binding| {
            let Origin::Value(value) = info.origin else { return false };
            match self.kind(ExprAt { file: info.file, id: value }) {
                ExprKind::Struct { fields, .. } => {
                    fields.iter().any(|(_, id)| of_def(ExprAt { file: info.file, id: *id }))
                }
                _ => false,
            }
        };
        let whole = |binding: BindingId| {
            let is_it = matches!(self.type_of_binding(binding), Ty::Def(own, _) if own == def);
            let parted = |at: Expr<'_>| self.parent_expr(at.at).is_some_and(|part| of_def(part) && self.consumed(part));
            is_it && !self.variable(binding).mentions().any(parted)
        };
        let file = self.index.body(point.body).file;
        let own = self.index.bindings_in(file).filter(|(_, info)| info.body == point.body);
        let owners = own.filter(|(binding, info)| got(info) || whole(*binding)).map(|(binding, _)| binding);
        let mut owners = owners.map(|binding| self.variable(binding));
        owners.find(|owner| owner.may_hold_at(point))
    }
}
