//! Channels whose only sender is gone before the first receive.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot};

struct Order {
    table: u32,
}

fn cook(order: Order) {
    println!("table {}", order.table);
}

fn tidy_up() {
    println!("wiping the counter");
}

async fn the_loop_ends_before_it_starts() {
    let (_, mut orders) = mpsc::channel::<Order>(16); //~
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

async fn the_wait_is_over_at_once() {
    let (_, closing_time) = oneshot::channel::<()>(); //~
    println!("open until told otherwise");
    closing_time.await.ok();
    tidy_up();
}

fn hatch() -> (mpsc::Sender<Order>, mpsc::Receiver<Order>) {
    let (tx, rx) = mpsc::channel(16);
    (tx, rx)
}

async fn the_pair_comes_from_a_function_of_our_own() {
    let (_, mut orders) = hatch(); //~
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

async fn a_server_that_stops_as_it_starts(mut orders: mpsc::Receiver<Order>) {
    let (_, mut stop) = mpsc::channel::<()>(1); //~
    loop {
        tokio::select! {
            _ = stop.recv() => break,
            order = orders.recv() => match order {
                Some(order) => cook(order),
                None => break,
            },
        }
    }
}

fn a_flush_timer_that_spins() {
    let (_, wake_up) = channel::<()>(); //~
    loop {
        match wake_up.recv_timeout(Duration::from_secs(30)) {
            Ok(()) => break,
            Err(_) => tidy_up(),
        }
    }
}

fn a_flush_timer_that_never_flushes() {
    let (_, wake_up) = crossbeam_channel::bounded::<()>(0); //~
    loop {
        match wake_up.recv_timeout(Duration::from_secs(30)) {
            Err(crossbeam_channel::RecvTimeoutError::Timeout) => tidy_up(),
            Ok(()) | Err(crossbeam_channel::RecvTimeoutError::Disconnected) => break,
        }
    }
}

fn dropped_by_hand_and_never_used() {
    let (tx, rx) = channel::<Order>(); //~
    drop(tx);
    for order in rx {
        cook(order);
    }
}

async fn dropped_by_its_full_name() -> usize {
    let (tx, rx) = async_channel::bounded::<Order>(4); //~
    std::mem::drop(tx);
    let mut served = 0;
    while let Ok(order) = rx.recv().await {
        cook(order);
        served += 1;
    }
    served
}

async fn only_the_second_half_is_kept() {
    let mut orders = mpsc::unbounded_channel::<Order>().1; //~
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

async fn a_broadcast_nobody_can_send_on() {
    let (_, mut news) = broadcast::channel::<String>(64); //~
    loop {
        match news.recv().await {
            Ok(line) => println!("{line}"),
            Err(broadcast::error::RecvError::Lagged(missed)) => println!("missed {missed}"),
            Err(broadcast::error::RecvError::Closed) => break,
        }
    }
}

fn a_select_arm_that_always_wins(orders: crossbeam::channel::Receiver<Order>) {
    let (_, quit) = crossbeam::channel::unbounded::<()>(); //~
    loop {
        crossbeam::select! {
            recv(quit) -> _ => return,
            recv(orders) -> order => match order {
                Ok(order) => cook(order),
                Err(_) => return,
            },
        }
    }
}

async fn flume_in_async_code() {
    let (_, orders) = flume::unbounded(); //~
    while let Ok(order) = orders.recv_async().await {
        cook(order);
    }
}

async fn a_futures_stream() {
    use futures::StreamExt;
    use futures::channel::mpsc;

    let (_, mut orders) = mpsc::channel::<Order>(8); //~
    while let Some(order) = orders.next().await {
        cook(order);
    }
}

async fn kanal_in_async_code() {
    let (_, orders) = kanal::unbounded_async::<Order>(); //~
    while let Ok(order) = orders.recv().await {
        cook(order);
    }
}

async fn the_sender_dies_with_an_inner_block() {
    let mut orders = {
        let (_tx, rx) = mpsc::channel::<Order>(16); //~
        rx
    };
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

fn a_thread_reads_what_nobody_sends() -> std::thread::JoinHandle<()> {
    let (_, orders) = std::sync::mpsc::sync_channel::<Order>(1); //~
    std::thread::spawn(move || {
        while let Ok(order) = orders.recv() {
            cook(order);
        }
    })
}

async fn a_task_reads_what_nobody_sends() -> u32 {
    let (_, mut orders) = mpsc::unbounded_channel::<Order>(); //~
    let kitchen = tokio::spawn(async move {
        let mut served = 0;
        while let Some(order) = orders.recv().await {
            cook(order);
            served += 1;
        }
        served
    });
    kitchen.await.unwrap_or(0)
}

async fn the_receiver_changes_its_name() {
    let (_, rx) = mpsc::channel::<Order>(16); //~
    let mut orders = rx;
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

// A call that never looks at the sender has dropped it when it is over.

fn open_kitchen(tables: u32, _orders: mpsc::Sender<Order>) -> u32 {
    tables * 4
}

async fn the_sender_goes_to_a_function_that_drops_it(tables: u32) {
    let (tx, mut orders) = mpsc::channel(16); //~
    println!("{} seats", open_kitchen(tables, tx));
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

async fn set_the_tables(_orders: mpsc::Sender<Order>) {
    tokio::time::sleep(Duration::from_secs(60)).await;
}

async fn the_sender_goes_to_a_future_that_is_awaited() {
    let (tx, mut orders) = mpsc::channel(16); //~
    set_the_tables(tx).await;
    while let Some(order) = orders.recv().await {
        cook(order);
    }
}

async fn clean_until(mut closing: oneshot::Receiver<()>) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = &mut closing => return,
            _ = every.tick() => tidy_up(),
        }
    }
}

fn the_sender_ends_with_the_function_that_starts_the_task() -> tokio::task::JoinHandle<()> {
    let (_closing, closed) = oneshot::channel(); //~
    tokio::spawn(clean_until(closed))
}

async fn the_receiver_goes_to_a_function_that_waits() {
    let (_, closed) = oneshot::channel(); //~
    clean_until(closed).await;
}

mod nobody_has_the_sender_of_what_is_given_back {
    use tokio::sync::mpsc;

    pub trait Source {
        fn start(&self) -> Option<mpsc::Receiver<u32>>;
    }

    pub struct Counter {
        room: usize,
    }

    impl Source for Counter {
        fn start(&self) -> Option<mpsc::Receiver<u32>> {
            let (_tx, rx) = mpsc::channel(self.room); //~
            println!("started");
            Some(rx)
        }
    }

    pub async fn serve(source: &dyn Source) -> u32 {
        let Some(first) = source.start() else { return 0 };
        drop(first);
        let mut orders = source.start().unwrap();
        let mut served = 0;
        while let Some(order) = orders.recv().await {
            served += order;
        }
        served
    }
}

mod a_closure_makes_what_was_not_given {
    use tokio::sync::oneshot;

    async fn serve() {
        tokio::task::yield_now().await;
    }

    pub async fn start(stop: Option<oneshot::Receiver<()>>) {
        let stop = stop.unwrap_or_else(|| {
            let (_, never) = oneshot::channel(); //~
            never
        });
        tokio::select! {
            _ = stop => println!("asked to stop"),
            () = serve() => {}
        }
    }
}

mod the_receiver_is_a_field_and_its_sender_goes_nowhere {
    use tokio::sync::mpsc;

    pub struct Gauge {}

    impl Gauge {
        fn new(_readings: mpsc::Sender<f32>) -> Result<Self, std::io::Error> {
            Ok(Gauge {})
        }
    }

    pub struct Boiler {
        pub gauge: Gauge,
        readings: mpsc::Receiver<f32>,
    }

    impl Boiler {
        pub fn new() -> Result<Self, std::io::Error> {
            let (sender, readings) = mpsc::channel(16); //~
            let gauge = Gauge::new(sender)?;
            Ok(Boiler { gauge, readings })
        }

        pub async fn heat(mut self) {
            loop {
                match self.readings.recv().await {
                    Some(degrees) => println!("{degrees}"),
                    None => break,
                }
            }
        }
    }
}

mod the_struct_outlives_the_sender {
    use tokio::sync::mpsc;

    pub struct Ferry {
        calls: mpsc::UnboundedReceiver<u32>,
    }

    impl Ferry {
        pub fn at_the_pier() -> Ferry {
            let (_calls_in, calls) = mpsc::unbounded_channel(); //~
            Ferry { calls }
        }

        pub async fn next(&mut self) -> Option<u32> {
            self.calls.recv().await
        }
    }
}


// The receiver goes into a struct whose methods wait for it.

mod in_a_field {
    use tokio::sync::mpsc;

    pub struct Kiln {
        fires: u32,
        cold: mpsc::Receiver<()>,
    }

    impl Kiln {
        pub fn heat(fires: u32) -> Self {
            let (_, cold) = mpsc::channel(1); //~
            Kiln { fires, cold }
        }

        pub async fn keep_warm(mut self) -> u32 {
            loop {
                tokio::select! {
                    _ = self.cold.recv() => return self.fires,
                    () = tokio::time::sleep(std::time::Duration::from_secs(60)) => self.fires += 1,
                }
            }
        }
    }

    pub struct Ferry {
        bell: std::sync::mpsc::Receiver<u32>,
    }

    impl Ferry {
        pub fn new() -> Option<Self> {
            let (bell_rope, bell) = std::sync::mpsc::channel(); //~
            drop(bell_rope);
            Some(Self { bell })
        }

        pub fn departs(&self) -> u32 {
            let mut rung = 0;
            while let Ok(times) = self.bell.recv() {
                rung += times;
            }
            rung
        }
    }
}

async fn a_watch_whose_end_ends_the_loop(mut orders: mpsc::Receiver<Order>) {
    let (_, mut prices) = tokio::sync::watch::channel(7); //~
    loop {
        tokio::select! {
            changed = prices.changed() => {
                if changed.is_err() {
                    break;
                }
                println!("{} from now on", *prices.borrow());
            }
            Some(order) = orders.recv() => cook(order),
        }
    }
}
