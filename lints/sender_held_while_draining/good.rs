//! Drains that end: near misses of `sender-held-while-draining`.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

struct Parcel {
    id: u64,
    grams: u32,
}

fn weigh(id: u64) -> Parcel {
    Parcel { id, grams: 250 }
}

fn dropped_before_the_drain(ids: [u64; 4]) -> u32 {
    let (tx, rx) = channel();
    for id in ids {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(id)));
    }
    drop(tx);
    rx.iter().map(|parcel| parcel.grams).sum()
}

async fn dropped_by_its_full_name(ids: Vec<u64>) -> Vec<u64> {
    let (tx, mut rx) = mpsc::channel(8);
    for id in ids {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(weigh(id)).await });
    }
    std::mem::drop(tx);
    let mut seen = vec![];
    while let Some(parcel) = rx.recv().await {
        seen.push(parcel.id);
    }
    seen
}

fn the_last_worker_takes_the_original() -> u32 {
    let (tx, rx) = sync_channel(4);
    let first = {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(1)).unwrap())
    };
    let second = thread::spawn(move || {
        tx.send(weigh(2)).unwrap();
        tx.send(weigh(3)).unwrap();
    });
    let mut grams = 0;
    for parcel in &rx {
        grams += parcel.grams;
    }
    first.join().unwrap();
    second.join().unwrap();
    grams
}

async fn moved_into_the_only_task(ids: Vec<u64>) -> usize {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let weighing = tokio::spawn(async move {
        for id in ids {
            if tx.send(weigh(id)).is_err() {
                return;
            }
        }
    });
    let mut count = 0;
    while let Some(_parcel) = rx.recv().await {
        count += 1;
    }
    weighing.await.ok();
    count
}

fn as_many_as_were_sent(ids: &[u64; 4]) -> u32 {
    let (tx, rx) = channel();
    for &id in ids {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(id)).unwrap());
    }
    rx.iter().take(ids.len()).map(|parcel| parcel.grams).sum()
}

fn counted_by_a_range(ids: [u64; 4]) -> u32 {
    let (tx, rx) = crossbeam_channel::unbounded();
    let sent = ids.len();
    for id in ids {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(id)));
    }
    let mut grams = 0;
    for (_, parcel) in (0..sent).zip(rx.iter()) {
        grams += parcel.grams;
    }
    grams
}

async fn one_receive_for_each_send(ids: Vec<u64>) -> u32 {
    let (tx, mut rx) = mpsc::channel(8);
    let sent = ids.len();
    for id in ids {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(weigh(id)).await });
    }
    let mut grams = 0;
    for _ in 0..sent {
        if let Some(parcel) = rx.recv().await {
            grams += parcel.grams;
        }
    }
    grams
}

fn stops_at_the_first_match(ids: [u64; 4]) -> Option<Parcel> {
    let (tx, rx) = channel();
    for id in ids {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(id)));
    }
    rx.iter().find(|parcel| parcel.grams > 200)
}

async fn a_message_ends_the_loop(ids: Vec<u64>) -> u32 {
    enum Event {
        Weighed(Parcel),
        Done,
    }
    let (tx, mut rx) = mpsc::channel(8);
    let feeder = tx.clone();
    tokio::spawn(async move {
        for id in ids {
            feeder.send(Event::Weighed(weigh(id))).await.ok();
        }
        feeder.send(Event::Done).await.ok();
    });
    let mut grams = 0;
    while let Some(event) = rx.recv().await {
        match event {
            Event::Weighed(parcel) => grams += parcel.grams,
            Event::Done => break,
        }
    }
    tx.send(Event::Done).await.ok();
    grams
}

async fn returns_from_inside(ids: Vec<u64>) -> Result<u32, String> {
    let (tx, rx) = async_channel::bounded::<Result<Parcel, String>>(4);
    let mut missing = ids.len();
    for id in ids {
        let tx = tx.clone();
        smol::spawn(async move { tx.send(Ok(weigh(id))).await }).detach();
    }
    let mut grams = 0;
    while let Ok(parcel) = rx.recv().await {
        grams += parcel?.grams;
        missing -= 1;
        if missing == 0 {
            return Ok(grams);
        }
    }
    Err("the scales broke".to_string())
}

fn gives_up_after_a_quiet_second(ids: [u64; 4]) -> usize {
    let (tx, rx) = channel();
    for id in ids {
        let tx = tx.clone();
        thread::spawn(move || tx.send(weigh(id)));
    }
    let mut count = 0;
    loop {
        match rx.recv_timeout(Duration::from_secs(1)) {
            Ok(_) => count += 1,
            Err(RecvTimeoutError::Timeout) | Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    count
}

async fn a_timeout_surrounds_the_drain(ids: Vec<u64>) -> usize {
    let (tx, mut rx) = mpsc::channel(8);
    for id in ids {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(weigh(id)).await });
    }
    let mut count = 0;
    let drain = async {
        while let Some(_parcel) = rx.recv().await {
            count += 1;
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(5), drain).await;
    count
}

async fn a_select_has_a_stop_branch(
    ids: Vec<u64>,
    stop: tokio_util::sync::CancellationToken,
) -> usize {
    let (tx, mut rx) = mpsc::channel(8);
    for id in ids {
        let tx = tx.clone();
        tokio::spawn(async move { tx.send(weigh(id)).await });
    }
    let mut count = 0;
    loop {
        tokio::select! {
            parcel = rx.recv() => match parcel {
                Some(_) => count += 1,
                None => break,
            },
            _ = stop.cancelled() => break,
        }
    }
    count
}

fn the_drain_has_a_thread_of_its_own(ids: Vec<u64>) -> u32 {
    let (tx, rx) = channel::<Parcel>();
    let scale = thread::spawn(move || {
        let mut grams = 0;
        for parcel in rx {
            grams += parcel.grams;
        }
        grams
    });
    for id in ids {
        tx.send(weigh(id)).unwrap();
    }
    drop(tx);
    scale.join().unwrap()
}

fn start_printer() -> mpsc::Sender<Parcel> {
    let (tx, mut rx) = mpsc::channel::<Parcel>(8);
    tokio::spawn(async move {
        while let Some(parcel) = rx.recv().await {
            println!("{}: {} g", parcel.id, parcel.grams);
        }
    });
    tx
}

fn the_loop_feeds_itself(first: Parcel) {
    let (tx, rx) = channel();
    tx.send(first).unwrap();
    for parcel in rx {
        println!("belt: {}", parcel.id);
        tx.send(Parcel {
            id: parcel.id + 1,
            ..parcel
        })
        .unwrap();
    }
}

fn the_loop_counts_what_is_out(root: u64) -> usize {
    let (tx, rx) = flume::unbounded();
    tx.send(root).unwrap();
    let mut pending = 1;
    let mut seen = 0;
    while let Ok(id) = rx.recv() {
        pending -= 1;
        seen += 1;
        for child in (id / 2..id).filter(|n| n % 3 == 0) {
            tx.send(child).unwrap();
            pending += 1;
        }
        if pending == 0 {
            break;
        }
    }
    seen
}

struct Conveyor {
    out: Sender<Parcel>,
}

impl Conveyor {
    fn run(self, ids: Vec<u64>) {
        for id in ids {
            self.out.send(weigh(id)).ok();
        }
    }
}

fn shadowed_by_the_struct_that_took_it(ids: Vec<u64>) -> usize {
    let (tx, rx) = channel();
    let tx = Conveyor { out: tx };
    tx.run(ids);
    rx.iter().count()
}

fn shadowed_after_the_original_was_moved(ids: Vec<u64>) -> usize {
    let (tx, rx) = channel();
    thread::spawn(move || Conveyor { out: tx }.run(ids));
    let (tx, other) = channel::<u64>();
    let mut count = 0;
    for _ in rx {
        count += 1;
    }
    tx.send(count as u64).unwrap();
    other.recv().unwrap() as usize
}

fn the_sender_ends_with_an_inner_block(ids: &[u64]) -> u32 {
    let weighed = {
        let (tx, rx) = crossbeam::channel::unbounded();
        rayon::scope(|s| {
            for &id in ids {
                let tx = &tx;
                s.spawn(move |_| tx.send(weigh(id)).unwrap());
            }
        });
        rx
    };
    let mut grams = 0;
    for parcel in weighed {
        grams += parcel.grams;
    }
    grams
}

fn weigh_all(ids: &[u64], out: Sender<Parcel>) {
    for &id in ids {
        out.send(weigh(id)).ok();
    }
}

fn moved_into_a_function(ids: &[u64]) -> u32 {
    let (tx, rx) = channel();
    weigh_all(ids, tx);
    rx.into_iter().map(|parcel| parcel.grams).sum()
}

fn moved_by_a_closure_inside_a_closure(pool: &rayon::ThreadPool) -> usize {
    let (tx, rx) = channel();
    pool.spawn(|| rayon::spawn(move || tx.send(weigh(1)).unwrap()));
    rx.into_iter().count()
}

fn moved_by_the_body_of_a_borrowing_closure(ids: &[u64]) -> usize {
    let (tx, rx) = channel();
    let produce = || weigh_all(ids, tx);
    produce();
    rx.into_iter().count()
}

async fn moved_through_a_method_of_its_own(ids: Vec<u64>) -> Vec<u64> {
    use futures::{SinkExt, StreamExt, channel::mpsc};

    let (tx, rx) = mpsc::channel::<u64>(4);
    let mut sink = tx.with(|id: u64| async move { Ok::<u64, mpsc::SendError>(id + 1) });
    tokio::spawn(async move {
        let mut sink = std::pin::pin!(sink);
        for id in ids {
            let _ = sink.send(id).await;
        }
    });
    rx.collect().await
}

fn dropped_in_every_arm(ids: [u64; 4], in_parallel: bool) -> usize {
    let (tx, rx) = channel();
    match (in_parallel, ids.len()) {
        (_, 0) => drop(tx),
        (true, _) => {
            for id in ids {
                let tx = tx.clone();
                thread::spawn(move || tx.send(weigh(id)));
            }
            drop(tx);
        }
        (false, _) => weigh_all(&ids, tx),
    }
    rx.iter().count()
}

fn moved_under_the_same_condition_as_the_drain(ids: Vec<u64>, in_parallel: bool) -> usize {
    let (tx, rx) = channel();
    let mut count = 0;
    if in_parallel {
        let ids = ids.clone();
        thread::spawn(move || weigh_all(&ids, tx));
    }
    if in_parallel {
        for _ in rx {
            count += 1;
        }
    } else {
        count = ids.len();
    }
    count
}

fn given_away_by_each_cfg_twin(ids: Vec<u64>) -> usize {
    let (tx, rx) = channel();
    #[cfg(not(target_family = "wasm"))]
    thread::spawn(move || weigh_all(&ids, tx));
    #[cfg(target_family = "wasm")]
    drop(tx);
    let mut count = 0;
    for _ in rx {
        count += 1;
    }
    count
}

fn dropped_inside_the_scope_that_drains(ids: &[u64]) -> u32 {
    let (tx, rx) = channel();
    thread::scope(|s| {
        for &id in ids {
            let tx = tx.clone();
            s.spawn(move || tx.send(weigh(id)));
        }
        drop(tx);
        let mut grams = 0;
        for parcel in rx {
            grams += parcel.grams;
        }
        grams
    })
}

fn what_is_there_already(ids: &[u64]) -> Vec<u64> {
    let (tx, rx) = channel();
    for &id in ids {
        tx.send(weigh(id)).unwrap();
    }
    let mut seen: Vec<u64> = rx.try_iter().map(|parcel| parcel.id).collect();
    while let Ok(parcel) = rx.try_recv() {
        seen.push(parcel.id);
    }
    tx.send(weigh(0)).unwrap();
    seen
}

async fn the_receiver_closes_first(ids: &[u64]) -> Vec<u64> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for &id in ids {
        let _ = tx.send(weigh(id));
    }
    rx.close();
    let mut seen = vec![];
    while let Some(parcel) = rx.recv().await {
        seen.push(parcel.id);
    }
    if tx.is_closed() {
        seen.sort_unstable();
    }
    seen
}

async fn only_a_weak_sender_is_left(ids: Vec<u64>) -> usize {
    let (tx, mut rx) = mpsc::channel(8);
    let weak = tx.downgrade();
    tokio::spawn(async move {
        for id in ids {
            tx.send(weigh(id)).await.ok();
        }
    });
    let mut count = 0;
    while let Some(_parcel) = rx.recv().await {
        count += 1;
    }
    assert!(weak.upgrade().is_none());
    count
}

fn taken_out_of_its_option(ids: &[u64]) -> usize {
    let (tx, rx) = channel();
    let mut tx = Some(tx);
    if let Some(tx) = tx.take() {
        weigh_all(ids, tx);
    }
    rx.iter().count()
}

fn taken_out_inside_the_loop(ids: &[u64]) -> usize {
    let (tx, rx) = channel();
    for &id in ids {
        tx.send(weigh(id)).unwrap();
    }
    let mut tx = Some(tx);
    let mut count = 0;
    for _ in rx {
        count += 1;
        if count == ids.len() {
            tx = None;
        }
    }
    count
}

static INTAKE: OnceLock<Mutex<Sender<Parcel>>> = OnceLock::new();

fn parked_in_a_static_on_purpose() -> thread::JoinHandle<()> {
    let (tx, rx) = channel();
    INTAKE.get_or_init(|| Mutex::new(tx));
    thread::spawn(move || {
        while let Ok(parcel) = rx.recv() {
            println!("{}", parcel.id);
        }
    })
}

mod a_channel_of_our_own {
    use std::cell::RefCell;
    use std::collections::VecDeque;
    use std::rc::Rc;

    #[derive(Clone)]
    struct Sender<T>(Rc<RefCell<VecDeque<T>>>);
    struct Receiver<T>(Rc<RefCell<VecDeque<T>>>);

    fn channel<T>() -> (Sender<T>, Receiver<T>) {
        let queue = Rc::new(RefCell::new(VecDeque::new()));
        (Sender(queue.clone()), Receiver(queue))
    }

    impl<T> Sender<T> {
        fn send(&self, value: T) {
            self.0.borrow_mut().push_back(value);
        }
    }

    impl<T> Receiver<T> {
        /// `None` when the queue is empty.
        fn recv(&self) -> Option<T> {
            self.0.borrow_mut().pop_front()
        }
    }

    fn drains_a_queue_that_only_looks_like_a_channel() -> u32 {
        let (tx, rx) = channel();
        tx.send(1);
        tx.clone().send(2);
        let mut sum = 0;
        while let Some(n) = rx.recv() {
            sum += n;
        }
        tx.send(sum);
        sum
    }
}

mod a_wrapper_whose_first_half_is_no_sender {
    use std::thread;
    use std::time::Instant;

    struct Ticket {
        issued: Instant,
    }

    /// The producer takes the sender with it; what comes back is a receipt.
    fn channel(upto: u32) -> (Ticket, flume::Receiver<u32>) {
        let (tx, rx) = flume::bounded(4);
        thread::spawn(move || (0..upto).for_each(|n| tx.send(n).unwrap()));
        (
            Ticket {
                issued: Instant::now(),
            },
            rx,
        )
    }

    fn drains_with_the_receipt_in_hand() -> (u32, f64) {
        let (tx, rx) = channel(10);
        let mut sum = 0;
        for n in rx {
            sum += n;
        }
        (sum, tx.issued.elapsed().as_secs_f64())
    }
}

mod fields_split_with_both_names {
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    struct Depot {
        tx: UnboundedSender<u64>,
        rx: UnboundedReceiver<u64>,
    }

    impl Depot {
        fn new() -> Self {
            let (tx, rx) = unbounded_channel();
            Self { tx, rx }
        }

        async fn empty(self) -> Vec<u64> {
            let Depot { tx, mut rx } = self;
            drop(tx);
            let mut ids = Vec::new();
            while let Some(id) = rx.recv().await {
                ids.push(id);
            }
            ids
        }
    }
}

mod the_process_ends_with_the_drain {
    use std::sync::mpsc::channel;

    fn main() {
        let (tx, rx) = channel::<String>();
        let input = tx.clone();
        std::thread::spawn(move || {
            for line in std::io::stdin().lines().map_while(Result::ok) {
                input.send(line).ok();
            }
        });
        for line in rx {
            println!("{line}");
        }
    }
}

// A value can be moved by more than a call.

fn a_match_takes_the_sender(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    match tx {
        gone => drop(gone),
    }
    rx.iter().map(|parcel| parcel.id).sum()
}

#[allow(irrefutable_let_patterns)]
fn an_if_let_takes_the_sender(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    if let gone = tx {
        drop(gone);
    }
    rx.iter().map(|parcel| parcel.id).sum()
}

fn the_sender_is_taken_out_of_its_box(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    let boxed = Box::new(tx);
    let inner = *boxed;
    drop(inner);
    rx.iter().map(|parcel| parcel.id).sum()
}

struct Bin;

impl std::ops::Shl<Sender<Parcel>> for Bin {
    type Output = ();

    fn shl(self, _gone: Sender<Parcel>) {}
}

fn an_operator_takes_the_sender(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    Bin << tx;
    rx.iter().map(|parcel| parcel.id).sum()
}

fn a_range_takes_the_sender(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    let range = tx..;
    drop(range);
    rx.iter().map(|parcel| parcel.id).sum()
}

fn bin(_gone: Sender<Parcel>) -> bool {
    false
}

fn the_guard_of_an_arm_takes_the_sender(id: u64) -> u64 {
    let (tx, rx) = channel();
    tx.send(weigh(id)).ok();
    match id {
        _ if bin(tx) => return 0,
        _ => {}
    }
    rx.iter().map(|parcel| parcel.id).sum()
}

async fn the_sender_goes_before_the_named_drain_is_awaited(id: u64) -> u64 {
    let (tx, mut rx) = mpsc::channel(4);
    let drain = async {
        let mut sum = 0;
        while let Some(parcel) = rx.recv().await {
            sum += parcel;
        }
        sum
    };
    tx.send(id).await.ok();
    drop(tx);
    drain.await
}

#[path = "good/waits.rs"]
mod waits;

// The thread is joined by a method, when the sender is gone.

mod a_method_joins_the_thread_after_the_sender {
    use std::sync::mpsc::{Sender, channel};
    use std::thread::{self, JoinHandle};

    pub struct Line {
        sender: Sender<String>,
    }

    pub struct Threads {
        writer: JoinHandle<()>,
    }

    impl Threads {
        fn join(self) {
            self.writer.join().unwrap();
        }
    }

    fn open() -> (Line, Threads) {
        let (sender, lines) = channel::<String>();
        let writer = thread::spawn(move || {
            for line in lines {
                println!("{line}");
            }
        });
        (Line { sender }, Threads { writer })
    }

    pub struct Host {
        sender: Sender<String>,
    }

    pub fn report(words: [&str; 2]) {
        let (line, threads) = open();
        let host = Host { sender: line.sender };
        for word in words {
            host.sender.send(word.to_owned()).ok();
        }
        drop(host);
        threads.join();
        println!("all is written");
    }

    pub fn hand_on(words: [&str; 2]) {
        let (line, threads) = open();
        send_all(line, words);
        threads.join();
        println!("all is written");
    }

    fn send_all(line: Line, words: [&str; 2]) {
        for word in words {
            line.sender.send(word.to_owned()).ok();
        }
    }
}

#[path = "good/lent.rs"]
mod lent;

#[path = "good/joined.rs"]
mod joined;

#[path = "good/left_by_a_failure.rs"]
mod left_by_a_failure;
