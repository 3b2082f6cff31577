//! One task for each item of a source that others feed, and nothing that limits how many.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use futures::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

#[derive(Clone, Debug)]
struct Parcel {
    number: u64,
    street: String,
}

async fn take_in(mut counter: TcpStream) -> io::Result<()> {
    let mut label = [0; 64];
    let length = counter.read(&mut label).await?;
    counter.write_all(&label[..length]).await
}

async fn deliver(parcel: Parcel) -> io::Result<()> {
    let mut door = TcpStream::connect((parcel.street.as_str(), 80)).await?;
    door.write_all(&parcel.number.to_be_bytes()).await
}

// Connections.

async fn an_accept_loop(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(take_in(counter)); //~
    }
}

async fn an_accept_loop_that_logs_errors(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((counter, peer)) => {
                tokio::spawn(async move { //~
                    if let Err(error) = take_in(counter).await {
                        eprintln!("{peer}: {error}");
                    }
                });
            }
            Err(error) => eprintln!("could not accept: {error}"),
        }
    }
}

async fn while_let_accept(listener: TcpListener) {
    while let Ok((mut counter, _)) = listener.accept().await {
        tokio::task::spawn(async move { //~
            let mut label = String::new();
            counter.read_to_string(&mut label).await
        });
    }
}

async fn an_accept_in_a_select(listener: TcpListener, closing: CancellationToken) -> io::Result<()> {
    loop {
        tokio::select! {
            _ = closing.cancelled() => return Ok(()),
            accepted = listener.accept() => {
                let (counter, _) = accepted?;
                tokio::spawn(async move { take_in(counter).await }); //~
            }
        }
    }
}

async fn a_select_gives_the_connection_to_the_loop(listener: TcpListener, closing: CancellationToken) {
    loop {
        let counter = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((counter, _)) => counter,
                Err(_) => continue,
            },
            _ = closing.cancelled() => break,
        };
        if counter.set_nodelay(true).is_err() {
            continue;
        }
        tokio::spawn(take_in(counter)); //~
    }
}

async fn the_accept_is_driven_by_a_token(listener: TcpListener, closing: CancellationToken) {
    loop {
        let accepting = closing.run_until_cancelled(listener.accept());
        let Some(Ok((counter, _))) = accepting.await else { break };
        tokio::spawn(take_in(counter)); //~
    }
}

trait Door {
    async fn accept(&mut self) -> io::Result<TcpStream>;
}

async fn a_bound_gives_the_accept_and_a_race_drives_it<D: Door>(mut door: D, closing: CancellationToken) {
    loop {
        let knock = std::pin::pin!(door.accept());
        let closed = std::pin::pin!(closing.cancelled());
        let futures::future::Either::Left((Ok(counter), _)) = futures::future::select(knock, closed).await else { break };
        tokio::spawn(take_in(counter)); //~
    }
}

async fn the_future_is_made_before_the_spawn(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, peer) = listener.accept().await?;
        let work = take_in(counter);
        tokio::spawn(async move { //~
            if let Err(error) = work.await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

async fn a_counter_that_only_counts(listener: TcpListener) -> io::Result<()> {
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let (counter, _) = listener.accept().await?;
        println!("{} open", open.fetch_add(1, Ordering::Relaxed));
        let open = Arc::clone(&open);
        tokio::spawn(async move { //~
            let _ = take_in(counter).await;
            open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

async fn a_join_set_is_no_limit(listener: TcpListener) -> io::Result<()> {
    let mut counters = JoinSet::new();
    loop {
        let (counter, _) = listener.accept().await?;
        counters.spawn(take_in(counter)); //~
    }
}

async fn a_join_set_that_is_only_swept(listener: TcpListener, closing: CancellationToken) {
    let mut counters = JoinSet::new();
    loop {
        let counter = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((counter, _)) => counter,
                Err(_) => break,
            },
            _ = closing.cancelled() => break,
        };
        counters.spawn(async move { take_in(counter).await }); //~
        while counters.try_join_next().is_some() {}
    }
    counters.shutdown().await;
}

async fn a_tracker_is_no_limit(listener: TcpListener, counters: TaskTracker) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        counters.spawn(take_in(counter)); //~
    }
}

async fn the_permit_is_acquired_in_the_task(listener: TcpListener) -> io::Result<()> {
    let clerks = Arc::new(Semaphore::new(16));
    loop {
        let (counter, _) = listener.accept().await?;
        let clerks = clerks.clone();
        tokio::spawn(async move { //~
            let _clerk = clerks.acquire_owned().await.expect("the office never closes");
            take_in(counter).await
        });
    }
}

struct Office {
    listener: TcpListener,
    runtime: tokio::runtime::Handle,
}

impl Office {
    async fn a_runtime_kept_in_a_field(&self) -> io::Result<()> {
        loop {
            let (counter, _) = self.listener.accept().await?;
            self.runtime.spawn(take_in(counter)); //~
        }
    }
}

// Messages, whose task waits for something itself.

async fn a_task_for_each_message(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn let_else_and_a_block(mut parcels: mpsc::UnboundedReceiver<Parcel>) {
    loop {
        let Some(parcel) = parcels.recv().await else {
            break;
        };
        tokio::spawn(async move { //~
            let number = parcel.number;
            match deliver(parcel).await {
                Ok(()) => println!("{number} delivered"),
                Err(error) => eprintln!("{number} came back: {error}"),
            }
        });
    }
}

async fn a_broadcast(mut parcels: broadcast::Receiver<Parcel>) {
    loop {
        match parcels.recv().await {
            Ok(parcel) => {
                tokio::spawn(async move { deliver(parcel).await }); //~
            }
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
}

async fn a_channel_of_flume(parcels: flume::Receiver<Parcel>) {
    while let Ok(parcel) = parcels.recv_async().await {
        let _ = tokio::spawn(deliver(parcel)); //~
    }
}

async fn a_channel_of_kanal(parcels: kanal::AsyncReceiver<Parcel>) {
    while let Ok(parcel) = parcels.recv().await {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn a_channel_of_futures(mut parcels: futures::channel::mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.next().await {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn any_stream(mut parcels: impl futures::Stream<Item = io::Result<Parcel>> + Unpin) {
    while let Some(Ok(parcel)) = parcels.next().await {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn a_channel_as_a_stream(parcels: mpsc::Receiver<Parcel>) {
    use tokio_stream::wrappers::ReceiverStream;

    let mut parcels = ReceiverStream::new(parcels);
    while let Some(parcel) = parcels.next().await {
        tokio::spawn(async move { //~
            let _ = deliver(parcel).await;
        });
    }
}

async fn a_task_for_each_client_and_for_each_of_its_requests<C, F>(mut clients: impl futures::Stream<Item = C> + Unpin)
where
    C: futures::Stream<Item = F> + Unpin + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    while let Some(mut requests) = clients.next().await {
        tokio::spawn(async move { //~
            while let Some(request) = requests.next().await {
                tokio::spawn(request); //~
            }
        });
    }
}

async fn a_task_for_each_datagram(hatch: Arc<tokio::net::UdpSocket>) -> io::Result<()> {
    let mut label = [0; 64];
    loop {
        let (length, peer) = hatch.recv_from(&mut label).await?;
        let label = label[..length].to_vec();
        let hatch = hatch.clone();
        tokio::spawn(async move { //~
            let _ = hatch.send_to(&label, peer).await;
        });
    }
}

struct Depot {
    parcels: mpsc::Receiver<Parcel>,
    delivered: Arc<AtomicUsize>,
}

impl Depot {
    async fn a_receiver_kept_in_a_field(&mut self) {
        while let Some(parcel) = self.parcels.recv().await {
            let delivered = self.delivered.clone();
            tokio::spawn(async move { //~
                if deliver(parcel).await.is_ok() {
                    delivered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    }
}

fn in_background(work: impl Future<Output = io::Result<()>> + Send + 'static) {
    tokio::spawn(work);
}

async fn through_a_wrapper(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        in_background(take_in(counter)); //~
    }
}

// Threads.

mod with_threads {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};

    use super::*;

    fn take_in(mut counter: TcpStream) -> io::Result<()> {
        let mut label = [0; 64];
        let length = counter.read(&mut label)?;
        counter.write_all(&label[..length])
    }

    fn the_incoming_connections(listener: TcpListener) -> io::Result<()> {
        for counter in listener.incoming() {
            let counter = counter?;
            thread::spawn(move || take_in(counter)); //~
        }
        Ok(())
    }

    fn an_accept_loop(listener: TcpListener) {
        loop {
            match listener.accept() {
                Ok((counter, peer)) => {
                    let builder = thread::Builder::new().name(peer.to_string());
                    let _ = builder.spawn(move || take_in(counter)); //~
                }
                Err(error) => eprintln!("could not accept: {error}"),
            }
        }
    }
}

// Other runtimes.

mod on_async_std {
    use async_std::net::{TcpListener, TcpStream};
    use async_std::prelude::*;
    use async_std::task;

    use super::io;

    async fn take_in(mut counter: TcpStream) -> io::Result<()> {
        let mut label = [0; 64];
        let length = counter.read(&mut label).await?;
        counter.write_all(&label[..length]).await
    }

    async fn the_incoming_connections(listener: TcpListener) -> io::Result<()> {
        let mut incoming = listener.incoming();
        while let Some(counter) = incoming.next().await {
            let counter = counter?;
            task::spawn(async { //~
                take_in(counter).await.expect("the counter has closed");
            });
        }
        Ok(())
    }
}

mod on_smol {
    use smol::net::{TcpListener, TcpStream};
    use smol::prelude::*;

    use super::io;

    async fn take_in(mut counter: TcpStream) -> io::Result<()> {
        let mut label = [0; 64];
        let length = counter.read(&mut label).await?;
        counter.write_all(&label[..length]).await
    }

    async fn detached(listener: TcpListener) -> io::Result<()> {
        loop {
            let (counter, _) = listener.accept().await?;
            smol::spawn(take_in(counter)).detach(); //~
        }
    }

    async fn a_channel(parcels: async_channel::Receiver<TcpStream>) {
        while let Ok(counter) = parcels.recv().await {
            smol::spawn(async move { take_in(counter).await }).detach(); //~
        }
    }
}

async fn on_actix(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        actix_rt::spawn(take_in(counter)); //~
    }
}

// The task is started in the function that the connection is handed to.

async fn the_function_it_is_handed_to(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        open_a_counter(counter, Instant::now());
    }
}

fn open_a_counter(counter: TcpStream, since: Instant) {
    tokio::spawn(async move { //~
        println!("{:?}", since.elapsed());
        take_in(counter).await
    });
}

async fn a_list_of_handles_is_no_limit(listener: TcpListener) -> io::Result<()> {
    let (open, mut opened) = mpsc::unbounded_channel();
    let collector = tokio::spawn(async move {
        while let Some(handle) = opened.recv().await {
            println!("{:?}", tokio::task::JoinHandle::<io::Result<()>>::is_finished(&handle));
        }
    });
    while let Ok((counter, _)) = listener.accept().await {
        let handle = tokio::spawn(take_in(counter)); //~
        open.send(handle).ok();
    }
    drop(open);
    collector.await.ok();
    Ok(())
}

// What is compared says nothing of how many tasks run, or holds none of them back.

struct Desk {
    listener: TcpListener,
    level: u8,
    sizes: Vec<usize>,
}

impl Desk {
    async fn a_field_that_no_task_changes(&self) -> io::Result<()> {
        loop {
            let (counter, peer) = self.listener.accept().await?;
            if self.level > 2 {
                println!("{peer} has come");
            }
            tokio::spawn(take_in(counter)); //~
        }
    }

    async fn a_field_that_keeps_some_away(&self) -> io::Result<()> {
        loop {
            let (counter, peer) = self.listener.accept().await?;
            if usize::from(peer.port()) < self.sizes.len() {
                continue;
            }
            tokio::spawn(take_in(counter)); //~
        }
    }
}

async fn failures_are_counted_and_not_tasks(listener: TcpListener) -> io::Result<()> {
    let mut failures = 0;
    loop {
        match listener.accept().await {
            Ok((counter, _)) => {
                tokio::spawn(take_in(counter)); //~
            }
            Err(error) => {
                failures += 1;
                if failures > 10 {
                    return Err(error);
                }
            }
        }
    }
}

async fn the_number_of_tasks_is_only_printed(listener: TcpListener) -> io::Result<()> {
    let mut counters = JoinSet::new();
    loop {
        let (counter, peer) = listener.accept().await?;
        if counters.len() > 100 {
            eprintln!("{peer} is one of {}", counters.len());
        }
        counters.spawn(take_in(counter)); //~
    }
}

async fn a_number_that_others_set(listener: TcpListener, hour: Arc<AtomicUsize>) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        if hour.load(Ordering::Relaxed) > 18 {
            continue;
        }
        tokio::spawn(take_in(counter)); //~
    }
}

// A name with the word in it takes no permit.

fn is_permitted(peer: &SocketAddr) -> bool {
    peer.ip().is_loopback()
}

async fn only_some_are_permitted(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, peer) = listener.accept().await?;
        if !is_permitted(&peer) {
            continue;
        }
        tokio::spawn(take_in(counter)); //~
    }
}

struct Names(AtomicUsize);

impl Names {
    fn acquire(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

async fn a_number_is_acquired_and_no_permit(listener: TcpListener, names: Names) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        let name = names.acquire();
        tokio::spawn(async move { //~
            println!("{name} is served");
            take_in(counter).await
        });
    }
}

async fn bound_to_every_address() -> io::Result<()> {
    answer_all(TcpListener::bind("127.0.0.1:4000").await?).await?;
    answer_all(TcpListener::bind("0.0.0.0:4000").await?).await
}

async fn answer_all(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut counter, _) = listener.accept().await?;
        tokio::spawn(async move { counter.write_all(b"open").await }); //~
    }
}

async fn tried_out_at_home(listener: TcpListener) -> io::Result<()> {
    loop {
        let (mut counter, _) = listener.accept().await?;
        tokio::spawn(async move { counter.write_all(b"open").await }); //~
    }
}

/// Every day again: that a day has so many parcels limits nothing.
async fn every_day(listener: TcpListener, clerks: usize) -> io::Result<()> {
    loop {
        for _ in 0..clerks {
            let (mut counter, _) = listener.accept().await?;
            tokio::spawn(async move { counter.write_all(b"open").await }); //~
        }
    }
}

/// Others put parcels on the pile while it is worked off.
async fn a_pile_that_grows(listener: TcpListener, mut pile: std::collections::VecDeque<Parcel>) -> io::Result<()> {
    while let Some(parcel) = pile.pop_front() {
        let (mut counter, _) = listener.accept().await?;
        pile.push_back(parcel.clone());
        tokio::spawn(async move { counter.write_all(parcel.street.as_bytes()).await }); //~
    }
    Ok(())
}

/// The address stands in a file, and this is only what it is without one.
#[derive(serde::Deserialize)]
struct Settings {
    door: SocketAddr,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { door: SocketAddr::from(([127, 0, 0, 1], 4000)) }
    }
}

async fn bound_to_what_is_set(settings: Settings) -> io::Result<()> {
    let listener = TcpListener::bind(settings.door).await?;
    loop {
        let (mut counter, _) = listener.accept().await?;
        tokio::spawn(async move { counter.write_all(b"open").await }); //~
    }
}

/// One of the two is open to everybody.
struct Doors {
    open: SocketAddr,
}

async fn either_door(inner: bool) -> io::Result<()> {
    let doors =
        if inner { Doors { open: ([127, 0, 0, 1], 4000).into() } } else { Doors { open: ([0, 0, 0, 0], 4000).into() } };
    let listener = TcpListener::bind(doors.open).await?;
    loop {
        let (mut counter, _) = listener.accept().await?;
        tokio::spawn(async move { counter.write_all(b"open").await }); //~
    }
}

async fn each_packet(socket: Arc<tokio::net::UdpSocket>) -> io::Result<()> {
    let mut buffer = [0; 512];
    loop {
        let (length, from) = socket.recv_from(&mut buffer).await?;
        let (socket, question) = (socket.clone(), buffer[..length].to_vec());
        tokio::spawn(async move { socket.send_to(&question, from).await }); //~
    }
}

async fn while_the_house_is_open(listener: TcpListener, closing: CancellationToken) {
    loop {
        tokio::select! {
            _ = closing.cancelled() => break,
            Ok((counter, _)) = listener.accept() => {
                tokio::spawn(take_in(counter)); //~
            }
        }
    }
}

async fn handed_in_by_others(mut handed_in: mpsc::Receiver<TcpStream>) {
    while let Some(socket) = handed_in.recv().await {
        tokio::spawn(take_in(socket)); //~
    }
}

// A channel beside the task ends it only with a sender that is dropped, and only where the task asks for that.

async fn ring_until(number: u64, mut silence: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => println!("{number}: ding"),
            _ = silence.recv() => break,
        }
    }
}

async fn the_bells_are_kept(mut parcels: mpsc::Receiver<Parcel>) {
    let mut bells = Vec::new();
    while let Some(parcel) = parcels.recv().await {
        let (bell, silence) = mpsc::channel(1);
        tokio::spawn(ring_until(parcel.number, silence)); //~
        bells.push(bell);
    }
}

async fn another_task_has_the_bell(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (bell, silence) = mpsc::channel(1);
        tokio::spawn(ring_until(parcel.number, silence)); //~
        tokio::spawn(async move { //~
            let _bell: mpsc::Sender<()> = bell;
            deliver(parcel).await
        });
    }
}

async fn the_parcel_is_what_is_sent(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (shelf, mut taken) = mpsc::channel::<Parcel>(1);
        let number = parcel.number;
        tokio::spawn(async move { //~
            while let Some(parcel) = taken.recv().await {
                println!("{number} is delivered");
                let _ = deliver(parcel).await;
            }
        });
        let _ = shelf.send(parcel).await;
    }
}

async fn the_bell_is_heard_after_the_work(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (bell, mut silence) = mpsc::channel::<()>(1);
        tokio::spawn(async move { //~
            let _ = deliver(parcel).await;
            silence.recv().await
        });
        drop(bell);
    }
}

async fn the_silence_is_passed_over(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (bell, mut silence) = mpsc::channel::<()>(1);
        tokio::spawn(async move { //~
            loop {
                tokio::select! {
                    Some(()) = silence.recv() => break,
                    _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => println!("{}", parcel.number),
                }
            }
        });
        drop(bell);
    }
}

async fn one_bell_for_all(mut parcels: mpsc::Receiver<Parcel>) {
    let (bell, silence) = async_channel::bounded::<()>(1);
    while let Some(parcel) = parcels.recv().await {
        let silence = silence.clone();
        tokio::spawn(async move { //~
            loop {
                tokio::select! {
                    _ = silence.recv() => break,
                    _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => println!("{}", parcel.number),
                }
            }
        });
    }
    drop(bell);
}

#[path = "bad/acted_on.rs"]
mod acted_on;

// A function that calls itself gets its number from itself.

async fn tries_again(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((counter, _)) => again(counter, 3),
            Err(error) => eprintln!("could not accept: {error}"),
        }
    }
}

fn again(counter: TcpStream, left: u32) {
    if left > 1 {
        return again(counter, left - 1);
    }
    tokio::spawn(take_in(counter)); //~
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn it_opens() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        super::tried_out_at_home(listener).await.unwrap();
    }
}

#[path = "bad/of_an_input.rs"]
mod of_an_input;

#[path = "bad/read_by_a_helper.rs"]
mod read_by_a_helper;

#[path = "bad/with_a_badge.rs"]
mod with_a_badge;
