//! Lost senders: channels whose only sender is gone before anybody waits for them.

use crate::model::Crate;
use crate::model::facts::channel::{Channel, Half};
use crate::model::flow::NodeKind;
use crate::model::library::{ChannelKind, ReceiveHow, Side};
use crate::model::silence::{Judged, Not, because, unknown};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::model::values::cases::Continuation;
use crate::syntax::Span;
use crate::syntax::tree::ExprKind;

/// Why a channel whose sender is dropped is not closed to somebody who waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotLost {
    /// A watch keeps its last value.
    Watch,
    /// Nobody waits for the receiver here.
    Stored,
    /// The sender did something before, or has clones.
    Used,
    /// On another path the sender lives.
    SomePaths,
    /// The wait is a branch of a `select!` that is only switched off.
    SwitchedOff,
}

/// A channel that is closed before the first receive.
#[derive(Clone, Debug)]
pub struct LostSender {
    /// Where the sender is dropped.
    pub dropped: Span,
    /// How the user calls the sender, where it has a name.
    pub name: Option<String>,
    /// The wait that is over at once.
    pub wait: Span,
    /// What is waited for.
    pub receiver: String,
}

impl Channel<'_> {
    /// The sender that is dropped before the receiver is waited on.
    pub fn lost_sender(self) -> Judged<LostSender, NotLost> {
        let krate = self.krate;
        let sender = match self.data.sender {
            Half::Dropped(_) => None,
            Half::Named(sender) => Some(sender),
            Half::Elsewhere => return Err(Not::MINE),
        };
        let Half::Named(_) = self.data.receiver else { return Err(Not::MINE) };
        if let Some(sender) = sender {
            krate.let_go_unused(sender)?;
        }
        if self.kind() == ChannelKind::Watch {
            return because(NotLost::Watch, self.span());
        }
        let (wait, receiver) = krate.first_wait(self)?;
        let dropped = match (self.data.sender, sender) {
            (Half::Dropped(span), _) => span,
            (_, Some(sender)) => krate.dropped_before(sender, wait)?,
            _ => return Err(Not::MINE),
        };
        Ok(LostSender {
            dropped,
            name: sender.map(|s| krate.text(krate.index.binding(s).name).to_owned()),
            wait: krate.span(wait),
            receiver: krate.text(krate.index.binding(receiver).name).to_owned(),
        })
    }
}

impl Crate {
    /// Whether nothing is done with a sender but dropping it.
    fn let_go_unused(&self, sender: BindingId) -> Judged<(), NotLost> {
        let info = self.index.binding(sender);
        for &id in &info.uses {
            let at = ExprAt { file: info.file, id };
            if !self.is_dropped(at) || self.body_at(at) != info.body {
                return because(NotLost::Used, self.span(at));
            }
        }
        Ok(())
    }

    /// Where a sender is dropped on every path to a wait.
    fn dropped_before(&self, sender: BindingId, wait: ExprAt) -> Judged<Span, NotLost> {
        let info = self.index.binding(sender);
        // A wait in a task of its own comes after whatever the maker of the task has done by then or does later.
        let site = self.outermost_in(wait, info.body).ok_or(Not::MINE)?;
        let flow = self.flow(info.body);
        let Some(node) = self.nodes_under(site).into_iter().next().or_else(|| flow.node_of(site.id)) else {
            return unknown("where this wait runs", self.span(site));
        };
        let gone = self.let_go(sender, info.body).into_iter().find(|(n, _)| flow.path(*n, node, |_| false));
        let Some((_, kind)) = gone else { return Err(Not::MINE) };
        let span = match kind {
            NodeKind::Drop(_) => info.span,
            other => other.expr().map_or(info.span, |id| self.span(ExprAt { file: info.file, id })),
        };
        if self.holds_at(sender, info.body, node) {
            return because(NotLost::SomePaths, span);
        }
        Ok(span)
    }

    /// The expression of `body` that holds a place which may lie in a closure or task of it.
    fn outermost_in(&self, at: ExprAt, body: crate::model::source::tables::BodyId) -> Option<ExprAt> {
        let mut now = at;
        while self.body_at(now) != body {
            now = self.body_expr(self.body_at(now))?;
        }
        Some(now)
    }

    /// The first wait for a channel's receiver, and the variable by which it waits.
    fn first_wait(&self, channel: Channel<'_>) -> Judged<(ExprAt, BindingId), NotLost> {
        let mut stored = Not::Because(NotLost::Stored, channel.span());
        for receiver in self.ends.holding(channel.number(), Side::Receiver) {
            let info = self.index.binding(receiver);
            let uses = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
            if let Some(assigned) = uses.clone().find(|u| self.is_assigned(*u)) {
                return because(NotLost::Stored, self.span(assigned));
            }
            for at in uses {
                match self.wait_by(at) {
                    Ok(wait) => return Ok((wait, receiver)),
                    Err(Not::MINE) => {}
                    Err(silence) => stored = silence,
                }
            }
        }
        Err(stored)
    }

    /// `x = …`, also as a part of a place that is replaced: `mem::replace(&mut x, …)`.
    fn is_assigned(&self, at: ExprAt) -> bool {
        self.parent_expr(at).is_some_and(|p| match self.kind(p) {
            ExprKind::Assign { left, .. } => *left == at.id,
            _ => false,
        })
    }

    /// The wait that a mention of a receiver is.
    fn wait_by(&self, mention: ExprAt) -> Judged<ExprAt, NotLost> {
        if let Some(receive) = self
            .receives
            .iter()
            .find(|r| r.at.file == mention.file && r.how != ReceiveHow::Try && self.names_source(r.source, mention))
        {
            return match self.closed_fate(receive) {
                Continuation::Disabled { select, .. } => because(NotLost::SwitchedOff, self.span(select)),
                _ => Ok(self.awaited_itself(mention).unwrap_or(receive.at)),
            };
        }
        self.awaited_itself(mention).ok_or(Not::MINE)
    }

    fn names_source(&self, source: ExprAt, mention: ExprAt) -> bool {
        source == mention || self.find_below(source, &|e| e == mention).is_some()
    }

    /// `rx.await`, `(&mut rx).await`, or a branch `_ = &mut rx` of a `select!`.
    fn awaited_itself(&self, mention: ExprAt) -> Option<ExprAt> {
        let mut now = mention;
        loop {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Await(_) => return Some(parent),
                ExprKind::Ref { .. } => now = parent,
                ExprKind::Macro(_) => {
                    let select = self.select(parent)?;
                    return select.branches.iter().any(|b| b.source == Some(now.id)).then_some(now);
                }
                _ => return None,
            }
        }
    }
}
