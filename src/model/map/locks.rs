//! Locks and semaphores on the map: who takes them, and what happens meanwhile.

use crate::map::{Across, Does, Edge, Lock, What};
use crate::model::Crate;
use crate::model::effects::locking::LockName;
use crate::model::facts::Guard;
use crate::model::flow::{NodeId, NodeKind, Place, Root};
use crate::model::library::locks::LockKind;
use crate::model::map::{Draw, LockKey};
use crate::model::source::tables::{BodyId, ExprAt, FileNo};
use crate::model::values::live::Held;
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind};

/// Through how many closures in one another it is followed what they call.
const CLOSURES: u32 = 3;

impl Draw<'_> {
    pub(super) fn draw_locks(&mut self) {
        let krate = self.krate;
        for guard in krate.guards().filter(|guard| excludes_others(guard.lock_kind())) {
            let node = self.node_of_lock(guard);
            let (held, calls) = (guard.held_on_map(), guard.calls_on_map());
            if let What::Lock(lock) = &mut self.map.nodes[node].what {
                lock.held.extend(held);
                lock.held.sort();
                lock.held.dedup();
                lock.calls.extend(calls);
                lock.calls.sort();
                lock.calls.dedup();
            }
            self.draw_edges(Does::Takes, guard.data.at, guard.span(), &[node], &guard.lock_text());
        }
        for nested in &krate.nested_locks().all {
            let (outer, inner) = nested.locks();
            let node = |name| self.locks.get(&LockKey::Known(name)).copied();
            let Some(from) = node(outer) else { continue };
            let at = nested.under();
            self.map.edges.push(Edge {
                kind: Does::HoldsWhile,
                from,
                to: node(inner),
                text: krate.name_of_place(inner),
                at: krate.call_span(at),
                in_test: krate.in_test(at),
                waits: false,
                comes_by: None,
            });
        }
    }

    fn node_of_lock(&mut self, guard: Guard<'_>) -> usize {
        let krate = self.krate;
        let at = guard.data.at;
        let written = || {
            let function = krate.def_of(krate.body_at(at));
            LockKey::Written(at.file, function, guard.lock_text().into_owned())
        };
        let key = krate.lock_name(at).map(LockKey::Known).or_else(|| krate.lock_outside(guard));
        let part = || krate.part_of_static(krate.receiver_of(at)?);
        let key = key.or_else(|| part().map(|(def, number)| LockKey::Part(def, number)));
        let key = key.or_else(|| krate.lock_made(guard)).unwrap_or_else(written);
        if let Some(known) = self.locks.get(&key) {
            // What is taken outside of tests as well is no matter of tests alone.
            self.map.nodes[*known].in_test &= krate.in_test(at);
            return *known;
        }
        let is_known = !matches!(key, LockKey::Written(..));
        let what = match guard.lock_kind() {
            LockKind::Semaphore => What::Semaphore,
            _ => What::Lock(Lock { kind: guard.kind_on_map(), is_known, held: Vec::new(), calls: Vec::new() }),
        };
        let node = match &key {
            LockKey::Known(name) => {
                let (file, span) = krate.place_of_lock(*name);
                let function = match name {
                    LockName::Local(binding) => krate.def_of(krate.index.binding(*binding).body),
                    _ => None,
                };
                let function = function.map(|def| krate.name_on_map(def));
                self.put(file, span, function, krate.in_test(at), krate.name_of_place(*name), what)
            }
            LockKey::Part(def, _) => {
                let name = LockName::Static(*def);
                let (file, span) = krate.place_of_lock(name);
                self.put(file, span, None, krate.in_test(at), krate.name_of_place(name), what)
            }
            LockKey::Made(made) => {
                let name = krate.name_of_made(*made).unwrap_or_else(|| guard.lock_text().into_owned());
                self.draw_node(*made, krate.span(*made), name, what)
            }
            LockKey::Outside(path) => {
                let last = krate.text(*path).rsplit("::").next().map(str::to_owned);
                self.draw_node(at, guard.span(), last.unwrap_or_default(), what)
            }
            LockKey::Written(_, _, text) => self.draw_node(at, guard.span(), text.clone(), what),
        };
        self.locks.insert(key, node);
        node
    }
}

/// Whether a lock of this sort keeps others waiting: no cell of one thread, no span of a log.
fn excludes_others(kind: LockKind) -> bool {
    match kind {
        LockKind::Mutex | LockKind::RwLock | LockKind::Map | LockKind::Semaphore | LockKind::Declared => true,
        LockKind::Cell | LockKind::Watch | LockKind::Span => false,
    }
}

impl Guard<'_> {
    /// The type of its lock; of a guard whose lock is not known its own.
    fn kind_on_map(self) -> String {
        match self.data.row.lock.path {
            "" => self.type_name().to_owned(),
            path => path.to_owned(),
        }
    }

    /// The functions of the package that are called while it is surely held, as far as they call something themselves.
    fn calls_on_map(self) -> Vec<(String, Span)> {
        let krate = self.krate;
        let Ok(life) = self.life() else { return Vec::new() };
        let mut found = Vec::new();
        for (node, _) in life.points().filter(|(_, held)| *held == Held::Yes) {
            krate.calls_run_at(life.body, node, CLOSURES, &mut found);
        }
        found
    }

    /// The awaits, and the calls that block, at which it is surely held.
    fn held_on_map(self) -> Vec<(Across, Span)> {
        let krate = self.krate;
        let Ok(points) = self.held_points() else { return Vec::new() };
        let mut found = Vec::new();
        for (point, _) in points.filter(|(_, held)| *held == Held::Yes) {
            let across = match point.kind() {
                NodeKind::Await(_) => Across::Await,
                NodeKind::Eval(_) if point.blocks() => Across::Blocking,
                _ => continue,
            };
            let Some(here) = point.expr() else { continue };
            let span = if across == Across::Await { here.await_span() } else { krate.call_span(here.at) };
            found.push((across, span));
        }
        found
    }
}

impl Crate {
    /// The functions of the package that a node calls, by itself or by closures that it runs, each with the place of the call.
    fn calls_run_at(&self, body: BodyId, node: NodeId, depth: u32, found: &mut Vec<(String, Span)>) {
        for (call, code) in self.code_run_at(body, node) {
            match self.index.body(code).def.filter(|def| self.index.def(*def).body == Some(code)) {
                Some(def) if self.calls_something(code) => found.push((self.name_on_map(def), self.call_span(call))),
                Some(_) => {}
                None if depth > 0 => {
                    self.flow(code).ids().for_each(|node| self.calls_run_at(code, node, depth - 1, found));
                }
                None => {}
            }
        }
    }

    /// Whether the code of a body calls anything: one that only reads and writes fields does not.
    fn calls_something(&self, body: BodyId) -> bool {
        let file = self.index.body(body).file;
        let flow = self.flow(body);
        flow.ids().any(|node| match flow.node(node).kind {
            NodeKind::Eval(id) => matches!(self.kind(ExprAt { file, id }), ExprKind::Call { .. } | ExprKind::Method(_)),
            _ => false,
        })
    }

    /// The static of another package that a guard's lock is.
    fn lock_outside(&self, guard: Guard<'_>) -> Option<LockKey> {
        match &guard.data.lock {
            Some(Place { root: Root::Outside(path), path: steps }) if steps.is_empty() => Some(LockKey::Outside(*path)),
            _ => None,
        }
    }

    /// What makes the lock of a guard, or the field or variable that it is put in, as far as callers tell; `None` where that
    /// may be several.
    fn lock_made(&self, guard: Guard<'_>) -> Option<LockKey> {
        self.acquired_by(guard.data.at)?;
        let lock = self.receiver_of(guard.data.at)?;
        let in_test = self.in_test(guard.data.at);
        let origins = self.origins(lock).into_iter().map(|source| source.at);
        // Code that tests give a lock of their own takes another one when the program runs.
        let mut origins = origins.filter(|made| in_test || !self.in_test(*made));
        let made = origins.next().filter(|_| origins.next().is_none())?;
        if let Some((def, name)) = self.field_of_struct(made) {
            return Some(LockKey::Known(LockName::Field(def, name)));
        }
        if !matches!(self.kind(made), ExprKind::Call { .. }) {
            return None;
        }
        let whole = self.whole_made(made);
        if let Some((def, name)) = self.field_of_literal(whole) {
            return Some(LockKey::Known(LockName::Field(def, name)));
        }
        let variable = self.let_name(whole).map(|binding| LockKey::Known(LockName::Local(binding)));
        Some(variable.unwrap_or(LockKey::Made(made)))
    }

    /// Where what has a lock is declared.
    pub(super) fn place_of_lock(&self, name: LockName) -> (FileNo, Span) {
        match name {
            LockName::Field(def, field) | LockName::Element(def, field) => {
                let info = self.index.def(def);
                let own = match &self.tree(info.file).items[info.item.0 as usize].kind {
                    ItemKind::Struct { fields, .. } => fields.fields.iter().find(|(name, ..)| *name == field),
                    _ => None,
                };
                (info.file, own.map_or(info.span, |(_, _, span)| *span))
            }
            LockName::Static(def) => (self.index.def(def).file, self.index.def(def).span),
            LockName::Local(binding) => (self.index.binding(binding).file, self.index.binding(binding).span),
        }
    }
}
