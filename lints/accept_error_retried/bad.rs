//! Loops that accept again the moment that it has failed.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream, UnixListener};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

async fn serve(visitor: TcpStream) -> io::Result<()> {
    visitor.readable().await
}

async fn the_error_is_logged(gate: TcpListener) {
    loop {
        match gate.accept().await { //~
            Ok((visitor, _)) => {
                tokio::spawn(serve(visitor));
            }
            Err(error) => eprintln!("no visitor: {error}"),
        }
    }
}

async fn the_error_continues(gate: TcpListener) {
    loop {
        let (visitor, from) = match gate.accept().await { //~
            Ok(visitor) => visitor,
            Err(error) => {
                eprintln!("no visitor: {error}");
                continue;
            }
        };
        println!("{from}");
        tokio::spawn(serve(visitor));
    }
}

async fn the_error_is_left_out(gate: TcpListener) {
    loop {
        if let Ok((visitor, _)) = gate.accept().await { //~
            tokio::spawn(serve(visitor));
        }
    }
}

async fn let_else(gate: TcpListener) {
    loop {
        let Ok((visitor, _)) = gate.accept().await else { continue }; //~
        tokio::spawn(serve(visitor));
    }
}

async fn in_a_select(gate: TcpListener, closing: CancellationToken) {
    loop {
        tokio::select! {
            _ = closing.cancelled() => break,
            came = gate.accept() => match came { //~
                Ok((visitor, _)) => {
                    tokio::spawn(serve(visitor));
                }
                Err(error) => eprintln!("no visitor: {error}"),
            },
        }
    }
}

struct Gate {
    gate: TcpListener,
    open: bool,
}

impl Gate {
    async fn of_a_field(self: Arc<Self>) {
        while self.open {
            println!("closed for a while");
            loop {
                match self.gate.accept().await { //~
                    Ok((visitor, from)) => self.show(visitor, from),
                    Err(error) => {
                        self.complain(&error);
                        continue;
                    }
                }
            }
        }
    }

    fn show(&self, visitor: TcpStream, from: SocketAddr) {
        println!("{from}: {visitor:?}");
    }

    fn complain(&self, error: &io::Error) {
        eprintln!("no visitor: {error}");
    }
}

async fn of_the_file_system(gate: UnixListener) {
    loop {
        match gate.accept().await { //~
            Ok((visitor, _)) => drop(visitor),
            Err(error) => eprintln!("no visitor: {error}"),
        }
    }
}

async fn in_a_task(gate: TcpListener) {
    let serving = tokio::spawn(async move {
        loop {
            let came = gate.accept().await; //~
            if let Err(error) = &came {
                eprintln!("no visitor: {error}");
                continue;
            }
            println!("{came:?}");
        }
    });
    serving.await.unwrap();
}

mod threads {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    fn wave(mut visitor: TcpStream) {
        visitor.write_all(b"hello").unwrap();
    }

    fn plain(gate: TcpListener) {
        loop {
            match gate.accept() { //~
                Ok((visitor, _)) => wave(visitor),
                Err(error) => eprintln!("no visitor: {error}"),
            }
        }
    }

    fn over_all_that_come(gate: TcpListener) {
        for visitor in gate.incoming() { //~
            match visitor {
                Ok(visitor) => {
                    thread::spawn(move || wave(visitor));
                }
                Err(error) => eprintln!("no visitor: {error}"),
            }
        }
    }

    fn the_rest_is_left_out() {
        let gate = TcpListener::bind("127.0.0.1:7000").unwrap();
        for visitor in gate.incoming() { //~
            let Ok(visitor) = visitor else { continue };
            wave(visitor);
        }
    }
}

async fn a_permit_is_no_pause(gate: TcpListener, places: Arc<Semaphore>) -> Result<(), tokio::sync::AcquireError> {
    loop {
        let place = places.clone().acquire_owned().await?;
        match gate.accept().await { //~
            Ok((visitor, _)) => {
                tokio::spawn(async move {
                    serve(visitor).await.ok();
                    drop(place);
                });
            }
            Err(error) => eprintln!("no visitor: {error}"),
        }
    }
}
