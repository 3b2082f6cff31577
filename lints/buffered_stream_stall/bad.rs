//! Streams of futures that stand still while the loop waits for something else.

use std::time::Duration;

use futures::stream::{FuturesOrdered, FuturesUnordered};
use futures::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::sleep;

async fn fetch(page: u32) -> u32 {
    sleep(Duration::from_secs(1)).await;
    page
}

async fn store(page: u32) {
    sleep(Duration::from_secs(u64::from(page))).await;
}

async fn buffered_with_a_function() {
    let mut pages = stream::iter(0..80).map(fetch).buffered(8);
    while let Some(page) = pages.next().await {
        store(page).await; //~
    }
}

async fn unordered_with_a_block() {
    let mut pages = stream::iter(0..80).map(|page| async move { fetch(page).await }).buffer_unordered(8);
    while let Some(page) = pages.next().await {
        println!("{page}");
        sleep(Duration::from_millis(100)).await; //~
    }
}

async fn pinned_first(books: Vec<u32>) {
    let pages = stream::iter(books).map(|book| fetch(book)).buffer_unordered(8);
    let mut pages = std::pin::pin!(pages);
    while let Some(page) = pages.next().await {
        store(page).await; //~
    }
}

async fn filtered_afterwards() {
    let mut pages = stream::iter(0..80).map(fetch).buffer_unordered(8).filter(|page| std::future::ready(*page > 8)).boxed();
    while let Some(page) = pages.next().await {
        store(page).await; //~
    }
}

async fn a_set_that_is_filled() {
    let mut pages = FuturesUnordered::new();
    for page in 0..8 {
        pages.push(fetch(page));
    }
    while let Some(page) = pages.next().await {
        store(page).await; //~
    }
}

async fn a_set_in_order() {
    let mut pages = FuturesOrdered::new();
    for page in 0..8 {
        pages.push_back(fetch(page));
    }
    while let Some(page) = pages.next().await {
        if page > 4 {
            store(page).await; //~
        }
    }
}

async fn a_set_in_a_select(mut more: mpsc::Receiver<u32>) {
    let mut pages = FuturesUnordered::new();
    loop {
        tokio::select! {
            next = more.recv() => match next {
                Some(next) => pages.push(fetch(next)),
                None => break,
            },
            Some(page) = pages.next() => {
                store(page).await; //~
            }
        }
    }
}

async fn backpressure_from_a_channel(shelf: mpsc::Sender<u32>) {
    let mut pages = stream::iter(0..80).map(fetch).buffer_unordered(8);
    loop {
        let Some(page) = pages.next().await else { break };
        if shelf.send(page).await.is_err() { //~
            break;
        }
    }
}

struct Library {
    pages: FuturesUnordered<std::pin::Pin<Box<dyn Future<Output = u32> + Send>>>,
}

impl Library {
    async fn read(&mut self) {
        self.pages.push(Box::pin(fetch(8)));
        while let Some(page) = self.pages.next().await {
            store(page).await; //~
        }
    }
}
