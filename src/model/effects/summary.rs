//! What a call of the package does to locks and to its thread: summaries over the call graph.
//!
//! A summary is what a body does by itself and through the calls that it makes, with the places of a callee put in terms
//! of its caller. Bodies that call one another in a circle are solved together, bottom-up; the set of effects is finite, so
//! that a circle comes to rest. A body's summary is made when it is first asked for.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::beyond::Beyond;
use crate::model::effects::needs::Needs;
use crate::model::effects::solver::{self, FARTHEST, Solver};
use crate::model::flow::points::Point;
use crate::model::flow::{NodeId, NodeKind, Place, Root, Step};
use crate::model::library::locks::{self, Acquire, How};
use crate::model::library::what::{Blocks, What};
use crate::model::library::{self, Call, ReceiveHow, calls, steps};
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin, Step as Taken};
use crate::syntax::tree::ExprKind;

/// How long a path of fields may be: a function that goes on with a field of what it was given could make it longer with
/// each call, and a circle of such calls would never come to rest.
const DEEPEST: usize = 8;

/// How many effects a summary tells apart; a device model that goes through every kind of device it may have has no more
/// to say with each further one (learnt from propolis).
const MOST: usize = 256;

/// Something that code does, and how it comes to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    pub what: What,
    /// To what: a place rooted at a parameter, the receiver or a static. `None` where that is not known.
    pub on: Option<Place>,
    /// Whether every path through the code does it.
    pub sure: bool,
    /// The flag that the code must be given so that it does it; `None` where no flag alone decides that.
    pub(in crate::model) needs: Needs,
    /// Whether it may follow a read of the same thread, whoever waits to write.
    pub recursive: bool,
    /// The calls that lead there, outermost first; the last one is what does it, or calls the sibling's function that does.
    pub trace: Vec<ExprAt>,
    /// Where a sibling's function does it.
    pub beyond: Option<Beyond>,
}

/// All that is known of what a body does.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Summary {
    pub effects: Vec<Effect>,
}

impl Summary {
    /// What is taken from a body that calls the one at hand in turn. A place that comes round to the same field lies in
    /// another value of that type, as in a tree, and there is one for each way down it.
    fn around(self: Arc<Self>) -> Arc<Summary> {
        let stays = |effect: &Effect| effect.on.as_ref().is_none_or(|place| !goes_round(&place.path));
        match self.effects.iter().all(stays) {
            true => self,
            false => {
                Arc::new(Summary { effects: self.effects.iter().filter(|effect| stays(effect)).cloned().collect() })
            }
        }
    }
}

/// Whether a path goes through a field twice.
fn goes_round(path: &[Step]) -> bool {
    path.iter().enumerate().any(|(n, step)| !matches!(step, Step::Element | Step::Inside) && path[..n].contains(step))
}

impl Point<'_> {
    /// Whether its thread is blocked there until something happens, by itself or by what is called.
    pub fn blocks(self) -> bool {
        let effects = self.base.effects_at(self.body, self.node);
        effects.iter().any(|effect| matches!(effect.what, What::Blocks(_)))
    }
}

impl Base {
    /// What a body does when it runs: when it is called, or, for a future, polled.
    pub(in crate::model) fn summary(&self, body: BodyId) -> Arc<Summary> {
        solver::solve(self, &self.summaries, &summarise, body)
    }

    /// What happens at a node of a body, in terms of that body: by the call itself, and by what it calls.
    pub(in crate::model) fn effects_at(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        self.effects_asking(body, node, &mut |inner| self.summary(inner), &|_| true)
    }

    /// The same by what `ask` knows of others, without those of their effects that nobody `wants`.
    fn effects_asking(
        &self,
        body: BodyId,
        node: NodeId,
        ask: &mut dyn FnMut(BodyId) -> Arc<Summary>,
        wants: &dyn Fn(&Effect) -> bool,
    ) -> Vec<Effect> {
        let mut found = self.own_effects(body, node);
        if let Some((call, callee)) = self.runs_at(body, node) {
            let inner = ask(callee);
            let wanted = inner.effects.iter().filter(|effect| wants(effect));
            found.extend(wanted.filter_map(|effect| self.seen_by_caller(effect, call, callee)));
        }
        for (call, closure) in self.closures_run_at(body, node) {
            let inner = ask(closure);
            found.extend(inner.effects.iter().filter_map(|effect| self.seen_around(effect, call, closure)));
        }
        for one in self.runs_together_at(body, node) {
            let inner = ask(one.code);
            found.extend(inner.effects.iter().filter_map(|effect| self.seen_together(effect, one)));
        }
        for one in self.possible_at(body, node) {
            let inner = ask(one.code);
            found.extend(inner.effects.iter().filter_map(|effect| self.seen_possible(effect, one)));
        }
        found
    }

    /// The closures of a body that a library's method runs at a node, if it runs them.
    pub(super) fn closures_run_at(&self, body: BodyId, node: NodeId) -> Vec<(ExprAt, BodyId)> {
        let NodeKind::Eval(id) = self.flow(body).node(node).kind else { return Vec::new() };
        let call = ExprAt { file: self.index.body(body).file, id };
        self.closures_run_by(call).into_iter().map(|closure| (call, closure)).collect()
    }

    /// The code of the package that a node runs to its end, with the call that gives it its arguments: a function that is
    /// called, a future that is awaited.
    pub(in crate::model) fn runs_at(&self, body: BodyId, node: NodeId) -> Option<(ExprAt, BodyId)> {
        let file = self.index.body(body).file;
        match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => {
                let at = ExprAt { file, id };
                let code = match self.callee(at) {
                    Callee::Def(def) => self.index.def(def).body,
                    _ => self.index.body_of(self.called_closure(at)?),
                };
                Some((at, code.filter(|&b| self.runs_at_call(b))?))
            }
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return None };
                let inner = ExprAt { file, id: *inner };
                Some((inner, self.code_of(inner).filter(|&b| !self.runs_at_call(b))?))
            }
            _ => None,
        }
    }

    /// What a node does by itself: the calls of libraries and of siblings.
    fn own_effects(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        match self.library_effects(body, node) {
            none if none.is_empty() => self.sibling_effects(body, node),
            known => known,
        }
    }

    fn library_effects(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        let file = self.index.body(body).file;
        let effect = |what, on, at| {
            vec![Effect { what, on, sure: true, needs: None, recursive: false, trace: vec![at], beyond: None }]
        };
        let locks = |acquire: Acquire, at| {
            let mut found = effect(What::Locks(acquire.guard.mode, acquire.how), self.lock_place(at), at);
            found.iter_mut().for_each(|effect| effect.recursive = acquire.recursive);
            found
        };
        match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => {
                let at = ExprAt { file, id };
                if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
                    return Vec::new();
                }
                if let Some(acquire) = self.acquired_by(at) {
                    return match acquire.how {
                        How::Blocks | How::Panics => locks(acquire, at),
                        _ => Vec::new(),
                    };
                }
                if let Callee::Method(ty, name) = self.callee(at)
                    && let Some(touch) = locks::touches(&ty, self.text(name))
                {
                    return effect(What::Touches(touch), self.lock_place(at), at);
                }
                match self.blocking_call(at) {
                    Some(blocks) => effect(What::Blocks(blocks), None, at),
                    None => Vec::new(),
                }
            }
            NodeKind::Await(id) => {
                let ExprKind::Await(inner) = self.kind(ExprAt { file, id }) else { return Vec::new() };
                let at = self.made_from(ExprAt { file, id: *inner });
                match self.acquired_by(at) {
                    Some(acquire) if acquire.how == How::Awaits => locks(acquire, at),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The calls that do something to a lock or to their thread, themselves or as a sibling's function, in the order of the
    /// source.
    pub(in crate::model) fn doing_calls(&self) -> Vec<ExprAt> {
        let has = |name: &str| self.names.find(name).is_some() || self.siblings.has_lock(name);
        let blocking = library::blocking_names();
        let may = |name: &str| {
            locks::may_acquire(name, has)
                || locks::may_touch(name, has)
                || blocking.binary_search(&name).is_ok()
                || self.siblings.does(name)
        };
        let names = self.calls_by_name.keys().copied().filter(|name| may(self.text(*name)));
        let mut calls = self.calls_named(names);
        calls.retain(|&at| self.does(at));
        calls
    }

    /// Whether a call does something to a lock or to its thread, when it is made or awaited.
    fn does(&self, at: ExprAt) -> bool {
        let touches = || match self.callee(at) {
            Callee::Method(ty, name) => locks::touches(&ty, self.text(name)).is_some(),
            _ => false,
        };
        match self.acquired_by(at) {
            Some(acquire) => matches!(acquire.how, How::Blocks | How::Panics | How::Awaits),
            None => touches() || self.blocking_call(at).is_some() || self.sibling_does(at),
        }
    }

    /// What a call blocks its thread by, of itself.
    pub(in crate::model) fn blocking_call(&self, at: ExprAt) -> Option<Blocks> {
        match self.known_call(at) {
            Some(Call::Sleep(row)) if row.blocking => Some(Blocks::Sleep),
            Some(Call::BlockOn) => Some(Blocks::Future),
            Some(Call::Blocks) => Some(Blocks::Other),
            _ if self.method_name(at) == Some(calls::READS_BY_BLOCKING) && self.body_called(at).is_none() => {
                Some(Blocks::Other)
            }
            _ => {
                let Callee::Method(ty, name) = self.callee(at) else { return None };
                if *ty == *library::THREAD_HANDLE && steps::waits_for_receiver(self.text(name)) {
                    return Some(Blocks::Other);
                }
                let (kind, _) = library::end_of_type(&ty)?;
                (library::receive_method(kind, self.text(name)) == Some(ReceiveHow::Block)).then_some(Blocks::Receive)
            }
        }
    }

    /// The lock that a call takes: its receiver, or the first argument of an associated function.
    pub(in crate::model) fn lock_place(&self, call: ExprAt) -> Option<Place> {
        let lock = match self.kind(call) {
            ExprKind::Method(method) => method.receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            _ => return None,
        };
        self.identity(ExprAt { id: lock, ..call })
    }

    /// A callee's effect as its caller sees it; `None` where it is about what the caller cannot have.
    pub(super) fn seen_by_caller(&self, effect: &Effect, call: ExprAt, callee: BodyId) -> Option<Effect> {
        if effect.trace.len() >= FARTHEST {
            return None;
        }
        let on = match &effect.on {
            Some(place) => Some(self.place_at_call(place, call, callee)?),
            None => None,
        };
        let needs = self.needs_at_call(effect.needs, call)?;
        let trace = std::iter::once(call).chain(effect.trace.iter().copied()).collect();
        Some(Effect { on, needs, trace, ..effect.clone() })
    }

    /// What a closure does that a library's method may run, as the body around it sees it; `None` where it is about what
    /// the method gives the closure.
    fn seen_around(&self, effect: &Effect, call: ExprAt, closure: BodyId) -> Option<Effect> {
        let given = |place: &Place| matches!(place.root, Root::Receiver | Root::Param(_));
        if effect.needs.is_some() || effect.on.as_ref().is_some_and(given) {
            return None;
        }
        let around = self.seen_by_caller(effect, call, closure)?;
        Some(Effect { sure: false, ..around })
    }

    /// A place of a callee in terms of its caller: what stands for the parameter or receiver that it begins at.
    pub(in crate::model) fn place_at_call(&self, place: &Place, call: ExprAt, callee: BodyId) -> Option<Place> {
        match place.root {
            // A block or closure sees the variables of the body around it.
            Root::Local(binding) if !self.within_body(self.index.binding(binding).body, callee) => Some(place.clone()),
            _ => self.place_given(place, call),
        }
    }

    /// The same of a place that says by itself where its callers have it.
    pub(super) fn place_given(&self, place: &Place, call: ExprAt) -> Option<Place> {
        let given = match place.root {
            Root::Static(_) | Root::Outside(_) => return Some(place.clone()),
            Root::Receiver => match self.kind(call) {
                ExprKind::Method(method) => ExprAt { id: method.receiver, ..call },
                // `Type::method(value)` gives the receiver as its first argument.
                ExprKind::Call { args, .. } => ExprAt { id: *args.first()?, ..call },
                _ => return None,
            },
            Root::Param(n) => self.argument_for(call, n)?,
            Root::Local(_) | Root::Temp(_) => return None,
        };
        self.place_within(given, place)
    }

    /// What lies in a value where a place lies in that by which its callee has it.
    pub(super) fn place_within(&self, given: ExprAt, place: &Place) -> Option<Place> {
        let base = self.identity(given)?;
        let path: Box<[Step]> = base.path.iter().chain(place.path.iter()).copied().collect();
        (path.len() <= DEEPEST).then_some(Place { root: base.root, path })
    }

    /// A place of a body as its callers can name it.
    pub(in crate::model) fn place_for_callers(&self, place: &Place, body: BodyId) -> Option<Place> {
        let Root::Local(binding) = place.root else { return Some(place.clone()) };
        let root = self.variable_for_callers(binding, body)?;
        Some(place.path.iter().fold(root, |outer, step| outer.then(*step)))
    }

    /// A variable of a body as its callers can name it: what they give it, or the part of that which a pattern takes.
    fn variable_for_callers(&self, binding: BindingId, body: BodyId) -> Option<Place> {
        let info = self.index.binding(binding);
        let given = |root| Place { root, path: Box::from([]) };
        if info.body != body {
            return (!self.within_body(info.body, body)).then_some(given(Root::Local(binding)));
        }
        let fixed = !info.mutable && !info.steps.contains(&Taken::Element);
        match info.origin {
            Origin::SelfParam => Some(given(Root::Receiver)),
            Origin::Param(n) if info.steps.is_empty() || fixed => {
                Some(self.part_taken(given(Root::Param(n)), &info.steps))
            }
            _ => None,
        }
    }
}

/// What is done to a place that all code calls the same, whatever flag it is given.
fn known_everywhere(effect: &Effect) -> Option<(What, Place)> {
    let on = effect.on.as_ref().filter(|on| matches!(on.root, Root::Static(_) | Root::Outside(_)))?;
    effect.needs.is_none().then(|| (effect.what, on.clone()))
}

/// The summary of a body, of the library's calls in it and of what the solver knows of the package's own.
fn summarise(solver: &mut Solver<'_, Arc<Summary>>, body: BodyId) -> Arc<Summary> {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut summary = Summary { effects: solver.so_far(body).effects.clone() };
    let mut everywhere: FxHashSet<(What, Place)> = FxHashSet::default();
    let mut news: Vec<(What, Place)> = summary.effects.iter().filter_map(known_everywhere).collect();
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        if summary.effects.len() >= MOST {
            break;
        }
        let known = &mut |inner| match solver.ask(inner) {
            summary if solver.is_settled(inner) => summary,
            summary => summary.around(),
        };
        everywhere.extend(news.drain(..));
        // A lock that everybody calls the same is known already wherever it comes from.
        let all = &everywhere;
        let wants = |effect: &Effect| effect.on.as_ref().is_none_or(|on| !all.contains(&(effect.what, on.clone())));
        for effect in base.effects_asking(body, node, known, &wants) {
            let on = match &effect.on {
                Some(place) => base.place_for_callers(place, body),
                None => None,
            };
            let about_own = effect.on.is_some() && on.is_none();
            let at = effect.trace.first().copied();
            let needs = effect.needs.or_else(|| base.needs_of(body, at?));
            let is_known = |known: &Effect| {
                known.what == effect.what && known.on == on && (known.needs.is_none() || known.needs == needs)
            };
            if !about_own && summary.effects.len() < MOST && !summary.effects.iter().any(is_known) {
                let sure =
                    effect.sure && flow.paths(flow.start).reaching(|n| n == flow.end).without(|n| n == node).is_none();
                let effect = Effect { on, sure, needs, ..effect };
                news.extend(known_everywhere(&effect));
                summary.effects.push(effect);
            }
        }
    }
    summary.effects.shrink_to_fit();
    Arc::new(summary)
}
