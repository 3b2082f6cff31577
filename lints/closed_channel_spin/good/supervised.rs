//! Loops that somebody ends when what owns the sender of their channel has ended.

use tokio::sync::mpsc;

struct Letter {
    to: String,
}

async fn write_all(out: mpsc::Sender<Letter>) {
    for to in ["Ada", "Max"] {
        if out.send(Letter { to: to.to_owned() }).await.is_err() {
            break;
        }
    }
}

async fn read_aloud(mut letters: mpsc::Receiver<Letter>) {
    loop {
        if let Some(letter) = letters.recv().await {
            println!("to {}", letter.to);
        }
    }
}

async fn the_end_of_either_task_aborts_the_other() {
    let (tx, rx) = mpsc::channel(8);
    let mut reading = tokio::spawn(read_aloud(rx));
    let mut writing = tokio::spawn(write_all(tx));
    tokio::select! {
        _ = &mut reading => writing.abort(),
        _ = &mut writing => reading.abort(),
    }
}

async fn aborted_when_everything_is_written() {
    let (tx, mut rx) = mpsc::channel::<Letter>(8);
    let reading = tokio::spawn(async move {
        loop {
            if let Some(letter) = rx.recv().await {
                println!("to {}", letter.to);
            }
        }
    });
    write_all(tx).await;
    reading.abort();
}

async fn read_in_a_race(mut letters: mpsc::Receiver<Letter>) {
    loop {
        if let Some(letter) = letters.recv().await {
            println!("to {}", letter.to);
        }
    }
}

async fn both_are_sides_of_one_race() {
    let (tx, rx) = mpsc::channel(8);
    tokio::select! {
        _ = read_in_a_race(rx) => {}
        _ = write_all(tx) => {}
    }
}

async fn the_sender_waits_for_the_task() {
    let (tx, mut rx) = mpsc::channel::<Letter>(8);
    let reading = tokio::spawn(async move {
        loop {
            if let Some(letter) = rx.recv().await {
                println!("to {}", letter.to);
            }
        }
    });
    tx.send(Letter { to: "Eve".to_owned() }).await.ok();
    reading.await.ok();
    drop(tx);
}

async fn read_with_a_sender(mut letters: mpsc::Receiver<Letter>, back: mpsc::Sender<Letter>) {
    loop {
        if let Some(letter) = letters.recv().await {
            println!("to {}, {} left", letter.to, back.capacity());
        }
    }
}

async fn the_task_gets_a_sender_too() {
    let (tx, rx) = mpsc::channel(8);
    let reading = tokio::spawn(read_with_a_sender(rx, tx.clone()));
    tx.send(Letter { to: "Ida".to_owned() }).await.ok();
    println!("{}", reading.is_finished());
}

async fn the_other_branch_is_ready_at_once(mut letters: mpsc::Receiver<Letter>) {
    loop {
        tokio::select! {
            letter = letters.recv() => {
                if let Some(letter) = letter {
                    println!("to {}", letter.to);
                }
            }
            _ = std::future::ready(()) => break,
        }
    }
}

async fn the_other_branch_is_the_task_of_the_sender() {
    let (tx, mut letters) = mpsc::channel(8);
    let mut writing = tokio::spawn(write_all(tx));
    loop {
        tokio::select! {
            letter = letters.recv() => {
                if let Some(letter) = letter {
                    println!("to {}", letter.to);
                }
            }
            _ = &mut writing => break,
        }
    }
}

mod who_owns_the_sender_owns_what_the_stop_was_subscribed_to {
    use tokio::sync::{broadcast, mpsc};

    async fn deliver(mut stop: broadcast::Receiver<bool>, mut letters: mpsc::Receiver<String>) {
        loop {
            tokio::select! {
                _ = stop.recv() => break,
                letter = letters.recv() => {
                    if let Some(letter) = letter {
                        println!("{letter}");
                    }
                }
            }
        }
    }

    async fn run(mut towns: mpsc::Receiver<String>) {
        let (stop, _) = broadcast::channel(1);
        let mut last: Option<(tokio::task::JoinHandle<()>, mpsc::Sender<String>)> = None;
        while let Some(town) = towns.recv().await {
            if let Some((task, _)) = last.take() {
                stop.send(true).ok();
                task.await.ok();
            }
            let (letters_tx, letters) = mpsc::channel(8);
            letters_tx.send(town).await.ok();
            last = Some((tokio::spawn(deliver(stop.subscribe(), letters)), letters_tx));
        }
        stop.send(true).ok();
    }
}

mod aborted_when_its_owner_is_dropped {
    use std::collections::HashMap;

    use tokio::net::TcpListener;
    use tokio::sync::mpsc;
    use tokio::task::JoinHandle;

    struct Line {
        calls: TcpListener,
        letters: mpsc::UnboundedReceiver<String>,
    }

    impl Line {
        fn new(calls: TcpListener, letters: mpsc::UnboundedReceiver<String>) -> Line {
            Line { calls, letters }
        }

        async fn wait_for_a_call(mut self) {
            loop {
                tokio::select! {
                    call = self.calls.accept() => match call {
                        Ok(_) => break,
                        Err(_) => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
                    },
                    _ = self.letters.recv() => println!("nobody is on the line"),
                }
            }
        }
    }

    struct Desk {
        letters: HashMap<u32, mpsc::UnboundedSender<String>>,
    }

    struct Exchange {
        desk: Desk,
        lines: Vec<JoinHandle<()>>,
    }

    impl Exchange {
        async fn open(ports: &[u16]) -> std::io::Result<Exchange> {
            let mut letters = HashMap::new();
            let mut lines = Vec::new();
            for (number, port) in (0..).zip(ports) {
                let (letter, received) = mpsc::unbounded_channel();
                letters.insert(number, letter);
                let line = Line::new(TcpListener::bind(("127.0.0.1", *port)).await?, received);
                lines.push(tokio::spawn(async move { line.wait_for_a_call().await }));
            }
            Ok(Exchange { desk: Desk { letters }, lines })
        }
    }

    impl Drop for Exchange {
        fn drop(&mut self) {
            for line in &self.lines {
                line.abort();
            }
        }
    }
}
