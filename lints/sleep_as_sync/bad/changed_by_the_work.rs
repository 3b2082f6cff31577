//! Outside tests: what was started right before changes what comes next.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Default)]
struct Board {
    address: Option<SocketAddr>,
    guests: u32,
}

struct Inn {
    address: SocketAddr,
    keeper: JoinHandle<std::io::Result<()>>,
}

async fn open() -> Option<Inn> {
    let board = Arc::new(Mutex::new(Board::default()));
    let keeper = tokio::spawn(keep(Arc::clone(&board)));
    tokio::time::sleep(Duration::from_millis(50)).await; //~
    let address = board.lock().unwrap().address;
    address.map(|address| Inn { address, keeper })
}

async fn keep(board: Arc<Mutex<Board>>) -> std::io::Result<()> {
    let door = TcpListener::bind(("127.0.0.1", 0)).await?;
    write_down(&board, door.local_addr()?);
    loop {
        let (_guest, _) = door.accept().await?;
        board.lock().unwrap().guests += 1;
    }
}

fn write_down(board: &Mutex<Board>, address: SocketAddr) {
    let mut board = board.lock().unwrap();
    board.address = Some(address);
}

fn light_the_fire() -> Result<thread::JoinHandle<()>, String> {
    let burns = Arc::new(AtomicBool::new(false));
    let seen = burns.clone();
    let fire = thread::spawn(move || {
        println!("wood");
        seen.store(true, Ordering::Release);
    });
    thread::sleep(Duration::from_millis(300)); //~
    if !burns.load(Ordering::Acquire) {
        return Err("it does not burn".to_owned());
    }
    Ok(fire)
}

async fn connect_to_what_was_started(listen: SocketAddr) -> std::io::Result<tokio::net::TcpStream> {
    let _keeper = tokio::spawn(keep_at(listen));
    tokio::time::sleep(Duration::from_millis(300)).await; //~
    tokio::net::TcpStream::connect(listen).await
}

async fn keep_at(listen: SocketAddr) -> std::io::Result<()> {
    println!("the inn opens at {listen}");
    let door = TcpListener::bind(listen).await?;
    let (_guest, _) = door.accept().await?;
    Ok(())
}

// What both have is cloned for the work in one `let`, and set once.

async fn a_cell_that_is_set_once(quay: &str) -> Option<std::net::SocketAddr> {
    let bound = std::sync::Arc::new(std::sync::OnceLock::new());
    let listener = tokio::net::TcpListener::bind(quay).await.ok()?;
    tokio::spawn({
        let (bound, quay) = (bound.clone(), quay.to_owned());
        async move {
            println!("{quay}");
            let _ = bound.set(listener.local_addr().ok());
        }
    });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await; //~
    bound.get().copied().flatten()
}
