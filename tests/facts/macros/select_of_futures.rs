//! The futures crate's `select!` has `complete` and `default`, and its branches are expressions without a comma rule.
use futures::channel::mpsc::Receiver;
use futures::{StreamExt, select};

pub async fn run(mut a: Receiver<u8>, mut b: Receiver<u8>) {
    loop {
        select! {
            x = a.next() => println!("{x:?}"),
            y = b.select_next_some() => println!("{y}"),
            complete => break,
        }
    }
}
