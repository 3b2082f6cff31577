//! Packages in flight: as many as there are threads, and no more text than memory should hold.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::ThreadPool;

use super::interfaces::Key;
use super::workspace::{Left, Member, Workspace};
use crate::config::Config;
use crate::model::names::siblings::{Siblings, Step};

/// How much text may be in flight, in bytes; trees, graphs and facts take some twenty-five times as much.
/// A package that is longer than that goes alone.
const TEXT: u64 = 8 << 20;

/// Does `work` on every package that is needed, and gives what came of them, in their order. The work holds its place
/// until the package has left memory.
///
/// Of the packages that can be begun, since all that they use have left their interfaces, the first is begun. Which one
/// that is hangs on the threads; what comes of a package does not.
///
/// The drivers only wait for the pool. Were they tasks of the pool themselves, a worker that waits for one package's
/// files would begin another package, and nothing would bound how many are in memory.
pub fn stream<T: Send>(
    workspace: &Workspace<'_>,
    pool: &ThreadPool,
    work: impl Fn(&Visit<'_>, Place) -> T + Sync,
) -> Vec<T> {
    let needed = workspace.needed();
    let count = needed.iter().filter(|needed| **needed).count();
    let line = Line {
        state: Mutex::new(State {
            begun: needed.iter().map(|needed| !needed).collect(),
            done: vec![false; needed.len()],
        }),
        changed: Condvar::new(),
    };
    let room = Arc::new(Room { free: Mutex::new(TEXT), freed: Condvar::new(), left: AtomicU64::new(0) });
    let results = Mutex::new(Vec::with_capacity(workspace.members.len()));
    thread::scope(|scope| {
        for _ in 0..pool.current_num_threads().min(count) {
            scope.spawn(|| {
                while let Some(number) = line.next(workspace) {
                    let visit = Visit { workspace, number, line: &line };
                    let bytes = visit.member().package.size().min(TEXT);
                    let part = work(&visit, Place::take(&room, bytes));
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((number, part));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, part)| part).collect()
}

/// One package whose turn it is.
pub struct Visit<'w> {
    workspace: &'w Workspace<'w>,
    number: usize,
    line: &'w Line,
}

impl Visit<'_> {
    pub fn member(&self) -> &Member<'_> {
        &self.workspace.members[self.number]
    }

    /// What it sees of the packages that it uses.
    pub fn siblings(&self) -> Arc<Siblings> {
        self.workspace.siblings(self.number)
    }

    /// The path under which the user sees the file of a place in another package.
    pub fn shown(&self, step: &Step) -> Option<&str> {
        let package = self.workspace.members.iter().find(|member| member.name == step.package)?.package;
        package.files.iter().find(|file| file.within == step.file).map(|file| file.shown.as_str())
    }

    /// What its interface hangs on, of a package whose configuration is this.
    pub fn key(&self, config: &Config) -> Option<Key> {
        self.workspace.key(self.number, config)
    }

    /// A key and, after it, all that the package is told by its place among the others.
    pub fn surroundings(&self, key: Key) -> Key {
        self.workspace.surroundings(self.number, key)
    }

    /// Lets the packages that use this one go on. Only the first interface counts.
    pub fn leave(&self, left: impl FnOnce() -> Left) {
        if self.line.is_done(self.number) {
            return;
        }
        self.workspace.leave(self.number, left());
        self.line.finish(self.number);
    }
}

/// A package that could not be understood leaves nothing, and keeps nobody waiting.
impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.leave(|| Left::made(Arc::default(), None));
    }
}

/// The packages that wait for others.
struct Line {
    state: Mutex<State>,
    changed: Condvar,
}

/// Of each package, whether it was begun, and whether it has left its interface.
struct State {
    begun: Vec<bool>,
    done: Vec<bool>,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next package to begin, once there is one; `None` when all were begun.
    fn next(&self, workspace: &Workspace<'_>) -> Option<usize> {
        let mut state = self.lock();
        loop {
            let open = || (0..state.begun.len()).filter(|&n| !state.begun[n]);
            open().next()?;
            if let Some(number) = open().find(|&n| workspace.is_ready(n, &state.done)) {
                state.begun[number] = true;
                return Some(number);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn is_done(&self, number: usize) -> bool {
        self.lock().done[number]
    }

    fn finish(&self, number: usize) {
        self.lock().done[number] = true;
        self.changed.notify_all();
    }
}

/// What is left of [`TEXT`].
struct Room {
    free: Mutex<u64>,
    freed: Condvar,
    /// How much text has left since memory was last given back.
    left: AtomicU64,
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

    /// Whether with this package as much text has left as fills the room, since that was last so: then memory is given back.
    pub fn fills_room(&self) -> bool {
        let left = self.room.left.fetch_add(self.bytes, Ordering::Relaxed) + self.bytes;
        let is_full = left >= TEXT;
        if is_full {
            self.room.left.store(0, Ordering::Relaxed);
        }
        is_full
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.room.lock() += self.bytes;
        self.room.freed.notify_all();
    }
}
