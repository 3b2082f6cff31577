//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! conclint: allow(missed-tick-burst) -- the cases here are about something else
//! Who holds the task, so that it needs no end of its own.

use tokio::io::AsyncWriteExt;

use super::*;

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

static STRUCK: std::sync::Mutex<bool> = std::sync::Mutex::new(false);
static BELL: std::sync::Condvar = std::sync::Condvar::new();

fn it_waits_on_a_static_condition_variable(ring: impl Fn() + Send + 'static) {
    thread::spawn(move || {
        loop {
            let mut struck = STRUCK.lock().unwrap();
            while !std::mem::take(&mut *struck) {
                struck = BELL.wait(struck).unwrap();
            }
            drop(struck);
            ring();
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

// What it does when it is told to stop is waited for, or nothing is lost by it.

async fn write_a_line(log: &mut tokio::io::BufWriter<tokio::fs::File>, closing: &CancellationToken) {
    while !closing.is_cancelled() {
        let _ = log.write_all(b"clear sky\n").await;
        sleep(STEP).await;
    }
}

fn it_says_when_all_is_written(
    mut log: tokio::io::BufWriter<tokio::fs::File>,
    closing: CancellationToken,
    written: oneshot::Sender<()>,
) {
    tokio::spawn(async move {
        while !closing.is_cancelled() {
            let _ = log.write_all(b"clear sky\n").await;
        }
        let _ = log.flush().await;
        let _ = written.send(());
    });
}

fn its_sender_tells_by_its_drop(
    mut log: tokio::io::BufWriter<tokio::fs::File>,
    closing: CancellationToken,
    _closed: mpsc::Sender<()>,
) {
    tokio::spawn(async move {
        let _closed = _closed;
        while !closing.is_cancelled() {
            let _ = log.write_all(b"clear sky\n").await;
        }
        let _ = log.flush().await;
    });
}

fn its_handle_is_kept(mut log: tokio::io::BufWriter<tokio::fs::File>, closing: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        write_a_line(&mut log, &closing).await;
        let _ = log.flush().await;
    })
}

fn nothing_is_left_to_write(mut log: tokio::io::BufWriter<tokio::fs::File>, closing: CancellationToken) {
    tokio::spawn(async move {
        while !closing.is_cancelled() {
            let _ = log.write_all(b"clear sky\n").await;
            let _ = log.flush().await;
            sleep(STEP).await;
        }
    });
}

fn it_says_so_in_the_branch(
    mut log: tokio::io::BufWriter<tokio::fs::File>,
    closing: CancellationToken,
    written: oneshot::Sender<()>,
) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        loop {
            tokio::select! {
                () = closing.cancelled() => break,
                _ = beat.tick() => {
                    let _ = log.write_all(b"clear sky\n").await;
                }
            }
        }
        let _ = log.flush().await;
        let _ = written.send(());
    });
}

fn the_dome_closes_and_the_log_goes_on(
    mut log: tokio::io::BufWriter<tokio::fs::File>,
    mut dome_closed: watch::Receiver<bool>,
    closing: CancellationToken,
) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = dome_closed.changed() => {
                    let _ = log.flush().await;
                }
                () = closing.cancelled() => break,
            }
        }
    });
}

fn nothing_is_left_in_the_last_iteration(mut log: tokio::io::BufWriter<tokio::fs::File>, closing: CancellationToken) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        let mut last = false;
        while !last {
            tokio::select! {
                () = closing.cancelled() => last = true,
                _ = beat.tick() => {
                    let _ = log.write_all(b"clear sky\n").await;
                    let _ = log.flush().await;
                }
            }
        }
    });
}
