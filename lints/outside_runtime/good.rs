//! Threads that enter a runtime, or do without one.

use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

async fn ring(bell: u32) {
    println!("{bell}");
}

// The thread enters one.

fn by_a_guard(handle: Handle) {
    thread::spawn(move || {
        let _inside = handle.enter();
        tokio::spawn(ring(1));
    });
}

fn by_block_on(handle: Handle) {
    thread::spawn(move || {
        handle.block_on(async {
            tokio::spawn(ring(2));
        });
    });
}

fn by_a_runtime_of_its_own() {
    thread::spawn(|| {
        let bells = Builder::new_current_thread().enable_all().build().unwrap();
        bells.block_on(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            tokio::spawn(ring(3)).await.unwrap();
        });
    });
}

fn by_the_guard_of_a_runtime(bells: Runtime) {
    thread::spawn(move || {
        let _inside = bells.enter();
        tokio::spawn(ring(4));
    });
}

fn by_a_guard_further_up(handle: Handle) {
    thread::spawn(move || {
        let _inside = handle.enter();
        for bell in 0..3 {
            tokio::spawn(ring(bell));
        }
    });
}

// The handle starts it.

fn by_a_handle(handle: Handle) {
    thread::spawn(move || {
        handle.spawn(ring(5));
    });
}

fn by_a_handle_taken_before() {
    let handle = Handle::current();
    thread::spawn(move || {
        handle.spawn(ring(6));
    });
}

// The code runs elsewhere.

fn a_future_that_is_sent(bells: std::sync::mpsc::Sender<tokio::task::JoinHandle<()>>, handle: Handle) {
    thread::spawn(move || {
        bells.send(handle.spawn(async { tokio::spawn(ring(7)).await.unwrap() })).unwrap();
    });
}

fn a_task_of_the_runtime() {
    tokio::task::spawn_blocking(|| {
        tokio::spawn(ring(8));
    });
}

async fn in_polled_code() {
    tokio::spawn(async {
        tokio::spawn(ring(9)).await.unwrap();
    })
    .await
    .unwrap();
}

// Nothing looks for one.

fn plain() {
    thread::spawn(|| {
        thread::sleep(Duration::from_millis(5));
        println!("ding");
    });
}

fn a_channel_of_tokio(bells: tokio::sync::mpsc::Sender<u32>) {
    thread::spawn(move || {
        bells.blocking_send(10).unwrap();
    });
}

mod own {
    use super::*;

    fn spawn(bell: u32) {
        println!("{bell}");
    }

    fn of_the_same_name() {
        thread::spawn(|| spawn(11));
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    fn rings() {
        thread::spawn(|| {
            tokio::spawn(ring(12));
        });
    }
}

// Functions that it calls enter one, or ask whether there is one.

fn ring_where_one_can(bell: u32) {
    if let Ok(handle) = Handle::try_current() {
        handle.spawn(ring(bell));
        tokio::spawn(ring(bell));
    }
}

fn it_is_asked_for() {
    thread::spawn(|| ring_where_one_can(13));
}

fn ring_inside(handle: &Handle) {
    let _entered = handle.enter();
    tokio::spawn(ring(14));
}

fn it_is_entered(handle: Handle) {
    thread::spawn(move || ring_inside(&handle));
}

fn ring_by_its_thread(bell: u32) {
    tokio::spawn(ring(bell));
}

fn entered_before_the_call(handle: Handle) {
    thread::spawn(move || {
        let _entered = handle.enter();
        ring_by_its_thread(15);
    });
}

async fn called_by_a_task() {
    ring_by_its_thread(16);
}

fn it_is_only_named() {
    let ringer: fn(u32) = ring_by_its_thread;
    thread::spawn(move || println!("{ringer:?}"));
}
