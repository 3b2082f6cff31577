//! What stands behind a pause and fails where what it wants has not come yet: a claim, a look that may not fail, a connection.
//!
//! What waits itself, be it up to a limit, wants nothing of the pause.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::facts::wait::assertion::Claim;
use crate::model::library::reads::reads_state;
use crate::model::library::{TimerKind, calls, channels, steps, vocabulary};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::source::statements::Statement;
use crate::model::source::tables::{BodyId, ExprAt};
use crate::syntax::tree::ExprKind;

/// How many calls deep a bound listener is looked for in started code.
const DEPTH: usize = 5;

impl<'c> Statement<'c> {
    /// What stands right behind it and fails where it comes too early: an assertion for which `fits` holds, alone or in a
    /// function that is called, or a look at something which must succeed. Values that are made or looked at and lines that
    /// log may stand before it, but nothing that waits itself; what was looked at by then may be claimed later.
    pub fn wanted_behind(self, fits: impl Fn(&Claim<'c>) -> bool) -> Option<Expr<'c>> {
        let mut next = self.following()?;
        let mut made: Vec<Variable<'c>> = Vec::new();
        while next.part_where(Expr::waits_itself).is_none() {
            let claim = next.claims();
            match claim.and_then(Expr::claim) {
                Some(own) if own.looks(&made) => return claim.filter(|_| fits(&own)),
                Some(_) => {}
                None => match next.part_where(Expr::must_be_there).or(next.claiming_call()) {
                    Some(look) => return Some(look),
                    None if next.binds().is_some() || next.only_logs() || next.only_drops() || next.only_pins() => {}
                    None => break,
                },
            }
            made.extend(next.binds().map(|(variable, _)| variable));
            next = next.following()?;
        }
        let looks = |variable: &Variable<'c>| {
            variable.made_by().is_some_and(|value| value.first_where(|part| part.looks_at_state().is_some()).is_some())
        };
        made.retain(looks);
        let mut later = std::iter::successors(Some(next), |at| at.following()).filter_map(Statement::claims);
        later.find(|at| at.claim().is_some_and(|own| own.is_about(&made) && fits(&own)))
    }

    /// The assertion in it that is made whenever it runs.
    fn claims(self) -> Option<Expr<'c>> {
        self.part_where(|part| part.claim().is_some() && part.conditions().count() == conditions(self))
    }

    /// What opens a connection or sends a request behind it, before the next sleep.
    pub fn connects_behind(self) -> Option<Expr<'c>> {
        let behind = std::iter::successors(self.following(), |at| at.following());
        let sleeps = |part: Expr<'_>| part.timer_kind() == Some(TimerKind::Sleep);
        behind.take_while(|at| at.part_where(sleeps).is_none()).find_map(|at| at.part_where(Expr::asks_server))
    }

    /// What is counted when its function ends, where it is the last of it: the calls that a mock expects, or what a value
    /// claims as it is dropped.
    pub fn counted_at_end(self) -> Option<Expr<'c>> {
        let base = self.base;
        if self.following().is_some() {
            return None;
        }
        base.calls_before(self.at)
            .find(|&call| base.is_pledge(call) || base.claims_when_dropped(call))
            .map(|at| base.expr(at))
    }

    /// The call of a function of the package that asserts that something is there, when it is all of it.
    fn claiming_call(self) -> Option<Expr<'c>> {
        self.expr()?.asserting_call().filter(|call| !call.asserts_nothing())
    }

    /// `pin!(timeout);`
    fn only_pins(self) -> bool {
        self.expr().and_then(Expr::macro_called).is_some_and(calls::pins)
    }

    /// `drop(x);`, behind which what `x` kept running has ended.
    pub fn only_drops(self) -> bool {
        self.expr().and_then(Expr::callee_name) == Some(calls::DROP)
    }
}

/// On how many conditions a statement stands.
fn conditions(at: Statement<'_>) -> usize {
    at.expr().map_or(0, |whole| whole.conditions().count())
}

impl Claim<'_> {
    /// Whether it reads or calls something, or is about one of these variables.
    fn looks(&self, variables: &[Variable<'_>]) -> bool {
        let calls = |part: Expr<'_>| part.callee_name().is_some() && part.macro_called().is_none();
        self.read().is_some() || self.is_about(variables) || self.subject().first_where(calls).is_some()
    }

    fn is_about(&self, variables: &[Variable<'_>]) -> bool {
        let about = self.subject().root();
        about.is_some_and(|about| variables.iter().any(|variable| variable.id == about.id))
    }
}

impl Expr<'_> {
    /// Whether it waits for something, or up to a limit that it is given or that stands in the code that it calls.
    pub fn waits_itself(self) -> bool {
        let base = self.base;
        // A timer that is only made, to be awaited elsewhere, waits for nothing yet.
        let timer = base.sleep_row(self.at).is_some_and(|row| row.blocking || self.awaited_by().is_some());
        if timer || self.waits_for_something() {
            return true;
        }
        let limited = base.args(self.at).iter().any(|&id| base.expr(ExprAt { id, ..self.at }).is_length_of_time());
        let times = |call: ExprAt| base.expr(call).timer_kind().is_some() || base.expr(call).waits_for_something();
        limited && self.callee_name().is_some()
            || base.body_called(self.at).is_some_and(|body| base.calls_in(body).any(times))
    }

    /// Whether it is a function of the package that waits until what it starts has got somewhere: by a channel of its own,
    /// or, where it is awaited, by anything else.
    pub fn is_waited_out(self) -> bool {
        let base = self.base;
        if base.hears_from_work(self.at) {
            return true;
        }
        let waits = |call: ExprAt| base.expr(call).waits_for_something();
        let code = base.body_called(self.at).filter(|_| self.awaited_by().is_some());
        code.is_some_and(|body| base.calls_in(body).any(waits))
    }

    /// `shelf.get("bread").await.unwrap()`: a look by which the function fails where nothing is there yet.
    fn must_be_there(self) -> bool {
        let base = self.base;
        let inner = match base.kind(self.at) {
            ExprKind::Try(inner) => ExprAt { id: *inner, ..self.at },
            ExprKind::Method(method) if steps::panics_on_error(base.text(method.name)) => {
                ExprAt { id: method.receiver, ..self.at }
            }
            _ => return false,
        };
        let (asked, awaited) = match base.kind(inner) {
            ExprKind::Await(id) => (ExprAt { id: *id, ..inner }, true),
            _ => (inner, false),
        };
        let looks = |name: &str| {
            let state = reads_state(name) && (awaited || !calls::may_be_poisoned(name));
            state || vocabulary::names_look(&words_of_name(name))
        };
        base.callee_name(asked).is_some_and(looks)
    }

    /// `desk.answer(7).expect("it was asked")`: a plain method of the package that is called on what the work has as well,
    /// and by whose error the function fails.
    pub fn fails_without(self, work: Expr<'_>) -> bool {
        let base = self.base;
        let call = match base.kind(self.at) {
            ExprKind::Method(method) if steps::panics_on_error(base.text(method.name)) => {
                ExprAt { id: method.receiver, ..self.at }
            }
            _ => return false,
        };
        let owner = base.receiver_of(call).and_then(|receiver| base.expr(receiver).local());
        // What the work itself is known by is told something, and need not have got anywhere (learnt from openraft).
        let handle = work.let_around();
        let given = |owner: Variable<'_>| handle.is_none_or(|made| made.id != base.first_name(owner.id));
        base.body_called(call).is_some() && owner.is_some_and(|owner| given(owner) && work.works_on(owner))
    }

    /// Whether it is a function of the package that opens a connection, itself.
    pub fn connects_for_caller(self) -> bool {
        let base = self.base;
        let opens = |call: ExprAt| base.callee_name(call).is_some_and(calls::opens_connection);
        base.body_called(self.at).is_some_and(|body| base.calls_in(body).any(opens))
    }

    /// Whether it opens a connection or sends a request.
    fn asks_server(self) -> bool {
        let given = self.base.args(self.at).len();
        let asks = |name: &str| self.awaited_by().is_some() && calls::sends_request(name, given);
        self.callee_name().is_some_and(|name| calls::opens_connection(name) || asks(name))
    }

    /// Whether the code that it starts binds a listener itself, or calls a function of the package that does.
    pub fn binds_itself(self) -> bool {
        let base = self.base;
        base.started_codes(self.at).into_iter().any(|code| base.binds_within(code, DEPTH, &mut FxHashSet::default()))
    }

    /// Whether the code that it starts accepts connections of a listener that nobody is seen to have bound before.
    pub fn accepts_of_unknown(self) -> bool {
        let base = self.base;
        let accepts = |code: BodyId| base.calls_in(code).any(|call| base.method_name(call).is_some_and(calls::accepts));
        self.bound_for().is_none() && base.started_codes(self.at).into_iter().any(accepts)
    }

    /// Whether it stands in a method that a trait asks for, which others than the user may call.
    pub fn is_in_method_of_trait(self) -> bool {
        let base = self.base;
        let own = base.def_of(self.body()).and_then(|def| base.index.def(def).owner);
        own.is_some_and(|owner| base.is_of_trait(owner))
    }

    /// Whether the code that it starts is a call of a function that is not seen.
    pub fn starts_unseen_code(self) -> bool {
        let base = self.base;
        base.spawn_at(self.at).is_some_and(|spawn| base.code_of(spawn.argument).is_none())
    }
}

impl Base {
    /// Whether a function of the package that is called waits for a message of the work that it starts, by a channel of its
    /// own: the work has got so far when the call returns (learnt from sozu).
    fn hears_from_work(&self, call: ExprAt) -> bool {
        let Some(body) = self.body_called(call) else { return false };
        self.calls_in(body).filter(|at| self.spawn_at(*at).is_some()).any(|spawn| {
            let receives = |mention: Expr<'_>| {
                let received = self.parent_expr(mention.at).filter(|&p| self.receiver_of(p) == Some(mention.at));
                mention.span().start >= self.span(spawn).end
                    && self.body_at(mention.at) == self.body_at(spawn)
                    && (self.is_awaited(mention.at)
                        || received.and_then(|p| self.method_name(p)).is_some_and(|n| channels::may_receive(n, false)))
            };
            let tells = |part: Expr<'_>| {
                let sender = part.local().map(|local| self.variable(self.first_name(local.id)));
                sender.is_some_and(|sender| sender.made_together().any(|other| other.mentions().any(receives)))
            };
            self.expr(spawn).first_anywhere(tells).is_some()
        })
    }

    /// The code that a call starts, or that the function of the package starts which it calls.
    fn started_codes(&self, started: ExprAt) -> Vec<BodyId> {
        let code = |call: ExprAt| self.spawn_at(call).and_then(|spawn| self.code_of(spawn.argument));
        match self.spawn_at(started) {
            Some(_) => code(started).into_iter().collect(),
            None => {
                self.body_called(started).into_iter().flat_map(|body| self.calls_in(body)).filter_map(code).collect()
            }
        }
    }

    fn binds_within(&self, body: BodyId, depth: usize, seen: &mut FxHashSet<BodyId>) -> bool {
        if depth == 0 || !seen.insert(body) {
            return false;
        }
        self.calls_in(body).any(|call| self.binds_listener(call))
            || self
                .calls_in(body)
                .any(|call| self.body_called(call).is_some_and(|called| self.binds_within(called, depth - 1, seen)))
    }

    /// `mock.expect_store().times(1)`: so many calls have to have come when the mock is dropped.
    fn is_pledge(&self, at: ExprAt) -> bool {
        let expects = |at: &ExprAt| self.method_name(*at).is_some_and(calls::expects_call);
        self.method_name(at).is_some_and(calls::counts_calls)
            && std::iter::successors(self.receiver_of(at), |&at| self.receiver_of(at)).any(|at| expects(&at))
    }

    /// Whether a call, or the value that a struct is made of for a variable, gives what asserts something as it is dropped.
    fn claims_when_dropped(&self, call: ExprAt) -> bool {
        let of = |at: ExprAt| self.dropped_by(at).is_some_and(|drop| self.calls_in(drop).any(|at| self.is_claim(at)));
        of(call) || self.receiver_of(call).is_some_and(of)
    }
}
