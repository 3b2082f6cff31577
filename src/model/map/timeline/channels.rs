//! Where the variables that hold ends of channels are dropped.

use crate::model::facts::Channel;
use crate::model::flow::{NodeKind, Why};
use crate::model::library::Side;
use crate::model::map::timeline::{Line, Told};
use crate::model::source::handles::Variable;
use crate::model::source::tables::{BodyId, ExprAt, Root};
use crate::syntax::Span;

impl Line<'_> {
    pub(super) fn add_dropped_ends(&mut self) {
        let krate = self.draw.krate;
        for channel in krate.channels() {
            let ends = channel.senders().map(|end| (end, Side::Sender));
            for (variable, side) in ends.chain(channel.receivers().map(|end| (end, Side::Receiver))) {
                let file = krate.index.binding(variable.id).file;
                for body in krate.index.bodies_in(file).map(|(body, _)| body) {
                    self.add_drops_of(channel, variable, side, body);
                }
            }
        }
    }

    fn add_drops_of(&mut self, channel: Channel<'_>, variable: Variable<'_>, side: Side, body: BodyId) {
        let krate = self.draw.krate;
        let file = krate.index.binding(variable.id).file;
        let only = side == Side::Sender && channel.senders().count() == 1 && !krate.is_cloned(variable);
        let what = match (side, only) {
            (Side::Sender, true) => "the only sender",
            (Side::Sender, false) => "a sender",
            (Side::Receiver | Side::WeakSender | Side::Inactive, _) => "the receiver",
        };
        let text = format!("drops `{}`, {what}", variable.name());
        let (mut ends_with_scope, mut is_dropped_before) = (false, false);
        for (node, kind) in krate.let_go(variable.id, body) {
            match kind {
                NodeKind::Use(_, _, id) if krate.is_dropped(ExprAt { file, id }) => {
                    let at = ExprAt { file, id };
                    self.tell(at, krate.span(at), &text);
                    is_dropped_before = true;
                }
                NodeKind::Drop(_, Why::Scope) => ends_with_scope |= krate.holds_at(variable.id, body, node),
                _ => {}
            }
        }
        // Who captures a sender by value has it until its own end.
        let mut captured = krate.captures.get(&body).into_iter().flatten();
        let keeps = krate.index.body(body).moves && captured.any(|(binding, _)| *binding == variable.id);
        ends_with_scope |= keeps && krate.let_go(variable.id, body).is_empty();
        if ends_with_scope && side == Side::Sender {
            let at = krate.end_of_scope(variable, body);
            let text = if is_dropped_before { format!("drops `{}`, where it is left", variable.name()) } else { text };
            let lanes = self.draw.runners_within(body, krate.index.body(body).span);
            self.moments.extend(lanes.into_iter().map(|lane| Told::new(lane, at, text.clone())));
        }
    }
}

impl crate::model::Crate {
    fn is_cloned(&self, variable: Variable<'_>) -> bool {
        let binding = self.index.binding(variable.id);
        binding.uses.iter().any(|&id| self.expr(ExprAt { file: binding.file, id }).cloned_by().is_some())
    }

    /// The end of the block in which a variable is declared; in code that captures it, of that code.
    fn end_of_scope(&self, variable: Variable<'_>, body: BodyId) -> Span {
        let binding = self.index.binding(variable.id);
        let own = binding.stmt.filter(|_| binding.body == body);
        let root = match self.index.body(body).root {
            Root::Block(block) => Some(block),
            Root::Expr(_) => None,
        };
        let block = own.map(|(block, _)| block).or(root);
        let whole =
            block.map_or(self.index.body(body).span, |block| self.tree(binding.file).blocks[block.0 as usize].span);
        Span { start: whole.end.saturating_sub(1), ..whole }
    }
}
