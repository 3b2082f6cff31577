//! Tasks and threads that never end, and whose handle nobody has.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;
use tracing::Instrument;

const STEP: Duration = Duration::from_secs(5);

#[derive(Clone, Default)]
struct Dome {
    angle: Arc<Mutex<f64>>,
    steps: Arc<AtomicU64>,
}

impl Dome {
    fn turn(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    async fn follow(&self, star: u32) -> io::Result<f64> {
        tokio::task::yield_now().await;
        Ok(f64::from(star) + *self.angle.lock().unwrap())
    }
}

async fn talk(telescope: TcpStream) {
    let _ = telescope.readable().await;
}

// The ways in which a handle gets lost.

fn a_statement(dome: Dome) {
    tokio::spawn(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

fn an_underscore(dome: Dome) {
    let _ = tokio::spawn(async move { //~
        loop {
            dome.turn();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}

fn a_name_that_is_never_read(dome: Dome) {
    let _turner = tokio::task::spawn(async move { //~
        let mut beat = tokio::time::interval(STEP);
        loop {
            beat.tick().await;
            dome.turn();
        }
    });
    println!("the dome turns");
}

fn a_handle_that_is_dropped(dome: Dome) {
    let turner = tokio::spawn(async move { //~
        #[allow(while_true)]
        while true {
            sleep(STEP).await;
            dome.turn();
        }
    });
    println!("the dome turns");
    drop(turner);
}

fn a_spawn_inside_of_drop(dome: Dome) {
    drop(tokio::spawn(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    }));
}

fn one_arm_of_a_match(dome: Dome, night: Option<u32>) {
    match night {
        Some(star) => {
            tokio::spawn(async move { //~
                loop {
                    let _ = dome.follow(star).await;
                    sleep(STEP).await;
                }
            });
        }
        None => println!("clouds"),
    }
}

async fn the_inner_one_of_two(dome: Dome, opened: Arc<Notify>) {
    tokio::spawn(async move {
        opened.notified().await;
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                dome.turn();
            }
        });
    });
}

// The ways in which a body is written.

trait Layer<I> {
    type Output;

    fn wrap(&self, inner: I) -> Self::Output;
}

struct Counted<I> {
    inner: I,
    dome: Dome,
}

struct Counting {
    period: Duration,
}

impl<I> Layer<I> for Counting {
    type Output = Counted<I>;

    fn wrap(&self, inner: I) -> Counted<I> {
        let dome = Dome::default();
        let period = self.period;
        tokio::spawn({ //~
            let dome = dome.clone();
            async move {
                loop {
                    tokio::time::sleep(period).await;
                    println!("{} steps", dome.steps.load(Ordering::Relaxed));
                }
            }
        });
        Counted { inner, dome }
    }
}

fn a_boxed_future(dome: Dome) {
    tokio::spawn(Box::pin(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    }));
}

fn a_future_that_has_a_name(dome: Dome) {
    let turning = async move {
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    };
    tokio::spawn(turning); //~
}

async fn turn_for_ever(dome: Dome) {
    loop {
        sleep(STEP).await;
        dome.turn();
    }
}

fn a_function(dome: Dome) {
    tokio::spawn(turn_for_ever(dome)); //~
}

async fn warm_up_and_turn(dome: Dome) {
    sleep(STEP).await;
    turn_for_ever(dome).await;
}

async fn open_and_turn(dome: Dome) {
    println!("open");
    warm_up_and_turn(dome).await
}

fn three_calls_deep(dome: Dome) {
    tokio::spawn(open_and_turn(dome)); //~
}

struct Guide {
    dome: Dome,
    sky: UdpSocket,
}

impl Guide {
    fn new(dome: Dome, sky: UdpSocket) -> Self {
        Guide { dome, sky }
    }

    async fn run(self: Arc<Self>) {
        let mut frame = [0; 2048];
        loop {
            if let Ok(length) = self.sky.recv(&mut frame).await {
                self.look_at(&frame[..length]);
            }
        }
    }

    fn look_at(&self, frame: &[u8]) {
        if frame.len() > 100 {
            self.dome.turn();
        }
    }

    async fn steer(self) -> std::convert::Infallible {
        loop {
            sleep(STEP).await;
            self.dome.turn();
        }
    }

    async fn report(dome: Dome) {
        loop {
            println!("{}", dome.steps.load(Ordering::Relaxed));
            sleep(Duration::from_secs(60)).await;
        }
    }

    fn a_method_of_self(self: Arc<Self>) {
        tokio::spawn(self.run()); //~
    }

    fn an_associated_function(&self) {
        tokio::spawn(Self::report(self.dome.clone())); //~
    }
}

fn a_method_of_a_value_made_here(dome: Dome, sky: UdpSocket) {
    let guide = Guide::new(dome, sky);
    tokio::spawn(async move { //~
        guide.steer().await;
    });
}

fn a_method_of_a_literal(dome: Dome, sky: UdpSocket) {
    let guide = Arc::new(Guide { dome, sky });
    tokio::spawn(guide.clone().run()); //~
}

async fn two_endless_futures_joined(dome: Dome, other: Dome) {
    tokio::spawn(async move { //~
        tokio::join!(turn_for_ever(dome), turn_for_ever(other));
    });
}

// Loops that look as if they could end.

fn a_break_that_only_leaves_an_inner_loop(dome: Dome, mut stars: mpsc::Receiver<u32>) {
    tokio::spawn(async move { //~
        loop {
            while let Ok(star) = stars.try_recv() {
                if star == 0 {
                    break;
                }
                let _ = dome.follow(star).await;
            }
            sleep(STEP).await;
        }
    });
}

fn a_return_that_only_leaves_a_closure(dome: Dome, stars: Vec<u32>) {
    tokio::spawn(async move { //~
        loop {
            let brightest = stars.iter().max_by_key(|star| {
                if **star > 90 {
                    return 0;
                }
                **star
            });
            if let Some(star) = brightest {
                let _ = dome.follow(*star).await;
            }
            sleep(STEP).await;
        }
    });
}

fn an_error_that_only_leaves_an_inner_block(dome: Dome) {
    tokio::spawn(async move { //~
        loop {
            let angle = async {
                let near = dome.follow(3).await?;
                let far = dome.follow(4).await?;
                Ok::<f64, io::Error>(near + far)
            };
            if let Err(error) = angle.await {
                eprintln!("lost the star: {error}");
            }
            sleep(STEP).await;
        }
    });
}

fn a_return_before_the_loop(address: &'static str, dome: Dome) {
    tokio::spawn(async move { //~
        let Ok(telescope) = TcpStream::connect(address).await else {
            return;
        };
        loop {
            sleep(STEP).await;
            println!("{:?} {:?}", telescope.peer_addr(), dome.steps);
        }
    });
}

fn a_loop_that_only_continues(address: String, dome: Dome) {
    tokio::spawn(async move { //~
        loop {
            let telescope = match TcpStream::connect(&address).await {
                Ok(telescope) => telescope,
                Err(error) => {
                    eprintln!("no telescope: {error}");
                    sleep(STEP).await;
                    continue;
                }
            };
            talk(telescope).await;
            dome.turn();
        }
    });
}

fn a_listener_whose_errors_are_logged(listener: TcpListener) {
    tokio::spawn(async move { //~
        loop {
            match listener.accept().await {
                Ok((telescope, _)) => talk(telescope).await,
                Err(error) => eprintln!("could not accept: {error}"),
            }
        }
    });
}

fn a_select_in_which_no_branch_leaves(dome: Dome, nudge: Arc<Notify>, sky: UdpSocket) {
    tokio::spawn(async move { //~
        let mut frame = [0; 2048];
        loop {
            tokio::select! {
                _ = nudge.notified() => dome.turn(),
                received = sky.recv(&mut frame) => match received {
                    Ok(length) => println!("{length} bytes"),
                    Err(error) => eprintln!("{error}"),
                },
            }
        }
    });
}

fn a_send_whose_failure_is_ignored(angles: mpsc::Sender<f64>, dome: Dome) {
    tokio::spawn(async move { //~
        loop {
            sleep(STEP).await;
            let angle = *dome.angle.lock().unwrap();
            let _ = angles.send(angle).await;
        }
    });
}

fn a_token_that_the_loop_never_asks(closing: tokio_util::sync::CancellationToken, dome: Dome) {
    tokio::spawn(async move { //~
        if closing.is_cancelled() {
            return;
        }
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

enum Command {
    Turn,
    Follow(u32),
}

fn a_channel_whose_end_goes_unseen(dome: Dome) -> std::sync::mpsc::Sender<Command> {
    let (commands, orders) = std::sync::mpsc::channel();
    thread::spawn(move || loop { //~
        if let Ok(command) = orders.try_recv() {
            match command {
                Command::Turn => dome.turn(),
                Command::Follow(star) => println!("{star}"),
            }
        }
        thread::sleep(Duration::from_millis(50));
    });
    commands
}

fn a_receive_whose_error_is_passed_over(angles: flume::Receiver<f64>) -> io::Result<()> {
    let builder = thread::Builder::new().name("angles".to_owned());
    builder.spawn(move || { //~
        let mut sum = 0.0;
        loop {
            if let Ok(angle) = angles.recv() {
                sum += angle;
            }
            println!("{sum}");
            thread::sleep(STEP);
        }
    })?;
    Ok(())
}

mod beside_an_initialiser {
    use std::sync::OnceLock;
    use std::time::Instant;

    use super::*;

    static FIRST_LIGHT: OnceLock<Instant> = OnceLock::new();

    fn the_cell_stands_near_but_not_around(dome: Dome) {
        FIRST_LIGHT.get_or_init(Instant::now);
        tokio::spawn(async move { //~
            loop {
                sleep(STEP).await;
                dome.turn();
            }
        });
    }
}

// Threads.

fn a_thread(dome: Dome) {
    thread::spawn(move || loop { //~
        thread::sleep(STEP);
        dome.turn();
    });
}

fn a_thread_with_a_name(dome: Dome) {
    std::thread::Builder::new().name("dome".into()).spawn(move || { //~
        loop {
            dome.turn();
            std::thread::sleep(STEP);
        }
    }).expect("no thread");
}

struct Turner {
    dome: Dome,
}

impl Turner {
    fn run(mut self) {
        loop {
            thread::sleep(STEP);
            self.dome.turn();
        }
    }
}

fn a_thread_that_runs_a_method(dome: Dome) {
    let turner = Turner { dome };
    thread::spawn(move || turner.run()); //~
}

fn a_thread_with_a_runtime_of_its_own(dome: Dome) {
    thread::spawn(move || { //~
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            turn_for_ever(dome).await;
        });
    });
}

fn blocking_work(sky: std::net::UdpSocket) {
    tokio::task::spawn_blocking(move || { //~
        let mut frame = [0; 2048];
        loop {
            match sky.recv(&mut frame) {
                Ok(length) => println!("{length} bytes"),
                Err(error) => eprintln!("{error}"),
            }
        }
    });
}

fn a_thread_of_a_pool(dome: Dome) {
    rayon::spawn(move || { //~
        loop {
            dome.turn();
            thread::sleep(STEP);
        }
    });
}

// The other runtimes, and the other ways to tokio's.

fn a_handle_of_a_runtime(runtime: &tokio::runtime::Handle, dome: Dome) {
    runtime.spawn(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

fn the_current_runtime(dome: Dome) {
    tokio::runtime::Handle::current().spawn(turn_for_ever(dome)); //~
}

fn pinned_to_a_thread(pool: &tokio_util::task::LocalPoolHandle, dome: Dome) {
    pool.spawn_pinned(move || async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

mod by_another_name {
    use tokio::spawn as launch;

    use super::*;

    fn an_import_with_a_new_name(dome: Dome) {
        launch(turn_for_ever(dome)); //~
    }
}

mod on_async_std {
    use async_std::task;

    use super::*;

    fn a_task(dome: Dome) {
        task::spawn(async move { //~
            loop {
                task::sleep(STEP).await;
                dome.turn();
            }
        });
    }

    fn a_task_with_a_name(dome: Dome) {
        let _ = task::Builder::new().name("dome".to_owned()).spawn(async move { //~
            loop {
                task::sleep(STEP).await;
                dome.turn();
            }
        });
    }
}

mod on_smol {
    use smol::Timer;

    use super::*;

    fn detached_at_once(dome: Dome) {
        smol::spawn(async move { //~
            loop {
                Timer::after(STEP).await;
                dome.turn();
            }
        }).detach();
    }

    fn detached_later(dome: Dome) {
        let turner = smol::spawn(async move { //~
            loop {
                Timer::after(STEP).await;
                dome.turn();
            }
        });
        println!("the dome turns");
        turner.detach();
    }
}

fn on_actix(dome: Dome) {
    use actix_rt::time::sleep;

    actix_rt::spawn(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

// Wrappers: what they are given is judged where they are called.

fn in_background<F>(work: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(work);
}

fn through_a_wrapper(dome: Dome) {
    in_background(async move { //~
        loop {
            sleep(STEP).await;
            dome.turn();
        }
    });
}

fn on_a_thread_called(name: &str, work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().name(name.to_owned()).spawn(work).expect("no thread");
}

fn through_a_wrapper_of_threads(dome: Dome) {
    on_a_thread_called("dome", move || loop { //~
        thread::sleep(STEP);
        dome.turn();
    });
}

struct Observatory {
    runtime: tokio::runtime::Handle,
    dome: Dome,
}

impl Observatory {
    fn go(&self, work: impl Future<Output = ()> + Send + 'static) {
        let _ = self.runtime.spawn(work);
    }

    fn through_a_method(&self) {
        self.go(turn_for_ever(self.dome.clone())); //~
    }
}

// A program that starts it for each visitor has one more each time.

mod program {
    use super::{Dome, TcpListener, turn_for_ever};

    #[tokio::main]
    async fn main() -> std::io::Result<()> {
        let nights = TcpListener::bind("[::]:1610").await?;
        loop {
            let (visitor, _) = nights.accept().await?;
            println!("{:?}", visitor.peer_addr());
            turns(Dome::default());
        }
    }

    fn turns(dome: Dome) {
        tokio::spawn(turn_for_ever(dome)); //~
    }
}

#[path = "bad/lost_otherwise.rs"]
mod lost_otherwise;

// Where control is said never to come, nothing is left.

enum Weather {
    Clear,
    Cloudy,
    Unknown,
}

fn watch_the_sky(mut look: impl FnMut() -> Weather + Send + 'static) {
    tokio::spawn(async move { //~
        loop {
            match look() {
                Weather::Clear => sleep(STEP).await,
                Weather::Cloudy => println!("clouds"),
                Weather::Unknown => unreachable!("somebody always looks"),
            }
        }
    });
}

fn waits_for_the_night_first(is_dark: impl Fn() -> bool + Send + 'static) {
    tokio::spawn(async move { //~
        loop {
            sleep(STEP).await;
            if is_dark() {
                break;
            }
        }
        loop {
            sleep(STEP).await;
            println!("still dark: {}", is_dark());
        }
    });
}

#[path = "bad/how_often.rs"]
mod how_often;

// A function starts what it is given under a span, and gives the handle back.

fn start_named<F>(name: &'static str, work: F) -> tokio::task::JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(work.instrument(tracing::info_span!("work", name)))
}

async fn tap_on(line: Arc<Mutex<Vec<u32>>>, lost: Arc<AtomicU64>) {
    let mut number = 0;
    loop {
        sleep(Duration::from_secs(1)).await;
        number += 1;
        match line.lock() {
            Ok(mut line) => line.push(number),
            Err(_) => drop(lost.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

async fn serve_line(line: Arc<Mutex<Vec<u32>>>, calls: &mut mpsc::Receiver<u32>) {
    start_named("tap", tap_on(Arc::clone(&line), Arc::default())); //~
    while let Some(call) = calls.recv().await {
        line.lock().unwrap().push(call);
    }
}

// The function that starts it gives the handle back, and its caller drops it.

mod its_caller_drops_the_handle {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use tokio::task::JoinHandle;

    struct Sweeper {
        floor: Arc<Mutex<Vec<u32>>>,
    }

    impl Sweeper {
        fn start(self) -> JoinHandle<()> {
            tokio::spawn(self.sweep()) //~
        }

        async fn sweep(self) {
            let mut ticks = tokio::time::interval(Duration::from_secs(60));
            loop {
                ticks.tick().await;
                self.floor.lock().unwrap().clear();
            }
        }
    }

    pub struct Hall {
        floor: Arc<Mutex<Vec<u32>>>,
    }

    impl Hall {
        pub fn open() -> Hall {
            let floor = Arc::new(Mutex::new(Vec::new()));
            Sweeper { floor: Arc::clone(&floor) }.start();
            Hall { floor }
        }

        pub fn drop_something(&self, what: u32) {
            self.floor.lock().unwrap().push(what);
        }
    }
}
