//! The lines about what functions do, as their callers see it: which locks they take, what they are blocked by.

use crate::model::effects::summary::Effect;
use crate::model::facts::Block;
use crate::model::flow::{Place, Root};
use crate::model::library::locks::{Mode, Touch};
use crate::model::library::what::{Blocks, What};
use crate::model::show::Show;
use crate::model::source::tables::{BodyId, DefKind};
use crate::syntax::Span;

impl Show<'_> {
    /// `note locks self.gates exclusively 12:14`, a line for each function that does such a thing.
    pub(super) fn summaries(&self, lines: &mut Vec<(Span, String)>) {
        for (_, def) in self.krate.index.defs_in(self.no).filter(|(_, d)| d.kind == DefKind::Fn) {
            let Some(body) = def.body else { continue };
            let summary = self.krate.summary(body);
            let effects: Vec<String> = summary.effects.iter().map(|effect| self.effect(effect, body)).collect();
            if !effects.is_empty() {
                lines.push((def.span, format!("summary of {}: {}", self.krate.text(def.name), effects.join("; "))));
            }
        }
    }

    /// The line about a call that blocks its thread.
    pub(super) fn block(&self, block: Block<'_>) -> String {
        let call = block.call();
        let polled = if call.polled_in().is_some() { "in what is polled" } else { "in what is called" };
        let alone = call.polled_alone().map(|at| format!("alone on its thread by {}", self.place(at)));
        let parts = [Some(blocked_by(block.what()).to_owned()), Some(polled.to_owned()), alone];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn effect(&self, effect: &Effect, body: BodyId) -> String {
        let on = effect.on.as_ref().map_or("?".to_owned(), |place| self.place_seen_outside(place, body));
        let what = match effect.what {
            What::Locks(Mode::Exclusive, _) => format!("locks {on} exclusively"),
            What::Locks(Mode::Shared, _) => format!("locks {on} shared"),
            What::Locks(Mode::Upgradable, _) => format!("locks {on} upgradably"),
            What::Touches(Touch::Reads) => format!("reads {on}"),
            What::Touches(Touch::Writes) => format!("writes {on}"),
            What::Blocks(blocks) => blocked_by(blocks).to_owned(),
        };
        let own = effect.trace.iter().map(|at| self.place(self.krate.call_span(*at)));
        let beyond = effect.beyond.iter().flat_map(|beyond| self.krate.steps_beyond(beyond));
        let beyond = beyond.map(|step| format!("{} {}:{}:{}", step.package, step.file, step.from.0, step.from.1));
        let way: Vec<String> = own.chain(beyond).collect();
        format!("{what} {}{}", way.join(" > "), if effect.sure { "" } else { ", sometimes" })
    }

    /// A place as a function's callers see it: `self.gates`, `shelf.gates` of its parameter `shelf`.
    fn place_seen_outside(&self, place: &Place, body: BodyId) -> String {
        let root = match place.root {
            Root::Receiver => "self".to_owned(),
            Root::Param(n) => self.param_name(body, n),
            Root::Static(def) => self.krate.text(self.krate.index.def(def).name).to_owned(),
            Root::Outside(path) => self.krate.text(path).to_owned(),
            Root::Local(binding) => self.krate.text(self.krate.index.binding(binding).name).to_owned(),
            Root::Temp(_) => "?".to_owned(),
        };
        self.krate.with_steps(root, &place.path)
    }

    fn param_name(&self, body: BodyId, n: u32) -> String {
        use crate::model::source::tables::Origin;
        let file = self.krate.index.body(body).file;
        let mut bindings = self.krate.index.bindings_in(file);
        let own = bindings.find(|(_, binding)| binding.body == body && binding.origin == Origin::Param(n));
        own.map_or(format!("parameter {n}"), |(_, binding)| self.krate.text(binding.name).to_owned())
    }
}

fn blocked_by(blocks: Blocks) -> &'static str {
    match blocks {
        Blocks::Sleep => "blocks by a sleep",
        Blocks::Receive => "blocks by a receive",
        Blocks::Future => "blocks by a future",
        Blocks::Other => "blocks",
    }
}
