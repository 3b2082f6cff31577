//! A box office sells tickets to whoever connects.
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::watch;

/// How many are served now, and how many have been.
#[derive(Default)]
pub struct Office {
    pub busy: watch::Sender<usize>,
    pub served: watch::Sender<usize>,
}

impl Office {
    async fn sell(&self, mut visitor: TcpStream) {
        self.busy.send_modify(|busy| *busy += 1);
        let mut order = String::new();
        if let Err(error) = visitor.read_to_string(&mut order).await {
            eprintln!("{error}");
        }
        self.busy.send_modify(|busy| *busy -= 1);
        self.served.send_modify(|served| *served += 1);
    }
}

pub mod bad {
    use std::io;
    use std::sync::Arc;

    use tokio::net::TcpListener;

    use super::Office;

    pub async fn open(listener: TcpListener, office: Arc<Office>) -> io::Result<()> {
        loop {
            let (visitor, _) = listener.accept().await?;
            let office = office.clone();
            tokio::spawn(async move { office.sell(visitor).await }); //~ unbounded-spawn
        }
    }
}

pub mod good {
    use std::io;
    use std::sync::Arc;

    use tokio::net::TcpListener;
    use tokio::sync::Semaphore;

    use super::Office;

    pub async fn open(listener: TcpListener, office: Arc<Office>) -> io::Result<()> {
        let windows = Arc::new(Semaphore::new(4));
        loop {
            let window = windows.clone().acquire_owned().await.map_err(io::Error::other)?;
            let (visitor, _) = listener.accept().await?;
            let office = office.clone();
            tokio::spawn(async move {
                let _window = window;
                office.sell(visitor).await;
            });
        }
    }
}
