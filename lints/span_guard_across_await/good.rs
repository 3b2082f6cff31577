//! Spans that enter with each poll, or that are left before the task waits.

use std::time::Duration;

use tracing::{Instrument, Span, info_span, instrument};

async fn paint(wall: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(wall))).await;
}

fn mix(wall: u32) -> u32 {
    wall * 2
}

// The span enters with each poll.

async fn instrumented(wall: u32) {
    paint(wall).instrument(info_span!("paint")).await;
}

async fn a_block_is_instrumented(wall: u32) {
    let span = info_span!("paint");
    async move {
        paint(wall).await;
    }
    .instrument(span)
    .await;
}

#[instrument]
async fn by_the_attribute(wall: u32) {
    paint(wall).await;
}

// It is left before the task waits.

async fn dropped_before(wall: u32) {
    let span = info_span!("mix");
    let entered = span.enter();
    let wall = mix(wall);
    drop(entered);
    paint(wall).await;
}

async fn in_a_block(wall: u32) {
    let wall = {
        let _entered = info_span!("mix").entered();
        mix(wall)
    };
    paint(wall).await;
}

async fn in_a_closure(wall: u32) {
    let wall = info_span!("mix").in_scope(|| mix(wall));
    paint(wall).await;
}

async fn exited_by_hand(wall: u32) {
    let entered = info_span!("mix").entered();
    let wall = mix(wall);
    let _span = entered.exit();
    paint(wall).await;
}

async fn entered_for_a_statement(wall: u32) {
    let span = info_span!("mix");
    let wall = { span.enter(); mix(wall) };
    paint(wall).await;
}

async fn entered_after_the_await(wall: u32) {
    paint(wall).await;
    let _entered = info_span!("mix").entered();
    println!("{}", mix(wall));
}

// Nothing is awaited while it is entered.

fn in_a_plain_function(wall: u32) -> u32 {
    let _entered = info_span!("mix").entered();
    mix(wall)
}

async fn only_a_future_is_made(wall: u32) {
    let painting = {
        let _entered = info_span!("mix").entered();
        paint(mix(wall))
    };
    painting.await;
}

async fn the_task_is_another(wall: u32) {
    let _entered = info_span!("start").entered();
    let painting = tokio::spawn(paint(wall).instrument(Span::current()));
    println!("{}", painting.is_finished());
}

// The thread runs no other task.

fn the_thread_waits_for_it_alone(runtime: &tokio::runtime::Runtime, wall: u32) {
    runtime.block_on(async {
        let span = info_span!("paint");
        let _entered = span.enter();
        paint(wall).await;
    });
}

async fn awaited_by_such_code_alone(wall: u32) {
    let span = info_span!("paint");
    let _entered = span.enter();
    paint(wall).await;
}

fn the_thread_waits_for_a_function(runtime: &tokio::runtime::Runtime, wall: u32) {
    runtime.block_on(async { awaited_by_such_code_alone(wall).await });
}

// A type of our own that is entered.

struct House;

impl House {
    fn enter(&self) -> u32 {
        1
    }
}

async fn a_house_is_entered(house: &House) {
    let _entered = house.enter();
    paint(1).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_test_has_one_task() {
        let _entered = info_span!("test").entered();
        paint(0).await;
    }
}
