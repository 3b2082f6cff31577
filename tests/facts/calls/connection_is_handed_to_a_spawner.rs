//! A function that starts a task for what it is handed is fed by the loop that calls it with a connection.
use tokio::net::{TcpListener, TcpStream};

pub async fn serve(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        start(stream);
    }
}

fn start(stream: TcpStream) {
    tokio::spawn(async move { stream.writable().await });
}

pub async fn serve_one(listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        start_last(stream);
        break;
    }
}

fn start_last(stream: TcpStream) {
    tokio::spawn(async move { stream.writable().await });
}
