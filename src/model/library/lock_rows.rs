//! The rows of the types of locks: by which methods each is taken, and which guards these give.

use crate::model::library::locks::Gives::{Option as OrNone, Plain, Result as OrErr};
use crate::model::library::locks::How::{Awaits, Blocks, Never, Panics};
use crate::model::library::locks::LockKind::{Cell, Map, Mutex, RwLock, Span, Watch};
use crate::model::library::locks::Mode::{Exclusive, Shared, Upgradable};
use crate::model::library::locks::UsedAs::{Inner, Itself};
use crate::model::library::locks::{Gives, GuardType, Lock, Method, Mode};

const fn by(name: &'static str, mode: Mode, gives: Gives, guard: &'static str, owned: &'static str) -> Method {
    Method { name, mode, gives, guard, owned, used_as: Inner }
}

/// A method whose guard has fields and methods of its own alone.
pub(super) const fn by_itself(
    name: &'static str,
    mode: Mode,
    gives: Gives,
    guard: &'static str,
    owned: &'static str,
) -> Method {
    Method { name, mode, gives, guard, owned, used_as: Itself }
}

const fn mapped(path: &'static str, mode: Mode) -> GuardType {
    GuardType { path, mode, used_as: Inner }
}

const fn entry(path: &'static str) -> GuardType {
    GuardType { path, mode: Exclusive, used_as: Itself }
}

pub(super) static LOCKS: &[Lock] = &[
    Lock::new("std::sync::Mutex", Mutex, Blocks)
        .tries(OrErr)
        .taken_by(&[by("lock", Exclusive, OrErr, "std::sync::MutexGuard", "")])
        .also(&[mapped("std::sync::MappedMutexGuard", Exclusive)]),
    Lock::new("std::sync::RwLock", RwLock, Blocks)
        .tries(OrErr)
        .taken_by(&[
            by("read", Shared, OrErr, "std::sync::RwLockReadGuard", ""),
            by("write", Exclusive, OrErr, "std::sync::RwLockWriteGuard", ""),
        ])
        .also(&[
            mapped("std::sync::MappedRwLockReadGuard", Shared),
            mapped("std::sync::MappedRwLockWriteGuard", Exclusive),
        ]),
    // Those of a library that nobody knows, by their names: most often another library's that it gives on, so that their
    // guards may come in a `Result` or not.
    Lock::new("?::Mutex", Mutex, Blocks).taken_by(&[by("lock", Exclusive, Plain, "?::MutexGuard", "")]),
    Lock::new("?::RwLock", RwLock, Blocks).taken_by(&[
        by("read", Shared, Plain, "?::RwLockReadGuard", ""),
        by("write", Exclusive, Plain, "?::RwLockWriteGuard", ""),
    ]),
    Lock::new("std::sync::nonpoison::Mutex", Mutex, Blocks).tries(OrErr).taken_by(&[by(
        "lock",
        Exclusive,
        Plain,
        "std::sync::nonpoison::MutexGuard",
        "",
    )]),
    Lock::new("std::sync::nonpoison::RwLock", RwLock, Blocks).tries(OrErr).taken_by(&[
        by("read", Shared, Plain, "std::sync::nonpoison::RwLockReadGuard", ""),
        by("write", Exclusive, Plain, "std::sync::nonpoison::RwLockWriteGuard", ""),
    ]),
    Lock::new("std::sync::ReentrantLock", Mutex, Blocks).reentrant().taken_by(&[by(
        "lock",
        Exclusive,
        Plain,
        "std::sync::ReentrantLockGuard",
        "",
    )]),
    Lock::new("std::cell::RefCell", Cell, Panics).reads_again().tries(OrErr).taken_by(&[
        by("borrow", Shared, Plain, "std::cell::Ref", ""),
        by("borrow_mut", Exclusive, Plain, "std::cell::RefMut", ""),
    ]),
    Lock::new("parking_lot::Mutex", Mutex, Blocks)
        .taken_by(&[by("lock", Exclusive, Plain, "parking_lot::MutexGuard", "parking_lot::ArcMutexGuard")])
        .also(&[mapped("parking_lot::MappedMutexGuard", Exclusive)]),
    Lock::new("parking_lot::FairMutex", Mutex, Blocks)
        .taken_by(&[by("lock", Exclusive, Plain, "parking_lot::FairMutexGuard", "")])
        .also(&[mapped("parking_lot::MappedFairMutexGuard", Exclusive)]),
    Lock::new("parking_lot::ReentrantMutex", Mutex, Blocks)
        .reentrant()
        .taken_by(&[by(
            "lock",
            Exclusive,
            Plain,
            "parking_lot::ReentrantMutexGuard",
            "parking_lot::ArcReentrantMutexGuard",
        )])
        .also(&[mapped("parking_lot::MappedReentrantMutexGuard", Exclusive)]),
    Lock::new("parking_lot::RwLock", RwLock, Blocks)
        .taken_by(&[
            by("read", Shared, Plain, "parking_lot::RwLockReadGuard", "parking_lot::ArcRwLockReadGuard"),
            by("write", Exclusive, Plain, "parking_lot::RwLockWriteGuard", "parking_lot::ArcRwLockWriteGuard"),
            by(
                "upgradable_read",
                Upgradable,
                Plain,
                "parking_lot::RwLockUpgradableReadGuard",
                "parking_lot::ArcRwLockUpgradableReadGuard",
            ),
        ])
        .also(&[
            mapped("parking_lot::MappedRwLockReadGuard", Shared),
            mapped("parking_lot::MappedRwLockWriteGuard", Exclusive),
        ]),
    Lock::new("lock_api::Mutex", Mutex, Blocks)
        .around(1)
        .taken_by(&[by("lock", Exclusive, Plain, "lock_api::MutexGuard", "lock_api::ArcMutexGuard")])
        .also(&[mapped("lock_api::MappedMutexGuard", Exclusive)]),
    Lock::new("lock_api::ReentrantMutex", Mutex, Blocks)
        .around(2)
        .reentrant()
        .taken_by(&[by("lock", Exclusive, Plain, "lock_api::ReentrantMutexGuard", "lock_api::ArcReentrantMutexGuard")])
        .also(&[mapped("lock_api::MappedReentrantMutexGuard", Exclusive)]),
    Lock::new("lock_api::RwLock", RwLock, Blocks)
        .around(1)
        .taken_by(&[
            by("read", Shared, Plain, "lock_api::RwLockReadGuard", "lock_api::ArcRwLockReadGuard"),
            by("write", Exclusive, Plain, "lock_api::RwLockWriteGuard", "lock_api::ArcRwLockWriteGuard"),
            by(
                "upgradable_read",
                Upgradable,
                Plain,
                "lock_api::RwLockUpgradableReadGuard",
                "lock_api::ArcRwLockUpgradableReadGuard",
            ),
        ])
        .also(&[
            mapped("lock_api::MappedRwLockReadGuard", Shared),
            mapped("lock_api::MappedRwLockWriteGuard", Exclusive),
        ]),
    Lock::new("spin::Mutex", Mutex, Blocks).taken_by(&[by("lock", Exclusive, Plain, "spin::MutexGuard", "")]),
    Lock::new("spin::RwLock", RwLock, Blocks).reads_again().taken_by(&[
        by("read", Shared, Plain, "spin::RwLockReadGuard", ""),
        by("write", Exclusive, Plain, "spin::RwLockWriteGuard", ""),
        by("upgradeable_read", Upgradable, Plain, "spin::RwLockUpgradableGuard", ""),
    ]),
    Lock::new("crossbeam::sync::ShardedLock", RwLock, Blocks).tries(OrErr).taken_by(&[
        by("read", Shared, OrErr, "crossbeam::sync::ShardedLockReadGuard", ""),
        by("write", Exclusive, OrErr, "crossbeam::sync::ShardedLockWriteGuard", ""),
    ]),
    Lock::new("tokio::sync::Mutex", Mutex, Awaits)
        .tries(OrErr)
        .taken_by(&[by("lock", Exclusive, Plain, "tokio::sync::MutexGuard", "tokio::sync::OwnedMutexGuard")])
        .also(&[
            mapped("tokio::sync::MappedMutexGuard", Exclusive),
            mapped("tokio::sync::OwnedMappedMutexGuard", Exclusive),
        ]),
    Lock::new("tokio::sync::RwLock", RwLock, Awaits)
        .tries(OrErr)
        .taken_by(&[
            by("read", Shared, Plain, "tokio::sync::RwLockReadGuard", "tokio::sync::OwnedRwLockReadGuard"),
            by("write", Exclusive, Plain, "tokio::sync::RwLockWriteGuard", "tokio::sync::OwnedRwLockWriteGuard"),
        ])
        .also(&[
            mapped("tokio::sync::RwLockMappedWriteGuard", Exclusive),
            mapped("tokio::sync::OwnedRwLockMappedWriteGuard", Exclusive),
        ]),
    Lock::new("async_lock::Mutex", Mutex, Awaits).taken_by(&[by(
        "lock",
        Exclusive,
        Plain,
        "async_lock::MutexGuard",
        "async_lock::MutexGuardArc",
    )]),
    Lock::new("async_lock::RwLock", RwLock, Awaits).taken_by(&[
        by("read", Shared, Plain, "async_lock::RwLockReadGuard", "async_lock::RwLockReadGuardArc"),
        by("write", Exclusive, Plain, "async_lock::RwLockWriteGuard", "async_lock::RwLockWriteGuardArc"),
        by(
            "upgradable_read",
            Upgradable,
            Plain,
            "async_lock::RwLockUpgradableReadGuard",
            "async_lock::RwLockUpgradableReadGuardArc",
        ),
    ]),
    Lock::new("futures::lock::Mutex", Mutex, Awaits)
        .taken_by(&[by("lock", Exclusive, Plain, "futures::lock::MutexGuard", "futures::lock::OwnedMutexGuard")])
        .also(&[mapped("futures::lock::MappedMutexGuard", Exclusive)]),
    Lock::new("embassy_sync::mutex::Mutex", Mutex, Awaits).around(1).tries(OrErr).taken_by(&[by(
        "lock",
        Exclusive,
        Plain,
        "embassy_sync::mutex::MutexGuard",
        "",
    )]),
    Lock::new("dashmap::DashMap", Map, Blocks)
        .around(1)
        .reads_again()
        .taken_by(&[
            by("get", Shared, OrNone, "dashmap::mapref::one::Ref", ""),
            by("get_mut", Exclusive, OrNone, "dashmap::mapref::one::RefMut", ""),
            by_itself("entry", Exclusive, Plain, "dashmap::mapref::entry::Entry", ""),
            by_itself("iter", Shared, Plain, "dashmap::iter::Iter", ""),
            by_itself("iter_mut", Exclusive, Plain, "dashmap::iter::IterMut", ""),
        ])
        .also(&[
            mapped("dashmap::mapref::one::MappedRef", Shared),
            mapped("dashmap::mapref::one::MappedRefMut", Exclusive),
            mapped("dashmap::mapref::multiple::RefMulti", Shared),
            mapped("dashmap::mapref::multiple::RefMutMulti", Exclusive),
            entry("dashmap::mapref::entry::OccupiedEntry"),
            entry("dashmap::mapref::entry::VacantEntry"),
        ]),
    Lock::new("dashmap::DashSet", Map, Blocks)
        .reads_again()
        .taken_by(&[
            by("get", Shared, OrNone, "dashmap::setref::one::Ref", ""),
            by_itself("iter", Shared, Plain, "dashmap::iter_set::Iter", ""),
        ])
        .also(&[mapped("dashmap::setref::multiple::RefMulti", Shared)]),
    Lock::new("tokio::sync::watch::Receiver", Watch, Blocks).taken_by(&[
        by("borrow", Shared, Plain, "tokio::sync::watch::Ref", ""),
        by("borrow_and_update", Shared, Plain, "tokio::sync::watch::Ref", ""),
    ]),
    Lock::new("tokio::sync::watch::Sender", Watch, Blocks).taken_by(&[by(
        "borrow",
        Shared,
        Plain,
        "tokio::sync::watch::Ref",
        "",
    )]),
    Lock::new("tracing::Span", Span, Never).reentrant().taken_by(&[
        by_itself("enter", Shared, Plain, "tracing::span::Entered", ""),
        by_itself("entered", Shared, Plain, "tracing::span::EnteredSpan", ""),
    ]),
];

/// Functions that make a lock and are no constructors of it.
pub(super) const MAKERS: &[(&str, &str)] = &[
    ("parking_lot::const_mutex", "parking_lot::Mutex"),
    ("parking_lot::const_fair_mutex", "parking_lot::FairMutex"),
    ("parking_lot::const_rwlock", "parking_lot::RwLock"),
    ("parking_lot::const_reentrant_mutex", "parking_lot::ReentrantMutex"),
];
