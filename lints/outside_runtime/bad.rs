//! Threads without a runtime whose code looks for one.

use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task;

async fn ring(bell: u32) {
    println!("{bell}");
}

fn a_task() {
    thread::spawn(|| {
        tokio::spawn(ring(1)); //~
    });
}

fn after_a_wait(bells: std::sync::mpsc::Receiver<u32>) {
    thread::spawn(move || {
        for bell in bells {
            tokio::spawn(ring(bell)); //~
        }
    });
}

fn a_blocking_task() {
    let ringing = thread::spawn(|| {
        task::spawn_blocking(|| println!("ding")) //~
    });
    drop(ringing.join());
}

fn the_handle_of_the_thread() {
    thread::spawn(|| {
        let handle = Handle::current(); //~
        handle.spawn(ring(2));
    });
}

fn a_listener(door: std::net::TcpListener) {
    thread::spawn(move || {
        let door = TcpListener::from_std(door); //~
        println!("{door:?}");
    });
}

fn a_builder() {
    thread::Builder::new()
        .name("bells".to_owned())
        .spawn(|| {
            tokio::spawn(ring(3)); //~
        })
        .unwrap();
}

fn a_scope() {
    thread::scope(|scope| {
        scope.spawn(|| {
            tokio::spawn(ring(4)); //~
        });
    });
}

fn a_timer() {
    thread::spawn(|| {
        let pause = tokio::time::sleep(Duration::from_secs(1)); //~
        drop(pause);
    });
}

// Through functions.

struct Tower {
    bells: u32,
}

impl Tower {
    fn ring(&self, bell: u32) {
        println!("{bell} of {}", self.bells);
        tokio::spawn(ring(bell)); //~
    }

    fn ring_each(&self, bells: std::sync::mpsc::Receiver<u32>) {
        for bell in bells {
            self.ring(bell);
        }
    }
}

fn in_a_method(tower: Tower, bells: std::sync::mpsc::Receiver<u32>) -> thread::JoinHandle<()> {
    thread::spawn(move || tower.ring_each(bells))
}

fn toll(late: bool) {
    if late {
        tokio::spawn(ring(7)); //~
    }
}

fn in_a_function() {
    thread::spawn(|| {
        println!("tolling");
        toll(true);
    });
}
