//! What a function of the package is given decides nothing for its caller where it gives nothing back and only logs: control goes on behind the call. Where it does more, nothing is known; what is lent or copied can still be asked later on.
use tokio::sync::mpsc::Receiver;

fn print(letter: Option<u32>) {
    println!("{letter:?}");
}

fn forward(letter: Option<u32>, out: &std::sync::mpsc::Sender<u32>) {
    match letter {
        Some(letter) => out.send(letter).unwrap(),
        None => out.send(0).unwrap(),
    }
}

pub async fn printed(mut letters: Receiver<u32>) {
    loop {
        print(letters.recv().await);
    }
}

pub async fn printed_and_asked(mut letters: Receiver<u32>) {
    loop {
        let letter = letters.recv().await;
        print(letter);
        if letter.is_none() {
            break;
        }
    }
}

pub async fn forwarded(mut letters: Receiver<u32>, out: std::sync::mpsc::Sender<u32>) {
    loop {
        forward(letters.recv().await, &out);
    }
}
