//! The solver of what calls do: facts of bodies that depend on the bodies they call, bottom-up over the call graph.
//!
//! A fact is made when it is first asked for, and what it asks of other bodies is found on the way. Bodies that ask one
//! another in a circle are solved together: from nothing, in the order of the source, again and again until nothing
//! changes. So the answer hangs neither on who was asked first nor on how deep the question stood.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread;

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::source::memo::Memo;
use crate::model::source::tables::BodyId;

/// How often a circle is gone round at most. Facts only grow, so that it comes to rest long before.
const ROUNDS: usize = 64;

/// How often a large circle is gone round, times the number of its bodies. What is farther away than it is gone round then
/// is not known.
const STEPS: usize = 100_000;

/// How often any circle is gone round where it has to be.
const FEWEST: usize = 4;

/// How many calls away from a body something may lie of which it is told: nobody follows more of them, and a circle of calls
/// would tell each of its functions all that any of them does, with the whole way there.
pub(in crate::model) const FARTHEST: usize = 32;

/// How many questions may stand in one another on the stack of one thread; the next one goes on with a stack of its own.
const DEEPEST: usize = 2_000;

/// What such a stack may take, in bytes; only the pages that are used cost memory.
const STACK: usize = 32 << 20;

thread_local! {
    /// How many questions stand in one another on this thread, whatever they ask.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// What makes a body's fact, of the package and of what is known of other bodies.
pub(in crate::model) type Step<'s, F> = &'s (dyn Fn(&mut Solver<'_, F>, BodyId) -> F + Sync);

/// What can be found out of a body.
pub(in crate::model) trait Fact: Clone + PartialEq + Default + Send {}

impl<F: Clone + PartialEq + Default + Send> Fact for F {}

/// The bodies whose facts are being made, by Tarjan's algorithm: those of a circle stay on the stack until its first one is
/// done.
pub(in crate::model) struct Solver<'b, F> {
    pub base: &'b Base,
    kept: &'b Memo<BodyId, F>,
    step: Step<'b, F>,
    numbers: FxHashMap<BodyId, usize>,
    stack: Vec<BodyId>,
    found: FxHashMap<BodyId, F>,
    /// The lowest number on the stack that was asked for since the body at hand was begun.
    low: usize,
    /// The bodies that the one at hand has asked for and that are not settled.
    asked: Vec<BodyId>,
}

/// The fact of a body: the one that is kept, or made by `step`. In a circle a body that is not known yet is taken to have
/// the default.
pub(in crate::model) fn solve<F: Fact>(base: &Base, kept: &Memo<BodyId, F>, step: Step<'_, F>, body: BodyId) -> F {
    let numbers = FxHashMap::default();
    let (stack, found, asked) = (Vec::new(), FxHashMap::default(), Vec::new());
    Solver { base, kept, step, numbers, stack, found, low: usize::MAX, asked }.ask(body)
}

impl<F: Fact> Solver<'_, F> {
    /// What is known of a body that the one at hand calls.
    pub fn ask(&mut self, body: BodyId) -> F {
        if let Some(known) = self.kept.get(&body) {
            return known;
        }
        self.asked.push(body);
        match self.numbers.get(&body) {
            Some(&number) => {
                self.low = self.low.min(number);
                self.so_far(body)
            }
            None => self.visit_deeper(body),
        }
    }

    /// What is known so far of a body whose fact is being made.
    pub fn so_far(&self, body: BodyId) -> F {
        self.found.get(&body).cloned().unwrap_or_default()
    }

    /// Whether all that can be known of a body is known; not so while it waits for one of its circle.
    pub fn is_settled(&self, body: BodyId) -> bool {
        self.kept.get(&body).is_some()
    }

    /// Visits a body, on another stack where this one has no room left. Chains of calls may be as long as a program is.
    fn visit_deeper(&mut self, body: BodyId) -> F {
        let depth = DEPTH.get();
        if depth < DEEPEST {
            DEPTH.set(depth + 1);
            let _leave = Leave(depth);
            return self.visit(body);
        }
        thread::scope(|scope| {
            let deeper = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || self.visit(body));
            // Where no thread can be had, nothing is left to do but to fail, and the run says so.
            let deeper = deeper.unwrap_or_else(|error| panic!("no thread could be started ({error})"));
            deeper.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }

    fn visit(&mut self, body: BodyId) -> F {
        let number = self.numbers.len();
        self.numbers.insert(body, number);
        self.stack.push(body);
        let outer = std::mem::replace(&mut self.low, usize::MAX);
        let (fact, _) = self.made(body);
        self.found.insert(body, fact);
        let low = self.low;
        self.low = outer.min(low);
        if low < number {
            return self.so_far(body);
        }
        let from = self.stack.iter().rposition(|other| *other == body).unwrap_or_default();
        if low == number {
            self.settle(from);
        }
        self.low = outer;
        for body in self.stack.split_off(from) {
            if let Some(fact) = self.found.remove(&body) {
                self.kept.keep(body, fact);
            }
        }
        self.kept.get(&body).unwrap_or_default()
    }

    /// The fact that a body has by what is known, and whose facts it has asked for that may change still.
    fn made(&mut self, body: BodyId) -> (F, Vec<BodyId>) {
        let outer = std::mem::take(&mut self.asked);
        let fact = (self.step)(self, body);
        (fact, std::mem::replace(&mut self.asked, outer))
    }

    /// Solves the circle that stands on the stack from here on. What is met for the first time meanwhile, since an answer
    /// has changed, becomes a part of it. Where nothing has changed of what a body has asked for, nothing changes for it.
    fn settle(&mut self, from: usize) {
        for body in &self.stack[from..] {
            self.found.remove(body);
        }
        let mut rest = Rest::default();
        let mut circle = Vec::new();
        for _ in 0..(STEPS / (self.stack.len() - from)).clamp(FEWEST, ROUNDS) {
            circle = self.stack[from..].to_vec();
            circle.sort();
            let mut changed = false;
            for &body in &circle {
                if rest.is_at_rest(body) {
                    continue;
                }
                let begun = rest.now;
                let (fact, asked) = self.made(body);
                let is_new = self.found.get(&body) != Some(&fact);
                rest.make(body, begun, asked, is_new);
                if is_new {
                    self.found.insert(body, fact);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
        for &body in &circle {
            self.base.cut_circles.keep((circle[0], body), ());
        }
    }
}

/// Sets the depth back, also when a question fails.
struct Leave(usize);

impl Drop for Leave {
    fn drop(&mut self) {
        DEPTH.set(self.0);
    }
}

/// Which bodies of a circle have come to rest for now.
#[derive(Default)]
struct Rest {
    /// How often a fact has changed so far.
    now: usize,
    /// For each body when its fact changed last.
    changed: FxHashMap<BodyId, usize>,
    /// For each body when its fact was begun to be made last, and whose facts it asked for.
    made: FxHashMap<BodyId, (usize, Vec<BodyId>)>,
}

impl Rest {
    /// Whether a body's fact was made, and nothing has changed since of what it was made of; it is made of itself, too.
    fn is_at_rest(&self, body: BodyId) -> bool {
        let Some((begun, asked)) = self.made.get(&body) else { return false };
        let same = |other: &BodyId| self.changed.get(other).is_none_or(|changed| changed <= begun);
        same(&body) && asked.iter().all(same)
    }

    /// Puts down that a body's fact was made, and whether it is another than before.
    fn make(&mut self, body: BodyId, begun: usize, mut asked: Vec<BodyId>, is_new: bool) {
        if is_new {
            self.now += 1;
            self.changed.insert(body, self.now);
        }
        asked.sort();
        asked.dedup();
        self.made.insert(body, (begun, asked));
    }
}
