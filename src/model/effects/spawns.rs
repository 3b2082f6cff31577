//! Which calls start a task or thread, and what they are given to run.

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::wrapper::Wrapper;
use crate::model::library::futures::{starts_future, starts_given};
use crate::model::library::{self, Call, OnDrop, SpawnRow, Unit};
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::{ExprKind, Name};

/// A call that starts a task or thread.
#[derive(Clone, Debug)]
pub struct SpawnCall {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) row: SpawnRow,
    /// The future or closure.
    pub(in crate::model) argument: ExprAt,
}

/// The spawn of a runtime that nobody has told us of.
const UNKNOWN: SpawnRow = SpawnRow { unit: Unit::Task, on_drop: OnDrop::Unknown, argument: Some(0) };

impl Base {
    /// The future or closure that a spawning call is given; where its place is not known, the first argument whose code
    /// is, else the last argument.
    pub(in crate::model) fn code_given(&self, at: ExprAt, row: SpawnRow) -> Option<ExprAt> {
        let mut args = self.args(at).iter().map(|&id| ExprAt { id, ..at });
        match row.argument {
            Some(n) => args.nth(n as usize),
            None => args.clone().find(|&arg| self.code_of(arg).is_some()).or_else(|| args.next_back()),
        }
    }

    /// Every call of the package that starts a task or thread, in the order of the source.
    pub(in crate::model) fn spawning_calls(&self) -> &[SpawnCall] {
        self.spawning.get_or_init(|| {
            let known = library::spawn_names().into_iter().filter_map(|text| self.names.find(text));
            let seeds: Vec<Name> = known.chain(self.declared_names(|call| matches!(call, Call::Spawn(_)))).collect();
            let own = self.names_around(&seeds, 2, |def| self.may_spawn_for_caller(def));
            let names = own.into_iter().chain(seeds).chain(self.aliases());
            self.calls_named(names).into_iter().filter_map(|at| self.spawn_at(at)).collect()
        })
    }

    /// What a call starts, when it starts something.
    pub(in crate::model) fn spawn_at(&self, at: ExprAt) -> Option<SpawnCall> {
        self.spawn_asking(at, &mut |body| self.wrapper_of_body(body))
    }

    /// The same, where `ask` tells how a function of the package spawns what it is given.
    pub(super) fn spawn_asking(&self, at: ExprAt, ask: &mut dyn FnMut(BodyId) -> Option<Wrapper>) -> Option<SpawnCall> {
        if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
            return None;
        }
        let spawned = |row: SpawnRow| Some(SpawnCall { at, row, argument: self.code_given(at, row)? });
        match self.callee(at) {
            Callee::Def(def) => {
                let wrapper = self.index.def(def).body.and_then(ask);
                spawned(wrapper.map(|wrapper| wrapper.row).or_else(|| self.own_spawner(def))?)
            }
            Callee::Unnamed(name) if starts_future(self.text(name)) => {
                // Only a future can tell a task from a process or an actor here.
                spawned(UNKNOWN).filter(|spawn| matches!(self.kind(spawn.argument), ExprKind::Async { .. }))
            }
            // A library that is not known: only a future written on the spot can tell a task from a process.
            Callee::External(path)
                if starts_given(&path) && self.known_call(at).is_none() && self.siblings.function(&path).is_none() =>
            {
                spawned(UNKNOWN).filter(|spawn| {
                    matches!(
                        self.kind(spawn.argument),
                        ExprKind::Async { .. } | ExprKind::Call { .. } | ExprKind::Method(_)
                    )
                })
            }
            _ => match self.known_call(at)? {
                Call::Spawn(row) => spawned(row),
                _ => None,
            },
        }
    }
}
