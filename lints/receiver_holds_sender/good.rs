//! Receivers beside a sender whose loops do end: near misses of `receiver-holds-sender`.
//! conclint: allow(unbounded-channel) -- the cases here are about something else

#[path = "good/shared_owners.rs"]
mod shared_owners;

#[path = "good/each_loop_has_a_way_out_of_its_own.rs"]
mod each_loop_has_a_way_out_of_its_own;

#[path = "good/each_loop_of_a_thread_has_a_way_out_of_its_own.rs"]
mod each_loop_of_a_thread_has_a_way_out_of_its_own;

mod the_receive_is_one_call_away_and_says_when_to_stop {
    struct Worker {
        rx: flume::Receiver<Task>,
        tx: flume::Sender<Task>,
        done: usize,
    }

    enum Task {
        Sweep,
        GoHome,
    }

    fn start() -> (flume::Sender<Task>, std::thread::JoinHandle<usize>) {
        let (tx, rx) = flume::bounded(8);
        let boss = tx.clone();
        let mut worker = Worker { rx, tx, done: 0 };
        let thread = std::thread::spawn(move || {
            loop {
                if tick(&mut worker) {
                    return worker.done;
                }
            }
        });
        (boss, thread)
    }

    /// True when the worker has to stop.
    fn tick(worker: &mut Worker) -> bool {
        let Ok(task) = worker.rx.recv() else {
            return true;
        };
        match task {
            Task::GoHome => return true,
            Task::Sweep if worker.done > 100 => {
                worker.tx.try_send(Task::GoHome).ok();
            }
            Task::Sweep => worker.done += 1,
        }
        false
    }
}

mod only_a_weak_sender_is_kept {
    use tokio::sync::mpsc;

    struct Beehive {
        rx: mpsc::Receiver<u64>,
        tx: mpsc::WeakSender<u64>,
        honey: u64,
    }

    impl Beehive {
        fn build() -> (Self, mpsc::Sender<u64>) {
            let (tx, rx) = mpsc::channel(4);
            (Beehive { rx, tx: tx.downgrade(), honey: 0 }, tx)
        }

        fn entrance(&self) -> Option<mpsc::Sender<u64>> {
            self.tx.upgrade()
        }

        async fn gather(mut self) -> u64 {
            while let Some(drop) = self.rx.recv().await {
                self.honey += drop;
            }
            self.honey
        }
    }
}

mod the_option_is_emptied_before_the_loop {
    use async_channel::{Receiver, Sender};

    struct Kitchen {
        orders: Receiver<String>,
        pass: Option<Sender<String>>,
    }

    impl Kitchen {
        fn new() -> Self {
            let (pass, orders) = async_channel::bounded(8);
            Kitchen { orders, pass: Some(pass) }
        }

        fn waiter(&mut self) -> Option<Sender<String>> {
            self.pass.take()
        }

        async fn cook(self) {
            while let Ok(order) = self.orders.recv().await {
                println!("{order}");
            }
        }
    }
}

mod the_fields_part_before_the_loop {
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

    struct SurveyBuilder {
        tx: SyncSender<f64>,
        rx: Receiver<f64>,
        points: usize,
    }

    impl SurveyBuilder {
        fn new() -> Self {
            let (tx, rx) = sync_channel(32);
            SurveyBuilder { tx, rx, points: 0 }
        }

        fn add_point(&mut self, height: f64) {
            let tx = self.tx.clone();
            self.points += 1;
            std::thread::spawn(move || tx.send(height));
        }

        fn mean(self) -> f64 {
            let Self { tx, rx, points } = self;
            drop(tx);
            let mut sum = 0.0;
            for height in rx {
                sum += height;
            }
            sum / points as f64
        }
    }
}

mod a_field_is_dropped_before_the_loop {
    use tokio::sync::mpsc;

    struct Poll {
        ballots: mpsc::UnboundedReceiver<bool>,
        urn: mpsc::UnboundedSender<bool>,
    }

    impl Poll {
        fn open() -> Self {
            let (urn, ballots) = mpsc::unbounded_channel();
            Poll { ballots, urn }
        }

        async fn count(mut self) -> usize {
            drop(self.urn);
            let mut ayes = 0;
            while let Some(aye) = self.ballots.recv().await {
                ayes += usize::from(aye);
            }
            ayes
        }
    }
}

mod the_halves_are_only_kept_together {
    use tokio::sync::mpsc::{Receiver, Sender, channel};

    struct Pipe<T> {
        tx: Sender<T>,
        rx: Receiver<T>,
    }

    impl<T> Pipe<T> {
        fn new(slots: usize) -> Self {
            let (tx, rx) = channel(slots);
            Pipe { tx, rx }
        }

        fn split(self) -> (Sender<T>, Receiver<T>) {
            (self.tx, self.rx)
        }
    }
}

mod a_pool_for_the_whole_process {
    use std::sync::LazyLock;
    use std::thread;

    type Job = Box<dyn FnOnce() + Send>;

    struct Pool {
        queue: crossbeam_channel::Sender<Job>,
        jobs: crossbeam_channel::Receiver<Job>,
    }

    static POOL: LazyLock<Pool> = LazyLock::new(|| {
        let (queue, jobs) = crossbeam_channel::unbounded();
        Pool { queue, jobs }
    });

    fn work() {
        for job in &POOL.jobs {
            job();
        }
    }

    fn submit(job: Job) {
        POOL.queue.send(job).ok();
    }
}

mod methods_of_a_static_only {
    struct Reaper {
        dead: async_channel::Receiver<u32>,
        bury: async_channel::Sender<u32>,
    }

    impl Reaper {
        fn leak() -> &'static Reaper {
            let (bury, dead) = async_channel::unbounded();
            Box::leak(Box::new(Reaper { dead, bury }))
        }

        async fn reap(&'static self) {
            while let Ok(pid) = self.dead.recv().await {
                println!("{pid}");
            }
        }

        fn register(&'static self, pid: u32) {
            self.bury.try_send(pid).ok();
        }
    }
}

mod two_crossed_channels {
    use tokio::sync::mpsc;

    struct End {
        tx: mpsc::Sender<Vec<u8>>,
        rx: mpsc::Receiver<Vec<u8>>,
    }

    fn wire() -> (End, End) {
        let (left_tx, left_rx) = mpsc::channel(4);
        let (right_tx, right_rx) = mpsc::channel(4);
        let left = End { tx: left_tx, rx: right_rx };
        let right = End { tx: right_tx, rx: left_rx };
        (left, right)
    }

    impl End {
        async fn echo(mut self) {
            while let Some(bytes) = self.rx.recv().await {
                self.tx.send(bytes).await.ok();
            }
        }
    }
}

mod halves_handed_in_from_outside {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    struct Stage {
        rx: Receiver<u32>,
        tx: Sender<u32>,
    }

    impl Stage {
        fn new(rx: Receiver<u32>, tx: Sender<u32>) -> Self {
            Stage { rx, tx }
        }

        fn run(self) {
            for n in self.rx {
                self.tx.send(n * n).ok();
            }
        }
    }

    fn pipeline() -> (Sender<u32>, Receiver<u32>) {
        let (head, middle_rx) = channel();
        let (middle_tx, tail) = channel();
        let stage = Stage::new(middle_rx, middle_tx);
        thread::spawn(move || stage.run());
        (head, tail)
    }
}

mod somebody_closes_it_by_hand {
    use async_channel::{Receiver, Sender, unbounded};

    #[derive(Clone)]
    struct Lift {
        calls: Receiver<u8>,
        button: Sender<u8>,
    }

    impl Lift {
        fn new() -> Self {
            let (button, calls) = unbounded();
            Lift { calls, button }
        }

        fn shut_down(&self) {
            self.button.close();
        }

        async fn serve(self) {
            while let Ok(floor) = self.calls.recv().await {
                println!("floor {floor}");
            }
        }
    }
}

mod the_receiver_is_closed_by_the_loop {
    use tokio::sync::mpsc;

    struct Bar {
        orders: mpsc::Receiver<String>,
        counter: mpsc::Sender<String>,
        last_call: tokio::sync::oneshot::Receiver<()>,
    }

    impl Bar {
        fn new(last_call: tokio::sync::oneshot::Receiver<()>) -> Self {
            let (counter, orders) = mpsc::channel(8);
            Bar { orders, counter, last_call }
        }

        fn counter(&self) -> mpsc::Sender<String> {
            self.counter.clone()
        }

        async fn serve(mut self) {
            let mut closing = false;
            loop {
                tokio::select! {
                    _ = &mut self.last_call, if !closing => {
                        closing = true;
                        self.orders.close();
                    }
                    order = self.orders.recv() => match order {
                        Some(order) => println!("{order}"),
                        None => break,
                    },
                }
            }
        }
    }
}

mod a_watch_beside_its_sender {
    use tokio::sync::watch;

    struct Thermostat {
        set: watch::Sender<f32>,
        wanted: watch::Receiver<f32>,
    }

    impl Thermostat {
        fn new() -> Self {
            let (set, wanted) = watch::channel(20.0);
            Thermostat { set, wanted }
        }

        fn warmer(&self) {
            self.set.send_modify(|celsius| *celsius += 0.5);
        }

        async fn follow(&mut self) {
            while self.wanted.changed().await.is_ok() {
                println!("{}", *self.wanted.borrow_and_update());
            }
        }
    }
}

mod a_kept_handle_can_abort_the_task {
    use tokio::sync::mpsc;
    use tokio::task::JoinHandle;

    struct Echo {
        door: mpsc::UnboundedSender<u32>,
        task: JoinHandle<()>,
    }

    impl Echo {
        fn start() -> Self {
            let (tx, mut rx) = mpsc::unbounded_channel();
            let door = tx.clone();
            let task = tokio::spawn(async move {
                while let Some(n) = rx.recv().await {
                    if n > 0 {
                        tx.send(n - 1).ok();
                    }
                }
            });
            Echo { door, task }
        }
    }

    impl Drop for Echo {
        fn drop(&mut self) {
            self.task.abort();
        }
    }
}

mod a_task_lets_go_of_the_sender_it_captured {
    use tokio::sync::mpsc;

    fn start(first: u32) -> mpsc::UnboundedSender<u32> {
        let (tx, mut rx) = mpsc::unbounded_channel();
        let door = tx.clone();
        tokio::spawn(async move {
            tx.send(first).ok();
            drop(tx);
            while let Some(n) = rx.recv().await {
                println!("{n}");
            }
        });
        door
    }
}

mod a_task_sends_on_another_channel {
    use tokio::sync::mpsc;

    fn double(mut rx: mpsc::Receiver<u32>) -> mpsc::Receiver<u32> {
        let (tx, doubled) = mpsc::channel(8);
        tokio::spawn(async move {
            while let Some(n) = rx.recv().await {
                if tx.send(n * 2).await.is_err() {
                    break;
                }
            }
        });
        doubled
    }

    fn shadowed_pair() -> (std::thread::JoinHandle<()>, flume::Receiver<u32>) {
        let (tx, rx) = flume::unbounded::<u32>();
        tx.send(1).ok();
        drop(tx);
        let (tx, results) = flume::unbounded();
        let worker = std::thread::spawn(move || {
            for n in rx {
                tx.send(n + 1).ok();
            }
        });
        (worker, results)
    }
}

mod a_task_counts_what_it_still_owes {
    use std::sync::mpsc;
    use std::thread;

    fn crawl(root: u64) -> thread::JoinHandle<usize> {
        let (tx, rx) = mpsc::channel();
        tx.send(root).unwrap();
        thread::spawn(move || {
            let mut open = 1;
            let mut seen = 0;
            for page in rx {
                seen += 1;
                open -= 1;
                for link in (1..page).filter(|n| page % n == 0) {
                    tx.send(link).unwrap();
                    open += 1;
                }
                if open == 0 {
                    return seen;
                }
            }
            seen
        })
    }
}

mod a_wrapper_with_a_close_of_its_own {
    use std::collections::VecDeque;
    use std::sync::{Arc, Condvar, Mutex};

    struct Sender<T>(Arc<(Mutex<VecDeque<T>>, Condvar)>);
    struct Receiver<T>(Arc<(Mutex<VecDeque<T>>, Condvar)>);

    fn channel<T>() -> (Sender<T>, Receiver<T>) {
        let shared = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
        (Sender(shared.clone()), Receiver(shared))
    }

    impl<T> Receiver<T> {
        /// `None` when nothing is there.
        fn recv(&self) -> Option<T> {
            self.0.0.lock().unwrap().pop_front()
        }
    }

    struct Mailroom {
        tx: Sender<String>,
        rx: Receiver<String>,
    }

    impl Mailroom {
        fn new() -> Self {
            let (tx, rx) = channel();
            Mailroom { tx, rx }
        }

        fn sort(&self) {
            while let Some(letter) = self.rx.recv() {
                println!("{letter}");
            }
            self.tx.0.1.notify_all();
        }
    }
}

mod a_message_says_that_it_is_the_last {
    use crossbeam_channel::{Receiver, Sender, bounded};

    enum Word {
        Said(String),
        HungUp,
    }

    struct Tube {
        mouth: Sender<Word>,
        ear: Receiver<Word>,
    }

    impl Tube {
        fn new() -> Self {
            let (mouth, ear) = bounded(4);
            Tube { mouth, ear }
        }

        fn listen(&self) -> String {
            let mut heard = String::new();
            loop {
                let next = self.ear.recv();
                let Ok(Word::Said(word)) = next else { return heard };
                heard += &word;
            }
        }

        fn say(&self, word: &str) -> bool {
            self.mouth.send(Word::Said(word.to_owned())).is_ok()
        }

        fn hang_up(&self) -> bool {
            self.mouth.send(Word::HungUp).is_ok()
        }
    }
}

mod a_thread_takes_a_clone_of_the_receiving_half {
    use std::thread;

    use crossbeam_channel::{Receiver, Sender, unbounded};

    pub struct Scale {
        weights: (Sender<u32>, Receiver<u32>),
        checked: (Sender<u32>, Receiver<u32>),
    }

    impl Scale {
        pub fn set_up() -> Scale {
            Scale { weights: unbounded(), checked: unbounded() }
        }

        pub fn start(&self) {
            let weighed = self.weights.1.clone();
            let checked = self.checked.0.clone();
            thread::spawn(move || {
                while let Ok(weight) = weighed.recv() {
                    let _ = checked.send(weight);
                }
                println!("the scale is put away");
            });
        }

        pub fn give_up_early(&self) {
            let (weighed, weights) = (self.weights.1.clone(), self.weights.0.clone());
            let (kept, taken) = (self.weights.0.clone(), self.weights.1.clone());
            drop((weighed, weights));
            thread::spawn(move || {
                let _ = kept.send(0);
                drop(kept);
                while let Ok(weight) = taken.recv() {
                    println!("{weight}");
                }
                println!("the scale is put away");
            });
        }
    }
}

mod a_task_that_is_stopped_from_outside {
    use std::sync::{Arc, Mutex};

    use tokio::sync::{mpsc, oneshot};

    #[derive(Default)]
    struct Shared {
        stop: Mutex<Option<oneshot::Sender<()>>>,
        sums: Mutex<Vec<u32>>,
    }

    pub struct Ledger {
        shared: Arc<Shared>,
    }

    impl Drop for Ledger {
        fn drop(&mut self) {
            self.shared.stop.lock().unwrap().take();
        }
    }

    pub fn what_is_dropped_takes_it_out(entries: mpsc::Receiver<u32>) -> Ledger {
        let shared = Arc::new(Shared::default());
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(keep(shared.clone(), entries, stopped));
        *shared.stop.lock().unwrap() = Some(stop);
        Ledger { shared }
    }

    pub fn the_sender_goes_to_the_caller(entries: mpsc::Receiver<u32>) -> oneshot::Sender<()> {
        let shared = Arc::new(Shared::default());
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(keep(shared.clone(), entries, stopped));
        stop
    }

    async fn keep(shared: Arc<Shared>, mut entries: mpsc::Receiver<u32>, mut stopped: oneshot::Receiver<()>) {
        loop {
            tokio::select! {
                Some(sum) = entries.recv() => shared.sums.lock().unwrap().push(sum),
                _ = &mut stopped => break,
            }
        }
    }

    pub struct Book {
        shared: Arc<Shared>,
    }

    pub fn the_task_has_a_weak_one(mut entries: mpsc::Receiver<u32>) -> Book {
        let shared = Arc::new(Shared::default());
        let (stop, mut stopped) = oneshot::channel();
        let weak = Arc::downgrade(&shared);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    Some(sum) = entries.recv() => match weak.upgrade() {
                        Some(shared) => shared.sums.lock().unwrap().push(sum),
                        None => break,
                    },
                    _ = &mut stopped => break,
                }
            }
        });
        *shared.stop.lock().unwrap() = Some(stop);
        Book { shared }
    }
}

mod the_task_is_aborted_by_its_handle {
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

        async fn sort(mut self) {
            while let Some(letter) = self.received.recv().await {
                println!("{letter}");
            }
        }
    }

    pub async fn one_day() {
        let office = Office::new();
        let slot = office.slot();
        let sorting = tokio::spawn(office.sort());
        let _ = slot.send(1).await;
        drop(slot);
        sorting.abort();
        let _ = sorting.await;
    }
}

#[path = "good/given.rs"]
mod given;

#[path = "good/nested.rs"]
mod nested;
