//! A store that depends on a load of the same atomic, and what keeps others from writing in between.

use crate::lint::{Asked, Silence, excused};
use crate::model::context::runs::Runs;
use crate::model::facts::Atomic;
use crate::model::library::atomics::Op;
use crate::model::source::handles::Expr;
use crate::model::source::spelled::in_one_line;

/// A store, and how it depends on the load.
pub struct Write<'c> {
    pub store: Atomic<'c>,
    /// What is stored.
    pub value: Expr<'c>,
    pub depends: Depends,
}

/// How a store depends on the load.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depends {
    /// Its value is made of the one that was loaded.
    Computed,
    /// Whoever finds the one value puts the other in its place, and then goes on to do something.
    Gate,
    /// The value is larger than the one that was loaded.
    Larger,
    /// The value is smaller than the one that was loaded.
    Smaller,
    /// A count that others go on with starts again.
    Restart,
}

/// The first store in the code of the load that depends on it.
pub fn write_that_depends(load: Atomic<'_>) -> Asked<Write<'_>> {
    let read = load.operation();
    let from = read.point().ok_or(Silence::NotMine)?;
    if !load.is_placed() {
        return Err(Silence::Unknown("which atomic this is", load.span()));
    }
    let behind = |store: &Atomic<'_>| {
        let at = store.operation();
        store.op() == Op::Store && at.body() == read.body() && at.point().is_some_and(|point| from.may_reach(point))
    };
    let found = load.others_in_function().filter(behind).find_map(|store| {
        let value = store.operation().args().next()?;
        let depends = how(load, store.operation(), value)?;
        Some(Write { store, value, depends })
    });
    let write = found.ok_or(Silence::NotMine)?;
    if write.depends == Depends::Gate && !goes_on(write.store.operation()) {
        return excused("nothing is done but the store, and a second one changes nothing", write.store.span());
    }
    Ok(write)
}

fn how(load: Atomic<'_>, store: Expr<'_>, value: Expr<'_>) -> Option<Depends> {
    let read = load.operation();
    if value.is_made_of(read) {
        return Some(Depends::Computed);
    }
    let by_read = |around: &Expr<'_>| around.goes_by().is_some_and(|looked| looked.first_value() == read);
    if let Some(state) = store.conditions().find(by_read).filter(|around| around.done_for_one_value(store)) {
        return is_first_in(store, state).then_some(Depends::Gate);
    }
    let around = store.conditions().find(|around| around.if_condition().is_some_and(|cond| cond.is_made_of(read)));
    let Some(around) = around else { return is_checked_before(read, store, value).then_some(Depends::Gate) };
    let condition = around.if_condition()?;
    let holds = around.done_if_true(store)?;
    let flips = value.literal_bool().is_some_and(|value| condition.says_of(read, holds) == Some(!value));
    if flips && is_first_in(store, around) {
        return Some(Depends::Gate);
    }
    if !holds {
        return None;
    }
    let is_read = |side: Expr<'_>| side.first_value() == read;
    if let Some((smaller, larger)) = condition.smaller_and_larger() {
        return match () {
            () if is_read(smaller) && larger.text() == value.text() => Some(Depends::Larger),
            () if is_read(larger) && smaller.text() == value.text() => Some(Depends::Smaller),
            () if is_read(larger) && others_count(load) => Some(Depends::Restart),
            () => None,
        };
    }
    let (left, right) = condition.equal_sides()?;
    match () {
        () if !is_read(left) && !is_read(right) => None,
        () if others_count(load) => Some(Depends::Restart),
        // What a variable has was computed, and is kept for later.
        () if value.first_anywhere(|part| part.local().is_some()).is_some() => None,
        () => is_first_in(store, around).then_some(Depends::Gate),
    }
}

/// Whether the same function also counts the atomic in one step.
fn others_count(load: Atomic<'_>) -> bool {
    load.others_in_function().any(|other| other.op() == Op::Fetch)
}

/// Whether a store is the first thing done in an `if`, so that it is no mark of work that has been done.
fn is_first_in(store: Expr<'_>, around: Expr<'_>) -> bool {
    let Some(statement) = store.stands_in() else { return false };
    let mut before = std::iter::successors(statement.preceding(), |earlier| earlier.preceding());
    store.conditions().next() == Some(around) && before.all(|earlier| earlier.binds().is_some() || earlier.only_logs())
}

/// Whether the code returns right before the store where the load shows that it was done before.
fn is_checked_before(read: Expr<'_>, store: Expr<'_>, value: Expr<'_>) -> bool {
    let Some(statement) = store.stands_in() else { return false };
    let mut before = std::iter::successors(statement.preceding(), |earlier| earlier.preceding());
    let check = before.find_map(|earlier| match earlier.expr() {
        Some(check) if check.if_condition().is_some() => Some(Some(check)),
        _ if earlier.binds().is_some() || earlier.only_logs() => None,
        _ => Some(None),
    });
    let Some(Some(check)) = check else { return false };
    let (Some(condition), Some(inside), Some(at)) = (check.if_condition(), check.side(0), store.point()) else {
        return false;
    };
    let flips = value.literal_bool().is_some_and(|value| condition.says_of(read, false) == Some(!value));
    flips && !inside.may_reach(at)
}

/// Whether something is done after a store in its block.
fn goes_on(store: Expr<'_>) -> bool {
    store.stands_in().is_some_and(|statement| {
        let mut after = std::iter::successors(statement.following(), |later| later.following());
        after.any(|later| !later.only_logs())
    })
}

/// The method that adds to an atomic what a value adds to the loaded one, and what that is.
pub fn step<'c>(load: Atomic<'_>, value: Expr<'c>) -> Option<(&'static str, String)> {
    let read = load.operation();
    let value = value.first_value();
    if value.negated().is_some_and(|operand| operand.first_value() == read) {
        return Some(("fetch_xor", "true".to_owned()));
    }
    let (left, right, is_sum) = value.summands()?;
    let (kept, added) = if is_sum && right.first_value() == read { (right, left) } else { (left, right) };
    let method = if is_sum { "fetch_add" } else { "fetch_sub" };
    (kept.first_value() == read && !added.is_made_of(read)).then(|| (method, in_one_line(added.text())))
}

/// Excuses what nobody can come between.
pub fn serialised(load: Atomic<'_>, write: &Write<'_>) -> Asked<()> {
    let at_once = |other: &Atomic<'_>| matches!(other.op(), Op::Swap | Op::Exchange { .. });
    if let Some(step) = load.others_in_function().find(at_once) {
        return excused(
            "the function goes on with a `swap` or a `compare_exchange`: the load only looks first",
            step.span(),
        );
    }
    for operation in [load, write.store] {
        if let Some(lock) = operation.under_lock() {
            return excused("a lock or a permit is held, or a lock of an unknown type was taken", lock);
        }
    }
    if let Some(owner) = load.owned_alone() {
        return excused("the code has the atomic to itself, through a `&mut`", owner);
    }
    if let Some(at) = load.beside_unsafe() {
        return excused("the function is unsafe, or has unsafe code: who may call it is agreed on otherwise", at);
    }
    Ok(())
}

/// Excuses what one thread alone writes to.
pub fn written_by_one(load: Atomic<'_>, write: &Write<'_>) -> Asked<()> {
    if let Some(comment) = [load, write.store].into_iter().find_map(Atomic::writers_known) {
        return excused("a comment says that one thread writes, or what comes of it where several do", comment);
    }
    if load.operation().evaluated().runs == Runs::AtMost(1) {
        return excused("the program comes here once", load.span());
    }
    if load.shared_by().is_some() {
        return Ok(());
    }
    if let Some(made) = load.made_here() {
        return excused("the function has made the atomic, and one task writes to it", made);
    }
    if load.is_relaxed() {
        return excused(
            "the load is `Relaxed`, as that of whoever writes alone, and nothing shows a second writer",
            load.span(),
        );
    }
    Ok(())
}
