//! Receivers that are given to a function of the package, which then waits by them, and what that call is to its maker.

use crate::model::Crate;
use crate::model::facts::Spawn;
use crate::model::facts::channel::Channel;
use crate::model::facts::channel::beside::Beside;
use crate::model::facts::channel::endpoints::End;
use crate::model::facts::receive::Receive;
use crate::model::flow::NodeKind;
use crate::model::flow::points::{Point, walk};
use crate::model::library::Side;
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::tables::{BindingId, BodyId, DefId, ExprAt, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{ItemKind, Name};

/// A wait in a function that is given the receiver of a channel.
#[derive(Clone, Copy)]
pub struct GivenWait<'c> {
    pub receive: Receive<'c>,
    /// The variable of the receiver where the function is called.
    pub receiver: Variable<'c>,
    /// The call that gives it.
    pub call: Expr<'c>,
}

/// A call of the function around a receive that gives it its receiver.
pub struct Lent<'c> {
    pub call: Expr<'c>,
    /// Whether the call runs the function right there, and nothing limits or races it.
    pub in_place: bool,
    /// The channel, where the function that calls has the receiver in a variable.
    pub channel: Option<Channel<'c>>,
    /// The sender that came along with the receiver, where a function has made both.
    pub beside: Option<Beside<'c>>,
}

/// A receive from a parameter, and another parameter that has a sender of the same channel.
#[derive(Clone, Copy)]
pub struct Together<'c> {
    krate: &'c Crate,
    pub receive: Receive<'c>,
    /// The parameter that has the sender.
    pub param: Variable<'c>,
    /// The call that gives both.
    pub call: Expr<'c>,
    /// The field of a struct of the package that has the sender; `None` where the parameter is the sender itself.
    field: Option<(DefId, Name)>,
}

impl<'c> Together<'c> {
    /// The struct that has the sender; `None` where the parameter is the sender itself.
    pub fn keeper(self) -> Option<&'c str> {
        self.field.map(|(def, _)| self.krate.text(self.krate.index.def(def).name))
    }

    /// How the user calls the sender, and where that name is declared.
    pub fn sender_kept(self) -> (&'c str, Span) {
        let krate = self.krate;
        let Some((def, field)) = self.field else { return (self.param.name(), self.param.span()) };
        let info = krate.index.def(def);
        let declared = match &krate.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => fields.fields.iter().find(|own| own.0 == field),
            _ => None,
        };
        (krate.text(field), declared.map_or(info.span, |own| own.2))
    }
}

impl<'c> Receive<'c> {
    /// The calls that give it its receiver, where that is a parameter of the function around it.
    pub fn lent_by(self) -> Vec<Lent<'c>> {
        let krate = self.krate;
        self.calls_giving()
            .into_iter()
            .filter_map(|(call, source)| {
                let receiver = krate.index.local(source)?;
                let end = krate.ends.get(receiver).filter(|end| end.side == Side::Receiver);
                let channel = end.map(|end| Channel { krate, data: &krate.channels[end.channel] });
                let beside = krate.came_along_with(receiver);
                let own = krate.body_called(call)?;
                let runs = krate.is_run_by(own, call) && krate.race_around(call).is_none();
                let in_place = runs && self.expr().runs_in(own).is_ok();
                (channel.is_some() || beside.is_some()).then(|| Lent {
                    call: krate.expr(call),
                    in_place,
                    channel,
                    beside,
                })
            })
            .collect()
    }

    /// The calls of the function around it that give it its receiver, each with the variable that is given.
    fn calls_giving(self) -> Vec<(ExprAt, ExprAt)> {
        let krate = self.krate;
        let Some(param) = krate.root_of(self.data.source) else { return Vec::new() };
        let info = krate.index.binding(param);
        let whole = krate.place(self.data.source).is_some_and(|place| place.fields.is_empty());
        let (Origin::Param(n), true) = (info.origin, whole && info.steps.is_empty()) else { return Vec::new() };
        let calls = krate.callers_of_body(info.body).into_iter().filter(|call| !krate.in_test(*call));
        calls.filter_map(|call| Some((call, krate.without_refs(krate.argument_for(call, n)?)))).collect()
    }
}

impl<'c> Channel<'c> {
    /// The receives from a parameter to whose function a call gives, beside the receiver, something that has a sender of this
    /// channel and keeps it.
    pub fn given_with_sender(self) -> Vec<Together<'c>> {
        let krate = self.krate;
        let mut found = Vec::new();
        for receive in krate.receives() {
            let own = |source: ExprAt| {
                let end = krate.index.local(source).and_then(|variable| krate.ends.get(variable));
                end.is_some_and(|end| end.side == Side::Receiver && end.channel == self.number())
            };
            for (call, _) in receive.calls_giving().into_iter().filter(|(_, source)| own(*source)) {
                found.extend(self.sender_given(receive, call));
            }
        }
        found
    }

    fn sender_given(self, receive: Receive<'c>, call: ExprAt) -> Option<Together<'c>> {
        let krate = self.krate;
        let body = krate.body_called(call)?;
        let own = krate.receiver_of(call).and_then(|on| Some((krate.self_of(body)?, on)));
        let others = krate.named_params(body).filter_map(|(n, param)| Some((param, krate.argument_for(call, n)?)));
        own.into_iter().chain(others).find_map(|(param, given)| {
            let field = krate.has_sender_of(given, self.number())?;
            Some(Together { krate, receive, param: krate.variable(param), call: krate.expr(call), field })
        })
    }

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

impl Crate {
    /// The variable of a method's `self`.
    pub(in crate::model) fn self_of(&self, body: BodyId) -> Option<BindingId> {
        let mut own = self.index.bindings_in(self.index.body(body).file);
        own.find(|(_, info)| info.body == body && info.origin == Origin::SelfParam).map(|(id, _)| id)
    }

    /// Whether an argument is a sender of a channel, or a struct that was made with one and never gives it up: then also the
    /// field that has it.
    fn has_sender_of(&self, given: ExprAt, channel: usize) -> Option<Option<(DefId, Name)>> {
        let mut at = given;
        while let Some(inner) = self.same_end(at) {
            at = inner;
        }
        let variable = self.index.local(at);
        let sends = |end: End| end.channel == channel && end.side == Side::Sender;
        if variable.and_then(|variable| self.ends.get(variable)).is_some_and(sends) {
            return Some(None);
        }
        let made = self.made_from(at);
        let changed = variable.is_some_and(|variable| self.index.binding(variable).mutable);
        let fields = self.fields_of_senders(channel);
        let (literal, field) = fields.into_iter().find(|(literal, _)| *literal == made && !changed)?;
        let def = self.struct_of_literal(literal)?;
        (!self.gives_field_up(def, field)).then_some(Some((def, field)))
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
