//! conclint: allow(detached-spawn) -- the cases here are about something else
//! Jobs that end, and endless work for which no runtime waits.

use std::io::{self, BufRead};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc as std_mpsc};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task;

#[derive(Default)]
struct Meter {
    level: Mutex<u32>,
}

impl Meter {
    fn measure(&self) -> bool {
        *self.level.lock().unwrap() += 1;
        std::thread::sleep(Duration::from_secs(1));
        *self.level.lock().unwrap() < 40
    }

    fn measure_on_and_on(&self) {
        loop {
            self.measure();
        }
    }
}

// The job ends.

async fn once(meter: Arc<Meter>) {
    task::spawn_blocking(move || meter.measure());
}

async fn so_often(meter: Arc<Meter>) {
    task::spawn_blocking(move || {
        for _ in 0..10 {
            meter.measure();
        }
    });
}

async fn until_a_flag_is_set(meter: Arc<Meter>, stop: Arc<AtomicBool>) {
    task::spawn_blocking(move || {
        while !stop.load(Ordering::Relaxed) {
            meter.measure();
        }
    });
}

async fn until_it_is_full(meter: Arc<Meter>) {
    task::spawn_blocking(move || {
        loop {
            if !meter.measure() {
                break;
            }
        }
    });
}

async fn until_its_channel_closes(mut levels: mpsc::Receiver<u32>) {
    task::spawn_blocking(move || {
        while let Some(level) = levels.blocking_recv() {
            println!("{level}");
        }
    });
}

async fn over_what_a_channel_brings(levels: std_mpsc::Receiver<u32>) {
    task::spawn_blocking(move || {
        for level in levels {
            println!("{level}");
        }
    });
}

async fn the_lines_of_a_file(path: String, lines: mpsc::Sender<String>) -> io::Result<()> {
    let file = io::BufReader::new(std::fs::File::open(path)?);
    task::spawn_blocking(move || {
        for line in file.lines().map_while(Result::ok) {
            if lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
    Ok(())
}

async fn the_size_of_the_terminal_buffer() {
    task::spawn_blocking(move || {
        let input = io::stdin().lock();
        println!("{input:?}");
    });
}

async fn between_two_lines_it_looks_at_a_flag(lines: mpsc::Sender<String>, stop: Arc<AtomicBool>) {
    task::spawn_blocking(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            if stop.load(Ordering::Relaxed) || lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
}

// Nobody waits for it.

fn a_thread_of_its_own(meter: Arc<Meter>) {
    std::thread::spawn(move || meter.measure_on_and_on());
}

fn a_thread_that_reads_what_is_typed(lines: mpsc::Sender<String>) {
    std::thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            if lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
}

async fn a_task_that_can_be_aborted(meter: Arc<Meter>) {
    let measuring = tokio::spawn(async move {
        loop {
            *meter.level.lock().unwrap() += 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    tokio::time::sleep(Duration::from_secs(10)).await;
    measuring.abort();
}

async fn who_starts_it_waits_for_it(meter: Arc<Meter>) {
    task::spawn_blocking(move || meter.measure_on_and_on()).await.unwrap();
}

// The runtime is not waited for.

fn run_for_a_minute(meter: Arc<Meter>) -> io::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.spawn_blocking(move || meter.measure_on_and_on());
    std::thread::sleep(Duration::from_secs(60));
    runtime.shutdown_background();
    Ok(())
}
