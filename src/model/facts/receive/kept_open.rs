//! Keepers: what keeps a channel open while code receives from it.
//!
//! A sender that went into a call is taken to live in what the call gave back; where that is nothing, it is not known.

use crate::model::callee::Callee;
use crate::model::effects::ending::Ending;
use crate::model::effects::spawns::SpawnCall;
use crate::model::facts::receive::{Receive, ReceiveData};
use crate::model::flow::{NodeId, NodeKind, Use};
use crate::model::library::{Call, Side, calls};
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::{BindingId, BodyId, DefId, DefKind, ExprAt, Origin, Parent};
use crate::model::values::follow::Sink;
use crate::model::{Base, Crate};
use crate::syntax::Span;
use crate::syntax::tree::{ExprKind, Name, StmtKind};

/// Where a sender lives after it has left its variable.
enum Home {
    /// In a task, in nothing, with the caller: it may go while a loop of this function runs.
    Away,
    /// In these variables.
    Kept(Vec<BindingId>),
    /// In a field of something older than the function's code.
    Stored(ExprAt),
    /// In a static, or leaked: forever.
    Forever(ExprAt),
    /// In a call that gave nothing back.
    Unknown(ExprAt),
}

/// Whether a variable has its value still when control comes to a node of a body.
type Alive = fn(&Base, BindingId, BodyId, NodeId) -> bool;

impl Receive<'_> {
    /// What keeps the channel open as long as the code that receives: a sender, or what has one.
    ///
    /// # Errors
    ///
    /// A sender went where it is not followed.
    pub fn kept_open(self) -> Asked<Option<Span>> {
        let krate = self.krate;
        let kept = krate.struct_keeps_open(self.data).or_else(|| krate.subscribed_here(self.data));
        if let Some(span) = kept.or_else(|| krate.given_by_owner(self.data)) {
            return Ok(Some(span));
        }
        for (channel, site) in krate.channels_behind(self.data.source) {
            for sender in krate.ends.holding(channel, Side::Sender) {
                if let Some(span) = krate.keeps_open(sender, site)? {
                    return Ok(Some(span));
                }
            }
        }
        Ok(None)
    }
}

impl Crate {
    /// Whether a sender may live as long as the code at a place, which receives.
    fn keeps_open(&self, sender: BindingId, site: ExprAt) -> Asked<Option<Span>> {
        let info = self.index.binding(sender);
        let body = self.body_at(site);
        if let Some(spawn) = self.starts_with(site) {
            let mut holders = self.holders_of(sender).into_iter().filter(|_| spawn.at.file == info.file);
            let kept = holders.find_map(|holder| self.mentioned_in(holder, spawn.at));
            return Ok(kept.map(|at| self.span(at)).or_else(|| self.outlives_task(sender, &spawn)));
        }
        if self.task_of(body) != self.task_of(info.body) {
            return self.kept_by_task(sender, site);
        }
        let Some(node) = self.node_in(site, info.body) else { return Ok(None) };
        if self.holds_at(sender, info.body, node) {
            return Ok(Some(info.span));
        }
        let flow = self.flow(info.body);
        for (gone, kind) in self.let_go(sender, info.body) {
            if !flow.path(gone, node, |_| false) {
                continue;
            }
            let (NodeKind::Use(_, Use::Move, id) | NodeKind::Eval(id)) = kind else { continue };
            let moved = ExprAt { file: info.file, id };
            match self.home(moved) {
                Home::Away => {}
                Home::Stored(at) | Home::Forever(at) => return Ok(Some(self.span(at))),
                Home::Unknown(at) => return Err(Silence::Unknown("where the sender goes", self.span(at))),
                Home::Kept(variables) => {
                    if let Some(&kept) = variables.iter().find(|v| self.alive_at(**v, info.body, node)) {
                        return Ok(Some(self.index.binding(kept).span));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The variables that have a sender, one after the other: itself, or inside of a struct, a pointer, a list.
    fn holders_of(&self, sender: BindingId) -> Vec<BindingId> {
        let carriers = self.route_of_variable(sender).carriers;
        std::iter::once(sender).chain(carriers.into_iter().map(|carrier| carrier.binding)).collect()
    }

    /// Whether a task that receives took the sender with it, or what has it.
    fn kept_by_task(&self, sender: BindingId, site: ExprAt) -> Asked<Option<Span>> {
        let holders = self.holders_of(sender);
        let mut body = Some(self.body_at(site));
        while let Some(at) = body {
            let mut taken = self.captures.get(&at).into_iter().flatten();
            if let Some((_, mention)) = taken.find(|(taken, _)| holders.contains(taken)) {
                return Ok(Some(self.span(*mention)));
            }
            body = self.index.body(at).parent;
        }
        let task = self.task_of(self.body_at(site));
        let spawn = self.spawning_calls().iter().find(|spawn| task.is_some() && self.code_of(spawn.argument) == task);
        Ok(spawn.and_then(|spawn| self.outlives_task(sender, spawn)))
    }

    /// The spawn whose task is the call at a place, which a receiver is given there.
    fn starts_with(&self, site: ExprAt) -> Option<SpawnCall> {
        let body = self.body_at(site);
        let starts = |spawn: &&SpawnCall| {
            let argument = spawn.argument;
            argument.file == site.file && self.body_at(argument) == body && self.span(argument).holds(self.span(site))
        };
        self.spawning_calls().iter().find(starts).cloned()
    }

    /// Whether a sender lives as long as a task of whose code it is no part: forever, or where its function waits for the
    /// task to end.
    fn outlives_task(&self, sender: BindingId, spawn: &SpawnCall) -> Option<Span> {
        let info = self.index.binding(sender);
        let waits = self.waits_for_end_of(spawn.at).into_iter().filter_map(|wait| self.node_in(wait, info.body));
        if waits.into_iter().any(|wait| self.holds_at(sender, info.body, wait)) {
            return Some(info.span);
        }
        for (_, kind) in self.let_go(sender, info.body) {
            if let NodeKind::Use(_, Use::Move, id) | NodeKind::Eval(id) = kind
                && let Home::Forever(at) = self.home(ExprAt { file: info.file, id })
            {
                return Some(self.span(at));
            }
        }
        None
    }

    /// Where a value lives that goes away from a variable here.
    fn home(&self, moved: ExprAt) -> Home {
        let mut at = moved;
        let mut called = None;
        loop {
            let parent = match self.parent(at) {
                Parent::None => return Home::Away,
                Parent::Stmt(block, n) => {
                    let stmt = crate::model::source::tree::StmtAt { file: at.file, block, n };
                    match &self.stmt(stmt).kind {
                        StmtKind::Let { .. } => return Home::Kept(self.bound_from(at)),
                        StmtKind::Expr { semi: true, .. } => {
                            return match called.filter(|call| !self.is_gone_after(*call, moved)) {
                                Some(call) => Home::Unknown(call),
                                None => Home::Away,
                            };
                        }
                        _ => match self.block_of_tail(at) {
                            Some(outer) => {
                                at = outer;
                                continue;
                            }
                            None => return Home::Away,
                        },
                    }
                }
                Parent::Expr(id) => ExprAt { id, ..at },
            };
            match self.kind(parent) {
                ExprKind::Call { .. } | ExprKind::Method(_) => {
                    if self.spawns.iter().any(|s| s.at == parent) {
                        return Home::Away;
                    }
                    if self.receiver_of(parent).is_some_and(|r| self.is_static(r)) {
                        return Home::Forever(parent);
                    }
                    match self.known_call(parent) {
                        Some(Call::Drop) => return Home::Away,
                        Some(Call::Forget) => return Home::Forever(parent),
                        Some(Call::Wrap) => {}
                        _ => called = Some(parent),
                    }
                }
                ExprKind::Closure(_) if self.makes_static(parent) => return Home::Forever(moved),
                ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Closure(_) | ExprKind::Async { .. } => {
                    return Home::Away;
                }
                ExprKind::Assign { left, .. } => {
                    let left = ExprAt { id: *left, ..at };
                    return match self.index.local(left) {
                        Some(variable) => Home::Kept(vec![variable]),
                        None => Home::Stored(left),
                    };
                }
                _ => {}
            }
            at = parent;
        }
    }

    /// Whether a closure is what a static is made by when it is first asked for: what it gives is never dropped.
    fn makes_static(&self, closure: ExprAt) -> bool {
        let body = self.body_at(closure);
        self.def_of(body).is_some_and(|def| self.index.def(def).kind == DefKind::Static)
            && self.index.body(body).parent.is_none()
    }

    /// Whether a sender that a call of the package is given is gone when the call is over, but for what tasks have of it
    /// that the call has started and in which nothing repeats: how long another one keeps it, others decide.
    fn is_gone_after(&self, call: ExprAt, sender: ExprAt) -> bool {
        let Callee::Def(def) = self.callee(call) else { return false };
        let n = self.args(call).iter().position(|arg| *arg == sender.id);
        let Some(param) = n.and_then(|n| self.param_binding(def, n as u32)) else { return false };
        let ends = |task| self.task_of(task) == Some(task) && self.ending(task) == Ending::NoLoop;
        let is_gone = |sink: &Sink| match *sink {
            Sink::Dropped(_) | Sink::OutOfScope(_) => true,
            Sink::Captured(code) => ends(code),
            Sink::Given(spawn, _) => self.spawn_at(spawn).is_some(),
            _ => false,
        };
        let cloned = self.variable(param).mentions().any(|mention| mention.cloned_by().is_some());
        !cloned && self.route_of_variable(param).sinks.iter().all(is_gone)
    }

    /// The variables that get a part of an expression's value.
    fn bound_from(&self, at: ExprAt) -> Vec<BindingId> {
        let all = self.index.bindings_in(at.file);
        all.filter(|(_, b)| b.origin == Origin::Value(at.id)).map(|(id, _)| id).collect()
    }

    /// The struct that keeps a sender, or something made of one, beside the receiver it receives from.
    fn struct_keeps_open(&self, receive: &ReceiveData) -> Option<Span> {
        let pair = match self.kind(receive.source) {
            // `self.letters.1`, where the field has both ends.
            ExprKind::Field { base, name } if self.text(*name).starts_with(|first: char| first.is_ascii_digit()) => {
                self.fields_behind(ExprAt { id: *base, ..receive.source })
            }
            _ => Vec::new(),
        };
        let fields = self.fields_behind(receive.source).into_iter().chain(pair);
        fields.into_iter().find_map(|(def, field)| self.kept_beside(def, field))
    }

    /// The literal that gives a struct a sender beside the receiver in this field.
    fn kept_beside(&self, def: DefId, field: Name) -> Option<Span> {
        let holder = self.holders.iter().find(|h| h.def == def && h.receiver == field).map(|h| h.literal);
        let kept = || self.literals_of(def).iter().copied().find(|literal| self.literal_keeps_open(*literal, field));
        holder.or_else(kept).map(|literal| self.span(literal))
    }

    /// The struct that keeps a sender beside the receiver that it gave out by `clone()`, itself or in a method that does
    /// nothing else, where it lives as long as the loop.
    fn given_by_owner(&self, receive: &ReceiveData) -> Option<Span> {
        let place = self.place(receive.source).filter(|p| p.fields.is_empty())?;
        let info = self.index.binding(place.root);
        let Origin::Value(value) = info.origin else { return None };
        let made = ExprAt { file: info.file, id: value };
        let owner = self.root_of(self.receiver_of(made)?)?;
        let cloned = self.cloned(made).or_else(|| self.cloned(self.only_value(made)?))?;
        let kept = self.fields_behind(cloned).into_iter().find_map(|(def, field)| self.kept_beside(def, field));
        kept.filter(|_| self.lives_as_long(owner, receive, Base::alive_at).is_some())
    }

    /// `x` of `x.clone()`.
    fn cloned(&self, at: ExprAt) -> Option<ExprAt> {
        self.receiver_of(at).filter(|_| self.method_name(at).is_some_and(calls::makes_second))
    }

    /// The value of a function of the package that does nothing else than give it.
    fn only_value(&self, call: ExprAt) -> Option<ExprAt> {
        let Callee::Def(def) = self.callee(call) else { return None };
        let body = self.index.def(def).body?;
        let (file, block) = (self.index.body(body).file, self.root_block(body)?);
        self.tail_of(file, block).filter(|_| self.stmts(file, block).len() == 1)
    }

    /// Where a variable is mentioned, or lives on, in the task that receives, so that it lives as long as the loop.
    fn lives_as_long(&self, owner: BindingId, receive: &ReceiveData, alive: Alive) -> Option<Span> {
        let body = self.body_at(receive.at);
        let info = self.index.binding(owner);
        if self.task_of(body) == self.task_of(info.body) {
            let node = self.node_in(receive.at, info.body)?;
            return alive(self, owner, info.body, node).then_some(info.span);
        }
        let captured = self.captures.get(&body).into_iter().flatten().find(|(b, _)| *b == owner)?;
        Some(self.span(captured.1))
    }

    /// Whether a struct gets its receiver together with a sender of the same channel, in whatever wrapping.
    fn literal_keeps_open(&self, literal: ExprAt, field: Name) -> bool {
        let ExprKind::Struct { fields, .. } = self.kind(literal) else { return false };
        let Some((_, value)) = fields.iter().find(|(name, _)| *name == field) else { return false };
        let value = ExprAt { id: *value, ..literal };
        if self.channels.iter().any(|channel| channel.at == value) {
            return true;
        }
        self.channels_behind(value).into_iter().any(|(channel, site)| {
            // The receiver came as an argument of a call, or stands in the literal itself.
            let whole = if site == value { literal } else { site };
            self.ends.holding(channel, Side::Sender).any(|sender| {
                self.mentioned_in(sender, whole).is_some()
                    || self.made_of(sender).into_iter().any(|v| self.mentioned_in(v, whole).is_some())
            })
        })
    }

    /// The variables that got something made of a sender.
    fn made_of(&self, sender: BindingId) -> Vec<BindingId> {
        let info = self.index.binding(sender);
        let mentions = info.uses.iter().map(|&id| ExprAt { file: info.file, id });
        mentions
            .flat_map(|at| match self.home(at) {
                Home::Kept(variables) => variables,
                _ => Vec::new(),
            })
            .collect()
    }

    /// The sender that a receiver was made from by `subscribe()`, where it lives as long as the loop.
    fn subscribed_here(&self, receive: &ReceiveData) -> Option<Span> {
        let place = self.place(receive.source).filter(|p| p.fields.is_empty())?;
        let info = self.index.binding(place.root);
        let Origin::Value(value) = info.origin else { return None };
        let made = ExprAt { file: info.file, id: value };
        if !self.method_name(made).is_some_and(calls::makes_receiver) {
            return None;
        }
        let owner = self.root_of(self.receiver_of(made)?)?;
        self.lives_as_long(owner, receive, Base::holds_at)
    }
}
