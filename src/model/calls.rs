//! Who calls whom, what code a future or closure stands for, and whether that code ever ends.
//!
//! Summaries follow calls inside the package to a small depth; what is beyond is unknown, and unknown code ends.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Crate;
use super::dictionary::{self, Call};
use super::flow::{Leave, NodeId, NodeKind};
use super::index::{BodyId, BodyKind, DefId, ExprAt, Origin, Root};
use super::names::Res;
use super::types::Ty;
use crate::syntax::tree::{BlockId, Bound, ExprId, ExprKind, ItemKind, MacroBody, Name, Tree};

/// What a call calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A function of the package.
    Def(DefId),
    /// A function of a library, by its path in the dictionary's spelling.
    External(Arc<str>),
    /// A method of a library's type: the type's path, the method.
    Method(Arc<str>, Name),
    /// A method or associated function of a type that is not known.
    Unnamed(Name),
    Unknown,
}

/// Whether code ever ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It reaches a loop that nothing leaves: the loop, and the calls that lead to it, outermost first.
    Endless { turn: ExprAt, chain: Vec<ExprAt> },
    /// It can be left here.
    Ends(Exit),
    /// Nothing in it repeats for ever, as far as can be seen.
    NoLoop,
}

/// A way out of a loop or body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exit {
    pub how: ExitHow,
    pub at: ExprAt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitHow {
    Leave(Leave),
    /// A panic or the end of the process.
    Diverge,
    /// `unwrap()` on what a channel gives: it panics when the channel has closed.
    ClosedUnwrap,
}

/// How many calls inside the package are followed.
pub const DEPTH: u32 = 4;

/// The bodies whose ending is being looked for on this thread.
#[derive(Default)]
struct InProgress {
    bodies: Vec<BodyId>,
    /// Whether one of them was met again.
    circular: bool,
}

thread_local! {
    static IN_PROGRESS: RefCell<InProgress> = RefCell::default();
}

/// The calls and method calls of a package by their last name.
pub(in crate::model) fn by_name(index: &super::index::Index, trees: &[&Tree]) -> FxHashMap<Name, Vec<ExprAt>> {
    let mut found: FxHashMap<Name, Vec<ExprAt>> = FxHashMap::default();
    for (n, (file, tree)) in index.files.iter().zip(trees).enumerate() {
        for &id in &file.calls {
            let name = match &tree.exprs[id.0 as usize].kind {
                ExprKind::Method(method) => method.name,
                ExprKind::Call { callee, .. } => match &tree.exprs[callee.0 as usize].kind {
                    ExprKind::Path(path) => match path.segments.last() {
                        Some(last) => last.name,
                        None => continue,
                    },
                    _ => continue,
                },
                _ => continue,
            };
            found.entry(name).or_default().push(ExprAt { file: super::index::FileNo(n as u32), id });
        }
    }
    found
}

impl Crate {
    /// What a call or method call calls.
    pub(in crate::model) fn callee(&self, at: ExprAt) -> Callee {
        if let Some(known) = self.callees.lock().unwrap_or_else(|e| e.into_inner()).get(&at) {
            return known.clone();
        }
        let callee = self.callee_fresh(at);
        self.callees.lock().unwrap_or_else(|e| e.into_inner()).insert(at, callee.clone());
        callee
    }

    fn callee_fresh(&self, at: ExprAt) -> Callee {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => self.called_path(ExprAt { id: *callee, ..at }),
            ExprKind::Method(method) => {
                let receiver = self.type_of(ExprAt { id: method.receiver, ..at });
                if let Some(def) = self.method_def(&receiver, method.name) {
                    return Callee::Def(def);
                }
                match self.head(&receiver) {
                    Ty::Ext(path, _) => Callee::Method(path, method.name),
                    _ => Callee::Unnamed(method.name),
                }
            }
            _ => Callee::Unknown,
        }
    }

    fn called_path(&self, path: ExprAt) -> Callee {
        if self.index.local(path).is_some() {
            return Callee::Unknown;
        }
        match self.res(path) {
            Res::Def(def) if matches!(self.index.def(def).kind, super::index::DefKind::Fn) => Callee::Def(def),
            Res::External(path) => Callee::External(path),
            Res::Assoc(_, name) => Callee::Unnamed(name),
            Res::Unknown | Res::SelfType(_) => match self.kind(path) {
                ExprKind::Path(p) => p.segments.last().map_or(Callee::Unknown, |s| Callee::Unnamed(s.name)),
                _ => Callee::Unknown,
            },
            _ => Callee::Unknown,
        }
    }

    /// What a call does, when the dictionary knows it.
    pub(in crate::model) fn known_call(&self, at: ExprAt) -> Option<Call> {
        match self.callee(at) {
            Callee::External(path) => dictionary::function(&path),
            Callee::Method(ty, name) => dictionary::method(&ty, self.text(name)),
            _ => None,
        }
    }

    /// Every place where a fact can start, in the order of the source.
    pub(in crate::model) fn calls(&self) -> impl Iterator<Item = ExprAt> + '_ {
        self.index
            .files
            .iter()
            .enumerate()
            .flat_map(|(n, file)| file.calls.iter().map(move |&id| ExprAt { file: super::index::FileNo(n as u32), id }))
    }

    /// Every call that the dictionary knows, in the order of the source.
    pub(in crate::model) fn known_calls(&self) -> impl Iterator<Item = (ExprAt, Call)> + '_ {
        let names = dictionary::call_names().filter_map(|text| self.names.find(text)).chain(self.aliases());
        self.calls_named(names).into_iter().filter_map(|at| self.known_call(at).map(|call| (at, call)))
    }

    /// The calls and method calls whose last name is one of these, in the order of the source.
    pub(in crate::model) fn calls_named(&self, names: impl IntoIterator<Item = Name>) -> Vec<ExprAt> {
        let mut wanted: Vec<Name> = names.into_iter().collect();
        wanted.sort();
        wanted.dedup();
        let mut found: Vec<ExprAt> =
            wanted.iter().filter_map(|name| self.calls_by_name.get(name)).flatten().copied().collect();
        found.sort_by_key(|&at| (at.file, self.call_span(at).start));
        found
    }

    /// The names of the package's functions that make a call of one of these names, through as many calls as `rounds`; sorted.
    pub(in crate::model) fn names_around(&self, seeds: &[&str], rounds: u32) -> Vec<Name> {
        let mut found: Vec<Name> = Vec::new();
        let mut newest: Vec<Name> = seeds.iter().filter_map(|text| self.names.find(text)).collect();
        for _ in 0..rounds {
            let mut next: Vec<Name> = self
                .calls_named(newest.iter().copied())
                .into_iter()
                .filter_map(|at| self.def_of(self.body_at(at)))
                .map(|def| self.index.def(def).name)
                .collect();
            next.sort();
            next.dedup();
            next.retain(|name| found.binary_search(name).is_err());
            found.extend(&next);
            found.sort();
            newest = next;
        }
        found
    }

    /// Names under which functions of libraries are imported that are called otherwise there.
    pub(in crate::model) fn aliases(&self) -> Vec<Name> {
        let mut found = Vec::new();
        for import in self.index.scopes.iter().flat_map(|s| &s.imports) {
            let (_, path) = self.import_path(*import);
            if let (Bound::Name(name), Some(last)) = (import.bound, path.last())
                && name != *last
            {
                found.push(name);
            }
        }
        found
    }

    /// The arguments of a call, without the receiver.
    pub(in crate::model) fn args(&self, at: ExprAt) -> &[ExprId] {
        match self.kind(at) {
            ExprKind::Call { args, .. } => args,
            ExprKind::Method(method) => &method.args,
            _ => &[],
        }
    }

    /// The name of a method call.
    pub(in crate::model) fn method_name(&self, at: ExprAt) -> Option<&str> {
        match self.kind(at) {
            ExprKind::Method(method) => Some(self.text(method.name)),
            _ => None,
        }
    }

    /// The receiver of a method call.
    pub(in crate::model) fn receiver_of(&self, at: ExprAt) -> Option<ExprAt> {
        match self.kind(at) {
            ExprKind::Method(method) => Some(ExprAt { id: method.receiver, ..at }),
            _ => None,
        }
    }

    /// The expression that a variable was made from, through variables that only rename it.
    pub(in crate::model) fn made_from(&self, at: ExprAt) -> ExprAt {
        let mut now = at;
        for _ in 0..8 {
            let Some(binding) = self.index.local(now) else { return now };
            let binding = self.index.binding(binding);
            match binding.origin {
                Origin::Value(value) if binding.steps.is_empty() => now = ExprAt { file: binding.file, id: value },
                _ => return now,
            }
        }
        now
    }

    /// The code that a future, closure or function stands for: what runs when it is awaited or called.
    pub(in crate::model) fn code_of(&self, at: ExprAt) -> Option<BodyId> {
        self.code_at(at, 10)
    }

    fn code_at(&self, at: ExprAt, depth: u32) -> Option<BodyId> {
        if depth == 0 {
            return None;
        }
        match self.kind(at) {
            ExprKind::Async { .. } => self.index.body_of.get(&at).copied(),
            ExprKind::Closure(closure) => {
                let own = self.index.body_of.get(&at).copied();
                // `|| async { … }` runs the block, not the closure around it.
                match self.kind(ExprAt { id: closure.body, ..at }) {
                    ExprKind::Async { .. } => self.index.body_of.get(&ExprAt { id: closure.body, ..at }).copied(),
                    _ => own,
                }
            }
            ExprKind::Path(_) => match self.index.local(at) {
                Some(_) => {
                    let made = self.made_from(at);
                    if made == at { None } else { self.code_at(made, depth - 1) }
                }
                None => match self.res(at) {
                    Res::Def(def) => self.code_of_def(def, depth),
                    _ => None,
                },
            },
            ExprKind::Call { .. } => match self.known_call(at) {
                Some(Call::Wrap) => self.code_at(ExprAt { id: *self.args(at).first()?, ..at }, depth - 1),
                _ => match self.callee(at) {
                    Callee::Def(def) => self.code_of_def(def, depth),
                    _ => None,
                },
            },
            ExprKind::Method(method) => match self.text(method.name) {
                "boxed"
                | "boxed_local"
                | "instrument"
                | "in_current_span"
                | "fuse"
                | "into_future"
                | "or_current"
                | "with_current_context"
                | "map"
                | "unwrap_or_else"
                | "compat"
                | "catch_unwind"
                | "with_subscriber"
                    if !matches!(self.callee(at), Callee::Def(_)) =>
                {
                    self.code_at(ExprAt { id: method.receiver, ..at }, depth - 1)
                }
                _ => match self.callee(at) {
                    Callee::Def(def) => self.code_of_def(def, depth),
                    _ => None,
                },
            },
            ExprKind::Block { block, .. } => self.code_at(self.tail_of(at.file, *block)?, depth - 1),
            ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => {
                self.code_at(ExprAt { id: *operand, ..at }, depth - 1)
            }
            ExprKind::Macro(call) if self.macro_name(call) == "pin" => match &call.body {
                MacroBody::Args(args) => self.code_at(ExprAt { id: *args.first()?, ..at }, depth - 1),
                _ => None,
            },
            _ => None,
        }
    }

    /// The code of a function; of one that only gives a future, the future's.
    fn code_of_def(&self, def: DefId, depth: u32) -> Option<BodyId> {
        let body = self.index.def(def).body?;
        let info = self.index.body(body);
        if info.is_async {
            return Some(body);
        }
        let Root::Block(block) = info.root else { return Some(body) };
        let Some(tail) = self.tail_of(info.file, block) else { return Some(body) };
        let gives_future = matches!(self.kind(tail), ExprKind::Async { .. })
            || matches!(self.kind(tail), ExprKind::Call { .. }) && self.known_call(tail) == Some(Call::Wrap)
            || self.method_name(tail).is_some_and(|m| matches!(m, "boxed" | "boxed_local" | "instrument"));
        if gives_future && let Some(inner) = self.code_at(tail, depth - 1) { Some(inner) } else { Some(body) }
    }

    /// Whether a function's code runs at the call, not when its future is awaited.
    fn runs_at_call(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        let entry = info.kind == BodyKind::Fn && info.def.is_some_and(|d| self.is_entry(d));
        entry || (!info.is_async && !matches!(info.kind, BodyKind::Async(_)))
    }

    /// Whether an attribute such as `#[tokio::main]` makes an async function one that runs when it is called.
    pub(in crate::model) fn is_entry(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let item = &self.tree(info.file).items[info.item.0 as usize];
        item.attrs.iter().any(|a| self.text(a.path).ends_with("::main"))
    }

    /// Whether a body ever ends, through calls inside the package.
    pub(in crate::model) fn ending(&self, body: BodyId) -> Ending {
        self.ending_deep(body, DEPTH)
    }

    fn ending_deep(&self, body: BodyId, depth: u32) -> Ending {
        if let Some(known) = self.endings.lock().unwrap_or_else(|e| e.into_inner()).get(&(body, depth)) {
            return known.clone();
        }
        // A body that calls itself is taken to end while it is looked at; what hangs on that is not kept.
        if IN_PROGRESS.with_borrow(|p| p.bodies.contains(&body)) {
            IN_PROGRESS.with_borrow_mut(|p| p.circular = true);
            return Ending::NoLoop;
        }
        IN_PROGRESS.with_borrow_mut(|p| p.bodies.push(body));
        let ending = self.ending_fresh(body, depth);
        let keep = IN_PROGRESS.with_borrow_mut(|p| {
            p.bodies.pop();
            let whole = p.bodies.is_empty();
            let keep = whole || !p.circular;
            p.circular &= !whole;
            keep
        });
        if keep {
            self.endings.lock().unwrap_or_else(|e| e.into_inner()).insert((body, depth), ending.clone());
        }
        ending
    }

    fn ending_fresh(&self, body: BodyId, depth: u32) -> Ending {
        let flow = self.flow(body);
        let file = self.index.body(body).file;
        let at = |id: ExprId| ExprAt { file, id };
        let mut endless: Option<Ending> = None;
        let mut cuts = vec![false; flow.nodes.len()];
        let mut ways_out: Vec<(NodeId, Exit)> = Vec::new();
        let start = flow.reachable(flow.start, |_| true);
        for n in (0..flow.nodes.len() as u32).map(NodeId).filter(|n| start[n.0 as usize]) {
            match flow.node(n).kind {
                NodeKind::Leave(how, id) => ways_out.push((n, Exit { how: ExitHow::Leave(how), at: at(id) })),
                NodeKind::Diverge(id) => ways_out.push((n, Exit { how: ExitHow::Diverge, at: at(id) })),
                NodeKind::Eval(id) | NodeKind::Await(id) => {
                    let awaited = matches!(flow.node(n).kind, NodeKind::Await(_));
                    if self.panics_when_closed(at(id)) {
                        ways_out.push((n, Exit { how: ExitHow::ClosedUnwrap, at: at(id) }));
                    } else if depth > 0 && self.ends_process(at(id), depth) {
                        ways_out.push((n, Exit { how: ExitHow::Diverge, at: at(id) }));
                    } else if depth > 0
                        && let Some(inner) = self.endless_inside(at(id), awaited, depth)
                    {
                        endless.get_or_insert(inner);
                        cuts[n.0 as usize] = true;
                    }
                }
                _ => {}
            }
        }
        if let Some(endless) = endless {
            return endless;
        }
        let mut first_exit = None;
        for turn in &flow.turns {
            if !start[turn.head.0 as usize] {
                continue;
            }
            let from_here = flow.reachable(turn.head, |n| !cuts[n.0 as usize]);
            let out = ways_out.iter().find(|(n, exit)| {
                from_here[n.0 as usize] && (!matches!(exit.how, ExitHow::Leave(_)) || from_here[flow.end.0 as usize])
            });
            match out {
                Some((_, exit)) => first_exit = first_exit.or(Some(*exit)),
                None if from_here[flow.end.0 as usize] => {}
                None if self.waits_for_ever(flow, &from_here) => {}
                None => return Ending::Endless { turn: at(turn.expr), chain: Vec::new() },
            }
        }
        first_exit.map_or(Ending::NoLoop, Ending::Ends)
    }

    /// Whether a loop only stands before a future that never ends: it repeats nothing.
    fn waits_for_ever(&self, flow: &super::flow::Flow, from: &[bool]) -> bool {
        (0..flow.nodes.len()).any(|n| from[n] && matches!(flow.nodes[n].kind, NodeKind::Stuck(_)))
    }

    /// Whether a call of the package never returns because it ends the process or panics.
    fn ends_process(&self, at: ExprAt, depth: u32) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        let Some(body) = self.index.def(def).body.filter(|&b| self.runs_at_call(b)) else { return false };
        if IN_PROGRESS.with_borrow(|p| p.bodies.contains(&body)) || depth == 0 {
            return false;
        }
        let flow = self.flow(body);
        let seen = flow.reachable(flow.start, |_| true);
        let diverges = |n: usize| seen[n] && matches!(flow.nodes[n].kind, NodeKind::Diverge(_));
        !seen[flow.end.0 as usize] && (0..flow.nodes.len()).any(diverges)
    }

    /// When a call or await never comes back: the loop behind it, with this call first in the chain.
    fn endless_inside(&self, at: ExprAt, awaited: bool, depth: u32) -> Option<Ending> {
        let body = if awaited {
            let ExprKind::Await(inner) = self.kind(at) else { return None };
            self.code_of(ExprAt { id: *inner, ..at }).filter(|&b| !self.runs_at_call(b))?
        } else {
            match self.kind(at) {
                ExprKind::Call { .. } | ExprKind::Method(_) if self.known_call(at) == Some(Call::BlockOn) => {
                    self.code_of(ExprAt { id: *self.args(at).first()?, ..at })?
                }
                ExprKind::Call { .. } | ExprKind::Method(_) => match self.callee(at) {
                    Callee::Def(def) => self.index.def(def).body.filter(|&b| self.runs_at_call(b))?,
                    _ => return None,
                },
                ExprKind::Macro(call) if matches!(self.macro_name(call), "join" | "try_join") => {
                    return self.endless_argument(at, depth);
                }
                _ => return None,
            }
        };
        self.through(at, body, depth)
    }

    fn through(&self, at: ExprAt, body: BodyId, depth: u32) -> Option<Ending> {
        match self.ending_deep(body, depth - 1) {
            Ending::Endless { turn, chain } => {
                let chain = std::iter::once(at).chain(chain).collect();
                Some(Ending::Endless { turn, chain })
            }
            _ => None,
        }
    }

    fn endless_argument(&self, at: ExprAt, depth: u32) -> Option<Ending> {
        let ExprKind::Macro(call) = self.kind(at) else { return None };
        let MacroBody::Args(args) = &call.body else { return None };
        args.iter().find_map(|&arg| self.through(at, self.code_of(ExprAt { id: arg, ..at })?, depth))
    }

    /// `rx.recv().await.unwrap()`: on a channel the panic is the loop's way out.
    fn panics_when_closed(&self, at: ExprAt) -> bool {
        if !self.method_name(at).is_some_and(|m| matches!(m, "unwrap" | "expect")) {
            return false;
        }
        let mut inner = self.receiver_of(at);
        while let Some(now) = inner {
            match self.kind(now) {
                ExprKind::Await(id) => inner = Some(ExprAt { id: *id, ..now }),
                ExprKind::Method(_) => return self.receive_kind(now).is_some(),
                _ => return false,
            }
        }
        false
    }

    /// Whether an item's signature takes `&'static self`.
    pub(in crate::model) fn takes_static_self(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        matches!(&self.tree(info.file).items[info.item.0 as usize].kind,
            ItemKind::Fn(f) if f.receiver.is_some_and(|r| r.is_static))
    }

    /// The block at the root of a body, when it has one.
    pub(in crate::model) fn root_block(&self, body: BodyId) -> Option<BlockId> {
        match self.index.body(body).root {
            Root::Block(block) => Some(block),
            Root::Expr(id) => match self.kind(ExprAt { file: self.index.body(body).file, id }) {
                ExprKind::Block { block, .. } => Some(*block),
                _ => None,
            },
        }
    }
}
