//! Drains that only closing can end, while the function still owns a sender.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use tokio::sync::mpsc;

struct Reading {
    station: u32,
    celsius: f64,
}

fn measure(station: u32) -> Reading {
    Reading {
        station,
        celsius: 21.5,
    }
}

fn threads_get_clones_and_the_original_stays(stations: Vec<u32>) -> f64 {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || {
            tx.send(measure(station)).ok();
        });
    }
    let mut sum = 0.0;
    for reading in rx { //~
        sum += reading.celsius;
    }
    sum
}

fn drains_through_a_borrowed_receiver(stations: &[u32]) -> usize {
    let (results, incoming) = sync_channel::<Reading>(16);
    for &station in stations {
        let results = results.clone();
        thread::spawn(move || results.send(measure(station)));
    }
    let mut hot = 0;
    for reading in &incoming { //~
        if reading.celsius > 30.0 {
            hot += 1;
        }
    }
    hot
}

fn drains_with_iter(stations: Vec<u32>) -> HashMap<u32, f64> {
    let (tx, rx) = std::sync::mpsc::channel();
    let workers: Vec<_> = stations
        .into_iter()
        .map(|station| {
            let tx = tx.clone();
            thread::spawn(move || tx.send(measure(station)).unwrap())
        })
        .collect();
    let mut by_station = HashMap::new();
    for reading in rx.iter() { //~
        by_station.insert(reading.station, reading.celsius);
    }
    for worker in workers {
        worker.join().unwrap();
    }
    by_station
}

async fn tasks_get_clones(urls: Vec<String>) -> Vec<usize> {
    let (tx, mut rx) = mpsc::channel(32);
    for url in urls {
        let tx = tx.clone();
        tokio::spawn(async move {
            let _ = tx.send(url.len()).await;
        });
    }
    let mut lengths = Vec::new();
    while let Some(length) = rx.recv().await { //~
        lengths.push(length);
    }
    lengths
}

async fn match_that_breaks_only_on_none(shards: Vec<Vec<u64>>) -> u64 {
    let (partial_tx, mut partial_rx) = mpsc::unbounded_channel();
    for shard in shards {
        let partial_tx = partial_tx.clone();
        tokio::task::spawn_blocking(move || partial_tx.send(shard.iter().sum::<u64>()));
    }
    let mut total = 0;
    loop {
        match partial_rx.recv().await { //~
            Some(partial) => total += partial,
            None => break,
        }
    }
    total
}

async fn let_else_that_breaks_only_on_closing(names: Vec<String>) -> Vec<String> {
    let (tx, rx) = async_channel::unbounded();
    for name in names {
        let tx = tx.clone();
        smol::spawn(async move { tx.send(name.to_uppercase()).await }).detach();
    }
    let mut loud = vec![];
    loop {
        let Ok(name) = rx.recv().await else { break }; //~
        loud.push(name);
    }
    loud
}

fn collects_everything(chunks: Vec<Vec<u8>>) -> Vec<u32> {
    use crossbeam_channel::unbounded;

    let (tx, rx) = unbounded();
    for chunk in chunks {
        let tx = tx.clone();
        rayon::spawn(move || {
            let sum = chunk.iter().map(|&b| u32::from(b)).sum::<u32>();
            tx.send(sum).unwrap();
        });
    }
    rx.iter().collect() //~
}

fn folds_everything(chunks: Vec<Vec<u8>>) -> usize {
    let (tx, rx) = flume::bounded(4);
    for chunk in chunks {
        let tx = tx.clone();
        thread::spawn(move || tx.send(chunk.len()));
    }
    rx.into_iter().fold(0, |sum, n| sum + n) //~
}

fn sums_after_a_rayon_scope(files: &[String]) -> usize {
    let (tx, rx) = crossbeam::channel::unbounded();
    rayon::scope(|s| {
        for file in files {
            let tx = tx.clone();
            s.spawn(move |_| tx.send(file.len()).unwrap());
        }
    });
    rx.iter().sum() //~
}

async fn flume_in_async_code(jobs: Vec<u32>) -> u32 {
    let (done_tx, done_rx) = flume::unbounded::<u32>();
    for job in jobs {
        let done_tx = done_tx.clone();
        tokio::spawn(async move { done_tx.send_async(job * 2).await });
    }
    let mut sum = 0;
    while let Ok(value) = done_rx.recv_async().await { //~
        sum += value;
    }
    sum
}

async fn futures_stream_of_results(jobs: Vec<u32>) -> u32 {
    use futures::channel::mpsc::unbounded;
    use futures::stream::StreamExt as _;

    let (tx, mut rx) = unbounded();
    for job in jobs {
        let tx = tx.clone();
        async_std::task::spawn(async move { tx.unbounded_send(job + 1) });
    }
    let mut sum = 0;
    while let Some(value) = rx.next().await { //~
        sum += value;
    }
    sum
}

async fn futures_stream_collected(jobs: Vec<u32>) -> Vec<u32> {
    use futures::{SinkExt, StreamExt};

    let (tx, rx) = futures::channel::mpsc::channel(8);
    for job in jobs {
        let mut tx = tx.clone();
        tokio::spawn(async move { tx.send(job).await });
    }
    rx.collect::<Vec<u32>>().await //~
}

fn kanal_between_threads(jobs: Vec<u32>) -> Vec<u32> {
    let (tx, rx) = kanal::unbounded();
    for job in jobs {
        let tx = tx.clone();
        thread::spawn(move || tx.send(job));
    }
    let mut seen = Vec::new();
    while let Ok(job) = rx.recv() { //~
        seen.push(job);
    }
    seen
}

fn sends_in_place_and_then_drains(lines: &[&str]) -> usize {
    let (tx, rx) = channel();
    for line in lines {
        tx.send(line.len()).unwrap();
    }
    let mut longest = 0;
    while let Ok(length) = rx.recv() { //~
        longest = longest.max(length);
    }
    longest
}

fn lends_the_sender_to_scoped_threads(lines: &[String]) -> usize {
    let (tx, rx) = crossbeam::channel::bounded(1024);
    thread::scope(|s| {
        for line in lines {
            s.spawn(|| tx.send(line.len()));
        }
    });
    let mut words = 0;
    for n in rx { //~
        words += n;
    }
    words
}

async fn feed(numbers: Vec<u32>, out: mpsc::Sender<u32>) {
    for n in numbers {
        if out.send(n).await.is_err() {
            break;
        }
    }
}

async fn a_clone_goes_to_a_function(numbers: Vec<u32>) -> u32 {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(feed(numbers, tx.clone()));
    let mut sum = 0;
    while let Some(n) = rx.recv().await { //~
        sum += n;
    }
    sum
}

async fn drains_beside_the_producer_in_one_join(numbers: Vec<u32>) -> u32 {
    let (tx, mut rx) = mpsc::channel(1);
    let (_, sum) = tokio::join!(feed(numbers, tx.clone()), async {
        let mut sum = 0;
        while let Some(n) = rx.recv().await { //~
            sum += n;
        }
        sum
    });
    sum
}

fn the_sender_only_changes_its_name(stations: Vec<u32>) -> usize {
    let (tx, rx) = channel();
    let reports = tx;
    for station in stations {
        let reports = reports.clone();
        thread::spawn(move || reports.send(measure(station)));
    }
    rx.into_iter().count() //~
}

async fn an_arc_keeps_the_sender(urls: Vec<String>) -> Vec<usize> {
    let (tx, mut rx) = mpsc::channel::<usize>(8);
    let tx = Arc::new(tx);
    for url in urls {
        let tx = Arc::clone(&tx);
        tokio::spawn(async move { tx.send(url.len()).await });
    }
    let mut lengths = Vec::new();
    while let Some(length) = rx.recv().await { //~
        lengths.push(length);
    }
    lengths
}

fn one_arm_forgets_to_give_the_sender_away(stations: Vec<u32>, all_at_once: bool) -> usize {
    let (tx, rx) = channel();
    if all_at_once {
        for station in stations {
            let tx = tx.clone();
            thread::spawn(move || tx.send(measure(station)));
        }
    } else {
        thread::spawn(move || {
            for station in stations {
                tx.send(measure(station)).ok();
            }
        });
    }
    let mut count = 0;
    for _ in rx { //~
        count += 1;
    }
    count
}

fn another_sender_is_dropped(stations: Vec<u32>) -> usize {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || tx.send(measure(station)));
    }
    {
        let (tx, _) = channel::<Reading>();
        drop(tx);
    }
    rx.iter().count() //~
}

fn dropped_too_late(stations: Vec<u32>) -> f64 {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || tx.send(measure(station)));
    }
    let mut hottest = f64::MIN;
    for reading in rx.iter() { //~
        hottest = hottest.max(reading.celsius);
    }
    drop(tx);
    hottest
}

fn counts_as_it_drains(stations: [u32; 4]) -> f64 {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || tx.send(measure(station)));
    }
    let mut mean = 0.0;
    for (n, reading) in rx.iter().enumerate() { //~
        mean += (reading.celsius - mean) / (n + 1) as f64;
    }
    mean
}

mod fields_left_by_a_partial_move {
    use tokio::sync::mpsc;

    enum Command {
        Open(u16),
        Close(u16),
    }

    struct Switchboard {
        tx: mpsc::UnboundedSender<Command>,
        rx: mpsc::UnboundedReceiver<Command>,
        open: Vec<u16>,
    }

    impl Switchboard {
        fn new() -> Self {
            let (tx, rx) = mpsc::unbounded_channel();
            Switchboard {
                tx,
                rx,
                open: Vec::new(),
            }
        }

        fn operator(&self) -> mpsc::UnboundedSender<Command> {
            self.tx.clone()
        }
    }

    async fn serve() -> Vec<u16> {
        let board = Switchboard::new();
        let operator = board.operator();
        tokio::spawn(async move {
            operator.send(Command::Open(7)).ok();
            operator.send(Command::Close(7)).ok();
        });

        let Switchboard {
            mut rx, mut open, ..
        } = board;
        while let Some(command) = rx.recv().await { //~
            match command {
                Command::Open(line) => open.push(line),
                Command::Close(line) => open.retain(|&l| l != line),
            }
        }
        open
    }
}

fn the_sender_is_given_back(stations: Vec<u32>) -> std::sync::mpsc::Sender<Reading> {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || tx.send(measure(station)));
    }
    for reading in &rx { //~
        println!("{}", reading.celsius);
    }
    tx
}

fn each_round_drains_again(stations: Vec<u32>) {
    let (tx, rx) = channel();
    for station in stations {
        let tx = tx.clone();
        thread::spawn(move || tx.send(measure(station)));
        for reading in &rx { //~
            println!("{}", reading.celsius);
        }
    }
}

// What keeps the sender may have any shape.

fn measure_into(out: &std::sync::mpsc::Sender<Reading>, station: u32) {
    out.send(measure(station)).ok();
}

fn a_list_keeps_the_sender(station: u32) -> usize {
    let (tx, rx) = channel();
    measure_into(&tx, station);
    let senders = vec![tx];
    let mut seen = 0;
    for _ in rx { //~
        seen += 1;
    }
    drop(senders);
    seen
}

fn an_option_keeps_the_sender(station: u32) -> usize {
    let (tx, rx) = channel();
    measure_into(&tx, station);
    let spare = Some(tx);
    let mut seen = 0;
    for _ in rx { //~
        seen += 1;
    }
    drop(spare);
    seen
}

fn a_closure_keeps_the_sender(station: u32) -> usize {
    let (tx, rx) = channel();
    let again = move || measure_into(&tx, station);
    again();
    let mut seen = 0;
    for _ in rx { //~
        seen += 1;
    }
    again();
    seen
}

struct Feeder {
    out: std::sync::mpsc::Sender<Reading>,
}

impl Feeder {
    fn new(out: std::sync::mpsc::Sender<Reading>) -> Feeder {
        Feeder { out }
    }

    fn feed(&self, station: u32) {
        measure_into(&self.out, station);
    }
}

fn a_struct_keeps_the_sender(station: u32) -> usize {
    let (tx, rx) = channel();
    let feeder = Feeder { out: tx };
    feeder.feed(station);
    let mut seen = 0;
    for _ in rx { //~
        seen += 1;
    }
    feeder.feed(station);
    seen
}

fn what_a_constructor_gives_keeps_the_sender(station: u32) -> usize {
    let (tx, rx) = channel();
    let feeder = Feeder::new(tx);
    feeder.feed(station);
    let mut seen = 0;
    for _ in rx { //~
        seen += 1;
    }
    feeder.feed(station);
    seen
}

fn the_pair_was_never_taken_apart(station: u32) -> usize {
    let pair = channel();
    measure_into(&pair.0, station);
    let mut seen = 0;
    for _ in pair.1 { //~
        seen += 1;
    }
    drop(pair.0);
    seen
}

async fn the_drain_has_a_name_before_it_is_awaited(station: u32) -> u32 {
    let (tx, mut rx) = mpsc::channel(4);
    tx.send(station).await.ok();
    let drain = async {
        let mut sum = 0;
        while let Some(reading) = rx.recv().await { //~
            sum += reading;
        }
        sum
    };
    drain.await
}

// One receive is a drain where nobody sends: what it waits for is the end.

async fn waits_once_for_all_stations(stations: Vec<u32>) {
    let (busy, mut idle) = mpsc::channel::<()>(1);
    for station in stations {
        let busy = busy.clone();
        tokio::spawn(async move {
            measure(station);
            drop(busy);
        });
    }
    let _ = idle.recv().await; //~
}

fn waits_once_for_all_threads(stations: Vec<u32>) {
    let (busy, idle) = channel::<()>();
    for station in stations {
        let busy = busy.clone();
        thread::spawn(move || {
            let _busy = busy;
            measure(station);
        });
    }
    idle.recv().ok(); //~
}

mod the_pattern_leaves_the_sender_behind {
    use tokio::sync::mpsc;

    struct Observatory {
        open_tx: mpsc::Sender<()>,
        open_rx: mpsc::Receiver<()>,
        domes: u32,
    }

    impl Observatory {
        fn new(domes: u32) -> Self {
            let (open_tx, open_rx) = mpsc::channel(1);
            Observatory { open_tx, open_rx, domes }
        }

        fn observe(&self) {
            let open = self.open_tx.clone();
            tokio::spawn(async move { drop(open) });
        }
    }

    async fn one_night(site: Observatory) {
        site.observe();
        println!("{} domes", site.domes);
        let Observatory { mut open_rx, .. } = site;
        let _ = open_rx.recv().await; //~
    }

    async fn another_night() {
        one_night(Observatory::new(2)).await;
    }
}

// A method keeps what it is given.

#[derive(Default)]
struct Board {
    listeners: Vec<mpsc::Sender<u32>>,
}

impl Board {
    fn attach(&mut self, listener: mpsc::Sender<u32>) {
        self.listeners.push(listener);
    }

    async fn tell(&self, station: u32) {
        for listener in &self.listeners {
            listener.send(station).await.ok();
        }
    }
}

async fn a_board_keeps_a_clone(stations: [u32; 4]) -> u32 {
    let (tx, mut rx) = mpsc::channel(16);
    let mut board = Board::default();
    board.attach(tx.clone());
    drop(tx);
    for station in stations {
        board.tell(station).await;
    }
    let mut sum = 0;
    while let Some(station) = rx.recv().await { //~
        sum += station;
    }
    println!("{} listeners", board.listeners.len());
    sum
}

// Who waits for the task that drains, waits for the drain.

async fn the_draining_task_is_awaited(stations: [u32; 4]) -> u32 {
    let (tx, mut rx) = mpsc::channel(8);
    let summing = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(station) = rx.recv().await { //~
            sum += station;
        }
        sum
    });
    for station in stations {
        tx.send(station).await.ok();
    }
    summing.await.unwrap_or(0)
}

fn the_draining_thread_is_joined(stations: [u32; 4]) -> usize {
    let (tx, rx) = channel();
    let counting = thread::spawn(move || rx.iter().count()); //~
    for station in stations {
        tx.send(measure(station)).ok();
    }
    let count = counting.join().unwrap();
    drop(tx);
    count
}

// The last thing that a thread of `main` does is not the last thing that `main` does.

mod a_thread_of_main {
    use std::sync::mpsc::channel;
    use std::thread;

    fn main() {
        let (tx, rx) = channel::<u32>();
        let printing = thread::spawn(move || {
            for station in rx { //~
                println!("{station}");
            }
        });
        tx.send(7).ok();
        printing.join().unwrap();
    }
}

// The thread is joined by a method of what was given out beside the sender.

mod a_method_joins_the_thread {
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

    pub fn report(words: [&str; 2]) {
        let (line, threads) = open();
        for word in words {
            line.sender.send(word.to_owned()).ok();
        }
        threads.join(); //~
        println!("all is written");
    }
}

mod another_struct_has_got_the_sender {
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

    pub fn host(words: [&str; 2]) {
        let (line, threads) = open();
        let host = Host { sender: line.sender };
        for word in words {
            host.sender.send(word.to_owned()).ok();
        }
        threads.join(); //~
        println!("all is written");
    }
}

#[path = "bad/lent.rs"]
mod lent;

#[path = "bad/joined.rs"]
mod joined;

#[path = "bad/left_by_a_failure.rs"]
mod left_by_a_failure;
