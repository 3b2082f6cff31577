//! One lint over all facts it is about. [`Check`] is matched nowhere else.

use rayon::prelude::*;

use super::hear::hear;
use super::{Stop, guarded};
use crate::allow::Allows;
use crate::lint::{Check, Finding, Lint, Silence};
use crate::model::Crate;
use crate::syntax::Span;

/// What a lint said about one fact.
pub struct Answer {
    /// Where the fact stands.
    pub fact: Span,
    /// Whether it is a finding in test code.
    pub in_test: bool,
    /// The outer error is a failure of ours, as a sentence.
    pub said: Result<Result<Finding, Silence>, String>,
}

/// Asks a lint about every fact it is about, in the order of the source.
pub fn ask(lint: &Lint, krate: &Crate, path: impl Fn(Span) -> String + Sync) -> Vec<Answer> {
    let asking = Asking { lint, path };
    match lint.check {
        Check::Spawn(check) => asking.each(krate.spawns(), |f| f.span(), |f| f.in_test(), check),
        Check::SpawnOrFanOut(check, of_fan_out) => {
            let mut said = asking.each(krate.spawns(), |f| f.span(), |f| f.in_test(), check);
            said.extend(asking.each(krate.fan_outs(), |f| f.span(), |f| f.in_test(), of_fan_out));
            said
        }
        Check::Sleep(check) => asking.each(krate.sleeps(), |f| f.span(), |f| f.in_test(), check),
        Check::Channel(check) => asking.each(krate.channels(), |f| f.span(), |f| f.in_test(), check),
        Check::Mention(check) => asking.each(krate.mentions(), |f| f.span(), |f| f.in_test(), check),
        Check::Breach(check) => asking.each(krate.breaches(), |f| f.span(), |f| f.in_test(), check),
        Check::Guard(check) => asking.each(krate.guards(), |f| f.span(), |f| f.in_test(), check),
        Check::Permit(check) => asking.each(krate.permits(), |f| f.span(), |f| f.in_test(), check),
        Check::Block(check) => asking.each(krate.blocks(), |f| f.span(), |f| f.in_test(), check),
        Check::Branch(check) => asking.each(krate.branches_of_selects(), |f| f.span(), |f| f.in_test(), check),
        Check::Notified(check) => asking.each(krate.notifieds(), |f| f.span(), |f| f.in_test(), check),
        Check::Attempt(check) => asking.each(krate.attempts(), |f| f.span(), |f| f.in_test(), check),
        Check::Select(check) => asking.each(krate.selects(), |f| f.span(), |f| f.in_test(), check),
        Check::Accept(check) => asking.each(krate.accepts(), |f| f.span(), |f| f.in_test(), check),
        Check::Test(check) => asking.each(krate.tests(), |f| f.span(), |f| f.in_test(), check),
        Check::Atomic(check) => asking.each(krate.atomics(), |f| f.span(), |f| f.in_test(), check),
        Check::Stopper(check) => asking.each(krate.stoppers(), |f| f.span(), |f| f.in_test(), check),
        Check::Runtime(check) => asking.each(krate.runtimes(), |f| f.span(), |f| f.in_test(), check),
        Check::Discard(check) => asking.each(krate.discards(), |f| f.span(), |f| f.in_test(), check),
        Check::Send(check) => asking.each(krate.sends(), |f| f.span(), |f| f.in_test(), check),
        Check::Exchange(check) => asking.each(krate.exchanges(), |f| f.span(), |f| f.in_test(), check),
        Check::Buffered(check) => asking.each(krate.buffereds(), |f| f.span(), |f| f.in_test(), check),
        Check::Joined(check) => asking.each(krate.joineds(), |f| f.span(), |f| f.in_test(), check),
        Check::Capacity(check) => asking.each(krate.capacities(), |f| f.span(), |f| f.in_test(), check),
        Check::LockFuture(check) => asking.each(krate.lock_futures(), |f| f.span(), |f| f.in_test(), check),
        Check::Condvar(check) => asking.each(krate.condvars(), |f| f.span(), |f| f.in_test(), check),
        Check::Cancel(check) => asking.each(krate.cancels(), |f| f.span(), |f| f.in_test(), check),
        Check::Token(check) => asking.each(krate.tokens(), |f| f.span(), |f| f.in_test(), check),
        Check::Receive(check) => asking.each(krate.receives(), |f| f.span(), |f| f.in_test(), check),
        Check::Suppression(_) => {
            let allows = hear(krate, |_, _| true, &asking.path, &Stop::default()).allows;
            ask_of_comments(lint, &allows, krate, &asking.path)
        }
    }
}

/// Asks a lint about every comment that the user has written to us; nothing where it is about code.
pub fn ask_of_comments(
    lint: &Lint,
    allows: &Allows,
    krate: &Crate,
    path: impl Fn(Span) -> String + Sync,
) -> Vec<Answer> {
    let asking = Asking { lint, path };
    match lint.check {
        Check::Suppression(check) => {
            asking.each(allows.suppressions(), |f| f.span(), |f| krate.test_around(f.span()), check)
        }
        _ => Vec::new(),
    }
}

/// Whether a lint is about comments, which can be judged only when all code is.
pub fn is_about_comments(lint: &Lint) -> bool {
    matches!(lint.check, Check::Suppression(_))
}

/// What a lint's facts are called.
pub fn fact_name(lint: &Lint) -> &'static str {
    match lint.check {
        Check::Spawn(_) | Check::SpawnOrFanOut(..) => "spawn",
        Check::Sleep(_) => "sleep",
        Check::Channel(_) => "channel",
        Check::Mention(_) => "mention",
        Check::Breach(_) => "place that a rule is about",
        Check::Receive(_) => "receive",
        Check::Guard(_) => "guard",
        Check::Permit(_) => "permit",
        Check::Block(_) => "blocking call",
        Check::Branch(_) => "branch",
        Check::Notified(_) => "notified",
        Check::Attempt(_) => "attempt",
        Check::Select(_) => "select",
        Check::Accept(_) => "accept",
        Check::Test(_) => "test that waits",
        Check::Atomic(_) => "use of an atomic",
        Check::Token(_) => "token",
        Check::Cancel(_) => "call that cancels a token",
        Check::Runtime(_) => "runtime",
        Check::Stopper(_) => "parameter that stops",
        Check::Discard(_) => "dropped value",
        Check::Send(_) => "send",
        Check::Exchange(_) => "exchange",
        Check::Capacity(_) => "capacity",
        Check::Buffered(_) => "buffered stream",
        Check::Joined(_) => "joined futures",
        Check::LockFuture(_) => "future of a lock",
        Check::Condvar(_) => "use of a condition variable",
        Check::Suppression(_) => "comment",
    }
}

struct Asking<'l, P> {
    lint: &'l Lint,
    path: P,
}

impl<P: Fn(Span) -> String + Sync> Asking<'_, P> {
    fn each<F: Copy + Send + Sync>(
        &self,
        facts: impl IntoIterator<Item = F>,
        span: impl Fn(F) -> Span + Sync,
        in_test: impl Fn(F) -> bool + Sync,
        check: impl Fn(F) -> Result<Finding, Silence> + Sync,
    ) -> Vec<Answer> {
        let facts: Vec<F> = facts.into_iter().collect();
        facts
            .par_iter()
            .map(|&fact| {
                let at = span(fact);
                let said = guarded(self.lint.name, || (self.path)(at), || check(fact));
                let in_test = matches!(said, Ok(Ok(_))) && in_test(fact);
                Answer { fact: at, in_test, said }
            })
            .collect()
    }
}
