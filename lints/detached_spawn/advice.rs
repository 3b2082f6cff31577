//! How a task can be given an end, by what its owner has already.

use crate::lint::{Finding, Level};
use crate::model::facts::Spawn;
use crate::model::facts::spawn::Endless;
use crate::model::facts::spawn::owner::Owner;
use crate::model::library::{self, Unit, steps};
use crate::model::source::handles::{Expr, Variable};

const WRITTEN_TOKEN: &str = "token";
const WRITTEN_FLAG: &str = "stop";

/// Help that gives the task an end. What each iteration looks at is a help only where the loop comes round: one that waits
/// in a call sees neither a flag nor that its owner has gone.
pub fn stopped(finding: Finding, spawn: Spawn<'_>, endless: &Endless) -> Finding {
    let is_task = spawn.unit() == Unit::Task;
    if let Some(field) = spawn.expr().field_of_self(library::TOKEN).filter(|_| is_task) {
        return finding.help(format!("end the task when `self.{field}` is cancelled")).code(format!(
            "let {field} = self.{field}.clone();\n// in the task:\n{}",
            library::until_cancelled(field)
        ));
    }
    if let Some((variable, shared)) = spawn.taken_along().find_map(shared_with_owner).filter(|_| endless.paced) {
        let (name, state) = (variable.name(), shared.text());
        let help = format!("let the task hold a `Weak` of `{state}`, and end when the owner of that has gone");
        return finding.help(help).code(format!(
            "let {name} = {arc}::downgrade(&{state});\n\
             // in each iteration:\n\
             let Some({name}) = {name}.upgrade() else {{ break }};",
            arc = spawn.expr().short_path(library::ARC),
        ));
    }
    match spawn.unit() {
        Unit::Task => finding
            .help("wait for a token beside the work, or keep the handle and abort it when its owner goes")
            .code(library::until_cancelled(&spawn.expr().free_name(WRITTEN_TOKEN))),
        Unit::Thread | Unit::Blocking | Unit::Pool if !endless.paced => finding.help(format!(
            "end the loop by what it waits for: a last message, a closed channel or socket; a flag would not be looked at \
             while it waits{}",
            kept(spawn)
        )),
        Unit::Thread | Unit::Blocking | Unit::Pool => finding
            .help(format!("look at a stop flag in every iteration (or end with a channel){}", kept(spawn)))
            .code(format!(
                "while !{}.load({}::Relaxed) {{\n    work();\n}}",
                spawn.expr().free_name(WRITTEN_FLAG),
                spawn.expr().short_path("std::sync::atomic::Ordering"),
            )),
    }
}

/// What to do with the handle, where there is one.
fn kept(spawn: Spawn<'_>) -> &'static str {
    match spawn.unit() {
        Unit::Thread => ", and keep the handle to join the thread",
        Unit::Blocking | Unit::Task => ", and keep the handle to await it",
        Unit::Pool => "",
    }
}

/// A variable that was cloned of an `Arc` for the task, and that `Arc`.
fn shared_with_owner(variable: Variable<'_>) -> Option<(Variable<'_>, Expr<'_>)> {
    let made = variable.bound_value()?;
    let of = match made.called_on() {
        Some(of) if made.callee_name().is_some_and(steps::clones) => of,
        Some(_) => return None,
        None => made.args().next().filter(|_| made.callee_name().is_some_and(steps::clones))?.referent(),
    };
    // Who else holds one that is no field is not seen: the `Weak` might never see it go.
    (of.is_of_type(library::ARC) && of.names_field()).then_some((variable, of))
}

/// A task that ends when a method of its owner is called, and runs on when the owner is only dropped.
pub fn detached_with_owner(spawn: Spawn<'_>, owner: &Owner<'_>) -> Finding {
    let name = owner.name;
    Finding::new(spawn.span(), format!("this task runs on when its `{name}` is dropped: only a method aborts it"))
        .here("the task is started here")
        .label(owner.kept, "its handle is kept here")
        .label(owner.abort.call_span(), "this aborts it, where somebody calls it")
        .level(Level::Pedantic)
        .help(format!("abort it in `impl Drop for {name}` too, or keep a handle that aborts its task when dropped"))
}
