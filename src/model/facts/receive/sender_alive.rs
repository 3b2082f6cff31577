//! Held senders: whether the code that drains a channel still owns a sender of it.
//!
//! A sender is a variable (`endpoints.rs`), or a field that a pattern left behind (`both_halves.rs`). A sender that goes into a
//! call, a field or an `Option` is not followed further: it counts as given away.

use crate::model::Crate;
use crate::model::facts::receive::Receive;
use crate::model::facts::receive::until_closed::{Drain, NotHeld};
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::{self, Side};
use crate::model::silence::{Judged, Not, because, unknown};
use crate::model::source::tables::{BindingId, BodyId, BodyKind, ExprAt, Origin, Step};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, MacroBody};

/// A sender that is alive while its own channel is drained.
#[derive(Clone, Debug)]
pub struct HeldSender {
    /// The variable that it is; `None` for a field.
    pub(in crate::model) variable: Option<BindingId>,
    /// How the user names it: `tx`, `board.tx`.
    pub name: String,
    /// Where the channel is made.
    pub made: Span,
    /// Where the name is bound.
    pub bound: Span,
    /// Where a clone of it went to work.
    pub cloned: Option<Span>,
    /// Where it is let go after all, too late.
    pub late: Option<Span>,
}

impl Receive<'_> {
    /// The sender that the code around a drain still owns while it drains.
    pub fn held_sender(self, drain: &Drain) -> Judged<HeldSender, NotHeld> {
        let krate = self.krate;
        let Some(place) = krate.place(self.data.source) else { return Err(Not::MINE) };
        if let [half] = *place.fields {
            return krate.other_half(place.root, half, drain);
        }
        if !place.fields.is_empty() {
            return Err(Not::MINE);
        }
        let Some(end) = krate.ends.get(place.root).filter(|e| e.side == Side::Receiver) else {
            return krate.left_behind(place.root, drain);
        };
        let kind = krate.channels[end.channel].kind;
        if !kind.is_queue() || kind.subscribes() {
            return Err(Not::MINE);
        }
        if let Some(span) = krate.closed_by_hand(end.channel) {
            return because(NotHeld::Closed, span);
        }
        let mut silence = Not::MINE;
        for sender in krate.ends.holding(end.channel, Side::Sender) {
            match krate.held_through(sender, drain) {
                Ok(()) => return Ok(krate.held(sender, end.channel, drain)),
                Err(why) => silence = stronger(silence, why),
            }
            if let Some(held) = krate.held_inside(sender, end.channel, drain) {
                return Ok(held);
            }
        }
        Err(silence)
    }
}

/// Of two reasons the one that says more.
fn stronger(a: Not<NotHeld>, b: Not<NotHeld>) -> Not<NotHeld> {
    if a == Not::MINE { b } else { a }
}

impl Crate {
    /// Whether a variable may hold its sender all through a drain.
    pub(in crate::model) fn held_through(&self, sender: BindingId, drain: &Drain) -> Judged<(), NotHeld> {
        let owner = self.index.binding(sender).body;
        let (site, body) = self.seen_from(drain.at, owner)?;
        let Some(target) = self.node_before(site) else {
            return unknown("where this drain runs", self.span(site));
        };
        if let Some(used) = self.mentioned_in(sender, drain.at) {
            return because(NotHeld::Used, self.span(used));
        }
        if site != drain.at
            && let Some(used) =
                self.mentioned_in(sender, site).filter(|u| self.within_body(self.body_at(*u), self.body_at(drain.at)))
        {
            return because(NotHeld::Gone, self.span(used));
        }
        if !self.holds_at(sender, body, target) {
            return because(NotHeld::Gone, self.gone_span(sender, body));
        }
        match self.conditional_move(sender, body, target, site) {
            Some(span) => because(NotHeld::Condition, span),
            None => Ok(()),
        }
    }

    /// A variable that has the sender inside of something all through a drain: a list, an `Option`, a struct, a closure.
    fn held_inside(&self, sender: BindingId, channel: usize, drain: &Drain) -> Option<HeldSender> {
        let info = self.index.binding(sender);
        let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        let clones = mentions.filter_map(|at| self.parent_expr(at)).filter(|at| self.is_clone_of_sender(*at));
        let routes =
            std::iter::once(self.route_of_variable(sender)).chain(clones.map(|at| self.route_through_calls(at)));
        let carriers = routes.flat_map(|route| route.carriers).filter(|carrier| !carrier.path.is_empty());
        for carrier in carriers {
            let info = self.index.binding(carrier.binding);
            let put = self.flow(info.body).bound(carrier.binding);
            let held = put.is_some() && self.held_through(carrier.binding, drain).is_ok();
            if held {
                return Some(HeldSender {
                    variable: None,
                    name: self.text(info.name).to_owned(),
                    made: self.span(self.channels[channel].at),
                    bound: info.span,
                    cloned: None,
                    late: None,
                });
            }
        }
        None
    }

    fn is_clone_of_sender(&self, at: ExprAt) -> bool {
        self.method_name(at).is_some_and(|name| library::borrows_sender(name) && library::steps::clones(name))
    }

    /// The sender of a pair that nobody took apart: `let pair = channel(); for item in pair.1`.
    fn other_half(
        &self,
        pair: BindingId,
        half: crate::syntax::tree::Name,
        drain: &Drain,
    ) -> Judged<HeldSender, NotHeld> {
        let info = self.index.binding(pair);
        let Origin::Value(value) = info.origin else { return Err(Not::MINE) };
        let value = ExprAt { file: info.file, id: value };
        let Some(channel) = self.channels.iter().position(|channel| channel.at == value) else { return Err(Not::MINE) };
        if self.text(half) != "1" || !info.steps.is_empty() || !self.channels[channel].kind.is_queue() {
            return Err(Not::MINE);
        }
        let sender =
            |at: &ExprAt| matches!(self.kind(*at), ExprKind::Field { name, .. } if *name != half) && self.consumed(*at);
        let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        let before = |at: &ExprAt| self.span(*at).start < self.span(drain.at).start;
        if let Some(gone) = mentions.filter_map(|at| self.parent_expr(at)).find(|at| sender(at) && before(at)) {
            return because(NotHeld::Gone, self.span(gone));
        }
        self.seen_from(drain.at, info.body)?;
        Ok(HeldSender {
            variable: None,
            name: format!("{}.0", self.text(info.name)),
            made: self.span(value),
            bound: info.span,
            cloned: None,
            late: None,
        })
    }

    /// The place in a body at which code of it, or of a block that is awaited right there, runs.
    fn seen_from(&self, at: ExprAt, owner: BodyId) -> Judged<(ExprAt, BodyId), NotHeld> {
        if let Some(maker) = self.code_maker(at) {
            return because(NotHeld::OwnTask, self.span(maker));
        }
        let (mut at, mut body) = (at, self.body_at(at));
        while body != owner {
            let span = self.span(at);
            let Some(maker) = self.body_expr(body) else { return because(NotHeld::OwnTask, span) };
            let joined = self.parent_expr(maker).filter(|p| match self.kind(*p) {
                ExprKind::Await(_) => true,
                ExprKind::Macro(call) => self.macro_name(call) == "join" && matches!(call.body, MacroBody::Args(_)),
                _ => false,
            });
            let in_place = matches!(self.index.body(body).kind, BodyKind::Async(_));
            let Some(joined) = joined.filter(|_| in_place) else { return because(NotHeld::OwnTask, span) };
            (at, body) = (joined, self.body_at(joined));
        }
        Ok((at, body))
    }

    /// A macro around a place that makes something else of its code: `stream! { … }` runs it when it is polled.
    fn code_maker(&self, at: ExprAt) -> Option<ExprAt> {
        let body = self.body_at(at);
        self.ancestors(at).take_while(|a| self.body_at(*a) == body).find(|a| match self.kind(*a) {
            ExprKind::Macro(call) => {
                matches!(call.body, MacroBody::Block(_)) && !library::plain_macro(self.macro_name(call))
            }
            _ => false,
        })
    }

    /// The node of an expression, or the first one that something in it has.
    fn node_before(&self, at: ExprAt) -> Option<NodeId> {
        let flow = self.flow(self.body_at(at));
        flow.node_of(at.id)
    }

    fn gone_span(&self, sender: BindingId, body: BodyId) -> Span {
        let gone = self.let_go(sender, body).into_iter().next();
        let expr = gone.and_then(|(_, kind)| kind.expr());
        expr.map_or(self.index.binding(sender).span, |id| self.span(ExprAt { file: self.index.body(body).file, id }))
    }

    /// A move on another path than the one that holds, when the drain too stands under a condition.
    fn conditional_move(&self, sender: BindingId, body: BodyId, target: NodeId, site: ExprAt) -> Option<Span> {
        let flow = self.flow(body);
        let moves = self
            .let_go(sender, body)
            .into_iter()
            .filter(|(node, kind)| !matches!(kind, NodeKind::Drop(..)) && flow.path(*node, target, |_| false));
        let file = self.index.body(body).file;
        for (_, kind) in moves {
            let Some(id) = kind.expr() else { continue };
            let moved = ExprAt { file, id };
            if self.under_condition_apart(site, moved) {
                return Some(self.span(moved));
            }
        }
        None
    }

    /// Whether a place stands under an `if` or `match` that does not also hold the other place.
    fn under_condition_apart(&self, at: ExprAt, other: ExprAt) -> bool {
        let body = self.body_at(at);
        let other = self.span(other);
        self.ancestors(at)
            .take_while(|a| self.body_at(*a) == body)
            .any(|a| matches!(self.kind(a), ExprKind::If { .. } | ExprKind::Match { .. }) && !self.span(a).holds(other))
    }

    /// A call that closes a channel through one of its ends.
    pub(in crate::model) fn closed_by_hand(&self, channel: usize) -> Option<Span> {
        for side in [Side::Receiver, Side::Sender] {
            for binding in self.ends.holding(channel, side) {
                let info = self.index.binding(binding);
                for &id in &info.uses {
                    let parent = self.parent_expr(ExprAt { file: info.file, id });
                    if let Some(call) = parent.filter(|p| {
                        self.receiver_of(*p).is_some_and(|r| r.id == id)
                            && self.method_name(*p).is_some_and(library::closes)
                    }) {
                        return Some(self.span(call));
                    }
                }
            }
        }
        None
    }

    fn held(&self, sender: BindingId, channel: usize, drain: &Drain) -> HeldSender {
        let info = self.index.binding(sender);
        let end = self.span(drain.at).end;
        let uses = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        let late = uses.clone().filter(|u| self.is_dropped(*u)).map(|u| self.span(u)).find(|s| s.start > end);
        let cloned = uses.clone().find_map(|u| {
            let parent = self.parent_expr(u)?;
            let clone = self.method_name(parent) == Some("clone") || self.is_clone_of(parent);
            clone.then(|| self.span(parent))
        });
        HeldSender {
            variable: Some(sender),
            name: self.text(info.name).to_owned(),
            made: self.span(self.channels[channel].at),
            bound: info.span,
            cloned,
            late,
        }
    }

    fn is_clone_of(&self, reference: ExprAt) -> bool {
        matches!(self.kind(reference), ExprKind::Ref { .. })
            && self.parent_expr(reference).is_some_and(|p| self.text_at(p).contains("clone(&"))
    }

    /// The sender field that a pattern left in a struct when it took the receiver out: `let Server { mut rx, .. } = server`.
    fn left_behind(&self, receiver: BindingId, drain: &Drain) -> Judged<HeldSender, NotHeld> {
        let info = self.index.binding(receiver);
        let Origin::Value(value) = info.origin else { return Err(Not::MINE) };
        let value = ExprAt { file: info.file, id: value };
        let (owner, field) = match (&*info.steps, self.kind(value)) {
            ([Step::Struct(_), Step::Field(field)], ExprKind::Path(_)) => (value, *field),
            ([], ExprKind::Field { base, name }) => (ExprAt { id: *base, ..value }, *name),
            _ => return Err(Not::MINE),
        };
        let Some(variable) = self.index.local(owner).filter(|v| self.owns(*v)) else { return Err(Not::MINE) };
        let Some(holder) = self.holders.iter().find(|h| h.receiver == field && self.is_struct(owner, h.def)) else {
            return Err(Not::MINE);
        };
        let taken = |name| self.taken_out(variable, name);
        if let Some(span) = taken(holder.sender) {
            return because(NotHeld::Gone, span);
        }
        if let Some(used) = self.mentioned_in(variable, drain.at) {
            return because(NotHeld::Used, self.span(used));
        }
        self.seen_from(drain.at, self.index.binding(variable).body)?;
        Ok(HeldSender {
            variable: None,
            name: format!("{}.{}", self.text(self.index.binding(variable).name), self.text(holder.sender)),
            made: self.span(self.channels[holder.channel].at),
            bound: self.span(value),
            cloned: None,
            late: None,
        })
    }

    /// Whether a variable owns its value, not a reference to it.
    fn owns(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        !info.by_ref && !matches!(self.type_of_binding(binding), crate::model::types::Ty::Ref(_))
    }

    /// Where a field leaves the variable that holds its struct: moved out, or bound by a pattern.
    fn taken_out(&self, variable: BindingId, field: crate::syntax::tree::Name) -> Option<Span> {
        let info = self.index.binding(variable);
        for &id in &info.uses {
            let at = ExprAt { file: info.file, id };
            if let Some(parent) = self.parent_expr(at)
                && let ExprKind::Field { name, .. } = self.kind(parent)
                && *name == field
                && self.consumed(parent)
            {
                return Some(self.span(parent));
            }
            for (_, other) in self.index.bindings_in(info.file) {
                if other.origin == Origin::Value(id)
                    && matches!(*other.steps, [Step::Struct(_), Step::Field(name)] if name == field)
                {
                    return Some(other.span);
                }
            }
        }
        None
    }
}
