//! conclint: allow(test-without-timeout) -- the cases here are about something else
//! Loops that wait for a signal, and loops that sleep for a reason.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tokio::net::{TcpStream, UnixStream};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::sleep;

const GLANCE: Duration = Duration::from_millis(50);

#[derive(Clone, Debug, Default)]
struct Loaf {
    weight: u32,
}

#[derive(Default)]
struct Oven {
    hot: AtomicBool,
    loaves: AtomicUsize,
    shelf: Mutex<VecDeque<Loaf>>,
    filled: Condvar,
    heated: Notify,
}

impl Oven {
    fn knead(&self) {
        self.loaves.fetch_add(1, Ordering::Relaxed);
    }

    async fn fetch(&self, address: &str) -> io::Result<Loaf> {
        let mill = TcpStream::connect(address).await?;
        mill.writable().await?;
        Ok(Loaf::default())
    }
}

// What changes the state says so.

fn a_condition_variable(oven: &Oven) -> Option<Loaf> {
    let shelf = oven.shelf.lock().unwrap();
    let mut shelf = oven
        .filled
        .wait_while(shelf, |shelf| shelf.is_empty())
        .unwrap();
    shelf.pop_front()
}

fn a_condition_variable_in_a_loop(oven: &Oven) -> Option<Loaf> {
    let mut shelf = oven.shelf.lock().unwrap();
    while shelf.is_empty() {
        shelf = oven.filled.wait(shelf).unwrap();
    }
    shelf.pop_front()
}

async fn a_notify(oven: &Oven) {
    loop {
        let heated = oven.heated.notified();
        if oven.hot.load(Ordering::Acquire) {
            break;
        }
        heated.await;
    }
}

async fn a_watch(mut heat: watch::Receiver<u32>) -> Option<u32> {
    heat.wait_for(|heat| *heat >= 220)
        .await
        .ok()
        .map(|heat| *heat)
}

async fn a_watch_asked_after_each_change(mut heat: watch::Receiver<u32>) {
    while *heat.borrow_and_update() < 220 {
        if heat.changed().await.is_err() {
            break;
        }
    }
}

fn a_thread_is_joined(baker: thread::JoinHandle<Loaf>) -> thread::Result<Loaf> {
    baker.join()
}

fn a_parked_thread(hot: &AtomicBool) {
    while !hot.load(Ordering::Acquire) {
        thread::park();
    }
}

// Retry and backoff.

async fn another_attempt(oven: &Oven, address: &str) -> Loaf {
    loop {
        match oven.fetch(address).await {
            Ok(loaf) => return loaf,
            Err(error) => eprintln!("no flour: {error}"),
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn a_few_attempts(oven: &Oven, address: &str) -> Option<Loaf> {
    let mut attempts = 0;
    while attempts < 5 {
        if let Ok(loaf) = oven.fetch(address).await {
            return Some(loaf);
        }
        attempts += 1;
        sleep(GLANCE).await;
    }
    None
}

fn a_delay_that_grows(hot: &AtomicBool) {
    let mut delay = Duration::from_micros(1);
    while !hot.load(Ordering::Acquire) {
        thread::sleep(delay);
        delay = (delay * 2).min(GLANCE);
    }
}

async fn a_delay_reckoned_from_the_attempts(oven: &Oven) {
    let mut looks = 0;
    loop {
        if oven.hot.load(Ordering::Acquire) {
            break;
        }
        looks += 1;
        tokio::time::sleep(Duration::from_millis(1 << looks.min(10))).await;
    }
}

fn a_full_channel(loaves: &crossbeam_channel::Sender<Loaf>, mut loaf: Loaf) -> Result<(), Loaf> {
    use crossbeam_channel::TrySendError;

    loop {
        match loaves.try_send(loaf) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Full(back)) => {
                loaf = back;
                thread::sleep(Duration::from_micros(50));
            }
            Err(TrySendError::Disconnected(back)) => return Err(back),
        }
    }
}

async fn a_pause_between_failures(listener: tokio::net::TcpListener) {
    loop {
        match listener.accept().await {
            Ok((customer, _)) => println!("{:?}", customer.peer_addr()),
            Err(_) => sleep(Duration::from_secs(1)).await,
        }
    }
}

// Files, processes, the network and the system: nothing there tells us.

fn a_file_that_another_program_writes(recipe: &Path) {
    while !recipe.exists() {
        thread::sleep(GLANCE);
    }
}

fn a_lock_file(lock: &Path) -> fs::File {
    loop {
        if let Ok(file) = fs::File::create_new(lock) {
            break file;
        }
        thread::sleep(GLANCE);
    }
}

fn a_file_that_stops_growing(recipe: &Path) -> io::Result<()> {
    let mut length = 0;
    loop {
        let now = fs::metadata(recipe)?.len();
        if now == length {
            return Ok(());
        }
        length = now;
        thread::sleep(Duration::from_secs(1));
    }
}

fn a_child_process_with_a_limit(mill: &mut Child) -> io::Result<Option<ExitStatus>> {
    for _ in 0..100 {
        if let Some(status) = mill.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(GLANCE);
    }
    Ok(None)
}

fn a_child_that_others_may_kill(mill: &Mutex<Child>) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = mill.lock().unwrap().try_wait()? {
            return Ok(status);
        }
        thread::sleep(GLANCE);
    }
}

fn a_child_beside_a_flag(mill: &mut Child, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) && matches!(mill.try_wait(), Ok(None)) {
        thread::sleep(GLANCE);
    }
}

async fn a_child_of_threads_in_a_task(mill: &mut Child) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = mill.try_wait()? {
            return Ok(status);
        }
        sleep(GLANCE).await;
    }
}

async fn a_server_that_comes_up(socket: &Path) -> UnixStream {
    loop {
        if let Ok(mill) = UnixStream::connect(socket).await {
            return mill;
        }
        sleep(GLANCE).await;
    }
}

fn a_port_that_opens(address: &str) {
    while std::net::TcpStream::connect(address).is_err() {
        thread::sleep(GLANCE);
    }
}

fn a_socket_that_would_block(scales: &std::net::UdpSocket) -> io::Result<usize> {
    let mut weight = [0; 8];
    loop {
        match scales.recv(&mut weight) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(GLANCE),
            answer => return answer,
        }
    }
}

fn mills_running() -> usize {
    fs::read_dir("/run/mills")
        .map(|mills| mills.count())
        .unwrap_or(0)
}

fn a_function_of_which_nothing_is_known() {
    while mills_running() > 0 {
        thread::sleep(GLANCE);
    }
}

async fn an_answer_that_has_to_be_awaited(oven: &tokio::sync::Mutex<Loaf>, address: &str) {
    let remote = Oven::default();
    loop {
        let Ok(loaf) = remote.fetch(address).await else {
            break;
        };
        if loaf.weight > oven.lock().await.weight {
            break;
        }
        sleep(Duration::from_secs(30)).await;
    }
}

trait Thermometer {
    fn degrees(&self) -> io::Result<u32>;
}

fn a_question_that_can_fail(thermometer: &dyn Thermometer) -> io::Result<()> {
    while thermometer.degrees()? < 220 {
        thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}

// Time itself, and delays that we were told.

fn until_a_time_has_passed(oven: &Oven) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        oven.knead();
        thread::sleep(GLANCE);
    }
}

fn until_the_clock_moves_on() {
    let second = || {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |age| age.as_secs())
    };
    let start = second();
    while second() == start {
        thread::sleep(Duration::from_millis(20));
    }
}

async fn until_a_deadline(deadline: tokio::time::Instant) {
    loop {
        let now = tokio::time::Instant::now();
        if now >= deadline {
            break;
        }
        tokio::time::sleep(deadline - now).await;
    }
}

#[derive(Default)]
struct Tickets {
    left: u32,
    reset_after: Duration,
}

impl Tickets {
    fn take(&mut self) -> Option<Duration> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                None
            }
            None => Some(self.reset_after),
        }
    }
}

async fn as_long_as_we_are_told(tickets: &mut Tickets) {
    while let Some(delay) = tickets.take() {
        tokio::time::sleep(delay).await;
    }
}

async fn as_long_as_the_answer_says(mill: &mut TcpStream) -> io::Result<()> {
    use tokio::io::AsyncReadExt;

    loop {
        let seconds = mill.read_u8().await?;
        if seconds == 0 {
            return Ok(());
        }
        sleep(Duration::from_secs(seconds.into())).await;
    }
}

fn a_pause_between_the_steps_of_a_backup(
    steps: &mut impl Iterator<Item = io::Result<bool>>,
    pause: Duration,
) -> io::Result<()> {
    loop {
        match steps.next() {
            Some(Ok(true)) => thread::sleep(pause),
            Some(Ok(false)) | None => return Ok(()),
            Some(Err(error)) => return Err(error),
        }
    }
}

// Workers: there is no state they wait for.

async fn a_worker_without_an_end(oven: Arc<Oven>) {
    loop {
        oven.knead();
        sleep(Duration::from_secs(5)).await;
    }
}

async fn a_worker_that_ends_with_its_owner(oven: Weak<Oven>) {
    loop {
        sleep(Duration::from_secs(5)).await;
        let Some(oven) = oven.upgrade() else {
            break;
        };
        oven.knead();
    }
}

async fn a_worker_that_ends_with_its_channel(oven: Arc<Oven>, counts: mpsc::Sender<usize>) {
    loop {
        if counts
            .send(oven.loaves.load(Ordering::Relaxed))
            .await
            .is_err()
        {
            break;
        }
        sleep(Duration::from_secs(5)).await;
    }
}

async fn a_stop_that_is_waited_for(oven: Arc<Oven>, stop: tokio_util::sync::CancellationToken) {
    let mut beat = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            _ = beat.tick() => oven.knead(),
        }
    }
}

fn a_worker_that_empties_its_list(orders: &mut Vec<Loaf>) {
    while let Some(loaf) = orders.pop() {
        println!("{} g", loaf.weight);
        thread::sleep(GLANCE);
    }
}

fn as_many_turns_as_were_ordered(oven: &Oven, ordered: usize) {
    let mut baked = 0;
    while baked < ordered {
        oven.knead();
        baked += 1;
        thread::sleep(GLANCE);
    }
}

fn until_the_process_ends() -> ! {
    loop {
        thread::sleep(Duration::MAX);
    }
}

// Other things that are called `sleep`, and `sleep`s that do not wait.

struct Baker {
    tired: AtomicBool,
    naps: AtomicUsize,
}

impl Baker {
    fn sleep(&self, length: Duration) {
        self.naps.fetch_add(1, Ordering::Relaxed);
        self.tired.store(length.is_zero(), Ordering::Release);
    }
}

fn a_method_of_our_own(baker: &Baker) {
    while baker.tired.load(Ordering::Acquire) {
        baker.sleep(GLANCE);
    }
}

mod simulated {
    use super::*;

    static HOT: AtomicBool = AtomicBool::new(false);

    fn sleep(length: Duration) {
        HOT.store(length > Duration::ZERO, Ordering::Release);
    }

    fn a_function_of_our_own() {
        while !HOT.load(Ordering::Acquire) {
            sleep(GLANCE);
        }
    }
}

fn an_import_that_shadows_another(hot: &AtomicBool) {
    mod clock {
        use super::*;

        pub fn sleep(length: Duration) {
            println!("{length:?} later");
        }
    }
    use clock::sleep;

    while !hot.load(Ordering::Acquire) {
        sleep(GLANCE);
        thread::park();
    }
}

fn the_sleep_runs_on_another_thread(
    oven: &Oven,
    naps: &mpsc::UnboundedSender<Box<dyn FnOnce() + Send>>,
) {
    while oven.loaves.load(Ordering::Acquire) < 12 {
        let nap: Box<dyn FnOnce() + Send> = Box::new(|| thread::sleep(GLANCE));
        if naps.send(nap).is_err() {
            break;
        }
        oven.knead();
    }
}

fn the_sleep_comes_after_the_loop(oven: &Oven) {
    while oven.loaves.load(Ordering::Acquire) < 12 {
        oven.knead();
    }
    thread::sleep(GLANCE);
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn within_so_many_looks(oven: &Oven) -> bool {
        for _ in 0..100 {
            if oven.loaves.load(Ordering::SeqCst) > 0 {
                return true;
            }
            sleep(Duration::from_millis(10)).await;
        }
        false
    }

    async fn with_a_limit_of_its_caller(oven: &Oven) {
        while oven.loaves.load(Ordering::SeqCst) == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_test_with_a_limit() {
        let oven = Oven::default();
        tokio::time::timeout(Duration::from_secs(5), with_a_limit_of_its_caller(&oven)).await.unwrap();
    }

    async fn raced_by_its_caller(oven: &Oven) {
        while oven.loaves.load(Ordering::SeqCst) == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_test_with_a_race() {
        let oven = Oven::default();
        tokio::select! {
            () = raced_by_its_caller(&oven) => {}
            () = sleep(Duration::from_secs(5)) => panic!("nothing was kneaded"),
        }
    }

    // conclint: allow(blocking-sleep-in-async) -- this is about its end
    fn before_a_deadline(oven: &Oven) {
        let deadline = Instant::now() + Duration::from_secs(5);
        while oven.loaves.load(Ordering::SeqCst) == 0 {
            assert!(Instant::now() < deadline, "nothing was kneaded");
            thread::sleep(Duration::from_millis(10));
        }
    }

    // conclint: allow(blocking-sleep-in-async) -- this is about its end
    fn with_the_limit_in_the_head(oven: &Oven) {
        let start = Instant::now();
        while oven.loaves.load(Ordering::SeqCst) == 0 && start.elapsed() < Duration::from_secs(5) {
            thread::sleep(Duration::from_millis(10));
        }
    }

    async fn under_a_timeout(oven: &Oven) {
        tokio::time::timeout(Duration::from_secs(5), async {
            while oven.loaves.load(Ordering::SeqCst) == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("nothing was kneaded");
    }

    async fn raced_with_the_work_itself(oven: &Oven) -> bool {
        let burnt = async {
            loop {
                if oven.hot.load(Ordering::SeqCst) {
                    return;
                }
                sleep(Duration::from_millis(1)).await;
            }
        };
        let kneaded = oven.heated.notified();
        tokio::pin!(burnt);
        tokio::select! {
            _ = kneaded => true,
            _ = &mut burnt => false,
        }
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_baker_kneads() {
        let oven = Arc::new(Oven::default());
        let baker = oven.clone();
        let kneading = tokio::spawn(async move { baker.knead() });

        assert!(within_so_many_looks(&oven).await);
        before_a_deadline(&oven);
        with_the_limit_in_the_head(&oven);
        under_a_timeout(&oven).await;
        assert!(raced_with_the_work_itself(&oven).await);
        kneading.await.unwrap();
    }
}

// What is looked at tells nobody.

fn a_librarys_own_state(prices: &toml::Table) {
    while prices.is_empty() {
        thread::sleep(GLANCE);
    }
}

trait Gauge {
    fn read_status(&mut self) -> io::Result<u32>;
}

fn an_instrument_that_may_fail(meter: &mut dyn Gauge) -> io::Result<u32> {
    let started = Instant::now();
    loop {
        match meter.read_status() {
            Ok(degrees) if degrees > 200 => return Ok(degrees),
            Ok(_) => {}
            Err(error) => println!("{error}"),
        }
        if started.elapsed() > Duration::from_secs(60) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(GLANCE);
    }
}

fn a_join_with_a_limit(baker: thread::JoinHandle<Loaf>) -> Option<Loaf> {
    let started = Instant::now();
    loop {
        if baker.is_finished() {
            return baker.join().ok();
        }
        if started.elapsed() > Duration::from_millis(200) {
            return None;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

// The sleep is one way round among others.

fn the_caller_may_ask_to_spin(oven: &Oven, pause: Duration) {
    while !oven.hot.load(Ordering::Acquire) {
        if pause.is_zero() {
            thread::yield_now();
        } else {
            thread::sleep(pause);
        }
    }
}

#[cfg(test)]
mod limits_from_outside {
    use tokio::task::JoinSet;
    use tokio::time::timeout;

    use super::*;

    macro_rules! within_timeout {
        ($work:expr) => {
            timeout(Duration::from_secs(10), $work).await.unwrap()
        };
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn a_macro_sets_the_limit() {
        let oven = Arc::new(Oven::default());
        within_timeout!(async {
            while !oven.hot.load(Ordering::Acquire) {
                sleep(GLANCE).await;
            }
        });
    }

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn all_tasks_together_have_a_limit() {
        let mut bakers = JoinSet::new();
        for _ in 0..4 {
            let oven = Arc::new(Oven::default());
            bakers.spawn(async move {
                while oven.loaves.load(Ordering::Acquire) == 0 {
                    sleep(GLANCE).await;
                }
            });
        }
        let all = bakers.join_all();
        timeout(Duration::from_secs(30), all).await.unwrap();
    }

    #[test]
    #[ignore = "read, not run"]
    fn the_state_of_what_nobody_knows() {
        macro_rules! rented {
            () => {
                Rented
            };
        }
        let oven = rented!();
        while oven.status() > 0 {
            std::thread::sleep(GLANCE);
        }
    }

    struct Rented;

    impl Rented {
        fn status(&self) -> u32 {
            0
        }
    }
}

// Another branch waits for the very thing.

async fn until_the_bakery_closes(closing: tokio_util::sync::CancellationToken, oven: Arc<Oven>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    while !closing.is_cancelled() {
        tokio::select! {
            _ = ticks.tick() => println!("{}", oven.loaves.load(Ordering::Relaxed)),
            () = closing.cancelled() => {}
        }
    }
}

async fn until_the_sign_is_turned(mut open: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(5));
    while *open.borrow() {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = open.changed() => {}
        }
    }
}

#[path = "good/a_bakery_that_opens_once.rs"]
mod a_bakery_that_opens_once;

// A sleep in a `select!` that is no look.

async fn until_there_is_enough_bread(mut baked: mpsc::Receiver<Loaf>, shelf: &Mutex<Vec<Loaf>>) {
    while shelf.lock().unwrap().len() < 20 {
        tokio::select! {
            Some(loaf) = baked.recv() => shelf.lock().unwrap().push(loaf),
            _ = sleep(Duration::from_secs(60)) => {}
        }
    }
}

async fn until_the_last_guest_has_gone(guests: Arc<AtomicUsize>, left: Arc<Notify>) {
    while guests.load(Ordering::Relaxed) > 0 {
        tokio::select! {
            () = left.notified() => {}
            _ = sleep(Duration::from_secs(60)) => {}
        }
    }
}

// Another process may have the file.
fn a_lock_on_a_file(path: &std::path::Path) -> io::Result<std::fs::File> {
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    for _ in 0..30 {
        if file.try_lock().is_ok() {
            return Ok(file);
        }
        thread::sleep(GLANCE);
    }
    Err(io::ErrorKind::WouldBlock.into())
}

#[path = "good/helpers.rs"]
mod helpers;
