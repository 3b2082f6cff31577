//! Tasks whose handle is dropped and that end all the same, and tasks that somebody can end.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Once, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet, LocalSet};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

const STEP: Duration = Duration::from_secs(5);

#[derive(Clone, Default)]
struct Dome {
    steps: Arc<AtomicU64>,
}

impl Dome {
    fn turn(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    async fn follow(&self, star: u32) -> io::Result<u64> {
        tokio::task::yield_now().await;
        Ok(self.steps.fetch_add(u64::from(star), Ordering::Relaxed))
    }
}

async fn turn_for_ever(dome: Dome) {
    loop {
        sleep(STEP).await;
        dome.turn();
    }
}

fn turn_on_a_thread(dome: Dome) {
    loop {
        thread::sleep(STEP);
        dome.turn();
    }
}

async fn look(sky: &UdpSocket) -> io::Result<usize> {
    sky.recv(&mut [0; 2048]).await
}

// The handle is not lost.

struct Turner {
    task: JoinHandle<()>,
}

impl Turner {
    fn the_handle_is_stored_and_aborted(dome: Dome) -> Self {
        Turner { task: tokio::spawn(turn_for_ever(dome)) }
    }
}

impl Drop for Turner {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn the_handle_is_returned(dome: Dome) -> JoinHandle<()> {
    tokio::spawn(turn_for_ever(dome))
}

async fn the_handle_is_aborted_here(dome: Dome, closing: oneshot::Receiver<()>) {
    let turner = tokio::spawn(turn_for_ever(dome));
    let _ = closing.await;
    turner.abort();
}

fn an_abort_handle_is_kept(dome: Dome) -> tokio::task::AbortHandle {
    tokio::spawn(turn_for_ever(dome)).abort_handle()
}

fn the_handle_aborts_when_dropped(dome: Dome) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(turn_for_ever(dome)))
}

fn the_handle_is_pushed(domes: Vec<Dome>, turners: &mut Vec<JoinHandle<()>>) {
    for dome in domes {
        turners.push(tokio::spawn(turn_for_ever(dome)));
    }
}

fn the_handle_comes_from_either_branch(dome: Dome, quick: bool) -> JoinHandle<()> {
    let turner;
    if quick {
        turner = tokio::spawn(turn_for_ever(dome));
    } else {
        turner = tokio::spawn(async move { turn_for_ever(dome).await });
    }
    turner
}

fn the_thread_is_joined(dome: Dome, angles: std::sync::mpsc::Receiver<u32>) -> thread::Result<()> {
    let turner = thread::spawn(move || {
        for _ in angles {
            dome.turn();
        }
    });
    turner.join()
}

async fn the_inner_task_is_kept_by_the_outer(dome: Dome, closing: oneshot::Receiver<()>) {
    tokio::spawn(async move {
        let turner = tokio::spawn(turn_for_ever(dome));
        let _ = closing.await;
        turner.abort();
    });
}

async fn a_task_that_dies_with_its_handle(dome: Dome, closing: async_channel::Receiver<()>) {
    let _turner = smol::spawn(async move {
        loop {
            smol::Timer::after(STEP).await;
            dome.turn();
        }
    });
    let _ = closing.recv().await;
}

fn the_future_can_be_aborted(dome: Dome) -> futures::future::AbortHandle {
    let (turning, handle) = futures::future::abortable(turn_for_ever(dome));
    tokio::spawn(turning);
    handle
}

fn the_future_has_a_remote_handle(dome: Dome) -> futures::future::RemoteHandle<()> {
    use futures::FutureExt;

    let (turning, handle) = turn_for_ever(dome).remote_handle();
    tokio::spawn(turning);
    handle
}

// The loop ends when its channel, stream or socket closes.

fn it_ends_with_its_channel(dome: Dome, mut stars: mpsc::Receiver<u32>) {
    tokio::spawn(async move {
        while let Some(star) = stars.recv().await {
            let _ = dome.follow(star).await;
        }
    });
}

fn it_breaks_when_its_channel_closes(dome: Dome, stars: flume::Receiver<u32>) {
    tokio::spawn(async move {
        loop {
            match stars.recv_async().await {
                Ok(star) => println!("{:?}", dome.follow(star).await),
                Err(_) => break,
            }
        }
    });
}

fn it_panics_when_its_channel_closes(dome: Dome, stars: std::sync::mpsc::Receiver<u32>) {
    thread::spawn(move || {
        loop {
            let star = stars.recv().unwrap();
            println!("{star}");
            dome.turn();
        }
    });
}

fn it_ends_when_nobody_receives(dome: Dome, angles: mpsc::Sender<u64>) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            let angle = dome.steps.load(Ordering::Relaxed);
            if angles.send(angle).await.is_err() {
                break;
            }
        }
    });
}

fn it_asks_whether_anybody_receives(sky: UdpSocket, lengths: mpsc::Sender<usize>) {
    tokio::spawn(async move {
        while !lengths.is_closed() {
            if let Ok(length) = look(&sky).await {
                let _ = lengths.try_send(length);
            }
        }
    });
}

fn it_ends_with_its_stream(dome: Dome, mut stars: impl futures::Stream<Item = u32> + Send + Unpin + 'static) {
    use futures::StreamExt;

    async_std::task::spawn(async move {
        while let Some(star) = stars.next().await {
            println!("{star}");
            dome.turn();
        }
    });
}

fn it_ends_with_its_socket(dome: Dome, mut telescope: TcpStream) {
    use tokio::io::AsyncReadExt;

    tokio::spawn(async move {
        let mut frame = [0; 2048];
        loop {
            match telescope.read(&mut frame).await {
                Ok(0) | Err(_) => return,
                Ok(length) => println!("{length} bytes"),
            }
            dome.turn();
        }
    });
}

fn it_ends_with_an_error_of_its_socket(sky: UdpSocket) {
    tokio::spawn(async move {
        loop {
            println!("{} bytes", look(&sky).await?);
        }
        #[allow(unreachable_code)]
        Ok::<(), io::Error>(())
    });
}

fn it_ends_with_its_listener(listener: TcpListener, dome: Dome) {
    tokio::spawn(async move {
        while let Ok((telescope, _)) = listener.accept().await {
            println!("{:?}", telescope.peer_addr());
            dome.turn();
        }
    });
}

async fn relay(mut stars: mpsc::UnboundedReceiver<u32>, dome: Dome) {
    loop {
        let Some(star) = stars.recv().await else {
            return;
        };
        let _ = dome.follow(star).await;
    }
}

fn the_exit_is_in_the_function(stars: mpsc::UnboundedReceiver<u32>, dome: Dome) {
    tokio::spawn(relay(stars, dome));
}

// A token, a flag, a message or a dead `Weak` ends the loop.

fn a_token_ends_it(dome: Dome, closing: CancellationToken) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        loop {
            tokio::select! {
                _ = closing.cancelled() => break,
                _ = beat.tick() => dome.turn(),
            }
        }
    });
}

fn a_token_in_the_head_of_the_loop(sky: UdpSocket, closing: CancellationToken) {
    tokio::spawn(async move {
        while !closing.is_cancelled() {
            println!("{:?}", look(&sky).await);
        }
    });
}

fn a_watch_ends_it(dome: Dome, mut closing: watch::Receiver<bool>) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        loop {
            tokio::select! {
                _ = beat.tick() => dome.turn(),
                changed = closing.changed() => {
                    if changed.is_err() || *closing.borrow() {
                        return;
                    }
                }
            }
        }
    });
}

fn a_notify_ends_it(dome: Dome, closing: Arc<Notify>) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        let closed = closing.notified();
        tokio::pin!(closed);
        'turning: loop {
            tokio::select! {
                _ = &mut closed => break 'turning,
                _ = beat.tick() => dome.turn(),
            }
        }
    });
}

fn a_stop_flag_ends_it(sky: std::net::UdpSocket, closing: Arc<AtomicBool>) {
    thread::spawn(move || {
        while !closing.load(Ordering::Acquire) {
            println!("{:?}", sky.recv(&mut [0; 2048]));
        }
    });
}

enum Command {
    Turn,
    Close,
}

fn a_message_ends_it(dome: Dome, commands: crossbeam_channel::Receiver<Command>) {
    thread::spawn(move || {
        loop {
            match commands.recv().expect("the console has gone") {
                Command::Turn => dome.turn(),
                Command::Close => break,
            }
        }
    });
}

fn it_ends_with_its_owner(dome: &Arc<Dome>) {
    let dome: Weak<Dome> = Arc::downgrade(dome);
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            match dome.upgrade() {
                Some(dome) => dome.turn(),
                None => return,
            }
        }
    });
}

fn it_counts_its_turns(dome: Dome) {
    tokio::spawn(async move {
        let mut turns = 0;
        loop {
            dome.turn();
            turns += 1;
            if turns == 12 {
                break;
            }
            sleep(STEP).await;
        }
    });
}

fn the_inner_loop_names_the_outer(dome: Dome, nudge: Arc<Notify>, mut stars: mpsc::Receiver<u32>) {
    tokio::spawn(async move {
        'night: loop {
            nudge.notified().await;
            while let Ok(star) = stars.try_recv() {
                if star == 0 {
                    break 'night;
                }
                let _ = dome.follow(star).await;
            }
        }
    });
}

fn it_may_panic(dome: Dome, limit: u64) {
    tokio::spawn(async move {
        loop {
            match dome.follow(3).await {
                Ok(angle) if angle > limit => panic!("the dome has come loose"),
                Ok(_) => sleep(STEP).await,
                Err(error) => eprintln!("{error}"),
            }
        }
    });
}

fn close_down(reason: &str) -> ! {
    eprintln!("{reason}");
    std::process::exit(1)
}

fn it_may_end_the_process(sky: std::net::UdpSocket) {
    thread::spawn(move || {
        loop {
            match sky.recv(&mut [0; 2048]) {
                Ok(length) => println!("{length} bytes"),
                Err(_) => close_down("the sky has gone"),
            }
        }
    });
}

macro_rules! or_leave {
    ($answer:expr) => {
        match $answer {
            Ok(answer) => answer,
            Err(_) => return,
        }
    };
}

fn a_macro_may_leave(dome: Dome) {
    tokio::spawn(async move {
        loop {
            let angle = or_leave!(dome.follow(7).await);
            println!("{angle}");
        }
    });
}

// The endless future races against a stop.

fn select_with_a_stop(dome: Dome, closing: oneshot::Receiver<()>) {
    tokio::spawn(async move {
        let turning = async {
            loop {
                sleep(STEP).await;
                dome.turn();
            }
        };
        tokio::select! {
            _ = turning => {}
            _ = closing => {}
        }
    });
}

fn select_calls_the_function(dome: Dome, closing: CancellationToken) {
    tokio::spawn(async move {
        tokio::select! {
            _ = closing.cancelled() => println!("closed"),
            _ = turn_for_ever(dome) => {}
        }
    });
}

fn run_until_cancelled(dome: Dome, closing: CancellationToken) {
    tokio::spawn(async move { closing.run_until_cancelled(turn_for_ever(dome)).await });
}

fn a_limit_of_time(dome: Dome) {
    tokio::spawn(async move {
        let _ = tokio::time::timeout(Duration::from_secs(3600), turn_for_ever(dome)).await;
    });
}

fn a_race_of_two_futures(dome: Dome, closing: async_channel::Receiver<()>) {
    use smol::future::FutureExt;

    async_std::task::spawn(async move {
        let closed = async {
            let _ = closing.recv().await;
        };
        turn_for_ever(dome).or(closed).await
    });
}

// The process, or an owner, holds the task.

static GREAT_DOME: LazyLock<Dome> = LazyLock::new(|| {
    let dome = Dome::default();
    let turner = dome.clone();
    thread::spawn(move || turn_on_a_thread(turner));
    dome
});

fn in_a_cell(dome: Dome) -> &'static Dome {
    static OUR_DOME: OnceLock<Dome> = OnceLock::new();

    OUR_DOME.get_or_init(|| {
        let turner = dome.clone();
        let thread = thread::Builder::new().name("dome".to_owned());
        thread.spawn(move || turn_on_a_thread(turner)).expect("no thread for the dome");
        dome
    })
}

static WARM: Once = Once::new();

fn once_for_all(dome: Dome) {
    WARM.call_once(move || {
        thread::spawn(move || turn_on_a_thread(dome));
    });
}

struct Station {
    dome: Dome,
}

impl Station {
    fn self_lives_as_long_as_the_process(&'static self) {
        thread::spawn(move || {
            loop {
                thread::sleep(STEP);
                self.dome.turn();
            }
        });
    }
}

fn it_waits_for_ctrl_c(dome: Dome) {
    tokio::spawn(async move {
        loop {
            if tokio::signal::ctrl_c().await.is_ok() {
                dome.turn();
            }
        }
    });
}

#[cfg(unix)]
fn it_waits_for_a_signal(dome: Dome) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        loop {
            hangup.recv().await;
            dome.turn();
        }
    });
    Ok(())
}

async fn a_local_set_of_this_function(dome: Dome) -> io::Result<()> {
    let local = LocalSet::new();
    local.spawn_local(turn_for_ever(dome));
    local.run_until(tokio::signal::ctrl_c()).await
}

async fn inside_of_run_until(dome: Dome) -> io::Result<()> {
    let local = LocalSet::new();
    local
        .run_until(async move {
            tokio::task::spawn_local(turn_for_ever(dome));
            tokio::signal::ctrl_c().await
        })
        .await
}

fn a_scope(dome: &Dome, sky: &std::net::UdpSocket) {
    thread::scope(|scope| {
        scope.spawn(|| while sky.recv(&mut [0; 2048]).is_ok() {});
        scope.spawn(|| {
            loop {
                thread::sleep(STEP);
                dome.turn();
            }
        });
    });
}

fn a_scope_of_crossbeam(dome: &Dome) {
    crossbeam::scope(|scope| {
        scope.spawn(|_| {
            loop {
                thread::sleep(STEP);
                dome.turn();
            }
        });
    })
    .expect("a thread of the scope has panicked");
}

struct Night {
    tasks: JoinSet<()>,
    tracker: TaskTracker,
}

impl Night {
    fn a_set_owns_the_task(&mut self, dome: Dome) {
        self.tasks.spawn(turn_for_ever(dome));
    }

    fn a_tracker_owns_the_task(&self, dome: Dome) {
        self.tracker.spawn(turn_for_ever(dome));
    }

    async fn dawn(&mut self) {
        self.tasks.shutdown().await;
    }
}

mod a_program {
    use super::*;

    #[tokio::main]
    async fn main() {
        tokio::spawn(turn_for_ever(Dome::default()));
        let _ = tokio::signal::ctrl_c().await;
    }
}

mod a_program_with_threads {
    use super::*;

    fn main() {
        let dome = Dome::default();
        let turner = dome.clone();
        thread::spawn(move || turn_on_a_thread(turner));
        println!("{}", dome.steps.load(Ordering::Relaxed));
    }
}

#[actix_rt::main]
async fn the_entry_of_a_program_with_another_runtime() {
    actix_rt::spawn(turn_for_ever(Dome::default()));
    let _ = actix_rt::signal::ctrl_c().await;
}

// Wrappers forward what they are given.

fn in_background<F>(work: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(work);
}

fn a_wrapper_is_given_work_that_ends(dome: Dome) {
    in_background(async move {
        sleep(STEP).await;
        dome.turn();
    });
}

trait Executor {
    fn execute(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>);
}

struct OnTokio;

impl Executor for OnTokio {
    fn execute(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        tokio::spawn(work);
    }
}

fn a_trait_forwards_work_that_ends(executor: &dyn Executor, dome: Dome) {
    executor.execute(Box::pin(async move { dome.turn() }));
}

fn kept_by_the_wrapper(dome: Dome, tasks: &mut JoinSet<()>) {
    fn keep(tasks: &mut JoinSet<()>, work: impl Future<Output = ()> + Send + 'static) {
        tasks.spawn(work);
    }

    keep(tasks, turn_for_ever(dome));
}

// The endless loop is not what the task awaits.

fn the_loop_is_only_handed_out(looks: oneshot::Sender<Box<dyn FnOnce() + Send>>, dome: Dome) {
    tokio::spawn(async move {
        let look = Box::new(move || {
            loop {
                thread::sleep(STEP);
                dome.turn();
            }
        });
        let _ = looks.send(look);
    });
}

fn the_future_is_made_but_not_awaited(dome: Dome) {
    tokio::spawn(async move {
        let turning = turn_for_ever(dome.clone());
        dome.turn();
        drop(turning);
    });
}

trait Probe {
    fn measure(&mut self);
}

fn a_loop_that_never_awaits(mut probe: Box<dyn Probe + Send>) {
    tokio::spawn(async move {
        loop {
            probe.measure();
        }
    });
}

// Other things that are called `spawn`.

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Work>,
}

impl Queue {
    fn spawn(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.waiting.push_back(Box::pin(work));
    }
}

fn a_queue_of_our_own(queue: &mut Queue, dome: Dome) {
    queue.spawn(turn_for_ever(dome));
}

mod simulation {
    use std::cell::RefCell;

    use super::*;

    thread_local! {
        static TASKS: RefCell<Vec<Work>> = const { RefCell::new(Vec::new()) };
    }

    pub fn spawn(work: impl Future<Output = ()> + Send + 'static) {
        TASKS.with_borrow_mut(|tasks| tasks.push(Box::pin(work)));
    }

    pub fn finish() {
        TASKS.with_borrow_mut(Vec::clear);
    }
}

fn a_function_of_our_own(dome: Dome) {
    use simulation::spawn;

    spawn(turn_for_ever(dome));
    simulation::finish();
}

mod a_module_named_task {
    use super::*;

    mod task {
        pub use super::super::simulation::spawn;
    }

    fn a_path_that_looks_like_the_real_one(dome: Dome) {
        task::spawn(turn_for_ever(dome));
    }
}

fn a_closure_of_that_name(dome: Dome) -> Vec<Work> {
    let mut tasks: Vec<Work> = Vec::new();
    let mut spawn = |work: Work| tasks.push(work);
    spawn(Box::pin(turn_for_ever(dome)));
    tasks
}

fn a_process(script: &str) -> io::Result<()> {
    std::process::Command::new("sh").arg("-c").arg(script).spawn()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[ignore = "read, not run"]
    async fn the_runtime_of_a_test_ends_its_tasks() {
        let dome = Dome::default();
        tokio::spawn(turn_for_ever(dome.clone()));
        assert!(dome.follow(3).await.is_ok());
    }

    fn a_helper_of_the_tests(dome: Dome) {
        thread::spawn(move || turn_on_a_thread(dome));
    }
}

fn block_until_ctrl_c() {
    let _ = std::io::stdin().read_line(&mut String::new());
}

fn it_waits_for_a_signal_in_a_function_of_our_own(dome: Dome) {
    thread::spawn(move || {
        loop {
            block_until_ctrl_c();
            dome.turn();
        }
    });
}

// The process itself is the owner.

static SKY: LazyLock<Dome> = LazyLock::new(Dome::default);
static CLOCK_RUNS: AtomicBool = AtomicBool::new(false);

fn a_flag_lets_one_of_them_start(dome: Dome) {
    if CLOCK_RUNS
        .compare_exchange(false, true, Ordering::SeqCst, Ordering::SeqCst)
        .is_ok()
    {
        thread::spawn(move || {
            loop {
                thread::sleep(STEP);
                dome.turn();
            }
        });
    }
}

fn whoever_comes_second_goes_home(dome: Dome) {
    if CLOCK_RUNS.swap(true, Ordering::SeqCst) {
        return;
    }
    tokio::spawn(turn_for_ever(dome));
}

fn it_takes_only_a_static_along() {
    thread::spawn(|| {
        loop {
            thread::sleep(STEP);
            SKY.turn();
        }
    });
}

fn what_it_takes_comes_from_a_static() {
    let sky = SKY.clone();
    tokio::spawn(turn_for_ever(sky));
}

fn it_watches_what_is_lent_for_ever(dome: &'static Dome) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

fn it_never_returns_and_so_outlives_its_helper(
    dome: Dome,
    nights: &mut std::net::TcpListener,
) -> io::Result<std::convert::Infallible> {
    thread::spawn(move || {
        loop {
            thread::sleep(STEP);
            dome.turn();
        }
    });
    loop {
        let (visitor, _) = nights.accept()?;
        println!("{:?}", visitor.peer_addr());
    }
}

// The runtime ends its tasks, and somebody holds the runtime.

fn the_runtime_goes_to_the_caller(dome: Dome) -> io::Result<tokio::runtime::Runtime> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.spawn(turn_for_ever(dome));
    Ok(runtime)
}

struct Observatory {
    nights: tokio::runtime::Runtime,
}

impl Observatory {
    fn the_runtime_is_a_field(&self, dome: Dome) {
        self.nights.spawn(turn_for_ever(dome));
    }
}

// A program starts it once, whichever of its functions does.

mod program {
    use super::{Dome, turn_for_ever};

    #[tokio::main]
    async fn main() {
        opens(Dome::default()).await;
    }

    async fn opens(dome: Dome) {
        turns(dome);
        tokio::signal::ctrl_c().await.ok();
    }

    fn turns(dome: Dome) {
        tokio::spawn(turn_for_ever(dome));
    }
}

fn the_runtime_around_it_goes_first(dome: Dome) -> io::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        tokio::spawn(turn_for_ever(dome));
        sleep(STEP).await;
    });
    Ok(())
}
