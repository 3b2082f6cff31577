//! Loops that go on when nobody receives any more.

use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

fn in_a_task(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = beats.send(1).await; //~
        }
    });
}

fn without_a_limit(beats: mpsc::UnboundedSender<u32>) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(Duration::from_secs(1));
        loop {
            beat.tick().await;
            beats.send(1).ok(); //~
        }
    });
}

fn one_that_only_tries(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let _ = beats.try_send(1); //~
        }
    });
}

fn in_a_thread(beats: threads::Sender<u32>) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let _ = beats.send(1); //~
        }
    });
}

fn while_true(beats: crossbeam_channel::Sender<u32>) {
    let _ = thread::spawn(move || {
        #[allow(while_true)]
        while true {
            thread::sleep(Duration::from_secs(1));
            beats.send(1).ok(); //~
        }
    });
}

fn numbers_without_an_end(beats: flume::Sender<u32>) {
    thread::spawn(move || {
        for n in 0.. {
            thread::sleep(Duration::from_secs(1));
            let _ = beats.send(n); //~
        }
    });
}

fn under_a_condition(beats: async_channel::Sender<u32>) {
    tokio::spawn(async move {
        let mut n = 0u32;
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            n += 1;
            if n.is_multiple_of(60) {
                let _ = beats.send(n).await; //~
            }
        }
    });
}

fn in_a_loop_within(beats: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            for n in 0..3 {
                let _ = beats.send(n).await; //~
            }
        }
    });
}
