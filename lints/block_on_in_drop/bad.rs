//! Values that run a future to its end when they are dropped.

use tokio::runtime::Handle;

async fn lock_up(door: u32) {
    println!("{door}");
}

struct Shop {
    door: u32,
}

impl Drop for Shop {
    fn drop(&mut self) {
        Handle::current().block_on(lock_up(self.door)); //~
    }
}

struct Stall {
    handle: Handle,
}

impl Drop for Stall {
    fn drop(&mut self) {
        self.handle.block_on(lock_up(2)); //~
    }
}

struct Kiosk;

impl Drop for Kiosk {
    fn drop(&mut self) {
        futures::executor::block_on(lock_up(3)); //~
    }
}

struct Market(Vec<u32>);

impl Drop for Market {
    fn drop(&mut self) {
        for door in self.0.drain(..) {
            smol::block_on(lock_up(door)); //~
        }
    }
}

struct Depot {
    open: bool,
}

impl Drop for Depot {
    fn drop(&mut self) {
        if self.open {
            futures::executor::block_on(async { //~
                lock_up(5).await;
                lock_up(6).await;
            });
        }
    }
}

struct Store;

impl Drop for Store {
    fn drop(&mut self) {
        let handle = Handle::current();
        handle.block_on(lock_up(7)); //~
    }
}

struct Cellar<T> {
    wine: Vec<T>,
}

impl<T> Drop for Cellar<T> {
    fn drop(&mut self) {
        self.wine.clear();
        futures::executor::block_on(lock_up(8)); //~
    }
}

struct Attic;

impl std::ops::Drop for Attic {
    fn drop(&mut self) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(lock_up(9)); //~
    }
}
