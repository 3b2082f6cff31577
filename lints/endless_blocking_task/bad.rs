//! Jobs for which a runtime waits forever when it is dropped.

use std::io::{self, BufRead};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{self, JoinSet};

#[derive(Default)]
struct Meter {
    level: Mutex<u32>,
}

impl Meter {
    fn measure(&self) {
        *self.level.lock().unwrap() += 1;
        std::thread::sleep(Duration::from_secs(1));
    }

    fn measure_on_and_on(&self) {
        loop {
            self.measure();
        }
    }
}

// A loop without an exit.

async fn a_loop_of_its_own(meter: Arc<Meter>) {
    task::spawn_blocking(move || loop { //~
        meter.measure();
    });
}

async fn the_loop_is_in_a_function(meter: Arc<Meter>) {
    task::spawn_blocking(move || meter.measure_on_and_on()); //~
}

async fn the_handle_is_kept(meter: Arc<Meter>) -> task::JoinHandle<()> {
    let measuring = task::spawn_blocking(move || { //~
        loop {
            meter.measure();
        }
    });
    println!("measuring");
    measuring
}

fn by_a_handle_to_the_runtime(runtime: &tokio::runtime::Handle, meter: Arc<Meter>) {
    runtime.spawn_blocking(move || meter.measure_on_and_on()); //~
}

async fn in_a_set(meters: Vec<Arc<Meter>>) {
    let mut measurings = JoinSet::new();
    for meter in meters {
        measurings.spawn_blocking(move || meter.measure_on_and_on()); //~
    }
    measurings.shutdown().await;
}

// It waits for what somebody types.

async fn a_line_at_a_time(lines: mpsc::Sender<String>) {
    task::spawn_blocking(move || { //~
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
}

async fn into_one_buffer(lines: mpsc::Sender<String>) {
    let _reading = task::spawn_blocking(move || { //~
        let input = io::stdin();
        let mut line = String::new();
        while input.read_line(&mut line).is_ok_and(|length| length > 0) {
            if lines.blocking_send(std::mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
}

fn read_lines(lines: mpsc::Sender<String>) {
    for line in io::stdin().lines().map_while(Result::ok) {
        if lines.blocking_send(line).is_err() {
            return;
        }
    }
}

async fn in_a_function_of_its_own(lines: mpsc::Sender<String>) {
    task::spawn_blocking(move || read_lines(lines)); //~
}

// A program that hangs.

mod the_main_function_ends {
    use super::*;

    #[tokio::main]
    async fn main() {
        let meter = Arc::new(Meter::default());
        task::spawn_blocking(move || meter.measure_on_and_on()); //~
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

mod a_function_of_the_main_function {
    use super::*;

    async fn watch(meter: Arc<Meter>) {
        task::spawn_blocking(move || meter.measure_on_and_on()); //~
    }

    #[tokio::main]
    async fn main() {
        watch(Arc::new(Meter::default())).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

// A test that hangs.

#[tokio::test]
async fn a_meter_counts() {
    let meter = Arc::new(Meter::default());
    let own = meter.clone();
    task::spawn_blocking(move || own.measure_on_and_on()); //~
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(*meter.level.lock().unwrap() > 0);
}
