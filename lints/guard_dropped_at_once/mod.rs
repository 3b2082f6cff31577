#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::library::locks::LockKind;

pub static LINT: Lint = Lint {
    name: "guard-dropped-at-once",
    family: Family::Lock,
    level: Level::Pedantic,
    page: include_str!("README.md"),
    same_as: &["let_underscore_lock", "clippy::let_underscore_lock"],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    let discarded = guard.discarded()?;
    if !matches!(guard.lock_kind(), LockKind::Mutex | LockKind::RwLock) || guard.may_give_up() {
        return Err(Silence::NotMine);
    }

    let Some(work) = discarded.work else {
        return excused(
            "nothing is done after it in its block: it only waits for whoever has the lock",
            discarded.span,
        );
    };
    if guard.guards_nothing() {
        return excused("the lock guards `()`: it is there to be waited for", guard.span());
    }
    if discarded.only_logs {
        return excused("nothing but logging comes after it", work);
    }
    if let Some(comment) = discarded.said_to_wait() {
        return excused("a comment says that it only waits", comment);
    }
    if discarded.panics {
        return excused("what follows panics: the lock is taken for that alone", work);
    }

    let lock = guard.lock_text();
    let name = guard.guard_expr().free_name("_guard");
    Ok(Finding::new(
        discarded.span,
        format!("`{lock}` is unlocked again at the end of this statement: what follows runs without the lock"),
    )
    .here("`_` binds nothing, so the guard is dropped at the end of this statement")
    .label(guard.span(), "the lock is taken here")
    .label(work, "this runs without the lock")
    .help(format!("give the guard a name, `let {name} = …`, so that it lives to the end of the block")))
}
