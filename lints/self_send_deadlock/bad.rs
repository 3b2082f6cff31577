//! Loops that wait for room in the channel that they alone empty.

use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

#[derive(Clone)]
enum Order {
    Print(u32),
    Stop,
}

// An actor that sends to itself.

struct Press {
    tx: mpsc::Sender<Order>,
    rx: mpsc::Receiver<Order>,
}

impl Press {
    fn new() -> (Press, mpsc::Sender<Order>) {
        let (tx, rx) = mpsc::channel(16);
        (Press { tx: tx.clone(), rx }, tx)
    }

    async fn run(mut self) {
        while let Some(order) = self.rx.recv().await {
            match order {
                Order::Print(page) => self.print(page).await,
                Order::Stop => break,
            }
        }
    }

    async fn print(&self, page: u32) {
        if page == 0 {
            self.tx.send(Order::Stop).await.unwrap(); //~
        }
    }
}

// A task that has both ends.

fn in_a_task() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            if page % 2 == 1 && again.send(page + 1).await.is_err() { //~
                break;
            }
        }
    });
    tx
}

fn in_a_thread() -> threads::SyncSender<u32> {
    let (tx, rx) = threads::sync_channel(8);
    let again = tx.clone();
    thread::spawn(move || {
        for page in rx {
            if page % 2 == 1 {
                again.send(page + 1).unwrap(); //~
            }
        }
    });
    tx
}

fn in_another_branch_of_the_loop() -> mpsc::Sender<Order> {
    let (tx, mut rx) = mpsc::channel(4);
    let own = tx.clone();
    tokio::spawn(async move {
        let mut hours = tokio::time::interval(Duration::from_secs(3600));
        loop {
            tokio::select! {
                order = rx.recv() => match order {
                    Some(Order::Print(page)) => println!("{page}"),
                    Some(Order::Stop) | None => break,
                },
                _ = hours.tick() => {
                    let _ = own.send(Order::Print(0)).await; //~
                }
            }
        }
    });
    tx
}

fn of_another_library() -> crossbeam_channel::Sender<u32> {
    let (tx, rx) = crossbeam_channel::bounded(8);
    let again = tx.clone();
    thread::spawn(move || {
        while let Ok(page) = rx.recv() {
            again.send(page / 2).unwrap(); //~
        }
    });
    tx
}

fn of_a_third() -> flume::Sender<u32> {
    let (tx, rx) = flume::bounded(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Ok(page) = rx.recv_async().await {
            again.send_async(page / 2).await.unwrap(); //~
        }
    });
    tx
}

// The send stands in a function that the loop calls.

async fn print_again(page: u32, again: &mpsc::Sender<u32>) {
    let _ = again.send(page).await; //~
}

fn in_a_function() -> mpsc::Sender<u32> {
    let (tx, mut rx) = mpsc::channel(8);
    let again = tx.clone();
    tokio::spawn(async move {
        while let Some(page) = rx.recv().await {
            print_again(page, &again).await;
        }
    });
    tx
}

async fn print_all(mut pages: mpsc::Receiver<u32>, again: mpsc::Sender<u32>) {
    while let Some(page) = pages.recv().await {
        let _ = again.send(page + 1).await; //~
    }
}

fn what_a_function_is_given() -> mpsc::Sender<u32> {
    let (tx, rx) = mpsc::channel(8);
    tokio::spawn(print_all(rx, tx.clone()));
    tx
}

// Nobody else sends, and one message becomes many.

fn many_for_one() {
    let (tx, rx) = threads::sync_channel(2);
    tx.send(3).unwrap();
    thread::spawn(move || {
        while let Ok(pages) = rx.recv() {
            for page in 0..pages {
                tx.send(page).unwrap(); //~
            }
        }
    });
}

// A flag lets the send through.

struct Copier {
    tx: mpsc::Sender<u32>,
    rx: mpsc::Receiver<u32>,
    is_copying: bool,
}

impl Copier {
    fn new() -> (Copier, mpsc::Sender<u32>) {
        let (tx, rx) = mpsc::channel(1);
        (Copier { tx: tx.clone(), rx, is_copying: false }, tx)
    }

    async fn run(mut self) {
        while let Some(page) = self.rx.recv().await {
            self.copy(page).await;
        }
    }

    async fn copy(&mut self, page: u32) {
        if self.is_copying {
            return;
        }
        self.is_copying = true;
        self.tx.send(page + 1).await.unwrap(); //~
    }
}
