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
    let each = noun(spawn, feed);
    let ((get, got), caution) = (gets(feed, each), caution(feed));
    let by = format!("limit the tasks by `{limit}`, an `Arc<Semaphore>` made before the loop");
    match source.branch() {
        None => finding
            .help(format!("{by}: take a permit before the next {each} is {got}, and let the task hold it{caution}"))
            .code(format!(
                "let permit = {limit}.clone().acquire_owned().await.expect(\"nobody closes it\");\n\
             // then {get} the next {each}, and\n\
             {task}"
            )),
        Some(branch) => {
            let inside = branch.span().holds(spawn.span());
            let moved = if inside {
                "and move the permit into the task"
            } else {
                "return both from the `select!`, and move the permit into the task"
            };
            let help = format!("{by}: let the branch wait for a permit and then {get}, {moved}{caution}");
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

/// How the next one is got: the verb, and what is said of the next one.
fn gets(feed: &Feed, each: &str) -> (&'static str, &'static str) {
    match feed.kind {
        FeedKind::Peers if each == "connection" => ("accept", "accepted"),
        FeedKind::Stream => ("await", "awaited"),
        _ => ("receive", "received"),
    }
}

/// Whoever sends a message may be the one that works on another.
fn caution(feed: &Feed) -> &'static str {
    match feed.kind {
        FeedKind::Peers | FeedKind::Stream => "",
        _ => "; not where such a task sends one of these messages itself and waits for the reply: that would deadlock",
    }
}

/// The head of a branch that waits for a permit and then for its source; `None` where the macro takes no such future.
fn in_branch(branch: Branch<'_>, source: Expr<'_>, limit: &str) -> Option<String> {
    let pattern = branch.pattern_text().filter(|_| !branch.select.passes_over_ended())?;
    let source = source.text().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!(
        "(permit, {pattern}) = async {{\n    let permit = {limit}.clone().acquire_owned().await.expect(\"nobody closes it\");\n    (permit, {source}.await)\n}}"
    ))
}
