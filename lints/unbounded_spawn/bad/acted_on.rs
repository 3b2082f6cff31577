//! What is acted on, and what only who asks wants to hear of.

use super::*;

async fn a_queue_without_a_bound() {
    let (counter, mut parcels) = mpsc::unbounded_channel::<Parcel>();
    drop(counter);
    while let Some(parcel) = parcels.recv().await {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn a_pause_after_some_errors(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((counter, _)) => {
                tokio::spawn(take_in(counter)); //~
            }
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(_) => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
        }
    }
}

async fn so_long_and_no_longer(listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((counter, _)) => {
                tokio::spawn(async move { //~
                    tokio::time::timeout(std::time::Duration::from_secs(5), take_in(counter)).await
                });
            }
            Err(_) => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
        }
    }
}

async fn serve_health(listener: TcpListener) {
    loop {
        if let Ok((counter, _)) = listener.accept().await {
            tokio::spawn(take_in(counter)); //~
        }
    }
}

async fn the_door_is_shut_by_an_error(listener: TcpListener, closed: CancellationToken) {
    let mut open = true;
    loop {
        tokio::select! {
            () = closed.cancelled() => break,
            accepted = listener.accept(), if open => match accepted {
                Ok((counter, _)) => {
                    tokio::spawn(take_in(counter)); //~
                }
                Err(_) => open = false,
            },
        }
    }
}

/// Opens and shuts.
#[derive(Clone, Default)]
struct Gate {
    opened: Arc<tokio::sync::Notify>,
    shut: Arc<AtomicUsize>,
}

impl Gate {
    async fn a_word_of_somebody_else(self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (counter, _) = listener.accept().await?;
            self.opens().await;
            tokio::spawn(take_in(counter)); //~
        }
    }

    async fn opens(&self) {
        while self.shut.load(Ordering::Acquire) > 0 {
            self.opened.notified().await;
        }
    }

    async fn another_reason_to_return(self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((counter, peer)) => self.let_in(counter, peer),
                Err(error) => eprintln!("could not accept: {error}"),
            }
        }
    }

    fn let_in(&self, counter: TcpStream, peer: SocketAddr) {
        if self.shut.load(Ordering::Acquire) > 0 || peer.port() == 0 {
            return;
        }
        tokio::spawn(take_in(counter)); //~
    }
}
