//! Loops that are left once their channel has closed.

use std::sync::mpsc as std_mpsc;
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, watch};

fn milk(cow: u32) {
    println!("cow {cow}");
}

async fn no_else(mut cows: mpsc::Receiver<u32>) {
    loop {
        if let Some(cow) = cows.recv().await {
            milk(cow);
        } else {
            break;
        }
    }
}

async fn an_else_that_only_prints(mut cows: mpsc::Receiver<u32>) {
    loop {
        if let Some(cow) = cows.recv().await {
            milk(cow);
        } else {
            println!("no cow");
            break;
        }
    }
}

async fn an_else_that_continues(mut cows: mpsc::Receiver<u32>) {
    loop {
        let Some(cow) = cows.recv().await else {
            break;
        };
        milk(cow);
    }
}

fn an_arm_of_its_own(cows: std_mpsc::Receiver<u32>) {
    loop {
        match cows.recv() {
            Ok(cow) => milk(cow),
            Err(error) => {
                eprintln!("{error}");
                break;
            }
        }
    }
}

async fn an_arm_that_does_nothing(mut cows: mpsc::Receiver<u32>) {
    loop {
        match cows.recv().await {
            Some(cow) => milk(cow),
            None => break,
        }
    }
}

async fn an_arm_for_all_else(mut cows: mpsc::Receiver<Option<u32>>) {
    loop {
        match cows.recv().await {
            Some(Some(cow)) => milk(cow),
            None => break,
            _ => {}
        }
    }
}

async fn other_errors_come_there_too(mut news: broadcast::Receiver<u32>) {
    loop {
        match news.recv().await {
            Ok(cow) => milk(cow),
            Err(tokio::sync::broadcast::error::RecvError::Closed) => break,
            Err(error) => eprintln!("{error}"),
        }
    }
}

fn a_limit_comes_there_too(cows: std_mpsc::Receiver<u32>) {
    let mut quiet = 0;
    loop {
        match cows.recv_timeout(Duration::from_secs(1)) {
            Ok(cow) => milk(cow),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
            Err(_) => quiet += 1,
        }
    }
}

async fn through_a_variable(mut cows: mpsc::Receiver<u32>) {
    let mut bell = tokio::time::interval(Duration::from_secs(30));
    loop {
        tokio::select! {
            cow = cows.recv() => {
                if let Some(cow) = cow {
                    milk(cow);
                } else {
                    break;
                }
            }
            _ = bell.tick() => println!("moo"),
        }
    }
}

async fn nobody_looks(mut weather: watch::Receiver<u32>) {
    loop {
        if weather.changed().await.is_err() {
            break;
        }
        println!("{} degrees", *weather.borrow());
    }
}

async fn nobody_looks_in_a_branch(mut weather: watch::Receiver<u32>) {
    let mut bell = tokio::time::interval(Duration::from_secs(30));
    loop {
        tokio::select! {
            answer = weather.changed() => {
                if answer.is_err() {
                    break;
                }
                println!("{} degrees", *weather.borrow())
            }
            _ = bell.tick() => println!("moo"),
        }
    }
}

async fn the_clock_outlives_the_source(mut cows: mpsc::Receiver<u32>) {
    let mut bell = tokio::time::interval(Duration::from_secs(30));
    loop {
        tokio::select! {
            answer = cows.recv() => {
                let Some(cow) = answer else { break };
                milk(cow)
            }
            _ = bell.tick() => println!("moo"),
            else => break,
        }
    }
}

async fn behind_the_inner_loop(mut cows: mpsc::Receiver<u32>) {
    loop {
        while let Some(cow) = cows.recv().await {
            milk(cow);
        }
        break;
    }
}
