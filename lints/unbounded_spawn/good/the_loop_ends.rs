//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! Loops that accept so many and no more, tasks that end at once where too many run, and listeners that only this machine
//! reaches wherever they are bound: near misses of `unbounded-spawn`.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::{CLERKS, Parcel, deliver, take_in};

async fn one_counter_for_each_clerk(listener: TcpListener, clerks: usize) -> io::Result<()> {
    for _ in 0..clerks {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(take_in(counter));
    }
    Ok(())
}

async fn one_van_for_each_parcel_of_today(listener: TcpListener, mut today: VecDeque<Parcel>) -> io::Result<()> {
    while let Some(parcel) = today.pop_front() {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(async move {
            deliver(parcel).await;
            take_in(counter).await
        });
    }
    Ok(())
}

async fn until_nothing_is_left(listener: TcpListener, mut today: VecDeque<Parcel>) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        let Some(parcel) = today.pop_front() else { break };
        println!("{} left", today.len());
        tokio::spawn(async move {
            deliver(parcel).await;
            take_in(counter).await
        });
    }
    Ok(())
}

async fn who_finds_no_clerk_goes_home(listener: TcpListener, clerks: Arc<Semaphore>) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        let clerks = clerks.clone();
        tokio::spawn(async move {
            let Ok(_clerk) = clerks.try_acquire() else { return };
            let _ = take_in(counter).await;
        });
    }
}

async fn asked_at_the_door(listener: TcpListener, clerks: Arc<Semaphore>) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(let_in(counter, clerks.clone()));
    }
}

async fn let_in(counter: TcpStream, clerks: Arc<Semaphore>) -> io::Result<()> {
    let Ok(_clerk) = clerks.try_acquire() else { return Ok(()) };
    take_in(counter).await
}

async fn counted_at_the_door(listener: TcpListener, inside: Arc<AtomicUsize>) -> io::Result<()> {
    loop {
        let (counter, _) = listener.accept().await?;
        let inside = inside.clone();
        tokio::spawn(async move {
            if inside.fetch_add(1, Ordering::AcqRel) >= CLERKS {
                inside.fetch_sub(1, Ordering::AcqRel);
                return;
            }
            let _ = take_in(counter).await;
            inside.fetch_sub(1, Ordering::AcqRel);
        });
    }
}

const BACK_DOOR: &str = "127.0.0.1:4010";
const CELLAR: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 4011));

async fn by_the_back_door() -> io::Result<()> {
    let (door, cellar) = (TcpListener::bind(BACK_DOOR).await?, TcpListener::bind(CELLAR).await?);
    tokio::try_join!(open_all(door), open_all(cellar))?;
    let listener = TcpListener::bind(BACK_DOOR).await?;
    loop {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(take_in(counter));
    }
}

async fn open_all(listener: TcpListener) -> io::Result<()> {
    listener.accept().await.map(drop)
}

struct House {
    inner_door: SocketAddr,
}

impl Default for House {
    fn default() -> House {
        House { inner_door: SocketAddr::from((Ipv4Addr::LOCALHOST, 4012)) }
    }
}

async fn the_house_has_one_inner_door() -> io::Result<()> {
    let house = House::default();
    let listener = TcpListener::bind(house.inner_door).await?;
    loop {
        let (counter, _) = listener.accept().await?;
        tokio::spawn(take_in(counter));
    }
}

struct Porter {
    door: TcpListener,
}

impl Porter {
    async fn at(port: u16) -> io::Result<Porter> {
        Ok(Porter { door: TcpListener::bind(("127.0.0.1", port)).await? })
    }

    async fn opens(&self) -> io::Result<()> {
        loop {
            let (counter, _) = self.door.accept().await?;
            tokio::spawn(take_in(counter));
        }
    }
}

async fn the_porter_opens() -> io::Result<()> {
    Porter::at(4013).await?.opens().await
}

async fn inner_door() -> io::Result<TcpListener> {
    TcpListener::bind("localhost:4014").await
}

async fn bound_by_a_function() -> io::Result<()> {
    let listener = inner_door().await?;
    loop {
        let (counter, _): (TcpStream, _) = listener.accept().await?;
        tokio::spawn(take_in(counter));
    }
}
