//! conclint: allow(lag-taken-for-end, test-without-timeout) -- the cases here are about something else
//! Channels whose sender lives, or whose receiver is never waited on: near misses of `receiver-drops-sender`.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use tokio::sync::{broadcast, mpsc, oneshot, watch};

struct Song {
    title: String,
}

fn play(song: Song) {
    println!("{}", song.title);
}

async fn a_watch_as_a_constant() -> u8 {
    let (_, mut volume) = watch::channel(11);
    while volume.changed().await.is_ok() {
        println!("{}", *volume.borrow());
    }
    *volume.borrow()
}

fn requests_with_a_jingle() -> (mpsc::Sender<Song>, mpsc::Receiver<Song>) {
    let (tx, rx) = mpsc::channel(4);
    let jingle = tx.clone();
    thread::spawn(move || jingle.blocking_send(Song { title: "jingle".to_owned() }));
    (tx, rx)
}

async fn the_function_that_makes_the_pair_keeps_a_sender() {
    let (_, mut requests) = requests_with_a_jingle();
    while let Some(song) = requests.recv().await {
        play(song);
    }
}

async fn an_underscore_name_keeps_it_alive(party: impl Future<Output = ()>) {
    let (_stop, mut stopped) = mpsc::channel::<()>(1);
    tokio::select! {
        _ = stopped.recv() => println!("stopped"),
        _ = party => println!("over"),
    }
}

struct Jukebox {
    requests: mpsc::Receiver<Song>,
    played: Vec<Song>,
}

impl Default for Jukebox {
    fn default() -> Self {
        let (_, requests) = mpsc::channel(1);
        Jukebox {
            requests,
            played: Vec::new(),
        }
    }
}

impl Jukebox {
    async fn run(&mut self) {
        while let Some(song) = self.requests.recv().await {
            self.played.push(song);
        }
    }
}

struct Turntable {
    needle: Receiver<Song>,
    motors: Vec<thread::JoinHandle<()>>,
}

impl Drop for Turntable {
    fn drop(&mut self) {
        let (_, placeholder) = channel();
        drop(std::mem::replace(&mut self.needle, placeholder));
        for motor in self.motors.drain(..) {
            motor.join().ok();
        }
    }
}

fn a_receiver_that_is_closed_on_purpose() -> mpsc::Receiver<Song> {
    let (_, rx) = mpsc::channel(1);
    rx
}

fn asked_once_without_waiting() -> bool {
    let (_, rx) = crossbeam_channel::unbounded::<Song>();
    rx.try_recv().is_err()
}

async fn the_placeholder_gives_way(radio: Option<mpsc::UnboundedReceiver<Song>>) -> usize {
    let (_, mut songs) = mpsc::unbounded_channel();
    if let Some(radio) = radio {
        songs = radio;
    }
    let mut count = 0;
    while let Some(song) = songs.recv().await {
        play(song);
        count += 1;
    }
    count
}

async fn a_source_that_is_switched_off(mut radio: mpsc::Receiver<Song>) {
    let (_, mut requests) = mpsc::channel::<Song>(1);
    loop {
        tokio::select! {
            Some(song) = requests.recv() => play(song),
            song = radio.recv() => match song {
                Some(song) => play(song),
                None => break,
            },
        }
    }
}

async fn closed_and_then_drained(mut requests: mpsc::Receiver<Song>) {
    requests.close();
    while let Some(song) = requests.recv().await {
        play(song);
    }
}

fn dropped_after_the_clones_went_out(titles: [String; 4]) {
    let (tx, rx) = channel();
    for title in titles {
        let tx = tx.clone();
        thread::spawn(move || tx.send(Song { title }));
    }
    drop(tx);
    for song in rx {
        play(song);
    }
}

fn dropped_after_it_has_sent(titles: Vec<String>) {
    let (tx, rx) = flume::unbounded();
    for title in titles {
        tx.send(Song { title }).unwrap();
    }
    drop(tx);
    for song in rx.iter() {
        play(song);
    }
}

async fn dropped_after_it_was_lent(titles: &[String]) {
    fn queue_up(titles: &[String], out: &async_channel::Sender<Song>) {
        for title in titles.iter().cloned() {
            let out = out.clone();
            smol::spawn(async move { out.send(Song { title }).await }).detach();
        }
    }

    let (tx, rx) = async_channel::unbounded();
    queue_up(titles, &tx);
    drop(tx);
    while let Ok(song) = rx.recv().await {
        play(song);
    }
}

async fn dropped_in_one_arm_only(title: Option<String>) {
    let (tx, mut rx) = mpsc::channel(1);
    match title {
        Some(title) => {
            tokio::spawn(async move { tx.send(Song { title }).await });
        }
        None => drop(tx),
    }
    while let Some(song) = rx.recv().await {
        play(song);
    }
}

async fn the_receiver_is_the_dropped_half() -> broadcast::Sender<String> {
    let (announce, _) = broadcast::channel(16);
    let mut loudspeaker = announce.subscribe();
    tokio::spawn(async move {
        while let Ok(line) = loudspeaker.recv().await {
            println!("{line}");
        }
    });
    announce
}

async fn a_broadcast_half_is_dropped_and_taken_anew(lines: Vec<String>) {
    let (tx, _) = broadcast::channel(16);
    let mut rx = tx.subscribe();
    let reader = tokio::spawn(async move {
        while let Ok(line) = rx.recv().await {
            println!("{line}");
        }
    });
    for line in lines {
        tx.send(line).ok();
    }
    drop(tx);
    reader.await.ok();
}

async fn answered_by_the_task_that_took_it() -> Option<Song> {
    let (answer, asked) = oneshot::channel();
    tokio::spawn(async move {
        answer
            .send(Song {
                title: "encore".into(),
            })
            .ok();
    });
    asked.await.ok()
}

async fn another_pair_of_the_same_names(title: String) {
    let (_, rx) = mpsc::channel::<Song>(1);
    drop(rx);
    let (tx, mut rx) = mpsc::channel::<Song>(1);
    tokio::spawn(async move { tx.send(Song { title }).await });
    while let Some(song) = rx.recv().await {
        play(song);
    }
}

async fn the_sender_went_into_a_struct(title: String) {
    struct Band {
        out: Option<mpsc::UnboundedSender<Song>>,
    }
    impl Band {
        fn encore(&mut self, title: String) {
            if let Some(out) = self.out.take() {
                out.send(Song { title }).ok();
            }
        }
    }

    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut band = Band { out: Some(tx) };
    band.encore(title);
    drop(band);
    while let Some(song) = rx.recv().await {
        play(song);
    }
}

async fn forgotten_so_that_it_never_closes(mut radio: mpsc::Receiver<Song>) {
    let (tx, mut never) = mpsc::channel::<()>(1);
    std::mem::forget(tx);
    loop {
        tokio::select! {
            _ = never.recv() => break,
            song = radio.recv() => match song {
                Some(song) => play(song),
                None => break,
            },
        }
    }
}

mod a_channel_that_keeps_its_sender {
    use std::thread;

    struct Remote;
    struct Feed {
        rx: std::sync::mpsc::Receiver<u32>,
    }

    impl Feed {
        fn recv(&self) -> Option<u32> {
            self.rx.recv().ok()
        }
    }

    /// The first half is a remote control; the sender lives in the thread.
    fn channel() -> (Remote, Feed) {
        let (tx, rx) = std::sync::mpsc::channel();
        thread::spawn(move || (1..=3).for_each(|n| tx.send(n).unwrap()));
        (Remote, Feed { rx })
    }

    fn listens_without_the_remote() -> u32 {
        let (_, feed) = channel();
        let mut sum = 0;
        while let Some(n) = feed.recv() {
            sum += n;
        }
        sum
    }
}

async fn the_party_is_over_early_on_some_days_only(early: bool, party: impl Future<Output = ()>) {
    let (stop, mut stopped) = mpsc::channel::<()>(1);
    if early {
        drop(stop);
    }
    tokio::select! {
        _ = stopped.recv() => println!("over"),
        () = party => println!("all songs were played"),
    }
}

mod a_wrapper_with_the_halves_swapped {
    use tokio::sync::mpsc;

    fn channel(slots: usize) -> (mpsc::Receiver<u32>, mpsc::Sender<u32>) {
        let (tx, rx) = mpsc::channel(slots);
        (rx, tx)
    }

    async fn sends_on_what_it_kept() -> bool {
        let (_, tx) = channel(1);
        tx.send(1).await.is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_without_senders_ends() {
        let (_, rx) = channel::<Song>();
        for song in rx {
            play(song);
        }
    }

    #[tokio::test]
    async fn a_question_nobody_answers() {
        let (_, rx) = oneshot::channel::<Song>();
        assert!(rx.await.is_err());
    }
}

async fn keep_open_for_a_while(_requests: mpsc::Sender<Song>) {
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
}

async fn the_task_has_the_sender_until_it_ends() {
    let (tx, mut requests) = mpsc::channel(4);
    let open = tokio::spawn(keep_open_for_a_while(tx));
    while let Some(song) = requests.recv().await {
        play(song);
    }
    open.await.ok();
}

fn put_on_the_shelf(shelf: &mut Vec<mpsc::Sender<Song>>, requests: mpsc::Sender<Song>) {
    shelf.push(requests);
}

async fn a_function_keeps_the_sender(shelf: &mut Vec<mpsc::Sender<Song>>) {
    let (tx, mut requests) = mpsc::channel(4);
    put_on_the_shelf(shelf, tx);
    while let Some(song) = requests.recv().await {
        play(song);
    }
}

trait Listener {
    fn listen(&self, requests: mpsc::Sender<Song>);
}

struct Deaf;

impl Listener for Deaf {
    fn listen(&self, _requests: mpsc::Sender<Song>) {}
}

async fn a_trait_makes_it_take_the_sender() {
    let (tx, mut requests) = mpsc::channel(4);
    Deaf.listen(tx);
    while let Some(song) = requests.recv().await {
        play(song);
    }
}

struct Waiting {
    heard: Option<Sender<Song>>,
}

/// Somebody else has the callback, and with it the state in which the sender lies.
fn listens_from_now_on(heard: Sender<Song>, callbacks: &mut Vec<Box<dyn FnMut(Song)>>) {
    let state = std::sync::Arc::new(std::sync::Mutex::new(Waiting { heard: Some(heard) }));
    let of_the_callback = std::sync::Arc::clone(&state);
    callbacks.push(Box::new(move |song| {
        if let Some(heard) = of_the_callback.lock().unwrap().heard.take() {
            let _ = heard.send(song);
        }
    }));
    println!("{}", state.lock().unwrap().heard.is_some());
}

fn a_callback_shares_what_the_sender_lies_in(callbacks: &mut Vec<Box<dyn FnMut(Song)>>) {
    let (tx, rx) = channel();
    listens_from_now_on(tx, callbacks);
    if let Ok(song) = rx.recv() {
        play(song);
    }
}

async fn practise_until(mut evening: oneshot::Receiver<()>) {
    let mut every = tokio::time::interval(std::time::Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = &mut evening => return,
            _ = every.tick() => println!("once more"),
        }
    }
}

async fn the_function_that_starts_the_task_waits_for_something() {
    let (_evening, falls) = oneshot::channel();
    tokio::spawn(practise_until(falls));
    tokio::time::sleep(std::time::Duration::from_secs(600)).await;
}

fn the_sender_is_given_back_with_the_task() -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let (evening, falls) = oneshot::channel();
    (evening, tokio::spawn(practise_until(falls)))
}

fn a_thread_has_both(every: std::time::Duration) {
    thread::spawn(move || {
        let (_song, songs) = channel::<()>();
        while songs.recv_timeout(every) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            println!("once more");
        }
    });
}

mod what_is_given_back_has_its_sender_elsewhere {
    use std::sync::Mutex;

    use tokio::sync::mpsc;

    pub struct Counter {
        desk: Mutex<Option<mpsc::Sender<u32>>>,
    }

    impl Counter {
        fn start(&self) -> Option<mpsc::Receiver<u32>> {
            let (tx, rx) = mpsc::channel(8);
            *self.desk.lock().unwrap() = Some(tx);
            Some(rx)
        }
    }

    pub async fn serve(counter: &Counter) -> u32 {
        let mut orders = counter.start().unwrap();
        let mut served = 0;
        while let Some(order) = orders.recv().await {
            served += order;
        }
        served
    }
}

mod there_is_nothing_to_give_back {
    use tokio::sync::mpsc;

    fn start(orders: Vec<u32>) -> mpsc::Receiver<u32> {
        if orders.is_empty() {
            let (_tx, rx) = mpsc::channel(1);
            return rx;
        }
        let (tx, rx) = mpsc::channel(8);
        tokio::spawn(async move {
            for order in orders {
                let _ = tx.send(order).await;
            }
        });
        rx
    }

    pub async fn serve(placed: Vec<u32>) -> u32 {
        let mut orders = start(placed);
        let mut served = 0;
        while let Some(order) = orders.recv().await {
            served += order;
        }
        served
    }
}

mod a_closure_keeps_the_sender {
    use tokio::sync::oneshot;

    async fn serve() {
        tokio::task::yield_now().await;
    }

    pub async fn start(stop: Option<oneshot::Receiver<()>>) {
        let mut kept = None;
        let stop = stop.unwrap_or_else(|| {
            let (tx, never) = oneshot::channel();
            kept = Some(tx);
            never
        });
        tokio::select! {
            _ = stop => println!("asked to stop"),
            () = serve() => {}
        }
        drop(kept);
    }
}

#[path = "good/the_receiver_is_a_field.rs"]
mod the_receiver_is_a_field;


// The receiver goes into a field that may get another one, or whose end only switches a branch off.

mod in_a_field {
    use tokio::sync::mpsc;

    pub struct Kiln {
        fires: u32,
        cold: mpsc::Receiver<()>,
    }

    impl Kiln {
        pub fn heat(fires: u32) -> Self {
            let (_, cold) = mpsc::channel(1);
            Kiln { fires, cold }
        }

        pub fn put_out_by(&mut self) -> mpsc::Sender<()> {
            let (rope, cold) = mpsc::channel(1);
            self.cold = cold;
            rope
        }

        pub async fn keep_warm(mut self) -> u32 {
            self.cold.recv().await;
            self.fires
        }
    }

    pub struct Oven {
        cold: mpsc::Receiver<()>,
    }

    impl Oven {
        pub fn alone() -> Self {
            let (_, cold) = mpsc::channel(1);
            Oven { cold }
        }

        pub fn with_a_rope(cold: mpsc::Receiver<()>) -> Self {
            Oven { cold }
        }

        pub async fn keep_warm(mut self) {
            self.cold.recv().await;
        }
    }

    pub struct Hearth {
        logs: u32,
        orders: mpsc::Receiver<u32>,
    }

    impl Hearth {
        pub fn new() -> Self {
            let (_, orders) = mpsc::channel(1);
            Hearth { logs: 0, orders }
        }

        pub async fn burn(mut self) {
            loop {
                tokio::select! {
                    Some(more) = self.orders.recv() => self.logs += more,
                    () = tokio::time::sleep(std::time::Duration::from_secs(60)) => self.logs += 1,
                }
            }
        }
    }
}

async fn the_loop_goes_on_without_a_new_value(mut orders: mpsc::Receiver<u32>) {
    let (_, mut prices) = watch::channel(7);
    let mut fixed = false;
    loop {
        tokio::select! {
            changed = prices.changed(), if !fixed => fixed = changed.is_err(),
            order = orders.recv() => match order {
                Some(order) => println!("{}", order * *prices.borrow()),
                None => break,
            },
        }
    }
}
