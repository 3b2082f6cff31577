//! Waits that others end.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{after, bounded, select};
use tokio::sync::oneshot;

fn a_slot_for_it() -> u32 {
    let (tx, rx) = mpsc::sync_channel(1);
    tx.send(1).unwrap();
    rx.recv().unwrap()
}

fn slots_for_all() -> u32 {
    let (tx, rx) = mpsc::sync_channel(4);
    for guest in 0..4 {
        tx.send(guest).unwrap();
    }
    drop(tx);
    rx.iter().sum()
}

fn a_capacity_that_is_counted(guests: Vec<u32>) -> u32 {
    let (tx, rx) = mpsc::sync_channel(guests.len());
    for guest in guests {
        tx.send(guest).unwrap();
    }
    drop(tx);
    rx.iter().sum()
}

fn a_thread_that_receives() -> u32 {
    let (tx, rx) = mpsc::sync_channel(0);
    let guest = thread::spawn(move || rx.iter().sum());
    tx.send(1).unwrap();
    drop(tx);
    guest.join().unwrap()
}

fn a_thread_that_sends() -> u32 {
    let (tx, rx) = mpsc::sync_channel(0);
    thread::spawn(move || tx.send(1));
    rx.recv().unwrap()
}

fn a_clone_that_receives() -> Option<u32> {
    let (tx, rx) = bounded(0);
    let other = rx.clone();
    thread::spawn(move || other.recv());
    let _ = tx.send(1);
    rx.try_recv().ok()
}

fn a_limit() -> Option<u32> {
    let (tx, rx) = bounded(0);
    let _ = tx.send_timeout(1, Duration::from_millis(10));
    rx.try_recv().ok()
}

fn only_tried() -> Option<u32> {
    let (tx, rx) = mpsc::sync_channel(0);
    let _ = tx.try_send(1);
    rx.try_recv().ok()
}

async fn both_at_once() -> Option<u32> {
    let (tx, mut rx) = tokio::sync::mpsc::channel(1);
    tx.send(0).await.ok()?;
    let (sent, met) = tokio::join!(tx.send(1), rx.recv());
    sent.ok()?;
    met
}

fn a_receive_in_each_iteration() -> u32 {
    let (tx, rx) = mpsc::sync_channel(1);
    let mut sum = 0;
    for guest in 0..4 {
        tx.send(guest).unwrap();
        sum += rx.recv().unwrap();
    }
    sum
}

enum Order {
    Seat(u32),
    Free(oneshot::Sender<u32>),
}

struct Inn {
    free: u32,
    neighbour: tokio::sync::mpsc::Sender<Order>,
    rx: tokio::sync::mpsc::Receiver<Order>,
}

impl Inn {
    fn pair() -> (Inn, Inn) {
        let (left, left_orders) = tokio::sync::mpsc::channel(8);
        let (right, right_orders) = tokio::sync::mpsc::channel(8);
        let one = Inn { free: 8, neighbour: right, rx: left_orders };
        let other = Inn { free: 8, neighbour: left, rx: right_orders };
        (one, other)
    }

    async fn asks_its_neighbour(mut self) {
        while let Some(order) = self.rx.recv().await {
            match order {
                Order::Seat(guests) if guests > self.free => self.send_on(guests).await,
                Order::Seat(guests) => self.free -= guests,
                Order::Free(answer) => println!("{}", answer.send(self.free).is_ok()),
            }
        }
    }

    async fn send_on(&self, guests: u32) {
        let (answer, answers) = oneshot::channel();
        if self.neighbour.send(Order::Free(answer)).await.is_ok() && answers.await.unwrap_or(0) > guests {
            let _ = self.neighbour.send(Order::Seat(guests)).await;
        }
    }
}

async fn an_answer_that_the_loop_gives_itself(mut orders: tokio::sync::mpsc::Receiver<u32>) {
    while let Some(order) = orders.recv().await {
        let (answer, answers) = oneshot::channel();
        let _ = answer.send(order);
        println!("{:?}", answers.await);
    }
}

fn a_message_before_the_answer() -> u32 {
    let (order, orders) = mpsc::channel();
    let (dish, dishes) = mpsc::channel();
    let cook = thread::spawn(move || {
        let order: u32 = orders.recv().unwrap();
        dish.send(order * 2).unwrap();
    });
    order.send(1).unwrap();
    let eaten = dishes.recv().unwrap();
    cook.join().unwrap();
    eaten
}

fn an_answer_before_the_message() -> u32 {
    let (order, orders) = mpsc::channel();
    let (dish, dishes) = mpsc::channel();
    let cook = thread::spawn(move || {
        dish.send(1).unwrap();
        let order: u32 = orders.recv().unwrap();
        println!("{order}");
    });
    let eaten = dishes.recv().unwrap();
    order.send(eaten).unwrap();
    cook.join().unwrap();
    eaten
}

fn a_sender_that_is_dropped() -> Option<u32> {
    let (order, orders) = mpsc::channel::<u32>();
    let (dish, dishes) = mpsc::channel();
    thread::spawn(move || {
        let order = orders.recv().unwrap_or(0);
        dish.send(order * 2).unwrap();
    });
    drop(order);
    dishes.recv().ok()
}

fn a_new_timer(orders: &crossbeam_channel::Receiver<u32>) {
    let mut closing = after(Duration::from_secs(1));
    loop {
        select! {
            recv(orders) -> order => if order.is_err() { break },
            recv(closing) -> _ => closing = after(Duration::from_secs(1)),
        }
    }
    println!("{:?}", orders.recv());
}

fn one_receive_from_a_timer() {
    let closing = after(Duration::from_secs(1));
    println!("{:?}", closing.recv());
}

fn a_timer_that_ends_the_loop(orders: &crossbeam_channel::Receiver<u32>) {
    let closing = after(Duration::from_secs(1));
    loop {
        select! {
            recv(orders) -> order => if order.is_err() { break },
            recv(closing) -> _ => break,
        }
    }
}

// What sends is called by the code that receives later, and there is a slot, or somebody else receives.

fn lay_one_plate(plates: &crossbeam_channel::Sender<u32>) {
    let _ = plates.send(1);
}

fn a_slot_for_what_a_call_sends() -> crossbeam_channel::Receiver<u32> {
    let (plates, laid) = bounded(1);
    lay_one_plate(&plates);
    laid
}

fn lay_two_plates(plates: &crossbeam_channel::Sender<u32>) {
    for plate in 0..2 {
        let _ = plates.send(plate);
    }
}

fn somebody_takes_what_a_call_sends() {
    let (plates, laid) = bounded(0);
    let waiter = thread::spawn(move || laid.iter().sum::<u32>());
    lay_two_plates(&plates);
    drop(plates);
    println!("{:?}", waiter.join());
}

// A question that only others put to the loop.

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
        (Hall { requests }, thread::spawn(move || usher(asked)))
    }

    fn ask(&self, request: Request) -> bool {
        self.requests.send(request).is_ok()
    }

    fn seats(&self) -> Option<u32> {
        let (answer, answered) = mpsc::sync_channel(1);
        if !self.ask(Request::Seats(answer)) {
            return None;
        }
        answered.recv().ok()
    }
}

fn usher(asked: mpsc::Receiver<Request>) {
    let mut seats = 40;
    for request in asked {
        match request {
            Request::Seats(answer) => {
                let _ = answer.send(seats);
            }
            Request::Guests(number) => {
                if seats >= number {
                    seats -= number;
                }
            }
        }
    }
}

mod there_may_be_room_for_all {
    use std::sync::mpsc::{SyncSender, sync_channel};
    use std::thread;

    pub fn open(left_over: Vec<u32>, room: usize) -> Option<SyncSender<u32>> {
        let (tx, rx) = sync_channel(room.max(left_over.len()));
        for letter in left_over {
            tx.send(letter).ok()?;
        }
        thread::spawn(move || {
            for letter in rx {
                println!("{letter}");
            }
        });
        Some(tx)
    }
}

// What comes back is read meanwhile, or finds room whatever comes.

fn weigh(sack: u32) -> u32 {
    sack * 2
}

fn another_thread_reads(sacks: Vec<u32>) -> u32 {
    let (ramp, unloaded) = flume::bounded(8);
    let (weighed, weights) = flume::bounded(8);
    thread::spawn(move || {
        while let Ok(sack) = unloaded.recv() {
            if weighed.send(weigh(sack)).is_err() {
                return;
            }
        }
    });
    let sum = thread::spawn(move || weights.iter().sum());
    for sack in sacks {
        ramp.send(sack).unwrap();
    }
    drop(ramp);
    sum.join().unwrap()
}

fn what_finds_no_room_is_left_out(sacks: Vec<u32>) -> u32 {
    let (ramp, unloaded) = flume::bounded(8);
    let (weighed, weights) = flume::bounded(8);
    thread::spawn(move || {
        while let Ok(sack) = unloaded.recv() {
            if weighed.try_send(weigh(sack)).is_err() {
                println!("one weight is lost");
            }
        }
    });
    for sack in sacks {
        ramp.send(sack).unwrap();
    }
    drop(ramp);
    weights.iter().sum()
}

fn one_at_a_time(sacks: Vec<u32>) -> u32 {
    let (ramp, unloaded) = flume::bounded(1);
    let (weighed, weights) = flume::bounded(1);
    thread::spawn(move || {
        while let Ok(sack) = unloaded.recv() {
            if weighed.send(weigh(sack)).is_err() {
                return;
            }
        }
    });
    let mut sum = 0;
    for sack in sacks {
        ramp.send(sack).unwrap();
        sum += weights.recv().unwrap();
    }
    sum
}
