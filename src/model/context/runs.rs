//! How often code runs in a process, over everything that calls it or is given it: up to `main`, an initialiser, or
//! callers from outside.
//!
//! The graph of callers is taken apart into its strongly connected parts, so nothing limits how many calls lie between,
//! and what calls itself runs many times. What is asked here is an upper bound: that code can run once does not say that
//! it does.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Base;
use crate::model::context::ways::{Times, Way};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::Span;

/// How often code runs in the life of a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Runs {
    /// Nothing that runs leads to it.
    Never,
    /// So many times at most: once for each place that leads to it.
    AtMost(u32),
    /// Once for each item of collections that are there when the process gets to them.
    EachItem,
    /// Once for each owner: a field of it tells whether that has been done.
    EachOwner,
    /// It is handed to something that is not followed.
    Unknown,
    /// As often as others like.
    Many,
}

/// What decides how often code runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// `main`, or what an attribute makes of it.
    Entry(Span),
    /// The value of a static, or what fills a cell once.
    Initialiser(Span),
    /// A static that only the first caller gets past.
    Flag(Span),
    /// A field that only the first call gets past.
    OwnFlag(Span),
    /// A loop over a collection.
    Collection(Span),
    /// A loop that others feed, or without an end.
    Loop(Span),
    /// It is given to a call that may run it again and again.
    Callback(Span),
    /// It leads to itself.
    Recursion(Span),
    /// Code outside of the package, or the system, can call it.
    Outside(Span),
    /// Nothing in the program calls it.
    Uncalled(Span),
    /// Where it is handed on to something that is not followed.
    HandedOn(Span),
}

impl Cause {
    /// The place that decides.
    pub fn span(self) -> Span {
        match self {
            Cause::Entry(at)
            | Cause::Initialiser(at)
            | Cause::Flag(at)
            | Cause::OwnFlag(at)
            | Cause::Collection(at)
            | Cause::Loop(at)
            | Cause::Callback(at)
            | Cause::Recursion(at)
            | Cause::Outside(at)
            | Cause::Uncalled(at)
            | Cause::HandedOn(at) => at,
        }
    }
}

/// How often code runs, and why.
#[derive(Clone, Debug)]
pub struct HowOften {
    pub runs: Runs,
    pub cause: Cause,
    /// The calls that lead from the cause to the code, outermost first.
    pub chain: Vec<Span>,
}

/// The answer for a body: with the place through which what decides comes to it, and the body there, where that does not
/// decide itself.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ran {
    runs: Runs,
    cause: Cause,
    through: Option<(ExprAt, Option<BodyId>)>,
}

impl Runs {
    /// Both one and the other.
    fn and(self, other: Runs) -> Runs {
        match (self, other) {
            (Runs::AtMost(a), Runs::AtMost(b)) => Runs::AtMost(a.saturating_add(b)),
            (a, b) if a.rank() >= b.rank() => a,
            (_, b) => b,
        }
    }

    fn rank(self) -> u8 {
        match self {
            Runs::Never => 0,
            Runs::AtMost(_) => 1,
            Runs::EachItem => 2,
            Runs::EachOwner => 3,
            Runs::Unknown => 4,
            Runs::Many => 5,
        }
    }
}

impl Ran {
    /// Both one and the other: the one that runs more often decides, of equals the first.
    fn and(self, other: Ran) -> Ran {
        let decides = if self.runs.rank() >= other.runs.rank() { self } else { other };
        Ran { runs: self.runs.and(other.runs), ..decides }
    }

    /// What runs so many times whenever this runs, at a place in this body.
    fn times(self, times: Times, at: ExprAt, body: BodyId) -> Ran {
        let (more, cause) = match times {
            Times::Once => return Ran { through: Some((at, Some(body))), ..self },
            Times::EachItem(cause) => (Runs::EachItem, cause),
            Times::Again(cause) => (Runs::Many, cause),
        };
        // A loop that is seen says more than callers that are not.
        let unseen = more == Runs::Many && matches!(self.cause, Cause::Outside(_));
        match self.runs == Runs::Never || self.runs.rank() >= more.rank() && !unseen {
            true => Ran { through: Some((at, Some(body))), ..self },
            false => Ran { runs: more, cause, through: Some((at, None)) },
        }
    }
}

impl Base {
    /// How often an expression is evaluated in a process.
    pub(in crate::model) fn how_often(&self, at: ExprAt) -> HowOften {
        let ran = Solver::new(self).of_way(self.way_at(at));
        let mut chain = Vec::new();
        let (mut next, mut seen) = (ran.through, FxHashSet::default());
        while let Some((call, body)) = next {
            if call != at {
                chain.push(self.call_span(call));
            }
            next = body.filter(|body| seen.insert(*body)).and_then(|body| self.ran(body).through);
        }
        chain.reverse();
        HowOften { runs: ran.runs, cause: ran.cause, chain }
    }

    /// How often a body runs in a process.
    fn ran(&self, body: BodyId) -> Ran {
        self.ran.get(&body).unwrap_or_else(|| Solver::new(self).of(body))
    }
}

/// One search through the callers of a body, by Tarjan's method without recursion.
struct Solver<'c> {
    krate: &'c Base,
    ways: FxHashMap<BodyId, Vec<Way>>,
    /// The order in which bodies were come to.
    number: FxHashMap<BodyId, u32>,
    /// The first of them that a body on the stack leads back to.
    lowest: FxHashMap<BodyId, u32>,
    stack: Vec<BodyId>,
    done: FxHashMap<BodyId, Ran>,
}

impl<'c> Solver<'c> {
    fn new(krate: &'c Base) -> Solver<'c> {
        Solver {
            krate,
            ways: FxHashMap::default(),
            number: FxHashMap::default(),
            lowest: FxHashMap::default(),
            stack: Vec::new(),
            done: FxHashMap::default(),
        }
    }

    fn of_way(&mut self, way: Way) -> Ran {
        match way {
            Way::Start(runs, cause) => Ran { runs, cause, through: None },
            Way::From { body, at, times } => self.of(body).times(times, at, body),
        }
    }

    fn of(&mut self, body: BodyId) -> Ran {
        if let Some(known) = self.known(body) {
            return known;
        }
        let mut path = vec![(self.enter(body), 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let way = self.ways[&at].get(*next).copied();
            *next += 1;
            match way {
                Some(Way::From { body: to, .. }) => match (self.known(to), self.number.get(&to).copied()) {
                    (Some(_), _) => {}
                    (None, Some(number)) => self.leads_back(at, number),
                    (None, None) => path.push((self.enter(to), 0)),
                },
                Some(Way::Start(..)) => {}
                None => {
                    path.pop();
                    let lowest = self.lowest[&at];
                    if lowest == self.number[&at] {
                        self.close(at);
                    } else if let Some((outer, _)) = path.last() {
                        self.leads_back(*outer, lowest);
                    }
                }
            }
        }
        self.done[&body]
    }

    fn known(&self, body: BodyId) -> Option<Ran> {
        self.done.get(&body).copied().or_else(|| self.krate.ran.get(&body))
    }

    fn enter(&mut self, body: BodyId) -> BodyId {
        let number = self.number.len() as u32;
        self.number.insert(body, number);
        self.lowest.insert(body, number);
        self.stack.push(body);
        self.ways.insert(body, self.krate.ways_to(body));
        body
    }

    fn leads_back(&mut self, body: BodyId, number: u32) {
        let lowest = self.lowest.entry(body).or_insert(number);
        *lowest = number.min(*lowest);
    }

    /// Answers for a part whose bodies all lead to one another, once everything that leads into it is answered.
    fn close(&mut self, first: BodyId) {
        let from = self.stack.iter().rposition(|&body| body == first).unwrap_or_default();
        let mut part: Vec<BodyId> = self.stack.split_off(from);
        // In the order of the source: who was asked first decides nothing.
        part.sort();
        let back = part.iter().flat_map(|body| &self.ways[body]).find_map(|way| match way {
            Way::From { body, at, .. } if part.contains(body) => Some(*at),
            _ => None,
        });
        let mut whole: Option<Ran> = None;
        for &body in &part {
            let ran = self.beside_part(body, &part);
            match back {
                None => {
                    self.done.insert(body, self.krate.ran.keep(body, ran));
                }
                Some(_) => whole = Some(whole.map_or(ran, |whole| whole.and(ran))),
            }
        }
        if let (Some(back), Some(whole)) = (back, whole) {
            let again = Cause::Recursion(self.krate.call_span(back));
            let ran = match whole.runs {
                Runs::AtMost(_) | Runs::EachItem => Ran { runs: Runs::Many, cause: again, through: None },
                Runs::Never | Runs::EachOwner | Runs::Unknown | Runs::Many => Ran { through: None, ..whole },
            };
            for body in part {
                self.done.insert(body, self.krate.ran.keep(body, ran));
            }
        }
    }

    /// How often a body runs by what leads to it from outside of its part.
    fn beside_part(&self, body: BodyId, part: &[BodyId]) -> Ran {
        let info = self.krate.index.body(body);
        let span = info.def.map_or(info.span, |def| self.krate.index.def(def).span);
        let never = Ran { runs: Runs::Never, cause: Cause::Uncalled(span), through: None };
        let ways = self.ways[&body].iter().filter_map(|way| match *way {
            Way::Start(runs, cause) => Some(Ran { runs, cause, through: None }),
            Way::From { body, .. } if part.contains(&body) => None,
            Way::From { body, at, times } => self.known(body).map(|ran| ran.times(times, at, body)),
        });
        ways.reduce(Ran::and).unwrap_or(never)
    }
}
