//! Loops that ask a channel again at once after it has ended.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, watch};

struct Reading {
    sensor: u32,
    value: f64,
}

fn store(reading: Reading) {
    println!("{}: {}", reading.sensor, reading.value);
}

async fn if_let_alone_in_a_loop(mut readings: mpsc::Receiver<Reading>) {
    loop {
        if let Some(reading) = readings.recv().await { //~
            store(reading);
        }
    }
}

async fn breaks_only_on_a_message(mut readings: mpsc::UnboundedReceiver<Reading>) -> f64 {
    loop {
        if let Some(reading) = readings.recv().await { //~
            if reading.sensor == 7 {
                break reading.value;
            }
        }
    }
}

async fn let_else_continue(mut readings: mpsc::Receiver<Reading>) {
    loop {
        let Some(reading) = readings.recv().await else { //~
            continue;
        };
        store(reading);
    }
}

fn an_error_arm_that_only_logs(readings: Receiver<Reading>) {
    loop {
        match readings.recv() { //~
            Ok(reading) => store(reading),
            Err(error) => eprintln!("could not receive: {error}"),
        }
    }
}

#[allow(while_true)]
fn an_error_arm_that_continues(readings: crossbeam_channel::Receiver<Reading>) {
    while true {
        let reading = match readings.recv() { //~
            Ok(reading) => reading,
            Err(_) => continue,
        };
        store(reading);
    }
}

fn a_timeout_and_an_end_are_taken_for_the_same(readings: Receiver<Reading>) {
    let mut quiet = 0;
    loop {
        match readings.recv_timeout(Duration::from_secs(5)) { //~
            Ok(reading) => store(reading),
            Err(_) => quiet += 1,
        }
    }
}

fn an_end_that_goes_round(readings: Receiver<Reading>) {
    loop {
        match readings.recv_timeout(Duration::from_millis(100)) { //~
            Ok(reading) => store(reading),
            Err(RecvTimeoutError::Timeout) => println!("nothing"),
            Err(RecvTimeoutError::Disconnected) => println!("no more sensors"),
        }
    }
}

async fn a_drain_inside_an_endless_loop(mut readings: mpsc::Receiver<Reading>) {
    loop {
        while let Some(reading) = readings.recv().await { //~
            store(reading);
        }
    }
}

async fn an_irrefutable_select_branch(mut readings: mpsc::Receiver<Reading>) {
    let mut report = tokio::time::interval(Duration::from_secs(10));
    let mut count = 0_u64;
    loop {
        tokio::select! {
            reading = readings.recv() => { //~
                if let Some(reading) = reading {
                    count += 1;
                    store(reading);
                }
            }
            _ = report.tick() => println!("{count} readings"),
        }
    }
}

async fn a_select_branch_that_continues(
    mut nudges: mpsc::UnboundedReceiver<()>,
    mut sensors: tokio::net::UdpSocket,
) {
    let mut datagram = [0; 64];
    loop {
        tokio::select! {
            _ = nudges.recv() => continue, //~
            length = sensors.recv(&mut datagram) => println!("{length:?}"),
        }
    }
}

async fn a_watch_in_a_select(mut limit: watch::Receiver<f64>, socket: tokio::net::UdpSocket) {
    let mut datagram = [0; 64];
    loop {
        tokio::select! {
            _ = limit.changed() => println!("limit is {}", *limit.borrow()), //~
            _ = socket.recv_from(&mut datagram) => {}
        }
    }
}

// The futures of the branches before it are made on the way round, and nobody waits for them alone.

async fn behind_another_receive(
    mut indoors: mpsc::Receiver<Reading>,
    mut outdoors: mpsc::Receiver<Reading>,
    mut limit: watch::Receiver<f64>,
) {
    let mut report = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            Some(reading) = indoors.recv() => store(reading),
            reading = outdoors.recv() => { //~
                if let Some(reading) = reading {
                    store(reading);
                }
            }
            _ = limit.changed() => println!("limit is {}", *limit.borrow()), //~
            _ = report.tick() => println!("still here"),
        }
    }
}

async fn the_last_of_a_biased_select(indoors: flume::Receiver<Reading>, outdoors: flume::Receiver<Reading>) {
    let mut report = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            biased;
            _ = report.tick() => println!("still here"),
            reading = indoors.recv_async() => { //~
                if let Ok(reading) = reading {
                    store(reading);
                }
            }
            reading = outdoors.recv_async() => { //~
                if let Ok(reading) = reading {
                    store(reading);
                }
            }
        }
    }
}

async fn a_watch_whose_answer_is_thrown_away(mut limit: watch::Receiver<f64>) {
    loop {
        let _ = limit.changed().await; //~
        println!("limit is {}", *limit.borrow_and_update());
    }
}

async fn a_broadcast_error_that_is_only_logged(mut alarms: broadcast::Receiver<u32>) {
    loop {
        let alarm = alarms.recv().await; //~
        match alarm {
            Ok(42) => break,
            Ok(sensor) => println!("sensor {sensor}"),
            Err(error) => eprintln!("alarm channel: {error}"),
        }
    }
}

async fn a_broadcast_that_takes_the_end_for_a_lag(mut alarms: broadcast::Receiver<u32>) {
    use tokio::sync::broadcast::error::RecvError;

    loop {
        match alarms.recv().await { //~
            Ok(sensor) => println!("sensor {sensor}"),
            Err(RecvError::Lagged(missed)) => println!("{missed} missed"),
            Err(RecvError::Closed) => continue,
        }
    }
}

async fn a_branch_switched_off_beside_a_ticking_one(mut readings: mpsc::Receiver<Reading>) {
    let mut flush = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(reading) = readings.recv() => store(reading), //~
            _ = flush.tick() => println!("flushed"),
            else => break,
        }
    }
}

fn a_crossbeam_arm_that_stays_ready(
    readings: crossbeam::channel::Receiver<Reading>,
    ticks: crossbeam::channel::Receiver<std::time::Instant>,
) {
    loop {
        crossbeam::select! {
            recv(readings) -> reading => { //~
                if let Ok(reading) = reading {
                    store(reading);
                }
            }
            recv(ticks) -> _ => println!("tick"),
        }
    }
}

async fn flume_in_async_code(readings: flume::Receiver<Reading>) {
    loop {
        if let Ok(reading) = readings.recv_async().await { //~
            store(reading);
        }
    }
}

async fn async_channel_with_an_empty_arm(readings: async_channel::Receiver<Reading>) {
    loop {
        match readings.recv().await { //~
            Ok(reading) => store(reading),
            _ => {}
        }
    }
}

async fn a_futures_channel_as_a_stream(
    mut readings: futures::channel::mpsc::UnboundedReceiver<Reading>,
) {
    use futures::StreamExt;

    loop {
        if let Some(reading) = readings.next().await { //~
            store(reading);
        }
    }
}

fn kanal_in_a_thread(readings: kanal::Receiver<Reading>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        loop {
            match readings.recv() { //~
                Ok(reading) => store(reading),
                Err(_) => println!("receive failed, trying again"),
            }
        }
    })
}

async fn an_empty_batch_for_ever(mut batches: mpsc::Receiver<Vec<Reading>>) {
    loop {
        let batch = batches.recv().await.unwrap_or_default(); //~
        for reading in batch {
            store(reading);
        }
    }
}

fn a_task_that_outlives_its_announcer(announcer: &broadcast::Sender<String>) {
    let mut news = announcer.subscribe();
    tokio::spawn(async move {
        loop {
            match news.recv().await { //~
                Ok(line) if line == "over" => break,
                Ok(line) => println!("{line}"),
                Err(error) => eprintln!("{error}"),
            }
        }
    });
}

mod a_wrapper_that_does_no_more_than_ask {
    use tokio::sync::mpsc;

    struct Mailbox(mpsc::Receiver<String>);

    impl Mailbox {
        async fn next(&mut self) -> Option<String> {
            self.0.recv().await
        }
    }

    async fn read(mut mailbox: Mailbox) {
        loop {
            match mailbox.next().await { //~
                Some(letter) if letter.is_empty() => break,
                Some(letter) => println!("{letter}"),
                None => {}
            }
        }
    }
}

mod a_stream_whose_end_falls_through {
    use futures::StreamExt;
    use futures::stream::BoxStream;

    enum Frame {
        Data(Vec<u8>),
        Close,
    }

    struct Link {
        frames: BoxStream<'static, Result<Frame, std::io::Error>>,
    }

    impl Link {
        async fn wait_for_close(&mut self) {
            loop {
                match self.frames.next().await { //~
                    Some(Ok(Frame::Close)) => break,
                    Some(Err(error)) => {
                        eprintln!("{error}");
                        break;
                    }
                    _ => {}
                }
            }
        }
    }
}

mod the_receiver_is_a_field {
    use tokio::sync::mpsc;

    pub enum Order {
        Raise(f64),
        Lower(f64),
    }

    pub struct Valve {
        orders: mpsc::Receiver<Order>,
        level: f64,
    }

    impl Valve {
        pub fn new(orders: mpsc::Receiver<Order>) -> Self {
            Valve { orders, level: 0.0 }
        }

        pub async fn run(&mut self) {
            loop {
                match self.orders.recv().await { //~
                    Some(Order::Raise(by)) => self.level += by,
                    Some(Order::Lower(by)) => self.level -= by,
                    None => println!("nobody turns this valve"),
                }
            }
        }
    }
}

async fn nothing_may_come_behind_the_loop(
    mut readings: mpsc::Receiver<Reading>,
) -> std::convert::Infallible {
    loop {
        if let Some(reading) = readings.recv().await { //~
            store(reading);
        }
    }
}

async fn the_else_is_not_for_closing_alone(mut sensors: mpsc::Receiver<u32>) {
    loop {
        if let Some(1..) = sensors.recv().await { //~
            println!("some sensor");
        }
    }
}

// The sender of these dies with the function that starts them.

async fn store_each(mut readings: mpsc::Receiver<Reading>) {
    loop {
        if let Some(reading) = readings.recv().await { //~
            store(reading);
        }
    }
}

async fn the_starter_returns_and_nobody_aborts(values: Vec<f64>) {
    let (tx, rx) = mpsc::channel(8);
    tokio::spawn(store_each(rx));
    for value in values {
        tx.send(Reading { sensor: 1, value }).await.ok();
    }
}

async fn measure_all(out: mpsc::Sender<Reading>) {
    for value in [0.5, 1.5] {
        out.send(Reading { sensor: 2, value }).await.ok();
    }
}

async fn the_handle_is_only_looked_at() {
    let (tx, mut rx) = mpsc::channel::<Reading>(8);
    let storing = tokio::spawn(async move {
        loop {
            if let Some(reading) = rx.recv().await { //~
                store(reading);
            }
        }
    });
    measure_all(tx).await;
    println!("{}", storing.is_finished());
}

async fn the_race_is_against_something_else(clock: std::time::Duration) {
    let (tx, mut rx) = mpsc::channel::<Reading>(8);
    let storing = tokio::spawn(async move {
        loop {
            if let Some(reading) = rx.recv().await { //~
                store(reading);
            }
        }
    });
    measure_all(tx).await;
    tokio::time::sleep(clock).await;
    storing.abort();
}

// A branch beside it that can leave ends this one day, and until then the loop is hot.

async fn until_the_token_is_cancelled(
    mut readings: mpsc::Receiver<Reading>,
    stop: tokio_util::sync::CancellationToken,
) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            reading = readings.recv() => { //~
                if let Some(reading) = reading {
                    store(reading);
                }
            }
        }
    }
}

async fn until_somebody_says_so(
    mut readings: mpsc::Receiver<Reading>,
    mut done: tokio::sync::oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            reading = readings.recv() => { //~
                if let Some(reading) = reading {
                    store(reading);
                }
            }
            _ = &mut done => return,
        }
    }
}

// What a `while let Some` in a loop polls has an end, whatever it is.

macro_rules! source_of_readings {
    ($name:ident) => {
        struct $name;

        impl $name {
            async fn next_reading(&mut self) -> Option<Reading> {
                None
            }
        }
    };
}

source_of_readings!(Probe);

async fn polled_in_a_loop_of_its_own(mut probe: Probe) {
    let mut sum = 0.0;
    loop {
        while let Some(reading) = probe.next_reading().await { //~
            sum += reading.value;
        }
    }
}

mod a_sibling_takes_none_for_the_end {
    use super::Probe;

    struct Tower {
        probe: Probe,
        last: f64,
    }

    impl Tower {
        async fn warm_up(&mut self) {
            while self.last < 1.0 {
                match self.probe.next_reading().await {
                    Some(reading) => self.last = reading.value,
                    None => return,
                }
            }
        }

        async fn watch(&mut self) {
            let mut clock = tokio::time::interval(std::time::Duration::from_secs(1));
            loop {
                tokio::select! {
                    reading = self.probe.next_reading() => { //~
                        if let Some(reading) = reading {
                            self.last = reading.value;
                        }
                    }
                    _ = clock.tick() => println!("at {}", self.last),
                }
            }
        }
    }
}

// A function that reads whole messages gives `None` when its reader is at its end.

mod a_read_at_the_end {
    use std::io::{self, BufRead};
    use std::net::TcpStream;

    use tokio::io::{AsyncBufRead, AsyncBufReadExt};

    use super::{Reading, store};

    enum Packet {
        Reading(Reading),
        Pause,
    }

    fn read_packet(from: &mut impl BufRead) -> io::Result<Option<Packet>> {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(match line.trim().parse() {
            Ok(value) => Packet::Reading(Reading { sensor: 1, value }),
            Err(_) => Packet::Pause,
        }))
    }

    async fn read_async(from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<f64>> {
        let mut line = String::new();
        let read = from.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim().parse().unwrap_or(0.0)))
    }

    fn whatever_else_is_logged(mut station: impl BufRead) -> io::Result<()> {
        loop {
            match read_packet(&mut station)? { //~
                Some(Packet::Reading(reading)) => store(reading),
                other => println!("{}", other.is_some()),
            }
        }
    }

    fn of_a_socket(station: TcpStream) -> io::Result<()> {
        let mut station = io::BufReader::new(station);
        loop {
            match read_packet(&mut station)? { //~
                Some(Packet::Reading(reading)) => store(reading),
                Some(Packet::Pause) => println!("a pause"),
                _ => {}
            }
        }
    }

    async fn awaited(mut station: impl AsyncBufRead + Unpin) -> io::Result<()> {
        loop {
            match read_async(&mut station).await? { //~
                Some(value) if value > 0.0 => store(Reading { sensor: 2, value }),
                _ => println!("no sun"),
            }
        }
    }
}

// What a function does with the end that it is given, its caller never learns.

mod the_end_goes_into_a_function {
    use tokio::sync::mpsc;

    struct Screen {
        shown: u32,
    }

    impl Screen {
        fn show(&mut self, value: Option<u32>) {
            if let Some(value) = value {
                self.shown = value;
                self.draw();
            }
        }

        fn draw(&self) {
            println!("now {}", self.shown);
        }
    }

    fn print(value: Option<u32>) {
        println!("{value:?}");
    }

    fn print_or_complain(value: Option<u32>) {
        match value {
            Some(value) => println!("{value}"),
            None => eprintln!("no value this time"),
        }
    }

    async fn printed(mut values: mpsc::Receiver<u32>) {
        loop {
            let value = values.recv().await; //~
            print(value);
        }
    }

    async fn printed_after_a_look(mut values: mpsc::Receiver<u32>) {
        loop {
            let value = values.recv().await; //~
            print(value);
            print_or_complain(value);
        }
    }

    async fn printed_in_a_branch(mut values: mpsc::Receiver<u32>) {
        let mut clock = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            tokio::select! {
                value = values.recv() => print_or_complain(value), //~
                _ = clock.tick() => println!("another second"),
            }
        }
    }

    async fn shown(mut values: mpsc::Receiver<u32>, mut screen: Screen) {
        loop {
            screen.show(values.recv().await); //~
        }
    }
}

// The only sender went into a function that is over, or into a task of its that will be.

mod the_sender_goes_into_a_function {
    use std::sync::mpsc::{Sender, channel};

    fn calibrate(sensor: u32, tx: Sender<f64>) {
        std::thread::spawn(move || {
            if sensor > 0 {
                tx.send(21.5).ok();
            }
        });
    }

    fn announce(tx: Sender<f64>) {
        tx.send(0.0).ok();
    }

    fn a_thread_sends_once() {
        let (tx, rx) = channel();
        calibrate(7, tx);
        loop {
            if let Ok(offset) = rx.recv() { //~
                println!("off by {offset}");
            }
        }
    }

    fn the_call_has_dropped_it() {
        let (tx, rx) = channel();
        announce(tx);
        loop {
            if let Ok(offset) = rx.recv() { //~
                println!("off by {offset}");
            }
        }
    }
}

// The help says what is dropped along with the task.

async fn handed_on(mut lines: mpsc::Receiver<String>, words: mpsc::Sender<String>) {
    loop {
        let line = if let Some(line) = lines.recv().await { line } else { continue }; //~
        for word in line.split(' ') {
            words.send(word.to_owned()).await.unwrap();
        }
    }
}

// The channel closes when all is over (pedantic), or in a test.

mod service {
    use super::{Reading, mpsc, store};

    fn served() -> mpsc::UnboundedSender<Reading> {
        let (served, mut readings) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                while let Some(reading) = readings.recv().await { //~
                    store(reading);
                }
            }
        });
        served
    }

    #[tokio::main]
    async fn main() {
        let served = served();
        served.send(Reading { sensor: 1, value: 0.5 }).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn readings_are_stored() {
        let (sender, mut readings) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                if let Some(reading) = readings.recv().await { //~
                    store(reading);
                }
            }
        });
        sender.send(Reading { sensor: 2, value: 1.5 }).await.ok();
    }
}

// Each customer has a task and a sender of his own, which he drops when he goes.

fn a_task_for_each_customer() -> mpsc::UnboundedSender<Reading> {
    let (customer, mut readings) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            while let Some(reading) = readings.recv().await { //~
                store(reading);
            }
        }
    });
    customer
}

struct Chart {
    stations: mpsc::Receiver<u32>,
    changes: broadcast::Receiver<u32>,
    drawn: u32,
}

impl Chart {
    async fn draw(mut self) -> u32 {
        loop {
            tokio::select! {
                station = self.stations.recv() => match station {
                    Some(station) => self.drawn += station,
                    None => return self.drawn,
                },
                change = self.changes.recv() => self.redraw(change), //~
            }
        }
    }

    fn redraw(&mut self, change: Result<u32, broadcast::error::RecvError>) {
        match change {
            Ok(station) => self.drawn = station,
            Err(e) => tracing::warn!(error = %e, "some changes were missed"),
        }
    }
}

#[path = "bad/conditions_that_stay_as_they_are.rs"]
mod conditions_that_stay_as_they_are;
