//! Jobs of a pool that wait for one another.

use std::sync::mpsc;

use rayon::prelude::*;

fn weigh(parcel: u32) -> u32 {
    parcel + 1
}

fn two_jobs(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn(move || {
        println!("{:?}", weights.recv()); //~
    });
    rayon::spawn(move || {
        weighed.send(weigh(parcel)).unwrap();
    });
}

fn in_a_scope(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::scope(|scope| {
        scope.spawn(move |_| {
            println!("{:?}", weights.recv()); //~
        });
        scope.spawn(move |_| weighed.send(weigh(parcel)).unwrap());
    });
}

fn for_each_item(parcels: &[u32]) {
    let (weighed, weights) = crossbeam_channel::bounded(8);
    rayon::spawn(move || {
        for parcel in 0..8 {
            weighed.send(weigh(parcel)).unwrap();
        }
    });
    parcels.par_iter().for_each(|parcel| {
        println!("{parcel}: {:?}", weights.recv()); //~
    });
}

fn in_the_first_half(parcel: u32) {
    let (weighed, weights) = crossbeam_channel::bounded(1);
    rayon::join(
        || println!("{:?}", weights.recv()), //~
        || weighed.send(weigh(parcel)).unwrap(),
    );
}

fn in_a_pool_of_its_own(pool: &rayon::ThreadPool, parcel: u32) {
    let (weighed, weights) = flume::bounded(1);
    pool.spawn(move || {
        println!("{:?}", weights.recv()); //~
    });
    pool.spawn(move || weighed.send(weigh(parcel)).unwrap());
}

fn by_several(parcels: Vec<u32>) {
    let (weighed, weights) = mpsc::sync_channel(8);
    for parcel in parcels {
        let weighed = weighed.clone();
        rayon::spawn(move || weighed.send(weigh(parcel)).unwrap());
    }
    drop(weighed);
    rayon::spawn(move || {
        while let Ok(weight) = weights.recv() { //~
            println!("{weight}");
        }
    });
}

fn in_the_order_of_a_queue(parcel: u32) {
    let (weighed, weights) = mpsc::sync_channel(1);
    rayon::spawn_fifo(move || {
        if let Ok(weight) = weights.recv() { //~
            println!("{weight}");
        }
    });
    rayon::spawn_fifo(move || weighed.send(weigh(parcel)).unwrap());
}

fn for_items_of_both(parcels: &[u32], baskets: &[u32]) {
    let (weighed, weights) = crossbeam_channel::bounded(4);
    rayon::scope(|scope| {
        scope.spawn(|_| parcels.par_iter().for_each(|parcel| weighed.send(weigh(*parcel)).unwrap()));
        scope.spawn(|_| {
            baskets.par_iter().for_each(|basket| {
                println!("{basket}: {:?}", weights.recv()); //~
            });
        });
    });
}
