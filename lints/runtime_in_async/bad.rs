//! Runtimes that end in code which is polled.

use std::io;

use tokio::runtime::{Builder, Runtime};

async fn weigh(parcel: u32) -> u32 {
    parcel + 1
}

async fn at_the_end_of_the_body() {
    let scales = Runtime::new().unwrap(); //~
    scales.spawn(weigh(1));
}

async fn with_a_question_mark() -> io::Result<()> {
    let scales = Runtime::new()?; //~
    scales.spawn(weigh(2));
    Ok(())
}

async fn built() -> io::Result<()> {
    let scales = Builder::new_multi_thread().worker_threads(2).enable_all().build()?; //~
    scales.spawn(weigh(3));
    Ok(())
}

async fn dropped() {
    let scales = Runtime::new().unwrap(); //~
    scales.spawn(weigh(4));
    drop(scales);
}

async fn at_the_end_of_a_block(heavy: bool) {
    if heavy {
        let scales = Runtime::new().expect("scales"); //~
        scales.spawn(weigh(5));
    }
    weigh(6).await;
}

fn in_a_task() {
    tokio::spawn(async {
        let scales = Runtime::new().unwrap(); //~
        scales.spawn(weigh(7)).await.unwrap();
    });
}

struct Office;

impl Office {
    async fn in_a_method(&self) -> u32 {
        let scales = Runtime::new().unwrap(); //~
        scales.spawn(weigh(8)).await.unwrap()
    }
}

async fn of_one_thread() {
    let scales = Builder::new_current_thread().build().unwrap(); //~
    scales.spawn(weigh(9));
}

// A struct owns it.

struct Scales {
    parcels: u32,
    runtime: Runtime,
}

impl Scales {
    fn try_new() -> io::Result<Self> {
        Ok(Scales { parcels: 0, runtime: Runtime::new()? })
    }

    fn put(&mut self, parcel: u32) -> tokio::task::JoinHandle<u32> {
        self.parcels += 1;
        self.runtime.spawn(weigh(parcel))
    }
}

async fn in_a_struct() -> io::Result<u32> {
    let mut scales = Scales::try_new()?; //~
    scales.put(10).await.map_err(io::Error::other)
}

async fn dropped_by_hand(parcel: u32) {
    let mut scales = Scales::try_new().unwrap(); //~
    let weighed = scales.put(parcel).await;
    drop(scales);
    println!("{weighed:?}");
}
