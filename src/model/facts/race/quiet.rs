//! Whether a timer measures quiet: whether it is to start again when something else comes.
//!
//! A period and a quiet time look the same. What tells them apart is how they are called, and what the timer's branch does
//! with what the other branches leave to it.

use crate::model::callee::Callee;
use crate::model::facts::race::{Race, Side};
use crate::model::flow::NodeKind;
use crate::model::library::vocabulary::{speaks_of_idleness, speaks_of_period, speaks_of_quiet};
use crate::model::library::{TimerKind, calls, reads, steps};
use crate::model::source::handles::Expr;
use crate::model::source::spelled::{words_of, words_of_name};
use crate::model::source::tables::{BindingId, ExprAt};
use crate::syntax::Span;
use crate::syntax::comments::said_to_us;
use crate::syntax::tree::{BinaryOp, ExprKind, Lit, MacroBody, UnaryOp};

/// Words near a timer, and where they stand.
pub(super) type Said = (Vec<String>, Span);

/// A place that code changes: the variable that it begins at, and how it is written.
pub(super) type Written = (Option<BindingId>, String);

impl<'c> Race<'c> {
    /// Where a name or a comment at the timer says that quiet is what it measures. The ticks of a clock are no activity, and
    /// who looks at the age of each thing by itself does so from time to time.
    pub fn named_for_quiet(&self) -> Option<Span> {
        if self.comes_by_clock() { None } else { self.says_quiet() }
    }

    /// The side that a timer for quiet is to be started again by: what comes by no clock.
    pub fn started_again_by(&self) -> Option<&Side> {
        let measures_quiet = !self.timer_continues() || self.says_quiet().is_some();
        let comes = |side: &&Side| !self.is_clock(side) && self.outlives(side);
        self.going_round().into_iter().find(comes).filter(|_| measures_quiet)
    }

    pub(super) fn says_quiet(&self) -> Option<Span> {
        let idle = !self.handler_looks_at_ages();
        let says = |(words, _): &Said| speaks_of_quiet(words) || idle && speaks_of_idleness(words);
        self.said().into_iter().find(says).map(|(_, at)| at)
    }

    /// Where the timer's branch takes all that every other branch has put somewhere, or where it asks whether there is any:
    /// it waits until no more comes. What is named for a period is due whatever comes.
    pub fn takes_what_comes(&self) -> Option<Span> {
        if self.comes_by_clock() || self.said().iter().any(|(words, _)| speaks_of_period(words)) {
            return None;
        }
        let going_round = self.going_round();
        let filled: Vec<Vec<Written>> = going_round.iter().map(|side| self.filled(side)).collect();
        let fill = |place: &Written| !filled.is_empty() && filled.iter().all(|by| by.iter().any(|p| holds(place, p)));
        let taken = self.emptied().into_iter().find(|(place, _)| fill(place)).map(|(_, at)| at);
        taken.or_else(|| self.guarded_by(&|at| self.asks_whether_any(at).is_some_and(|place| fill(&place))))
    }

    /// The condition under which alone the timer's branch works, when it compares an instant that every other branch sets
    /// to now.
    pub fn compares_last_time(&self) -> Option<Span> {
        let going_round = self.going_round();
        let set: Vec<Vec<Written>> = going_round.iter().map(|side| self.set_to_now(side)).collect();
        let is_set = |place: &Written| !set.is_empty() && set.iter().all(|by| by.contains(place));
        self.guarded_by(&|at| is_set(&self.written(at)))
    }

    /// The flag by which the timer's branch works no second time: it sets the flag that its condition wants unset, and no
    /// other branch sets it back (learnt from FlyingCarpet).
    pub fn works_once(&self) -> Option<Span> {
        let krate = self.krate;
        let set_by = |side: &Side| {
            let mut places = Vec::new();
            self.each_when_won(side, &mut |here| {
                if let ExprKind::Assign { left, right } = krate.kind(here) {
                    let set = matches!(krate.kind(ExprAt { id: *right, ..here }), ExprKind::Lit(Lit::Bool(true)));
                    places.push((self.written(ExprAt { id: *left, ..here }), set));
                }
            });
            places
        };
        let set = set_by(&self.own);
        let by_others: Vec<_> = self.going_round().into_iter().flat_map(set_by).map(|(place, _)| place).collect();
        let wants_unset = |at: ExprAt| match krate.kind(at) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let flag = self.written(ExprAt { id: *operand, ..at });
                set.contains(&(flag.clone(), true)) && !by_others.contains(&flag)
            }
            _ => false,
        };
        self.guarded_by(&wants_unset)
    }

    /// Whether a side that starts the next iteration is a clock.
    pub(super) fn comes_by_clock(&self) -> bool {
        self.going_round().iter().any(|side| self.is_clock(side))
    }

    /// Whether a side comes by itself, again and again.
    fn is_clock(&self, side: &Side) -> bool {
        let krate = self.krate;
        krate.method_name(side.source).is_some_and(reads::ticks)
            || krate.sleep_row(krate.made_from(side.source)).is_some_and(|row| row.kind == TimerKind::Sleep)
    }

    // ---- Words ------------------------------------------------------------------------------------------------------

    /// The names and comments at the timer: of its length, of its variable, above it and beside it, in the branch that it
    /// has, of what that calls, and of the function around it.
    pub(super) fn said(&self) -> Vec<Said> {
        let krate = self.krate;
        let mut said = Vec::new();
        let mut name = |text: &str, at: Span| said.push((words_of_name(text), at));
        if let Some(length) = krate.length_of(self.timer) {
            self.names_in(length, &mut name);
            krate.each_below(length, &mut |here| {
                let made = krate.made_from(here);
                if made != here {
                    self.names_in(made, &mut name);
                }
                true
            });
        }
        if let Some(raced) = krate.raced_at(self.timer.at) {
            self.names_in(raced.mention, &mut name);
        }
        self.each_when_won(&self.own, &mut |here| {
            if let Some(called) = krate.callee_name(here) {
                name(called, krate.span(here));
            }
        });
        let function = krate.def_of(krate.outermost(krate.body_at(self.a_loop)));
        if let Some(function) = function {
            name(krate.text(krate.index.def(function).name), krate.span(self.timer.at));
        }
        said.extend(self.remarks());
        said
    }

    /// The names of variables, constants, fields and methods in an expression.
    fn names_in(&self, at: ExprAt, name: &mut dyn FnMut(&str, Span)) {
        let krate = self.krate;
        krate.each_below(at, &mut |here| {
            match krate.kind(here) {
                ExprKind::Path(path) => path.segments.iter().for_each(|s| name(krate.text(s.name), krate.span(here))),
                ExprKind::Field { name: field, .. } => name(krate.text(*field), krate.span(here)),
                ExprKind::Method(method) => name(krate.text(method.name), krate.span(here)),
                _ => {}
            }
            true
        });
    }

    /// The comments above and beside the timer and its statement, and in the branch or arm that it has.
    fn remarks(&self) -> Vec<Said> {
        let krate = self.krate;
        let file = self.timer.at.file;
        let source = krate.source(file);
        let comments = &krate.files[file.0 as usize].parsed.comments;
        let line_of = |at: Span| source.line_column(at.start).0;
        let arms = self.handled(&self.own);
        let race = krate.raced_at(self.timer.at).map_or(self.timer.at, |raced| raced.race);
        let stmts = [race, self.timer.at].into_iter().filter_map(|at| krate.stmt_of(at)).map(|at| krate.stmt(at).span);
        let heads: Vec<Span> =
            arms.iter().map(|(head, _)| *head).chain(stmts).chain([krate.span(self.timer.at)]).collect();
        let mut found: Vec<_> = heads.iter().flat_map(|&at| comments.above(line_of(at))).collect();
        found.extend(heads.iter().filter_map(|&at| comments.on_line(line_of(at))).filter(|c| c.after_code));
        found.extend(comments.all().iter().filter(|c| arms.iter().any(|(head, _)| head.holds(c.span))));
        let for_people =
            found.into_iter().map(|c| (source.text_of(c.span), c.span)).filter(|c| said_to_us(c.0).is_none());
        for_people.map(|(text, at)| (words_of(text), at)).collect()
    }

    /// Whether the timer's branch looks at how long ago something was.
    fn handler_looks_at_ages(&self) -> bool {
        let mut looks = false;
        self.each_when_won(&self.own, &mut |here| {
            looks |= matches!(self.krate.kind(here), ExprKind::Call { .. } | ExprKind::Method(_))
                && self.krate.looks_at_age(here);
        });
        looks
    }

    // ---- Places -----------------------------------------------------------------------------------------------------

    pub(super) fn written(&self, at: ExprAt) -> Written {
        (self.krate.root_of(at), self.krate.place_text(at))
    }

    /// The places into which a side puts something: `paths.push(p)`, `pending = Some(key)`, `dirty = true`.
    pub(super) fn filled(&self, side: &Side) -> Vec<Written> {
        let krate = self.krate;
        let mut places = Vec::new();
        self.each_when_won(side, &mut |here| match krate.kind(here) {
            ExprKind::Method(method) if steps::keeps_argument(krate.text(method.name)) => {
                places.push(self.written(ExprAt { id: method.receiver, ..here }));
            }
            ExprKind::Assign { left, right } if !self.is_nothing(ExprAt { id: *right, ..here }) => {
                places.push(self.written(ExprAt { id: *left, ..here }));
            }
            _ => {}
        });
        places
    }

    /// The places in which the timer's branch leaves nothing: `paths.clear()`, `mem::take(&mut dirty)`, `dirty = false`.
    fn emptied(&self) -> Vec<(Written, Span)> {
        let krate = self.krate;
        let mut places = Vec::new();
        self.each_when_won(&self.own, &mut |here| {
            let place = match krate.kind(here) {
                ExprKind::Method(method) if calls::leaves_nothing(krate.text(method.name)) => Some(method.receiver),
                ExprKind::Call { args, .. } => match krate.callee(here) {
                    Callee::External(path) if steps::puts_another_in_place(&path) => args.first().copied(),
                    _ => None,
                },
                ExprKind::Assign { left, right } if self.is_nothing(ExprAt { id: *right, ..here }) => Some(*left),
                _ => None,
            };
            let place = place.map(|id| self.written(ExprAt { id, ..here }));
            places.extend(place.map(|place| (place, krate.span(here))));
        });
        places
    }

    /// Whether a value holds nothing: `None`, `false`, `Vec::new()`, `vec![]`.
    fn is_nothing(&self, at: ExprAt) -> bool {
        let krate = self.krate;
        match krate.kind(at) {
            ExprKind::Lit(Lit::Bool(value)) => !value,
            ExprKind::Path(_) => krate.is_failure(at),
            ExprKind::Call { args, .. } => args.is_empty() && krate.callee_name(at).is_some_and(calls::makes_nothing),
            ExprKind::Macro(call) => matches!(&call.body, MacroBody::Args(args) if args.is_empty()),
            _ => false,
        }
    }

    /// The places that a side sets to the instant that it is.
    fn set_to_now(&self, side: &Side) -> Vec<Written> {
        let krate = self.krate;
        let mut places = Vec::new();
        self.each_when_won(side, &mut |here| {
            if let ExprKind::Assign { left, right } = krate.kind(here)
                && let Callee::External(path) = krate.callee(ExprAt { id: *right, ..here })
                && calls::gives_instant(&path)
            {
                places.push(self.written(ExprAt { id: *left, ..here }));
            }
        });
        places
    }

    /// The place of which an expression asks whether anything is in it: `!dirty.is_empty()`, the flag `dirty`.
    fn asks_whether_any(&self, at: ExprAt) -> Option<Written> {
        let krate = self.krate;
        match krate.kind(at) {
            ExprKind::Method(method) => {
                let name = krate.text(method.name);
                let asks = calls::asks_for_nothing(name) || calls::asks_for_value(name);
                asks.then(|| self.written(ExprAt { id: method.receiver, ..at }))
            }
            ExprKind::Path(_) | ExprKind::Field { .. } => self.decides(at).then(|| self.written(at)),
            _ => None,
        }
    }

    /// Whether an expression in a condition is a truth value by itself, not a part of another value or compared with one.
    fn decides(&self, at: ExprAt) -> bool {
        let parent = self.krate.parent_expr(at).map(|parent| self.krate.kind(parent));
        match parent {
            Some(ExprKind::Binary { op, .. }) => matches!(op, BinaryOp::And | BinaryOp::Or),
            Some(ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Macro(_) | ExprKind::Unary { .. }) => true,
            _ => false,
        }
    }

    /// The condition under which alone the timer's branch works, when a part of it fits.
    fn guarded_by(&self, fits: &dyn Fn(ExprAt) -> bool) -> Option<Span> {
        let krate = self.krate;
        let fits = |cond: ExprAt| krate.find_below(cond, &|at| fits(at)).is_some();
        if let Some(guard) = self.guard().filter(|&guard| fits(guard)) {
            return Some(krate.span(guard));
        }
        let flow = self.flow();
        let conds = self.work_after(&self.own).into_iter().map(|node| {
            let at = krate.expr(ExprAt { id: flow.node(node).kind.expr()?, ..self.a_loop });
            at.conditions().filter_map(Expr::if_condition).find(|cond| fits(cond.at)).map(Expr::span)
        });
        let conds: Option<Vec<Span>> = conds.collect();
        conds?.first().copied()
    }

    /// The condition under which the timer's branch of a `select!` is waited for.
    pub(super) fn guard(&self) -> Option<ExprAt> {
        let raced = self.krate.raced_at(self.timer.at)?;
        let branch = self.krate.select(raced.race)?.branches.get(raced.branch? as usize)?;
        branch.guard.map(|id| ExprAt { id, ..raced.race })
    }

    // ---- Code -------------------------------------------------------------------------------------------------------

    /// The branches and arms that run when a side wins, each with the expressions that it begins with.
    pub(super) fn handled(&self, side: &Side) -> Vec<(Span, Vec<ExprAt>)> {
        let krate = self.krate;
        let here = |id| ExprAt { id, ..self.a_loop };
        let arm = |kind| match kind {
            NodeKind::Branch(select, n) => {
                let branch = krate.select(here(select))?.branches.get(n as usize)?;
                Some((branch.span.to(krate.span(here(branch.handler))), vec![here(branch.handler)]))
            }
            NodeKind::Arm(choice, n) => match krate.kind(here(choice)) {
                ExprKind::Match { arms, .. } => arms.get(n as usize).map(|arm| (arm.span, vec![here(arm.body)])),
                ExprKind::If { then: body, .. } | ExprKind::While { body, .. } if n == 0 => {
                    let mut code = Vec::new();
                    krate.each_in_block(self.a_loop.file, *body, &mut |at| {
                        code.push(at);
                        false
                    });
                    Some((code.first().map(|&at| krate.span(at))?.to(krate.span(*code.last()?)), code))
                }
                ExprKind::If { otherwise: Some(id), .. } => Some((krate.span(here(*id)), vec![here(*id)])),
                _ => None,
            },
            _ => None,
        };
        side.starts.iter().filter_map(|&node| arm(self.flow().node(node).kind)).collect()
    }

    /// Visits the code of the branches and arms that run when a side wins.
    pub(super) fn each_when_won(&self, side: &Side, visit: &mut dyn FnMut(ExprAt)) {
        for at in self.handled(side).into_iter().flat_map(|(_, code)| code) {
            self.krate.each_below(at, &mut |here| {
                visit(here);
                true
            });
        }
    }
}

/// Whether a place is another, or that is a part of it.
fn holds((root, outer): &Written, (inner_root, inner): &Written) -> bool {
    let rest = inner.strip_prefix(outer.as_str());
    root == inner_root && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}
