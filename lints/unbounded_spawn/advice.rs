//! What each task is started for, and how to limit the tasks there.

use crate::lint::Finding;
use crate::model::facts::Spawn;
use crate::model::facts::spawn::source::{Feed, FeedKind};
use crate::model::library::{calls, vocabulary};
use crate::model::source::handles::{Expr, Variable};
use crate::model::source::spelled::words_of_name;
use crate::model::values::branches::Branch;

/// What each task is started for, by the call that gives it and by what the user calls it.
pub fn noun(spawn: Spawn<'_>, feed: &Feed) -> &'static str {
    let source = spawn.source_of(feed);
    if is_datagram(spawn, feed) {
        return "datagram";
    }
    let named = |variable: &Variable<'_>| vocabulary::names_connection(&words_of_name(variable.name()));
    match feed.kind {
        FeedKind::Peers => "connection",
        _ if given(source).iter().any(named) => "connection",
        FeedKind::Stream => "item",
        _ => "message",
    }
}

/// Whether the loop asks a socket without connections for its next packet.
pub fn is_datagram(spawn: Spawn<'_>, feed: &Feed) -> bool {
    spawn.source_of(feed).callee_name().is_some_and(calls::gives_datagram)
}

/// The variables that get what a source gives.
fn given(source: Expr<'_>) -> Vec<Variable<'_>> {
    match (source.head(), source.let_around()) {
        (Some(head), _) => head.variables(),
        (None, bound) => bound.into_iter().collect(),
    }
}

/// Help that limits the tasks and leaves alone what else the loop waits for.
pub fn limited(finding: Finding, spawn: Spawn<'_>, feed: &Feed) -> Finding {
    if !spawn.is_async() {
        let help = format!("hand each {} to a pool of a fixed number of threads", noun(spawn, feed));
        return finding.help(help);
    }
    let limit = spawn.expr().free_name("limit");
    let task = holding_permit(spawn);
    let source = spawn.source_of(feed);
    match source.branch() {
        None => finding.help(help_for(feed)).code(format!(
            "let permit = {limit}.clone().acquire_owned().await.expect(\"nobody closes it\");\n\
             // then ask for the next one, and\n\
             {task}"
        )),
        Some(branch) => {
            let inside = branch.span().holds(spawn.span());
            let help = help_in_branch(feed, inside);
            let Some(head) = in_branch(branch, source, &limit) else { return finding.help(help) };
            finding.help(help).code(match inside {
                true => format!("{head} => {{\n    …\n    {};\n}}", task.replace('\n', "\n    ")),
                false => format!("{head} => …,\n// and then\n{task}"),
            })
        }
    }
}

/// The spawn of a task that holds a permit. What the call is given now is made before the block: there it would take along
/// what later iterations need.
fn holding_permit(spawn: Spawn<'_>) -> String {
    let call = spawn.call_text();
    if spawn.starts_block() {
        return format!("{call}(async move {{\n    let _permit = permit;\n    …\n}})");
    }
    let work = spawn.expr().free_name("work");
    format!("let {work} = …;\n{call}(async move {{\n    let _permit = permit;\n    {work}.await\n}})")
}

/// What to do in words. Whoever sends a message may be the one that works on another.
fn help_for(feed: &Feed) -> &'static str {
    match feed.kind {
        FeedKind::Peers => "take a permit before asking for the next one, and let the task hold it",
        _ => {
            "where no task waits for the reply to such a message of its own: take a permit before asking for the next one, \
             and let the task hold it"
        }
    }
}

/// The same for a branch of a `select!`.
fn help_in_branch(feed: &Feed, inside: bool) -> &'static str {
    match (feed.kind, inside) {
        (FeedKind::Peers, true) => {
            "wait for a permit in the branch, so that the other branches are polled meanwhile, and let the task hold it"
        }
        (FeedKind::Peers, false) => {
            "wait for a permit in the branch, so that the other branches are polled meanwhile, give it out of the `select!` \
             beside what the branch gives, and let the task hold it"
        }
        _ => {
            "where no task waits for the reply to such a message of its own: wait for a permit in the branch, and let the \
             task hold it"
        }
    }
}

/// The head of a branch that waits for a permit and then for its source; `None` where the macro takes no such future.
fn in_branch(branch: Branch<'_>, source: Expr<'_>, limit: &str) -> Option<String> {
    let pattern = branch.pattern_text().filter(|_| !branch.select.passes_over_ended())?;
    let source = source.text().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!(
        "(permit, {pattern}) = async {{\n    let permit = {limit}.clone().acquire_owned().await;\n    (permit, {source}.await)\n}}"
    ))
}
