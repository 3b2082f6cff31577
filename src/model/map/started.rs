//! Tasks and threads on the map.

use crate::map::{Does, Often, Task, Unit as Started, What};
use crate::model::Crate;
use crate::model::callee::Callee;
use crate::model::context::runs::{Cause, HowOften, Runs};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::Ends;
use crate::model::library::Unit;
use crate::model::map::Draw;
use crate::model::source::tables::{BodyId, BodyKind, ExprAt, Root};
use crate::syntax::tree::ExprKind;

impl Draw<'_> {
    pub(super) fn draw_tasks(&mut self) {
        let spawns: Vec<Spawn<'_>> = self.krate.spawns().filter(|spawn| spawn.is_drawn()).collect();
        for spawn in &spawns {
            let task = Task {
                unit: match spawn.unit() {
                    Unit::Task => Started::Task,
                    Unit::Thread => Started::Thread,
                    Unit::Blocking | Unit::Pool => Started::Job,
                },
                often: often(&spawn.how_often()),
                owner: spawn.owner_on_map(),
                ends: spawn.ends_on_map(),
            };
            let name = spawn.name_of_code();
            let node = self.draw_node(spawn.data.at, spawn.span(), name, What::Task(task));
            self.started.insert(spawn.span(), node);
        }
        for spawn in spawns {
            let (at, text) = (spawn.data.at, spawn.call_text());
            let node: Vec<usize> = self.started.get(&spawn.span()).copied().into_iter().collect();
            self.draw_edges(Does::Starts, at, spawn.span(), &node, text);
            for wait in self.krate.waits_for_end_of(at) {
                let span = self.krate.expr(wait).await_span();
                self.draw_edges(Does::Joins, wait, span, &node, text);
            }
        }
    }
}

impl<'c> Spawn<'c> {
    /// Whether it is a task of the map: where it starts what its function was given, the calls of that function are.
    pub(super) fn is_drawn(self) -> bool {
        let krate = self.krate;
        let forwarded = matches!(self.endless(), Ok(Err(Ends::Forwarded(_))));
        let wrapper = krate.def_of(krate.body_at(self.data.at)).and_then(|def| krate.spawn_wrapper(def));
        !forwarded || wrapper.is_none_or(|wrapper| wrapper.inner != self.data.at)
    }

    /// The function that it runs; of a block or closure the one in whose loop it waits or that is its last call, else the
    /// function around it.
    pub(super) fn name_of_code(self) -> String {
        let krate = self.krate;
        let around = || krate.def_of(krate.body_at(self.data.at)).map(|def| krate.name_on_map(def));
        let called = |call: ExprAt| match krate.callee(call) {
            Callee::Def(def) => Some(def),
            _ => None,
        };
        let named = match krate.code_of(self.data.argument) {
            Some(body) => match krate.index.body(body).kind {
                BodyKind::Fn => krate.index.body(body).def,
                _ => krate.call_that_is_all(body).and_then(called),
            },
            None => called(krate.made_from(self.data.argument)),
        };
        let code = named.map(|def| krate.name_on_map(def));
        code.unwrap_or_else(|| match around() {
            Some(around) => format!("block in {around}"),
            None => "a block".to_owned(),
        })
    }
}

impl Crate {
    /// The call in whose loop the code of a block waits, where that is one; else the call that it ends with.
    fn call_that_is_all(&self, body: BodyId) -> Option<ExprAt> {
        if let [only] = self.rounds_of(body).as_slice() {
            return only.call;
        }
        let tail = match self.index.body(body).root {
            Root::Block(block) => self.tail_of(self.index.body(body).file, block)?,
            Root::Expr(id) => ExprAt { file: self.index.body(body).file, id },
        };
        let mut now = tail;
        loop {
            now = match self.kind(now) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => ExprAt { id: *inner, ..now },
                ExprKind::Block { block, .. } => self.tail_of(now.file, *block)?,
                _ => return Some(now),
            };
        }
    }
}

fn often(how: &HowOften) -> Often {
    match (how.runs, how.cause) {
        (Runs::Never, _) => Often::Never,
        (Runs::AtMost(n), _) => Often::AtMost(n),
        (Runs::EachItem, _) => Often::EachItem,
        (Runs::EachOwner, _) => Often::EachOwner,
        (Runs::Many, Cause::Loop(_)) => Often::EachIteration,
        (Runs::Many, Cause::Outside(_) | Cause::Callback(_)) => Often::EachCall,
        (Runs::Many | Runs::Unknown, _) => Often::Unknown,
    }
}
