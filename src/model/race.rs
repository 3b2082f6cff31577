//! Races: a timer and what it is raced against, side by side, with where control goes when each wins.
//!
//! A race is a `select!`, a function that races two futures, a timeout around a future, or a receive with a time limit.

use super::Crate;
use super::calls::Callee;
use super::dictionary::{self, Call, TimerKind};
use super::flow::{Flow, Leave, NodeId, NodeKind};
use super::index::{BindingId, ExprAt, Parent};
use super::nav::StmtAt;
use super::outcome::{Fate, Shape};
use super::silence::{Asked, Silence};
use super::sleep::{Sleep, SleepData};
use super::turn::Turn;
use crate::syntax::Span;
use crate::syntax::tree::{BranchKind, ExprKind, MacroBody, StmtKind};

/// A timer in a race that stands in a loop.
pub struct Race<'c> {
    krate: &'c Crate,
    timer: &'c SleepData,
    /// The loop around the race.
    turn: ExprAt,
    own: Side,
    rivals: Vec<Side>,
}

/// One side of a race.
#[derive(Clone, Debug)]
pub struct Side {
    /// What is waited for.
    pub(in crate::model) source: ExprAt,
    /// Where control goes when this side wins.
    pub(in crate::model) starts: Vec<NodeId>,
    /// Where control goes when this side wins with something new, not with its end.
    pub(in crate::model) news: Vec<NodeId>,
    /// The place to point at.
    span: Span,
}

impl Side {
    /// The branch, or the call whose outcome this side is.
    pub fn span(&self) -> Span {
        self.span
    }
}

/// What a deadline does that never comes.
#[derive(Clone, Copy, Debug)]
pub struct Extended {
    /// Where the loop is left when what is waited for has come.
    pub success: Span,
    /// What starts the wait again.
    pub again: Span,
}

impl<'c> Sleep<'c> {
    /// The race that this timer is a side of.
    pub fn race(self) -> Asked<Race<'c>> {
        self.krate.race_of(self.data)
    }
}

impl<'c> Race<'c> {
    /// The loop around the race.
    pub fn turn(&self) -> Turn<'c> {
        Turn { krate: self.krate, at: self.turn }
    }

    /// Where the timer was made, when that was before the loop.
    pub fn made_before(&self) -> Option<Span> {
        let made = self.krate.span(self.timer.at);
        (!self.krate.span(self.turn).holds(made)).then_some(made)
    }

    /// What of the timer's length each turn computes anew.
    pub fn length_varies(&self) -> Asked<Option<Span>> {
        let length = self.relative_length()?;
        Ok(length.and_then(|at| self.krate.varies(at, self.turn)))
    }

    /// The instant that the timer runs to, when it was fixed before this turn.
    pub fn fixed_instant(&self) -> Asked<Option<Span>> {
        let at = self.krate.length_of(self.timer).ok_or(self.unknown("the length of this timer"))?;
        Ok(match (self.relative_length()?, self.is_instant()) {
            (None, true) => Some(self.krate.span(at)),
            _ => None,
        })
    }

    fn is_instant(&self) -> bool {
        matches!(self.timer.row.kind, TimerKind::Until | TimerKind::TimeoutAt)
    }

    /// The length counted from now; `None` for an instant that was there before.
    fn relative_length(&self) -> Asked<Option<ExprAt>> {
        let at = self.krate.length_of(self.timer).ok_or(self.unknown("the length of this timer"))?;
        Ok(if self.is_instant() { self.krate.length_from_now(at, self.turn) } else { Some(at) })
    }

    fn unknown(&self, what: &'static str) -> Silence {
        Silence::Unknown(what, self.krate.span(self.timer.at))
    }

    /// Whether the next turn can begin after the timer has fired.
    pub fn timer_goes_round(&self) -> bool {
        self.goes_round(&self.own)
    }

    /// The place of the timer's own branch.
    pub fn timer_side(&self) -> Span {
        self.own.span
    }

    fn goes_round(&self, side: &Side) -> bool {
        side.starts.iter().any(|&n| self.krate.goes_round(self.turn, n))
    }

    /// The other sides.
    pub fn rivals(&self) -> &[Side] {
        &self.rivals
    }

    /// The sides that start the next turn when they win.
    pub fn going_round(&self) -> Vec<&Side> {
        self.rivals.iter().filter(|s| self.goes_round(s)).collect()
    }

    /// Whether what a side waits for outlives the turn: a channel, a listener, a ticker; not an operation made in it.
    pub fn outlives(&self, side: &Side) -> bool {
        self.krate.outlives(side.source, self.turn)
    }

    /// Whether a rival does anything when it wins, be it only a line in the log, that the timer does not do as well.
    pub fn reacts(&self, side: &Side) -> bool {
        let own = self.nodes_after(&self.own);
        let flow = self.flow();
        let reacts = |n: &NodeId| {
            matches!(
                flow.node(*n).kind,
                NodeKind::Eval(_) | NodeKind::Await(_) | NodeKind::Leave(..) | NodeKind::Assign(..)
            )
        };
        self.nodes_after(side).iter().any(|n| !own.contains(n) && reacts(n))
    }

    /// Whether the timer's own branch does work that no other does as well.
    pub fn timer_works(&self) -> bool {
        let theirs: Vec<NodeId> = self.rivals.iter().flat_map(|s| self.work_after(s)).collect();
        self.work_after(&self.own).iter().any(|n| !theirs.contains(n))
    }

    /// The nodes of this turn after a side has won.
    fn nodes_after(&self, side: &Side) -> Vec<NodeId> {
        let Some(turn) = self.number() else { return Vec::new() };
        let flow = self.flow();
        side.starts
            .iter()
            .flat_map(|&start| flow.rest_of_turn(start, turn))
            .filter(|n| !side.starts.contains(n))
            .collect()
    }

    /// The `select!` that the race is; other races are not this one.
    pub fn select(&self) -> Asked<Span> {
        let raced = self.krate.raced_at(self.timer.at).filter(|r| r.branch.is_some());
        raced.map(|r| self.krate.span(r.race)).ok_or(Silence::NotMine)
    }

    /// Code that makes a ticker of the timer's length before the loop.
    pub fn ticker(&self) -> String {
        dictionary::ticker(&self.length_text(), self.timer.row)
    }

    /// Code that fixes the timer's end before the loop.
    pub fn fixed_deadline(&self) -> String {
        dictionary::fixed_deadline(&self.length_text(), self.timer.row)
    }

    fn length_text(&self) -> String {
        let length = self.relative_length().unwrap_or(None).or(self.krate.length_of(self.timer));
        length.map_or_else(String::new, |at| self.krate.text_at(at).to_owned())
    }

    fn flow(&self) -> &'c Flow {
        self.krate.flow(self.krate.body_at(self.turn))
    }

    fn number(&self) -> Option<u32> {
        self.flow().turn_of(self.turn.id)
    }

    /// The nodes that do work in this turn after a side has won.
    fn work_after(&self, side: &Side) -> Vec<NodeId> {
        let Some(turn) = self.number() else { return Vec::new() };
        let flow = self.flow();
        let mut all = Vec::new();
        for &start in &side.starts {
            for node in flow.rest_of_turn(start, turn) {
                if !all.contains(&node) && self.krate.is_work(flow, node, self.own.source) {
                    all.push(node);
                }
            }
        }
        all
    }

    /// Work in the loop that is done whichever side wins: before the race, or after it on every path.
    pub fn common_work(&self) -> Option<Span> {
        let flow = self.flow();
        let turn = self.number()?;
        let race = self.race_nodes();
        let head = flow.turns[turn as usize].head;
        let before = flow.reachable(head, |n| flow.inside(n, turn) && !race.contains(&n));
        let before = (0..flow.nodes.len() as u32).map(NodeId).filter(|n| before[n.0 as usize] && flow.inside(*n, turn));
        let reaches_race = |n: NodeId| race.iter().any(|&r| flow.path(n, r, |m| m == head));
        let early = before.filter(|&n| self.krate.is_work(flow, n, self.own.source)).find(|&n| reaches_race(n));
        let own = self.work_after(&self.own);
        let shared = || self.going_round().iter().flat_map(|s| self.work_after(s)).find(|n| own.contains(n));
        let node = early.or_else(shared)?;
        self.krate.node_span(flow, self.turn.file, node)
    }

    /// The nodes at which the race itself is waited for.
    fn race_nodes(&self) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        for ancestor in std::iter::once(self.own.source).chain(self.krate.ancestors(self.own.source)) {
            if ancestor == self.turn {
                break;
            }
            nodes.extend(self.flow().node_of(ancestor.id));
        }
        nodes
    }

    /// Another side that fires at a known period not longer than this timer's length.
    pub fn faster(&self) -> Option<&Side> {
        let own = self.krate.millis(self.relative_length().ok()??)?;
        self.going_round().into_iter().find(|side| self.fires_within(side, own))
    }

    fn fires_within(&self, side: &Side, own: u64) -> bool {
        let krate = self.krate;
        if krate.method_name(side.source) == Some("tick") {
            return krate.period_of(side.source).is_some_and(|p| p <= own);
        }
        let made = krate.made_from(side.source);
        match krate.sleep_row(made) {
            Some(row) if row.kind == TimerKind::Sleep && krate.span(self.turn).holds(krate.span(made)) => {
                let length = krate.args(made).get(row.length as usize).map(|&id| ExprAt { id, ..made });
                length.and_then(|at| krate.millis(at)).is_some_and(|p| p < own)
            }
            _ => false,
        }
    }

    /// When the timer is a deadline: where the loop is left with success, and what starts the wait again.
    pub fn extended(&self) -> Option<Extended> {
        if self.own.starts.is_empty() {
            return None;
        }
        let flow = self.flow();
        let turn = self.number()?;
        let again = self.going_round().into_iter().find(|s| self.outlives(s) && self.ignores(s))?;
        let carries = self.krate.carries_value(again.source);
        let exits: Vec<NodeId> = if carries {
            again.news.iter().flat_map(|&n| flow.exits_from_this_turn(n, turn)).collect()
        } else {
            flow.exits(turn)
        };
        let timer_exits: Vec<NodeId> =
            self.own.starts.iter().flat_map(|&n| flow.exits_from_this_turn(n, turn)).collect();
        let file = self.turn.file;
        let success = exits.into_iter().find(|n| !timer_exits.contains(n) && self.krate.succeeds(flow, file, *n))?;
        Some(Extended { success: self.krate.node_span(flow, file, success)?, again: again.span })
    }

    /// Whether a side that goes round does nothing with what it got on the way.
    fn ignores(&self, side: &Side) -> bool {
        let Some(turn) = self.number() else { return false };
        let flow = self.flow();
        let news = if side.news.is_empty() { &side.starts } else { &side.news };
        let round: Vec<NodeId> = news.iter().copied().filter(|&n| flow.goes_round(n, turn)).collect();
        !round.is_empty()
            && round.iter().all(|&start| {
                flow.rest_of_turn(start, turn)
                    .into_iter()
                    .all(|n| !flow.goes_round(n, turn) || !self.krate.is_work(flow, n, self.own.source))
            })
    }
}

impl Crate {
    /// The place that a node of a flow graph stands for.
    fn node_span(&self, flow: &Flow, file: super::index::FileNo, node: NodeId) -> Option<Span> {
        let id = self.node_expr(flow.node(node).kind)?;
        Some(self.span(ExprAt { file, id }))
    }

    fn race_of<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        match timer.row.kind {
            TimerKind::Sleep | TimerKind::Until => self.timer_in_race(timer),
            TimerKind::Timeout | TimerKind::TimeoutAt => {
                let other = *self.args(timer.at).get(1).ok_or(Silence::NotMine)?;
                self.limited(timer, ExprAt { id: other, ..timer.at }, Shape::err(Shape::Any))
            }
            TimerKind::Within => self.limited(timer, timer.at, Shape::err(Shape::Named("Timeout"))),
            TimerKind::Park => self.looked_again(timer),
            TimerKind::Interval => Err(Silence::NotMine),
        }
    }

    /// A timeout around a future, or a receive with a time limit: the sides are the cases of its value.
    fn limited<'c>(&'c self, timer: &'c SleepData, source: ExprAt, elapsed: Shape) -> Asked<Race<'c>> {
        let turn = self.loop_around(timer.at).ok_or(Silence::NotMine)?;
        if !self.waited_for(timer) {
            return Err(Silence::NotMine);
        }
        let span = self.span(timer.at);
        let rival = Side {
            source,
            starts: self.starts(timer.at, &Shape::ok(Shape::Any)),
            news: self.news_of_limit(timer.at, source),
            span: self.span(source),
        };
        let starts = self.starts(timer.at, &elapsed);
        let own = Side { source: timer.at, starts: starts.clone(), news: starts, span };
        Ok(Race { krate: self, timer, turn, own, rivals: vec![rival] })
    }

    /// A wait that gives the same whether it was woken or time is up: what comes after asks which of the two it was.
    fn looked_again<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        let turn = self.loop_around(timer.at).ok_or(Silence::NotMine)?;
        let flow = self.flow(self.body_at(turn));
        let (node, number) = flow.node_of(timer.at.id).zip(flow.turn_of(turn.id)).ok_or(Silence::NotMine)?;
        let gives_up = |n: &NodeId| self.leaves_when_late(flow, *n, turn);
        let starts: Vec<NodeId> = flow.exits_from_this_turn(node, number).into_iter().filter(gives_up).collect();
        let span = self.span(timer.at);
        let own = Side { source: timer.at, news: starts.clone(), starts, span };
        let rival = Side { source: timer.at, starts: vec![node], news: vec![node], span };
        Ok(Race { krate: self, timer, turn, own, rivals: vec![rival] })
    }

    /// Whether a loop is left here because a condition says that time is up.
    fn leaves_when_late(&self, flow: &Flow, node: NodeId, turn: ExprAt) -> bool {
        let Some(id) = self.node_expr(flow.node(node).kind) else { return false };
        let at = ExprAt { id, ..turn };
        self.ancestors(at).take_while(|&a| a != turn).any(|outer| {
            let ExprKind::If { cond, .. } = self.kind(outer) else { return false };
            let asks_time = |e| self.method_name(e).is_some_and(|m| matches!(m, "timed_out" | "elapsed"));
            self.find_below(ExprAt { id: *cond, ..outer }, &asks_time).is_some()
                || self.names_elapsed(ExprAt { id: *cond, ..outer })
        })
    }

    /// Whether a condition looks at a variable that was made from `elapsed()` or compares with the clock.
    fn names_elapsed(&self, cond: ExprAt) -> bool {
        self.find_below(cond, &|e| {
            let made = self.made_from(e);
            made != e && self.find_below(made, &|m| self.method_name(m) == Some("elapsed")).is_some()
                || matches!(self.callee(e), Callee::External(p) if p.ends_with("Instant::now"))
        })
        .is_some()
    }

    fn waited_for(&self, timer: &SleepData) -> bool {
        timer.row.blocking || self.is_awaited(timer.at)
    }

    /// Where control goes when the limited future or receive gave something new.
    fn news_of_limit(&self, at: ExprAt, source: ExprAt) -> Vec<NodeId> {
        let shape = match self.receive_kind(source) {
            Some((kind, _)) if source != at => match kind.closed() {
                dictionary::Closed::None => Shape::ok(Shape::some(Shape::Any)),
                dictionary::Closed::Err => Shape::ok(Shape::ok(Shape::Any)),
            },
            _ => Shape::ok(Shape::Any),
        };
        self.starts(at, &shape)
    }

    /// A sleep that is a side of a `select!` or of a racing function, itself or through a variable.
    fn timer_in_race<'c>(&'c self, timer: &'c SleepData) -> Asked<Race<'c>> {
        let raced = self.raced_at(timer.at).ok_or(Silence::NotMine)?;
        let turn = self.loop_around(raced.race).ok_or(Silence::NotMine)?;
        match raced.branch {
            Some(n) => {
                let sides = self.sides_of_select(raced.race);
                let (own, rivals): (Vec<_>, Vec<_>) = sides.into_iter().partition(|s| s.0 == n);
                let (_, own) = own.into_iter().next().ok_or(Silence::NotMine)?;
                Ok(Race { krate: self, timer, turn, own, rivals: rivals.into_iter().map(|s| s.1).collect() })
            }
            None => self.two_futures(timer, turn, raced),
        }
    }

    fn two_futures<'c>(&'c self, timer: &'c SleepData, turn: ExprAt, raced: Raced) -> Asked<Race<'c>> {
        let side = |n: usize, name: &'static str| -> Option<Side> {
            let source = ExprAt { id: *self.args(raced.race).get(n)?, ..raced.race };
            let starts = self.starts(raced.race, &Shape::Named(name));
            Some(Side { source, news: starts.clone(), starts, span: self.span(source) })
        };
        let (left, right) = side(0, "Left").zip(side(1, "Right")).ok_or(Silence::NotMine)?;
        let first = self.span(left.source).holds(self.span(raced.mention));
        let (own, rival) = if first { (left, right) } else { (right, left) };
        Ok(Race { krate: self, timer, turn, own, rivals: vec![rival] })
    }

    /// The race in which a timer, or the variable that holds it, stands.
    fn raced_at(&self, at: ExprAt) -> Option<Raced> {
        if let Some((race, n)) = self.select_branch(at) {
            return Some(Raced { race, branch: Some(n), mention: at });
        }
        if let Some(race) = self.race_call(at) {
            return Some(Raced { race, branch: None, mention: at });
        }
        let binding = self.held_by(at)?;
        let info = self.index.binding(binding);
        info.uses.iter().map(|&id| ExprAt { file: info.file, id }).find_map(|mention| {
            if let Some((race, n)) = self.select_branch(mention) {
                return Some(Raced { race, branch: Some(n), mention });
            }
            self.race_call(mention).map(|race| Raced { race, branch: None, mention })
        })
    }

    /// The call that races this future against another.
    fn race_call(&self, at: ExprAt) -> Option<ExprAt> {
        let mut now = at;
        for _ in 0..4 {
            let parent = self.parent_expr(now)?;
            match self.kind(parent) {
                ExprKind::Call { callee, .. } if *callee != now.id => match self.known_call(parent) {
                    Some(Call::Race) => return Some(parent),
                    Some(Call::Wrap) => {}
                    _ => return None,
                },
                ExprKind::Ref { .. } => {}
                ExprKind::Macro(call) if self.macro_name(call) == "pin" => {}
                ExprKind::Method(m) if m.receiver == now.id && matches!(self.text(m.name), "fuse" | "boxed") => {}
                _ => return None,
            }
            now = parent;
        }
        None
    }

    /// The variable that a `let` binds to a value, through `Box::pin`, `pin!`, `.fuse()`.
    fn held_by(&self, at: ExprAt) -> Option<BindingId> {
        let mut now = at;
        for _ in 0..5 {
            match self.parent(now) {
                Parent::Stmt(block, n) => {
                    let stmt = self.stmt(StmtAt { file: at.file, block, n });
                    let StmtKind::Let { pat, .. } = &stmt.kind else { return None };
                    return self.index.file(at.file).pat_binding.get(pat).copied();
                }
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..at };
                    let wraps = match self.kind(parent) {
                        ExprKind::Call { .. } => self.known_call(parent) == Some(Call::Wrap),
                        ExprKind::Macro(call) => self.macro_name(call) == "pin",
                        ExprKind::Method(m) => {
                            m.receiver == now.id && matches!(self.text(m.name), "fuse" | "boxed" | "boxed_local")
                        }
                        _ => false,
                    };
                    if !wraps {
                        return None;
                    }
                    now = parent;
                }
                Parent::None => return None,
            }
        }
        None
    }

    /// The sides of a `select!` that wait for something, with their numbers among its branches.
    pub(in crate::model) fn sides_of_select(&self, at: ExprAt) -> Vec<(u32, Side)> {
        let Some(select) = self.select(at) else { return Vec::new() };
        let flow = self.flow(self.body_at(at));
        let mut sides = Vec::new();
        for (n, branch) in select.branches.iter().enumerate() {
            if matches!(branch.kind, BranchKind::Else | BranchKind::Complete) {
                continue;
            }
            let Some(source) = branch.source.map(|id| self.polled(ExprAt { id, ..at })) else { continue };
            let starts: Vec<NodeId> = flow.branch(at.id, n as u32).into_iter().collect();
            let news = match self.receive_kind(source) {
                Some((kind, _)) => {
                    let shape = match kind.closed() {
                        dictionary::Closed::None => Shape::some(Shape::Any),
                        dictionary::Closed::Err => Shape::ok(Shape::Any),
                    };
                    self.starts(ExprAt { id: branch.source.unwrap_or(source.id), ..at }, &shape)
                }
                None => starts.clone(),
            };
            let end = self.tree(at.file).exprs[source.id.0 as usize].span;
            let span = Span { end: end.end.max(branch.span.start), ..branch.span };
            sides.push((n as u32, Side { source, starts, news, span }));
        }
        sides
    }

    /// The call behind `.fuse()`, `&mut`, `Box::pin(…)` of a future.
    fn polled(&self, at: ExprAt) -> ExprAt {
        match self.kind(at) {
            ExprKind::Method(m)
                if matches!(self.text(m.name), "fuse" | "boxed" | "boxed_local" | "as_mut" | "by_ref") =>
            {
                self.polled(ExprAt { id: m.receiver, ..at })
            }
            ExprKind::Call { args, .. } if self.known_call(at) == Some(Call::Wrap) && args.len() == 1 => {
                self.polled(ExprAt { id: args[0], ..at })
            }
            ExprKind::Ref { operand, .. } => self.polled(ExprAt { id: *operand, ..at }),
            _ => at,
        }
    }

    /// The `select!` branch whose future an expression is, through `&mut`, `.fuse()` and the like: macro and number.
    pub(in crate::model) fn select_branch(&self, at: ExprAt) -> Option<(ExprAt, u32)> {
        let mut now = at;
        loop {
            let parent = self.parent_expr(now)?;
            if let Some(select) = self.select(parent) {
                let n = select.branches.iter().position(|b| b.source == Some(now.id))?;
                return Some((parent, n as u32));
            }
            match self.kind(parent) {
                ExprKind::Ref { .. } | ExprKind::Unary { .. } => {}
                ExprKind::Method(method) if method.receiver == now.id => match self.text(method.name) {
                    "fuse" | "as_mut" | "boxed" | "boxed_local" | "by_ref" => {}
                    _ => return None,
                },
                ExprKind::Call { .. } if self.known_call(parent) == Some(Call::Wrap) => {}
                ExprKind::Call { .. } if self.fuses(parent) => {}
                ExprKind::Macro(call) if self.macro_name(call) == "pin" => {}
                _ => return None,
            }
            now = parent;
        }
    }

    /// `FutureExt::fuse(future)`, written as a path.
    fn fuses(&self, at: ExprAt) -> bool {
        matches!(self.callee(at), Callee::External(p) if p.ends_with("::fuse"))
    }

    /// The nodes where a case of a value begins; where nobody asks, the node behind the value.
    pub(in crate::model) fn starts(&self, at: ExprAt, shape: &Shape) -> Vec<NodeId> {
        match self.fate(at, shape) {
            Fate::At(nodes) => nodes,
            Fate::Ignored(node) | Fate::Question(node) => vec![node],
            Fate::Panics(_) | Fate::Disabled { .. } | Fate::Lost(_) => Vec::new(),
        }
    }

    /// Whether what is waited for was there before this turn: a source that gives again and again.
    fn outlives(&self, source: ExprAt, turn: ExprAt) -> bool {
        let rooted = match self.root_of(source) {
            Some(binding) => !self.span(turn).holds(self.index.binding(binding).span),
            // A static, or a function that gives the one source of its kind.
            None => !matches!(self.kind(source), ExprKind::Async { .. } | ExprKind::Call { .. }),
        };
        match self.kind(source) {
            ExprKind::Method(method) => rooted && dictionary::gives_again(self.text(method.name)),
            ExprKind::Path(_) => rooted,
            ExprKind::Call { .. } => {
                matches!(self.sleep_row(source), Some(r) if r.kind == TimerKind::Park)
                    || self.known_call(source) == Some(Call::Signal)
            }
            _ => false,
        }
    }

    /// Whether winning gives a value to look at: a message, not a mere wake-up.
    fn carries_value(&self, source: ExprAt) -> bool {
        match self.method_name(source) {
            Some(name) => !dictionary::only_wakes(name),
            None => false,
        }
    }

    /// Whether a node does work: a call of unknown effect or an await, outside conditions, log lines and lets.
    fn is_work(&self, flow: &Flow, node: NodeId, race: ExprAt) -> bool {
        let at = match flow.node(node).kind {
            NodeKind::Eval(id) | NodeKind::Await(id) => ExprAt { id, ..race },
            _ => return false,
        };
        let awaits = matches!(flow.node(node).kind, NodeKind::Await(_));
        let harmless = match self.kind(at) {
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Args(_) => dictionary::plain_macro(self.macro_name(call)),
                _ => false,
            },
            ExprKind::Call { .. } | ExprKind::Method(_) => {
                matches!(self.known_call(at), Some(Call::Wrap | Call::Sleep(_))) || self.only_asks(at)
            }
            ExprKind::Closure(_) | ExprKind::Async { .. } => true,
            _ => !awaits,
        };
        !harmless && !self.part_of_race(at, race) && !self.in_condition_or_let(at, awaits)
    }

    /// Whether a call only converts or compares: `Some(x)`, `Ok(x)`, `x.is_empty()`.
    fn only_asks(&self, at: ExprAt) -> bool {
        match self.callee(at) {
            Callee::External(path) => {
                path.starts_with("std::option::")
                    || path.starts_with("std::result::")
                    || path.starts_with("std::time::")
            }
            _ => self.method_name(at).is_some_and(|m| {
                m.starts_with("is_")
                    || matches!(
                        m,
                        "clone"
                            | "unwrap"
                            | "expect"
                            | "elapsed"
                            | "as_ref"
                            | "as_mut"
                            | "into"
                            | "to_string"
                            | "map_err"
                            | "ok"
                            | "iter"
                            | "len"
                            | "fuse"
                            | "map"
                            | "ok_or"
                            | "ok_or_else"
                    )
            }),
        }
    }

    /// Whether an expression belongs to the race: a side of it, or the race itself.
    fn part_of_race(&self, at: ExprAt, race: ExprAt) -> bool {
        let own = self.span(at);
        if own.holds(self.span(race)) && !matches!(self.kind(at), ExprKind::Loop { .. } | ExprKind::While { .. }) {
            return true;
        }
        let Some((select, _)) = self.select_branch(race) else { return false };
        let Some(branches) = self.select(select) else { return false };
        branches
            .branches
            .iter()
            .flat_map(|b| b.source.iter().chain(&b.guard))
            .any(|&id| self.span(ExprAt { id, ..race }).holds(own))
            || at == select
    }

    /// Whether an expression decides a condition, or is a `let` that waits for nothing.
    fn in_condition_or_let(&self, at: ExprAt, awaits: bool) -> bool {
        let mut now = at;
        loop {
            match self.parent(now) {
                Parent::Expr(id) => {
                    let parent = ExprAt { id, ..at };
                    match self.kind(parent) {
                        ExprKind::If { cond, .. } | ExprKind::While { cond, .. } if *cond == now.id => return !awaits,
                        ExprKind::Match { scrutinee, .. } if *scrutinee == now.id => return !awaits,
                        _ => {}
                    }
                    now = parent;
                }
                Parent::Stmt(block, n) => {
                    let stmt = self.stmt(StmtAt { file: at.file, block, n });
                    return !awaits && matches!(stmt.kind, StmtKind::Let { .. });
                }
                Parent::None => return false,
            }
        }
    }

    /// Whether a loop is left here with what was waited for: not by an error, a panic, or a failed `?`.
    fn succeeds(&self, flow: &Flow, file: super::index::FileNo, node: NodeId) -> bool {
        let value = match flow.node(node).kind {
            NodeKind::Leave(Leave::Break, id) | NodeKind::Leave(Leave::Return, id) => {
                match self.kind(ExprAt { file, id }) {
                    ExprKind::Break { value, .. } => *value,
                    ExprKind::Return(value) => *value,
                    _ => return false,
                }
            }
            NodeKind::Leave(Leave::Condition, _) => return true,
            _ => return false,
        };
        let Some(value) = value else { return true };
        !self.is_failure(ExprAt { file, id: value })
    }

    /// Whether a value says that something failed: `Err(…)`, `None`, `false`.
    fn is_failure(&self, at: ExprAt) -> bool {
        match self.kind(at) {
            ExprKind::Call { .. } => matches!(self.callee(at), Callee::External(p) if p.ends_with("Result::Err")),
            ExprKind::Path(path) => path.segments.last().is_some_and(|s| self.text(s.name) == "None"),
            ExprKind::Lit(crate::syntax::tree::Lit::Bool(value)) => !value,
            ExprKind::Method(m) => {
                matches!(self.text(m.name), "into") && self.is_failure(ExprAt { id: m.receiver, ..at })
            }
            _ => false,
        }
    }

    /// The expression that a node of the flow graph stands for.
    pub(in crate::model) fn node_expr(&self, kind: NodeKind) -> Option<crate::syntax::tree::ExprId> {
        match kind {
            NodeKind::Turn(id)
            | NodeKind::Eval(id)
            | NodeKind::Await(id)
            | NodeKind::Move(_, id)
            | NodeKind::Assign(_, id)
            | NodeKind::Branch(id, _)
            | NodeKind::Arm(id, _)
            | NodeKind::Leave(_, id)
            | NodeKind::Diverge(id)
            | NodeKind::Stuck(id) => Some(id),
            NodeKind::Start | NodeKind::End | NodeKind::Join | NodeKind::Bind(_) | NodeKind::Drop(_) => None,
        }
    }

    /// Whether the loop's next turn can begin after this node without the loop being left.
    pub(in crate::model) fn goes_round(&self, turn: ExprAt, from: NodeId) -> bool {
        let flow = self.flow(self.body_at(turn));
        flow.turn_of(turn.id).is_some_and(|t| flow.goes_round(from, t))
    }
}

/// Where a timer is raced.
struct Raced {
    race: ExprAt,
    /// The branch of a `select!`; `None` for a racing function.
    branch: Option<u32>,
    /// The timer itself, or the variable that stands for it in the race.
    mention: ExprAt,
}
