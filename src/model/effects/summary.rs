//! What a call of the package does to locks and to its thread: summaries over the call graph.
//!
//! A summary is what a body does by itself and through the calls that it makes, with the places of a callee put in terms
//! of its caller. Bodies that call one another in a circle are solved together, bottom-up; the set of effects is finite, so
//! that a circle comes to rest. A body's summary is made when it is first asked for.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::solver::{self, Solver};
use crate::model::flow::points::Point;
use crate::model::flow::{NodeId, NodeKind, Place, Root, Step};
use crate::model::library::locks::{self, How, Mode, Touch};
use crate::model::library::{self, Call, ReceiveHow, steps};
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin};
use crate::syntax::tree::ExprKind;

/// How long a path of fields may be: a function that goes on with a field of what it was given could make it longer with
/// each call, and a circle of such calls would never come to rest.
const DEEPEST: usize = 8;

/// What code does, as far as others can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// It takes a lock, and waits for whoever holds it.
    Locks(Mode, How),
    /// It has a lock for as long as a call runs: a map is written to, a channel's value is replaced.
    Touches(Touch),
    /// It blocks its thread until something happens.
    Blocks(Blocks),
}

/// What a thread is blocked by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Blocks {
    Sleep,
    Receive,
    /// It runs a future to its end.
    Future,
    /// Something that the library table calls blocking: a join, a barrier, a process.
    Other,
}

/// Something that code does, and how it comes to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Effect {
    pub what: What,
    /// To what: a place rooted at a parameter, the receiver or a static. `None` where that is not known.
    pub on: Option<Place>,
    /// Whether every path through the code does it.
    pub sure: bool,
    /// The calls that lead there, outermost first; the last one is what does it.
    pub trace: Vec<ExprAt>,
}

/// All that is known of what a body does.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Summary {
    pub effects: Vec<Effect>,
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
    pub(in crate::model) fn summary(&self, body: BodyId) -> Summary {
        solver::solve(self, &self.summaries, &summarise, body)
    }

    /// What happens at a node of a body, in terms of that body: by the call itself, and by what it calls.
    pub(in crate::model) fn effects_at(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        let mut found = self.own_effects(body, node);
        if let Some((call, callee)) = self.runs_at(body, node) {
            let inner = self.summary(callee);
            found.extend(inner.effects.iter().filter_map(|effect| self.seen_by_caller(effect, call, callee)));
        }
        found
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

    /// What a node does by itself: the library's calls.
    fn own_effects(&self, body: BodyId, node: NodeId) -> Vec<Effect> {
        let file = self.index.body(body).file;
        let effect = |what, on, at| vec![Effect { what, on, sure: true, trace: vec![at] }];
        match self.flow(body).node(node).kind {
            NodeKind::Eval(id) => {
                let at = ExprAt { file, id };
                if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
                    return Vec::new();
                }
                if let Some(acquire) = self.acquired_by(at) {
                    return match acquire.how {
                        How::Blocks | How::Panics => {
                            effect(What::Locks(acquire.guard.mode, acquire.how), self.lock_place(at), at)
                        }
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
                let at = self.awaited_call(ExprAt { file, id: *inner });
                match self.acquired_by(at) {
                    Some(acquire) if acquire.how == How::Awaits => {
                        effect(What::Locks(acquire.guard.mode, How::Awaits), self.lock_place(at), at)
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The call whose future is awaited, through a variable that has it.
    fn awaited_call(&self, at: ExprAt) -> ExprAt {
        self.made_from(at)
    }

    fn blocking_call(&self, at: ExprAt) -> Option<Blocks> {
        match self.known_call(at) {
            Some(Call::Sleep(row)) if row.blocking => Some(Blocks::Sleep),
            Some(Call::BlockOn) => Some(Blocks::Future),
            Some(Call::Blocks) => Some(Blocks::Other),
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
    fn seen_by_caller(&self, effect: &Effect, call: ExprAt, callee: BodyId) -> Option<Effect> {
        let on = match &effect.on {
            Some(place) => Some(self.place_at_call(place, call, callee)?),
            None => None,
        };
        let trace = std::iter::once(call).chain(effect.trace.iter().copied()).collect();
        Some(Effect { on, trace, ..effect.clone() })
    }

    /// A place of a callee in terms of its caller: what stands for the parameter or receiver that it begins at.
    pub(in crate::model) fn place_at_call(&self, place: &Place, call: ExprAt, callee: BodyId) -> Option<Place> {
        let given = match place.root {
            Root::Static(_) => return Some(place.clone()),
            Root::Receiver => match self.kind(call) {
                ExprKind::Method(method) => ExprAt { id: method.receiver, ..call },
                // `Type::method(value)` gives the receiver as its first argument.
                ExprKind::Call { args, .. } => ExprAt { id: *args.first()?, ..call },
                _ => return None,
            },
            Root::Param(n) => self.argument_for(call, n)?,
            // A block or closure sees the variables of the body around it.
            Root::Local(binding) if !self.within_body(self.index.binding(binding).body, callee) => {
                return Some(place.clone());
            }
            Root::Local(_) | Root::Temp(_) => return None,
        };
        let base = self.identity(given)?;
        let path: Box<[Step]> = base.path.iter().chain(place.path.iter()).copied().collect();
        (path.len() <= DEEPEST).then_some(Place { root: base.root, path })
    }

    /// A place of a body as its callers can name it.
    pub(in crate::model) fn place_for_callers(&self, place: &Place, body: BodyId) -> Option<Place> {
        let Root::Local(binding) = place.root else { return Some(place.clone()) };
        let root = self.root_for_callers(binding, body)?;
        Some(Place { root, path: place.path.clone() })
    }

    fn root_for_callers(&self, binding: BindingId, body: BodyId) -> Option<Root> {
        let info = self.index.binding(binding);
        if info.body != body {
            return (!self.within_body(info.body, body)).then_some(Root::Local(binding));
        }
        match info.origin {
            Origin::SelfParam => Some(Root::Receiver),
            Origin::Param(n) if info.steps.is_empty() => Some(Root::Param(n)),
            _ => None,
        }
    }
}

/// The summary of a body, of the library's calls in it and of what the solver knows of the package's own.
fn summarise(solver: &mut Solver<'_, Summary>, body: BodyId) -> Summary {
    let base = solver.base;
    let flow = base.flow(body);
    let reached = flow.reachable(flow.start, |_| true);
    let mut summary = solver.so_far(body);
    for node in flow.ids().filter(|node| reached[node.0 as usize]) {
        let mut here = base.own_effects(body, node);
        if let Some((call, callee)) = base.runs_at(body, node) {
            let inner = solver.ask(callee);
            here.extend(inner.effects.iter().filter_map(|effect| base.seen_by_caller(effect, call, callee)));
        }
        for effect in here {
            let on = match &effect.on {
                Some(place) => base.place_for_callers(place, body),
                None => None,
            };
            let about_own = effect.on.is_some() && on.is_none();
            if !about_own && !summary.effects.iter().any(|known| known.what == effect.what && known.on == on) {
                let sure =
                    effect.sure && flow.paths(flow.start).reaching(|n| n == flow.end).without(|n| n == node).is_none();
                summary.effects.push(Effect { on, sure, ..effect });
            }
        }
    }
    summary
}
