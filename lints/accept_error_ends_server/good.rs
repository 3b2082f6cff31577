//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-retried, unbounded-spawn) -- the cases here are about the end of the loop
//! Loops that go on after an error, that look at it, that are started again, or that were to end anyway.

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn serve(visitor: TcpStream) -> io::Result<()> {
    visitor.readable().await
}

// The loop goes on.

async fn a_pause(gate: TcpListener) {
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => {
                tokio::spawn(serve(visitor));
            }
            Err(error) => {
                eprintln!("no visitor: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn the_next_at_once(gate: TcpListener) {
    loop {
        let Ok((visitor, _)) = gate.accept().await else { continue };
        tokio::spawn(serve(visitor));
    }
}

async fn in_a_select(gate: TcpListener, closing: CancellationToken) {
    loop {
        tokio::select! {
            _ = closing.cancelled() => break,
            Ok((visitor, _)) = gate.accept() => {
                tokio::spawn(serve(visitor));
            }
        }
    }
}

// The error is looked at.

async fn its_kind_decides(gate: TcpListener) -> io::Result<()> {
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => serve(visitor).await?,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => return Err(error),
        }
    }
}

async fn a_function_decides(gate: TcpListener) -> io::Result<()> {
    fn is_about_one(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::ConnectionReset
    }
    loop {
        let (visitor, _) = match gate.accept().await {
            Ok(visitor) => visitor,
            Err(error) => {
                if !is_about_one(&error) {
                    return Err(error);
                }
                return Ok(());
            }
        };
        serve(visitor).await?;
    }
}

// It is started again.

async fn once_more(gate: &TcpListener) -> io::Result<()> {
    loop {
        let (visitor, _) = gate.accept().await?;
        tokio::spawn(serve(visitor));
    }
}

async fn supervised(gate: TcpListener) {
    loop {
        if let Err(error) = once_more(&gate).await {
            eprintln!("no visitor: {error}");
        }
        sleep(Duration::from_secs(1)).await;
    }
}

// It was to end.

async fn once(gate: TcpListener) -> io::Result<()> {
    let (visitor, _) = gate.accept().await?;
    serve(visitor).await
}

async fn the_first_that_comes(gate: TcpListener) -> io::Result<TcpStream> {
    loop {
        let (visitor, from) = gate.accept().await?;
        println!("{from}");
        return Ok(visitor);
    }
}

async fn the_one_who_was_asked_for(gate: TcpListener, port: u16) -> io::Result<TcpStream> {
    loop {
        let (visitor, from) = gate.accept().await?;
        if from.port() == port {
            break Ok(visitor);
        }
    }
}

async fn so_many(gate: TcpListener) -> io::Result<()> {
    for _ in 0..3 {
        let (visitor, _) = gate.accept().await?;
        serve(visitor).await?;
    }
    Ok(())
}

// Something else is accepted.

struct Offers {
    left: u32,
}

impl Offers {
    async fn accept(&mut self) -> Result<u32, String> {
        tokio::task::yield_now().await;
        self.left.checked_sub(1).ok_or("sold out".to_owned())
    }
}

async fn of_an_own_protocol(mut offers: Offers) -> Result<(), String> {
    loop {
        println!("{}", offers.accept().await?);
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn answer_all(gate: TcpListener) -> io::Result<()> {
        loop {
            let (visitor, _) = gate.accept().await?;
            serve(visitor).await?;
        }
    }
}
