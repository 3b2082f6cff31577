//! Sources that wait until another is empty.

use futures::StreamExt;
use tokio::select;
use tokio::sync::{broadcast, mpsc, oneshot};

async fn letters_before_parcels(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased; //~
            letter = letters.recv() => match letter {
                Some(letter) => println!("{letter}"),
                None => break,
            },
            Some(parcel) = parcels.recv() => println!("{parcel}"),
        }
    }
}

struct Post {
    letters: mpsc::UnboundedReceiver<String>,
    parcels: mpsc::UnboundedReceiver<u32>,
    news: broadcast::Receiver<u32>,
}

impl Post {
    async fn sort(&mut self, mut shutdown: oneshot::Receiver<()>) {
        loop {
            select! {
                biased; //~
                _ = &mut shutdown => break,
                Some(letter) = self.letters.recv() => println!("{letter}"),
                Some(parcel) = self.parcels.recv() => println!("{parcel}"),
            }
        }
    }

    async fn read(&mut self) {
        loop {
            tokio::select! {
                biased; //~
                Ok(news) = self.news.recv() => println!("{news}"),
                Some(letter) = self.letters.recv() => println!("{letter}"),
                else => break,
            }
        }
    }
}

async fn of_another_library(letters: flume::Receiver<String>, parcels: flume::Receiver<u32>) {
    loop {
        select! {
            biased; //~
            Ok(letter) = letters.recv_async() => println!("{letter}"),
            Ok(parcel) = parcels.recv_async() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn three_of_them(mut a: mpsc::Receiver<u8>, mut b: mpsc::Receiver<u16>, mut c: mpsc::Receiver<u32>) {
    loop {
        select! {
            biased; //~
            Some(a) = a.recv() => println!("{a}"),
            Some(b) = b.recv() => println!("{b}"),
            Some(c) = c.recv() => println!("{c}"),
            else => break,
        }
    }
}

async fn in_a_task(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    tokio::spawn(async move {
        loop {
            select! {
                biased; //~
                Some(letter) = letters.recv() => println!("{letter}"),
                Some(parcel) = parcels.recv() => println!("{parcel}"),
                else => return,
            }
        }
    });
}

async fn of_streams(letters: async_channel::Receiver<String>, parcels: async_channel::Receiver<u32>) {
    loop {
        select! {
            biased; //~
            Ok(letter) = letters.recv() => println!("{letter}"),
            Ok(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
    }
}

async fn a_turn_for_the_runtime(mut letters: mpsc::Receiver<String>, mut parcels: mpsc::Receiver<u32>) {
    let mut count = 0;
    loop {
        select! {
            biased; //~
            Some(letter) = letters.recv() => println!("{letter}"),
            Some(parcel) = parcels.recv() => println!("{parcel}"),
            else => break,
        }
        count += 1;
        if count % 64 == 0 {
            tokio::task::yield_now().await;
        }
    }
}
