//! Tasks and threads whose error nobody can learn of.

use std::io;
use std::thread;

use futures::future::join_all;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

struct Ledger {
    path: String,
}

impl Ledger {
    async fn append(&self, line: &str) -> io::Result<()> {
        tokio::fs::write(&self.path, line).await
    }

    fn compact(&self) -> Result<u64, io::Error> {
        let before = std::fs::metadata(&self.path)?.len();
        std::fs::write(&self.path, "")?;
        Ok(before)
    }
}

async fn greet(guest: TcpStream) -> io::Result<()> {
    guest.writable().await?;
    guest.try_write(b"welcome").map(|_| ())
}

// The handle is dropped.

async fn a_question_mark_in_the_task(ledger: Ledger) {
    tokio::spawn(async move { //~
        ledger.append("opened").await?;
        ledger.append("counted").await?;
        Ok::<(), io::Error>(())
    });
}

async fn the_function_says_that_it_fails(listener: TcpListener) -> io::Result<()> {
    loop {
        let (guest, _) = listener.accept().await?;
        tokio::spawn(greet(guest)); //~
    }
}

async fn the_last_call_of_the_task_fails(ledger: Ledger) {
    let _ = tokio::spawn(async move { ledger.append("closed").await }); //~
}

fn a_thread_that_fails(ledger: Ledger) {
    thread::spawn(move || ledger.compact()); //~
}

async fn a_name_that_nobody_uses(ledger: Ledger) {
    let _compacting = tokio::task::spawn_blocking(move || { //~
        println!("compacting");
        ledger.compact()
    });
    println!("the ledger is compacted later");
}

async fn an_error_made_by_hand(weight: u32) {
    tokio::spawn(async move { //~
        if weight > 40 {
            return Err(io::Error::other("too heavy"));
        }
        println!("{weight} kg");
        Ok(())
    });
}

// The handle is awaited, and nobody looks.

async fn awaited_into_nothing(ledger: Ledger) {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("shipping");
    let _ = appending.await; //~
}

async fn made_an_option_that_nobody_takes(ledger: Ledger) {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("shipping");
    appending.await.ok(); //~
}

async fn only_a_panic_is_handed_on(ledger: Ledger) {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("shipping");
    let _ = appending.await.unwrap(); //~
}

fn a_thread_joined_into_nothing(ledger: Ledger) {
    let compacting = thread::spawn(move || ledger.compact());
    println!("compacting");
    let _ = compacting.join(); //~
}

async fn all_of_a_list_awaited_into_nothing(guests: Vec<TcpStream>) {
    let mut greetings = Vec::new();
    for guest in guests {
        greetings.push(tokio::spawn(greet(guest)));
    }
    join_all(greetings).await; //~
}

async fn a_set_counted_down(guests: Vec<TcpStream>) {
    let mut greetings = JoinSet::new();
    for guest in guests {
        greetings.spawn(greet(guest));
    }
    while greetings.join_next().await.is_some() {} //~
    println!("all are in");
}

async fn a_branch_that_only_removes(guests: Vec<TcpStream>, mut late: tokio::sync::mpsc::Receiver<TcpStream>) {
    let mut greetings = JoinSet::new();
    for guest in guests {
        greetings.spawn(greet(guest));
    }
    loop {
        tokio::select! {
            _ = greetings.join_next(), if !greetings.is_empty() => {} //~
            guest = late.recv() => match guest {
                Some(guest) => drop(greetings.spawn(greet(guest))),
                None => break,
            },
        }
    }
}

async fn all_of_a_list_that_may_have_panicked(weights: Vec<u32>) {
    let mut weighings = Vec::new();
    for weight in weights {
        weighings.push(tokio::spawn(async move { println!("{}", 40 - weight) }));
    }
    join_all(weighings).await; //~
    println!("all are weighed");
}

async fn a_set_whose_results_have_no_name(guests: Vec<TcpStream>) {
    let mut greetings = JoinSet::new();
    for guest in guests {
        greetings.spawn(greet(guest));
    }
    while let Some(_) = greetings.join_next().await { //~
        println!("one more is in");
    }
}

struct Press {
    pages: tokio::sync::mpsc::Sender<String>,
    running: tokio::task::JoinHandle<io::Result<u32>>,
}

impl Press {
    fn start(path: String) -> Press {
        let (pages, mut queue) = tokio::sync::mpsc::channel::<String>(8);
        let running = async move {
            let mut printed = 0;
            while let Some(page) = queue.recv().await {
                tokio::fs::write(&path, page).await?;
                printed += 1;
            }
            Ok(printed)
        };
        Press { pages, running: tokio::spawn(running) }
    }

    async fn print_the_last(self, page: String) -> bool {
        let sent = self.pages.send(page).await.is_ok();
        drop(self.pages);
        let _ = self.running.await; //~
        sent
    }
}
