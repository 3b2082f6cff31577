//! Receivers that are given to a function of the package, which then waits by them, and what that call is to its maker.

use crate::model::facts::Spawn;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::flow::NodeKind;
use crate::model::flow::points::{Point, walk};
use crate::model::source::handles::{Expr, Variable};

/// A wait in a function that is given the receiver of a channel.
#[derive(Clone, Copy)]
pub struct GivenWait<'c> {
    pub receive: Receive<'c>,
    /// The variable of the receiver where the function is called.
    pub receiver: Variable<'c>,
    /// The call that gives it.
    pub call: Expr<'c>,
}

impl<'c> Channel<'c> {
    /// The waits in functions that are given its receiver.
    pub fn waits_given(self) -> impl Iterator<Item = GivenWait<'c>> {
        let (krate, number) = (self.krate, self.number());
        let given = move |receive: Receive<'c>| {
            let behind = krate.channels_behind(receive.data.source).into_iter();
            let sites = behind.filter(|(channel, _)| *channel == number).map(|(_, site)| site);
            let mut calls = sites.filter(|site| krate.body_at(*site) != krate.body_at(receive.data.at));
            let call = krate.expr(calls.next().filter(|_| calls.next().is_none())?);
            let own =
                |receiver: &Variable<'c>| receiver.mentions().any(|mention| call.args().any(|arg| arg.holds(mention)));
            let receiver = self.receivers().find(own)?;
            receive.waits().then_some(GivenWait { receive, receiver, call })
        };
        krate.receives().filter_map(given)
    }

    /// The task or thread that is started with some code, or with something of which that is a part.
    pub fn started_with(self, code: Expr<'c>) -> Option<Spawn<'c>> {
        let krate = self.krate;
        let given = |spawn: &Spawn<'c>| krate.expr(spawn.data.argument);
        krate.spawns().find(|spawn| spawn.data.argument.file == code.at.file && given(spawn).holds(code))
    }
}

impl<'c> Spawn<'c> {
    /// Whether the function that starts it goes on to its end without any wait, and that is not the end of the program.
    pub fn is_left_alone(self) -> bool {
        let spawn = self.krate.expr(self.data.at);
        let Some(start) = spawn.point() else { return false };
        let waits = |point: Point<'c>| match point.kind() {
            NodeKind::Await(_) | NodeKind::LoopHead(_) | NodeKind::Stuck(_) => true,
            NodeKind::Eval(_) => point.expr().is_some_and(|call| call.at != spawn.at && call.may_wait() != Some(false)),
            _ => false,
        };
        let mut found = false;
        walk(&[start], |point| {
            found |= waits(point);
            !found
        });
        !found && spawn.loop_around().is_none() && spawn.function().is_some_and(|function| function.name() != "main")
    }
}
