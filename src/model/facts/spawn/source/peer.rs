//! What stands between others and the tasks that are started for them: how long a task waits for its peer, and whom the
//! listener serves.

use crate::model::Crate;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{calls, vocabulary};
use crate::model::names::Res;
use crate::model::source::spelled::words_of_name;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, MacroBody};

/// How many calls are followed to the first wait of a task.
const DEPTH: u32 = 5;

/// How many parts of a file's path, from its end, say what it is about.
const PARTS: usize = 2;

/// The first thing that a stretch of code waits for.
enum Wait {
    /// What its peer sends, with no limit of time.
    Peer(ExprAt),
    /// Something else, or so long at most.
    Other,
}

impl Spawn<'_> {
    /// The first wait of the task, when that is a read of what its peer sends and no limit of time ends it.
    pub fn waits_for_peer_forever(self) -> Option<Span> {
        let krate = self.krate;
        match krate.first_wait(krate.code_of(self.data.argument)?, self.is_async(), DEPTH)? {
            Wait::Peer(at) => Some(krate.call_span(at)),
            Wait::Other => None,
        }
    }

    /// Whether function, type or file are called after what a program offers beside its work, to those who run or test it:
    /// health, metrics, a console.
    pub fn serves_who_runs_it(self) -> bool {
        self.krate.serves_beside(self.data.at)
    }
}

impl Crate {
    /// Whether function, type or file around a place are called after what a program offers beside its work.
    pub(in crate::model) fn serves_beside(&self, at: ExprAt) -> bool {
        let Some(def) = self.def_of(self.outermost(self.body_at(at))) else { return false };
        let info = self.index.def(def);
        let owner = info.owner.and_then(|owner| match self.impl_self(owner) {
            Res::Def(owner) => Some(self.text(self.index.def(owner).name)),
            _ => None,
        });
        let within = self.files[info.file.0 as usize].within.trim_end_matches(".rs");
        let path = within.rsplit('/').take(PARTS);
        let mut names = path.chain(owner).chain([self.text(info.name)]);
        names.any(|name| vocabulary::names_side_service(&words_of_name(name)))
    }

    /// Whether the first thing that asynchronous code waits for is what its peer sends, with no limit of time.
    pub(in crate::model) fn first_reads_peer(&self, body: BodyId) -> bool {
        matches!(self.first_wait(body, true, DEPTH), Some(Wait::Peer(_)))
    }

    /// What code waits for first, in the order of the source: through the functions of the package that it calls.
    fn first_wait(&self, body: BodyId, is_async: bool, depth: u32) -> Option<Wait> {
        let depth = depth.checked_sub(1)?;
        let mut found = None;
        self.each_in_body(body, &mut |here| {
            if found.is_none() {
                found = match is_async {
                    true => self.wait_of_task(here, depth),
                    false => self.wait_of_thread(here, depth),
                };
            }
            found.is_none() && self.index.body_of(here).is_none()
        });
        found
    }

    fn wait_of_task(&self, here: ExprAt, depth: u32) -> Option<Wait> {
        let inner = match self.kind(here) {
            ExprKind::Await(inner) => ExprAt { id: *inner, ..here },
            ExprKind::Macro(call) => return matches!(call.body, MacroBody::Select(_)).then_some(Wait::Other),
            _ => return None,
        };
        if self.sleep_row(inner).is_some() {
            return Some(Wait::Other);
        }
        match self.body_called(inner) {
            Some(body) => self.first_wait(body, true, depth),
            None if self.expr(inner).takes_permit() == Some(true) => None,
            None if self.reads_of_peer(inner) => Some(Wait::Peer(inner)),
            None => Some(Wait::Other),
        }
    }

    fn wait_of_thread(&self, here: ExprAt, depth: u32) -> Option<Wait> {
        if self.method_name(here).is_some_and(vocabulary::speaks_of_timeout) {
            return Some(Wait::Other);
        }
        match self.body_called(here) {
            Some(body) => self.first_wait(body, false, depth),
            None => self.reads_of_peer(here).then_some(Wait::Peer(here)),
        }
    }

    /// Whether a method reads what somebody sends; `read()` of a lock is given nothing to read into.
    fn reads_of_peer(&self, call: ExprAt) -> bool {
        self.method_name(call).is_some_and(|name| calls::reads_of_peer(name, !self.args(call).is_empty()))
    }
}
