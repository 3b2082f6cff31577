//! conclint: allow(consumer-cut-off) -- the cases here are about something else
//! Jobs of a pool that others answer, and waits outside of it.

use std::sync::{Barrier, Mutex, mpsc};
use std::thread;

use rayon::prelude::*;

fn weigh(parcel: u32) -> u32 {
    parcel + 1
}

// Somebody outside of the pool sends.

fn a_thread_sends(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || {
        println!("{:?}", weights.recv());
    });
    let weighing = thread::spawn(move || weighed.send(weigh(parcel)).unwrap());
    weighing.join().unwrap();
}

fn its_own_code_sends(parcels: Vec<u32>) {
    let (weighed, weights) = crossbeam_channel::bounded(8);
    rayon::spawn(move || {
        while let Ok(weight) = weights.recv() {
            println!("{weight}");
        }
    });
    for parcel in parcels {
        weighed.send(weigh(parcel)).unwrap();
    }
}

fn another_pool_sends(scales: &rayon::ThreadPool, desk: &rayon::ThreadPool, parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    desk.spawn(move || {
        println!("{:?}", weights.recv());
    });
    scales.spawn(move || weighed.send(weigh(parcel)).unwrap());
}

// The wait is outside of the pool.

fn received_by_its_own_code(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || weighed.send(weigh(parcel)).unwrap());
    println!("{:?}", weights.recv());
}

fn received_by_a_thread(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || weighed.send(weigh(parcel)).unwrap());
    let desk = thread::spawn(move || println!("{:?}", weights.recv()));
    desk.join().unwrap();
}

fn a_thread_of_a_job(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || {
        thread::spawn(move || println!("{:?}", weights.recv()));
    });
    rayon::spawn(move || weighed.send(weigh(parcel)).unwrap());
}

// The first half has ended, or has a thread.

fn in_the_second_half(parcel: u32) {
    let (weighed, weights) = crossbeam_channel::bounded(1);
    rayon::join(|| weighed.send(weigh(parcel)).unwrap(), || println!("{:?}", weights.recv()));
}

// It does not wait.

fn only_asked(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || {
        println!("{:?}", weights.try_recv());
    });
    rayon::spawn(move || weighed.send(weigh(parcel)).unwrap());
}

// The job answers itself.

fn sent_by_the_same_job(parcels: &[u32]) {
    parcels.par_iter().for_each(|parcel| {
        let (weighed, weights) = mpsc::sync_channel(1);
        weighed.send(weigh(*parcel)).unwrap();
        println!("{:?}", weights.recv());
    });
}

// Its sender goes where it is not followed.

fn give(scales: &Mutex<Vec<mpsc::SyncSender<u32>>>) {
    let (weighed, weights) = mpsc::sync_channel(1);
    scales.lock().unwrap().push(weighed);
    rayon::spawn(move || {
        println!("{:?}", weights.recv());
    });
}

// A barrier for each thread.

fn once_on_each_thread() {
    let all = Barrier::new(rayon::current_num_threads());
    rayon::broadcast(|_| {
        all.wait();
    });
}

fn as_many_threads_as_jobs(pool: &rayon::ThreadPool) {
    let all = Barrier::new(4);
    pool.scope(|scope| {
        for parcel in 0..4 {
            let all = &all;
            scope.spawn(move |_| {
                println!("{}", weigh(parcel));
                all.wait();
            });
        }
    });
}

fn between_threads() {
    let all = Barrier::new(4);
    thread::scope(|scope| {
        for parcel in 0..4 {
            let all = &all;
            scope.spawn(move || {
                println!("{}", weigh(parcel));
                all.wait();
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_jobs() {
        let (weighed, weights) = mpsc::sync_channel(1);
        rayon::spawn(move || {
            println!("{:?}", weights.recv());
        });
        rayon::spawn(move || weighed.send(weigh(1)).unwrap());
    }
}
