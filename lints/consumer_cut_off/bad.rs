//! Consumers that are cut off with messages still in their channel.

use std::fs::File;
use std::io::Write;
use std::thread;

use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

mod a_logger {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        tokio::spawn(async move { //~
            while let Some(line) = log.recv().await {
                println!("{line}");
            }
        });
        let _ = lines.send("the ship has sailed".to_owned()).await;
    }
}

mod a_writer {
    use super::*;

    #[tokio::main]
    async fn main() -> std::io::Result<()> {
        let mut book = tokio::fs::File::create("log.txt").await?;
        let (lines, mut log) = mpsc::unbounded_channel::<String>();
        let _writing = tokio::spawn(async move { //~
            while let Some(line) = log.recv().await {
                if book.write_all(line.as_bytes()).await.is_err() {
                    break;
                }
            }
        });
        for port in ["Kiel", "Riga", "Turku"] {
            let _ = lines.send(port.to_owned());
        }
        Ok(())
    }
}

mod a_thread {
    use super::*;

    fn main() -> std::io::Result<()> {
        let mut book = File::create("log.txt")?;
        let (lines, log) = std::sync::mpsc::channel::<String>();
        thread::spawn(move || { //~
            for line in log {
                let _ = book.write_all(line.as_bytes());
            }
        });
        for port in ["Kiel", "Riga", "Turku"] {
            let _ = lines.send(port.to_owned());
        }
        Ok(())
    }
}

mod a_function_that_consumes {
    use super::*;

    async fn write_log(mut log: mpsc::Receiver<String>) {
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    }

    #[tokio::main]
    async fn main() {
        let (lines, log) = mpsc::channel(100);
        let _ = tokio::spawn(write_log(log)); //~
        let _ = lines.send("the ship has sailed".to_owned()).await;
    }
}

mod others_send {
    use super::*;

    async fn sail(lines: mpsc::Sender<String>) {
        let _ = lines.send("the ship has sailed".to_owned()).await;
    }

    #[tokio::main]
    async fn main() {
        let (lines, mut log) = mpsc::channel::<String>(100);
        tokio::spawn(async move { //~
            while let Some(line) = log.recv().await {
                eprintln!("{line}");
            }
        });
        sail(lines.clone()).await;
        sail(lines).await;
    }
}

async fn a_function_that_is_alone_to_send(ports: Vec<String>) -> usize {
    let (lines, mut log) = mpsc::channel::<String>(100);
    tokio::spawn(async move { //~
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    let count = ports.len();
    for port in ports {
        if lines.send(port).await.is_err() {
            break;
        }
    }
    count
}

fn a_function_that_starts_a_thread(ports: &[String], mut book: File) {
    let (lines, log) = crossbeam_channel::unbounded::<String>();
    thread::spawn(move || { //~
        while let Ok(line) = log.recv() {
            let _ = writeln!(book, "{line}");
        }
    });
    for port in ports {
        let _ = lines.send(port.clone());
    }
}

async fn closed_at_the_end(ports: Vec<String>) {
    let (lines, mut log) = mpsc::unbounded_channel::<String>();
    let _ = tokio::spawn(async move { //~
        while let Some(line) = log.recv().await {
            println!("{line}");
        }
    });
    for port in ports {
        let _ = lines.send(port);
    }
    drop(lines);
}
