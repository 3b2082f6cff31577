//! Waits that need each other.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{after, bounded, select};
use tokio::sync::oneshot;

// The same code receives only later.

fn a_meeting_with_itself() -> u32 {
    let (tx, rx) = mpsc::sync_channel(0);
    tx.send(1).unwrap(); //~
    rx.recv().unwrap()
}

fn of_another_library() -> Option<u32> {
    let (tx, rx) = bounded(0);
    let _ = tx.send(1); //~
    rx.recv().ok()
}

fn before_the_receiver_goes_to_a_thread() -> u32 {
    let (tx, rx) = flume::bounded(0);
    tx.send(3).unwrap(); //~
    let guest = thread::spawn(move || rx.iter().sum());
    drop(tx);
    guest.join().unwrap()
}

fn more_than_fit() -> u32 {
    let (tx, rx) = mpsc::sync_channel(2);
    for guest in 0..4 {
        tx.send(guest).unwrap(); //~
    }
    drop(tx);
    rx.iter().sum()
}

async fn as_many_as_there_are(guests: Vec<u32>) -> u32 {
    let (tx, mut rx) = tokio::sync::mpsc::channel(8);
    for guest in guests {
        tx.send(guest).await.unwrap(); //~
    }
    drop(tx);
    let mut sum = 0;
    while let Some(guest) = rx.recv().await {
        sum += guest;
    }
    sum
}

// A loop that asks itself.

enum Order {
    Seat(u32),
    Free(oneshot::Sender<u32>),
}

struct Inn {
    free: u32,
    tx: tokio::sync::mpsc::Sender<Order>,
    rx: tokio::sync::mpsc::Receiver<Order>,
}

impl Inn {
    fn new() -> (Inn, tokio::sync::mpsc::Sender<Order>) {
        let (tx, rx) = tokio::sync::mpsc::channel(8);
        (Inn { free: 8, tx: tx.clone(), rx }, tx)
    }

    async fn run(mut self) {
        while let Some(order) = self.rx.recv().await {
            match order {
                Order::Seat(guests) => self.seat(guests).await,
                Order::Free(answer) => println!("{}", answer.send(self.free).is_ok()),
            }
        }
    }

    async fn seat(&mut self, guests: u32) {
        let (answer, answers) = oneshot::channel();
        if self.tx.try_send(Order::Free(answer)).is_ok() {
            let free = answers.await.unwrap_or(0); //~
            self.free = free.saturating_sub(guests);
        }
    }
}

// An answer that waits for a message which waits for the answer.

fn crosswise() -> u32 {
    let (order, orders) = mpsc::channel();
    let (dish, dishes) = mpsc::channel();
    let cook = thread::spawn(move || {
        let order: u32 = orders.recv().unwrap();
        dish.send(order * 2).unwrap();
    });
    let eaten = dishes.recv().unwrap(); //~
    order.send(eaten).unwrap();
    cook.join().unwrap();
    eaten
}

async fn crosswise_in_tasks() -> Option<u32> {
    let (order, mut orders) = tokio::sync::mpsc::channel::<u32>(1);
    let (dish, dishes) = oneshot::channel();
    tokio::spawn(async move {
        if let Some(order) = orders.recv().await {
            let _ = dish.send(order * 2);
        }
    });
    let eaten = dishes.await.ok()?; //~
    order.send(eaten).await.ok()?;
    Some(eaten)
}

// A timer that fires once.

fn a_second_receive_from_a_timer(orders: &crossbeam_channel::Receiver<u32>) {
    let closing = after(Duration::from_secs(1));
    select! {
        recv(orders) -> order => println!("{order:?}"),
        recv(closing) -> _ => println!("closing"),
    }
    let _ = closing.recv(); //~
}

// The receive comes later in the code that calls what sends.

fn lay_one_plate(plates: &crossbeam_channel::Sender<u32>) {
    let _ = plates.send(1); //~
}

fn a_call_before_the_receiver_is_given_back() -> crossbeam_channel::Receiver<u32> {
    let (plates, laid) = bounded(0);
    lay_one_plate(&plates);
    laid
}

// A question that a method of its own sends to the loop.

enum Request {
    Seats(mpsc::SyncSender<u32>),
    Guests(u32),
}

#[derive(Clone)]
struct Hall {
    requests: mpsc::SyncSender<Request>,
}

impl Hall {
    fn open() -> (Hall, thread::JoinHandle<()>) {
        let (requests, asked) = mpsc::sync_channel(8);
        let hall = Hall { requests };
        let own = hall.clone();
        (hall, thread::spawn(move || usher(asked, own)))
    }

    fn ask(&self, request: Request) -> bool {
        self.requests.send(request).is_ok()
    }

    fn seats(&self) -> Option<u32> {
        let (answer, answered) = mpsc::sync_channel(1);
        if !self.ask(Request::Seats(answer)) {
            return None;
        }
        answered.recv().ok() //~
    }
}

fn usher(asked: mpsc::Receiver<Request>, hall: Hall) {
    let mut seats = 40;
    for request in asked {
        match request {
            Request::Seats(answer) => {
                let _ = answer.send(seats);
            }
            Request::Guests(number) => {
                if hall.seats() >= Some(number) {
                    seats -= number;
                }
            }
        }
    }
}

mod at_most_so_many_are_held {
    use std::sync::mpsc::{SyncSender, sync_channel};
    use std::thread;

    pub fn open(left_over: Vec<u32>, room: usize) -> Option<SyncSender<u32>> {
        let (tx, rx) = sync_channel(room.clamp(1, 4));
        for letter in left_over {
            tx.send(letter).ok()?; //~
        }
        thread::spawn(move || {
            for letter in rx {
                println!("{letter}");
            }
        });
        Some(tx)
    }
}

// All work is sent before any of what comes back is read.

fn grade(essay: String) -> usize {
    essay.len()
}

fn all_essays_are_handed_out_first(essays: Vec<String>) -> usize {
    let (desk, handed_out) = flume::bounded(8);
    let (graded, marks) = flume::bounded(8);
    for _ in 0..3 {
        let (handed_out, graded) = (handed_out.clone(), graded.clone());
        thread::spawn(move || {
            while let Ok(essay) = handed_out.recv() {
                if graded.send(grade(essay)).is_err() {
                    return;
                }
            }
        });
    }
    let all = essays.len();
    for essay in essays {
        desk.send(essay).unwrap(); //~
    }
    (0..all).map(|_| marks.recv().unwrap()).sum()
}

struct Grader {
    essays: flume::Receiver<String>,
    marks: flume::Sender<usize>,
}

impl Grader {
    fn grade_on(self) {
        while let Ok(essay) = self.essays.recv() {
            if self.marks.send(grade(essay)).is_err() {
                return;
            }
        }
    }
}

struct Office {
    essays: flume::Sender<String>,
    marks: flume::Receiver<usize>,
}

impl Office {
    fn open(graders: usize) -> Office {
        let (essays, pile) = flume::bounded(16);
        let (given, marks) = flume::bounded(16);
        for _ in 0..graders {
            let grader = Grader { essays: pile.clone(), marks: given.clone() };
            thread::spawn(move || grader.grade_on());
        }
        Office { essays, marks }
    }

    fn mark(&mut self, essays: Vec<String>) -> usize {
        let all = essays.len();
        self.hand_out(essays);
        self.collect(all)
    }

    fn hand_out(&self, essays: Vec<String>) {
        for essay in essays {
            self.essays.send(essay).unwrap(); //~
        }
    }

    fn collect(&self, all: usize) -> usize {
        let mut sum = 0;
        for _ in 0..all {
            sum += self.marks.recv().unwrap();
        }
        sum
    }
}
