//! Functions that are given the end of a channel, or its sender, and of which more has to be known than that they give
//! nothing back.

use std::cell::Cell;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::mpsc;

struct Clerk {
    open: bool,
    letters: u32,
}

impl Clerk {
    fn take(&mut self, letter: Option<u32>) {
        match letter {
            Some(_) => self.letters += 1,
            None => self.open = false,
        }
    }
}

fn print(letter: Option<u32>) {
    println!("{letter:?}");
}

fn must_be_there(letter: Option<u32>) {
    println!("{}", letter.unwrap());
}

fn exits_without(letter: Option<u32>) {
    let Some(letter) = letter else { std::process::exit(0) };
    println!("{letter}");
}

fn print_one(letter: Option<u32>) -> bool {
    println!("{letter:?}");
    letter.is_some()
}

fn ring_at_the_end(letter: Option<u32>, bell: &Cell<bool>) {
    if letter.is_none() {
        bell.set(true);
    }
}

fn rest_after(letter: Option<u32>) {
    match letter {
        Some(letter) => println!("{letter}"),
        None => std::thread::sleep(std::time::Duration::from_secs(1)),
    }
}

async fn asked_again_behind_the_call(mut letters: mpsc::Receiver<u32>) {
    loop {
        let letter = letters.recv().await;
        print(letter);
        if letter.is_none() {
            break;
        }
    }
}

async fn the_function_closes_the_counter(mut letters: mpsc::Receiver<u32>, mut clerk: Clerk) {
    while clerk.open {
        clerk.take(letters.recv().await);
    }
    println!("{} letters", clerk.letters);
}

async fn the_function_panics(mut letters: mpsc::Receiver<u32>) {
    loop {
        must_be_there(letters.recv().await);
    }
}

async fn the_function_leaves_the_process(mut letters: mpsc::Receiver<u32>) {
    loop {
        exits_without(letters.recv().await);
    }
}

async fn the_function_says_so(mut letters: mpsc::Receiver<u32>) {
    loop {
        if !print_one(letters.recv().await) {
            break;
        }
    }
}

fn the_function_tells_somebody_else(letters: Receiver<u32>, bell: &Cell<bool>) {
    loop {
        ring_at_the_end(letters.recv().ok(), bell);
    }
}

fn the_function_rests(letters: Receiver<u32>) {
    loop {
        rest_after(letters.recv().ok());
    }
}

async fn another_receive_is_awaited_first(mut letters: mpsc::Receiver<u32>, mut parcels: mpsc::Receiver<u32>) {
    let mut bell = tokio::time::interval(std::time::Duration::from_secs(60));
    loop {
        match parcels.recv().await {
            Some(parcel) => println!("a parcel: {parcel}"),
            None => break,
        }
        tokio::select! {
            letter = letters.recv() => print(letter),
            _ = bell.tick() => println!("nothing yet"),
        }
    }
}

static MAIL: std::sync::OnceLock<Sender<u32>> = std::sync::OnceLock::new();

fn open_for_all(wire: Sender<u32>) {
    MAIL.set(wire).ok();
}

fn open_for_all_and_say_so(wire: Sender<u32>) {
    MAIL.set(wire.clone()).ok();
    wire.send(0).ok();
}

fn on_every_line(wire: Sender<u32>, lines: Receiver<u32>) {
    std::thread::spawn(move || {
        for line in lines {
            wire.send(line).ok();
        }
    });
}

fn the_functions_thread_keeps_the_sender_as_long_as_there_are_lines(lines: Receiver<u32>) {
    let (wire, letters) = channel();
    on_every_line(wire, lines);
    loop {
        if let Ok(letter) = letters.recv() {
            println!("{letter}");
        }
    }
}

fn the_function_keeps_the_sender() {
    let (wire, letters) = channel();
    open_for_all(wire);
    loop {
        if let Ok(letter) = letters.recv() {
            println!("{letter}");
        }
    }
}

fn the_function_keeps_a_clone() {
    let (wire, letters) = channel();
    open_for_all_and_say_so(wire);
    loop {
        if let Ok(letter) = letters.recv() {
            println!("{letter}");
        }
    }
}

mod the_pointer_to_the_senders_owner_goes_along {
    use std::sync::Arc;

    use tokio::sync::mpsc;

    struct Desk {
        notes_tx: mpsc::Sender<u32>,
    }

    fn open() -> Arc<Desk> {
        let (letters_tx, letters) = mpsc::channel(8);
        let (notes_tx, notes) = mpsc::channel(8);
        let desk = Desk { notes_tx };
        let desk = Arc::new(desk);
        tokio::spawn(sort(desk.clone(), letters_tx));
        tokio::spawn(write(desk.clone(), letters, notes));
        desk
    }

    async fn sort(desk: Arc<Desk>, letters: mpsc::Sender<u32>) {
        if letters.send(1).await.is_ok() {
            desk.notes_tx.send(1).await.ok();
        }
    }

    async fn write(desk: Arc<Desk>, mut letters: mpsc::Receiver<u32>, mut notes: mpsc::Receiver<u32>) {
        loop {
            tokio::select! {
                letter = letters.recv() => match letter {
                    Some(letter) => println!("{letter} of {}", desk.notes_tx.capacity()),
                    None => break,
                },
                note = notes.recv() => {
                    if let Some(note) = note {
                        println!("{note}");
                    }
                }
            }
        }
    }
}
