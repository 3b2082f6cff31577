//! Loops that one slow moment ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::{Mutex, broadcast, mpsc, oneshot};
use tokio::time::sleep;

async fn print(page: u32) {
    sleep(Duration::from_millis(u64::from(page))).await;
}

async fn in_the_head(mut pages: broadcast::Receiver<u32>) {
    while let Ok(page) = pages.recv().await { //~
        print(page).await;
    }
}

async fn any_error(mut pages: broadcast::Receiver<u32>) {
    loop {
        match pages.recv().await { //~
            Ok(page) => print(page).await,
            Err(_) => break,
        }
    }
}

async fn a_named_error(mut pages: broadcast::Receiver<u32>) {
    loop {
        let page = pages.recv().await; //~
        if let Err(error) = page {
            eprintln!("cannot receive: {error}");
            break;
        }
        print(page.unwrap()).await;
    }
}

async fn in_a_task(pages: broadcast::Sender<u32>, sheets: Arc<Mutex<Vec<u32>>>) {
    let mut received = pages.subscribe();
    tokio::spawn(async move {
        while let Ok(page) = received.recv().await { //~
            sheets.lock().await.push(page);
        }
    });
}

struct Press {
    pages: broadcast::Receiver<String>,
    ink: mpsc::Receiver<u32>,
}

impl Press {
    async fn run(&mut self) {
        loop {
            let Ok(page) = self.pages.recv().await else { return }; //~
            println!("{page}");
            sleep(Duration::from_secs(1)).await;
        }
    }

    async fn beside_another(&mut self) {
        loop {
            select! {
                page = self.pages.recv() => match page { //~
                    Ok(page) => {
                        println!("{page}");
                        sleep(Duration::from_secs(1)).await;
                    }
                    Err(_) => break,
                },
                Some(ink) = self.ink.recv() => println!("{ink}"),
            }
        }
    }

    async fn passed_over(&mut self, mut stop: oneshot::Receiver<()>) {
        loop {
            select! {
                Ok(page) = self.pages.recv() => println!("{page}"), //~
                _ = &mut stop => break,
            }
        }
    }
}

async fn without_a_wait(mut pages: broadcast::Receiver<u32>) {
    while let Ok(page) = pages.recv().await { //~
        println!("{page}");
    }
}

async fn only_handed_on(mut pages: broadcast::Receiver<u32>, readers: mpsc::Sender<u32>) {
    while let Ok(page) = pages.recv().await { //~
        if readers.send(page).await.is_err() {
            break;
        }
    }
}

// A function makes `None` of every error, and the loop of its caller ends at that.

struct Reader {
    pages: broadcast::Receiver<u32>,
    read: u64,
}

impl Reader {
    async fn next(&mut self) -> Option<u32> {
        let page = self.pages.recv().await.ok()?; //~
        self.read += 1;
        Some(page)
    }

    async fn read_aloud(mut self) -> u64 {
        while let Some(page) = self.next().await {
            println!("{page}");
            sleep(Duration::from_secs(1)).await;
        }
        self.read
    }
}

async fn next_page(pages: &mut broadcast::Receiver<u32>) -> Option<u32> {
    pages.recv().await.ok() //~
}

async fn by_a_function(mut pages: broadcast::Receiver<u32>) {
    loop {
        match next_page(&mut pages).await {
            Some(page) => println!("{page}"),
            None => break,
        }
    }
}

// What each iteration awaits is over when it is first polled: found, and pedantic.

struct Notebook {
    lines: Vec<u32>,
}

impl Notebook {
    async fn note(&mut self, page: u32) {
        self.lines.push(page);
    }
}

async fn noted_at_once(mut pages: broadcast::Receiver<u32>, mut notebook: Notebook) {
    while let Ok(page) = pages.recv().await { //~
        notebook.note(page).await;
    }
}
