//! Whether a lock is taken again while a guard of it is held: in the same body, or in what the body calls.

use crate::model::effects::summary::Effect;
use crate::model::facts::guard::Guard;
use crate::model::flow::{NodeId, NodeKind};
use crate::model::library::locks::{LockKind, Mode, Touch};
use crate::model::library::vocabulary;
use crate::model::library::what::What;
use crate::model::names::siblings;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::ExprAt;
use crate::model::values::live::Held;
use crate::syntax::Span;

/// A lock is taken while it is held.
#[derive(Clone, Debug)]
pub struct Again {
    /// The call or await in the guard's own body.
    pub(in crate::model) at: ExprAt,
    /// Where it happens: the call in the guard's own body.
    pub span: Span,
    /// The calls that lead from there to the one that takes the lock, outermost first; empty where the body does it.
    pub chain: Vec<Span>,
    /// The places in siblings that lead on from there, where the last call is of a sibling's function.
    pub beyond: Vec<siblings::Step>,
    /// Where the closure that does it is given to the function that has the guard, and runs it under the guard.
    pub given: Option<Span>,
    /// Whether the one that takes it only reads.
    pub reads: bool,
    /// Whether the guard is held there on every path.
    pub surely: bool,
    /// Whether every path through what is called takes the lock.
    pub always: bool,
}

impl Again {
    /// Whether the guard's own body takes the lock again, and not what it calls.
    pub fn by_itself(&self) -> bool {
        self.chain.is_empty() && self.beyond.is_empty() && self.given.is_none()
    }
}

impl Guard<'_> {
    /// Where the lock of this guard is taken again while the guard is held. What waits for nobody is left out: another
    /// reader where readers share, a recursive read.
    pub fn taken_again(self) -> Asked<Again> {
        if self.data.row.lock.reentrant || self.lock_kind() == LockKind::Semaphore {
            return Err(Silence::NotMine);
        }
        let Some(lock) = &self.data.lock else {
            return Err(Silence::Unknown("which lock this is", self.span()));
        };
        let life = self.life()?;
        let mut inside = None;
        for (node, held) in life.points() {
            // Control only comes to these; an effect is of a call or an await.
            let id = match life.flow.node(node).kind {
                NodeKind::Eval(id) | NodeKind::Await(id) => id,
                _ => continue,
            };
            let effects = self.krate.effects_at(life.body, node);
            let again = |effect: &&Effect| {
                effect.on.as_ref() == Some(lock)
                    && self.is_in_the_way(effect)
                    && !self.krate.is_excluded(effect)
                    && !effects.iter().any(|first| self.stops_before(node, first, effect))
            };
            if let Some(effect) = effects.iter().find(again) {
                return Ok(self.again(node, effect, held));
            }
            inside = inside.or_else(|| {
                let done = self.done_inside(ExprAt { id, ..self.data.at }).into_iter();
                let mut again =
                    done.filter(|one| self.is_in_the_way(&one.effect) && !self.krate.is_excluded(&one.effect));
                again
                    .next()
                    .map(|one| Again { given: Some(one.given.call_span()), ..self.again(node, &one.effect, held) })
            });
        }
        inside.ok_or(Silence::NotMine)
    }

    /// Where the code says that it deadlocks on purpose: a comment at either of the two, or the name of the test.
    pub fn meant_to_deadlock(self, again: &Again) -> Option<Span> {
        let krate = self.krate;
        let here = [self.data.at, again.at].into_iter();
        let remarks = here.filter_map(|at| krate.remark_at(krate.stmt_of(at)?));
        let said = remarks.into_iter().find(|remark| vocabulary::means_deadlock(&remark.words()));
        let named = || {
            let def = krate.def_of(krate.body_at(self.data.at)).filter(|_| self.in_test())?;
            let info = krate.index.def(def);
            vocabulary::names_deadlock(krate.text(info.name)).then_some(info.span)
        };
        said.map(|remark| remark.span).or_else(named)
    }

    /// Whether the code that a node runs never comes to an effect, since it surely takes another lock before it that this body
    /// holds as well: `a.read().is_new() || b.read().is_new()` with `a` and `b` locked.
    fn stops_before(self, node: NodeId, first: &Effect, effect: &Effect) -> bool {
        let krate = self.krate;
        let apart = first.trace.iter().zip(&effect.trace).find(|(one, other)| one != other);
        let comes_first = apart.is_some_and(|(one, other)| {
            krate.body_at(*one) == krate.body_at(*other) && krate.span(*one).start < krate.span(*other).start
        });
        let in_its_way = |other: Guard<'_>| {
            other.data.at != self.data.at
                && other.data.lock == first.on
                && other.is_in_the_way(first)
                && krate.held_at(other, node) == Some(Held::Yes)
        };
        comes_first
            && first.sure
            && first.on.is_some()
            && krate.guards_of_body(krate.body_at(self.data.at)).any(in_its_way)
    }

    /// Whether an effect has to wait for this guard.
    fn is_in_the_way(self, effect: &Effect) -> bool {
        let shared = self.mode() == Mode::Shared;
        match effect.what {
            What::Locks(Mode::Shared, _) => match self.mode() {
                Mode::Exclusive => true,
                Mode::Upgradable => false,
                Mode::Shared => !self.data.row.lock.reads_again && !effect.recursive,
            },
            What::Locks(Mode::Upgradable, _) => !shared,
            What::Locks(Mode::Exclusive, _) => true,
            What::Touches(Touch::Reads) => self.mode() == Mode::Exclusive,
            What::Touches(Touch::Writes) => true,
            What::Blocks(_) => false,
        }
    }

    /// Whether a variable has the guard inside something else.
    fn is_put_inside(self) -> bool {
        self.krate.route(self.data.value).carriers.iter().any(|carrier| !carrier.path.is_empty())
    }

    fn again(self, node: NodeId, effect: &Effect, held: Held) -> Again {
        let span = |at: &ExprAt| self.krate.call_span(*at);
        let first = effect.trace.first().map_or(self.span(), span);
        let flow = self.krate.flow(self.krate.body_at(self.data.at));
        let id = flow.node(node).kind.expr().unwrap_or(self.data.at.id);
        Again {
            at: ExprAt { id, ..self.data.at },
            span: first,
            chain: effect.trace.iter().skip(1).map(span).collect(),
            beyond: effect.beyond.iter().flat_map(|beyond| self.krate.steps_beyond(beyond)).cloned().collect(),
            given: None,
            reads: matches!(effect.what, What::Locks(Mode::Shared, _) | What::Touches(Touch::Reads)),
            // Code that takes the lock each time looks first whether there is a guard where it puts it.
            surely: held == Held::Yes && !(effect.trace.first() == Some(&self.data.at) && self.is_put_inside()),
            always: effect.sure,
        }
    }
}
