//! Loops that one error of `accept` ends.

use std::io;

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

async fn serve(visitor: TcpStream) -> io::Result<()> {
    visitor.readable().await
}

async fn the_question_mark(gate: TcpListener) -> io::Result<()> {
    loop {
        let (visitor, _) = gate.accept().await?; //~
        tokio::spawn(serve(visitor));
    }
}

async fn while_let(gate: TcpListener) {
    while let Ok((visitor, _)) = gate.accept().await { //~
        tokio::spawn(serve(visitor));
    }
}

async fn an_unwrap(gate: TcpListener) {
    loop {
        let (visitor, _) = gate.accept().await.unwrap(); //~
        tokio::spawn(serve(visitor));
    }
}

async fn a_break(gate: TcpListener) {
    loop {
        match gate.accept().await { //~
            Ok((visitor, _)) => {
                tokio::spawn(serve(visitor));
            }
            Err(error) => {
                eprintln!("no visitor: {error}");
                break;
            }
        }
    }
}

async fn in_a_select(gate: TcpListener, closing: CancellationToken) -> io::Result<()> {
    loop {
        tokio::select! {
            _ = closing.cancelled() => return Ok(()),
            came = gate.accept() => { //~
                let (visitor, _) = came?;
                tokio::spawn(serve(visitor));
            }
        }
    }
}

async fn one_at_a_time(gate: TcpListener) -> io::Result<()> {
    loop {
        let (visitor, _) = gate.accept().await?; //~
        serve(visitor).await?;
    }
}

fn in_a_task_that_nobody_waits_for(gate: TcpListener) {
    tokio::spawn(async move {
        while let Ok((visitor, _)) = gate.accept().await { //~
            tokio::spawn(serve(visitor));
        }
    });
}

async fn a_panic_that_nobody_sees(gate: TcpListener, closing: CancellationToken) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = closing.cancelled() => return,
                came = gate.accept() => { //~
                    let (visitor, _) = came.expect("a visitor");
                    tokio::spawn(serve(visitor));
                }
            }
        }
    });
}

mod threads {
    use std::io::{self, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    fn wave(mut visitor: TcpStream) -> io::Result<()> {
        visitor.write_all(b"hello")
    }

    fn over_all_that_come(gate: TcpListener) -> io::Result<()> {
        for visitor in gate.incoming() { //~
            let visitor = visitor?;
            thread::spawn(move || wave(visitor));
        }
        Ok(())
    }

    fn plain(gate: TcpListener) {
        thread::spawn(move || {
            while let Ok((visitor, _)) = gate.accept() { //~
                thread::spawn(move || wave(visitor));
            }
        });
    }
}
