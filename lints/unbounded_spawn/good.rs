//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! Spawns in loops that something limits, and things that only look like a spawn for each item.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use futures::StreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{AcquireError, Notify, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

#[path = "good/the_input_is_bounded.rs"]
mod the_input_is_bounded;
#[path = "good/the_loop_counts.rs"]
mod the_loop_counts;
#[path = "good/the_loop_ends.rs"]
mod the_loop_ends;
#[path = "good/the_sender_is_dropped.rs"]
mod the_sender_is_dropped;

const CLERKS: usize = 16;

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

// A permit is acquired before the spawn.

async fn a_permit_before_accepting(listener: TcpListener) -> io::Result<()> {
    let clerks = Arc::new(Semaphore::new(CLERKS));
    loop {
        let clerk = clerks
            .clone()
            .acquire_owned()
            .await
            .map_err(io::Error::other)?;
        let (counter, _) = listener.accept().await?;
        tokio::spawn(async move {
            let _clerk = clerk;
            take_in(counter).await
        });
    }
}

async fn a_permit_before_spawning(mut parcels: mpsc::Receiver<Parcel>, vans: Arc<Semaphore>) {
    while let Some(parcel) = parcels.recv().await {
        let Ok(van) = vans.clone().acquire_owned().await else {
            break;
        };
        tokio::spawn(async move {
            let _ = deliver(parcel).await;
            drop(van);
        });
    }
}

async fn no_permit_no_task(listener: TcpListener, clerks: Arc<Semaphore>) -> io::Result<()> {
    loop {
        let (mut counter, _) = listener.accept().await?;
        match clerks.clone().try_acquire_owned() {
            Ok(clerk) => {
                tokio::spawn(async move {
                    let _clerk = clerk;
                    take_in(counter).await
                });
            }
            Err(_) => counter.shutdown().await?,
        }
    }
}

async fn a_permit_of_another_library(
    parcels: async_channel::Receiver<Parcel>,
    vans: Arc<async_lock::Semaphore>,
) {
    while let Ok(parcel) = parcels.recv().await {
        let van = vans.acquire_arc().await;
        tokio::spawn(async move {
            let _van = van;
            deliver(parcel).await
        });
    }
}

struct Clerks(Arc<Semaphore>);

impl Clerks {
    async fn next_free(&self) -> io::Result<OwnedSemaphorePermit> {
        self.any_free().await.map_err(io::Error::other)
    }

    async fn any_free(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.0.clone().acquire_owned().await
    }
}

async fn a_method_of_ours_takes_the_permit(
    listener: TcpListener,
    clerks: Clerks,
) -> io::Result<()> {
    loop {
        let clerk = clerks.next_free().await?;
        let (counter, _) = listener.accept().await?;
        tokio::spawn(async move {
            let _clerk = clerk;
            take_in(counter).await
        });
    }
}

// A stream or a pool does the counting.

async fn for_each_concurrent(parcels: impl futures::Stream<Item = Parcel>) {
    parcels
        .for_each_concurrent(CLERKS, |parcel| async move {
            let _ = tokio::spawn(deliver(parcel)).await;
        })
        .await;
}

async fn buffered(parcels: impl futures::Stream<Item = Parcel>) -> usize {
    parcels
        .map(|parcel| tokio::spawn(deliver(parcel)))
        .buffer_unordered(CLERKS)
        .filter(|delivered| futures::future::ready(delivered.is_ok()))
        .count()
        .await
}

async fn one_after_the_other(mut parcels: impl futures::Stream<Item = Parcel> + Unpin) {
    while let Some(parcel) = parcels.next().await {
        if let Err(error) = deliver(parcel).await {
            eprintln!("{error}");
        }
    }
}

fn a_pool_of_threads(parcels: crossbeam_channel::Receiver<Parcel>) {
    for parcel in parcels {
        rayon::spawn(move || println!("{} weighed", parcel.number));
    }
}

fn a_pool_of_our_own(parcels: std::sync::mpsc::Receiver<Parcel>, scales: &rayon::ThreadPool) {
    while let Ok(parcel) = parcels.recv() {
        scales.spawn(move || println!("{} weighed", parcel.number));
    }
}

// The task is awaited, or ended, before the next one starts.

async fn awaited_at_once(
    mut parcels: mpsc::Receiver<Parcel>,
) -> Result<(), tokio::task::JoinError> {
    while let Some(parcel) = parcels.recv().await {
        if let Err(error) = tokio::spawn(deliver(parcel)).await? {
            eprintln!("{error}");
        }
    }
    Ok(())
}

async fn awaited_in_the_same_turn(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        let clerk = tokio::spawn(take_in(counter));
        println!("one at a time");
        if let Err(error) = clerk.await {
            eprintln!("{error}");
        }
    }
}

async fn awaited_in_the_next_turn(mut parcels: mpsc::Receiver<Parcel>) {
    let mut under_way: Option<JoinHandle<io::Result<()>>> = None;
    while let Some(parcel) = parcels.recv().await {
        if let Some(before) = under_way.take() {
            let _ = before.await;
        }
        under_way = Some(tokio::spawn(deliver(parcel)));
    }
}

async fn the_newest_replaces_the_one_before(mut parcels: mpsc::Receiver<Parcel>) {
    let mut under_way: Option<JoinHandle<io::Result<()>>> = None;
    while let Some(parcel) = parcels.recv().await {
        if let Some(before) = under_way.take() {
            before.abort();
        }
        under_way = Some(tokio::spawn(deliver(parcel)));
    }
}

fn a_thread_that_is_joined(parcels: flume::Receiver<Parcel>) {
    while let Ok(parcel) = parcels.recv() {
        let scales = thread::spawn(move || parcel.number % 7);
        println!("{:?}", scales.join());
    }
}

fn a_scope_ends_with_the_turn(loads: std::sync::mpsc::Receiver<Vec<Parcel>>) {
    for load in loads {
        let (near, far) = load.split_at(load.len() / 2);
        thread::scope(|scope| {
            scope.spawn(|| println!("{} near", near.len()));
            scope.spawn(|| println!("{} far", far.len()));
        });
    }
}

// The loop runs over what exists already.

fn a_range(weights: &Arc<Mutex<Vec<u64>>>) {
    for scale in 0..CLERKS {
        let weights = Arc::clone(weights);
        thread::spawn(move || weights.lock().unwrap().push(scale as u64));
    }
}

async fn a_range_of_tasks(listener: Arc<TcpListener>) {
    for _ in 0..CLERKS {
        let listener = listener.clone();
        tokio::spawn(async move {
            while let Ok((counter, _)) = listener.accept().await {
                let _ = take_in(counter).await;
            }
        });
    }
}

fn a_collection(depots: Vec<mpsc::Receiver<Parcel>>) {
    for mut depot in depots {
        tokio::spawn(async move {
            while let Some(parcel) = depot.recv().await {
                let _ = deliver(parcel).await;
            }
        });
    }
}

async fn a_collection_dressed_as_a_stream(parcels: Vec<Parcel>) {
    let mut parcels = futures::stream::iter(parcels);
    while let Some(parcel) = parcels.next().await {
        tokio::spawn(deliver(parcel));
    }
}

async fn a_batch_out_of_a_channel(mut loads: oneshot::Receiver<[Parcel; 3]>) {
    if let Ok(load) = (&mut loads).await {
        for parcel in load {
            tokio::spawn(deliver(parcel));
        }
    }
}

async fn only_the_first_few(parcels: mpsc::Receiver<Parcel>) {
    use tokio_stream::wrappers::ReceiverStream;

    let mut samples = ReceiverStream::new(parcels).take(8);
    while let Some(parcel) = samples.next().await {
        tokio::spawn(deliver(parcel));
    }
}

// The spawn leaves the loop, or there is one for each key.

async fn the_first_is_the_only_one(listener: TcpListener, greeting: &str) -> io::Result<()> {
    loop {
        let (counter, peer) = listener.accept().await?;
        if peer.ip().is_loopback() {
            tokio::spawn(take_in(counter));
            break;
        }
        eprintln!("{greeting}, {peer}, but not from there");
    }
    Ok(())
}

async fn the_last_act_of_a_select(
    listener: TcpListener,
    mut closing: oneshot::Receiver<Parcel>,
) -> io::Result<()> {
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (counter, _) = accepted?;
                take_in(counter).await?;
            }
            parcel = &mut closing => {
                if let Ok(parcel) = parcel {
                    tokio::spawn(deliver(parcel));
                }
                return Ok(());
            }
        }
    }
}

async fn one_task_for_each_street(mut parcels: mpsc::Receiver<Parcel>) {
    let mut vans: HashMap<String, JoinHandle<io::Result<()>>> = HashMap::new();
    while let Some(parcel) = parcels.recv().await {
        if let Entry::Vacant(street) = vans.entry(parcel.street.clone()) {
            street.insert(tokio::spawn(deliver(parcel)));
        }
    }
}

async fn the_map_keeps_the_newest_of_each_street(mut parcels: mpsc::Receiver<Parcel>) {
    let mut vans: HashMap<String, JoinHandle<io::Result<()>>> = HashMap::new();
    while let Some(parcel) = parcels.recv().await {
        let street = parcel.street.clone();
        if let Some(before) = vans.insert(street, tokio::spawn(deliver(parcel))) {
            before.abort();
        }
    }
}

// The task has nothing to wait for, or does not get the item.

async fn a_relay(mut parcels: mpsc::Receiver<Parcel>, next: mpsc::Sender<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let next = next.clone();
        tokio::spawn(async move {
            let _ = next.send(parcel).await;
        });
    }
}

enum Order {
    Open(String),
    Close(String),
}

async fn a_short_task_for_a_rare_order(
    mut orders: mpsc::Receiver<Order>,
    streets: Arc<Mutex<Vec<String>>>,
) {
    while let Some(order) = orders.recv().await {
        let streets = streets.clone();
        tokio::spawn(async move {
            let mut streets = streets.lock().unwrap();
            match order {
                Order::Open(street) => streets.push(street),
                Order::Close(street) => streets.retain(|open| *open != street),
            }
        });
    }
}

async fn one_kind_of_order_has_a_task_of_its_own(
    mut orders: mpsc::Receiver<Order>,
    mut streets: Vec<String>,
) {
    while let Some(order) = orders.recv().await {
        match order {
            Order::Open(street) => streets.push(street),
            Order::Close(street) => {
                tokio::spawn(deliver(Parcel { number: 0, street }));
            }
        }
    }
}

async fn the_item_stays_in_the_loop(listener: TcpListener, lamp: Arc<Notify>) {
    loop {
        match listener.accept().await {
            Ok((counter, _)) => {
                let _ = take_in(counter).await;
            }
            Err(error) => {
                eprintln!("could not accept: {error}");
                let green = lamp.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    green.notify_one();
                });
                lamp.notified().await;
            }
        }
    }
}

async fn one_task_takes_them_all(listener: TcpListener) -> io::Result<JoinHandle<()>> {
    let (counters, mut waiting) = mpsc::channel(CLERKS);
    let clerk = tokio::spawn(async move {
        while let Some(counter) = waiting.recv().await {
            let _ = take_in(counter).await;
        }
    });
    while let Ok((counter, _)) = listener.accept().await {
        if counters.send(counter).await.is_err() {
            break;
        }
    }
    Ok(clerk)
}

// One operation at a time, kept in the value that is polled.

enum Scale {
    Free(Option<Parcel>),
    Busy(JoinHandle<u64>),
}

struct Weighing<S> {
    parcels: S,
    scale: Scale,
}

impl<S> futures::Stream for Weighing<S>
where
    S: futures::Stream<Item = Parcel> + Unpin,
{
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        loop {
            match &mut self.scale {
                Scale::Free(parcel) => {
                    if let Some(parcel) = parcel.take() {
                        self.scale =
                            Scale::Busy(tokio::task::spawn_blocking(move || parcel.number % 7));
                        continue;
                    }
                    match ready!(self.parcels.poll_next_unpin(context)) {
                        Some(parcel) => self.scale = Scale::Free(Some(parcel)),
                        None => return Poll::Ready(None),
                    }
                }
                Scale::Busy(weighing) => {
                    let weight = ready!(Pin::new(weighing).poll(context));
                    self.scale = Scale::Free(None);
                    return Poll::Ready(weight.ok());
                }
            }
        }
    }
}

// Other things that are called `spawn`.

async fn a_process_for_each_message(mut scripts: mpsc::Receiver<String>) -> io::Result<()> {
    while let Some(script) = scripts.recv().await {
        let mut printer = tokio::process::Command::new("lp").arg(script).spawn()?;
        printer.wait().await?;
    }
    Ok(())
}

#[derive(Default)]
struct Vans {
    under_way: Vec<Pin<Box<dyn Future<Output = io::Result<()>> + Send>>>,
}

impl Vans {
    fn spawn(&mut self, work: impl Future<Output = io::Result<()>> + Send + 'static) {
        self.under_way.truncate(CLERKS);
        self.under_way.push(Box::pin(work));
    }
}

async fn a_method_of_our_own(mut parcels: mpsc::Receiver<Parcel>, vans: &mut Vans) {
    while let Some(parcel) = parcels.recv().await {
        vans.spawn(deliver(parcel));
    }
}

mod post {
    pub mod task {
        use std::future::Future;
        use std::io;

        pub async fn spawn(work: impl Future<Output = io::Result<()>>) -> io::Result<()> {
            println!("on its way");
            work.await
        }
    }
}

async fn a_function_of_our_own(mut parcels: mpsc::Receiver<Parcel>) -> io::Result<()> {
    use post::task;

    while let Some(parcel) = parcels.recv().await {
        task::spawn(deliver(parcel)).await?;
    }
    Ok(())
}

#[derive(Default)]
struct Turnstile {
    tickets: Vec<u32>,
}

impl Turnstile {
    fn accept(&mut self) -> Option<u32> {
        self.tickets.pop()
    }
}

async fn an_accept_of_our_own(mut turnstile: Turnstile) {
    while let Some(ticket) = turnstile.accept() {
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            println!("{ticket}");
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_server_for_the_test_alone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((counter, _)) = listener.accept().await {
                tokio::spawn(take_in(counter));
            }
        });

        let mut counter = TcpStream::connect(address).await.unwrap();
        counter.write_all(b"fragile").await.unwrap();
        let mut label = [0; 7];
        counter.read_exact(&mut label).await.unwrap();
        assert_eq!(&label, b"fragile");
    }
}

// The one who asked for the task gets its handle.

struct Errand {
    parcel: Parcel,
    runner: oneshot::Sender<JoinHandle<io::Result<()>>>,
}

async fn the_handle_goes_back_to_the_asker(mut errands: mpsc::Receiver<Errand>) {
    while let Some(Errand { parcel, runner }) = errands.recv().await {
        let handle = tokio::spawn(deliver(parcel));
        let _ = runner.send(handle);
    }
}

struct Question {
    parcel: Parcel,
    answer: oneshot::Sender<bool>,
}

async fn each_question_brings_the_way_to_its_answer(mut questions: mpsc::Receiver<Question>) {
    while let Some(question) = questions.recv().await {
        tokio::spawn(async move {
            let delivered = deliver(question.parcel).await.is_ok();
            let _ = question.answer.send(delivered);
        });
    }
}

// An executor runs what others have made and wait for.

type Errands = Pin<Box<dyn Future<Output = ()> + Send>>;

async fn each_message_is_the_work_itself(mut errands: mpsc::UnboundedReceiver<Errands>) {
    while let Some(errand) = errands.recv().await {
        tokio::spawn(errand);
    }
}

struct Commission {
    parcel: Parcel,
    receipt: async_channel::Sender<bool>,
}

async fn the_asker_waits_at_its_own_end_of_a_queue(orders: async_channel::Receiver<Commission>) {
    while let Ok(order) = orders.recv().await {
        tokio::spawn(async move {
            let delivered = deliver(order.parcel).await.is_ok();
            order.receipt.send(delivered).await.ok();
        });
    }
}

async fn the_function_it_is_handed_to_takes_a_permit(
    listener: TcpListener,
    clerks: Arc<Semaphore>,
) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        open_with_a_permit(counter, clerks.clone()).await;
    }
}

async fn open_with_a_permit(counter: TcpStream, clerks: Arc<Semaphore>) {
    let clerk = clerks.acquire_owned().await;
    tokio::spawn(async move {
        let _clerk = clerk;
        take_in(counter).await
    });
}

async fn one_counter_and_then_the_evening(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        open(counter);
        return Ok(());
    }
}

fn open(counter: TcpStream) {
    tokio::spawn(take_in(counter));
}

async fn counters_for_programs_of_this_house(listener: tokio::net::UnixListener) -> io::Result<()> {
    loop {
        let (mut counter, _) = listener.accept().await?;
        tokio::spawn(async move { counter.write_all(b"open").await });
    }
}

async fn a_counter_behind_the_house() -> io::Result<()> {
    let address = format!("127.0.0.1:{}", 80);
    let fixed = TcpListener::bind("127.0.0.1:4000").await?;
    let of_numbers = TcpListener::bind(std::net::SocketAddr::from(([127, 0, 0, 1], 4001))).await?;
    let of_a_constant = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 4002)).await.expect(&address);
    serve_all(of_numbers).await?;
    loop {
        let counter = tokio::select! {
            accepted = fixed.accept() => accepted?.0,
            accepted = of_a_constant.accept() => accepted?.0,
        };
        tokio::spawn(take_in(counter));
    }
}

async fn serve_all(listener: TcpListener) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(take_in(counter));
    }
}

struct Quay {
    cranes: Vec<String>,
}

impl Quay {
    fn a_thread_for_each_of_its_own(&self) {
        for crane in &self.cranes {
            let crane = crane.clone();
            std::thread::spawn(move || println!("{crane} turns"));
        }
    }
}

struct Ferry {
    quay: TcpListener,
    seats: Arc<Semaphore>,
}

impl Ferry {
    async fn the_helper_that_accepts_takes_a_permit(&self) {
        while let Some((passenger, seat)) = self.next_passenger().await {
            tokio::spawn(async move {
                let _seat = seat;
                take_in(passenger).await
            });
        }
    }

    async fn next_passenger(&self) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
        let seat = self.seats.clone().acquire_owned().await.ok()?;
        let (passenger, _) = self.quay.accept().await.ok()?;
        Some((passenger, seat))
    }
}

#[path = "good/read_by_a_helper.rs"]
mod read_by_a_helper;
