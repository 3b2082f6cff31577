//! Spans that stay entered while their task is suspended.

use std::time::Duration;

use tracing::{Level, Span, debug_span, info_span, span};

async fn paint(wall: u32) {
    tokio::time::sleep(Duration::from_secs(u64::from(wall))).await;
}

async fn entered_by_its_variable(wall: u32) {
    let span = info_span!("paint", wall);
    let _entered = span.enter(); //~
    paint(wall).await;
}

async fn entered_where_it_is_made(wall: u32) {
    let _entered = info_span!("paint", wall).entered(); //~
    paint(wall).await;
}

async fn the_long_macro(wall: u32) {
    let span = span!(Level::INFO, "paint");
    let _guard = span.enter(); //~
    paint(wall).await;
}

async fn the_span_of_who_calls(wall: u32) {
    let span = Span::current();
    let _guard = span.enter(); //~
    paint(wall).await;
}

async fn awaited_in_a_loop(walls: Vec<u32>) {
    let span = debug_span!("walls");
    let _guard = span.enter(); //~
    for wall in walls {
        paint(wall).await;
    }
}

async fn entered_in_each_iteration(walls: Vec<u32>) {
    for wall in walls {
        let _entered = info_span!("wall", wall).entered(); //~
        paint(wall).await;
    }
}

async fn in_one_branch(wall: u32) {
    if wall > 3 {
        let _entered = debug_span!("high").entered(); //~
        paint(wall).await;
    }
}

async fn across_a_select(wall: u32) {
    let span = info_span!("either");
    let _entered = span.enter(); //~
    tokio::select! {
        () = paint(wall) => {}
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
}

async fn a_part_that_not_every_build_has(wall: u32) {
    let span = info_span!("walls");
    let _guard = span.enter(); //~
    #[cfg(windows)]
    {
        paint(wall + 1).await;
    }
    paint(wall).await;
}

struct Painter {
    span: Span,
}

impl Painter {
    async fn the_span_of_a_field(&self, wall: u32) {
        let _entered = self.span.enter(); //~
        paint(wall).await;
    }

    async fn a_method_of_its_own(&self, wall: u32) {
        let _entered = self.span.clone().entered(); //~
        paint(wall).await;
    }
}

fn an_async_block(wall: u32) -> impl Future<Output = ()> {
    async move {
        let _entered = info_span!("block").entered(); //~
        paint(wall).await;
    }
}
