//! What a task gives when it has ended: whether that can be an error, and where it is thrown away.
//!
//! Only the package's own code tells whether a task gives a `Result`; a future of a library is not looked into.

use crate::model::callee::Callee;
use crate::model::effects::handle::HandleUse;
use crate::model::facts::spawn::Spawn;
use crate::model::library::{self, Call, OnDrop, calls, futures, steps, types};
use crate::model::source::handles::{Expr, Function};
use crate::model::source::tables::{BodyId, BodyKind, DefId, ExprAt, Parent, Root};
use crate::model::types::Ty;
use crate::model::values::follow::Sink;
use crate::model::{Base, Crate};
use crate::syntax::tree::{ExprKind, ItemKind, Name, StmtKind};

/// How what a task gives can be an error.
#[derive(Clone, Copy)]
pub enum Fails<'c> {
    /// By this, and nothing but who looks at what the task gives learns of it.
    Here(Expr<'c>),
    /// Only by this and its like: a channel that fails says that nobody is at its other end any more.
    Closed(Expr<'c>),
    /// By this, and a line of the log says so.
    Logged(Expr<'c>),
}

/// Where the result of a task is thrown away.
#[derive(Clone, Copy)]
pub struct ThrownAway<'c> {
    pub at: Expr<'c>,
    /// Whether it goes with those of all tasks of a set or list.
    pub of_many: bool,
}

impl<'c> Spawn<'c> {
    /// How what the task gives can be an error, where it is a `Result` as far as can be seen.
    pub fn fails(self) -> Option<Fails<'c>> {
        let krate = self.krate;
        let body = krate.code_of(self.data.argument).filter(|_| krate.is_future_itself(self.data.argument))?;
        if !krate.ends_with_result(body) {
            return None;
        }
        let failures = krate.failures(body);
        let mut kinds = failures.iter().filter(|at| !krate.never_fails(**at, 3)).map(|&at| krate.how_it_fails(at));
        let here = kinds.clone().find(|how| matches!(how, Fails::Here(_)));
        here.or_else(|| kinds.next())
    }

    /// Whether the handle is put in a field: whoever has that looks at the task.
    pub fn put_in_field(self) -> bool {
        let krate = self.krate;
        let mut now = self.data.at;
        while let Some(outer) = krate.parent_expr(now) {
            match krate.kind(outer) {
                ExprKind::Assign { left, right } if *right == now.id => {
                    return matches!(krate.kind(ExprAt { id: *left, ..now }), ExprKind::Field { .. });
                }
                ExprKind::Call { args, .. } if args.contains(&now.id) => now = outer,
                _ => return false,
            }
        }
        false
    }

    /// The first place where what the task gives is awaited or joined, and nobody looks at it; nowhere where somebody does
    /// elsewhere.
    pub fn result_thrown_away(self) -> Option<ThrownAway<'c>> {
        let krate = self.krate;
        match self.data.row.on_drop {
            OnDrop::Owned => {
                let at = krate.set_thrown_away(self.data.at)?;
                // What waits for all of a set at once panics where one of them has.
                let of_many = !at.callee_name().is_some_and(steps::joins_all);
                Some(ThrownAway { at, of_many })
            }
            OnDrop::Detach | OnDrop::Cancel => {
                if matches!(self.handle_use(), HandleUse::Dropped(_)) {
                    return None;
                }
                let waits = match krate.field_of_literal(self.data.at) {
                    Some((owner, field)) => krate.waits_in_field(owner, field),
                    None => krate.waits_for(self.data.at),
                };
                let waits: Vec<Expr<'_>> = waits.into_iter().map(|at| krate.expr(at)).collect();
                let all = !waits.is_empty() && waits.iter().all(|wait| wait.is_thrown_away());
                let first = waits.into_iter().next().filter(|_| all)?;
                let of_many = matches!(krate.kind(first.at), ExprKind::Await(id)
                    if krate.awaits_many(ExprAt { id: *id, ..first.at }));
                Some(ThrownAway { at: first, of_many })
            }
            OnDrop::Join | OnDrop::Unknown => None,
        }
    }

    /// The call that aborts the task, or all of its set.
    pub fn aborted(self) -> Option<Expr<'c>> {
        let krate = self.krate;
        let set = krate.receiver_of(self.data.at).filter(|_| self.data.row.on_drop == OnDrop::Owned);
        let calls = match set {
            Some(set) => {
                krate.calls_on(set).into_iter().filter(|call| krate.method_name(*call).is_some_and(steps::aborts_set))
            }
            None => return krate.aborts_of(self.data.at).first().map(|call| krate.expr(*call)),
        };
        calls.map(|call| krate.expr(call)).next()
    }
}

impl Function<'_> {
    /// Whether it says that it gives a `Result` that can be an error.
    pub fn returns_result(self) -> bool {
        self.base.declares_result(self.def)
    }
}

impl Base {
    fn declares_result(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let is_fn = matches!(self.tree(info.file).items[info.item.0 as usize].kind, ItemKind::Fn(_));
        is_fn && self.is_result(&self.return_type(def))
    }

    /// Whether a type is a `Result` whose error there can be, and says something.
    fn is_result(&self, ty: &Ty) -> bool {
        match self.head(ty) {
            Ty::Ext(path, args) => {
                let never = |error: &Ty| match error {
                    Ty::Tuple(parts) => parts.is_empty(),
                    _ => error.path().is_some_and(types::is_never),
                };
                types::is_result(&path) && !args.get(1).is_some_and(never)
            }
            _ => false,
        }
    }
}

impl Crate {
    /// Whether what a future gives is what its code gives: no `map` or the like makes something else of that.
    fn is_future_itself(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Method(method) if !matches!(self.callee(at), Callee::Def(_)) => {
                futures::gives_same(self.text(method.name))
                    && self.is_future_itself(ExprAt { id: method.receiver, ..at })
            }
            _ => match self.index.local(at).map(|_| self.made_from(at)) {
                Some(made) if made != at => self.is_future_itself(made),
                _ => true,
            },
        }
    }

    /// Whether a body gives a `Result` that can be an error.
    fn ends_with_result(&self, body: BodyId) -> bool {
        let info = self.index.body(body);
        match (info.kind, info.def) {
            (BodyKind::Fn, Some(def)) => self.declares_result(def),
            _ => {
                let returned = self.returned_in(body);
                returned.iter().any(|&at| self.is_result_made(at) || self.is_result(&self.type_of(at)))
            }
        }
    }

    /// `Ok(…)` or `Err(…)`.
    fn is_result_made(&self, at: ExprAt) -> bool {
        matches!(self.kind(at), ExprKind::Call { .. }) && self.callee_name(at).is_some_and(calls::makes_result)
    }

    /// What a body gives: each end of its last expression, and what it returns.
    fn returned_in(&self, body: BodyId) -> Vec<ExprAt> {
        let info = self.index.body(body);
        let tail = match info.root {
            Root::Expr(id) => Some(ExprAt { file: info.file, id }),
            Root::Block(block) => self.tail_of(info.file, block),
        };
        let mut ends = Vec::new();
        if let Some(tail) = tail {
            self.ends_of_value(tail, &mut ends);
        }
        self.each_of_own_code(body, &mut |at| {
            if let ExprKind::Return(Some(id)) = self.kind(at) {
                ends.push(ExprAt { id: *id, ..at });
            }
        });
        ends
    }

    /// The expressions that a value is in one case or another.
    fn ends_of_value(&self, at: ExprAt, ends: &mut Vec<ExprAt>) {
        let tail = |block| self.tail_of(at.file, block);
        match self.kind(at) {
            ExprKind::Block { block, .. } => {
                if let Some(tail) = tail(*block) {
                    self.ends_of_value(tail, ends);
                }
            }
            ExprKind::If { then, otherwise, .. } => {
                let otherwise = otherwise.map(|id| ExprAt { id, ..at });
                for side in tail(*then).into_iter().chain(otherwise) {
                    self.ends_of_value(side, ends);
                }
            }
            ExprKind::Match { arms, .. } => {
                for arm in arms {
                    self.ends_of_value(ExprAt { id: arm.body, ..at }, ends);
                }
            }
            _ => ends.push(at),
        }
    }

    /// Visits the code of a body, and of no other that lies in it.
    fn each_of_own_code(&self, body: BodyId, visit: &mut dyn FnMut(ExprAt)) {
        self.each_in_body(body, &mut |at| {
            visit(at);
            self.index.body_of(at).is_none_or(|inner| inner == body)
        });
    }

    /// What can make what a body gives an error, in the order of the source.
    fn failures(&self, body: BodyId) -> Vec<ExprAt> {
        let mut found = Vec::new();
        self.each_of_own_code(body, &mut |at| match self.kind(at) {
            ExprKind::Try(id) => found.push(ExprAt { id: *id, ..at }),
            ExprKind::Macro(call) if library::returning_macro(self.macro_name(call)) => found.push(at),
            _ => {}
        });
        let is_error = |at: &ExprAt| !self.is_result_made(*at) || self.callee_name(*at).is_some_and(calls::makes_error);
        let is_call =
            |at: &ExprAt| matches!(self.kind(*at), ExprKind::Call { .. } | ExprKind::Method(_) | ExprKind::Await(_));
        found.extend(self.returned_in(body).into_iter().filter(|at| is_error(at) && is_call(at)));
        found.sort_by_key(|at| self.span(*at).start);
        found
    }

    /// Whether a call is one of a function of the package that gives `Ok` on every path, itself and through `depth` others.
    fn never_fails(&self, at: ExprAt, depth: u32) -> bool {
        let call = match self.kind(at) {
            ExprKind::Await(id) => ExprAt { id: *id, ..at },
            _ => at,
        };
        let Some(body) = self.body_called(call).filter(|_| depth > 0) else { return false };
        let is_ok = |end: &ExprAt| {
            let ok = self.is_result_made(*end) && !self.callee_name(*end).is_some_and(calls::makes_error);
            ok || self.never_fails(*end, depth - 1)
        };
        let ends = self.returned_in(body);
        let stops = self.failures(body);
        !ends.is_empty() && ends.iter().all(is_ok) && stops.iter().all(|stop| self.never_fails(*stop, depth - 1))
    }

    fn how_it_fails(&self, at: ExprAt) -> Fails<'_> {
        let call = match self.kind(at) {
            ExprKind::Await(id) => ExprAt { id: *id, ..at },
            _ => at,
        };
        let sends = |here: ExprAt| self.method_name(here).is_some_and(steps::sends_argument);
        let receives = |here: ExprAt| self.receive_kind(here).is_some() || self.receiver_kind(here).is_some();
        let run = self.args(call).first().map(|&id| ExprAt { id, ..call });
        let run = run.filter(|_| self.known_call(call) == Some(Call::BlockOn));
        let of_channel = |here: ExprAt| sends(here) || receives(here);
        if [Some(call), self.receiver_of(call), run].into_iter().flatten().any(of_channel) {
            return Fails::Closed(self.expr(at));
        }
        match self.is_logged(at) {
            true => Fails::Logged(self.expr(at)),
            false => Fails::Here(self.expr(at)),
        }
    }

    /// Whether a line of the log tells of an error: in the call that gives it, in the function that this calls, or in the
    /// block that makes it.
    fn is_logged(&self, at: ExprAt) -> bool {
        let logs = |here: ExprAt| match self.kind(here) {
            ExprKind::Macro(call) => library::prints(self.macro_name(call)),
            _ => self.only_logs(here),
        };
        let mut found = false;
        self.each_below(at, &mut |here| {
            found |= logs(here);
            !found
        });
        let made_here = self.is_result_made(at)
            && self.ancestors(at).next().is_some_and(|around| {
                let mut beside = false;
                self.each_below(around, &mut |here| {
                    beside |= logs(here);
                    !beside
                });
                beside
            });
        found || made_here || self.is_logged_before(at, &logs) || self.is_traced(at)
    }

    /// Whether a statement before the one that is all of a `return` logs, in its block.
    fn is_logged_before(&self, at: ExprAt, logs: &dyn Fn(ExprAt) -> bool) -> bool {
        let Some(whole) = self.parent_expr(at).filter(|outer| matches!(self.kind(*outer), ExprKind::Return(_))) else {
            return false;
        };
        let Parent::Stmt(block, n) = self.parent(whole) else { return false };
        let before = self.stmts(at.file, block).iter().take(n as usize);
        before.into_iter().any(|stmt| match stmt.kind {
            StmtKind::Expr { expr, .. } => logs(ExprAt { id: expr, ..at }),
            _ => false,
        })
    }

    /// Whether an attribute of the function that a call calls lets each of its errors be logged.
    fn is_traced(&self, at: ExprAt) -> bool {
        let called = self.find_below(at, &|here| self.body_called(here).is_some());
        let def = called.and_then(|call| self.body_called(call)).and_then(|body| self.index.body(body).def);
        def.is_some_and(|def| self.as_function(def).attributes().any(|(path, args)| library::logs_errors(path, args)))
    }

    fn awaits_many(&self, call: ExprAt) -> bool {
        matches!(self.callee(call), Callee::External(path) if futures::awaits_all(&path))
    }

    /// Where the task behind a handle is awaited or joined, alone or with the others of its list.
    fn waits_for(&self, spawn: ExprAt) -> Vec<ExprAt> {
        let wait = |sink: Sink| match sink {
            Sink::Awaited(wait) => matches!(self.kind(wait), ExprKind::Await(_) | ExprKind::Method(_)).then_some(wait),
            Sink::Given(call, _) if self.awaits_many(call) => {
                self.parent_expr(call).filter(|outer| matches!(self.kind(*outer), ExprKind::Await(_)))
            }
            _ => None,
        };
        self.route(spawn).sinks.into_iter().filter_map(wait).collect()
    }

    /// Where the task whose handle a field has is awaited or joined; nowhere where the handle is used in another way, too.
    fn waits_in_field(&self, owner: DefId, field: Name) -> Vec<ExprAt> {
        let wait = |mention: Expr<'_>| {
            let outer = self.parent_expr(mention.at)?;
            let waits = match self.kind(outer) {
                ExprKind::Await(_) => true,
                ExprKind::Method(_) => {
                    self.receiver_of(outer) == Some(mention.at) && self.method_name(outer).is_some_and(calls::joins)
                }
                _ => false,
            };
            waits.then_some(outer)
        };
        let waits: Option<Vec<ExprAt>> = self.mentions_of_field(owner, field).map(wait).collect();
        let is_taken = self.taken_from_field(owner, field).next().is_some();
        waits.filter(|_| !is_taken).unwrap_or_default()
    }

    /// Where the results of the set that a task is started in are thrown away, by the task that is started first; nowhere
    /// where somebody looks at one.
    fn set_thrown_away(&self, spawn: ExprAt) -> Option<Expr<'_>> {
        let set = self.receiver_of(spawn)?;
        let calls = self.calls_on(set);
        let first = calls.iter().copied().find(|call| self.expr(*call).starts_task())?;
        let joins: Vec<ExprAt> =
            calls.into_iter().filter(|call| self.method_name(*call).is_some_and(steps::joins_set)).collect();
        let all = first == spawn && !joins.is_empty() && joins.iter().all(|join| self.is_join_thrown_away(*join));
        joins.into_iter().next().filter(|_| all).map(|join| self.expr(join))
    }

    /// The calls on the variable that a set of tasks is in.
    fn calls_on(&self, set: ExprAt) -> Vec<ExprAt> {
        let Some(binding) = self.index.local(set) else { return Vec::new() };
        let info = self.index.binding(binding);
        let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        mentions.filter_map(|at| self.parent_expr(at).filter(|call| self.receiver_of(*call) == Some(at))).collect()
    }

    /// Whether nobody looks at what the next task of a set gives: `while set.join_next().await.is_some() {}`.
    fn is_join_thrown_away(&self, join: ExprAt) -> bool {
        if let Some(branch) = self.expr(join).branch() {
            return branch.binds_no_part();
        }
        let Some(wait) = self.parent_expr(join).filter(|outer| matches!(self.kind(*outer), ExprKind::Await(_))) else {
            return false;
        };
        let outer = self.parent_expr(wait);
        self.expr(wait).is_thrown_away()
            || outer.is_some_and(|outer| match self.kind(outer) {
                ExprKind::Method(method) => calls::asks_for_value(self.text(method.name)),
                ExprKind::Let { pat, .. } => self.binds_nothing(join, *pat),
                _ => false,
            })
    }
}
