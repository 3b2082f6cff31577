//! Work whose handle lives, and handles that cancel nothing.

use std::time::Duration;

use smol::{Executor, Task};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

async fn bake(loaves: u32) -> u32 {
    smol::Timer::after(Duration::from_secs(u64::from(loaves))).await;
    loaves
}

async fn knead(loaves: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(loaves))).await;
}

// The handle lives.

fn detached(loaves: u32) {
    smol::spawn(bake(loaves)).detach();
}

async fn awaited_where_it_is_made(loaves: u32) {
    let _ = smol::spawn(bake(loaves)).await;
}

async fn awaited_later(loaves: u32) -> u32 {
    let baking = smol::spawn(bake(loaves));
    println!("the oven is on");
    baking.await
}

async fn a_name_that_begins_with_a_line(loaves: u32) {
    let _baking = smol::spawn(bake(loaves));
    smol::Timer::after(Duration::from_secs(60)).await;
}

fn the_caller_has_it(oven: &Executor<'static>, loaves: u32) -> Task<u32> {
    oven.spawn(bake(loaves))
}

struct Oven {
    baking: Option<Task<u32>>,
}

impl Oven {
    fn start(&mut self, loaves: u32) {
        self.baking = Some(smol::spawn(bake(loaves)));
    }
}

async fn a_handle_that_aborts_later(loaves: u32) {
    let _kneading = AbortOnDropHandle::new(tokio::spawn(knead(loaves)));
    tokio::time::sleep(Duration::from_secs(60)).await;
}

async fn a_handle_that_aborts_is_awaited(loaves: u32) {
    let _ = AbortOnDropHandle::new(tokio::spawn(knead(loaves))).await;
}

// A function detaches the task, and gives something else.

struct Loaves {
    baked: smol::channel::Receiver<u32>,
}

fn order<F>(baking: F) -> Loaves
where
    F: Future<Output = u32> + Send + 'static,
{
    let (done, baked) = smol::channel::bounded(1);
    smol::spawn(async move {
        done.send(baking.await).await.ok();
    })
    .detach();
    Loaves { baked }
}

fn what_is_baked_is_not_waited_for(loaves: u32) {
    let _ = order(bake(loaves));
}

async fn what_is_baked_is_waited_for(loaves: u32) -> Option<u32> {
    order(bake(loaves)).baked.recv().await.ok()
}

// The guard lives.

async fn a_guard_with_a_name(loaves: u32) {
    let cancel = CancellationToken::new();
    let _guard = cancel.clone().drop_guard();
    cancel.run_until_cancelled(knead(loaves)).await;
}

struct Shift {
    _guard: tokio_util::sync::DropGuard,
}

fn a_guard_in_a_struct(cancel: CancellationToken) -> Shift {
    Shift { _guard: cancel.drop_guard() }
}

fn a_guard_that_is_disarmed(cancel: CancellationToken) {
    let _ = cancel.drop_guard().disarm();
}

// Dropping it cancels nothing.

async fn a_task_of_tokio(loaves: u32) {
    let _ = tokio::spawn(knead(loaves));
}

fn a_thread(loaves: u32) {
    let _ = std::thread::spawn(move || println!("{loaves}"));
}

fn a_task_of_async_std(loaves: u32) {
    let _ = async_std::task::spawn(bake(loaves));
}

struct Door;

impl Door {
    fn drop_guard(&self) -> u32 {
        7
    }
}

fn a_method_of_ours(door: &Door) {
    let _ = door.drop_guard();
}

// A test may want just that.

#[test]
fn a_dropped_task_does_not_bake() {
    let _ = smol::spawn(bake(1));
}
