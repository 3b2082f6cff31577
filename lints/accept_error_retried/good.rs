//! conclint: allow(accept-error-ends-server) -- the cases here are about what a loop does next
//! Loops that pause, that look at the error, that leave, or that accept something else.

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

async fn serve(visitor: TcpStream) -> io::Result<()> {
    visitor.readable().await
}

// The loop waits.

async fn a_pause(gate: TcpListener) {
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => serve(visitor).await.unwrap(),
            Err(error) => {
                eprintln!("no visitor: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn a_pause_in_a_function(gate: TcpListener) {
    async fn calm_down() {
        sleep(Duration::from_secs(1)).await;
    }
    loop {
        let Ok((visitor, _)) = gate.accept().await else {
            calm_down().await;
            continue;
        };
        serve(visitor).await.unwrap();
    }
}

async fn a_pause_at_the_end_of_the_iteration(gate: TcpListener) {
    loop {
        if let Ok((visitor, _)) = gate.accept().await {
            serve(visitor).await.unwrap();
        }
        sleep(Duration::from_millis(10)).await;
    }
}

async fn a_pause_that_grows(gate: TcpListener) {
    let mut pause = Duration::from_millis(5);
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => {
                pause = Duration::from_millis(5);
                serve(visitor).await.unwrap();
            }
            Err(_) => {
                sleep(pause).await;
                pause *= 2;
            }
        }
    }
}

// The error is looked at.

async fn its_kind_decides(gate: TcpListener) -> io::Result<()> {
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => serve(visitor).await?,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        }
    }
}

async fn a_condition_decides(gate: TcpListener) -> io::Result<()> {
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => serve(visitor).await?,
            Err(error) => {
                if error.raw_os_error() == Some(24) {
                    return Err(error);
                }
                eprintln!("no visitor: {error}");
            }
        }
    }
}

async fn so_many_errors_are_enough(gate: TcpListener) {
    let mut errors = 0;
    loop {
        match gate.accept().await {
            Ok((visitor, _)) => serve(visitor).await.unwrap(),
            Err(_) => {
                errors += 1;
                if errors > 10 {
                    break;
                }
            }
        }
    }
}

// The loop ends.

async fn the_error_leaves(gate: TcpListener) -> io::Result<()> {
    loop {
        let (visitor, _) = gate.accept().await?;
        serve(visitor).await?;
    }
}

async fn so_many_tries(gate: TcpListener) {
    for _ in 0..3 {
        if let Ok((visitor, _)) = gate.accept().await {
            serve(visitor).await.unwrap();
        }
    }
}

async fn once(gate: TcpListener) {
    match gate.accept().await {
        Ok((visitor, _)) => serve(visitor).await.unwrap(),
        Err(error) => eprintln!("no visitor: {error}"),
    }
}

// Another may take it.

async fn an_error_that_is_sent_on(gate: TcpListener, visitors: tokio::sync::mpsc::Sender<io::Result<TcpStream>>) {
    loop {
        let visitor = gate.accept().await.map(|(visitor, _)| visitor);
        if visitors.send(visitor).await.is_err() {
            break;
        }
    }
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

async fn of_an_own_protocol(mut offers: Offers) {
    loop {
        match offers.accept().await {
            Ok(left) => println!("{left}"),
            Err(error) => eprintln!("{error}"),
        }
    }
}

// Tests.

#[cfg(test)]
mod tests {
    use super::*;

    async fn answer_all(gate: TcpListener) {
        loop {
            match gate.accept().await {
                Ok((visitor, _)) => serve(visitor).await.unwrap(),
                Err(error) => eprintln!("no visitor: {error}"),
            }
        }
    }
}
