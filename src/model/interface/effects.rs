//! What functions do to locks and to their thread, as their callers in other packages can name it.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::effects::summary;
use crate::model::flow;
use crate::model::interface::Seen;
use crate::model::library::what::What;
use crate::model::names::siblings::interface::{Effect, Part, Place, Root};
use crate::model::source::tables::{BodyId, DefId};

/// The functions from which a call is reached that does something to a lock or to its thread.
pub(super) fn doers(krate: &Base) -> FxHashSet<DefId> {
    let own = |at| krate.def_of(krate.body_at(at));
    let mut newest: Vec<DefId> = krate.doing_calls().into_iter().filter_map(own).collect();
    let mut all: FxHashSet<DefId> = newest.iter().copied().collect();
    while !newest.is_empty() {
        let callers = newest.iter().flat_map(|&def| krate.callers(def)).filter_map(own);
        newest = callers.filter(|&def| all.insert(def)).collect();
    }
    all
}

impl Seen<'_> {
    /// What a function does when it is called, or its future awaited.
    pub(super) fn effects(&self, def: DefId) -> Vec<Effect> {
        let Some((function, code)) = self.code(def) else { return Vec::new() };
        let summary = self.krate.summary(code);
        summary.effects.iter().filter_map(|effect| self.effect(effect, function)).collect()
    }

    /// The lock whose guard a function gives.
    pub(super) fn gives_guard_of(&self, def: DefId) -> Option<Place> {
        let (function, code) = self.code(def)?;
        self.place(&self.krate.lock_given_by(code)?, function)
    }

    /// The body of a function that does anything, and the code that runs when it is called or its future awaited. Of one
    /// that the project speaks of nobody looks into the body.
    fn code(&self, def: DefId) -> Option<(BodyId, BodyId)> {
        let krate = self.krate;
        let function = krate.index.def(def).body?;
        if !self.doers.contains(&def) || krate.declared_path(def).is_some() {
            return None;
        }
        let gives_future = krate.gives_future(def);
        let code = if gives_future { krate.code_of_function(def)? } else { function };
        (krate.runs_at_call(code) != gives_future).then_some((function, code))
    }

    fn effect(&self, effect: &summary::Effect, function: BodyId) -> Option<Effect> {
        let on = match (&effect.on, effect.what) {
            (Some(place), _) => Some(self.place(place, function)?),
            (None, What::Blocks(_)) => None,
            (None, What::Locks(..) | What::Touches(_)) => return None,
        };
        let own = effect.trace.iter().map(|&at| self.call(at));
        let beyond = effect.beyond.iter().flat_map(|beyond| self.krate.steps_beyond(beyond)).cloned();
        let trace = own.chain(beyond).collect();
        Some(Effect {
            what: effect.what,
            on,
            sure: effect.sure,
            needs: effect.needs,
            recursive: effect.recursive,
            trace,
        })
    }

    /// A place in terms of the function's callers.
    fn place(&self, place: &flow::Place, function: BodyId) -> Option<Place> {
        let place = self.krate.place_for_callers(place, function)?;
        let root = match place.root {
            flow::Root::Receiver => Root::Receiver,
            flow::Root::Param(n) => Root::Param(n),
            flow::Root::Static(def) => Root::Static(self.path(def)?),
            flow::Root::Outside(path) => Root::Static(self.krate.text(path).to_owned()),
            flow::Root::Local(_) | flow::Root::Temp(_) => return None,
        };
        let name = |name| self.krate.text(name).to_owned();
        let part = |step: &flow::Step| match *step {
            flow::Step::Field(field) => Part::Field(name(field)),
            flow::Step::Tuple(n) => Part::Tuple(n),
            flow::Step::Variant(variant, n) => Part::Variant(name(variant), n),
            flow::Step::Element => Part::Element,
            flow::Step::Inside => Part::Inside,
        };
        Some(Place { root, path: place.path.iter().map(part).collect() })
    }
}
