//! The closure of a scope is given the scope, which joins every thread that is spawned through it before it ends.
use std::thread;
use std::time::Duration;

pub fn std(parts: &[u64]) {
    thread::scope(|scope| {
        for part in parts {
            scope.spawn(move || thread::sleep(Duration::from_millis(*part)));
        }
    });
}

pub fn crossbeam(rest: Duration) {
    crossbeam::thread::scope(|s| {
        s.spawn(|inner| {
            inner.spawn(|_| thread::sleep(rest));
        });
    })
    .unwrap();
}

pub fn rayon() {
    rayon::scope(|s| s.spawn(|_| println!("a job")));
}

pub fn unknown(run: impl Fn(&dyn Fn())) {
    run(&|| thread::sleep(Duration::from_secs(1)));
}
