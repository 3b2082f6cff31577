//! The concurrency map of a package, made of its facts: nodes for its nouns, edges for what does what to what.
//!
//! Nothing is found out here: each node and edge is what a fact answers, and where that has no answer the map says so.
//! Who does something is the task that runs the place, as `context/task.rs` tells; where none is in sight it is the
//! function.

mod channels;
mod closures;
mod ends;
mod locks;
mod outside;
mod owner;
pub mod rules;
mod sets;
mod signals;
mod started;
mod stops;
mod timeline;
mod timers;

use rustc_hash::FxHashMap;

use crate::map::{Does, Edge, Map, Node, What};
use crate::model::Crate;
use crate::model::context::task::Tasks;
use crate::model::effects::locking::LockName;
use crate::model::library::Call;
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, DefId, ExprAt, FileNo, Origin};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name};

/// How many tasks may run a piece of code so that each of them is said to do what it does.
const RUNNERS: usize = 6;

impl Crate {
    /// Its map, without marks and in the order in which the facts were asked. `tasks` are those of this package.
    pub fn concurrency_map(&self, tasks: &Tasks<'_>) -> Map<Span> {
        self.drawn(tasks).map
    }

    fn drawn<'c>(&'c self, tasks: &'c Tasks<'c>) -> Draw<'c> {
        let mut draw = Draw {
            krate: self,
            tasks,
            map: Map::default(),
            started: FxHashMap::default(),
            made: FxHashMap::default(),
            locks: FxHashMap::default(),
            functions: FxHashMap::default(),
            runners: FxHashMap::default(),
            channels: Vec::new(),
        };
        draw.draw_tasks();
        draw.draw_channels();
        draw.draw_locks();
        draw.draw_stops();
        draw.draw_signals();
        draw.draw_sets();
        draw.draw_timers();
        draw.give_to_others();
        draw.give_code();
        draw
    }

    /// The variable or field that what a call makes goes into, as it is or in a pointer.
    fn name_of_made(&self, at: ExprAt) -> Option<String> {
        let whole = self.whole_made(at);
        let variable =
            self.expr(whole).let_around().filter(|variable| variable.bound_value() == Some(self.expr(whole)));
        let field = || {
            let (owner, name) = self.field_of_literal(whole)?;
            Some(format!("{}.{}", self.text(self.index.def(owner).name), self.text(name)))
        };
        variable.map(|variable| variable.name().to_owned()).or_else(field)
    }

    /// The value that a call makes, with the pointers around it.
    fn whole_made(&self, at: ExprAt) -> ExprAt {
        let wraps = |outer: &ExprAt| match self.kind(*outer) {
            ExprKind::Call { args, .. } => args.len() == 1 && self.known_call(*outer) == Some(Call::Wrap),
            _ => false,
        };
        let wider = |inner: &ExprAt| self.parent_expr(*inner).filter(wraps);
        std::iter::successors(Some(at), wider).last().unwrap_or(at)
    }

    /// A function with the type that it belongs to: `Db::start`.
    fn name_on_map(&self, def: DefId) -> String {
        let info = self.index.def(def);
        let owner = info.owner.and_then(|owner| match self.impl_self(owner) {
            Res::Def(ty) if ty != def => Some(self.text(self.index.def(ty).name).to_owned()),
            Res::External(path) => path.rsplit("::").next().map(str::to_owned),
            _ => None,
        });
        let name = self.text(info.name);
        owner.map_or_else(|| name.to_owned(), |owner| format!("{owner}::{name}"))
    }
}

/// A map in the making.
struct Draw<'c> {
    krate: &'c Crate,
    tasks: &'c Tasks<'c>,
    map: Map<Span>,
    /// The nodes of tasks, by the span of the call that starts each.
    started: FxHashMap<Span, usize>,
    /// The nodes of what a call makes: channels, tokens, sets.
    made: FxHashMap<ExprAt, usize>,
    /// The nodes of the channels, by their places in the package's list.
    channels: Vec<usize>,
    locks: FxHashMap<LockKey, usize>,
    functions: FxHashMap<DefId, usize>,
    /// Who runs the code of a body.
    runners: FxHashMap<BodyId, Vec<usize>>,
}

/// What a lock is known by: what has it, else where and how it is written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum LockKey {
    Known(LockName),
    /// A static of another package, by its path.
    Outside(Name),
    /// An element of a tuple that a static is.
    Part(DefId, u32),
    /// What makes it.
    Made(ExprAt),
    Written(FileNo, Option<DefId>, String),
}

impl Draw<'_> {
    /// Adds a node that stands at an expression, and gives its number.
    fn draw_node(&mut self, at: ExprAt, span: Span, name: String, what: What<Span>) -> usize {
        let function = self.krate.def_of(self.krate.body_at(at));
        let function = function.map(|def| self.krate.name_on_map(def));
        self.put(at.file, span, function, self.krate.in_test(at), name, what)
    }

    fn put(
        &mut self,
        file: FileNo,
        at: Span,
        function: Option<String>,
        in_test: bool,
        name: String,
        what: What<Span>,
    ) -> usize {
        let file = self.krate.files[file.0 as usize].within.clone();
        let (id, package, findings, given, code) = (String::new(), String::new(), Vec::new(), Vec::new(), Vec::new());
        self.map.nodes.push(Node { id, package, file, function, name, at, in_test, what, findings, given, code });
        self.map.nodes.len() - 1
    }

    /// Says of all who run an expression that they do something to a node, or to what is not known and is written so.
    fn draw_edges(&mut self, kind: Does, by: ExprAt, at: Span, to: &[usize], text: &str) {
        let edge =
            Edge { kind, from: 0, to: None, text: text.to_owned(), at, in_test: false, waits: false, comes_by: None };
        self.draw_like(edge, by, to);
    }

    /// The same of what is done to an end of a channel or to a token, which may come from another package.
    fn draw_given(&mut self, kind: Does, call: (ExprAt, Span), on: ExprAt, to: &[usize], waits: bool) {
        let comes_by = if to.is_empty() { self.comes_from_outside(on) } else { None };
        let text = self.krate.place_text(on);
        let edge = Edge { kind, from: 0, to: None, text, at: call.1, in_test: false, waits, comes_by };
        if let Some(pairs) = self.pairs_by_callers(call.0, on, to) {
            let in_test = self.krate.in_test(call.0);
            let one = |(from, to): (usize, usize)| Edge { from, to: Some(to), in_test, ..edge.clone() };
            self.map.edges.extend(pairs.into_iter().map(one));
            return;
        }
        self.draw_like(edge, call.0, to);
    }

    /// Who does something to which channel, where several functions each give one of several to the function that does it;
    /// `None` where the callers do not tell that of all of them.
    fn pairs_by_callers(&mut self, at: ExprAt, on: ExprAt, to: &[usize]) -> Option<Vec<(usize, usize)>> {
        let who = self.runners_of(at);
        if to.len() < 2 || who.len() < 2 {
            return None;
        }
        let krate = self.krate;
        let info = krate.index.binding(krate.index.local(krate.without_refs(on))?);
        let Origin::Param(number) = info.origin else { return None };
        let def = krate.index.body(info.body).def.filter(|def| krate.index.def(*def).body == Some(info.body))?;
        let mut pairs = Vec::new();
        for call in krate.without_tests(def, krate.callers(def).into_iter()) {
            let given = krate.argument_for(call, number)?;
            let (_, side) = krate.end_on_map(given)?;
            let (from, ends) = (self.runners_of(call), self.channels_behind(given, side));
            pairs.extend(from.iter().flat_map(|from| ends.iter().map(|to| (*from, *to))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let all = |one: &dyn Fn(&(usize, usize)) -> usize, wanted: &[usize]| {
            wanted.iter().all(|node| pairs.iter().any(|pair| one(pair) == *node))
        };
        (all(&|pair| pair.0, &who) && all(&|pair| pair.1, to)).then_some(pairs)
    }

    /// This edge from all who run an expression, to each of these nodes.
    fn draw_like(&mut self, edge: Edge<Span>, by: ExprAt, to: &[usize]) {
        let in_test = self.krate.in_test(by);
        for from in self.runners_of(by) {
            let all = to.iter().map(|to| Some(*to)).chain(to.is_empty().then_some(None));
            let edges = all.map(|to| Edge { from, to, in_test, ..edge.clone() });
            self.map.edges.extend(edges);
        }
    }

    /// The nodes of the tasks that run an expression; of a function where none is in sight, or too many are.
    fn runners_of(&mut self, at: ExprAt) -> Vec<usize> {
        self.runners_within(self.krate.body_at(at), self.krate.span(at))
    }

    /// The same of a place in a body.
    fn runners_within(&mut self, body: BodyId, at: Span) -> Vec<usize> {
        if let Some(known) = self.runners.get(&body) {
            return known.clone();
        }
        if let Some(calls) = self.krate.calls_of_closure(body) {
            return self.runners_of_closure(body, &calls);
        }
        let around = self.tasks.around(at);
        let mut found: Vec<usize> =
            around.tasks.iter().filter_map(|task| self.started.get(&task.spawn).copied()).collect();
        found.sort_unstable();
        found.dedup();
        if around.others || found.is_empty() || found.len() > RUNNERS {
            found = match found.len() {
                n if n > RUNNERS => Vec::new(),
                _ => found,
            };
            found.extend(self.function_around(body));
        }
        self.runners.insert(body, found.clone());
        found
    }

    /// The node of the function that a body belongs to.
    fn function_around(&mut self, body: BodyId) -> Option<usize> {
        let def = self.krate.def_of(body)?;
        if let Some(known) = self.functions.get(&def) {
            return Some(*known);
        }
        let (info, name) = (self.krate.index.def(def), self.krate.name_on_map(def));
        let node = self.put(info.file, info.span, Some(name.clone()), info.test, name, What::Function);
        self.functions.insert(def, node);
        Some(node)
    }
}
