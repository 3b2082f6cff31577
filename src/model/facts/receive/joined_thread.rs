//! Threads that receive until their channel closes and that a method joins, while whoever calls it still has a sender.
//!
//! The function that makes the channel and starts the thread gives out two structs: one has the sender, the other one the
//! thread.

use crate::model::Crate;
use crate::model::facts::Spawn;
use crate::model::facts::receive::until_closed::{Chain, Exits};
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeKind};
use crate::model::library::{Unit, steps};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{Binding, BindingId, DefId, ExprAt, Origin};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;
use crate::syntax::tree::{ExprKind, Name};

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
