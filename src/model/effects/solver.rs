//! The solver of what calls do: facts of bodies that depend on the bodies they call, bottom-up over the call graph.
//!
//! A fact is made when it is first asked for, and what it asks of other bodies is found on the way. Bodies that ask one
//! another in a circle are solved together: from nothing, in the order of the source, again and again until nothing
//! changes. So the answer hangs neither on who was asked first nor on how deep the question stood.

use rustc_hash::FxHashMap;

use crate::model::Base;
use crate::model::source::memo::Memo;
use crate::model::source::tables::BodyId;

/// How often a circle is gone round at most. Facts only grow, so that it comes to rest long before.
const ROUNDS: usize = 64;

/// How many calls away from a body something may lie of which it is told: nobody follows more of them, and a circle of calls
/// would tell each of its functions all that any of them does, with the whole way there.
pub(in crate::model) const FARTHEST: usize = 32;

/// How deep questions may stand in one another. A chain of calls that is longer is cut there: what is behind does nothing.
const DEEPEST: usize = 20_000;

/// What makes a body's fact, of the package and of what is known of other bodies.
pub(in crate::model) type Step<'s, F> = &'s dyn Fn(&mut Solver<'_, F>, BodyId) -> F;

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
    depth: usize,
}

/// The fact of a body: the one that is kept, or made by `step`. In a circle a body that is not known yet is taken to have
/// the default.
pub(in crate::model) fn solve<F: Clone + PartialEq + Default>(
    base: &Base,
    kept: &Memo<BodyId, F>,
    step: Step<'_, F>,
    body: BodyId,
) -> F {
    let numbers = FxHashMap::default();
    let (stack, found) = (Vec::new(), FxHashMap::default());
    Solver { base, kept, step, numbers, stack, found, low: usize::MAX, depth: 0 }.ask(body)
}

impl<F: Clone + PartialEq + Default> Solver<'_, F> {
    /// What is known of a body that the one at hand calls.
    pub fn ask(&mut self, body: BodyId) -> F {
        if let Some(known) = self.kept.get(&body) {
            return known;
        }
        match self.numbers.get(&body) {
            Some(&number) => {
                self.low = self.low.min(number);
                self.so_far(body)
            }
            None if self.depth == DEEPEST => F::default(),
            None => self.visit(body),
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

    fn visit(&mut self, body: BodyId) -> F {
        let number = self.numbers.len();
        self.numbers.insert(body, number);
        self.stack.push(body);
        let outer = std::mem::replace(&mut self.low, usize::MAX);
        self.depth += 1;
        let fact = (self.step)(self, body);
        self.depth -= 1;
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

    /// Solves the circle that stands on the stack from here on. What is met for the first time meanwhile, since an answer
    /// has changed, becomes a part of it.
    fn settle(&mut self, from: usize) {
        for body in &self.stack[from..] {
            self.found.remove(body);
        }
        for _ in 0..ROUNDS {
            let mut circle = self.stack[from..].to_vec();
            circle.sort();
            let mut changed = false;
            for body in circle {
                let fact = (self.step)(self, body);
                changed |= self.found.get(&body) != Some(&fact);
                self.found.insert(body, fact);
            }
            if !changed {
                return;
            }
        }
    }
}
