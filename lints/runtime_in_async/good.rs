//! Runtimes of code that is not polled, and those that go elsewhere.

use std::io;
use std::sync::Arc;
use std::thread;

use tokio::runtime::{Builder, Handle, Runtime};

async fn weigh(parcel: u32) -> u32 {
    parcel + 1
}

// Nobody polls the code.

fn plain() -> u32 {
    let scales = Runtime::new().unwrap();
    scales.block_on(weigh(1))
}

async fn in_a_thread() {
    let weighing = thread::spawn(|| {
        let scales = Runtime::new().unwrap();
        scales.block_on(weigh(2))
    });
    println!("{}", weighing.is_finished());
}

async fn in_blocking_code() {
    tokio::task::spawn_blocking(|| {
        let scales = Builder::new_current_thread().build().unwrap();
        scales.block_on(weigh(3))
    })
    .await
    .unwrap();
}

// It goes elsewhere.

async fn ended_in_the_background() {
    let scales = Runtime::new().unwrap();
    scales.spawn(weigh(4));
    scales.shutdown_background();
}

async fn given_back() -> io::Result<Runtime> {
    let scales = Runtime::new()?;
    scales.spawn(weigh(5));
    Ok(scales)
}

struct Office {
    scales: Runtime,
}

impl Office {
    async fn open() -> Office {
        let scales = Runtime::new().unwrap();
        Office { scales }
    }
}

async fn shared() -> Arc<Runtime> {
    let scales = Arc::new(Runtime::new().unwrap());
    scales.spawn(weigh(6));
    scales
}

async fn moved_to_a_thread() {
    let scales = Runtime::new().unwrap();
    thread::spawn(move || scales.block_on(weigh(7)));
}

async fn forgotten() {
    let scales = Runtime::new().unwrap();
    scales.spawn(weigh(8));
    std::mem::forget(scales);
}

async fn put_away(kept: &mut Option<Runtime>) {
    let scales = Runtime::new().unwrap();
    scales.spawn(weigh(9));
    *kept = Some(scales);
}

// A handle.

async fn a_handle() {
    let scales = Handle::current();
    scales.spawn(weigh(10));
}

// Something else is made.

struct Scales;

impl Scales {
    fn new() -> Scales {
        Scales
    }
}

async fn of_another_type() {
    let _scales = Scales::new();
    weigh(11).await;
}

// Another polls it.

fn by_another() {
    futures::executor::block_on(async {
        let scales = Runtime::new().unwrap();
        scales.spawn(weigh(12));
    });
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn weighed() {
        let scales = Runtime::new().unwrap();
        scales.spawn(weigh(13));
    }
}

// A struct that owns one ends it itself, or is given on.

struct Counter {
    scales: Option<Runtime>,
}

impl Counter {
    fn new() -> Counter {
        Counter { scales: Runtime::new().ok() }
    }

    fn weigh(&self, parcel: u32) {
        if let Some(scales) = &self.scales {
            scales.spawn(weigh(parcel));
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        if let Some(scales) = self.scales.take() {
            scales.shutdown_background();
        }
    }
}

async fn ended_by_its_drop() {
    let counter = Counter::new();
    counter.weigh(14);
}

struct Hall {
    scales: Runtime,
}

impl Hall {
    fn new() -> Hall {
        Hall { scales: Runtime::new().unwrap() }
    }

    fn weigh(&self, parcel: u32) {
        self.scales.spawn(weigh(parcel));
    }

    fn close(self) {
        self.scales.shutdown_background();
    }
}

async fn closed() {
    let hall = Hall::new();
    hall.weigh(15);
    hall.close();
}

async fn taken_out() {
    let hall = Hall::new();
    hall.weigh(16);
    hall.scales.shutdown_background();
}

async fn handed_to_a_thread() {
    let hall = Hall::new();
    thread::spawn(move || hall.weigh(17));
}

fn in_plain_code() {
    let hall = Hall::new();
    hall.weigh(18);
}
