//! Closing: where control goes once a source has ended, and what puts another source in its place.

use crate::model::callee::Callee;
use crate::model::facts::receive::{Answer, Receive, ReceiveData};
use crate::model::flow::loops::Loop;
use crate::model::flow::points::Point;
use crate::model::flow::{Leave, NodeId, NodeKind};
use crate::model::library::{self, Side, TimerKind, calls, steps};
use crate::model::silence::{Asked, Silence};
use crate::model::source::handles::Expr;
use crate::model::source::tables::ExprAt;
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::model::values::place::Place;
use crate::model::{Base, Crate};
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

impl<'c> Receive<'c> {
    /// The sender of another channel that the body around a loop owns and sends by in it: it goes when the loop is left.
    pub fn sender_gone_with(self, a_loop: Loop<'_>) -> Option<&'c str> {
        let krate = self.krate;
        let body = krate.body_at(a_loop.at);
        let inside = |at: &ExprAt| krate.span(a_loop.at).holds(krate.span(*at));
        krate.calls_in(body).filter(inside).find_map(|call| {
            let sender = krate.receiver_of(call)?;
            let info = krate.index.binding(krate.index.local(sender)?);
            let Ty::Ext(path, _) = krate.type_of(sender) else { return None };
            let sends = library::end_of_type(&path).is_some_and(|(_, side)| side == Side::Sender);
            (sends && info.body == body && !krate.span(a_loop.at).holds(info.span)).then(|| krate.text(info.name))
        })
    }
}

impl<'c> Receive<'c> {
    /// The instant until which it may wait at most, where a timeout around it is given one.
    pub fn fixed_deadline(self) -> Option<Expr<'c>> {
        let timed = self.expr().ancestors().find(|around| around.timer_kind() == Some(TimerKind::TimeoutAt))?;
        timed.args().next()
    }
}

impl Receive<'_> {
    /// Whether the source can be told from another: it is a variable, or a field behind one.
    ///
    /// # Errors
    ///
    /// It is not: a call may give another each time.
    pub fn named_source(self) -> Asked<()> {
        self.place().map(|_| ())
    }

    /// What at a point gives the source another value; `None` where nothing does.
    ///
    /// # Errors
    ///
    /// A call that has the source's owner may do so, or the source has no name.
    pub fn replaced_at(self, point: Point<'_>) -> Asked<Option<Span>> {
        let place = self.place()?;
        match point.kind() {
            NodeKind::Set(set, _) if self.krate.flow(point.body).place(set).is_whole(place.root) => {
                Ok(Some(self.krate.index.binding(place.root).span))
            }
            NodeKind::Eval(id) => {
                let at = ExprAt { id, ..self.data.at };
                match self.krate.may_replace(at, &place) {
                    true => Err(Silence::Unknown("whether this call replaces the source", self.krate.span(at))),
                    false => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// The place in a loop where the source gets another value.
    ///
    /// # Errors
    ///
    /// The source has no name by which it can be told from another.
    pub fn replaced_in(self, a_loop: Loop<'_>) -> Asked<Option<Span>> {
        let place = self.place()?;
        Ok(self.krate.replaced_in(a_loop.at, &place, self.data.at))
    }

    fn place(self) -> Asked<Place> {
        let place = self.krate.place(self.data.source);
        place.ok_or(Silence::Unknown("which source this is", self.span()))
    }
}

impl Loop<'_> {
    /// Whether it goes over something that blocks for each item.
    pub fn blocks_each_iteration(self) -> bool {
        self.krate.blocks_each_iteration(self.at)
    }
}

impl Base {
    /// Whether a `for` goes over something that blocks for each item.
    fn blocks_each_iteration(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::For { iter, .. } => {
                let iter = self.without_refs(ExprAt { id: *iter, ..at });
                self.receiver_kind(iter).is_some()
                    || self.method_name(iter).is_some_and(calls::goes_over_incoming)
                        && self.receiver_of(iter).is_some_and(|r| self.receiver_kind(r).is_some())
            }
            _ => false,
        }
    }
}

impl Crate {
    /// Where control goes when the source has closed.
    pub(in crate::model) fn closed_fate(&self, receive: &ReceiveData) -> Continuation {
        let flow = self.flow(self.body_at(receive.at));
        let over = self.for_over(receive);
        if let (Answer::Ends, Some(over)) = (receive.answer, over)
            && let ExprKind::For { iter, .. } = self.kind(over)
        {
            let ended = NodeKind::Leave(Leave::Ended, *iter);
            let found = flow.nodes.iter().position(|n| n.kind == ended);
            return found.map_or(Continuation::Lost(over), |n| Continuation::At(vec![NodeId(n as u32)]));
        }
        match self.closed_shape(receive) {
            Some(shape) => self.continuation(receive.at, &shape),
            None => Continuation::Lost(receive.at),
        }
    }

    /// A call of the source's owner, which may give it another source.
    fn may_replace(&self, at: ExprAt, place: &Place) -> bool {
        if place.fields.is_empty() {
            return false;
        }
        let owner =
            |e: ExprAt| self.place(e).is_some_and(|p| p.root == place.root && place.fields.starts_with(&p.fields));
        let by_receiver = self.receiver_of(at).is_some_and(owner);
        let by_argument = self.args(at).iter().any(|&id| {
            let arg = ExprAt { id, ..at };
            matches!(self.kind(arg), ExprKind::Ref { mutable: true, .. }) && owner(arg)
        });
        if !by_receiver && !by_argument {
            return false;
        }
        if let Callee::Def(def) = self.callee(at)
            && self.index.def(def).body.is_some_and(|b| !self.assigned_fields(b).may_be(&place.fields))
        {
            return false;
        }
        let field = place.fields.len() == 1 && self.method_name(at).is_some_and(calls::leaves_in_place);
        !field
    }

    /// The place in a loop where the source gets another value; the receive itself, which it is lent to, gives it none.
    fn replaced_in(&self, a_loop: ExprAt, place: &Place, receive: ExprAt) -> Option<Span> {
        let held =
            |at: ExprAt| self.place(at).is_some_and(|p| p.root == place.root && place.fields.starts_with(&p.fields));
        let mut found = None;
        self.each_below(a_loop, &mut |here| {
            let changes = match self.kind(here) {
                ExprKind::Assign { left, .. } => held(ExprAt { id: *left, ..here }),
                ExprKind::Call { .. } => self.args(here).iter().any(|&id| {
                    let arg = ExprAt { id, ..here };
                    matches!(self.kind(arg), ExprKind::Ref { mutable: true, .. })
                        && self.place(arg).as_ref() == Some(place)
                }),
                ExprKind::Method(m) => {
                    steps::puts_another(self.text(m.name)) && held(ExprAt { id: m.receiver, ..here })
                }
                _ => false,
            };
            if changes && here != receive && found.is_none() {
                found = Some(self.span(here));
            }
            true
        });
        found
    }
}
