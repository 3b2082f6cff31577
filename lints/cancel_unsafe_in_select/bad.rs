//! Reads and writes that another branch cuts off in the middle.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{interval, sleep, timeout};

async fn a_number_beside_a_clock(mut scale: TcpStream) -> std::io::Result<()> {
    let mut clock = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            grams = scale.read_u32() => println!("{} g", grams?), //~
            _ = clock.tick() => println!("still weighing"),
        }
    }
}

async fn a_buffer_beside_a_channel(mut wire: OwnedReadHalf, mut orders: mpsc::Receiver<u32>) {
    let mut page = [0; 64];
    loop {
        tokio::select! {
            read = wire.read_exact(&mut page) => match read { //~
                Ok(_) => println!("{page:?}"),
                Err(_) => break,
            },
            order = orders.recv() => match order {
                Some(order) => println!("order {order}"),
                None => break,
            },
        }
    }
}

async fn a_line_beside_a_sleep(wire: TcpStream) {
    let mut lines = BufReader::new(wire);
    loop {
        let mut line = String::new();
        tokio::select! {
            read = lines.read_line(&mut line) => match read { //~
                Ok(0) | Err(_) => break,
                Ok(_) => println!("{line}"),
            },
            _ = sleep(Duration::from_secs(5)) => println!("nothing yet"),
        }
    }
}

async fn a_write_beside_a_channel(mut wire: OwnedWriteHalf, mut pages: mpsc::Receiver<Vec<u8>>) {
    let mut page = vec![0; 1 << 16];
    loop {
        tokio::select! {
            written = wire.write_all(&page) => match written { //~
                Ok(()) => println!("printed"),
                Err(_) => return,
            },
            next = pages.recv() => match next {
                Some(next) => page = next,
                None => return,
            },
        }
    }
}

async fn read_frame<R: AsyncRead + Unpin>(reader: &mut R) -> std::io::Result<Vec<u8>> {
    let length = reader.read_u16().await?;
    let mut frame = vec![0; usize::from(length)];
    reader.read_exact(&mut frame).await?;
    Ok(frame)
}

async fn through_a_function(mut wire: OwnedReadHalf, mut stop: mpsc::Receiver<bool>) {
    loop {
        tokio::select! {
            biased;
            frame = read_frame(&mut wire) => match frame { //~
                Ok(frame) => println!("{} bytes", frame.len()),
                Err(_) => break,
            },
            Some(stop) = stop.recv() => {
                if stop {
                    break;
                }
            }
        }
    }
}

struct Scale {
    wire: TcpStream,
    sheet: Vec<u8>,
}

impl Scale {
    async fn weigh(&mut self) -> std::io::Result<u32> {
        let wire = &mut self.wire;
        let tens = wire.read_u32_le().await?;
        Ok(tens * 10)
    }

    async fn print(&mut self) -> std::io::Result<()> {
        self.wire.write_all(&self.sheet).await?;
        self.wire.flush().await
    }

    async fn through_two_functions(&mut self) -> std::io::Result<u32> {
        Ok(self.weigh().await? + 1)
    }

    async fn serve(&mut self, mut orders: mpsc::Receiver<Vec<u8>>) {
        loop {
            tokio::select! {
                grams = self.through_two_functions() => println!("{grams:?}"), //~
                Some(sheet) = orders.recv() => println!("{sheet:?}"),
                else => break,
            }
        }
    }

    async fn print_until_done(&mut self) {
        let mut clock = interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                printed = self.print() => { //~
                    println!("{printed:?}");
                    break;
                }
                _ = clock.tick() => println!("still printing"),
            }
        }
    }
}

async fn pinned_in_the_iteration(mut wire: OwnedReadHalf, mut orders: mpsc::Receiver<u32>) {
    loop {
        let frame = read_frame(&mut wire); //~
        tokio::pin!(frame);
        tokio::select! {
            frame = &mut frame => println!("{frame:?}"),
            order = orders.recv() => println!("{order:?}"),
        }
    }
}

async fn within_a_limit(mut wire: OwnedReadHalf, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            frame = timeout(Duration::from_secs(9), read_frame(&mut wire)) => println!("{frame:?}"), //~
            order = orders.recv() => println!("{order:?}"),
        }
    }
}

async fn the_outer_loop_goes_on(mut wire: OwnedReadHalf, mut orders: mpsc::Receiver<u32>) {
    loop {
        loop {
            tokio::select! {
                frame = read_frame(&mut wire) => println!("{frame:?}"), //~
                _ = orders.recv() => break,
            }
        }
        println!("a pause");
    }
}

// Pedantic: what was taken out is dropped.

struct Worker {
    task: Option<tokio::task::JoinHandle<u32>>,
}

impl Worker {
    async fn result(&mut self) -> u32 {
        match self.task.take() {
            Some(task) => task.await.unwrap_or(0),
            None => 0,
        }
    }
}

async fn a_handle_is_taken(mut worker: Worker, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            sum = worker.result() => println!("{sum}"), //~
            order = orders.recv() => println!("{order:?}"),
        }
    }
}

async fn a_handle_is_taken_in_a_block(mut workers: Option<Worker>, mut orders: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            sum = async { //~
                match workers.as_mut() {
                    Some(worker) => worker.result().await,
                    None => 0,
                }
            } => println!("{sum}"),
            order = orders.recv() => println!("{order:?}"),
        }
    }
}
