//! Channels without a limit that take what comes from outside.

use std::io::BufRead;
use std::sync::mpsc as threads;
use std::thread;

use futures::{Stream, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

fn lines_of_a_socket(stream: TcpStream) -> mpsc::UnboundedReceiver<String> {
    let (tx, rx) = mpsc::unbounded_channel(); //~
    tokio::spawn(async move {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if tx.send(line).is_err() {
                break;
            }
        }
    });
    rx
}

fn connections(listener: TcpListener) -> mpsc::UnboundedReceiver<TcpStream> {
    let (tx, rx) = mpsc::unbounded_channel(); //~
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if tx.send(stream).is_err() {
                break;
            }
        }
    });
    rx
}

fn bytes_of_a_socket(mut stream: TcpStream) -> flume::Receiver<u8> {
    let (tx, rx) = flume::unbounded(); //~
    tokio::spawn(async move {
        while let Ok(byte) = stream.read_u8().await {
            if tx.send(byte).is_err() {
                break;
            }
        }
    });
    rx
}

fn a_relay(mut letters: mpsc::Receiver<String>) -> mpsc::UnboundedReceiver<usize> {
    let (tx, rx) = mpsc::unbounded_channel(); //~
    tokio::spawn(async move {
        while let Some(letter) = letters.recv().await {
            if tx.send(letter.len()).is_err() {
                break;
            }
        }
    });
    rx
}

fn a_relay_of_threads(letters: threads::Receiver<String>) -> threads::Receiver<usize> {
    let (tx, rx) = threads::channel(); //~
    thread::spawn(move || {
        while let Ok(letter) = letters.recv() {
            if tx.send(letter.len()).is_err() {
                break;
            }
        }
    });
    rx
}

fn a_stream(mut letters: impl Stream<Item = String> + Send + Unpin + 'static) -> async_channel::Receiver<String> {
    let (tx, rx) = async_channel::unbounded(); //~
    tokio::spawn(async move {
        while let Some(letter) = letters.next().await {
            if tx.send(letter).await.is_err() {
                break;
            }
        }
    });
    rx
}

fn what_is_typed() -> crossbeam_channel::Receiver<String> {
    let (tx, rx) = crossbeam_channel::unbounded(); //~
    thread::spawn(move || {
        let mut lines = std::io::stdin().lock().lines();
        while let Some(Ok(line)) = lines.next() {
            if tx.send(line).is_err() {
                break;
            }
        }
    });
    rx
}

struct Post {
    letters: mpsc::UnboundedSender<String>,
}

impl Post {
    fn open() -> (Post, mpsc::UnboundedReceiver<String>) {
        let (tx, rx) = mpsc::unbounded_channel(); //~
        (Post { letters: tx }, rx)
    }

    async fn sort(&self, mut letters: mpsc::Receiver<String>) {
        while let Some(letter) = letters.recv().await {
            if self.letters.send(letter).is_err() {
                break;
            }
        }
    }
}

struct Weather {
    socket: tokio::net::UdpSocket,
    reports: mpsc::UnboundedSender<Vec<u8>>,
}

fn a_function_sends(socket: tokio::net::UdpSocket) -> (Weather, mpsc::UnboundedReceiver<Vec<u8>>) {
    let (reports, taken_in) = mpsc::unbounded_channel(); //~
    (Weather { socket, reports }, taken_in)
}

impl Weather {
    async fn listen(self) -> std::io::Result<()> {
        let mut report = vec![0; 512];
        loop {
            let (size, _) = self.socket.recv_from(&mut report).await?;
            match report.get(..size) {
                Some(report) if !report.is_empty() => {
                    if !self.pass_on(report) {
                        return Ok(());
                    }
                }
                _ => println!("nothing"),
            }
        }
    }

    fn pass_on(&self, report: &[u8]) -> bool {
        self.reports.send(report.to_vec()).is_ok()
    }
}
