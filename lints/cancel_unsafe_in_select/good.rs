//! conclint: allow(accept-error-retried) -- the cases here are about something else
//! Branches that may be dropped, or are not.

use std::time::Duration;

use futures::StreamExt;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Notify, Semaphore, mpsc, oneshot};
use tokio::time::{interval, sleep};

async fn read_frame<R: AsyncRead + Unpin>(reader: &mut R) -> std::io::Result<Vec<u8>> {
    let length = reader.read_u16().await?;
    let mut frame = vec![0; usize::from(length)];
    reader.read_exact(&mut frame).await?;
    Ok(frame)
}

// The future lives on.

async fn made_before_the_loop(mut wire: OwnedReadHalf) {
    let mut clock = interval(Duration::from_secs(1));
    let frame = read_frame(&mut wire);
    tokio::pin!(frame);
    loop {
        tokio::select! {
            frame = &mut frame => {
                println!("{frame:?}");
                break;
            }
            _ = clock.tick() => println!("still reading"),
        }
    }
}

async fn boxed_before_the_loop(mut wire: OwnedReadHalf) {
    let mut clock = interval(Duration::from_secs(1));
    let mut frame = Box::pin(read_frame(&mut wire));
    loop {
        tokio::select! {
            frame = frame.as_mut() => {
                println!("{frame:?}");
                break;
            }
            _ = clock.tick() => println!("still reading"),
        }
    }
}

async fn in_a_task_of_its_own(mut wire: OwnedReadHalf, mut stop: mpsc::Receiver<bool>) {
    let (frame, mut frames) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok(read) = read_frame(&mut wire).await {
            if frame.send(read).await.is_err() {
                break;
            }
        }
    });
    loop {
        tokio::select! {
            Some(frame) = frames.recv() => println!("{frame:?}"),
            Some(true) = stop.recv() => break,
            else => break,
        }
    }
}

// Every other branch ends it.

async fn the_other_branch_exits(mut wire: OwnedReadHalf, mut stop: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            frame = read_frame(&mut wire) => println!("{frame:?}"),
            _ = &mut stop => break,
        }
    }
}

async fn both_others_exit(mut wire: OwnedReadHalf, mut stop: oneshot::Receiver<()>) -> Option<Vec<u8>> {
    loop {
        tokio::select! {
            frame = read_frame(&mut wire) => println!("{frame:?}"),
            _ = sleep(Duration::from_secs(30)) => return None,
            _ = &mut stop => break,
        }
    }
    None
}

async fn once(mut wire: OwnedReadHalf, mut stop: oneshot::Receiver<()>) {
    tokio::select! {
        frame = read_frame(&mut wire) => println!("{frame:?}"),
        _ = &mut stop => println!("stopped"),
    }
}

// What is cut off is not used again.

async fn a_connection_of_the_iteration(door: TcpListener) {
    loop {
        let Ok((mut guest, _)) = door.accept().await else { continue };
        tokio::select! {
            frame = read_frame(&mut guest) => println!("{frame:?}"),
            _ = sleep(Duration::from_secs(3)) => println!("too slow"),
        }
    }
}

async fn ask(address: &str) -> std::io::Result<Vec<u8>> {
    let mut wire = TcpStream::connect(address).await?;
    wire.write_all(b"weight").await?;
    read_frame(&mut wire).await
}

async fn a_connection_of_the_function(mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            frame = ask("scale:7") => println!("{frame:?}"),
            Some(order) = orders.recv() => println!("{order:?}"),
        }
    }
}

// Safe to drop.

async fn read_and_lines(mut wire: OwnedReadHalf, song: TcpStream, mut orders: mpsc::Receiver<u32>) {
    let mut page = [0; 64];
    let mut lines = BufReader::new(song).lines();
    loop {
        tokio::select! {
            n = wire.read(&mut page) => println!("{n:?}"),
            line = lines.next_line() => println!("{line:?}"),
            Some(order) = orders.recv() => println!("{order:?}"),
        }
    }
}

async fn a_byte(mut wire: OwnedReadHalf, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            byte = wire.read_u8() => println!("{byte:?}"),
            Some(order) = orders.recv() => println!("{order:?}"),
        }
    }
}

async fn a_place_in_a_queue(sheet: &Mutex<u32>, permits: &Semaphore, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            mut sheet = sheet.lock() => *sheet += 1,
            permit = permits.acquire() => println!("{permit:?}"),
            Some(order) = orders.recv() => println!("{order:?}"),
        }
    }
}

// The write is in the code of a branch.

async fn written_in_the_branch(mut wire: OwnedWriteHalf, mut pages: mpsc::Receiver<Vec<u8>>) {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            Some(page) = pages.recv() => {
                if wire.write_all(&page).await.is_err() {
                    break;
                }
            }
            _ = clock.tick() => println!("still printing"),
        }
    }
}

// A method of the package's own.

struct Sheet {
    lines: Vec<String>,
    turned: Notify,
}

impl Sheet {
    async fn read_line(&mut self, line: &mut String) -> usize {
        self.turned.notified().await;
        line.push_str(&self.lines.join(""));
        self.lines.len()
    }
}

async fn of_the_package(mut sheet: Sheet, mut orders: mpsc::Receiver<u32>) {
    let mut line = String::new();
    loop {
        tokio::select! {
            n = sheet.read_line(&mut line) => println!("{n}"),
            Some(order) = orders.recv() => println!("{order:?}"),
        }
    }
}

// What is awaited stays where it lies.

struct Worker {
    task: Option<tokio::task::JoinHandle<u32>>,
}

impl Worker {
    async fn result(&mut self) -> u32 {
        let Some(task) = &mut self.task else { return 0 };
        let sum = task.await.unwrap_or(0);
        self.task = None;
        sum
    }
}

async fn awaited_by_reference(mut worker: Worker, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            sum = worker.result() => println!("{sum}"),
            order = orders.recv() => match order {
                Some(order) => println!("{order}"),
                None => break,
            },
        }
    }
}
