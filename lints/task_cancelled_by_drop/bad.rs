//! Work that is cancelled in the statement that starts it.

use std::time::Duration;

use smol::{Executor, LocalExecutor};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

async fn bake(loaves: u32) -> u32 {
    smol::Timer::after(Duration::from_secs(u64::from(loaves))).await;
    loaves
}

async fn knead(loaves: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(loaves))).await;
}

// A task that ends with its handle.

fn given_to_no_name(loaves: u32) {
    let _ = smol::spawn(bake(loaves)); //~
}

fn given_to_no_name_without_a_let(loaves: u32) {
    _ = smol::spawn(async move { bake(loaves).await }); //~
}

fn a_statement_of_its_own(loaves: u32) {
    #[allow(unused_must_use)]
    {
        smol::spawn(bake(loaves)); //~
    }
}

fn by_an_executor(oven: &Executor<'static>, loaves: u32) {
    let _ = oven.spawn(bake(loaves)); //~
}

fn by_a_local_executor(oven: &LocalExecutor<'static>, loaves: u32) {
    for loaf in 0..loaves {
        let _ = oven.spawn(bake(loaf)); //~
    }
}

fn a_handle_that_aborts(loaves: u32) {
    let _ = AbortOnDropHandle::new(tokio::spawn(knead(loaves))); //~
}

fn start<F>(baking: F) -> smol::Task<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    smol::spawn(baking)
}

fn by_a_function_that_gives_the_handle(loaves: u32) {
    let _ = start(bake(loaves)); //~
}

// A token that is cancelled with its guard.

async fn a_guard_without_a_name(loaves: u32) {
    let cancel = CancellationToken::new();
    tokio::spawn(cancel.clone().run_until_cancelled_owned(knead(loaves)));
    let _ = cancel.drop_guard(); //~
    knead(loaves).await;
}

async fn a_guard_of_a_token_that_is_lent(cancel: &CancellationToken, loaves: u32) {
    let _ = cancel.clone().drop_guard(); //~
    knead(loaves).await;
}

struct Bakery {
    closing: CancellationToken,
}

impl Bakery {
    async fn open(&self, loaves: u32) {
        let _ = self.closing.child_token().drop_guard(); //~
        knead(loaves).await;
    }
}
