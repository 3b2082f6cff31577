//! Locks: which types are locks, what the methods that take one give and how they wait, and what becomes of guards.
//!
//! A semaphore is a lock whose guards are permits; its rows stand in `permits`. A DashMap is one as well: each of its
//! references keeps a shard locked. Whether two values are the same lock is not asked here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::model::library::{lock_rows, permits};

/// What sort of lock a type is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LockKind {
    Mutex,
    RwLock,
    /// A `RefCell`: the second of two borrows panics.
    Cell,
    /// A map of which each shard is a lock: the key decides which.
    Map,
    /// The value of a watch channel.
    Watch,
    /// A span of tracing: whoever enters it excludes nobody.
    Span,
    Semaphore,
    /// The project says of a function that it takes a lock.
    Declared,
}

/// What taking a lock does while others hold it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum How {
    /// Blocks the thread.
    Blocks,
    /// Gives a future that waits.
    Awaits,
    Panics,
    /// Nobody can be in the way.
    Never,
    /// Gives up immediately.
    Tries,
    /// Blocks the thread for a time at most.
    Within,
}

/// Whom a guard excludes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Mode {
    /// All others.
    Exclusive,
    /// Those that would be exclusive.
    Shared,
    /// Those that would be exclusive or upgradable.
    Upgradable,
}

/// What a guard comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gives {
    Plain,
    Option,
    Result,
}

/// A type that is a lock.
#[derive(PartialEq, Eq, Debug)]
pub struct Lock {
    pub path: &'static str,
    pub kind: LockKind,
    /// How its usual methods wait, and so whether a guard of it may be kept over an await: not one that others wait for
    /// by blocking.
    pub how: How,
    /// Whether who holds it can take it again.
    pub reentrant: bool,
    /// Whether who has it shared can share it again, whoever waits to write.
    pub reads_again: bool,
    /// The place of what it guards among its type arguments.
    pub inner: usize,
    /// What its methods that try give.
    tries: Gives,
    methods: &'static [Method],
    /// Guards that come of other guards: mapped ones, entries of a map.
    others: &'static [GuardType],
}

/// A method that takes a lock, without what its variants (`try_`, `_owned`, `_blocking` …) add to the name.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) mode: Mode,
    pub(super) gives: Gives,
    pub(super) guard: &'static str,
    /// The guard that owns a pointer to its lock; empty where there is none.
    pub(super) owned: &'static str,
    pub(super) used_as: UsedAs,
}

#[derive(PartialEq, Eq, Debug)]
pub(super) struct GuardType {
    pub(super) path: &'static str,
    pub(super) mode: Mode,
    pub(super) used_as: UsedAs,
}

/// What the fields and methods of a guard are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum UsedAs {
    /// Those of what is guarded, which is its last type argument.
    Inner,
    /// Its own alone.
    Itself,
}

/// A type of guards.
#[derive(PartialEq, Eq, Debug)]
pub struct GuardRow {
    pub path: &'static str,
    pub lock: &'static Lock,
    pub mode: Mode,
    /// Whether it keeps its lock alive, and so can be moved into a task.
    pub owned: bool,
    /// Whether its fields and methods are those of what it guards.
    pub derefs: bool,
}

impl GuardRow {
    /// Whether others wait for this guard by blocking their thread, or panic: it must not be kept over an await.
    pub fn blocks_others(&self) -> bool {
        matches!(self.lock.how, How::Blocks | How::Panics)
    }

    /// Whether its lock is one by its name alone, so that it may have come in a `Result`.
    pub fn is_by_name(&self) -> bool {
        self.lock.path.starts_with('?')
    }

    /// Whether this guard of a span is `Send`, so that a task on a runtime of many threads may hold it over an await.
    pub fn goes_to_threads(&self) -> bool {
        self.path != "tracing::span::EnteredSpan"
    }
}

/// How a call takes a lock, and what it gives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Acquire {
    pub how: How,
    pub gives: Gives,
    pub guard: &'static GuardRow,
    /// A read that may follow another of the same thread, whoever waits to write.
    pub recursive: bool,
    /// The place of the number of permits among the arguments; `None` where it is one.
    pub count: Option<u8>,
}

/// What a method or associated function of a guard does with it. Any other only looks at it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum GuardUse {
    /// The guard is gone and the lock free: `unlock_fair(g)`.
    Releases,
    /// The guard is gone and another of the same lock comes of it: `downgrade(g)`, `map(g, f)`.
    Becomes { guard: &'static GuardRow, gives: Gives, how: How },
    /// The lock is free for as long as the call: `unlocked(&mut g, f)`, `bump(&mut g)`.
    Pauses,
    /// The guard is gone and the lock stays taken: `leak(g)`, `permit.forget()`.
    Forgets,
    /// The guard stays, and a part of what it keeps comes in another: `permit.split(n)`.
    Splits,
    /// The guard stays, and the one that is given is gone, kept by it: `permit.merge(other)`.
    Merges,
}

/// How a call that gives no guard has a lock for as long as it runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Touch {
    /// Shared: it waits for those that write.
    Reads,
    /// Exclusively: it waits for all others.
    Writes,
}

/// How a method of a condition variable waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CondvarWait {
    /// Whether it takes the guard and gives it back; else it borrows it.
    pub takes: bool,
    /// Whether it looks at the condition again itself after each wake-up.
    pub rechecks: bool,
    /// Whether it waits for a time at most.
    pub timed: bool,
    pub how: How,
}

use Gives::{Option as OrNone, Plain, Result as OrErr};
use How::{Awaits, Blocks, Never};
use LockKind::{Cell, Declared, Map, RwLock, Span, Watch};
use Mode::{Exclusive, Shared, Upgradable};
use UsedAs::Inner;

impl Lock {
    pub(super) const fn new(path: &'static str, kind: LockKind, how: How) -> Lock {
        Lock {
            path,
            kind,
            how,
            reentrant: false,
            reads_again: false,
            inner: 0,
            tries: OrNone,
            methods: &[],
            others: &[],
        }
    }

    pub(super) const fn reentrant(self) -> Lock {
        Lock { reentrant: true, ..self }
    }

    pub(super) const fn reads_again(self) -> Lock {
        Lock { reads_again: true, ..self }
    }

    /// The place of what is guarded among the type arguments.
    pub(super) const fn around(self, inner: usize) -> Lock {
        Lock { inner, ..self }
    }

    pub(super) const fn tries(self, tries: Gives) -> Lock {
        Lock { tries, ..self }
    }

    pub(super) const fn taken_by(self, methods: &'static [Method]) -> Lock {
        Lock { methods, ..self }
    }

    pub(super) const fn also(self, others: &'static [GuardType]) -> Lock {
        Lock { others, ..self }
    }
}

/// The guard of a function of which the project says that it takes a lock: which lock is not known.
pub static DECLARED_BLOCKING: GuardRow =
    GuardRow { path: "", lock: &UNKNOWN_BLOCKING, mode: Exclusive, owned: false, derefs: true };

/// The same of a function that gives a future.
pub static DECLARED_ASYNC: GuardRow =
    GuardRow { path: "", lock: &UNKNOWN_ASYNC, mode: Exclusive, owned: false, derefs: true };

static UNKNOWN_BLOCKING: Lock = Lock::new("", Declared, Blocks);
static UNKNOWN_ASYNC: Lock = Lock::new("", Declared, Awaits);

struct Tables {
    locks: FxHashMap<&'static str, &'static Lock>,
    guards: FxHashMap<&'static str, GuardRow>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { locks: FxHashMap::default(), guards: FxHashMap::default() };
    for lock in all() {
        tables.locks.insert(lock.path, lock);
        let mut add = |path: &'static str, mode, used_as, owned| {
            if !path.is_empty() {
                let row = GuardRow { path, lock, mode, owned, derefs: used_as == Inner };
                tables.guards.entry(path).or_insert(row);
            }
        };
        for method in lock.methods {
            add(method.guard, method.mode, method.used_as, false);
            add(method.owned, method.mode, method.used_as, true);
        }
        for other in lock.others {
            add(other.path, other.mode, other.used_as, other.path.contains("::Owned"));
        }
    }
    tables
});

fn all() -> impl Iterator<Item = &'static Lock> {
    lock_rows::LOCKS.iter().chain(permits::SEMAPHORES)
}

/// The paths of all types of locks and guards.
pub(super) fn paths() -> impl Iterator<Item = &'static str> {
    TABLES.locks.keys().chain(TABLES.guards.keys()).copied()
}

/// Whether a type is a map whose parts are locked one by one.
pub fn locks_by_part(ty: &str) -> bool {
    lock(ty).is_some_and(|lock| lock.kind == LockKind::Map)
}

/// The lock that a type is, by its path in the library table's spelling.
pub fn lock(ty: &str) -> Option<&'static Lock> {
    TABLES.locks.get(ty).copied()
}

/// What stands for a type of a library that nobody knows, which by its name alone is a lock.
pub fn lock_by_name(name: &str) -> Option<&'static str> {
    match name {
        "Mutex" => Some("?::Mutex"),
        "RwLock" => Some("?::RwLock"),
        _ => None,
    }
}

/// The guard that a type is, by its path in the library table's spelling.
pub fn guard(ty: &str) -> Option<&'static GuardRow> {
    TABLES.guards.get(ty)
}

/// How a method of a type takes a lock; `None` where it takes none, or gives no guard of it (see [`touches`]).
pub fn acquire(ty: &str, method: &str) -> Option<Acquire> {
    let lock = lock(ty)?;
    if lock.kind == Watch && method == "wait_for" {
        return Some(Acquire {
            how: Awaits,
            gives: OrErr,
            guard: guard("tokio::sync::watch::Ref")?,
            recursive: false,
            count: None,
        });
    }
    let variant = Variant::of(method);
    let row = lock.methods.iter().find(|row| row.name == variant.name)?;
    let guard = guard(if variant.owned { row.owned } else { row.guard })?;
    let (how, gives) = match variant.how {
        Some(How::Tries) => (How::Tries, lock.tries),
        Some(How::Within) => (How::Within, lock.tries),
        Some(how) => (how, row.gives),
        None => (lock.how, row.gives),
    };
    Some(Acquire { how, gives, guard, recursive: variant.recursive, count: variant.many.then_some(0) })
}

/// Whether a method of this name can take a lock of some type that the package names, by that type's last name.
pub fn may_acquire(method: &str, names: impl Fn(&str) -> bool) -> bool {
    let variant = Variant::of(method);
    all().any(|lock| {
        lock.methods.iter().any(|row| row.name == variant.name) && lock.path.rsplit("::").next().is_some_and(&names)
    })
}

/// Whether a method of this name can have a lock for as long as it runs, of some type that the package names, by that
/// type's last name.
pub fn may_touch(method: &str, names: impl Fn(&str) -> bool) -> bool {
    all().any(|lock| touches(lock.path, method).is_some() && lock.path.rsplit("::").next().is_some_and(&names))
}

/// The last names of all types of guards.
pub fn guard_names() -> impl Iterator<Item = &'static str> {
    TABLES.guards.keys().filter_map(|path| path.rsplit("::").next())
}

/// How a function, by its path, takes a lock: `tokio::sync::Mutex::lock_owned(lock)`.
pub fn acquire_by_path(path: &str) -> Option<Acquire> {
    let (ty, method) = path.rsplit_once("::")?;
    acquire(ty, method)
}

/// A method's name, apart from what its variant adds to it: libraries build these names in the same way.
struct Variant<'m> {
    name: &'m str,
    how: Option<How>,
    owned: bool,
    recursive: bool,
    many: bool,
}

impl Variant<'_> {
    fn of(method: &str) -> Variant<'_> {
        let mut variant = Variant { name: method, how: None, owned: false, recursive: false, many: false };
        if let Some(name) = method.strip_prefix("try_") {
            (variant.name, variant.how) = (name, Some(How::Tries));
        } else if let Some(name) = method.strip_prefix("blocking_") {
            (variant.name, variant.how) = (name, Some(How::Blocks));
        }
        // The last addition comes off first: `try_read_arc_recursive_for`.
        while let Some((name, addition)) = variant.name.rsplit_once('_') {
            match addition {
                "for" | "until" if variant.how == Some(How::Tries) => variant.how = Some(How::Within),
                "blocking" => variant.how = Some(How::Blocks),
                "arc" | "owned" => variant.owned = true,
                "recursive" => variant.recursive = true,
                "many" => variant.many = true,
                _ => break,
            }
            variant.name = name;
        }
        variant
    }
}

/// What a method of a guard does with it, where it is the guard's own: what it guards may have one of the same name.
pub fn guard_method(guard: &'static GuardRow, method: &str) -> Option<GuardUse> {
    let own = match guard.lock.kind {
        Map | Span | LockKind::Semaphore => true,
        _ if guard.path.starts_with("spin::") => {
            matches!(method, "upgrade" | "try_upgrade" | "downgrade" | "downgrade_to_upgradeable")
        }
        _ if guard.is_by_name() => matches!(method, "unwrap" | "expect"),
        _ => guard.path.starts_with("tokio::") && guard.lock.kind == RwLock && method == "downgrade",
    };
    if own { guard_function(guard, method) } else { None }
}

/// What an associated function of a guard does with its first argument: `MutexGuard::map(guard, |it| &mut it.field)`.
pub fn guard_function(guard: &'static GuardRow, name: &str) -> Option<GuardUse> {
    let becomes =
        |guard: Option<&'static GuardRow>, gives, how| guard.map(|guard| GuardUse::Becomes { guard, gives, how });
    // What is called on an iterator over the guards is the iterator's: what `map` gives is made of each guard.
    if guard_of_items(guard.path).is_some() {
        return becomes(Some(guard).filter(|_| picks_items(name)), Plain, Never);
    }
    let upgrade = guard.mode == Upgradable;
    match name {
        "unlock_fair" | "exit" | "into_arc" | "into_arc_fair" => Some(GuardUse::Releases),
        "remove" | "remove_entry" | "replace_entry" | "into_key" if !guard.derefs => Some(GuardUse::Releases),
        "unlocked" | "unlocked_fair" | "bump" => Some(GuardUse::Pauses),
        "leak" | "forget" => Some(GuardUse::Forgets),
        "split" if guard.lock.kind == LockKind::Semaphore => Some(GuardUse::Splits),
        "merge" if guard.lock.kind == LockKind::Semaphore => Some(GuardUse::Merges),
        "or_insert" | "or_insert_with" | "or_insert_with_key" | "or_default" | "into_ref" if !guard.derefs => {
            becomes(self::guard("dashmap::mapref::one::RefMut"), Plain, Never)
        }
        "insert" if guard.path.ends_with("::Entry") || guard.path.ends_with("::VacantEntry") => {
            becomes(self::guard("dashmap::mapref::one::RefMut"), Plain, Never)
        }
        "or_try_insert_with" => becomes(self::guard("dashmap::mapref::one::RefMut"), OrErr, Never),
        "unwrap" | "expect" if guard.is_by_name() => becomes(Some(guard), Plain, Never),
        "and_modify" => becomes(Some(guard), Plain, Never),
        "insert_entry" => becomes(self::guard("dashmap::mapref::entry::OccupiedEntry"), Plain, Never),
        "downgrade" => becomes(sibling(guard, Shared), Plain, Never),
        "downgrade_to_upgradable" | "downgrade_to_upgradeable" => becomes(sibling(guard, Upgradable), Plain, Never),
        "upgrade" if upgrade => becomes(sibling(guard, Exclusive), Plain, guard.lock.how),
        "upgrade_blocking" if upgrade => becomes(sibling(guard, Exclusive), Plain, Blocks),
        "try_upgrade" if upgrade => becomes(sibling(guard, Exclusive), OrErr, How::Tries),
        "try_upgrade_for" | "try_upgrade_until" if upgrade => becomes(sibling(guard, Exclusive), OrErr, How::Within),
        "map" | "into_mapped" => becomes(Some(mapped_of(guard, guard.mode)), Plain, Never),
        "try_map" | "filter_map" | "try_map_or_err" => becomes(Some(mapped_of(guard, guard.mode)), OrErr, Never),
        "downgrade_map" => becomes(sibling(guard, Shared), Plain, Never),
        "try_downgrade_map" => becomes(sibling(guard, Shared), OrErr, Never),
        _ => None,
    }
}

/// The guard of the same lock in another mode, as owned as this one.
fn sibling(guard: &GuardRow, mode: Mode) -> Option<&'static GuardRow> {
    let method = guard.lock.methods.iter().find(|row| row.mode == mode)?;
    self::guard(if guard.owned { method.owned } else { method.guard })
}

/// The guard of a part of what a guard guards; where there is no type of its own for it, the guard's own.
fn mapped_of(guard: &'static GuardRow, mode: Mode) -> &'static GuardRow {
    let fits = |other: &&GuardType| {
        other.mode == mode && other.path.contains("Mapped") && other.path.contains("::Owned") == guard.owned
    };
    let other = guard.lock.others.iter().find(fits);
    other.and_then(|other| self::guard(other.path)).unwrap_or(guard)
}

/// The guard that an iterator over a lock, or the lock itself in a `for`, gives for each item.
pub fn guard_of_items(ty: &str) -> Option<&'static GuardRow> {
    match ty {
        "dashmap::DashMap" | "dashmap::iter::Iter" => guard("dashmap::mapref::multiple::RefMulti"),
        "dashmap::iter::IterMut" => guard("dashmap::mapref::multiple::RefMutMulti"),
        "dashmap::DashSet" | "dashmap::iter_set::Iter" => guard("dashmap::setref::multiple::RefMulti"),
        _ => None,
    }
}

/// Whether a method of an iterator of this name gives one over the same items, some of them left out.
fn picks_items(name: &str) -> bool {
    matches!(name, "filter" | "skip" | "skip_while" | "take" | "take_while" | "step_by" | "inspect" | "fuse")
}

/// Whether a method of this name takes a lock, where the type is not known.
pub fn is_lock_call(name: &str) -> bool {
    matches!(name, "lock" | "read" | "write")
}

/// How a method that gives no guard has its lock for as long as it runs.
pub fn touches(ty: &str, method: &str) -> Option<Touch> {
    match (lock(ty)?.kind, method) {
        (Map, "contains_key" | "contains" | "view" | "len" | "is_empty" | "capacity") => Some(Touch::Reads),
        (
            Map,
            "insert" | "remove" | "remove_if" | "remove_if_mut" | "alter" | "alter_all" | "retain" | "clear"
            | "shrink_to_fit",
        ) => Some(Touch::Writes),
        (Cell, "replace" | "replace_with" | "swap" | "take") => Some(Touch::Writes),
        (Watch, "send" | "send_replace" | "send_modify" | "send_if_modified") if ty.ends_with("::Sender") => {
            Some(Touch::Writes)
        }
        _ => None,
    }
}

/// How a method of a type waits on a condition variable; its first argument is the guard.
pub fn condvar_wait(ty: &str, method: &str) -> Option<CondvarWait> {
    let (takes, how) = match ty {
        "std::sync::Condvar" | "std::sync::nonpoison::Condvar" => (true, Blocks),
        "async_std::sync::Condvar" => (true, Awaits),
        "parking_lot::Condvar" => (false, Blocks),
        _ => return None,
    };
    // The names of async-std mean a condition by `until`, those of parking_lot a time.
    let (rechecks, timed) = match (method, how) {
        ("wait", _) => (false, false),
        ("wait_while", _) | ("wait_until", Awaits) => (true, false),
        ("wait_timeout" | "wait_timeout_ms" | "wait_for" | "wait_until", _) => (false, true),
        ("wait_timeout_while" | "wait_timeout_until" | "wait_while_for" | "wait_while_until", _) => (true, true),
        _ => return None,
    };
    Some(CondvarWait { takes, rechecks, timed, how })
}

/// Whether a method of a condition variable wakes those that wait.
pub fn condvar_notify(ty: &str, method: &str) -> bool {
    condvar_wait(ty, "wait").is_some() && CONDVAR_NOTIFIES.contains(&method)
}

/// Whether a function, by its path, runs a closure while a guard that it is given is let go of, and locks again after it.
pub fn lets_go_meanwhile(path: &str) -> bool {
    let owner_and_name = path.rsplit_once("::");
    owner_and_name.is_some_and(|(owner, name)| matches!(name, "unlocked" | "unlocked_fair") && owner.ends_with("Guard"))
}

/// The methods of condition variables that wait.
pub const CONDVAR_WAITS: &[&str] = &[
    "wait",
    "wait_while",
    "wait_until",
    "wait_timeout",
    "wait_timeout_ms",
    "wait_for",
    "wait_timeout_while",
    "wait_timeout_until",
    "wait_while_for",
    "wait_while_until",
];

/// The methods of condition variables that wake who waits.
pub const CONDVAR_NOTIFIES: &[&str] = &["notify_one", "notify_all"];

/// Whether a thread that waits on a condition variable of this type is woken by a notification alone.
pub fn wakes_for_a_reason(ty: &str) -> bool {
    ty.starts_with("parking_lot::")
}

#[cfg(test)]
mod tests {
    use super::{Acquire, Gives, GuardUse, How, Mode, acquire, all, guard, guard_function, guard_method};

    fn of(ty: &str, method: &str) -> Acquire {
        acquire(ty, method).unwrap_or_else(|| panic!("{method} takes a {ty}"))
    }

    #[test]
    fn variants_of_a_method_take_the_lock_in_their_own_way() {
        let cases = [
            ("std::sync::Mutex", "lock", How::Blocks, Gives::Result, "std::sync::MutexGuard"),
            ("std::sync::Mutex", "try_lock", How::Tries, Gives::Result, "std::sync::MutexGuard"),
            ("parking_lot::Mutex", "try_lock_for", How::Within, Gives::Option, "parking_lot::MutexGuard"),
            ("parking_lot::RwLock", "read_arc", How::Blocks, Gives::Plain, "parking_lot::ArcRwLockReadGuard"),
            ("tokio::sync::Mutex", "blocking_lock", How::Blocks, Gives::Plain, "tokio::sync::MutexGuard"),
            ("tokio::sync::Mutex", "lock_owned", How::Awaits, Gives::Plain, "tokio::sync::OwnedMutexGuard"),
            (
                "async_lock::RwLock",
                "upgradable_read_arc_blocking",
                How::Blocks,
                Gives::Plain,
                "async_lock::RwLockUpgradableReadGuardArc",
            ),
            (
                "tokio::sync::Semaphore",
                "try_acquire_many_owned",
                How::Tries,
                Gives::Result,
                "tokio::sync::OwnedSemaphorePermit",
            ),
            ("async_lock::Semaphore", "acquire_arc", How::Awaits, Gives::Plain, "async_lock::SemaphoreGuardArc"),
            ("dashmap::DashMap", "get_mut", How::Blocks, Gives::Option, "dashmap::mapref::one::RefMut"),
            ("std::cell::RefCell", "try_borrow_mut", How::Tries, Gives::Result, "std::cell::RefMut"),
        ];
        for (ty, method, how, gives, guard) in cases {
            let taken = of(ty, method);
            assert_eq!((taken.how, taken.gives, taken.guard.path), (how, gives, guard), "{ty}::{method}");
        }
    }

    #[test]
    fn only_reads_that_say_so_may_follow_a_read() {
        assert!(of("parking_lot::RwLock", "read_recursive").recursive);
        assert!(of("parking_lot::RwLock", "try_read_arc_recursive_for").recursive);
        assert!(!of("parking_lot::RwLock", "read").recursive);
    }

    #[test]
    fn several_permits_are_counted_by_the_first_argument() {
        assert_eq!(of("tokio::sync::Semaphore", "acquire_many_owned").count, Some(0));
        assert_eq!(of("tokio::sync::Semaphore", "acquire").count, None);
    }

    #[test]
    fn methods_of_other_types_and_other_methods_take_no_lock() {
        for (ty, method) in [
            ("std::io::Stdout", "lock"),
            ("std::fs::File", "read"),
            ("std::sync::Mutex", "into_inner"),
            ("std::sync::Mutex", "lock_owned"),
            ("dashmap::DashMap", "insert"),
        ] {
            assert!(acquire(ty, method).is_none(), "{ty}::{method}");
        }
    }

    #[test]
    fn a_guard_becomes_another_of_the_same_lock() {
        let becomes = |path: &str, name: &str| match guard_function(guard(path).expect(path), name) {
            Some(GuardUse::Becomes { guard, .. }) => guard.path,
            other => panic!("{path}::{name}: {other:?}"),
        };
        assert_eq!(becomes("parking_lot::RwLockWriteGuard", "downgrade"), "parking_lot::RwLockReadGuard");
        assert_eq!(becomes("tokio::sync::OwnedRwLockWriteGuard", "downgrade"), "tokio::sync::OwnedRwLockReadGuard");
        assert_eq!(becomes("parking_lot::RwLockWriteGuard", "map"), "parking_lot::MappedRwLockWriteGuard");
        assert_eq!(becomes("tokio::sync::OwnedMutexGuard", "map"), "tokio::sync::OwnedMappedMutexGuard");
        assert_eq!(becomes("std::cell::RefMut", "map"), "std::cell::RefMut");
        assert_eq!(becomes("dashmap::mapref::entry::Entry", "or_default"), "dashmap::mapref::one::RefMut");
    }

    #[test]
    fn a_method_of_what_is_guarded_is_none_of_the_guard() {
        let option_in_a_mutex = guard("std::sync::MutexGuard").expect("a row");
        assert_eq!(guard_method(option_in_a_mutex, "map"), None, "it is the option's");
        assert!(guard_function(option_in_a_mutex, "map").is_some(), "as a function it is the guard's");
        let permit = guard("tokio::sync::SemaphorePermit").expect("a row");
        assert_eq!(guard_method(permit, "forget"), Some(GuardUse::Forgets));
    }

    #[test]
    fn every_guard_of_a_row_has_a_row_of_its_own() {
        for lock in all() {
            for method in lock.methods {
                for path in [method.guard, method.owned].iter().filter(|path| !path.is_empty()) {
                    let row = guard(path).expect(path);
                    assert_eq!(row.mode, method.mode, "{path} excludes as {} does", method.name);
                    assert!(row.mode != Mode::Upgradable || method.name.contains("upgrad"), "{path}");
                }
            }
        }
    }
}
