//! Outside tests: a task is asked for something, and the function sleeps and returns in place of waiting for an answer.

use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

enum Order {
    Deliver(String),
    Empty,
    Close,
}

#[derive(Debug)]
struct OnStrike;

struct Postman {
    orders: mpsc::Sender<Order>,
}

impl Postman {
    fn hire() -> Postman {
        let (orders, taken) = mpsc::channel(8);
        tokio::spawn(walk(taken));
        Postman { orders }
    }

    async fn order(&self, order: Order) -> Result<(), OnStrike> {
        self.orders.send(order).await.map_err(|_| OnStrike)
    }

    async fn deliver(&self, letter: String) -> Result<(), OnStrike> {
        self.order(Order::Deliver(letter)).await
    }

    /// Returns when the bag is empty.
    async fn empty(&self) -> Result<(), OnStrike> {
        self.order(Order::Empty).await?;
        tokio::time::sleep(Duration::from_millis(200)).await; //~
        Ok(())
    }

    async fn close(&self) {
        let _ = self.orders.send(Order::Close).await;
        tokio::time::sleep(Duration::from_millis(500)).await; //~
    }
}

async fn walk(mut taken: mpsc::Receiver<Order>) {
    let mut bag = Vec::new();
    while let Some(order) = taken.recv().await {
        match order {
            Order::Deliver(letter) => bag.push(letter),
            Order::Empty => bag.clear(),
            Order::Close => break,
        }
    }
}

struct Printer {
    orders: std::sync::mpsc::Sender<Order>,
}

impl Printer {
    fn start() -> Printer {
        let (orders, taken) = std::sync::mpsc::channel();
        thread::spawn(move || {
            while let Ok(Order::Deliver(page)) = taken.recv() {
                println!("{page}");
            }
        });
        Printer { orders }
    }

    fn close(&self) {
        let _ = self.orders.send(Order::Close);
        thread::sleep(Duration::from_secs(1)); //~
    }
}

// A test asks a task for something, and looks at what it keeps by a function of the package whose name says nothing.

struct Register {
    letters: std::sync::Arc<std::sync::RwLock<Vec<String>>>,
    orders: mpsc::Sender<Order>,
}

impl Register {
    fn open() -> Register {
        let (orders, mut taken) = mpsc::channel(8);
        let letters = std::sync::Arc::new(std::sync::RwLock::new(Vec::new()));
        let kept = letters.clone();
        tokio::spawn(async move {
            while let Some(order) = taken.recv().await {
                match order {
                    Order::Deliver(letter) => kept.write().unwrap().push(letter),
                    Order::Empty => kept.write().unwrap().clear(),
                    Order::Close => break,
                }
            }
        });
        Register { letters, orders }
    }

    async fn note(&self, letter: &str) {
        let _ = self.orders.send(Order::Deliver(letter.to_owned())).await;
    }

    fn of(&self, town: &str) -> usize {
        self.letters.read().unwrap().iter().filter(|letter| letter.ends_with(town)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_millis(50);

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_letter_is_noted() {
        let register = Register::open();
        register.note("a letter to Oslo").await;
        register.note("a card to Bergen").await;
        tokio::time::sleep(SETTLE).await; //~
        assert_eq!(register.of("Oslo"), 1);
    }
}
