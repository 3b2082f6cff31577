//! What hangs on the packages that use this one: a place that only they lead to.

use crate::model::Base;
use crate::model::callee;
use crate::model::context::ways::{Times, Way};
use crate::model::source::tables::{BodyKind, DefId, ExprAt};

impl Base {
    /// The public functions that alone lead to a place, where each call on the way is made once: how often the place is
    /// reached, the callers of these functions decide. `None` where code of the package has a say in it.
    pub(in crate::model) fn reached_from_outside(&self, at: ExprAt) -> Option<Vec<String>> {
        let def = self.def_of(self.body_at(at)).filter(|_| self.made_once(at))?;
        let mut found = Vec::new();
        self.ways_in(def, callee::DEPTH, &mut found)?;
        found.sort();
        found.dedup();
        Some(found)
    }

    /// Whether a place is come to once whenever the function around it runs, closures and blocks between included.
    pub(in crate::model) fn made_once(&self, at: ExprAt) -> bool {
        if !matches!(self.times_in_body(at), Times::Once) {
            return false;
        }
        let mut body = self.body_at(at);
        while !matches!(self.index.body(body).kind, BodyKind::Fn | BodyKind::Init) {
            match self.ways_to(body).as_slice() {
                [Way::From { body: outer, times: Times::Once, .. }] => body = *outer,
                _ => return false,
            }
        }
        true
    }

    fn ways_in(&self, def: DefId, depth: u32, found: &mut Vec<String>) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut callers = self.callers(def);
        callers.retain(|&call| !self.in_test(call));
        let info = self.index.def(def);
        let is_public = self.tree(info.file).items[info.item.0 as usize].public;
        match self.public_path(def).filter(|_| is_public) {
            Some(path) => found.push(path),
            None if callers.is_empty() => return None,
            None => {}
        }
        for call in callers {
            let by = self.def_of(self.body_at(call)).filter(|&by| by != def && self.made_once(call))?;
            if !self.begins_process(by) {
                self.ways_in(by, depth, found)?;
            }
        }
        Some(())
    }
}
