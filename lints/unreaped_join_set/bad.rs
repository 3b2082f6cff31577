//! Sets and lists of tasks that only ever grow.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, interval, sleep_until};
use tokio_util::sync::CancellationToken;

async fn weigh(scale: TcpStream) -> u32 {
    scale.readable().await.map_or(0, |()| 1)
}

async fn answer(packet: Vec<u8>, from: SocketAddr) {
    println!("{from}: {} bytes", packet.len());
}

async fn told_to_stop() {
    tokio::signal::ctrl_c().await.ok();
}

// Nothing removes anything.

async fn for_each_connection(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale)); //~
    }
}

async fn for_each_packet(socket: UdpSocket) -> io::Result<()> {
    let mut answers = JoinSet::new();
    let mut buffer = [0; 512];
    loop {
        let (length, from) = socket.recv_from(&mut buffer).await?;
        let packet = buffer[..length].to_vec();
        answers.spawn(answer(packet, from)); //~
    }
}

async fn removed_at_the_end_alone(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale)); //~
            }
            () = told_to_stop() => break,
        }
    }
    while let Some(weight) = weighings.join_next().await {
        println!("{weight:?}");
    }
}

async fn only_counted(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale)); //~
        println!("{} weighings", weighings.len());
    }
}

async fn the_wait_stands_in_the_head(scales: TcpListener) {
    let mut weighings = JoinSet::default();
    while let Ok((scale, _)) = scales.accept().await {
        weighings.spawn(async move { weigh(scale).await }); //~
    }
}

async fn for_each_message_without_end(mut parcels: mpsc::Receiver<u32>) {
    let mut labels = JoinSet::new();
    loop {
        tokio::select! {
            Some(parcel) = parcels.recv() => {
                labels.spawn(async move { println!("{parcel}") }); //~
            }
            () = told_to_stop() => return,
        }
    }
}

async fn a_list_of_handles(scales: TcpListener) -> io::Result<()> {
    let mut weighings: Vec<JoinHandle<u32>> = Vec::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.push(tokio::spawn(weigh(scale))); //~
    }
}

fn a_list_of_threads(scales: std::net::TcpListener) {
    let mut readings = Vec::new();
    for scale in scales.incoming() {
        let reading = std::thread::spawn(move || drop(scale)); //~
        readings.push(reading);
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
            self.weighings.spawn(weigh(scale)); //~
        }
    }
}

// What removes something passes over what went well.

async fn only_failures_are_taken(scales: TcpListener) {
    let mut weighings = JoinSet::new();
    loop {
        tokio::select! {
            Ok((scale, _)) = scales.accept() => {
                weighings.spawn(weigh(scale)); //~
            }
            Some(Err(panic)) = weighings.join_next(), if !weighings.is_empty() => eprintln!("{panic}"),
        }
    }
}

async fn the_first_that_went_well_ends_it(scales: TcpListener) -> io::Result<()> {
    let mut weighings = JoinSet::new();
    loop {
        let (scale, _) = scales.accept().await?;
        weighings.spawn(weigh(scale)); //~
        while let Some(Err(panic)) = weighings.join_next().await {
            eprintln!("{panic}");
        }
    }
}

// A method puts them in, and the loop that calls it takes out only what has failed.

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
                Some(Err(panic)) = self.stalls.join_next() => eprintln!("{panic}"), //~
            }
        }
    }
}

struct Fair {
    parcels: mpsc::Receiver<TcpStream>,
    booths: JoinSet<u32>,
}

impl Fair {
    fn weigh(&mut self, parcel: TcpStream) {
        self.booths.spawn(weigh(parcel)); //~
    }

    async fn open(mut self) {
        loop {
            let Some(parcel) = self.parcels.recv().await else { break };
            self.weigh(parcel);
        }
    }
}

struct FleaMarket {
    gate: TcpListener,
    stands: Vec<JoinHandle<u32>>,
}

impl FleaMarket {
    async fn until_evening(mut self, mut evening: tokio::sync::oneshot::Receiver<()>) {
        while let Some(scale) = self.next_scale(&mut evening).await {
            self.set_up(scale);
        }
        self.pack_up().await;
    }

    async fn next_scale(&self, evening: &mut tokio::sync::oneshot::Receiver<()>) -> Option<TcpStream> {
        let arrival = async { self.gate.accept().await.ok().map(|(scale, _)| scale) };
        tokio::select! {
            _ = evening => None,
            scale = arrival => scale,
        }
    }

    fn set_up(&mut self, scale: TcpStream) {
        let stand = tokio::spawn(weigh(scale)); //~
        self.stands.push(stand);
    }

    async fn pack_up(self) {
        for stand in self.stands {
            println!("{:?}", stand.await);
        }
    }
}


// What takes them out comes when the loop is over, and the owner with it.

struct Harbour {
    listener: TcpListener,
    ships: JoinSet<u32>,
}

impl Harbour {
    async fn admit(&mut self) -> std::io::Result<()> {
        loop {
            let (ship, _) = self.listener.accept().await?;
            self.ships.spawn(weigh(ship)); //~
        }
    }

    async fn open(mut self) {
        if let Err(error) = self.admit().await {
            eprintln!("{error}");
        }
        while let Some(weighed) = self.ships.join_next().await {
            println!("{weighed:?}");
        }
    }
}

struct Quay {
    listener: TcpListener,
    ships: JoinSet<u32>,
}

impl Quay {
    async fn open(mut self) {
        while let Ok((ship, _)) = self.listener.accept().await {
            self.ships.spawn(weigh(ship)); //~
        }
        self.ships.join_all().await;
    }
}

// A timer brings the next one, until the stop comes.

async fn weigh_by_the_clock(closing: CancellationToken, mut times: Vec<Instant>) {
    let mut scales = JoinSet::new();
    while let Some(time) = times.pop() {
        tokio::select! {
            () = closing.cancelled() => break,
            () = sleep_until(time) => {
                times.push(time + Duration::from_secs(60));
                scales.spawn(async move { println!("{time:?}") }); //~
            }
        }
    }
    scales.join_all().await;
}

async fn weigh_each_minute(mut shutdown: watch::Receiver<bool>) {
    let mut minutes = interval(Duration::from_secs(60));
    let mut scales = JoinSet::new();
    loop {
        tokio::select! {
            _ = shutdown.changed() => break,
            time = minutes.tick() => drop(scales.spawn(async move { println!("{time:?}") })), //~
        }
    }
    while scales.join_next().await.is_some() {}
}
