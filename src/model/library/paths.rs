//! One spelling for each path: where a library re-exports another's items, the owner's path stands for both.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

/// Prefixes that mean the same as another prefix; the first that fits is replaced, and the result is looked at again.
const ALIASES: &[(&str, &str)] = &[
    ("core", "std"),
    ("alloc", "std"),
    ("std::collections::HashMap", "std::collections::hash_map::HashMap"),
    ("tokio::task::spawn", "tokio::spawn"),
    ("tokio::task::join_set::JoinSet", "tokio::task::JoinSet"),
    ("tokio::runtime::task::JoinHandle", "tokio::task::JoinHandle"),
    ("tokio_timer::sleep", "tokio::time::sleep"),
    ("tokio_with_wasm::alias", "tokio"),
    ("tokio_with_wasm", "tokio"),
    ("tokio::time::delay_for", "tokio::time::sleep"),
    ("tokio::time::delay_until", "tokio::time::sleep_until"),
    ("tokio::time::timeout::timeout", "tokio::time::timeout"),
    ("tokio::sync::mpsc::error", "tokio::sync::mpsc_error"),
    ("actix_web::rt", "actix_rt"),
    ("actix::spawn", "actix_rt::spawn"),
    ("actix::rt", "actix_rt"),
    ("actix::clock", "tokio::time"),
    ("actix::Arbiter", "actix_rt::Arbiter"),
    ("actix_rt::time", "tokio::time"),
    ("actix_rt::signal", "tokio::signal"),
    ("actix_rt::task", "tokio::task"),
    ("actix_rt::net", "tokio::net"),
    ("ntex::rt", "ntex_rt"),
    ("ntex::time", "ntex_util::time"),
    ("ntex_util::task::spawn", "ntex_rt::spawn"),
    ("rocket::tokio", "tokio"),
    ("poem::__private::tokio", "tokio"),
    ("warp::test", "warp_test"),
    ("teloxide::prelude::tokio", "tokio"),
    ("rumqttc::tokio", "tokio"),
    ("crossbeam::channel", "crossbeam_channel"),
    ("crossbeam::thread", "crossbeam_utils::thread"),
    ("crossbeam::scope", "crossbeam_utils::thread::scope"),
    ("crossbeam_utils::sync", "crossbeam::sync"),
    ("futures_channel", "futures::channel"),
    ("futures03", "futures"),
    ("futures_util::future::select", "futures::future::select"),
    ("futures_util", "futures"),
    ("futures_core", "futures"),
    ("futures_executor", "futures::executor"),
    ("futures_lite", "futures"),
    ("futures::prelude::future", "futures::future"),
    ("futures::prelude::stream", "futures::stream"),
    ("futures::StreamExt", "futures::stream::StreamExt"),
    ("tokio_stream::StreamExt", "futures::stream::StreamExt"),
    ("smol::channel", "async_channel"),
    ("async_std::channel", "async_channel"),
    ("async_std::sync::channel", "async_channel::bounded"),
    ("smol::lock", "async_lock"),
    ("async_std::sync::Mutex", "async_lock::Mutex"),
    ("async_std::sync::MutexGuard", "async_lock::MutexGuard"),
    ("async_std::sync::MutexGuardArc", "async_lock::MutexGuardArc"),
    ("async_std::sync::RwLock", "async_lock::RwLock"),
    ("async_std::sync::RwLockReadGuard", "async_lock::RwLockReadGuard"),
    ("async_std::sync::RwLockWriteGuard", "async_lock::RwLockWriteGuard"),
    ("async_std::sync::RwLockUpgradableReadGuard", "async_lock::RwLockUpgradableReadGuard"),
    ("async_mutex", "async_lock"),
    ("async_rwlock", "async_lock"),
    ("smol::Timer", "async_io::Timer"),
    ("smol::net", "async_net"),
    ("smol::future", "futures::future"),
    ("smol::stream", "futures::stream"),
    ("blocking::unblock", "smol::unblock"),
    ("smol::Executor", "async_executor::Executor"),
    ("smol::LocalExecutor", "async_executor::LocalExecutor"),
    ("smol::Task", "async_task::Task"),
    ("async_executor::Task", "async_task::Task"),
    ("async_global_executor::Task", "async_task::Task"),
    ("async_std::sync::Arc", "std::sync::Arc"),
    ("async_std::task::sleep", "async_std::task::sleep"),
    ("async_std::prelude::FutureExt", "async_std::future::FutureExt"),
    ("std::sync::mpsc::sync::Receiver", "std::sync::mpsc::Receiver"),
    ("std::thread::scoped::scope", "std::thread::scope"),
    ("std::sync::poison", "std::sync"),
    ("std::sync::LockResult", "std::result::Result"),
    ("std::sync::TryLockResult", "std::result::Result"),
    ("parking_lot::lock_api", "lock_api"),
    ("parking_lot_core::lock_api", "lock_api"),
    ("spin::mutex::Mutex", "spin::Mutex"),
    ("spin::mutex::MutexGuard", "spin::MutexGuard"),
    ("spin::mutex::SpinMutex", "spin::Mutex"),
    ("spin::mutex::SpinMutexGuard", "spin::MutexGuard"),
    ("spin::mutex::TicketMutex", "spin::Mutex"),
    ("spin::mutex::TicketMutexGuard", "spin::MutexGuard"),
    ("spin::rwlock", "spin"),
    ("spin::once::Once", "spin::Once"),
    ("spin::Lazy", "std::sync::LazyLock"),
    ("spin::lazy::Lazy", "std::sync::LazyLock"),
    ("dashmap::Entry", "dashmap::mapref::entry::Entry"),
    ("dashmap::OccupiedEntry", "dashmap::mapref::entry::OccupiedEntry"),
    ("dashmap::VacantEntry", "dashmap::mapref::entry::VacantEntry"),
    ("tracing::span::Span", "tracing::Span"),
    ("futures::Future", "std::future::Future"),
    ("futures::future::Future", "std::future::Future"),
    ("futures::prelude::Future", "std::future::Future"),
    ("std::time::Duration", "std::time::Duration"),
    ("tokio::time::Duration", "std::time::Duration"),
    ("portable_atomic", "std::sync::atomic"),
    ("std::lazy::SyncLazy", "std::sync::LazyLock"),
    ("once_cell::sync::Lazy", "std::sync::LazyLock"),
    ("once_cell::sync::OnceCell", "std::sync::OnceLock"),
    ("tokio::sync::OnceCell", "std::sync::OnceLock"),
    ("async_once_cell::OnceCell", "std::sync::OnceLock"),
    ("async_lock::OnceCell", "std::sync::OnceLock"),
    ("signal_hook::iterator::Signals", "signal_hook::iterator::Signals"),
];

/// Crates whose names the library table knows, so that a lone name can mean one.
const CRATES: &[&str] = &[
    "std",
    "core",
    "alloc",
    "tokio",
    "tokio_util",
    "tokio_stream",
    "async_std",
    "smol",
    "futures",
    "futures_util",
    "futures_channel",
    "futures_lite",
    "futures_timer",
    "crossbeam",
    "crossbeam_channel",
    "crossbeam_utils",
    "flume",
    "async_channel",
    "async_io",
    "async_executor",
    "async_lock",
    "kanal",
    "parking_lot",
    "rayon",
    "actix_rt",
    "actix_web",
    "actix",
    "blocking",
    "once_cell",
    "dashmap",
];

/// Crates whose path begins where their name stands in another crate's: whoever re-exports one is not its owner.
const REEXPORTED: &[&str] =
    &["tokio", "tokio_util", "tokio_stream", "futures", "async_std", "async_channel", "crossbeam_channel", "flume"];

/// The path from where the name of a crate stands in it that another one re-exports: `framework::tokio::sync::mpsc`.
fn behind_reexport(path: &str) -> Option<&str> {
    let (own, rest) = path.split_once("::")?;
    let mut now = rest;
    while !is_crate(own) {
        let (segment, further) = now.split_once("::")?;
        if REEXPORTED.contains(&segment) {
            return Some(now);
        }
        now = further;
    }
    None
}

/// The path in the library table's one spelling.
pub fn canonical(path: &str) -> Arc<str> {
    let mut now = Cow::Borrowed(behind_reexport(path).unwrap_or(path));
    // An alias may lead to another one (a re-export of a re-export), but never in a circle longer than this.
    for _ in 0..3 {
        let Some((from, to)) = aliases_of(&now).iter().find(|(from, _)| is_prefix(from, &now)) else { break };
        now = Cow::Owned([to, &now[from.len()..]].concat());
    }
    Arc::from(&*now)
}

/// The aliases that begin with a path's first name, in the order of [`ALIASES`]: every path met is brought to one
/// spelling, and few begin as an alias does.
fn aliases_of(path: &str) -> &'static [(&'static str, &'static str)] {
    type ByCrate = FxHashMap<&'static str, Vec<(&'static str, &'static str)>>;
    static BY_CRATE: LazyLock<ByCrate> = LazyLock::new(|| {
        let mut by_crate = ByCrate::default();
        for &(from, to) in ALIASES.iter().filter(|(from, to)| from != to) {
            by_crate.entry(first_name(from)).or_default().push((from, to));
        }
        by_crate
    });
    BY_CRATE.get(first_name(path)).map_or(&[], Vec::as_slice)
}

fn first_name(path: &str) -> &str {
    path.split_once("::").map_or(path, |(first, _)| first)
}

fn is_prefix(prefix: &str, path: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Every spelling of a path that an alias brings to this one.
#[cfg(test)]
pub(super) fn other_spellings(path: &str) -> Vec<String> {
    let fits = ALIASES.iter().filter(|(_, to)| is_prefix(to, path));
    let direct: Vec<String> = fits.map(|(from, to)| format!("{from}{}", &path[to.len()..])).collect();
    let further = direct.iter().filter(|other| *other != path).flat_map(|other| {
        let again = ALIASES.iter().filter(|(from, to)| from != to && is_prefix(to, other));
        again.map(|(from, to)| format!("{from}{}", &other[to.len()..])).collect::<Vec<_>>()
    });
    further.chain(direct.iter().cloned()).collect()
}

/// Whether a lone name is a crate that the library table knows.
pub fn is_crate(name: &str) -> bool {
    CRATES.contains(&name)
}

/// Whether a path belongs to a crate whose connections carry many streams at once, under a limit of the transport's own.
pub fn multiplexed(path: &str) -> bool {
    let root = path.split("::").next().unwrap_or(path);
    matches!(root, "h2" | "h3" | "h3_quinn" | "quinn" | "quiche" | "yamux" | "s2n_quic") && !path.contains("Endpoint")
}

/// Whether a path in the library table's spelling lies in one of the crates of `futures`, whose `select!` asks its streams
/// whether they have ended.
pub fn lies_in_futures(path: &str) -> bool {
    path.starts_with("futures::")
}

/// Whether a path in the library table's spelling is that of tokio's `select!`, or of a copy of it.
pub fn is_select_of_tokio(path: &str) -> bool {
    matches!(path, "tokio::select" | "tokio::macros::select" | "monoio::select")
}

/// Whether a lone name is that of a crate of `futures`, or of one that is called like them.
pub fn is_crate_of_futures(name: &str) -> bool {
    name.starts_with("futures")
}
