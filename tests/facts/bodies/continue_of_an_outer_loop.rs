//! A labelled continue begins the outer loop's next iteration: it leaves the inner loop and not the outer.
use tokio::sync::mpsc::Receiver;

pub async fn run(mut orders: Receiver<u8>, mut parts: Receiver<u8>) {
    'orders: while let Some(order) = orders.recv().await {
        loop {
            match parts.recv().await {
                Some(part) if part == order => continue 'orders,
                Some(_) => {}
                None => return,
            }
        }
    }
}
