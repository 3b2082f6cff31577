//! Values that are dropped where they are made, though something would have to be done with them: a future that nobody
//! polls, a handle or guard that cancels when it is dropped.

use crate::model::callee::Callee;
use crate::model::effects::handle::HandleUse;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{OnDrop, Unit, futures, steps, tasks};
use crate::model::source::handles::Expr;
use crate::model::source::tables::{BodyId, ExprAt, Parent, Root};
use crate::model::source::tree::StmtAt;
use crate::model::types::Ty;
use crate::model::values::follow::Sink;
use crate::model::{Crate, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, PatKind, StmtKind};

/// What is dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dropped {
    /// A future, given to `_`.
    Future,
    /// The future that the closure of a thread or job gives; the call that starts it.
    OfClosure(ExprAt),
    /// The futures that an iterator makes of its items, which are only counted or collected.
    OfItems,
    /// What starts a task and cancels it when it is dropped.
    Task,
    /// A guard that cancels a token when it is dropped.
    Guard,
}

/// What is stored of a value that is dropped where it is made.
#[derive(Debug)]
pub struct DiscardData {
    pub(in crate::model) at: ExprAt,
    what: Dropped,
}

handle! {
    /// A future or a handle is dropped where it is made.
    Discard, DiscardData, discards
}

impl<'c> Discard<'c> {
    /// The value without the arguments that it is made of.
    pub fn span(self) -> Span {
        match self.krate.kind(self.data.at) {
            ExprKind::Call { .. } | ExprKind::Method(_) => self.krate.call_span(self.data.at),
            _ => self.krate.span(self.data.at),
        }
    }

    /// The value.
    pub fn value(self) -> Expr<'c> {
        self.krate.expr(self.data.at)
    }

    /// What is dropped.
    pub fn what(self) -> Dropped {
        self.data.what
    }

    /// The call that starts the thread or job whose closure gives the value.
    pub fn started_by(self) -> Option<Expr<'c>> {
        match self.data.what {
            Dropped::OfClosure(spawn) => Some(self.krate.expr(spawn)),
            _ => None,
        }
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }
}

/// How a statement lets go of its value.
#[derive(PartialEq, Eq)]
enum By {
    /// `let _ =`, `_ =`.
    Underscore,
    /// It ends.
    Semicolon,
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<DiscardData> {
    let named = krate.calls().filter_map(|at| {
        let by = krate.dropped_by_statement(at)?;
        Some(DiscardData { at, what: krate.dropped_there(at, &by)? })
    });
    let of_closures = krate.spawns().filter_map(|spawn| {
        let at = krate.future_of_closure(spawn)?;
        Some(DiscardData { at, what: Dropped::OfClosure(spawn.data.at) })
    });
    let mut all: Vec<DiscardData> = named.chain(of_closures).collect();
    all.sort_by_key(|discard| (discard.at.file.0, krate.span(discard.at).start));
    all
}

impl Crate {
    /// How the statement that a call is all of drops what it gives.
    fn dropped_by_statement(&self, at: ExprAt) -> Option<By> {
        if !matches!(self.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
            return None;
        }
        match self.parent(at) {
            Parent::Stmt(block, n) => match &self.stmt(StmtAt { file: at.file, block, n }).kind {
                StmtKind::Let { pat, .. } => {
                    let wild = matches!(self.tree(at.file).pats[pat.0 as usize].kind, PatKind::Wild);
                    wild.then_some(By::Underscore)
                }
                StmtKind::Expr { semi, .. } => semi.then_some(By::Semicolon),
                StmtKind::Item(_) => None,
            },
            Parent::Expr(id) => match self.kind(ExprAt { id, ..at }) {
                ExprKind::Assign { left, right } if *right == at.id => {
                    matches!(self.kind(ExprAt { id: *left, ..at }), ExprKind::Other).then_some(By::Underscore)
                }
                _ => None,
            },
            Parent::None => None,
        }
    }

    fn dropped_there(&self, at: ExprAt, by: &By) -> Option<Dropped> {
        if self.gives_cancelling_task(at) || self.aborts_when_dropped(at) {
            return Some(Dropped::Task);
        }
        let name = self.callee_name(at)?;
        if tasks::gives_cancelling_guard(name) && self.may_be_token(at) {
            return Some(Dropped::Guard);
        }
        if steps::only_gathers(name) && self.makes_futures(at) {
            return Some(Dropped::OfItems);
        }
        (*by == By::Underscore && self.makes_future(at)).then_some(Dropped::Future)
    }

    /// Whether a call starts a task and gives the handle that cancels it: a function of the package only where it says so
    /// by its type, or returns what such a call gives.
    fn gives_cancelling_task(&self, at: ExprAt) -> bool {
        let cancels = |spawn: SpawnCall| spawn.row.on_drop == OnDrop::Cancel && spawn.row.unit == Unit::Task;
        let mut now = at;
        // One helper around another is seen, and rarely a third.
        for _ in 0..4 {
            let Callee::Def(def) = self.callee(now) else { return self.spawn_at(now).is_some_and(cancels) };
            let Some(wrapper) = self.spawn_wrapper(def) else { return false };
            if self.head(&self.return_type(def)).path().is_some_and(tasks::is_cancelling_task) {
                return self.spawn_at(now).is_some_and(cancels);
            }
            if !wrapper.returns {
                return false;
            }
            now = wrapper.inner;
        }
        false
    }

    fn aborts_when_dropped(&self, at: ExprAt) -> bool {
        matches!(self.callee(at), Callee::External(path) if tasks::aborts_when_dropped(&path))
    }

    fn may_be_token(&self, call: ExprAt) -> bool {
        self.receiver_of(call).is_some_and(|token| match self.head(&self.type_of(token)) {
            Ty::Ext(path, _) => tasks::is_token(&path),
            Ty::Unknown => true,
            _ => false,
        })
    }

    /// Whether a call gives a future that has done nothing yet: that of an `async fn` of the package, or of a method of a
    /// library that is known to wait when it is awaited.
    pub(in crate::model) fn makes_future(&self, at: ExprAt) -> bool {
        match self.callee(at) {
            Callee::Def(def) => {
                let is_async = self.as_function(def).is_async() && !self.is_entry(def);
                let plain = self.as_function(def).attributes().all(|(path, _)| !futures::may_undo_async(path));
                is_async && plain && self.twins_of(def).is_empty()
            }
            Callee::Method(ty, name) => futures::gives_lazy(&ty, self.text(name)),
            _ => false,
        }
    }

    /// Whether an iterator, of what is there already, makes a future of each item by a closure that does nothing else.
    fn makes_futures(&self, at: ExprAt) -> bool {
        let (mut now, mut made) = (at, false);
        while let Some(receiver) = self.receiver_of(now) {
            let gives_future = |arg: &crate::syntax::tree::ExprId| match self.kind(ExprAt { id: *arg, ..at }) {
                ExprKind::Closure(closure) => {
                    matches!(self.kind(ExprAt { id: closure.body, ..at }), ExprKind::Async { .. })
                }
                _ => false,
            };
            let name = self.method_name(now).unwrap_or_default();
            made |= futures::makes_each(name) && self.args(now).iter().any(gives_future);
            if steps::goes_over(name) {
                return made;
            }
            now = receiver;
        }
        false
    }

    /// The future that the closure of a thread or job gives, where nobody does anything with it.
    fn future_of_closure(&self, spawn: Spawn<'_>) -> Option<ExprAt> {
        let data = spawn.data;
        let runs_closure = matches!(data.row.unit, Unit::Thread | Unit::Blocking | Unit::Pool);
        if !runs_closure || matches!(self.callee(data.at), Callee::Def(_)) {
            return None;
        }
        let body = self
            .index
            .body_of(data.argument)
            .filter(|_| matches!(self.kind(data.argument), ExprKind::Closure(_)) && self.is_lost(spawn))?;
        let tail = self.value_of_closure(body)?;
        let is_future = match self.kind(tail) {
            ExprKind::Async { .. } => true,
            ExprKind::Call { .. } | ExprKind::Method(_) => self.makes_future(tail),
            _ => false,
        };
        is_future.then_some(tail)
    }

    fn value_of_closure(&self, body: BodyId) -> Option<ExprAt> {
        let info = self.index.body(body);
        let tail = match info.root {
            Root::Expr(id) => ExprAt { file: info.file, id },
            Root::Block(block) => self.tail_of(info.file, block)?,
        };
        match self.kind(tail) {
            ExprKind::Block { block, .. } => self.tail_of(info.file, *block),
            _ => Some(tail),
        }
    }

    /// Whether nobody looks at what a thread or job gives.
    fn is_lost(&self, spawn: Spawn<'_>) -> bool {
        let waited_for = || {
            let sinks = self.route(spawn.data.at).sinks;
            let lost = |sink: &Sink| matches!(sink, Sink::Awaited(wait) if self.success_thrown_away(*wait));
            !sinks.is_empty() && sinks.iter().all(lost)
        };
        matches!(spawn.handle_use(), HandleUse::Dropped(_)) || spawn.result_thrown_away().is_some() || waited_for()
    }
}
