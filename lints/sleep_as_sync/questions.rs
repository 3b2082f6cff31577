//! What a pause waits for: what the comment near it says, the work started before it, the check that follows.

use crate::lint::Span;
use crate::model::facts::wait::Pause;
use crate::model::facts::wait::assertion::{Claim, Relation};
use crate::model::facts::wait::spelled::Written;
use crate::model::fixes::edit::Change;
use crate::model::flow::loops::Loop;
use crate::model::library::TimerKind;
use crate::model::library::calls::{self, Inquiry};
use crate::model::library::vocabulary::{self, Doubt};
use crate::model::library::{reads, types};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::remarks::Remark;
use crate::model::source::spelled::words_of_name;
use crate::model::source::statements::Statement;

/// A comment that says what a pause waits for.
pub struct Said {
    pub span: Span,
    /// What in its words speaks against other work being waited for.
    pub doubt: Option<Doubt>,
    /// Whether it names work that the program itself does: a task, a thread, a worker.
    pub own_work: bool,
    /// Whether something is to go away.
    disappears: bool,
    /// Whether all that is waited for is that something listens.
    only_listens: bool,
    /// Whether it owns up to a guess, whatever is waited for.
    pub confesses: bool,
}

impl Said {
    /// Whether no signal could take the pause's place: nothing is to happen, or nothing that this program could tell.
    pub fn no_signal(&self) -> bool {
        matches!(self.doubt, Some(Doubt::Nothing | Doubt::Blocked | Doubt::Outside))
    }
}

/// Work that was started before a pause, the check that follows, and what speaks against a signal in the pause's place.
pub struct Checked {
    /// Where the work was started, or, where only what it sends is seen, where that is received.
    pub started: Span,
    pub check: Span,
    /// Whether all that is seen of the work is what it sends.
    pub sends: bool,
    /// Whether nothing shows that what follows fails where it comes too early.
    pub unsure: bool,
    /// The place that says that nothing may have happened.
    pub wants_nothing: Option<Span>,
    /// The earlier check that wanted the same.
    pub same_as: Option<Span>,
    /// The place that speaks of time itself.
    pub about_time: Option<Span>,
    /// The place that says that the other side must be blocked.
    pub blocked: Option<Span>,
    /// The handle that the check asks whether its task is finished.
    pub finished: Option<Handle>,
}

/// A handle as it is written.
pub struct Handle {
    pub name: String,
    /// Whether it is a thread's, or in code that blocks, so that it is joined.
    pub thread: bool,
}

/// The comment that says what a pause waits for.
pub fn said(pause: &Pause<'_>) -> Option<Said> {
    let remark = pause.statement().remark()?;
    let words = &vocabulary::words_that_say(&remark.sentences);
    vocabulary::says_what_for(&remark.sentences).then(|| Said {
        span: remark.span,
        doubt: doubt(pause, &remark),
        own_work: vocabulary::names_own_work(words),
        disappears: vocabulary::disappears(words),
        only_listens: vocabulary::only_listens(words),
        confesses: vocabulary::confesses(words),
    })
}

/// What in a comment speaks against other work being waited for. Where none was started that one could see, what its other
/// sentences say counts as well.
fn doubt(pause: &Pause<'_>, remark: &Remark) -> Option<Doubt> {
    match vocabulary::doubt(&remark.sentences) {
        None if pause.statement().works_before().next().is_none() => vocabulary::doubt_anywhere(&remark.sentences),
        doubt => doubt,
    }
}

/// The work that a pause may wait for: the one started last before it of what the check is about, else of any. A task that
/// was aborted is waited for only where something is to have gone.
pub fn started<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let statement = pause.statement();
    let claim = check(pause).and_then(|(at, _)| at.expr()?.claim());
    let gone = claim.is_some_and(|claim| claim.wants_nothing || claim.wants_gone())
        || said(pause).is_some_and(|said| said.disappears);
    let works: Vec<Expr<'c>> =
        statement.works_before().filter(|work| gone || !work.is_aborted_before(statement)).collect();
    let about = subject(pause);
    let of_subject = works.iter().find(|work| about.is_some_and(|variable| work.works_on(variable)));
    of_subject.or(works.first()).copied()
}

/// The work that a pause in a test may wait for whose comment says so: what was started, else what a function that was called
/// has left behind.
pub fn started_or_left<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let left = pause.statement().work_left_before().filter(|_| pause.in_test());
    started(pause).or(left)
}

/// The variable that the check behind a pause is about.
fn subject<'c>(pause: &Pause<'c>) -> Option<Variable<'c>> {
    let (at, asked) = check(pause)?;
    match asked {
        Some(read) => read.root(),
        None => at.expr()?.claim()?.subject().root(),
    }
}

/// The call that made what the check is about, with work that runs on, where it was asked for something before the pause.
fn made_with_work<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let variable = subject(pause)?;
    variable.made_with_work().filter(|made| variable.is_given_work_between(made.span(), pause.statement()))
}

/// The end of the work waited for in the sleep's place.
pub fn awaiting(pause: &Pause<'_>) -> Option<Change> {
    pause.awaiting(started(pause)?)
}

/// Why nothing has to be waited for.
pub enum Idle {
    /// A listener is bound, and connections queue.
    Listens(Span),
    /// All that was called before is done.
    Over(Span),
    /// What follows waits itself.
    WaitsBehind(Span),
}

/// What makes a pause needless that a comment explains.
pub fn idle(pause: &Pause<'_>) -> Option<Idle> {
    if let Some(bound) = listens_already(pause) {
        return Some(Idle::Listens(bound));
    }
    if let Some(done) = pause.statement().finished_before().filter(|_| pause.in_test()) {
        return Some(Idle::Over(done.call_span()));
    }
    pause.statement().waited_behind().map(|wait| Idle::WaitsBehind(wait.call_span()))
}

/// The look at the clock that decides the check behind a pause: what passes is time.
pub fn clock(pause: &Pause<'_>) -> Option<Span> {
    let (at, asked) = check(pause)?;
    match asked.and_then(Expr::reads_clock) {
        Some(read) => Some(read.span()),
        None => at.expr()?.claim()?.clock(),
    }
}

/// Whether a comment says what a pause waits for, and that was started before it in this code: then it is no work, latency
/// or traffic, wherever it stands.
pub fn waits_for_started(pause: &Pause<'_>, said: Option<&Said>, within: Option<Loop<'_>>) -> bool {
    let within = started_or_left(pause).is_some_and(|started| within.is_none_or(|a_loop| a_loop.holds(started.span())));
    within && said.is_some_and(|said| said.doubt.is_none())
}

/// The loop around a pause, unless each iteration of it starts the work that the comment says it waits for, and goes on in
/// any case: then it is no poll.
pub fn in_loop<'c>(pause: &Pause<'c>, said: Option<&Said>) -> Option<Loop<'c>> {
    let a_loop = pause.expr().ancestors().find_map(Expr::as_loop)?;
    let starts = a_loop.goes_over_all() && waits_for_started(pause, said, Some(a_loop));
    (!starts).then_some(a_loop)
}

/// The closure or `async` block around a pause that somebody else runs, later or elsewhere.
pub fn apart<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    pause.expr().bodies_around().find(|body| !body.runs_in_place())
}

/// The value of a trait's method, when a pause in a test comes right before it: whoever calls the method waits so long for it.
pub fn put_off<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let of_trait = pause.in_test() && pause.expr().is_in_method_of_trait();
    pause.statement().following()?.given_by_block().filter(|_| of_trait)
}

/// The message that the check behind a pause looks for, by the receiver as it is written.
pub fn message(pause: &Pause<'_>) -> Option<String> {
    let (at, _) = check(pause)?;
    at.part_where(looks_for_message)?.called_on().map(|receiver| receiver.text().to_owned())
}

/// Whether the check behind a pause changes what it looks at, so that it cannot be made again.
pub fn looks_once(pause: &Pause<'_>) -> bool {
    let takes = |part: Expr<'_>| part.callee_name().is_some_and(reads::takes_what_it_reads);
    check(pause).is_some_and(|(at, _)| at.part_where(takes).is_some())
}

/// Whether the check behind a pause also holds when nothing has happened yet.
pub fn may_hold_too_soon(pause: &Pause<'_>) -> bool {
    let claim = check(pause).and_then(|(at, _)| at.expr()?.claim());
    claim.is_some_and(|claim| wants_nothing(pause, &claim))
}

/// The length, when it is no constant, or, with `Written::Scaled`, one that was made longer or shorter.
pub fn length_at_least<'c>(pause: &Pause<'c>, least: Written) -> Option<Expr<'c>> {
    pause.length().filter(|length| length.written_as() >= least)
}

/// The length that a test takes from what it is about: made of a constant of the code under test, or of an interval that
/// the test sets, be it by giving it to what it is about.
pub fn under_test<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let length = pause.length().filter(|_| pause.in_test())?;
    let scaled = length.written_as() == Written::Scaled;
    let set = |part: Expr<'_>| part.is_constant_about_time() && (scaled || is_given_before(pause, part));
    length.first_where(|part| part.is_product_constant() || set(part))
}

/// Whether a call before a pause, which does not wait itself, was given the same constant.
fn is_given_before(pause: &Pause<'_>, constant: Expr<'_>) -> bool {
    let before = |call: &Expr<'_>| call.span().end <= pause.span().start && call.timer_kind().is_none();
    pause.expr().calls_of_function().filter(before).any(|call| call.args().any(|given| given.text() == constant.text()))
}

/// The call that bound the listener which the work before a pause was given, when connecting is all that follows or all
/// that is waited for.
pub fn listens_already(pause: &Pause<'_>) -> Option<Span> {
    let listens = match said(pause) {
        Some(said) => said.only_listens,
        None => connects(pause).is_some() || started(pause).and_then(|work| handed_out(pause, work)).is_some(),
    };
    let last = started(pause).filter(|_| listens)?;
    match last.bound_for() {
        Some(bound) => Some(bound.call_span()),
        // What was started behind the server is no server where it binds nothing.
        None => pause
            .statement()
            .works_before()
            .take_while(|work| !work.binds_itself())
            .find_map(Expr::bound_for)
            .filter(|_| said(pause).is_some())
            .map(Expr::call_span),
    }
}

/// The call by which the statement behind a pause opens a connection.
pub fn connects<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let opens = |part: Expr<'_>| part.callee_name().is_some_and(calls::opens_connection);
    pause.statement().following()?.part_where(opens)
}

/// The address that a connection is opened to, as it is written, or a name for it.
pub fn address(connect: Expr<'_>) -> String {
    match connect.args().next() {
        Some(address) if listener(connect).is_some() => address.text().to_owned(),
        _ => connect.free_name("address"),
    }
}

/// The type of the listener that a connection is opened to, by its path; `None` where the library is not known.
pub fn listener(connect: Expr<'_>) -> Option<&'static str> {
    connect.library_function().and_then(|path| types::listener_for(&path))
}

/// The place before or behind a pause that starts or asks a process, or asks the operating system.
pub fn process(pause: &Pause<'_>) -> Option<Span> {
    let first = pause.statement().following();
    let after = [first, first.and_then(Statement::following)];
    match after.into_iter().flatten().find_map(Statement::process_asked) {
        Some(asked) => Some(asked),
        None => pause.statement().process_before().map(Expr::call_span),
    }
}

/// The work started before a pause and what follows and needs it, when both are there.
pub fn checked(pause: &Pause<'_>) -> Option<Checked> {
    let Some(work) = started(pause).or(made_with_work(pause)) else { return delivered(pause) };
    // What was given to it since may still be on its way.
    if work.is_waited_out() && is_started_right_before(pause, work) {
        return None;
    }
    let started = work.call_span();
    let again = looked_again(pause, work);
    if let Some((at, asked)) = check(pause) {
        return match asserted(pause, work, at, asked).or(again) {
            Some(checked) => Some(checked),
            None => connected(pause, work),
        };
    }
    if again.is_some() {
        return again;
    }
    if let Some((at, call)) = helper(pause) {
        return asserted_by_helper(pause, work, at, call);
    }
    if let Some(value) = handed_out(pause, work) {
        return Some(needed(pause, started, value.span(), pause.statement().following()?));
    }
    if let Some(relies) = relies(pause, work) {
        return Some(needed(pause, started, relies.span(), pause.statement().following()?));
    }
    connected(pause, work)
}

/// What comes next opens a connection, itself or in a function that it calls, to what the work before the pause may bind.
fn connected(pause: &Pause<'_>, work: Expr<'_>) -> Option<Checked> {
    let next = pause.statement().following()?;
    let connect = match connects(pause) {
        Some(connect) => connect,
        None => next.part_where(Expr::connects_for_caller)?,
    };
    let plain = needed(pause, work.call_span(), connect.call_span(), next);
    let unseen = pause.statement().works_before().any(Expr::starts_unseen_code);
    Some(Checked { unsure: plain.unsure || !unseen && server(pause).is_none(), ..plain })
}

/// The work before a pause that binds the listener itself, or accepts what comes to one that nobody is seen to have bound.
fn server<'c>(pause: &Pause<'c>) -> Option<Expr<'c>> {
    let left = pause.statement().work_left_before();
    let works = pause.statement().works_before().chain(left);
    works.into_iter().find(|work| work.binds_itself() || work.accepts_of_unknown())
}

/// What fails behind a pause in a test where what was started before it has not got that far: a check, a connection to what
/// it binds, what is counted at the end.
pub fn wanted(pause: &Pause<'_>, said: &Said, started: Option<Expr<'_>>, checked: Option<Checked>) -> Option<Span> {
    let shown = |checked: &Checked| {
        // What the comment says of nothing has been weighed already.
        let something = checked.wants_nothing != Some(checked.check) || said.disappears;
        !checked.unsure && something && checked.same_as.is_none()
    };
    if let Some(checked) = checked.filter(shown) {
        return Some(checked.check);
    }
    let work = started_or_left(pause)?;
    let statement = pause.statement();
    let fits = |claim: &Claim<'_>| said.disappears || !wants_nothing(pause, claim);
    // What was awaited since may have started more: then it counts only where the check is about this work.
    let about = |wanted: &Expr<'_>| {
        started.is_some() || wanted.first_anywhere(|part| part.local().is_some_and(|it| work.works_on(it))).is_some()
    };
    match statement.wanted_behind(fits).or(statement.counted_at_end()).filter(about) {
        Some(wanted) => Some(wanted.span()),
        None => {
            server(pause)?;
            let handed = behind(pause).find_map(|at| value_with(at, work));
            statement.connects_behind().or(handed).map(Expr::span)
        }
    }
}

/// The claim behind a pause about what was looked at before in the same way and was something else, when it was given
/// something to do in between: how it is looked at does not matter then.
fn looked_again(pause: &Pause<'_>, work: Expr<'_>) -> Option<Checked> {
    let mut at = behind_logs(pause)?;
    let asked = at.binds();
    if asked.is_some() {
        at = at.following()?;
    }
    let claim = at.expr()?.claim().filter(|claim| !wants_nothing(pause, claim))?;
    let looked_at = match asked {
        Some((variable, answer)) if claim.subject().root() == Some(variable) => answer,
        Some(_) => return None,
        None => claim.subject(),
    };
    let about = looked_at.root().filter(|about| work.works_on(*about))?;
    let (_, before) = claim.relation(pause.statement()).filter(|(relation, _)| *relation == Relation::Changed)?;
    let given = about.is_given_work_between(before, pause.statement());
    given.then(|| needed(pause, work.call_span(), claim.span(), at))
}

/// The message that the check behind a pause wants to be there, where the code around it sends none itself: other work does.
fn delivered(pause: &Pause<'_>) -> Option<Checked> {
    let (at, _) = check(pause)?;
    let claim = at.expr()?.claim()?;
    let receiver = at.part_where(looks_for_message)?.called_on()?.root()?;
    let made = receiver.made_by()?;
    let own = receiver.made_together().any(|sender| sender.sends_before(pause.statement()));
    let wanted = claim.read().filter(|_| !own && !wants_nothing(pause, &claim))?;
    let plain = needed(pause, made.span(), wanted.span(), at);
    let told = receiver.made_together().flat_map(|sender| sender.mentions()).find_map(Expr::given_with_length);
    let timed = made.first_where(Expr::is_length_of_time).or(told);
    Some(Checked { sends: true, about_time: timed.map(Expr::span).or(plain.about_time), ..plain })
}

/// Whether it asks a channel once for a message.
fn looks_for_message(part: Expr<'_>) -> bool {
    part.callee_name().and_then(calls::inquires) == Some(Inquiry::Message)
}

/// The statement behind a pause, behind lines that only log.
fn behind_logs<'c>(pause: &Pause<'c>) -> Option<Statement<'c>> {
    let mut at = pause.statement().following()?;
    while at.only_logs() {
        at = at.following()?;
    }
    Some(at)
}

/// The call behind a pause of a function that asserts, behind lines that only log.
fn helper<'c>(pause: &Pause<'c>) -> Option<(Statement<'c>, Expr<'c>)> {
    let at = behind_logs(pause)?;
    Some((at, at.expr()?.asserting_call()?))
}

/// A function is called that asserts, and is given what the work works on.
fn asserted_by_helper(pause: &Pause<'_>, work: Expr<'_>, at: Statement<'_>, call: Expr<'_>) -> Option<Checked> {
    call.first_where(|part| part.local().is_some_and(|variable| work.works_on(variable)))?;
    let before = |other: &Expr<'_>| other.span().end <= pause.span().start && other.text() == call.text();
    let plain = needed(pause, work.call_span(), call.call_span(), at);
    Some(Checked {
        wants_nothing: call.asserts_nothing().then(|| call.call_span()).or(plain.wants_nothing),
        same_as: call.calls_of_function().find(before).map(Expr::call_span),
        about_time: call.reads_clock().map(Expr::span).or(plain.about_time),
        ..plain
    })
}

/// The value of the function around a pause, when it comes next and hands out what was started, or what that works on:
/// whoever gets it takes it to be ready.
fn handed_out<'c>(pause: &Pause<'c>, work: Expr<'c>) -> Option<Expr<'c>> {
    value_with(pause.statement().following()?, work)
}

/// What comes next, when it fails unless the work has got so far: a call on what both have, and the work alone was started
/// before the pause.
fn relies<'c>(pause: &Pause<'c>, work: Expr<'c>) -> Option<Expr<'c>> {
    // What a method starts is told of by its own value, and may be asked for anything.
    let right_before = work.starts_task() && is_started_right_before(pause, work);
    pause.statement().following()?.part_where(|part| part.fails_without(work)).filter(|_| right_before)
}

/// The value of a function that a statement gives, when it has what was started, or what that works on.
fn value_with<'c>(at: Statement<'c>, work: Expr<'c>) -> Option<Expr<'c>> {
    let value = at.given_by_block()?;
    let works_on = |part: Expr<'c>| part.local().is_some_and(|variable| work.works_on(variable));
    let whole = value.ancestors().next().is_none() && value.as_loop().is_none();
    value.first_where(works_on).map(|_| value).filter(|_| whole)
}

/// What work changes that was started right before a pause, and what comes next looks at.
pub struct Changed<'c> {
    pub work: Expr<'c>,
    /// Where the work changes it; `None` where it binds what is connected to.
    pub at: Option<Expr<'c>>,
    pub read: Expr<'c>,
}

/// The look behind a pause, past lines that only log, at what the work before it changes.
pub fn changed_by_started<'c>(pause: &Pause<'c>) -> Option<Changed<'c>> {
    let work = started(pause).filter(|work| is_started_right_before(pause, *work))?;
    let next = behind(pause).find(|at| !at.only_logs())?;
    let looks = |part: Expr<'c>| part.looks_at_state().and_then(|_| work.changes_what_is_read(part));
    let read = next.part_where(|part| looks(part).is_some())?;
    Some(Changed { work, at: Some(looks(read)?), read }).filter(|_| doubt_near(pause, next).is_none())
}

/// The connection that is opened behind a pause, past lines that only log, to what the work before it binds itself.
pub fn bound_by_started<'c>(pause: &Pause<'c>) -> Option<Changed<'c>> {
    let work = started(pause).filter(|work| work.binds_itself() && is_started_right_before(pause, *work))?;
    let next = behind(pause).find(|at| !at.only_logs())?;
    let read = next.part_where(|part| part.callee_name().is_some_and(calls::opens_connection))?;
    Some(Changed { work, at: None, read }).filter(|_| doubt_near(pause, next).is_none())
}

/// An assertion follows that reads what the work changes.
fn asserted<'c>(pause: &Pause<'c>, work: Expr<'c>, at: Statement<'c>, asked: Option<Expr<'c>>) -> Option<Checked> {
    let claim = at.expr()?.claim()?;
    let read = match claim.read().or(asked) {
        Some(read) => read,
        None => asked_of_worker(work, claim.subject())?,
    };
    let relation = claim.relation(pause.statement());
    let nothing = wants_nothing(pause, &claim);
    let plain = needed(pause, work.call_span(), claim.span(), at);
    Some(Checked {
        wants_nothing: nothing.then(|| claim.span()).or(plain.wants_nothing),
        same_as: relation.filter(|(relation, _)| *relation == Relation::Same).map(|(_, span)| span),
        about_time: claim.clock().or(plain.about_time),
        finished: finished(pause, read),
        ..plain
    })
}

/// What an assertion looks at, where that is a function of the package whose code reads what others change, of what the work
/// has or of what was made together with it.
fn asked_of_worker<'c>(work: Expr<'c>, subject: Expr<'c>) -> Option<Expr<'c>> {
    let of = subject.root()?;
    let worker = work.works_on(of) || of.made_with_work() == Some(work);
    subject.looks_at_state().filter(|_| worker).map(|_| subject)
}

fn needed(pause: &Pause<'_>, started: Span, check: Span, at: Statement<'_>) -> Checked {
    let near = doubt_near(pause, at);
    let doubted = |doubt| near.filter(|(near, _)| *near == doubt).map(|(_, span)| span);
    Checked {
        started,
        check,
        sends: false,
        unsure: waits_before(pause, at),
        wants_nothing: doubted(Doubt::Nothing),
        same_as: None,
        about_time: doubted(Doubt::Time).or(about_time(pause)),
        blocked: doubted(Doubt::Blocked),
        finished: None,
    }
}

/// Whether something behind a pause waits itself, up to this statement or in it.
fn waits_before(pause: &Pause<'_>, last: Statement<'_>) -> bool {
    let mut until = behind(pause).take_while(|at| at.span().start <= last.span().start);
    until.any(|at| at.part_where(Expr::waits_itself).is_some())
}

/// The place before a pause that says that time itself is what the code is about.
fn about_time(pause: &Pause<'_>) -> Option<Span> {
    let statement = pause.statement();
    if let Some(place) = statement.about_time() {
        return Some(place);
    }
    let length = pause.length()?.millis()?;
    match statement.outlasted_by(length) {
        Some(place) => Some(place),
        None => started(pause)?.ticks_within(length).map(Expr::call_span),
    }
}

/// Whether a claim wants nothing to have happened since a pause began.
fn wants_nothing(pause: &Pause<'_>, claim: &Claim<'_>) -> bool {
    claim.wants_nothing && !changed(pause, claim) || claim.message_says(vocabulary::message_wants_nothing)
}

/// Whether the same was claimed before a pause with another value.
fn changed(pause: &Pause<'_>, claim: &Claim<'_>) -> bool {
    matches!(claim.relation(pause.statement()), Some((Relation::Changed, _)))
}

/// The check that follows, when it wants nothing to have happened: nothing new is there, or, where the comment says that
/// something is to go away, its work is not finished.
pub fn checked_for_nothing(pause: &Pause<'_>, said: &Said) -> Option<Span> {
    let Some((at, _)) = check(pause) else {
        // What is asked in between may wait itself: then the claim's own words count, and what else is claimed.
        let said = |claim: &Claim<'_>| claim.wants_nothing && claim.message_says(vocabulary::message_wants_nothing);
        return first_claim(pause).filter(said).filter(|_| claims_nothing(pause)).map(|claim| claim.span());
    };
    let claim = at.expr()?.claim()?;
    let unfinished = claim.wants_nothing && asks_finished(claim.subject());
    // What is to go away was one of several, where the check wants the rest to be there still.
    let still = !changed(pause, &claim) && claim.message_says(vocabulary::message_wants_still);
    (unfinished || still || wants_nothing(pause, &claim) && !said.disappears).then(|| claim.span())
}

/// The first assertion behind a pause, behind lines that only log and values that it may be about.
fn first_claim<'c>(pause: &Pause<'c>) -> Option<Claim<'c>> {
    let mut at = pause.statement().following()?;
    loop {
        match at.expr().and_then(Expr::claim) {
            Some(claim) => return Some(claim),
            None if at.binds().is_some() || at.only_logs() => at = at.following()?,
            None => return None,
        }
    }
}

/// Whether whatever is claimed behind a pause, in its block, is that nothing has happened.
fn claims_nothing(pause: &Pause<'_>) -> bool {
    let mut at = pause.statement().following();
    while let Some(statement) = at {
        if statement.expr().and_then(Expr::claim).is_some_and(|claim| !claim.wants_nothing) {
            return false;
        }
        at = statement.following();
    }
    true
}

/// Whether a pause can be there for work that was started before it: right before, and outside tests, where much is started
/// that nobody waits for, only where the comment names it or what follows uses what it works on.
pub fn is_waited_for(pause: &Pause<'_>, said: &Said, started: Expr<'_>) -> bool {
    is_started_right_before(pause, started)
        && (pause.in_test() || said.own_work || is_named(pause, started) || is_used_behind(pause, started))
}

/// Whether another sleep stands between work's start and a pause: the work has begun, and what it is to get to now was
/// given to it since.
pub fn is_under_way(pause: &Pause<'_>, started: Expr<'_>) -> bool {
    let between =
        |call: &Expr<'_>| call.span().start >= started.span().end && call.span().end <= pause.statement().span().start;
    pause.expr().calls_of_function().filter(between).any(|call| call.timer_kind() == Some(TimerKind::Sleep))
}

/// Whether a comment has a word of the name of what is started.
fn is_named(pause: &Pause<'_>, started: Expr<'_>) -> bool {
    let Some(remark) = pause.statement().remark() else { return false };
    let words = remark.words();
    let calls =
        |part: Expr<'_>| part.callee_name().is_some_and(|name| vocabulary::share_name(&words_of_name(name), &words));
    started.first_anywhere(calls).is_some()
}

/// Whether a statement behind a pause mentions what work has.
fn is_used_behind(pause: &Pause<'_>, started: Expr<'_>) -> bool {
    let uses = |part: Expr<'_>| part.local().is_some_and(|variable| started.works_on(variable));
    behind(pause).any(|at| at.part_where(uses).is_some())
}

/// The statements behind a pause in its block.
fn behind<'c>(pause: &Pause<'c>) -> impl Iterator<Item = Statement<'c>> {
    std::iter::successors(pause.statement().following(), |at| at.following())
}

/// Whether little hangs on whether a pause is long enough, or nothing could take its place: outside tests where nothing
/// that is started or asked is seen to hang on it; where it keeps something up that is let go behind it; where a drop
/// started the work, which gives nobody a handle; where what was called before it ends with a pause of its own.
pub fn is_hardly_missed(pause: &Pause<'_>, said: &Said, started: Option<Expr<'_>>) -> bool {
    let asks = |at: Statement<'_>| at.part_where(asks_finished).is_some();
    let unseen = !pause.in_test() && started.is_none() && !said.confesses && !behind(pause).any(asks);
    let for_work = said.own_work || said.confesses;
    let keeps_up =
        !for_work && pause.statement().following().is_some_and(Statement::only_drops) && check(pause).is_none();
    let pauses = pause.statement().preceding().is_some_and(Statement::ends_with_sleep);
    unseen || keeps_up || pauses || started.is_some_and(Expr::starts_work_when_dropped)
}

/// The sleep in the work that is all that makes it take its time, which a pause outlasts, but not by far.
pub fn lasts_as_written(pause: &Pause<'_>) -> Option<Span> {
    started(pause)?.sleeps_within(pause.length()?.millis()?).map(Expr::call_span)
}

/// Whether work was started right before a pause: nothing that is awaited stands between, which could have started more.
fn is_started_right_before(pause: &Pause<'_>, started: Expr<'_>) -> bool {
    let between = |call: &Expr<'_>| {
        let (call_at, own) = (call.span(), call.body() == pause.expr().body());
        own && call_at.start >= started.span().end && call_at.end <= pause.span().start
    };
    if !pause.in_test() && pause.expr().calls_of_function().filter(between).any(|call| call.awaited_by().is_some()) {
        return false;
    }
    let mut before = pause.statement().preceding();
    while let Some(at) = before {
        if at.span().holds(started.span()) {
            return true;
        }
        if at.part_where(|part| part.awaited_by().is_some()).is_some() {
            return false;
        }
        before = at.preceding();
    }
    true
}

/// The assertion that follows a pause, behind lines that only log or only read what it looks at; and that read.
fn check<'c>(pause: &Pause<'c>) -> Option<(Statement<'c>, Option<Expr<'c>>)> {
    let mut asked = None;
    let mut at = pause.statement().following()?;
    loop {
        if let Some(claim) = at.expr().and_then(Expr::claim) {
            let looked_at = asked.filter(|(variable, _)| claim.subject().root() == Some(*variable));
            // What was read and is not looked at first is no part of the check.
            return (asked.is_some() == looked_at.is_some()).then_some((at, looked_at.map(|(_, read)| read)));
        }
        match read_into_variable(at) {
            Some(read) if asked.is_none() => asked = Some(read),
            None if at.only_logs() || at.only_drops() => {}
            _ => return None,
        }
        at = at.following()?;
    }
}

/// `let x = shared.lock().unwrap().len();`: the variable, and the read of a state that its value is made of.
fn read_into_variable(at: Statement<'_>) -> Option<(Variable<'_>, Expr<'_>)> {
    let (variable, value) = at.binds()?;
    let part = value.first_where(|part| part.looks_at_state().is_some())?;
    Some((variable, part.looks_at_state()?))
}

/// A word against a signal in the comments near a pause and the check.
fn doubt_near(pause: &Pause<'_>, check: Statement<'_>) -> Option<(Doubt, Span)> {
    let before = pause.statement().preceding().and_then(Statement::remark_before);
    let near = [pause.statement().remark(), check.remark_before(), before];
    near.into_iter().flatten().find_map(|r| Some((vocabulary::doubt_near_check(&r.words())?, r.span)))
}

/// The handle that the check asks: `h` of `h.is_finished()`.
fn finished(pause: &Pause<'_>, read: Expr<'_>) -> Option<Handle> {
    let handle = read.called_on().filter(|_| asks_finished(read))?;
    Some(Handle { name: handle.text().to_owned(), thread: handle.is_thread_handle() || pause.blocks() })
}

fn asks_finished(call: Expr<'_>) -> bool {
    call.called_on().is_some() && call.callee_name().is_some_and(calls::asks_finished)
}
