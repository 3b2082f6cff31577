//! Holders: structs that keep both halves of one channel, and tasks that take both with them.
//!
//! The halves are followed from the constructor into one struct literal, never by the types of the fields: two crossed
//! channels of one payload look the same.

use crate::model::Crate;
use crate::model::facts::channel::endpoints::Ends;
use crate::model::facts::channel::{Channel, ChannelData};
use crate::model::facts::receive::until_closed::Exits;
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::flow::NodeKind;
use crate::model::flow::loops::Loop;
use crate::model::library::{self, Call, ReceiveHow, Side};
use crate::model::silence::{Judged, Not, because};
use crate::model::source::tables::{BindingId, BodyId, BodyKind, DefId, ExprAt, Origin, Step};
use crate::model::types::Ty;
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, Name};

/// A struct that gets both halves of one pair in one literal.
#[derive(Clone, Copy, Debug)]
pub struct HolderData {
    pub channel: usize,
    pub def: DefId,
    pub literal: ExprAt,
    pub sender: Name,
    pub receiver: Name,
}

/// A receiving side that keeps a sender of its own channel.
#[derive(Clone, Debug)]
pub struct SelfHeld {
    /// Who keeps it: a struct by its name, or the task.
    pub owner: Owner,
    /// The receive that waits for an end.
    pub receive: Span,
    /// What is received from, as the user wrote it.
    pub source: String,
    pub end: DeadEnd,
}

#[derive(Clone, Debug)]
pub enum Owner {
    Struct { name: String, sender: String, field: Span },
    Task { sender: String, mention: Span },
}

/// What never happens since the channel never closes.
#[derive(Clone, Debug)]
pub enum DeadEnd {
    /// The loop is never left; the place of the case that would leave it.
    Loop { a_loop: Span, case: Option<Span> },
    /// The caller never gets this error.
    Error { name: String, case: Span },
}

/// Why a receiving side that keeps a sender still comes to an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CanEnd {
    /// The receive loop can be left in another way.
    OtherExit,
    /// The sender is emptied, moved or dropped.
    GivenUp,
    /// Somebody calls `close`.
    ByHand,
    /// The owner lives as long as the process.
    ForEver,
    /// The code says that closing cannot be.
    Impossible,
    /// The receive gives its answer to its caller as it is.
    HandedOn,
}

/// Finds the structs that hold both halves of a channel.
pub(in crate::model) fn collect(krate: &Crate, channels: &[ChannelData], ends: &Ends) -> Vec<HolderData> {
    let mut found = Vec::new();
    for (channel, data) in channels.iter().enumerate() {
        if !data.kind.is_queue() || data.kind.subscribes() {
            continue;
        }
        let receivers = krate.fields_given(ends, channel, Side::Receiver);
        for (literal, sender) in krate.fields_given(ends, channel, Side::Sender) {
            let Some(&(_, receiver)) = receivers.iter().find(|(l, _)| *l == literal) else { continue };
            if let Some(def) = krate.struct_of_literal(literal) {
                found.push(HolderData { channel, def, literal, sender, receiver });
            }
        }
    }
    found
}

impl Channel<'_> {
    /// The receiving side of this channel that keeps a sender of it, so that its end never comes.
    pub fn held_by_receiver(self) -> Judged<SelfHeld, CanEnd> {
        let kind = self.kind();
        if !kind.is_queue() || kind.subscribes() {
            return Err(Not::MINE);
        }
        let number = self.number();
        if let Some(span) = self.krate.closed_by_hand(number) {
            return because(CanEnd::ByHand, span);
        }
        let mut silence = Not::MINE;
        for holder in self.krate.holders.iter().filter(|h| h.channel == number) {
            match self.krate.held_in_struct(holder) {
                Ok(found) => return Ok(found),
                Err(why) => silence = stronger(silence, why),
            }
        }
        match self.krate.held_in_task(number) {
            Ok(found) => Ok(found),
            Err(why) => Err(stronger(silence, why)),
        }
    }
}

fn stronger(a: Not<CanEnd>, b: Not<CanEnd>) -> Not<CanEnd> {
    if a == Not::MINE { b } else { a }
}

impl Crate {
    /// The fields of struct literals that the ends of one side go into.
    fn fields_given(&self, ends: &Ends, channel: usize, side: Side) -> Vec<(ExprAt, Name)> {
        let mut found = Vec::new();
        for binding in ends.holding(channel, side) {
            let info = self.index.binding(binding);
            let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
            found.extend(mentions.filter_map(|at| self.carried_into_field(at)));
        }
        found
    }

    fn held_in_struct(&self, holder: &HolderData) -> Judged<SelfHeld, CanEnd> {
        self.sender_stays(holder)?;
        self.owner_ends(holder)?;
        let mut silence = Not::MINE;
        for receive in &self.receives {
            let fits = receive.how != ReceiveHow::Try
                && self.fields_behind(receive.source, 3).contains(&(holder.def, holder.receiver));
            if !fits {
                continue;
            }
            match self.dead_end(receive, holder) {
                Ok(end) => return Ok(self.self_held(holder, receive, end)),
                Err(why) => silence = stronger(silence, why),
            }
        }
        Err(silence)
    }

    fn self_held(&self, holder: &HolderData, receive: &ReceiveData, end: DeadEnd) -> SelfHeld {
        let info = self.index.def(holder.def);
        let field = match &self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Struct { fields, .. } => {
                fields.fields.iter().find(|f| f.0 == holder.sender).map_or(info.span, |f| f.2)
            }
            _ => info.span,
        };
        let receive = Receive { krate: self, data: receive };
        SelfHeld {
            owner: Owner::Struct {
                name: self.text(info.name).to_owned(),
                sender: self.text(holder.sender).to_owned(),
                field,
            },
            receive: receive.span(),
            source: receive.source(),
            end,
        }
    }

    /// Whether the sender stays in its field, and nobody closes the channel through either field.
    fn sender_stays(&self, holder: &HolderData) -> Judged<(), CanEnd> {
        for field in [holder.sender, holder.receiver] {
            for &at in self.field_uses(field) {
                let ExprKind::Field { base, .. } = self.kind(at) else { continue };
                if !self.is_struct(ExprAt { id: *base, ..at }, holder.def) {
                    continue;
                }
                let parent = self.parent_expr(at);
                let method = parent.filter(|p| self.receiver_of(*p) == Some(at)).and_then(|p| self.method_name(p));
                if method.is_some_and(library::closes) {
                    return because(CanEnd::ByHand, self.span(at));
                }
                if self.given_up(at, parent, method) && (field == holder.sender || !self.only_received(at)) {
                    return because(CanEnd::GivenUp, self.span(at));
                }
            }
        }
        for info in &self.index.bindings {
            let Origin::Value(value) = info.origin else { continue };
            let named = |name: Name| info.steps.contains(&Step::Field(name));
            if (named(holder.sender) || named(holder.receiver))
                && self.is_struct(ExprAt { file: info.file, id: value }, holder.def)
            {
                return because(CanEnd::GivenUp, info.span);
            }
        }
        Ok(())
    }

    /// Whether a field is emptied, replaced or moved out here.
    fn given_up(&self, at: ExprAt, parent: Option<ExprAt>, method: Option<&str>) -> bool {
        if method.is_some_and(|m| matches!(m, "take" | "replace" | "unwrap" | "into_inner")) {
            return true;
        }
        match parent.map(|p| (p, self.kind(p))) {
            Some((_, ExprKind::Assign { left, .. })) => *left == at.id,
            Some((p, ExprKind::Ref { mutable: true, .. })) => self.parent_expr(p).is_some_and(|call| {
                matches!(self.callee(call), crate::model::callee::Callee::External(path) if path.starts_with("std::mem::"))
            }),
            _ => self.consumed(at),
        }
    }

    /// `for x in self.rx`: the receiver is moved, and only into its own drain.
    fn only_received(&self, at: ExprAt) -> bool {
        self.parent_expr(at).is_some_and(|p| matches!(self.kind(p), ExprKind::For { .. }))
    }

    /// Whether the owner is a value that comes to an end, not one of the process's own.
    fn owner_ends(&self, holder: &HolderData) -> Judged<(), CanEnd> {
        let once = self.ancestors(holder.literal).find(|&a| {
            matches!(self.kind(a), ExprKind::Call { .. } | ExprKind::Method(_))
                && matches!(self.known_call(a), Some(Call::Once | Call::Forget))
        });
        let outermost = self.outermost(self.body_at(holder.literal));
        if once.is_some() || self.index.body(outermost).kind == BodyKind::Init {
            return because(CanEnd::ForEver, self.span(holder.literal));
        }
        for info in &self.index.defs {
            let item = &self.tree(info.file).items[info.item.0 as usize];
            if let ItemKind::Static { ty, .. } = item.kind {
                let ty =
                    self.written(crate::model::source::tables::TypeAt { file: info.file, id: ty, scope: info.scope });
                if matches!(self.core_type(&ty), Ty::Def(d, _) if d == holder.def) {
                    return because(CanEnd::ForEver, info.span);
                }
            }
        }
        Ok(())
    }

    /// What never happens at this receive, since its channel never closes.
    fn dead_end(&self, receive: &ReceiveData, holder: &HolderData) -> Judged<DeadEnd, CanEnd> {
        let body = self.body_at(receive.at);
        if self.def_of(body).is_some_and(|d| self.takes_static_self(d)) {
            return because(CanEnd::ForEver, self.span(receive.at));
        }
        let a_loop = self.for_over(receive).or_else(|| self.loop_around(receive.at));
        if let Some(a_loop) = a_loop {
            return self.dead_loop(receive, a_loop);
        }
        let closed = match self.closed_fate(receive) {
            Continuation::Panics(at) => return because(CanEnd::Impossible, self.span(at)),
            Continuation::At(nodes) => nodes,
            Continuation::Question(node) => vec![node],
            _ => return because(CanEnd::HandedOn, self.span(receive.at)),
        };
        if self.diverges(body, &closed) {
            return because(CanEnd::Impossible, self.span(receive.at));
        }
        self.dead_outcome(receive, holder, closed)
    }

    fn dead_loop(&self, receive: &ReceiveData, a_loop: ExprAt) -> Judged<DeadEnd, CanEnd> {
        if let Continuation::Panics(at) = self.closed_fate(receive) {
            return because(CanEnd::Impossible, self.span(at));
        }
        match (Receive { krate: self, data: receive }).exits(Loop { krate: self, at: a_loop }) {
            Exits::OnlyClosed(closed)
                if closed.first().is_some_and(|_| {
                    self.diverges(self.body_at(a_loop), &closed.iter().map(|p| p.node).collect::<Vec<_>>())
                }) =>
            {
                because(CanEnd::Impossible, self.span(receive.at))
            }
            Exits::OnlyClosed(closed) => {
                if let Some(span) = self.dropped_from_outside(self.body_at(a_loop)) {
                    return because(CanEnd::OtherExit, span);
                }
                Ok(DeadEnd::Loop {
                    a_loop: self.loop_span(a_loop),
                    case: self.case_of(receive, &closed.iter().map(|p| p.node).collect::<Vec<_>>()),
                })
            }
            Exits::Also(span) => because(CanEnd::OtherExit, span),
            Exits::Not(silence) => Err(silence.into()),
        }
    }

    /// The held sender of a task that took both halves with it.
    fn held_in_task(&self, channel: usize) -> Judged<SelfHeld, CanEnd> {
        let mut silence = Not::MINE;
        for data in self.receives.iter().filter(|r| r.how != ReceiveHow::Try) {
            let Some(place) = self.place(data.source).filter(|p| p.fields.is_empty()) else { continue };
            let end = self.ends.get(place.root);
            if !end.is_some_and(|e| e.channel == channel && e.side == Side::Receiver) {
                continue;
            }
            let Some(task) = self.task_of(self.body_at(data.at)).filter(|t| *t == self.body_at(data.at)) else {
                continue;
            };
            for sender in self.ends.holding(channel, Side::Sender) {
                match self.held_by_task(data, sender, task) {
                    Ok(found) => return Ok(found),
                    Err(why) => silence = stronger(silence, why),
                }
            }
        }
        Err(silence)
    }

    fn held_by_task(&self, data: &ReceiveData, sender: BindingId, task: BodyId) -> Judged<SelfHeld, CanEnd> {
        let captured = self.captures.get(&task).into_iter().flatten().find(|(b, _)| *b == sender);
        let Some(&(_, mention)) = captured else { return Err(Not::MINE) };
        let taken = self.body_expr(task).is_some_and(|at| self.captured_by_move(at).contains(&sender));
        let a_loop = self.for_over(data).or_else(|| self.loop_around(data.at));
        let (true, Some(a_loop)) = (taken, a_loop) else { return Err(Not::MINE) };
        let flow = self.flow(task);
        let held = flow.node_of(a_loop.id).is_some_and(|head| self.holds_at(sender, task, head));
        if !held
            || self.let_go(sender, task).iter().any(|(n, k)| {
                !matches!(k, NodeKind::Drop(..)) && flow.loop_of(a_loop.id).is_some_and(|t| flow.inside(*n, t))
            })
        {
            return because(CanEnd::GivenUp, self.span(mention));
        }
        let end = self.dead_loop(data, a_loop)?;
        let receive = Receive { krate: self, data };
        Ok(SelfHeld {
            owner: Owner::Task {
                sender: self.text(self.index.binding(sender).name).to_owned(),
                mention: self.span(mention),
            },
            receive: receive.span(),
            source: receive.source(),
            end,
        })
    }

    /// The arm in which the closed case would be handled.
    pub(in crate::model) fn case_of(
        &self,
        receive: &ReceiveData,
        closed: &[crate::model::flow::NodeId],
    ) -> Option<Span> {
        let flow = self.flow(self.body_at(receive.at));
        match flow.node(*closed.first()?).kind {
            NodeKind::Arm(id, n) => match self.kind(ExprAt { id, ..receive.at }) {
                ExprKind::Match { arms, .. } => arms.get(n as usize).map(|a| a.span),
                _ => None,
            },
            _ => None,
        }
    }
}
