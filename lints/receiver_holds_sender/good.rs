//! Receivers beside a sender whose loops do end: near misses of `receiver-holds-sender`.

mod a_message_stops_the_loop {
    use std::sync::mpsc::{Receiver, Sender, channel};

    enum Command {
        Play(String),
        Stop,
    }

    struct Organ {
        tx: Sender<Command>,
        rx: Receiver<Command>,
    }

    impl Organ {
        fn new() -> Self {
            let (tx, rx) = channel();
            Organ { tx, rx }
        }

        fn keys(&self) -> Keys {
            Keys(self.tx.clone())
        }

        fn run(self) {
            while let Ok(command) = self.rx.recv() {
                match command {
                    Command::Play(tune) => println!("{tune}"),
                    Command::Stop => break,
                }
            }
        }
    }

    struct Keys(Sender<Command>);

    impl Drop for Keys {
        fn drop(&mut self) {
            self.0.send(Command::Stop).ok();
        }
    }
}

mod a_method_says_when_to_stop {
    use tokio::sync::mpsc;

    enum Message {
        Ring(u8),
        Quit,
    }

    struct Bell {
        tx: mpsc::UnboundedSender<Message>,
        rx: mpsc::UnboundedReceiver<Message>,
        rung: u32,
    }

    impl Bell {
        fn new() -> Self {
            let (tx, rx) = mpsc::unbounded_channel();
            Self { tx, rx, rung: 0 }
        }

        fn rope(&self) -> mpsc::UnboundedSender<Message> {
            self.tx.clone()
        }

        fn handle(&mut self, message: Message) -> bool {
            match message {
                Message::Ring(times) => self.rung += u32::from(times),
                Message::Quit => return false,
            }
            true
        }

        async fn run(mut self) -> u32 {
            while let Some(message) = self.rx.recv().await {
                if !self.handle(message) {
                    return self.rung;
                }
            }
            self.rung
        }
    }
}

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

mod a_token_stops_the_loop {
    use tokio::sync::mpsc;
    use tokio_util::sync::CancellationToken;

    struct Station {
        tx: mpsc::Sender<u32>,
        rx: mpsc::Receiver<u32>,
        closing: CancellationToken,
    }

    impl Station {
        fn new(closing: CancellationToken) -> Self {
            let (tx, rx) = mpsc::channel(16);
            Station { tx, rx, closing }
        }

        fn platform(&self) -> mpsc::Sender<u32> {
            self.tx.clone()
        }

        async fn run(mut self) {
            loop {
                tokio::select! {
                    train = self.rx.recv() => match train {
                        Some(train) => println!("train {train}"),
                        None => return,
                    },
                    _ = self.closing.cancelled() => return,
                }
            }
        }
    }
}

mod a_second_channel_stops_the_loop {
    use tokio::sync::{mpsc, watch};

    struct Ferry {
        cars: mpsc::UnboundedReceiver<String>,
        ramp: mpsc::UnboundedSender<String>,
        harbour: watch::Receiver<bool>,
    }

    impl Ferry {
        fn new(harbour: watch::Receiver<bool>) -> Self {
            let (ramp, cars) = mpsc::unbounded_channel();
            Ferry {
                cars,
                ramp,
                harbour,
            }
        }

        async fn sail(&mut self) -> Result<(), &'static str> {
            loop {
                tokio::select! {
                    _ = self.harbour.changed() => break Ok(()),
                    car = self.cars.recv() => match car {
                        Some(car) => println!("{car}"),
                        None => return Err("no more cars"),
                    },
                }
            }
        }

        fn ramp(&self) -> mpsc::UnboundedSender<String> {
            self.ramp.clone()
        }
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
            (
                Beehive {
                    rx,
                    tx: tx.downgrade(),
                    honey: 0,
                },
                tx,
            )
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
            Kitchen {
                orders,
                pass: Some(pass),
            }
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

mod closing_is_declared_impossible {
    use tokio::sync::mpsc;

    struct Keys {
        freed_tx: mpsc::UnboundedSender<String>,
        freed_rx: mpsc::UnboundedReceiver<String>,
        free: Vec<String>,
    }

    impl Keys {
        fn new() -> Self {
            let (freed_tx, freed_rx) = mpsc::unbounded_channel();
            Keys {
                freed_tx,
                freed_rx,
                free: Vec::new(),
            }
        }

        async fn tidy(&mut self) {
            loop {
                match self.freed_rx.recv().await {
                    Some(key) => self.free.push(key),
                    None => unreachable!("the sender is ours"),
                }
            }
        }

        async fn tidy_for_ever(&mut self) -> ! {
            loop {
                let key = self.freed_rx.recv().await.expect("the sender is ours");
                self.free.push(key);
            }
        }

        fn guard(&self) -> mpsc::UnboundedSender<String> {
            self.freed_tx.clone()
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
        let left = End {
            tx: left_tx,
            rx: right_rx,
        };
        let right = End {
            tx: right_tx,
            rx: left_rx,
        };
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

mod the_receive_gives_up_in_time {
    use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
    use std::time::Duration;

    struct Watchman {
        steps_tx: Sender<u8>,
        steps: Receiver<u8>,
        heard: usize,
    }

    impl Watchman {
        fn new() -> Self {
            let (steps_tx, steps) = channel();
            Watchman {
                steps_tx,
                steps,
                heard: 0,
            }
        }

        fn floor(&self) -> Sender<u8> {
            self.steps_tx.clone()
        }

        fn listen(&mut self) -> usize {
            loop {
                match self.steps.recv_timeout(Duration::from_secs(600)) {
                    Ok(_) => self.heard += 1,
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                        return self.heard;
                    }
                }
            }
        }
    }
}

mod as_many_answers_as_questions {
    use tokio::sync::mpsc;

    struct Quiz {
        answers_tx: mpsc::Sender<u32>,
        answers: mpsc::Receiver<u32>,
        open: usize,
    }

    impl Quiz {
        fn new() -> Self {
            let (answers_tx, answers) = mpsc::channel(16);
            Quiz {
                answers_tx,
                answers,
                open: 0,
            }
        }

        fn ask(&mut self, question: u32) {
            let answers_tx = self.answers_tx.clone();
            self.open += 1;
            tokio::spawn(async move { answers_tx.send(question * 2).await });
        }

        async fn settle(&mut self) -> u32 {
            let mut sum = 0;
            while self.open > 0 {
                match self.answers.recv().await {
                    Some(answer) => sum += answer,
                    None => break,
                }
                self.open -= 1;
            }
            sum
        }

        async fn first(&mut self, n: usize) -> Vec<u32> {
            let mut first = Vec::new();
            for _ in 0..n {
                let Some(answer) = self.answers.recv().await else {
                    break;
                };
                first.push(answer);
            }
            first
        }
    }
}

mod the_way_out_is_a_failed_send {
    use tokio::sync::mpsc;

    struct Mill {
        grain: mpsc::UnboundedReceiver<u32>,
        hopper: mpsc::UnboundedSender<u32>,
        flour: mpsc::Sender<u32>,
    }

    impl Mill {
        fn new(flour: mpsc::Sender<u32>) -> Self {
            let (hopper, grain) = mpsc::unbounded_channel();
            Mill {
                grain,
                hopper,
                flour,
            }
        }

        fn hopper(&self) -> mpsc::UnboundedSender<u32> {
            self.hopper.clone()
        }

        async fn grind(mut self) -> Result<(), mpsc::error::SendError<u32>> {
            while let Some(grain) = self.grain.recv().await {
                self.flour.send(grain / 2).await?;
            }
            Ok(())
        }
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
            Bar {
                orders,
                counter,
                last_call,
            }
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

mod only_what_is_there {
    use std::sync::mpsc::{Receiver, Sender, channel};

    struct Undo {
        steps: Receiver<String>,
        record: Sender<String>,
    }

    impl Undo {
        fn new() -> Self {
            let (record, steps) = channel();
            Undo { steps, record }
        }

        fn record(&self, step: String) {
            self.record.send(step).ok();
        }

        fn drain(&self) -> Vec<String> {
            let mut steps: Vec<_> = self.steps.try_iter().collect();
            while let Ok(step) = self.steps.try_recv() {
                steps.push(step);
            }
            steps
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

mod hands_on_what_it_receives {
    use tokio::sync::mpsc;

    struct Radio {
        songs: mpsc::UnboundedReceiver<String>,
        studio: mpsc::UnboundedSender<String>,
    }

    impl Radio {
        fn new() -> Self {
            let (studio, songs) = mpsc::unbounded_channel();
            Radio { songs, studio }
        }

        fn studio(&self) -> mpsc::UnboundedSender<String> {
            self.studio.clone()
        }

        async fn next(&mut self) -> Option<String> {
            self.songs.recv().await
        }
    }
}

mod the_loop_is_dropped_from_outside {
    use tokio::sync::mpsc;
    use tokio_util::sync::CancellationToken;

    struct Beacon {
        flashes: mpsc::Receiver<u8>,
        lamp: mpsc::Sender<u8>,
    }

    impl Beacon {
        fn new() -> Self {
            let (lamp, flashes) = mpsc::channel(4);
            Beacon { flashes, lamp }
        }

        fn lamp(&self) -> mpsc::Sender<u8> {
            self.lamp.clone()
        }

        async fn shine(&mut self) {
            while let Some(colour) = self.flashes.recv().await {
                println!("{colour}");
            }
        }
    }

    async fn until_dawn(mut beacon: Beacon, dawn: CancellationToken) {
        tokio::select! {
            _ = beacon.shine() => println!("out of oil"),
            _ = dawn.cancelled() => println!("dawn"),
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
