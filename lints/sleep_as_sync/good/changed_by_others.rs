//! Outside tests: what comes next is not what the work before the sleep changes.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

#[derive(Default)]
struct Board {
    guests: u32,
    weather: String,
}

fn another_field_is_looked_at() -> String {
    let board = Arc::new(Mutex::new(Board::default()));
    let counted = board.clone();
    thread::spawn(move || counted.lock().unwrap().guests += 1);
    thread::sleep(Duration::from_millis(300));
    let weather = board.lock().unwrap().weather.clone();
    weather
}

fn the_work_only_reads() -> u32 {
    let board = Arc::new(Mutex::new(Board::default()));
    let seen = board.clone();
    thread::spawn(move || println!("{}", seen.lock().unwrap().guests));
    thread::sleep(Duration::from_millis(300));
    let guests = board.lock().unwrap().guests;
    guests
}

// A function that asks a task of its own for something.

enum Order {
    Deliver(String),
    Ring,
    Count(oneshot::Sender<usize>),
}

struct Postman {
    orders: mpsc::Sender<Order>,
}

impl Postman {
    fn hire() -> Postman {
        let (orders, mut taken) = mpsc::channel(8);
        tokio::spawn(async move {
            let mut delivered = 0;
            while let Some(order) = taken.recv().await {
                match order {
                    Order::Deliver(letter) => delivered += letter.len(),
                    Order::Ring => println!("ring"),
                    Order::Count(answer) => drop(answer.send(delivered)),
                }
            }
        });
        Postman { orders }
    }

    /// The sleep may be for the letters.
    async fn something_is_given_to_it(&self, letter: String) {
        let _ = self.orders.send(Order::Deliver(letter)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    /// The sleep may be for what comes next.
    async fn something_else_comes_next(&self) -> usize {
        let _ = self.orders.send(Order::Ring).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.orders.capacity()
    }

    async fn the_answer_is_waited_for(&self) -> Option<usize> {
        let (answer, counted) = oneshot::channel();
        self.orders.send(Order::Count(answer)).await.ok()?;
        counted.await.ok()
    }

    async fn so_many_times_a_minute(&self, times: usize) {
        for _ in 0..times {
            let _ = self.orders.send(Order::Ring).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Somebody outside reads the orders.
struct Telegraph {
    orders: mpsc::Sender<Order>,
}

impl Telegraph {
    fn to_the_city() -> (Telegraph, mpsc::Receiver<Order>) {
        let (orders, sent) = mpsc::channel(8);
        (Telegraph { orders }, sent)
    }

    async fn nobody_here_hears_of_it(&self) {
        let _ = self.orders.send(Order::Ring).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn the_door_is_open_already(listen: std::net::SocketAddr) -> std::io::Result<tokio::net::TcpStream> {
    let door = tokio::net::TcpListener::bind(listen).await?;
    let _keeper = tokio::spawn(async move { door.accept().await.is_ok() });
    tokio::time::sleep(Duration::from_millis(300)).await;
    tokio::net::TcpStream::connect(listen).await
}
