//! What is given for each is only a number: it refuses nobody for those that are open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::{TcpListener, TcpStream};

use super::take_in;

struct Badge(Arc<AtomicU64>);

impl Badge {
    fn next(given: &Arc<AtomicU64>, fee: u64) -> Option<Badge> {
        if fee > 100 {
            return None;
        }
        given.fetch_add(1, Ordering::Relaxed);
        Some(Badge(Arc::clone(given)))
    }
}

async fn with_a_badge(listener: TcpListener, given: Arc<AtomicU64>, fee: u64) {
    loop {
        match listener.accept().await {
            Ok((counter, _)) => serve_with_badge(counter, &given, fee),
            Err(error) => eprintln!("could not accept: {error}"),
        }
    }
}

fn serve_with_badge(counter: TcpStream, given: &Arc<AtomicU64>, fee: u64) {
    let Some(badge) = Badge::next(given, fee) else {
        return;
    };
    tokio::spawn(async move { //~
        let _number = badge.0.load(Ordering::Relaxed);
        take_in(counter).await
    });
}
