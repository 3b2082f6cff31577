//! conclint: allow(accept-error-ends-server, lost-task-error, select-no-else, unbounded-spawn) -- the cases here are about something else
//! Sets and lists of tasks out of which something takes what has ended, or that do not grow for long.

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

async fn weigh(scale: TcpStream) -> u32 {
    scale.readable().await.map_or(0, |()| 1)
}

async fn told_to_stop() {
    tokio::signal::ctrl_c().await.ok();
}

// Something takes them out.

async fn a_branch_takes_each(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale));
            }
            Some(weight) = weighings.join_next() => println!("{weight:?}"),
        }
    }
}

async fn a_branch_takes_whatever_comes(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale));
            }
            _ = weighings.join_next(), if !weighings.is_empty() => {}
        }
    }
}

async fn before_each_connection(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        while weighings.try_join_next().is_some() {}
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale));
    }
}

async fn where_there_are_many(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, _) = scales.accept().await?;
        if weighings.len() == 40 {
            weighings.join_next().await;
        }
        weighings.spawn(weigh(scale));
    }
}

async fn the_list_is_cleaned(scales: TcpListener) -> io::Result<()> {
    let mut weighings: Vec<JoinHandle<u32>> = Vec::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.retain(|weighing| !weighing.is_finished());
        weighings.push(tokio::spawn(weigh(scale)));
    }
}

async fn another_function_is_given_the_set(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale));
        remove_ended(&mut weighings);
    }
}

fn remove_ended(weighings: &mut JoinSet<u32>) {
    while weighings.try_join_next().is_some() {}
}

async fn only_failures_are_taken_and_then_all(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale));
            }
            Some(Err(panic)) = weighings.join_next() => eprintln!("{panic}"),
        }
        while weighings.try_join_next().is_some() {}
    }
}

struct Hall {
    scales: TcpListener,
    weighings: JoinSet<u32>,
}

impl Hall {
    async fn open(&mut self) -> io::Result<()> {
        loop {
            let (scale, _) = self.scales.accept().await?;
            self.weighings.spawn(weigh(scale));
            self.clean();
        }
    }

    fn clean(&mut self) {
        while let Some(weight) = self.weighings.try_join_next() {
            println!("{weight:?}");
        }
    }
}

// They do not grow for long.

async fn so_many_and_no_more(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    for _ in 0..4 {
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale));
    }
    while let Some(weight) = weighings.join_next().await {
        println!("{weight:?}");
    }
    Ok(())
}

async fn over_a_list(scales: Vec<TcpStream>) {
    let mut weighings = JoinSet::new();
    for scale in scales {
        weighings.spawn(weigh(scale));
    }
    while let Some(weight) = weighings.join_next().await {
        println!("{weight:?}");
    }
}

async fn the_channel_closes(mut parcels: mpsc::Receiver<u32>) {
    let mut labels = JoinSet::new();
    while let Some(parcel) = parcels.recv().await {
        labels.spawn(async move { println!("{parcel}") });
    }
    while labels.join_next().await.is_some() {}
}

async fn a_set_of_its_own_in_each_iteration(scales: TcpListener) -> io::Result<()> {
    loop {
        let (scale, _) = scales.accept().await?;
        let mut weighings = JoinSet::new();
        weighings.spawn(weigh(scale));
        println!("{:?}", weighings.join_next().await);
    }
}

async fn the_first_is_the_only_one(scales: TcpListener) -> io::Result<JoinSet<u32>> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, from) = scales.accept().await?;
        if from.ip().is_loopback() {
            weighings.spawn(weigh(scale));
            break;
        }
    }
    Ok(weighings)
}

#[tokio::test]
async fn a_test_with_a_server() {
    let scales = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale));
            }
            () = told_to_stop() => break,
        }
    }
}

// What went well fits the pattern, with something in it or not.

async fn a_branch_for_each_that_went_well(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, from)) = scales.accept() => {
                weighings.spawn(async move { (from, weigh(scale).await) });
            }
            Some(Ok((from, grams))) = weighings.join_next(), if !weighings.is_empty() => println!("{from}: {grams}"),
            () = told_to_stop() => break,
        }
    }
}

// A method puts them in, and the loop that calls it takes each out.

struct Market {
    parcels: mpsc::Receiver<TcpStream>,
    stalls: JoinSet<u32>,
}

impl Market {
    fn weigh(&mut self, parcel: TcpStream) {
        self.stalls.spawn(weigh(parcel));
    }

    async fn open(mut self) {
        loop {
            tokio::select! {
                parcel = self.parcels.recv() => match parcel {
                    Some(parcel) => self.weigh(parcel),
                    None => break,
                },
                Some(done) = self.stalls.join_next() => println!("{done:?}"),
            }
        }
    }
}

struct Booth {
    parcels: mpsc::Receiver<TcpStream>,
    weighings: JoinSet<u32>,
}

impl Booth {
    fn weigh(&mut self, parcel: TcpStream) {
        self.weighings.spawn(weigh(parcel));
    }

    async fn once(mut self) {
        loop {
            let Some(parcel) = self.parcels.recv().await else { break };
            self.weigh(parcel);
            break;
        }
    }
}

// What has ended is taken out before the next one comes.

struct Bazaar {
    gate: TcpListener,
    tents: Vec<tokio::task::JoinHandle<u32>>,
}

impl Bazaar {
    async fn until_night(mut self) {
        while let Some(scale) = self.next_camel().await {
            self.clear();
            self.pitch(scale);
        }
    }

    async fn next_camel(&self) -> Option<TcpStream> {
        self.gate.accept().await.ok().map(|(scale, _)| scale)
    }

    fn pitch(&mut self, scale: TcpStream) {
        let tent = tokio::spawn(weigh(scale));
        self.tents.push(tent);
    }

    fn clear(&mut self) {
        self.tents.retain(|tent| !tent.is_finished());
    }
}


// What takes them out runs each time that the loop which fills it is stopped and started.

struct Harbour {
    listener: TcpListener,
    ships: JoinSet<u32>,
}

impl Harbour {
    async fn admit(&mut self) {
        while let Ok((ship, _)) = self.listener.accept().await {
            self.ships.spawn(weigh(ship));
        }
    }

    async fn open(mut self) {
        loop {
            tokio::select! {
                () = self.admit() => return,
                () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
            }
            while let Some(weighed) = self.ships.try_join_next() {
                println!("{weighed:?}");
            }
        }
    }
}

struct Quay {
    listener: TcpListener,
    ships: JoinSet<u32>,
}

impl Quay {
    async fn admit(&mut self) {
        while let Ok((ship, _)) = self.listener.accept().await {
            self.clear();
            self.ships.spawn(weigh(ship));
        }
    }

    fn clear(&mut self) {
        while let Some(weighed) = self.ships.try_join_next() {
            println!("{weighed:?}");
        }
    }
}

// A timer brings the next one.

async fn three_by_the_clock(closing: CancellationToken) {
    let mut minutes = interval(Duration::from_secs(60));
    let (mut scales, mut started) = (JoinSet::new(), 0);
    loop {
        tokio::select! {
            () = closing.cancelled() => break,
            time = minutes.tick() => {
                scales.spawn(async move { println!("{time:?}") });
                started += 1;
                if started == 3 {
                    break;
                }
            }
        }
    }
    scales.join_all().await;
}

async fn what_has_ended_is_taken_out(closing: CancellationToken) {
    let mut minutes = interval(Duration::from_secs(60));
    let mut scales = JoinSet::new();
    loop {
        tokio::select! {
            () = closing.cancelled() => break,
            Some(ended) = scales.join_next() => println!("{ended:?}"),
            time = minutes.tick() => drop(scales.spawn(async move { println!("{time:?}") })),
        }
    }
    scales.join_all().await;
}
