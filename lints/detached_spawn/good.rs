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

#[path = "good/the_loop_ends.rs"]
mod the_loop_ends;

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

#[path = "good/somebody_holds_the_task.rs"]
mod somebody_holds_the_task;

#[path = "good/started_once_in_a_process.rs"]
mod started_once_in_a_process;

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

fn a_failed_look_ends_the_task(mut look: impl FnMut() -> Option<bool> + Send + 'static) {
    tokio::spawn(async move {
        loop {
            match look() {
                Some(true) => tokio::time::sleep(std::time::Duration::from_secs(5)).await,
                Some(false) => println!("clouds"),
                None => panic!("nobody looks any more"),
            }
        }
    });
}

// The owner ends its task, or never does.

mod owners {
    use super::*;

    async fn turn_on_and_on() {
        loop {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub struct Ended {
        turning: JoinHandle<()>,
    }

    impl Ended {
        pub fn new() -> Self {
            Self { turning: tokio::spawn(turn_on_and_on()) }
        }

        pub fn cancel(&self) {
            self.turning.abort();
        }
    }

    impl Drop for Ended {
        fn drop(&mut self) {
            self.turning.abort();
        }
    }

    pub struct EndedByItsHandle {
        turning: AbortOnDropHandle<()>,
    }

    impl EndedByItsHandle {
        pub fn new() -> Self {
            Self { turning: AbortOnDropHandle::new(tokio::spawn(turn_on_and_on())) }
        }

        pub fn cancel(&self) {
            self.turning.abort();
        }
    }

    pub struct GivenUp {
        turning: JoinHandle<()>,
    }

    impl GivenUp {
        pub fn new() -> Self {
            Self { turning: tokio::spawn(turn_on_and_on()) }
        }

        pub async fn give_up(self) {
            self.turning.abort();
            let _ = self.turning.await;
        }
    }

    pub struct SoonOver {
        turning: JoinHandle<()>,
    }

    impl SoonOver {
        pub fn new() -> Self {
            Self { turning: tokio::spawn(sleep(Duration::from_secs(1))) }
        }

        pub fn cancel(&self) {
            self.turning.abort();
        }
    }

    pub struct OnlyAsked {
        turning: JoinHandle<()>,
    }

    impl OnlyAsked {
        pub fn new() -> Self {
            Self { turning: tokio::spawn(turn_on_and_on()) }
        }

        pub fn is_over(&self) -> bool {
            self.turning.is_finished()
        }
    }
}

// A function starts what it is given under a span.

mod under_a_span {
    use std::future::Future;
    use std::time::Duration;

    use tokio::time::{sleep, timeout};
    use tracing::Instrument;

    async fn tap_on() {
        loop {
            sleep(Duration::from_secs(1)).await;
            println!("tap");
        }
    }

    async fn tap_three_times() {
        for _ in 0..3 {
            sleep(Duration::from_secs(1)).await;
            println!("tap");
        }
    }

    fn start(work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(work.instrument(tracing::info_span!("work")));
    }

    fn start_for_a_minute(work: impl Future<Output = ()> + Send + 'static) {
        let limited = async move {
            let _ = timeout(Duration::from_secs(60), work).await;
        };
        tokio::spawn(limited.instrument(tracing::info_span!("work")));
    }

    pub fn knock() {
        start(tap_three_times());
        start_for_a_minute(tap_on());
    }
}

// The function that starts it gives the handle back, and one of its callers keeps it.

mod one_caller_keeps_the_handle {
    use std::time::Duration;

    use tokio::task::JoinHandle;

    fn start() -> JoinHandle<()> {
        tokio::spawn(async {
            loop {
                tokio::time::sleep(Duration::from_secs(60)).await;
                println!("swept");
            }
        })
    }

    pub struct Hall {
        sweeper: JoinHandle<()>,
    }

    impl Hall {
        pub fn open() -> Hall {
            Hall { sweeper: start() }
        }

        pub fn close(self) {
            self.sweeper.abort();
        }
    }
}
