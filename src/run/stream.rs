//! Packages in flight: as many as there are threads, and no more text than memory should hold.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::ThreadPool;

use crate::files::Package;

/// How much text may be in flight, in bytes; trees and facts take some fifteen times as much.
/// A package that is longer than that goes alone.
const TEXT: u64 = 24 << 20;

/// Does `work` on every package, beginning them in order, and gives what came of each in the same order. The work holds
/// its place until the package has left memory.
///
/// The drivers only wait for the pool. Were they tasks of the pool themselves, a worker that waits for one package's
/// files would begin another package, and nothing would bound how many are in memory.
pub fn stream<T: Send>(packages: &[Package], pool: &ThreadPool, work: impl Fn(&Package, Place) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let room = Arc::new(Room { free: Mutex::new(TEXT), freed: Condvar::new() });
    let done = Mutex::new(Vec::with_capacity(packages.len()));
    thread::scope(|scope| {
        for _ in 0..pool.current_num_threads().min(packages.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(package) = packages.get(number) else { return };
                    let part = work(package, Place::take(&room, package.size().min(TEXT)));
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((number, part));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, part)| part).collect()
}

/// What is left of [`TEXT`].
struct Room {
    free: Mutex<u64>,
    freed: Condvar,
}

impl Room {
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Some of the room, taken as long as this lives.
pub struct Place {
    room: Arc<Room>,
    bytes: u64,
}

impl Place {
    /// Waits until there is room for so many bytes.
    fn take(room: &Arc<Room>, bytes: u64) -> Place {
        let enough = room.freed.wait_while(room.lock(), |free| *free < bytes);
        *enough.unwrap_or_else(PoisonError::into_inner) -= bytes;
        Place { room: room.clone(), bytes }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.lock() += self.bytes;
        self.room.freed.notify_all();
    }
}
