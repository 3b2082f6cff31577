//! Receivers that keep a sender of their own channel: their loops can end only on closing, and never do.

mod an_actor_keeps_a_sender_to_clone_from {
    use tokio::sync::mpsc;

    struct Invoice {
        number: u32,
    }

    struct Clerk {
        tx: mpsc::Sender<Invoice>,
        rx: mpsc::Receiver<Invoice>,
        filed: Vec<u32>,
    }

    impl Clerk {
        fn new() -> Self {
            let (tx, rx) = mpsc::channel(64);
            Clerk {
                tx,
                rx,
                filed: Vec::new(),
            }
        }

        fn inbox(&self) -> mpsc::Sender<Invoice> {
            self.tx.clone()
        }

        async fn run(mut self) -> Vec<u32> {
            while let Some(invoice) = self.rx.recv().await { //~
                self.filed.push(invoice.number);
            }
            self.filed
        }
    }
}

mod a_thread_loops_over_its_own_receiver {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread::{self, JoinHandle};

    struct Printer {
        jobs: Receiver<String>,
        queue: Sender<String>,
    }

    impl Printer {
        fn start() -> (Sender<String>, JoinHandle<()>) {
            let (queue, jobs) = channel();
            let printer = Printer {
                jobs,
                queue: queue.clone(),
            };
            let thread = thread::spawn(move || printer.print_all());
            (queue, thread)
        }

        fn print_all(&self) {
            for job in &self.jobs { //~
                println!("{job}");
            }
        }
    }
}

mod match_whose_closed_arm_is_dead {
    pub struct Ledger {
        entries_rx: flume::Receiver<i64>,
        entries_tx: flume::Sender<i64>,
        balance: i64,
    }

    impl Default for Ledger {
        fn default() -> Self {
            let (entries_tx, entries_rx) = flume::bounded(128);
            Self {
                entries_rx,
                entries_tx,
                balance: 0,
            }
        }
    }

    impl Ledger {
        pub fn writer(&self) -> flume::Sender<i64> {
            self.entries_tx.clone()
        }

        pub async fn keep(mut self) -> i64 {
            loop {
                match self.entries_rx.recv_async().await { //~
                    Ok(amount) => self.balance += amount,
                    Err(flume::RecvError::Disconnected) => return self.balance,
                }
            }
        }
    }
}

mod the_loop_is_one_call_away {
    use std::thread;

    use crossbeam_channel::{Receiver, RecvError, Sender, TryRecvError, bounded};

    enum Closed {
        Waiting,
        Polling,
    }

    impl From<RecvError> for Closed {
        fn from(_: RecvError) -> Self {
            Closed::Waiting
        }
    }

    struct Dispatcher {
        orders_rx: Receiver<(u32, String)>,
        orders_tx: Sender<(u32, String)>,
        log: Vec<String>,
    }

    impl Dispatcher {
        fn new() -> Dispatcher {
            let (orders_tx, orders_rx) = bounded(1000);
            Dispatcher {
                orders_rx,
                orders_tx,
                log: vec![],
            }
        }

        fn start(mut self) -> Sender<(u32, String)> {
            let link = self.orders_tx.clone();
            thread::spawn(move || {
                if self.run().is_err() {
                    println!("no clients left");
                }
            });
            link
        }

        fn run(&mut self) -> Result<(), Closed> {
            loop {
                self.turn()?;
            }
        }

        fn turn(&mut self) -> Result<(), Closed> {
            let (client, order) = self.orders_rx.recv()?; //~
            self.note(client, order);
            for _ in 0..100 {
                match self.orders_rx.try_recv() {
                    Ok((client, order)) => self.note(client, order),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Err(Closed::Polling),
                }
            }
            Ok(())
        }

        fn note(&mut self, client: u32, order: String) {
            self.log.push(format!("{client}: {order}"));
        }
    }
}

mod a_helper_reports_an_end_that_cannot_come {
    use std::collections::VecDeque;
    use std::io;

    use flume::{Receiver, Sender, bounded};
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
    use tokio::net::TcpStream;

    pub enum PollError {
        Io(io::Error),
        AllClientsGone,
    }

    impl From<io::Error> for PollError {
        fn from(error: io::Error) -> Self {
            PollError::Io(error)
        }
    }

    pub struct Session {
        lines: Lines<BufReader<TcpStream>>,
        /// Requests that the last connection left behind.
        pending: VecDeque<String>,
        requests_rx: Receiver<String>,
        pub(crate) requests_tx: Sender<String>, //~
    }

    impl Session {
        pub fn new(stream: TcpStream, slots: usize) -> Session {
            let (requests_tx, requests_rx) = bounded(slots);
            Session {
                lines: BufReader::new(stream).lines(),
                pending: VecDeque::new(),
                requests_rx,
                requests_tx,
            }
        }

        pub async fn poll(&mut self) -> Result<Option<String>, PollError> {
            tokio::select! {
                line = self.lines.next_line() => Ok(line?),
                request = Self::next_request(&mut self.pending, &self.requests_rx) => match request {
                    Ok(request) => {
                        let stream = self.lines.get_mut().get_mut();
                        stream.write_all(request.as_bytes()).await?;
                        Ok(None)
                    }
                    Err(_) => Err(PollError::AllClientsGone),
                },
            }
        }

        async fn next_request(
            pending: &mut VecDeque<String>,
            requests_rx: &Receiver<String>,
        ) -> Result<String, PollError> {
            if let Some(request) = pending.pop_front() {
                return Ok(request);
            }
            match requests_rx.recv_async().await {
                Ok(request) => Ok(request),
                Err(_) => Err(PollError::AllClientsGone),
            }
        }
    }
}

mod let_else_on_closing {
    use async_channel::{Receiver, Sender};

    struct Gallery {
        uploads: Receiver<Vec<u8>>,
        uploader: Sender<Vec<u8>>,
        bytes: usize,
    }

    impl Gallery {
        fn open() -> Self {
            let (uploader, uploads) = async_channel::unbounded();
            Gallery {
                uploads,
                uploader,
                bytes: 0,
            }
        }

        fn uploader(&self) -> Sender<Vec<u8>> {
            self.uploader.clone()
        }

        async fn hang(&mut self) {
            loop {
                let Ok(picture) = self.uploads.recv().await else { //~
                    return;
                };
                self.bytes += picture.len();
            }
        }
    }
}

mod the_other_select_branches_go_round {
    use std::time::Duration;

    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    enum Sample {
        Load(f32),
        Memory(u64),
    }

    struct Collector {
        samples_tx: UnboundedSender<Sample>,
        samples_rx: UnboundedReceiver<Sample>,
        seen: Vec<Sample>,
    }

    impl Collector {
        fn new() -> Self {
            let (tx, rx) = unbounded_channel();
            Self {
                samples_tx: tx,
                samples_rx: rx,
                seen: Vec::new(),
            }
        }

        fn probe(&self) -> UnboundedSender<Sample> {
            self.samples_tx.clone()
        }

        async fn collect(mut self) {
            let mut report = tokio::time::interval(Duration::from_secs(60));
            loop {
                tokio::select! {
                    sample = self.samples_rx.recv() => match sample { //~
                        Some(sample) => self.seen.push(sample),
                        None => break,
                    },
                    _ = report.tick() => println!("{} samples", self.seen.len()),
                }
            }
            println!("the last probe is gone");
        }
    }
}

mod an_option_that_nobody_empties {
    use tokio::sync::mpsc;

    struct Relay {
        outbox: Option<mpsc::Sender<u64>>,
        inbox: mpsc::Receiver<u64>,
    }

    impl Relay {
        fn new() -> Self {
            let (tx, rx) = mpsc::channel(8);
            Relay {
                outbox: Some(tx),
                inbox: rx,
            }
        }

        fn peer(&self) -> Option<mpsc::Sender<u64>> {
            self.outbox.clone()
        }

        async fn sum(&mut self) -> u64 {
            let mut sum = 0;
            while let Some(n) = self.inbox.recv().await { //~
                sum += n;
            }
            sum
        }
    }
}

mod an_arc_around_the_sender {
    use std::sync::Arc;

    use futures::StreamExt;
    use futures::channel::mpsc;

    struct Choir {
        voices: mpsc::UnboundedReceiver<String>,
        microphone: Arc<mpsc::UnboundedSender<String>>,
    }

    impl Choir {
        fn new() -> Self {
            let (tx, rx) = mpsc::unbounded();
            let microphone = Arc::new(tx);
            Choir {
                voices: rx,
                microphone,
            }
        }

        fn microphone(&self) -> Arc<mpsc::UnboundedSender<String>> {
            Arc::clone(&self.microphone)
        }

        async fn sing(mut self) {
            while let Some(line) = self.voices.next().await { //~
                println!("{line}");
            }
        }
    }
}

mod kanal_with_a_generic_payload {
    use kanal::{AsyncReceiver, AsyncSender};

    struct Batcher<T> {
        items: AsyncReceiver<T>,
        source: AsyncSender<T>,
        batch: Vec<T>,
    }

    impl<T: Send + 'static> Batcher<T> {
        fn with_capacity(slots: usize) -> Self {
            let (source, items) = kanal::bounded_async(slots);
            Self {
                items,
                source,
                batch: Vec::with_capacity(slots),
            }
        }

        fn source(&self) -> AsyncSender<T> {
            self.source.clone()
        }

        async fn fill(mut self) -> Vec<T> {
            while let Ok(item) = self.items.recv().await { //~
                self.batch.push(item);
            }
            self.batch
        }
    }
}

mod one_task_captures_both_halves {
    use tokio::sync::mpsc;

    struct Walk {
        steps: u32,
    }

    fn retry_later(walk: Walk, again: mpsc::UnboundedSender<Walk>) {
        if walk.steps > 0 {
            again
                .send(Walk {
                    steps: walk.steps - 1,
                })
                .ok();
        }
    }

    fn start() -> mpsc::UnboundedSender<Walk> {
        let (tx, mut rx) = mpsc::unbounded_channel();
        let door = tx.clone();
        tokio::spawn(async move {
            while let Some(walk) = rx.recv().await { //~
                retry_later(walk, tx.clone());
            }
            println!("everybody is home");
        });
        door
    }
}

mod one_thread_captures_both_halves {
    use std::sync::mpsc;
    use std::thread;

    fn crawl(path: String, found: mpsc::Sender<String>) {
        if path.len() < 64 {
            found.send(path + "/deeper").ok();
        }
    }

    fn start(root: String) -> thread::JoinHandle<usize> {
        let (found, paths) = mpsc::channel();
        found.send(root).unwrap();
        thread::spawn(move || {
            let mut count = 0;
            for path in paths { //~
                count += 1;
                crawl(path, found.clone());
            }
            count
        })
    }
}

mod a_clone_for_the_task_made_in_a_block {
    use crossbeam::channel;
    use std::thread;

    fn start() -> channel::Sender<u32> {
        let (tx, rx) = channel::bounded::<u32>(8);
        thread::spawn({
            let tx = tx.clone();
            move || {
                let mut echoes = Vec::new();
                while let Ok(n) = rx.recv() { //~
                    if n % 2 == 0 {
                        tx.try_send(n + 1).ok();
                    }
                    echoes.push(n);
                }
                println!("{} echoes", echoes.len());
            }
        });
        tx
    }
}

mod a_task_shares_what_has_the_sender {
    use std::sync::{Arc, Mutex};

    use tokio::sync::mpsc;

    pub struct Ledger {
        tx: mpsc::Sender<u32>,
        sums: Mutex<Vec<u32>>,
    }

    impl Ledger {
        pub fn open() -> Arc<Self> {
            let (tx, rx) = mpsc::channel(16);
            let ledger = Arc::new(Ledger { tx, sums: Mutex::default() });
            ledger.keep(rx);
            ledger
        }

        fn keep(self: &Arc<Self>, mut rx: mpsc::Receiver<u32>) {
            let ledger = Arc::clone(self);
            tokio::spawn(async move {
                while let Some(sum) = rx.recv().await { //~
                    ledger.sums.lock().unwrap().push(sum);
                }
                println!("the ledger is closed");
            });
        }

        pub async fn enter(&self, sum: u32) {
            self.tx.send(sum).await.ok();
        }
    }
}

mod a_thread_shares_what_has_the_sender {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Arc, mpsc};

    pub struct Scale {
        weights: mpsc::Sender<u32>,
        heaviest: AtomicU32,
    }

    pub fn set_up() -> Arc<Scale> {
        let (weights, weighed) = mpsc::channel();
        let scale = Arc::new(Scale { weights, heaviest: AtomicU32::new(0) });
        let shared = scale.clone();
        std::thread::spawn(move || {
            for weight in weighed { //~
                shared.heaviest.fetch_max(weight, Ordering::Relaxed);
            }
            println!("the scale is put away");
        });
        scale
    }

    impl Scale {
        pub fn weigh(&self, weight: u32) {
            self.weights.send(weight).ok();
        }
    }
}

mod a_thread_takes_clones_of_both_halves {
    use std::thread;

    use crossbeam_channel::{Receiver, Sender, unbounded};

    pub struct Scale {
        weights: (Sender<u32>, Receiver<u32>),
    }

    impl Scale {
        pub fn set_up() -> Scale {
            Scale { weights: unbounded() }
        }

        pub fn start(&self) {
            let weighed = self.weights.1.clone();
            let weights = self.weights.0.clone();
            thread::spawn(move || {
                let _kept = weights;
                while let Ok(weight) = weighed.recv() { //~
                    println!("{weight}");
                }
                println!("the scale is put away");
            });
        }
    }
}

mod a_task_keeps_what_would_stop_it {
    use std::sync::{Arc, Mutex};

    use tokio::sync::{mpsc, oneshot};

    struct Shared {
        stop: Mutex<Option<oneshot::Sender<()>>>,
        sums: Mutex<Vec<u32>>,
    }

    pub struct Ledger {
        shared: Arc<Shared>,
    }

    impl Ledger {
        pub fn open(entries: mpsc::Receiver<u32>) -> Ledger {
            let shared = Arc::new(Shared { stop: Mutex::new(None), sums: Mutex::default() });
            let (stop, stopped) = oneshot::channel();
            tokio::spawn(keep(Arc::clone(&shared), entries, stopped)); //~
            *shared.stop.lock().unwrap() = Some(stop);
            Ledger { shared }
        }

        pub fn close(&self) {
            if let Some(stop) = self.shared.stop.lock().unwrap().take() {
                let _ = stop.send(());
            }
        }
    }

    async fn keep(shared: Arc<Shared>, mut entries: mpsc::Receiver<u32>, mut stopped: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                Some(sum) = entries.recv() => shared.sums.lock().unwrap().push(sum),
                _ = &mut stopped => break,
            }
        }
    }
}

mod the_task_is_waited_for_later {
    use tokio::sync::mpsc;

    pub struct Office {
        letters: mpsc::Sender<u32>,
        received: mpsc::Receiver<u32>,
    }

    impl Office {
        fn new() -> Office {
            let (letters, received) = mpsc::channel(8);
            Office { letters, received }
        }

        fn slot(&self) -> mpsc::Sender<u32> {
            self.letters.clone()
        }

        async fn sort(mut self) -> u32 {
            let mut sorted = 0;
            while let Some(letter) = self.received.recv().await { //~
                println!("{letter}");
                sorted += 1;
            }
            sorted
        }
    }

    pub async fn one_day() -> u32 {
        let office = Office::new();
        let slot = office.slot();
        let sorting = tokio::spawn(office.sort());
        let _ = slot.send(1).await;
        drop(slot);
        sorting.await.unwrap()
    }
}

#[path = "bad/given.rs"]
mod given;

#[path = "bad/nested.rs"]
mod nested;
