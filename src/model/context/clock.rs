//! Whether the clock of code is the real one: a test can pause it, or run in a simulation.

use crate::model::Base;
use crate::model::library::reads::virtual_clock;
use crate::model::source::tables::{DefId, ExprAt};
use crate::syntax::tree::ItemKind;

impl Base {
    /// Whether a function's attributes say that its clock is virtual, or its body pauses the clock.
    pub(in crate::model) fn virtual_time(&self, at: ExprAt) -> bool {
        let Some(def) = self.def_of(self.body_at(at)) else { return false };
        let info = self.index.def(def);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        let by_attr = item.attrs.iter().any(|a| virtual_clock(self.text(a.path), self.text(a.args)));
        by_attr || (matches!(item.kind, ItemKind::Fn(_)) && self.pauses_clock(def))
    }

    fn pauses_clock(&self, def: DefId) -> bool {
        let Some(body) = self.index.def(def).body else { return false };
        let Some(block) = self.root_block(body) else { return false };
        let mut found = false;
        self.each_in_block(self.index.body(body).file, block, &mut |here| {
            if matches!(self.kind(here), crate::syntax::tree::ExprKind::Call { .. })
                && self.known_call(here) == Some(crate::model::library::Call::VirtualTime)
            {
                found = true;
            }
            !found
        });
        found
    }
}
