//! Messages that a function reads from a connection, where a slot is taken first, or where few are worth a task.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Telegraph {
    clerk: Arc<dyn Fn(u16) -> Work + Send + Sync>,
    desks: Arc<Semaphore>,
    at_work: TaskTracker,
}

enum Telegram {
    Alarm(u16),
    News(u16),
}

impl Telegraph {
    async fn take_down<R: AsyncRead + Unpin>(&self, wire: &mut R) -> io::Result<()> {
        while let Some(telegram) = next_telegram(wire).await? {
            self.hand_on_where_a_desk_is_free(telegram).await;
        }
        Ok(())
    }

    async fn hand_on_where_a_desk_is_free(&self, telegram: u16) {
        let Ok(desk) = self.desks.clone().acquire_owned().await else { return };
        let clerk = self.clerk.clone();
        self.at_work.spawn(async move {
            let _desk = desk;
            clerk(telegram).await;
        });
    }

    async fn take_down_all_kinds<R: AsyncRead + Unpin>(&self, wire: &mut R) -> io::Result<()> {
        while let Some(number) = next_telegram(wire).await? {
            self.one_kind_has_a_task(if number == 0 { Telegram::Alarm(number) } else { Telegram::News(number) });
        }
        Ok(())
    }

    fn one_kind_has_a_task(&self, telegram: Telegram) {
        let clerk = self.clerk.clone();
        match telegram {
            Telegram::Alarm(number) => {
                self.at_work.spawn(async move { clerk(number).await });
            }
            Telegram::News(number) => println!("{number}"),
        }
    }
}

async fn next_telegram<R: AsyncRead + Unpin>(wire: &mut R) -> io::Result<Option<u16>> {
    match wire.read_u16().await {
        Ok(number) => Ok(Some(number)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
