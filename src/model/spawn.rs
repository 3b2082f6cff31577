//! Spawns: what is started, what becomes of its handle, whether it ever ends, and whether anything limits how many run.

use super::calls::{Callee, Ending, ExitHow};
use super::dictionary::{self, Call, OnDrop, SpawnRow, Unit};
use super::feed::{Feed, FeedKind};
use super::flow::Leave;
use super::index::{BindingId, BodyId, BodyKind, DefId, ExprAt, Origin, Parent};
use super::nav::StmtAt;
use super::silence::{Asked, Silence};
use super::turn::Turn;
use super::{Crate, calls, handle};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, ItemKind, PatKind, StmtKind, TypeKind};

/// What is stored of a spawn.
#[derive(Debug)]
pub struct SpawnData {
    pub(in crate::model) at: ExprAt,
    pub(in crate::model) row: SpawnRow,
    /// The future or closure.
    pub(in crate::model) argument: ExprAt,
}

handle! {
    /// A task or thread is started.
    Spawn, SpawnData, spawns
}

/// A function of the package that spawns its own argument.
#[derive(Clone, Debug)]
pub struct Wrapper {
    pub row: SpawnRow,
    /// Whether the function gives the handle back.
    pub returns: bool,
    /// The spawn inside it.
    pub inner: ExprAt,
}

/// What becomes of a spawn's handle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandleUse {
    /// It is dropped here and now: at the end of the statement, by `let _`, an unread name, `drop`, `detach`.
    Dropped(ExprAt),
    /// It is awaited or joined right where it is made.
    Awaited,
    /// It goes to the caller.
    Returned,
    /// It is put under a key: one task for each.
    Keyed,
    /// It is sent to the one who asked for the task.
    Sent,
    /// Something keeps it.
    Kept,
}

/// A task that never ends: the loop, and the calls that lead there.
#[derive(Clone, Debug)]
pub struct Endless {
    /// The head of the loop.
    pub turn: Span,
    /// The calls from the task's own code to the loop, outermost first.
    pub chain: Vec<Span>,
}

/// Why a task's code can end, or is not known to run for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ends {
    /// Its loop ends when what feeds it has no more.
    Closed(Span),
    /// A way out of its loop.
    Exit(Span),
    /// It is an `async` loop without any `.await`: nothing can stop it, whoever holds the handle.
    NeverAwaits(Span),
    /// It is what the function around the spawn was given: the caller knows.
    Forwarded(Span),
    /// No loop, or none that can be seen.
    NoLoop(Span),
}

impl<'c> Spawn<'c> {
    /// The call, from its path or, for a method, from the method's name to its first parenthesis.
    pub fn span(self) -> Span {
        self.krate.call_span(self.data.at)
    }

    /// Whether it stands in test code.
    pub fn in_test(self) -> bool {
        self.krate.in_test(self.data.at)
    }

    /// What is started.
    pub fn unit(self) -> Unit {
        self.data.row.unit
    }

    /// What becomes of the handle; a set, scope or actor keeps what is spawned through it.
    pub fn handle(self) -> Asked<HandleUse> {
        match self.data.row.on_drop {
            OnDrop::Owned => Ok(HandleUse::Kept),
            _ if self.krate.in_local_set(self.data.at) => Ok(HandleUse::Kept),
            _ => Ok(self.krate.handle_use(self.data.at)),
        }
    }

    /// The place where the handle is dropped so that the task runs on with nobody to stop it.
    pub fn detached(self) -> Asked<Span> {
        let HandleUse::Dropped(at) = self.handle()? else { return Err(Silence::NotMine) };
        let explicit = self.krate.method_name(at) == Some("detach");
        match self.data.row.on_drop {
            OnDrop::Detach => Ok(self.krate.span(at)),
            OnDrop::Cancel if explicit => Ok(self.krate.span(at)),
            OnDrop::Unknown if explicit => Ok(self.krate.span(at)),
            OnDrop::Unknown => Err(Silence::Unknown("what dropping this handle does", self.span())),
            OnDrop::Cancel | OnDrop::Owned => Err(Silence::NotMine),
        }
    }

    /// The loop that the task never leaves, or how it ends.
    pub fn endless(self) -> Asked<Result<Endless, Ends>> {
        let Some(body) = self.krate.code_of(self.data.argument) else {
            let unknown = Silence::Unknown("the code of this task", self.krate.span(self.data.argument));
            return self.forwards().map(|param| Err(Ends::Forwarded(param))).ok_or(unknown);
        };
        Ok(match self.krate.ending(body) {
            Ending::Endless { turn, .. } if self.krate.never_awaits(turn) => {
                Err(Ends::NeverAwaits(self.krate.turn_span(turn)))
            }
            Ending::Endless { turn, chain } => Ok(Endless {
                turn: self.krate.turn_span(turn),
                chain: chain.into_iter().map(|c| self.krate.span(c)).collect(),
            }),
            Ending::Ends(exit) => {
                let at = self.krate.span(exit.at);
                Err(match exit.how {
                    ExitHow::ClosedUnwrap | ExitHow::Leave(Leave::Condition | Leave::Ended) => Ends::Closed(at),
                    ExitHow::Leave(_) | ExitHow::Diverge => Ends::Exit(at),
                })
            }
            Ending::NoLoop => {
                Err(self.forwards().map_or(Ends::NoLoop(self.krate.span(self.data.argument)), Ends::Forwarded))
            }
        })
    }

    /// The initialiser that runs at most once in the process, when the spawn stands in one.
    pub fn once(self) -> Option<Span> {
        let at = self.data.at;
        let by_call = self.krate.ancestors(at).find(|&a| {
            matches!(self.krate.kind(a), ExprKind::Call { .. } | ExprKind::Method(_))
                && self.krate.known_call(a) == Some(Call::Once)
        });
        let outermost = self.krate.outermost(self.krate.body_at(at));
        let body = self.krate.index.body(outermost);
        by_call.map(|a| self.krate.span(a)).or((body.kind == BodyKind::Init).then_some(body.span))
    }

    /// The method's `&'static self`, when it takes one.
    pub fn static_self(self) -> Option<Span> {
        let def = self.krate.def_of(self.krate.body_at(self.data.at))?;
        self.krate.takes_static_self(def).then(|| self.krate.index.def(def).span)
    }

    /// The program's `main`, when the spawn stands in it.
    pub fn in_main(self) -> Option<Span> {
        let def = self.krate.index.def(self.krate.def_of(self.krate.body_at(self.data.at))?);
        let entry = self.krate.is_entry(self.krate.def_of(self.krate.body_at(self.data.at))?);
        let main = self.krate.text(def.name) == "main" && def.owner.is_none();
        (main || entry).then_some(def.span)
    }

    /// The parameter that is handed on, when the spawn only forwards what its function was given.
    pub fn forwards(self) -> Option<Span> {
        let param = self.krate.forwarded_param(self.data.argument)?;
        Some(self.krate.index.binding(param).span)
    }

    /// The call by which the task waits for signals of the operating system.
    pub fn waits_for_signals(self) -> Option<Span> {
        let body = self.krate.code_of(self.data.argument)?;
        self.krate.signal_in(body, calls::DEPTH)
    }

    /// The loop around the spawn.
    pub fn turn(self) -> Asked<Turn<'c>> {
        self.krate.turn_around(self.data.at).ok_or(Silence::NotMine)
    }

    /// What feeds the loop around the spawn with the items that its tasks work on.
    pub fn feed(self) -> Asked<Feed> {
        self.krate.feed_of(self.data.at, self.data.argument)
    }

    /// What limits how many of these tasks run at once.
    pub fn limit(self) -> Asked<Option<super::feed::Limit>> {
        self.krate.limit_of(self.data.at, self.data.argument)
    }

    /// What a user calls it: a task or a thread.
    pub fn noun(self) -> &'static str {
        match self.data.row.unit {
            Unit::Task => "task",
            Unit::Thread => "thread",
            Unit::Blocking | Unit::Pool => "job",
        }
    }

    /// Whether each one takes memory and a place of its own, rather than a slot of a pool.
    pub fn unlimited_unit(self) -> bool {
        matches!(self.data.row.unit, Unit::Task | Unit::Thread)
    }

    /// Whether it is a thread for each item of a collection that the caller hands in.
    pub fn thread_for_input(self, feed: &Feed) -> Asked<bool> {
        let given = self.krate.root_of(feed.at).map(|b| self.krate.index.binding(b));
        let from_caller = given.is_some_and(|b| {
            let types = &self.krate.tree(b.file).types;
            let fixed = b.ty.is_some_and(|ty| match types[ty.0 as usize].kind {
                TypeKind::Ref { inner, .. } => matches!(types[inner.0 as usize].kind, TypeKind::Array(_)),
                TypeKind::Array(_) => true,
                _ => false,
            });
            !fixed && matches!(b.origin, Origin::Param(_) | Origin::SelfParam)
        });
        Ok(self.data.row.unit == Unit::Thread && feed.kind == FeedKind::Collection && from_caller)
    }

    /// How the task can be given an end.
    pub fn way_to_stop(self) -> &'static str {
        match self.data.row.unit {
            Unit::Task => "wait for a token beside the work, or keep the handle and abort it when its owner goes",
            Unit::Thread | Unit::Blocking | Unit::Pool => {
                "look at a stop flag on every turn (or end with a channel), and keep the handle to join it"
            }
        }
    }

    /// Code that gives the task an end.
    pub fn stopped_by_token(self) -> &'static str {
        dictionary::way_out(self.data.row.unit)
    }

    /// Code that bounds the tasks.
    pub fn permit_first(self) -> String {
        let call = self.krate.call_text(self.data.at);
        format!(
            "let permit = limit.clone().acquire_owned().await?;\n\
             // then ask for the next one, and\n\
             {call}(async move {{\n    let _permit = permit;\n    …\n}})"
        )
    }

    /// Whether the task itself waits for something other than room in a channel.
    pub fn waits(self) -> Asked<bool> {
        match self.krate.code_of(self.data.argument) {
            Some(body) => Ok(self.krate.waits_itself(body)),
            // A future of unknown make is awaited for some reason.
            None => Ok(true),
        }
    }

    /// The arm of a `match` on the received item in which the spawn stands, when others are there.
    pub fn chosen_by(self, feed: &Feed) -> Option<Span> {
        self.krate.arm_on_item(self.data.at, feed)
    }
}

pub(in crate::model) fn collect(krate: &Crate) -> Vec<SpawnData> {
    let seeds = dictionary::spawn_names();
    let own = krate.names_around(&seeds, 2);
    let names = seeds.iter().filter_map(|text| krate.names.find(text)).chain(own).chain(krate.aliases());
    krate.calls_named(names).into_iter().filter_map(|at| spawn_at(krate, at)).collect()
}

fn spawn_at(krate: &Crate, at: ExprAt) -> Option<SpawnData> {
    if !matches!(krate.kind(at), ExprKind::Call { .. } | ExprKind::Method(_)) {
        return None;
    }
    let argument = |n: u8| krate.args(at).get(n as usize).map(|&id| ExprAt { id, ..at });
    match krate.callee(at) {
        Callee::Def(def) => {
            let row = krate.spawn_wrapper(def).map(|w| w.row).or_else(|| krate.own_spawner(def))?;
            Some(SpawnData { at, row, argument: argument(row.argument)? })
        }
        Callee::Unnamed(name) if matches!(krate.text(name), "spawn" | "spawn_local") => {
            let argument = argument(0)?;
            // Only a future can tell a task from a process or an actor here.
            matches!(krate.kind(argument), ExprKind::Async { .. }).then_some(SpawnData {
                at,
                row: SpawnRow { unit: Unit::Task, on_drop: OnDrop::Unknown, argument: 0 },
                argument,
            })
        }
        // A library that is not known: only a future written on the spot can tell a task from a process.
        Callee::External(path) if path.ends_with("::spawn") && krate.known_call(at).is_none() => {
            let argument = argument(0)?;
            let row = SpawnRow { unit: Unit::Task, on_drop: OnDrop::Unknown, argument: 0 };
            matches!(krate.kind(argument), ExprKind::Async { .. } | ExprKind::Call { .. } | ExprKind::Method(_))
                .then_some(SpawnData { at, row, argument })
        }
        _ => match krate.known_call(at)? {
            Call::Spawn(row) => Some(SpawnData { at, row, argument: argument(row.argument)? }),
            _ => None,
        },
    }
}

impl Crate {
    /// A call without its arguments: `tokio::spawn`, `.spawn`.
    pub(in crate::model) fn call_span(&self, at: ExprAt) -> Span {
        match self.kind(at) {
            ExprKind::Call { callee, .. } => self.span(ExprAt { id: *callee, ..at }),
            ExprKind::Method(method) => method.name_span,
            _ => self.span(at),
        }
    }

    /// Whether a spawn stands in a future that a `LocalSet` of this function drives: the set owns the task.
    fn in_local_set(&self, at: ExprAt) -> bool {
        self.ancestors(at).any(|a| {
            matches!(self.callee(a), Callee::Method(path, name)
                if dictionary::is_local_set(&path) && matches!(self.text(name), "run_until" | "block_on"))
        })
    }

    /// Whether a loop of async code has no `.await` in it.
    fn never_awaits(&self, turn: ExprAt) -> bool {
        let body = self.body_at(turn);
        let flow = self.flow(body);
        let Some(number) = flow.turn_of(turn.id) else { return false };
        let inside = |n: usize| flow.inside(super::flow::NodeId(n as u32), number);
        let awaits = |n: usize| matches!(flow.nodes[n].kind, super::flow::NodeKind::Await(_)) && inside(n);
        self.index.body(body).is_async && !(0..flow.nodes.len()).any(awaits)
    }

    /// A call as its caller writes it, up to its arguments: `tokio::spawn`, `tasks.spawn`.
    fn call_text(&self, at: ExprAt) -> &str {
        let name = self.call_span(at);
        let whole = match self.kind(at) {
            ExprKind::Method(m) => self.span(ExprAt { id: m.receiver, ..at }).to(name),
            _ => name,
        };
        let source = self.source(at.file);
        let text = source.text_of(whole);
        if text.contains('\n') { source.text_of(name) } else { text }
    }

    /// What becomes of the value of a spawning call.
    pub(in crate::model) fn handle_use(&self, at: ExprAt) -> HandleUse {
        match self.parent(at) {
            Parent::None => HandleUse::Returned,
            Parent::Stmt(block, n) => self.handle_in_stmt(at, StmtAt { file: at.file, block, n }),
            Parent::Expr(id) => self.handle_in_expr(at, ExprAt { id, ..at }),
        }
    }

    fn handle_in_expr(&self, at: ExprAt, parent: ExprAt) -> HandleUse {
        match self.kind(parent) {
            ExprKind::Await(_) => HandleUse::Awaited,
            ExprKind::Try(_) | ExprKind::If { .. } | ExprKind::Block { .. } => self.handle_use(parent),
            ExprKind::Match { scrutinee, .. } if *scrutinee != at.id => self.handle_use(parent),
            ExprKind::Macro(_)
                if self.select(parent).is_some_and(|s| s.branches.iter().any(|b| b.handler == at.id)) =>
            {
                self.handle_use(parent)
            }
            ExprKind::Method(method) if method.receiver == at.id => match self.text(method.name) {
                "detach" | "forget" => HandleUse::Dropped(parent),
                "join" | "wait" => HandleUse::Awaited,
                "unwrap" | "expect" | "ok" | "map_err" | "unwrap_or_else" | "context" | "with_context"
                | "instrument" => self.handle_use(parent),
                _ => HandleUse::Kept,
            },
            ExprKind::Method(method) if self.text(method.name) == "insert" => HandleUse::Keyed,
            ExprKind::Call { .. } => match self.known_call(parent) {
                Some(Call::Drop | Call::Forget) => HandleUse::Dropped(parent),
                Some(Call::Wrap) => self.handle_use(parent),
                _ => HandleUse::Kept,
            },
            ExprKind::Assign { left, right } if *right == at.id => self.handle_in_place(at, ExprAt { id: *left, ..at }),
            ExprKind::Return(_) => HandleUse::Returned,
            _ => HandleUse::Kept,
        }
    }

    fn handle_in_stmt(&self, at: ExprAt, stmt: StmtAt) -> HandleUse {
        match &self.stmt(stmt).kind {
            StmtKind::Expr { semi: true, .. } => HandleUse::Dropped(at),
            StmtKind::Expr { semi: false, .. } => self.handle_as_tail(at, stmt),
            StmtKind::Let { pat, .. } => match &self.tree(at.file).pats[pat.0 as usize].kind {
                PatKind::Wild => HandleUse::Dropped(at),
                PatKind::Bind { .. } => match self.index.file(at.file).pat_binding.get(pat) {
                    Some(&binding) => self.handle_in_binding(at, binding),
                    None => HandleUse::Kept,
                },
                _ => HandleUse::Kept,
            },
            StmtKind::Item(_) => HandleUse::Kept,
        }
    }

    /// A handle put into a place that had another: one at a time, when the one before is looked after.
    fn handle_in_place(&self, at: ExprAt, place: ExprAt) -> HandleUse {
        if matches!(self.kind(place), ExprKind::Other) {
            return HandleUse::Dropped(at);
        }
        let (Some(root), Some(turn)) = (self.root_of(place), self.loop_around(at)) else { return HandleUse::Kept };
        let info = self.index.binding(root);
        let span = self.span(turn);
        let looked_after = info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|u| {
            span.holds(self.span(u))
                && self.ancestors(u).take_while(|&a| a != turn).any(|a| {
                    self.method_name(a).is_some_and(|m| matches!(m, "take" | "abort" | "join" | "replace" | "cancel"))
                        || matches!(self.kind(a), ExprKind::Await(_))
                })
        });
        if looked_after { HandleUse::Awaited } else { HandleUse::Kept }
    }

    fn handle_as_tail(&self, at: ExprAt, stmt: StmtAt) -> HandleUse {
        if self.tail_of(stmt.file, stmt.block) != Some(at) {
            return HandleUse::Dropped(at);
        }
        match self.index.file(stmt.file).block_parent[stmt.block.0 as usize] {
            Parent::Expr(id) => {
                let outer = ExprAt { id, ..at };
                match self.kind(outer) {
                    // The value of a task's or closure's own block is its result.
                    ExprKind::Async { .. } | ExprKind::Closure(_) => HandleUse::Returned,
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => HandleUse::Dropped(at),
                    ExprKind::If { .. } | ExprKind::Block { .. } | ExprKind::Match { .. } => self.handle_use(outer),
                    _ => HandleUse::Kept,
                }
            }
            Parent::None => HandleUse::Returned,
            Parent::Stmt(..) => HandleUse::Kept,
        }
    }

    fn handle_in_binding(&self, at: ExprAt, binding: BindingId) -> HandleUse {
        let info = self.index.binding(binding);
        if self.finished_in_turn(at, binding) {
            return HandleUse::Awaited;
        }
        let mut keyed = false;
        let mut dropped = None;
        for &id in &info.uses {
            let here = ExprAt { file: info.file, id };
            match self.goes_into(here) {
                Some("insert" | "or_insert" | "replace") => {
                    keyed = true;
                    continue;
                }
                Some("send") => return HandleUse::Sent,
                _ => {}
            }
            let Some(parent) = self.parent_expr(here) else { return HandleUse::Kept };
            match self.kind(parent) {
                ExprKind::Call { .. } if self.known_call(parent) == Some(Call::Drop) => dropped = Some(parent),
                ExprKind::Method(m) if m.receiver == id && self.text(m.name) == "detach" => dropped = Some(parent),
                _ => return HandleUse::Kept,
            }
        }
        match dropped {
            _ if keyed => HandleUse::Keyed,
            Some(dropped) => HandleUse::Dropped(dropped),
            None => HandleUse::Dropped(at),
        }
    }

    /// The method that takes a handle as its argument, itself or as a part of something.
    fn goes_into(&self, at: ExprAt) -> Option<&str> {
        let mut now = at;
        for _ in 0..5 {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Method(m) if m.receiver != now.id => return Some(self.text(m.name)),
                ExprKind::Struct { .. } | ExprKind::Tuple(_) => {}
                ExprKind::Call { callee, .. } if *callee != now.id && self.known_call(parent) != Some(Call::Drop) => {}
                _ => return None,
            }
            now = parent;
        }
        None
    }

    /// Whether a handle is awaited or joined in the same turn in which it is made.
    fn finished_in_turn(&self, at: ExprAt, binding: BindingId) -> bool {
        let Some(turn) = self.loop_around(at) else { return false };
        let info = self.index.binding(binding);
        let body = self.body_at(at);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).any(|u| {
            self.body_at(u) == body
                && self.loop_around(u) == Some(turn)
                && self.parent_expr(u).is_some_and(|p| match self.kind(p) {
                    ExprKind::Await(_) => true,
                    ExprKind::Method(m) => matches!(self.text(m.name), "join" | "cancel"),
                    _ => false,
                })
        })
    }

    /// The parameter that an argument hands on: itself, or a future or closure that does no more than run it.
    fn forwarded_param(&self, argument: ExprAt) -> Option<BindingId> {
        if let Some(binding) = self.index.local(argument) {
            return self.given_code(binding).then_some(binding);
        }
        let body = self.code_of(argument)?;
        // The future or closure that is run must be the parameter: what is merely used inside is no forwarding.
        self.captures
            .get(&body)?
            .iter()
            .find(|(binding, mention)| self.given_code(*binding) && self.runs_mention(*mention))
            .map(|(binding, _)| *binding)
    }

    /// Whether a mention is awaited or called.
    fn runs_mention(&self, mention: ExprAt) -> bool {
        let mut now = mention;
        for _ in 0..4 {
            let Some(parent) = self.parent_expr(now) else { return false };
            match self.kind(parent) {
                ExprKind::Await(_) => return true,
                ExprKind::Call { callee, .. } if *callee == now.id => return true,
                ExprKind::Call { .. } | ExprKind::Method(_) | ExprKind::Ref { .. } => now = parent,
                _ => return false,
            }
        }
        false
    }

    /// Whether a variable is a function's parameter whose type says future or closure.
    fn given_code(&self, binding: BindingId) -> bool {
        let info = self.index.binding(binding);
        let Origin::Param(n) = info.origin else {
            // A variable that only renames or boxes the parameter stands for it.
            let Origin::Value(value) = info.origin else { return false };
            let made = ExprAt { file: info.file, id: value };
            return match self.kind(made) {
                ExprKind::Path(_) => self.index.local(made).is_some_and(|b| b != binding && self.given_code(b)),
                ExprKind::Call { .. } if self.known_call(made) == Some(Call::Wrap) => self
                    .args(made)
                    .first()
                    .and_then(|&id| self.index.local(ExprAt { id, ..made }))
                    .is_some_and(|b| b != binding && self.given_code(b)),
                _ => false,
            };
        };
        if self.index.body(info.body).kind != BodyKind::Fn {
            return false;
        }
        self.param_is_code(info.body, n)
    }

    /// Whether a parameter's type is a future or something callable.
    fn param_is_code(&self, body: BodyId, n: u32) -> bool {
        let Some(def) = self.index.body(body).def else { return false };
        self.param_bounds(def, n).iter().any(|b| b.ends_with("Future") || b.starts_with("Fn") || b.starts_with("BoxF"))
    }

    /// Whether a parameter's type is a future.
    fn param_is_future(&self, def: DefId, n: u32) -> bool {
        self.param_bounds(def, n).iter().any(|b| b.ends_with("Future") || b.starts_with("BoxF"))
    }

    /// The last names of the traits that a parameter's type promises, through boxes and type parameters.
    fn param_bounds(&self, def: DefId, n: u32) -> Vec<&str> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(ty) = function.params.get(n as usize).and_then(|p| p.ty) {
            self.bounds_of_type(info.file, ty, &mut found);
        }
        let names: Vec<&str> = found.clone();
        let mut add = |generics: &'_ [crate::syntax::tree::TypeParam]| {
            for param in generics.iter().filter(|g| names.contains(&self.text(g.name))) {
                found.extend(param.bounds.iter().filter_map(|b| b.segments.last()).map(|s| self.text(s.name)));
            }
        };
        add(&function.generics);
        if let Some(owner) = info.owner.map(|o| self.index.impl_info(o)) {
            match &self.tree(owner.file).items[owner.item.0 as usize].kind {
                ItemKind::Impl(i) => add(&i.generics),
                ItemKind::Trait { generics, .. } => add(generics),
                _ => {}
            }
        }
        found
    }

    /// The last names in a written type: of the type itself, what it boxes, and its bounds.
    fn bounds_of_type<'c>(
        &'c self,
        file: super::index::FileNo,
        ty: crate::syntax::tree::TypeId,
        found: &mut Vec<&'c str>,
    ) {
        match &self.tree(file).types[ty.0 as usize].kind {
            TypeKind::Path(path) => {
                if let Some(last) = path.segments.last() {
                    found.push(self.text(last.name));
                    if matches!(self.text(last.name), "Box" | "Pin" | "Arc") {
                        last.args.iter().for_each(|&a| self.bounds_of_type(file, a, found));
                    }
                }
            }
            TypeKind::Impl(bounds) | TypeKind::Dyn(bounds) => {
                found.extend(bounds.iter().filter_map(|b| b.segments.last()).map(|s| self.text(s.name)));
            }
            _ => {}
        }
    }

    /// How a function of the package spawns what it is given, when it does.
    pub(in crate::model) fn spawn_wrapper(&self, def: DefId) -> Option<Wrapper> {
        if let Some(known) = self.wrappers.lock().unwrap_or_else(|e| e.into_inner()).get(&def) {
            return known.clone();
        }
        self.wrappers.lock().unwrap_or_else(|e| e.into_inner()).insert(def, None);
        let wrapper = self.spawn_wrapper_fresh(def);
        self.wrappers.lock().unwrap_or_else(|e| e.into_inner()).insert(def, wrapper.clone());
        wrapper
    }

    /// A runtime's own spawner: a function called `spawn_detached` that takes a future and gives nothing back.
    fn own_spawner(&self, def: DefId) -> Option<SpawnRow> {
        let info = self.index.def(def);
        let ItemKind::Fn(function) = &self.tree(info.file).items[info.item.0 as usize].kind else { return None };
        let fits = self.text(info.name).starts_with("spawn_detached")
            && !function.is_async
            && function.ret.is_none()
            && function.params.len() == 1
            && self.param_is_future(def, 0);
        fits.then_some(SpawnRow { unit: Unit::Task, on_drop: OnDrop::Detach, argument: 0 })
    }

    fn spawn_wrapper_fresh(&self, def: DefId) -> Option<Wrapper> {
        let body = self.index.def(def).body?;
        let info = self.index.body(body);
        let takes_code = (0..info.params.len() as u32).any(|n| self.param_is_code(body, n));
        if !takes_code {
            return None;
        }
        let calls = self.index.file(info.file).calls.iter().map(|&id| ExprAt { file: info.file, id });
        for at in calls.filter(|at| info.span.holds(self.span(*at)) && self.within_body(self.body_at(*at), body)) {
            let Some(spawn) = spawn_at(self, at) else { continue };
            let Some(param) = self.forwarded_param(spawn.argument) else { continue };
            // Code with a loop of its own does more than run what it was given.
            if self.code_of(spawn.argument).is_some_and(|b| !self.flow(b).turns.is_empty()) {
                continue;
            }
            let Some(n) = self.param_number(param) else { continue };
            let returns = matches!(self.handle_use(at), HandleUse::Returned);
            let kept = matches!(self.handle_use(at), HandleUse::Kept | HandleUse::Awaited | HandleUse::Keyed);
            let on_drop = match (returns, kept) {
                (true, _) => spawn.row.on_drop,
                (false, true) => OnDrop::Owned,
                (false, false) => spawn.row.on_drop,
            };
            let row = SpawnRow { on_drop, argument: n as u8, ..spawn.row };
            return Some(Wrapper { row, returns, inner: at });
        }
        None
    }

    /// The number of the parameter that a variable is or renames.
    fn param_number(&self, binding: BindingId) -> Option<u32> {
        let info = self.index.binding(binding);
        match info.origin {
            Origin::Param(n) => Some(n),
            Origin::Value(value) => {
                let made = ExprAt { file: info.file, id: value };
                let inner = match self.kind(made) {
                    ExprKind::Call { .. } => ExprAt { id: *self.args(made).first()?, ..made },
                    _ => made,
                };
                let next = self.index.local(inner)?;
                if next == binding { None } else { self.param_number(next) }
            }
            _ => None,
        }
    }

    /// A function of the package whose name says that it waits for signals.
    fn named_for_signals(&self, at: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(at) else { return false };
        let name = self.text(self.index.def(def).name);
        name.contains("ctrl_c") || name.contains("ctrlc") || name.contains("wait_for_signal")
    }

    /// A call in this code that waits for signals of the operating system.
    fn signal_in(&self, body: BodyId, depth: u32) -> Option<Span> {
        let info = self.index.body(body);
        let calls = self.index.file(info.file).calls.iter().map(|&id| ExprAt { file: info.file, id });
        for at in calls.filter(|at| info.span.holds(self.span(*at))) {
            if self.known_call(at) == Some(Call::Signal) || self.named_for_signals(at) {
                return Some(self.span(at));
            }
            if depth > 1
                && let Callee::Def(def) = self.callee(at)
                && let Some(inner) = self.index.def(def).body
                && inner != body
                && let Some(found) = self.signal_in(inner, depth - 2)
            {
                return Some(found);
            }
        }
        None
    }
}
