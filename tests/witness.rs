//! What the pages say happens at run time does happen: small programs, each in a bad form and in the corrected one.
//!
//! The clock is paused where a program sleeps, so that an hour takes no time and a wait that never ends is seen to be one.
//! A thread that hangs is left to the end of the process; whoever waits for it does so for a limited time.

mod scratch;

#[path = "witness/block_on_in_async.rs"]
mod block_on_in_async;
#[path = "witness/blocking_in_async.rs"]
mod blocking_in_async;
#[path = "witness/blocking_sleep_in_async.rs"]
mod blocking_sleep_in_async;
#[path = "witness/closed_channel_spin.rs"]
mod closed_channel_spin;
#[path = "witness/detached_spawn.rs"]
mod detached_spawn;
#[path = "witness/double_lock.rs"]
mod double_lock;
#[path = "witness/guard_in_scrutinee.rs"]
mod guard_in_scrutinee;
// The same attribute in the program would silence our lint as well.
#[allow(clippy::await_holding_lock)]
#[path = "witness/lock_across_await.rs"]
mod lock_across_await;
#[path = "witness/permit_not_moved.rs"]
mod permit_not_moved;
#[path = "witness/receiver_drops_sender.rs"]
mod receiver_drops_sender;
#[path = "witness/receiver_holds_sender.rs"]
mod receiver_holds_sender;
#[path = "witness/sender_held_while_draining.rs"]
mod sender_held_while_draining;
#[path = "witness/sleep_as_sync.rs"]
mod sleep_as_sync;
#[path = "witness/sleep_in_loop.rs"]
mod sleep_in_loop;
#[path = "witness/sleep_poll_loop.rs"]
mod sleep_poll_loop;
#[path = "witness/timer_reset.rs"]
mod timer_reset;
#[path = "witness/unbounded_spawn.rs"]
mod unbounded_spawn;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use conclint::lints::ALL;
use guard_in_scrutinee::Order;
use scratch::package;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use unbounded_spawn::Office;

const HOUR: Duration = Duration::from_secs(3600);

/// Long enough for what happens, however loaded the machine is.
const LONG: Duration = Duration::from_secs(60);

/// For what never happens: waiting longer would not find it either.
const SHORT: Duration = Duration::from_millis(300);

/// What a piece of work on a thread of its own returns, if it does in that time.
fn within<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (end, ended) = std::sync::mpsc::channel();
    thread::spawn(move || end.send(work()));
    ended.recv_timeout(limit).ok()
}

/// What a future gives on a runtime with one thread.
fn on_one_thread<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().build().expect("a runtime can be made").block_on(future)
}

// ---- Tasks ----------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_detached_task_works_on_for_an_owner_that_is_gone() {
    async fn tasks_left(build: impl Fn()) -> usize {
        let before = Handle::current().metrics().num_alive_tasks();
        (0..10).for_each(|_| build());
        sleep(HOUR).await;
        Handle::current().metrics().num_alive_tasks() - before
    }
    let minute = Duration::from_secs(60);
    assert_eq!(tasks_left(|| detached_spawn::bad::Greenhouse::default().note_every(minute)).await, 10);
    assert_eq!(tasks_left(|| detached_spawn::good::Greenhouse::default().note_every(minute)).await, 0);
}

/// How many of twenty visitors are served at a time, when they go as soon as so many are.
async fn served_together<O>(enough: usize, open: impl FnOnce(TcpListener, Arc<Office>) -> O) -> usize
where
    O: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let office = Arc::new(Office::default());
    let (mut busy, mut served) = (office.busy.subscribe(), office.served.subscribe());
    let opened = tokio::spawn(open(listener, office));

    let mut visitors = Vec::new();
    for _ in 0..20 {
        visitors.push(TcpStream::connect(address).await.expect("the office is open"));
    }
    let mut most = 0;
    let at_least = |now: &usize| {
        most = most.max(*now);
        *now >= enough
    };
    timeout(LONG, busy.wait_for(at_least)).await.expect("they are served").expect("the office is open");
    drop(visitors);
    timeout(LONG, served.wait_for(|served| *served == 20)).await.expect("they have gone").expect("the office is open");
    opened.abort();
    most
}

#[tokio::test]
async fn without_a_limit_all_who_connect_are_served_at_a_time() {
    assert_eq!(served_together(20, unbounded_spawn::bad::open).await, 20);
    assert_eq!(served_together(4, unbounded_spawn::good::open).await, 4);
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_stays_with_the_loop_limits_nothing() {
    let bridge = Arc::new(permit_not_moved::Bridge::default());
    permit_not_moved::bad::market_day(30, bridge.clone()).await;
    assert_eq!(bridge.most.load(Ordering::Relaxed), 30, "all crossed it at the same time");

    let bridge = Arc::new(permit_not_moved::Bridge::default());
    permit_not_moved::good::market_day(30, bridge.clone()).await;
    assert_eq!(bridge.most.load(Ordering::Relaxed), 4);
}

// ---- Time -----------------------------------------------------------------------------------------------------------

/// A ship every fifty seconds, for an hour.
async fn ships(seen: mpsc::Sender<String>) {
    for ship in 1..=72 {
        sleep(Duration::from_secs(50)).await;
        seen.send(format!("ship {ship}")).await.expect("somebody watches");
    }
}

#[tokio::test(start_paused = true)]
async fn a_timer_that_traffic_sets_back_never_fires() {
    let mut lamp = timer_reset::Lamp::default();
    let (seen, ships_seen) = mpsc::channel(8);
    let (log, ()) = tokio::join!(timer_reset::bad::watch(ships_seen, &mut lamp), ships(seen));
    assert_eq!((log.len(), lamp.wound), (72, 0), "in a whole hour nobody wound the lamp");

    let (seen, ships_seen) = mpsc::channel(8);
    let (log, ()) = tokio::join!(timer_reset::good::watch(ships_seen, &mut lamp), ships(seen));
    assert_eq!(log.len(), 72);
    assert!(lamp.wound >= 59, "it was wound {} times", lamp.wound);
}

#[tokio::test(start_paused = true)]
async fn the_period_of_a_sleep_is_longer_by_the_work() {
    let stop = || {
        let stop = CancellationToken::new();
        let stops = stop.clone();
        tokio::spawn(async move {
            sleep(HOUR + Duration::from_secs(10)).await;
            stops.cancel();
        });
        stop
    };
    assert_eq!(sleep_in_loop::bad::observe(stop()).await.len(), 56, "one each sixty-four seconds");
    assert_eq!(sleep_in_loop::good::observe(stop()).await.len(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_guess_is_too_long_or_too_short() {
    let start = Instant::now();
    assert_eq!(sleep_as_sync::bad::edition(1).await, 1);
    assert_eq!(start.elapsed().as_millis(), 100, "the sheet was there after thirty");
    assert_eq!(sleep_as_sync::bad::edition(12).await, 3, "what was printed later was not counted");

    let start = Instant::now();
    assert_eq!(sleep_as_sync::good::edition(1).await, 1);
    assert!(start.elapsed().as_millis() < 50);
    assert_eq!(sleep_as_sync::good::edition(12).await, 12);
}

/// When it is seen that the cloakroom is empty, which it is from 60 to 70 ms, if ever.
macro_rules! seen_empty {
    ($form:ident) => {{
        let cloakroom = Arc::new(sleep_poll_loop::$form::Cloakroom::default());
        cloakroom.take_in();
        let clerk = cloakroom.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(60)).await;
            clerk.hand_out();
            sleep(Duration::from_millis(10)).await;
            clerk.take_in();
        });
        let start = Instant::now();
        timeout(HOUR, cloakroom.empty()).await.ok().map(|()| start.elapsed().as_millis())
    }};
}

#[tokio::test(start_paused = true)]
async fn a_look_now_and_then_misses_what_comes_and_goes() {
    assert_eq!(seen_empty!(bad), None, "an hour later it has not been seen");
    assert!(seen_empty!(good).is_some_and(|late| late < 70));
}

// ---- Channels -------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn who_holds_a_sender_waits_for_itself() {
    let boats = [900, 850, 910];
    let mut board = Vec::new();
    let ended = timeout(HOUR, sender_held_while_draining::bad::race(&boats, &mut board)).await;
    assert_eq!(
        (ended.is_ok(), board.as_slice()),
        (false, &[850, 900, 910][..]),
        "all are there, and it waits for more"
    );

    let mut board = Vec::new();
    let ended = timeout(HOUR, sender_held_while_draining::good::race(&boats, &mut board)).await;
    assert_eq!((ended.is_ok(), board.as_slice()), (true, &[850, 900, 910][..]));
}

#[tokio::test(start_paused = true)]
async fn a_struct_with_a_sender_never_sees_the_end() {
    let score = async |umpire: mpsc::Sender<u32>| {
        for points in [15, 30, 40] {
            umpire.send(points).await.expect("somebody counts");
        }
    };
    let board = receiver_holds_sender::bad::Scoreboard::new();
    score(board.umpire()).await;
    assert_eq!(timeout(HOUR, board.total()).await.ok(), None);

    let (board, umpire) = receiver_holds_sender::good::Scoreboard::new();
    score(umpire).await;
    assert_eq!(timeout(HOUR, board.total()).await.ok(), Some(85));
}

/// Five readers, one each minute, and how many of them found the kiosk closed.
async fn turned_away(readers: mpsc::Sender<u32>) -> u32 {
    let mut turned_away = 0;
    for _ in 0..5 {
        sleep(Duration::from_secs(60)).await;
        turned_away += u32::from(readers.send(1).await.is_err());
    }
    turned_away
}

#[tokio::test(start_paused = true)]
async fn a_signal_without_a_sender_counts_as_given() {
    let (readers, come) = mpsc::channel(8);
    assert_eq!(tokio::join!(receiver_drops_sender::bad::sell(come), turned_away(readers)), (0, 5));
    let (readers, come) = mpsc::channel(8);
    assert_eq!(tokio::join!(receiver_drops_sender::good::sell(come), turned_away(readers)), (5, 0));
}

/// How many lines a kitchen writes when nobody orders any more, while this task gets its thread a hundred times; and
/// whether the kitchen is closed by then.
async fn lines<C>(cook: impl FnOnce(mpsc::Receiver<String>, std::sync::mpsc::Sender<String>) -> C) -> (usize, bool)
where
    C: Future<Output = ()> + Send + 'static,
{
    let (order, orders) = mpsc::channel(8);
    let (log, written) = std::sync::mpsc::channel();
    let kitchen = tokio::spawn(cook(orders, log));
    order.send("soup".to_owned()).await.expect("somebody cooks");
    drop(order);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let closed = kitchen.is_finished();
    kitchen.abort();
    (written.try_iter().count(), closed)
}

#[tokio::test]
async fn a_loop_that_takes_the_end_for_a_message_spins() {
    let (written, closed) = lines(closed_channel_spin::bad::cook).await;
    assert!(written > 1000 && !closed, "one order, and {written} lines in the log");
    assert_eq!(lines(closed_channel_spin::good::cook).await, (1, true));
}

// ---- Locks ----------------------------------------------------------------------------------------------------------

#[test]
fn a_lock_held_across_an_await_blocks_the_thread_of_who_holds_it() {
    let pay_twice = async || {
        let till = Mutex::new(0);
        tokio::join!(lock_across_await::bad::pay(&till, 5), lock_across_await::bad::pay(&till, 7));
        till.into_inner()
    };
    assert!(within(SHORT, move || on_one_thread(pay_twice())).is_none());

    let pay_twice = async || {
        let till = Mutex::new(0);
        tokio::join!(lock_across_await::good::pay(&till, 5), lock_across_await::good::pay(&till, 7));
        till.into_inner().expect("nobody panics")
    };
    assert_eq!(within(LONG, move || on_one_thread(pay_twice())), Some(12));
}

#[test]
fn a_lock_that_is_taken_twice_is_never_had() {
    let label = within(SHORT, || double_lock::bad::Pantry::default().put_up("plums"));
    assert_eq!(label, None, "it hangs or panics, as std allows both");
    let label = within(LONG, || double_lock::good::Pantry::default().put_up("plums"));
    assert_eq!(label.as_deref(), Some("plums, jar 1"));
}

/// Whether three smiths come to forge at the same time: each order takes until all three have been begun.
fn forge_together(
    limit: Duration,
    hire: fn(usize, std::sync::mpsc::Receiver<Order>) -> Vec<thread::JoinHandle<()>>,
) -> bool {
    let (order, orders) = std::sync::mpsc::channel::<Order>();
    let (begin, begun) = std::sync::mpsc::channel();
    let mut fires = Vec::new();
    for _ in 0..3 {
        let (fire, out) = std::sync::mpsc::channel::<()>();
        fires.push(fire);
        let begin = begin.clone();
        let forge = move || {
            begin.send(()).expect("somebody looks");
            let _ = out.recv();
        };
        order.send(Box::new(forge)).expect("smiths are hired");
    }
    drop(order);

    let smiths = hire(3, orders);
    begun.recv_timeout(LONG).expect("the first begins");
    let together = (1..3).all(|_| begun.recv_timeout(limit).is_ok());
    drop(fires);
    smiths.into_iter().for_each(|smith| smith.join().expect("no smith panics"));
    together
}

#[test]
fn a_pool_that_works_under_its_lock_is_serial() {
    assert!(!forge_together(SHORT, guard_in_scrutinee::bad::hire));
    assert!(forge_together(LONG, guard_in_scrutinee::good::hire));
}

// ---- Threads of other tasks -----------------------------------------------------------------------------------------

#[tokio::test]
async fn while_a_thread_sleeps_no_other_task_runs() {
    assert_eq!(blocking_sleep_in_async::bad::evening(3).await, ["a pot", "a pot", "a pot", "a guest"]);
    assert_eq!(blocking_sleep_in_async::good::evening(3).await, ["a guest", "a pot", "a pot", "a pot"]);
}

#[test]
fn a_receive_that_blocks_the_thread_of_its_sender_never_ends() {
    assert_eq!(within(SHORT, || on_one_thread(blocking_in_async::bad::supper(3))), None);
    assert_eq!(within(LONG, || on_one_thread(blocking_in_async::good::supper(3))), Some(6));
}

#[tokio::test]
async fn a_runtime_inside_a_runtime_panics() {
    let panicked = tokio::spawn(block_on_in_async::bad::grams(3)).await.expect_err("it cannot be run");
    let message = panicked.into_panic().downcast::<&str>().expect("a panic of tokio's has a text");
    assert!(message.starts_with("Cannot start a runtime from within a runtime"), "{message}");
    assert_eq!(tokio::spawn(block_on_in_async::good::grams(3)).await.expect("it runs"), 5400);
}

// ---- Programs and lints ---------------------------------------------------------------------------------------------

/// The lint that each program is about, with its text.
fn programs() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness");
    let files = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it can be listed").path());
    let programs = files.map(|file| {
        let name = file.file_stem().expect("it has a name").to_string_lossy().replace('_', "-");
        (name, fs::read_to_string(&file).expect("it can be read"))
    });
    programs.collect()
}

/// Where a program is marked: at the end of a line, or below one that `{` ends, after which rustfmt takes a line for it.
fn marked(lint: &str, text: &str) -> Vec<usize> {
    let mark = format!("//~ {lint}");
    let lines = text.lines().enumerate().filter(|(_, line)| line.ends_with(&mark));
    lines.map(|(n, line)| if line.trim() == mark { n } else { n + 1 }).collect()
}

fn unmarked(text: &str) -> String {
    text.lines().map(|line| line.split("//~").next().unwrap_or(line).trim_end().to_owned() + "\n").collect()
}

#[test]
fn the_bad_form_alone_is_reported() {
    for (lint, text) in programs() {
        let wanted = marked(&lint, &text);
        let corrected = text.lines().position(|line| line == "pub mod good {").expect("it has a corrected form");
        assert!(!wanted.is_empty() && wanted.iter().all(|line| *line <= corrected), "{lint}: the marks");

        let run = package(&unmarked(&text)).run(&["-q", "--format", "short", "-A", "all", "-W", &lint]);
        let place = |line: &str| line.split(':').nth(1).and_then(|line| line.parse().ok());
        let found: Vec<usize> = run.stdout.lines().filter_map(place).collect();
        assert_eq!(found, wanted, "{lint}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn each_page_names_its_program_and_each_program_is_run() {
    let tests = include_str!("witness.rs");
    for lint in programs().keys() {
        let file = format!("witness/{}.rs", lint.replace('-', "_"));
        let page = ALL.iter().find(|known| known.name == lint).unwrap_or_else(|| panic!("no lint: {lint}")).page;
        assert!(page.contains(&format!("`tests/{file}`")), "the page of {lint} does not name tests/{file}");
        assert!(tests.contains(&format!("#[path = \"{file}\"]\nmod ")), "tests/witness.rs does not run {file}");
    }
}
