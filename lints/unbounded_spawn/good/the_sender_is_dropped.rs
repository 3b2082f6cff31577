//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! Tasks that run beside the work of one iteration and end with its channel: near misses of `unbounded-spawn`.
//! conclint: allow(unbounded-channel) -- the cases here are about something else

use std::io;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time;

use super::{Parcel, deliver, take_in};

async fn call_ahead(number: u64) -> io::Result<()> {
    println!("{number} is on its way");
    tokio::net::TcpStream::connect("street:80").await.map(drop)
}

async fn called_ahead_until_delivered(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let number = parcel.number;
        let (_on_the_way, mut delivered) = mpsc::channel::<()>(1);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = time::sleep(Duration::from_secs(60)) => {}
                    _ = delivered.recv() => return,
                }
                if let Err(error) = call_ahead(number).await {
                    eprintln!("{number}: {error}");
                }
            }
        });
        if let Err(error) = deliver(parcel).await {
            eprintln!("{number} came back: {error}");
        }
    }
}

async fn the_bell_rings_until_the_counter_is_free(listener: TcpListener, loud: bool) -> io::Result<()> {
    loop {
        let (counter, peer) = listener.accept().await?;
        let (busy, mut free) = mpsc::channel::<()>(1);
        if loud {
            tokio::spawn(async move {
                loop {
                    tokio::select! {
                        _ = time::sleep(Duration::from_secs(5)) => println!("{peer} is still here"),
                        _ = free.recv() => break,
                    }
                }
            });
        }
        let taken = take_in(counter).await;
        drop(busy);
        taken?;
    }
}

async fn each_step_is_printed(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (steps, mut printed) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(step) = printed.recv().await {
                println!("{step}");
            }
        });
        carry(parcel, &steps).await;
        let _ = steps.send("back at the depot");
    }
}

async fn carry(parcel: Parcel, steps: &mpsc::UnboundedSender<&'static str>) {
    let _ = steps.send("off the shelf");
    let _ = deliver(parcel).await;
    let _ = steps.send("handed over");
}

async fn the_carrier_has_the_bell(mut parcels: mpsc::Receiver<Parcel>) {
    while let Some(parcel) = parcels.recv().await {
        let (bell, silence) = oneshot::channel();
        let ring = ring_until(silence);
        tokio::spawn(ring);
        with_bell(parcel, bell).await;
    }
}

async fn ring_until(mut silence: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut silence => break,
            _ = time::sleep(Duration::from_secs(1)) => println!("ding"),
        }
    }
}

async fn with_bell(parcel: Parcel, bell: oneshot::Sender<()>) {
    if deliver(parcel).await.is_ok() {
        let _ = bell.send(());
    }
}

fn a_thread_that_prints_the_time(parcels: std::sync::mpsc::Receiver<Parcel>) {
    for parcel in parcels {
        let (at_work, done) = std::sync::mpsc::channel::<()>();
        thread::spawn(move || {
            loop {
                match done.recv_timeout(Duration::from_secs(10)) {
                    Err(RecvTimeoutError::Timeout) => println!("{} is weighed", parcel.number),
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
        });
        thread::sleep(Duration::from_secs(parcel.number));
        drop(at_work);
    }
}
