//! Values that only start something when they are dropped, and those that may block.

use std::thread;

use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task;
use tokio_util::sync::CancellationToken;

async fn lock_up(door: u32) {
    println!("{door}");
}

// Others are moved first, or the thread is its own.

struct Shop;

impl Drop for Shop {
    fn drop(&mut self) {
        task::block_in_place(|| Handle::current().block_on(lock_up(1)));
    }
}

struct Stall {
    handle: Handle,
}

impl Drop for Stall {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        let closing = thread::spawn(move || handle.block_on(lock_up(2)));
        drop(closing.join());
    }
}

struct Kiosk;

impl Drop for Kiosk {
    fn drop(&mut self) {
        thread::scope(|scope| {
            scope.spawn(|| futures::executor::block_on(lock_up(3)));
        });
    }
}

// Nothing is waited for.

struct Booth {
    handle: Handle,
    tent: Option<Vec<u32>>,
}

impl Drop for Booth {
    fn drop(&mut self) {
        if let Some(tent) = self.tent.take() {
            self.handle.block_on(async move { drop(tent) });
        }
    }
}

// A runtime of its own.

struct Market {
    runtime: Runtime,
}

impl Market {
    fn open(&self, door: u32) {
        self.runtime.block_on(lock_up(door));
    }
}

impl Drop for Market {
    fn drop(&mut self) {
        self.runtime.block_on(lock_up(4));
    }
}

// They only start it.

struct Depot {
    handle: Handle,
}

impl Drop for Depot {
    fn drop(&mut self) {
        self.handle.spawn(lock_up(5));
    }
}

struct Store {
    closing: CancellationToken,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.closing.cancel();
    }
}

struct Cellar {
    closed: Option<oneshot::Sender<()>>,
}

impl Drop for Cellar {
    fn drop(&mut self) {
        if let Some(closed) = self.closed.take() {
            let _ = closed.send(());
        }
    }
}

// Other functions.

struct Attic;

impl Attic {
    fn drop(&mut self) {
        futures::executor::block_on(lock_up(6));
    }

    fn close(self) {
        futures::executor::block_on(lock_up(7));
    }

    async fn leave(self) {
        lock_up(8).await;
    }
}

trait Doors {
    fn drop(&mut self);
}

impl Doors for Vec<u32> {
    fn drop(&mut self) {
        futures::executor::block_on(lock_up(9));
    }
}

// Other waits.

struct Yard {
    keeper: Option<thread::JoinHandle<()>>,
}

impl Drop for Yard {
    fn drop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.join().unwrap();
        }
    }
}

struct Fence {
    posts: std::sync::mpsc::Receiver<u32>,
}

impl Drop for Fence {
    fn drop(&mut self) {
        for post in self.posts.try_iter() {
            println!("{post}");
        }
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    struct Model;

    impl Drop for Model {
        fn drop(&mut self) {
            futures::executor::block_on(lock_up(10));
        }
    }
}
