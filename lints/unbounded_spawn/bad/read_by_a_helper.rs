//! Messages that a function reads from a connection and another one starts a task for.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_util::task::TaskTracker;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Telegraph {
    clerk: Arc<dyn Fn(Vec<u8>) -> Work + Send + Sync>,
    at_work: TaskTracker,
}

impl Telegraph {
    async fn take_down<R: AsyncRead + Unpin>(&self, wire: &mut R) -> io::Result<()> {
        while let Some(telegram) = next_telegram(wire).await? {
            self.hand_on(telegram).await;
        }
        Ok(())
    }

    async fn hand_on(&self, telegram: Vec<u8>) {
        let clerk = self.clerk.clone();
        self.at_work.spawn(async move { //~
            clerk(telegram).await;
        });
    }
}

async fn next_telegram<R: AsyncRead + Unpin>(wire: &mut R) -> io::Result<Option<Vec<u8>>> {
    let size = match wire.read_u16().await {
        Ok(size) => usize::from(size),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut telegram = vec![0; size];
    wire.read_exact(&mut telegram).await?;
    Ok(Some(telegram))
}
