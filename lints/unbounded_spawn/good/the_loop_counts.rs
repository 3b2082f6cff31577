//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-ends-server, accept-error-retried) -- the cases here are about something else
//! Loops that count their tasks, or end one before the next: near misses of `unbounded-spawn`.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::{CLERKS, Parcel, deliver, take_in};

async fn a_set_that_is_full_waits(listener: TcpListener) -> io::Result<()> {
    let mut counters = JoinSet::new();
    loop {
        if counters.len() >= CLERKS {
            counters.join_next().await;
        }
        let (counter, _) = listener.accept().await?;
        counters.spawn(take_in(counter));
    }
}

async fn a_set_waits_until_there_is_room(mut parcels: mpsc::Receiver<Parcel>) {
    let mut vans = JoinSet::new();
    while let Some(parcel) = parcels.recv().await {
        while vans.len() >= CLERKS {
            let _ = vans.join_next().await;
        }
        vans.spawn(deliver(parcel));
    }
    while vans.join_next().await.is_some() {}
}

async fn the_branch_is_off_while_the_set_is_full(
    listener: TcpListener,
    closing: CancellationToken,
) -> io::Result<()> {
    let mut counters = JoinSet::new();
    loop {
        tokio::select! {
            _ = closing.cancelled() => return Ok(()),
            Some(_) = counters.join_next() => {}
            accepted = listener.accept(), if counters.len() < CLERKS => {
                let (counter, _) = accepted?;
                counters.spawn(take_in(counter));
            }
        }
    }
}

async fn a_counter_that_refuses(listener: TcpListener) -> io::Result<()> {
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let (counter, peer) = listener.accept().await?;
        if open.load(Ordering::Acquire) >= CLERKS {
            eprintln!("{peer}: all clerks are busy");
            continue;
        }
        open.fetch_add(1, Ordering::AcqRel);
        let open = open.clone();
        tokio::spawn(async move {
            let _ = take_in(counter).await;
            open.fetch_sub(1, Ordering::AcqRel);
        });
    }
}

struct Office {
    listener: TcpListener,
    open: usize,
    limit: usize,
}

impl Office {
    async fn a_counter_in_the_head_of_the_loop(&mut self) -> io::Result<()> {
        while self.open < self.limit {
            let (counter, _) = self.listener.accept().await?;
            self.open += 1;
            tokio::spawn(take_in(counter));
        }
        Ok(())
    }
}

async fn the_clones_of_an_arc_are_counted(
    listener: TcpListener,
    office: Arc<str>,
) -> io::Result<()> {
    loop {
        let (mut counter, _) = listener.accept().await?;
        if Arc::strong_count(&office) < CLERKS {
            let office = Arc::clone(&office);
            tokio::spawn(async move {
                counter.write_all(office.as_bytes()).await?;
                take_in(counter).await
            });
        }
    }
}

async fn each_has_a_place_in_a_map_until_it_leaves(listener: TcpListener) -> io::Result<()> {
    let waiting: Arc<Mutex<HashMap<SocketAddr, Instant>>> = Arc::default();
    loop {
        let (counter, peer) = listener.accept().await?;
        if waiting.lock().unwrap().len() >= CLERKS {
            continue;
        }
        waiting.lock().unwrap().insert(peer, Instant::now());
        let waiting = waiting.clone();
        tokio::spawn(async move {
            let _ = take_in(counter).await;
            waiting.lock().unwrap().remove(&peer);
        });
    }
}

async fn the_loop_hears_of_each_that_leaves(listener: TcpListener) -> io::Result<()> {
    let (leaving, mut left) = mpsc::channel(CLERKS);
    let mut open = 0;
    loop {
        tokio::select! {
            accepted = listener.accept(), if open < CLERKS => {
                let (counter, _) = accepted?;
                let leaving = leaving.clone();
                open += 1;
                tokio::spawn(async move {
                    let _ = take_in(counter).await;
                    let _ = leaving.send(()).await;
                });
            }
            Some(()) = left.recv() => open -= 1,
        }
    }
}

#[derive(Clone, Default)]
struct Hall {
    inside: Arc<AtomicUsize>,
}

impl Hall {
    fn is_full(&self) -> bool {
        self.inside.load(Ordering::Acquire) >= CLERKS
    }

    fn enter(&self) -> Visit {
        self.inside.fetch_add(1, Ordering::AcqRel);
        Visit(self.clone())
    }
}

struct Visit(Hall);

impl Drop for Visit {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn a_hall_that_is_full_lets_nobody_in(listener: TcpListener, hall: Hall) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        if hall.is_full() {
            continue;
        }
        let visit = hall.enter();
        tokio::spawn(async move {
            let _visit = visit;
            take_in(counter).await
        });
    }
}

async fn one_too_many_is_counted_out_again(listener: TcpListener) -> io::Result<()> {
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let (counter, _) = listener.accept().await?;
        let full = open.fetch_add(1, Ordering::AcqRel) >= CLERKS;
        if full {
            open.fetch_sub(1, Ordering::AcqRel);
            continue;
        }
        let open = open.clone();
        tokio::spawn(async move {
            let _ = take_in(counter).await;
            open.fetch_sub(1, Ordering::AcqRel);
        });
    }
}

async fn the_oldest_makes_room(listener: TcpListener) -> io::Result<()> {
    let mut counters = VecDeque::new();
    loop {
        let (counter, _) = listener.accept().await?;
        counters.push_back(tokio::spawn(take_in(counter)));
        if counters.len() > CLERKS
            && let Some(oldest) = counters.pop_front()
        {
            oldest.abort();
        }
    }
}

async fn the_number_of_counters_is_read_first(listener: TcpListener) -> io::Result<()> {
    let counters: Mutex<Vec<JoinHandle<io::Result<()>>>> = Mutex::default();
    loop {
        let (counter, _) = listener.accept().await?;
        let open = counters.lock().unwrap().len();
        if open >= CLERKS {
            continue;
        }
        let taken = tokio::spawn(take_in(counter));
        counters.lock().unwrap().push(taken);
    }
}

// Who is given a maximum says no beyond it.

struct Counter(Arc<AtomicUsize>);

impl Counter {
    fn take(open: Arc<AtomicUsize>, max_counters: usize) -> Option<Counter> {
        let taken = open.fetch_update(Ordering::AcqRel, Ordering::Acquire, |n| {
            (n < max_counters).then_some(n + 1)
        });
        taken.ok().map(|_| Counter(open))
    }
}

async fn beyond_the_maximum_nobody_is_served(
    listener: TcpListener,
    max_counters: usize,
) -> io::Result<()> {
    let open: Arc<AtomicUsize> = Arc::default();
    loop {
        let (customer, _) = listener.accept().await?;
        let Some(counter) = Counter::take(open.clone(), max_counters) else {
            continue;
        };
        tokio::spawn(async move {
            let _counter = counter;
            take_in(customer).await
        });
    }
}

// One has to end before the next starts.

async fn one_leaves_before_the_next_comes_in(listener: TcpListener) -> io::Result<()> {
    let mut counters = JoinSet::new();
    loop {
        let (counter, _) = listener.accept().await?;
        counters.join_next().await;
        counters.spawn(take_in(counter));
    }
}

/// Its visitors are counted before one more is let in.
#[derive(Clone, Default)]
struct Lobby {
    inside: Arc<Mutex<HashMap<SocketAddr, Instant>>>,
}

impl Lobby {
    async fn the_function_turns_them_away(self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((counter, peer)) => self.let_in(counter, peer),
                Err(error) => eprintln!("could not accept: {error}"),
            }
        }
    }

    fn let_in(&self, counter: TcpStream, peer: SocketAddr) {
        if !self.has_room() {
            eprintln!("{peer}: the lobby is full");
            return;
        }
        self.inside.lock().unwrap().insert(peer, Instant::now());
        let lobby = self.clone();
        tokio::spawn(async move {
            let _ = take_in(counter).await;
            lobby.inside.lock().unwrap().remove(&peer);
        });
    }

    fn has_room(&self) -> bool {
        let inside = self.inside.lock().unwrap().len();
        inside < CLERKS
    }
}

/// Has room for one visitor.
#[derive(Default)]
struct Booth {
    taken: Mutex<bool>,
    left: Notify,
}

impl Booth {
    async fn the_one_before_has_gone(self: Arc<Self>, listener: TcpListener) -> io::Result<()> {
        loop {
            let (counter, _) = listener.accept().await?;
            self.empty().await;
            let booth = self.clone();
            tokio::spawn(async move {
                let _ = take_in(counter).await;
                booth.leave();
            });
        }
    }

    async fn empty(&self) {
        while std::mem::replace(&mut *self.taken.lock().unwrap(), true) {
            self.left.notified().await;
        }
    }

    fn leave(&self) {
        *self.taken.lock().unwrap() = false;
        self.left.notify_one();
    }
}

type Order = (Parcel, oneshot::Sender<bool>);

async fn the_reply_is_a_part_of_the_order() {
    let (counter, mut orders) = mpsc::unbounded_channel::<Order>();
    sells(counter);
    while let Some((parcel, reply)) = orders.recv().await {
        tokio::spawn(async move {
            let _ = reply.send(deliver(parcel).await.is_ok());
        });
    }
}

fn sells(counter: mpsc::UnboundedSender<Order>) {
    std::thread::spawn(move || {
        let mut number = 0;
        while let Some((parcel, reply)) = ordered(number) {
            if counter.send((parcel, reply)).is_err() {
                break;
            }
            number += 1;
        }
    });
}

fn ordered(number: u64) -> Option<Order> {
    let (reply, _) = oneshot::channel();
    let street = format!("{number} High Street");
    (number < 9).then_some((Parcel { number, street }, reply))
}

/// Gives out places as long as there are some.
struct Cloakroom {
    taken: Arc<AtomicUsize>,
    hooks: usize,
}

struct Hook(Arc<AtomicUsize>);

impl Hook {
    fn free(taken: &Arc<AtomicUsize>, hooks: usize) -> Option<Hook> {
        let more = |n| (n < hooks).then_some(n + 1);
        taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Hook(Arc::clone(taken)))
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Cloakroom {
    async fn a_place_is_given_or_refused(&self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (counter, _) = listener.accept().await?;
            self.hang_up(counter);
        }
    }

    fn hang_up(&self, counter: TcpStream) {
        let Some(hook) = Hook::free(&self.taken, self.hooks) else {
            eprintln!("no hook is free");
            return;
        };
        tokio::spawn(async move {
            let _hook = hook;
            take_in(counter).await
        });
    }

    async fn a_place_is_matched(&self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (counter, _) = listener.accept().await?;
            self.hang_up_or_refuse(counter);
        }
    }

    fn hang_up_or_refuse(&self, counter: TcpStream) {
        if let Some(hook) = Hook::free(&self.taken, self.hooks) {
            tokio::spawn(async move {
                let _hook = hook;
                take_in(counter).await
            });
        }
    }
}
