//! Streams of futures that somebody polls, or that have nothing to lose.
#![allow(clippy::let_underscore_future)]

use std::time::Duration;

use futures::stream::FuturesUnordered;
use futures::{Stream, StreamExt, stream};
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn fetch(page: u32) -> u32 {
    sleep(Duration::from_secs(1)).await;
    page
}

async fn store(page: u32) {
    sleep(Duration::from_secs(u64::from(page))).await;
}

async fn copy(page: u32) {
    store(fetch(page).await).await;
}

// The futures go on by themselves.

async fn futures_of_tasks() {
    let mut pages = stream::iter(0..80).map(|page| tokio::spawn(fetch(page))).buffer_unordered(8);
    while let Some(Ok(page)) = pages.next().await {
        store(page).await;
    }
}

async fn set_of_tasks() {
    let mut pages = FuturesUnordered::new();
    for page in 0..8 {
        pages.push(tokio::spawn(fetch(page)));
    }
    while let Some(Ok(page)) = pages.next().await {
        store(page).await;
    }
}

async fn set_of_tasks_by_name() {
    let mut pages = FuturesUnordered::new();
    for page in 0..8 {
        let task = tokio::spawn(fetch(page));
        pages.push(task);
    }
    while let Some(Ok(page)) = pages.next().await {
        store(page).await;
    }
}

async fn join_set() {
    let mut pages = JoinSet::new();
    for page in 0..8 {
        pages.spawn(fetch(page));
    }
    while let Some(Ok(page)) = pages.join_next().await {
        store(page).await;
    }
}

// Nothing stands still.

async fn one_at_a_time() {
    let mut pages = stream::iter(0..80).map(fetch).buffered(1);
    while let Some(page) = pages.next().await {
        store(page).await;
    }
}

async fn in_turns_on_purpose() {
    let mut pages = std::pin::pin!(stream::iter(0..80).then(fetch));
    while let Some(page) = pages.next().await {
        store(page).await;
    }
}

async fn work_is_in_the_futures() {
    let mut pages = stream::iter(0..80).map(copy).buffer_unordered(8);
    while pages.next().await.is_some() {
        println!("one more");
    }
}

async fn no_wait_between() {
    let mut sum = 0;
    let mut pages = stream::iter(0..80).map(fetch).buffer_unordered(8);
    while let Some(page) = pages.next().await {
        sum += page;
    }
    store(sum).await;
}

async fn ready_at_once() {
    let mut pages = stream::iter(0..80).map(fetch).buffer_unordered(8);
    while let Some(page) = pages.next().await {
        std::future::ready(page).await;
    }
}

async fn the_wait_ends_the_loop() {
    let mut pages = stream::iter(0..80).map(fetch).buffer_unordered(8);
    while let Some(page) = pages.next().await {
        if page > 8 {
            store(page).await;
            break;
        }
    }
}

async fn all_are_collected_first() {
    let pages: Vec<u32> = stream::iter(0..80).map(fetch).buffer_unordered(8).collect().await;
    for page in pages {
        store(page).await;
    }
}

async fn the_first_alone() {
    let mut pages: FuturesUnordered<_> = (0..8).map(fetch).collect();
    if let Some(page) = pages.next().await {
        store(page).await;
    }
}

// Nobody sees what it is.

async fn a_stream_of_somebody(mut pages: impl Stream<Item = u32> + Unpin) {
    while let Some(page) = pages.next().await {
        store(page).await;
    }
}

async fn futures_of_somebody(pages: Vec<tokio::task::JoinHandle<u32>>) {
    let mut pages = stream::iter(pages).buffer_unordered(8);
    while let Some(Ok(page)) = pages.next().await {
        store(page).await;
    }
}

struct Pages(u32);

impl Pages {
    fn buffered(self, _: usize) -> Pages {
        self
    }

    async fn next(&mut self) -> Option<u32> {
        self.0.checked_sub(1)
    }
}

async fn of_its_own() {
    let mut pages = Pages(8).buffered(8);
    while let Some(page) = pages.next().await {
        store(page).await;
    }
}
